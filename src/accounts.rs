//! The labour accounts below sectors: one scenario by occupation, by qualification and by
//! programme of training.
//!
//! ```text
//! sectors ─occupation▶ occupations ─occupation▶ qualifications          demand
//! intake ─training▶ entrants ─training▶ labour force by qualification ─flexibility▶ occupations
//! demand, supply ─replacement, conditions▶ openings, gaps, prospects ─order▶ places to order
//! ```
//! Every step takes the draws of the step before, so a gap by occupation belongs to the same worlds
//! as the gap by sector, and both sum to the same total:
//!
//! ```text
//! Σ_o D_o = Σ_q D_q = Σ_s D_s        Σ_o S_o = Σ_q S_q = Σ_s S_s        draw by draw
//! ```
//! Supply by qualification is the labour force less the share without work in the draw.
//!
//! A model goes as far as its tables do ([`knowledge`]): without occupations from sectors to
//! qualifications directly, without qualifications it stops at occupations, without either at
//! sectors, and each stop is told.
//!
//! Ages and exit rates of single occupations count where they are given ([`exits::own`]); how groups
//! lose their workers is found once for scenarios with one supply side ([`turnover`]).
//!
//! What is left out: wages, and the answer of schools and pupils to prospects.

pub mod knowledge;
pub mod exits;
pub mod turnover;
pub mod occupations;
pub mod levels;
pub mod qualifications;
pub mod wanted;
pub mod prospects;
pub mod ordering;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::accounts::exits::Exits;
use crate::accounts::knowledge::Knowledge;
use crate::accounts::occupations::{OccupationAccount, Staffed};
use crate::accounts::ordering::OrderAccount;
use crate::accounts::qualifications::{QualificationAccount, SupplySide, Wanted};
use crate::accounts::turnover::Chances;
use crate::dataset::Dataset;
use crate::demand::Demand;
use crate::error::{Error, Result};
use crate::language::Text;
use crate::model::Model;
use crate::options::RunOptions;
use crate::prepare::Prepared;
use crate::prepare::{Fallback, FallbackKind};
use crate::reconcile::Coherent;
use crate::scenario::Scenario;
use crate::status::Status;
use crate::supply::Supply;
use crate::training::flexibility::Flexibility;

/// What the accounts of a scenario are made from.
#[derive(Clone, Copy, Debug)]
pub struct AccountInputs<'a> {
    /// The model.
    pub model: &'a Model,
    /// What does not depend on the scenario.
    pub knowledge: &'a Knowledge,
    /// The figures, for limits on orders.
    pub dataset: &'a Dataset,
    /// Whether training is to be ordered under this scenario.
    pub ordering: Ordering,
    /// Prepared series.
    pub prepared: &'a Prepared,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Horizon, draws and seed.
    pub options: &'a RunOptions,
    /// Employment of the base year by sector, in persons.
    pub base_demand: &'a [f64],
    /// Demand by sector.
    pub demand: &'a Coherent<Demand>,
    /// Supply by sector.
    pub supply: &'a Coherent<Supply>,
}

/// Whether places of training are ordered: a linear programme a scenario takes longer than all the
/// rest of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ordering {
    /// They are; limits that collide end the run.
    #[default]
    Ordered,
    /// They are if the limits allow, else why not is told: the rest does not need them.
    IfPossible,
    /// They are not.
    LeftOut,
}

/// The accounts of one scenario, as far as the tables of the model allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Accounts {
    /// By occupation.
    pub occupations: Option<OccupationAccount>,
    /// By qualification.
    pub qualifications: Option<QualificationAccount>,
    /// Position of the qualification each programme leads to, and how its figures came to be known.
    pub programmes: Vec<(usize, Status)>,
    /// Training orders.
    pub orders: Option<OrderAccount>,
    /// What was missing, and what stood in for it.
    pub fallbacks: Vec<Fallback>,
    /// Position of the first scenario with the same training and supply by qualification.
    pub side_of: usize,
}

/// Training orders with the least firm status of the figures of their programmes.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// The orders.
    pub account: OrderAccount,
    /// The status.
    pub status: Status,
}

impl Accounts {
    /// What is kept of the accounts of a scenario once its figures are taken.
    pub fn into_ordered(self) -> Option<Ordered> {
        let status = self.programmes.iter().map(|(_, status)| *status).max();
        let status = status.unwrap_or(Status::Estimated);
        self.orders.map(|account| Ordered { account, status })
    }
}

