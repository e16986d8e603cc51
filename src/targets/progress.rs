//! A target's indicator year by year: its past, its forecast, and the way that leads to the target.
//!
//! ```text
//! needed(t) = f⁻¹( f(X_T) + r (t − T) )        levels, rates and shares, T < t ≤ T*
//! needed(t) = r                                growth, changes and yearly amounts
//! ```
//! `r` is the required pace ([`pace`](crate::targets::pace)). A target on growth is shown as growth,
//! one on a yearly change as changes. A sum or mean over several years of which no year is known is
//! spread evenly over them.

use std::collections::BTreeMap;

use crate::paths::Summary;
use crate::status::Status;
use crate::targets::assessment::{Comparison, Finding};
use crate::targets::chance;
use crate::targets::indicator::{Scale, Transform};
use crate::targets::meaning::{Meaning, Period};
use crate::targets::pace::{Pace, PaceKind};
use crate::targets::reading::Reading;
use crate::targets::series::{IndicatorSeries, Match};
use crate::targets::unit::TargetUnit;
use crate::units::Year;

/// An indicator as a target states it, in the unit of comparison of its dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Figures of the past with their status.
    pub past: BTreeMap<Year, (f64, Status)>,
    /// What is expected, as far as the forecast goes.
    pub forecast: BTreeMap<Year, Summary>,
    /// What leads to the target at an even pace; empty for targets that have passed.
    pub needed: BTreeMap<Year, f64>,
}

/// The indicator of a matched target with its finding.
pub(super) fn of(matched: &Match<'_>, finding: &Finding) -> Progress {
    let needed = match finding {
        Finding::Ahead(comparison) => needed(matched, comparison),
        Finding::Past(_) | Finding::Silent(_) => BTreeMap::new(),
    };
    Progress { past: past(matched), forecast: forecast(matched), needed }
}

/// The meaning of the target if it spoke of `year` alone.
fn in_year(matched: &Match<'_>, year: Year) -> Meaning {
    Meaning { period: Period::In(year), ..matched.meaning.clone() }
}

fn past(matched: &Match<'_>) -> BTreeMap<Year, (f64, Status)> {
    let series: &IndicatorSeries = matched.series;
    let (reading, factor) = (Reading::of_history(series), chance::factor(matched));
    let value = |year: &Year| reading.value(matched.transform, &in_year(matched, *year));
    let known = series
        .history
        .keys()
        .filter_map(|year| Some((*year, (value(year)? * factor, series.history_status))));
    let is_amount = matched.transform == Transform::Value;
    let spans = series.spans.iter().filter(|_| is_amount);
    let spread = spans.flat_map(|span| {
        let each = (span.mean() * factor, series.history_status.max(Status::Assumed));
        span.first.to(span.last).map(move |year| (year, each))
    });
    // What is known of one year alone replaces a mean that covers it.
    spread.chain(known).collect()
}

fn forecast(matched: &Match<'_>) -> BTreeMap<Year, Summary> {
    let Some(forecast) = chance::readable(matched) else { return BTreeMap::new() };
    let factor = chance::factor(matched);
    let of_year = |year: Year| {
        let meaning = in_year(matched, year);
        let draws = (0..forecast.paths.n_draws()).map(|draw| {
            let reading = Reading::of_draw(matched.series, forecast, draw);
            reading.value(matched.transform, &meaning).map(|value| value * factor)
        });
        Some((year, Summary::of(draws.collect::<Option<Vec<f64>>>()?)))
    };
    forecast.paths.years().filter_map(of_year).collect()
}

fn needed(matched: &Match<'_>, found: &Comparison) -> BTreeMap<Year, f64> {
    let Some(pace) = &found.pace else { return BTreeMap::new() };
    let period = matched.meaning.period;
    let (after, (first, end)) = (found.last.ends().1.plus(1), period.ends());
    // A value of one year is a way from today; growth and amounts belong to the years they name.
    let is_way = match matched.transform {
        Transform::Reduction => true,
        Transform::Value => pace.kind != PaceKind::Amount,
        Transform::Growth | Transform::Change => false,
    };
    // What is wanted every year is needed from the next one on.
    let every_year = is_every_year(matched) && matched.transform == Transform::Value;
    let from = if is_way || every_year { after } else { after.max(first.min(end)) };
    let value = |year: Year| needed_in(matched, (found, pace), f64::from(year.since(after)) + 1.0);
    from.to(end).filter_map(|year| Some((year, value(year)?))).collect()
}

/// Whether the target is an amount of every year up to its own.
fn is_every_year(matched: &Match<'_>) -> bool {
    let of_one_year = matches!(matched.meaning.period, Period::In(_));
    of_one_year && matched.unit == TargetUnit::PersonsPerYear
}

