//! Lists of the public workforce: posts, persons and movements, ages, and standards.

use std::collections::BTreeSet;

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::dataset::public::PublicAge;
use crate::dataset::public::PublicMeasure;
use crate::dataset::public::PublicStandard;
use crate::dataset::public::PublicStatus;
use crate::dataset::public::PublicTables;
use crate::dataset::public::PublicWorkforce;
use crate::error::Problem;
use crate::error::Severity;
use crate::language::Text;
use crate::status::Status;
use crate::validate::cells::Wrong;
use crate::validate::finding;
use crate::validate::header;
use crate::validate::lists;
use crate::validate::lists::List;
use crate::validate::nearest;
use crate::validate::number::Whole;
use crate::validate::slips::Reason;

/// Name of the table of posts, persons and movements.
const WORKFORCE: &str = "public_workforce";
/// Name of the table of ages.
const AGES: &str = "public_ages";
/// Name of the table of standards.
const STANDARDS: &str = "public_standards";

const WORKFORCE_COLUMNS: header::Expected = header::Expected {
    required: &["year", "measure", "persons", "status"],
    optional: &["body", "grade", "qualification", "source", "note"],
    units: &[],
};
const AGE_COLUMNS: header::Expected = header::Expected {
    required: &["sex", "age", "year", "persons", "status"],
    optional: &["body", "grade", "source", "note"],
    units: &[],
};
const STANDARD_COLUMNS: header::Expected = header::Expected {
    required: &["standard", "year", "met_percent", "target_year", "target_percent", "status"],
    optional: &[
        "body",
        "grade",
        "duration_years",
        "completion_percent",
        "already_met_percent",
        "validity_years",
        "source",
        "note",
    ],
    units: &[],
};

/// Largest number of posts or persons that makes sense.
const MOST: f64 = 1e8;
/// Longest course and validity that make sense, in years.
const LONGEST: f64 = 50.0;

/// The names of the tables.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    [WORKFORCE, AGES, STANDARDS].into_iter()
}

/// Whether `name` is one of the tables.
pub(crate) fn is_table(name: &str) -> bool {
    names().any(|known| known == name)
}

/// Reads `table` into `tables`.
pub(crate) fn read(table: &RawTable, tables: &mut PublicTables) -> Vec<Problem> {
    match table.name.as_str() {
        STANDARDS => standards(table, tables),
        AGES => ages(table, tables),
        _ => workforce(table, tables),
    }
}

fn workforce(table: &RawTable, tables: &mut PublicTables) -> Vec<Problem> {
    let numbers = [("persons", Whole::Yes)];
    let (rows, mut problems) = lists::read(table, (&WORKFORCE_COLUMNS, &numbers), one_count);
    let keys = rows.iter().map(|row| {
        let parts = [&row.body, &row.grade, &row.qualification].map(|part| part.as_deref());
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        format!("{} {} {}", parts.join(", "), row.measure.name(), row.year)
    });
    problems.extend(repeated(table, "persons", keys));
    tables.workforce.extend(rows);
    problems
}

fn one_count(list: &mut List, row: &RawRow) -> Result<PublicWorkforce, Wrong> {
    let [body, grade, qualification] =
        ["body", "grade", "qualification"].map(|column| if_filled(list, row, column));
    let year = list.cells.year(row, "year");
    let measure = measure(list, row);
    let persons = list.between(row, "persons", (0.0, MOST));
    let status = status(list, row);
    Ok(PublicWorkforce {
        body,
        grade,
        qualification,
        year: year?,
        measure: measure?,
        persons: persons?,
        status: status?,
        source: if_filled(list, row, "source").unwrap_or_default(),
    })
}

fn ages(table: &RawTable, tables: &mut PublicTables) -> Vec<Problem> {
    let numbers = [("persons", Whole::Yes)];
    let (rows, mut problems) = lists::read(table, (&AGE_COLUMNS, &numbers), one_age);
    let keys = rows.iter().map(|row| {
        let parts = [&row.body, &row.grade].map(|part| part.as_deref());
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        format!("{} {} {} {}", parts.join(", "), row.sex.name(), row.age, row.year)
    });
    problems.extend(repeated(table, "persons", keys));
    tables.ages.extend(rows);
    problems
}

fn one_age(list: &mut List, row: &RawRow) -> Result<PublicAge, Wrong> {
    let [body, grade] = ["body", "grade"].map(|column| if_filled(list, row, column));
    let sex = sex(list, row);
    let age = closed_age(list, row);
    let year = list.cells.year(row, "year");
    let persons = list.between(row, "persons", (0.0, MOST));
    let status = status(list, row);
    Ok(PublicAge {
        body,
        grade,
        sex: sex?,
        age: age?,
        year: year?,
        persons: persons?,
        status: status?,
        source: if_filled(list, row, "source").unwrap_or_default(),
    })
}

fn sex(list: &mut List, row: &RawRow) -> Result<Sex, Wrong> {
    let text = list.filled(row, "sex")?;
    text.parse().map_err(|_| {
        list.slips.add((row, "sex"), &text, || one_of(&text, &Sex::ALL.map(Sex::name)));
        Wrong
    })
}

