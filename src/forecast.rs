//! Forecasts of short annual series: what is estimated from data.
//!
//! A [`Method`] is a definition without data; fitting it to a series gives a
//! [`FittedModel`]; that gives a mean path or sample paths. Every model is a file of its own here;
//! models that need output, investment or the nation belong to the demand stage.
//!
//! Growth of employment is relative, so the models of method D1 work on `y = ln(E / E_T)`, `E_T`
//! being the last value; multiplying a series by a power of two multiplies its forecast by the
//! same to the last bit. Straight lines are drawn through the figures themselves, as planners
//! draw them, and held above one hundredth of the last value.
//!
//! Exceptional years are taken out before by the preparing stage, and no model here looks for
//! breaks, seasons or cycles.

use std::fmt;

use crate::forecast::method::Method;
use crate::numeric::seed::stream;
use crate::options::RunOptions;
use crate::paths::Paths;
use crate::units::Year;

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

/// What is known or assumed about the years to forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Future<'a> {
    /// Number of years.
    pub horizon: usize,
    /// Logarithm of output relative to the origin, one a year; empty where it is not known.
    pub output: &'a [f64],
}

impl Future<'_> {
    /// The next `horizon` years, nothing being known about output.
    pub const fn of_years(horizon: usize) -> Self {
        Self { horizon, output: &[] }
    }
}

/// Why a method could not be fitted to a series; the pool then uses the fallback of the model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FitError {
    /// The series is too short.
    #[error("{found} years are too few: {needed} are needed")]
    TooFewObservations {
        /// Fewest years.
        needed: usize,
        /// Years there are.
        found: usize,
    },
    /// A figure is zero or negative, and the method needs logarithms.
    #[error("a figure is not positive")]
    NotPositive,
    /// A series the method needs is not there.
    #[error("there is no {0}")]
    MissingDriver(&'static str),
    /// The driver hardly changed, so that nothing can be divided by its growth.
    #[error("the mean growth of output is under half a per cent a year")]
    FlatDriver,
    /// The method needs more than the series itself.
    #[error("the method needs more than the series itself")]
    NotUnivariate,
    /// The columns of the regression depend on each other.
    #[error("the explaining series depend on each other")]
    Dependent,
}

/// Whether the search for the parameters ended where it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convergence {
    /// The parameters follow from a formula.
    ClosedForm,
    /// The search converged.
    Reached,
    /// The search used up its iterations; the best point it found is used.
    NotReached,
}

/// What a fit found.
#[derive(Clone, Debug, PartialEq)]
pub struct FitSummary {
    /// The parameters by their names in the formula of the model.
    pub parameters: Vec<(&'static str, f64)>,
    /// Whether their search converged.
    pub convergence: Convergence,
}

/// A model with its parameters estimated.
pub trait FittedModel: fmt::Debug + Send + Sync {
    /// The mean path: one value a year of `future`, finite and not negative.
    ///
    /// The first years do not depend on the horizon.
    fn forecast(&self, future: &Future<'_>) -> Vec<f64>;

    /// Logarithms of observed over fitted, one step ahead, first year first.
    fn residuals(&self) -> &[f64];

    /// Parameters and convergence.
    fn summary(&self) -> FitSummary;

    /// Sample paths from the year after `origin` on, one series.
    ///
    /// ```text
    /// X(T+h) = X̂(T+h) · exp(r₁ + … + r_h)      r drawn from the centred residuals
    /// ```
    /// Errors thus add up as those of a random walk do. The pipeline draws from pooled errors of
    /// the back-test instead; these paths are for one series alone.
    fn generate(&self, future: &Future<'_>, origin: Year, options: &RunOptions) -> Paths {
        let mean_path = self.forecast(future);
        let residuals = self.residuals();
        let centre = residuals.iter().sum::<f64>() / residuals.len().max(1) as f64;
        let mut paths = Paths::zeros(origin.plus(1), 1, options.draws, mean_path.len());
        for draw in 0..options.draws {
            let mut stream = stream(options.seed, "generate", draw as u64);
            let mut error = 0.0;
            for (value, mean) in paths.path_mut(0, draw).iter_mut().zip(&mean_path) {
                let position = (stream.uniform() * residuals.len() as f64) as usize;
                error += residuals.get(position).map_or(0.0, |residual| residual - centre);
                *value = mean * f64::exp(error);
            }
        }
        paths
    }
}

/// A fitted model, or why there is none.
pub type Fit = Result<Box<dyn FittedModel>, FitError>;

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

/// A fit behind the common interface.
pub(crate) fn boxed<M: FittedModel + 'static>(fitted: Result<M, FitError>) -> Fit {
    fitted.map(|model| Box::new(model) as Box<dyn FittedModel>)
}

/// Refuses a series of fewer than `needed` values.
pub(crate) fn require(values: &[f64], needed: usize) -> Result<(), FitError> {
    let found = values.len();
    if found < needed { Err(FitError::TooFewObservations { needed, found }) } else { Ok(()) }
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

/// `φ + φ² + … + φ^h` for h = 1, 2, …: how far a damped slope has carried after h years.
pub fn damped_sums(damping: f64, horizon: usize) -> impl Iterator<Item = f64> {
    let mut power = 1.0;
    let mut sum = 0.0;
    (0..horizon).map(move |_| {
        power *= damping;
        sum += power;
        sum
    })
}

#[cfg(test)]
mod tests;
