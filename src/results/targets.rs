//! Targets of the plan beside history and forecast: the table, and what is said of each.
//!
//! In the table the column `method` has the indicator's name with its definition as the plan
//! states it. Figures are in the target's unit; paces of shares in points a year, paces of levels
//! in percent a year. Beside each target stand its indicator year by year (`indicator`, and from
//! today `needed`, the way to the target of a year, with that year in the column `method`), the checks
//! among targets (`implied_…`, the range of the past as its percentiles) and what levers close
//! (`lever_…`, `joint_lever_…`).

mod capacity;
mod quotient;
mod recorded;
pub(super) mod review;
mod rows;
mod series;

pub(in crate::results) use crate::results::targets::recorded::problems;
pub(in crate::results) use crate::results::targets::rows::rows;

use crate::dataset::PlanTarget;
use crate::language::Text;
use crate::results::assemble::{Outcome, Source};
use crate::targets;
use crate::targets::AssessmentOptions;
use crate::targets::assessment::{Assessment, Comparison, Explanation, Finding, Topic, Verdict};
use crate::targets::consistency::{self, TargetCheck};
use crate::targets::indicator::{Direction, Indicator};
use crate::targets::meaning::Meaning;
use crate::targets::unit::TargetUnit;
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
    /// Unit as the plan states it.
    pub unit: String,
    /// Where the target stands.
    pub verdict: Verdict,
    /// Probability of reaching it; `None` where it has passed or nothing can be said.
    pub probability: Option<f64>,
    /// Whether the probability is 0 or 1 only because the forecast is an assumption.
    pub by_construction: bool,
    /// Why nothing can be said, in a few words; `None` where something can.
    pub reason: Option<Text>,
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

/// The targets under one scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessed {
    /// Target by target, in the order of the plan.
    pub(super) assessments: Vec<Assessment>,
    /// What the draws say of each, in its unit; `None` where no forecast covers it.
    pub(super) draws: Vec<Option<Vec<f64>>>,
    /// Checks among them, which the past alone decides.
    pub(super) checks: Vec<TargetCheck>,
}

/// Floor or ceiling: what the definition says, or the indicator's own.
pub(super) fn direction(indicator: &str, meaning: &Meaning) -> Direction {
    let by_kind = Indicator::named(indicator).map(Indicator::direction);
    meaning.direction.or(by_kind).unwrap_or(Direction::AtLeast)
}

impl TargetFinding {
    /// What its definition means.
    pub fn meaning(&self) -> Meaning {
        Meaning::of(self.definition.as_deref(), self.year)
    }

    /// Whether it is a floor or a ceiling.
    pub fn direction(&self) -> Direction {
        direction(&self.indicator, &self.meaning())
    }

    /// Its name in the column `method` of the table of targets.
    pub fn method(&self) -> String {
        rows::method(&self.indicator, self.definition.as_deref())
    }

    /// The name of the way to it in that column.
    pub fn way(&self) -> String {
        rows::way(&self.method(), self.year)
    }
}

/// Assesses every target under the scenario of `outcome`.
pub(super) fn assess(source: &Source<'_>, outcome: &Outcome) -> Assessed {
    let plan = &source.dataset.targets;
    if plan.is_empty() {
        return Assessed::default();
    }
    let series = series::series(source, outcome);
    let present = Some(source.model.base_year);
    let options = AssessmentOptions { present, ..AssessmentOptions::default() };
    let mut assessments = targets::assess(plan, &series, options);
    for assessment in &mut assessments {
        note_assumptions(assessment);
    }
    let mut checks = consistency::checks(plan, &series, &source.model.sectors);
    checks.extend(capacity::checks(source, outcome, &series));
    Assessed {
        assessments,
        draws: plan.iter().map(|target| targets::draws(target, &series)).collect(),
        checks,
    }
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
    let reason = match &assessment.finding {
        Finding::Silent(obstacle) => Some(obstacle.reason()),
        Finding::Ahead(_) | Finding::Past(_) => None,
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
        unit: target.unit.clone(),
        verdict: assessment.verdict,
        probability: ahead.and_then(|comparison| comparison.probability),
        by_construction: ahead.is_some_and(|comparison| has_no_spread(comparison)),
        reason,
        expected_year: ahead.and_then(|found| Some(found.expected_year?.middle.text())),
        explanations: lines.map(|line| (line.topic.name().to_owned(), line.text.clone())).collect(),
        source: target.source.clone(),
    }
}

/// The value to be reached, with its direction.
fn wanted(target: &PlanTarget) -> Text {
    let meaning = Meaning::of(target.definition.as_deref(), target.year);
    let direction = direction(&target.indicator, &meaning).label();
    let plain = || format!("{} {}", target.value, target.unit);
    let value = TargetUnit::named(&target.unit).map_or_else(
        || Text::new(plain(), plain()),
        |unit| unit.text(target.value * unit.factor()),
    );
    Text::new(format!("{} {}", direction.vi, value.vi), format!("{} {}", direction.en, value.en))
}
