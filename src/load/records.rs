//! Records: where the lines and cells of a CSV text begin and end.
//!
//! The parser of polars is fast and trusting; it takes a stray quotation mark for the end of the
//! file and loses the numbers of blank lines. So the text is cut into records first, and only
//! well-formed ones go on, each with its physical row.

use std::ops::Range;

/// One line of a table, which may span several lines of text inside quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Physical row, the first line being 1.
    pub(crate) row: usize,
    /// The whole of it, without the end of line.
    pub(crate) span: Range<usize>,
    /// Its cells, quotation marks included; one cell if its quotation marks make no sense.
    pub(crate) cells: Vec<Range<usize>>,
    /// Whether its quotation marks make sense.
    pub(crate) sound: bool,
}

/// Cuts `text` into records, blank ones left out but counted.
pub(crate) fn cut(text: &str, separator: u8) -> Vec<Record> {
    let bytes = text.as_bytes();
    let (mut records, mut start, mut row) = (Vec::new(), 0, 1);
    while start < bytes.len() {
        let (mut record, next) = one(bytes, start, separator);
        record.row = row;
        if !text[record.span.clone()].trim().is_empty() {
            records.push(record);
        }
        (start, row) = (next, row + 1);
    }
    records
}

/// The record that begins at `start`, and where the next one begins.
fn one(bytes: &[u8], start: usize, separator: u8) -> (Record, usize) {
    let mut cells = Vec::new();
    let mut from = start;
    loop {
        let Some(to) = cell_end(bytes, from, separator) else {
            return unsound(bytes, start);
        };
        cells.push(from..to);
        match bytes.get(to) {
            Some(byte) if *byte == separator => from = to + 1,
            _ => {
                let record = Record { row: 0, span: start..to, cells, sound: true };
                return (record, after_line_end(bytes, to));
            }
        }
    }
}

/// Where the cell that begins at `from` ends; `None` if its quotation marks make no sense.
fn cell_end(bytes: &[u8], from: usize, separator: u8) -> Option<usize> {
    let ends = |byte: u8| byte == separator || byte == b'\n' || byte == b'\r';
    if bytes.get(from) != Some(&b'"') {
        let length = bytes[from..].iter().position(|b| ends(*b) || *b == b'"');
        let to = length.map_or(bytes.len(), |length| from + length);
        return (bytes.get(to) != Some(&b'"')).then_some(to);
    }
    let mut position = from + 1;
    loop {
        position += bytes[position..].iter().position(|b| *b == b'"')? + 1;
        match bytes.get(position) {
            None => return Some(position),
            Some(byte) if ends(*byte) => return Some(position),
            Some(b'"') => position += 1,
            Some(_) => return None,
        }
    }
}

/// The line at `start` as one cell.
fn unsound(bytes: &[u8], start: usize) -> (Record, usize) {
    let length = bytes[start..].iter().position(|b| *b == b'\n' || *b == b'\r');
    let to = length.map_or(bytes.len(), |length| start + length);
    let cells = std::iter::once(start..to).collect();
    (Record { row: 0, span: start..to, cells, sound: false }, after_line_end(bytes, to))
}

fn after_line_end(bytes: &[u8], to: usize) -> usize {
    match (bytes.get(to), bytes.get(to + 1)) {
        (Some(b'\r'), Some(b'\n')) => to + 2,
        _ => to + 1,
    }
}

/// The text of a cell without its quotation marks.
pub(crate) fn unquote(cell: &str) -> String {
    match cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        cut(text, b',')
            .iter()
            .map(|r| (r.row, r.cells.iter().map(|c| unquote(&text[c.clone()])).collect()))
            .collect()
    }

    fn row(row: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (row, cells.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn blank_lines_are_counted_and_quotes_hold_separators() {
        let text = "a,b\r\n\r\n\"x, \"\"y\"\"\",2\rlast,3";
        let expected = [row(1, &["a", "b"]), row(3, &["x, \"y\"", "2"]), row(4, &["last", "3"])];
        assert_eq!(cells(text), expected);
    }

    #[test]
    fn a_stray_quote_spoils_its_own_line_only() {
        let text = "a,b\n\"open,1\n5\" pipe,2\nc,\"3\"\nd,4\n";
        let sound: Vec<bool> = cut(text, b',').iter().map(|record| record.sound).collect();
        assert_eq!(sound, [true, false, false, true, true]);
    }
}
