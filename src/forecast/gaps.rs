//! Missing values: a dense series from one with holes.
//!
//! ```text
//! x(t) = x(a) + (t − a)/(b − a)·[x(b) − x(a)]           a < t < b, the known neighbours
//! ```
//! on the values, or, with a season, on the values less their seasonal pattern, in logarithms
//! where all values are positive. The rules at the ends:
//!
//! - missing values before the first known one are cut off;
//! - those after the last keep the series at its end: they take the last known value, with its
//!   season, and count as missing, so that models with a likelihood skip them.
//!
//! A value that is not a finite number counts as missing. The pattern and the filled values
//! depend on each other and are taken in turn, three times.

use crate::forecast::season;
use crate::forecast::{FitError, Series};

/// Rounds of pattern and filling.
const ROUNDS: usize = 3;

/// A dense series with what was filled in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gapless {
    /// One finite value a period, from the first known one on.
    pub values: Vec<f64>,
    /// Positions in `values` that were filled, ascending.
    pub missing: Vec<usize>,
    /// Number of missing periods cut off at the start.
    pub leading: usize,
    /// Number of filled periods at the end.
    pub trailing: usize,
    /// Number of periods after which the season repeats; 1 where there is none.
    pub season_length: usize,
}

impl Gapless {
    /// Fills the missing values of a series.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] where every value is missing.
    pub fn of(observed: &[Option<f64>], season_length: usize) -> Result<Self, FitError> {
        let known = |value: &Option<f64>| value.filter(|v| v.is_finite());
        let none = FitError::TooFewObservations { needed: 1, found: 0 };
        let leading = observed.iter().position(|v| known(v).is_some()).ok_or(none)?;
        let values: Vec<Option<f64>> = observed[leading..].iter().map(known).collect();
        let missing: Vec<usize> = (0..values.len()).filter(|t| values[*t].is_none()).collect();
        let trailing = values.iter().rev().take_while(|v| v.is_none()).count();
        let values = fill(&values, season_length);
        Ok(Self { values, missing, leading, trailing, season_length: season_length.max(1) })
    }

    /// The series as models take it.
    pub fn series(&self) -> Series<'_> {
        Series { values: &self.values, missing: &self.missing, season_length: self.season_length }
    }
}

/// The values with their holes filled; the first is known.
fn fill(values: &[Option<f64>], season_length: usize) -> Vec<f64> {
    let is_observed: Vec<bool> = values.iter().map(Option::is_some).collect();
    let plain = interpolated(values);
    if season_length < 2 || is_observed.iter().all(|is| *is) {
        return plain;
    }
    let is_positive = values.iter().flatten().all(|v| *v > 0.0);
    let scaled: Vec<Option<f64>> =
        values.iter().map(|v| v.map(|v| if is_positive { v.ln() } else { v })).collect();
    let mut filled = interpolated(&scaled);
    for _ in 0..ROUNDS {
        let Some(pattern) = season::pattern(&filled, &is_observed, season_length) else {
            return plain;
        };
        let season = |t: usize| pattern[t % season_length];
        let adjusted: Vec<Option<f64>> =
            scaled.iter().enumerate().map(|(t, v)| v.map(|v| v - season(t))).collect();
        filled = interpolated(&adjusted).iter().enumerate().map(|(t, v)| v + season(t)).collect();
    }
    values
        .iter()
        .zip(filled)
        .map(|(known, filled)| known.unwrap_or(if is_positive { filled.exp() } else { filled }))
        .collect()
}

/// Lines between the known values, the last one carried on; the first is known.
fn interpolated(values: &[Option<f64>]) -> Vec<f64> {
    let mut filled: Vec<f64> = Vec::with_capacity(values.len());
    for (t, value) in values.iter().enumerate() {
        let Some(value) = *value else { continue };
        let first = filled.len();
        let from = filled.last().copied().unwrap_or(value);
        let steps = (t + 1 - first) as f64;
        for step in 1..=(t - first) {
            filled.push(from + (value - from) * step as f64 / steps);
        }
        filled.push(value);
    }
    let last = filled.last().copied().unwrap_or(0.0);
    filled.resize(values.len(), last);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_bridged_by_lines_and_the_ends_follow_their_rules() {
        let observed = [None, Some(1.0), None, None, Some(7.0), Some(f64::NAN), Some(4.0), None];
        let gapless = Gapless::of(&observed, 1).unwrap();
        assert_eq!(gapless.values, [1.0, 3.0, 5.0, 7.0, 5.5, 4.0, 4.0]);
        assert_eq!(gapless.missing, [1, 2, 4, 6]);
        assert_eq!((gapless.leading, gapless.trailing), (1, 1));
        assert_eq!(gapless.series().values.len(), 7);
    }

    #[test]
    fn a_missing_season_is_filled_with_its_season() {
        let value = |t: usize| 100.0 * 1.01_f64.powi(t as i32) * [1.2, 0.9, 1.0, 0.926][t % 4];
        let mut observed: Vec<Option<f64>> = (0..24).map(|t| Some(value(t))).collect();
        for t in [8, 13, 14, 23] {
            observed[t] = None;
        }
        let gapless = Gapless::of(&observed, 4).unwrap();
        for t in [8, 13, 14] {
            assert!((gapless.values[t] / value(t) - 1.0).abs() < 0.005, "{t}");
        }
        // The end carries the level on, so that it lacks one period's growth.
        assert!((gapless.values[23] / value(23) * 1.01 - 1.0).abs() < 0.01);
    }

    #[test]
    fn a_series_without_a_value_is_refused_and_one_value_is_enough() {
        assert!(Gapless::of(&[None, None], 1).is_err());
        assert!(Gapless::of(&[], 4).is_err());
        let one = Gapless::of(&[None, Some(3.0), None], 4).unwrap();
        assert_eq!(one.values, [3.0, 3.0]);
        assert_eq!(one.missing, [1]);
    }
}
