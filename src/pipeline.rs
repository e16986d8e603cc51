//! The method in one screen.
//!
//! A profile of six scenarios with accounts showed where time went: 35 % to the linear programme of
//! the first scenario, whose rows are now added on demand (module `curve` of [`crate::order`]), 21 %
//! to the ages of every group in every draw ([`crate::replacement::openings`]), much of the rest to
//! draws of shares and of training made anew for each scenario, which [`crate::accounts`] now shares.
//! Of what is left beside the programme 13 % goes to the quantiles of the tables ([`crate::paths`]),
//! 10 % each to the draws of supply and to splits by occupation and qualification, 7 % to the public
//! workforce, and less to any other part.

pub mod areas;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::accounts;
use crate::accounts::AccountInputs;
use crate::accounts::Ordered;
use crate::accounts::Ordering;
use crate::accounts::knowledge;

use crate::balance;
use crate::dataset::Dataset;
use crate::demand;
use crate::demand::Demand;
use crate::demand::DemandInputs;
use crate::demand::FittedDemand;
use crate::error::Error;
use crate::error::Problem;
use crate::error::Result;
use crate::language::Text;
use crate::model::Model;
use crate::options::RunOptions;
use crate::prepare;
use crate::prepare::Prepared;
use crate::public_workforce::draws;
use crate::reconcile;
use crate::reconcile::Coherent;
use crate::replacement::history;
use crate::replacement::history::OpeningsRecord;
use crate::results::Levers;
use crate::results::Results;
use crate::results::assemble;
use crate::results::assemble::Figures;
use crate::results::assemble::Outcome;
use crate::results::assemble::Source;
use crate::scenario::Scenario;
use crate::supply;
use crate::supply::Supply;
use crate::supply::SupplyInputs;
use crate::targets::contribution;

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
    /// The first one, which the others are compared with, if its limits allow.
    #[default]
    FirstScenario,
    /// All of them.
    EveryScenario,
    /// None of them, where only the rest is asked for.
    NoScenario,
}

