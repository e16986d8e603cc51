//! Figures of the public workforce: posts, persons and movements of officials and public
//! employees, their ages, and the standards they have to meet.
//!
//! `public_workforce` has a row a body, grade, qualification, year and measure; an empty cell of
//! body, grade or qualification means all of them together. `public_ages` has a row a body, grade,
//! sex, age group and year, `public_standards` a row a standard and grade.

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::status::Status;
use crate::units::Year;

/// What a row of the public workforce counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublicMeasure {
    /// Posts granted, at the end of the year.
    Posts,
    /// Persons in post, at the end of the year.
    Filled,
    /// Appointments from outside during the year.
    Appointments,
    /// Retirements during the year.
    Retirements,
    /// Resignations and dismissals during the year.
    Resignations,
    /// Promotions out of the grade into the next during the year.
    Promotions,
}

impl PublicMeasure {
    /// Every measure, in the order of declaration.
    pub const ALL: [Self; 6] = [
        Self::Posts,
        Self::Filled,
        Self::Appointments,
        Self::Retirements,
        Self::Resignations,
        Self::Promotions,
    ];

    /// The name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::Filled => "filled",
            Self::Appointments => "appointments",
            Self::Retirements => "retirements",
            Self::Resignations => "resignations",
            Self::Promotions => "promotions",
        }
    }

    /// The measure with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }
}

/// How a figure of the public workforce came to be known.
///
/// A proposal is neither observed nor assumed: an authority has asked for it and nobody has
/// granted it yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublicStatus {
    /// As for every other figure.
    Known(Status),
    /// Proposed by an authority.
    Proposal,
}

impl PublicStatus {
    /// The name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Known(status) => status.name(),
            Self::Proposal => "proposal",
        }
    }

    /// The status with this name.
    pub fn named(name: &str) -> Option<Self> {
        let known = || name.parse().ok().map(Self::Known);
        if name == "proposal" { Some(Self::Proposal) } else { known() }
    }

    /// The status of results made from the figure; a proposal that is planned with is assumed.
    pub const fn of_results(self) -> Status {
        match self {
            Self::Known(status) => status,
            Self::Proposal => Status::Assumed,
        }
    }
}

/// Posts, persons or movements of a part of the public workforce.
///
/// Columns: `body, grade, qualification, year, measure, persons, status, source`.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicWorkforce {
    /// The body or kind of body, such as `civil_servants`; `None` for all.
    pub body: Option<String>,
    /// The grade; `None` for all.
    pub grade: Option<String>,
    /// The qualification; `None` for all.
    pub qualification: Option<String>,
    /// The year.
    pub year: Year,
    /// What is counted.
    pub measure: PublicMeasure,
    /// Posts or persons.
    pub persons: f64,
    /// How the figure came to be known.
    pub status: PublicStatus,
    /// Who published it.
    pub source: String,
}

/// Persons in post of a sex and age group.
///
/// Columns: `body, grade, sex, age, year, persons, status, source`.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicAge {
    /// The body or kind of body; `None` for all.
    pub body: Option<String>,
    /// The grade; `None` for all.
    pub grade: Option<String>,
    /// Their sex.
    pub sex: Sex,
    /// Their completed ages at the end of the year; never open.
    pub age: AgeGroup,
    /// The year.
    pub year: Year,
    /// Persons in post at its end.
    pub persons: f64,
    /// How the figure came to be known.
    pub status: PublicStatus,
    /// Who published it.
    pub source: String,
}

/// A standard of qualification that a grade has to meet.
///
/// Columns: `standard, body, grade, year, met_percent, target_year, target_percent,
/// duration_years, completion_percent, already_met_percent, validity_years, status, source`.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicStandard {
    /// The standard, such as `postgraduate`, `political_theory` or `refresher`.
    pub standard: String,
    /// The body or kind of body; `None` for all.
    pub body: Option<String>,
    /// The grade; `None` for all.
    pub grade: Option<String>,
    /// Year of `met`.
    pub year: Year,
    /// Share of those in post who meet it, 0 to 1.
    pub met: f64,
    /// Year by which the standard is to be met.
    pub target_year: Year,
    /// Share to meet it by then, 0 to 1.
    pub target: f64,
    /// Years from the start of a course to its end.
    pub duration: f64,
    /// Share of participants who complete the course.
    pub completion: f64,
    /// Share of those newly appointed or promoted who meet it already.
    pub already_met: f64,
    /// Years for which a course counts before it has to be repeated; `None` for ever.
    pub validity: Option<f64>,
    /// How the figures came to be known.
    pub status: PublicStatus,
    /// Who published them.
    pub source: String,
}

/// The tables of the public workforce; empty where absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublicTables {
    /// Posts, persons and movements.
    pub workforce: Vec<PublicWorkforce>,
    /// Ages of those in post.
    pub ages: Vec<PublicAge>,
    /// Standards.
    pub standards: Vec<PublicStandard>,
}
