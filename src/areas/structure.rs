//! Employment of every area by sector in the base year.
//!
//! ```text
//! B(a,s) = E(a,s,y) N(s,T)/N(s,y)            where the area's own figure of a year y ≤ T is known
//! B(a,s) ∝ q(a,s) π(s)                       elsewhere
//! Σ_s B(a,s) = E(a)        Σ_a B(a,s) = c N(s,T)
//! ```
//! `π`: share of the sector in the whole; `q`: location quotient, one where none is given; `c` makes the sectors
//! of the whole add up to its areas. A quotient states the share of its sector, the others share the rest as
//! in the whole. What is not known is fitted to both sums by iterative proportional fitting, what is known
//! is held. A cell that is not known is uncertain by [`SYNTHETIC_ERROR`].
//!
//! # Source
//! Method D10; Gonzalez (1973) for synthetic estimates; Rao & Molina (2015), *Small Area Estimation*, 3.2 (structure
//! preserving estimation).

use std::collections::BTreeMap;

use crate::areas::figures::Figures;
use crate::areas::tree::method;
use crate::codes::{AreaCode, SectorCode};
use crate::dataset::{Dataset, Measure};
use crate::error::Result;
use crate::language::Text;
use crate::model::Sector;
use crate::numeric::ipf::{self, Limits, Margins};
use crate::series::Panel;
use crate::status::Status;

/// Standard deviation of the logarithm of an estimated share about the true one (assumed).
pub const SYNTHETIC_ERROR: f64 = 0.25;
/// Largest part of an area's employment that quotients may state.
const MOST_STATED: f64 = 0.95;
/// Least part of its even share that areas without figures keep of a sector.
const LEAST_LEFT: f64 = 0.1;

/// The sector axis and the whole's employment on it.
#[derive(Clone, Copy, Debug)]
pub struct Axis<'a> {
    /// The sectors.
    pub sectors: &'a [Sector],
    /// Employment of the whole, in the order of the sectors.
    pub recorded: &'a Panel,
}

/// Employment by sector of the areas without parts, in the order of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// Persons in the base year by area and sector.
    pub base: Vec<Vec<f64>>,
    /// How they came to be known.
    pub status: Vec<Vec<Status>>,
    /// Standard deviation of their logarithms.
    pub error: Vec<Vec<f64>>,
    /// Own figures by area, sector and year of the history.
    pub known: Vec<Vec<Vec<Option<f64>>>>,
}

impl Structure {
    /// The structure of every area.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if an area has nobody employed in the base year.
    pub fn learn(figures: &Figures, dataset: &Dataset, axis: &Axis<'_>) -> Result<Self> {
        let totals = totals(figures)?;
        let own = Own::read(figures, dataset, axis.sectors);
        let history = crate::areas::whole::history(axis.recorded, &figures.years, figures.base);
        let quotients = quotients(figures, dataset, axis.sectors);
        let whole = in_whole(axis, figures);
        let mut structure = Self {
            base: vec![vec![0.0; whole.len()]; totals.len()],
            status: vec![vec![Status::Estimated; whole.len()]; totals.len()],
            error: vec![vec![SYNTHETIC_ERROR; whole.len()]; totals.len()],
            known: own.values,
        };
        let mut seed = Vec::with_capacity(totals.len());
        for (area, total) in totals.iter().enumerate() {
            structure.hold(area, *total, (&history, &own.statuses[area]));
            let shares = synthetic(&whole, &quotients[area]);
            let is_held = |sector: usize| structure.error[area][sector] == 0.0;
            let free = |(sector, share): (usize, &f64)| if is_held(sector) { 0.0 } else { *share };
            seed.push(shares.iter().enumerate().map(free).collect::<Vec<f64>>());
        }
        structure.fill(&seed, (&totals, &whole))?;
        Ok(structure)
    }

