//! Replacement and openings of groups whose workers grow old, draw by draw.
//!
//! ```text
//! exits(c)   = n(c)·min(1, x(c, t)·f)             f: factor of the draw, log-normal
//! RD         = Σ_c exits(c)                       ≤ E(t−1)
//! hires      = E(t) − Σ_c [n(c) − exits(c)] = ED + RD
//! n(c, t)    = those who stayed, a year older, + hires·pattern(c)          hires ≥ 0
//!            = those who stayed, a year older, each at the same share      hires < 0
//! openings   = max(hires, 0)          unreplaced = max(−hires, 0)
//! frictional = max(ED, 0)·u/(1 − u)
//! transfers  = E(t−1)·m
//! ```
//! `n` are workers by sex and single age at the end of the year before, `x` the exit rates of the
//! year, which move with the retirement age. A workforce that is old, or gets no hires, so has
//! more to replace each year. `f` has median 1 and the log variance of the group's exit rates; it
//! is one draw for all years, since it says how wrong the rates are, not how years differ.
//!
//! Frictional openings (filling a new post finds people between jobs; `u`: unemployment rate) and
//! transfers (gross moves to other occupations at the rate `m`) are shown apart and are in no
//! other figure.
//!
//! # Source
//! Openings: ROA, see [`crate::balance::openings`]. Frictional factor (E + U)/E on expansion:
//! labour-market outlook of British Columbia. Transfers: BLS, *Occupational separations*.

mod response;

use ndarray::Array2;
use rayon::prelude::*;

use crate::balance::openings::{openings_of, unreplaced_of};
use crate::error::Result;
use crate::numeric::seed::stream;
use crate::paths::Paths;
use crate::replacement::error;
use crate::replacement::openings::response::Responses;
use crate::replacement::retirement::{RetirementAges, RetirementHazard};
use crate::supply::labour::Layout;
use crate::units::Year;

/// What is known of the groups before the first year.
#[derive(Clone, Copy, Debug)]
pub struct Groups<'a> {
    /// Workers of the base year in persons, groups × cells.
    pub workers: &'a Array2<f64>,
    /// Exit rates of each projected year, groups × cells.
    pub exits: &'a [Array2<f64>],
    /// Age pattern of hires, groups × cells; rows sum to 1.
    pub hires: &'a Array2<f64>,
    /// How the cells follow each other.
    pub layout: Layout,
    /// What is uncertain, and what is shown apart.
    pub margins: Margins<'a>,
}

/// What is uncertain about the groups, and what is shown apart.
#[derive(Clone, Copy, Debug)]
pub struct Margins<'a> {
    /// Variance of the log of each group's exit rates; empty if they are taken as known.
    pub log_variances: &'a [f64],
    /// Factor of each draw on the base year; empty if its level is taken as known.
    pub level: &'a [f64],
    /// Unemployment rate for frictional openings; zero for none.
    pub unemployment: f64,
    /// Gross moves to other groups a year, as shares by group; empty for none.
    pub transfers: &'a [f64],
    /// Seed of the run.
    pub seed: u64,
}

/// Expansion, replacement and openings by group, in persons a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Replacement {
    /// Change of employment over the year before.
    pub expansion: Paths,
    /// Workers who leave.
    pub replacement: Paths,
    /// Openings for entrants.
    pub openings: Paths,
    /// Separations that falling employment leaves without replacement.
    pub unreplaced: Paths,
    /// Openings that only people between jobs keep open, beside `openings`.
    pub frictional: Paths,
    /// Openings that moves to other groups make, beside `openings`.
    pub transfers: Paths,
    /// Workers in the older half of a working life, from age 50, as a share of the group at the
    /// end of the year.
    pub older_share: Paths,
}

/// Age from which a worker counts as older.
const OLDER: usize = 50;

