//! Result tables as CSV and Parquet, and back.
//!
//! Both files hold the same columns and the same values. A CSV may be opened in a spreadsheet,
//! which runs a cell that begins like a formula; there such a text gets a leading quote. Parquet
//! keeps every text as it is.

use std::borrow::Cow;
use std::io::Cursor;
use std::path::Path;

use polars::prelude::{
    Column as FrameColumn, CsvWriter, DataFrame, ParquetReader, ParquetWriter, PolarsError,
    PolarsResult, SerReader, SerWriter,
};

use crate::error::{Error, Result};
use crate::report::columns::{COLUMNS, Column, Field};
use crate::results::{GapClass, ResultRow, ResultTable, TableName};
use crate::status::Status;
use crate::units::Year;

/// How a text is spelt in a file.
type Spelling = for<'a> fn(&'a str) -> Cow<'a, str>;

pub(crate) fn as_it_is(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

/// `text` with a leading quote if a spreadsheet would take it for a formula.
///
/// # Source
/// OWASP, *CSV Injection*: values that begin with `=`, `+`, `-`, `@`, tab, carriage return, line
/// feed, or the full-width forms of the signs.
pub(crate) fn never_a_formula(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn frame_column(column: &Column, rows: &[ResultRow], spelling: Spelling) -> FrameColumn {
    let name = column.name.into();
    match column.field {
        Field::Text(of) => {
            let texts: Vec<_> = rows.iter().map(|row| of(row).map(spelling)).collect();
            let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
            FrameColumn::new(name, texts)
        }
        Field::Integer(of) => FrameColumn::new(name, rows.iter().map(of).collect::<Vec<_>>()),
        Field::Number(of) => FrameColumn::new(name, rows.iter().map(of).collect::<Vec<_>>()),
    }
}

fn frame(rows: &[ResultRow], spelling: Spelling) -> PolarsResult<DataFrame> {
    let columns = COLUMNS.iter().map(|column| frame_column(column, rows, spelling)).collect();
    DataFrame::new(rows.len(), columns)
}

fn not_written(name: &str, error: &PolarsError) -> Error {
    Error::Write { path: name.into(), source: std::io::Error::other(error.to_string()) }
}

/// The table as CSV: UTF-8, comma, decimal point, the shortest digits that give the figure back.
///
/// # Errors
/// [`Error::Write`] if polars cannot write the table.
pub(crate) fn csv(table: &ResultTable) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let write = |bytes: &mut Vec<u8>| {
        let mut frame = frame(&table.rows, never_a_formula)?;
        CsvWriter::new(bytes).with_float_scientific(Some(false)).finish(&mut frame)
    };
    write(&mut bytes).map_err(|error| not_written(table.name.name(), &error))?;
    Ok(bytes)
}

/// The table as Parquet: strings, 32-bit integers, 64-bit floats.
///
/// # Errors
/// [`Error::Write`] if polars cannot write the table.
pub(crate) fn parquet(table: &ResultTable) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let write = |bytes: &mut Vec<u8>| {
        let mut frame = frame(&table.rows, as_it_is)?;
        ParquetWriter::new(bytes).set_parallel(false).finish(&mut frame)
    };
    write(&mut bytes).map_err(|error| not_written(table.name.name(), &error))?;
    Ok(bytes)
}

/// The columns of a Parquet file, cell by cell.
struct Cells {
    frame: DataFrame,
}

impl Cells {
    fn texts(&self, name: &str) -> PolarsResult<Vec<Option<String>>> {
        Ok(self.frame.column(name)?.str()?.iter().map(|text| text.map(str::to_owned)).collect())
    }

    fn integers(&self, name: &str) -> PolarsResult<Vec<Option<i32>>> {
        Ok(self.frame.column(name)?.i32()?.iter().collect())
    }

    fn numbers(&self, name: &str) -> PolarsResult<Vec<Option<f64>>> {
        Ok(self.frame.column(name)?.f64()?.iter().collect())
    }

    /// The texts of a column that no row leaves empty.
    fn words(&self, name: &'static str) -> PolarsResult<Vec<String>> {
        self.texts(name)?.into_iter().map(|text| text.ok_or_else(|| empty_cell(name))).collect()
    }

    fn steps(&self) -> PolarsResult<Vec<Option<u32>>> {
        let step = |n: i32| u32::try_from(n).map_err(|_| empty_cell("step"));
        self.integers("step")?.into_iter().map(|n| n.map(step).transpose()).collect()
    }

    fn classes(&self) -> PolarsResult<Vec<Option<GapClass>>> {
        let class = |name: String| {
            let known = GapClass::ALL.into_iter().find(|class| class.name() == name);
            known.ok_or_else(|| unknown_word("class", &name))
        };
        self.texts("class")?.into_iter().map(|name| name.map(class).transpose()).collect()
    }

