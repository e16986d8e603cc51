//! The method in one screen.

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::balance;
use crate::dataset::Dataset;
use crate::demand;
use crate::demand::DemandInputs;
use crate::demand::FittedDemand;
use crate::error::Problem;
use crate::error::Result;
use crate::model::Model;
use crate::options::RunOptions;
use crate::prepare;
use crate::prepare::Prepared;
use crate::reconcile;
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
    progress(Stage::Preparing);
    let prepared = prepare::prepare(inputs.model, inputs.dataset)?;
    progress(Stage::Fitting);
    let fitted = demand::fit(inputs.model, &prepared)?;
    progress(Stage::Projecting);
    let outcomes = inputs
        .scenarios
        .par_iter()
        .map(|scenario| project(inputs, &prepared, &fitted, scenario))
        .collect::<Result<Vec<_>>>()?;
    progress(Stage::Summarising);
    Ok(assemble::assemble(&source(inputs, &prepared, &fitted), &outcomes))
}

fn project(
    inputs: &RunInputs<'_>,
    prepared: &Prepared,
    fitted: &FittedDemand,
    scenario: &Scenario,
) -> Result<Outcome> {
    let (model, options) = (inputs.model, &inputs.options);
    let level = reconcile::level_factors(options.seed, options.draws, prepared.level_variance);
    let wanted = reconcile::demand(demand::project(&DemandInputs {
        fitted,
        model,
        prepared,
        projects: &inputs.dataset.projects,
        scenario,
        options,
    }));
    let available = supply::project(&SupplyInputs {
        model,
        prepared,
        demand: wanted.get(),
        scenario,
        options,
    })?;
    let supply = reconcile::supply(available, &level)?;
    let demand = wanted.at_level(&level);
    let balance = balance::balance(&base_demand(prepared), &demand, &supply);
    Ok(Outcome { scenario: scenario.name.clone(), demand, supply, balance })
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
) -> Source<'a> {
    Source {
        model: inputs.model,
        dataset: inputs.dataset,
        scenarios: inputs.scenarios,
        options: inputs.options,
        problems: inputs.problems,
        prepared,
        fitted,
        area: inputs.model.area.to_string(),
        base_demand: base_demand(prepared),
    }
}
