//! The simplest forecasts, by which all others are judged.
//!
//! | model | forecast |
//! |---|---|
//! | [`naive`] | the last value |
//! | [`seasonal_naive`] | the last value of the same season |
//! | [`drift`] | the last value, moved by the mean change of the past |
//! | [`mean`] | the mean of all values |
//!
//! Values are on their own scale and may be negative. Errors are normal and independent; sample
//! paths carry the error of the estimated mean or drift as well.
//!
//! # Source
//! Hyndman & Athanasopoulos (2021), *Forecasting: Principles and Practice*, sections 5.2 and 5.5.

pub mod naive;
pub mod seasonal_naive;
pub mod drift;
pub mod mean;
