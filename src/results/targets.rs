//! Targets of the plan beside history and forecast: the table, and what is said of each.
//!
//! In the table the column `method` has the indicator's name with its definition as the plan
//! states it. Figures are in the target's unit; paces of shares in points a year, paces of levels
//! in percent a year.

mod series;

use crate::dataset::PlanTarget;
use crate::language::Text;
use crate::paths::Summary;
use crate::results::ResultRow;
use crate::results::assemble::{Outcome, Source};
use crate::results::rows::row;
use crate::status::Status;
use crate::targets;
use crate::targets::AssessmentOptions;
use crate::targets::assessment::{Assessment, Comparison, Explanation, Finding, Topic, Verdict};
use crate::targets::chance::{ExpectedYear, Reaching};
use crate::targets::indicator::{Direction, Indicator};
use crate::targets::meaning::Meaning;
use crate::targets::pace::{Pace, PaceKind};
use crate::targets::unit::{Dimension, TargetUnit};
use crate::units::Year;

/// What is said of one target under one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetFinding {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the indicator in the table of targets.
    pub indicator: String,
    /// The indicator in words.
    pub title: Text,
    /// Its definition as the plan states it.
    pub definition: Option<String>,
    /// Area the target is set for, boundaries included.
    pub area: String,
    /// Year by which.
    pub year: Year,
    /// The value to be reached, with its direction and unit.
    pub target: Text,
    /// Where the target stands.
    pub verdict: Verdict,
    /// Probability of reaching it; `None` where it has passed or nothing can be said.
    pub probability: Option<f64>,
    /// Whether the probability is 0 or 1 only because the forecast is an assumption.
    pub by_construction: bool,
    /// Median of the year of reaching it.
    pub expected_year: Option<Text>,
    /// The explanation, a line a topic, each with the topic's name.
    pub explanations: Vec<(String, Text)>,
    /// The decision or resolution that sets it.
    pub source: String,
}

impl TargetFinding {
    /// The line of explanation on `topic`.
    pub fn line(&self, topic: Topic) -> Option<&Text> {
        let found = self.explanations.iter().find(|(name, _)| name == topic.name());
        found.map(|(_, text)| text)
    }
}

/// Assesses every target under the scenario of `outcome`.
pub(super) fn assess(source: &Source<'_>, outcome: &Outcome) -> Vec<Assessment> {
    if source.dataset.targets.is_empty() {
        return Vec::new();
    }
    let series = series::series(source, outcome);
    let mut assessed =
        targets::assess(&source.dataset.targets, &series, AssessmentOptions::default());
    for assessment in &mut assessed {
        note_assumptions(assessment);
    }
    assessed
}

/// Says of a forecast without any spread that its probability is no finding.
fn note_assumptions(assessment: &mut Assessment) {
    let Finding::Ahead(comparison) = &assessment.finding else { return };
    if !has_no_spread(comparison) {
        return;
    }
    let text = Text::new(
        "Dự báo này suy ra từ giả định của kịch bản (như tăng trưởng GRDP), nên xác suất bằng 0 hoặc \
         1 do cách lập, không phải kết quả ước lượng.",
        "This forecast follows from the scenario's assumptions, such as the growth of output, so \
         the probability is 0 or 1 by construction and no estimate.",
    );
    assessment.explanations.push(Explanation { topic: Topic::Note, text });
}

/// Whether there is a forecast, and every draw of it says the same.
fn has_no_spread(comparison: &Comparison) -> bool {
    let spread = comparison.forecast.map(|forecast| (forecast.p975 - forecast.p025, forecast.p975));
    spread.is_some_and(|(spread, size)| spread <= 1e-12 * size.abs())
}

/// What is said of each target, for readers.
pub(super) fn findings(scenario: &str, assessed: &[Assessment]) -> Vec<TargetFinding> {
    assessed.iter().map(|assessment| finding(scenario, assessment)).collect()
}

fn finding(scenario: &str, assessment: &Assessment) -> TargetFinding {
    let target = &assessment.target;
    let title = Indicator::named(&target.indicator).map(Indicator::title);
    let ahead = match &assessment.finding {
        Finding::Ahead(comparison) => Some(comparison),
        Finding::Past(_) | Finding::Silent(_) => None,
    };
    let lines = assessment.explanations.iter();
    TargetFinding {
        scenario: scenario.to_owned(),
        indicator: target.indicator.clone(),
        title: title.unwrap_or_else(|| Text::new(&*target.indicator, &*target.indicator)),
        definition: target.definition.clone(),
        area: target.area.to_string(),
        year: target.year,
        target: wanted(target),
        verdict: assessment.verdict,
        probability: ahead.and_then(|comparison| comparison.probability),
        by_construction: ahead.is_some_and(|comparison| has_no_spread(comparison)),
        expected_year: ahead.and_then(|found| Some(found.expected_year?.middle.text())),
        explanations: lines.map(|line| (line.topic.name().to_owned(), line.text.clone())).collect(),
        source: target.source.clone(),
    }
}

/// The value to be reached, with its direction.
fn wanted(target: &PlanTarget) -> Text {
    let meaning = Meaning::of(target.definition.as_deref(), target.year);
    let by_kind = Indicator::named(&target.indicator).map(Indicator::direction);
    let direction = meaning.direction.or(by_kind).unwrap_or(Direction::AtLeast).label();
    let plain = || format!("{} {}", target.value, target.unit);
    let value = TargetUnit::named(&target.unit).map_or_else(
        || Text::new(plain(), plain()),
        |unit| unit.text(target.value * unit.factor()),
    );
    Text::new(format!("{} {}", direction.vi, value.vi), format!("{} {}", direction.en, value.en))
}

/// The rows of the table under one scenario.
pub(super) fn rows(scenario: &str, assessed: &[Assessment]) -> Vec<ResultRow> {
    assessed.iter().flat_map(|assessment| Lines { scenario, assessment }.all()).collect()
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
        let method = match &target.definition {
            Some(definition) => format!("{}: {definition}", target.indicator),
            None => target.indicator.clone(),
        };
        row(self.scenario, &target.area.to_string(), measure, unit, value)
            .by_method(&method)
            .in_year(target.year)
            .with_status(self.assessment.status.unwrap_or(Status::Assumed))
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
        let forecast = found.forecast.map(|forecast| scaled(&forecast, factor.recip()));
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

fn scaled(summary: &Summary, factor: f64) -> Summary {
    Summary {
        mean: summary.mean * factor,
        p025: summary.p025 * factor,
        p10: summary.p10 * factor,
        p50: summary.p50 * factor,
        p90: summary.p90 * factor,
        p975: summary.p975 * factor,
    }
}
