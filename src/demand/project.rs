//! Projecting fitted demand under a scenario.

use crate::dataset::KnownProject;
use crate::demand::draws;
use crate::demand::draws::Extent;
use crate::demand::fit::{FittedCell, FittedDemand};
use crate::demand::{Demand, MethodForecast, projects, weights};
use crate::forecast::Future;
use crate::model::Model;
use crate::options::RunOptions;
use crate::paths::Paths;
use crate::prepare::Prepared;
use crate::scenario::Scenario;
use crate::units::Year;

/// What a projection of demand is made of.
#[derive(Clone, Copy, Debug)]
pub struct DemandInputs<'a> {
    /// Demand as fitted.
    pub fitted: &'a FittedDemand,
    /// The model.
    pub model: &'a Model,
    /// The series it was fitted to.
    pub prepared: &'a Prepared,
    /// Projects known beforehand.
    pub projects: &'a [KnownProject],
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Last year, draws and seed.
    pub options: &'a RunOptions,
    /// Errors of the draws, see [`error_factors`].
    pub error_factors: &'a [Vec<f64>],
}

/// Factors on the combination by draw, the same under every scenario of a run.
pub fn error_factors(
    fitted: &FittedDemand,
    (model, prepared): (&Model, &Prepared),
    options: &RunOptions,
) -> Vec<Vec<f64>> {
    let years = usize::try_from(options.to.since(prepared.employment.last_year())).unwrap_or(0);
    let extent = Extent { draws: options.draws, years, seed: options.seed };
    draws::factors(&fitted.errors, &model.sector_codes(), extent)
}

/// Employment wanted by sector from the year after the base year to the last year of the run.
///
/// ```text
/// E_s(t) = [ combination_s(t) · error_s(t) + projects_s(t) ] · shock_s(t)
/// ```
/// Sectors are not yet made to add up to the forecast of all employment, which is given beside.
pub fn project(inputs: &DemandInputs<'_>) -> Demand {
    let base = inputs.prepared.employment.last_year();
    let n_years = usize::try_from(inputs.options.to.since(base)).unwrap_or(0);
    let levels = inputs.scenario.output_growth.value.levels(base, inputs.options.to);
    let output_level = inputs.fitted.has_output.then_some(levels);
    let log_levels: Vec<f64> =
        output_level.iter().flatten().map(|level| level.max(f64::MIN_POSITIVE).ln()).collect();
    let future = Future::with_output(n_years, &log_levels);
    let combination: Vec<Vec<f64>> =
        inputs.fitted.by_sector.iter().map(|cells| combined(cells, &future)).collect();
    let shocks = shock_factors(inputs, base, n_years);
    let known_projects = projects_under_scenario(inputs, &shocks, (base, n_years));
    let by_sector = draw(inputs, &combination, &shocks, &known_projects);
    let own_total = combined(&inputs.fitted.total, &future);
    let total_reference = total_reference(&own_total, &combination, &shocks, &known_projects);
    let total_log_variance =
        (1..=n_years).map(|step| inputs.fitted.errors.total.at(step).powi(2)).collect();
    Demand {
        first: base.plus(1),
        by_sector,
        known_projects,
        output_level,
        methods: method_forecasts(inputs.fitted, &future),
        combination,
        total_reference,
        total_log_variance,
    }
}

/// The weighted geometric mean of the members of one series.
fn combined(cells: &[FittedCell], future: &Future<'_>) -> Vec<f64> {
    let members: Vec<&FittedCell> = cells.iter().filter(|cell| cell.weight > 0.0).collect();
    let Some(first) = cells.first() else { return vec![0.0; future.horizon] };
    let last = first.fallback.forecast(&Future::steps(1));
    // A sector without workers has no logarithm, and nobody to grow from.
    if members.is_empty() || last[0] <= 0.0 {
        return first.fallback.forecast(future);
    }
    let paths: Vec<Vec<f64>> = members.iter().map(|cell| cell.model().forecast(future)).collect();
    let present: Vec<Option<&[f64]>> = paths.iter().map(|path| Some(path.as_slice())).collect();
    let weights: Vec<f64> = members.iter().map(|cell| cell.weight).collect();
    weights::combine(&present, &weights)
}

