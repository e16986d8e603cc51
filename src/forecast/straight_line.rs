//! Straight lines carried on, held above one hundredth of the last value.

use crate::forecast::{Convergence, FitSummary, FittedModel, Future};

/// A line through the years, year 0 being the first.
#[derive(Clone, Debug, PartialEq)]
pub struct StraightLine {
    /// Value at the origin, T.
    level: f64,
    slope: f64,
    floor: f64,
    residuals: Vec<f64>,
}

impl StraightLine {
    /// The line that is `level` at the last of `values` and rises by `slope` a year; its residuals
    /// are those of `fitted` for the last values.
    pub(crate) fn new(values: &[f64], level: f64, slope: f64, fitted: &[f64]) -> Self {
        let last = values.last().copied().unwrap_or(0.0).max(0.0);
        let residuals = values[values.len() - fitted.len()..]
            .iter()
            .zip(fitted)
            .filter(|(observed, fitted)| **observed > 0.0 && **fitted > 0.0)
            .map(|(observed, fitted)| (observed / fitted).ln())
            .collect();
        Self { level, slope, floor: 0.01 * last, residuals }
    }
}

impl FittedModel for StraightLine {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        (1..=future.horizon).map(|h| (self.level + self.slope * h as f64).max(self.floor)).collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        FitSummary {
            parameters: vec![("level", self.level), ("slope", self.slope)],
            convergence: Convergence::ClosedForm,
        }
    }
}
