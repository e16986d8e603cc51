//! Preparing: from checked figures to gapless series on one boundary and one definition.

use std::collections::BTreeMap;

use crate::codes::{AgeGroup, Sex};
use crate::language::Text;
use crate::series::{Panel, Series};
use crate::status::Status;
use crate::units::Year;

/// What one step of preparing did, for the manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationReport {
    /// Name of the step, as in the model file.
    pub operation: &'static str,
    /// What it did, with its figures.
    pub effect: Text,
}

/// A fallback that was used, and for what.
#[derive(Clone, Debug, PartialEq)]
pub struct Fallback {
    /// What was missing or could not be fitted.
    pub missing: String,
    /// What was used instead.
    pub used: Text,
}

/// Persons or rates by sex and age group of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct AgeSexTable {
    /// Age groups, ascending; the last may be open.
    pub ages: Vec<AgeGroup>,
    /// Values by sex (see [`Sex::index`]) and age.
    pub values: [Vec<f64>; 2],
}

impl AgeSexTable {
    /// Sum over sexes and ages.
    pub fn total(&self) -> f64 {
        self.values.iter().flatten().sum()
    }
}

/// What cohort-component projection needs; each table by first year of its period.
#[derive(Clone, Debug, PartialEq)]
pub struct Demography {
    /// Year of `population`.
    pub base_year: Year,
    /// Population by sex and age of the base year.
    pub population: AgeSexTable,
    /// Population by sex and age of earlier years.
    pub past: BTreeMap<Year, AgeSexTable>,
    /// Central death rates.
    pub mortality: BTreeMap<Year, AgeSexTable>,
    /// Children per woman.
    pub total_fertility: BTreeMap<Year, f64>,
    /// Share of each age group of mothers in total fertility.
    pub fertility_pattern: BTreeMap<Year, Vec<(AgeGroup, f64)>>,
    /// Male births per female birth.
    pub sex_ratio_at_birth: BTreeMap<Year, f64>,
    /// Net migrants a year by sex and age, where known.
    pub net_migration: BTreeMap<Year, AgeSexTable>,
    /// Net migrants per person and year of the past, where only the rate is known.
    pub net_migration_rate: Option<Series>,
    /// How the population came to be known.
    pub status: Status,
}

/// Participation of one sex and age group.
#[derive(Clone, Debug, PartialEq)]
pub struct Participation {
    /// Sex, or `None` for both.
    pub sex: Option<Sex>,
    /// Ages.
    pub age: AgeGroup,
    /// Rates, 0 to 1.
    pub rates: Series,
}

/// Everything the forecasting and projecting stages use, on the model's boundary and definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// Employment by sector in the order of the model's axis, cleaned of exceptional years.
    pub employment: Panel,
    /// Employment by sector with exceptional years as they were.
    pub employment_as_recorded: Panel,
    /// Output of the area over as many of the panel's years as are known.
    pub output: Option<Series>,
    /// Output by sector, where the series reach the base year; in the order of the axis.
    pub output_by_sector: Vec<Option<Series>>,
    /// Investment of the area, where known.
    pub investment: Option<Series>,
    /// The nation's employment by sector over the panel's years, if the area is a part of it.
    pub nation: Option<Panel>,
    /// Labour force of the base year, in persons.
    pub labour_force: f64,
    /// How the labour force came to be known.
    pub labour_force_status: Status,
    /// Variance of the logarithm of the level of employment and labour force in the base year.
    pub level_variance: f64,
    /// Share of the labour force that is unemployed in the base year.
    pub unemployment_rate: f64,
    /// Inputs of the cohort-component method; absent if there is no population by age.
    pub demography: Option<Demography>,
    /// Participation by sex and age; empty if there is none.
    pub participation: Vec<Participation>,
    /// What each step did.
    pub operations: Vec<OperationReport>,
    /// What was replaced by something stated.
    pub fallbacks: Vec<Fallback>,
}
