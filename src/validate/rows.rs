//! Rows of a measure: from texts to observations.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::codes::AgeGroup;
use crate::codes::AreaCode;
use crate::codes::CodeError;
use crate::codes::SectorCode;
use crate::codes::Sex;
use crate::dataset::Measure;
use crate::dataset::Observation;
use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::error::Problem;
use crate::error::Severity;
use crate::series::SeriesKey;
use crate::status::Status;
use crate::units::Unit;
use crate::units::Year;
use crate::validate::axis;
use crate::validate::axis::Axis;
use crate::validate::cells::Cells;
use crate::validate::cells::Wrong;
use crate::validate::code;
use crate::validate::finding;
use crate::validate::header;
use crate::validate::number::Whole;
use crate::validate::ranges;
use crate::validate::slips::Reason;
use crate::validate::slips::Slips;
use crate::validate::touched::Touched;

/// Columns without which no table of a measure can be read.
pub(crate) const REQUIRED: [&str; 3] = ["area", "year", "status"];
/// Columns a table of a measure may have.
pub(crate) const OPTIONAL: [&str; 7] =
    ["sector", "sex", "age", "definition", "cv", "source", "note"];

/// A table of a measure as far as it could be read.
pub(crate) struct Checked {
    /// Rows without an error.
    pub(crate) observations: Vec<Observation>,
    /// What is wrong with the others.
    pub(crate) problems: Vec<Problem>,
    /// Where rows were left out.
    pub(crate) touched: Touched,
}

/// Reads every row of `table` as a figure of `measure`.
pub(crate) fn read(table: &RawTable, measure: Measure, axis: &Axis) -> Checked {
    let expected =
        header::Expected { required: &REQUIRED, optional: &OPTIONAL, units: measure.units() };
    let (header, mut problems) = header::read(table, &expected);
    let mut touched = Touched::default();
    let Some((header, unit)) = header.and_then(|h| h.unit.map(|unit| (h, unit))) else {
        touched.add(None, None);
        return Checked { observations: Vec::new(), problems, touched };
    };
    let mut reader = Reader::new(Cells::new(table, &header.columns), axis, (measure, unit));
    let mut observations = reader.observations();
    problems.extend(reader.slips.findings(&table.file));
    problems.extend(reader.cells.finish());
    touched.extend(reader.touched);
    let impossible = ranges::exclude(&mut observations, (measure, unit), &mut touched);
    problems.extend(impossible.into_iter().map(|p| finding::as_written(p, &[table])));
    for observation in &mut observations {
        observation.value *= unit.canonical().1;
    }
    Checked { observations, problems, touched }
}

struct Reader<'a> {
    cells: Cells<'a>,
    axis: &'a Axis,
    measure: Measure,
    unit: Unit,
    counts: BTreeMap<&'a str, usize>,
    /// Every sector of the table that can be read.
    sectors: Vec<SectorCode>,
    slips: Slips,
    touched: Touched,
}

impl<'a> Reader<'a> {
    fn new(cells: Cells<'a>, axis: &'a Axis, (measure, unit): (Measure, Unit)) -> Self {
        let mut counts = BTreeMap::new();
        for column in ["area", "sector"] {
            for cell in axis::cells(cells.table, column) {
                *counts.entry(cell.trim()).or_insert(0) += 1;
            }
        }
        let sectors = counts.keys().filter_map(|text| text.parse().ok()).collect();
        let (slips, touched) = (Slips::default(), Touched::default());
        Self { cells, axis, measure, unit, counts, sectors, slips, touched }
    }

    fn observations(&mut self) -> Vec<Observation> {
        let whole = if self.unit == Unit::Persons { Whole::Yes } else { Whole::No };
        let decided = self.cells.decide(self.unit.name(), whole).is_ok();
        if self.cells.columns.contains_key("cv") && self.cells.decide("cv", Whole::No).is_err()
            || !decided
        {
            self.touched.add(None, None);
            return Vec::new();
        }
        let rows = &self.cells.table.rows;
        rows.iter().filter_map(|row| self.row(row)).collect()
    }

    fn row(&mut self, row: &RawRow) -> Option<Observation> {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        if !self.cells.is_whole(row) {
            self.touched.add(None, None);
            return None;
        }
        let (area, year) = (self.area(row), self.cells.year(row, "year"));
        let observation = self.figure(row, (area.clone(), year));
        if observation.is_err() {
            self.touched.add(area.ok(), year.ok());
        }
        observation.ok()
    }

