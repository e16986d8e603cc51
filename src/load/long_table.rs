//! Long tables of any size, read row by row: one row a value, headers found by name.
//!
//! Comma, semicolon or tab, with or without byte order mark, decimal points or, between
//! semicolons or tabs, decimal commas; or Parquet, which a child process turns into rows. Nothing
//! of the table is kept here but the row in hand, so memory does not grow with the file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use csv::StringRecord;

use crate::error::{Error, Problem, Result};
use crate::language::Text;
use crate::load::parquet;
use crate::validate::number::{self, Evidence, Notation};
use crate::validate::{finding, nearest};

/// How much of a file is looked at to tell its separator and decimal mark.
const LOOKED_AT: usize = 1 << 16;
/// Cells that stand for a value nobody observed.
const NOT_OBSERVED: [&str; 8] = ["", "na", "n/a", "nan", "null", "none", "..", ":"];

/// A long table being read.
pub(crate) struct LongTable {
    path: PathBuf,
    file: String,
    header: Vec<String>,
    notation: Notation,
    reader: csv::Reader<Box<dyn Read>>,
    record: StringRecord,
    row: usize,
}

impl LongTable {
    /// Opens a table and reads its header.
    ///
    /// # Errors
    /// [`Error::Read`] if the file cannot be read, [`Error::Invalid`] if it has no header.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = path.display().to_string();
        let is_parquet = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"));
        let source: Box<dyn Read> = if is_parquet {
            let rows = parquet::rows(path).map_err(|source| not_read(path, source))?;
            Box::new(rows)
        } else {
            Box::new(File::open(path).map_err(|source| not_read(path, source))?)
        };
        let mut source = BufReader::with_capacity(LOOKED_AT, source);
        let start = source.fill_buf().map_err(|source| cut_off(path, &file, source))?;
        let dialect = Dialect::of(&String::from_utf8_lossy(start));
        source.consume(dialect.n_skipped);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(dialect.separator)
            .flexible(true)
            .from_reader(Box::new(source) as Box<dyn Read>);
        let read = reader.headers().cloned();
        let header: Vec<String> = match read {
            Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
            Err(error) => return Err(unreadable(path, &file, error)),
        };
        if header.iter().all(String::is_empty) {
            return Err(Error::Invalid { problems: vec![no_header(&file)] });
        }
        let (notation, record) = (dialect.notation, StringRecord::new());
        Ok(Self { path: path.to_owned(), file, header, notation, reader, record, row: 1 })
    }

    /// The file as the user named it.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// Names of the columns.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// Position of a column, if it is there.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|header| header.eq_ignore_ascii_case(name))
    }

    /// Positions of columns that must be there.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every column that is not, and the nearest name, or is there twice.
    pub(crate) fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N]> {
        let n_called =
            |name: &str| self.header.iter().filter(|h| h.eq_ignore_ascii_case(name)).count();
        let wrong = names.iter().filter_map(|name| match n_called(name) {
            0 => Some(self.no_column(name)),
            1 => None,
            _ => Some(self.one_column(name)),
        });
        let missing: Vec<Problem> = wrong.collect();
        if missing.is_empty() {
            Ok(names.map(|name| self.find(name).unwrap_or(0)))
        } else {
            Err(Error::Invalid { problems: missing })
        }
    }

    fn no_column(&self, name: &str) -> Problem {
        let near = nearest::suggestion(name, self.header.iter().map(String::as_str));
        let repair = Text::new(
            format!("Đặt tên một cột là {name}."),
            format!("Call one of the columns {name}."),
        );
        finding::error(
            "missing-column",
            finding::place(&self.file, 1, ""),
            self.header.join(", "),
            Text::new(format!("một cột {name}"), format!("a column {name}")),
            finding::join(&repair, &near),
        )
    }

    fn one_column(&self, name: &str) -> Problem {
        finding::error(
            "duplicate-column",
            finding::place(&self.file, 1, name),
            self.header.join(", "),
            Text::new(format!("chỉ một cột {name}"), format!("one column {name} only")),
            Text::new("Đổi tên hoặc xóa cột thừa.", "Rename or delete the other one."),
        )
    }

    /// Moves to the next row; false at the end of the table.
    ///
    /// # Errors
    /// [`Error::Read`] if the file cannot be read on, [`Error::Invalid`] if it is no text.
    pub(crate) fn next(&mut self) -> Result<bool> {
        match self.reader.read_record(&mut self.record) {
            Ok(more) => {
                self.row = self.record.position().map_or(self.row, |p| p.line() as usize);
                Ok(more)
            }
            Err(error) => Err(unreadable(&self.path, &self.file, error)),
        }
    }

    /// Physical row in hand, the header being row 1.
    pub(crate) const fn row(&self) -> usize {
        self.row
    }

    /// A cell of the row in hand; empty where the row is too short.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or("").trim()
    }

    /// The number in a cell of the row in hand, `None` where nothing was observed.
    ///
    /// # Errors
    /// A finding if the cell is text or not finite.
    pub(crate) fn number(&self, column: usize) -> std::result::Result<Option<f64>, Box<Problem>> {
        let cell = self.cell(column);
        if self.notation == Notation::Point
            && let Ok(number) = cell.parse::<f64>()
            && number.is_finite()
        {
            return Ok(Some(number));
        }
        if NOT_OBSERVED.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
            return Ok(None);
        }
        let number = number::parse(cell, self.notation).filter(|number| number.is_finite());
        number.map(Some).ok_or_else(|| Box::new(self.no_number(column)))
    }

    fn no_number(&self, column: usize) -> Problem {
        self.finding(
            "not-a-number",
            column,
            Text::new("một số", "a number"),
            Text::new(
                "Sửa ô này; nếu không có số liệu, để trống.",
                "Correct the cell; where nothing was observed, leave it empty.",
            ),
        )
    }

    /// A finding about a cell of the row in hand.
    pub(crate) fn finding(
        &self,
        rule: &'static str,
        column: usize,
        expected: Text,
        repair: Text,
    ) -> Problem {
        let name = self.header.get(column).map_or("", String::as_str);
        let place = finding::place(&self.file, self.row, name);
        finding::error(rule, place, self.cell(column), expected, repair)
    }
}

