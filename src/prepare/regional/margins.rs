//! Margins on one definition, year by year: totals of the area and its parts, and the nation's
//! sectors.
//!
//! A survey changes its definition for the nation and its provinces together, so the nation's
//! structure follows the definition in force in each year, unless its table names one of the two
//! definitions for all years. From the first year of the present definition on it is brought back
//! to the older one as the area's is: the sectors that bear the change regain the share of
//! employment that the step takes away,
//!
//! ```text
//! N_A → ρ·N_A + (1 − ρ)·N,     N_s → ρ·N_s for the others,     ρ = exp(λ̂)
//! ```
//! which leaves the sum as it was. Otherwise the change would be taken off twice: once with the
//! nation's lower share and once by the splice.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{AreaCode, SectorCode};
use crate::dataset::Measure;
use crate::prepare::definition;
use crate::prepare::definition::step::{Splice, Step};
use crate::prepare::figures::{Definition, Figure, Figures, Strand};
use crate::series::SeriesKey;
use crate::units::Year;

/// The definition that sectors are estimated under, and the way to it from the present one.
#[derive(Clone, Debug)]
pub(super) struct Basis<'m> {
    /// The definition.
    pub(super) definition: Definition,
    /// The declared change of definition and its step, if totals of both are in use.
    pub(super) change: Option<(Splice<'m>, Step)>,
}

impl<'m> Basis<'m> {
    /// The older definition where the model declares a change that the figures can tell, or else
    /// the one that stands for the area's total.
    pub(super) fn of(figures: &Figures<'m>) -> Self {
        let total = SeriesKey::total(figures.model.area.clone());
        match definition::employment_step(figures) {
            Some((splice, step)) => {
                Self { definition: splice.older(), change: Some((splice, step)) }
            }
            None => Self {
                definition: figures.current_definition(Measure::Employment, &total),
                change: None,
            },
        }
    }

    /// Employment of `area` on the basis; present totals are divided by exp(λ̂).
    pub(super) fn totals(&self, figures: &Figures<'_>, area: &AreaCode) -> Strand {
        let key = SeriesKey::total(area.clone());
        let mut totals = figures.strand(Measure::Employment, &key, &self.definition);
        if let Some((splice, step)) = &self.change {
            let present = figures.strand(Measure::Employment, &key, &splice.present());
            for (year, figure) in present {
                let value = figure.value * (-step.log_ratio).exp();
                totals.entry(year).or_insert(Figure { value, ..figure });
            }
        }
        totals
    }
}

/// Totals of the columns by year: of the parts, or of the area alone.
///
/// Parts that are not all known take their shares of the last year with all of them (of the first
/// for earlier years); parts are scaled to the area's total where that is known.
pub(super) fn columns(
    figures: &Figures<'_>,
    basis: &Basis<'_>,
    parts: &[AreaCode],
) -> BTreeMap<Year, Vec<Figure>> {
    let whole = basis.totals(figures, &figures.model.area);
    if parts.is_empty() {
        return whole.into_iter().map(|(year, figure)| (year, vec![figure])).collect();
    }
    let parts: Vec<Strand> = parts.iter().map(|part| basis.totals(figures, part)).collect();
    let mut complete: BTreeMap<Year, Vec<Figure>> = BTreeMap::new();
    for year in parts[0].keys() {
        let figures: Option<Vec<Figure>> =
            parts.iter().map(|part| part.get(year).copied()).collect();
        if let Some(figures) = figures {
            complete.insert(*year, figures);
        }
    }
    let mut columns = complete.clone();
    for (year, total) in whole {
        let before = complete.range(..=year).next_back();
        let Some((_, reference)) = before.or_else(|| complete.iter().next()) else { continue };
        let sum: f64 = reference.iter().map(|f| f.value).sum();
        let split = reference.iter().map(|f| Figure {
            value: total.value * f.value / sum,
            log_variance: total.log_variance.max(f.log_variance),
            ..total
        });
        columns.insert(year, split.collect());
    }
    columns
}

/// The nation's sectors on the basis, and the years brought back to it.
pub(super) struct Nation {
    /// Employment by sector, in the order of the axis.
    pub(super) sectors: Vec<Strand>,
    /// Years whose structure was brought back.
    pub(super) brought_back: BTreeSet<Year>,
}

impl Nation {
    /// The sectors `codes` of `area`.
    pub(super) fn of(
        figures: &Figures<'_>,
        basis: &Basis<'_>,
        area: &AreaCode,
        codes: &[SectorCode],
    ) -> Self {
        let keys = codes.iter().map(|code| SeriesKey::sector(area.clone(), code.clone()));
        let keys: Vec<SeriesKey> = keys.collect();
        let current = |key: &SeriesKey| figures.current(Measure::Employment, key);
        let Some((splice, step)) = &basis.change else {
            let sectors = keys.iter().map(current).collect();
            return Self { sectors, brought_back: BTreeSet::new() };
        };
        let strand = |key: &SeriesKey, d: &Definition| figures.strand(Measure::Employment, key, d);
        let names_one = |key: &SeriesKey| {
            let definition = figures.current_definition(Measure::Employment, key);
            definition == splice.older() || definition == splice.present()
        };
        let mut sectors = Vec::new();
        let mut follows = BTreeSet::new();
        for key in &keys {
            let (older, present) = (strand(key, &splice.older()), strand(key, &splice.present()));
            let mut merged = if names_one(key) { older.clone() } else { current(key) };
            if names_one(key) {
                for (year, figure) in present {
                    merged.entry(year).or_insert(figure);
                }
            }
            // One definition for all years has nothing to bring back.
            let both = !names_one(key) || older.keys().next_back() < merged.keys().next_back();
            if both && !(names_one(key) && older.is_empty()) {
                follows.extend(merged.range(splice.first_year..).map(|(year, _)| *year));
            }
            sectors.push(merged);
        }
        let bears: Vec<bool> = codes.iter().map(|code| splice.borne_by.contains(code)).collect();
        let mut nation = Self { sectors, brought_back: BTreeSet::new() };
        for year in follows {
            nation.bring_back(year, &bears, step.log_ratio.exp());
        }
        nation
    }

    fn bring_back(&mut self, year: Year, bears: &[bool], ratio: f64) {
        let values: Option<Vec<f64>> =
            self.sectors.iter().map(|s| s.get(&year).map(|f| f.value)).collect();
        let Some(values) = values else { return };
        let total: f64 = values.iter().sum();
        let bearing: f64 = values.iter().zip(bears).filter(|(_, b)| **b).map(|(v, _)| v).sum();
        // A negative regain could take more than there is; the structure then stays.
        if bearing <= 0.0 || ratio * bearing + (1.0 - ratio) * total <= 0.0 {
            return;
        }
        self.brought_back.insert(year);
        for ((strand, value), bears) in self.sectors.iter_mut().zip(values).zip(bears) {
            let regained = if *bears { (1.0 - ratio) * total * value / bearing } else { 0.0 };
            if let Some(figure) = strand.get_mut(&year) {
                figure.value = ratio * value + regained;
            }
        }
    }
}
