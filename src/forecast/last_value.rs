//! The last value, carried on: `X̂(T+h) = X(T)`.
//!
//! The benchmark every other method has to beat, and the usual fallback.

use crate::forecast::{Convergence, FitError, FitSummary, FittedModel, Future, require};

/// The last value of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct LastValue {
    last: f64,
    residuals: Vec<f64>,
}

impl LastValue {
    /// The forecast of a series without a year: nobody.
    pub(crate) const fn zero() -> Self {
        Self { last: 0.0, residuals: Vec::new() }
    }

    /// Takes the last of `values`.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] for no value at all.
    pub fn fit(values: &[f64]) -> Result<Self, FitError> {
        require(values, 1)?;
        let residuals = values
            .windows(2)
            .filter(|pair| pair[0] > 0.0 && pair[1] > 0.0)
            .map(|pair| (pair[1] / pair[0]).ln())
            .collect();
        Ok(Self { last: values[values.len() - 1].max(0.0), residuals })
    }
}

impl FittedModel for LastValue {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        vec![self.last; future.horizon]
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        FitSummary { parameters: vec![("X(T)", self.last)], convergence: Convergence::ClosedForm }
    }
}
