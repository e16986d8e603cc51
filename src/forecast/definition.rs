//! What to fit to a series, by name and without data.

use std::fmt;

use crate::forecast::ets::form::Form;
use crate::forecast::structural::{Structural, Trend};
use crate::forecast::theta::{Estimation, Variant};
use crate::forecast::{Fit, FitError, Series, arima, boxed, ces, ets, simple, theta, trend};

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
}

/// Names of models without parameters of their own, as typed.
const NAMES: [(&str, Definition); 20] = [
    ("auto", Definition::Auto),
    ("naive", Definition::Naive),
    ("snaive", Definition::SeasonalNaive),
    ("mean", Definition::Mean),
    ("drift", Definition::Drift),
    ("bls", Definition::BlsNaive),
    ("linear", Definition::LinearTrend),
    ("log-linear", Definition::LogLinearTrend),
    ("growth", Definition::ExponentialGrowth),
    ("ets", Definition::AutoEts),
    ("holt", Definition::Ets(Form::HOLT)),
    ("damped", Definition::Ets(Form::DAMPED_HOLT)),
    ("arima", Definition::AutoArima),
    ("theta", Definition::Theta(Variant::Standard)),
    ("otm", Definition::Theta(Variant::Optimised)),
    ("dot", Definition::Theta(Variant::DynamicOptimised)),
    ("auto-theta", Definition::AutoTheta),
    ("ces", Definition::Ces),
    ("local-level", Definition::LocalLevel),
    ("local-trend", Definition::LocalTrend),
];

impl Definition {
    /// The members of the median of four that did best in the M4 competition's aftermath.
    ///
    /// # Source
    /// Petropoulos & Svetunkov (2020), *A simple combination of univariate models*.
    pub fn simple_combination() -> Self {
        let dynamic = Self::Theta(Variant::DynamicOptimised);
        Self::Median(vec![Self::AutoEts, Self::AutoArima, Self::Ces, dynamic])
    }

    /// Names that can be typed, those with parameters as patterns.
    pub fn names() -> Vec<&'static str> {
        let with_parameters = [
            "eb",
            "combo",
            "ets:AAdN",
            "arima(1,1,1)",
            "median(ets,dot)",
            "average(ets,dot)",
            "geometric(ets,dot)",
            "weighted(ets,dot)",
        ];
        NAMES.iter().map(|(name, _)| *name).chain(with_parameters).collect()
    }

    /// The definition with this name, such as `ets:AAdN` or `arima(0,1,1)(0,1,1)[12]`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let lower = name.to_ascii_lowercase();
        if let Some((_, definition)) = NAMES.iter().find(|(known, _)| *known == lower) {
            return Some(definition.clone());
        }
        match lower.as_str() {
            "eb" => return Some(Self::ShrunkSlope),
            "combo" => return Some(Self::simple_combination()),
            _ => {}
        }
        if lower.starts_with("ets:") {
            return Form::parse(&name[4..]).map(Self::Ets);
        }
        if lower.starts_with("arima(") {
            return name[5..].parse().ok().map(Self::Arima);
        }
        let (operator, _) = lower.split_once('(')?;
        // Forms are told apart by capitals, so the members are read as they were typed.
        let members = members(name.get(operator.len()..)?)?;
        match operator {
            "median" => Some(Self::Median(members)),
            "average" => Some(Self::Average(members)),
            "geometric" => Some(Self::Geometric(members)),
            "weighted" => Some(Self::Weighted(members)),
            _ => None,
        }
    }

    /// The models this one is made of; none for a single model.
    pub fn members(&self) -> &[Self] {
        match self {
            Self::Median(members)
            | Self::Average(members)
            | Self::Geometric(members)
            | Self::Weighted(members) => members,
            _ => &[],
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
            Self::LocalTrend => boxed(Structural::fit(Trend::Linear, series)),
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
    pub const fn takes_regressors(&self) -> bool {
        matches!(self, Self::AutoArima | Self::Arima(_))
    }

    /// Fits a model with regressors: one column each, as long as the series.
    ///
    /// # Errors
    /// As [`Self::fit`]; [`FitError::Unsuitable`] for a model that takes none.
    pub fn fit_with(&self, series: &Series<'_>, regressors: &[Vec<f64>]) -> Fit {
        match self {
            Self::AutoArima => boxed(arima::fit_automatic_with(series, regressors)),
            Self::Arima(order) => boxed(arima::fit_with(series, regressors, order)),
            _ => Err(FitError::Unsuitable("the model takes no regressors")),
        }
    }
}

/// The definitions between brackets.
fn members(name: &str) -> Option<Vec<Definition>> {
    let list = name.strip_prefix('(')?.strip_suffix(')')?;
    let parts = split_outside_brackets(list);
    parts.into_iter().map(Definition::parse).collect::<Option<Vec<_>>>().filter(|m| !m.is_empty())
}

/// The parts between commas that stand in no bracket.
fn split_outside_brackets(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (position, letter) in list.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[start..position]);
                start = position + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMES.iter().find(|(_, definition)| definition == self) {
            return f.write_str(name);
        }
        match self {
            Self::Ets(form) => write!(f, "ets:{form}"),
            Self::Arima(order) => write!(f, "arima{order}"),
            Self::Theta(variant) => write!(f, "theta:{variant:?}"),
            Self::Median(members) => write_members(f, "median", members),
            Self::Average(members) => write_members(f, "average", members),
            Self::Geometric(members) => write_members(f, "geometric", members),
            Self::Weighted(members) => write_members(f, "weighted", members),
            _ => f.write_str("eb"),
        }
    }
}

fn write_members(
    f: &mut fmt::Formatter<'_>,
    operator: &str,
    members: &[Definition],
) -> fmt::Result {
    let names: Vec<String> = members.iter().map(ToString::to_string).collect();
    write!(f, "{operator}({})", names.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gives_a_definition_that_is_written_the_same() {
        assert_eq!(Definition::parse("Median(ETS, dot)").unwrap().to_string(), "median(ets,dot)");
        for (name, definition) in &NAMES {
            assert_eq!(Definition::parse(name).as_ref(), Some(definition));
            assert_eq!(definition.to_string(), *name);
        }
        for name in [
            "eb",
            "ets:MAdN",
            "median(ets,average(dot,drift),eb)",
            "geometric(arima(0,1,1)(0,1,1)[12],weighted(auto,ets:MAdN))",
        ] {
            assert_eq!(Definition::parse(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn what_is_no_model_is_no_definition() {
        for name in [
            "",
            "etsx",
            "ets:XYZ",
            "median()",
            "median(ets,)",
            "arima(1,1",
            "average(nothing)",
            "weighted()",
            "harmonic(ets)",
        ] {
            assert_eq!(Definition::parse(name), None, "{name}");
        }
    }
}
