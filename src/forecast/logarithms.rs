//! Any model on logarithms.
//!
//! ```text
//! x(t) = ln(y(t) / y(T))        ŷ(T+h) = y(T) · exp(x̂(T+h))
//! ln L(y) = ln L(x) − Σ ln y(t)
//! ```
//! Logarithms relative to the last value make a change of unit drop out before anything is
//! estimated. The forecast is the median: the mean would be half a variance higher, and the
//! variance of a short series is poorly known.

use crate::forecast::{Fit, FitError, FitSummary, FittedModel, Future, Series, boxed};
use crate::numeric::seed::Stream;

/// A model of logarithms.
#[derive(Debug)]
pub struct Logarithmic {
    last: f64,
    /// Sum of the logarithms of the values the likelihood is for.
    logarithms: f64,
    model: Box<dyn FittedModel>,
}

/// Fits a model to the logarithms of a series.
///
/// # Errors
/// [`FitError::NotPositive`], and what `model` returns.
pub fn fit(series: &Series<'_>, model: impl Fn(&Series<'_>) -> Fit) -> Fit {
    let x = relative_to_last(series.values)?;
    let model = model(&Series { values: &x, ..*series })?;
    let first = series.values.len().saturating_sub(model.residuals().len());
    let logarithms = series.values[first..].iter().map(|value| value.ln()).sum();
    let last = series.values.last().copied().unwrap_or(1.0);
    boxed(Ok(Logarithmic { last, logarithms, model }))
}

fn relative_to_last(values: &[f64]) -> Result<Vec<f64>, FitError> {
    let last = values.last().copied().unwrap_or(1.0);
    if values.iter().all(|value| *value > 0.0 && value.is_finite()) {
        Ok(values.iter().map(|value| (value / last).ln()).collect())
    } else {
        Err(FitError::NotPositive)
    }
}

impl Logarithmic {
    /// The value whose logarithm, relative to the last one, is `x`; the largest number there is
    /// where it would be larger.
    fn value(&self, x: f64) -> f64 {
        (self.last * x.exp()).min(f64::MAX)
    }
}

impl FittedModel for Logarithmic {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        self.model.forecast(future).into_iter().map(|x| self.value(x)).collect()
    }

    fn residuals(&self) -> &[f64] {
        self.model.residuals()
    }

    fn summary(&self) -> FitSummary {
        let inner = self.model.summary();
        let shift = |value: f64| value - self.logarithms;
        FitSummary {
            log_likelihood: inner.log_likelihood.map(shift),
            aicc: inner.aicc.map(|value| value + 2.0 * self.logarithms),
            ..inner
        }
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        self.model.simulate(future, stream, path);
        for value in path {
            *value = self.value(*value);
        }
    }
}
