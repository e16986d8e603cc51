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
//! What is left out: age structures of single occupations unless given, wages, and the answer of
//! schools and pupils to prospects.

pub mod knowledge;
pub mod exits;
pub mod occupations;
pub mod qualifications;
pub mod prospects;
pub mod ordering;

use crate::accounts::exits::Exits;
use crate::accounts::knowledge::Knowledge;
use crate::accounts::occupations::OccupationAccount;
use crate::accounts::ordering::OrderAccount;
use crate::accounts::qualifications::QualificationAccount;
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
}

/// The accounts of a scenario.
///
/// # Errors
/// [`crate::error::Error::Method`] if a table that is given cannot be used.
pub fn account(inputs: &AccountInputs<'_>) -> Result<Accounts> {
    let mut fallbacks = inputs.knowledge.fallbacks.clone();
    let exits = exits::of_workers(inputs, &mut fallbacks)?;
    let staffed = occupations::staffed(inputs)?;
    let qualifications =
        qualifications::account(inputs, (&exits, staffed.as_ref()), &mut fallbacks)?;
    let occupations = match staffed {
        Some(staffed) => {
            let supply = qualifications.as_ref().and_then(|account| account.supply.as_ref());
            Some(occupations::account(inputs, (staffed, &exits), (supply, &mut fallbacks))?)
        }
        None => None,
    };
    let orders = match &qualifications {
        Some(account) if inputs.ordering != Ordering::LeftOut => {
            ordered(inputs, (account, &exits), &mut fallbacks)?
        }
        _ => None,
    };
    let known = inputs.knowledge.programmes.iter();
    let programmes = known.map(|known| (known.leads_to, known.status)).collect();
    Ok(Accounts { occupations, qualifications, programmes, orders, fallbacks })
}

/// Training orders; where the run can do without them, why there are none is a fallback.
fn ordered(
    inputs: &AccountInputs<'_>,
    (account, exits): (&QualificationAccount, &Exits),
    fallbacks: &mut Vec<Fallback>,
) -> Result<Option<OrderAccount>> {
    match ordering::order(inputs, (account, exits), fallbacks) {
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
