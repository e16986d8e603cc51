//! Every draw, carried on with the rates of the expected path.

use super::cohort::{Expected, Step};
use super::start::sums;
use super::{StockFlows, StockInputs};
use crate::paths::Paths;

/// Stocks and flows by draw.
pub(super) fn carried(inputs: &StockInputs<'_>, expected: &Expected) -> (Paths, StockFlows) {
    let (entrants, force) = (inputs.entrants, &inputs.labour_force);
    let n_q = inputs.qualifications.len();
    let zeros = || Paths::zeros(entrants.first(), n_q, entrants.n_draws(), entrants.n_years());
    let mut stocks = zeros();
    let mut flows = StockFlows {
        entrants: zeros(),
        exits: zeros(),
        in_migration: zeros(),
        out_migration: zeros(),
        upgrading: zeros(),
        adjustment: zeros(),
    };
    let base = expected.stocks.first().map(sums).unwrap_or_default();
    let mut year_flows = YearFlows::new(n_q);
    let mut stock = base.clone();
    for draw in 0..entrants.n_draws() {
        stock.copy_from_slice(&base);
        for (year, step) in expected.steps.iter().enumerate() {
            let control = force.paths.path(0, draw)[year];
            let ratio = control / force.expected[year + 1].iter().sum::<f64>();
            year_flows.enter(inputs, (draw, year), step.all_entrants * ratio);
            year_flows.advance(inputs, step, (&mut stock, control));
            for (q, persons) in stock.iter().enumerate() {
                stocks.path_mut(q, draw)[year] = *persons;
                flows.entrants.path_mut(q, draw)[year] = year_flows.entrants[q];
                flows.exits.path_mut(q, draw)[year] = year_flows.exits[q];
                flows.in_migration.path_mut(q, draw)[year] = year_flows.inward[q];
                flows.out_migration.path_mut(q, draw)[year] = year_flows.outward[q];
                flows.upgrading.path_mut(q, draw)[year] = year_flows.upgrading[q];
                flows.adjustment.path_mut(q, draw)[year] = year_flows.adjustment[q];
            }
        }
    }
    (stocks, flows)
}

/// Flows of one draw in one year, by qualification.
struct YearFlows {
    entrants: Vec<f64>,
    exits: Vec<f64>,
    inward: Vec<f64>,
    outward: Vec<f64>,
    upgrading: Vec<f64>,
    adjustment: Vec<f64>,
}

impl YearFlows {
    fn new(n: usize) -> Self {
        let zeros = || vec![0.0; n];
        Self {
            entrants: zeros(),
            exits: zeros(),
            inward: zeros(),
            outward: zeros(),
            upgrading: zeros(),
            adjustment: zeros(),
        }
    }

    /// Trained entrants of the draw, and the others up to `all`.
    fn enter(&mut self, inputs: &StockInputs<'_>, (draw, year): (usize, usize), all: f64) {
        self.entrants.fill(0.0);
        let mut trained = 0.0;
        for (p, q) in inputs.leads_to.iter().enumerate() {
            let persons = inputs.entrants.path(p, draw)[year];
            trained += persons;
            self.entrants[*q] += persons;
        }
        self.entrants[0] += (all - trained).max(0.0);
    }

    /// Carries the stock on by a year, to the labour force `control`.
    fn advance(
        &mut self,
        inputs: &StockInputs<'_>,
        step: &Step,
        (stock, control): (&mut [f64], f64),
    ) {
        self.upgrading.fill(0.0);
        for (pair, rate) in inputs.upgrading.iter().zip(&step.upgrading) {
            self.upgrading[pair.from] -= stock[pair.from] * rate;
            self.upgrading[pair.to] += stock[pair.from] * rate;
        }
        let mut sum = 0.0;
        for (q, persons) in stock.iter_mut().enumerate() {
            self.exits[q] = *persons * step.exits[q];
            self.inward[q] = *persons * step.inward[q];
            self.outward[q] = *persons * step.outward[q];
            let explained = *persons + self.entrants[q] - self.exits[q] + self.inward[q]
                - self.outward[q]
                + self.upgrading[q];
            *persons = explained.max(0.0) * step.factor[q] + step.added[q];
            sum += *persons;
            self.adjustment[q] = -explained;
        }
        // A draw without anybody has a labour force of the untrained.
        let scale = if sum > 0.0 { control / sum } else { 0.0 };
        for (q, persons) in stock.iter_mut().enumerate() {
            *persons *= scale;
            if sum <= 0.0 && q == 0 {
                *persons = control;
            }
            self.adjustment[q] += *persons;
        }
    }
}
