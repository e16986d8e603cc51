//! The figures of a model: as read, and as checked.
//!
//! A [`RawTable`] is what a file says, cell by cell. Only [`crate::validate`] turns raw tables
//! into a [`Dataset`], and nobody after it checks a figure again.

use std::collections::BTreeMap;

pub mod accounts;
pub mod public;

use crate::codes::SectorCode;
use crate::dataset::accounts::AccountTables;
use crate::dataset::public::PublicTables;
use crate::error::Place;
use crate::language::Text;
use crate::series::SeriesKey;
use crate::status::Status;
use crate::units::{Unit, Year};

/// What a table measures; each measure has a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Employed persons by area, sector, and where known sex and age.
    Employment,
    /// Share of a sector in employment.
    EmploymentShare,
    /// Labour force by area, sex and age.
    LabourForce,
    /// Resident population by area, sex and age, mid-year.
    Population,
    /// Labour force over population by area, sex and age.
    ParticipationRate,
    /// Unemployed over labour force by area, sex and age.
    UnemploymentRate,
    /// Gross domestic or regional product at constant prices, by area and sector.
    Output,
    /// Growth of output at constant prices over the year before.
    OutputGrowth,
    /// Investment at constant prices, by area and sector.
    Investment,
    /// Central death rate by sex and age; the year is the first of the period it holds for.
    MortalityRate,
    /// Total fertility rate; the year is the first of the period it holds for.
    TotalFertility,
    /// Share of each age group in total fertility; the year is the first of the period.
    FertilityPattern,
    /// Male births per female birth; the year is the first of the period.
    SexRatioAtBirth,
    /// Net migrants a year by sex and age; the year is the first of the period.
    NetMigration,
    /// Net migrants per thousand population and year.
    NetMigrationRate,
    /// Share of workers who are trained, always with its definition.
    TrainedShare,
    /// Assumed ratio of a sector's share in the area to its share in the nation.
    LocationQuotient,
}

impl Measure {
    /// Whether a section of the classification takes part in the measure.
    ///
    /// Extraterritorial organisations, section U, employ residents but are no part of an economy's
    /// output.
    ///
    /// # Source
    /// United Nations and others (2009), *System of National Accounts 2008*, 4.10.
    pub const fn has_section(self, section: char) -> bool {
        !matches!((self, section), (Self::Output | Self::OutputGrowth, 'U'))
    }

    /// Every measure, in the order of declaration.
    pub const ALL: [Self; 17] = [
        Self::Employment,
        Self::EmploymentShare,
        Self::LabourForce,
        Self::Population,
        Self::ParticipationRate,
        Self::UnemploymentRate,
        Self::Output,
        Self::OutputGrowth,
        Self::Investment,
        Self::MortalityRate,
        Self::TotalFertility,
        Self::FertilityPattern,
        Self::SexRatioAtBirth,
        Self::NetMigration,
        Self::NetMigrationRate,
        Self::TrainedShare,
        Self::LocationQuotient,
    ];

    /// The table's name; its file is `<name>.csv` or `<name>.parquet`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Employment => "employment",
            Self::EmploymentShare => "employment_share",
            Self::LabourForce => "labour_force",
            Self::Population => "population",
            Self::ParticipationRate => "participation_rate",
            Self::UnemploymentRate => "unemployment_rate",
            Self::Output => "output",
            Self::OutputGrowth => "output_growth",
            Self::Investment => "investment",
            Self::MortalityRate => "mortality_rate",
            Self::TotalFertility => "total_fertility",
            Self::FertilityPattern => "fertility_pattern",
            Self::SexRatioAtBirth => "sex_ratio_at_birth",
            Self::NetMigration => "net_migration",
            Self::NetMigrationRate => "net_migration_rate",
            Self::TrainedShare => "trained_share",
            Self::LocationQuotient => "location_quotient",
        }
    }

    /// The measure in words.
    pub fn title(self) -> Text {
        let (vi, en) = match self {
            Self::Employment => ("lao động có việc làm", "employment"),
            Self::EmploymentShare => ("tỷ trọng lao động của ngành", "share of employment"),
            Self::LabourForce => ("lực lượng lao động", "labour force"),
            Self::Population => ("dân số", "population"),
            Self::ParticipationRate => {
                ("tỷ lệ tham gia lực lượng lao động", "labour force participation rate")
            }
            Self::UnemploymentRate => ("tỷ lệ thất nghiệp", "unemployment rate"),
            Self::Output => ("tổng sản phẩm, giá so sánh", "output at constant prices"),
            Self::OutputGrowth => ("tăng trưởng tổng sản phẩm", "growth of output"),
            Self::Investment => ("vốn đầu tư", "investment"),
            Self::MortalityRate => ("tỷ suất chết theo tuổi", "mortality rate by age"),
            Self::TotalFertility => ("tổng tỷ suất sinh", "total fertility rate"),
            Self::FertilityPattern => ("phân bố sinh theo tuổi mẹ", "fertility by age of mother"),
            Self::SexRatioAtBirth => ("tỷ số giới tính khi sinh", "sex ratio at birth"),
            Self::NetMigration => ("di cư thuần", "net migration"),
            Self::NetMigrationRate => ("tỷ suất di cư thuần", "net migration rate"),
            Self::TrainedShare => ("tỷ lệ lao động qua đào tạo", "share of trained workers"),
            Self::LocationQuotient => ("thương số vị trí", "location quotient"),
        };
        Text::new(vi, en)
    }

    /// The measure with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// The units its value column may be in.
    pub const fn units(self) -> &'static [Unit] {
        match self {
            Self::Employment | Self::LabourForce | Self::Population | Self::NetMigration => {
                &[Unit::Persons, Unit::ThousandPersons]
            }
            Self::EmploymentShare
            | Self::ParticipationRate
            | Self::UnemploymentRate
            | Self::OutputGrowth
            | Self::FertilityPattern
            | Self::TrainedShare => &[Unit::Percent, Unit::Share],
            Self::Output | Self::Investment => &[Unit::BillionVnd, Unit::MillionUsd, Unit::Index],
            Self::MortalityRate => &[Unit::PerPersonYear],
            Self::TotalFertility => &[Unit::ChildrenPerWoman],
            Self::SexRatioAtBirth => &[Unit::MalesPerFemale],
            Self::NetMigrationRate => &[Unit::PerThousand, Unit::Share],
            Self::LocationQuotient => &[Unit::Ratio],
        }
    }

    /// Whether a negative figure makes sense.
    pub const fn may_be_negative(self) -> bool {
        matches!(self, Self::OutputGrowth | Self::NetMigration | Self::NetMigrationRate)
    }

    /// Whether the measure counts persons and adds up over sectors, sexes and ages.
    pub const fn is_headcount(self) -> bool {
        matches!(self, Self::Employment | Self::LabourForce | Self::Population)
    }
}

