//! How forecasts of a panel err: whole paths of past errors, measured in the scale of each series.
//!
//! Models know their own equations, not their own faults; their formulas give intervals that
//! cover 60 to 85 % where they say 95. So the spread of every forecast here is that of the errors
//! the same model made on the same panel, at origins held back inside what is known:
//!
//! ```text
//! z(i, h) = [A(i, h) − F(i, h)] / s(i)                 h = 1 … H, one path an origin and series
//! X(i, h) = F(i, h) + s(i) · z*(h)                     z* one of the paths
//! ```
//! `s` is the size of the changes of the series. Quantiles of a step are those of `z` at that
//! step. Where fewer than [`ENOUGH`] paths are at hand, paths of Student's t distribution that
//! widen with the step as a random walk does fill the pool.
//!
//! Draws of several series are joint: the ranks of their paths are correlated normal numbers with
//! one common factor.
//!
//! # Source
//! Method U1 and U3; Lei, G'Sell, Rinaldo, Tibshirani & Wasserman (2018), *Distribution-free
//! predictive inference for regression*, for intervals from held-back errors.

use std::sync::Arc;

use crate::numeric::distribution::normal_cdf;
use crate::numeric::seed::stream;

/// Paths from which on a pool needs no filling.
pub const ENOUGH: usize = 40;

/// Paths of standardised errors of one model on one panel.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorPool {
    n_steps: usize,
    /// Path-major, from the lowest on average to the highest.
    paths: Vec<f64>,
    /// Step-major, ascending within a step.
    sorted: Vec<f64>,
    /// Correlation of the normal scores of two series.
    correlation: f64,
}

impl ErrorPool {
    /// The pool of `paths`, each of `n_steps` standardised errors.
    pub fn new(mut paths: Vec<Vec<f64>>, n_steps: usize, correlation: f64) -> Self {
        let mean = |path: &Vec<f64>| path.iter().sum::<f64>();
        paths.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
        let mut sorted = Vec::with_capacity(paths.len() * n_steps);
        for step in 0..n_steps {
            let mut errors: Vec<f64> = paths.iter().map(|path| path[step]).collect();
            errors.sort_unstable_by(f64::total_cmp);
            sorted.extend(errors);
        }
        Self { n_steps, paths: paths.concat(), sorted, correlation }
    }

    /// Number of paths.
    pub fn n_paths(&self) -> usize {
        self.paths.len() / self.n_steps.max(1)
    }

    /// The standardised errors of a step, ascending; steps count from 0.
    pub fn at(&self, step: usize) -> &[f64] {
        let n = self.n_paths();
        &self.sorted[step * n..(step + 1) * n]
    }

    /// The quantile of level `p` of the errors of a step.
    pub fn quantile(&self, step: usize, p: f64) -> f64 {
        interpolated(self.at(step), p)
    }

    /// The path of a rank between 0 and 1.
    fn path(&self, rank: f64) -> &[f64] {
        let n = self.n_paths();
        let position = ((rank * n as f64) as usize).min(n.saturating_sub(1));
        &self.paths[position * self.n_steps..(position + 1) * self.n_steps]
    }
}

/// The quantile of sorted values, each standing in the middle of its share; zero of none.
///
/// # Source
/// Hyndman & Fan (1996), *Sample quantiles in statistical packages*, definition 5.
pub fn interpolated(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let position = (p * sorted.len() as f64 - 0.5).clamp(0.0, last as f64);
    let below = position as usize;
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// What the values of a series can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Any number.
    Any,
    /// Nothing below zero, as every value known is.
    NotNegative,
}

impl Range {
    /// The range of what is known of a series.
    pub fn of(values: &[f64]) -> Self {
        if values.iter().all(|value| *value >= 0.0) { Self::NotNegative } else { Self::Any }
    }

    /// The nearest value in the range.
    pub fn hold(self, value: f64) -> f64 {
        match self {
            Self::Any => value,
            Self::NotNegative => value.max(0.0),
        }
    }
}

/// How one forecast scatters.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The errors of the panel.
    pub pool: Arc<ErrorPool>,
    /// What a standardised error of this series is worth, in its unit.
    pub scale: f64,
    /// What its values can be.
    pub range: Range,
}

impl Spread {
    /// The quantile of level `p` at a step, counted from 0, around `point`.
    pub fn quantile(&self, point: f64, step: usize, p: f64) -> f64 {
        self.range.hold(point + self.scale * self.pool.quantile(step, p))
    }

    /// Mean of the sample paths at a step, counted from 0, around `point`.
    pub fn mean(&self, point: f64, step: usize) -> f64 {
        let errors = self.pool.at(step);
        if errors.is_empty() || self.scale == 0.0 {
            return self.range.hold(point);
        }
        let held = errors.iter().map(|error| self.range.hold(point + self.scale * error));
        held.sum::<f64>() / errors.len() as f64
    }

    /// Writes draw `draw` of series `index` of the panel around `points`.
    pub fn draw(&self, points: &[f64], which: Which, path: &mut [f64]) {
        let common = stream(which.seed, "forecast-common", which.draw).normal();
        let mut own = stream(which.seed ^ which.series.rotate_left(17), "forecast-own", which.draw);
        let shared = self.pool.correlation.clamp(0.0, 1.0);
        let score = shared.sqrt() * common + (1.0 - shared).sqrt() * own.normal();
        let errors = self.pool.path(normal_cdf(score));
        for ((value, point), error) in path.iter_mut().zip(points).zip(errors) {
            *value = self.range.hold(point + self.scale * error);
        }
    }
}

/// Which draw of which series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// Seed of all draws.
    pub seed: u64,
    /// A number of the series that does not depend on the others.
    pub series: u64,
    /// Number of the draw.
    pub draw: u64,
}
