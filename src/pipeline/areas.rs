//! The method for several areas in one screen.

use std::sync::Arc;

use crate::areas::AreasModel;
use crate::areas::account::{Account, Accounting, Detail};
use crate::areas::backtest::{self, Score};
use crate::areas::figures::Figures;
use crate::areas::grouping;
use crate::areas::project::{self, Projection};
use crate::areas::sectors::{self, Learnt, between_jobs};
use crate::areas::split::Splits;
use crate::areas::spread::Spread;
use crate::areas::structure::Axis;
use crate::areas::whole::{self, Whole};
use crate::dataset::Dataset;
use crate::demand;
use crate::error::{Problem, Result};
use crate::language::Text;
use crate::model::Model;
use crate::options::RunOptions;
use crate::pipeline::{OrderScope, RunInputs, Stage, Stocks, stocks};
use crate::prepare::{self, Prepared};
use crate::results::areas::{AreaSource, AreaTables, Known};
use crate::results::{Results, ScenarioLabel};
use crate::scenario::Scenario;

/// Origins of the back-test.
const ORIGINS: usize = 4;

/// What a run of several areas is made from.
#[derive(Clone, Copy, Debug)]
pub struct AreaInputs<'a> {
    /// The definition.
    pub model: &'a AreasModel,
    /// Checked figures of the areas.
    pub dataset: &'a Dataset,
    /// The whole by sector; without it a run stops at totals.
    pub whole: Option<WholeInputs<'a>>,
    /// Options.
    pub options: RunOptions,
    /// Warnings of validation, carried into the result.
    pub problems: &'a [Problem],
}

/// The model of the whole whose sectors and scenarios are shared out over the areas.
#[derive(Clone, Copy, Debug)]
pub struct WholeInputs<'a> {
    /// The definition.
    pub model: &'a Model,
    /// Checked figures.
    pub dataset: &'a Dataset,
    /// Scenarios, in the order results show them.
    pub scenarios: &'a [Scenario],
    /// The scenario that the levers of the others start from.
    pub reference: &'a Scenario,
}

/// Runs the method: figures → fit and back-test → joint paths that add up → tables.
///
/// With a model of the whole the sectors of the whole are projected as in a run of their own, then spread over
/// the areas, scenario by scenario.
///
/// # Errors
/// [`crate::error::Error::Method`] if the tree of areas is broken, an area lacks figures, or the whole cannot be
/// projected.
pub fn run(inputs: &AreaInputs<'_>, progress: &(dyn Fn(Stage) + Sync)) -> Result<Results> {
    let basis = Basis::of(inputs, progress)?;
    progress(Stage::Summarising);
    let source = AreaSource {
        model: &basis.model,
        figures: &basis.figures,
        projection: &basis.projection,
        scores: [&basis.scores[0], &basis.scores[1]],
        options: inputs.options,
        problems: inputs.problems,
    };
    let known = inputs.whole.zip(basis.below.as_ref()).map(|(whole, below)| Known {
        model: whole.model,
        learnt: &below.learnt,
        splits: &below.splits,
        base: &below.base,
    });
    let mut tables = AreaTables::begin(&source, known);
    each_scenario(inputs, &basis, |label, accounting| tables.add(label, accounting))?;
    Ok(tables.results())
}

/// What `visit` makes of every area under every scenario, in every draw: the figures behind the tables.
///
/// # Errors
/// As [`run`].
pub fn each_account<T: Send>(
    inputs: &AreaInputs<'_>,
    visit: impl Fn(&str, &Account) -> T + Sync,
) -> Result<Vec<T>> {
    let basis = Basis::of(inputs, &|_| ())?;
    let mut made = Vec::new();
    each_scenario(inputs, &basis, |label, accounting| {
        made.extend(accounting.each(|account| visit(&label.name, account))?);
        Ok(())
    })?;
    Ok(made)
}

/// What scenarios share.
struct Basis {
    model: AreasModel,
    figures: Figures,
    projection: Projection,
    /// Back-test of the labour force, then of employment.
    scores: [Vec<Score>; 2],
    /// What is below totals.
    below: Option<Below>,
}

/// What is below totals: the whole under every scenario, and what is learnt of its sectors in the areas.
struct Below {
    wholes: Vec<Whole>,
    learnt: Learnt,
    splits: Splits,
    structure_errors: Arc<Vec<Vec<f64>>>,
    /// Employment of the base year by area and sector, in every draw.
    base: Spread,
}

