//! Targets on one indicator under one definition and in one area, which share a panel.

use std::collections::BTreeSet;

use crate::language::Language;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::targets::unit::Measure;
use crate::report::targets;
use crate::results::HISTORY;
use crate::results::ResultRow;
use crate::results::TableName;
use crate::results::TargetFinding;
use crate::targets::definition_words;
use crate::targets::meaning::Period;
use crate::targets::meaning::identity_text;
use crate::targets::unit::TargetUnit;
use crate::units::Year;

/// A target with its rows.
pub(super) struct Target<'a> {
    pub(super) finding: &'a TargetFinding,
    pub(super) period: Period,
    /// The value that the plan states.
    pub(super) value: &'a ResultRow,
    /// The way to it, by year.
    pub(super) needed: Vec<&'a ResultRow>,
    probability: Option<&'a ResultRow>,
}

impl Target<'_> {
    /// Where it stands on the scale of its indicator: a sum as the mean of its years.
    pub(super) fn mark(&self) -> f64 {
        match self.period {
            Period::Sum(..) => self.value.mean / self.period.n_years(),
            Period::In(_) | Period::Mean(..) => self.value.mean,
        }
    }

    /// Whether what is needed belongs to its years and is no way from the last figure: growth and
    /// amounts.
    pub(super) fn is_level(&self) -> bool {
        let yearly = matches!(
            TargetUnit::named(&self.finding.unit),
            Some(TargetUnit::PersonsPerYear | TargetUnit::PercentPerYear)
        );
        yearly || matches!(self.period, Period::Mean(..) | Period::Sum(..))
    }
}

/// The targets of a panel, with the past and the forecast of their indicator.
pub(super) struct Group<'a> {
    pub(super) title: String,
    /// Definition, area where it is another, and unit.
    pub(super) detail: String,
    pub(super) unit: Measure,
    pub(super) past: Vec<&'a ResultRow>,
    pub(super) forecast: Vec<&'a ResultRow>,
    pub(super) targets: Vec<Target<'a>>,
}

impl<'a> Group<'a> {
    pub(super) fn rows(&self) -> impl Iterator<Item = &'a ResultRow> {
        let targets = self.targets.iter().flat_map(|target| {
            let stated = [target.value].into_iter().chain(target.probability);
            stated.chain(target.needed.iter().copied())
        });
        self.past.iter().chain(&self.forecast).copied().chain(targets)
    }

    /// First and last year drawn.
    pub(super) fn years(&self, base: Year) -> (Year, Year) {
        let years = self.past.iter().chain(&self.forecast).filter_map(|row| row.year);
        let ends = self.targets.iter().flat_map(|target| {
            let (first, last) = target.period.ends();
            [first, last]
        });
        let all: Vec<Year> = years.chain(ends).collect();
        let first = all.iter().min().copied().unwrap_or(base);
        (first, all.iter().max().copied().unwrap_or(base).max(first.plus(1)))
    }
}

/// The panels: targets of the results' own area first, then in the order of the plan.
pub(super) fn groups<'a>(subject: &Subject<'a>) -> Vec<Group<'a>> {
    let results = subject.results;
    let mut findings: Vec<&TargetFinding> = results
        .target_findings
        .iter()
        .filter(|one| one.scenario == subject.scenario.name && one.reason.is_none())
        .collect();
    let own = results.area.to_string();
    findings.sort_by_key(|finding| finding.area != own);
    let mut groups: Vec<(Key<'a>, Group<'a>)> = Vec::new();
    for finding in findings {
        let Some(target) = target(subject, finding) else { continue };
        let key = Key::of(finding);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.targets.push(target),
            None => groups.push((key, group(subject, (finding, target)))),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// What targets of a panel have in common.
#[derive(PartialEq)]
struct Key<'a> {
    indicator: &'a str,
    identity: BTreeSet<String>,
    area: &'a str,
    unit: &'a str,
}

impl<'a> Key<'a> {
    fn of(finding: &'a TargetFinding) -> Self {
        let identity = finding.meaning().identity;
        Self { indicator: &finding.indicator, identity, area: &finding.area, unit: &finding.unit }
    }
}

/// Rows of `measure` of a target, by year.
fn rows_of<'a>(
    subject: &Subject<'a>,
    finding: &TargetFinding,
    (scenario, method, measure): (&str, &str, &str),
) -> Vec<&'a ResultRow> {
    let mut rows: Vec<&ResultRow> = select::rows(subject.results, TableName::Targets)
        .filter(|row| row.scenario == scenario && row.measure == measure)
        .filter(|row| row.area == finding.area && row.method.as_deref() == Some(method))
        .collect();
    rows.sort_by_key(|row| row.year);
    rows
}

fn target<'a>(subject: &Subject<'a>, finding: &'a TargetFinding) -> Option<Target<'a>> {
    let (scenario, method) = (subject.scenario.name.as_str(), finding.method());
    let one = |measure| {
        let rows = rows_of(subject, finding, (scenario, &method, measure));
        rows.into_iter().find(|row| row.year == Some(finding.year))
    };
    Some(Target {
        finding,
        period: finding.meaning().period,
        value: one("target_value")?,
        needed: rows_of(subject, finding, (scenario, &finding.way(), "needed")),
        probability: one("probability_reached"),
    })
}

fn group<'a>(
    subject: &Subject<'a>,
    (finding, target): (&'a TargetFinding, Target<'a>),
) -> Group<'a> {
    let (scenario, method) = (subject.scenario.name.as_str(), finding.method());
    let past = rows_of(subject, finding, (HISTORY, &method, "indicator"));
    let forecast = rows_of(subject, finding, (scenario, &method, "indicator"));
    let largest = past.iter().chain(&forecast).map(|row| row.mean.abs()).fold(0.0, f64::max);
    let language = subject.language;
    let unit = Measure::of(&finding.unit, largest.max(target.mark().abs()));
    let identity = identity_text(&finding.meaning().identity);
    let identity = definition_words::words(&identity).get(language).to_owned();
    let area = targets::other_area(subject.results, finding, language);
    let details = [Some(identity).filter(|text| !text.is_empty()), area, Some(unit.name(language))];
    let details: Vec<String> = details.into_iter().flatten().collect();
    Group {
        title: capital(finding.title.get(language)),
        detail: details.join(" · "),
        unit,
        past,
        forecast,
        targets: vec![target],
    }
}

/// A name as it stands at the beginning of a line.
pub(in crate::report::charts) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A target with its definition and area as a line; the area only where it is another.
pub(in crate::report::charts) fn name(
    subject: &Subject<'_>,
    finding: &TargetFinding,
    language: Language,
) -> String {
    capital(&targets::name(subject.results, finding, language))
}
