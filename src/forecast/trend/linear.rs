//! The least-squares line: `ŷ(T+h) = a + b (T + h)`.
//!
//! ```text
//! var(y(T+h)) = s² (1 + 1/n + (T + h − t̄)² / Σ(t − t̄)²)
//! ```
//! Errors are independent about the line. The level is measured from the last value, so that a
//! constant series is carried on to the last bit.
//!
//! # Source
//! Bureau of Labor Statistics, *Projections evaluation methods*, for the line through ten years
//! by which it judges its own projections.

use crate::forecast::errors::Errors;
use crate::forecast::{Convergence, FitError, FitSummary, FittedModel, Future, Series, require};
use crate::numeric::seed::Stream;

/// Periods the line of the Bureau of Labor Statistics is drawn through.
pub const BLS_WINDOW: usize = 10;

/// Fewest values; through two points every line is exact.
const FEWEST: usize = 3;

/// A line through the last values.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    last: f64,
    /// Height of the line above the last value in the middle of the periods.
    centre: f64,
    slope: f64,
    errors: Errors,
}

/// The line through all values.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than three values.
pub fn fit(series: &Series<'_>) -> Result<Line, FitError> {
    through_last(series.values, series.values.len())
}

/// The line through the last ten values, or through all if there are fewer.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than three values.
pub fn bls_naive(series: &Series<'_>) -> Result<Line, FitError> {
    through_last(series.values, BLS_WINDOW)
}

fn through_last(values: &[f64], window: usize) -> Result<Line, FitError> {
    require(values, FEWEST)?;
    let recent = &values[values.len().saturating_sub(window)..];
    let last = values[values.len() - 1];
    let n = recent.len() as f64;
    let centre = recent.iter().map(|value| value - last).sum::<f64>() / n;
    let moment: f64 = times(recent.len()).zip(recent).map(|(t, value)| t * (value - last)).sum();
    let slope = moment / spread(n);
    let residuals = times(recent.len())
        .zip(recent)
        .map(|(t, value)| (value - last) - (centre + slope * t))
        .collect();
    Ok(Line { last, centre, slope, errors: Errors::new(residuals, 2) })
}

/// Periods from the middle of `n`: `−(n−1)/2, …, (n−1)/2`.
fn times(n: usize) -> impl Iterator<Item = f64> {
    (0..n).map(move |t| t as f64 - (n - 1) as f64 / 2.0)
}

/// The sum of squares of [`times`].
fn spread(n: f64) -> f64 {
    n * (n * n - 1.0) / 12.0
}

impl Line {
    /// Periods from the middle to `step` after the last one.
    fn ahead(&self, step: usize) -> f64 {
        (self.errors.residuals().len() - 1) as f64 / 2.0 + step as f64
    }
}

impl FittedModel for Line {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        (1..=future.horizon)
            .map(|h| self.last + (self.centre + self.slope * self.ahead(h)))
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        self.errors.residuals()
    }

    fn summary(&self) -> FitSummary {
        let level = self.last + (self.centre + self.slope * self.ahead(0));
        self.errors.summary(Convergence::ClosedForm, &[("level", level), ("slope", self.slope)])
    }

    fn simulate(&self, _: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let n = self.errors.residuals().len() as f64;
        let centre = self.centre + self.errors.draw(stream) / n.sqrt();
        let slope = self.slope + self.errors.draw(stream) / spread(n).sqrt();
        for (h, value) in (1..).zip(path) {
            *value = self.last + (centre + slope * self.ahead(h) + self.errors.draw(stream));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::boxed;
    use crate::forecast::contract::{ADDITIVE, holds};

    #[test]
    fn both_lines_keep_the_contract() {
        holds(ADDITIVE, 3, |series| boxed(fit(series)));
        holds(ADDITIVE, 3, |series| boxed(bls_naive(series)));
    }

    #[test]
    fn the_line_agrees_with_calculation_by_hand() {
        // Least squares on t = 0..3: mean 12.25, slope 17/2/5 = 1.7, so 14.8 at t = 3.
        let fitted = fit(&Series::annual(&[10.0, 12.0, 11.0, 16.0])).unwrap();
        let path = fitted.forecast(&Future::steps(2));
        assert!((path[0] - 16.5).abs() < 1e-12 && (path[1] - 18.2).abs() < 1e-12, "{path:?}");
        let expected = [0.3, 0.6, -2.1, 1.2];
        let close = |(found, expected): (&f64, &f64)| (found - expected).abs() < 1e-12;
        assert!(fitted.residuals().iter().zip(&expected).all(close), "{:?}", fitted.residuals());
        // Σe² = 6.3: ln L = −2 (ln(2π · 6.3/4) + 1) = −6.584 265.
        let found = fitted.summary().log_likelihood.unwrap();
        assert!((found + 6.584_265).abs() < 1e-6, "{found}");
    }

    #[test]
    fn the_bls_naive_line_sees_ten_values_only_and_goes_below_zero() {
        let mut values = vec![1000.0; 5];
        values.extend((1..=10).map(|t| 5.0 - f64::from(t)));
        let path = bls_naive(&Series::annual(&values)).unwrap().forecast(&Future::steps(2));
        assert_eq!(path, [-6.0, -7.0]);
    }
}
