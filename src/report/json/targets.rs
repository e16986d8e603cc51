//! What is said of targets, from and to [`TargetFinding`].

use serde::{Deserialize, Serialize};

use crate::report::json::TextEntry;
use crate::results::TargetFinding;
use crate::targets::assessment::Verdict;
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
    verdict: String,
    probability: Option<f64>,
    by_construction: bool,
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
            verdict: finding.verdict.name().to_owned(),
            probability: finding.probability,
            by_construction: finding.by_construction,
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
            verdict: Verdict::named(&self.verdict).unwrap_or(Verdict::CannotBeSaid),
            probability: self.probability,
            by_construction: self.by_construction,
            expected_year: self.expected_year.map(TextEntry::text),
            explanations: lines.map(|line| (line.topic, line.text.text())).collect(),
            source: self.source,
        }
    }
}
