//! Parquet: the same tables as CSV, written by other programs.

use std::io::Cursor;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use polars::prelude::Column;
use polars::prelude::DataFrame;
use polars::prelude::DataType;
use polars::prelude::ParquetReader;
use polars::prelude::PolarsResult;
use polars::prelude::SerReader;

use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::error::Problem;
use crate::load::csv;

/// Reads a Parquet file as a table of texts; numbers keep all their digits.
///
/// # Errors
/// A finding if the file cannot be read.
pub(crate) fn read(file: &str, name: &str, bytes: &[u8]) -> Result<RawTable, Box<Problem>> {
    // Both ends carry the format's name; without them the decoder is not even asked.
    if bytes.len() < 12 || !bytes.starts_with(b"PAR1") || !bytes.ends_with(b"PAR1") {
        return Err(csv::unreadable(file, "PAR1"));
    }
    // The decoder trusts the lengths a file states and panics on some damaged ones; a user's file
    // must not end the program.
    let decoded = catch_unwind(AssertUnwindSafe(|| decode(bytes)));
    let (header, rows) = match decoded {
        Ok(Ok(table)) => table,
        Ok(Err(error)) => return Err(csv::unreadable(file, &error.to_string())),
        Err(_) => return Err(csv::unreadable(file, "Parquet")),
    };
    let (name, file) = (name.to_owned(), file.to_owned());
    Ok(RawTable { name, file, header, rows, decimal_comma: false })
}

fn decode(bytes: &[u8]) -> PolarsResult<(Vec<String>, Vec<RawRow>)> {
    let frame: DataFrame = ParquetReader::new(Cursor::new(bytes)).finish()?;
    let header = frame.columns().iter().map(|column| column.name().to_string()).collect();
    // The header counts as row 1, so the first row of figures is row 2 as in a CSV.
    let mut rows: Vec<RawRow> =
        (0..frame.height()).map(|i| RawRow { row: i + 2, cells: Vec::new() }).collect();
    for column in frame.columns() {
        for (row, cell) in rows.iter_mut().zip(texts(column)?) {
            row.cells.push(cell);
        }
    }
    Ok((header, rows))
}

fn texts(column: &Column) -> PolarsResult<Vec<String>> {
    if let Ok(numbers) = column.f64() {
        let written = |number: Option<f64>| number.map_or(String::new(), |n| n.to_string());
        return Ok(numbers.iter().map(written).collect());
    }
    let cast = column.cast(&DataType::String)?;
    Ok(cast.str()?.iter().map(|cell| cell.unwrap_or("").to_owned()).collect())
}
