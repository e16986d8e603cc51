//! A seasonal pattern that a few odd values do not move.
//!
//! ```text
//! trend(t)  = centred moving average over a season, the first and last carried to the ends
//! s(i)      = median of y(t) − trend(t) over the t of season i, less the mean of the medians
//! ```
//! It serves cleaning and filling, where the season only has to be out of the way; forecasts
//! have models of their own for it. A pattern that changes over the years is left out.
//!
//! # Source
//! Macaulay (1931), *The Smoothing of Time Series*; medians in place of means against outliers.

use crate::numeric::moments::median;

/// The pattern, one value a season, position 0 first; none where there is no season, or fewer
/// than two full ones of values, or a season without a value.
///
/// # Shapes
/// `is_observed` has one entry a value; a value not observed counts for the trend only.
pub fn pattern(values: &[f64], is_observed: &[bool], season_length: usize) -> Option<Vec<f64>> {
    let n = values.len();
    if season_length < 2 || n < 2 * season_length {
        return None;
    }
    let trend = moving_average(values, season_length);
    let mut medians = Vec::with_capacity(season_length);
    for season in 0..season_length {
        let mut deviations: Vec<f64> = (season..n)
            .step_by(season_length)
            .filter(|t| is_observed.get(*t).copied().unwrap_or(true))
            .map(|t| values[t] - trend[t])
            .collect();
        medians.push(median(&mut deviations)?);
    }
    let mean = medians.iter().sum::<f64>() / season_length as f64;
    Some(medians.into_iter().map(|m| m - mean).collect())
}

/// Centred averages over `season_length` values, of even lengths with half weights at the ends.
fn moving_average(values: &[f64], season_length: usize) -> Vec<f64> {
    let half = season_length / 2;
    let n = values.len();
    let is_even = season_length.is_multiple_of(2);
    let average = |t: usize| {
        let window = &values[t - half..=t + half];
        let ends = if is_even { 0.5 * (window[0] + window[2 * half]) } else { 0.0 };
        (window.iter().sum::<f64>() - ends) / season_length as f64
    };
    let inner: Vec<f64> = (half..n - half).map(average).collect();
    (0..n).map(|t| inner[t.saturating_sub(half).min(inner.len() - 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_on_a_level_comes_out_in_spite_of_a_spike() {
        let season = [3.0, -1.0, 0.0, -2.0];
        let mut values: Vec<f64> = (0..24).map(|t| 10.0 + season[t % 4]).collect();
        values[9] += 100.0;
        let found = pattern(&values, &[true; 24], 4).unwrap();
        for (found, exact) in found.iter().zip(season) {
            assert!((found - exact).abs() < 1e-9, "{found} {exact}");
        }
    }

    #[test]
    fn what_has_no_two_seasons_has_no_pattern() {
        assert!(pattern(&[1.0; 7], &[true; 7], 4).is_none());
        assert!(pattern(&[1.0; 20], &[true; 20], 1).is_none());
        let mut is_observed = [true; 8];
        is_observed[1] = false;
        is_observed[5] = false;
        assert!(pattern(&[1.0; 8], &is_observed, 4).is_none());
    }
}
