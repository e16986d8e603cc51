//! From a panel to forecasts with intervals: the engine's one way through.
//!
//! ```text
//! learn      what the series of a panel tell about each other, and how the model errs on them
//! forecast   one series: fit, mean path, spread
//! ```
//! A [`Forecaster`] is learnt from a panel once and then forecasts its series one by one, so the
//! memory it needs does not grow with their number.

use std::sync::Arc;

use rayon::prelude::*;

use crate::forecast::definition::Definition;
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::pooled::Knowledge;
use crate::forecast::spread::{self, ErrorShape, Range, Spread, Which};
use crate::forecast::{FitError, FitSummary, calibration};

/// Series one thread works through before it takes more; any number gives the same results.
const CHUNK: usize = 64;

/// A model and what it learnt from a panel.
#[derive(Clone, Debug)]
pub struct Forecaster {
    definition: Definition,
    horizon: usize,
    knowledge: Knowledge,
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
        let at = |(step, point): (usize, &f64)| self.spread.quantile(*point, step, p);
        self.points.iter().enumerate().map(at).collect()
    }

    /// One sample path; draws of the same number are joint over the series of a panel.
    pub fn draw(&self, seed: u64, draw: u64) -> Vec<f64> {
        let mut path = vec![0.0; self.points.len()];
        let series = name_key(&self.id);
        self.spread.draw(&self.points, Which { seed, series, draw }, &mut path);
        path
    }
}

/// A number of a series that depends on nothing but its name (64-bit FNV-1a).
fn name_key(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

impl Forecaster {
    /// Learns from `panel` what forecasts up to `horizon` periods ahead need.
    pub fn learn(panel: &Panel, definition: &Definition, horizon: usize) -> Self {
        let knowledge = Knowledge::learn(panel, definition, horizon);
        let errors = calibration::errors(panel, definition);
        Self { definition: definition.clone(), horizon, knowledge, errors: Arc::new(errors) }
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
        let view = panel.view(series);
        let fitted = self.knowledge.forecast(&view, self.horizon);
        let range = Range::of(&series.values);
        let points = fitted.points.iter().map(|point| range.hold(*point)).collect();
        let scale = spread::scale(&series.values);
        let spread = Spread { shape: Arc::clone(&self.errors), scale, range };
        let (summary, fallback) = (fitted.summary, fitted.fallback);
        SeriesForecast {
            id: series.id.clone(),
            origin: series.last(),
            points,
            spread,
            summary,
            fallback,
        }
    }
}
