//! Employment in short annual series: the engine's models under the names the demand stage knows.
//!
//! Headcounts are never negative, so every model of figures is held above one hundredth of the
//! last value ([`mod@held`]); the shrunk slope (method D1) works on `y = ln(E / E_T)`, `E_T` being the
//! last value.
//!
//! Exceptional years are taken out before by the preparing stage, and no model here looks for
//! breaks, seasons or cycles. Models that need output, investment, the nation or the other sectors
//! belong to the demand stage.

use crate::forecast::employment::held::held;
use crate::forecast::employment::method::Method;
use crate::forecast::ets::form::Form;
use crate::forecast::theta::{Estimation, Variant};
use crate::forecast::trend::{exponential, linear};
use crate::forecast::{Fit, FitError, Series, boxed, ets, require, simple, theta};

pub mod method;
pub mod shrinkage;
pub mod held;
pub mod shrunk_slope;

/// Fewest years for the five parameters and states of a damped trend.
const FEWEST_FOR_DAMPED_TREND: usize = 12;
/// Fewest years for a level, a trend and a smoothing parameter.
const FEWEST_FOR_THETA: usize = 4;

/// Fits a method that needs nothing but the series, in persons or any other unit.
///
/// The shrunk slope has no panel here: its weight is 1 from eight years on.
///
/// # Errors
/// [`FitError`], [`FitError::NotUnivariate`] for methods that need output or the nation.
pub fn fit(method: Method, values: &[f64], damping: f64) -> Fit {
    let series = Series::annual(values);
    let fit = match method {
        Method::LastValue => boxed(simple::naive::fit(&series)),
        Method::Drift => boxed(simple::drift::fit(&series)),
        Method::BlsNaive => boxed(linear::bls_naive(&series)),
        Method::LinearTrend => boxed(linear::fit(&series)),
        Method::ExponentialGrowth => exponential::growth(&series),
        Method::ShrunkSlope => boxed(shrunk_slope::ShrunkSlope::fit_alone(values, damping)),
        Method::Theta => require(values, FEWEST_FOR_THETA)
            .and_then(|()| theta::fit(&series, Variant::DynamicOptimised, Estimation::Shrunk)),
        Method::DampedHolt => require(values, FEWEST_FOR_DAMPED_TREND)
            .and_then(|()| boxed(ets::fit(&series, Form::DAMPED_HOLT))),
        Method::ExponentialSmoothing => boxed(ets::fit_automatic(&series)),
        _ => Err(FitError::NotUnivariate),
    };
    held(values, fit)
}

/// The logarithms of the values relative to the last one.
///
/// # Errors
/// [`FitError::NotPositive`].
pub(crate) fn log_relative_to_last(values: &[f64]) -> Result<Vec<f64>, FitError> {
    let last = values.last().copied().unwrap_or(0.0);
    if values.iter().all(|value| *value > 0.0 && value.is_finite()) {
        Ok(values.iter().map(|value| (value / last).ln()).collect())
    } else {
        Err(FitError::NotPositive)
    }
}

#[cfg(test)]
mod tests;
