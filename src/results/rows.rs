//! Making result rows.

use crate::balance::class::GapClass;
use crate::paths::Summary;
use crate::results::ALL_SECTORS;
use crate::results::ResultRow;
use crate::status::Status;
use crate::units::Year;

/// A row about all sectors together with nothing but a mean.
pub(super) fn row(scenario: &str, area: &str, measure: &str, unit: &str, mean: f64) -> ResultRow {
    ResultRow {
        scenario: scenario.to_owned(),
        area: area.to_owned(),
        sector: ALL_SECTORS.to_owned(),
        occupation: None,
        qualification: None,
        sex: None,
        age: None,
        method: None,
        step: None,
        year: None,
        measure: measure.to_owned(),
        unit: unit.to_owned(),
        mean,
        p025: None,
        p10: None,
        p50: None,
        p90: None,
        p975: None,
        p_shortage: None,
        class: None,
        reliability: None,
        status: Status::Estimated,
    }
}

impl ResultRow {
    /// The same row about another scenario.
    pub(super) fn of_scenario(&self, scenario: &str) -> Self {
        Self { scenario: scenario.to_owned(), ..self.clone() }
    }

    pub(super) fn of_sector(mut self, sector: &str) -> Self {
        sector.clone_into(&mut self.sector);
        self
    }

    pub(super) fn of_occupation(mut self, occupation: Option<&str>) -> Self {
        self.occupation = occupation.map(str::to_owned);
        self
    }

    pub(super) fn of_qualification(mut self, qualification: Option<&str>) -> Self {
        self.qualification = qualification.map(str::to_owned);
        self
    }

    pub(super) fn relied(mut self, letter: &str) -> Self {
        self.reliability = Some(letter.to_owned());
        self
    }

    pub(super) const fn of_class(mut self, class: GapClass) -> Self {
        self.class = Some(class);
        self
    }

    pub(super) const fn with_mean(mut self, mean: f64) -> Self {
        self.mean = mean;
        self
    }

    pub(super) const fn in_year(mut self, year: Year) -> Self {
        self.year = Some(year);
        self
    }

    pub(super) const fn with_status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    pub(super) fn by_method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    pub(super) const fn at_step(mut self, step: Option<u32>) -> Self {
        self.step = step;
        self
    }

    pub(super) fn by_group(mut self, sex: Option<&str>, age: Option<String>) -> Self {
        self.sex = sex.map(str::to_owned);
        self.age = age;
        self
    }

    pub(super) const fn with_quantiles(mut self, summary: &Summary) -> Self {
        self.mean = summary.mean;
        self.p025 = Some(summary.p025);
        self.p10 = Some(summary.p10);
        self.p50 = Some(summary.p50);
        self.p90 = Some(summary.p90);
        self.p975 = Some(summary.p975);
        self
    }

    pub(super) const fn judged(mut self, p_shortage: f64, class: GapClass) -> Self {
        self.p_shortage = Some(p_shortage);
        self.class = Some(class);
        self
    }
}
