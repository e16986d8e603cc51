//! Headers: which column is which, found by name and never by position.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::dataset::RawTable;
use crate::error::Problem;
use crate::language::Text;
use crate::units::Unit;
use crate::validate::finding;
use crate::validate::nearest;

/// Positions of the columns of a table by their names.
pub(crate) type Columns = BTreeMap<&'static str, usize>;

/// Columns whose texts tell the rows of a measure apart.
const KEY: [&str; 6] = ["area", "year", "sector", "sex", "age", "definition"];

/// The columns a table must and may have.
pub(crate) struct Expected<'a> {
    /// Without one of these the table cannot be read.
    pub(crate) required: &'a [&'static str],
    /// Columns that may be absent.
    pub(crate) optional: &'a [&'static str],
    /// Units of which exactly one heads the value column; empty for lists without one.
    pub(crate) units: &'a [Unit],
}

impl Expected<'_> {
    fn names(&self) -> impl Iterator<Item = &'static str> {
        let fixed = self.required.iter().chain(self.optional).copied();
        fixed.chain(self.units.iter().map(|unit| unit.name()))
    }
}

/// What the header says.
pub(crate) struct Header {
    /// Where each known column stands; the value column under its unit's name.
    pub(crate) columns: Columns,
    /// The unit of the value column, if the table has one.
    pub(crate) unit: Option<Unit>,
}

/// Finds the columns of `table`; `None` if it cannot be read without the ones that are missing.
///
/// A misspelt header is one finding, not a missing column and an unknown one.
pub(crate) fn read(table: &RawTable, expected: &Expected) -> (Option<Header>, Vec<Problem>) {
    let mut reading = Reading { table, expected, problems: Vec::new(), unknown: Vec::new() };
    let columns = reading.known_columns();
    let unit = reading.unit(&columns);
    let complete = reading.require(&columns);
    reading.report_unknown();
    let readable = complete && (unit.is_some() || expected.units.is_empty());
    (readable.then_some(Header { columns, unit }), reading.problems)
}

struct Reading<'a> {
    table: &'a RawTable,
    expected: &'a Expected<'a>,
    problems: Vec<Problem>,
    /// Positions of headers nobody knows.
    unknown: Vec<usize>,
}

