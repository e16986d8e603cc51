//! From the account of qualifications to training orders.
//!
//! Places are ordered by programme and year. What is there without new places is the labour force
//! by qualification less those who would come from intakes of the first order year and later:
//!
//! ```text
//! new(t)     = (1 − x) new(t−1) + entrants(t) − entrants without intake from the first order year on (t)
//! without(t) = workers(t) − new(t)·(workers(t) / labour force(t))
//! ```
//! `x` is the rate at which new holders leave, by age or over the border. Those already enrolled
//! are part of `without`, and shown apart.
//!
//! A place ordered late in the plan is at work for decades. So that it is not judged by the few
//! years left, needs are carried on for [`YEARS_AFTER`] years beyond the horizon: demand with the
//! damped growth of its last year, supply with that of its own; and of the cost of a place only the
//! part counts that falls on the years judged. A programme too long for any order to be at work by
//! then is left out and named.

mod levers;
mod limits;
mod mobility;
mod needs;

use ndarray::Array2;

use crate::accounts::AccountInputs;
use crate::accounts::exits::Exits;
use crate::accounts::knowledge::{KnownProgramme, missing};
use crate::accounts::ordering::limits::{Fitting, limits};
use crate::accounts::ordering::mobility::matrix;
pub use crate::accounts::ordering::needs::YEARS_AFTER;
use crate::accounts::ordering::needs::{carried_on, leads_to, leaving, selected, without_new};
use crate::accounts::qualifications::QualificationAccount;
use crate::codes::Level;
use crate::error::Result;
use crate::model::Mobility;
use crate::order::band::End;
use crate::order::inputs::{Costs, Entrants, Inputs, Programme, Risk};
use crate::order::{Orders, orders};
use crate::prepare::Fallback;
use crate::training::flexibility::Flexibility;
use crate::training::programme::Course;
use crate::units::Year;

/// Damping of the growth of demand after the horizon, per year, as in the forecasts.
const DAMPING: f64 = 0.9;

/// Training orders under one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderAccount {
    /// What they were made from.
    pub inputs: Inputs,
    /// Position of each programme's qualification on the axis of the model.
    pub qualifications: Vec<usize>,
    /// Positions of qualifications whose programmes are too long for the horizon.
    pub too_long: Vec<usize>,
    /// Workers a year who come from courses begun by the base year, by programme and order year:
    /// they are there whatever is ordered.
    pub enrolled: Array2<f64>,
    /// How much bad outcomes weigh.
    pub risk: Risk,
    /// The orders.
    pub orders: Orders,
}

/// Training orders; `None` if demand, supply or programmes are not known, or if no order could be
/// at work by the horizon.
///
/// # Errors
/// [`crate::error::Error::Method`] naming the limits that collide if no order keeps them all.
pub fn order(
    inputs: &AccountInputs<'_>,
    (account, exits): (&QualificationAccount, &Exits),
    (works_in, fallbacks): (Option<&Flexibility>, &mut Vec<Fallback>),
) -> Result<Option<OrderAccount>> {
    let (Some(wanted), Some(supply), Some(training)) =
        (&account.wanted, &account.supply, &account.training)
    else {
        return Ok(None);
    };
    let definition = &inputs.model.order;
    let next = inputs.model.base_year.plus(1);
    let first = definition.first_year.unwrap_or(next).max(next);
    let years = inputs.options.to.since(first) + 1;
    if years < 1 {
        return Ok(None);
    }
    let evaluated = years as usize + YEARS_AFTER;
    let known = &inputs.knowledge.programmes;
    let (fitting, too_long): (Vec<usize>, Vec<usize>) =
        (0..known.len()).partition(|p| whole_years(&known[*p]) < evaluated);
    if fitting.is_empty() {
        return Ok(None);
    }
    let leaving = leaving(inputs, (account, exits), evaluated);
    let without = without_new(inputs, (supply, training), (first, &fitting, &leaving))?;
    let flexibility = matrix(inputs, (works_in, &fitting));
    if flexibility.is_none() && definition.mobility != Mobility::OwnField {
        fallbacks.push(lost_outside_the_field());
    }
    let programme = |p: &usize| programme(&known[*p], inputs, (first, &leaving));
    let programmes: Vec<Programme> = fitting.iter().map(programme).collect();
    let limits = limits(
        &inputs.dataset.accounts,
        Fitting { known, positions: &fitting, programmes: &programmes },
        (definition, first, years as usize),
    );
    let order_inputs = Inputs {
        programmes,
        first,
        n_years: years as usize,
        demand: carried_on(&selected(&wanted.demand, &leads_to(known, &fitting)), DAMPING),
        supply: carried_on(&without, 1.0),
        flexibility,
        limits,
        discount: definition.discount,
        working_life: Some(definition.working_life),
    };
    let risk = Risk { aversion: definition.risk_weight, ..Risk::default() };
    let mut orders = orders(&order_inputs, risk)?;
    fallbacks.extend(orders.band.not_found.iter().map(|end| end_not_found(*end)));
    let qualifications = leads_to(known, &fitting);
    levers::tell(&mut orders, (&order_inputs, &qualifications), (inputs, account));
    Ok(Some(OrderAccount {
        qualifications,
        too_long: leads_to(known, &too_long),
        enrolled: enrolled(account, (first, years as usize), &fitting),
        inputs: order_inputs,
        risk,
        orders,
    }))
}

