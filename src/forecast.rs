//! Forecasts of short annual series: what is estimated from data.

pub mod method;
