//! Parquet: the same tables as CSV, written by other programs.
//!
//! The decoder trusts the lengths a file states. On a damaged file it may panic, and some damage
//! makes it ask for 2,305,843,009,213,693,952 bytes (seen with polars 0.55.2), which ends the
//! process and cannot be caught. So the command decodes in a child process, [`serve`], and a file that
//! ends the child is a finding. A program that uses this crate as a library decodes in its own
//! process, where panics are caught and such a demand for memory is not.

use std::io::Cursor;
use std::io::Read;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

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
    let table =
        decoder().map_or_else(|| decode_here(bytes), |program| decode_apart(&program, bytes));
    let (header, rows) = table.map_err(|reason| csv::unreadable(file, &reason))?;
    // The header counts as row 1, so the first row of figures is row 2 as in a CSV.
    let rows =
        rows.into_iter().enumerate().map(|(i, cells)| RawRow { row: i + 2, cells }).collect();
    let (name, file) = (name.to_owned(), file.to_owned());
    Ok(RawTable { name, file, header, rows, decimal_comma: false })
}

/// Header and rows of a table as texts.
type Texts = (Vec<String>, Vec<Vec<String>>);

/// First argument of the child process that decodes.
pub(crate) const CHILD: &str = "decode-parquet";

/// The program to start for decoding: this one, if it is the command and not a library's user.
fn decoder() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    (program.file_stem()? == env!("CARGO_PKG_NAME")).then_some(program)
}

/// The child process: reads a file from `input` and writes its texts to `output` as JSON.
///
/// # Errors
/// What the decoder or the system said.
pub(crate) fn serve(mut input: impl Read, mut output: impl Write) -> Result<(), String> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let table = decode_here(&bytes)?;
    serde_json::to_writer(&mut output, &table).map_err(|error| error.to_string())?;
    output.flush().map_err(|error| error.to_string())
}

fn decode_apart(program: &std::path::Path, bytes: &[u8]) -> Result<Texts, String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut child = Command::new(program)
        .arg(CHILD)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    // The child reads everything before it writes, so neither waits for the other; it may have
    // ended before it read, which its status tells.
    if let Some(mut input) = child.stdin.take() {
        input.write_all(bytes).ok();
    }
    let answer = child.wait_with_output().map_err(failed)?;
    if !answer.status.success() {
        return Err("Parquet".to_owned());
    }
    serde_json::from_slice(&answer.stdout).map_err(|error| error.to_string())
}

fn decode_here(bytes: &[u8]) -> Result<Texts, String> {
    match catch_unwind(AssertUnwindSafe(|| decode(bytes))) {
        Ok(decoded) => decoded.map_err(|error| error.to_string()),
        Err(_) => Err("Parquet".to_owned()),
    }
}

fn decode(bytes: &[u8]) -> PolarsResult<Texts> {
    let frame: DataFrame = ParquetReader::new(Cursor::new(bytes)).finish()?;
    let header = frame.columns().iter().map(|column| column.name().to_string()).collect();
    let mut rows = vec![Vec::new(); frame.height()];
    for column in frame.columns() {
        for (row, cell) in rows.iter_mut().zip(texts(column)?) {
            row.push(cell);
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