/// The accounts of every scenario, each handed to `then` as soon as it is made: all together they
/// are large, and few readers need more than their figures.
///
/// What is the same in several scenarios is made once: the draws of shares and of training, and
/// the supply side of those that differ in demand alone.
///
/// # Errors
/// [`crate::error::Error::Method`] if a table that is given cannot be used.
pub fn accounts<T: Send>(
    all: &[AccountInputs<'_>],
    then: impl Fn(usize, Accounts) -> T + Sync,
) -> Result<Vec<T>> {
    let (wanted, sides) = rayon::join(|| wanted::wanted(all), || supply_sides(all));
    let sides = sides?;
    wanted?
        .into_par_iter()
        .zip(sides)
        .enumerate()
        .map(|(position, (wanted, side))| {
            Ok(then(position, account(&all[position], wanted, &side)?))
        })
        .collect()
}

/// The supply side of every scenario, after the position of the first that has it.
fn supply_sides(all: &[AccountInputs<'_>]) -> Result<Vec<(usize, Arc<SupplySide>)>> {
    let Some(any) = all.first() else { return Ok(Vec::new()) };
    let (draws, chances) = (qualifications::training_draws(any)?, Chances::of(any));
    let first = |position: usize| {
        let shared = |other: &AccountInputs<'_>| qualifications::is_shared(other, &all[position]);
        all.iter().position(shared).unwrap_or(position)
    };
    let made = (0..all.len())
        .into_par_iter()
        .filter(|position| first(*position) == *position)
        .map(|own| {
            let side = qualifications::supply_side(&all[own], (draws.as_ref(), &chances))?;
            Ok((own, Arc::new(side)))
        })
        .collect::<Result<BTreeMap<usize, _>>>()?;
    let of = |position: usize| (first(position), Arc::clone(&made[&first(position)]));
    Ok((0..all.len()).map(of).collect())
}

fn account(
    inputs: &AccountInputs<'_>,
    (staffed, wanted): (Option<Staffed>, Option<Wanted>),
    (side_of, side): &(usize, Arc<SupplySide>),
) -> Result<Accounts> {
    let mut fallbacks = inputs.knowledge.fallbacks.clone();
    fallbacks.extend(side.exit_fallbacks.iter().cloned());
    let qualifications = qualifications::account(inputs, (wanted, side), &mut fallbacks)?;
    let works_in = works_in(inputs, (staffed.as_ref(), side))?;
    let by_occupation =
        || occupations::account(inputs, (staffed, side), (works_in.as_ref(), &mut fallbacks));
    let order = || -> Result<(Option<OrderAccount>, Vec<Fallback>)> {
        let mut told = Vec::new();
        let orders = match &qualifications {
            Some(account) if inputs.ordering != Ordering::LeftOut => {
                ordered(inputs, (account, &side.exits), (works_in.as_ref(), &mut told))?
            }
            _ => None,
        };
        Ok((orders, told))
    };
    let (occupations, orders) = rayon::join(by_occupation, order);
    let (occupations, (orders, told)) = (occupations?, orders?);
    fallbacks.extend(told);
    let known = inputs.knowledge.programmes.iter();
    let programmes = known.map(|known| (known.leads_to, known.status)).collect();
    Ok(Accounts { occupations, qualifications, programmes, orders, fallbacks, side_of: *side_of })
}

/// Where holders of a qualification work, as far as they answer to tightness: the same for supply
/// by occupation and for training orders.
fn works_in(
    inputs: &AccountInputs<'_>,
    (staffed, side): (Option<&Staffed>, &SupplySide),
) -> Result<Option<Flexibility>> {
    let Some(known) = &inputs.knowledge.flexibility else { return Ok(None) };
    match (staffed, &side.supply) {
        (Some(staffed), Some(supply)) => supply.adapted(inputs, (known, &staffed.demand)).map(Some),
        _ => Ok(Some(known.clone())),
    }
}

/// Training orders; where the run can do without them, why there are none is a fallback.
fn ordered(
    inputs: &AccountInputs<'_>,
    (account, exits): (&QualificationAccount, &Exits),
    (works_in, fallbacks): (Option<&Flexibility>, &mut Vec<Fallback>),
) -> Result<Option<OrderAccount>> {
    match ordering::order(inputs, (account, exits), (works_in, fallbacks)) {
        Err(Error::Method { stage: "order", message })
            if inputs.ordering == Ordering::IfPossible =>
        {
            let missing = Text::new("đặt hàng đào tạo", "training orders");
            fallbacks.push(Fallback { kind: FallbackKind::Data, missing, used: message });
            Ok(None)
        }
        other => other,
    }
}