/// Factor of all shocks together, by sector and year.
fn shock_factors(inputs: &DemandInputs<'_>, base: Year, n_years: usize) -> Vec<Vec<f64>> {
    let factor = |sector: &crate::codes::SectorCode, year: Year| {
        let shocks = inputs.scenario.shocks.iter();
        shocks.map(|shock| shock.value.factor(sector, year).max(0.0)).product()
    };
    let years = |sector: &crate::model::Sector| {
        (1..=n_years).map(|step| factor(&sector.code, base.plus(step as i32))).collect()
    };
    inputs.model.sectors.iter().map(years).collect()
}

fn projects_under_scenario(
    inputs: &DemandInputs<'_>,
    shocks: &[Vec<f64>],
    (base, n_years): (Year, usize),
) -> Vec<Vec<f64>> {
    let lever = inputs.scenario.known_projects.value;
    let mut jobs = projects::jobs(inputs.projects, &inputs.model.sectors, base, n_years);
    for (jobs, shocks) in jobs.iter_mut().zip(shocks) {
        jobs.iter_mut().zip(shocks).for_each(|(jobs, shock)| *jobs *= lever * shock);
    }
    jobs
}

fn draw(
    inputs: &DemandInputs<'_>,
    combination: &[Vec<f64>],
    shocks: &[Vec<f64>],
    known_projects: &[Vec<f64>],
) -> Paths {
    let panel = &inputs.prepared.employment;
    let n_years = combination.first().map_or(0, Vec::len);
    let first = panel.last_year().plus(1);
    let mut paths = Paths::zeros(first, combination.len(), inputs.options.draws, n_years);
    for (sector, central) in combination.iter().enumerate() {
        for (draw, factors) in inputs.error_factors.iter().enumerate() {
            let factors = &factors[sector * n_years..];
            for (year, value) in paths.path_mut(sector, draw).iter_mut().enumerate() {
                let wanted = central[year] * factors[year] * shocks[sector][year];
                *value = (wanted + known_projects[sector][year]).max(0.0);
            }
        }
    }
    paths
}

/// The forecast of all employment, comparable with the sum of sectors.
///
/// The total's own methods know of no shock and no project: the shocks take the share of it that
/// they take of the sum of sectors, and the projects are added.
fn total_reference(
    own: &[f64],
    combination: &[Vec<f64>],
    shocks: &[Vec<f64>],
    known_projects: &[Vec<f64>],
) -> Vec<f64> {
    (0..own.len())
        .map(|year| {
            let undisturbed: f64 = combination.iter().map(|path| path[year]).sum();
            let shocked: f64 =
                combination.iter().zip(shocks).map(|(path, shock)| path[year] * shock[year]).sum();
            let jobs: f64 = known_projects.iter().map(|jobs| jobs[year]).sum();
            let share = if undisturbed > 0.0 { shocked / undisturbed } else { 1.0 };
            own[year] * share + jobs
        })
        .collect()
}

fn method_forecasts(fitted: &FittedDemand, future: &Future<'_>) -> Vec<MethodForecast> {
    let forecast = |sector: usize, cell: &FittedCell| {
        let path = cell.model().forecast(future);
        let replaced_by = cell.fit.as_ref().err().map(|e| (fitted.fallback, e.to_string()));
        let FittedCell { method, weight, error, .. } = *cell;
        MethodForecast { sector, method, path, weight, error, replaced_by }
    };
    fitted
        .by_sector
        .iter()
        .enumerate()
        .flat_map(|(sector, cells)| cells.iter().map(move |cell| forecast(sector, cell)))
        .collect()
}
