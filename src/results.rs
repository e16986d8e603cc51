//! Results as tables: what files, workbooks and charts are made of.
//!
//! Every table has the same columns; a column that does not apply is empty.

use crate::areas::Area;
use crate::codes::AreaCode;
use crate::error::Problem;
use crate::language::Text;
use crate::model::{Occupation, Qualification, Sector};
use crate::prepare::{Fallback, OperationReport};
use crate::scenario::Scenario;
use crate::status::Status;
use crate::units::Year;

mod accounts;
pub mod areas;
pub mod assemble;
mod grouped;
mod notes;
mod openings;
mod orders;
mod population;
mod public_workforce;
mod rows;
mod sectors;
mod skill;
mod targets;
mod training;

pub use crate::balance::class::GapClass;
pub use crate::results::targets::TargetFinding;
pub use crate::results::targets::review::{
    CheckFinding, LeverFinding, LeverPart, RecordFinding, TargetReview,
};

/// Scenario name of rows about the past.
pub const HISTORY: &str = "history";

/// Sector code of rows about all sectors together.
pub const ALL_SECTORS: &str = "TOTAL";

/// The tables of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableName {
    /// Gaps, their probability, class and attribution.
    Balance,
    /// Employment wanted.
    Demand,
    /// Workers available and the flows behind.
    Supply,
    /// Expansion and replacement demand.
    Openings,
    /// Demand, supply and balance by occupation.
    Occupations,
    /// Demand, supply and balance by qualification, and by sector and level.
    Qualifications,
    /// Entrants, graduates and new workers of training programmes.
    Training,
    /// Places to order by programme and year.
    Orders,
    /// Targets of the plan against the forecast.
    Targets,
    /// Officials and public employees.
    PublicWorkforce,
    /// Population and labour force by sex and age.
    Population,
    /// Forecast of each method with its weight.
    Forecasts,
    /// Errors of each method by step.
    Backtest,
}

impl TableName {
    /// Every table, in the order of the workbook.
    pub const ALL: [Self; 13] = [
        Self::Balance,
        Self::Demand,
        Self::Supply,
        Self::Openings,
        Self::Occupations,
        Self::Qualifications,
        Self::Training,
        Self::Orders,
        Self::Targets,
        Self::PublicWorkforce,
        Self::Population,
        Self::Forecasts,
        Self::Backtest,
    ];

    /// The table's name, also of its file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Demand => "demand",
            Self::Supply => "supply",
            Self::Openings => "openings",
            Self::Occupations => "occupations",
            Self::Qualifications => "qualifications",
            Self::Training => "training",
            Self::Orders => "orders",
            Self::Targets => "targets",
            Self::PublicWorkforce => "public_workforce",
            Self::Population => "population",
            Self::Forecasts => "forecasts",
            Self::Backtest => "backtest",
        }
    }

    /// Whether the table may be absent, because the model does not tell apart what it is about.
    pub const fn is_optional(self) -> bool {
        matches!(
            self,
            Self::Occupations
                | Self::Qualifications
                | Self::Training
                | Self::Orders
                | Self::Targets
                | Self::PublicWorkforce
        )
    }
}

/// One line of a result table.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultRow {
    /// Scenario, or [`HISTORY`].
    pub scenario: String,
    /// Area.
    pub area: String,
    /// Sector code, or [`ALL_SECTORS`].
    pub sector: String,
    /// Occupation code, where the table has it.
    pub occupation: Option<String>,
    /// Qualification code, or its level alone, where the table has it.
    pub qualification: Option<String>,
    /// Sex, where the table has it.
    pub sex: Option<String>,
    /// Age group, where the table has it.
    pub age: Option<String>,
    /// Method, in `forecasts` and `backtest`.
    pub method: Option<String>,
    /// Years after the origin, in `backtest`.
    pub step: Option<u32>,
    /// Year; none in `backtest`, which pools origins.
    pub year: Option<Year>,
    /// What is measured, such as `gap_before_mobility`.
    pub measure: String,
    /// Unit of the figures: `persons`, `share`, `percent`, `index`.
    pub unit: String,
    /// Mean over the draws, or the figure itself.
    pub mean: f64,
    /// 2.5th percentile.
    pub p025: Option<f64>,
    /// 10th percentile.
    pub p10: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 90th percentile.
    pub p90: Option<f64>,
    /// 97.5th percentile.
    pub p975: Option<f64>,
    /// Probability that supply falls short of demand.
    pub p_shortage: Option<f64>,
    /// Class of the gap.
    pub class: Option<GapClass>,
    /// How far the figure can be relied on, `A` to `E`, where it was judged.
    pub reliability: Option<String>,
    /// How the figure came to be known.
    pub status: Status,
}