/// Exit rates of every year from `first`: what does not move, and the hazard of retirement at the
/// retirement ages of the year.
///
/// # Shapes
/// `other`: groups × cells, exits for every other reason; rates are held at 1 or below.
pub fn exits_by_year(
    other: &Array2<f64>,
    hazard: &RetirementHazard,
    ages: &RetirementAges,
    years: impl Iterator<Item = Year>,
) -> Vec<Array2<f64>> {
    years
        .map(|year| {
            let retirement = hazard.by_cell(ages, year);
            let mut rates = other.clone();
            for mut row in rates.rows_mut() {
                for (rate, retiring) in row.iter_mut().zip(&retirement) {
                    *rate = (*rate + retiring).clamp(0.0, 1.0);
                }
            }
            rates
        })
        .collect()
}

/// Carries the groups forward under the paths of `employment`, one series a group.
///
/// # Errors
/// If shapes differ, a rate is outside 0 to 1, or a number is negative or not finite.
pub fn project(groups: &Groups<'_>, employment: &Paths) -> Result<Replacement> {
    check(groups, employment)?;
    let series: Vec<Flows> = (0..employment.n_series())
        .into_par_iter()
        .map(|group| project_group(groups, employment, group))
        .collect();
    let gather = |flow: fn(&Flows) -> &Vec<f64>| {
        let mut paths = employment.clone();
        for (group, flows) in series.iter().enumerate() {
            paths.series_mut(group).copy_from_slice(flow(flows));
        }
        paths
    };
    let (expansion, replacement) = (gather(|f| &f.expansion), gather(|f| &f.replacement));
    let factor = groups.margins.unemployment / (1.0 - groups.margins.unemployment);
    Ok(Replacement {
        openings: expansion.zip_with(&replacement, openings_of),
        unreplaced: expansion.zip_with(&replacement, unreplaced_of),
        frictional: expansion.zip_with(&expansion, |ed, _| ed.max(0.0) * factor),
        transfers: gather(|f| &f.transfers),
        older_share: gather(|f| &f.older_share),
        expansion,
        replacement,
    })
}

/// The flows of one group: draws × years.
struct Flows {
    expansion: Vec<f64>,
    replacement: Vec<f64>,
    transfers: Vec<f64>,
    older_share: Vec<f64>,
}

fn project_group(groups: &Groups<'_>, employment: &Paths, group: usize) -> Flows {
    let margins = &groups.margins;
    let size = employment.n_draws() * employment.n_years();
    let room = || Vec::with_capacity(size);
    let mut flows =
        Flows { expansion: room(), replacement: room(), transfers: room(), older_share: room() };
    let logs = exit_logs(margins, group, employment.n_draws());
    let responses = Responses::of(groups, group, &logs);
    let mut response = responses.room();
    let mut origins = Origins::of(employment.n_years());
    for (draw, log) in logs.iter().enumerate() {
        responses.write(*log, &mut response);
        origins.begin(margins.level.get(draw).copied().unwrap_or(1.0));
        let mut before = responses.base * origins.parts[0];
        for (year, stock) in employment.path(group, draw).iter().enumerate() {
            let leaving = origins.sum(response.leaving(year)).clamp(0.0, before);
            let older = origins.sum(response.older(year));
            let older = origins.hire(year, (before - leaving, *stock), (older, &responses));
            flows.expansion.push(stock - before);
            flows.replacement.push(leaving);
            flows.older_share.push(if *stock > 0.0 { older / stock } else { 0.0 });
            flows.transfers.push(before);
            before = *stock;
        }
    }
    let transfer = margins.transfers.get(group).copied().unwrap_or_default();
    flows.transfers.iter_mut().for_each(|before| *before *= transfer);
    flows
}

/// Where the workers of a group come from: the base year, then hires year by year.
struct Origins {
    parts: Vec<f64>,
}

impl Origins {
    fn of(years: usize) -> Self {
        Self { parts: vec![0.0; years + 1] }
    }

    /// Nobody but those of the base year.
    fn begin(&mut self, level: f64) {
        self.parts.fill(0.0);
        self.parts[0] = level;
    }

    /// What all make together of what one of each origin makes.
    fn sum(&self, of_one: &[f64]) -> f64 {
        self.parts.iter().zip(of_one).map(|(part, one)| part * one).sum()
    }

