//! How often a series is to be differenced.
//!
//! ```text
//! e = y − ȳ        S(t) = e(1) + … + e(t)
//! η = Σ S² / (n² s²)        s² = (Σ e² + 2 Σ_(l≤L) (1 − l/(L+1)) Σ e(t) e(t−l)) / n
//! ```
//!
//! A series is differenced once more while η is above 0.463, that is while a constant level is
//! rejected at 5 %, at most twice.
//!
//! # Source
//! Kwiatkowski, Phillips, Schmidt & Shin (1992), *Testing the null hypothesis of stationarity
//! against the alternative of a unit root*, equations 10 and 13 and table 1; `L = ⌊3√n / 13⌋`,
//! the choice of Hyndman & Khandakar (2008).

/// The value of η that a stationary series exceeds once in twenty times.
const CRITICAL: f64 = 0.463;
/// Most differences.
const MOST: usize = 2;
/// Share of the largest value below which a spread is rounding.
const ROUNDING: f64 = 1e-12;

/// Whether the values are the same but for rounding, `size` being the size of what they were made
/// from.
pub(super) fn is_constant(values: &[f64], size: f64) -> bool {
    let first = values.first().copied().unwrap_or(0.0);
    values.iter().all(|value| (value - first).abs() <= ROUNDING * size)
}

/// The largest absolute value.
pub(super) fn size(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most: f64, value| most.max(value.abs()))
}

/// Number of differences that make the series stationary.
pub(super) fn differences(values: &[f64]) -> usize {
    let size = size(values);
    let mut series = values.to_vec();
    for d in 0..MOST {
        if series.len() < 3 || is_constant(&series, size) || statistic(&series) <= CRITICAL {
            return d;
        }
        series = series.iter().skip(1).zip(&series).map(|(now, before)| now - before).collect();
        if is_constant(&series, size) {
            return d + 1;
        }
    }
    MOST
}

/// The statistic η of a series that varies.
fn statistic(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let errors: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let lags = (3.0 * n.sqrt() / 13.0) as usize;
    let at_lag = |lag: usize| -> f64 {
        errors.iter().skip(lag).zip(&errors).map(|(now, before)| now * before).sum()
    };
    let weighted = |lag: usize| 2.0 * (1.0 - lag as f64 / (lags as f64 + 1.0)) * at_lag(lag);
    let variance = (at_lag(0) + (1..=lags).map(weighted).sum::<f64>()) / n;
    let mut sum = 0.0;
    let mut squares = 0.0;
    for error in &errors {
        sum += error;
        squares += sum * sum;
    }
    squares / (n * n * variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statistic_is_the_one_computed_by_hand() {
        // e = −1.5 … 1.5, partial sums −1.5, −2, −1.5, 0; Σ S² = 8.5, no lags, s² = 1.25.
        assert!((statistic(&[1.0, 2.0, 3.0, 4.0]) - 8.5 / (16.0 * 1.25)).abs() < 1e-15);
    }

    #[test]
    fn levels_lines_and_parabolas_need_none_one_and_two_differences() {
        assert_eq!(differences(&[5.0; 20]), 0);
        let line: Vec<f64> = (0..20).map(f64::from).collect();
        assert_eq!(differences(&line), 1);
        let parabola: Vec<f64> = (0..20).map(|t| f64::from(t * t)).collect();
        assert_eq!(differences(&parabola), 2);
        assert_eq!(differences(&[1.0, -1.0, 1.0, -1.0, 1.0, -1.0]), 0);
        assert_eq!(differences(&[1.0]), 0);
    }
}
