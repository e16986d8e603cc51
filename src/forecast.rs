//! The forecasting engine: what is estimated from data.
//!
//! A definition without data is fitted to a [`Series`]; that gives a [`FittedModel`]; that gives
//! a mean path or sample paths. Every model is a file of its own here; models that need output,
//! investment or the nation belong to the demand stage.
//!
//! Most users want [`forecaster`]: a panel in, forecasts with intervals and sample paths out.
//!
//! ```
//! use labourcast::forecast::definition::Definition;
//! use labourcast::forecast::forecaster::Forecaster;
//! use labourcast::forecast::panel::Panel;
//!
//! let farms = vec![52.0, 51.4, 50.9, 50.1, 49.8, 49.0, 48.1];
//! let hotels = vec![11.0, 11.9, 12.4, 13.6, 14.1, 15.2, 16.0];
//! let panel = Panel::annual(2019, [("farms".to_owned(), farms), ("hotels".to_owned(), hotels)]);
//!
//! let forecaster = Forecaster::learn(&panel, &Definition::Auto, 3);
//! let forecasts = forecaster.forecast(&panel, panel.series());
//! let hotels = &forecasts[1];
//! assert!(hotels.points[2] > 16.0);
//! assert!(hotels.quantile(0.1)[2] < hotels.points[2]);
//! // Draws of one number belong together, so their sums over series have the right spread.
//! let joint: Vec<Vec<f64>> = forecasts.iter().map(|forecast| forecast.draw(1, 0)).collect();
//! assert_eq!((joint.len(), joint[0].len()), (2, 3));
//!
//! let order = Definition::parse("arima(0,1,1)").unwrap();
//! assert_eq!(order.to_string(), "arima(0,1,1)");
//! ```
//!
//! One model of one series is [`definition::Definition::fit`], which gives a [`FittedModel`].

use std::fmt;

use crate::language::Text;
use crate::numeric::seed::{Stream, stream};
use crate::options::RunOptions;
use crate::paths::Paths;
use crate::units::Year;

pub mod calendar;
pub mod season;
pub mod gaps;
pub mod transform;
pub mod panel;
pub mod regressors;
pub mod accuracy;
pub mod significance;
pub mod employment;

// What every model uses.
pub mod errors;
#[cfg(test)]
pub(crate) mod contract;
pub mod logarithms;
pub mod decomposition;

// Models of one series.
pub mod simple;
pub mod trend;
pub mod theta;
pub mod ces;
pub mod ets;
pub mod arima;
pub mod penalised;
pub mod structural;
pub mod breaks;

// From a panel to forecasts with intervals.
pub mod around;
pub mod growth;
pub mod definition;
pub mod auto;
pub mod pooled;
mod regression;
pub mod spread;
pub mod calibration;
pub mod forecaster;
pub mod temporal;
pub mod backtest;

/// A regular series, oldest value first, as every model of the engine takes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Series<'a> {
    /// One finite value a period; where none was observed, an interpolated one.
    pub values: &'a [f64],
    /// Positions of the values nobody observed, ascending. Models with an exact likelihood skip
    /// them; the others take the interpolated value.
    pub missing: &'a [usize],
    /// Number of periods after which the season repeats; 1 where there is none.
    pub season_length: usize,
}

impl<'a> Series<'a> {
    /// A series without season and without gaps.
    pub const fn annual(values: &'a [f64]) -> Self {
        Self { values, missing: &[], season_length: 1 }
    }

    /// A series without gaps whose season repeats after `season_length` periods.
    pub const fn seasonal(values: &'a [f64], season_length: usize) -> Self {
        Self { values, missing: &[], season_length }
    }
}

/// What is known or assumed about the periods to forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Future<'a> {
    /// Number of periods.
    pub horizon: usize,
    /// Logarithm of output relative to the origin, one a year; empty where it is not known.
    pub output: &'a [f64],
    /// One column a regressor, `horizon` values each; empty for models without regressors.
    pub regressors: &'a [Vec<f64>],
}

impl Future<'_> {
    /// The next `horizon` periods, nothing being known about them.
    pub const fn steps(horizon: usize) -> Self {
        Self { horizon, output: &[], regressors: &[] }
    }
}

impl<'a> Future<'a> {
    /// The next `horizon` years with the logarithm of output relative to the origin.
    pub const fn with_output(horizon: usize, output: &'a [f64]) -> Self {
        Self { horizon, output, regressors: &[] }
    }
}

