//! Theta: half the trend, and exponential smoothing of what is left (part of method D1).
//!
//! ```text
//! ℓ(t) = α y(t) + (1 − α) ℓ(t−1)        ℓ(1) = y(1)
//! ŷ(T+h) = ℓ(T) + ½ b ( h − 1 + [1 − (1 − α)^T] / α )
//! ```
//! on `y = ln X`, `b` being the slope of `y` by least squares over all years and `α` the value in
//! [0.05, 1] that minimises the squared one-step errors of the smoothing.
//!
//! # Source
//! Assimakopoulos & Nikolopoulos (2000), *The theta model*; Hyndman & Billah (2003), *Unmasking
//! the Theta method*, equation 6.

use crate::forecast::{
    Convergence, FitError, FitSummary, FittedModel, Future, log_relative_to_last, require,
};
use crate::numeric::least_squares;
use crate::numeric::optimise::golden_section;

/// Fewest years.
const FEWEST: usize = 4;
/// Smallest smoothing parameter; a smaller one would hardly follow a series of twenty years.
const SMALLEST_ALPHA: f64 = 0.05;

/// A smoothed level and half a trend, in logarithms.
#[derive(Clone, Debug, PartialEq)]
pub struct Theta {
    last: f64,
    n: usize,
    level: f64,
    slope: f64,
    alpha: f64,
    residuals: Vec<f64>,
}

/// One-step errors and the last level of simple exponential smoothing that starts at `y[0]`.
pub(crate) fn smooth(y: &[f64], alpha: f64) -> (Vec<f64>, f64) {
    let mut level = y[0];
    let errors = y[1..]
        .iter()
        .map(|y| {
            let error = y - level;
            level += alpha * error;
            error
        })
        .collect();
    (errors, level)
}

/// The forecast of Theta `step` years after the last of `n`.
pub(crate) fn carry(level: f64, slope: f64, alpha: f64, (n, step): (usize, usize)) -> f64 {
    let start = (1.0 - (1.0 - alpha).powi(n as i32)) / alpha;
    level + 0.5 * slope * (step as f64 - 1.0 + start)
}

impl Theta {
    /// Fits the level, the trend and the smoothing parameter.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] for fewer than four values, [`FitError::NotPositive`].
    pub fn fit(values: &[f64]) -> Result<Self, FitError> {
        require(values, FEWEST)?;
        let y = log_relative_to_last(values)?;
        let years: Vec<f64> = (0..y.len()).map(|t| t as f64).collect();
        let slope = least_squares::line(&years, &y).map_or(0.0, |line| line.slope);
        let squared = |alpha: f64| smooth(&y, alpha).0.iter().map(|e| e * e).sum::<f64>();
        let alpha = golden_section(squared, SMALLEST_ALPHA, 1.0, 1e-6).x;
        let (errors, level) = smooth(&y, alpha);
        let residuals = errors.into_iter().map(|error| error - 0.5 * slope).collect();
        let n = y.len();
        Ok(Self { last: values[n - 1], n, level, slope, alpha, residuals })
    }
}

impl FittedModel for Theta {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        (1..=future.horizon)
            .map(|h| self.last * carry(self.level, self.slope, self.alpha, (self.n, h)).exp())
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        FitSummary {
            parameters: vec![("ℓ", self.level), ("b", self.slope), ("α", self.alpha)],
            convergence: Convergence::Reached,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_line_theta_carries_half_the_slope_from_the_last_value() {
        // With α = 1 the level is the last value, and ŷ(T+h) = y(T) + b h / 2.
        let values: Vec<f64> = (0..9).map(|t| (0.04 * f64::from(t)).exp()).collect();
        let fitted = Theta::fit(&values).unwrap();
        assert_eq!(fitted.alpha, 1.0);
        for (h, value) in (1..).zip(fitted.forecast(&Future::of_years(4))) {
            let expected = (0.32 + 0.02 * f64::from(h)).exp();
            assert!((value / expected - 1.0).abs() < 1e-12, "{value} {expected}");
        }
    }

    #[test]
    fn smoothing_with_alpha_one_is_the_last_value() {
        let (errors, level) = smooth(&[1.0, 4.0, 2.0], 1.0);
        assert_eq!((errors, level), (vec![3.0, -2.0], 2.0));
    }

    #[test]
    fn the_start_of_the_series_enters_as_hyndman_and_billah_write_it() {
        // α = ½, n = 2: (1 − ¼)/½ = 1.5; level 10, slope 2: 10 + 1 · (h − 1 + 1.5).
        assert_eq!(carry(10.0, 2.0, 0.5, (2, 3)), 13.5);
    }
}
