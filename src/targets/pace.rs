//! The pace a target needs, and the pace of late (methods K1 and K2).
//!
//! ```text
//! required  r = [f(X*) − f(X_T)] / (T* − T)          f = ln for levels, x for rates, logit for shares
//! actual    g = slope of f(X) by least squares over the last ten years, shrunk to the group:
//!           ĝ = w g + (1 − w) ḡ      w = τ²/(τ² + v)      v = se² (1 + ρ̂)/(1 − ρ̂)
//! ratio     actual pace / required pace, both as shown: e^g − 1 for levels, g otherwise
//! ```
//! A growth target over a period whose first year is known becomes the level of its last year; one
//! whose period begins later is the required pace itself. A target on a yearly amount compares the
//! amount that is left a year, or that is wanted every year, with the latest one.
//!
//! # Source
//! Pace ratio: United Nations Statistics Division, progress charts of the sustainable development
//! goals (ratio of actual to required annual growth). Shrinkage: Efron & Morris (1973).

use std::collections::BTreeMap;

use crate::forecast::employment::shrunk_slope::Group;
use crate::numeric::least_squares;
use crate::targets::indicator::{Direction, Scale, Transform};
use crate::targets::meaning::Period;
use crate::targets::series::Match;
use crate::targets::unit::TargetUnit;
use crate::units::Year;

/// Years over which the pace of late is measured.
pub(super) const PACE_YEARS: i32 = 10;

/// What a pace is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaceKind {
    /// Compound growth a year.
    Compound,
    /// Change a year.
    Linear,
    /// Change of the logit a year.
    Logit,
    /// The amount of a year.
    Amount,
}

/// What is needed beside what is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// What both are counted in.
    pub kind: PaceKind,
    /// Pace needed from the last year of the history to the year of the target.
    pub required: f64,
    /// Pace of late; `None` with fewer than two figures.
    pub actual: Option<f64>,
    /// Weight of the series' own slope in `actual`; 1 without a group.
    pub own_weight: f64,
    /// Actual over required; `None` where the target is reached already or there is no pace.
    pub ratio: Option<f64>,
    /// Change a year on the last value that each of the paces means, in the unit of comparison:
    /// required, then actual; for shares, which readers want in points.
    pub first_steps: Option<(f64, Option<f64>)>,
}

/// A slope of late on a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// Change a year on the scale, shrunk.
    pub value: f64,
    /// Its sampling variance before shrinking.
    pub variance: f64,
    /// Weight of the series' own slope.
    pub own_weight: f64,
}

/// The slope of late of `history` on `scale`, shrunk to `group`.
///
/// `None` with fewer than two figures in the last ten years that the scale can hold, and no group.
pub fn recent_slope(
    history: &BTreeMap<Year, f64>,
    scale: Scale,
    group: Option<Group>,
) -> Option<Slope> {
    let own = own_slope(history, scale);
    match (own, group) {
        (Some((value, variance)), None) => Some(Slope { value, variance, own_weight: 1.0 }),
        (Some((value, variance)), Some(group)) => {
            let sum = group.spread + variance;
            let weight = if sum > 0.0 { group.spread / sum } else { 1.0 };
            let value = weight * value + (1.0 - weight) * group.slope;
            Some(Slope { value, variance, own_weight: weight })
        }
        (None, group) => {
            group.map(|group| Slope { value: group.slope, variance: group.spread, own_weight: 0.0 })
        }
    }
}

/// Slope and its variance by least squares; the variance of two figures is unknown and taken as
/// nil.
fn own_slope(history: &BTreeMap<Year, f64>, scale: Scale) -> Option<(f64, f64)> {
    let (last, _) = history.last_key_value()?;
    let recent = history.range(last.plus(1 - PACE_YEARS)..);
    let (x, y): (Vec<f64>, Vec<f64>) = recent
        .filter_map(|(year, value)| Some((f64::from(year.since(*last)), scale.of(*value)?)))
        .unzip();
    let line = least_squares::line(&x, &y)?;
    let residuals: Vec<f64> = x.iter().zip(&y).map(|(x, y)| y - line.at(*x)).collect();
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let rho = if squares > 0.0 { (products / squares).clamp(0.0, 0.8) } else { 0.0 };
    Some((line.slope, line.slope_error.powi(2) * (1.0 + rho) / (1.0 - rho)))
}

/// What a target asks of the series it is measured on, in the unit of comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Goal {
    /// A value in a year.
    Reach(f64, Year),
    /// An even pace on the scale.
    Keep(f64),
    /// An amount in each year that is left.
    Amount(f64),
}

