//! Any model on the logarithms or the Box–Cox scale of a series, relative to its last value.
//!
//! ```text
//! x(t) = g(y(t) / y(T))        ŷ(T+h) = y(T) · E g⁻¹(x(T+h))
//! ln L(y) = ln L(x) + Σ [(λ − 1) ln (y(t)/y(T)) − ln y(T)]          λ = 0 for logarithms
//! ```
//! Relative to the last value a change of unit drops out before anything is estimated, and a
//! constant series stays exactly itself. λ is Guerrero's; a series too short for one, or with one
//! under a hundredth, is modelled in logarithms.

use crate::forecast::transform::{Range, Transform, Transformed, guerrero};
use crate::forecast::{Fit, FitError, FitSummary, FittedModel, Future, Series, boxed};
use crate::numeric::seed::Stream;

/// λ below which logarithms stand for the Box–Cox scale.
const NEAR_LOGARITHMIC: f64 = 0.01;

/// Which scale a series is put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Logarithms.
    Log,
    /// The Box–Cox scale with λ from the series.
    BoxCox,
}

/// A series on a scale, relative to its last value.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaled {
    /// One a value of the series; the last is zero.
    pub values: Vec<f64>,
    relative: Vec<f64>,
    unit: f64,
    transform: Transform,
}

impl Scaled {
    /// Puts a series on a scale.
    ///
    /// # Errors
    /// [`FitError::NotPositive`]; [`FitError::Unsuitable`] where values are too far apart for
    /// numbers.
    pub fn of(series: &Series<'_>, scale: Scale) -> Result<Self, FitError> {
        // An empty series is left to the model, which says how many values it needs.
        let unit = series.values.last().copied().unwrap_or(1.0);
        if !series.values.iter().all(|value| *value > 0.0) {
            return Err(FitError::NotPositive);
        }
        let relative: Vec<f64> = series.values.iter().map(|value| value / unit).collect();
        let transform = match scale {
            Scale::Log => Transform::Log,
            Scale::BoxCox => box_cox(&Series { values: &relative, ..*series }),
        };
        let values: Result<Vec<f64>, FitError> =
            relative.iter().map(|value| transform.apply(*value)).collect();
        let values = values?;
        if !values.iter().all(|value| value.is_finite()) {
            return Err(FitError::Unsuitable("a value is not finite"));
        }
        Ok(Self { values, relative, unit, transform })
    }

    /// Takes a path on the scale back: its median, if it is one of means.
    pub fn restore(&self, path: &mut [f64]) {
        for value in path {
            *value = self.in_units(self.transform.invert(*value));
        }
    }

    /// A value relative to the last one, in units of the series; the largest number there is where
    /// it would be larger.
    fn in_units(&self, relative: f64) -> f64 {
        (self.unit * relative).min(f64::MAX)
    }

    /// The logarithm of how much denser values are on the scale, for the last `n`.
    fn density(&self, n: usize) -> f64 {
        let lambda = match self.transform {
            Transform::BoxCox { lambda } => lambda,
            _ => 0.0,
        };
        let first = self.relative.len().saturating_sub(n);
        let denser = |value: &f64| (lambda - 1.0) * value.ln() - self.unit.ln();
        self.relative[first..].iter().map(denser).sum()
    }
}

fn box_cox(series: &Series<'_>) -> Transform {
    match guerrero(series) {
        Some(lambda) if lambda >= NEAR_LOGARITHMIC => Transform::BoxCox { lambda },
        _ => Transform::Log,
    }
}

/// A model of a series on a scale.
#[derive(Debug)]
pub struct Relative {
    scaled: Scaled,
    model: Transformed<Box<dyn FittedModel>>,
}

/// Fits `model` to a series on a scale.
///
/// # Errors
/// As [`Scaled::of`], and what `model` says.
pub fn fit(series: &Series<'_>, scale: Scale, model: impl Fn(&Series<'_>) -> Fit) -> Fit {
    let scaled = Scaled::of(series, scale)?;
    let relative = Series { values: &scaled.relative, ..*series };
    let model = Transformed::fit(&relative, scaled.transform, Range::Any, model)?;
    boxed(Ok(Relative { scaled, model }))
}

