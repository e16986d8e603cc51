//! The mean cost of the worst draws.
//!
//! ```text
//! CVaR_α = min_η  η + Σ_d s_d / ((1 − α) N),   s_d ≥ cost_d − η,  s_d ≥ 0
//! cost_d = Σ_f,t δ^t [ (p_f + r_f) short_f(t,d) + r_f (X_f(t) − n_f(t,d)) ]
//! short_f(t,d) ≥ n_f(t,d) − X_f(t),  short ≥ 0
//! ```
//! A draw without need is never short, so it has no variable. A draw whose cost is below `η` needs
//! no row: the programme is solved with the worst draws alone, and any other whose cost under that
//! order exceeds `η` is added, until there is none. That is exact: rows left out make the least
//! cost no higher, and in the end they hold.
//!
//! Rows are written for `cost − least constant` in units of the dearest person, so that their figures
//! are persons like those of all other rows, and `η` counts from there.
//!
//! # Source
//! Rockafellar & Uryasev (2000), equation 17; rows on demand: Künzi-Bay & Mayer (2006),
//! *Computational aspects of minimizing conditional value-at-risk*.

use crate::numeric::linear_programme::{LinearProgramme, Optimum, Term};
use crate::order::inputs::Risk;
use crate::order::optimal::{Filled, Task};

/// What the cost of one draw is made of.
struct DrawCost {
    terms: Vec<Term>,
    constant: f64,
}

/// The draws that are counted first: the worst, half as many again as the tail has.
pub(crate) fn worst(costs: &[f64], risk: Risk) -> Vec<usize> {
    let mut draws: Vec<usize> = (0..costs.len()).collect();
    draws.sort_by(|a, b| costs[*b].total_cmp(&costs[*a]));
    draws.truncate(((1.0 - risk.level) * costs.len() as f64 * 1.5).ceil() as usize + 2);
    draws
}

/// The threshold `η` of the worst draws in a programme.
pub(super) struct Threshold {
    variable: usize,
    unit: f64,
    from: f64,
}

impl Threshold {
    /// The cost from which on draws are worst, in an answer.
    pub(super) fn of(&self, optimum: &Optimum) -> f64 {
        self.from + self.unit * optimum.values[self.variable]
    }
}

/// Adds the cost of the worst draws, of which `counted` have rows; gives the threshold and the part
/// of the cost that no order changes.
pub(crate) fn charge(
    task: Task<'_>,
    filled: &Filled,
    programme: &mut LinearProgramme,
    counted: &[usize],
) -> (Threshold, f64) {
    let (n, risk) = (task.needs.dim().2, task.risk);
    let dearest = task.inputs.programmes.iter().map(|p| p.costs.shortage + p.costs.surplus);
    let unit = dearest.fold(0.0, f64::max);
    let unit = if unit > 0.0 { unit } else { 1.0 };
    let costs: Vec<DrawCost> =
        counted.iter().map(|draw| draw_cost(task, filled, programme, *draw)).collect();
    let from = costs.iter().map(|cost| cost.constant).fold(f64::INFINITY, f64::min);
    let surplus = surplus_if_none_is_short(task, filled, programme, unit);
    let variable = programme.variable(risk.aversion * unit, f64::NEG_INFINITY, f64::INFINITY);
    let weight = risk.aversion * unit / ((1.0 - risk.level) * n as f64);
    for cost in costs {
        let beyond = programme.variable(weight, 0.0, f64::INFINITY);
        let mut terms: Vec<Term> = cost.terms.iter().map(|(v, c)| (*v, c / unit)).collect();
        terms.extend([(surplus, 1.0), (variable, -1.0), (beyond, -1.0)]);
        programme.at_most(terms, (from - cost.constant) / unit);
    }
    (Threshold { variable, unit, from }, risk.aversion * from)
}

/// Adds `Σ δ^t r X` in the unit, common to all draws.
fn surplus_if_none_is_short(
    task: Task<'_>,
    filled: &Filled,
    programme: &mut LinearProgramme,
    unit: f64,
) -> usize {
    let sum = programme.variable(0.0, 0.0, f64::INFINITY);
    let mut terms = vec![(sum, 1.0)];
    for (f, years) in filled.iter().enumerate() {
        let over = task.inputs.programmes[f].costs.surplus;
        for (year, filled) in years.iter().enumerate() {
            let price = over / unit * task.inputs.discount.powi(year as i32);
            terms.extend(filled.filter(|_| price > 0.0).map(|filled| (filled, -price)));
        }
    }
    programme.equal(terms, 0.0);
    sum
}

fn draw_cost(
    task: Task<'_>,
    filled: &Filled,
    programme: &mut LinearProgramme,
    draw: usize,
) -> DrawCost {
    let mut cost = DrawCost { terms: Vec::new(), constant: 0.0 };
    for (f, years) in filled.iter().enumerate() {
        let costs = task.inputs.programmes[f].costs;
        for (year, filled) in years.iter().enumerate() {
            let discount = task.inputs.discount.powi(year as i32);
            let need = task.needs[[f, year, draw]];
            let (short, over) = (discount * costs.shortage, discount * costs.surplus);
            let Some(filled) = filled else {
                cost.constant += short * need.max(0.0) + over * (-need).max(0.0);
                continue;
            };
            cost.constant -= over * need;
            if need > 0.0 && short + over > 0.0 {
                let persons = programme.variable(0.0, 0.0, f64::INFINITY);
                programme.at_most(vec![(persons, -1.0), (*filled, -1.0)], -need);
                cost.terms.push((persons, short + over));
            }
        }
    }
    cost
}
