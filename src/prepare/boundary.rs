//! Boundary splice: the area after a merger as the sum of its parts before (method P1).
//!
//! ```text
//! X(t) = Σ_k X_k(t)                                       all parts known in t
//! X(t) = Σ_{k known} X_k(t) / Σ_{k known} s_k(t*)         some parts known in t
//! ```
//! `s_k(t*)` are the shares of the parts in the last year with all of them (the first such year
//! for earlier years). The parts not known get their share of `X(t)`, so that later steps find
//! every part complete. Figures are summed under one definition only; a definition under which
//! the parts were never known together is left out and named. A figure that the source states for
//! the new area stands; the sum has to agree with it within 2 %, or the report says so.
//!
//! The variance of a back-cast grows by the mean squared yearly change of the logarithm of the
//! known parts' share for each year away from `t*`.
//!
//! It leaves out rates, which do not add up.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::AreaCode;
use crate::dataset::Measure;
use crate::error::Result;
use crate::language::{Language, Text};
use crate::prepare::figures::{self, Definition, Figure, Figures, Strand};
use crate::series::SeriesKey;
use crate::status::Status;
use crate::units::Year;

/// Largest relative difference between the sum of parts and the area's own figure.
const AGREEMENT: f64 = 0.02;

/// Yearly variance of the log share of the known parts where no two years tell it: 1 % a year,
/// a round figure above the 0.4 % seen for Khánh Hòa and Ninh Thuận from 2005 to 2016.
const DEFAULT_SHARE_VARIANCE: f64 = 1e-4;

/// The merger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merger<'m> {
    /// The areas before.
    pub(super) parts: &'m [AreaCode],
    /// The area after.
    pub(super) into: &'m AreaCode,
}

/// What the sums came to, for the report.
#[derive(Default)]
struct Outcome {
    summed: BTreeSet<Year>,
    back_cast: BTreeSet<Year>,
    left_out: BTreeMap<(String, Definition), BTreeSet<Year>>,
    kept_own: BTreeSet<Year>,
    disagreeing: Vec<(SeriesKey, Year, f64, f64)>,
}

impl Outcome {
    /// Notes figures of parts that are never known together, ages and sexes as one.
    fn leave_out(&mut self, parts: &[SeriesKey], strands: &[Strand], definition: &Definition) {
        for (part, strand) in parts.iter().zip(strands).filter(|(_, strand)| !strand.is_empty()) {
            let name = figures::name_of(&SeriesKey { sex: None, age: None, ..part.clone() });
            self.left_out.entry((name, definition.clone())).or_default().extend(strand.keys());
        }
    }
}

/// Sums the parts of `merger` for each of `measures`.
///
/// # Errors
/// If a measure does not add up over areas, or no part has a figure of it.
pub(super) fn splice(
    figures: &mut Figures<'_>,
    measures: &[Measure],
    merger: Merger<'_>,
) -> Result<()> {
    for measure in measures {
        let adds_up = measure.is_headcount()
            || matches!(measure, Measure::Output | Measure::Investment | Measure::NetMigration);
        if !adds_up {
            let name = measure.name();
            return Err(figures::cannot(
                format!(
                    "boundary_splice: {name} là tỷ lệ, không cộng được theo địa bàn; bỏ khỏi \
                     `measures`"
                ),
                format!(
                    "boundary_splice: {name} is a rate and does not add up over areas; take it \
                     out of `measures`"
                ),
            ));
        }
        let mut outcome = Outcome::default();
        for key in whole_keys(figures, *measure, merger) {
            splice_series(figures, *measure, &key, merger.parts, &mut outcome);
        }
        report(figures, *measure, merger, &outcome);
    }
    Ok(())
}

/// The keys of the new area for which some part has figures.
fn whole_keys(figures: &Figures<'_>, measure: Measure, merger: Merger<'_>) -> BTreeSet<SeriesKey> {
    let of_parts = figures.keys(measure).into_iter().filter(|k| merger.parts.contains(&k.area));
    of_parts.map(|key| SeriesKey { area: merger.into.clone(), ..key }).collect()
}

fn splice_series(
    figures: &mut Figures<'_>,
    measure: Measure,
    key: &SeriesKey,
    parts: &[AreaCode],
    outcome: &mut Outcome,
) {
    let part_keys: Vec<SeriesKey> =
        parts.iter().map(|area| SeriesKey { area: area.clone(), ..key.clone() }).collect();
    let definitions: BTreeSet<Definition> = part_keys
        .iter()
        .flat_map(|part| figures.strands(measure, part).map(|(d, _)| d.clone()))
        .collect();
    for definition in definitions {
        let strands: Vec<Strand> =
            part_keys.iter().map(|part| figures.strand(measure, part, &definition)).collect();
        let years: BTreeSet<Year> = strands.iter().flat_map(|s| s.keys().copied()).collect();
        let shares = Shares::of(&strands, &years);
        if shares.complete.is_empty() {
            outcome.leave_out(&part_keys, &strands, &definition);
            continue;
        }
        for year in years {
            let total = shares.total(&strands, year);
            for (part, value) in part_keys.iter().zip(&total.parts) {
                let strand = figures.strand_mut(measure, part, &definition);
                strand.entry(year).or_insert(*value);
            }
            let seen = if total.is_complete { &mut outcome.summed } else { &mut outcome.back_cast };
            seen.insert(year);
            let own = figures.strand_mut(measure, key, &definition);
            if let Some(figure) = own.get(&year) {
                outcome.kept_own.insert(year);
                if (total.whole.value - figure.value).abs() > AGREEMENT * figure.value.abs() {
                    let difference = (key.clone(), year, total.whole.value, figure.value);
                    outcome.disagreeing.push(difference);
                }
            } else {
                own.insert(year, total.whole);
            }
        }
    }
}

