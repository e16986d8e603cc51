//! Units in which plans state their targets.

use crate::language::{Language, Text};

/// What a figure of a plan counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Persons, or persons a year.
    Persons,
    /// Visits with at least one night.
    Visits,
    /// Schools and training centres.
    Institutions,
    /// A part of a whole, or a rate per year.
    Share,
    /// Money.
    Money,
}

/// A unit of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetUnit {
    /// Headcount.
    Persons,
    /// Headcount in thousands.
    ThousandPersons,
    /// Persons a year.
    PersonsPerYear,
    /// Visits.
    Visits,
    /// Institutions.
    Institutions,
    /// A part of a whole, 0 to 100.
    Percent,
    /// A part of a whole, 0 to 1.
    Share,
    /// Growth a year, in percent.
    PercentPerYear,
    /// Million Vietnamese dong.
    MillionVnd,
    /// Billion Vietnamese dong.
    BillionVnd,
}

impl TargetUnit {
    /// Every unit, in the order of declaration.
    pub const ALL: [Self; 10] = [
        Self::Persons,
        Self::ThousandPersons,
        Self::PersonsPerYear,
        Self::Visits,
        Self::Institutions,
        Self::Percent,
        Self::Share,
        Self::PercentPerYear,
        Self::MillionVnd,
        Self::BillionVnd,
    ];

    /// The name in the table of targets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::ThousandPersons => "thousand_persons",
            Self::PersonsPerYear => "persons_per_year",
            Self::Visits => "visits",
            Self::Institutions => "institutions",
            Self::Percent => "percent",
            Self::Share => "share",
            Self::PercentPerYear => "percent_per_year",
            Self::MillionVnd => "million_vnd",
            Self::BillionVnd => "billion_vnd",
        }
    }

    /// The unit with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name.trim())
    }

    /// What it counts.
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Persons | Self::ThousandPersons | Self::PersonsPerYear => Dimension::Persons,
            Self::Visits => Dimension::Visits,
            Self::Institutions => Dimension::Institutions,
            Self::Percent | Self::Share | Self::PercentPerYear => Dimension::Share,
            Self::MillionVnd | Self::BillionVnd => Dimension::Money,
        }
    }

    /// Factor to the unit in which quantities of the dimension are compared: persons, visits,
    /// institutions, shares, billion dong.
    pub const fn factor(self) -> f64 {
        match self {
            Self::ThousandPersons => 1000.0,
            Self::Percent | Self::PercentPerYear => 0.01,
            Self::MillionVnd => 0.001,
            _ => 1.0,
        }
    }

    /// `value`, in the unit of comparison, as a reader of `language` sees it in this unit.
    pub fn write(self, value: f64, language: Language) -> String {
        let shown = value / self.factor();
        let words = |vi: &str, en: &str, decimals| {
            let words = Text::new(vi, en);
            format!("{} {}", language.number(shown, decimals), words.get(language))
        };
        match self {
            Self::Persons => words("người", "persons", 0),
            Self::ThousandPersons => words("nghìn người", "thousand persons", 1),
            Self::PersonsPerYear => words("người mỗi năm", "persons a year", 0),
            Self::Visits => words("lượt", "visits", 0),
            Self::Institutions => words("cơ sở", "institutions", 0),
            Self::Percent | Self::Share => language.percent(value, 1),
            Self::PercentPerYear => {
                let year = if language == Language::Vietnamese { "mỗi năm" } else { "a year" };
                format!("{} {year}", language.percent(value, 1))
            }
            Self::MillionVnd => words("triệu đồng", "million dong", 1),
            Self::BillionVnd => words("tỷ đồng", "billion dong", 0),
        }
    }

    /// `value` in both languages.
    pub fn text(self, value: f64) -> Text {
        Text::new(self.write(value, Language::Vietnamese), self.write(value, Language::English))
    }
}
