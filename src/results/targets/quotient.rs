//! Indicators that are the quotient of two others, such as output per worker.

use std::collections::BTreeMap;

use crate::paths::Paths;
use crate::results::targets::recorded::bare;
use crate::status::Status;
use crate::targets::indicator::Indicator;
use crate::targets::series::{ForecastOrigin, IndicatorForecast, IndicatorSeries};
use crate::targets::unit::TargetUnit;
use crate::units::Year;

/// The quotient of two series where both are known; its definition is the numerator's.
pub(super) fn ratio(
    indicator: Indicator,
    (numerator, denominator): (&IndicatorSeries, &IndicatorSeries),
    (unit, factor): (TargetUnit, f64),
) -> Option<IndicatorSeries> {
    let quotient = |(year, over): (&Year, &f64)| {
        let under = denominator.history.get(year).filter(|under| **under > 0.0)?;
        Some((*year, factor * over / under))
    };
    let history: BTreeMap<Year, f64> = numerator.history.iter().filter_map(quotient).collect();
    let forecast = numerator.forecast.as_ref().zip(denominator.forecast.as_ref());
    let forecast = forecast.and_then(|(over, under)| quotient_ahead((over, under), factor));
    let money = unit == TargetUnit::MillionVnd;
    let status = numerator.status.max(denominator.status).max(Status::Derived);
    (!history.is_empty()).then(|| IndicatorSeries {
        definition: numerator.definition.clone().filter(|_| money),
        history,
        forecast,
        history_status: numerator
            .history_status
            .max(denominator.history_status)
            .max(Status::Derived),
        ..bare(indicator, (numerator.area.clone(), unit, status))
    })
}

/// The quotient draw by draw; a path of one draw goes with every draw of the other.
fn quotient_ahead(
    (over, under): (&IndicatorForecast, &IndicatorForecast),
    factor: f64,
) -> Option<IndicatorForecast> {
    let (a, b) = (&over.paths, &under.paths);
    let fits = a.first() == b.first() && a.n_draws().min(b.n_draws()) > 0;
    let n_draws = a.n_draws().max(b.n_draws());
    let each = |paths: &Paths| paths.n_draws() == 1 || paths.n_draws() == n_draws;
    if !fits || !each(a) || !each(b) {
        return None;
    }
    let mut paths = Paths::zeros(a.first(), 1, n_draws, a.n_years().min(b.n_years()));
    for draw in 0..n_draws {
        let of = |paths: &Paths| draw.min(paths.n_draws() - 1);
        let pairs = a.path(0, of(a)).iter().zip(b.path(0, of(b)));
        for (value, (over, under)) in paths.path_mut(0, draw).iter_mut().zip(pairs) {
            *value = factor * over / under;
        }
    }
    let known = over.level.len().max(under.level.len());
    let of = |level: &[f64], draw: usize| level.get(draw).copied().unwrap_or(1.0);
    let level = (0..known).map(|draw| of(&over.level, draw) / of(&under.level, draw)).collect();
    Some(IndicatorForecast { paths, level, origin: ForecastOrigin::Model })
}
