//! Planners' trends: a line or an exponential through the past, carried on.
//!
//! | model | forecast |
//! |---|---|
//! | [`linear::fit`] | the least-squares line through all values |
//! | [`linear::bls_naive`] | the least-squares line through the last ten values |
//! | [`exponential::log_linear`] | the least-squares line through the logarithms |
//! | [`exponential::growth`] | `P0·e^{rt}`: growth at the mean rate from the last value |
//!
//! A trend knows no level: however far the last value lies off the line, the forecast returns to
//! the line at once, save in `growth`. Straight lines may go below zero.

pub mod linear;
pub mod exponential;
