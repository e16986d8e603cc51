//! TOML: tables that remember which keys were asked for.
//!
//! A reader asks a table for its keys; whatever is then left over is unknown and reported with
//! the nearest key that was asked for. So the keys a file may have stand in one place only, and
//! every problem of a file is found in one go, each with its line.

use std::collections::BTreeSet;
use std::ops::Range;
use std::str::FromStr;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::codes::CodeError;
use crate::error::Problem;
use crate::language::Text;
use crate::units::Year;
use crate::validate::finding;
use crate::validate::nearest;

/// Reads a whole TOML file; `None` if it is no TOML.
pub(crate) fn read<T>(
    (file, text): (&str, &str),
    problems: &mut Vec<Problem>,
    with: impl FnOnce(&mut Table) -> T,
) -> Option<T> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let row = line(text, error.span().unwrap_or(0..0).start);
        problems.push(finding::error(
            "not-toml",
            finding::place(file, row, ""),
            error.message(),
            Text::new("cú pháp TOML", "TOML syntax"),
            Text::new(
                "Kiểm tra dấu ngoặc, dấu nháy và dấu = ở dòng này.",
                "Check brackets, quotation marks and equals signs in this line.",
            ),
        ));
    }
    if !errors.is_empty() {
        return None;
    }
    let mut table = Table {
        file,
        text,
        path: String::new(),
        span: 0..0,
        values: document.get_ref(),
        asked: BTreeSet::new(),
        problems: Vec::new(),
    };
    let value = with(&mut table);
    table.report_unknown();
    problems.extend(table.problems);
    Some(value)
}

/// The line of a byte position, the first being 1.
fn line(text: &str, position: usize) -> usize {
    1 + text.bytes().take(position).filter(|byte| *byte == b'\n').count()
}

/// A table of a TOML file.
pub(crate) struct Table<'d> {
    file: &'d str,
    text: &'d str,
    path: String,
    span: Range<usize>,
    values: &'d DeTable<'d>,
    asked: BTreeSet<String>,
    problems: Vec<Problem>,
}

type Value<'d> = &'d Spanned<DeValue<'d>>;