impl FittedModel for Relative {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let means = self.model.forecast(future);
        means.into_iter().map(|mean| self.scaled.in_units(mean)).collect()
    }

    /// Errors on the scale.
    fn residuals(&self) -> &[f64] {
        self.model.residuals()
    }

    fn summary(&self) -> FitSummary {
        let inner = self.model.summary();
        let density = self.scaled.density(self.residuals().len());
        FitSummary {
            log_likelihood: inner.log_likelihood.map(|value| value + density),
            aicc: inner.aicc.map(|value| value - 2.0 * density),
            ..inner
        }
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        self.model.simulate(future, stream, path);
        for value in path {
            *value = self.scaled.in_units(*value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::contract::{LOGARITHMIC, holds};
    use crate::forecast::simple::drift;
    use crate::forecast::{arima, ets, logarithms};

    #[test]
    fn models_on_a_scale_keep_the_contract() {
        holds(LOGARITHMIC, 1, |series| fit(series, Scale::Log, |x| boxed(ets::fit_automatic(x))));
        holds(LOGARITHMIC, 1, |series| {
            fit(series, Scale::BoxCox, |x| boxed(ets::fit_automatic(x)))
        });
        holds(LOGARITHMIC, 1, |series| {
            fit(series, Scale::BoxCox, |x| boxed(arima::fit_automatic(x)))
        });
    }

    #[test]
    fn the_mean_is_above_the_median_by_half_the_variance() {
        let values: Vec<f64> =
            (0..40).map(|t| f64::exp(0.03 * f64::from(t) + 0.1 * f64::from((t * 7) % 5))).collect();
        let series = Series::annual(&values);
        let drifting = |x: &Series<'_>| boxed(drift::fit(x));
        let mean = fit(&series, Scale::Log, drifting).unwrap();
        let median = logarithms::fit(&series, drifting).unwrap();
        let future = Future::steps(4);
        let ratios: Vec<f64> = mean
            .forecast(&future)
            .iter()
            .zip(median.forecast(&future))
            .map(|(mean, median)| (mean / median).ln())
            .collect();
        // Half the variance of a drift's forecast, s² (h + h²/(n − 1)) / 2, by 128 draws.
        let changes: Vec<f64> = values.windows(2).map(|pair| (pair[1] / pair[0]).ln()).collect();
        let centre = changes.iter().sum::<f64>() / 39.0;
        let variance = changes.iter().map(|d| (d - centre).powi(2)).sum::<f64>() / 38.0;
        for (step, ratio) in ratios.iter().enumerate() {
            let h = (step + 1) as f64;
            let expected = variance * (h + h * h / 39.0) / 2.0;
            assert!((ratio / expected - 1.0).abs() < 0.35, "{step}: {ratio} {expected}");
        }
        assert!(
            (mean.summary().aicc.unwrap_or(0.0) - median.summary().aicc.unwrap_or(0.0)).abs()
                < 1e-9
        );
    }

    #[test]
    fn a_power_is_found_and_taken_back() {
        // Steps of roots: √y = 2, 3, 4, … with an error of its own size.
        let values: Vec<f64> = (0..60)
            .map(|t| (2.0 + f64::from(t) + 0.8 * f64::from((t * 7) % 5 - 2)).powi(2))
            .collect();
        let found = fit(&Series::annual(&values), Scale::BoxCox, |x| boxed(drift::fit(x))).unwrap();
        let summary = found.summary();
        let lambda = summary.parameters.iter().find(|(name, _)| name == "λ").unwrap().1;
        assert!((0.2..0.9).contains(&lambda), "{lambda}");
    }

    #[test]
    fn zeros_are_refused_and_short_series_are_in_logarithms() {
        let none = |x: &Series<'_>| boxed(drift::fit(x));
        let zeros = fit(&Series::annual(&[1.0, 0.0, 2.0]), Scale::BoxCox, none);
        assert_eq!(zeros.unwrap_err(), FitError::NotPositive);
        let short = Scaled::of(&Series::annual(&[1.0, 2.0, 4.0]), Scale::BoxCox).unwrap();
        assert_eq!(short, Scaled::of(&Series::annual(&[1.0, 2.0, 4.0]), Scale::Log).unwrap());
        let apart = Scaled::of(&Series::annual(&[1e300, 1e-300]), Scale::Log);
        assert!(matches!(apart, Err(FitError::Unsuitable(_))));
    }
}
