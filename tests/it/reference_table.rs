//! Tables of reference values, and tables that others wrote.

use std::collections::BTreeMap;
use std::path::Path;

/// A table whose cells are found by the name of their column, whatever the order of columns.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<BTreeMap<String, String>>,
}

/// The table of `path`; a path that is not absolute is one of this package.
pub(crate) fn read(path: impl AsRef<Path>) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    parse(&text)
}

/// The table of a text with commas or semicolons between cells, which may stand in quotation marks.
pub(crate) fn parse(text: &str) -> Table {
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    // A separator stands outside quotation marks: in every second piece between them.
    let outside: String = header.split('"').step_by(2).collect();
    let separator = if outside.contains(';') { ';' } else { ',' };
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let header = cells(lines.next().unwrap_or_default(), separator);
    let columns: Vec<String> = header.iter().map(|name| plain(name)).collect();
    let row = |line| columns.iter().cloned().zip(cells(line, separator)).collect();
    Table { rows: lines.map(row).collect(), columns }
}

fn cells(line: &str, separator: char) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == separator && !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Lower case, with one underscore for everything that is neither letter nor digit.
fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").to_lowercase()
}

/// The number of a cell; `None` where it was suppressed: empty, `x`, `..`, `n/a` and the like.
pub(crate) fn number(cell: &str) -> Option<f64> {
    let bare: String = cell.chars().filter(|c| !matches!(c, ',' | ' ' | '%' | '\u{a0}')).collect();
    bare.parse().ok().filter(|value: &f64| value.is_finite())
}

impl Table {
    /// The figures of `column`.
    ///
    /// # Panics
    /// If it has none or one is no number.
    pub(crate) fn numbers(&self, column: &str) -> Vec<f64> {
        let of_row = |row: &BTreeMap<String, String>| number(&row[column]);
        self.rows.iter().map(|row| of_row(row).unwrap_or_else(|| panic!("{row:?}"))).collect()
    }

    /// The rows whose `column` says `value`.
    pub(crate) fn only(&self, column: &str, value: &str) -> Self {
        let rows = self.rows.iter().filter(|row| row[column] == value).cloned().collect();
        Self { columns: self.columns.clone(), rows }
    }
}

#[test]
fn cells_are_found_by_name_and_suppressed_figures_are_none() {
    let table = parse("\u{feff}Code;\"Job Openings, 2023\"\r\n\"1; a\";1,200\r\n\r\n2;x\r\n");
    assert_eq!(table.columns, ["code", "job_openings_2023"]);
    assert_eq!(number(&table.rows[0]["job_openings_2023"]), Some(1200.0));
    assert_eq!((table.rows[0]["code"].as_str(), table.rows.len()), ("1; a", 2));
    assert_eq!(number(&table.rows[1]["job_openings_2023"]), None);
}
