//! CSV: comma, semicolon or tab, with or without byte order mark, in UTF-8.
//!
//! Every cell is read as text; what the texts mean is decided in [`crate::validate`].

use std::io::Cursor;

use polars::prelude::CsvParseOptions;
use polars::prelude::CsvReadOptions;
use polars::prelude::DataFrame;
use polars::prelude::PolarsResult;
use polars::prelude::SerReader;

use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::error::Problem;
use crate::language::Text;
use crate::load::records;
use crate::load::records::Record;
use crate::load::text;
use crate::validate::finding;
use crate::validate::number;

/// More columns than any table here has; a binary file may seem to have thousands.
const MOST_COLUMNS: usize = 64;

/// Reads a CSV file as a table of texts.
///
/// # Errors
/// A finding if the file as a whole cannot be read.
pub(crate) fn read(file: &str, name: &str, bytes: &[u8]) -> Result<RawTable, Box<Problem>> {
    let text = text::decode(file, bytes)?;
    let (text, separator, skipped) = dialect(text);
    let mut records = records::cut(text, separator).into_iter();
    let header = records.next().ok_or_else(|| no_table(file, ""))?;
    let header: Vec<String> =
        header.cells.into_iter().map(|cell| records::unquote(&text[cell])).collect();
    let legible = header.iter().all(|name| !name.chars().any(char::is_control));
    if header.len() > MOST_COLUMNS || !legible {
        return Err(no_table(file, &header.join(", ")));
    }
    let mut rows = Rows { text, separator, n_columns: header.len() }
        .read(&records.collect::<Vec<_>>())
        .map_err(|error| unreadable(file, &error.to_string()))?;
    for row in &mut rows {
        row.row += skipped;
    }
    if rows.is_empty() {
        return Err(no_rows(file));
    }
    let decimal_comma = separator != b',' && !has_points(&rows);
    Ok(RawTable { name: name.to_owned(), file: file.to_owned(), header, rows, decimal_comma })
}

/// The text after a `sep=;` line, its separator, and the number of lines left out.
///
/// The separator is the one that occurs most often in the header; Excel writes semicolons where
/// the comma marks decimals.
fn dialect(text: &str) -> (&str, u8, usize) {
    if let Some((declared, rest)) = text.split_once('\n')
        && let Some(separator) = declared.trim().strip_prefix("sep=")
        && let [separator @ (b',' | b';' | b'\t')] = separator.as_bytes()
    {
        return (rest, *separator, 1);
    }
    let header = text.trim_start().lines().next().unwrap_or("");
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    let candidates = [b'\t', b';', b','];
    (text, candidates.into_iter().max_by_key(|s| count(*s)).unwrap_or(b','), 0)
}

/// Whether any number can only be meant with a decimal point.
fn has_points(rows: &[RawRow]) -> bool {
    let cells = rows.iter().flat_map(|row| &row.cells);
    cells.into_iter().any(|cell| number::evidence(cell) == number::Evidence::Point)
}

struct Rows<'a> {
    text: &'a str,
    separator: u8,
    n_columns: usize,
}

impl Rows<'_> {
    /// The rows: well-formed records through polars, the others as they are.
    fn read(&self, records: &[Record]) -> PolarsResult<Vec<RawRow>> {
        let is_whole = |r: &&Record| r.sound && r.cells.len() == self.n_columns;
        let (whole, ragged): (Vec<&Record>, Vec<&Record>) = records.iter().partition(is_whole);
        let mut rows = self.parse(&whole)?;
        for record in ragged {
            let cells = record.cells.iter().map(|c| records::unquote(&self.text[c.clone()]));
            rows.push(RawRow { row: record.row, cells: cells.collect() });
        }
        rows.sort_by_key(|row| row.row);
        Ok(rows)
    }

    fn parse(&self, whole: &[&Record]) -> PolarsResult<Vec<RawRow>> {
        if whole.is_empty() {
            return Ok(Vec::new());
        }
        let lines: Vec<&str> = whole.iter().map(|record| &self.text[record.span.clone()]).collect();
        let mut text = lines.join("\n");
        text.push('\n');
        let options = CsvReadOptions::default()
            .with_has_header(false)
            .with_infer_schema_length(Some(0))
            .with_n_threads(Some(1))
            .with_parse_options(
                CsvParseOptions::default()
                    .with_separator(self.separator)
                    .with_quote_char(Some(b'"')),
            );
        let frame = options.into_reader_with_file_handle(Cursor::new(text.as_bytes())).finish()?;
        if frame.height() == whole.len() && frame.width() == self.n_columns {
            return rows(&frame, whole);
        }
        // A cell of blanks alone may pass for a blank line; such a table is cut by hand.
        let cut = |record: &&Record| RawRow {
            row: record.row,
            cells: record.cells.iter().map(|c| records::unquote(&self.text[c.clone()])).collect(),
        };
        Ok(whole.iter().map(cut).collect())
    }
}

fn rows(frame: &DataFrame, records: &[&Record]) -> PolarsResult<Vec<RawRow>> {
    let mut rows: Vec<RawRow> =
        records.iter().map(|r| RawRow { row: r.row, cells: Vec::new() }).collect();
    for column in frame.columns() {
        for (row, cell) in rows.iter_mut().zip(column.str()?.iter()) {
            row.cells.push(cell.unwrap_or("").to_owned());
        }
    }
    Ok(rows)
}

fn no_table(file: &str, found: &str) -> Box<Problem> {
    Box::new(finding::error(
        "not-a-table",
        finding::place(file, 1, ""),
        found,
        Text::new(
            "dòng tiêu đề với tên các cột, cách nhau bằng dấu phẩy hoặc chấm phẩy",
            "a header with the names of the columns, separated by commas or semicolons",
        ),
        Text::new("Xuất lại bảng thành CSV UTF-8.", "Export the table as CSV UTF-8 again."),
    ))
}

fn no_rows(file: &str) -> Box<Problem> {
    Box::new(finding::error(
        "empty-file",
        finding::place(file, 1, ""),
        "",
        Text::new("các dòng số liệu dưới dòng tiêu đề", "rows of figures below the header"),
        Text::new("Điền số liệu hoặc xóa tệp.", "Fill the file with figures, or delete it."),
    ))
}

/// A file that polars refuses.
pub(crate) fn unreadable(file: &str, reason: &str) -> Box<Problem> {
    Box::new(finding::error(
        "unreadable-table",
        finding::place(file, 0, ""),
        reason,
        Text::new("một bảng đọc được", "a table that can be read"),
        Text::new("Xuất lại bảng thành CSV UTF-8.", "Export the table as CSV UTF-8 again."),
    ))
}