    /// Takes an area's own figures, carried to the base year, as they are; scaled down where they exceed its
    /// total, or up where nothing else is left to make it.
    fn hold(
        &mut self,
        area: usize,
        total: f64,
        (history, statuses): (&[Vec<Option<f64>>], &[Status]),
    ) {
        let mut n_held = 0;
        for (sector, values) in self.known[area].iter().enumerate() {
            let last = values.iter().zip(&history[sector]).enumerate().rev();
            let mut last = last.filter_map(|(year, (own, g))| Some((year, (*own)?, (*g)?)));
            let Some((year, own, g)) = last.next().filter(|(_, _, g)| *g > 0.0) else { continue };
            self.base[area][sector] = own / g;
            self.error[area][sector] = 0.0;
            let is_base = year + 1 == values.len();
            self.status[area][sector] = if is_base { statuses[sector] } else { Status::Estimated };
            n_held += 1;
        }
        let sum: f64 = self.base[area].iter().sum();
        if sum > total || (n_held > 0 && n_held == self.base[area].len() && sum > 0.0) {
            self.base[area].iter_mut().for_each(|persons| *persons *= total / sum);
        }
    }

    /// Fits the cells that are not known to what is left of both sums.
    fn fill(&mut self, seed: &[Vec<f64>], (totals, whole): (&[f64], &[f64])) -> Result<()> {
        let all: f64 = totals.iter().sum();
        let left: Vec<f64> = totals
            .iter()
            .zip(&self.base)
            .zip(seed)
            .map(|((total, held), seed)| {
                let is_open = seed.iter().any(|share| *share > 0.0);
                if is_open { (total - held.iter().sum::<f64>()).max(0.0) } else { 0.0 }
            })
            .collect();
        let open: f64 = left.iter().sum();
        let column = |sector: usize| {
            let held: f64 = self.base.iter().map(|area| area[sector]).sum();
            let is_open = seed.iter().zip(&left).any(|(s, left)| s[sector] > 0.0 && *left > 0.0);
            let least = LEAST_LEFT * open * whole[sector];
            if is_open { (all * whole[sector] - held).max(least) } else { 0.0 }
        };
        let columns: Vec<f64> = (0..whole.len()).map(column).collect();
        let margins = Margins { rows: &left, columns: &columns };
        let fit = ipf::fit(seed, &margins, &[], &Limits::default()).map_err(|error| {
            let text = format!("{error}");
            method(Text::new(text.clone(), text))
        })?;
        for ((base, cells), left) in self.base.iter_mut().zip(&fit.matrix).zip(&left) {
            let sum: f64 = cells.iter().sum();
            let scale = if sum > 0.0 { left / sum } else { 0.0 };
            base.iter_mut().zip(cells).for_each(|(base, cell)| *base += scale * cell);
        }
        Ok(())
    }

    /// Persons of a node by sector, the sum over its areas without parts.
    pub fn of_node(&self, figures: &Figures, node: usize) -> Vec<f64> {
        let mut sums = vec![0.0; self.base.first().map_or(0, Vec::len)];
        for area in figures.tree.bottoms_of(node) {
            sums.iter_mut().zip(&self.base[area]).for_each(|(sum, persons)| *sum += persons);
        }
        sums
    }

    /// The least firm status of a node's figure of a sector.
    pub fn status_of(&self, figures: &Figures, node: usize, sector: usize) -> Status {
        let areas = figures.tree.bottoms_of(node).into_iter();
        let least =
            if node < figures.tree.n_aggregates() { Status::Derived } else { Status::Observed };
        areas.map(|area| self.status[area][sector]).fold(least, Status::max)
    }

    /// Share of a node's employment in cells that are known.
    pub fn known_share(&self, figures: &Figures, node: usize) -> f64 {
        let (mut known, mut all) = (0.0, 0.0);
        for area in figures.tree.bottoms_of(node) {
            for (persons, error) in self.base[area].iter().zip(&self.error[area]) {
                all += persons;
                known += if *error == 0.0 { *persons } else { 0.0 };
            }
        }
        if all > 0.0 { known / all } else { 0.0 }
    }
}

/// Employment of the areas without parts in the base year.
fn totals(figures: &Figures) -> Result<Vec<f64>> {
    let bottoms = figures.tree.n_aggregates()..figures.tree.n_nodes();
    let total = |node: usize| {
        let known = figures.employment[node][figures.base].filter(|persons| *persons > 0.0);
        known.ok_or_else(|| {
            let name = &figures.tree.names()[node];
            let base = figures.years[figures.base];
            method(Text::new(
                format!("{name}: bảng employment thiếu năm gốc {base}; cần để chia theo ngành"),
                format!("{name}: employment has nothing for the base year {base}; sectors need it"),
            ))
        })
    };
    bottoms.map(total).collect()
}

