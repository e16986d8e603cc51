//! Empirical Bayes: how far an estimate is trusted when others like it are at hand.
//!
//! ```text
//! τ² = max( mean_s (g_s − ḡ_s)² − mean_s v_s , ε )      spread of the true values
//! w_s = τ² / (τ² + v_s)                                 weight of the series' own estimate
//! ĝ_s = w_s g_s + (1 − w_s) ḡ_s
//! ```
//! `g_s` own estimates, `v_s` their sampling variances, `ḡ_s` what they are shrunk to. The moment
//! estimator assumes that the estimates err independently, which sectors of one economy do not
//! quite do; their common error then counts as spread, and too little is shrunk rather than too
//! much.
//!
//! # Source
//! Efron & Morris (1973), *Stein's estimation rule and its competitors*; random coefficients in
//! the forecasts of the Research Centre for Education and the Labour Market, Maastricht.

/// An estimate and its sampling variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its sampling variance.
    pub variance: f64,
}

/// Smallest spread of the true values, so that a weight is always defined.
const SMALLEST_SPREAD: f64 = 1e-10;

/// The weight of each own estimate, 0 to 1.
///
/// # Shapes
/// `targets`: one for each estimate.
pub fn weights(estimates: &[Estimate], targets: &[f64]) -> Vec<f64> {
    let n = estimates.len().max(1) as f64;
    let spread: f64 =
        estimates.iter().zip(targets).map(|(e, target)| (e.value - target).powi(2)).sum();
    let noise: f64 = estimates.iter().map(|e| e.variance).sum();
    let tau_squared = ((spread - noise) / n).max(SMALLEST_SPREAD);
    estimates.iter().map(|e| tau_squared / (tau_squared + e.variance)).collect()
}

/// The shrunk estimates.
///
/// # Shapes
/// `targets`: one for each estimate.
pub fn shrink(estimates: &[Estimate], targets: &[f64]) -> Vec<f64> {
    weights(estimates, targets)
        .into_iter()
        .zip(estimates.iter().zip(targets))
        .map(|(w, (own, target))| w * own.value + (1.0 - w) * target)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shrunk_estimates_agree_with_a_calculation_by_hand() {
        // Deviations 2, −2 give a mean square of 4; noise 1 leaves τ² = 3; w = 3/4 and 3/4.
        let estimates =
            [Estimate { value: 7.0, variance: 1.0 }, Estimate { value: 3.0, variance: 1.0 }];
        assert_eq!(shrink(&estimates, &[5.0, 5.0]), [6.5, 3.5]);
    }

    #[test]
    fn estimates_that_differ_by_noise_alone_go_to_the_target() {
        let estimates = [1.0, -1.0].map(|value| Estimate { value, variance: 4.0 });
        assert!(shrink(&estimates, &[0.0, 0.0]).iter().all(|value| value.abs() < 1e-9));
        let exact = [Estimate { value: 1.0, variance: 0.0 }];
        assert_eq!(shrink(&exact, &[1.0]), [1.0]);
    }
}
