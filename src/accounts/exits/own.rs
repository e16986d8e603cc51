//! Exit rates of single groups, where a table gives them.
//!
//! ```text
//! x̂(o,A)   = w·x(o,A) + (1 − w)·x̄(A)                       A: sex and ages of a row of the table
//! x(o,c,t) = x̄(c,t)·x̂/x̄(A)                                 x̂ ≤ x̄(A), for each cell c in A
//! x(o,c,t) = 1 − [1 − x̄(c,t)]·(1 − x̂)/[1 − x̄(A)]           x̂ > x̄(A)
//! ```
//! x̄ are the exits of all workers, which move with the retirement age; x̄(A) is their mean in the
//! first projected year. A rate is drawn to that mean by random coefficients
//! ([`shrink_to`]): a rate measured on few workers, or no further from the mean than chance takes
//! it, says little. Both forms keep a rate between 0 and 1 and its mean over A at x̂ in the first
//! year. Where rows of a group overlap, the one for a single sex goes before that for both, then
//! the one for fewer ages.
//!
//! Persons behind a rate: p(1 − p)/se² where its standard error is given, p midway between rate
//! and mean; else the sample size; else [`SAMPLE_BY_DEFAULT`].
//!
//! # Source
//! Random coefficients: ROA, Willems & de Grip (1993).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ndarray::{Array2, ArrayView1};

use crate::accounts::exits::{Exits, repeated};
use crate::accounts::knowledge::workers::{KnownExit, KnownWorkers};
use crate::codes::{AgeGroup, Sex};
use crate::error::Result;
use crate::replacement::shrinkage::{ShrunkRate, shrink_to};
use crate::supply::age_rates::FIRST_AGE;

/// Workers that a rate is worth whose sample and error are not stated: chosen, those of one age
/// group of a common occupation in a provincial survey.
pub const SAMPLE_BY_DEFAULT: f64 = 100.0;

/// Variance of the log of a group's exit rates about those of all workers: between occupations of
/// the Occupational Employment projections of the Bureau of Labor Statistics (2016 to 2019) the
/// logs of exit rates have a standard deviation near 0.3.
pub const EXIT_LOG_VARIANCE: f64 = 0.09;

/// Exit rates of groups.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupExits {
    /// Groups × cells, a matrix a projected year.
    pub rates: Vec<Array2<f64>>,
    /// Variance of the log of each group's exit rates.
    pub log_variances: Vec<f64>,
}

/// A rate after shrinkage, with the cells it is about.
struct Own {
    group: usize,
    sex: Option<Sex>,
    cells: Vec<usize>,
    mean: f64,
    shrunk: ShrunkRate,
}

/// The exits of `workers` by group, groups × cells: those of all workers, and of the groups `known`
/// gives rates for their own.
///
/// # Errors
/// [`crate::error::Error::Method`] if a rate is impossible.
pub fn of_groups(exits: &Exits, known: &KnownWorkers, workers: &Array2<f64>) -> Result<GroupExits> {
    let groups = workers.nrows();
    let mut rates: Vec<Array2<f64>> =
        exits.rates.iter().map(|rates| repeated(rates, groups)).collect();
    let mut log_variances = vec![EXIT_LOG_VARIANCE; groups];
    let mut own = if exits.by_age() { shrunk(exits, &known.exits)? } else { Vec::new() };
    // The more particular rows come last and write over the others.
    own.sort_by_key(|own| (own.sex.is_some(), Reverse(own.cells.len())));
    for (group, log_variance_of) in log_variances.iter_mut().enumerate() {
        let of_group: Vec<&Own> = own.iter().filter(|own| own.group == group).collect();
        if of_group.is_empty() {
            continue;
        }
        let speaks = by_cell(&of_group, exits.layout.cells());
        for rates in &mut rates {
            for (rate, row) in rates.row_mut(group).iter_mut().zip(&speaks) {
                *rate = row.map_or(*rate, |row| of_group[row].moved(*rate));
            }
        }
        if let Some(first) = rates.first() {
            let cells = (workers.row(group), first.row(group));
            *log_variance_of = log_variance(cells, &of_group, &speaks);
        }
    }
    Ok(GroupExits { rates, log_variances })
}

