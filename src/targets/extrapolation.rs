//! The indicator's own pace carried on, for indicators that the model does not forecast.
//!
//! ```text
//! y_d(T+h) = y_T + g_d · (φ + … + φ^h) + Σ_{k=1..h} σ ε_dk        y = f(X), see Scale
//! g_d      = ĝ + √v̂ · z_d                                         ĝ pace of late, v̂ = w v
//! σ²       = mean of (Δy − ĝ Δt)² / Δt over the last ten years
//! ```
//! `φ = 0.9`. It knows nothing but the indicator's own past: no policy, no population. Its interval
//! is that of a random walk with an uncertain drift and grows with the horizon.
//!
//! # Source
//! Gardner (1985), *Exponential smoothing: the state of the art* (damping).

use std::collections::BTreeMap;

use crate::numeric::seed::stream;
use crate::paths::Paths;
use crate::targets::indicator::Scale;
use crate::targets::pace::{PACE_YEARS, Slope, recent_slope};
use crate::targets::series::{ForecastOrigin, IndicatorForecast, IndicatorSeries};
use crate::units::Year;

/// Fewest figures for a spread.
const FEWEST: usize = 3;
/// Damping of the pace a year.
const DAMPING: f64 = 0.9;

/// How far and how often to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Last year.
    pub last: Year,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the run.
    pub seed: u64,
}

/// The forecast of `series` from its own past.
///
/// `None` with fewer than three figures in the last ten years, with a value its scale cannot hold,
/// without draws, or if the history reaches `extent.last`.
pub fn extrapolate(series: &IndicatorSeries, extent: &Extent) -> Option<IndicatorForecast> {
    let (scale, factor) = (series.indicator.scale(), series.unit.factor());
    let known: BTreeMap<Year, f64> = series.history.iter().map(|(y, x)| (*y, x * factor)).collect();
    let (last, now) = known.last_key_value().map(|(year, value)| (*year, *value))?;
    let y = scale.of(now)?;
    let n_years = usize::try_from(extent.last.since(last)).ok().filter(|n| *n > 0)?;
    let slope = recent_slope(&known, scale, series.group)?;
    let sigma = innovation(&known, scale, slope.value)?;
    if extent.draws == 0 {
        return None;
    }
    let mut paths = Paths::zeros(last.plus(1), 1, extent.draws, n_years);
    for draw in 0..extent.draws {
        let purpose = format!("target {} {:?}", series.indicator.name(), series.definition);
        let mut random = stream(extent.seed, &purpose, draw as u64);
        let drift = drift(&slope, random.normal());
        let (mut at, mut damping) = (y, 1.0);
        for value in paths.path_mut(0, draw) {
            damping *= DAMPING;
            at += drift * damping + sigma * random.normal();
            *value = scale.back(at) / factor;
        }
    }
    Some(IndicatorForecast { paths, level: Vec::new(), origin: ForecastOrigin::OwnPast })
}

fn drift(slope: &Slope, z: f64) -> f64 {
    let variance = if slope.own_weight > 0.0 { slope.own_weight } else { 1.0 } * slope.variance;
    slope.value + variance.max(0.0).sqrt() * z
}

/// Standard deviation of a year's change about the pace.
fn innovation(known: &BTreeMap<Year, f64>, scale: Scale, slope: f64) -> Option<f64> {
    let (last, _) = known.last_key_value()?;
    let recent = known.range(last.plus(1 - PACE_YEARS)..);
    let points: Vec<(f64, f64)> = recent
        .map(|(year, value)| Some((f64::from(year.since(*last)), scale.of(*value)?)))
        .collect::<Option<_>>()?;
    if points.len() < FEWEST {
        return None;
    }
    let square = |pair: &[(f64, f64)]| match pair {
        [(a, x), (b, y)] => (y - x - slope * (b - a)).powi(2) / (b - a),
        _ => 0.0,
    };
    let squares: f64 = points.windows(2).map(square).sum();
    // The slope takes one degree of freedom.
    Some((squares / (points.len() - 2) as f64).sqrt()).filter(|sigma| sigma.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;
    use crate::targets::indicator::Indicator;
    use crate::targets::unit::TargetUnit;

    fn series(history: &[(i32, f64)]) -> IndicatorSeries {
        IndicatorSeries {
            indicator: Indicator::TrainedShare,
            definition: Some("lfs".to_owned()),
            area: "VN-56@2008".parse().unwrap(),
            unit: TargetUnit::Percent,
            history: history.iter().map(|(year, value)| (Year(*year), *value)).collect(),
            spans: Vec::new(),
            forecast: None,
            group: None,
            history_status: Status::Observed,
            status: Status::Observed,
        }
    }

    const EXTENT: Extent = Extent { last: Year(2030), draws: 400, seed: 7 };

    #[test]
    fn an_even_logit_pace_is_carried_on_with_damping_and_without_spread() {
        let y = |t: f64| Scale::Share.back(0.1 * t) * 100.0;
        let even = series(&[(2023, y(0.0)), (2024, y(1.0)), (2025, y(2.0))]);
        let made = extrapolate(&even, &EXTENT).unwrap().paths.summary(0, 1);
        assert!((made.p50 - y(2.0 + 0.9 + 0.81)).abs() < 1e-6, "{made:?}");
        assert!((made.p90 - made.p10).abs() < 1e-6);
    }

    #[test]
    fn shares_stay_shares_and_intervals_grow() {
        let noisy = series(&[(2021, 60.0), (2022, 75.0), (2023, 70.0), (2024, 88.0), (2025, 93.0)]);
        let made = extrapolate(&noisy, &EXTENT).unwrap();
        assert_eq!(made, extrapolate(&noisy, &EXTENT).unwrap());
        let logit = |x: f64| Scale::Share.of(x / 100.0).unwrap();
        let width = |year| {
            let s = made.paths.summary(0, year);
            logit(s.p90) - logit(s.p10)
        };
        assert!(width(4) > width(0));
        let all = made.paths.draws(0, 4);
        assert!(all.iter().all(|share| (0.0..=100.0).contains(share)));
    }

    #[test]
    fn two_figures_or_a_full_share_are_not_extrapolated() {
        assert!(extrapolate(&series(&[(2022, 81.5), (2024, 85.0)]), &EXTENT).is_none());
        assert!(
            extrapolate(&series(&[(2023, 98.0), (2024, 99.0), (2025, 100.0)]), &EXTENT).is_none()
        );
        assert!(extrapolate(&series(&[(2029, 1.0), (2030, 2.0), (2031, 3.0)]), &EXTENT).is_none());
    }
}
