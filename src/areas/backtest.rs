//! Back-test: the labour force of areas from earlier origins, by each method.

use crate::areas::figures::Figures;
use crate::areas::history::{self, View};
use crate::areas::project::panel;
use crate::forecast::definition::Definition;
use crate::forecast::forecaster::Forecaster;
use crate::forecast::theta::Variant;

/// Name of this module's method.
pub const STANDARDISED: &str = "standardised";
/// The same with population carried on from the origin.
pub const BLIND: &str = "standardised-blind";
/// Methods of the engine beside it, by the names the engine gives them.
pub const ENGINE: [(&str, Definition); 4] = [
    ("naive", Definition::Naive),
    ("drift", Definition::Drift),
    ("theta", Definition::Theta(Variant::Standard)),
    ("auto", Definition::Auto),
];
/// Steps that are looked at.
const STEPS: usize = 6;

/// Weighted absolute error of one method at one step, over areas without parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The method.
    pub method: String,
    /// Years after the origin; none for all of them.
    pub step: Option<usize>,
    /// Sum of absolute errors over sum of what came.
    pub wape: f64,
    /// Number of forecasts.
    pub n: usize,
}

/// Sums of errors by step.
#[derive(Clone, Default)]
pub(super) struct Sums {
    by_step: [(f64, f64, usize); STEPS],
}

impl Sums {
    pub(super) fn add(&mut self, step: usize, forecast: f64, came: f64) {
        if let Some(at) = self.by_step.get_mut(step - 1) {
            *at = (at.0 + (forecast - came).abs(), at.1 + came, at.2 + 1);
        }
    }

    pub(super) fn scores(&self, method: &str) -> Vec<Score> {
        let score = |step, (error, came, n): (f64, f64, usize)| Score {
            method: method.to_owned(),
            step,
            wape: error / came.max(1.0),
            n,
        };
        let all = self
            .by_step
            .iter()
            .fold((0.0, 0.0, 0), |sum, at| (sum.0 + at.0, sum.1 + at.1, sum.2 + at.2));
        let steps = self.by_step.iter().enumerate().filter(|(_, at)| at.2 > 0);
        let steps = steps.map(|(step, at)| score(Some(step + 1), *at));
        steps.chain([score(None, all)]).collect()
    }
}

/// Scores of every method on the labour force, from the last `n_origins` origins that leave three
/// years to look at.
pub fn labour_force(figures: &Figures, n_origins: usize) -> Vec<Score> {
    let origins = origins(figures, n_origins);
    let mut scores = Vec::new();
    for (name, view) in [(STANDARDISED, View::Frozen), (BLIND, View::Blind)] {
        let mut sums = Sums::default();
        for origin in origins.clone() {
            let fitted = history::fit(figures, origin);
            for (node, year, came) in came(figures, &figures.labour_force, origin) {
                let seen = (origin, view);
                let forecast = history::labour_force(figures, (node, &fitted[node]), year, seen);
                sums.add(year - origin, forecast, came);
            }
        }
        scores.extend(sums.scores(name));
    }
    scores.extend(engine(figures, &figures.labour_force, origins));
    scores
}

/// Scores of the engine's methods on employment.
pub fn employment(figures: &Figures, n_origins: usize) -> Vec<Score> {
    engine(figures, &figures.employment, origins(figures, n_origins))
}

/// The engine's method with the smallest error over all steps; its default without scores.
pub fn best(scores: &[Score]) -> Definition {
    let all = scores.iter().filter(|score| score.step.is_none() && score.n > 0);
    let best = all.min_by(|one, other| one.wape.total_cmp(&other.wape));
    let named = |score: &Score| ENGINE.into_iter().find(|(name, _)| *name == score.method);
    best.and_then(named).map_or(Definition::Auto, |(_, definition)| definition)
}

pub(super) const fn origins(figures: &Figures, n: usize) -> std::ops::RangeInclusive<usize> {
    let last = figures.base.saturating_sub(3);
    let first = (last + 1).saturating_sub(n);
    first..=last
}

fn engine(
    figures: &Figures,
    known: &[Vec<Option<f64>>],
    origins: std::ops::RangeInclusive<usize>,
) -> Vec<Score> {
    let mut scores = Vec::new();
    for (name, definition) in ENGINE {
        let mut sums = Sums::default();
        for origin in origins.clone() {
            let panel = panel(figures, known, origin);
            let forecaster = Forecaster::learn(&panel, &definition, figures.base - origin);
            let forecasts = forecaster.forecast(&panel, panel.series());
            for (node, year, came) in came(figures, known, origin) {
                let id = &figures.tree.names()[node];
                let place = forecasts.binary_search_by(|forecast| forecast.id.cmp(id)).ok();
                let point = place.and_then(|p| forecasts[p].points.get(year - origin - 1));
                if let Some(point) = point {
                    sums.add(year - origin, *point, came);
                }
            }
        }
        scores.extend(sums.scores(name));
    }
    scores
}

/// What came after `origin`: node, year, figure, of areas without parts.
pub(super) fn came(
    figures: &Figures,
    known: &[Vec<Option<f64>>],
    origin: usize,
) -> Vec<(usize, usize, f64)> {
    let last = figures.base.min(origin + STEPS);
    (figures.tree.n_aggregates()..figures.tree.n_nodes())
        .flat_map(|node| (origin + 1..=last).map(move |year| (node, year)))
        .filter_map(|(node, year)| Some((node, year, known[node][year]?)))
        .collect()
}
