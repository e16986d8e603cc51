//! Preparing: from checked figures to gapless series on one boundary and one definition.
//!
//! The model declares the operations; they are applied in its order to figures that may have
//! holes, and each leaves a report of what it did. What they leave is then completed: employment
//! by sector over every year of the panel, output, labour force, demography and participation. Whatever
//! is not given and can be replaced by something stated is replaced and noted; without employment
//! by sector, or without both labour force and population, there is an error that says what would
//! help.
//!
//! The operations' pages have their equations (method P1 to P6 and D10): boundary, missing,
//! regional, definition, pandemic, sampling, population.

mod boundary;
mod definition;
mod demography;
mod figures;
#[cfg(test)]
mod fixture;
mod labour;
mod missing;
mod output;
mod pandemic;
mod panel;
mod population;
mod regional;
mod sampling;
mod sections;
mod tables;

use std::collections::BTreeMap;

use crate::codes::{AgeGroup, Sex};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::language::{Language, Text};
use crate::model::{Model, Operation};
use crate::prepare::boundary::Merger;
use crate::prepare::definition::step::Splice;
use crate::prepare::figures::Figures;
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

/// Why something else was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FallbackKind {
    /// Figures are not given.
    Data,
    /// A method could not be fitted.
    Fit,
}

impl FallbackKind {
    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Fit => "fit",
        }
    }
}

/// A fallback that was used, and for what.
#[derive(Clone, Debug, PartialEq)]
pub struct Fallback {
    /// Why it was used.
    pub kind: FallbackKind,
    /// What was missing or could not be fitted.
    pub missing: Text,
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

/// Prepares the figures of `dataset` for `model`, operation by operation.
///
/// # Errors
/// [`crate::error::Error::Method`] naming what is missing and what would help.
pub fn prepare(model: &Model, dataset: &Dataset) -> Result<Prepared> {
    let mut figures = Figures::new(model, dataset);
    sections::aggregate(&mut figures);
    for operation in &model.prepare {
        apply(&mut figures, operation)?;
    }
    complete(figures)
}

fn apply(figures: &mut Figures<'_>, operation: &Operation) -> Result<()> {
    match operation {
        Operation::BoundarySplice { measures, parts, into } => {
            boundary::splice(figures, measures, Merger { parts, into })
        }
        Operation::FillMissing { measure, method } => {
            missing::fill(figures, *measure, method);
            Ok(())
        }
        Operation::RegionalEstimate { structure_of, parts } => {
            regional::estimate(figures, structure_of, parts)
        }
        Operation::DefinitionSplice { .. } => match Splice::of_operation(operation) {
            Some(splice) => definition::apply(figures, &splice),
            None => Ok(()),
        },
        Operation::PandemicMask { years, level_shift } => {
            pandemic::mask(figures, years, *level_shift);
            Ok(())
        }
        Operation::SamplingError { measure, cv_of_total } => {
            sampling::state(figures, *measure, *cv_of_total);
            Ok(())
        }
        Operation::RescalePopulation { year } => population::rescale(figures, *year),
    }
}

/// Completes the figures to what the later stages use.
fn complete(mut figures: Figures<'_>) -> Result<Prepared> {
    let area = figures.model.area.clone();
    let recorded = panel::employment(&mut figures, &area)?;
    let nation = nation(&mut figures);
    let labour_force = labour::base_year(&mut figures, &recorded)?;
    let output = output::total(&mut figures);
    let output_by_sector = output::by_sector(&mut figures);
    let demography = demography::demography(&mut figures);
    let participation = demography::participation(&mut figures);
    Ok(Prepared {
        employment: panel::cleaned(&figures, &recorded),
        employment_as_recorded: recorded,
        output,
        output_by_sector,
        investment: output::investment(&figures),
        nation,
        labour_force: labour_force.persons,
        labour_force_status: labour_force.status,
        level_variance: labour_force.level_variance,
        unemployment_rate: labour_force.unemployment_rate,
        demography,
        participation,
        operations: figures.operations,
        fallbacks: figures.fallbacks,
    })
}

/// The nation's employment by sector, cleaned as the area's; `None` with a note if it has holes
/// that cannot be filled.
fn nation(figures: &mut Figures<'_>) -> Option<Panel> {
    let nation = figures.model.nation.clone()?;
    match panel::employment(figures, &nation) {
        Ok(panel) => Some(panel::cleaned(figures, &panel)),
        Err(error) => {
            let used = Text::new(
                format!("Không so sánh với {nation}."),
                format!("No comparison with {nation}."),
            );
            let reason = Text::new(error.sentence(Language::Vietnamese), error.to_string());
            figures.fall_back(reason, used);
            None
        }
    }
}

#[cfg(test)]
mod tests;
