//! From a panel to forecasts with intervals: the engine's one way through.
//!
//! ```text
//! learn      what the series of a panel tell about each other, and how the model errs on them
//! forecast   one series: fit, mean path, spread
//! ```
//! A [`Forecaster`] is learnt from a panel once and then forecasts its series one by one, so the
//! memory it needs does not grow with their number.
//!
//! What holds of every model, points, quantiles and draws alike, to the last bit: a series in
//! another unit, the units being powers of two apart, has the same forecast in that unit; neither
//! the origin of time, the order of rows and series nor the number of threads changes a forecast;
//! the first periods do not depend on the horizon; wider intervals hold narrower ones; a constant
//! series is forecast as itself; a series without negative values has no negative forecast, and none
//! is above what [`Panel::at_most`] declares. In units a thousand apart forecasts agree to rounding, or, where a likelihood is searched, to the
//! precision of the search. A constant added to a series is added to its forecast by every model
//! but complex exponential smoothing, its combinations, geometric means and models of logarithms or
//! powers.
//!
//! A model that cannot be fitted to a series is replaced by its last value or season, and the
//! reason is told.

use std::sync::Arc;

use rayon::prelude::*;

use crate::forecast::definition::Definition;
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::pooled::{Knowledge, Outcome};
use crate::forecast::regression;
use crate::forecast::regressors::Regressors;
use crate::forecast::spread::{self, ErrorShape, Range, Spread, Which};
use crate::forecast::{FitError, FitSummary, calibration};

/// Series one thread works through before it takes more; any number gives the same results.
const CHUNK: usize = 64;

/// Points of a mixture that quantiles are taken from, over all draws of the regressors.
const MIXED: usize = 20_000;
/// Fewest of them for each draw.
const FEWEST_LEVELS: usize = 25;

/// A model and what it learnt from a panel.
#[derive(Clone, Debug)]
pub struct Forecaster {
    definition: Definition,
    horizon: usize,
    knowledge: Knowledge,
    regressors: Arc<Regressors>,
    errors: Arc<ErrorShape>,
}

/// The forecast of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesForecast {
    /// Name of the series.
    pub id: String,
    /// Position of its last value on the axis of the panel.
    pub origin: i64,
    /// The forecast: one value a period.
    pub points: Vec<f64>,
    /// The forecast for every draw of the regressors, whose mean the points are; none where no
    /// regressor is drawn.
    pub variants: Vec<Vec<f64>>,
    /// How it scatters.
    pub spread: Spread,
    /// What the fit found; of a combination, its members' parameters.
    pub summary: FitSummary,
    /// Why another model stands in for the one asked for, where one does.
    pub fallback: Option<FitError>,
}

impl SeriesForecast {
    /// The quantile of level `p`, one value a period.
    pub fn quantile(&self, p: f64) -> Vec<f64> {
        let at = |(step, point): (usize, &f64)| {
            if self.variants.is_empty() {
                self.spread.quantile(*point, step, p)
            } else {
                self.mixed(step, p)
            }
        };
        self.points.iter().enumerate().map(at).collect()
    }

    /// The quantile of the mixture of the forecasts for every draw of the regressors.
    fn mixed(&self, step: usize, p: f64) -> f64 {
        let n_levels = (MIXED / self.variants.len()).max(FEWEST_LEVELS);
        let mut values = Vec::with_capacity(n_levels * self.variants.len());
        for variant in &self.variants {
            let level = |j: usize| (j as f64 + 0.5) / n_levels as f64;
            let quantile = |j| self.spread.quantile(variant[step], step, level(j));
            values.extend((0..n_levels).map(quantile));
        }
        values.sort_unstable_by(f64::total_cmp);
        let last = values.len() - 1;
        let position = (p * values.len() as f64 - 0.5).clamp(0.0, last as f64);
        let below = position as usize;
        let above = (below + 1).min(last);
        values[below] + (position - below as f64) * (values[above] - values[below])
    }

    /// One sample path; draws of the same number are joint over the series of a panel.
    pub fn draw(&self, seed: u64, draw: u64) -> Vec<f64> {
        let mut path = vec![0.0; self.points.len()];
        let around = match self.variants.len() {
            0 => &self.points,
            n => &self.variants[(draw % n as u64) as usize],
        };
        self.spread.draw(around, self.which(seed, draw), &mut path);
        path
    }

    /// The normal walk [`draw`](Self::draw) follows, one value a period.
    pub(crate) fn walk(&self, seed: u64, draw: u64) -> Vec<f64> {
        self.spread.walk(self.which(seed, draw), self.points.len())
    }

    fn which(&self, seed: u64, draw: u64) -> Which {
        Which { seed, series: name_key(&self.id), draw }
    }
}

