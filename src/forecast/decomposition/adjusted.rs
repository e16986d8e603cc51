//! Any model on a seasonally adjusted series, the last season repeated after it.
//!
//! ```text
//! x(t) = y(t) − Σ s(t)        ŷ(T+h) = x̂(T+h) + Σ s(T + h − m⌈h/m⌉)        additive
//! x(t) = y(t) / s(t)          ŷ(T+h) = x̂(T+h) · s(T + h − m⌈h/m⌉)          multiplicative
//! ```
//! The season is taken as known: it adds nothing to the scatter of sample paths, and there is no
//! likelihood, for that of the model is of another series.

use crate::forecast::{Fit, FitSummary, FittedModel, Future, Series, boxed};
use crate::numeric::seed::Stream;

/// How a season joins the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// It is added.
    Additive,
    /// It multiplies.
    Multiplicative,
}

impl Joining {
    fn adjust(self, value: f64, season: f64) -> f64 {
        match self {
            Self::Additive => value - season,
            Self::Multiplicative => value / season,
        }
    }

    fn restore(self, value: f64, season: f64) -> f64 {
        match self {
            Self::Additive => value + season,
            Self::Multiplicative => value * season,
        }
    }
}

/// The season of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Seasons {
    /// How the season joins the level.
    pub joining: Joining,
    /// The season in each period of the series.
    pub component: Vec<f64>,
    /// The seasons to come, each repeated without end from the first period after the series;
    /// several are added.
    pub next: Vec<Vec<f64>>,
}

impl Seasons {
    /// The series without its seasons.
    pub fn taken_out_of(&self, values: &[f64]) -> Vec<f64> {
        let pairs = values.iter().zip(&self.component);
        pairs.map(|(value, season)| self.joining.adjust(*value, *season)).collect()
    }

    /// Puts the seasons to come into a path that begins after the series.
    pub fn put_back(&self, path: &mut [f64]) {
        for (step, value) in path.iter_mut().enumerate() {
            *value = self.joining.restore(*value, self.ahead(step));
        }
    }

    /// The season `step` periods after the first one after the series.
    fn ahead(&self, step: usize) -> f64 {
        self.next.iter().map(|cycle| cycle[step % cycle.len()]).sum()
    }
}

/// A model of a seasonally adjusted series.
#[derive(Debug)]
pub struct Adjusted {
    seasons: Seasons,
    residuals: Vec<f64>,
    model: Box<dyn FittedModel>,
}

/// Fits `model` to the series without its season.
///
/// # Errors
/// Those of `model`.
pub fn fit(series: &Series<'_>, seasons: Seasons, model: impl Fn(&Series<'_>) -> Fit) -> Fit {
    let values = seasons.taken_out_of(series.values);
    let adjusted = Series { values: &values, missing: series.missing, season_length: 1 };
    let model = model(&adjusted)?;
    let errors = model.residuals();
    let first = seasons.component.len().saturating_sub(errors.len());
    let residuals = match seasons.joining {
        Joining::Additive => errors.to_vec(),
        Joining::Multiplicative => {
            errors.iter().zip(&seasons.component[first..]).map(|(e, s)| e * s).collect()
        }
    };
    boxed(Ok(Adjusted { seasons, residuals, model }))
}

impl FittedModel for Adjusted {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let mut path = self.model.forecast(future);
        self.seasons.put_back(&mut path);
        path
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        let mut summary = self.model.summary();
        let lengths = self.seasons.next.iter().map(|cycle| cycle.len() as f64);
        summary.parameters.extend(lengths.map(|length| ("season".to_owned(), length)));
        FitSummary { log_likelihood: None, aicc: None, ..summary }
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        self.model.simulate(future, stream, path);
        self.seasons.put_back(path);
    }
}
