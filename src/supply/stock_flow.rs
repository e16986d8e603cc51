//! Workers by sector, sex and age, and what a year does to them (method S8).
//!
//! ```text
//! N_s(a+1) = N_s(a)·(1 − exits(a)) + moves_s(a+1) + ε_s·in-migrants(a+1) + ν_s·entrants(a+1)
//! ε_s = share of sector s in those who stay and moved
//! ν_s = (1 − σ)·ε_s + σ·o_s          o_s: share of sector s in openings
//! ```
//!
//! Openings are the demand of the year less those already there, where positive; σ is the steered
//! share of entrants. Exits (deaths, withdrawals, out-migration) are the same share of a sex and
//! age in every sector. Summed over sectors nothing is left but what happens to the labour force,
//! so `Σ_s N_s` = labour force × (1 − unemployment) holds every year if it does in the base year.

use crate::supply::labour::Layout;
use crate::supply::labour::WorkerChange;
use crate::supply::mobility::moves;

/// Workers by cell of sex and age, and sector.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    layout: Layout,
    n_sectors: usize,
    /// Cell-major: the sectors of a cell stand together.
    cells: Vec<f64>,
    next: Vec<f64>,
    /// Workers by sector.
    pub by_sector: Vec<f64>,
}

/// What decides the sectors of those who enter and move.
#[derive(Clone, Copy, Debug)]
pub struct Allocation<'a> {
    /// Share of entrants that goes where openings are.
    pub steered: f64,
    /// Demand of the year by sector.
    pub demand: &'a [f64],
    /// Net mobility rates by sector; none if nobody changes sector.
    pub mobility: Option<&'a [f64]>,
}

/// Flows of a year by sector.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flows {
    /// Workers who withdraw.
    pub withdrawals: Vec<f64>,
    /// Workers who die.
    pub deaths: Vec<f64>,
    /// Entrants.
    pub entrants: Vec<f64>,
    /// Net migration.
    pub migration: Vec<f64>,
    /// Net moves from other sectors.
    pub mobility: Vec<f64>,
    out_migration: Vec<f64>,
}

impl Flows {
    /// Flows of `n_sectors` sectors, all zero.
    pub fn zeros(n_sectors: usize) -> Self {
        let zeros = vec![0.0; n_sectors];
        Self {
            withdrawals: zeros.clone(),
            deaths: zeros.clone(),
            entrants: zeros.clone(),
            migration: zeros.clone(),
            mobility: zeros.clone(),
            out_migration: zeros,
        }
    }
}

impl Stock {
    /// Workers of `sectors`, each with the age structure of `workers` by cell.
    pub fn proportional(layout: Layout, workers: &[f64], sectors: &[f64]) -> Self {
        let whole: f64 = workers.iter().sum();
        let cells: Vec<f64> = workers
            .iter()
            .flat_map(|cell| sectors.iter().map(move |sector| cell * sector / whole))
            .collect();
        let next = vec![0.0; cells.len()];
        Self { layout, n_sectors: sectors.len(), cells, next, by_sector: sectors.to_vec() }
    }

    /// How its cells follow each other.
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// Carries the stock through a year and writes its flows.
    ///
    /// By sector the new stock is the old one plus entrants, migration and mobility, less
    /// withdrawals and deaths.
    pub fn advance(&mut self, change: &WorkerChange, how: Allocation<'_>, flows: &mut Flows) {
        self.age(change, flows);
        let mut present: Vec<f64> = (0..self.n_sectors)
            .map(|s| {
                self.by_sector[s] - flows.deaths[s] - flows.withdrawals[s] - flows.out_migration[s]
            })
            .collect();
        flows.mobility.fill(0.0);
        if let Some(rates) = how.mobility {
            moves(rates, &self.by_sector, &present, &mut flows.mobility);
            self.shift(&present, &flows.mobility);
            for (present, net) in present.iter_mut().zip(&flows.mobility) {
                *present += net;
            }
        }
        let shares = shares(&present);
        let of_entrants = entrants_shares(&shares, &present, how);
        self.enter(change, &shares, &of_entrants);
        let entrants: f64 = change.entrants.iter().sum();
        let arriving: f64 = change.in_migration.iter().sum();
        for s in 0..self.n_sectors {
            flows.entrants[s] = entrants * of_entrants[s];
            flows.migration[s] = arriving * shares[s] - flows.out_migration[s];
            self.by_sector[s] =
                self.by_sector[s] + flows.entrants[s] + flows.migration[s] + flows.mobility[s]
                    - flows.withdrawals[s]
                    - flows.deaths[s];
        }
        std::mem::swap(&mut self.cells, &mut self.next);
    }

