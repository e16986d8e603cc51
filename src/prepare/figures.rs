//! The figures while they are being prepared: by series, definition and year, holes and all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::codes::AreaCode;
use crate::dataset::{Dataset, Measure, Observation};
use crate::error::Error;
use crate::language::Text;
use crate::model::{Model, Operation};
use crate::prepare::{Fallback, FallbackKind, OperationReport};
use crate::series::{Point, SeriesKey};
use crate::status::Status;
use crate::units::Year;

/// A definition by name; `None` where the source names none.
pub(super) type Definition = Option<String>;

/// One year's figure with what preparing needs to know of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    /// The figure in the canonical unit.
    pub(super) value: f64,
    /// How it came to be known.
    pub(super) status: Status,
    /// Variance of its logarithm.
    pub(super) log_variance: f64,
    /// Whether it says something about its year; figures that only fill a hole do not.
    pub(super) known: bool,
    /// Whether the source published its sampling error.
    pub(super) has_own_error: bool,
}

impl Figure {
    /// A figure that came out of preparing.
    pub(super) const fn made(value: f64, status: Status, log_variance: f64) -> Self {
        Self { value, status, log_variance, known: true, has_own_error: false }
    }

    /// A figure that only fills a hole.
    pub(super) const fn filled(value: f64, log_variance: f64) -> Self {
        let status = Status::Estimated;
        Self { value, status, log_variance, known: false, has_own_error: false }
    }

    fn observed(observation: &Observation) -> Self {
        let log_variance = observation.cv.map_or(0.0, |cv| (cv * cv).ln_1p());
        Self {
            log_variance,
            has_own_error: observation.cv.is_some(),
            ..Self::made(observation.value, observation.status, 0.0)
        }
    }

    /// The figure as a point of a series.
    pub(super) const fn point(self, masked: bool) -> Point {
        Point { value: self.value, status: self.status, log_variance: self.log_variance, masked }
    }
}

/// Sum of figures: the least firm status, at least derived, and the variance of independent parts.
pub(super) fn sum(figures: &[Figure]) -> Figure {
    let value: f64 = figures.iter().map(|f| f.value).sum();
    let squares: f64 = figures.iter().map(|f| f.value * f.value * f.log_variance).sum();
    let status = figures.iter().map(|f| f.status).max().unwrap_or(Status::Derived);
    let log_variance = if value == 0.0 { 0.0 } else { squares / (value * value) };
    Figure {
        known: figures.iter().all(|f| f.known),
        ..Figure::made(value, status.max(Status::Derived), log_variance)
    }
}

/// The figures of one series under one definition.
pub(super) type Strand = BTreeMap<Year, Figure>;

/// What a mask takes out of one year of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Adjustment {
    /// Added to the logarithm.
    pub(super) log_shift: f64,
    /// Variance of what is added.
    pub(super) variance: f64,
}

/// All figures of a run with the model they are prepared for.
#[derive(Debug)]
pub(super) struct Figures<'a> {
    /// The model.
    pub(super) model: &'a Model,
    strands: BTreeMap<(Measure, SeriesKey), BTreeMap<Definition, Strand>>,
    /// What the mask takes out of employment.
    pub(super) adjustments: BTreeMap<SeriesKey, BTreeMap<Year, Adjustment>>,
    /// Area and years whose structure was brought back to an older definition for an estimate.
    pub(super) brought_back: Option<(AreaCode, BTreeSet<Year>)>,
    /// Exceptional years.
    pub(super) masked: BTreeSet<Year>,
    /// What each step did.
    pub(super) operations: Vec<OperationReport>,
    /// What was replaced.
    pub(super) fallbacks: Vec<Fallback>,
}

impl<'a> Figures<'a> {
    /// The figures of `dataset` for `model`; zero counts as a figure, never as a hole.
    pub(super) fn new(model: &'a Model, dataset: &Dataset) -> Self {
        let mut figures = Self {
            model,
            strands: BTreeMap::new(),
            adjustments: BTreeMap::new(),
            brought_back: None,
            masked: BTreeSet::new(),
            operations: Vec::new(),
            fallbacks: Vec::new(),
        };
        for (measure, observations) in &dataset.tables {
            for o in observations {
                figures
                    .strand_mut(*measure, &o.key, &o.definition)
                    .insert(o.year, Figure::observed(o));
            }
        }
        figures
    }

    /// The definitions of a series and its figures under each.
    pub(super) fn strands(
        &self,
        measure: Measure,
        key: &SeriesKey,
    ) -> impl Iterator<Item = (&Definition, &Strand)> {
        self.strands.get(&(measure, key.clone())).into_iter().flatten()
    }

    /// The figures of a series under one definition; empty if there are none.
    pub(super) fn strand(
        &self,
        measure: Measure,
        key: &SeriesKey,
        definition: &Definition,
    ) -> Strand {
        let strands = self.strands.get(&(measure, key.clone()));
        strands.and_then(|strands| strands.get(definition)).cloned().unwrap_or_default()
    }

