//! Demand: how many workers the economy will want.

use crate::forecast::method::Method;
use crate::paths::Paths;
use crate::units::Year;

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

/// The total of the area as its own series says, for reconciling.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalForecast {
    /// Mean by year, in persons.
    pub path: Vec<f64>,
    /// Variance of the logarithm by year.
    pub log_variance: Vec<f64>,
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
    /// Forecast of the area's total from its own series, if there is one.
    pub total: Option<TotalForecast>,
    /// Level of output relative to the base year, by year; `None` without output.
    pub output_level: Option<Vec<f64>>,
    /// The methods behind it.
    pub methods: Vec<MethodForecast>,
}
