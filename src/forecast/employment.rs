//! Forecasts of employment in short annual series, as the demand stage needs them.
//!
//! Growth of employment is relative, so the models of method D1 work on `y = ln(E / E_T)`, `E_T`
//! being the last value; multiplying a series by a power of two multiplies its forecast by the
//! same to the last bit. Straight lines are drawn through the figures themselves, as planners
//! draw them, and held above one hundredth of the last value.
//!
//! Exceptional years are taken out before by the preparing stage, and no model here looks for
//! breaks, seasons or cycles. Models that need output, investment or the nation belong to the
//! demand stage.

use crate::forecast::employment::method::Method;
use crate::forecast::{Fit, FitError, boxed};

pub mod method;
pub mod shrinkage;
pub mod last_value;
pub mod drift;
pub mod straight_line;
pub mod bls_naive;
pub mod linear_trend;
pub mod exponential_growth;
pub mod shrunk_slope;
pub mod theta;
pub mod damped_holt;

/// Fits a method that needs nothing but the series, in persons or any other unit.
///
/// The shrunk slope has no panel here: its weight is 1 from eight years on.
///
/// # Errors
/// [`FitError`], [`FitError::NotUnivariate`] for methods that need output or the nation.
pub fn fit(method: Method, values: &[f64], damping: f64) -> Fit {
    match method {
        Method::LastValue => boxed(last_value::LastValue::fit(values)),
        Method::Drift => boxed(drift::Drift::fit(values)),
        Method::BlsNaive => boxed(bls_naive::fit(values)),
        Method::LinearTrend => boxed(linear_trend::fit(values)),
        Method::ExponentialGrowth => boxed(exponential_growth::ExponentialGrowth::fit(values)),
        Method::ShrunkSlope => boxed(shrunk_slope::ShrunkSlope::fit_alone(values, damping)),
        Method::Theta => boxed(theta::Theta::fit(values)),
        Method::DampedHolt => boxed(damped_holt::DampedHolt::fit(values)),
        _ => Err(FitError::NotUnivariate),
    }
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
