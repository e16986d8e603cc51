//! The last value, moved on by the mean change of the past.
//!
//! ```text
//! ŷ(T+h) = y(T) + h b        b = (y(T) − y(1)) / (T − 1)
//! var(y(T+h)) = s² h (1 + h / (T − 1))
//! ```
//! Paths are drawn from the random walk `y(t) = y(t−1) + b + ε(t)` with `b` drawn first, which
//! gives the variance above.

use crate::forecast::errors::Errors;
use crate::forecast::{Convergence, FitError, FitSummary, FittedModel, Future, Series, require};
use crate::numeric::seed::Stream;

/// A random walk with drift.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    last: f64,
    slope: f64,
    errors: Errors,
}

/// Measures the mean change.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than two values.
pub fn fit(series: &Series<'_>) -> Result<Drift, FitError> {
    let values = series.values;
    require(values, 2)?;
    let last = values[values.len() - 1];
    let slope = (last - values[0]) / (values.len() - 1) as f64;
    let changes = values.windows(2).map(|pair| pair[1] - pair[0] - slope).collect();
    Ok(Drift { last, slope, errors: Errors::new(changes, 1) })
}

impl FittedModel for Drift {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        (1..=future.horizon).map(|h| self.last + self.slope * h as f64).collect()
    }

    fn residuals(&self) -> &[f64] {
        self.errors.residuals()
    }

    fn summary(&self) -> FitSummary {
        self.errors.summary(Convergence::ClosedForm, &[("b", self.slope)])
    }

    fn simulate(&self, _: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let n_changes = self.errors.residuals().len() as f64;
        let slope = self.slope + self.errors.draw(stream) / n_changes.sqrt();
        let mut level = self.last;
        for value in path {
            level += slope + self.errors.draw(stream);
            *value = level;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::boxed;
    use crate::forecast::contract::{ADDITIVE, holds};
    use crate::numeric::seed::stream;

    #[test]
    fn it_keeps_the_contract() {
        holds(ADDITIVE, 2, |series| boxed(fit(series)));
    }

    #[test]
    fn the_mean_change_is_carried_on_below_zero_too() {
        let fitted = fit(&Series::annual(&[4.0, 7.0, 0.0])).unwrap();
        assert_eq!(fitted.forecast(&Future::steps(2)), [-2.0, -4.0]);
        assert_eq!(fitted.residuals(), [5.0, -5.0]);
    }

    #[test]
    fn paths_scatter_as_the_formula_says() {
        // Changes 1, −1, 1, −1, 0 around b = 0: s² = 4/4 = 1, so var at h = 5 is 5 (1 + 5/5) = 10.
        let fitted = fit(&Series::annual(&[0.0, 1.0, 0.0, 1.0, 0.0, 0.0])).unwrap();
        let mut path = [0.0; 5];
        let squares: f64 = (0..4000)
            .map(|draw| {
                fitted.simulate(&Future::steps(5), &mut stream(1, "drift", draw), &mut path);
                path[4] * path[4]
            })
            .sum();
        assert!((squares / 4000.0 - 10.0).abs() < 0.7, "{}", squares / 4000.0);
    }
}
