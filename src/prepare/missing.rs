//! Missing years (method P5): a line between logarithms, of the figure or of its share.
//!
//! ```text
//! l(t) = ln X(t)                 log_linear
//! l(t) = ln [X(t) / R(t)]        share_of: R is the same series of another area
//! l(t) = l(a) + (t − a)/(b − a)·[l(b) − l(a)]          a < t < b, the known neighbours
//! ```
//! Before the first and after the last known year the share of another area is carried on, within
//! the years of the panel and for the model's area only; a plain line is not prolonged.
//!
//! The variance is that of a random walk pinned to the known years, plus the weighted variances of
//! the neighbours:
//!
//! ```text
//! σ²·(t − a)(b − t)/(b − a)       between known years
//! σ²·|t − a|                      beyond them
//! ```
//! with σ² the mean squared yearly change of `l` over the known years (0.02² with one of them).
//!
//! Where the model declares a change of definition for the measure, neighbours of the two
//! definitions are brought together by its step λ̂ first, so that filled years show no jump of
//! their own; a year gets the definition in force in it.

use std::collections::BTreeSet;

use crate::dataset::Measure;
use crate::language::Text;
use crate::model::FillMethod;
use crate::prepare::definition::step::{self, Splice, Step};
use crate::prepare::figures::{self, Definition, Figure, Figures, Strand};
use crate::series::SeriesKey;
use crate::units::Year;

/// Yearly variance where a single known year shows none.
const DEFAULT_YEARLY_VARIANCE: f64 = 4e-4;

/// Fills the years without a figure of `measure` in the model's area and its parts.
pub(super) fn fill(figures: &mut Figures<'_>, measure: Measure, method: &FillMethod) {
    let model = figures.model;
    let mut areas = figures.parts();
    areas.push(model.area.clone());
    let splice = Splice::of_model(model, measure);
    let mut filled: BTreeSet<(SeriesKey, Year)> = BTreeSet::new();
    let keys = figures.keys(measure);
    for key in keys.into_iter().filter(|key| areas.contains(&key.area)) {
        let reference = match method {
            FillMethod::LogLinear => None,
            FillMethod::ShareOf(area) => {
                let reference = SeriesKey { area: area.clone(), ..key.clone() };
                Some(figures.current(measure, &reference))
            }
        };
        for chain in chains(figures, measure, &key, splice) {
            let reach = (key.area == model.area && reference.is_some())
                .then_some((model.first_year, model.base_year));
            for (year, figure) in chain.holes(reference.as_ref(), reach) {
                let definition = chain.definition_of(year);
                figures.strand_mut(measure, &key, &definition).insert(year, figure);
                filled.insert((key.clone(), year));
            }
        }
    }
    report(figures, measure, method, &filled);
}

/// Figures for the holes of one strand, as shares of `reference` if given.
///
/// Without `reach` only holes between known years are filled.
pub(super) fn holes(
    strand: &Strand,
    reference: Option<&Strand>,
    reach: Option<(Year, Year)>,
) -> Vec<(Year, Figure)> {
    let every = strand.keys().copied().collect();
    Chain { older: None, known: strand.clone(), every, change: None }.holes(reference, reach)
}

/// A series on one definition, made of one or, over a change of definition, two strands.
struct Chain {
    older: Definition,
    known: Strand,
    every: BTreeSet<Year>,
    change: Option<Join>,
}

/// The present definition and the way to it.
#[derive(Clone)]
struct Join {
    present: Definition,
    first_year: Year,
    step: Step,
}

fn chains(
    figures: &Figures<'_>,
    measure: Measure,
    key: &SeriesKey,
    splice: Option<Splice<'_>>,
) -> Vec<Chain> {
    let join = splice.and_then(|splice| {
        let step = step::estimate(figures, &splice, key)?;
        Some((
            splice.older(),
            Join { present: splice.present(), first_year: splice.first_year, step },
        ))
    });
    let mut chains = Vec::new();
    if let Some((older, join)) = &join {
        let mut known = figures.strand(measure, key, older);
        let present = figures.strand(measure, key, &join.present);
        let every = known.keys().chain(present.keys()).copied().collect();
        for (year, figure) in present {
            let value = figure.value * (-join.step.log_ratio).exp();
            known.entry(year).or_insert(Figure { value, ..figure });
        }
        let change = Some(join.clone());
        chains.push(Chain { older: older.clone(), known, every, change });
    }
    for (definition, strand) in figures.strands(measure, key) {
        let is_joined = join
            .as_ref()
            .is_some_and(|(older, join)| definition == older || *definition == join.present);
        if !is_joined {
            let every = strand.keys().copied().collect();
            let (older, known) = (definition.clone(), strand.clone());
            chains.push(Chain { older, known, every, change: None });
        }
    }
    chains
}

impl Chain {
    /// The change, if `year` is under the present definition.
    fn change_before(&self, year: Year) -> Option<&Join> {
        self.change.as_ref().filter(|join| year >= join.first_year)
    }