/// Shares of the parts in the years that have them all.
struct Shares {
    complete: Vec<(Year, Vec<f64>)>,
}

struct Total {
    whole: Figure,
    parts: Vec<Figure>,
    is_complete: bool,
}

impl Shares {
    fn of(strands: &[Strand], years: &BTreeSet<Year>) -> Self {
        let mut complete = Vec::new();
        for year in years {
            let values: Option<Vec<f64>> =
                strands.iter().map(|s| s.get(year).map(|f| f.value)).collect();
            if let Some(values) = values {
                let sum: f64 = values.iter().sum();
                let equal = 1.0 / values.len() as f64;
                let share = |value: &f64| if sum == 0.0 { equal } else { value / sum };
                complete.push((*year, values.iter().map(share).collect()));
            }
        }
        Self { complete }
    }

    /// Year and shares of the last complete year up to `year`, or else of the first.
    fn nearest(&self, year: Year) -> &(Year, Vec<f64>) {
        let before = self.complete.iter().rev().find(|(complete, _)| *complete <= year);
        before.unwrap_or(&self.complete[0])
    }

    fn total(&self, strands: &[Strand], year: Year) -> Total {
        let known: Vec<Option<Figure>> = strands.iter().map(|s| s.get(&year).copied()).collect();
        let figures: Vec<Figure> = known.iter().flatten().copied().collect();
        let sum = figures::sum(&figures);
        if figures.len() == strands.len() {
            return Total { whole: sum, parts: figures, is_complete: true };
        }
        let (reference, shares) = self.nearest(year);
        let is_known = |part: usize| known[part].is_some();
        let share_known = |shares: &[f64]| -> f64 {
            shares.iter().enumerate().filter(|(k, _)| is_known(*k)).map(|(_, s)| s).sum()
        };
        let share = share_known(shares);
        let logs: Vec<(Year, f64)> =
            self.complete.iter().map(|(y, s)| (*y, share_known(s).ln())).collect();
        let yearly = figures::yearly_variance(&logs).unwrap_or(DEFAULT_SHARE_VARIANCE);
        let away = f64::from(year.since(*reference).abs());
        let variance = sum.log_variance + yearly * away;
        // A share of zero leaves nothing to divide by: the known parts are then all there is.
        let value = if share > 0.0 { sum.value / share } else { sum.value };
        let whole = Figure { known: sum.known, ..Figure::made(value, Status::Estimated, variance) };
        let part = |(figure, share): (&Option<Figure>, &f64)| {
            figure.unwrap_or_else(|| Figure::filled(value * share, variance))
        };
        let parts = known.iter().zip(shares).map(part).collect();
        Total { whole, parts, is_complete: false }
    }
}

fn report(figures: &mut Figures<'_>, measure: Measure, merger: Merger<'_>, outcome: &Outcome) {
    let Text { vi: name_vi, en: name } = figures::title_of(measure);
    let (into, parts) = (merger.into, figures::list(merger.parts));
    if outcome.summed.is_empty() && outcome.back_cast.is_empty() {
        let text = Text::new(
            format!("{name_vi}: {parts} không có số liệu cùng năm, cùng định nghĩa để cộng."),
            format!("{name}: {parts} have no figures of one year and definition to sum."),
        );
        return figures.report("boundary_splice", text);
    }
    let summed = figures::year_list(outcome.summed.iter().copied());
    let mut vi = vec![format!("{name_vi}: {into} = tổng của {parts} các năm {summed}.")];
    let mut en = vec![format!("{name}: {into} = sum of {parts} in {summed}.")];
    if !outcome.back_cast.is_empty() {
        let years = figures::year_list(outcome.back_cast.iter().copied());
        vi.push(format!("Năm chỉ biết một phần, phần còn lại theo tỷ trọng gần nhất: {years}."));
        en.push(format!(
            "Years with some parts only, the rest by their last known shares: {years}."
        ));
    }
    if !outcome.left_out.is_empty() {
        let names = |unknown: &str| {
            let name = |((name, definition), years): (&(String, Definition), &BTreeSet<Year>)| {
                let known = definition.as_deref().filter(|definition| *definition != "unknown");
                let years = figures::year_list(years.iter().copied());
                format!("{name} ({}) {years}", known.unwrap_or(unknown))
            };
            outcome.left_out.iter().map(name).collect::<Vec<_>>().join("; ")
        };
        let (names_vi, names) = (names("không rõ định nghĩa"), names("definition unknown"));
        vi.push(format!("Không cộng được vì không đủ các phần theo cùng định nghĩa: {names_vi}."));
        en.push(format!("Not summed, never known for every part under one definition: {names}."));
    }
    if !outcome.kept_own.is_empty() {
        let years = figures::year_list(outcome.kept_own.iter().copied());
        vi.push(format!("Giữ số liệu công bố cho địa giới mới: {years}."));
        en.push(format!("Figures stated for the new area kept: {years}."));
    }
    if let Some((key, year, sum, own)) = outcome.disagreeing.first() {
        let count = outcome.disagreeing.len();
        let who = figures::name_of(key);
        let difference = sum / own - 1.0;
        vi.push(format!(
            "Chú ý: {count} trường hợp tổng các phần lệch quá 2 %, đầu tiên là {who} năm {year}: {}.",
            Language::Vietnamese.percent(difference, 1)
        ));
        en.push(format!(
            "Note: in {count} cases the sum is more than 2% away, first {who} in {year}: {}.",
            Language::English.percent(difference, 1)
        ));
    }
    figures.report("boundary_splice", Text::new(vi.join(" "), en.join(" ")));
}

#[cfg(test)]
mod tests;
