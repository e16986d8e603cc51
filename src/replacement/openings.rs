//! Replacement and openings of groups whose workers grow old, draw by draw.
//!
//! ```text
//! exits(c)   = n(c)·min(1, x(c, t)·f)             f: factor of the draw, log-normal
//! RD         = Σ_c exits(c)                       ≤ E(t−1)
//! hires      = E(t) − Σ_c [n(c) − exits(c)] = ED + RD
//! n(c, t)    = those who stayed, a year older, + hires·pattern(c)          hires ≥ 0
//!            = those who stayed, a year older, each at the same share      hires < 0
//! openings   = max(hires, 0)          unreplaced = max(−hires, 0)
//! ```
//! `n` are workers by sex and single age at the end of the year before, `x` the exit rates of the
//! year, which move with the retirement age. A workforce that is old, or gets no hires, so has
//! more to replace each year. `f` has median 1 and the log variance of the group's exit rates; it
//! is one draw for all years, since it says how wrong the rates are, not how years differ. Each
//! group has draws of its own, keyed by its code and by what it is a group of ([`chances`]).
//!
//! Two figures that others publish beside openings are left out. Frictional openings (posts that
//! wait for people between jobs) would be counted twice: supply is the labour force less those
//! between jobs, so they are missing from it already. Moves to other occupations leave an opening
//! that a mover or an entrant fills, and no table gives their number.
//!
//! # Source
//! Openings: ROA, see [`crate::balance::openings`].

mod response;

use ndarray::Array2;
use rayon::prelude::*;

use crate::balance::openings::{openings_of, unreplaced_of};
use crate::error::Result;
use crate::numeric::seed::normals;
use crate::paths::Paths;
use crate::replacement::error;
use crate::replacement::openings::response::Responses;
use crate::supply::labour::Layout;
use crate::supply::retirement::{RetirementAges, RetirementHazard, by_cell};
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
    /// What is uncertain.
    pub margins: Margins<'a>,
}

/// What is uncertain about the exit rates of groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins<'a> {
    /// Variance of the log of each group's exit rates; empty if they are taken as known.
    pub log_variances: &'a [f64],
    /// Standard normal numbers by group and draw ([`chances`]); empty if rates are taken as known.
    pub chances: &'a [Vec<f64>],
}

/// Standard normal numbers behind the exit rates of groups, by group and draw.
///
/// `of` says what the groups are: an occupation and a qualification of one code share nothing.
pub fn chances(of: &str, codes: &[String], (seed, draws): (u64, usize)) -> Vec<Vec<f64>> {
    let own = |code: &String| normals(seed, &format!("replacement exits {of} {code}"), draws);
    codes.iter().map(own).collect()
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
}

