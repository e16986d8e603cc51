//! Any model of a series of headcounts, held above one hundredth of the last value.
//!
//! A line that falls reaches nobody and goes below; no sector of an economy does.

use crate::forecast::{Fit, FitSummary, FittedModel, Future, boxed};
use crate::numeric::seed::Stream;

/// Part of the last value below which no forecast goes.
const LEAST: f64 = 0.01;

/// A model whose forecasts are held above a floor.
#[derive(Debug)]
pub struct Held {
    floor: f64,
    model: Box<dyn FittedModel>,
}

/// Holds the forecasts of `fit` above one hundredth of the last of `values`.
///
/// # Errors
/// Those of `fit`.
pub fn held(values: &[f64], fit: Fit) -> Fit {
    let floor = LEAST * values.last().copied().unwrap_or(0.0).max(0.0);
    boxed(fit.map(|model| Held { floor, model }))
}

impl FittedModel for Held {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        self.model.forecast(future).into_iter().map(|value| value.max(self.floor)).collect()
    }

    fn residuals(&self) -> &[f64] {
        self.model.residuals()
    }

    fn summary(&self) -> FitSummary {
        self.model.summary()
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        self.model.simulate(future, stream, path);
        for value in path {
            *value = value.max(self.floor);
        }
    }
}