/// The pace of a matched target; `None` if its base year is missing from the history or a value is
/// outside the scale.
pub(super) fn pace(matched: &Match<'_>, direction: Direction) -> Option<Pace> {
    let history = scaled(matched);
    let (latest, now) = matched.series.latest()?;
    let (last, now) = (latest.ends().1, now * matched.series.unit.factor());
    let goal = goal(matched, &history)?;
    let scale = scale_for(matched.scale(), goal, now);
    if let Goal::Amount(required) = goal {
        return Some(amount_pace(required, now, direction));
    }
    let required = match goal {
        Goal::Reach(value, year) if year > last => {
            (scale.of(value)? - scale.of(now)?) / f64::from(year.since(last))
        }
        Goal::Keep(growth) if scale == Scale::Level => growth.ln_1p(),
        Goal::Keep(change) => change,
        _ => return None,
    };
    // The group speaks of the scale it was measured on.
    let group = matched.series.group.filter(|_| scale == matched.series.indicator.scale());
    let slope = recent_slope(&history, scale, group);
    let shown = |slope: f64| if scale == Scale::Level { slope.exp_m1() } else { slope };
    let actual = slope.map(|slope| shown(slope.value));
    let step = |slope: f64| scale.back(scale.of(now).unwrap_or(0.0) + slope) - now;
    Some(Pace {
        kind: kind_of(scale),
        required: shown(required),
        actual,
        own_weight: slope.map_or(0.0, |slope| slope.own_weight),
        ratio: actual.and_then(|actual| ratio(actual, shown(required), direction)),
        first_steps: (scale == Scale::Share)
            .then(|| (step(required), slope.map(|slope| step(slope.value)))),
    })
    .filter(|pace| pace.required.is_finite())
}

const fn kind_of(scale: Scale) -> PaceKind {
    match scale {
        Scale::Level => PaceKind::Compound,
        Scale::Rate => PaceKind::Linear,
        Scale::Share => PaceKind::Logit,
    }
}

/// The history in the unit of comparison.
fn scaled(matched: &Match<'_>) -> BTreeMap<Year, f64> {
    let factor = matched.series.unit.factor();
    let finite = matched.series.history.iter().filter(|(_, value)| value.is_finite());
    finite.map(|(year, value)| (*year, value * factor)).collect()
}

/// The scale of the target, or the plain one where the logarithm or the logit of a value does not
/// exist, as for a target of 100 %.
fn scale_for(scale: Scale, goal: Goal, now: f64) -> Scale {
    let fits = match goal {
        Goal::Reach(value, _) => scale.of(value).is_some() && scale.of(now).is_some(),
        Goal::Keep(growth) => scale != Scale::Level || growth > -1.0,
        Goal::Amount(_) => true,
    };
    if fits { scale } else { Scale::Rate }
}

fn ratio(actual: f64, required: f64, direction: Direction) -> Option<f64> {
    (required * direction.sign() > 0.0).then(|| actual / required).filter(|r| r.is_finite())
}

fn amount_pace(required: f64, now: f64, direction: Direction) -> Pace {
    let ratio = match direction {
        Direction::AtLeast => now / required,
        Direction::AtMost => required / now,
    };
    // Where nothing is left to be done there is no ratio.
    let ratio = Some(ratio).filter(|ratio| required > 0.0 && ratio.is_finite());
    Pace {
        kind: PaceKind::Amount,
        required,
        actual: Some(now),
        own_weight: 1.0,
        ratio,
        first_steps: None,
    }
}

fn goal(matched: &Match<'_>, history: &BTreeMap<Year, f64>) -> Option<Goal> {
    let (value, period) = (matched.value, matched.meaning.period);
    let (first, last) = period.ends();
    let n = period.n_years();
    // A sum over n years is n times a mean; of growth it is the growth over all of them.
    let yearly = if matches!(period, Period::Sum(..)) { value / n } else { value };
    let base = history.get(&first.plus(-1));
    Some(match matched.transform {
        Transform::Value => match period {
            Period::In(_) if matched.unit == TargetUnit::PersonsPerYear => Goal::Amount(value),
            Period::In(year) => Goal::Reach(value, year),
            _ => amount_left(matched, yearly * n)?,
        },
        Transform::Change => base.map_or(Goal::Keep(yearly), |b| Goal::Reach(b + n * yearly, last)),
        Transform::Growth => {
            let all =
                if matches!(period, Period::Sum(..)) { 1.0 + value } else { (1.0 + value).powf(n) };
            base.map_or_else(|| Goal::Keep(all.powf(1.0 / n) - 1.0), |b| Goal::Reach(b * all, last))
        }
        Transform::Reduction => {
            let base = history.get(&matched.meaning.base?)?;
            Goal::Reach(base * (1.0 - value), last)
        }
    })
}

/// What is left of `total` for each year of the period that is not yet known.
fn amount_left(matched: &Match<'_>, total: f64) -> Option<Goal> {
    let period = matched.meaning.period;
    let (first, last) = period.ends();
    let (n_known, sum) = matched.series.known(first, last);
    let left = period.n_years() - n_known;
    let missing = total - sum * matched.series.unit.factor();
    (left >= 1.0 && missing.is_finite()).then(|| Goal::Amount(missing / left))
}