    fn figure(
        &mut self,
        row: &RawRow,
        (area, year): (Result<AreaCode, Wrong>, Result<Year, Wrong>),
    ) -> Result<Observation, Wrong> {
        // Every cell is read before the first error counts, so that all of them are reported.
        let sector = self.sector(row);
        let sex = self.code::<Sex>(row, "sex");
        let age = self.code::<AgeGroup>(row, "age");
        let status = self.code::<Status>(row, "status");
        let value = self.cells.number(row, self.unit.name());
        let cv = self.cv(row);
        let definition = self.cells.text(row, "definition").filter(|text| !text.is_empty());
        Ok(Observation {
            key: SeriesKey { area: area?, sector: sector?, sex: sex?, age: age? },
            year: year?,
            value: value?,
            status: status?.ok_or(Wrong)?,
            definition: definition.map(str::to_owned),
            cv: cv?,
            place: finding::place(&self.cells.table.file, row.row, self.unit.name()),
        })
    }

    fn cv(&mut self, row: &RawRow) -> Result<Option<f64>, Wrong> {
        if self.cells.text(row, "cv").is_none_or(str::is_empty) {
            return Ok(None);
        }
        let cv = self.cells.number(row, "cv")?;
        if (0.0..=1.0).contains(&cv) { Ok(Some(cv)) } else { Err(ranges::cv(&mut self.cells, row)) }
    }

    /// The code in `column`; `None` where the column is absent or says `total`.
    fn code<T: FromStr<Err = CodeError>>(
        &mut self,
        row: &RawRow,
        column: &'static str,
    ) -> Result<Option<T>, Wrong> {
        let Some(text) = self.cells.text(row, column) else { return Ok(None) };
        if text.is_empty() {
            return Err(self.cells.empty(row, column));
        }
        if text.eq_ignore_ascii_case("total") && column != "status" {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            self.slips.add((row, column), text, || code::unknown(column, text));
            Wrong
        })
    }

    fn area(&mut self, row: &RawRow) -> Result<AreaCode, Wrong> {
        let text = self.cells.text(row, "area").unwrap_or("");
        if text.is_empty() {
            return Err(self.cells.empty(row, "area"));
        }
        let parsed = text.parse::<AreaCode>().ok();
        let reason = match &parsed {
            None => Some(code::unknown_area(text, self.axis)),
            Some(area) => code::area_beside_axis(area, self.axis, self.rows_with(text)),
        };
        self.judge((row, "area"), text, (parsed, reason))
    }

    fn sector(&mut self, row: &RawRow) -> Result<Option<SectorCode>, Wrong> {
        let Some(text) = self.cells.text(row, "sector") else { return Ok(None) };
        if text.is_empty() {
            return Err(self.cells.empty(row, "sector"));
        }
        if text.eq_ignore_ascii_case("total") {
            return Ok(None);
        }
        let parsed = text.parse::<SectorCode>().ok();
        let reason = match &parsed {
            None => Some(code::unknown_sector(text, self.axis)),
            Some(sector) => {
                let table = (self.measure, self.sectors.as_slice());
                code::sector_beside_axis(sector, self.axis, (self.rows_with(text), table))
            }
        };
        // Remarks on another version concern the table, not each of its codes.
        let told = match (&parsed, &reason) {
            (Some(sector), Some(reason))
                if reason.rule == "classification-version"
                    && reason.severity == Severity::Warning =>
            {
                sector.classification().name()
            }
            _ => text,
        };
        self.judge((row, "sector"), told, (parsed, reason)).map(Some)
    }

    fn rows_with(&self, text: &str) -> usize {
        self.counts.get(text).copied().unwrap_or(0)
    }

    fn judge<T>(
        &mut self,
        at: (&RawRow, &'static str),
        text: &str,
        (parsed, reason): (Option<T>, Option<Reason>),
    ) -> Result<T, Wrong> {
        let Some(reason) = reason else { return parsed.ok_or(Wrong) };
        let stops = reason.severity == Severity::Error;
        self.slips.add(at, text, || reason);
        if !stops && self.rows_with(text) <= axis::MOST_SLIPS {
            // The row may belong to another series, which then lacks a year or a part.
            let year = self.cells.text(at.0, "year").and_then(|year| year.parse().ok());
            self.touched.add(None, year.map(Year));
        }
        if stops { Err(Wrong) } else { parsed.ok_or(Wrong) }
    }
}
