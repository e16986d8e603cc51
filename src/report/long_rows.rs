//! Long tables of any size, written chunk by chunk as CSV, Parquet or JSON.
//!
//! A file is written beside its target and renamed when it is whole, so a killed run leaves the
//! old file or the new one. Nothing of a chunk is kept once it is written.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{
    Column, CsvWriter, DataFrame, DataType, Field, ParquetWriter, PolarsError, PolarsResult,
    Schema, SerWriter,
};
use serde_json::{Map, Value};
use tempfile::NamedTempFile;

use crate::error::{Error, Result};
use crate::report::atomic::{not_written, sync_folder};
use crate::report::tables::{as_it_is, never_a_formula};

/// The cells of one column in one chunk.
#[derive(Clone, Debug)]
pub(crate) enum Cells {
    /// Texts.
    Text(Vec<String>),
    /// Whole numbers.
    Integer(Vec<i64>),
    /// Figures; empty where they do not apply.
    Number(Vec<Option<f64>>),
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Integer(cells) => cells.len(),
            Self::Number(cells) => cells.len(),
        }
    }

    const fn data_type(&self) -> DataType {
        match self {
            Self::Text(_) => DataType::String,
            Self::Integer(_) => DataType::Int64,
            Self::Number(_) => DataType::Float64,
        }
    }

    fn value(&self, row: usize) -> Value {
        match self {
            Self::Text(cells) => cells[row].clone().into(),
            Self::Integer(cells) => cells[row].into(),
            Self::Number(cells) => cells[row].map_or(Value::Null, Value::from),
        }
    }
}

/// Columns of equal length, by their headers.
pub(crate) type Chunk = Vec<(String, Cells)>;

/// The form of a file, told by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Csv,
    Parquet,
    Json,
}

impl Form {
    /// Endings that are known.
    pub(crate) const ENDINGS: [(&'static str, Self); 3] =
        [("csv", Self::Csv), ("parquet", Self::Parquet), ("json", Self::Json)];

    /// The form of `path`.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        Self::ENDINGS.into_iter().find(|(known, _)| *known == ending).map(|(_, form)| form)
    }
}

enum Writer {
    Rows(Form, BufWriter<File>),
    // The writer of polars gathers whole row groups itself.
    Parquet(Box<BatchedWriter<File>>),
}

/// A long table being written.
pub(crate) struct LongRows {
    path: PathBuf,
    file: NamedTempFile,
    writer: Writer,
    n_rows: usize,
}

impl LongRows {
    /// Begins a table; `like` is its first chunk or any of the same columns.
    ///
    /// # Errors
    /// [`Error::Write`] if the place cannot be written to.
    pub(crate) fn create(path: &Path, form: Form, like: &Chunk) -> Result<Self> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let make = || {
            std::fs::create_dir_all(folder)?;
            let file = tempfile::Builder::new().prefix(".labourcast-").tempfile_in(folder)?;
            let target = file.reopen()?;
            Ok((file, target))
        };
        let (file, target) = make().map_err(not_written(path))?;
        let writer = match form {
            Form::Csv | Form::Json => Writer::Rows(form, BufWriter::new(target)),
            Form::Parquet => {
                let field =
                    |(name, cells): &(String, Cells)| Field::new(name.into(), cells.data_type());
                let schema: Schema = like.iter().map(field).collect();
                let writer = ParquetWriter::new(target).set_parallel(false).batched(&schema);
                Writer::Parquet(Box::new(writer.map_err(|error| failed(path, &error))?))
            }
        };
        Ok(Self { path: path.to_owned(), file, writer, n_rows: 0 })
    }

    /// Writes one chunk.
    ///
    /// # Errors
    /// [`Error::Write`] if the disk is full or the place is gone.
    pub(crate) fn write(&mut self, chunk: &Chunk) -> Result<()> {
        match &mut self.writer {
            Writer::Parquet(writer) => frame(chunk, as_it_is)
                .and_then(|frame| writer.write_batch(&frame))
                .map_err(|error| failed(&self.path, &error))?,
            Writer::Rows(Form::Json, target) => {
                json(target, self.n_rows, chunk).map_err(not_written(&self.path))?;
            }
            Writer::Rows(_, target) => {
                let text =
                    csv(chunk, if self.n_rows == 0 { Header::Shown } else { Header::LeftOut })?;
                target.write_all(text.as_bytes()).map_err(not_written(&self.path))?;
            }
        }
        self.n_rows += height(chunk);
        Ok(())
    }

    /// Puts the whole table in its place.
    ///
    /// # Errors
    /// [`Error::Write`] if the system refuses; an older file is then as it was.
    pub(crate) fn finish(self) -> Result<()> {
        let Self { path, file, writer, n_rows } = self;
        match writer {
            Writer::Parquet(writer) => {
                writer.finish().map_err(|error| failed(&path, &error))?;
            }
            Writer::Rows(form, mut target) => {
                let end: &[u8] = match (form, n_rows) {
                    (Form::Json, 0) => b"[]\n",
                    (Form::Json, _) => b"\n]\n",
                    _ => b"",
                };
                let end = target.write_all(end).and_then(|()| target.flush());
                end.map_err(not_written(&path))?;
            }
        }
        let put = || {
            file.as_file().sync_all()?;
            let folder = file.path().parent().map(Path::to_owned);
            file.persist(&path).map_err(|error| error.error)?;
            folder.map_or(Ok(()), |folder| sync_folder(&folder))
        };
        put().map_err(not_written(&path))
    }
}

/// Whether CSV text begins with the names of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Header {
    Shown,
    LeftOut,
}

fn height(chunk: &Chunk) -> usize {
    chunk.first().map_or(0, |(_, cells)| cells.len())
}

/// One chunk as CSV text.
///
/// # Errors
/// [`Error::Write`] if polars cannot write it.
pub(crate) fn csv(chunk: &Chunk, header: Header) -> Result<String> {
    let mut bytes = Vec::new();
    let mut write = || {
        let mut frame = frame(chunk, never_a_formula)?;
        CsvWriter::new(&mut bytes)
            .include_header(header == Header::Shown)
            .with_float_scientific(Some(false))
            .finish(&mut frame)
    };
    write().map_err(|error| failed(Path::new("-"), &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn failed(path: &Path, error: &PolarsError) -> Error {
    let kind = match error {
        PolarsError::IO { error, .. } => error.kind(),
        _ => io::ErrorKind::Other,
    };
    not_written(path)(io::Error::new(kind, error.to_string()))
}

fn frame(chunk: &Chunk, spelling: for<'a> fn(&'a str) -> Cow<'a, str>) -> PolarsResult<DataFrame> {
    let column = |(name, cells): &(String, Cells)| match cells {
        Cells::Text(cells) => {
            let spelt: Vec<Cow<'_, str>> = cells.iter().map(|cell| spelling(cell)).collect();
            Column::new(name.into(), spelt.iter().map(AsRef::as_ref).collect::<Vec<&str>>())
        }
        Cells::Integer(cells) => Column::new(name.into(), cells),
        Cells::Number(cells) => Column::new(name.into(), cells),
    };
    DataFrame::new(height(chunk), chunk.iter().map(column).collect())
}

fn json(target: &mut impl Write, n_before: usize, chunk: &Chunk) -> io::Result<()> {
    for row in 0..height(chunk) {
        target.write_all(if n_before + row == 0 { b"[\n" } else { b",\n" })?;
        let members = chunk.iter().map(|(name, cells)| (name.clone(), cells.value(row)));
        serde_json::to_writer(&mut *target, &Value::Object(members.collect::<Map<_, _>>()))?;
    }
    Ok(())
}
