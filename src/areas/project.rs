//! Joint sample paths of every area, adding up in every draw and year.
//!
//! ```text
//! logit x(a,h) = logit(E/P) + θ̂(a,h) + Σ_{above a, and a} σ(·,h) W(·,h)/√h
//! P(a,h)       = projected · exp[δ h (½ Z(whole) + ½√3 Z(a))]
//! ```
//! `W` are random walks, one for each node, so an area shares the errors of its region and of the
//! whole; `δ` is how fast projections of population drifted from the count. The base path of an
//! aggregate is its own forecast times the sum of its parts in the draw over the sum of their forecasts: its error is theirs, and
//! reconciling moves the place of the paths rather than how far they scatter.
//!
//! # Source
//! Method U3; [`crate::hierarchy`] for the reconciliation; Panagiotelis, Gamakumara, Athanasopoulos
//! & Hyndman (2023), *Probabilistic forecast reconciliation*, EJOR 306 (draws are reconciled one by
//! one).

use rayon::prelude::*;

use crate::areas::errors::{Errors, name_key};
use crate::areas::figures::Figures;
use crate::areas::history::{self, Fitted, View};
use crate::areas::share_of;
use crate::areas::tree::method;
use crate::error::{Error, Result};
use crate::forecast::definition::Definition;
use crate::forecast::forecaster::Forecaster;
use crate::forecast::panel::Panel;
use crate::hierarchy;
use crate::hierarchy::{Evidence, Hierarchy, Reconciler, Sign};
use crate::language::Text;
use crate::numeric::seed::stream;
use crate::options::RunOptions;
use crate::paths::Paths;

/// The projection of every node, in the order of the tree.
#[derive(Clone, Debug)]
pub struct Projection {
    /// Labour force, coherent.
    pub labour_force: Paths,
    /// Population of working age.
    pub population: Paths,
    /// Employment carried on by the engine, coherent; absent where none is known.
    pub employment: Option<Paths>,
    /// Level and slope of every node.
    pub fitted: Vec<Fitted>,
    /// Forecast of every node by itself, before reconciling; a value a year.
    pub alone: Vec<Vec<f64>>,
}

/// Projects every area.
///
/// # Errors
/// [`Error::Method`] if the areas cannot be reconciled.
pub fn project(
    figures: &Figures,
    employment: &Definition,
    options: &RunOptions,
) -> Result<Projection> {
    let fitted = history::fit(figures, figures.base);
    let errors = Errors::of(figures);
    let alone = alone(figures, &fitted);
    let (base, population) = base_paths(figures, (&fitted, &errors, &alone), options);
    let labour_force = coherent(&figures.tree, &errors.one_step, &base)?;
    let employment = demand(figures, employment, options)?;
    Ok(Projection { labour_force, population, employment, fitted, alone })
}

/// Forecast of each node by itself, a value a year of the projection.
pub fn alone(figures: &Figures, fitted: &[Fitted]) -> Vec<Vec<f64>> {
    let of = |(node, fitted): (usize, &Fitted)| {
        let seen = (figures.base, View::Projected);
        let years = figures.base + 1..figures.years.len();
        years.map(|year| history::labour_force(figures, (node, fitted), year, seen)).collect()
    };
    fitted.iter().enumerate().map(of).collect()
}

type Known<'a> = (&'a [Fitted], &'a Errors, &'a [Vec<f64>]);

/// Paths of labour force before reconciling, and of population.
fn base_paths(figures: &Figures, known: Known<'_>, options: &RunOptions) -> (Paths, Paths) {
    let (tree, horizon) = (&figures.tree, figures.horizon());
    let n = tree.n_nodes();
    let first = figures.years[figures.base + 1];
    let mut labour_force = Paths::zeros(first, n, options.draws, horizon);
    let mut population = labour_force.clone();
    let draws: Vec<[Vec<Vec<f64>>; 2]> = (0..options.draws)
        .into_par_iter()
        .map(|draw| one_draw(figures, known, (options.seed, draw as u64)))
        .collect();
    for (draw, [labour, persons]) in draws.iter().enumerate() {
        for node in 0..n {
            labour_force.path_mut(node, draw).copy_from_slice(&labour[node]);
            population.path_mut(node, draw).copy_from_slice(&persons[node]);
        }
    }
    (labour_force, population)
}

