//! How forecasts of a panel err: a shape, a growth with the step and a scale a series.
//!
//! Models know their own equations, not their own faults; their formulas give intervals that
//! cover 60 to 85 % where they say 95. So the spread of every forecast here is that of the errors
//! the same model made on the same panel, at periods held back:
//!
//! ```text
//! S(i)      = s (v/s)^0.3 (l/s)^0.55        s mean |d|, v mean |d − mean d|, l mean of the last
//!                                            five |d|, v and l at least s/10
//! z(i, k)   = [A(i, k) − F(i, k)] / S(i)
//! X(i, k)   = F(i, k) + S(i) · exp(a + c ln k) · Q(Φ(W(k) / √k))
//! ```
//! `Q` is the quantile function of `z / exp(a + c ln k)` over all steps, averaged with that of a
//! symmetric one; `W` a normal random walk, so that the errors of neighbouring steps are alike as
//! those of a random walk are. Few or similar series leave shape and growth near those of annual
//! series in general. Draws of several series share a part of their walks as large as the mean
//! correlation of their changes.
//!
//! # Source
//! Method U1 and U3; Lei, G'Sell, Rinaldo, Tibshirani & Wasserman (2018), *Distribution-free
//! predictive inference for regression*, for intervals from held-back errors.

use std::sync::Arc;

use crate::numeric::distribution::{normal_cdf, normal_quantile};
use crate::numeric::seed::stream;

/// Levels at which the shape is kept, evenly spaced.
const N_LEVELS: usize = 199;
/// Independent series that weigh as much as what is known of annual series in general.
const PRIOR_SERIES: f64 = 5.0;
/// Growth of errors with the logarithm of the step, and their size at step one, in general.
const PRIOR_GROWTH: (f64, f64) = (0.8487, 0.0235);
/// Normal scores and errors of the shape in general.
const PRIOR_SHAPE: [(f64, f64); 5] = [
    (-1.959_964, -2.639),
    (-1.281_552, -1.439),
    (0.0, 0.0),
    (1.281_552, 1.628),
    (1.959_964, 3.203),
];
/// Errors larger than this count as this for their growth with the step.
const LARGEST: f64 = 20.0;
/// Errors larger than this tell of a series that broke, and count as this in the shape.
const BROKEN: f64 = 1e6;

/// What a standardised error of a series is worth, in its unit; zero where it never moved.
pub fn scale(values: &[f64]) -> f64 {
    // Differences of huge values are no numbers, and powers of two change no digit.
    let unit = unit_of(values);
    let differences: Vec<f64> =
        values.windows(2).map(|pair| pair[1] / unit - pair[0] / unit).collect();
    let mean_of = |part: &[f64], about: f64| {
        part.iter().map(|d| (d - about).abs()).sum::<f64>() / part.len().max(1) as f64
    };
    let s = mean_of(&differences, 0.0);
    if s == 0.0 {
        return 0.0;
    }
    let mean = differences.iter().sum::<f64>() / differences.len() as f64;
    let v = mean_of(&differences, mean).max(0.1 * s);
    let l = mean_of(&differences[differences.len().saturating_sub(5)..], 0.0).max(0.1 * s);
    (s * (v / s).powf(0.3) * (l / s).powf(0.55) * unit).min(f64::MAX)
}

/// A power of two near the largest value.
pub(crate) fn unit_of(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let exponent = if largest > 0.0 { largest.log2().floor() } else { 0.0 };
    exponent.clamp(-1022.0, 1022.0).exp2()
}

/// The shape of the errors of one model on one panel.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorShape {
    growth: f64,
    size: f64,
    /// Errors at the levels `(j + ½)/N`, ascending.
    levels: Vec<f64>,
    /// Correlation of the walks of two series.
    correlation: f64,
}

impl ErrorShape {
    /// The shape of `errors`, one list of standardised errors a series, step one first.
    ///
    /// `n_effective` independent series weigh against what is known in general; fewer than five
    /// series weigh nothing.
    pub fn of(errors: &[Vec<f64>], n_effective: f64, correlation: f64) -> Self {
        let enough = errors.len() >= 5;
        let weight = if enough { n_effective / (n_effective + PRIOR_SERIES) } else { 0.0 };
        let own_growth = growth_of(errors).unwrap_or(PRIOR_GROWTH);
        let blend = |own: f64, prior: f64| weight * own + (1.0 - weight) * prior;
        let mut relative: Vec<f64> = errors
            .iter()
            .flat_map(|path| path.iter().enumerate())
            .map(|(step, error)| (error / at_step(own_growth, step)).clamp(-BROKEN, BROKEN))
            .collect();
        relative.sort_unstable_by(f64::total_cmp);
        let mut sizes: Vec<f64> = relative.iter().map(|error| error.abs()).collect();
        sizes.sort_unstable_by(f64::total_cmp);
        let level = |j: usize| {
            let p = (j as f64 + 0.5) / N_LEVELS as f64;
            let symmetric = quantile_of(&sizes, (2.0 * p - 1.0).abs()).copysign(p - 0.5);
            let own = f64::midpoint(quantile_of(&relative, p), symmetric);
            blend(own, prior_shape(normal_quantile(p)))
        };
        Self {
            growth: blend(own_growth.0, PRIOR_GROWTH.0),
            size: blend(own_growth.1, PRIOR_GROWTH.1),
            levels: (0..N_LEVELS).map(level).collect(),
            correlation,
        }
    }

