//! What is found of all targets together: whether they agree, what levers close of the gap to each,
//! and how past targets did.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::language::Text;
use crate::paths::{Paths, Summary};
use crate::results::assemble::Source;
use crate::results::rows::row;
use crate::results::targets::rows::method_of;
use crate::results::targets::{Assessed, direction};
use crate::results::{HISTORY, ResultRow, ScenarioLabel};
use crate::status::Status;
use crate::targets::assessment::Finding;
use crate::targets::consistency::{Agreement, Subject};
use crate::targets::contribution::{
    Aim, Contribution, Contributions, Division, LeverRuns, contributions,
};
use crate::targets::meaning::Meaning;
use crate::targets::track_record::{PastTarget, track_record};
use crate::targets::unit::{Dimension, TargetUnit};

/// What is found of all targets together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TargetReview {
    /// Checks among the targets.
    pub checks: Vec<CheckFinding>,
    /// What levers close, target by target.
    pub levers: Vec<LeverFinding>,
    /// Targets whose year is over and whose outcome is known.
    pub record: Vec<RecordFinding>,
}

/// A check among targets.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckFinding {
    /// Positions of the targets in the plan.
    pub targets: Vec<usize>,
    /// Name of what it is about.
    pub subject: String,
    /// Whether they agree.
    pub agreement: Agreement,
    /// The check in one line.
    pub text: Text,
}

/// What levers close of the gap to one target; figures in the target's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverFinding {
    /// Position of the target in the plan.
    pub target: usize,
    /// Name of the scenario without levers.
    pub base: String,
    /// How the change was divided.
    pub division: Division,
    /// Mean distance to the target without levers; negative where it is exceeded.
    pub gap: f64,
    /// Mean distance that is left with all levers; `None` where each was looked at alone.
    pub left: Option<f64>,
    /// Lever by lever.
    pub parts: Vec<LeverPart>,
}

/// What one lever closes, positive towards the target.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverPart {
    /// Name of the scenario that is the lever.
    pub scenario: String,
    /// The lever for readers.
    pub title: Text,
    /// Its part over the draws.
    pub part: Summary,
    /// Its mean part over the gap; `None` where there is no gap.
    pub share_of_gap: Option<f64>,
}

/// A past target with its outcome; figures in the target's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordFinding {
    /// Position of the target in the plan.
    pub target: usize,
    /// Whether it was reached.
    pub reached: bool,
    /// What came.
    pub outcome: f64,
    /// Outcome beyond the target in its direction; negative where it was missed.
    pub margin: f64,
}

/// The review of a run; `assessed` in the order of its scenarios.
pub(in crate::results) fn review(source: &Source<'_>, assessed: &[Assessed]) -> TargetReview {
    let Some(first) = assessed.first() else { return TargetReview::default() };
    let checks = first.checks.iter().map(|found| CheckFinding {
        targets: found.targets.clone(),
        subject: found.subject.name().to_owned(),
        agreement: found.check.agreement,
        text: found.check.text.clone(),
    });
    let labels: Vec<ScenarioLabel> = source.scenarios.iter().map(ScenarioLabel::of).collect();
    let n = source.dataset.targets.len();
    let alone = |target| alone(source, (target, assessed), &labels);
    TargetReview {
        checks: checks.collect(),
        levers: (0..n).filter_map(alone).collect(),
        record: record(first),
    }
}

fn record(first: &Assessed) -> Vec<RecordFinding> {
    let record = track_record(&first.assessments, &[]);
    let shown = |past: &PastTarget| {
        let factor = past.outcome.unit.factor();
        RecordFinding {
            target: past.target,
            reached: past.reached,
            outcome: past.outcome.value / factor,
            margin: past.margin / factor,
        }
    };
    record.past.iter().map(shown).collect()
}

/// A run of one figure per draw, in the year of its target.
fn as_paths(source: &Source<'_>, target: usize, draws: &[f64]) -> Paths {
    let year = source.dataset.targets[target].year;
    let mut paths = Paths::zeros(year, 1, draws.len(), 1);
    for (draw, value) in draws.iter().enumerate() {
        paths.path_mut(0, draw)[0] = *value;
    }
    paths
}

fn aim(source: &Source<'_>, target: usize) -> Aim {
    let target = &source.dataset.targets[target];
    let meaning = Meaning::of(target.definition.as_deref(), target.year);
    let direction = direction(&target.indicator, &meaning);
    Aim { year: target.year, value: target.value, direction }
}

/// Whether a lever moves any draw, beyond what the order of additions may do.
fn moves(part: &Summary, target: f64) -> bool {
    part.p025.abs().max(part.p975.abs()).max(part.mean.abs()) > 1e-9 * target.abs()
}

fn parts(found: Contributions, names: &[String]) -> Vec<LeverPart> {
    let levers = found.levers.into_iter().zip(names);
    let part = |(lever, name): (Contribution, &String)| LeverPart {
        scenario: name.clone(),
        title: lever.lever,
        part: lever.part,
        share_of_gap: lever.share_of_gap,
    };
    levers.map(part).collect()
}

