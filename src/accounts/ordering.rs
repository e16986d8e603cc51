//! From the account of qualifications to training orders.
//!
//! Places are ordered by programme and year. What is there without new places is the labour force
//! by qualification less those who would come from intakes of the first order year and later:
//!
//! ```text
//! new(t)     = (1 − x) new(t−1) + entrants(t) − entrants without intake from the first order year on (t)
//! without(t) = workers(t) − new(t)·(workers(t) / labour force(t))
//! ```
//! `x` is the rate at which holders leave, by age or over the border.
//!
//! A place ordered late in the plan is at work for decades. So that it is not judged by the few
//! years left, needs are carried on for [`YEARS_AFTER`] years beyond the horizon: demand with the
//! damped growth of its last year, supply with that of its own. A programme too long for any order
//! to be at work by then is left out and named.

use ndarray::Array1;

use crate::accounts::AccountInputs;
use crate::accounts::knowledge::KnownProgramme;
use crate::accounts::qualifications::{QualificationAccount, QualifiedSupply, TrainingAccount};
use crate::codes::Level;
use crate::dataset::accounts::{AccountTables, OrderLimit};
use crate::error::Result;
use crate::model::OrderDefinition;
use crate::order::inputs::{
    Capacity, ChangeLimit, Costs, Entrants, Inputs, Limits, Programme, Risk,
};
use crate::order::{Orders, orders};
use crate::paths::Paths;
use crate::training::programme::Course;
use crate::units::Year;

/// Places of one class, by which a small programme may grow or shrink in a year: chosen, the usual
/// size of a vocational class.
const CLASS: f64 = 30.0;

/// Years after the horizon over which needs are carried on.
pub const YEARS_AFTER: usize = 10;

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
    account: &QualificationAccount,
    tables: &AccountTables,
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
    let evaluated = years + YEARS_AFTER as i32;
    let known = &inputs.knowledge.programmes;
    let (fitting, too_long): (Vec<usize>, Vec<usize>) =
        (0..known.len()).partition(|p| (whole_years(&known[*p]) as i32) < evaluated);
    if fitting.is_empty() {
        return Ok(None);
    }
    let order_inputs = Inputs {
        programmes: fitting.iter().map(|p| programme(&known[*p], inputs, first)).collect(),
        first,
        n_years: years as usize,
        demand: carried_on(&selected(&wanted.demand, &leads_to(known, &fitting)), DAMPING),
        supply: carried_on(&without_new(inputs, (supply, training), (first, &fitting))?, 1.0),
        flexibility: None,
        limits: limits(tables, (known, &fitting), (definition, first, years as usize)),
        discount: definition.discount,
    };
    let risk = Risk { aversion: definition.risk_weight, ..Risk::default() };
    let mut orders = orders(&order_inputs, risk)?;
    // Reports speak of the horizon of the run, not of the years its needs are carried on for.
    let last = years as usize - 1;
    for reach in &mut orders.reaches {
        reach.left_at_horizon = orders.optimal.outlook.shortage[[reach.programme, last]];
    }
    Ok(Some(OrderAccount {
        qualifications: leads_to(known, &fitting),
        too_long: leads_to(known, &too_long),
        inputs: order_inputs,
        orders,
    }))
}

fn leads_to(known: &[KnownProgramme], positions: &[usize]) -> Vec<usize> {
    positions.iter().map(|p| known[*p].leads_to).collect()
}

/// Years from intake to the first year at work.
fn whole_years(known: &KnownProgramme) -> usize {
    match &known.programme.course {
        Course::Whole { duration, .. } => duration.round() as usize,
        Course::ByYear { promotion, .. } => promotion.len(),
    }
}

fn programme(known: &KnownProgramme, inputs: &AccountInputs<'_>, first: Year) -> Programme {
    let (course, definition) = (&known.programme, &inputs.model.order);
    let decided = inputs.model.base_year.plus(1).to(first.plus(-1));
    let is_adult = inputs
        .model
        .accounts
        .qualifications
        .get(known.leads_to)
        .is_some_and(|q| q.code.level() == Level::Elementary);
    let kept =
        known.rates.stay + (1.0 - known.rates.stay) * inputs.scenario.retained_graduates.value;
    Programme {
        name: course.name.clone(),
        duration: whole_years(known),
        completion: course.course.completion(),
        further_study: known.rates.further_study,
        entry: known.rates.participation,
        stay: kept,
        match_share: known.matched,
        exit_rate: leaving(inputs, known.leads_to),
        present_intake: course.held_intake(),
        decided: decided.map(|year| course.expected_intake(year)).collect(),
        floor: 0.0,
        entrants: if is_adult { Entrants::Adults } else { Entrants::SchoolLeavers },
        costs: Costs {
            shortage: definition.shortage_cost,
            surplus: definition.surplus_cost,
            place: known.cost,
            change: definition.change_cost,
        },
    }
}

/// Share of young workers who leave the labour force in a year: a working life of 45 years is still
/// before them, so few do; chosen.
const EXITS: f64 = 0.01;

/// Share of the holders of a qualification who leave in a year, by age or over the border.
fn leaving(inputs: &AccountInputs<'_>, qualification: usize) -> f64 {
    inputs.knowledge.migration.get(qualification).map_or(0.0, |(_, out)| *out) + EXITS
}

