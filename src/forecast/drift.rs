//! The mean change of the whole series, carried on from the last value.
//!
//! ```text
//! X̂(T+h) = X(T) + h · (X(T) − X(1)) / (T − 1)
//! ```

use crate::forecast::straight_line::StraightLine;
use crate::forecast::{FitError, FitSummary, FittedModel, Future, require};

/// A line through the first and the last value.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift(StraightLine);

impl Drift {
    /// Measures the mean yearly change of `values`.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] for fewer than two values.
    pub fn fit(values: &[f64]) -> Result<Self, FitError> {
        require(values, 2)?;
        let n = values.len();
        let slope = (values[n - 1] - values[0]) / (n - 1) as f64;
        let fitted: Vec<f64> = values[..n - 1].iter().map(|value| value + slope).collect();
        Ok(Self(StraightLine::new(values, values[n - 1], slope, &fitted)))
    }
}

impl FittedModel for Drift {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        self.0.forecast(future)
    }

    fn residuals(&self) -> &[f64] {
        self.0.residuals()
    }

    fn summary(&self) -> FitSummary {
        self.0.summary()
    }
}