impl Reading<'_> {
    fn known_columns(&mut self) -> Columns {
        let mut columns = Columns::new();
        for (position, header) in self.table.header.iter().enumerate() {
            let header = header.trim().to_lowercase();
            match self.expected.names().find(|name| *name == header) {
                Some(name) if columns.contains_key(name) => self.repeated(position),
                Some(name) => {
                    columns.insert(name, position);
                }
                None if header.starts_with('#') || self.is_empty(position) => {}
                None => self.unknown.push(position),
            }
        }
        columns
    }

    /// Whether a column without a header holds nothing, as spreadsheets like to append.
    fn is_empty(&self, position: usize) -> bool {
        let blank = |cells: &Vec<String>| cells.get(position).is_none_or(|c| c.trim().is_empty());
        self.table.header[position].trim().is_empty()
            && self.table.rows.iter().all(|row| blank(&row.cells))
    }

    fn repeated(&mut self, position: usize) {
        let header = self.table.header[position].trim();
        self.problems.push(finding::error(
            "repeated-column",
            finding::place(&self.table.file, 1, header),
            header,
            Text::new("mỗi tên cột chỉ xuất hiện một lần", "every header once"),
            Text::new("Xóa hoặc đổi tên cột thừa.", "Delete or rename the second column."),
        ));
    }

    fn unit(&mut self, columns: &Columns) -> Option<Unit> {
        let stated: Vec<Unit> = self
            .expected
            .units
            .iter()
            .copied()
            .filter(|unit| columns.contains_key(unit.name()))
            .collect();
        match stated.as_slice() {
            [unit] => return Some(*unit),
            [] if self.expected.units.is_empty() => {}
            [] => self.missing_unit(),
            [first, second, ..] => self.problems.push(finding::error(
                "several-units",
                finding::place(&self.table.file, 1, second.name()),
                format!("{first}, {second}"),
                Text::new("một cột giá trị", "one value column"),
                Text::new("Giữ lại một cột giá trị.", "Keep one value column."),
            )),
        }
        None
    }

    fn missing_unit(&mut self) {
        let names: Vec<&str> = self.expected.units.iter().map(|unit| unit.name()).collect();
        let other = self.table.header.iter().position(|h| Unit::named(h.trim()).is_some());
        let meant = other.or_else(|| self.unknown_near(&names)).or_else(|| self.unknown_value());
        if let Some(position) = meant {
            self.unknown.retain(|unknown| *unknown != position);
        }
        let found = meant.map_or(String::new(), |p| self.table.header[p].clone());
        let list = names.join(", ");
        self.problems.push(finding::error(
            "missing-unit",
            finding::place(&self.table.file, 1, &found),
            if found.is_empty() { self.table.header.join(", ") } else { found },
            Text::new(
                format!("một cột giá trị có tên là đơn vị: {list}"),
                format!("a value column whose header is its unit: {list}"),
            ),
            Text::new(
                "Đặt tên cột giá trị theo đơn vị của số liệu.",
                "Name the value column by the unit of its figures.",
            ),
        ));
    }

    fn unknown_near(&self, names: &[&str]) -> Option<usize> {
        let near = |header: &str| names.iter().any(|n| nearest::nearest(n, [header]) == [header]);
        self.unknown.iter().copied().find(|position| near(&self.lower(*position)))
    }

    fn unknown_value(&self) -> Option<usize> {
        let names = ["value", "giá trị"];
        self.unknown.iter().copied().find(|position| names.contains(&&*self.lower(*position)))
    }

    fn lower(&self, position: usize) -> String {
        self.table.header[position].trim().to_lowercase()
    }

    fn require(&mut self, columns: &Columns) -> bool {
        let absent = |name: &&'static str| !columns.contains_key(name);
        let mut missing: Vec<&'static str> =
            self.expected.required.iter().copied().filter(absent).collect();
        if missing.is_empty() && !self.unknown.is_empty() && self.repeats_keys(columns) {
            let optional = self.expected.optional.iter().copied().filter(absent);
            let misspelt = |name: &&str| KEY.contains(name) && self.unknown_near(&[name]).is_some();
            missing.extend(optional.filter(misspelt));
        }
        for name in &missing {
            self.missing(name);
        }
        missing.is_empty() && !self.hides_key(columns)
    }

    /// Whether a header nobody knows stands over a column of the key: without it rows repeat
    /// their keys, with it they do not. It is told once, here, and not by every row.
    fn hides_key(&mut self, columns: &Columns) -> bool {
        if self.unknown.is_empty() || !self.repeats_keys(columns) {
            return false;
        }
        let telling =
            |position: &usize| !self.repeats(&[&Self::key(columns)[..], &[*position]].concat());
        let Some(position) = self.unknown.iter().copied().find(telling) else { return false };
        self.unknown.retain(|unknown| *unknown != position);
        let header = self.table.header[position].trim().to_owned();
        let optional = self.expected.optional.iter().copied();
        let absent: Vec<&str> =
            optional.filter(|n| KEY.contains(n) && !columns.contains_key(n)).collect();
        let names = absent.join(", ");
        self.problems.push(finding::error(
            "missing-column",
            finding::place(&self.table.file, 1, &header),
            header.as_str(),
            Text::new(format!("một trong các cột {names}"), format!("one of the columns {names}")),
            Text::new(
                "Không có cột này thì nhiều dòng trùng khóa: đổi thành tên cột đúng.",
                "Without this column rows repeat their keys: give it the name that is meant.",
            ),
        ));
        true
    }

    /// Whether rows cannot be told apart, as happens where a column of the key is misspelt.
    fn repeats_keys(&self, columns: &Columns) -> bool {
        !self.expected.units.is_empty() && self.repeats(&Self::key(columns))
    }

    /// Positions of the columns of the key.
    fn key(columns: &Columns) -> Vec<usize> {
        KEY.iter().filter_map(|name| columns.get(name)).copied().collect()
    }

    /// Whether two rows that are not blank have the same texts at `positions`.
    fn repeats(&self, positions: &[usize]) -> bool {
        let mut keys = BTreeSet::new();
        let key = |cells: &Vec<String>| -> Option<Vec<String>> {
            positions.iter().map(|p| cells.get(*p).map(|cell| cell.trim().to_owned())).collect()
        };
        let blank = |key: &Vec<String>| key.iter().all(String::is_empty);
        let rows = self.table.rows.iter().filter_map(|row| key(&row.cells));
        rows.filter(|key| !blank(key)).any(|key| !keys.insert(key))
    }

    fn missing(&mut self, name: &'static str) {
        let meant = self.unknown_near(&[name]);
        if let Some(position) = meant {
            self.unknown.retain(|unknown| *unknown != position);
        }
        let found = meant.map(|position| self.table.header[position].trim().to_owned());
        let repair = match &found {
            Some(header) => Text::new(
                format!("Đổi tên cột «{header}» thành «{name}»."),
                format!("Rename the column «{header}» to «{name}»."),
            ),
            None => Text::new(format!("Thêm cột «{name}»."), format!("Add a column «{name}».")),
        };
        let place = finding::place(&self.table.file, 1, found.as_deref().unwrap_or_default());
        self.problems.push(finding::error(
            "missing-column",
            place,
            found.unwrap_or_else(|| self.table.header.join(", ")),
            Text::new(format!("cột «{name}»"), format!("a column «{name}»")),
            repair,
        ));
    }

    fn report_unknown(&mut self) {
        for position in std::mem::take(&mut self.unknown) {
            let header = self.table.header[position].trim();
            let names: Vec<&str> = self.expected.names().collect();
            let notice = Text::new(
                "Cột này không được đọc; đặt # trước tên nếu là ghi chú.",
                "The column is not read; put # before its name if it is a note.",
            );
            self.problems.push(finding::warning(
                "unknown-column",
                finding::place(&self.table.file, 1, header),
                header,
                Text::new(
                    format!("một trong các cột {}", names.join(", ")),
                    format!("one of the columns {}", names.join(", ")),
                ),
                finding::join(&nearest::suggestion(header, names), &notice),
            ));
        }
    }
}
