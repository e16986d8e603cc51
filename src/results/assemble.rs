//! From the outcome of every scenario to the tables of a result.

use std::collections::BTreeMap;
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
use crate::error::Result;
use crate::model::Model;
use crate::options::RunOptions;
use crate::prepare::Prepared;
use crate::reconcile::Coherent;
use crate::replacement::history::OpeningsRecord;
use crate::results::HISTORY;
use crate::results::Levers;
use crate::results::ResultRow;
use crate::results::ResultTable;
use crate::results::Results;
use crate::results::ScenarioLabel;
use crate::results::TableName;
use crate::results::TargetReview;
use crate::results::notes;
use crate::results::targets;
use crate::results::targets::Assessed;
use crate::results::targets::review;
use crate::scenario::Scenario;
use crate::supply::Supply;

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
    /// How openings of the past would have been forecast, where ages are known.
    pub openings_record: Option<OpeningsRecord>,
    /// The area's code as text.
    pub area: String,
    /// Employment by sector in the base year, in persons.
    pub base_demand: Vec<f64>,
}

/// The tables and notes of a run.
pub fn assemble(source: &Source<'_>, outcomes: &[Outcome]) -> Results {
    let model = source.model;
    let assessed: Vec<Assessed> =
        outcomes.par_iter().map(|outcome| targets::assess(source, outcome)).collect();
    let review = review::review(source, &assessed);
    let mut problems = source.problems.to_vec();
    problems.extend(targets::problems(source.dataset));
    Results {
        model: model.name.clone(),
        title: model.title.clone(),
        area: model.area.clone(),
        area_title: model.area_title.clone(),
        sectors: model.sectors.clone(),
        occupations: model.accounts.occupations.clone(),
        qualifications: model.accounts.qualifications.clone(),
        scenarios: source.scenarios.iter().map(ScenarioLabel::of).collect(),
        base_year: model.base_year,
        to: source.options.to,
        draws: source.options.draws,
        seed: source.options.seed,
        naming_probability: model.balance.naming_probability,
        tables: tables(source, outcomes, (&assessed, &review)),
        target_findings: (outcomes.iter().zip(&assessed))
            .flat_map(|(outcome, of)| targets::findings(&outcome.scenario, &of.assessments))
            .collect(),
        target_review: review,
        source_line: model.source_line.clone(),
        notes: notes::notes(source, outcomes, review::judged(&assessed)),
        operations: source.prepared.operations.clone(),
        fallbacks: notes::fallbacks(source, outcomes),
        problems,
        areas: Vec::new(),
        compared: Vec::new(),
    }
}

/// What the levers of `runs` close together, the first of them being without any.
///
/// # Errors
/// [`crate::error::Error::Method`] if the runs cannot be compared.
pub fn levers(
    source: &Source<'_>,
    runs: &BTreeMap<u32, Outcome>,
    (base, levers): (&Scenario, &[&Scenario]),
) -> Result<Levers> {
    let all: Vec<(u32, &Outcome)> = runs.iter().map(|(set, outcome)| (*set, outcome)).collect();
    let assessed: BTreeMap<u32, Assessed> =
        all.into_par_iter().map(|(set, of)| (set, targets::assess(source, of))).collect();
    let labels: Vec<ScenarioLabel> = levers.iter().map(|one| ScenarioLabel::of(one)).collect();
    let findings = review::together(source, &assessed, (&base.name, &labels))?;
    let rows = findings.iter().flat_map(|found| review::lever_rows(source, found)).collect();
    Ok(Levers { findings, rows })
}

fn tables(
    source: &Source<'_>,
    outcomes: &[Outcome],
    (assessed, review): (&[Assessed], &TargetReview),
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
                TableName::Targets => target_rows(source, outcomes, (assessed, review)),
                TableName::PublicWorkforce => each(&|outcome| source.public_rows(outcome)),
                TableName::Population => each(&|outcome| source.population_rows(outcome)),
                TableName::Forecasts => each(&|outcome| source.forecast_rows(outcome)),
                TableName::Backtest => source.backtest_rows(),
            };
            ResultTable { name, rows }
        })
        .collect()
}

/// Rows of targets: the past once, then scenario by scenario, then what is found of all together.
fn target_rows(
    source: &Source<'_>,
    outcomes: &[Outcome],
    (assessed, review): (&[Assessed], &TargetReview),
) -> Vec<ResultRow> {
    let mut rows: Vec<ResultRow> = Vec::new();
    for (position, (outcome, of)) in outcomes.iter().zip(assessed).enumerate() {
        let made = targets::rows(&outcome.scenario, &of.assessments);
        rows.extend(made.into_iter().filter(|row| position == 0 || row.scenario != HISTORY));
    }
    rows.extend(review::rows(source, (assessed, review)));
    rows
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
