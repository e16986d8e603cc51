//! From the outcome of every scenario to the tables of a result.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::iter::IntoParallelIterator;
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
use crate::prepare::Fallback;
use crate::prepare::Prepared;
use crate::public_workforce::draws::BodyDraws;
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
use crate::supply::SupplySources;

/// What the method gives for one scenario.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Name of the scenario.
    pub scenario: String,
    /// Demand, reconciled.
    pub demand: Arc<Coherent<Demand>>,
    /// Supply, reconciled; the same one for scenarios that say the same of it.
    pub supply: Arc<Coherent<Supply>>,
    /// Balance.
    pub balance: Balance,
    /// Accounts by occupation, qualification and programme.
    pub accounts: Accounts,
    /// Position of the scenario.
    pub position: usize,
    /// Position of the first scenario with the same supply.
    pub supply_of: usize,
}

/// The figures of one scenario: all that is kept of its paths.
#[derive(Clone, Debug)]
pub struct Figures {
    scenario: String,
    supply: Arc<Coherent<Supply>>,
    /// The sources of supply that were entered.
    sources: SupplySources,
    fallbacks: Vec<Fallback>,
    assessed: Assessed,
    /// Position of the scenario whose rows of supply stand for this one's.
    supply_of: usize,
    /// Position of the scenario whose rows of training and of qualifications held do.
    side_of: usize,
    /// Rows of qualifications held; none if another scenario's stand for them.
    held: Vec<ResultRow>,
    /// In the order of [`TableName::ALL`]; rows that another scenario's stand for are not made.
    tables: Vec<Vec<ResultRow>>,
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
    /// Bodies of the public workforce.
    pub public: Vec<BodyDraws>,
}

/// The figures of one scenario.
pub fn figures(source: &Source<'_>, outcome: &Outcome) -> Figures {
    let assessed = targets::assess(source, outcome);
    let tables = || {
        let tables = TableName::ALL.into_par_iter();
        tables.map(|name| rows(source, outcome, (name, &assessed))).collect()
    };
    let owns_side = outcome.accounts.side_of == outcome.position;
    let held = || if owns_side { source.held_rows(outcome) } else { Vec::new() };
    let (tables, held) = rayon::join(tables, held);
    Figures {
        scenario: outcome.scenario.clone(),
        supply: Arc::clone(&outcome.supply),
        sources: notes::entered(source, outcome),
        fallbacks: outcome.accounts.fallbacks.clone(),
        assessed,
        supply_of: outcome.supply_of,
        side_of: outcome.accounts.side_of,
        held,
        tables,
    }
}

/// Rows of one table that are about the scenario of `outcome`.
fn rows(
    source: &Source<'_>,
    outcome: &Outcome,
    (name, assessed): (TableName, &Assessed),
) -> Vec<ResultRow> {
    let is_own = match name {
        TableName::Supply => outcome.supply_of == outcome.position,
        TableName::Training => outcome.accounts.side_of == outcome.position,
        _ => true,
    };
    if !is_own {
        return Vec::new();
    }
    match name {
        TableName::Balance => source.balance_rows(outcome),
        TableName::Demand => source.demand_rows(outcome),
        TableName::Supply => source.supply_rows(outcome),
        TableName::Openings => source.openings_rows(outcome),
        TableName::Occupations => source.occupation_rows(outcome),
        TableName::Qualifications => source.qualification_rows(outcome),
        TableName::Training => source.training_rows(outcome),
        TableName::Orders => source.order_rows(outcome),
        TableName::Targets => targets::rows(&outcome.scenario, &assessed.assessments),
        TableName::Population => source.population_rows(outcome),
        TableName::Forecasts => source.forecast_rows(outcome),
        TableName::PublicWorkforce | TableName::Backtest => Vec::new(),
    }
}