    fn statuses(&self) -> PolarsResult<Vec<Status>> {
        let status = |name: String| name.parse().map_err(|_| unknown_word("status", &name));
        self.words("status")?.into_iter().map(status).collect()
    }
}

fn empty_cell(column: &str) -> PolarsError {
    PolarsError::SchemaMismatch(format!("column {column} has a cell without value").into())
}

fn unknown_word(column: &str, found: &str) -> PolarsError {
    PolarsError::SchemaMismatch(format!("column {column} has the unknown word {found}").into())
}

/// Fills one field of every row from a column of the same length.
fn fill<T>(rows: &mut [ResultRow], values: Vec<T>, set: impl Fn(&mut ResultRow, T)) {
    for (row, value) in rows.iter_mut().zip(values) {
        set(row, value);
    }
}

fn blank_row(status: Status) -> ResultRow {
    ResultRow {
        scenario: String::new(),
        area: String::new(),
        sector: String::new(),
        occupation: None,
        qualification: None,
        sex: None,
        age: None,
        method: None,
        step: None,
        year: None,
        measure: String::new(),
        unit: String::new(),
        mean: 0.0,
        p025: None,
        p10: None,
        p50: None,
        p90: None,
        p975: None,
        p_shortage: None,
        class: None,
        reliability: None,
        status,
    }
}

fn rows_of(bytes: Vec<u8>) -> PolarsResult<Vec<ResultRow>> {
    let cells = Cells { frame: ParquetReader::new(Cursor::new(bytes)).finish()? };
    let mut rows: Vec<_> = cells.statuses()?.into_iter().map(blank_row).collect();
    fill(&mut rows, cells.words("scenario")?, |row, text| row.scenario = text);
    fill(&mut rows, cells.words("area")?, |row, text| row.area = text);
    fill(&mut rows, cells.words("sector")?, |row, text| row.sector = text);
    fill(&mut rows, cells.texts("occupation")?, |row, text| row.occupation = text);
    fill(&mut rows, cells.texts("qualification")?, |row, text| row.qualification = text);
    fill(&mut rows, cells.texts("sex")?, |row, text| row.sex = text);
    fill(&mut rows, cells.texts("age")?, |row, text| row.age = text);
    fill(&mut rows, cells.texts("method")?, |row, text| row.method = text);
    fill(&mut rows, cells.steps()?, |row, step| row.step = step);
    fill(&mut rows, cells.integers("year")?, |row, year| row.year = year.map(Year));
    fill(&mut rows, cells.words("measure")?, |row, text| row.measure = text);
    fill(&mut rows, cells.words("unit")?, |row, text| row.unit = text);
    let means: PolarsResult<Vec<f64>> = cells
        .numbers("mean")?
        .into_iter()
        .map(|mean| mean.ok_or_else(|| empty_cell("mean")))
        .collect();
    fill(&mut rows, means?, |row, mean| row.mean = mean);
    fill(&mut rows, cells.numbers("p025")?, |row, p| row.p025 = p);
    fill(&mut rows, cells.numbers("p10")?, |row, p| row.p10 = p);
    fill(&mut rows, cells.numbers("p50")?, |row, p| row.p50 = p);
    fill(&mut rows, cells.numbers("p90")?, |row, p| row.p90 = p);
    fill(&mut rows, cells.numbers("p975")?, |row, p| row.p975 = p);
    fill(&mut rows, cells.numbers("p_shortage")?, |row, p| row.p_shortage = p);
    fill(&mut rows, cells.classes()?, |row, class| row.class = class);
    fill(&mut rows, cells.texts("reliability")?, |row, letter| row.reliability = letter);
    Ok(rows)
}

/// The table that [`parquet`] wrote into `folder`; without rows if it is an optional one that is
/// not there.
///
/// # Errors
/// [`Error::Read`] if the file is missing or is not such a table.
pub(crate) fn read(folder: &Path, name: TableName) -> Result<ResultTable> {
    let path = folder.join(format!("{}.parquet", name.name()));
    let not_read = |source| Error::Read { path: path.clone(), source };
    if name.is_optional() && !path.exists() {
        return Ok(ResultTable { name, rows: Vec::new() });
    }
    let bytes = std::fs::read(&path).map_err(not_read)?;
    let wrong = |error: PolarsError| {
        not_read(std::io::Error::new(std::io::ErrorKind::InvalidData, error.to_string()))
    };
    Ok(ResultTable { name, rows: rows_of(bytes).map_err(wrong)? })
}

#[cfg(test)]
mod tests;
