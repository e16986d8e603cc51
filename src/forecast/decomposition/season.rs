//! Whether a series has a season.
//!
//! ```text
//! |r(m)| > 1.645 √( (1 + 2 Σ r(k)²) / n )        k = 1, …, m − 1
//! ```
//! `r(k)` being the autocorrelation at lag `k` and `m` the season length: the hypothesis of no
//! season is refused at 90 %. Fewer than three seasons are too few to tell.
//!
//! # Source
//! Bartlett (1946) for the variance; Makridakis, Spiliotis & Assimakopoulos (2020), *The M4
//! Competition*, appendix A, for the test.

/// The quantile of a two-sided test at 90 %.
const QUANTILE: f64 = 1.645;

/// Whether `values` have a season of `length` periods.
pub fn is_there(values: &[f64], length: usize) -> bool {
    let n = values.len();
    if length < 2 || n < 3 * length {
        return false;
    }
    let deviations = deviations(values);
    let product = |lag: usize| -> f64 {
        deviations.iter().zip(&deviations[lag..]).map(|(before, now)| before * now).sum()
    };
    let variance = product(0);
    if variance <= 0.0 {
        return false;
    }
    let squares: f64 = (1..length).map(|lag| (product(lag) / variance).powi(2)).sum();
    let bound = QUANTILE * ((1.0 + 2.0 * squares) / n as f64).sqrt();
    (product(length) / variance).abs() > bound
}

/// Distances from the mean; exactly zero for a constant series.
fn deviations(values: &[f64]) -> Vec<f64> {
    let last = values[values.len() - 1];
    let mean = values.iter().map(|value| value - last).sum::<f64>() / values.len() as f64;
    values.iter().map(|value| value - last - mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_figure_is_a_season_and_a_trend_is_none() {
        let wave: Vec<f64> = (0..24).map(|t| f64::from([1, 5, 2, 8][t % 4])).collect();
        assert!(is_there(&wave, 4));
        assert!(!is_there(&wave[..11], 4), "fewer than three seasons");
        let line: Vec<f64> = (0..24).map(f64::from).collect();
        assert!(!is_there(&line, 4));
        assert!(!is_there(&[0.1; 24], 4));
    }

    #[test]
    fn the_bound_is_that_of_the_formula() {
        // 0 0 1 four times: mean 1/3, deviations −1/3, −1/3, 2/3, variance sum 24/9; r(1) and r(2)
        // are −11/24 and −10/24, so the bound is 1.645 √((1 + 2 · 221/576)/12) = 0.631;
        // r(3) = 18/24.
        let values = [0.0, 0.0, 1.0].repeat(4);
        assert!(is_there(&values, 3));
    }
}