/// Every scenario but the first as a lever by itself; `None` where none moves the target.
fn alone(
    source: &Source<'_>,
    (target, assessed): (usize, &[Assessed]),
    labels: &[ScenarioLabel],
) -> Option<LeverFinding> {
    let run = |of: &Assessed| Some(as_paths(source, target, of.draws[target].as_deref()?));
    let (base, aim) = (run(assessed.first()?)?, aim(source, target));
    let mut gap = 0.0;
    let mut all = Vec::new();
    for (label, of) in labels.iter().zip(assessed).skip(1) {
        let Some(with) = run(of) else { continue };
        let levers = [label.title.clone()];
        let runs = [(0, &base), (1, &with)].into();
        let Ok(found) = contributions(&LeverRuns { levers: &levers, runs: &runs }, &aim) else {
            continue;
        };
        gap = found.gap;
        all.extend(parts(found, std::slice::from_ref(&label.name)));
    }
    all.retain(|part| moves(&part.part, aim.value));
    let (division, base) = (Division::Alone, labels.first()?.name.clone());
    (!all.is_empty()).then_some(LeverFinding {
        target,
        base,
        division,
        gap,
        left: None,
        parts: all,
    })
}

/// What `levers` close together and each of it, from runs of sets of them; bit `k` of a key is set
/// if lever `k` is.
pub(in crate::results) fn together(
    source: &Source<'_>,
    assessed: &BTreeMap<u32, Assessed>,
    (base, levers): (&str, &[ScenarioLabel]),
) -> Result<Vec<LeverFinding>> {
    let titles: Vec<Text> = levers.iter().map(|label| label.title.clone()).collect();
    let names: Vec<String> = levers.iter().map(|label| label.name.clone()).collect();
    let mut all = Vec::new();
    for target in 0..source.dataset.targets.len() {
        let made: Option<Vec<(u32, Paths)>> = assessed
            .iter()
            .map(|(set, of)| Some((*set, as_paths(source, target, of.draws[target].as_deref()?))))
            .collect();
        let Some(made) = made else { continue };
        let runs = made.iter().map(|(set, paths)| (*set, paths)).collect();
        let aim = aim(source, target);
        let found = contributions(&LeverRuns { levers: &titles, runs: &runs }, &aim)?;
        let (division, gap, left) = (found.division, found.gap, Some(found.left));
        let parts = parts(found, &names);
        if parts.iter().any(|part| moves(&part.part, aim.value)) {
            all.push(LeverFinding { target, base: base.to_owned(), division, gap, left, parts });
        }
    }
    Ok(all)
}

/// The rows of a review.
pub(in crate::results) fn rows(
    source: &Source<'_>,
    (assessed, review): (&[Assessed], &TargetReview),
) -> Vec<ResultRow> {
    let Some(first) = assessed.first() else { return Vec::new() };
    let mut rows: Vec<ResultRow> = first
        .checks
        .iter()
        .map(|found| {
            let targets = &source.dataset.targets;
            let names: Vec<String> =
                found.targets.iter().map(|t| method_of(&targets[*t])).collect();
            let (unit, factor) = match found.subject {
                Subject::Parts => unit_of_sum(&targets[found.targets[0]].unit),
                Subject::Capacity => ("persons", 1.0),
                Subject::Quotient(_) | Subject::RestOfPeriod => ("percent_per_year", 100.0),
            };
            let target = &targets[found.targets[0]];
            let measure = format!("implied_{}", found.subject.name());
            let area = target.area.to_string();
            let mut row = row(HISTORY, &area, &measure, unit, found.check.implied * factor)
                .by_method(&names.join(" | "))
                .in_year(target.year)
                .with_status(Status::Derived);
            let ends = found.check.range.filter(|(low, high)| low.is_finite() && high.is_finite());
            (row.p025, row.p975) = ends.map(|(low, high)| (low * factor, high * factor)).unzip();
            row
        })
        .collect();
    rows.extend(review.levers.iter().flat_map(|lever| lever_rows(source, lever)));
    rows
}

/// Unit of a sum of targets, and the factor to it from the unit of comparison.
fn unit_of_sum(unit: &str) -> (&str, f64) {
    (unit, TargetUnit::named(unit).map_or(1.0, |unit| unit.factor().recip()))
}

/// The rows of what levers close of the gap to one target.
pub(in crate::results) fn lever_rows(source: &Source<'_>, found: &LeverFinding) -> Vec<ResultRow> {
    let target = &source.dataset.targets[found.target];
    let is_share =
        TargetUnit::named(&target.unit).is_some_and(|u| u.dimension() == Dimension::Share);
    let unit = if is_share { "points" } else { &target.unit };
    let kind = if found.division == Division::Alone { "lever" } else { "joint_lever" };
    let area = target.area.to_string();
    let plain = |scenario: &str, measure: &str, unit: &str, mean: f64| {
        let row = row(scenario, &area, &format!("{kind}_{measure}"), unit, mean);
        row.by_method(&method_of(target)).in_year(target.year).with_status(Status::Assumed)
    };
    let mut rows = vec![plain(&found.base, "gap", unit, found.gap)];
    rows.extend(found.left.map(|left| plain(&found.base, "gap_left", unit, left)));
    for part in &found.parts {
        let row = plain(&part.scenario, "part", unit, part.part.mean).with_quantiles(&part.part);
        rows.push(row);
        rows.extend(
            part.share_of_gap.map(|share| plain(&part.scenario, "share_of_gap", "share", share)),
        );
    }
    rows
}

/// Whether anything was found of a target under any scenario.
pub(in crate::results) fn judged(assessed: &[Assessed]) -> (usize, usize) {
    let first = assessed.first().map_or(&[][..], |first| &first.assessments);
    let said = first.iter().filter(|one| !matches!(one.finding, Finding::Silent(_)));
    (said.count(), first.len())
}
