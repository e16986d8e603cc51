//! Growth pooled over the sectors: the engine's default on the panel they are.
//!
//! The sectors are learnt from together ([`crate::forecast::auto`]); all employment, which is
//! their sum, is forecast with what they taught and teaches nothing itself.

use std::sync::{Arc, OnceLock};

use crate::demand::information::Information;
use crate::forecast::auto::Auto;
use crate::forecast::employment::held::held;
use crate::forecast::panel::Panel;
use crate::forecast::{Fit, FitSummary, FittedModel, Future, boxed, require};
use crate::numeric::seed::Stream;

/// Fewest values before a forecast whose error is looked at.
const FEWEST_BEFORE: usize = 5;

/// The engine's default on one sector.
#[derive(Debug)]
struct Pooled {
    auto: Arc<Auto>,
    values: Vec<f64>,
    /// Made when they are asked for: they take a fit for every year.
    residuals: OnceLock<Vec<f64>>,
}

/// Fits the sectors and, last, the total.
pub(crate) fn fit(information: &Information<'_>) -> Vec<Fit> {
    let sectors = (0..information.n_sectors())
        .map(|sector| (sector.to_string(), information.employment(sector).to_vec()));
    let auto = Arc::new(Auto::learn(&Panel::annual(0, sectors), information.n_steps()));
    (0..information.n_series())
        .map(|series| {
            let values = information.employment(series);
            require(values, 2)?;
            let auto = Arc::clone(&auto);
            let fitted = Pooled { auto, values: values.to_vec(), residuals: OnceLock::new() };
            held(values, boxed(Ok(fitted)))
        })
        .collect()
}

impl Pooled {
    /// Errors one year ahead with what the whole panel taught.
    fn errors(&self) -> Vec<f64> {
        (FEWEST_BEFORE..self.values.len())
            .map(|n| self.values[n] - self.auto.forecast(&self.values[..n], 1)[0])
            .collect()
    }
}

impl FittedModel for Pooled {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        self.auto.forecast(&self.values, future.horizon)
    }

    fn residuals(&self) -> &[f64] {
        self.residuals.get_or_init(|| self.errors())
    }

    fn summary(&self) -> FitSummary {
        self.auto.summary()
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let residuals = self.residuals();
        let mut error = 0.0;
        for (value, mean) in path.iter_mut().zip(self.forecast(future)) {
            let position = (stream.uniform() * residuals.len() as f64) as usize;
            error += residuals.get(position).copied().unwrap_or(0.0);
            *value = mean + error;
        }
    }
}