/// Exit rates of every year: what does not move, and the hazards of retirement of both sexes at the
/// retirement ages of the year.
///
/// # Shapes
/// `other`: groups × cells, exits for every other reason; sums are held between 0 and 1.
pub fn exits_by_year(
    other: &Array2<f64>,
    hazards: &[RetirementHazard; 2],
    ages: &RetirementAges,
    years: impl Iterator<Item = Year>,
) -> Vec<Array2<f64>> {
    years
        .map(|year| {
            let retirement = by_cell(hazards, ages, year);
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

/// How the workers of every group leave: what scenarios share that differ in employment alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Turnover {
    responses: Vec<Responses>,
    /// Log of the factor on exit rates, by group and draw; empty where it is known to be 0.
    logs: Vec<Vec<f64>>,
}

impl Turnover {
    /// The turnover of `groups`.
    ///
    /// # Errors
    /// If shapes differ, a rate is outside 0 to 1, or a number is negative or not finite.
    pub fn of(groups: &Groups<'_>) -> Result<Self> {
        check(groups)?;
        let n_groups = groups.workers.nrows();
        let logs: Vec<Vec<f64>> = (0..n_groups).map(|g| exit_logs(&groups.margins, g)).collect();
        let response = |group: usize| Responses::of(groups, group, &logs[group]);
        let responses = (0..n_groups).into_par_iter().map(response).collect();
        Ok(Self { responses, logs })
    }

    /// Carries the groups forward under the paths of `employment`, one series a group.
    ///
    /// `level` is the factor of each draw on the base year; empty if its level is taken as known.
    ///
    /// # Errors
    /// If shapes differ, or employment is negative or not finite.
    pub fn under(&self, employment: &Paths, level: &[f64]) -> Result<Replacement> {
        self.check(employment, level)?;
        let (mut expansion, mut replacement) = (employment.clone(), employment.clone());
        for group in 0..employment.n_series() {
            let expansion = expansion.series_mut(group);
            self.carry(group, (employment, level), (expansion, replacement.series_mut(group)));
        }
        Ok(Replacement {
            openings: expansion.zip_with(&replacement, openings_of),
            unreplaced: expansion.zip_with(&replacement, unreplaced_of),
            expansion,
            replacement,
        })
    }

    /// Writes expansion and replacement of one group: draws × years.
    fn carry(
        &self,
        group: usize,
        (employment, level): (&Paths, &[f64]),
        (expansion, replacement): (&mut [f64], &mut [f64]),
    ) {
        let (responses, years) = (&self.responses[group], employment.n_years());
        let mut response = responses.room();
        let mut origins = Origins::of(years);
        let flows = expansion
            .chunks_exact_mut(years.max(1))
            .zip(replacement.chunks_exact_mut(years.max(1)));
        for (draw, (expansion, replacement)) in flows.enumerate() {
            let log = self.logs[group].get(draw).copied().unwrap_or_default();
            responses.write(log, &mut response);
            origins.begin(level.get(draw).copied().unwrap_or(1.0));
            let mut before = responses.base * origins.parts[0];
            for (year, stock) in employment.path(group, draw).iter().enumerate() {
                let leaving = origins.sum(response.leaving(year)).clamp(0.0, before);
                origins.hire(year, before - leaving, *stock);
                expansion[year] = stock - before;
                replacement[year] = leaving;
                before = *stock;
            }
        }
    }

    fn check(&self, employment: &Paths, level: &[f64]) -> Result<()> {
        let (draws, years) = (employment.n_draws(), employment.n_years());
        let shapes = employment.n_series() == self.responses.len()
            && self.responses.iter().all(|response| response.years() == years)
            && self.logs.iter().all(|logs| logs.is_empty() || logs.len() == draws)
            && (level.is_empty() || level.len() == draws);
        if !shapes {
            return Err(other_shape());
        }
        if !are_amounts(level.iter()) {
            return Err(impossible());
        }
        let stocks = (0..employment.n_series())
            .all(|group| (0..draws).all(|draw| are_amounts(employment.path(group, draw).iter())));
        if stocks {
            return Ok(());
        }
        Err(error(
            "việc làm dự báo của một nhóm là số âm",
            "projected employment of a group is negative",
        ))
    }
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

    /// Brings those who stayed to the stock, by hires or by the same share of everybody.
    fn hire(&mut self, year: usize, stayed: f64, stock: f64) {
        let hires = stock - stayed;
        if hires >= 0.0 {
            self.parts[year + 1] = hires;
        } else {
            let kept = stock / stayed;
            self.parts.iter_mut().for_each(|part| *part *= kept);
        }
    }
}

/// Log of the factor on the exit rates of a group, by draw; none if they are known.
fn exit_logs(margins: &Margins<'_>, group: usize) -> Vec<f64> {
    let deviation = margins.log_variances.get(group).copied().unwrap_or_default().sqrt();
    let of_group = margins.chances.get(group).into_iter().flatten();
    of_group.filter(|_| deviation > 0.0).map(|normal| deviation * normal).collect()
}

/// Whether all are finite and not negative.
fn are_amounts<'a>(mut values: impl Iterator<Item = &'a f64>) -> bool {
    values.all(|value| value.is_finite() && *value >= 0.0)
}

fn other_shape() -> crate::error::Error {
    error(
        "lao động, tỷ lệ rời việc và cơ cấu tuyển mới cần cùng nhóm, cùng ô và đủ các năm dự báo",
        "workers, exit rates and the pattern of hires need the same groups and cells, and every \
         projected year",
    )
}

fn impossible() -> crate::error::Error {
    error(
        "tỷ lệ rời việc cần từ 0 đến 1, số người và phương sai không âm",
        "exit rates must be from 0 to 1, persons and variances not negative",
    )
}

fn check(groups: &Groups<'_>) -> Result<()> {
    let dim = (groups.workers.nrows(), groups.layout.cells());
    let margins = &groups.margins;
    let by_group = |n: usize| n == 0 || n == dim.0;
    let shapes = groups.workers.dim() == dim
        && groups.hires.dim() == dim
        && groups.exits.iter().all(|exits| exits.dim() == dim)
        && by_group(margins.log_variances.len())
        && by_group(margins.chances.len());
    if !shapes {
        return Err(other_shape());
    }
    let share = |value: &f64| (0.0..=1.0).contains(value);
    let amounts = are_amounts(groups.workers.iter().chain(margins.log_variances));
    let numbers = margins.chances.iter().flatten().all(|normal| normal.is_finite());
    if !amounts || !numbers || !groups.exits.iter().flatten().all(share) {
        return Err(impossible());
    }
    let patterns = groups
        .hires
        .rows()
        .into_iter()
        .all(|row| row.iter().all(share) && (row.sum() - 1.0).abs() <= 1e-9);
    if patterns {
        return Ok(());
    }
    Err(error(
        "cơ cấu tuổi của người mới tuyển của mỗi nhóm cần cộng thành 1",
        "the age pattern of hires of each group must sum to 1",
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
