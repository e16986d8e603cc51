//! Whether one model forecasts better than another, or only seems to.
//!
//! The losses of two models are compared origin by origin. Losses of neighbouring origins share
//! years, so their autocovariances up to the step less one enter the variance.
//!
//! ```text
//! d̄   = mean of d(o) = loss of the model − loss of the benchmark
//! V   = [γ(0) + 2 Σ_{k<h} γ(k)] / n
//! DM* = d̄ / √V · √[(n + 1 − 2h + h(h−1)/n) / n]          Student's t with n − 1 degrees
//! ```
//! Where the sum of autocovariances is not positive, `γ(0)` alone is taken.
//!
//! # Source
//! Diebold & Mariano (1995), *Comparing predictive accuracy*; Harvey, Leybourne & Newbold (1997),
//! *Testing the equality of prediction mean squared errors*, equation 9.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::forecast::accuracy::FEWEST_ORIGINS;

/// A test of equal accuracy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EqualAccuracy {
    /// The corrected statistic; negative where the model has the smaller loss.
    pub statistic: f64,
    /// Probability of a statistic at least as large in size if both were equally good.
    pub p_value: f64,
}

/// Tests the loss differences of successive origins, forecasts being `step` periods ahead.
///
/// Nothing is said of fewer than six origins, of steps longer than the origins reach, and of
/// losses that do not differ at all.
pub fn diebold_mariano(differences: &[f64], step: usize) -> Option<EqualAccuracy> {
    let n = differences.len();
    if n < FEWEST_ORIGINS || step == 0 || step >= n {
        return None;
    }
    let (count, h) = (n as f64, step as f64);
    let mean = differences.iter().sum::<f64>() / count;
    let covariance = |lag: usize| {
        let pairs = differences.iter().zip(&differences[lag..]);
        pairs.map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / count
    };
    let own = covariance(0);
    let long_run = own + 2.0 * (1..step).map(covariance).sum::<f64>();
    let variance = if long_run > 0.0 { long_run } else { own } / count;
    let correction = (count + 1.0 - 2.0 * h + h * (h - 1.0) / count) / count;
    if variance <= f64::EPSILON * mean * mean || correction <= 0.0 {
        return None;
    }
    let statistic = mean / variance.sqrt() * correction.sqrt();
    let student = StudentsT::new(0.0, 1.0, count - 1.0).ok()?;
    Some(EqualAccuracy { statistic, p_value: 2.0 * student.sf(statistic.abs()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_ahead_it_is_the_t_test_of_a_mean() {
        let differences = [0.3, -0.1, 0.4, 0.2, 0.5, -0.2, 0.1, 0.4];
        let test = diebold_mariano(&differences, 1).unwrap();
        // t = mean / (sd / √n): mean 0.2, Σ (d − mean)² = 0.44, sd = √(0.44/7).
        let t = 0.2 / ((0.44_f64 / 7.0).sqrt() / 8.0_f64.sqrt());
        assert!((test.statistic - t).abs() < 1e-12, "{test:?}");
        // P(|t₇| > 2.2563) lies between the tabled 0.05 (2.365) and 0.10 (1.895).
        assert!(test.p_value > 0.05 && test.p_value < 0.10, "{test:?}");
    }

    #[test]
    fn the_correction_shrinks_the_statistic_of_long_steps() {
        let differences = [1.0, 2.0, 3.0, 2.0, 1.0, 2.0, 4.0, 3.0, 2.0, 2.0];
        let two = diebold_mariano(&differences, 2).unwrap();
        // By hand: mean 2.2, γ(0) = 0.76, γ(1) = 0.136; the correction is √0.72.
        let expected = 2.2 / ((0.76 + 2.0 * 0.136_f64) / 10.0).sqrt() * 0.72_f64.sqrt();
        assert!((two.statistic / expected - 1.0).abs() < 1e-9, "{two:?} {expected}");
    }

    #[test]
    fn few_origins_and_equal_losses_say_nothing() {
        assert_eq!(diebold_mariano(&[0.1; 5], 1), None);
        assert_eq!(diebold_mariano(&[0.0; 9], 1), None);
        assert_eq!(diebold_mariano(&[0.1, 0.2, 0.3, 0.1, 0.2, 0.3], 6), None);
    }
}
