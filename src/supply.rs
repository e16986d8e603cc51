//! Supply: how many workers there will be.
//!
//! Supply does not read the demand's series again: it follows from people. The population of both
//! sexes and single ages is carried on ([`population`], method S1), participation turns it into
//! the labour force ([`participation`], [`age_rates`], S2), and what the labour force gains and
//! loses at each age flows into and out of the sectors ([`labour`], [`stock_flow`], S8):
//!
//! ```text
//! N_s(t) = N_s(t−1) + entrants + migration + mobility − withdrawals − deaths
//! Σ_s N_s(t) = labour force(t) · (1 − u(t))
//! u(t) = u* + (u(0) − u*)·0.5^t        u*: frictional unemployment of the scenario
//! ```
//!
//! Supply **before mobility** has nobody change sector; **after mobility** people keep moving as
//! they did ([`mobility`]). The unemployment of the base year goes to the frictional one by half
//! the remaining distance a year, whatever the horizon.
//!
//! Participation near the retirement age moves with the age of the law ([`retirement`]), as far as
//! the model says people follow it.
//!
//! What is left out: graduates by field; migration by qualification; age structures of single
//! sectors.
//! Entrants and in-migrants go to sectors as all workers are spread, but for the share a scenario
//! steers to openings.
//!
//! Every block degrades with a stated fallback, see [`Supply::fallbacks`]: only employment by
//! sector and the labour force are needed.

pub mod life_table;
pub mod cohort;
pub mod rates;
pub mod migration;
pub mod population;
pub mod participation;
pub mod age_rates;
pub mod labour;
pub mod retirement;
pub mod mobility;
pub mod stock_flow;
pub mod simulate;
pub mod whole;
mod fallback;
mod assemble;

use crate::demand::Demand;
use crate::error::Result;
use crate::language::Text;
use crate::model::Model;
use crate::options::RunOptions;

use crate::paths::Paths;
use crate::prepare::AgeSexTable;
use crate::prepare::Fallback;
use crate::prepare::Prepared;
use crate::scenario::Scenario;
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

/// Where workers come from (method G5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SupplySource {
    /// Those who leave schools and training.
    Graduates,
    /// Those who move into the area, less those who leave it.
    Migration,
    /// Those who come back to the labour force.
    ReEntry,
    /// Those without work in the base year.
    Unemployed,
}

impl SupplySource {
    /// The name for readers.
    pub fn label(self) -> Text {
        let (vi, en) = match self {
            Self::Graduates => ("người tốt nghiệp", "graduates"),
            Self::Migration => ("di cư", "migration"),
            Self::ReEntry => ("người quay lại thị trường lao động", "re-entry"),
            Self::Unemployed => ("người thất nghiệp", "unemployed"),
        };
        Text::new(vi, en)
    }
}

/// Which sources of supply were given and which assumed (method G5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplySources {
    /// Sources whose figures were given.
    pub given: Vec<SupplySource>,
    /// Sources that were assumed.
    pub assumed: Vec<SupplySource>,
}

impl SupplySources {
    /// The same with `source` among those given.
    #[must_use]
    pub fn with(mut self, source: SupplySource) -> Self {
        self.assumed.retain(|other| *other != source);
        if !self.given.contains(&source) {
            self.given.push(source);
            self.given.sort_unstable();
        }
        self
    }
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
    /// Share of the labour force without work, the base year first.
    pub unemployment_rate: Vec<f64>,
    /// Labour force of the base year over what population and participation make it.
    pub labour_force_factor: f64,
    /// Workers of the base year over recorded employment.
    pub base_factor: f64,
    /// What was not given, and what stood in for it.
    pub fallbacks: Vec<Fallback>,
}

/// What supply is projected from.
#[derive(Clone, Copy, Debug)]
pub struct SupplyInputs<'a> {
    /// The model.
    pub model: &'a Model,
    /// Prepared series.
    pub prepared: &'a Prepared,
    /// Demand, reconciled; read only as far as entrants are steered to openings.
    pub demand: &'a Demand,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Horizon, draws and seed.
    pub options: &'a RunOptions,
}

/// Whether two scenarios have the same supply whatever they say of demand.
///
/// Supply reads demand only to steer entrants to openings.
pub fn is_shared(a: &Scenario, b: &Scenario) -> bool {
    let levers = |scenario: &Scenario| {
        [
            scenario.retained_out_migration.value,
            scenario.steered_entrants.value,
            scenario.mobility_lever.value,
            scenario.frictional_unemployment.value,
            scenario.participation_change.value,
        ]
    };
    levers(a) == levers(b) && a.steered_entrants.value == 0.0
}

/// Workers by sector from the year after the base year to the last year.
///
/// # Errors
/// [`crate::error::Error::Method`] if the labour force or employment of the base year is not
/// positive, if the labour force is larger than the population of working age, or if the shape of
/// demand differs from model and options.
pub fn project(inputs: &SupplyInputs<'_>) -> Result<Supply> {
    assemble::supply(inputs)
}

#[cfg(test)]
mod tests;
