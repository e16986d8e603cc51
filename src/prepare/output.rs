//! Output and investment at constant prices (method P6).
//!
//! Levels stand where they are published; growth rates carry them into years without:
//!
//! ```text
//! Y(t) = Y(t−1)·(1 + g(t))        forwards first, then backwards
//! ```
//! Holes that remain between levels are interpolated between logarithms. Where only growth is
//! known, the level is an index with the base year 100.
//!
//! Exceptional years are flagged and keep their figures: the fall of output is what explains the
//! fall of employment.

use std::collections::BTreeMap;

use crate::dataset::Measure;
use crate::language::{Language, Text};
use crate::prepare::figures::{self, Figure, Figures, Strand};
use crate::prepare::missing;
use crate::series::{Series, SeriesKey};
use crate::status::Status;
use crate::units::Year;

/// Largest relative difference of the sum of sectors from the total that is not reported.
const CHAIN_TOLERANCE: f64 = 0.005;

/// The area's total output up to the base year, or `None` with a fallback that says why.
pub(super) fn total(figures: &mut Figures<'_>) -> Option<Series> {
    let model = figures.model;
    let key = SeriesKey::total(model.area.clone());
    let levels = figures.current(Measure::Output, &key);
    let growth = figures.current(Measure::OutputGrowth, &key);
    let (start, is_index) = if levels.is_empty() && growth.contains_key(&model.base_year) {
        (Strand::from([(model.base_year, Figure::made(100.0, Status::Derived, 0.0))]), true)
    } else {
        (levels, false)
    };
    let carried = carry(start, &growth, model.first_year, model.base_year);
    let series = ending_at(figures, &key, &carried, model.base_year);
    match &series {
        None => figures.fall_back(
            Text::new(
                format!("GRDP của {} đến năm {}", model.area, model.base_year),
                format!("output of {} up to {}", model.area, model.base_year),
            ),
            Text::new("Bỏ qua các phương pháp cần GRDP.", "Methods that need output are left out."),
        ),
        Some(_) if is_index => figures.fall_back(
            Text::new(
                format!("mức GRDP của {}", model.area),
                format!("level of output of {}", model.area),
            ),
            Text::new(
                format!("Chỉ số theo tốc độ tăng, {} = 100.", model.base_year),
                format!("An index from growth rates, {} = 100.", model.base_year),
            ),
        ),
        Some(_) => {}
    }
    series
}

/// Levels with years filled by growth rates, forwards and then backwards.
fn carry(mut levels: Strand, growth: &Strand, first: Year, base: Year) -> Strand {
    let made = |level: &Figure, rate: &Figure, value: f64| Figure {
        value,
        status: level.status.max(rate.status).max(Status::Derived),
        ..*level
    };
    for year in first.plus(1).to(base) {
        if let (None, Some(before), Some(rate)) =
            (levels.get(&year), levels.get(&year.plus(-1)), growth.get(&year))
        {
            levels.insert(year, made(before, rate, before.value * (1.0 + rate.value)));
        }
    }
    for year in first.to(base).rev() {
        if let (None, Some(after), Some(rate)) =
            (levels.get(&year), levels.get(&year.plus(1)), growth.get(&year.plus(1)))
            && rate.value > -1.0
        {
            levels.insert(year, made(after, rate, after.value / (1.0 + rate.value)));
        }
    }
    levels
}

/// The figures as a series within the panel if they reach `last`, holes interpolated.
fn ending_at(
    figures: &Figures<'_>,
    key: &SeriesKey,
    strand: &Strand,
    last: Year,
) -> Option<Series> {
    let mut inside: Strand =
        strand.range(figures.model.first_year..=last).map(|(year, f)| (*year, *f)).collect();
    if !inside.contains_key(&last) {
        return None;
    }
    for (year, figure) in missing::holes(&inside, None, None) {
        inside.insert(year, figure);
    }
    // A hole beside a figure of zero cannot be interpolated; the series begins after it.
    let mut first = last;
    while inside.contains_key(&first.plus(-1)) {
        first = first.plus(-1);
    }
    let point = |year: Year| inside[&year].point(figures.masked.contains(&year));
    Some(Series { key: key.clone(), first, points: first.to(last).map(point).collect() })
}

/// Output of each sector where its figures reach the base year.
pub(super) fn by_sector(figures: &mut Figures<'_>) -> Vec<Option<Series>> {
    check_chain(figures);
    let model = figures.model;
    let series = model.sectors.iter().map(|sector| {
        let key = SeriesKey::sector(model.area.clone(), sector.code.clone());
        let levels = figures.current(Measure::Output, &key);
        let growth = figures.current(Measure::OutputGrowth, &key);
        let carried = carry(levels, &growth, model.first_year, model.base_year);
        ending_at(figures, &key, &carried, model.base_year)
    });
    series.collect()
}

/// Investment of the area over the years it is known for.
pub(super) fn investment(figures: &Figures<'_>) -> Option<Series> {
    let model = figures.model;
    let key = SeriesKey::total(model.area.clone());
    let strand = figures.current(Measure::Investment, &key);
    let last = *strand.range(model.first_year..=model.base_year).next_back()?.0;
    ending_at(figures, &key, &strand, last)
}

/// Reports years in which output by sector does not sum to the total.
fn check_chain(figures: &mut Figures<'_>) {
    let model = figures.model;
    let total = figures.current(Measure::Output, &SeriesKey::total(model.area.clone()));
    let sectors: Vec<Strand> = model
        .sectors
        .iter()
        .map(|s| SeriesKey::sector(model.area.clone(), s.code.clone()))
        .map(|key| figures.current(Measure::Output, &key))
        .collect();
    let off = differences(&total, &sectors, (model.first_year, model.base_year));
    let worst = off.iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    let Some((worst, difference)) = worst else { return };
    if difference.abs() <= CHAIN_TOLERANCE {
        return;
    }
    let over = off.iter().filter(|(_, d)| d.abs() > CHAIN_TOLERANCE).map(|(year, _)| *year);
    let (over, worst, difference) = (figures::year_list(over), *worst, *difference);
    figures.report(
        "constant_price_check",
        Text::new(
            format!(
                "Chú ý: tổng GRDP các ngành lệch quá 0,5 % so với GRDP chung: {over}; lớn nhất {} năm {worst}.",
                Language::Vietnamese.percent(difference, 1)
            ),
            format!(
                "Note: output by sector is more than 0.5% away from the total in {over}; most {} in {worst}.",
                Language::English.percent(difference, 1)
            ),
        ),
    );
}

/// Sum of sectors over total less one, for the years that have them all.
fn differences(
    total: &Strand,
    sectors: &[Strand],
    (from, to): (Year, Year),
) -> BTreeMap<Year, f64> {
    let mut differences = BTreeMap::new();
    for (year, figure) in total.range(from..=to) {
        let values: Option<Vec<f64>> =
            sectors.iter().map(|strand| strand.get(year).map(|f| f.value)).collect();
        if let Some(values) = values.filter(|values| !values.is_empty()) {
            differences.insert(*year, values.iter().sum::<f64>() / figure.value - 1.0);
        }
    }
    differences
}

#[cfg(test)]
mod tests;
