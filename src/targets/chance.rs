//! Whether and when a target is reached, from the draws of the forecast (method K3).
//!
//! ```text
//! P      = share of draws whose value over the target's period reaches X*
//! year_d = min { t > T : X_d(t) reaches X* }
//! ```
//! The year is given by the 10th percentile, the median and the 90th percentile of `year_d` over
//! all draws; a percentile that lies among the draws that do not reach the target within the
//! forecast is "not before" the year after it. There is a year only where the target is a value
//! of one year.

use crate::language::Text;
use crate::paths::Summary;
use crate::targets::indicator::{Direction, Transform};
use crate::targets::meaning::Period;
use crate::targets::reading::Reading;
use crate::targets::series::{IndicatorForecast, Match};
use crate::units::Year;

/// When a target is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reaching {
    /// In this year.
    In(Year),
    /// Not before this year, where the forecast ends.
    NotBefore(Year),
}

impl Reaching {
    /// The year for readers.
    pub fn text(self) -> Text {
        match self {
            Self::In(year) => Text::new(year.to_string(), year.to_string()),
            Self::NotBefore(year) => {
                Text::new(format!("không trước {year}"), format!("not before {year}"))
            }
        }
    }
}

/// Year of reaching a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedYear {
    /// 10th percentile.
    pub early: Reaching,
    /// Median.
    pub middle: Reaching,
    /// 90th percentile.
    pub late: Reaching,
}

/// What the draws say of a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// Probability of reaching it.
    pub probability: f64,
    /// The indicator over the target's period, in the unit of comparison.
    pub forecast: Summary,
}

/// The forecast that can be read: at least one series, draw and year.
pub(super) fn readable<'a>(matched: &Match<'a>) -> Option<&'a IndicatorForecast> {
    let forecast = matched.series.forecast.as_ref()?;
    let paths = &forecast.paths;
    (paths.n_series() > 0 && paths.n_draws() > 0 && paths.n_years() > 0).then_some(forecast)
}

/// Factor from the indicator as read off the series to the unit of comparison.
pub(super) fn factor(matched: &Match<'_>) -> f64 {
    match matched.transform {
        Transform::Value | Transform::Change => matched.series.unit.factor(),
        Transform::Growth | Transform::Reduction => 1.0,
    }
}

/// The indicator over the target's period, draw by draw; `None` if the forecast does not cover it.
pub(super) fn values(matched: &Match<'_>) -> Option<Vec<f64>> {
    let forecast = readable(matched)?;
    let reading = |draw| Reading::of_draw(matched.series, forecast, draw);
    let value = |draw| reading(draw).value(matched.transform, &matched.meaning);
    let draws = 0..forecast.paths.n_draws();
    draws.map(|draw| Some(value(draw)? * factor(matched))).collect()
}

/// Probability and distribution; `None` if the forecast does not cover the period.
pub(super) fn chance(matched: &Match<'_>, direction: Direction) -> Option<Chance> {
    let values = values(matched)?;
    let reached = values.iter().filter(|value| direction.reaches(**value, matched.value)).count();
    let probability = reached as f64 / values.len() as f64;
    Some(Chance { probability, forecast: Summary::of(values) })
}

/// Year of reaching; `None` for targets on a period, on growth or on change.
pub(super) fn expected_year(matched: &Match<'_>, direction: Direction) -> Option<ExpectedYear> {
    let of_one_year = matches!(matched.meaning.period, Period::In(_));
    let of_level = matches!(matched.transform, Transform::Value | Transform::Reduction);
    let forecast = readable(matched).filter(|_| of_one_year && of_level)?;
    let paths = &forecast.paths;
    let after = paths.first().plus(paths.n_years() as i32);
    let mut years: Vec<Option<Year>> = (0..paths.n_draws())
        .map(|draw| {
            first_reached(matched, direction, &Reading::of_draw(matched.series, forecast, draw))
        })
        .collect();
    // Draws that do not reach the target come last.
    years.sort_by_key(|year| year.unwrap_or(after));
    let percentile = |p: f64| {
        let position = (p * years.len() as f64).ceil().max(1.0) as usize - 1;
        years.get(position).copied().flatten().map_or(Reaching::NotBefore(after), Reaching::In)
    };
    Some(ExpectedYear { early: percentile(0.1), middle: percentile(0.5), late: percentile(0.9) })
}

fn first_reached(matched: &Match<'_>, direction: Direction, reading: &Reading<'_>) -> Option<Year> {
    let mut meaning = matched.meaning.clone();
    let years = reading.first.to(reading.first.plus(reading.path.len() as i32 - 1));
    years.into_iter().find(|year| {
        meaning.period = Period::In(*year);
        let value = reading.value(matched.transform, &meaning);
        value.is_some_and(|value| direction.reaches(value * factor(matched), matched.value))
    })
}