/// An age group with a last age: of persons aged 55 and over nobody knows when they retire.
fn closed_age(list: &mut List, row: &RawRow) -> Result<AgeGroup, Wrong> {
    let text = list.filled(row, "age")?;
    match text.parse::<AgeGroup>() {
        Ok(age) if age.to().is_some() => Ok(age),
        _ => Err(list.cells.error(
            "unknown-code",
            (row, "age"),
            Text::new("một nhóm tuổi như 55-59", "an age group such as 55-59"),
            Text::new("Ghi tuổi đầu và tuổi cuối của nhóm.", "Write its first and its last age."),
        )),
    }
}

fn standards(table: &RawTable, tables: &mut PublicTables) -> Vec<Problem> {
    let numbers = [
        ("met_percent", Whole::No),
        ("target_percent", Whole::No),
        ("duration_years", Whole::No),
        ("completion_percent", Whole::No),
        ("already_met_percent", Whole::No),
        ("validity_years", Whole::No),
    ];
    let (rows, mut problems) = lists::read(table, (&STANDARD_COLUMNS, &numbers), one_standard);
    let keys = rows.iter().map(|row| {
        let parts = [&row.body, &row.grade].map(|part| part.as_deref());
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        format!("{} {}", parts.join(", "), row.standard)
    });
    problems.extend(repeated(table, "standard", keys));
    tables.standards.extend(rows);
    problems
}

fn one_standard(list: &mut List, row: &RawRow) -> Result<PublicStandard, Wrong> {
    let standard = list.filled(row, "standard");
    let [body, grade] = ["body", "grade"].map(|column| if_filled(list, row, column));
    let year = list.cells.year(row, "year");
    let met = list.between(row, "met_percent", (0.0, 100.0));
    let target_year = later(list, row, year.as_ref().ok().copied());
    let target = list.between(row, "target_percent", (0.0, 100.0));
    let duration = list.optional(row, ("duration_years", (0.0, LONGEST)));
    // A course that nobody completes would take places without end.
    let completion = list.optional(row, ("completion_percent", (1.0, 100.0)));
    let already_met = list.optional(row, ("already_met_percent", (0.0, 100.0)));
    let validity = list.optional(row, ("validity_years", (1.0, LONGEST)));
    let status = status(list, row);
    Ok(PublicStandard {
        standard: standard?,
        body,
        grade,
        year: year?,
        met: met? / 100.0,
        target_year: target_year?,
        target: target? / 100.0,
        duration: duration?.unwrap_or(0.0),
        completion: completion?.unwrap_or(100.0) / 100.0,
        already_met: already_met?.unwrap_or(0.0) / 100.0,
        validity: validity?,
        status: status?,
        source: if_filled(list, row, "source").unwrap_or_default(),
    })
}

/// The year of the target, which comes after the year of the figure.
fn later(
    list: &mut List,
    row: &RawRow,
    before: Option<crate::units::Year>,
) -> Result<crate::units::Year, Wrong> {
    let year = list.cells.year(row, "target_year")?;
    match before {
        Some(before) if year <= before => Err(list.cells.error(
            "out-of-range",
            (row, "target_year"),
            Text::new(format!("năm sau {before}"), format!("a year after {before}")),
            Text::new("Sửa năm của mục tiêu.", "Correct the year of the target."),
        )),
        _ => Ok(year),
    }
}

fn if_filled(list: &List, row: &RawRow, column: &str) -> Option<String> {
    list.cells.text(row, column).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn measure(list: &mut List, row: &RawRow) -> Result<PublicMeasure, Wrong> {
    let text = list.filled(row, "measure")?;
    let unknown = |list: &mut List| {
        list.slips.add((row, "measure"), &text, || {
            let names = PublicMeasure::ALL.map(PublicMeasure::name);
            one_of(&text, &names)
        });
        Wrong
    };
    PublicMeasure::named(&text).ok_or_else(|| unknown(list))
}

fn status(list: &mut List, row: &RawRow) -> Result<PublicStatus, Wrong> {
    let text = list.filled(row, "status")?;
    let unknown = |list: &mut List| {
        list.slips.add((row, "status"), &text, || {
            let known = Status::ALL.map(Status::name);
            let names: Vec<&str> = known.into_iter().chain(["proposal"]).collect();
            one_of(&text, &names)
        });
        Wrong
    };
    PublicStatus::named(&text).ok_or_else(|| unknown(list))
}

fn one_of(text: &str, names: &[&str]) -> Reason {
    let list = names.join(", ");
    Reason {
        severity: Severity::Error,
        rule: "unknown-code",
        expected: Text::new(format!("một trong: {list}"), format!("one of: {list}")),
        repair: nearest::suggestion(text, names.iter().copied()),
    }
}

fn repeated(
    table: &RawTable,
    column: &'static str,
    keys: impl Iterator<Item = String>,
) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<String> = keys.filter(|key| !seen.insert(key.clone())).collect();
    let told = |key: String| {
        finding::error(
            "repeated-key",
            finding::place(&table.file, 0, column),
            key,
            Text::new("mỗi con số chỉ có một dòng", "one row for each figure"),
            Text::new("Xóa dòng thừa.", "Delete the second row."),
        )
    };
    twice.into_iter().map(told).collect()
}
