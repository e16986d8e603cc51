//! The last value: `ŷ(T+h) = y(T)`.
//!
//! It is the best forecast of a random walk, `y(t) = y(t−1) + ε(t)`, from which paths are drawn.

use crate::forecast::errors::Errors;
use crate::forecast::{Convergence, FitError, FitSummary, FittedModel, Future, Series, require};
use crate::numeric::seed::Stream;

/// A random walk without drift.
#[derive(Clone, Debug, PartialEq)]
pub struct Naive {
    last: f64,
    errors: Errors,
}

impl Naive {
    /// The forecast of a series without a value: zero.
    pub fn zero() -> Self {
        Self { last: 0.0, errors: Errors::new(Vec::new(), 0) }
    }
}

/// Takes the last value.
///
/// # Errors
/// [`FitError::TooFewObservations`] for an empty series.
pub fn fit(series: &Series<'_>) -> Result<Naive, FitError> {
    let values = series.values;
    require(values, 1)?;
    let changes = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    Ok(Naive { last: values[values.len() - 1], errors: Errors::new(changes, 0) })
}

impl FittedModel for Naive {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        vec![self.last; future.horizon]
    }

    fn residuals(&self) -> &[f64] {
        self.errors.residuals()
    }

    fn summary(&self) -> FitSummary {
        self.errors.summary(Convergence::ClosedForm, &[])
    }

    fn simulate(&self, _: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let mut level = self.last;
        for value in path {
            level += self.errors.draw(stream);
            *value = level;
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
    fn the_last_value_is_carried_on_and_its_changes_are_the_errors() {
        let fitted = fit(&Series::annual(&[1.0, -2.0, 4.0])).unwrap();
        assert_eq!(fitted.forecast(&Future::steps(2)), [4.0, 4.0]);
        assert_eq!(fitted.residuals(), [-3.0, 6.0]);
    }
}