/// Why a method could not be fitted to a series; the pool then uses the fallback of the model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FitError {
    /// The series is too short.
    #[error("{found} observations are too few: {needed} are needed")]
    TooFewObservations {
        /// Fewest observations.
        needed: usize,
        /// Observations there are.
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
    /// The form has no fit to this kind of series, such as a season where there is none.
    #[error("the series is not of the kind the model is for: {0}")]
    Unsuitable(&'static str),
}

impl FitError {
    /// The reason in both languages.
    pub fn text(&self) -> Text {
        let vi = match self {
            Self::TooFewObservations { needed, found } => {
                format!("có {found} quan sát, cần {needed}")
            }
            Self::NotPositive => "có số không dương".to_owned(),
            Self::MissingDriver("output") => "không có GRDP".to_owned(),
            Self::MissingDriver("regressor") => "thiếu biến giải thích".to_owned(),
            Self::MissingDriver(name) => format!("không có {name}"),
            Self::FlatDriver => "GRDP tăng bình quân dưới 0,5 % một năm".to_owned(),
            Self::NotUnivariate => "phương pháp cần nhiều hơn một chuỗi".to_owned(),
            Self::Dependent => "các chuỗi giải thích phụ thuộc nhau".to_owned(),
            Self::Unsuitable(reason) => {
                format!("chuỗi không thuộc loại phù hợp: {}", unsuitable_in_vietnamese(reason))
            }
        };
        Text::new(vi, self.to_string())
    }
}

fn unsuitable_in_vietnamese(reason: &str) -> &str {
    match reason {
        "it has no season" => "không có mùa vụ",
        "its forecast grows beyond all numbers" => "dự báo tăng vượt mọi con số",
        "a value is not finite" => "có giá trị không hữu hạn",
        "a value is not finite, or beyond 1e150" => "có giá trị không hữu hạn hoặc vượt 1e150",
        "a share is not between 0 and 1" => "có tỷ lệ ngoài khoảng từ 0 đến 1",
        "it cannot be taken apart" => "không tách được xu thế và mùa vụ",
        "the model takes no regressors" => "mô hình không dùng biến giải thích",
        "the regressors are not as long as the series" => "biến giải thích không dài bằng chuỗi",
        _ => reason,
    }
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
    pub parameters: Vec<(String, f64)>,
    /// Logarithm of the likelihood at its maximum; none for models without one.
    pub log_likelihood: Option<f64>,
    /// Akaike's criterion, corrected for short series; none where it is not defined.
    pub aicc: Option<f64>,
    /// Whether the search for the parameters converged.
    pub convergence: Convergence,
}

impl FitSummary {
    /// A fit without a likelihood.
    pub fn of(convergence: Convergence, parameters: &[(&str, f64)]) -> Self {
        let parameters =
            parameters.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        Self { parameters, log_likelihood: None, aicc: None, convergence }
    }

    /// The same fit with its likelihood, `n_parameters` being estimated from `n` observations.
    ///
    /// ```text
    /// AICc = −2 ln L + 2k + 2k(k + 1) / (n − k − 1)          n > k + 1
    /// ```
    ///
    /// # Source
    /// Hurvich & Tsai (1989), *Regression and time series model selection in small samples*.
    #[must_use]
    pub fn with_likelihood(self, log_likelihood: f64, n_parameters: usize, n: usize) -> Self {
        let aicc = aicc(log_likelihood, n_parameters, n);
        Self { log_likelihood: Some(log_likelihood), aicc, ..self }
    }
}

/// Akaike's corrected criterion; none where the series is too short for it.
pub fn aicc(log_likelihood: f64, n_parameters: usize, n: usize) -> Option<f64> {
    let k = n_parameters as f64;
    let spare = n as f64 - k - 1.0;
    (spare > 0.0).then(|| -2.0 * log_likelihood + 2.0 * k + 2.0 * k * (k + 1.0) / spare)
}

/// A model with its parameters estimated.
pub trait FittedModel: fmt::Debug + Send + Sync {
    /// The mean path: one finite value a period of `future`.
    ///
    /// The first periods do not depend on the horizon.
    fn forecast(&self, future: &Future<'_>) -> Vec<f64>;

    /// Errors of the forecasts one step ahead, first period first: observed less fitted, or, in
    /// models of logarithms, the logarithm of observed over fitted.
    fn residuals(&self) -> &[f64];

    /// Parameters, likelihood and convergence.
    fn summary(&self) -> FitSummary;

    /// Writes one sample path, a value a period of `future`.
    ///
    /// ```text
    /// X(T+h) = X̂(T+h) · exp(r₁ + … + r_h)      r drawn from the centred residuals
    /// ```
    /// This is for models of logarithms, whose errors add up as those of a random walk do; a
    /// model with equations of its own draws from those instead. The mean path is made anew for
    /// each call.
    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let residuals = self.residuals();
        let centre = residuals.iter().sum::<f64>() / residuals.len().max(1) as f64;
        let mut error = 0.0;
        for (value, mean) in path.iter_mut().zip(self.forecast(future)) {
            let position = (stream.uniform() * residuals.len() as f64) as usize;
            error += residuals.get(position).map_or(0.0, |residual| residual - centre);
            *value = mean * f64::exp(error);
        }
    }

    /// Sample paths from the year after `origin` on, one series; each draw has a stream of its own.
    fn generate(&self, future: &Future<'_>, origin: Year, options: &RunOptions) -> Paths {
        let mut paths = Paths::zeros(origin.plus(1), 1, options.draws, future.horizon);
        for draw in 0..options.draws {
            let mut stream = stream(options.seed, "generate", draw as u64);
            self.simulate(future, &mut stream, paths.path_mut(0, draw));
        }
        paths
    }
}

impl FittedModel for Box<dyn FittedModel> {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        self.as_ref().forecast(future)
    }

    fn residuals(&self) -> &[f64] {
        self.as_ref().residuals()
    }

    fn summary(&self) -> FitSummary {
        self.as_ref().summary()
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        self.as_ref().simulate(future, stream, path);
    }
}

/// A fitted model, or why there is none.
pub type Fit = Result<Box<dyn FittedModel>, FitError>;

/// A fit behind the common interface.
pub(crate) fn boxed<M: FittedModel + 'static>(fitted: Result<M, FitError>) -> Fit {
    fitted.map(|model| Box::new(model) as Box<dyn FittedModel>)
}

/// Refuses a series of fewer than `needed` values.
pub(crate) fn require(values: &[f64], needed: usize) -> Result<(), FitError> {
    let found = values.len();
    if found < needed { Err(FitError::TooFewObservations { needed, found }) } else { Ok(()) }
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