/// What stands in for an end of the band.
fn end_not_found(end: End) -> Fallback {
    let of = match end {
        End::Low => (
            "đơn đặt hàng nếu nhu cầu thấp, trong các giới hạn",
            "an order for low need within the limits",
        ),
        End::High => (
            "đơn đặt hàng nếu nhu cầu cao, trong các giới hạn",
            "an order for high need within the limits",
        ),
    };
    missing(
        of,
        "đơn tối ưu, vì các giới hạn không chừa chỗ",
        "the optimal order, as limits leave no room",
    )
}

/// What stands in for occupations by qualification.
fn lost_outside_the_field() -> Fallback {
    missing(
        (
            "nghề của người có từng trình độ, để biết người làm trái ngành làm gì",
            "occupations by qualification, to know where those outside their field work",
        ),
        "đơn đặt hàng coi người làm trái ngành là không bù được ngành nào",
        "orders count those outside their field nowhere",
    )
}

/// Mean workers from courses begun by the base year.
fn enrolled(
    account: &QualificationAccount,
    (first, years): (Year, usize),
    fitting: &[usize],
) -> Array2<f64> {
    Array2::from_shape_fn((fitting.len(), years), |(row, year)| {
        let Some(training) = &account.training else { return 0.0 };
        let paths = &training.entrants.enrolled;
        let position = first.plus(year as i32).since(paths.first());
        usize::try_from(position).map_or(0.0, |at| paths.mean(fitting[row], at))
    })
}

/// Years from intake to the first year at work.
fn whole_years(known: &KnownProgramme) -> usize {
    match &known.programme.course {
        Course::Whole { duration, .. } => duration.round() as usize,
        Course::ByYear { promotion, .. } => promotion.len(),
    }
}

fn programme(
    known: &KnownProgramme,
    inputs: &AccountInputs<'_>,
    (first, leaving): (Year, &[f64]),
) -> Programme {
    let (course, definition) = (&known.programme, &inputs.model.order);
    let duration = whole_years(known);
    let decided = first.plus(-(duration.max(1) as i32)).to(first.plus(-1));
    let is_adult = inputs
        .model
        .accounts
        .qualifications
        .get(known.leads_to)
        .is_some_and(|q| q.code.level() == Level::Elementary);
    let kept =
        known.rates.stay + (1.0 - known.rates.stay) * inputs.scenario.retained_graduates.value;
    let (shortage, surplus) = known.own_costs;
    Programme {
        name: course.name.clone(),
        duration,
        completion: course.course.completion(),
        further_study: known.rates.further_study,
        entry: known.rates.participation,
        stay: kept,
        match_share: known.matched,
        exit_rate: leaving[known.leads_to],
        present_intake: course.held_intake(),
        decided: decided.map(|year| course.expected_intake(year)).collect(),
        floor: known.floor,
        entrants: if is_adult { Entrants::Adults } else { Entrants::SchoolLeavers },
        costs: Costs {
            shortage: shortage.unwrap_or(definition.shortage_cost),
            surplus: surplus.unwrap_or(definition.surplus_cost),
            place: known.cost,
            change: definition.change_cost,
        },
    }
}
