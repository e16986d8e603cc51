//! Finding a figure by table, measure, scenario, sector and year.

use std::collections::BTreeMap;

use crate::results::ALL_SECTORS;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::TableName;
use crate::units::Year;

/// A place in a table: scenario, area, sector and year, all sexes and ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell<'a> {
    scenario: &'a str,
    area: &'a str,
    sector: &'a str,
    year: Year,
}

impl Cell<'_> {
    /// The same place a year earlier.
    pub(super) const fn year_before(mut self) -> Self {
        self.year = self.year.plus(-1);
        self
    }
}

type ByCell<'a> = BTreeMap<Cell<'a>, f64>;

/// Means of a result by table, measure and cell.
pub(super) struct Index<'a>(BTreeMap<(TableName, &'a str), ByCell<'a>>);

impl<'a> Index<'a> {
    pub(super) fn new(results: &'a Results) -> Self {
        let mut index: BTreeMap<(TableName, &str), ByCell<'_>> = BTreeMap::new();
        for table in &results.tables {
            for row in &table.rows {
                if let Some(cell) = cell_of(row) {
                    index.entry((table.name, &row.measure)).or_default().insert(cell, row.mean);
                }
            }
        }
        Self(index)
    }

    /// The cells of a measure with their means.
    pub(super) fn measure(&self, table: TableName, measure: &str) -> Vec<(Cell<'a>, f64)> {
        let cells = self.0.get(&(table, measure));
        cells.into_iter().flatten().map(|(cell, mean)| (*cell, *mean)).collect()
    }

    /// The mean over all sectors of a scenario, area and year.
    pub(super) fn total(
        &self,
        table: TableName,
        measure: &str,
        (scenario, area, year): (&str, &str, Year),
    ) -> Option<f64> {
        self.at(table, measure, Cell { scenario, area, sector: ALL_SECTORS, year })
    }

    /// The mean in one cell.
    pub(super) fn at(&self, table: TableName, measure: &str, cell: Cell<'_>) -> Option<f64> {
        self.0.get(&(table, measure))?.get(&cell).copied()
    }
}

fn cell_of(row: &ResultRow) -> Option<Cell<'_>> {
    let whole = row.sex.is_none() && row.age.is_none() && row.method.is_none();
    let year = row.year?;
    whole.then_some(Cell { scenario: &row.scenario, area: &row.area, sector: &row.sector, year })
}