    /// Brings those who stayed to the stock, by hires or by the same share of everybody; gives the
    /// older workers then, of those there were before.
    fn hire(
        &mut self,
        year: usize,
        (stayed, stock): (f64, f64),
        (older, responses): (f64, &Responses),
    ) -> f64 {
        let hires = stock - stayed;
        if hires >= 0.0 {
            self.parts[year + 1] = hires;
            return older + hires * responses.older_hired;
        }
        let kept = stock / stayed;
        self.parts.iter_mut().for_each(|part| *part *= kept);
        older * kept
    }
}

/// Log of the factor on the exit rates of a group, by draw.
fn exit_logs(margins: &Margins<'_>, group: usize, draws: usize) -> Vec<f64> {
    let variance = margins.log_variances.get(group).copied().unwrap_or_default();
    if variance == 0.0 {
        return vec![0.0; draws];
    }
    let (deviation, purpose) = (variance.sqrt(), format!("replacement exits {group}"));
    let log = |draw: usize| deviation * stream(margins.seed, &purpose, draw as u64).normal();
    (0..draws).map(log).collect()
}

/// Cells of workers from [`OLDER`] on; none where ages are not apart.
fn older_cells(layout: Layout) -> impl Iterator<Item = usize> {
    let from = OLDER - crate::supply::age_rates::FIRST_AGE;
    let blocks = if layout == Layout::BY_AGE { layout.blocks } else { 0 };
    (0..blocks).flat_map(move |block| (from..layout.ages).map(move |age| block * layout.ages + age))
}

fn check(groups: &Groups<'_>, employment: &Paths) -> Result<()> {
    let dim = (employment.n_series(), groups.layout.cells());
    let margins = &groups.margins;
    let by_group = |values: &[f64]| values.is_empty() || values.len() == dim.0;
    let shapes = groups.workers.dim() == dim
        && groups.hires.dim() == dim
        && groups.exits.len() == employment.n_years()
        && groups.exits.iter().all(|exits| exits.dim() == dim)
        && by_group(margins.log_variances)
        && by_group(margins.transfers)
        && (margins.level.is_empty() || margins.level.len() == employment.n_draws());
    if !shapes {
        return Err(error(
            "lao động, tỷ lệ rời việc và cơ cấu tuyển mới cần cùng nhóm, cùng ô và đủ các năm dự báo",
            "workers, exit rates and the pattern of hires need the same groups and cells, and every \
             projected year",
        ));
    }
    let share = |value: &f64| (0.0..=1.0).contains(value);
    let amount = |value: &f64| value.is_finite() && *value >= 0.0;
    let rates = groups.exits.iter().flatten().chain(margins.transfers).all(share);
    let amounts =
        groups.workers.iter().chain(margins.log_variances).chain(margins.level).all(amount);
    if !rates || !amounts || !(0.0..1.0).contains(&margins.unemployment) {
        return Err(error(
            "tỷ lệ rời việc cần từ 0 đến 1, số người và phương sai không âm",
            "exit rates must be from 0 to 1, persons and variances not negative",
        ));
    }
    let patterns = groups
        .hires
        .rows()
        .into_iter()
        .all(|row| row.iter().all(share) && (row.sum() - 1.0).abs() <= 1e-9);
    if !patterns {
        return Err(error(
            "cơ cấu tuổi của người mới tuyển của mỗi nhóm cần cộng thành 1",
            "the age pattern of hires of each group must sum to 1",
        ));
    }
    let stocks = (0..employment.n_series()).all(|group| {
        (0..employment.n_draws()).all(|d| employment.path(group, d).iter().all(amount))
    });
    if stocks {
        return Ok(());
    }
    Err(error(
        "việc làm dự báo của một nhóm là số âm",
        "projected employment of a group is negative",
    ))
}

/// Separations a year at one rate for everybody, in the unit of employment.
///
/// ```text
/// separations = rate · (E(first) + E(last))/2
/// ```
///
/// # Source
/// BLS, *Occupational separations and openings*: annual average over the projected years.
pub const fn separations_at_rate(rate: f64, first: f64, last: f64) -> f64 {
    rate * (first + last) / 2.0
}

#[cfg(test)]
mod tests;