impl<'d> Table<'d> {
    fn value(&mut self, key: &str) -> Option<Value<'d>> {
        self.asked.insert(key.to_owned());
        self.values.get(key)
    }

    /// Whether the table has `key`; does not count as asking for it.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// The keys as written.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.values.keys().map(|key| key.get_ref().to_string()).collect()
    }

    fn key_path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Records an error at `key`.
    pub(crate) fn error(
        &mut self,
        rule: &'static str,
        key: &str,
        (expected, repair): (Text, Text),
    ) {
        let value = self.values.get(key);
        let span = value.map_or(self.span.clone(), Spanned::span);
        let row = line(self.text, span.start);
        let found = value.map_or("", |_| self.text.get(span).unwrap_or(""));
        let place = finding::place(self.file, row, &self.key_path(key));
        self.problems.push(finding::error(rule, place, unquoted(found), expected, repair));
    }

    /// Records that `key` must be there and is not.
    pub(crate) fn missing(&mut self, key: &str) {
        let path = self.key_path(key);
        // A misspelt key is one finding: it is told as missing, with the name it was given.
        let others = self.keys();
        let unknown = others.iter().map(String::as_str).filter(|k| !self.asked.contains(*k));
        let meant = nearest::nearest(key, unknown);
        let hint = match meant.first() {
            Some(other) => Text::new(
                format!("Đổi tên khóa «{other}» thành «{key}»."),
                format!("Rename the key «{other}» to «{key}»."),
            ),
            None => Text::new(format!("Thêm khóa «{path}»."), format!("Add the key «{path}».")),
        };
        let at = meant.first().map_or(key.to_owned(), |other| (*other).to_owned());
        self.asked.extend(meant.first().map(|other| (*other).to_owned()));
        let row = self.row_of(&at);
        let found = if at == key { "" } else { &at };
        self.problems.push(finding::error(
            "missing-key",
            finding::place(self.file, row, &path),
            found,
            Text::new(format!("khóa «{path}»"), format!("the key «{path}»")),
            hint,
        ));
    }

    /// The line of `key`, or of the table itself.
    pub(crate) fn row_of(&self, key: &str) -> usize {
        let entry = self.values.iter().find(|(name, _)| name.get_ref() == key);
        line(self.text, entry.map_or(self.span.start, |(name, _)| name.span().start))
    }

    fn wrong_type(&mut self, key: &str, expected: Text) {
        let repair = Text::new("Viết lại giá trị.", "Write the value again.");
        self.error("wrong-value", key, (expected, repair));
    }

    /// The text of `key`, if it is there.
    pub(crate) fn optional_text(&mut self, key: &str) -> Option<String> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.as_ref().is_none_or(|text| text.trim().is_empty()) {
            self.wrong_type(key, Text::new("một đoạn văn bản", "a text in quotation marks"));
            return None;
        }
        text
    }

    /// The text of `key`, which must be there.
    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        self.require(key).then(|| self.optional_text(key)).flatten()
    }

    /// Whether `key` is there; if not, that is recorded.
    pub(crate) fn require(&mut self, key: &str) -> bool {
        let there = self.has(key);
        self.asked.insert(key.to_owned());
        if !there {
            self.missing(key);
        }
        there
    }

    /// The number of `key` between `low` and `high`, if it is there.
    pub(crate) fn optional_number(&mut self, key: &str, (low, high): (f64, f64)) -> Option<f64> {
        let value = self.value(key)?;
        let number = as_number(value.get_ref());
        match number {
            Some(number) if (low..=high).contains(&number) => Some(number),
            _ => {
                self.not_between(key, (low, high));
                None
            }
        }
    }

    /// Records that `key` is no number between `low` and `high`.
    pub(crate) fn not_between(&mut self, key: &str, (low, high): (f64, f64)) {
        let expected = Text::new(
            format!("một số từ {low} đến {high}"),
            format!("a number from {low} to {high}"),
        );
        self.wrong_type(key, expected);
    }

    /// The number of `key`, which must be there.
    pub(crate) fn number(&mut self, key: &str, range: (f64, f64)) -> Option<f64> {
        self.require(key).then(|| self.optional_number(key, range)).flatten()
    }

    /// The numbers of `key`, each between `low` and `high`, if it is there.
    pub(crate) fn optional_numbers(&mut self, key: &str, range: (f64, f64)) -> Option<Vec<f64>> {
        let value = self.value(key)?;
        let numbers: Option<Vec<f64>> = value.get_ref().as_array().and_then(|array| {
            array.iter().map(|item| as_number(item.get_ref())).collect::<Option<Vec<f64>>>()
        });
        let inside = |numbers: &Vec<f64>| numbers.iter().all(|n| (range.0..=range.1).contains(n));
        let numbers = numbers.filter(inside);
        if numbers.is_none() {
            let (low, high) = range;
            let expected = Text::new(
                format!("danh sách số từ {low} đến {high}"),
                format!("a list of numbers from {low} to {high}"),
            );
            self.wrong_type(key, expected);
        }
        numbers
    }

    /// The year of `key`, if it is there.
    pub(crate) fn optional_year(&mut self, key: &str) -> Option<Year> {
        let number = self.optional_number(key, (1900.0, 2200.0))?;
        if number.fract() != 0.0 {
            self.not_between(key, (1900.0, 2200.0));
            return None;
        }
        Some(Year(number as i32))
    }

    /// The year of `key`, which must be there.
    pub(crate) fn year(&mut self, key: &str) -> Option<Year> {
        self.require(key).then(|| self.optional_year(key)).flatten()
    }

    /// The text of `key` in both languages; one string stands for both.
    pub(crate) fn bilingual(&mut self, key: &str) -> Option<Text> {
        if !self.require(key) {
            return None;
        }
        if self.value(key).is_some_and(|value| value.get_ref().is_str()) {
            return self.optional_text(key).map(|text| Text::new(text.clone(), text));
        }
        self.within(key, |table| {
            let (vi, en) = (table.text("vi"), table.text("en"));
            Some(Text::new(vi?, en?))
        })
        .flatten()
    }

    /// The code of `key`, which must be there.
    pub(crate) fn code<T: FromStr<Err = CodeError>>(&mut self, key: &str) -> Option<T> {
        self.require(key).then(|| self.optional_code(key)).flatten()
    }

    /// The code of `key`, if it is there.
    pub(crate) fn optional_code<T: FromStr<Err = CodeError>>(&mut self, key: &str) -> Option<T> {
        let text = self.optional_text(key)?;
        match text.parse() {
            Ok(code) => Some(code),
            Err(error) => {
                self.wrong_type(key, code_expected(&error));
                None
            }
        }
    }

    /// The texts of `key`; none if it is absent.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let texts: Option<Vec<String>> = value.get_ref().as_array().and_then(|array| {
            array.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
        });
        if texts.is_none() {
            self.wrong_type(key, Text::new("danh sách văn bản", "a list of texts"));
        }
        texts.unwrap_or_default()
    }

    /// The codes of `key`; none if it is absent.
    pub(crate) fn codes<T: FromStr<Err = CodeError>>(&mut self, key: &str) -> Vec<T> {
        let mut codes = Vec::new();
        for text in self.texts(key) {
            match text.parse() {
                Ok(code) => codes.push(code),
                Err(error) => self.wrong_type(key, code_expected(&error)),
            }
        }
        codes
    }

    /// Judges a name by `known`; an unknown one is recorded with the nearest of `names`.
    pub(crate) fn name<T>(
        &mut self,
        key: &str,
        text: &str,
        (known, names): (impl Fn(&str) -> Option<T>, &[&str]),
    ) -> Option<T> {
        let found = known(text);
        if found.is_none() {
            let list = names.join(", ");
            let row = self.row_of(key);
            let place = finding::place(self.file, row, &self.key_path(key));
            self.problems.push(finding::error(
                "unknown-name",
                place,
                text,
                Text::new(format!("một trong {list}"), format!("one of {list}")),
                nearest::suggestion(text, names.iter().copied()),
            ));
        }
        found
    }

    /// Reads the table of `key`, if it is there.
    pub(crate) fn within<T>(
        &mut self,
        key: &str,
        with: impl FnOnce(&mut Table<'d>) -> T,
    ) -> Option<T> {
        let value = self.value(key)?;
        let Some(values) = value.get_ref().as_table() else {
            self.wrong_type(key, Text::new("một bảng { … }", "a table { … }"));
            return None;
        };
        let path = self.key_path(key);
        Some(self.inner((path, value.span()), values, with))
    }

    /// Counts `key` as known without reading it.
    pub(crate) fn knows(&mut self, key: &str) {
        self.asked.insert(key.to_owned());
    }

    /// Reads each table of the list `key`; none if it is absent.
    pub(crate) fn each<T>(
        &mut self,
        key: &str,
        mut with: impl FnMut(&mut Table<'d>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let items: Vec<Value> =
            value.get_ref().as_array().map_or(Vec::new(), |a| a.iter().collect());
        if items.is_empty() || items.iter().any(|item| !item.get_ref().is_table()) {
            let expected = format!("[[{key}]]");
            self.wrong_type(key, Text::new(expected.clone(), expected));
            return Vec::new();
        }
        let mut read = Vec::new();
        for (position, item) in items.into_iter().enumerate() {
            let path = format!("{}[{}]", self.key_path(key), position + 1);
            if let Some(values) = item.get_ref().as_table() {
                read.push(self.inner((path, item.span()), values, &mut with));
            }
        }
        read
    }

    fn inner<T>(
        &mut self,
        (path, span): (String, Range<usize>),
        values: &'d DeTable<'d>,
        with: impl FnOnce(&mut Table<'d>) -> T,
    ) -> T {
        let (file, text) = (self.file, self.text);
        let (asked, problems) = (BTreeSet::new(), Vec::new());
        let mut table = Table { file, text, path, span, values, asked, problems };
        let read = with(&mut table);
        table.report_unknown();
        self.problems.extend(table.problems);
        read
    }

    fn report_unknown(&mut self) {
        for key in self.keys().into_iter().filter(|key| !self.asked.contains(key)) {
            let known: Vec<&str> = self.asked.iter().map(String::as_str).collect();
            let list = known.join(", ");
            let place = finding::place(self.file, self.row_of(&key), &self.key_path(&key));
            self.problems.push(finding::error(
                "unknown-key",
                place,
                key.as_str(),
                Text::new(format!("một trong các khóa {list}"), format!("one of the keys {list}")),
                nearest::suggestion(&key, known),
            ));
        }
    }
}

fn as_number(value: &DeValue) -> Option<f64> {
    let number = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

fn code_expected(error: &CodeError) -> Text {
    Text::new(error.expected_vi, error.expected)
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}
