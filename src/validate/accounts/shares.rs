//! Tables of shares: occupations in sectors, qualifications among workers, occupations of holders
//! of a qualification.

use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::dataset::accounts::AccountTables;
use crate::dataset::accounts::FieldOccupation;
use crate::dataset::accounts::OccupationShare;
use crate::dataset::accounts::QualificationShare;
use crate::dataset::accounts::Workers;
use crate::error::Problem;
use crate::language::Text;
use crate::validate::accounts::MOST;
use crate::validate::accounts::occupation;
use crate::validate::accounts::percent;
use crate::validate::accounts::qualification;
use crate::validate::accounts::wholes;
use crate::validate::axis::Axis;
use crate::validate::cells::Wrong;
use crate::validate::header;
use crate::validate::lists;
use crate::validate::lists::List;
use crate::validate::number::Whole;

const NUMBERS: [(&str, Whole); 2] = [("percent", Whole::No), ("sample_size", Whole::Yes)];

const OCCUPATIONS: header::Expected = header::Expected {
    required: &["area", "sector", "occupation", "year", "percent", "status"],
    optional: &["sample_size", "source", "note"],
    units: &[],
};
const QUALIFICATIONS: header::Expected = header::Expected {
    required: &["area", "qualification", "year", "percent", "status"],
    optional: &["sector", "occupation", "sample_size", "source", "note"],
    units: &[],
};
const FIELDS: header::Expected = header::Expected {
    required: &["area", "qualification", "occupation", "percent", "status"],
    optional: &["sample_size", "source", "note"],
    units: &[],
};

/// Reads shares of occupations in sectors.
pub(super) fn occupations(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let (rows, mut problems) =
        lists::read(table, (&OCCUPATIONS, &NUMBERS), |list, row| occupation_share(list, row, axis));
    let keys = rows.iter().map(|r| (format!("{} {} {}", r.area, r.sector, r.year), r.share));
    let codes = rows.iter().map(|r| r.occupation.to_string());
    problems.extend(wholes::check(table, keys.zip(codes)));
    accounts.occupation_shares.extend(rows);
    problems
}

fn occupation_share(list: &mut List, row: &RawRow, axis: &Axis) -> Result<OccupationShare, Wrong> {
    let area = lists::any_area(list, row, axis);
    let sector = lists::model_sector(list, row, axis);
    let occupation = occupation(list, row, axis);
    let year = list.cells.year(row, "year");
    let share = percent(list, row, "percent");
    let sample_size = list.optional(row, ("sample_size", (0.0, MOST)));
    let status = list.status(row);
    Ok(OccupationShare {
        area: area?,
        sector: sector?,
        occupation: occupation?,
        year: year?,
        share: share?,
        sample_size: sample_size?,
        status: status?,
    })
}

/// Reads shares of qualifications among the workers of an occupation, a sector or all.
pub(super) fn qualifications(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let (rows, mut problems) = lists::read(table, (&QUALIFICATIONS, &NUMBERS), |list, row| {
        qualification_share(list, row, axis)
    });
    let keys = rows.iter().map(|r| (format!("{} {:?} {}", r.area, r.among, r.year), r.share));
    let codes = rows.iter().map(|r| r.qualification.to_string());
    problems.extend(wholes::check(table, keys.zip(codes)));
    accounts.qualification_shares.extend(rows);
    problems
}

fn qualification_share(
    list: &mut List,
    row: &RawRow,
    axis: &Axis,
) -> Result<QualificationShare, Wrong> {
    let area = lists::any_area(list, row, axis);
    let among = among(list, row, axis);
    let qualification = qualification(list, (row, "qualification"), axis);
    let year = list.cells.year(row, "year");
    let share = percent(list, row, "percent");
    let sample_size = list.optional(row, ("sample_size", (0.0, MOST)));
    let status = list.status(row);
    Ok(QualificationShare {
        area: area?,
        among: among?,
        qualification: qualification?,
        year: year?,
        share: share?,
        sample_size: sample_size?,
        status: status?,
    })
}

fn among(list: &mut List, row: &RawRow, axis: &Axis) -> Result<Workers, Wrong> {
    let is_filled = |list: &List, column: &str| {
        list.cells.text(row, column).is_some_and(|text| !text.is_empty())
    };
    match (is_filled(list, "occupation"), is_filled(list, "sector")) {
        (false, false) => Ok(Workers::LabourForce),
        (true, false) => occupation(list, row, axis).map(Workers::Occupation),
        (false, true) => lists::model_sector(list, row, axis).map(Workers::Sector),
        (true, true) => Err(list.cells.error(
            "two-subjects",
            (row, "occupation"),
            Text::new(
                "một nghề hoặc một ngành, không cả hai; để trống cả hai cho lực lượng lao động",
                "an occupation or a sector, not both; neither for the labour force",
            ),
            Text::new("Xóa một trong hai ô.", "Empty one of the two cells."),
        )),
    }
}

/// Reads which occupations the holders of a qualification work in.
pub(super) fn fields(table: &RawTable, axis: &Axis, accounts: &mut AccountTables) -> Vec<Problem> {
    let (rows, mut problems) =
        lists::read(table, (&FIELDS, &NUMBERS), |list, row| field_occupation(list, row, axis));
    let keys = rows.iter().map(|r| (format!("{} {}", r.area, r.qualification), r.share));
    let codes = rows.iter().map(|r| r.occupation.to_string());
    problems.extend(wholes::check(table, keys.zip(codes)));
    accounts.field_occupations.extend(rows);
    problems
}

fn field_occupation(list: &mut List, row: &RawRow, axis: &Axis) -> Result<FieldOccupation, Wrong> {
    let area = lists::any_area(list, row, axis);
    let qualification = qualification(list, (row, "qualification"), axis);
    let occupation = occupation(list, row, axis);
    let share = percent(list, row, "percent");
    let sample_size = list.optional(row, ("sample_size", (0.0, MOST)));
    let status = list.status(row);
    Ok(FieldOccupation {
        area: area?,
        qualification: qualification?,
        occupation: occupation?,
        share: share?,
        sample_size: sample_size?,
        status: status?,
    })
}
