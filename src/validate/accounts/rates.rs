//! Tables of rates: migration by qualification, upgrading, exits, tightness.

use std::collections::BTreeSet;

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::dataset::accounts::AccountTables;
use crate::dataset::accounts::ExitRate;
use crate::dataset::accounts::QualifiedMigration;
use crate::dataset::accounts::Tightness;
use crate::dataset::accounts::Upgrading;
use crate::error::Problem;
use crate::language::Text;
use crate::validate::accounts::MOST;
use crate::validate::accounts::occupation;
use crate::validate::accounts::percent;
use crate::validate::accounts::qualification;
use crate::validate::axis::Axis;
use crate::validate::cells::Wrong;
use crate::validate::code;
use crate::validate::finding;
use crate::validate::header;
use crate::validate::lists;
use crate::validate::lists::List;
use crate::validate::number::Whole;

const MIGRATION: header::Expected = header::Expected {
    required: &["qualification", "in_percent", "out_percent", "status"],
    optional: &["source", "note"],
    units: &[],
};
const UPGRADING: header::Expected = header::Expected {
    required: &["from", "to", "percent", "status"],
    optional: &["source", "note"],
    units: &[],
};
const EXITS: header::Expected = header::Expected {
    required: &["occupation", "age", "percent", "status"],
    optional: &["sex", "sample_size", "standard_error_percent", "source", "note"],
    units: &[],
};
const TIGHTNESS: header::Expected = header::Expected {
    required: &["occupation", "status"],
    optional: &["unemployment_percent", "vacancy_percent", "wage_growth_percent", "source", "note"],
    units: &[],
};

/// Reads migration by qualification.
pub(super) fn migration(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let numbers = [("in_percent", Whole::No), ("out_percent", Whole::No)];
    let (rows, problems) = lists::read(table, (&MIGRATION, &numbers), |list, row| {
        let qualification = qualification(list, (row, "qualification"), axis);
        let in_rate = percent(list, row, "in_percent");
        let out_rate = percent(list, row, "out_percent");
        let status = list.status(row);
        Ok(QualifiedMigration {
            qualification: qualification?,
            in_rate: in_rate?,
            out_rate: out_rate?,
            status: status?,
        })
    });
    accounts.migration.extend(rows);
    problems
}

/// Reads the upgrading of working adults.
pub(super) fn upgrading(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let numbers = [("percent", Whole::No)];
    let (rows, problems) = lists::read(table, (&UPGRADING, &numbers), |list, row| {
        let from = qualification(list, (row, "from"), axis);
        let to = qualification(list, (row, "to"), axis);
        let rate = percent(list, row, "percent");
        let status = list.status(row);
        Ok(Upgrading { from: from?, to: to?, rate: rate?, status: status? })
    });
    accounts.upgrading.extend(rows);
    problems
}

/// Reads exit rates.
pub(super) fn exits(table: &RawTable, axis: &Axis, accounts: &mut AccountTables) -> Vec<Problem> {
    let numbers = [
        ("percent", Whole::No),
        ("sample_size", Whole::Yes),
        ("standard_error_percent", Whole::No),
    ];
    let (rows, mut problems) =
        lists::read(table, (&EXITS, &numbers), |list, row| exit_rate(list, row, axis));
    problems.extend(repeated(table, &rows));
    accounts.exit_rates.extend(rows);
    problems
}

fn exit_rate(list: &mut List, row: &RawRow, axis: &Axis) -> Result<ExitRate, Wrong> {
    let occupation = occupation(list, row, axis);
    let sex = sex(list, row);
    let age = age(list, row);
    let rate = percent(list, row, "percent");
    let sample_size = list.optional(row, ("sample_size", (0.0, MOST)));
    let standard_error = list.optional(row, ("standard_error_percent", (0.001, 100.0)));
    let status = list.status(row);
    Ok(ExitRate {
        occupation: occupation?,
        sex: sex?,
        age: age?,
        rate: rate?,
        sample_size: sample_size?,
        standard_error: standard_error?.map(|percent| percent / 100.0),
        status: status?,
    })
}

/// Rates of one occupation, sex and age that stand twice.
fn repeated(table: &RawTable, rows: &[ExitRate]) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let again = rows.iter().filter(|row| !seen.insert((&row.occupation, row.sex, row.age)));
    again
        .map(|row| {
            finding::error(
                "repeated-key",
                finding::place(&table.file, 0, "percent"),
                format!("{} {}", row.occupation, row.age),
                Text::new(
                    "mỗi nghề, giới và nhóm tuổi chỉ có một dòng",
                    "one row for each occupation, sex and age group",
                ),
                Text::new("Xóa dòng thừa.", "Delete the second row."),
            )
        })
        .collect()
}

/// The sex of a row that must name one.
pub(super) fn one_sex(list: &mut List, row: &RawRow) -> Result<Sex, Wrong> {
    let text = list.filled(row, "sex")?;
    text.parse().map_err(|_| {
        list.slips.add((row, "sex"), &text, || code::unknown("sex", &text));
        Wrong
    })
}

fn sex(list: &mut List, row: &RawRow) -> Result<Option<Sex>, Wrong> {
    match list.cells.text(row, "sex") {
        None | Some("" | "total") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| {
            list.slips.add((row, "sex"), text, || code::unknown("sex", text));
            Wrong
        }),
    }
}

/// The age group of a row.
pub(super) fn age(list: &mut List, row: &RawRow) -> Result<AgeGroup, Wrong> {
    let text = list.filled(row, "age")?;
    text.parse().map_err(|_| {
        list.slips.add((row, "age"), &text, || code::unknown("age", &text));
        Wrong
    })
}

/// Reads signs of present tightness.
pub(super) fn tightness(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let columns = ["unemployment_percent", "vacancy_percent", "wage_growth_percent"];
    let numbers = columns.map(|column| (column, Whole::No));
    let (rows, problems) = lists::read(table, (&TIGHTNESS, &numbers), |list, row| {
        let occupation = occupation(list, row, axis);
        let [unemployment, vacancies, wage_growth] = columns.map(|column| {
            let percent = list.optional(row, (column, (-100.0, 100.0)));
            percent.map(|percent| percent.map(|percent| percent / 100.0))
        });
        let status = list.status(row);
        Ok(Tightness {
            occupation: occupation?,
            unemployment: unemployment?,
            vacancies: vacancies?,
            wage_growth: wage_growth?,
            status: status?,
        })
    });
    accounts.tightness.extend(rows);
    problems
}
