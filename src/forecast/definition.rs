//! What to fit to a series, by name and without data.

use crate::forecast::around::Around;
use crate::forecast::ets::form::Form;
use crate::forecast::penalised::{self, Penalty};
use crate::forecast::structural::{Structural, Trend};
use crate::forecast::theta::{Estimation, Variant};
use crate::forecast::{Fit, FitError, Series, arima, boxed, ces, ets, simple, theta, trend};

mod name;

/// A model or a way of combining models, without data.
#[derive(Clone, Debug, PartialEq)]
pub enum Definition {
    /// The combination that wins the back-tests; the default.
    Auto,
    /// The last value.
    Naive,
    /// The last value of the same season.
    SeasonalNaive,
    /// The mean of all values.
    Mean,
    /// The mean change, carried on.
    Drift,
    /// Least squares on the last ten values.
    BlsNaive,
    /// A straight line through all values.
    LinearTrend,
    /// A straight line through the logarithms.
    LogLinearTrend,
    /// `P0·e^{rt}` with the mean growth of the past.
    ExponentialGrowth,
    /// The exponential smoothing form with the least AICc.
    AutoEts,
    /// One exponential smoothing form.
    Ets(Form),
    /// The ARIMA order with the least AICc.
    AutoArima,
    /// One ARIMA order.
    Arima(arima::Order),
    /// One variant of the Theta method.
    Theta(Variant),
    /// The Theta variant with the smallest errors.
    AutoTheta,
    /// Complex exponential smoothing.
    Ces,
    /// A level that walks at random.
    LocalLevel,
    /// A level and a slope that walk at random.
    LocalTrend,
    /// A regression with shrunk coefficients; it needs regressors.
    Penalised(Penalty),
    /// The slope shrunk to the panel and damped.
    ShrunkSlope,
    /// The median of several models, period by period.
    Median(Vec<Definition>),
    /// The mean of several models, period by period.
    Average(Vec<Definition>),
    /// The geometric mean of several models, period by period; their mean where one of them is
    /// not positive.
    Geometric(Vec<Definition>),
    /// The mean of several models, weighted by how well each forecast the panel's own ends.
    Weighted(Vec<Definition>),
    /// A model of what is left of a series when something is taken out of it.
    Around(Around, Box<Definition>),
}

impl Definition {
    /// The members of the median of four that did best in the M4 competition's aftermath.
    ///
    /// # Source
    /// Petropoulos & Svetunkov (2020), *A simple combination of univariate models*.
    pub fn simple_combination() -> Self {
        let dynamic = Self::Theta(Variant::DynamicOptimised);
        Self::Median(vec![Self::AutoEts, Self::AutoArima, Self::Ces, dynamic])
    }

    /// The models this one is made of; none for a single model.
    pub fn members(&self) -> &[Self] {
        match self {
            Self::Median(members)
            | Self::Average(members)
            | Self::Geometric(members)
            | Self::Weighted(members) => members,
            Self::Around(_, inner) => std::slice::from_ref(inner),
            _ => &[],
        }
    }

    /// Whether the model needs nothing but the series.
    pub fn is_univariate(&self) -> bool {
        match self {
            Self::Around(_, inner) => inner.is_univariate(),
            Self::Auto
            | Self::ShrunkSlope
            | Self::Median(_)
            | Self::Average(_)
            | Self::Geometric(_)
            | Self::Weighted(_) => false,
            _ => true,
        }
    }

    /// The same definition, every `mstl` without lengths of its own taking out seasons of `lengths`.
    #[must_use]
    pub fn with_seasons(self, lengths: &[usize]) -> Self {
        let all = |members: Vec<Self>| -> Vec<Self> {
            members.into_iter().map(|member| member.with_seasons(lengths)).collect()
        };
        match self {
            Self::Median(members) => Self::Median(all(members)),
            Self::Average(members) => Self::Average(all(members)),
            Self::Geometric(members) => Self::Geometric(all(members)),
            Self::Weighted(members) => Self::Weighted(all(members)),
            Self::Around(Around::Mstl(own), inner) => {
                let own = if own.is_empty() { lengths.to_vec() } else { own };
                Self::Around(Around::Mstl(own), Box::new(inner.with_seasons(lengths)))
            }
            Self::Around(around, inner) => {
                Self::Around(around, Box::new(inner.with_seasons(lengths)))
            }
            single => single,
        }
    }

    /// Fits a model that needs nothing but the series.
    ///
    /// # Errors
    /// What keeps the model from being fitted.
    pub fn fit(&self, series: &Series<'_>) -> Fit {
        match self {
            Self::Naive => boxed(simple::naive::fit(series)),
            Self::SeasonalNaive => boxed(simple::seasonal_naive::fit(series)),
            Self::Mean => boxed(simple::mean::fit(series)),
            Self::Drift => boxed(simple::drift::fit(series)),
            Self::BlsNaive => boxed(trend::linear::bls_naive(series)),
            Self::LinearTrend => boxed(trend::linear::fit(series)),
            Self::LogLinearTrend => trend::exponential::log_linear(series),
            Self::ExponentialGrowth => trend::exponential::growth(series),
            Self::AutoEts => boxed(ets::fit_automatic(series)),
            Self::Ets(form) => boxed(ets::fit(series, *form)),
            Self::AutoArima => boxed(arima::fit_automatic(series)),
            Self::Arima(order) => boxed(arima::fit(series, order)),
            Self::Theta(variant) => theta::fit(series, *variant, Estimation::Shrunk),
            Self::AutoTheta => theta::auto(series, Estimation::Shrunk),
            Self::Ces => boxed(ces::auto(series)),
            Self::LocalLevel => boxed(Structural::fit(Trend::Level, series)),
            Self::Penalised(penalty) => boxed(penalised::fit(series, &[], *penalty)),
            Self::LocalTrend => boxed(Structural::fit(Trend::Linear, series)),
            Self::Around(around, inner) => around.fit(series, |changed| inner.fit(changed)),
            Self::Auto
            | Self::ShrunkSlope
            | Self::Median(_)
            | Self::Average(_)
            | Self::Geometric(_)
            | Self::Weighted(_) => Err(FitError::NotUnivariate),
        }
    }
}

impl Definition {
    /// Whether the model is a regression where it is given regressors.
    pub fn takes_regressors(&self) -> bool {
        match self {
            Self::AutoArima | Self::Arima(_) | Self::Penalised(_) => true,
            Self::Around(_, inner) => inner.takes_regressors(),
            _ => false,
        }
    }

    /// Fits a model with regressors: one column each, as long as the series.
    ///
    /// # Errors
    /// As [`Self::fit`]; [`FitError::Unsuitable`] for a model that takes none.
    pub fn fit_with(&self, series: &Series<'_>, regressors: &[Vec<f64>]) -> Fit {
        match self {
            Self::AutoArima => boxed(arima::fit_automatic_with(series, regressors)),
            Self::Arima(order) => boxed(arima::fit_with(series, regressors, order)),
            Self::Penalised(penalty) => boxed(penalised::fit(series, regressors, *penalty)),
            Self::Around(around, inner) => {
                around.fit(series, |changed| inner.fit_with(changed, regressors))
            }
            _ => Err(FitError::Unsuitable("the model takes no regressors")),
        }
    }
}
