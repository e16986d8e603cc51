//! Years, shares and the units a figure may come in.

use std::fmt;

/// A calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(pub i32);

impl Year {
    /// The year `n` years later.
    #[must_use]
    pub const fn plus(self, n: i32) -> Self {
        Self(self.0 + n)
    }

    /// Years from `earlier` to `self`; negative if `earlier` is later.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Every year from `self` to `last`, both included.
    pub fn to(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A unit that a table may state its figures in.
///
/// The header of the value column is the unit's name, so a figure is never read without its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Headcount, annual average.
    Persons,
    /// Headcount in thousands.
    ThousandPersons,
    /// A part of a whole, 0 to 100.
    Percent,
    /// A part of a whole, 0 to 1.
    Share,
    /// Events or net moves per thousand of the mid-year population and year.
    PerThousand,
    /// Events per person-year of exposure.
    PerPersonYear,
    /// Lifetime births per woman at the rates of a period.
    ChildrenPerWoman,
    /// Male births per female birth.
    MalesPerFemale,
    /// Billion Vietnamese dong at the constant prices the table names.
    BillionVnd,
    /// Million United States dollars at the constant prices the table names.
    MillionUsd,
    /// A level relative to a stated base.
    Index,
    /// A factor without unit.
    Ratio,
}

impl Unit {
    /// Every unit, in the order of declaration.
    pub const ALL: [Self; 12] = [
        Self::Persons,
        Self::ThousandPersons,
        Self::Percent,
        Self::Share,
        Self::PerThousand,
        Self::PerPersonYear,
        Self::ChildrenPerWoman,
        Self::MalesPerFemale,
        Self::BillionVnd,
        Self::MillionUsd,
        Self::Index,
        Self::Ratio,
    ];

    /// The unit's name as the header of a value column.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::ThousandPersons => "thousand_persons",
            Self::Percent => "percent",
            Self::Share => "share",
            Self::PerThousand => "per_thousand",
            Self::PerPersonYear => "per_person_year",
            Self::ChildrenPerWoman => "children_per_woman",
            Self::MalesPerFemale => "males_per_female",
            Self::BillionVnd => "billion_vnd",
            Self::MillionUsd => "million_usd",
            Self::Index => "index",
            Self::Ratio => "ratio",
        }
    }

    /// The unit with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The unit this one is kept in, and the factor to it.
    pub const fn canonical(self) -> (Self, f64) {
        match self {
            Self::ThousandPersons => (Self::Persons, 1000.0),
            Self::Percent => (Self::Share, 0.01),
            Self::PerThousand => (Self::Share, 0.001),
            other => (other, 1.0),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
