//! Planners' exponential growth from the last value.
//!
//! ```text
//! P(T+h) = P(T) · e^{r h}      r = ln(P(T) / P(1)) / (T − 1)
//! ```

use crate::forecast::{
    Convergence, FitError, FitSummary, FittedModel, Future, log_relative_to_last, require,
};

/// Growth at the mean rate of the past.
#[derive(Clone, Debug, PartialEq)]
pub struct ExponentialGrowth {
    last: f64,
    rate: f64,
    residuals: Vec<f64>,
}

impl ExponentialGrowth {
    /// Measures the mean growth of `values`.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] for fewer than two values, [`FitError::NotPositive`].
    pub fn fit(values: &[f64]) -> Result<Self, FitError> {
        require(values, 2)?;
        let y = log_relative_to_last(values)?;
        let rate = -y[0] / (y.len() - 1) as f64;
        let residuals = y.windows(2).map(|pair| pair[1] - pair[0] - rate).collect();
        Ok(Self { last: values[values.len() - 1], rate, residuals })
    }
}

impl FittedModel for ExponentialGrowth {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        (1..=future.horizon).map(|h| self.last * (self.rate * h as f64).exp()).collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        FitSummary { parameters: vec![("r", self.rate)], convergence: Convergence::ClosedForm }
    }
}
