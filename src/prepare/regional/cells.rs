//! Cells of the matrix that are known, and what they say of years without one.
//!
//! ```text
//! r(t) = [E_s,j(t) / E_j(t)] / [N_s(t) / N(t)]
//! ```
//! `r` is the ratio of a sector's share in a part to its share in the nation. Between known years
//! ln r is interpolated, before and after them it is carried on; a cell is held at `r` times the
//! nation's share in every year. The variance of a carried ratio grows by the mean squared yearly
//! change of ln r, that of an interpolated one is pinned to the known years.
//!
//! Known cells may be far noisier than the structure they tell of. Where the standard deviation of
//! ln r about its running median of five exceeds 5 %, the usual sampling error of a sector in a
//! provincial survey, the smooth is held instead of the cells: a running median of five, then a
//! running mean of three (Tukey 1977, *Exploratory Data Analysis*, ch. 7). Its variance is a third
//! of that of the noise.

use std::collections::BTreeMap;

use crate::prepare::figures;
use crate::units::Year;

/// Standard deviation of ln r from which the smooth is held.
const TOLERATED_NOISE: f64 = 0.05;

/// Fewest known cells that a running median can be told of.
const FEWEST_TO_SMOOTH: usize = 7;

/// Yearly variance of ln r where a single known year shows none: 5 % a year.
const DEFAULT_YEARLY_VARIANCE: f64 = 0.0025;

/// Logarithm of a ratio in one year, with its variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LogRatio {
    /// ln r.
    pub(super) value: f64,
    /// Variance of ln r.
    pub(super) variance: f64,
}

/// Ratios of one sector of one part, known and carried.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ratios {
    known: BTreeMap<Year, LogRatio>,
    yearly: f64,
    /// Standard deviation of the noise, if the smooth is held instead of the known cells.
    pub(super) noise: Option<f64>,
}

impl Ratios {
    /// The ratios told by `known`, or `None` without any.
    pub(super) fn of(known: BTreeMap<Year, LogRatio>) -> Option<Self> {
        if known.is_empty() {
            return None;
        }
        let (known, noise) = smoothed(known);
        let logs: Vec<(Year, f64)> = known.iter().map(|(year, r)| (*year, r.value)).collect();
        let yearly = figures::yearly_variance(&logs).unwrap_or(DEFAULT_YEARLY_VARIANCE);
        Some(Self { known, yearly, noise })
    }

    /// Years with a known cell.
    pub(super) fn years(&self) -> impl Iterator<Item = Year> {
        self.known.keys().copied()
    }

    /// Mean of (ln r)², a measure of how far the area's structure lies from the nation's.
    pub(super) fn mean_square(&self) -> f64 {
        self.known.values().map(|r| r.value * r.value).sum::<f64>() / self.known.len() as f64
    }

    /// The ratio of `year`.
    pub(super) fn at(&self, year: Year) -> LogRatio {
        if let Some(known) = self.known.get(&year) {
            return *known;
        }
        let before = self.known.range(..year).next_back();
        let after = self.known.range(year..).next();
        match (before, after) {
            (Some((a, left)), Some((b, right))) => {
                let span = f64::from(b.since(*a));
                let w = f64::from(year.since(*a)) / span;
                LogRatio {
                    value: left.value + w * (right.value - left.value),
                    variance: self.yearly * w * (1.0 - w) * span
                        + (1.0 - w).powi(2) * left.variance
                        + w * w * right.variance,
                }
            }
            (Some((end, ratio)), None) | (None, Some((end, ratio))) => {
                let away = f64::from(year.since(*end).abs());
                LogRatio { variance: ratio.variance + self.yearly * away, ..*ratio }
            }
            (None, None) => LogRatio { value: 0.0, variance: 0.0 },
        }
    }
}

fn smoothed(known: BTreeMap<Year, LogRatio>) -> (BTreeMap<Year, LogRatio>, Option<f64>) {
    if known.len() < FEWEST_TO_SMOOTH {
        return (known, None);
    }
    let logs: Vec<f64> = known.values().map(|r| r.value).collect();
    let medians = running(&logs, 5, median);
    let squares: f64 = logs.iter().zip(&medians).map(|(log, m)| (log - m).powi(2)).sum();
    let noise = (squares / logs.len() as f64).sqrt();
    if noise <= TOLERATED_NOISE {
        return (known, None);
    }
    let smooth = running(&medians, 3, |window| window.iter().sum::<f64>() / window.len() as f64);
    let ratio = |value| LogRatio { value, variance: noise * noise / 3.0 };
    (known.into_keys().zip(smooth.into_iter().map(ratio)).collect(), Some(noise))
}

/// `summary` of the `width` values about each value; at the ends of the first and last `width`.
fn running(values: &[f64], width: usize, summary: fn(&[f64]) -> f64) -> Vec<f64> {
    let last = values.len() - width;
    let window = |i: usize| {
        let start = i.saturating_sub(width / 2).min(last);
        summary(&values[start..start + width])
    };
    (0..values.len()).map(window).collect()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratios(values: &[(i32, f64)]) -> Ratios {
        let known = values
            .iter()
            .map(|(year, r)| (Year(*year), LogRatio { value: r.ln(), variance: 0.0 }))
            .collect();
        Ratios::of(known).unwrap()
    }

    #[test]
    fn a_ratio_is_interpolated_between_and_carried_beyond_known_years() {
        let ratios = ratios(&[(2010, 0.8), (2014, 0.8 * 1.44)]);
        // ln 1.44 over four years: σ² = (ln 1.44)²/4; halfway the pinned variance is σ²·2·2/4.
        let yearly = 1.44_f64.ln().powi(2) / 4.0;
        let halfway = ratios.at(Year(2012));
        assert!((halfway.value.exp() - 0.96).abs() < 1e-12);
        assert!((halfway.variance - yearly).abs() < 1e-12);
        let carried = ratios.at(Year(2017));
        assert!((carried.value.exp() - 1.152).abs() < 1e-12);
        assert!((carried.variance - 3.0 * yearly).abs() < 1e-12);
        assert_eq!(ratios.noise, None);
    }

    #[test]
    fn quiet_cells_are_held_and_noisy_ones_smoothed() {
        let quiet: Vec<(i32, f64)> =
            (0..9).map(|i| (2005 + i, 0.9 - 0.01 * f64::from(i))).collect();
        assert_eq!(ratios(&quiet).noise, None);
        assert!((ratios(&quiet).at(Year(2008)).value.exp() - 0.87).abs() < 1e-12);

        let mut noisy: Vec<(i32, f64)> = (0..9).map(|i| (2005 + i, 1.0)).collect();
        noisy[4].1 = 1.5;
        let held = ratios(&noisy);
        // One outlier among nine: noise = √(ln² 1.5 / 9), and the median of five ignores it.
        let noise = 1.5_f64.ln() / 3.0;
        assert!((held.noise.unwrap() - noise).abs() < 1e-12);
        assert!(held.at(Year(2009)).value.abs() < 1e-12);
        assert!((held.at(Year(2009)).variance - noise * noise / 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_running_windows_shift_at_the_ends() {
        let values = [5.0, 1.0, 2.0, 3.0, 4.0, 9.0, 7.0];
        assert_eq!(running(&values, 5, median), [3.0, 3.0, 3.0, 3.0, 4.0, 4.0, 4.0]);
    }
}