/// A table of results.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultTable {
    /// Which one.
    pub name: TableName,
    /// Its lines, in a fixed order.
    pub rows: Vec<ResultRow>,
}

/// Name and title of a scenario in a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioLabel {
    /// Name as typed.
    pub name: String,
    /// Name as shown.
    pub title: Text,
}

impl ScenarioLabel {
    /// The label of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self { name: scenario.name.clone(), title: scenario.title.clone() }
    }
}

/// What levers close together, as findings and as rows of the table of targets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levers {
    /// Target by target.
    pub findings: Vec<LeverFinding>,
    /// The same as rows.
    pub rows: Vec<ResultRow>,
}

/// A whole result: the tables and what is needed to read them.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// Name of the model.
    pub model: String,
    /// Its title.
    pub title: Text,
    /// Area.
    pub area: AreaCode,
    /// The area's name.
    pub area_title: Text,
    /// Sectors in the order of the axis.
    pub sectors: Vec<Sector>,
    /// Occupations in the order of the axis; empty if they are not told apart.
    pub occupations: Vec<Occupation>,
    /// Qualifications in the order of the axis; empty if they are not told apart.
    pub qualifications: Vec<Qualification>,
    /// Scenarios in the order asked for.
    pub scenarios: Vec<ScenarioLabel>,
    /// Last year with figures.
    pub base_year: Year,
    /// Last year of the projection.
    pub to: Year,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Probability from which the sign of a gap is spoken of without a question mark (method G5).
    pub naming_probability: f64,
    /// The tables, one of each name; optional ones may have no rows and are then not written.
    pub tables: Vec<ResultTable>,
    /// What is said of each target of the plan, scenario by scenario.
    pub target_findings: Vec<TargetFinding>,
    /// What is found of the targets together.
    pub target_review: TargetReview,
    /// Source line for charts.
    pub source_line: Text,
    /// Notes a reader needs: what is observed, estimated, assumed; wording of shortages.
    pub notes: Vec<Text>,
    /// What each step of preparing did.
    pub operations: Vec<OperationReport>,
    /// What was replaced by something stated.
    pub fallbacks: Vec<Fallback>,
    /// Warnings of validation.
    pub problems: Vec<Problem>,
    /// The areas of a run of several, the whole among them; empty for a run of one.
    pub areas: Vec<Area>,
    /// Areas to be compared, by code.
    pub compared: Vec<AreaCode>,
}

impl Results {
    /// The name of the scenario that is shown where there is room for one; empty if there is none.
    pub fn first_scenario(&self) -> &str {
        self.scenarios.first().map_or("", |label| &label.name)
    }

    /// The tables that files and sheets are made of: all but optional ones without rows.
    pub fn written_tables(&self) -> impl Iterator<Item = &ResultTable> {
        self.tables.iter().filter(|table| !table.rows.is_empty() || !table.name.is_optional())
    }

    /// Adds what levers close together.
    pub fn add_levers(&mut self, levers: Levers) {
        self.target_review.levers.extend(levers.findings);
        for table in self.tables.iter_mut().filter(|table| table.name == TableName::Targets) {
            table.rows.extend(levers.rows.iter().cloned());
        }
    }

    /// The table of this name.
    ///
    /// # Panics
    /// Never for results made by this crate: they hold one table of each name.
    pub fn table(&self, name: TableName) -> &ResultTable {
        self.tables.iter().find(|table| table.name == name).expect("one table of each name")
    }
}
