//! Workers of occupations by sex and age.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::codes::AgeGroup;
use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::dataset::accounts::AccountTables;
use crate::dataset::accounts::OccupationAge;
use crate::error::Problem;
use crate::language::Text;
use crate::validate::accounts::MOST;
use crate::validate::accounts::occupation;
use crate::validate::accounts::rates;
use crate::validate::axis::Axis;
use crate::validate::cells::Wrong;
use crate::validate::finding;
use crate::validate::header;
use crate::validate::lists;
use crate::validate::lists::List;
use crate::validate::number::Whole;

/// First working age.
const FIRST: u8 = 15;

/// Last age that can be told apart.
const LAST: u8 = 100;

const COLUMNS: header::Expected = header::Expected {
    required: &["occupation", "year", "sex", "age", "persons", "status"],
    optional: &["source", "note"],
    units: &[],
};

/// Reads workers of occupations by sex and age.
pub(super) fn occupations(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let numbers = [("persons", Whole::No)];
    let (rows, mut problems) =
        lists::read(table, (&COLUMNS, &numbers), |list, row| occupation_age(list, row, axis));
    problems.extend(check(table, &rows));
    accounts.occupation_ages.extend(rows);
    problems
}

fn occupation_age(list: &mut List, row: &RawRow, axis: &Axis) -> Result<OccupationAge, Wrong> {
    let occupation = occupation(list, row, axis);
    let year = list.cells.year(row, "year");
    let sex = rates::one_sex(list, row);
    let age = rates::age(list, row);
    let persons = list.between(row, "persons", (0.0, MOST));
    let status = list.status(row);
    Ok(OccupationAge {
        occupation: occupation?,
        year: year?,
        sex: sex?,
        age: age?,
        persons: persons?,
        status: status?,
    })
}

/// What the rows of an occupation and year say together: every age once, and without a gap.
fn check(table: &RawTable, rows: &[OccupationAge]) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let mut ages: BTreeMap<_, BTreeSet<AgeGroup>> = BTreeMap::new();
    let mut problems = Vec::new();
    for row in rows {
        let whole = (&row.occupation, row.year);
        ages.entry(whole).or_default().insert(row.age);
        if !seen.insert((whole, row.sex, row.age)) {
            problems.push(twice(table, row));
        }
    }
    let gaps = ages.iter().filter(|(_, ages)| !follow(ages));
    problems.extend(gaps.map(|((occupation, year), ages)| {
        let list: Vec<String> = ages.iter().map(ToString::to_string).collect();
        gap(table, &format!("{occupation} {year}: {}", list.join(", ")))
    }));
    problems
}

/// Whether the groups follow each other from a working age on, at the same groups for both sexes.
fn follow(ages: &BTreeSet<AgeGroup>) -> bool {
    let ages: Vec<&AgeGroup> = ages.iter().collect();
    let adjoining =
        ages.windows(2).all(|pair| pair[0].to().is_some_and(|to| to + 1 == pair[1].from()));
    let closed = ages.iter().all(|age| age.to().is_none_or(|to| to <= LAST));
    let first = ages.first().is_some_and(|age| age.from() >= FIRST);
    adjoining && closed && first
}

fn twice(table: &RawTable, row: &OccupationAge) -> Problem {
    finding::error(
        "repeated-key",
        finding::place(&table.file, 0, "age"),
        format!("{} {} {} {}", row.occupation, row.year, row.sex, row.age),
        Text::new("mỗi giới và nhóm tuổi chỉ có một dòng", "one row for each sex and age group"),
        Text::new("Xóa dòng thừa.", "Delete the second row."),
    )
}

fn gap(table: &RawTable, found: &str) -> Problem {
    finding::error(
        "ages-apart",
        finding::place(&table.file, 0, "age"),
        found,
        Text::new(
            "các nhóm tuổi liền nhau từ 15 tuổi trở lên, hai giới cùng nhóm",
            "age groups that follow each other from 15 on, the same for both sexes",
        ),
        Text::new("Bổ sung hoặc sửa nhóm tuổi.", "Add or correct an age group."),
    )
}