impl Basis {
    fn of(inputs: &AreaInputs<'_>, progress: &(dyn Fn(Stage) + Sync)) -> Result<Self> {
        progress(Stage::Preparing);
        let model = AreasModel { to: inputs.options.to, ..inputs.model.clone() };
        let dataset = grouping::regroup(&model.groupings, inputs.dataset);
        let figures = Figures::of(&model, &dataset)?;
        progress(Stage::Fitting);
        let labour_force = backtest::labour_force(&figures, ORIGINS);
        let employment = backtest::employment(&figures, ORIGINS);
        progress(Stage::Projecting);
        let projection = project::project(&figures, &backtest::best(&employment), &inputs.options)?;
        let below = inputs.whole.map(|whole| Below::of((inputs, &whole), (&figures, &dataset)));
        let below = below.transpose()?;
        Ok(Self { model, figures, projection, scores: [labour_force, employment], below })
    }
}

impl Below {
    fn of(
        (inputs, whole): (&AreaInputs<'_>, &WholeInputs<'_>),
        (figures, dataset): (&Figures, &Dataset),
    ) -> Result<Self> {
        let prepared = prepare::prepare(whole.model, whole.dataset)?;
        let wholes = project_whole((inputs, whole), &prepared)?;
        let axis =
            Axis { sectors: &whole.model.sectors, recorded: &prepared.employment_as_recorded };
        let learnt = Learnt::of((figures, dataset), &axis, ORIGINS)?;
        let splits = Splits::learn(figures, whole.model, whole.dataset)?;
        let structure_errors = learnt.structure_errors(figures, &inputs.options);
        let base = learnt.base(figures, &structure_errors)?;
        Ok(Self { wholes, learnt, splits, structure_errors, base })
    }
}

/// Hands the accounting of one scenario after the other to `take`; nothing of a scenario outlives its turn.
fn each_scenario(
    inputs: &AreaInputs<'_>,
    basis: &Basis,
    mut take: impl FnMut(ScenarioLabel, &Accounting<'_>) -> Result<()>,
) -> Result<()> {
    let (figures, projection) = (&basis.figures, &basis.projection);
    let (now, seed) = (basis.model.frictional_unemployment, inputs.options.seed);
    let Some((whole, below)) = inputs.whole.zip(basis.below.as_ref()) else {
        let between_jobs = &between_jobs((now, now), figures.horizon());
        let totals = Accounting { figures, projection, between_jobs, detail: None, seed };
        let title = Text::new("Cơ sở", "Baseline");
        return take(ScenarioLabel { name: "baseline".to_owned(), title }, &totals);
    };
    for (under, scenario) in below.wholes.iter().zip(whole.scenarios) {
        let between_jobs = &between_jobs((now, under.frictional_unemployment), figures.horizon());
        let by_sector = sectors::Inputs {
            figures,
            labour_force: &projection.labour_force,
            whole: under,
            between_jobs,
            structure_errors: &below.structure_errors,
            base: &below.base,
            options: &inputs.options,
        };
        let sectors = &sectors::project(&below.learnt, &by_sector)?;
        let Below { learnt, splits, base, .. } = below;
        let detail = Some(Detail { learnt, base, sectors, splits, lever: &under.labour_force });
        let label = ScenarioLabel { name: scenario.name.clone(), title: scenario.title.clone() };
        take(label, &Accounting { figures, projection, between_jobs, detail, seed })?;
    }
    Ok(())
}

/// The sectors of the whole under every scenario, as a run of their own has them.
fn project_whole(
    (inputs, whole): (&AreaInputs<'_>, &WholeInputs<'_>),
    prepared: &Prepared,
) -> Result<Vec<Whole>> {
    let mut scenarios = whole.scenarios.to_vec();
    scenarios.push(whole.reference.clone());
    let fitted = demand::fit(whole.model, prepared)?;
    let all = stocks(
        &RunInputs {
            model: whole.model,
            dataset: whole.dataset,
            scenarios: &scenarios,
            options: inputs.options,
            problems: &[],
            orders: OrderScope::NoScenario,
        },
        prepared,
        &fitted,
    )?;
    let Some((reference, under)) = all.split_last() else { return Ok(Vec::new()) };
    let span = (inputs.model.base_year, inputs.options.to);
    let of = |(scenario, stocks): (&Scenario, &Stocks)| {
        let stocks = whole::Stocks {
            recorded: &prepared.employment_as_recorded,
            demand: &stocks.demand,
            supply: &stocks.supply,
            reference: &reference.supply,
        };
        Whole::of(scenario, &stocks, span)
    };
    whole.scenarios.iter().zip(under).map(of).collect()
}
