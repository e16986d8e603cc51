//! The standard: participation by sex and age, and how age structure changed in the nation.

use std::collections::BTreeMap;

use crate::areas::tree::method;
use crate::areas::{AreasModel, logit, share_of};
use crate::codes::{AgeGroup, Sex};
use crate::dataset::{Dataset, Measure};
use crate::error::Result;
use crate::language::Text;
use crate::units::Year;

/// A sex and an age group.
pub(super) type Cell = (Sex, AgeGroup);

/// Years whose change is carried on, damped, after the last known rate.
const TREND_YEARS: i32 = 5;
/// Damping of that change a year.
const DAMPING: f64 = 0.9;

/// Cells of the standard and its rates of `years`.
///
/// After the last year known, the mean change of log-odds of five years goes on, damped by 0.9.
pub(super) fn rates(
    model: &AreasModel,
    dataset: &Dataset,
    years: &[Year],
) -> Result<(Vec<Cell>, Vec<Vec<f64>>)> {
    let mut known: BTreeMap<Cell, BTreeMap<Year, f64>> = BTreeMap::new();
    for row in dataset.table(Measure::ParticipationRate) {
        if let (true, Some(sex), Some(age)) =
            (row.key.area == model.standard, row.key.sex, row.key.age)
        {
            known.entry((sex, age)).or_default().insert(row.year, row.value);
        }
    }
    if known.is_empty() {
        return Err(method(Text::new(
            format!("bảng participation_rate không có {} theo giới tính và tuổi", model.standard),
            format!("participation_rate has no {} by sex and age", model.standard),
        )));
    }
    let rates =
        years.iter().map(|year| known.values().map(|of| rate_in(of, *year)).collect()).collect();
    Ok((known.into_keys().collect(), rates))
}

fn rate_in(known: &BTreeMap<Year, f64>, year: Year) -> f64 {
    let Some((last, rate)) = known.last_key_value() else { return 0.0 };
    if year <= *last {
        let near = known.range(..=year).next_back().or_else(|| known.first_key_value());
        return near.map_or(*rate, |(_, rate)| *rate);
    }
    let before = known.get(&last.plus(-TREND_YEARS)).unwrap_or(rate);
    let slope = (logit(*rate) - logit(*before)) / f64::from(TREND_YEARS);
    let run: f64 = (1..=year.since(*last)).map(|k| DAMPING.powi(k)).sum();
    share_of(logit(*rate) + slope * run)
}

/// Share of each cell in the nation's population, year by year; `None` without such figures.
pub(super) fn structure(
    model: &AreasModel,
    dataset: &Dataset,
    (cells, years): (&[Cell], &[Year]),
) -> Option<Vec<Vec<f64>>> {
    let mut totals: BTreeMap<Year, f64> = BTreeMap::new();
    let mut counts: BTreeMap<Year, Vec<f64>> = BTreeMap::new();
    for row in dataset.table(Measure::Population).iter().filter(|r| r.key.area == model.standard) {
        let (Some(sex), Some(age)) = (row.key.sex, row.key.age) else { continue };
        *totals.entry(row.year).or_default() += row.value;
        let of_year = counts.entry(row.year).or_insert_with(|| vec![0.0; cells.len()]);
        if let Some(cell) = cell_of(cells, sex, age) {
            of_year[cell] += row.value;
        }
    }
    let shares: BTreeMap<Year, Vec<f64>> = counts
        .into_iter()
        .map(|(year, of)| (year, of.iter().map(|n| n / totals[&year].max(1.0)).collect()))
        .collect();
    (!shares.is_empty()).then(|| years.iter().map(|year| between(&shares, *year)).collect())
}

/// Straight between the known years, and level outside.
fn between(known: &BTreeMap<Year, Vec<f64>>, year: Year) -> Vec<f64> {
    let below = known.range(..=year).next_back();
    let above = known.range(year..).next();
    match (below, above) {
        (Some((from, low)), Some((to, high))) if to > from => {
            let part = f64::from(year.since(*from)) / f64::from(to.since(*from));
            low.iter().zip(high).map(|(l, h)| l + part * (h - l)).collect()
        }
        (Some((_, known)), _) | (None, Some((_, known))) => known.clone(),
        (None, None) => Vec::new(),
    }
}

/// The cell that holds an age group.
pub(super) fn cell_of(cells: &[Cell], sex: Sex, age: AgeGroup) -> Option<usize> {
    cells.iter().position(|(of, group)| *of == sex && group.contains(age.from()))
}
