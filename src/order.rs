//! Training orders: how many places each programme should open in each year.
//!
//! Three answers stand side by side: present intake kept, back-out ([`back_out`]), and the order of
//! least cost within every limit ([`optimal`]), made for all draws at once. A low and a high order
//! stand around the optimal one ([`band`]), limits that bind have a worth ([`price`]), limits that
//! collide are named ([`conflict`]), and shortages that no order can close any more are told with
//! the other levers ([`reach`]).
//!
//! Every answer is judged by the same cost ([`cost`]), and what it does to the gap of later years is
//! part of it ([`need::Outlook`]): a plan that answers today's shortage with a surplus shows.
//!
//! # Assumptions
//! Completion, entry, stay, exits and flexibility are the same in every year and draw, and do not
//! answer to the order. Orders may be fractions; only reports round them. A course is paid for in
//! the year of its intake, and counts as far as its years at work are judged. Shortages after the
//! horizon do not count.
//!
//! # Source
//! Propoi (1978); Young, Almond et al. (1973), on linear programmes of manpower planning.

pub mod back_out;
pub mod band;
pub mod check;
pub mod conflict;
pub mod cost;
mod curve;
pub mod inputs;
pub mod limit;
pub mod need;
pub mod optimal;
pub mod price;
mod range;
pub mod reach;
pub mod sensitivity;
mod tail;

use ndarray::Array2;

use crate::error::Result;
use crate::numeric::linear_programme::Failure;
use crate::order::back_out::BackOutLine;
use crate::order::band::Band;
use crate::order::cost::Cost;
use crate::order::inputs::{Inputs, Risk};
use crate::order::limit::{Breach, Limit, LimitRow};
use crate::order::need::Outlook;
use crate::order::optimal::{Bounds, Task};
use crate::order::price::ShadowPrice;
use crate::order::reach::Reach;
use crate::units::Year;

/// One answer: places, what they cost, what they leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Places by programme and order year.
    pub order: Array2<f64>,
    /// Costs, over the draws the order is made for.
    pub cost: Cost,
    /// Limits it does not keep.
    pub breaches: Vec<Breach>,
    /// Gaps under it, over the same draws.
    pub outlook: Outlook,
}

/// A rule's answer as the rule gives it, and the nearest one within the limits.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleAnswer {
    /// As the rule gives it.
    pub proposed: Answer,
    /// The nearest order within the limits.
    pub within_limits: Answer,
}

/// All answers for one set of inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Orders {
    /// Present intake kept.
    pub present: RuleAnswer,
    /// Back-out, smoothed over three years.
    pub back_out: RuleAnswer,
    /// Where the numbers of back-out come from.
    pub lines: Vec<BackOutLine>,
    /// The order of least cost.
    pub optimal: Answer,
    /// The order if need turns out low, the optimal one, and the order if need turns out high.
    pub band: Band,
    /// What limits are worth that bind the optimal order.
    pub prices: Vec<ShadowPrice>,
    /// How far orders reach.
    pub reaches: Vec<Reach>,
    /// Cost of the optimal order above the proven least cost, as a share of it: the accuracy.
    pub accuracy: f64,
}

/// Training orders for `inputs`.
///
/// # Errors
/// When the inputs are off, or no order keeps the limits; then the message names the limits that
/// collide, their years, and what would make room.
pub fn orders(inputs: &Inputs, risk: Risk) -> Result<Orders> {
    check::check(inputs, risk)?;
    let rows = limit::limit_rows(inputs);
    let draws = need::chosen_draws(inputs.demand.n_draws(), risk.draws);
    let needs = need::net_needs(inputs, &draws);
    let task = Task { inputs, rows: &rows, needs: &needs, risk };
    let failed = |failure| conflict::explain(inputs, &rows, failure);
    let best = optimal::best(task, Bounds::default()).map_err(failed)?;
    let (back_out, lines) = back_out::back_out(inputs);
    let rule = |order| rule_answer(task, order).map_err(failed);
    let optimal = answer(task, best.order);
    let present = inputs.constant(|programme| programme.present_intake);
    let (rules, band) = rayon::join(
        || rayon::join(|| rule(present), || rule(back_out)),
        || band::band(task, &optimal.order),
    );
    Ok(Orders {
        present: rules.0?,
        back_out: rules.1?,
        lines,
        band,
        prices: price::shadow_prices(inputs, &rows, &best.prices),
        reaches: reach::reaches(inputs, &needs, &optimal.outlook),
        accuracy: (optimal.cost.total - best.bound) / optimal.cost.total.abs().max(1.0),
        optimal,
    })
}

/// What one unit more of a limit in one year spares, in million VND of the first order year; the
/// order is made anew. Zero if the limit is not one of the inputs'.
///
/// # Errors
/// As [`orders`].
pub fn worth_of_one_more(inputs: &Inputs, risk: Risk, limit: Limit, year: Year) -> Result<f64> {
    check::check(inputs, risk)?;
    let mut rows = limit::limit_rows(inputs);
    let draws = need::chosen_draws(inputs.demand.n_draws(), risk.draws);
    let needs = need::net_needs(inputs, &draws);
    let least = |rows: &[LimitRow]| {
        let best = optimal::best(Task { inputs, rows, needs: &needs, risk }, Bounds::default());
        best.map(|best| best.bound).map_err(|failure| conflict::explain(inputs, rows, failure))
    };
    let before = least(&rows)?;
    for row in &mut rows {
        if row.limit == limit && inputs.year(row.year) == year {
            row.bound += 1.0;
        }
    }
    Ok(before - least(&rows)?)
}

fn answer(task: Task<'_>, order: Array2<f64>) -> Answer {
    let Task { inputs, rows, needs, risk } = task;
    Answer {
        cost: cost::cost(inputs, needs, &order, risk),
        breaches: limit::breaches(inputs, rows, &order),
        outlook: Outlook::of(inputs, needs, &order),
        order,
    }
}

fn rule_answer(task: Task<'_>, order: Array2<f64>) -> std::result::Result<RuleAnswer, Failure> {
    let proposed = answer(task, order);
    let within_limits = if proposed.breaches.is_empty() {
        proposed.clone()
    } else {
        answer(task, conflict::nearest(task.inputs, task.rows, &proposed.order)?)
    };
    Ok(RuleAnswer { proposed, within_limits })
}

#[cfg(test)]
mod tests;
