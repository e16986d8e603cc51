//! Targets: each target of the plan beside history and forecast.
//!
//! ```text
//! K1  required pace   [f(X*) − f(X_T)] / (T* − T)               see pace
//! K2  pace ratio      pace of late / required pace              verdict
//! K3  probability     share of draws that reach X*              see chance
//! K4  CSI             (X_T − X_0) / (X* − X_0)                  part of the way that is done
//!     gap             (X̂_{T*} − X*) / (X* − X_0)                part that the forecast falls short of
//! K5  consistency     targets among each other                  see consistency
//! K6  contribution    what each lever closes of the gap         see contribution
//! K7  track record    past targets and forecasts                see track_record
//! paths               history, forecast, way that is needed     see progress
//! ```
//! `X_T` last value of the history, `X_0` of the base year, `X*` target, `T*` its year, `X̂` median
//! of the forecast.
//!
//! A definition is part of an indicator's identity: a target is compared only with a series of the
//! same area, boundaries included, and the same definition ([`series`]); otherwise the answer is
//! that nothing can be said, with what is at hand and what to do ([`obstacle`]).
//!
//! The verdict follows the pace of late and the probability the forecast, so they may differ; both
//! are shown. Whether a target is sensible is left out, but for what other targets imply.
//!
//! # Source
//! Indices of the current status and of anticipated progress: United Nations Economic and Social
//! Commission for Asia and the Pacific, *Asia and the Pacific SDG Progress Report*, technical
//! notes, after Bidarbakht-Nia (2017), *Tracking progress towards the SDGs: measuring the otherwise
//! ambiguous progress*, ESCAP Statistics Division working paper 5; there the forecast is a
//! time-weighted regression, here it is the model's. Classes of
//! the pace: United Nations Statistics Division, progress charts.

pub mod assessment;
pub mod chance;
pub mod consistency;
pub mod contribution;
pub mod definition_words;
pub mod extrapolation;
pub mod indicator;
pub mod meaning;
pub mod obstacle;
pub mod pace;
pub mod progress;
mod reading;
pub mod series;
pub mod track_record;
pub mod unit;
mod wording;

use crate::dataset::PlanTarget;
use crate::targets::assessment::{
    Assessment, Comparison, Explanation, Finding, Outcome, Topic, Verdict,
};
use crate::targets::indicator::{Direction, Transform};
use crate::targets::meaning::Period;
use crate::targets::obstacle::{Obstacle, Request};
use crate::targets::reading::Reading;
use crate::targets::series::{IndicatorSeries, Match};
use crate::targets::unit::TargetUnit;
use crate::units::Year;

/// Choices of an assessment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AssessmentOptions {
    /// Year from which the way to a target is counted; `None` takes the first of each history.
    pub base_year: Option<Year>,
    /// Year that is over; the outcome of a target of that year or before is past, known or not.
    pub present: Option<Year>,
}

/// Assesses every target, in their order.
pub fn assess(
    targets: &[PlanTarget],
    series: &[IndicatorSeries],
    options: AssessmentOptions,
) -> Vec<Assessment> {
    targets.iter().map(|target| assess_one(target, series, options)).collect()
}

fn assess_one(
    target: &PlanTarget,
    series: &[IndicatorSeries],
    options: AssessmentOptions,
) -> Assessment {
    let found = series::find(target, series).and_then(|matched| {
        let (verdict, finding) = finding(&matched, options)?;
        let mut explanations = wording::explain(&matched, &finding, verdict);
        if let Finding::Ahead(comparison) = &finding {
            let period = matched.meaning.period;
            let is_over = options.present.is_some_and(|present| period.ends().1 <= present);
            explanations.extend(is_over.then(|| wording::unfinished(period, comparison.last)));
        }
        let status = Some(matched.series.status);
        let progress = Some(progress::of(&matched, &finding));
        Ok(Assessment { target: target.clone(), verdict, finding, status, progress, explanations })
    });
    found.unwrap_or_else(|obstacle| silent(target, obstacle, options))
}

fn silent(target: &PlanTarget, obstacle: Obstacle, options: AssessmentOptions) -> Assessment {
    let text = obstacle.sentence_for(&Request { target, present: options.present });
    Assessment {
        target: target.clone(),
        verdict: Verdict::CannotBeSaid,
        finding: Finding::Silent(obstacle),
        status: None,
        progress: None,
        explanations: vec![Explanation { topic: Topic::Obstacle, text }],
    }
}

