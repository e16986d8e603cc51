//! The naive model by which the Bureau of Labor Statistics judges its own projections.
//!
//! A straight line by least squares through the last ten values, carried on.
//!
//! # Source
//! Bureau of Labor Statistics, *Projections evaluation methods*.

use crate::forecast::straight_line::StraightLine;
use crate::forecast::{FitError, linear_trend};

/// Years the line is drawn through.
pub const YEARS: usize = 10;

/// Fits the line through the last ten of `values`, or all if there are fewer.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than three values.
pub fn fit(values: &[f64]) -> Result<StraightLine, FitError> {
    linear_trend::through_last(values, YEARS)
}
