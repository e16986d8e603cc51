//! Errors of a model on a panel, at origins held back inside what is known.
//!
//! The last periods of every series are taken away, the model learns and forecasts from what is
//! left, and what was taken away is what came. Series are few enough to be looked at in moments:
//! of large panels every k-th one is, in the order of their names.

use rayon::prelude::*;

use crate::forecast::Series;
use crate::forecast::definition::Definition;
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::pooled::Knowledge;
use crate::forecast::spread::{ENOUGH, ErrorPool};

/// Most series whose errors are looked at.
const MOST_SERIES: usize = 1000;
/// Fewest values left when the end of a series is held back.
const FEWEST_LEFT: usize = 5;
/// Origins looked at, one period apart.
const N_ORIGINS: usize = 3;
/// Series one thread works through before it takes more.
const CHUNK: usize = 16;

/// What a standardised error of a series is worth: the mean size of its changes.
pub fn scale(series: &Series<'_>) -> f64 {
    let changes = series.values.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    changes.sum::<f64>() / series.values.len().saturating_sub(1).max(1) as f64
}

/// The errors of `definition` on `panel`, up to `horizon` periods ahead.
pub fn errors(panel: &Panel, definition: &Definition, horizon: usize) -> ErrorPool {
    let mut paths: Vec<Vec<f64>> = Vec::new();
    for held_back in (horizon..horizon + N_ORIGINS).rev() {
        let known = panel.without_last(held_back);
        let knowledge = Knowledge::learn(&known, definition);
        paths.extend(at_origin(panel, &known, &knowledge, horizon));
    }
    if paths.len() < ENOUGH {
        paths.extend(prior(ENOUGH - paths.len(), horizon));
    }
    ErrorPool::new(paths, horizon, 0.0)
}

fn at_origin(panel: &Panel, known: &Panel, knowledge: &Knowledge, horizon: usize) -> Vec<Vec<f64>> {
    let long = |series: &&PanelSeries| series.values.len() >= FEWEST_LEFT;
    let all: Vec<&PanelSeries> = known.series().iter().filter(long).collect();
    let every = all.len().div_ceil(MOST_SERIES).max(1);
    let looked_at: Vec<&PanelSeries> = all.into_iter().step_by(every).collect();
    let chunks: Vec<Vec<Vec<f64>>> = looked_at
        .par_chunks(CHUNK)
        .map(|chunk| {
            let path = |series: &&PanelSeries| {
                let index = panel.series().binary_search_by(|s| s.id.cmp(&series.id)).ok()?;
                path(
                    &known.view(series),
                    &panel.series()[index],
                    series.last(),
                    (knowledge, horizon),
                )
            };
            chunk.iter().filter_map(path).collect()
        })
        .collect();
    chunks.concat()
}

/// The standardised errors of one series; none where it never moved or something is missing.
fn path(
    known: &Series<'_>,
    later: &PanelSeries,
    origin: i64,
    (knowledge, horizon): (&Knowledge, usize),
) -> Option<Vec<f64>> {
    let scale = scale(known);
    if scale == 0.0 {
        return None;
    }
    let points = knowledge.forecast(known, horizon).points;
    let error = |(step, point): (usize, &f64)| {
        Some((later.observed(origin + 1 + step as i64)? - point) / scale)
    };
    points.iter().enumerate().map(error).collect()
}

/// Paths of Student's t with five degrees that widen as a random walk does.
fn prior(n: usize, horizon: usize) -> Vec<Vec<f64>> {
    use statrs::distribution::{ContinuousCDF, StudentsT};
    let Ok(student) = StudentsT::new(0.0, 1.0, 5.0) else { return Vec::new() };
    (0..n)
        .map(|k| {
            let quantile = student.inverse_cdf((k as f64 + 0.5) / n as f64);
            (1..=horizon).map(|h| 1.25 * quantile * (h as f64).sqrt()).collect()
        })
        .collect()
}
