//! Annual series without gaps, and panels of them.

use crate::codes::{AgeGroup, AreaCode, SectorCode, Sex};
use crate::status::Status;
use crate::units::Year;

/// What a series is about; `None` means all of them together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesKey {
    /// The area, boundaries included.
    pub area: AreaCode,
    /// The sector.
    pub sector: Option<SectorCode>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The ages.
    pub age: Option<AgeGroup>,
}

impl SeriesKey {
    /// The whole of an area.
    pub const fn total(area: AreaCode) -> Self {
        Self { area, sector: None, sex: None, age: None }
    }

    /// One sector of an area.
    pub const fn sector(area: AreaCode, sector: SectorCode) -> Self {
        Self { area, sector: Some(sector), sex: None, age: None }
    }
}

/// One year's figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The figure in the measure's canonical unit.
    pub value: f64,
    /// How it came to be known.
    pub status: Status,
    /// Variance of the logarithm of the figure: sampling error plus what preparation added.
    pub log_variance: f64,
    /// Whether the year belongs to a declared exception, such as the pandemic.
    pub masked: bool,
}

impl Point {
    /// A figure without known error.
    pub const fn new(value: f64, status: Status) -> Self {
        Self { value, status, log_variance: 0.0, masked: false }
    }
}

/// A regular annual series: not empty, without gaps, every value finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is about.
    pub key: SeriesKey,
    /// Year of the first point.
    pub first: Year,
    /// One point a year.
    pub points: Vec<Point>,
}

impl Series {
    /// Year of the last point, the origin of a forecast.
    pub fn last_year(&self) -> Year {
        self.first.plus(self.points.len() as i32 - 1)
    }

    /// The point of `year`, if the series covers it.
    pub fn at(&self, year: Year) -> Option<&Point> {
        usize::try_from(year.since(self.first)).ok().and_then(|i| self.points.get(i))
    }

    /// The figures alone, first year first.
    pub fn values(&self) -> Vec<f64> {
        self.points.iter().map(|point| point.value).collect()
    }

    /// The least firm status among the points.
    pub fn status(&self) -> Status {
        self.points.iter().map(|point| point.status).max().unwrap_or(Status::Observed)
    }
}

/// Series over the same years, in the order of a declared axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The members; all share `first` and length.
    pub series: Vec<Series>,
}

impl Panel {
    /// Year of the first points.
    pub fn first(&self) -> Year {
        self.series.first().map_or(Year(0), |series| series.first)
    }

    /// Year of the last points.
    pub fn last_year(&self) -> Year {
        self.series.first().map_or(Year(0), Series::last_year)
    }

    /// Number of years.
    pub fn n_years(&self) -> usize {
        self.series.first().map_or(0, |series| series.points.len())
    }

    /// Sum over the members for each year.
    pub fn totals(&self) -> Vec<f64> {
        (0..self.n_years())
            .map(|year| self.series.iter().map(|series| series.points[year].value).sum())
            .collect()
    }
}