/// Shares of the sectors in the whole.
fn in_whole(axis: &Axis<'_>, figures: &Figures) -> Vec<f64> {
    let base = figures.years[figures.base];
    let persons =
        |series: &crate::series::Series| series.at(base).map_or(0.0, |p| p.value.max(0.0));
    let persons: Vec<f64> = axis.recorded.series.iter().map(persons).collect();
    let sum: f64 = persons.iter().sum();
    persons.iter().map(|value| value / sum.max(f64::MIN_POSITIVE)).collect()
}

/// Shares of an area of which nothing but quotients is known.
fn synthetic(whole: &[f64], quotients: &[Option<f64>]) -> Vec<f64> {
    let stated = || whole.iter().zip(quotients).filter_map(|(share, q)| Some(share * (*q)?));
    let sum: f64 = stated().sum();
    let held = if sum > MOST_STATED { MOST_STATED / sum } else { 1.0 };
    let free: f64 = whole.iter().zip(quotients).filter(|(_, q)| q.is_none()).map(|(s, _)| s).sum();
    let rest = if free > 0.0 { (1.0 - held * sum) / free } else { 1.0 };
    let share = |(share, q): (&f64, &Option<f64>)| q.map_or(share * rest, |q| share * q * held);
    whole.iter().zip(quotients).map(share).collect()
}

/// Own figures of every area.
struct Own {
    values: Vec<Vec<Vec<Option<f64>>>>,
    statuses: Vec<Vec<Status>>,
}

impl Own {
    fn read(figures: &Figures, dataset: &Dataset, sectors: &[Sector]) -> Self {
        let n = figures.tree.n_bottom();
        let mut values = vec![vec![vec![None; figures.base + 1]; sectors.len()]; n];
        let mut statuses = vec![vec![Status::Observed; sectors.len()]; n];
        let position = positions(sectors);
        for row in dataset.table(Measure::Employment) {
            let key = &row.key;
            let sector = key.sector.as_ref().and_then(|code| position.get(code));
            let year = figures.years.iter().take(figures.base + 1).position(|y| *y == row.year);
            let found = area(figures, &key.area).zip(sector).zip(year);
            if let Some(((area, sector), year)) = found
                && key.sex.is_none()
                && key.age.is_none()
            {
                values[area][*sector][year] = Some(row.value);
                statuses[area][*sector] = row.status;
            }
        }
        Self { values, statuses }
    }
}

fn positions(sectors: &[Sector]) -> BTreeMap<&SectorCode, usize> {
    sectors.iter().enumerate().map(|(position, sector)| (&sector.code, position)).collect()
}

/// Position of an area without parts.
fn area(figures: &Figures, code: &AreaCode) -> Option<usize> {
    figures.tree.position(&code.to_string())?.checked_sub(figures.tree.n_aggregates())
}

/// The latest quotients up to the base year, by area and sector.
fn quotients(figures: &Figures, dataset: &Dataset, sectors: &[Sector]) -> Vec<Vec<Option<f64>>> {
    let mut found = vec![vec![None; sectors.len()]; figures.tree.n_bottom()];
    let position = positions(sectors);
    let base = figures.years[figures.base];
    for row in dataset.table(Measure::LocationQuotient).iter().filter(|row| row.year <= base) {
        let sector = row.key.sector.as_ref().and_then(|code| position.get(code));
        if let Some((area, sector)) = area(figures, &row.key.area).zip(sector) {
            // Rows are sorted by year, so the latest one stays.
            found[area][*sector] = Some(row.value);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_states_its_share_and_the_rest_is_as_in_the_whole() {
        let shares = synthetic(&[0.4, 0.3, 0.3], &[Some(0.5), None, None]);
        assert_eq!(shares, [0.2, 0.4, 0.4]);
        let capped = synthetic(&[0.4, 0.6], &[Some(9.0), None]);
        assert!(
            (capped[0] - MOST_STATED).abs() < 1e-12
                && (capped.iter().sum::<f64>() - 1.0).abs() < 1e-12
        );
    }
}