/// What is needed `steps` years after the last figure.
fn needed_in(matched: &Match<'_>, (found, pace): (&Comparison, &Pace), steps: f64) -> Option<f64> {
    let on_way = || match pace.kind {
        PaceKind::Compound => found.last_value * (1.0 + pace.required).powf(steps),
        PaceKind::Linear => found.last_value + pace.required * steps,
        PaceKind::Logit => {
            let start = Scale::Share.of(found.last_value).unwrap_or(0.0);
            Scale::Share.back(start + pace.required * steps)
        }
        PaceKind::Amount => pace.required,
    };
    let value = match matched.transform {
        Transform::Value => on_way(),
        Transform::Growth | Transform::Change => pace.required,
        Transform::Reduction => {
            let base = matched.series.history.get(&matched.meaning.base?)?;
            1.0 - on_way() / (base * matched.series.unit.factor())
        }
    };
    Some(value).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::PlanTarget;
    use crate::targets::indicator::Indicator;
    use crate::targets::series::Span;
    use crate::targets::{AssessmentOptions, assess};

    fn series(indicator: Indicator, unit: TargetUnit, history: &[(i32, f64)]) -> IndicatorSeries {
        IndicatorSeries {
            indicator,
            definition: None,
            area: "VN-56@2008".parse().unwrap(),
            unit,
            history: history.iter().map(|(year, value)| (Year(*year), *value)).collect(),
            spans: Vec::new(),
            forecast: None,
            group: None,
            history_status: Status::Derived,
            status: Status::Derived,
        }
    }

    fn progress(target: (&str, &str, i32, f64, &str), series: IndicatorSeries) -> Progress {
        let (indicator, definition, year, value, unit) = target;
        let target = PlanTarget {
            indicator: indicator.to_owned(),
            definition: Some(definition.to_owned()),
            area: "VN-56@2008".parse().unwrap(),
            year: Year(year),
            value,
            unit: unit.to_owned(),
            source: String::new(),
        };
        let mut found = assess(&[target], &[series], AssessmentOptions::default());
        found.remove(0).progress.unwrap()
    }

    #[test]
    fn the_way_ends_in_the_target_on_every_scale() {
        let people =
            series(Indicator::Population, TargetUnit::Persons, &[(2024, 90.0), (2025, 100.0)]);
        let level = progress(("population", "", 2030, 150.0, "persons"), people);
        assert!((level.needed[&Year(2030)] - 150.0).abs() < 1e-9 && level.needed.len() == 5);
        assert_eq!(level.past[&Year(2025)], (100.0, Status::Derived));
        let urban =
            series(Indicator::UrbanShare, TargetUnit::Percent, &[(2019, 42.0), (2022, 43.0)]);
        let share = progress(("urban_share", "", 2050, 75.0, "percent"), urban);
        assert!((share.needed[&Year(2050)] - 0.75).abs() < 1e-9);
    }

    #[test]
    fn growth_is_shown_as_growth() {
        let history = [(2023, 100.0), (2024, 110.0), (2025, 115.5)];
        let output = series(Indicator::Output, TargetUnit::BillionVnd, &history);
        let target = ("output_growth", "mean of 2025 to 2027", 2027, 10.0, "percent_per_year");
        let found = progress(target, output);
        assert!((found.past[&Year(2025)].0 - 0.05).abs() < 1e-12 && found.past.len() == 2);
        let rest = (1.1_f64.powi(3) / 1.05).sqrt() - 1.0;
        assert_eq!(found.needed.keys().copied().collect::<Vec<_>>(), [Year(2026), Year(2027)]);
        assert!((found.needed[&Year(2027)] - rest).abs() < 1e-12);
    }

    #[test]
    fn a_mean_of_years_is_spread_and_says_so() {
        let mut jobs = series(Indicator::EmploymentIncrease, TargetUnit::PersonsPerYear, &[]);
        jobs.spans = vec![Span { first: Year(2021), last: Year(2024), total: 53_088.0 }];
        let target =
            ("employment_increase", "mean of 2021 to 2025", 2025, 11_500.0, "persons_per_year");
        let found = progress(target, jobs);
        assert_eq!(found.past[&Year(2022)], (13_272.0, Status::Assumed));
        // 5 · 11,500 less 53,088 is left for the last year.
        assert_eq!(found.needed, [(Year(2025), 4_412.0)].into());
        let jobs = IndicatorSeries {
            spans: vec![Span { first: Year(2021), last: Year(2024), total: 53_088.0 }],
            ..series(Indicator::EmploymentIncrease, TargetUnit::PersonsPerYear, &[])
        };
        // What is wanted every year to 2027 is the same in each.
        let every = ("employment_increase", "", 2027, 11_000.0, "persons_per_year");
        let needed: Vec<f64> = progress(every, jobs).needed.into_values().collect();
        assert_eq!(needed, [11_000.0; 3]);
    }
}