    /// Takes out those who leave and makes the others a year older.
    fn age(&mut self, change: &WorkerChange, flows: &mut Flows) {
        self.next.fill(0.0);
        flows.deaths.fill(0.0);
        flows.withdrawals.fill(0.0);
        flows.out_migration.fill(0.0);
        for (cell, workers) in self.cells.chunks_exact(self.n_sectors).enumerate() {
            let start = self.layout.next(cell) * self.n_sectors;
            let after = &mut self.next[start..start + self.n_sectors];
            add_scaled(&mut flows.deaths, workers, change.deaths[cell]);
            add_scaled(&mut flows.withdrawals, workers, change.withdrawals[cell]);
            add_scaled(&mut flows.out_migration, workers, change.out_migration[cell]);
            add_scaled(after, workers, change.stay[cell]);
        }
    }

    /// Moves workers between sectors, from every age of a losing sector alike.
    fn shift(&mut self, present: &[f64], net: &[f64]) {
        let gains: f64 = net.iter().filter(|gain| **gain > 0.0).sum();
        if gains <= 0.0 {
            return;
        }
        let leaving: Vec<f64> =
            net.iter().zip(present).map(|(net, n)| (-net).max(0.0) / n.max(1e-300)).collect();
        let arriving: Vec<f64> = net.iter().map(|net| net.max(0.0) / gains).collect();
        for cell in self.next.chunks_exact_mut(self.n_sectors) {
            let pool: f64 = cell.iter().zip(&leaving).map(|(n, rate)| n * rate).sum();
            for ((n, rate), share) in cell.iter_mut().zip(&leaving).zip(&arriving) {
                *n += pool * share - *n * rate;
            }
        }
    }

    fn enter(&mut self, change: &WorkerChange, of_migrants: &[f64], of_entrants: &[f64]) {
        for (cell, workers) in self.next.chunks_exact_mut(self.n_sectors).enumerate() {
            add_scaled(workers, of_entrants, change.entrants[cell]);
            add_scaled(workers, of_migrants, change.in_migration[cell]);
        }
    }
}

fn add_scaled(sum: &mut [f64], values: &[f64], factor: f64) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += value * factor;
    }
}

/// Shares of the sum; equal ones if there is nothing to share.
fn shares(values: &[f64]) -> Vec<f64> {
    let whole: f64 = values.iter().sum();
    if whole > 0.0 {
        values.iter().map(|value| value / whole).collect()
    } else {
        vec![1.0 / values.len() as f64; values.len()]
    }
}

fn entrants_shares(shares: &[f64], present: &[f64], how: Allocation<'_>) -> Vec<f64> {
    if how.steered == 0.0 {
        return shares.to_vec();
    }
    let openings: Vec<f64> =
        how.demand.iter().zip(present).map(|(demand, n)| (demand - n).max(0.0)).collect();
    let whole: f64 = openings.iter().sum();
    if whole <= 0.0 {
        return shares.to_vec();
    }
    shares
        .iter()
        .zip(&openings)
        .map(|(share, opening)| (1.0 - how.steered) * share + how.steered * opening / whole)
        .collect()
}

#[cfg(test)]
mod tests;
