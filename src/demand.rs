//! Demand: how many workers the economy will want.
//!
//! [`fit()`] fits every method of the model to every sector, tries each from rolling origins, weighs
//! them by how they did and pools the errors of the combination; it knows no scenario. [`project()`]
//! takes the growth of output, the shocks and the projects of a scenario and draws joint paths.
//!
//! ```text
//! ln E_s(t) = Σ_m w_sm ln Ê_sm(t) + error_s(t)
//! ```
//! `w_sm` see [`weights`], `error_s` see [`errors`]. Methods are D1 to D6 of the pool: univariate
//! ones in [`crate::forecast`], those with a driver here.
//!
//! It leaves out wages and prices, and demand by occupation. Sectors do not add up to the forecast
//! of all employment yet; reconciling sees to that.

use crate::forecast::employment::method::Method;
use crate::paths::Paths;
use crate::units::Year;

pub mod accuracy;
pub mod backtest;
pub mod draws;
mod driver;
mod elasticity;
pub mod errors;
mod fit;
mod information;
mod output_driven;
mod pooled;
mod pool;
mod project;
pub mod projects;
mod regression;
mod ridge;
mod shift_share;
pub mod weights;

pub use fit::{FittedCell, FittedDemand, fit};
pub use project::{DemandInputs, error_factors, project};

/// The forecast of one method for one sector, with what it weighs and how it did.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodForecast {
    /// Position of the sector on the model's axis.
    pub sector: usize,
    /// The method asked for.
    pub method: Method,
    /// Employment from the year after the base year on, in persons.
    pub path: Vec<f64>,
    /// Weight in the combination; 0 for methods that are only reported.
    pub weight: f64,
    /// Mean absolute log error of the back-test over all horizons, if there were origins.
    pub error: Option<f64>,
    /// The method that stood in, if the one asked for could not be fitted, and why.
    pub replaced_by: Option<(Method, String)>,
}

/// Employment wanted by sector under one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// First year: the year after the base year.
    pub first: Year,
    /// Employment by sector, draw and year, in persons.
    pub by_sector: Paths,
    /// Jobs of known projects in it, by sector and year.
    pub known_projects: Vec<Vec<f64>>,
    /// Level of output relative to the base year, by year; `None` without output.
    pub output_level: Option<Vec<f64>>,
    /// The methods behind it.
    pub methods: Vec<MethodForecast>,
    /// Their combination by sector and year, in persons, before shocks and projects.
    pub combination: Vec<Vec<f64>>,
    /// Forecast of all employment by its own methods, shocks and projects included, in persons.
    pub total_reference: Vec<f64>,
    /// Variance of the logarithm of the forecast of all employment, by year.
    pub total_log_variance: Vec<f64>,
}

#[cfg(test)]
mod tests;