    /// The figures of a series under one definition, to be changed.
    pub(super) fn strand_mut(
        &mut self,
        measure: Measure,
        key: &SeriesKey,
        definition: &Definition,
    ) -> &mut Strand {
        let strands = self.strands.entry((measure, key.clone())).or_default();
        strands.entry(definition.clone()).or_default()
    }

    /// Takes a definition out of a series and gives its figures.
    pub(super) fn take_strand(
        &mut self,
        measure: Measure,
        key: &SeriesKey,
        definition: &Definition,
    ) -> Strand {
        let strands = self.strands.get_mut(&(measure, key.clone()));
        strands.and_then(|strands| strands.remove(definition)).unwrap_or_default()
    }

    /// Every series of a measure.
    pub(super) fn keys(&self, measure: Measure) -> Vec<SeriesKey> {
        let of_measure = self.strands.keys().filter(|(m, _)| *m == measure);
        of_measure.map(|(_, key)| key.clone()).collect()
    }

    /// The definition whose figures stand for the series: one that reaches the base year before
    /// one that does not, then the one with most years of the panel.
    pub(super) fn current_definition(&self, measure: Measure, key: &SeriesKey) -> Definition {
        let model = self.model;
        let rank = |strand: &Strand| {
            let years = strand.range(model.first_year..=model.base_year).count();
            (strand.contains_key(&model.base_year), years, strand.len())
        };
        let mut best: Option<(&Definition, &Strand)> = None;
        for candidate in self.strands(measure, key) {
            if best.is_none_or(|(_, strand)| rank(candidate.1) > rank(strand)) {
                best = Some(candidate);
            }
        }
        best.and_then(|(definition, _)| definition.clone())
    }

    /// The figures that stand for the series; empty if there are none.
    pub(super) fn current(&self, measure: Measure, key: &SeriesKey) -> Strand {
        self.strand(measure, key, &self.current_definition(measure, key))
    }

    /// The areas that are later merged into the model's area.
    pub(super) fn parts(&self) -> Vec<AreaCode> {
        let mut parts = BTreeSet::new();
        for operation in &self.model.prepare {
            if let Operation::BoundarySplice { parts: named, into, .. } = operation
                && *into == self.model.area
            {
                parts.extend(named.iter().cloned());
            }
        }
        parts.into_iter().collect()
    }

    /// Notes what a step did.
    pub(super) fn report(&mut self, operation: &'static str, effect: Text) {
        self.operations.push(OperationReport { operation, effect });
    }

    /// Notes what was replaced by something stated.
    pub(super) fn fall_back(&mut self, missing: Text, used: Text) {
        self.fallbacks.push(Fallback { kind: FallbackKind::Data, missing, used });
    }
}

/// The error of this stage.
pub(super) fn cannot(vi: impl Into<String>, en: impl Into<String>) -> Error {
    Error::Method { stage: "prepare", message: Text::new(vi, en) }
}

/// Years as a reader writes them: `2005, 2007–2016`.
pub(super) fn year_list(years: impl IntoIterator<Item = Year>) -> String {
    let mut runs: Vec<(Year, Year)> = Vec::new();
    for year in years {
        match runs.last_mut() {
            Some((_, last)) if last.plus(1) == year => *last = year,
            _ => runs.push((year, year)),
        }
    }
    let mut text = String::new();
    for (position, (first, last)) in runs.iter().enumerate() {
        let comma = if position == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = if first == last {
            write!(text, "{comma}{first}")
        } else {
            write!(text, "{comma}{first}–{last}")
        };
    }
    text
}

/// Names one after another.
pub(super) fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

/// A measure in words, with the name of its table in Vietnamese, where the two differ.
pub(super) fn title_of(measure: Measure) -> Text {
    Text::new(format!("{} ({})", measure.title().vi, measure.name()), measure.name())
}

/// A series key as a reader writes it.
pub(super) fn name_of(key: &SeriesKey) -> String {
    let mut name = key.area.to_string();
    if let Some(sector) = &key.sector {
        let _ = write!(name, " {sector}");
    }
    if let Some(sex) = key.sex {
        let _ = write!(name, " {sex}");
    }
    if let Some(age) = key.age {
        let _ = write!(name, " {age}");
    }
    name
}

/// Mean squared yearly change of a logarithm: the variance a year of a random walk without drift.
///
/// ```text
/// σ² = Σ (y[i] − y[i−1])² / Σ (t[i] − t[i−1])
/// ```
pub(super) fn yearly_variance(logs: &[(Year, f64)]) -> Option<f64> {
    let mut squares = 0.0;
    let mut years = 0.0;
    for pair in logs.windows(2) {
        squares += (pair[1].1 - pair[0].1).powi(2);
        years += f64::from(pair[1].0.since(pair[0].0));
    }
    (years > 0.0).then(|| squares / years)
}
