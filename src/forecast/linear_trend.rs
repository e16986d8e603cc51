//! Planners' straight line through all years: `X̂(t) = a + b t`, by least squares.

use crate::forecast::straight_line::StraightLine;
use crate::forecast::{FitError, require};
use crate::numeric::least_squares;

/// Fewest years; through two points every line is exact.
const FEWEST: usize = 3;

/// Fits the line through all `values`.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than three values.
pub fn fit(values: &[f64]) -> Result<StraightLine, FitError> {
    through_last(values, values.len())
}

/// Fits the line through the last `window` of `values`.
pub(crate) fn through_last(values: &[f64], window: usize) -> Result<StraightLine, FitError> {
    require(values, FEWEST)?;
    let recent = &values[values.len().saturating_sub(window)..];
    let years: Vec<f64> = (0..recent.len()).map(|t| t as f64).collect();
    let too_few = FitError::TooFewObservations { needed: FEWEST, found: values.len() };
    let line = least_squares::line(&years, recent).ok_or(too_few)?;
    let fitted: Vec<f64> = years.iter().map(|t| line.at(*t)).collect();
    Ok(StraightLine::new(values, line.at((recent.len() - 1) as f64), line.slope, &fitted))
}
