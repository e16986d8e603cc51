//! Lists of the labour accounts: occupations, qualifications, training, orders.
//!
//! Each table is read row by row like every list; then what only the whole table can say is asked:
//! keys that repeat, and shares that do not add up to a whole.

use crate::codes::CodeError;
use crate::codes::OccupationCode;
use crate::codes::QualificationCode;
use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::dataset::accounts::AccountTables;
use crate::error::Problem;
use crate::language::Text;
use crate::validate::axis;
use crate::validate::axis::Axis;
use crate::validate::cells::Wrong;
use crate::validate::finding;
use crate::validate::lists::List;
use crate::validate::nearest;
use crate::validate::slips::Reason;

mod ages;
mod rates;
mod shares;
mod training;
mod wholes;

type Reader = fn(&RawTable, &Axis, &mut AccountTables) -> Vec<Problem>;

/// The tables, each with what reads it.
const TABLES: [(&str, Reader); 12] = [
    ("occupation_share", shares::occupations),
    ("qualification_share", shares::qualifications),
    ("field_occupation", shares::fields),
    ("enrolment", training::enrolment),
    ("programme", training::programmes),
    ("workshop_places", training::workshops),
    ("order_limit", training::limits),
    ("qualified_migration", rates::migration),
    ("upgrading", rates::upgrading),
    ("exit_rate", rates::exits),
    ("occupation_age", ages::occupations),
    ("tightness", rates::tightness),
];

/// The names of the tables.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().map(|(name, _)| name)
}

/// Whether `name` is one of the tables.
pub(crate) fn is_table(name: &str) -> bool {
    names().any(|known| known == name)
}

/// Reads `table` into `accounts`.
pub(crate) fn read(table: &RawTable, axis: &Axis, accounts: &mut AccountTables) -> Vec<Problem> {
    let reader = TABLES.into_iter().find(|(name, _)| *name == table.name);
    reader.map_or_else(Vec::new, |(_, read)| read(table, axis, accounts))
}

/// The occupation of a row, one of the model's where it tells occupations apart.
fn occupation(list: &mut List, row: &RawRow, axis: &Axis) -> Result<OccupationCode, Wrong> {
    let text = list.filled(row, "occupation")?;
    known(list, (row, "occupation", &text), &axis.occupations)
}

/// The qualification in `column` of a row, one of the model's where it tells them apart.
fn qualification(
    list: &mut List,
    (row, column): (&RawRow, &'static str),
    axis: &Axis,
) -> Result<QualificationCode, Wrong> {
    let text = list.filled(row, column)?;
    known(list, (row, column, &text), &axis.qualifications)
}

fn known<C>(
    list: &mut List,
    (row, column, text): (&RawRow, &'static str, &str),
    codes: &[(C, Text)],
) -> Result<C, Wrong>
where
    C: std::str::FromStr<Err = CodeError> + PartialEq + ToString,
{
    let found = text.parse::<C>();
    if let Ok(code) = found {
        if codes.is_empty() || codes.iter().any(|(known, _)| *known == code) {
            return Ok(code);
        }
    } else if codes.is_empty() {
        let expected = found
            .err()
            .map_or_else(Text::default, |error| Text::new(error.expected_vi, error.expected));
        list.slips.add((row, column), text, || stop(expected, Text::default()));
        return Err(Wrong);
    }
    list.slips.add((row, column), text, || {
        let near = axis::like(text, codes.iter().map(|(code, title)| (code.to_string(), title)));
        let near: Vec<&str> = near.iter().map(String::as_str).collect();
        let all: Vec<String> = codes.iter().map(|(code, _)| code.to_string()).collect();
        let all = all.join(", ");
        let expected =
            Text::new(format!("một mã của mô hình: {all}"), format!("a code of the model: {all}"));
        let declare = Text::new(
            "Sửa mã, hoặc khai báo mã trong model.toml.",
            "Correct the code, or declare it in model.toml.",
        );
        stop(expected, finding::join(&nearest::did_you_mean(&near), &declare))
    });
    Err(Wrong)
}

fn stop(expected: Text, repair: Text) -> Reason {
    Reason { severity: crate::error::Severity::Error, rule: "unknown-code", expected, repair }
}

/// A percentage of a row, as a share.
fn percent(list: &mut List, row: &RawRow, column: &'static str) -> Result<f64, Wrong> {
    list.between(row, column, (0.0, 100.0)).map(|percent| percent / 100.0)
}

/// Largest number of persons and of million dong that makes sense.
const MOST: f64 = 1e9;
