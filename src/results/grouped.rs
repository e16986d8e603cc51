//! Rows of the groups of an axis: occupations, qualifications, or levels.

use crate::balance::class::class_of;
use crate::conditions::flow::adequacy;
use crate::conditions::reliability::{Precision, Reliability};
use crate::paths::{Paths, Summary};
use crate::results::ResultRow;
use crate::results::assemble::Source;
use crate::results::rows::row;
use crate::status::Status;
use crate::units::Year;

/// The letter of what draws say.
pub(super) fn letter_of(summary: &Summary) -> Reliability {
    Precision::of_interval(summary.mean, summary.p10, summary.p90).letter()
}

/// An axis of groups, with the column its codes stand in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Axis<'a> {
    /// Occupations.
    Occupations(&'a [String]),
    /// Qualifications.
    Qualifications(&'a [String]),
}

impl Axis<'_> {
    /// Writes the code of a group into its column.
    pub(super) fn mark(&self, row: ResultRow, group: usize) -> ResultRow {
        match self {
            Self::Occupations(codes) => row.of_occupation(codes.get(group).map(String::as_str)),
            Self::Qualifications(codes) => {
                row.of_qualification(codes.get(group).map(String::as_str))
            }
        }
    }
}

/// What the rows of one table share: scenario, axis and status.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    /// The source.
    pub(super) source: &'a Source<'a>,
    /// The scenario.
    pub(super) scenario: &'a str,
    /// The axis.
    pub(super) axis: Axis<'a>,
    /// The least firm status of the inputs.
    pub(super) status: Status,
}

impl Block<'_> {
    /// A row about one group with nothing but its status.
    pub(super) fn bare(&self, measure: &str, unit: &str, group: usize) -> ResultRow {
        let bare = row(self.scenario, &self.source.area, measure, unit, 0.0);
        self.axis.mark(bare, group).with_status(self.status)
    }

    /// Rows of the base year, without quantiles.
    pub(super) fn base(&self, measure: &str, persons: &[f64]) -> Vec<ResultRow> {
        let base = self.source.model.base_year;
        let of = |(group, persons): (usize, &f64)| {
            self.bare(measure, "persons", group).in_year(base).with_mean(*persons)
        };
        persons.iter().enumerate().map(of).collect()
    }

    /// Rows of paths, each with the letter of its precision.
    pub(super) fn paths(&self, measure: &str, paths: &Paths) -> Vec<ResultRow> {
        Self::cells(paths, |group, year, summary| {
            let row = self.bare(measure, "persons", group);
            row.in_year(year).with_quantiles(summary).relied(letter_of(summary).name())
        })
    }

    /// Rows of a gap: probability and class of its mean over mean demand; the letter is that of the
    /// gap's error over demand, a gap near zero being no less certain than another.
    pub(super) fn gap(&self, measure: &str, (gap, demand): (&Paths, &Paths)) -> Vec<ResultRow> {
        Self::cells(gap, |group, year, summary| {
            let index = year.since(gap.first()) as usize;
            let wanted = demand.mean(group, index);
            let class = class_of(summary.mean / wanted, &self.source.model.balance);
            let letter =
                Precision::of_interval(wanted, wanted + summary.p10, wanted + summary.p90).letter();
            self.bare(measure, "persons", group)
                .in_year(year)
                .with_quantiles(summary)
                .judged(gap.probability_below(group, index, 0.0), class)
                .relied(letter.name())
        })
    }

    /// Supply as a percentage of demand, the mean being the ratio of the means as in the balance of
    /// sectors; no band where a draw has no demand.
    pub(super) fn adequacy(&self, (supply, demand): (&Paths, &Paths)) -> Vec<ResultRow> {
        let mut rows = Vec::with_capacity(demand.n_series() * demand.n_years());
        for group in 0..demand.n_series() {
            for (index, year) in demand.years().enumerate() {
                let bare = self.bare("adequacy", "percent", group).in_year(year);
                let ratio = 100.0 * supply.mean(group, index) / demand.mean(group, index);
                let row = match adequacy(supply, demand, group, index) {
                    Ok(Some(band)) => bare.with_quantiles(&band).relied(letter_of(&band).name()),
                    _ => bare.relied(Reliability::E.name()),
                };
                rows.push(row.with_mean(ratio));
            }
        }
        rows
    }

    /// One row a group and year of figures without quantiles.
    pub(super) fn plain(
        &self,
        (measure, unit): (&str, &str),
        (first, values): (Year, &[Vec<f64>]),
    ) -> Vec<ResultRow> {
        let of_group = |(group, values): (usize, &Vec<f64>)| {
            let rows = values.iter().enumerate().map(|(year, value)| {
                self.bare(measure, unit, group).in_year(first.plus(year as i32)).with_mean(*value)
            });
            rows.collect::<Vec<_>>()
        };
        values.iter().enumerate().flat_map(of_group).collect()
    }

    fn cells(paths: &Paths, make: impl Fn(usize, Year, &Summary) -> ResultRow) -> Vec<ResultRow> {
        let mut rows = Vec::with_capacity(paths.n_series() * paths.n_years());
        for group in 0..paths.n_series() {
            for (year, summary) in paths.years().zip(paths.summaries(group)) {
                rows.push(make(group, year, &summary));
            }
        }
        rows
    }
}