    /// The quantile of level `p` of the standardised errors of a step, counted from 0.
    pub fn quantile(&self, step: usize, p: f64) -> f64 {
        at_step((self.growth, self.size), step) * self.relative(p)
    }

    fn relative(&self, p: f64) -> f64 {
        let edge = 0.5 / N_LEVELS as f64;
        let inside = interpolated(&self.levels, p);
        // Beyond the last levels the tail runs on as a normal one of the same width.
        let factor = if p < edge {
            normal_quantile(p) / normal_quantile(edge)
        } else if p > 1.0 - edge {
            normal_quantile(p) / normal_quantile(1.0 - edge)
        } else {
            1.0
        };
        inside * factor
    }
}

fn at_step((growth, size): (f64, f64), step: usize) -> f64 {
    (size + growth * ((step + 1) as f64).ln()).exp()
}

/// The line of the logarithm of the mean error against that of the step.
fn growth_of(errors: &[Vec<f64>]) -> Option<(f64, f64)> {
    let n_steps = errors.iter().map(Vec::len).max()?;
    let mut points = Vec::new();
    for step in 0..n_steps {
        let at: Vec<f64> =
            errors.iter().filter_map(|path| path.get(step)).map(|e| e.abs().min(LARGEST)).collect();
        let mean = at.iter().sum::<f64>() / at.len().max(1) as f64;
        if mean > 0.0 {
            points.push((((step + 1) as f64).ln(), mean.ln()));
        }
    }
    let n = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / n, y + point.1 / n));
    let spread: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let growth = if spread > 0.0 {
        points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>() / spread
    } else {
        PRIOR_GROWTH.0
    };
    (n > 0.0).then_some((growth, y - growth * x))
}

/// The prior's error at a normal score, straight between its points and beyond them.
fn prior_shape(score: f64) -> f64 {
    let segment = PRIOR_SHAPE[1..4].iter().filter(|point| point.0 <= score).count();
    let (from, to) = (PRIOR_SHAPE[segment], PRIOR_SHAPE[segment + 1]);
    from.1 + (score - from.0) / (to.0 - from.0) * (to.1 - from.1)
}

/// The quantile of sorted values; zero of none.
///
/// # Source
/// Hyndman & Fan (1996), *Sample quantiles in statistical packages*, definition 7.
fn quantile_of(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    between(sorted, p * last as f64)
}

/// The value of level `p`, each of the sorted values standing in the middle of its share.
fn interpolated(sorted: &[f64], p: f64) -> f64 {
    between(sorted, p * sorted.len() as f64 - 0.5)
}

fn between(sorted: &[f64], position: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let position = position.clamp(0.0, last as f64);
    let below = position as usize;
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// What the values of a series can be.
///
/// That nothing is below zero is seen from the series. An upper bound is declared: a ratio that
/// happened to stay below 1 looks like a share in one unit and not in another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    lower: f64,
    upper: f64,
}

impl Range {
    /// Any number.
    pub const ANY: Self = Self { lower: -f64::MAX, upper: f64::MAX };
    /// Nothing below zero, as every value known is.
    pub const NOT_NEGATIVE: Self = Self { lower: 0.0, upper: f64::MAX };

    /// The range of what is known of a series.
    pub fn of(values: &[f64]) -> Self {
        if values.iter().all(|value| *value >= 0.0) { Self::NOT_NEGATIVE } else { Self::ANY }
    }

    /// The same range with nothing above `most`.
    #[must_use]
    pub const fn at_most(self, most: f64) -> Self {
        Self { upper: self.upper.min(most).max(self.lower), ..self }
    }

    /// The nearest number in the range; what grows beyond all numbers is the last there is.
    pub const fn hold(self, value: f64) -> f64 {
        value.clamp(self.lower, self.upper)
    }
}

/// How one forecast scatters.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The shape of the panel's errors.
    pub shape: Arc<ErrorShape>,
    /// What a standardised error of this series is worth, in its unit.
    pub scale: f64,
    /// What its values can be.
    pub range: Range,
}

impl Spread {
    /// The quantile of level `p` at a step, counted from 0, around `point`.
    pub fn quantile(&self, point: f64, step: usize, p: f64) -> f64 {
        self.range.hold(point + self.scale * self.shape.quantile(step, p))
    }

    /// Writes one draw of one series around `points`.
    pub fn draw(&self, points: &[f64], which: Which, path: &mut [f64]) {
        let walk = self.walk(which, path.len());
        for (step, ((value, point), walk)) in path.iter_mut().zip(points).zip(walk).enumerate() {
            let level = normal_cdf(walk / ((step + 1) as f64).sqrt());
            let level = level.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
            *value = self.range.hold(point + self.scale * self.shape.quantile(step, level));
        }
    }

    /// The normal random walk of one draw of one series; a part of its steps is common to all.
    pub(crate) fn walk(&self, which: Which, n_steps: usize) -> Vec<f64> {
        let mut common = stream(which.seed, "forecast-common", which.draw);
        let mut own = stream(which.seed ^ which.series.rotate_left(17), "forecast-own", which.draw);
        let shared = self.shape.correlation.clamp(0.0, 1.0);
        let mut walk = 0.0;
        (0..n_steps)
            .map(|_| {
                walk += shared.sqrt() * common.normal() + (1.0 - shared).sqrt() * own.normal();
                walk
            })
            .collect()
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

#[cfg(test)]
mod tests;
