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
//!
//! An *intake* is those who came in the same way in the same year; the workers of the base year are
//! the first. Because exits take sectors alike and moves take ages alike, everybody of an intake has
//! the same chances to be in each sector, whatever their age, and
//!
//! ```text
//! N_s(a) = Σ_i n_i(a) · p_is        n_i(a): workers of intake i aged a, p_is: its share in sector s
//! ```
//!
//! exactly. Ages ([`Workforce`]) and sectors ([`Sectors`]) can so be carried on apart, and the ages
//! once for supply before and after mobility.

use crate::supply::labour::Layout;
use crate::supply::labour::WorkerChange;
use crate::supply::mobility::moves;

/// Workers by intake and cell of sex and age.
#[derive(Clone, Debug, PartialEq)]
pub struct Workforce {
    layout: Layout,
    /// Workers by cell, one intake after the other.
    cells: Vec<f64>,
    /// Who left and came in the last year.
    pub turnover: Turnover,
}

/// Who left the intakes in a year, in persons by intake, and who came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turnover {
    deaths: Vec<f64>,
    withdrawals: Vec<f64>,
    out_migration: Vec<f64>,
    entrants: f64,
    in_migration: f64,
    arrival: Arrival,
}

/// Whether those who come in a year are spread over sectors alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// Entrants and in-migrants are one intake.
    #[default]
    Together,
    /// Entrants, some of them steered, and in-migrants are two.
    Apart,
}

impl Workforce {
    /// The workers of the base year by cell.
    pub fn new(layout: Layout, workers: &[f64]) -> Self {
        Self { layout, cells: workers.to_vec(), turnover: Turnover::default() }
    }

    /// How its cells follow each other.
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// Takes out those who leave, makes the others a year older, and adds those who come.
    pub fn advance(&mut self, change: &WorkerChange, arrival: Arrival) {
        let turnover = &mut self.turnover;
        turnover.deaths.clear();
        turnover.withdrawals.clear();
        turnover.out_migration.clear();
        for intake in self.cells.chunks_exact_mut(self.layout.cells()) {
            turnover.deaths.push(product(intake, &change.deaths));
            turnover.withdrawals.push(product(intake, &change.withdrawals));
            turnover.out_migration.push(product(intake, &change.out_migration));
            for (block, stay) in intake
                .chunks_exact_mut(self.layout.ages)
                .zip(change.stay.chunks_exact(self.layout.ages))
            {
                age(block, stay);
            }
        }
        turnover.entrants = change.entrants.iter().sum();
        turnover.in_migration = change.in_migration.iter().sum();
        turnover.arrival = arrival;
        self.add_intakes(change, arrival);
    }

    fn add_intakes(&mut self, change: &WorkerChange, arrival: Arrival) {
        let (entrants, migrants) = (&change.entrants, &change.in_migration);
        match arrival {
            Arrival::Together => {
                self.cells.extend(entrants.iter().zip(migrants).map(|(a, b)| a + b));
            }
            Arrival::Apart => self.cells.extend(entrants.iter().chain(migrants)),
        }
    }
}

/// Makes those of one sex a year older; the last age is open.
fn age(workers: &mut [f64], stay: &[f64]) {
    let mut from_below = 0.0;
    let mut oldest = 0.0;
    for (workers, stay) in workers.iter_mut().zip(stay) {
        oldest = *workers * stay;
        *workers = from_below;
        from_below = oldest;
    }
    if let Some(last) = workers.last_mut() {
        *last += oldest;
    }
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The sectors of a workforce.
#[derive(Clone, Debug, PartialEq)]
pub struct Sectors {
    /// Share of each sector in an intake, one intake after the other.
    shares: Vec<f64>,
    present: Vec<f64>,
    /// Workers by sector.
    pub workers: Vec<f64>,
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

impl Allocation<'_> {
    /// Whether entrants are spread over sectors as in-migrants are.
    pub fn arrival(&self) -> Arrival {
        if self.steered == 0.0 { Arrival::Together } else { Arrival::Apart }
    }
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

impl Sectors {
    /// A workforce with `workers` by sector, whose age structure is the same in every sector.
    pub fn new(workers: &[f64]) -> Self {
        Self { shares: shares(workers), present: Vec::new(), workers: workers.to_vec() }
    }

    /// Carries the sectors through the year of `turnover` and writes its flows.
    ///
    /// By sector the new stock is the old one plus entrants, migration and mobility, less
    /// withdrawals and deaths.
    pub fn advance(&mut self, turnover: &Turnover, how: Allocation<'_>, flows: &mut Flows) {
        self.leave(turnover, flows);
        flows.mobility.fill(0.0);
        if let Some(rates) = how.mobility {
            moves(rates, &self.workers, &self.present, &mut flows.mobility);
            self.shift(&flows.mobility);
        }
        let of_migrants = shares(&self.present);
        let of_entrants = entrants_shares(&of_migrants, &self.present, how);
        for (s, workers) in self.workers.iter_mut().enumerate() {
            flows.entrants[s] = turnover.entrants * of_entrants[s];
            flows.migration[s] = turnover.in_migration * of_migrants[s] - flows.out_migration[s];
            *workers = *workers + flows.entrants[s] + flows.migration[s] + flows.mobility[s]
                - flows.withdrawals[s]
                - flows.deaths[s];
        }
        self.shares.extend(of_entrants);
        if turnover.arrival == Arrival::Apart {
            self.shares.extend(of_migrants);
        }
    }

    /// Writes who leaves each sector, and keeps those who are still present.
    fn leave(&mut self, turnover: &Turnover, flows: &mut Flows) {
        flows.deaths.fill(0.0);
        flows.withdrawals.fill(0.0);
        flows.out_migration.fill(0.0);
        for (intake, shares) in self.shares.chunks_exact(self.workers.len()).enumerate() {
            add_scaled(&mut flows.deaths, shares, turnover.deaths[intake]);
            add_scaled(&mut flows.withdrawals, shares, turnover.withdrawals[intake]);
            add_scaled(&mut flows.out_migration, shares, turnover.out_migration[intake]);
        }
        self.present.clear();
        self.present.extend(self.workers.iter().enumerate().map(|(s, workers)| {
            workers - flows.deaths[s] - flows.withdrawals[s] - flows.out_migration[s]
        }));
    }

    /// Moves workers between sectors, from every intake of a losing sector alike.
    fn shift(&mut self, net: &[f64]) {
        let gains: f64 = net.iter().filter(|gain| **gain > 0.0).sum();
        if gains > 0.0 {
            let leaving: Vec<f64> = net
                .iter()
                .zip(&self.present)
                .map(|(net, n)| (-net).max(0.0) / n.max(1e-300))
                .collect();
            for intake in self.shares.chunks_exact_mut(net.len()) {
                let pool: f64 = product(intake, &leaving);
                for ((share, rate), net) in intake.iter_mut().zip(&leaving).zip(net) {
                    *share += pool * (net.max(0.0) / gains) - *share * rate;
                }
            }
        }
        for (present, net) in self.present.iter_mut().zip(net) {
            *present += net;
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