    fn definition_of(&self, year: Year) -> Definition {
        self.change_before(year).map_or_else(|| self.older.clone(), |join| join.present.clone())
    }

    /// Figures for the years without one, between known years and, if given, within `reach`.
    fn holes(
        &self,
        reference: Option<&Strand>,
        reach: Option<(Year, Year)>,
    ) -> Vec<(Year, Figure)> {
        let base = |year: Year| match reference {
            None => Some(1.0),
            Some(strand) => strand.get(&year).map(|f| f.value).filter(|value| *value > 0.0),
        };
        let known: Vec<(Year, f64, f64)> = self
            .known
            .iter()
            .filter(|(_, f)| f.known && f.value > 0.0)
            .filter_map(|(y, f)| base(*y).map(|base| (*y, (f.value / base).ln(), f.log_variance)))
            .collect();
        let (Some((first, ..)), Some((last, ..))) = (known.first(), known.last()) else {
            return Vec::new();
        };
        let (from, to) =
            reach.map_or((*first, *last), |(from, to)| (from.min(*first), to.max(*last)));
        let logs: Vec<(Year, f64)> = known.iter().map(|(year, log, _)| (*year, *log)).collect();
        let yearly = figures::yearly_variance(&logs).unwrap_or(DEFAULT_YEARLY_VARIANCE);
        let holes = from.to(to).filter(|year| !self.every.contains(year));
        let figure = |year: Year| {
            let base = base(year)?;
            let (log, variance) = self.between(&known, year, yearly);
            let shift = self.change_before(year).map_or(0.0, |join| join.step.log_ratio);
            Some((year, Figure::filled(base * (log + shift).exp(), variance)))
        };
        holes.filter_map(figure).collect()
    }

    /// The logarithm of `year` on the older definition, and its variance on that of the year.
    fn between(&self, known: &[(Year, f64, f64)], year: Year, yearly: f64) -> (f64, f64) {
        let after = known.iter().position(|(known, ..)| *known > year);
        match after {
            Some(0) | None => {
                let end = known[if after.is_some() { 0 } else { known.len() - 1 }];
                let distance = f64::from(year.since(end.0).abs());
                (end.1, end.2 + yearly * distance + self.step_variance(year, &[(end.0, 1.0)]))
            }
            Some(i) => {
                let (a, b) = (known[i - 1], known[i]);
                let span = f64::from(b.0.since(a.0));
                let w = f64::from(year.since(a.0)) / span;
                let variance = yearly * w * (1.0 - w) * span
                    + (1.0 - w).powi(2) * a.2
                    + w * w * b.2
                    + self.step_variance(year, &[(a.0, 1.0 - w), (b.0, w)]);
                (a.1 + w * (b.1 - a.1), variance)
            }
        }
    }

    /// What the step's error adds: nothing if all neighbours have the year's own definition.
    fn step_variance(&self, year: Year, neighbours: &[(Year, f64)]) -> f64 {
        let Some(join) = &self.change else { return 0.0 };
        let is_new = |year: Year| year >= join.first_year;
        let other = neighbours.iter().filter(|(y, _)| is_new(*y) != is_new(year));
        let weight: f64 = other.map(|(_, weight)| weight).sum();
        weight * weight * join.step.variance
    }
}

fn report(
    figures: &mut Figures<'_>,
    measure: Measure,
    method: &FillMethod,
    filled: &BTreeSet<(SeriesKey, Year)>,
) {
    let Text { vi: name_vi, en: name } = figures::title_of(measure);
    let (way_vi, way_en) = match method {
        FillMethod::LogLinear => ("nội suy log-tuyến tính".to_owned(), "log-linear".to_owned()),
        FillMethod::ShareOf(area) => {
            (format!("tỷ trọng trong {area} nội suy"), format!("interpolated share of {area}"))
        }
    };
    if filled.is_empty() {
        let text = Text::new(
            format!("{name_vi}: không thiếu năm nào."),
            format!("{name}: no year was missing."),
        );
        return figures.report("fill_missing", text);
    }
    let mut areas: std::collections::BTreeMap<String, BTreeSet<Year>> =
        std::collections::BTreeMap::new();
    for (key, year) in filled {
        let label = SeriesKey { sex: None, age: None, ..key.clone() };
        areas.entry(figures::name_of(&label)).or_default().insert(*year);
    }
    let years = areas.into_iter().map(|(label, y)| format!("{label}: {}", figures::year_list(y)));
    let years = years.collect::<Vec<_>>().join("; ");
    figures.report(
        "fill_missing",
        Text::new(
            format!("{name_vi}: điền {} số, {way_vi}. {years}.", filled.len()),
            format!("{name}: {} figures filled, {way_en}. {years}.", filled.len()),
        ),
    );
}

#[cfg(test)]
mod tests;
