//! The method in one screen.

pub mod areas;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::accounts;
use crate::accounts::AccountInputs;
use crate::accounts::Accounts;
use crate::accounts::Ordering;
use crate::accounts::knowledge;

use crate::balance;
use crate::dataset::Dataset;
use crate::demand;
use crate::demand::Demand;
use crate::demand::DemandInputs;
use crate::demand::FittedDemand;
use crate::error::Problem;
use crate::error::Result;
use crate::model::Model;
use crate::options::RunOptions;
use crate::prepare;
use crate::prepare::Prepared;
use crate::public_workforce::draws;
use crate::reconcile;
use crate::reconcile::Coherent;
use crate::results::Results;
use crate::results::assemble;
use crate::results::assemble::Outcome;
use crate::results::assemble::Source;
use crate::scenario::Scenario;
use crate::supply;
use crate::supply::SupplyInputs;

/// What a run is made from.
#[derive(Clone, Copy, Debug)]
pub struct RunInputs<'a> {
    /// The model's definition.
    pub model: &'a Model,
    /// Checked figures.
    pub dataset: &'a Dataset,
    /// Scenarios, in the order results show them.
    pub scenarios: &'a [Scenario],
    /// Options.
    pub options: RunOptions,
    /// Warnings of validation, carried into the result.
    pub problems: &'a [Problem],
    /// The scenarios under which training is ordered.
    pub orders: OrderScope,
}

/// The scenarios under which training is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderScope {
    /// The first one, which the others are compared with.
    #[default]
    FirstScenario,
    /// All of them.
    EveryScenario,
}

impl OrderScope {
    fn of(self, position: usize) -> Ordering {
        match self {
            Self::FirstScenario if position > 0 => Ordering::LeftOut,
            _ => Ordering::Ordered,
        }
    }
}

/// A stage that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Series are brought to one boundary and definition.
    Preparing,
    /// Methods are fitted and back-tested.
    Fitting,
    /// Demand and supply of every scenario are projected and balanced.
    Projecting,
    /// Tables are made.
    Summarising,
}

/// Runs the method: prepare → forecast → project → reconcile → balance → results.
///
/// `progress` is told when a stage begins; it cannot change a result.
///
/// # Errors
/// [`crate::error::Error::Method`] if a stage cannot answer from these data.
pub fn run(inputs: &RunInputs<'_>, progress: &(dyn Fn(Stage) + Sync)) -> Result<Results> {
    run_with_accounts(inputs, progress).map(|(results, _)| results)
}

/// As [`run`], with the accounts of every scenario, in the order of scenarios: what explains an
/// order on one line is there and not in the tables.
///
/// # Errors
/// As [`run`].
pub fn run_with_accounts(
    inputs: &RunInputs<'_>,
    progress: &(dyn Fn(Stage) + Sync),
) -> Result<(Results, Vec<Accounts>)> {
    progress(Stage::Preparing);
    let prepared = prepare::prepare(inputs.model, inputs.dataset)?;
    progress(Stage::Fitting);
    let fitted = demand::fit(inputs.model, &prepared)?;
    progress(Stage::Projecting);
    let outcomes = outcomes(inputs, &prepared, &fitted)?;
    progress(Stage::Summarising);
    let results = assemble::assemble(&source(inputs, &prepared, &fitted)?, &outcomes);
    Ok((results, outcomes.into_iter().map(|outcome| outcome.accounts).collect()))
}

/// Projects every scenario, stage by stage; what scenarios share is made once.
fn outcomes(
    inputs: &RunInputs<'_>,
    prepared: &Prepared,
    fitted: &FittedDemand,
) -> Result<Vec<Outcome>> {
    let (scenarios, options) = (inputs.scenarios, &inputs.options);
    let level = reconcile::level_factors(options.seed, options.draws, prepared.level_variance);
    let demands = demands(inputs, prepared, fitted);
    let supply_of = |scenario: &Scenario, demand: &Demand| {
        let available = supply::project(&SupplyInputs {
            model: inputs.model,
            prepared,
            demand,
            scenario,
            options,
        })?;
        Ok(Arc::new(reconcile::supply(available, &level)?))
    };
    let first = |position: usize| {
        let shared = |other: &Scenario| supply::is_shared(other, &scenarios[position]);
        scenarios.iter().position(shared).unwrap_or(position)
    };
    let supplies = (0..scenarios.len())
        .into_par_iter()
        .filter(|position| first(*position) == *position)
        .map(|own| Ok((own, supply_of(&scenarios[own], demands[own].get())?)))
        .collect::<Result<BTreeMap<usize, _>>>()?;
    let base = base_demand(prepared);
    let knowledge = knowledge::learn(inputs.model, inputs.dataset)?;
    let outcome = |(position, demand): (usize, Coherent<Demand>)| {
        let demand = demand.at_level(&level);
        let supply = Arc::clone(&supplies[&first(position)]);
        let balance = balance::balance(&base, &demand, &supply);
        let accounts = accounts::account(&AccountInputs {
            model: inputs.model,
            knowledge: &knowledge,
            dataset: inputs.dataset,
            ordering: inputs.orders.of(position),
            prepared,
            scenario: &scenarios[position],
            options,
            base_demand: &base,
            demand: &demand,
            supply: &supply,
        })?;
        let scenario = scenarios[position].name.clone();
        Ok(Outcome { scenario, demand, supply, balance, accounts })
    };
    demands.into_par_iter().enumerate().map(outcome).collect()
}

/// Demand of every scenario, reconciled.
fn demands(
    inputs: &RunInputs<'_>,
    prepared: &Prepared,
    fitted: &FittedDemand,
) -> Vec<Coherent<Demand>> {
    let error_factors = demand::error_factors(fitted, prepared, &inputs.options);
    let demand = |scenario| {
        reconcile::demand(demand::project(&DemandInputs {
            fitted,
            model: inputs.model,
            prepared,
            projects: &inputs.dataset.projects,
            scenario,
            options: &inputs.options,
            error_factors: &error_factors,
        }))
    };
    inputs.scenarios.par_iter().map(demand).collect()
}

/// Employment by sector in the base year, in persons.
fn base_demand(prepared: &Prepared) -> Vec<f64> {
    let panel = &prepared.employment_as_recorded;
    panel.series.iter().filter_map(|series| series.points.last()).map(|point| point.value).collect()
}

fn source<'a>(
    inputs: &RunInputs<'a>,
    prepared: &'a Prepared,
    fitted: &'a FittedDemand,
) -> Result<Source<'a>> {
    let extent = draws::Extent {
        base: inputs.model.base_year,
        to: inputs.options.to,
        draws: inputs.options.draws,
        seed: inputs.options.seed,
    };
    Ok(Source {
        model: inputs.model,
        dataset: inputs.dataset,
        scenarios: inputs.scenarios,
        options: inputs.options,
        problems: inputs.problems,
        prepared,
        fitted,
        area: inputs.model.area.to_string(),
        base_demand: base_demand(prepared),
        public: draws::project(&inputs.dataset.public, &extent)?,
    })
}