/// How a table writes cells and numbers.
struct Dialect {
    separator: u8,
    notation: Notation,
    /// Bytes of a `sep=;` line.
    n_skipped: usize,
}

impl Dialect {
    fn of(start: &str) -> Self {
        let text = start.trim_start_matches('\u{feff}');
        let declared = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
        let n_skipped = match declared {
            Some(_) => start.find('\n').map_or(0, |end| end + 1),
            None => 0,
        };
        let text = &start[n_skipped..];
        let header = text.lines().next().unwrap_or("");
        let count = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
        let most = [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',');
        let separator = declared.filter(|s| b",;\t".contains(s)).unwrap_or(most);
        let cells = text.lines().skip(1).flat_map(|line| line.split(char::from(separator)));
        let evidence = |wanted: Evidence| {
            cells.clone().filter(|cell| number::evidence(cell) == wanted).count()
        };
        let comma = separator != b',' && evidence(Evidence::Comma) > evidence(Evidence::Point);
        let notation = if comma { Notation::Comma } else { Notation::Point };
        Self { separator, notation, n_skipped }
    }
}

fn not_read(path: &Path, source: io::Error) -> Error {
    Error::Read { path: path.to_owned(), source }
}

/// A file that cannot be read on, or is damaged.
fn cut_off(path: &Path, file: &str, source: io::Error) -> Error {
    if source.kind() == io::ErrorKind::InvalidData {
        let found = source.to_string();
        return Error::Invalid { problems: vec![no_table(file, 0, found)] };
    }
    not_read(path, source)
}

fn unreadable(path: &Path, file: &str, error: csv::Error) -> Error {
    let row = error.position().map_or(0, |position| position.line() as usize);
    match error.into_kind() {
        csv::ErrorKind::Io(source) => cut_off(path, file, source),
        // What a reader sees where text is not UTF-8.
        csv::ErrorKind::Utf8 { .. } => {
            let found = char::REPLACEMENT_CHARACTER.to_string();
            Error::Invalid { problems: vec![no_table(file, row, found)] }
        }
        kind => Error::Invalid { problems: vec![no_table(file, row, format!("{kind:?}"))] },
    }
}

fn no_table(file: &str, row: usize, found: String) -> Problem {
    finding::error(
        "unreadable-table",
        finding::place(file, row, ""),
        found,
        Text::new("bảng CSV mã UTF-8 hoặc Parquet", "a table in CSV (UTF-8) or Parquet"),
        Text::new("Xuất lại bảng thành CSV UTF-8.", "Export the table as CSV UTF-8 again."),
    )
}

fn no_header(file: &str) -> Problem {
    finding::error(
        "empty-file",
        finding::place(file, 1, ""),
        "",
        Text::new("một dòng tiêu đề và các dòng số liệu", "a header and rows of figures"),
        Text::new("Điền số liệu vào tệp.", "Fill the file with figures."),
    )
}
