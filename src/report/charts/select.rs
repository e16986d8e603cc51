//! Finds the rows of the result tables that a chart draws.

use crate::areas::Area;
use crate::error::Error;
use crate::error::Result;
use crate::language::Language;
use crate::language::Text;
use crate::model::Sector;
use crate::report::charts::text::Weight;
use crate::report::charts::words;
use crate::results::ALL_SECTORS;
use crate::results::HISTORY;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::ScenarioLabel;
use crate::results::TableName;
use crate::status::Status;
use crate::units::Year;

/// What a chart is about, every name found in the results.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject<'a> {
    /// The results.
    pub(super) results: &'a Results,
    /// The scenario.
    pub(super) scenario: &'a ScenarioLabel,
    /// The sector; none means all together.
    pub(super) sector: Option<&'a Sector>,
    /// The area; none means that of the results.
    pub(super) area: Option<&'a Area>,
    /// Language of every word and number.
    pub(super) language: Language,
}

/// A line of a chart with a line for each sector.
pub(super) struct Line<'a, T> {
    /// Name of the sector.
    pub(super) name: &'a str,
    /// What the line shows.
    pub(super) cells: Vec<T>,
    /// Weight of its letters.
    pub(super) weight: Weight,
}

impl<'a> Subject<'a> {
    /// Code of the sector, or [`ALL_SECTORS`].
    pub(super) fn sector_code(&self) -> String {
        self.sector.map_or_else(|| ALL_SECTORS.to_owned(), |sector| sector.code.to_string())
    }

    /// Rows of `measure` without sex and age, by year.
    pub(super) fn series(
        &self,
        table: TableName,
        sector: &str,
        measure: &str,
    ) -> Vec<&'a ResultRow> {
        self.of_scenario(table, &self.scenario.name, sector, measure)
    }

    /// Rows of `measure` about the past, by year.
    pub(super) fn past(&self, table: TableName, sector: &str, measure: &str) -> Vec<&'a ResultRow> {
        self.of_scenario(table, HISTORY, sector, measure)
    }

    /// Rows of `measure` in the scenario named, without sex and age, by year.
    pub(super) fn of_scenario(
        &self,
        table: TableName,
        scenario: &str,
        sector: &str,
        measure: &str,
    ) -> Vec<&'a ResultRow> {
        let area = self.area.map_or(&self.results.area, |area| &area.code).to_string();
        let mut rows: Vec<&ResultRow> = rows(self.results, table)
            .filter(|row| row.area == area)
            .filter(|row| row.measure == measure && row.sector == sector)
            .filter(|row| row.scenario == scenario && row.sex.is_none() && row.age.is_none())
            .collect();
        rows.sort_by_key(|row| row.year);
        rows
    }

    /// The row of `measure` in the last year.
    pub(super) fn last(
        &self,
        table: TableName,
        sector: &str,
        measure: &str,
    ) -> Option<&'a ResultRow> {
        at(&self.series(table, sector, measure), self.results.to)
    }

    /// A line for each sector that has cells, and one for all of them together.
    pub(super) fn lines<T>(&self, cells: impl Fn(&str) -> Vec<T>) -> Vec<Line<'a, T>> {
        let sectors = self.results.sectors.iter().map(|sector| Line {
            name: words::sector_name(sector, self.language),
            cells: cells(&sector.code.to_string()),
            weight: Weight::Regular,
        });
        let all = Line {
            name: words::all_sectors(self.language),
            cells: cells(ALL_SECTORS),
            weight: Weight::Bold,
        };
        sectors.chain([all]).filter(|line| !line.cells.is_empty()).collect()
    }

    /// Whether the sectors of the past were estimated rather than observed.
    pub(super) fn sectors_are_estimated(&self) -> bool {
        rows(self.results, TableName::Demand)
            .filter(|row| row.scenario == HISTORY && row.sector != ALL_SECTORS)
            .any(|row| row.status >= Status::Estimated)
    }

    /// The error of a chart whose rows are missing.
    pub(super) fn missing(&self, table: TableName, measure: &str) -> Error {
        let (table, scenario, sector) = (table.name(), &self.scenario.name, self.sector_code());
        Error::Request {
            message: Text::new(
                format!(
                    "không có gì để vẽ: bảng «{table}» không có «{measure}» cho kịch bản \
                     «{scenario}» và ngành «{sector}»"
                ),
                format!(
                    "nothing to draw: table «{table}» has no «{measure}» for scenario \
                     «{scenario}» and sector «{sector}»"
                ),
            ),
        }
    }

    /// `rows` unless there are none.
    ///
    /// # Errors
    /// [`Error::Request`] if there are none.
    pub(super) fn some<T>(&self, rows: Vec<T>, table: TableName, measure: &str) -> Result<Vec<T>> {
        if rows.is_empty() { Err(self.missing(table, measure)) } else { Ok(rows) }
    }
}

/// The lines of a table; none if the results lack the table.
pub(super) fn rows(results: &Results, table: TableName) -> impl Iterator<Item = &ResultRow> {
    results.tables.iter().filter(move |t| t.name == table).flat_map(|t| &t.rows)
}

/// The row of `year`.
pub(super) fn at<'a>(rows: &[&'a ResultRow], year: Year) -> Option<&'a ResultRow> {
    rows.iter().copied().find(|row| row.year == Some(year))
}

/// The central 80 % of the draws; the figure itself where a row has no percentiles.
pub(super) fn central_80(row: &ResultRow) -> (f64, f64) {
    (row.p10.unwrap_or(row.mean), row.p90.unwrap_or(row.mean))
}

/// The central 80 % of the draws, where a row has percentiles.
pub(super) fn known_80(row: &ResultRow) -> Option<(f64, f64)> {
    row.p10.zip(row.p90)
}

/// The central 95 % of the draws; the figure itself where a row has no percentiles.
pub(super) fn central_95(row: &ResultRow) -> (f64, f64) {
    (row.p025.unwrap_or(row.mean), row.p975.unwrap_or(row.mean))
}

/// Whether the central 80 % of the draws have one sign.
pub(super) fn is_clear(row: &ResultRow) -> bool {
    let (low, high) = central_80(row);
    low > 0.0 || high < 0.0
}
