//! Rows of the table of targets.

use std::collections::BTreeSet;

use crate::dataset::PlanTarget;
use crate::results::rows::row;
use crate::results::{HISTORY, ResultRow};
use crate::status::Status;
use crate::targets::assessment::{Assessment, Comparison, Finding};
use crate::targets::chance::{ExpectedYear, Reaching};
use crate::targets::pace::{Pace, PaceKind};
use crate::targets::unit::{Dimension, TargetUnit};
use crate::units::Year;

/// The rows of the table under one scenario.
pub(in crate::results) fn rows(scenario: &str, assessed: &[Assessment]) -> Vec<ResultRow> {
    let mut shown = BTreeSet::new();
    assessed
        .iter()
        .flat_map(|assessment| {
            let lines = Lines { scenario, assessment };
            let mut rows = lines.all();
            // Targets of one indicator in several years share its past and its forecast.
            let key = (lines.method(), assessment.target.area.clone(), &assessment.target.unit);
            if shown.insert(key) {
                rows.extend(lines.year_by_year());
            }
            rows.extend(lines.needed());
            rows
        })
        .collect()
}

/// The name of a target in the column `method`.
pub(super) fn method(indicator: &str, definition: Option<&str>) -> String {
    match definition {
        Some(definition) => format!("{indicator}: {definition}"),
        None => indicator.to_owned(),
    }
}

/// The name of a target of the plan in the column `method`.
pub(super) fn method_of(target: &PlanTarget) -> String {
    method(&target.indicator, target.definition.as_deref())
}

/// The name of the way to a target of `year` in the column `method`.
pub(super) fn way(method: &str, year: Year) -> String {
    format!("{method} → {year}")
}

/// The rows of one target.
struct Lines<'a> {
    scenario: &'a str,
    assessment: &'a Assessment,
}

impl Lines<'_> {
    fn all(&self) -> Vec<ResultRow> {
        match &self.assessment.finding {
            Finding::Ahead(comparison) => self.ahead(comparison),
            Finding::Past(outcome) => {
                let value = outcome.value / outcome.unit.factor();
                vec![self.stated(), self.plain("target_outcome", value)]
            }
            Finding::Silent(_) => vec![self.stated()],
        }
    }

    /// A figure in the target's year, in `unit`.
    fn in_unit(&self, (measure, unit): (&str, &str), value: f64) -> ResultRow {
        let target = &self.assessment.target;
        row(self.scenario, &target.area.to_string(), measure, unit, value)
            .by_method(&self.method())
            .in_year(target.year)
            .with_status(self.assessment.status.unwrap_or(Status::Assumed))
    }

    fn method(&self) -> String {
        method_of(&self.assessment.target)
    }

    /// Past and forecast of the indicator, in the target's unit.
    fn year_by_year(&self) -> Vec<ResultRow> {
        let Some(progress) = &self.assessment.progress else { return Vec::new() };
        let factor = self.factor();
        let past = progress.past.iter().map(|(year, (value, status))| {
            let row = self.plain("indicator", value / factor).in_year(*year);
            row.of_scenario(HISTORY).with_status(*status)
        });
        let forecast = progress.forecast.iter().map(|(year, summary)| {
            let summary = summary.times(factor.recip());
            self.plain("indicator", summary.mean).with_quantiles(&summary).in_year(*year)
        });
        past.chain(forecast).collect()
    }

    /// The way to the target, year by year.
    fn needed(&self) -> Vec<ResultRow> {
        let Some(progress) = &self.assessment.progress else { return Vec::new() };
        let (factor, target) = (self.factor(), &self.assessment.target);
        // Targets of one indicator in several years have a way each.
        let method = way(&self.method(), target.year);
        let row = |(year, value): (&Year, &f64)| {
            let row = self.plain("needed", value / factor).by_method(&method);
            row.in_year(*year).with_status(Status::Assumed)
        };
        progress.needed.iter().map(row).collect()
    }

    /// Factor from the target's unit to the unit of comparison.
    fn factor(&self) -> f64 {
        TargetUnit::named(&self.assessment.target.unit).map_or(1.0, TargetUnit::factor)
    }

    /// A figure in the target's unit.
    fn plain(&self, measure: &str, value: f64) -> ResultRow {
        self.in_unit((measure, &self.assessment.target.unit), value)
    }

    /// The value that the plan states.
    fn stated(&self) -> ResultRow {
        self.plain("target_value", self.assessment.target.value).with_status(Status::Assumed)
    }

    fn ahead(&self, found: &Comparison) -> Vec<ResultRow> {
        let factor = found.unit.factor();
        let mut rows = vec![self.stated()];
        let forecast = found.forecast.map(|forecast| forecast.times(factor.recip()));
        rows.extend(forecast.map(|f| self.plain("expected_value", f.mean).with_quantiles(&f)));
        rows.extend(
            [
                ("probability_reached", found.probability),
                ("current_status_index", found.current_status_index),
                ("anticipated_gap", found.anticipated_gap),
            ]
            .into_iter()
            .filter_map(|(measure, value)| Some(self.in_unit((measure, "share"), value?))),
        );
        if let Some(pace) = &found.pace {
            rows.extend(self.paces(found, pace));
        }
        rows.extend(found.expected_year.as_ref().map(|years| self.reaching(years)));
        rows
    }

    fn paces(&self, found: &Comparison, pace: &Pace) -> Vec<ResultRow> {
        let (unit, factor) = pace_unit(found, pace);
        let (required, recent) = pace.first_steps.unwrap_or((pace.required, pace.actual));
        let mut rows = vec![self.in_unit(("required_pace", &unit), required * factor)];
        rows.extend(recent.map(|pace| self.in_unit(("recent_pace", &unit), pace * factor)));
        rows.extend(pace.ratio.map(|ratio| self.in_unit(("pace_ratio", "ratio"), ratio)));
        rows
    }

    /// The median year of reaching with its 10th and 90th percentile, as far as the forecast goes.
    fn reaching(&self, years: &ExpectedYear) -> ResultRow {
        let known = |reaching| match reaching {
            Reaching::In(Year(year)) => Some(f64::from(year)),
            Reaching::NotBefore(_) => None,
        };
        match years.middle {
            Reaching::In(Year(year)) => {
                let middle = f64::from(year);
                let row = self.in_unit(("expected_year", "year"), middle);
                let (p10, p90) = (known(years.early), known(years.late));
                ResultRow { p10, p50: Some(middle), p90, ..row }
            }
            Reaching::NotBefore(Year(year)) => {
                self.in_unit(("expected_year_not_before", "year"), f64::from(year))
            }
        }
    }
}

/// Unit in which a pace is shown, and the factor to it.
fn pace_unit(found: &Comparison, pace: &Pace) -> (String, f64) {
    let is_share = found.unit.dimension() == Dimension::Share;
    match pace.kind {
        PaceKind::Compound => ("percent_per_year".to_owned(), 100.0),
        PaceKind::Linear | PaceKind::Logit if is_share => ("points_per_year".to_owned(), 100.0),
        _ => (found.unit.name().to_owned(), found.unit.factor().recip()),
    }
}