/// One line of a table as written: every cell a text, at its physical place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRow {
    /// Physical row of the file, the header being row 1.
    pub row: usize,
    /// Cells in the order of the header.
    pub cells: Vec<String>,
}

/// A table as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawTable {
    /// Table name: the file's name without its ending.
    pub name: String,
    /// The file as the user would name it.
    pub file: String,
    /// Column headers as written.
    pub header: Vec<String>,
    /// The lines.
    pub rows: Vec<RawRow>,
    /// Whether numbers are written with a decimal comma, as a Vietnamese Excel does.
    pub decimal_comma: bool,
}

/// One checked figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// What it is about.
    pub key: SeriesKey,
    /// Its year, or the first year of its period.
    pub year: Year,
    /// The figure in the canonical unit of its measure.
    pub value: f64,
    /// How it came to be known.
    pub status: Status,
    /// Definition it follows, where several are in use, such as `ICLS13`.
    pub definition: Option<String>,
    /// Coefficient of variation of its sampling error, if published.
    pub cv: Option<f64>,
    /// Where it stands.
    pub place: Place,
}

/// A project whose jobs are known beforehand.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownProject {
    /// Its name.
    pub name: String,
    /// Sector of its jobs.
    pub sector: SectorCode,
    /// Year of the first jobs.
    pub start: Year,
    /// Jobs when complete, in persons.
    pub jobs: f64,
    /// Years from the first to the last job.
    pub ramp_years: u32,
    /// Share of the jobs that other employers of the area lose.
    pub displacement: f64,
    /// How the figures came to be known.
    pub status: Status,
}

/// A target of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanTarget {
    /// What is to be reached.
    pub indicator: String,
    /// Definition of the indicator, part of its identity.
    pub definition: Option<String>,
    /// Area it is set for.
    pub area: crate::codes::AreaCode,
    /// Year by which.
    pub year: Year,
    /// The value to be reached, in `unit`.
    pub value: f64,
    /// Unit as the plan states it.
    pub unit: String,
    /// The decision or resolution that sets it.
    pub source: String,
}

/// A figure of an indicator that plans set targets for and that no other table holds.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFigure {
    /// What was measured, by the name targets use.
    pub indicator: String,
    /// Definition of the indicator in the words targets use; a mean or a sum over years is written
    /// as theirs.
    pub definition: Option<String>,
    /// Area it was measured in.
    pub area: crate::codes::AreaCode,
    /// Its year, the last one of a mean or a sum.
    pub year: Year,
    /// The figure, in `unit`.
    pub value: f64,
    /// Unit as targets name it.
    pub unit: String,
    /// How the figure came to be known.
    pub status: Status,
    /// Where it was read.
    pub place: Place,
}

/// Provenance of a table, for notes and source lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSource {
    /// The file as the user would name it.
    pub file: String,
    /// Title of the table.
    pub title: Text,
    /// Who published the figures.
    pub source: Text,
    /// Licence as stated by the source.
    pub licence: String,
    /// When the figures were published or retrieved.
    pub vintage: String,
}

/// Checked figures; every key is known, every value finite and in range.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    /// Figures by measure, sorted by key and year.
    pub tables: BTreeMap<Measure, Vec<Observation>>,
    /// Projects known beforehand.
    pub projects: Vec<KnownProject>,
    /// Targets of the plan.
    pub targets: Vec<PlanTarget>,
    /// Figures of indicators that no other table holds.
    pub plan_figures: Vec<PlanFigure>,
    /// Occupations, qualifications and training.
    pub accounts: AccountTables,
    /// Posts, persons and standards of the public workforce.
    pub public: PublicTables,
    /// Provenance of the tables.
    pub sources: Vec<TableSource>,
}

impl Dataset {
    /// The figures of a measure, sorted by key and year; empty if the table is absent.
    pub fn table(&self, measure: Measure) -> &[Observation] {
        self.tables.get(&measure).map_or(&[], Vec::as_slice)
    }
}
