//! Cells: from the texts of one row to codes, years and numbers, with a finding for each that
//! cannot be read.

use std::collections::BTreeMap;

use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::error::Problem;
use crate::language::Text;
use crate::units::Year;
use crate::validate::finding;
use crate::validate::header::Columns;
use crate::validate::number;
use crate::validate::number::Notation;

/// A cell that could not be read; its finding is recorded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wrong;

/// Reads the cells of one table and collects what is wrong with them.
pub(crate) struct Cells<'a> {
    /// The table.
    pub(crate) table: &'a RawTable,
    /// Where the columns stand.
    pub(crate) columns: &'a Columns,
    /// Findings so far.
    pub(crate) problems: Vec<Problem>,
    notations: BTreeMap<&'static str, Notation>,
    grouped: BTreeMap<&'static str, (usize, String)>,
}

impl<'a> Cells<'a> {
    /// A reader of `table`.
    pub(crate) fn new(table: &'a RawTable, columns: &'a Columns) -> Self {
        Self {
            table,
            columns,
            problems: Vec::new(),
            notations: BTreeMap::new(),
            grouped: BTreeMap::new(),
        }
    }

    /// The trimmed cell of `column`; `None` if the table has no such column.
    pub(crate) fn text<'r>(&self, row: &'r RawRow, column: &str) -> Option<&'r str> {
        row.cells.get(*self.columns.get(column)?).map(|cell| cell.trim())
    }

    /// Records an error at `column` of `row`.
    pub(crate) fn error(
        &mut self,
        rule: &'static str,
        (row, column): (&RawRow, &'static str),
        expected: Text,
        repair: Text,
    ) -> Wrong {
        let position = self.columns.get(column).copied();
        let found = position.and_then(|p| row.cells.get(p)).map_or("", |cell| cell.trim());
        let place = finding::place(&self.table.file, row.row, column);
        self.problems.push(finding::error(rule, place, found, expected, repair));
        Wrong
    }

    /// Whether the row has as many cells as the header; blank rows are passed over in silence.
    pub(crate) fn is_whole(&mut self, row: &RawRow) -> bool {
        let n_columns = self.table.header.len();
        let extra = row.cells.iter().skip(n_columns).any(|cell| !cell.trim().is_empty());
        if row.cells.len() >= n_columns && !extra {
            return true;
        }
        let n_cells = row.cells.len();
        self.problems.push(finding::error(
            "ragged-row",
            finding::place(&self.table.file, row.row, ""),
            row.cells.join(" | "),
            Text::new(
                format!("{n_columns} ô như dòng tiêu đề, không phải {n_cells}"),
                format!("{n_columns} cells as in the header, not {n_cells}"),
            ),
            Text::new(
                "Kiểm tra dấu phân cách; ô có dấu phân cách phải đặt trong ngoặc kép.",
                "Check the separators; a cell that contains one must stand in double quotes.",
            ),
        ));
        false
    }

    /// Decides from all cells of a number column how its numbers are written.
    ///
    /// # Errors
    /// [`Wrong`] if the cells leave it open.
    pub(crate) fn decide(
        &mut self,
        column: &'static str,
        whole: number::Whole,
    ) -> Result<(), Wrong> {
        let rows = &self.table.rows;
        let cells: Vec<&str> = rows.iter().map(|r| self.text(r, column).unwrap_or("")).collect();
        let usual = if self.table.decimal_comma { Notation::Comma } else { Notation::Point };
        match number::decide(&cells, usual, whole) {
            number::Decision::Read(notation) => {
                self.notations.insert(column, notation);
                self.tell_comma(column, notation, &cells);
                Ok(())
            }
            number::Decision::Undecided(position) => {
                Err(self.undecided(column, &rows[position], cells[position]))
            }
        }
    }

    fn tell_comma(&mut self, column: &'static str, notation: Notation, cells: &[&str]) {
        let telling = |cell: &&&str| {
            !matches!(number::evidence(cell), number::Evidence::Either | number::Evidence::Text)
        };
        let example = cells.iter().find(telling).filter(|_| notation == Notation::Comma);
        let Some(example) = example else { return };
        let value = number::parse(example, notation).unwrap_or(0.0);
        self.problems.push(finding::warning(
            "decimal-comma",
            finding::place(&self.table.file, 0, column),
            *example,
            Text::new("số có dấu chấm thập phân", "numbers with a decimal point"),
            Text::new(
                format!("Cả cột được đọc với dấu phẩy thập phân: {example} là {value}."),
                format!("The whole column is read with a decimal comma: {example} is {value}."),
            ),
        ));
    }

    fn undecided(&mut self, column: &'static str, row: &RawRow, cell: &str) -> Wrong {
        let read = |notation| number::parse(cell, notation).unwrap_or(0.0);
        let (point, comma) = (read(Notation::Point), read(Notation::Comma));
        self.error(
            "ambiguous-number",
            (row, column),
            Text::new(
                format!("số chỉ có một cách đọc; có thể là {point} hoặc {comma}"),
                format!("a number with one reading; this is {point} or {comma}"),
            ),
            Text::new(
                "Bỏ dấu phân cách hàng nghìn trong cả cột.",
                "Remove thousands separators from the whole column.",
            ),
        )
    }

    /// The number in `column`.
    ///
    /// # Errors
    /// [`Wrong`] if the cell is empty, no number, or not finite.
    pub(crate) fn number(&mut self, row: &RawRow, column: &'static str) -> Result<f64, Wrong> {
        let text = self.text(row, column).unwrap_or("");
        let notation = self.notations.get(column).copied().unwrap_or(Notation::Point);
        let Some(value) = number::parse(text, notation) else {
            return Err(self.no_number(row, column, text));
        };
        if !value.is_finite() {
            return Err(self.not_finite(row, column));
        }
        if number::has_groups(text, notation) && notation == Notation::Point {
            self.grouped.entry(column).or_insert((row.row, text.to_owned()));
        }
        Ok(value)
    }

    fn not_finite(&mut self, row: &RawRow, column: &'static str) -> Wrong {
        self.error(
            "not-finite",
            (row, column),
            Text::new("một số hữu hạn", "a finite number"),
            Text::new("Nếu chưa có số liệu, xóa cả dòng.", "If it is not known, delete the row."),
        )
    }

    fn no_number(&mut self, row: &RawRow, column: &'static str, text: &str) -> Wrong {
        if text.is_empty() {
            return self.empty(row, column);
        }
        if ["nan", "inf", "-inf", "infinity", "-infinity"].contains(&text.to_lowercase().as_str()) {
            return self.not_finite(row, column);
        }
        let other = [Notation::Point, Notation::Comma];
        if let Some(value) = other.into_iter().find_map(|n| number::parse(text, n)) {
            return self.error(
                "number-is-text",
                (row, column),
                Text::new("số viết như các ô khác của cột", "a number written as the others are"),
                Text::new(
                    format!("Có thể là {value}; hãy viết lại như vậy."),
                    format!("It may be {value}; write it so."),
                ),
            );
        }
        self.error(
            "not-a-number",
            (row, column),
            Text::new("một con số, không có chữ", "a number without words or signs"),
            Text::new(
                "Chỉ giữ lại con số; nếu chưa có số liệu, xóa cả dòng.",
                "Keep the number alone; if it is not known, delete the row.",
            ),
        )
    }

    /// Records that a cell is empty that must not be.
    pub(crate) fn empty(&mut self, row: &RawRow, column: &'static str) -> Wrong {
        self.error(
            "empty-value",
            (row, column),
            Text::new("một giá trị", "a value"),
            Text::new(
                "Điền giá trị; nếu chưa có số liệu, xóa cả dòng.",
                "Fill it in; if it is not known, delete the row.",
            ),
        )
    }

    /// The year in `column`.
    ///
    /// # Errors
    /// [`Wrong`] if it is no whole number or outside 1900 to 2200.
    pub(crate) fn year(&mut self, row: &RawRow, column: &'static str) -> Result<Year, Wrong> {
        let text = self.text(row, column).unwrap_or("");
        if text.is_empty() {
            return Err(self.empty(row, column));
        }
        let whole = text.strip_suffix(".0").unwrap_or(text);
        let repair = || Text::new("Viết năm bằng bốn chữ số.", "Write the year with four digits.");
        match whole.parse::<i32>() {
            Err(_) => {
                let expected = Text::new("một năm, như 2025", "a year, such as 2025");
                Err(self.error("not-a-year", (row, column), expected, repair()))
            }
            Ok(year) if !(1900..=2200).contains(&year) => {
                let expected = Text::new("năm từ 1900 đến 2200", "a year from 1900 to 2200");
                Err(self.error("implausible-year", (row, column), expected, repair()))
            }
            Ok(year) => Ok(Year(year)),
        }
    }

    /// The findings, those about whole columns last.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        for (column, (row, text)) in std::mem::take(&mut self.grouped) {
            let value = number::parse(&text, Notation::Point).unwrap_or(0.0);
            self.problems.push(finding::warning(
                "grouped-number",
                finding::place(&self.table.file, row, column),
                text.as_str(),
                Text::new("số không có dấu hàng nghìn", "a number without thousands separators"),
                Text::new(
                    format!("Theo cả cột, ô này được đọc là {value}."),
                    format!("By the rest of the column it is read as {value}."),
                ),
            ));
        }
        self.problems
    }
}
