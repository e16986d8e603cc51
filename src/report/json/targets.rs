//! What is said of targets, from and to [`TargetFinding`].

use serde::{Deserialize, Serialize};

use crate::paths::Summary;
use crate::report::json::TextEntry;
use crate::results::{
    CheckFinding, LeverFinding, LeverPart, RecordFinding, TargetFinding, TargetReview,
};
use crate::targets::assessment::Verdict;
use crate::targets::consistency::Agreement;
use crate::targets::contribution::Division;
use crate::units::Year;

#[derive(Serialize, Deserialize)]
struct LineEntry {
    topic: String,
    text: TextEntry,
}

#[derive(Serialize, Deserialize)]
pub(super) struct TargetEntry {
    scenario: String,
    indicator: String,
    title: TextEntry,
    definition: Option<String>,
    area: String,
    year: i32,
    target: TextEntry,
    unit: String,
    verdict: String,
    probability: Option<f64>,
    by_construction: bool,
    reason: Option<TextEntry>,
    expected_year: Option<TextEntry>,
    explanations: Vec<LineEntry>,
    source: String,
}

impl TargetEntry {
    pub(super) fn of(finding: &TargetFinding) -> Self {
        let line = |(topic, text): &(String, _)| LineEntry {
            topic: topic.clone(),
            text: TextEntry::of(text),
        };
        Self {
            scenario: finding.scenario.clone(),
            indicator: finding.indicator.clone(),
            title: TextEntry::of(&finding.title),
            definition: finding.definition.clone(),
            area: finding.area.clone(),
            year: finding.year.0,
            target: TextEntry::of(&finding.target),
            unit: finding.unit.clone(),
            verdict: finding.verdict.name().to_owned(),
            probability: finding.probability,
            by_construction: finding.by_construction,
            reason: finding.reason.as_ref().map(TextEntry::of),
            expected_year: finding.expected_year.as_ref().map(TextEntry::of),
            explanations: finding.explanations.iter().map(line).collect(),
            source: finding.source.clone(),
        }
    }

    /// The finding; a verdict of another version is one that cannot be said.
    pub(super) fn finding(self) -> TargetFinding {
        let lines = self.explanations.into_iter();
        TargetFinding {
            scenario: self.scenario,
            indicator: self.indicator,
            title: self.title.text(),
            definition: self.definition,
            area: self.area,
            year: Year(self.year),
            target: self.target.text(),
            unit: self.unit,
            verdict: Verdict::named(&self.verdict).unwrap_or(Verdict::CannotBeSaid),
            probability: self.probability,
            by_construction: self.by_construction,
            reason: self.reason.map(TextEntry::text),
            expected_year: self.expected_year.map(TextEntry::text),
            explanations: lines.map(|line| (line.topic, line.text.text())).collect(),
            source: self.source,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct CheckEntry {
    targets: Vec<usize>,
    subject: String,
    agreement: String,
    text: TextEntry,
}

/// Mean, then the percentiles 2.5, 10, 50, 90 and 97.5.
#[derive(Serialize, Deserialize)]
struct SummaryEntry([f64; 6]);

impl SummaryEntry {
    const fn of(s: &Summary) -> Self {
        Self([s.mean, s.p025, s.p10, s.p50, s.p90, s.p975])
    }

    const fn summary(self) -> Summary {
        let [mean, p025, p10, p50, p90, p975] = self.0;
        Summary { mean, p025, p10, p50, p90, p975 }
    }
}

#[derive(Serialize, Deserialize)]
struct PartEntry {
    scenario: String,
    title: TextEntry,
    part: SummaryEntry,
    share_of_gap: Option<f64>,
}

#[derive(Serialize, Deserialize)]
struct LeverEntry {
    target: usize,
    base: String,
    division: String,
    gap: f64,
    left: Option<f64>,
    parts: Vec<PartEntry>,
}

#[derive(Serialize, Deserialize)]
struct RecordEntry {
    target: usize,
    reached: bool,
    outcome: f64,
    margin: f64,
}

/// What is found of all targets together.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct ReviewEntry {
    checks: Vec<CheckEntry>,
    levers: Vec<LeverEntry>,
    record: Vec<RecordEntry>,
}

impl ReviewEntry {
    pub(super) fn of(review: &TargetReview) -> Self {
        let check = |found: &CheckFinding| CheckEntry {
            targets: found.targets.clone(),
            subject: found.subject.clone(),
            agreement: found.agreement.name().to_owned(),
            text: TextEntry::of(&found.text),
        };
        let record = |found: &RecordFinding| RecordEntry {
            target: found.target,
            reached: found.reached,
            outcome: found.outcome,
            margin: found.margin,
        };
        Self {
            checks: review.checks.iter().map(check).collect(),
            levers: review.levers.iter().map(LeverEntry::of).collect(),
            record: review.record.iter().map(record).collect(),
        }
    }

    /// The review; an outcome of another version is one that cannot be said.
    pub(super) fn review(self) -> TargetReview {
        let check = |entry: CheckEntry| CheckFinding {
            targets: entry.targets,
            subject: entry.subject,
            agreement: Agreement::named(&entry.agreement).unwrap_or(Agreement::CannotBeSaid),
            text: entry.text.text(),
        };
        let record = |entry: RecordEntry| RecordFinding {
            target: entry.target,
            reached: entry.reached,
            outcome: entry.outcome,
            margin: entry.margin,
        };
        TargetReview {
            checks: self.checks.into_iter().map(check).collect(),
            levers: self.levers.into_iter().map(LeverEntry::finding).collect(),
            record: self.record.into_iter().map(record).collect(),
        }
    }
}

impl LeverEntry {
    fn of(found: &LeverFinding) -> Self {
        let part = |part: &LeverPart| PartEntry {
            scenario: part.scenario.clone(),
            title: TextEntry::of(&part.title),
            part: SummaryEntry::of(&part.part),
            share_of_gap: part.share_of_gap,
        };
        Self {
            target: found.target,
            base: found.base.clone(),
            division: found.division.name().to_owned(),
            gap: found.gap,
            left: found.left,
            parts: found.parts.iter().map(part).collect(),
        }
    }

    fn finding(self) -> LeverFinding {
        let part = |entry: PartEntry| LeverPart {
            scenario: entry.scenario,
            title: entry.title.text(),
            part: entry.part.summary(),
            share_of_gap: entry.share_of_gap,
        };
        LeverFinding {
            target: self.target,
            base: self.base,
            division: Division::named(&self.division).unwrap_or(Division::Alone),
            gap: self.gap,
            left: self.left,
            parts: self.parts.into_iter().map(part).collect(),
        }
    }
}
