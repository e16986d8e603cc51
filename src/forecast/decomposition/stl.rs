//! Seasons that change slowly, one or several, by local regression.
//!
//! ```text
//! y(t) = trend(t) + Σ s(t) + remainder(t)
//! ```
//! For one season this is STL, for several of different length MSTL: the seasons are taken out one
//! after the other, the shortest first, and twice. The seasonal window grows by four from 11, as
//! MSTL proposes; the other windows are those of the authors of STL. The crate `stlrs` computes
//! both; here the last value is taken off before, so that a constant series has exactly no season.
//!
//! # Source
//! Cleveland, Cleveland, `McRae` & Terpenning (1990), *STL: a seasonal-trend decomposition procedure
//! based on loess*; Bandara, Hyndman & Bergmeir (2021), *MSTL: a seasonal-trend decomposition
//! algorithm for time series with multiple seasonal patterns*.

use stlrs::{Mstl, Stl};

use crate::forecast::decomposition::adjusted::{self, Joining, Seasons};
use crate::forecast::{Fit, FitError, Series, require};

/// Whether outliers lose weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Robustness {
    /// All values count alike.
    None,
    /// Values far from the rest lose their weight in fifteen rounds.
    Bisquare,
}

/// A series in parts, which add up to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    /// The smooth course.
    pub trend: Vec<f64>,
    /// One season for each length asked for, in that order.
    pub seasons: Vec<Vec<f64>>,
    /// What is left.
    pub remainder: Vec<f64>,
}

/// Takes `values` apart into trend, seasons of `lengths` periods and remainder.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than two of the longest season,
/// [`FitError::Unsuitable`] without a length, or for a length below two.
pub fn decompose(
    values: &[f64],
    lengths: &[usize],
    robustness: Robustness,
) -> Result<Components, FitError> {
    if lengths.is_empty() || lengths.iter().any(|length| *length < 2) {
        return Err(FitError::Unsuitable("it has no season"));
    }
    require(values, 2 * lengths.iter().copied().max().unwrap_or(1))?;
    let last = values.last().copied().unwrap_or(0.0);
    let centred: Vec<f64> = values.iter().map(|value| value - last).collect();
    let mut single = Stl::params();
    single.robust(robustness == Robustness::Bisquare);
    let parts = Mstl::params().stl_params(single).fit(&centred, lengths);
    let (seasons, trend, remainder) =
        parts.map_err(|_| FitError::Unsuitable("it cannot be taken apart"))?.into_parts();
    let trend = trend.into_iter().map(|value| value + last).collect();
    Ok(Components { trend, seasons, remainder })
}

/// The seasons of `lengths` that the series has seen twice, the shortest first, the last of each to
/// be repeated; none where it has seen none of them twice. The order of `lengths` does not count.
pub fn seasons(values: &[f64], lengths: &[usize], robustness: Robustness) -> Option<Seasons> {
    let n = values.len();
    let mut seen: Vec<usize> =
        lengths.iter().copied().filter(|length| *length >= 2 && 2 * length <= n).collect();
    seen.sort_unstable();
    seen.dedup();
    let components = decompose(values, &seen, robustness).ok()?;
    let component = (0..n).map(|t| components.seasons.iter().map(|s| s[t]).sum()).collect();
    let next = components.seasons.iter().zip(&seen).map(|(s, m)| s[n - m..].to_vec()).collect();
    Some(Seasons { joining: Joining::Additive, component, next })
}

/// Fits a model to the series without the seasons of `lengths`, or without those of them it has
/// seen twice; the last of each season is repeated after the forecast.
///
/// # Errors
/// Those of `model`.
pub fn around(
    series: &Series<'_>,
    lengths: &[usize],
    robustness: Robustness,
    model: impl Fn(&Series<'_>) -> Fit,
) -> Fit {
    match seasons(series.values, lengths, robustness) {
        Some(seasons) => adjusted::fit(series, seasons, model),
        None => model(&Series { season_length: 1, ..*series }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Future;
    use crate::forecast::boxed;
    use crate::forecast::contract::{ADDITIVE, GENERAL, holds};
    use crate::forecast::simple::{drift, naive};

    /// Columns y, seasonal and trend.
    fn reference(text: &str) -> Vec<[f64; 3]> {
        let row = |line: &str| {
            let figures: Vec<f64> = line.split(',').map(|figure| figure.parse().unwrap()).collect();
            [figures[0], figures[1], figures[2]]
        };
        text.lines().skip(1).map(row).collect()
    }

    fn agrees(text: &str, robustness: Robustness) {
        let rows = reference(text);
        let values: Vec<f64> = rows.iter().map(|row| row[0]).collect();
        let found = decompose(&values, &[12], robustness).unwrap();
        for (t, [y, seasonal, trend]) in rows.iter().enumerate() {
            let (s, r) = (found.seasons[0][t], found.remainder[t]);
            assert!((s - seasonal).abs() < 1e-10 * y, "{t}: {s} {seasonal}");
            assert!((found.trend[t] - trend).abs() < 1e-10 * y, "{t}: {trend}");
            assert!((found.trend[t] + s + r - y).abs() < 1e-12 * y);
        }
    }

    #[test]
    fn temperatures_at_nottingham_fall_apart_as_in_r() {
        agrees(include_str!("../../../tests/reference/stl/nottem.csv"), Robustness::None);
    }

    #[test]
    fn carbon_dioxide_falls_apart_as_in_r_with_outliers_weighed_down() {
        agrees(include_str!("../../../tests/reference/stl/co2_robust.csv"), Robustness::Bisquare);
    }

    #[test]
    fn two_seasons_are_told_apart() {
        let values: Vec<f64> = (0..84)
            .map(|t| {
                f64::from(t)
                    + f64::from([0, 6, 3][t as usize % 3])
                    + f64::from([1, -8, 4, 9, -1, 0, -5][t as usize % 7])
            })
            .collect();
        let fitted =
            around(&Series::annual(&values), &[3, 7], Robustness::None, |x| boxed(drift::fit(x)));
        for (t, found) in (84_u8..).zip(fitted.unwrap().forecast(&Future::steps(21))) {
            let t = usize::from(t);
            let expected =
                t as f64 + [0.0, 6.0, 3.0][t % 3] + [1.0, -8.0, 4.0, 9.0, -1.0, 0.0, -5.0][t % 7];
            assert!((found - expected).abs() < 0.5, "{t}: {found} {expected}");
        }
        let in_order = seasons(&values, &[3, 7, 14], Robustness::None);
        assert_eq!(seasons(&values, &[14, 3, 7, 3], Robustness::None), in_order);
    }

    #[test]
    fn a_model_around_a_season_keeps_the_contract() {
        holds(ADDITIVE, 1, |series| {
            around(series, &[series.season_length], Robustness::None, |x| boxed(naive::fit(x)))
        });
        holds(GENERAL, 1, |series| {
            around(series, &[series.season_length], Robustness::Bisquare, |x| boxed(naive::fit(x)))
        });
    }

    #[test]
    fn too_short_a_series_has_no_season() {
        let found = decompose(&[1.0; 7], &[4], Robustness::None).unwrap_err();
        assert_eq!(found, FitError::TooFewObservations { needed: 8, found: 7 });
    }
}
