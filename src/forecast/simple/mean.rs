//! The mean of all values: `ŷ(T+h) = ȳ`, `var(y(T+h)) = s² (1 + 1/T)`.
//!
//! For series that scatter about a level; no trend, no memory.

use crate::forecast::errors::Errors;
use crate::forecast::{Convergence, FitError, FitSummary, FittedModel, Future, Series, require};
use crate::numeric::seed::Stream;

/// Independent values about one mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    mean: f64,
    errors: Errors,
}

/// Takes the mean.
///
/// It is summed as distances from the last value, so that a constant series has exactly its own
/// value as mean.
///
/// # Errors
/// [`FitError::TooFewObservations`] for an empty series.
pub fn fit(series: &Series<'_>) -> Result<Mean, FitError> {
    let values = series.values;
    require(values, 1)?;
    let last = values[values.len() - 1];
    let distance = values.iter().map(|value| value - last).sum::<f64>() / values.len() as f64;
    let mean = last + distance;
    let residuals = values.iter().map(|value| value - mean).collect();
    Ok(Mean { mean, errors: Errors::new(residuals, 1) })
}

impl FittedModel for Mean {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        vec![self.mean; future.horizon]
    }

    fn residuals(&self) -> &[f64] {
        self.errors.residuals()
    }

    fn summary(&self) -> FitSummary {
        self.errors.summary(Convergence::ClosedForm, &[("μ", self.mean)])
    }

    fn simulate(&self, _: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let n = self.errors.residuals().len() as f64;
        let mean = self.mean + self.errors.draw(stream) / n.sqrt();
        for value in path {
            *value = mean + self.errors.draw(stream);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::boxed;
    use crate::forecast::contract::{ADDITIVE, holds};

    #[test]
    fn it_keeps_the_contract() {
        holds(ADDITIVE, 1, |series| boxed(fit(series)));
    }

    #[test]
    fn the_mean_is_carried_on() {
        let fitted = fit(&Series::annual(&[1.0, 2.0, 6.0])).unwrap();
        assert_eq!(fitted.forecast(&Future::steps(2)), [3.0, 3.0]);
        assert_eq!(fitted.residuals(), [-2.0, -1.0, 3.0]);
    }
}