impl Own {
    /// The rate of the group in a cell where all workers leave at the rate `of_all`.
    fn moved(&self, of_all: f64) -> f64 {
        let own = self.shrunk.rate;
        if own > self.mean {
            1.0 - (1.0 - of_all) * (1.0 - own) / (1.0 - self.mean)
        } else if self.mean > 0.0 {
            of_all * own / self.mean
        } else {
            of_all
        }
    }
}

/// Every rate drawn to the mean of all workers at its sex and ages.
fn shrunk(exits: &Exits, known: &[KnownExit]) -> Result<Vec<Own>> {
    let mut alike: BTreeMap<(Option<Sex>, AgeGroup), Vec<&KnownExit>> = BTreeMap::new();
    for exit in known {
        alike.entry((exit.sex, exit.age)).or_default().push(exit);
    }
    let mut all = Vec::with_capacity(known.len());
    for ((sex, age), rows) in alike {
        let cells = cells(exits, sex, age);
        let mean = mean_rate(exits, &cells);
        let rates: Vec<(f64, f64)> =
            rows.iter().map(|row| (row.rate, persons(row, mean))).collect();
        for (row, shrunk) in rows.iter().zip(shrink_to(&rates, mean)?) {
            all.push(Own { group: row.group, sex, cells: cells.clone(), mean, shrunk });
        }
    }
    Ok(all)
}

fn cells(exits: &Exits, sex: Option<Sex>, age: AgeGroup) -> Vec<usize> {
    let n = exits.layout.ages;
    let sexes = Sex::ALL.into_iter().filter(|own| sex.is_none_or(|sex| sex == *own));
    let ages = (0..n).filter(|a| age.contains((FIRST_AGE + a) as u8));
    sexes.flat_map(|sex| ages.clone().map(move |a| sex.index() * n + a)).collect()
}

/// Share of all workers of `cells` who leave in the first projected year.
fn mean_rate(exits: &Exits, cells: &[usize]) -> f64 {
    let Some(rates) = exits.rates.first() else { return 0.0 };
    let there: f64 = cells.iter().map(|c| exits.workers[*c]).sum();
    let leaving: f64 = cells.iter().map(|c| exits.workers[*c] * rates[*c]).sum();
    if there > 0.0 { leaving / there } else { 0.0 }
}

fn persons(row: &KnownExit, mean: f64) -> f64 {
    match (row.error, row.sample) {
        (Some(error), _) => {
            let middle = f64::midpoint(row.rate, mean);
            middle * (1.0 - middle) / (error * error)
        }
        (None, Some(sample)) => sample,
        (None, None) => SAMPLE_BY_DEFAULT,
    }
}

/// Position of the row that speaks for each cell: the last of them about it.
fn by_cell(rows: &[&Own], n_cells: usize) -> Vec<Option<usize>> {
    let mut speaks = vec![None; n_cells];
    for (row, own) in rows.iter().enumerate() {
        for cell in &own.cells {
            speaks[*cell] = Some(row);
        }
    }
    speaks
}

/// Variance of the log of a group's exits: errors of its own rates, and that of groups about all
/// workers where it has none, each common to the cells it is about.
fn log_variance(
    (workers, rates): (ArrayView1<'_, f64>, ArrayView1<'_, f64>),
    rows: &[&Own],
    speaks: &[Option<usize>],
) -> f64 {
    let mut there = vec![0.0; rows.len()];
    let (mut leaving, mut of_all) = (0.0, 0.0);
    for ((persons, rate), row) in workers.iter().zip(rates).zip(speaks) {
        leaving += persons * rate;
        match row {
            Some(row) => there[*row] += persons,
            None => of_all += persons * rate,
        }
    }
    let own = there.iter().zip(rows).map(|(persons, own)| persons * persons * own.shrunk.variance);
    let variance = own.sum::<f64>() + of_all * of_all * EXIT_LOG_VARIANCE.exp_m1();
    if leaving > 0.0 { (variance / (leaving * leaving)).ln_1p() } else { 0.0 }
}

#[cfg(test)]
mod tests;