/// A number of a series that depends on nothing but its name (64-bit FNV-1a).
fn name_key(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The coefficients `x1`, `x2`, … under the names of their regressors.
fn named(mut outcome: Outcome, names: &[String]) -> Outcome {
    for (parameter, _) in &mut outcome.summary.parameters {
        let number = parameter.strip_prefix('x').and_then(|k| k.parse::<usize>().ok());
        let name = number.and_then(|k| names.get(k.checked_sub(1)?));
        if let Some(name) = name {
            parameter.clone_from(name);
        }
    }
    outcome
}

/// Parameters named after a position in the series, such as `shift 12`, under its moment.
fn dated(mut outcome: Outcome, panel: &Panel, series: &PanelSeries) -> Outcome {
    for (parameter, _) in &mut outcome.summary.parameters {
        let Some((word, position)) = parameter.split_once(' ') else { continue };
        let is_break = ["outlier", "declared", "shift", "spread"].contains(&word);
        if let Some(position) = position.parse::<i64>().ok().filter(|_| is_break) {
            *parameter = format!("{word} {}", panel.calendar().moment(series.first + position));
        }
    }
    outcome
}

impl Forecaster {
    /// Learns from `panel` what forecasts up to `horizon` periods ahead need.
    pub fn learn(panel: &Panel, definition: &Definition, horizon: usize) -> Self {
        let knowledge = Knowledge::learn(panel, definition, horizon);
        let errors = Arc::new(calibration::errors(panel, definition));
        let (definition, regressors) = (definition.clone(), Arc::default());
        Self { definition, horizon, knowledge, regressors, errors }
    }

    /// As [`Self::learn`], every series being explained by `regressors`; without any, the same.
    ///
    /// A series that lacks regressors in the past or in the first period to come is forecast by its
    /// last value, and so is every series by a model that takes none, see
    /// [`Definition::takes_regressors`]. One whose regressors end within the horizon is forecast up
    /// to there.
    pub fn learn_with(
        panel: &Panel,
        regressors: &Arc<Regressors>,
        definition: &Definition,
        horizon: usize,
    ) -> Self {
        if regressors.is_empty() {
            return Self::learn(panel, definition, horizon);
        }
        let knowledge = Knowledge::Alone(definition.clone());
        let errors = Arc::new(calibration::errors_with(panel, regressors, definition));
        let (definition, regressors) = (definition.clone(), Arc::clone(regressors));
        Self { definition, horizon, knowledge, regressors, errors }
    }

    /// The forecast, and those for every draw of the regressors.
    fn outcome(&self, panel: &Panel, series: &PanelSeries) -> (Outcome, Vec<Vec<f64>>) {
        let view = panel.view(series);
        if self.regressors.is_empty() {
            return (self.knowledge.forecast(&view, self.horizon), Vec::new());
        }
        let n = series.values.len();
        let columns = self.regressors.as_far_as_given(series, self.horizon);
        let horizon = columns.iter().flatten().map(|column| column.len() - n).min().unwrap_or(0);
        let drawn = self.regressors.drawn(series, horizon);
        let (Some(columns), Some(drawn)) = (columns, drawn) else {
            let reason = FitError::MissingDriver("regressor");
            return (Outcome::of_last_value(&view, self.horizon, reason), Vec::new());
        };
        let with = (columns.as_slice(), drawn.as_slice());
        let (found, variants) = regression::forecast_drawn(&self.definition, &view, with, horizon);
        (named(found, self.regressors.names()), variants)
    }

    /// The model.
    pub const fn definition(&self) -> &Definition {
        &self.definition
    }

    /// Forecasts series of the panel, in their order.
    pub fn forecast(&self, panel: &Panel, series: &[PanelSeries]) -> Vec<SeriesForecast> {
        let chunks: Vec<Vec<SeriesForecast>> = series
            .par_chunks(CHUNK)
            .map(|chunk| chunk.iter().map(|one| self.forecast_one(panel, one)).collect())
            .collect();
        chunks.into_iter().flatten().collect()
    }

    fn forecast_one(&self, panel: &Panel, series: &PanelSeries) -> SeriesForecast {
        let (fitted, variants) = self.outcome(panel, series);
        let fitted = dated(fitted, panel, series);
        let range = Range::of(&series.values).at_most(panel.most());
        let hold = |path: &[f64]| path.iter().map(|point| range.hold(*point)).collect();
        let points = hold(&fitted.points);
        let variants = variants.iter().map(|path| hold(path)).collect();
        let scale = spread::scale(&series.values);
        let spread = Spread { shape: Arc::clone(&self.errors), scale, range };
        let (summary, fallback) = (fitted.summary, fitted.fallback);
        SeriesForecast {
            id: series.id.clone(),
            origin: series.last(),
            points,
            variants,
            spread,
            summary,
            fallback,
        }
    }
}
