//! Totals of the area and of its parts on one definition, year by year.

use std::collections::BTreeMap;

use crate::codes::AreaCode;
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
