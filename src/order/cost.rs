//! What an order costs, with the shortages and surpluses it leaves.
//!
//! ```text
//! E[ Σ_t δ^t Σ_f p_f short_f(t) + r_f over_f(t) ] + λ CVaR_α[ the same sum ]
//!   + Σ_t δ^t Σ_f k_f u_f(t) + z_f |u_f(t) − u_f(t−1)|
//! ```
//! `k` is the part of a place's cost that falls on the years judged ([`Inputs::counted_cost`]). The
//! order is the same in every draw. `CVaR` is the mean over the worst 1 − α of the draws.
//! All costs are million VND of the first order year.
//!
//! # Source
//! Rockafellar & Uryasev (2000), *Optimization of conditional value-at-risk*, equation 9.

use ndarray::{Array2, Array3};

use crate::order::inputs::{Inputs, Risk};
use crate::order::need;

/// Costs of an order by cause, in million VND of the first order year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Expected cost of shortages.
    pub shortage: f64,
    /// Expected cost of surpluses.
    pub surplus: f64,
    /// Mean cost of shortages and surpluses over the worst draws.
    pub worst: f64,
    /// Places, as far as their years at work are judged.
    pub places: f64,
    /// Changes from year to year.
    pub change: f64,
    /// What the order is judged by: all of these, the worst draws weighted by the aversion.
    pub total: f64,
}

/// Costs of shortages and of surpluses under `order`, each draw by itself.
fn costs_by_draw(inputs: &Inputs, needs: &Array3<f64>, order: &Array2<f64>) -> [Vec<f64>; 2] {
    let filled = need::filled(inputs, order);
    let (n_programmes, n_years, n_draws) = needs.dim();
    let (mut shortage, mut surplus) = (vec![0.0; n_draws], vec![0.0; n_draws]);
    for f in 0..n_programmes {
        let costs = inputs.programmes[f].costs;
        for year in 0..n_years {
            let discount = inputs.discount.powi(year as i32);
            for draw in 0..n_draws {
                let gap = filled[[f, year]] - needs[[f, year, draw]];
                shortage[draw] += discount * costs.shortage * (-gap).max(0.0);
                surplus[draw] += discount * costs.surplus * gap.max(0.0);
            }
        }
    }
    [shortage, surplus]
}

/// Cost of shortages and surpluses together, by draw.
pub(crate) fn draw_costs(inputs: &Inputs, needs: &Array3<f64>, order: &Array2<f64>) -> Vec<f64> {
    let [shortage, surplus] = costs_by_draw(inputs, needs, order);
    shortage.iter().zip(&surplus).map(|(a, b)| a + b).collect()
}

/// The cost of `order` in the draws of `needs`.
pub(crate) fn cost(inputs: &Inputs, needs: &Array3<f64>, order: &Array2<f64>, risk: Risk) -> Cost {
    let [shortage, surplus] = costs_by_draw(inputs, needs, order);
    let n_draws = shortage.len();
    let (places, change) = costs_of_places(inputs, order);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n_draws.max(1) as f64;
    let worst = tail_mean(shortage.iter().zip(&surplus).map(|(a, b)| a + b).collect(), risk.level);
    let (shortage, surplus) = (mean(&shortage), mean(&surplus));
    let total = shortage + surplus + risk.aversion * worst + places + change;
    Cost { shortage, surplus, worst, places, change, total }
}

fn costs_of_places(inputs: &Inputs, order: &Array2<f64>) -> (f64, f64) {
    let (mut places, mut change) = (0.0, 0.0);
    for (f, programme) in inputs.programmes.iter().enumerate() {
        let last = inputs.last_effective(f);
        let mut before = programme.last_intake();
        for year in 0..inputs.n_effective(f) {
            let discount = inputs.discount.powi(year as i32);
            let intake = order[[f, year.min(last)]];
            places += discount * inputs.counted_cost(f, year) * intake;
            change += discount * programme.costs.change * (intake - before).abs();
            before = intake;
        }
    }
    (places, change)
}

/// Mean of the largest `1 − level` of the values; the value at the edge counts in part.
pub(crate) fn tail_mean(mut values: Vec<f64>, level: f64) -> f64 {
    values.sort_by(|a, b| b.total_cmp(a));
    let mut open = (1.0 - level) * values.len() as f64;
    let whole = open;
    let mut sum = 0.0;
    for value in values {
        let part = open.clamp(0.0, 1.0);
        sum += part * value;
        open -= part;
    }
    if whole > 0.0 { sum / whole } else { 0.0 }
}
