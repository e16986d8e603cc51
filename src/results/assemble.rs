//! From the outcome of every scenario to the tables of a result.

use std::sync::Arc;

use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::accounts::Accounts;
use crate::balance::Balance;
use crate::dataset::Dataset;
use crate::demand::Demand;
use crate::demand::FittedDemand;
use crate::error::Problem;
use crate::model::Model;
use crate::options::RunOptions;
use crate::prepare::Prepared;
use crate::public_workforce::draws::BodyDraws;
use crate::reconcile::Coherent;
use crate::results::ResultRow;
use crate::results::ResultTable;
use crate::results::Results;
use crate::results::ScenarioLabel;
use crate::results::TableName;
use crate::results::notes;
use crate::results::targets;
use crate::scenario::Scenario;
use crate::supply::Supply;
use crate::targets::assessment::Assessment;

/// What the method gives for one scenario.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Name of the scenario.
    pub scenario: String,
    /// Demand, reconciled.
    pub demand: Coherent<Demand>,
    /// Supply, reconciled; the same one for scenarios that say the same of it.
    pub supply: Arc<Coherent<Supply>>,
    /// Balance.
    pub balance: Balance,
    /// Accounts by occupation, qualification and programme.
    pub accounts: Accounts,
}

/// Everything results are made of.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its data.
    pub dataset: &'a Dataset,
    /// Scenarios as asked for.
    pub scenarios: &'a [Scenario],
    /// Options of the run.
    pub options: RunOptions,
    /// Warnings of validation.
    pub problems: &'a [Problem],
    /// Prepared series.
    pub prepared: &'a Prepared,
    /// Fitted methods and their back-test.
    pub fitted: &'a FittedDemand,
    /// The area's code as text.
    pub area: String,
    /// Employment by sector in the base year, in persons.
    pub base_demand: Vec<f64>,
    /// Bodies of the public workforce.
    pub public: Vec<BodyDraws>,
}

/// The tables and notes of a run.
pub fn assemble(source: &Source<'_>, outcomes: &[Outcome]) -> Results {
    let model = source.model;
    let assessed: Vec<Vec<Assessment>> =
        outcomes.par_iter().map(|outcome| targets::assess(source, outcome)).collect();
    Results {
        model: model.name.clone(),
        title: model.title.clone(),
        area: model.area.clone(),
        area_title: model.area_title.clone(),
        sectors: model.sectors.clone(),
        occupations: model.accounts.occupations.clone(),
        qualifications: model.accounts.qualifications.clone(),
        scenarios: source.scenarios.iter().map(label).collect(),
        base_year: model.base_year,
        to: source.options.to,
        draws: source.options.draws,
        seed: source.options.seed,
        naming_probability: model.balance.naming_probability,
        tables: tables(source, outcomes, &assessed),
        target_findings: (outcomes.iter().zip(&assessed))
            .flat_map(|(outcome, assessed)| targets::findings(&outcome.scenario, assessed))
            .collect(),
        source_line: model.source_line.clone(),
        notes: notes::notes(source, outcomes),
        operations: source.prepared.operations.clone(),
        fallbacks: notes::fallbacks(source, outcomes),
        problems: source.problems.to_vec(),
        areas: Vec::new(),
        compared: Vec::new(),
    }
}

fn label(scenario: &Scenario) -> ScenarioLabel {
    ScenarioLabel { name: scenario.name.clone(), title: scenario.title.clone() }
}

fn tables(
    source: &Source<'_>,
    outcomes: &[Outcome],
    assessed: &[Vec<Assessment>],
) -> Vec<ResultTable> {
    let each = |rows: &(dyn Fn(&Outcome) -> Vec<ResultRow> + Sync)| {
        outcomes.par_iter().flat_map_iter(rows).collect()
    };
    TableName::ALL
        .into_par_iter()
        .map(|name| {
            let rows: Vec<ResultRow> = match name {
                TableName::Balance => each(&|outcome| source.balance_rows(outcome)),
                TableName::Demand => {
                    let mut rows = source.history_rows(&source.prepared.employment_as_recorded);
                    rows.extend(each(&|outcome| source.demand_rows(outcome)));
                    rows
                }
                TableName::Supply => supply_rows(source, outcomes),
                TableName::Openings => each(&|outcome| source.openings_rows(outcome)),
                TableName::Occupations => each(&|outcome| source.occupation_rows(outcome)),
                TableName::Qualifications => each(&|outcome| source.qualification_rows(outcome)),
                TableName::Training => each(&|outcome| source.training_rows(outcome)),
                TableName::Orders => each(&|outcome| source.order_rows(outcome)),
                TableName::Targets => (outcomes.iter().zip(assessed))
                    .flat_map(|(outcome, of)| targets::rows(&outcome.scenario, of))
                    .collect(),
                TableName::PublicWorkforce => source.public_rows(),
                TableName::Population => each(&|outcome| source.population_rows(outcome)),
                TableName::Forecasts => each(&|outcome| source.forecast_rows(outcome)),
                TableName::Backtest => source.backtest_rows(),
            };
            ResultTable { name, rows }
        })
        .collect()
}

/// Rows of supply, made once for the scenarios that share it.
fn supply_rows(source: &Source<'_>, outcomes: &[Outcome]) -> Vec<ResultRow> {
    let first = |outcome: &Outcome| {
        outcomes.iter().position(|other| Arc::ptr_eq(&other.supply, &outcome.supply))
    };
    let made: Vec<Vec<ResultRow>> = outcomes
        .par_iter()
        .enumerate()
        .map(|(position, outcome)| {
            let own = first(outcome) == Some(position);
            if own { source.supply_rows(outcome) } else { Vec::new() }
        })
        .collect();
    outcomes
        .iter()
        .flat_map(|outcome| {
            let rows = first(outcome).map(|position| made[position].iter());
            rows.into_iter().flatten().map(|row| row.of_scenario(&outcome.scenario))
        })
        .collect()
}
