//! Errors one step ahead that are independent and normal.
//!
//! ```text
//! s² = Σ e² / (n − k)        σ̂² = Σ e² / n        ln L = −½ n (ln 2πσ̂² + 1)
//! ```
//! `k` parameters of the mean being estimated. Sample paths are drawn with `s`, the likelihood is
//! at its maximum, with `σ̂`. A model that has no degree of freedom left divides by one; a model
//! that hits every value has no likelihood, for it would be infinite.
//!
//! Intervals that hold what they say come from calibration on pooled hold-outs, not from here.

use crate::forecast::{Convergence, FitSummary};
use crate::numeric::seed::Stream;

/// Errors one step ahead of a fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Errors {
    residuals: Vec<f64>,
    n_parameters: usize,
    /// Root of the sum of squares.
    norm: f64,
}

impl Errors {
    /// The errors of a model with `n_parameters` estimated beside the variance.
    pub fn new(residuals: Vec<f64>, n_parameters: usize) -> Self {
        let norm = norm(&residuals);
        Self { residuals, n_parameters, norm }
    }

    /// The errors, first period first.
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// Their standard deviation, unbiased for the parameters estimated.
    pub fn deviation(&self) -> f64 {
        let spare = self.residuals.len().saturating_sub(self.n_parameters).max(1);
        self.norm / (spare as f64).sqrt()
    }

    /// Draws one error.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        self.deviation() * stream.normal()
    }

    /// The summary of the fit with its likelihood, the variance counted as a parameter.
    pub fn summary(&self, convergence: Convergence, parameters: &[(&str, f64)]) -> FitSummary {
        let n = self.residuals.len();
        let summary = FitSummary::of(convergence, parameters);
        if self.norm == 0.0 {
            return summary;
        }
        let ln_variance = 2.0 * self.norm.ln() - (n as f64).ln();
        let log_likelihood =
            -0.5 * n as f64 * ((2.0 * std::f64::consts::PI).ln() + ln_variance + 1.0);
        summary.with_likelihood(log_likelihood, self.n_parameters + 1, n)
    }
}

/// The root of the sum of squares, which neither overflows nor underflows.
fn norm(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    largest * values.iter().map(|value| (value / largest).powi(2)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deviation_counts_the_parameters_and_the_likelihood_does_not() {
        let errors = Errors::new(vec![3.0, -4.0, 0.0], 1);
        assert!((errors.deviation() - 12.5_f64.sqrt()).abs() < 1e-14);
        // σ̂² = 25/3: −1.5 (ln(2π · 25/3) + 1) = −7.437 211.
        let found = errors.summary(Convergence::ClosedForm, &[]).log_likelihood.unwrap();
        assert!((found + 7.437_211).abs() < 1e-6, "{found}");
    }

    #[test]
    fn a_model_that_hits_every_value_has_no_likelihood_and_no_scatter() {
        let errors = Errors::new(vec![0.0, 0.0], 1);
        assert_eq!(errors.deviation(), 0.0);
        assert_eq!(errors.summary(Convergence::ClosedForm, &[]).log_likelihood, None);
        assert_eq!(Errors::new(Vec::new(), 3).deviation(), 0.0);
    }

    #[test]
    fn squares_of_huge_errors_do_not_overflow() {
        assert_eq!(Errors::new(vec![3e200, 4e200], 0).deviation(), 5e200 / 2.0_f64.sqrt());
    }
}