impl OrderScope {
    fn of(self, position: usize) -> Ordering {
        match self {
            Self::NoScenario => Ordering::LeftOut,
            Self::FirstScenario if position > 0 => Ordering::LeftOut,
            Self::FirstScenario => Ordering::IfPossible,
            Self::EveryScenario => Ordering::Ordered,
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
    run_with_orders(inputs, progress).map(|(results, _)| results)
}

/// As [`run`], with the orders of every scenario, in the order of scenarios: what explains an order
/// on one line is there and not in the tables.
///
/// # Errors
/// As [`run`].
pub fn run_with_orders(
    inputs: &RunInputs<'_>,
    progress: &(dyn Fn(Stage) + Sync),
) -> Result<(Results, Vec<Option<Ordered>>)> {
    progress(Stage::Preparing);
    let prepared = prepare::prepare(inputs.model, inputs.dataset)?;
    progress(Stage::Fitting);
    let fitted = demand::fit(inputs.model, &prepared)?;
    progress(Stage::Projecting);
    let source = source(inputs, (&prepared, &fitted), history::back_test(&prepared)?)?;
    let figures = outcomes(inputs, &source, |outcome| {
        (assemble::figures(&source, &outcome), outcome.accounts.into_ordered())
    })?;
    let (figures, orders): (Vec<Figures>, Vec<Option<Ordered>>) = figures.into_iter().unzip();
    progress(Stage::Summarising);
    Ok((assemble::assemble(&source, figures), orders))
}

/// What each of `levers` closes of the gap to every target of the plan when all are taken
/// together, from the first scenario of `inputs`: the scenario is run with sets of them, in the
/// same draws, and the whole change is divided among them.
///
/// # Errors
/// [`crate::error::Error::Method`] if there is no scenario, if two levers change the same
/// assumption, if there are more than twelve, or if a stage cannot answer.
pub fn levers(inputs: &RunInputs<'_>, levers: &[&Scenario]) -> Result<Levers> {
    let Some(base) = inputs.scenarios.first() else { return Ok(Levers::default()) };
    refuse_overlap(base, levers)?;
    let sets = contribution::sets(levers.len())?;
    let with = |set: &u32| {
        let chosen = levers.iter().enumerate().filter(|(k, _)| set >> k & 1 == 1);
        base.with(&chosen.map(|(_, lever)| *lever).collect::<Vec<_>>())
    };
    let scenarios: Vec<Scenario> = sets.iter().map(with).collect();
    let orders = OrderScope::NoScenario;
    let inputs = &RunInputs { scenarios: &scenarios, orders, ..*inputs };
    let prepared = prepare::prepare(inputs.model, inputs.dataset)?;
    let fitted = demand::fit(inputs.model, &prepared)?;
    let source = source(inputs, (&prepared, &fitted), None)?;
    let assessed = outcomes(inputs, &source, |outcome| assemble::assessed(&source, &outcome))?;
    let runs = sets.into_iter().zip(assessed).collect();
    assemble::levers(&source, &runs, (base, levers))
}

/// Levers that change the same assumption cannot be taken together.
fn refuse_overlap(base: &Scenario, levers: &[&Scenario]) -> Result<()> {
    for (k, lever) in levers.iter().enumerate() {
        let own = lever.changes(base);
        for other in &levers[..k] {
            let shared = other.changes(base).into_iter().find(|name| own.contains(name));
            if let Some(name) = shared {
                let (one, two) = (&other.name, &lever.name);
                return Err(Error::Method {
                    stage: "targets",
                    message: Text::new(
                        format!("giải pháp «{one}» và «{two}» cùng thay đổi {name}: chỉ chọn một"),
                        format!("the levers «{one}» and «{two}» both change {name}: choose one"),
                    ),
                });
            }
        }
    }
    Ok(())
}

/// Demand and supply of one scenario, both coherent.
struct Stocks {
    demand: Arc<Coherent<Demand>>,
    supply: Arc<Coherent<Supply>>,
    /// Position of the first scenario with the same supply.
    supply_of: usize,
}

/// Projects every scenario, stage by stage; what scenarios share is made once, and the paths of
/// one are let go as soon as `taken` has what it needs of them.
fn outcomes<T: Send>(
    inputs: &RunInputs<'_>,
    source: &Source<'_>,
    taken: impl Fn(Outcome) -> T + Sync,
) -> Result<Vec<T>> {
    let (prepared, scenarios, options) = (source.prepared, inputs.scenarios, &inputs.options);
    let stocks = stocks(inputs, prepared, source.fitted)?;
    let knowledge = knowledge::learn(inputs.model, inputs.dataset)?;
    let account_inputs = |position: usize| AccountInputs {
        model: inputs.model,
        knowledge: &knowledge,
        dataset: inputs.dataset,
        ordering: inputs.orders.of(position),
        prepared,
        scenario: &scenarios[position],
        options,
        base_demand: &source.base_demand,
        demand: &stocks[position].demand,
        supply: &stocks[position].supply,
    };
    let all: Vec<AccountInputs<'_>> = (0..scenarios.len()).map(account_inputs).collect();
    accounts::accounts(&all, |position, accounts| {
        let Stocks { demand, supply, supply_of } = &stocks[position];
        taken(Outcome {
            scenario: scenarios[position].name.clone(),
            balance: balance::balance(&source.base_demand, demand, supply),
            demand: Arc::clone(demand),
            supply: Arc::clone(supply),
            accounts,
            position,
            supply_of: *supply_of,
        })
    })
}

/// Demand and supply of every scenario; scenarios that say the same of supply share it.
fn stocks(
    inputs: &RunInputs<'_>,
    prepared: &Prepared,
    fitted: &FittedDemand,
) -> Result<Vec<Stocks>> {
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
    let at_level = |(position, demand): (usize, Coherent<Demand>)| Stocks {
        demand: Arc::new(demand.at_level(&level)),
        supply: Arc::clone(&supplies[&first(position)]),
        supply_of: first(position),
    };
    Ok(demands.into_par_iter().enumerate().map(at_level).collect())
}

/// Demand of every scenario, reconciled.
fn demands(
    inputs: &RunInputs<'_>,
    prepared: &Prepared,
    fitted: &FittedDemand,
) -> Vec<Coherent<Demand>> {
    let error_factors = demand::error_factors(fitted, (inputs.model, prepared), &inputs.options);
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
    (prepared, fitted): (&'a Prepared, &'a FittedDemand),
    openings_record: Option<OpeningsRecord>,
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
        openings_record,
        area: inputs.model.area.to_string(),
        base_demand: base_demand(prepared),
        public: draws::project(&inputs.dataset.public, &extent)?,
    })
}
