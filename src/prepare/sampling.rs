//! Sampling error of a survey (method P4).
//!
//! ```text
//! c_cell = c_total·√(total / cell)        v = ln(1 + c_cell²)
//! ```
//! The error of a cell is that of a count in a sample of the total. It is added to what
//! preparing already knows of the figure's error. A figure with a published coefficient of
//! variation keeps that.
//!
//! It leaves out design effects that differ by sector.

use crate::dataset::Measure;
use crate::language::{Language, Text};
use crate::prepare::figures::{self, Definition, Figures, Strand};
use crate::series::SeriesKey;

/// States the sampling error of every figure of `measure` in the model's area.
pub(super) fn state(figures: &mut Figures<'_>, measure: Measure, cv_of_total: f64) {
    let area = figures.model.area.clone();
    let keys: Vec<SeriesKey> =
        figures.keys(measure).into_iter().filter(|key| key.area == area).collect();
    let mut largest: f64 = 0.0;
    let mut n_figures = 0_usize;
    for key in &keys {
        let definitions: Vec<Definition> =
            figures.strands(measure, key).map(|(definition, _)| definition.clone()).collect();
        for definition in definitions {
            let totals = totals(figures, measure, &keys, &definition);
            for (year, figure) in figures.strand_mut(measure, key, &definition) {
                let Some(total) = totals.get(year) else { continue };
                if figure.has_own_error || figure.value <= 0.0 {
                    continue;
                }
                let squared = cv_of_total * cv_of_total * (total.value / figure.value).max(1.0);
                figure.log_variance += squared.ln_1p();
                largest = largest.max(squared.sqrt());
                n_figures += 1;
            }
        }
    }
    let Text { vi: name_vi, en: name } = figures::title_of(measure);
    let text = |language: Language| {
        (language.percent(cv_of_total, 1), language.percent(largest, 1), n_figures)
    };
    let (vi, en) = (text(Language::Vietnamese), text(Language::English));
    figures.report(
        "sampling_error",
        Text::new(
            format!(
                "{name_vi}: hệ số biến thiên {} cho tổng, lớn nhất {} ({} số).",
                vi.0, vi.1, vi.2
            ),
            format!(
                "{name}: coefficient of variation {} of the total, at most {} ({} figures).",
                en.0, en.1, en.2
            ),
        ),
    );
}

/// The area's total by year, or the sum of its sectors where it has none.
fn totals(
    figures: &Figures<'_>,
    measure: Measure,
    keys: &[SeriesKey],
    definition: &Definition,
) -> Strand {
    let mut totals =
        figures.strand(measure, &SeriesKey::total(figures.model.area.clone()), definition);
    let mut sums = Strand::new();
    for key in keys.iter().filter(|k| k.sector.is_some() && k.sex.is_none() && k.age.is_none()) {
        for (year, figure) in figures.strand(measure, key, definition) {
            let sum = sums.get(&year).map_or(figure, |sum| figures::sum(&[*sum, figure]));
            sums.insert(year, sum);
        }
    }
    for (year, sum) in sums {
        totals.entry(year).or_insert(sum);
    }
    totals
}

#[cfg(test)]
mod tests;