/// The tables and notes of a run.
pub fn assemble(source: &Source<'_>, mut figures: Vec<Figures>) -> Results {
    let model = source.model;
    let assessed: Vec<Assessed> =
        figures.iter_mut().map(|one| std::mem::take(&mut one.assessed)).collect();
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
        target_findings: (figures.iter().zip(&assessed))
            .flat_map(|(one, of)| targets::findings(&one.scenario, &of.assessments))
            .collect(),
        source_line: model.source_line.clone(),
        notes: notes::notes(source, &figures, review::judged(&assessed)),
        operations: source.prepared.operations.clone(),
        fallbacks: notes::fallbacks(source, &figures),
        problems,
        areas: Vec::new(),
        compared: Vec::new(),
        tables: tables(source, &mut figures, (&assessed, &review)),
        target_review: review,
    }
}

/// The targets under the scenario of `outcome`: all that levers are compared by.
pub fn assessed(source: &Source<'_>, outcome: &Outcome) -> Assessed {
    targets::assess(source, outcome)
}

/// What the levers of `runs` close together, the first of them being without any.
///
/// # Errors
/// [`crate::error::Error::Method`] if the runs cannot be compared.
pub fn levers(
    source: &Source<'_>,
    runs: &BTreeMap<u32, Assessed>,
    (base, levers): (&Scenario, &[&Scenario]),
) -> Result<Levers> {
    let labels: Vec<ScenarioLabel> = levers.iter().map(|one| ScenarioLabel::of(one)).collect();
    let findings = review::together(source, runs, (&base.name, &labels))?;
    let rows = findings.iter().flat_map(|found| review::lever_rows(source, found)).collect();
    Ok(Levers { findings, rows })
}

/// The rows of all scenarios, table by table, after those that are about none.
fn tables(
    source: &Source<'_>,
    figures: &mut [Figures],
    (assessed, review): (&[Assessed], &TargetReview),
) -> Vec<ResultTable> {
    let common = |name| match name {
        TableName::Demand => source.history_rows(&source.prepared.employment_as_recorded),
        TableName::PublicWorkforce => source.public_rows(),
        TableName::Backtest => source.backtest_rows(),
        _ => Vec::new(),
    };
    let table = |(at, name)| {
        let mut rows = common(name);
        for position in 0..figures.len() {
            match name {
                TableName::Supply => {
                    rows.extend(shared(figures, position, |one| (one.supply_of, &one.tables[at])));
                }
                TableName::Training => {
                    rows.extend(shared(figures, position, |one| (one.side_of, &one.tables[at])));
                }
                TableName::Qualifications => {
                    rows.extend(shared(figures, position, |one| (one.side_of, &one.held)));
                    rows.append(&mut figures[position].tables[at]);
                }
                TableName::Targets => rows.extend(targets_of(figures, position, at)),
                _ => rows.append(&mut figures[position].tables[at]),
            }
        }
        if name == TableName::Targets {
            rows.extend(review::rows(source, (assessed, review)));
        }
        ResultTable { name, rows }
    };
    TableName::ALL.into_iter().enumerate().map(table).collect()
}

/// Rows of targets under the scenario at `position`: the past is told once, under the first.
fn targets_of(figures: &mut [Figures], position: usize, at: usize) -> Vec<ResultRow> {
    let mut rows = std::mem::take(&mut figures[position].tables[at]);
    rows.retain(|row| position == 0 || row.scenario != HISTORY);
    rows
}

/// The rows that stand for those of the scenario at `position`, of which `part` gives the owner.
fn shared<'a>(
    figures: &'a [Figures],
    position: usize,
    part: impl Fn(&'a Figures) -> (usize, &'a Vec<ResultRow>),
) -> Vec<ResultRow> {
    let one = &figures[position];
    let (owner, _) = part(one);
    let (_, rows) = part(&figures[owner]);
    rows.iter().map(|row| row.of_scenario(&one.scenario)).collect()
}

impl Figures {
    /// The sources of supply that were entered.
    pub(super) const fn sources(&self) -> &SupplySources {
        &self.sources
    }

    /// What stood in for figures of supply is noted there.
    pub(super) fn supply(&self) -> &Supply {
        self.supply.get()
    }

    /// What stood in for figures of the accounts.
    pub(super) fn fallbacks(&self) -> &[Fallback] {
        &self.fallbacks
    }
}
