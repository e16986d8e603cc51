//! How forecasts of an area's employment erred in the past, the whole being known.
//!
//! From every earlier year the employment of each area is carried on as [`growth`](super::growth) does it, with
//! the sectors of the whole as they came. What is left is the area's own part of the error, split along
//! the tree as in [`super::errors`].

use crate::areas::backtest::{Score, Sums, came};
use crate::areas::errors::{self, Errors, Part, Past, STEPS, StandIn};
use crate::areas::growth::{Growth, Record, run};

/// Sizes where the past is too short.
const EMPLOYMENT: StandIn = StandIn { sizes: [0.0, 0.02, 0.04], growth: 0.5 };

/// Name of this method in the back-test.
pub const SHIFT_SHARE: &str = "shift-share";
/// The same with every area's share of the whole held.
pub const CONSTANT_SHARE: &str = "constant-share";

/// The errors, learnt from every earlier origin.
pub fn errors(record: &Record<'_>) -> Errors {
    let figures = record.figures;
    let mut past = Past::default();
    for origin in errors::origins(figures, &figures.employment) {
        let growth = record.growth(origin);
        let before = record.distances(origin);
        for year in origin + 1..=figures.base.min(origin + STEPS) {
            let step = year - origin;
            let now = record.distances(year);
            let error = |node: usize| {
                let slope = growth.nodes[node].value;
                Some(now[node]? - before[node]? - slope * run(step))
            };
            for (node, parent) in figures.parents.iter().enumerate() {
                let Some(whole) = error(node) else { continue };
                let beyond = whole - parent.and_then(error).unwrap_or(0.0);
                past.parts.push(Part { node, step, beyond, whole });
            }
        }
    }
    Errors::learn(&past, &figures.parents, &EMPLOYMENT)
}

/// Scores on the employment of areas without parts, from the last `n_origins` origins.
pub fn scores(record: &Record<'_>, n_origins: usize) -> Vec<Score> {
    let figures = record.figures;
    let (mut own, mut constant) = (Sums::default(), Sums::default());
    for origin in super::backtest::origins(figures, n_origins) {
        let growth = record.growth(origin);
        for (node, year, persons) in came(figures, &figures.employment, origin) {
            let step = year - origin;
            if let Some((carried, held)) = forecasts(record, &growth, (node, origin, year)) {
                own.add(step, carried, persons);
                constant.add(step, held, persons);
            }
        }
    }
    [own.scores(SHIFT_SHARE), constant.scores(CONSTANT_SHARE)].concat()
}

/// An area's employment carried on from `origin` to `year`: by its sectors and slope, and by its share.
fn forecasts(
    record: &Record<'_>,
    growth: &Growth,
    (node, origin, year): (usize, usize, usize),
) -> Option<(f64, f64)> {
    let figures = record.figures;
    let area = node - figures.tree.n_aggregates();
    let at_origin = figures.employment[node][origin]?;
    let whole = figures.employment[0][year]? / figures.employment[0][origin]?;
    let mix = |area: usize| Some(record.mix(area, year)? / record.mix(area, origin)?);
    let slope = |node: usize| (growth.nodes[node].value * run(year - origin)).exp();
    // All areas together are known, so each is scaled by what their forecasts miss of it.
    let all: f64 = (0..figures.tree.n_bottom())
        .map(|area| {
            let node = figures.tree.n_aggregates() + area;
            Some(figures.employment[node][origin]? * mix(area)? * slope(node))
        })
        .sum::<Option<f64>>()?;
    let scale = figures.employment[0][year]? / all;
    Some((at_origin * mix(area)? * slope(node) * scale, at_origin * whole))
}