/// Workers who are there without intakes from the year `first` on, by programme.
fn without_new(
    inputs: &AccountInputs<'_>,
    (supply, training): (&QualifiedSupply, &TrainingAccount),
    (first, fitting): (Year, &[usize]),
) -> Result<Paths> {
    let (all, old) = (training.entrants.total(), training.entrants_without(inputs, first)?);
    let leads = leads_to(&inputs.knowledge.programmes, fitting);
    let mut without = selected(&supply.workers, &leads);
    for (series, (p, q)) in fitting.iter().zip(&leads).enumerate() {
        let exit = leaving(inputs, *q);
        for draw in 0..without.n_draws() {
            let (all, old) = (all.path(*p, draw), old.path(*p, draw));
            let (workers, stock) =
                (supply.workers.path(*q, draw), supply.stock.by_draw.path(*q, draw));
            let mut new = 0.0;
            for (year, value) in without.path_mut(series, draw).iter_mut().enumerate() {
                new = (1.0 - exit) * new + (all[year] - old[year]);
                let at_work = if stock[year] > 0.0 { workers[year] / stock[year] } else { 0.0 };
                *value = (workers[year] - new * at_work).max(0.0);
            }
        }
    }
    Ok(without)
}

/// The paths with [`YEARS_AFTER`] further years, in which every draw of a series grows as its mean
/// did in the last year, damped.
fn carried_on(paths: &Paths, damping: f64) -> Paths {
    let (series, draws, years) = (paths.n_series(), paths.n_draws(), paths.n_years());
    let mut longer = Paths::zeros(paths.first(), series, draws, years + YEARS_AFTER);
    for s in 0..series {
        let (last, before) = (paths.mean(s, years - 1), paths.mean(s, years.saturating_sub(2)));
        let growth = if before > 0.0 && last > 0.0 { (last / before).ln() } else { 0.0 };
        for draw in 0..draws {
            let known = paths.path(s, draw);
            let path = longer.path_mut(s, draw);
            path[..years].copy_from_slice(known);
            let (mut value, mut rate) = (known[years - 1], growth);
            for later in &mut path[years..] {
                rate *= damping;
                value *= rate.exp();
                *later = value;
            }
        }
    }
    longer
}

/// The series at `positions`, in their order.
fn selected(paths: &Paths, positions: &[usize]) -> Paths {
    let (draws, years) = (paths.n_draws(), paths.n_years());
    let mut chosen = Paths::zeros(paths.first(), positions.len(), draws, years);
    for (to, from) in positions.iter().enumerate() {
        for draw in 0..draws {
            chosen.path_mut(to, draw).copy_from_slice(paths.path(*from, draw));
        }
    }
    chosen
}

fn limits(
    tables: &AccountTables,
    (known, fitting): (&[KnownProgramme], &[usize]),
    (definition, first, years): (&OrderDefinition, Year, usize),
) -> Limits {
    let by_year = |value: fn(&OrderLimit) -> Option<f64>| held(tables, value, (first, years));
    Limits {
        budget: by_year(|limit| limit.budget),
        capacities: capacities(tables, (known, fitting), years),
        leavers: by_year(|limit| limit.school_leavers),
        change: Some(ChangeLimit { share: definition.change_limit, class: CLASS }),
    }
}

/// A limit of every order year; the last known holds on, the first known before it. `None` if no
/// year has one.
fn held(
    tables: &AccountTables,
    value: fn(&OrderLimit) -> Option<f64>,
    (first, years): (Year, usize),
) -> Option<Vec<f64>> {
    let mut rows: Vec<(Year, f64)> =
        tables.order_limits.iter().filter_map(|row| Some((row.year, value(row)?))).collect();
    rows.sort_by_key(|(year, _)| *year);
    let earliest = rows.first()?.1;
    let of = |year: Year| rows.iter().rev().find(|(y, _)| *y <= year).map_or(earliest, |r| r.1);
    Some(first.to(first.plus(years as i32 - 1)).map(of).collect())
}

fn capacities(
    tables: &AccountTables,
    (known, fitting): (&[KnownProgramme], &[usize]),
    years: usize,
) -> Vec<Capacity> {
    let mut names: Vec<&str> = Vec::new();
    for row in &tables.workshops {
        if !names.contains(&row.workshop.as_str()) {
            names.push(&row.workshop);
        }
    }
    let position = |key: &str| {
        fitting.iter().position(|p| known[*p].programme.key.ends_with(&format!(" {key}")))
    };
    let capacity = |name: &str| {
        let rows: Vec<_> = tables.workshops.iter().filter(|row| row.workshop == name).collect();
        let programmes: Vec<usize> =
            rows.iter().filter_map(|row| position(&row.qualification.to_string())).collect();
        let places = rows.iter().map(|row| row.places).fold(0.0, f64::max);
        (!programmes.is_empty()).then(|| Capacity {
            name: crate::language::Text::new(name, name),
            programmes,
            places: Array1::from_elem(years, places).to_vec(),
        })
    };
    names.into_iter().filter_map(capacity).collect()
}
