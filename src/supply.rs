//! Supply: how many workers there will be.

pub mod life_table;
pub mod cohort;
pub mod rates;
pub mod migration;
pub mod population;

use crate::paths::Paths;
use crate::prepare::AgeSexTable;
use crate::units::Year;

/// Population of one year and the events of the year before it.
#[derive(Clone, Debug, PartialEq)]
pub struct PopulationYear {
    /// The year.
    pub year: Year,
    /// Persons by sex and five-year age group, the last open.
    pub population: AgeSexTable,
    /// Labour force by the same groups, in persons; ages under 15 are 0.
    pub labour_force: AgeSexTable,
    /// Births since the year before.
    pub births: f64,
    /// Deaths since the year before.
    pub deaths: f64,
    /// Net migrants since the year before.
    pub net_migration: f64,
}

/// Yearly flows of workers by sector, draw and year; all but `exits` may be negative.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyFlows {
    /// Workers who leave through retirement or withdrawal, positive.
    pub withdrawals: Paths,
    /// Workers who die, positive.
    pub deaths: Paths,
    /// First entrants and returners.
    pub entrants: Paths,
    /// Net migration of workers.
    pub migration: Paths,
    /// Net moves from other sectors; sums to zero over sectors.
    pub mobility: Paths,
}

/// Which sources of supply were given and which assumed (method G5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplySources {
    /// Sources whose figures were given: graduates, migration, re-entry, unemployed.
    pub given: Vec<&'static str>,
    /// Sources that were assumed.
    pub assumed: Vec<&'static str>,
}

/// Workers available by sector under one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Supply {
    /// First year: the year after the base year.
    pub first: Year,
    /// Workers by sector in the base year, in persons.
    pub base: Vec<f64>,
    /// Workers by sector if nobody changes sector.
    pub before_mobility: Paths,
    /// Workers by sector if people keep moving as they do.
    pub after_mobility: Paths,
    /// Flows behind `after_mobility`: stock = stock before + entrants + migration + mobility
    /// − withdrawals − deaths, exactly.
    pub flows: SupplyFlows,
    /// Labour force of the area (one series).
    pub labour_force: Paths,
    /// Population and labour force by sex and age, from the base year on; empty without a
    /// population by age.
    pub population: Vec<PopulationYear>,
    /// Which sources of supply were given.
    pub sources: SupplySources,
}