/// What the draws say of a target, draw by draw, in its own unit: what levers are judged by.
///
/// `None` if nothing can be said or the forecast does not cover its period.
pub fn draws(target: &PlanTarget, series: &[IndicatorSeries]) -> Option<Vec<f64>> {
    let matched = series::find(target, series).ok()?;
    let factor = matched.unit.factor();
    Some(chance::values(&matched)?.into_iter().map(|value| value / factor).collect())
}

fn finding(
    matched: &Match<'_>,
    options: AssessmentOptions,
) -> Result<(Verdict, Finding), Obstacle> {
    let direction = matched.meaning.direction.unwrap_or(matched.indicator.direction());
    let history = &matched.series.history;
    if history.values().any(|value| !value.is_finite()) {
        return Err(Obstacle::NotFinite);
    }
    if matched.transform == Transform::Reduction && matched.meaning.base.is_none() {
        return Err(Obstacle::NoBaseYear);
    }
    let Some(latest) = matched.series.latest() else {
        return Err(Obstacle::TooShort { n: 0 });
    };
    let (first, end) = matched.meaning.period.ends();
    if end <= latest.0.ends().1 {
        return past(matched, direction);
    }
    let comparison = compare(matched, direction, latest, options);
    let by_pace = comparison.pace.as_ref().map(|pace| Verdict::of_pace(pace, direction));
    let verdict = by_pace.unwrap_or(Verdict::CannotBeSaid);
    if verdict == Verdict::CannotBeSaid && comparison.probability.is_none() {
        let is_over = options.present.is_some_and(|present| end <= present);
        let n = history.len();
        return Err(if is_over {
            Obstacle::NoOutcome { first, last: end }
        } else {
            Obstacle::TooShort { n }
        });
    }
    Ok((verdict, Finding::Ahead(Box::new(comparison))))
}

fn past(matched: &Match<'_>, direction: Direction) -> Result<(Verdict, Finding), Obstacle> {
    let (first, last) = matched.meaning.period.ends();
    let reading = Reading::of_history(matched.series);
    let first = match matched.transform {
        Transform::Value => first,
        Transform::Growth | Transform::Change => first.plus(-1),
        Transform::Reduction => matched.meaning.base.unwrap_or(first),
    };
    let value = reading
        .value(matched.transform, &matched.meaning)
        .ok_or(Obstacle::NoOutcome { first, last })?;
    let value = value * chance::factor(matched);
    let reached = direction.reaches(value, matched.value);
    let verdict = if reached { Verdict::Reached } else { Verdict::Missed };
    let outcome = Outcome {
        indicator: matched.indicator,
        direction,
        unit: matched.unit,
        target: matched.value,
        value,
    };
    Ok((verdict, Finding::Past(outcome)))
}

fn compare(
    matched: &Match<'_>,
    direction: Direction,
    (last, last_value): (Period, f64),
    options: AssessmentOptions,
) -> Comparison {
    let last_value = last_value * matched.series.unit.factor();
    let chance = chance::chance(matched, direction);
    let way = way(matched, options);
    let part = |x: f64| way.map(|(from, length)| (x - from) / length);
    let forecast = chance.map(|chance| chance.forecast);
    Comparison {
        indicator: matched.indicator,
        direction,
        unit: matched.unit,
        target: matched.value,
        last,
        last_value,
        pace: pace::pace(matched, direction),
        probability: chance.map(|chance| chance.probability),
        forecast,
        expected_year: chance::expected_year(matched, direction),
        current_status_index: part(last_value),
        anticipated_gap: forecast.and_then(|forecast| Some(part(forecast.p50)? - 1.0)),
    }
}

/// Start and signed length of the way to a target that is a value of one year; `None` where it was
/// reached from the start or is of another kind.
fn way(matched: &Match<'_>, options: AssessmentOptions) -> Option<(f64, f64)> {
    let of_one_year = matches!(matched.meaning.period, Period::In(_));
    // An amount of every year is no way that is done bit by bit.
    let every_year = matched.unit == TargetUnit::PersonsPerYear;
    if !of_one_year || every_year || matched.transform != Transform::Value {
        return None;
    }
    let history = &matched.series.history;
    let from = match options.base_year {
        Some(year) => history.get(&year)?,
        None => history.first_key_value()?.1,
    };
    let from = from * matched.series.unit.factor();
    let direction = matched.meaning.direction.unwrap_or(matched.indicator.direction());
    let length = matched.value - from;
    (length * direction.sign() > 1e-12 * from.abs()).then_some((from, length))
}

#[cfg(test)]
mod tests;
