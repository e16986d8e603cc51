//! Mean, spread, autocorrelation and analysis of variance of numbers that may have many digits in
//! common.
//!
//! ```text
//! x̄  = Σ x / n
//! s² = Σ (x − x̄)² / (n − 1)
//! r₁ = Σ (x(t) − x̄)(x(t−1) − x̄) / Σ (x(t) − x̄)²
//! F  = [Σ nᵢ (x̄ᵢ − x̄)² / (k − 1)] / [Σ Σ (x − x̄ᵢ)² / (n − k)]
//! ```
//! Two passes, sums and deviations in double-double. What remains is the rounding of the values
//! themselves: with thirteen constant leading digits an `f64` keeps three of the others, and
//! `F` is right to three digits. [`constant_leading_digits`] says so.
//!
//! # Source
//! Chan, Golub & `LeVeque` (1983), *Algorithms for computing the sample variance*.

use crate::numeric::double_double::DoubleDouble;

/// The mean, or `None` of no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    exact_mean(values).map(DoubleDouble::to_f64)
}

/// The middle value, or the mean of the two middle ones; `None` of no values. Sorts `values`.
pub fn median(values: &mut [f64]) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    values.sort_unstable_by(f64::total_cmp);
    Some(f64::midpoint(values[last / 2], values[last.div_ceil(2)]))
}

/// The standard deviation with `n − 1` in the denominator, or `None` of fewer than two values.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let (deviations, _) = deviations(values)?;
    let variance = squares(&deviations) / DoubleDouble::from((values.len() - 1) as f64);
    Some(variance.to_f64().max(0.0).sqrt())
}

/// The autocorrelation at lag one, or `None` where all values are equal or there are none.
pub fn lag_one_autocorrelation(values: &[f64]) -> Option<f64> {
    let (deviations, _) = deviations(values)?;
    let total = squares(&deviations);
    let products: DoubleDouble =
        deviations.iter().zip(deviations.iter().skip(1)).map(|(a, b)| *a * *b).sum();
    (total.to_f64() > 0.0).then(|| (products / total).to_f64())
}

/// The F statistic of one-way analysis of variance, `k − 1` and `n − k` degrees of freedom.
///
/// `None` with fewer than two groups, an empty group, no degree of freedom within the groups, or
/// no difference within any group.
pub fn anova_f(groups: &[Vec<f64>]) -> Option<f64> {
    let k = groups.len();
    let n: usize = groups.iter().map(Vec::len).sum();
    if k < 2 || n <= k {
        return None;
    }
    let all = groups.iter().flatten().copied().map(DoubleDouble::from).sum::<DoubleDouble>();
    let grand = all / DoubleDouble::from(n as f64);
    let (mut between, mut within) = (DoubleDouble::ZERO, DoubleDouble::ZERO);
    for group in groups {
        let (deviations, mean) = deviations(group)?;
        let distance = mean - grand;
        between = between + distance * distance * DoubleDouble::from(group.len() as f64);
        within = within + squares(&deviations);
    }
    let between = between / DoubleDouble::from((k - 1) as f64);
    let within = within / DoubleDouble::from((n - k) as f64);
    (within.to_f64() > 0.0).then(|| (between / within).to_f64())
}

/// How many leading decimal digits the values have in common: 16 less these are what an `f64`
/// keeps of their differences.
///
/// ```text
/// log₁₀(max |x| / (max x − min x)), rounded down, at least 0; 16 where all are equal
/// ```
pub fn constant_leading_digits(values: &[f64]) -> usize {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if high > low {
        (low.abs().max(high.abs()) / (high - low)).log10().max(0.0).floor() as usize
    } else {
        16
    }
}

fn exact_mean(values: &[f64]) -> Option<DoubleDouble> {
    let sum: DoubleDouble = values.iter().copied().map(DoubleDouble::from).sum();
    (!values.is_empty()).then(|| sum / DoubleDouble::from(values.len() as f64))
}

/// What each value is from the mean, and the mean.
fn deviations(values: &[f64]) -> Option<(Vec<DoubleDouble>, DoubleDouble)> {
    let mean = exact_mean(values)?;
    Some((values.iter().map(|v| DoubleDouble::from(*v) - mean).collect(), mean))
}

fn squares(deviations: &[DoubleDouble]) -> DoubleDouble {
    deviations.iter().map(|d| *d * *d).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_middle_values() {
        assert_eq!(median(&mut [3.0, -1.0, 9.0]), Some(3.0));
        assert_eq!(median(&mut [4.0, 9.0, -1.0, 2.0]), Some(3.0));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn moments_by_hand() {
        // Deviations −2, −1, 0, 3: squares 14, neighbours 2 + 0 + 0.
        let values = [1.0, 2.0, 3.0, 6.0];
        assert_eq!(mean(&values), Some(3.0));
        assert_eq!(standard_deviation(&values), Some((14.0_f64 / 3.0).sqrt()));
        assert_eq!(lag_one_autocorrelation(&values), Some(1.0 / 7.0));
        // Groups 1, 3 and 5, 7: between 16 on 1, within 4 on 2.
        assert_eq!(anova_f(&[vec![1.0, 3.0], vec![5.0, 7.0]]), Some(8.0));
    }

    #[test]
    fn what_has_no_spread_has_none() {
        assert_eq!(mean(&[]), None);
        assert_eq!(standard_deviation(&[5.0]), None);
        assert_eq!(lag_one_autocorrelation(&[5.0, 5.0]), None);
        assert_eq!(anova_f(&[vec![1.0], vec![2.0]]), None);
        assert_eq!(anova_f(&[vec![1.0, 1.0], vec![2.0, 2.0]]), None);
        assert_eq!(anova_f(&[vec![1.0, 2.0, 3.0], vec![]]), None);
    }

    #[test]
    fn leading_digits_in_common_are_counted() {
        assert_eq!(constant_leading_digits(&[1_000_000.4, 1_000_000.6]), 6);
        assert_eq!(constant_leading_digits(&[-1.0, 1.0]), 0);
        assert_eq!(constant_leading_digits(&[2.0, 2.0]), 16);
    }
}