/// Labour force and population of one draw, by node and year.
fn one_draw(
    figures: &Figures,
    (fitted, errors, alone): Known<'_>,
    (seed, draw): (u64, u64),
) -> [Vec<Vec<f64>>; 2] {
    let (tree, horizon) = (&figures.tree, figures.horizon());
    let n = tree.n_nodes();
    let shocks = errors.shocks(figures, "areas", (seed, draw));
    let mut drifts: Vec<f64> = Vec::with_capacity(n);
    for (name, parent) in tree.names().iter().zip(&figures.parents) {
        let own = stream(seed ^ name_key(name), "areas-population", draw).normal();
        drifts.push(match parent {
            None => own,
            Some(_) => 0.5 * drifts[0] + 0.75_f64.sqrt() * own,
        });
    }
    let mut labour = vec![vec![0.0; horizon]; n];
    let mut persons = labour.clone();
    for node in tree.n_aggregates()..n {
        for step in 1..=horizon {
            let seen = (figures.base, View::Projected);
            let (projected, odds) = history::expected(figures, node, figures.base + step, seen);
            let drift = (figures.population_drift * step as f64 * drifts[node]).exp();
            let odds = history::log_odds(&fitted[node], odds, step) + shocks[node][step - 1];
            persons[node][step - 1] = projected * drift;
            labour[node][step - 1] = projected * drift * share_of(odds);
        }
    }
    for step in 0..horizon {
        let sums = |of: &[Vec<f64>]| {
            let bottoms: Vec<f64> = of[tree.n_aggregates()..].iter().map(|p| p[step]).collect();
            tree.sums(&bottoms)
        };
        let (drawn, forecast, people) = (sums(&labour), sums(alone), sums(&persons));
        for node in 0..tree.n_aggregates() {
            labour[node][step] = alone[node][step] * drawn[node] / forecast[node].max(1.0);
            persons[node][step] = people[node];
        }
    }
    [labour, persons]
}

/// Paths that add up, weighted by the errors of one step.
fn coherent(tree: &Hierarchy, one_step: &[Vec<f64>], base: &Paths) -> Result<Paths> {
    let n_periods = one_step.iter().map(Vec::len).max().unwrap_or(0);
    let mut residuals = hierarchy::Figures::unknown(tree, n_periods);
    for (node, errors) in one_step.iter().enumerate() {
        for (period, error) in errors.iter().enumerate() {
            residuals.set(node, period, *error);
        }
    }
    let evidence = Evidence { residuals: Some(&residuals), observations: None };
    let method =
        if n_periods == 0 { hierarchy::Method::WlsStruct } else { hierarchy::Method::WlsVar };
    apply(tree, &method, evidence, base)
}

fn apply(
    tree: &Hierarchy,
    method: &hierarchy::Method,
    evidence: Evidence<'_>,
    base: &Paths,
) -> Result<Paths> {
    let reconciler = Reconciler::new(tree, method, Sign::NonNegative, evidence)
        .map_err(|faults| not_reconciled(&faults))?;
    let (paths, _) = reconciler.apply_to_paths(base).map_err(|fault| not_reconciled(&[fault]))?;
    Ok(paths)
}

fn not_reconciled(faults: &[hierarchy::Fault]) -> Error {
    let list: Vec<String> = faults.iter().map(ToString::to_string).collect();
    method(Text::new(list.join("; "), list.join("; ")))
}

/// Employment of every node as the engine carries it on, adding up in every draw.
fn demand(
    figures: &Figures,
    definition: &Definition,
    options: &RunOptions,
) -> Result<Option<Paths>> {
    let panel = panel(figures, &figures.employment, figures.base);
    let (tree, horizon) = (&figures.tree, figures.horizon());
    let whole = panel.series().len() == tree.n_nodes();
    let origin = figures.base as i64;
    if !whole || panel.series().iter().any(|series| series.last() != origin) {
        return Ok(None);
    }
    let forecaster = Forecaster::learn(&panel, definition, horizon);
    let forecasts = forecaster.forecast(&panel, panel.series());
    let first = figures.years[figures.base + 1];
    let mut base = Paths::zeros(first, tree.n_nodes(), options.draws, horizon);
    for forecast in &forecasts {
        let Some(node) = tree.position(&forecast.id) else { continue };
        for draw in 0..options.draws {
            let path = forecast.draw(options.seed, draw as u64);
            base.path_mut(node, draw).copy_from_slice(&path);
        }
    }
    apply(tree, &hierarchy::Method::WlsStruct, Evidence::default(), &base).map(Some)
}

/// Series of every node up to `origin`, as the engine takes them.
pub fn panel(figures: &Figures, known: &[Vec<Option<f64>>], origin: usize) -> Panel {
    let first = figures.years.first().map_or(0, |year| i64::from(year.0));
    let series = figures.tree.names().iter().zip(known).map(|(name, values)| {
        let values = values.iter().take(origin + 1).map(|value| value.unwrap_or(f64::NAN));
        (name.clone(), values.collect())
    });
    Panel::annual(first, series)
}
