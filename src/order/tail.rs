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
//! # Source
//! Rockafellar & Uryasev (2000), equation 17; rows on demand: Künzi-Bay & Mayer (2006),
//! *Computational aspects of minimizing conditional value-at-risk*.

use crate::numeric::linear_programme::{LinearProgramme, Term};
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

/// Adds the cost of the worst draws, of which `counted` have rows; gives the variable `η`.
pub(crate) fn charge(
    task: Task<'_>,
    filled: &Filled,
    programme: &mut LinearProgramme,
    counted: &[usize],
) -> usize {
    let (n, risk) = (task.needs.dim().2, task.risk);
    let surplus = surplus_if_none_is_short(task, filled, programme);
    let threshold = programme.variable(risk.aversion, f64::NEG_INFINITY, f64::INFINITY);
    let weight = risk.aversion / ((1.0 - risk.level) * n as f64);
    for draw in counted {
        let mut cost = draw_cost(task, filled, programme, *draw);
        let beyond = programme.variable(weight, 0.0, f64::INFINITY);
        cost.terms.extend([(surplus, 1.0), (threshold, -1.0), (beyond, -1.0)]);
        programme.at_most(cost.terms, -cost.constant);
    }
    threshold
}

/// Adds `Σ δ^t r X`, common to all draws.
fn surplus_if_none_is_short(
    task: Task<'_>,
    filled: &Filled,
    programme: &mut LinearProgramme,
) -> usize {
    let sum = programme.variable(0.0, 0.0, f64::INFINITY);
    let mut terms = vec![(sum, 1.0)];
    for (f, years) in filled.iter().enumerate() {
        let over = task.inputs.programmes[f].costs.surplus;
        for (year, filled) in years.iter().enumerate() {
            let price = over * task.inputs.discount.powi(year as i32);
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
