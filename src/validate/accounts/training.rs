//! Tables of training: who began, what becomes of them, where there is room.

use crate::codes::QualificationCode;
use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::dataset::accounts::AccountTables;
use crate::dataset::accounts::Enrolment;
use crate::dataset::accounts::OrderLimit;
use crate::dataset::accounts::Programme;
use crate::dataset::accounts::WorkshopPlaces;
use crate::error::Problem;
use crate::language::Text;
use crate::validate::accounts::MOST;
use crate::validate::accounts::percent;
use crate::validate::accounts::qualification;
use crate::validate::axis::Axis;
use crate::validate::cells::Wrong;
use crate::validate::header;
use crate::validate::lists;
use crate::validate::lists::List;
use crate::validate::number::Whole;

const ENROLMENT: header::Expected = header::Expected {
    required: &["qualification", "year", "intake", "status"],
    optional: &["source", "note"],
    units: &[],
};
const PROGRAMME: header::Expected = header::Expected {
    required: &["qualification", "duration_years", "completion_percent", "status"],
    optional: &[
        "further_study_percent",
        "participation_percent",
        "stay_percent",
        "match_percent",
        "cost_million_vnd",
        "continues_to",
        "floor_places",
        "shortage_cost_million_vnd",
        "surplus_cost_million_vnd",
        "source",
        "note",
    ],
    units: &[],
};
const WORKSHOP: header::Expected = header::Expected {
    required: &["workshop", "qualification", "places", "status"],
    optional: &["source", "note"],
    units: &[],
};
const LIMIT: header::Expected = header::Expected {
    required: &["year", "status"],
    optional: &["budget_million_vnd", "school_leavers", "source", "note"],
    units: &[],
};

/// Longest training that makes sense, in years.
const LONGEST: f64 = 10.0;

/// Reads those who began a programme.
pub(super) fn enrolment(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let numbers = [("intake", Whole::Yes)];
    let (rows, problems) = lists::read(table, (&ENROLMENT, &numbers), |list, row| {
        let qualification = qualification(list, (row, "qualification"), axis);
        let year = list.cells.year(row, "year");
        let intake = list.between(row, "intake", (0.0, MOST));
        let status = list.status(row);
        Ok(Enrolment {
            qualification: qualification?,
            year: year?,
            intake: intake?,
            status: status?,
        })
    });
    accounts.enrolment.extend(rows);
    problems
}

/// Reads what becomes of those who begin a programme.
pub(super) fn programmes(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let numbers = [
        ("duration_years", Whole::No),
        ("completion_percent", Whole::No),
        ("further_study_percent", Whole::No),
        ("participation_percent", Whole::No),
        ("stay_percent", Whole::No),
        ("match_percent", Whole::No),
        ("cost_million_vnd", Whole::No),
        ("floor_places", Whole::Yes),
        ("shortage_cost_million_vnd", Whole::No),
        ("surplus_cost_million_vnd", Whole::No),
    ];
    let (rows, problems) =
        lists::read(table, (&PROGRAMME, &numbers), |list, row| programme(list, row, axis));
    accounts.programmes.extend(rows);
    problems
}

fn programme(list: &mut List, row: &RawRow, axis: &Axis) -> Result<Programme, Wrong> {
    let qualification = qualification(list, (row, "qualification"), axis);
    let duration = list.between(row, "duration_years", (0.0, LONGEST));
    let completion = percent(list, row, "completion_percent");
    let mut share = |column, otherwise| {
        let percent = list.optional(row, (column, (0.0, 100.0)));
        percent.map(|percent| percent.map_or(otherwise, |percent| percent / 100.0))
    };
    let further_study = share("further_study_percent", 0.0);
    let participation = share("participation_percent", 1.0);
    let stay = share("stay_percent", 1.0);
    let matched = share("match_percent", 1.0);
    let mut amount = |column| list.optional(row, (column, (0.0, MOST)));
    let cost = amount("cost_million_vnd");
    let floor = amount("floor_places");
    let shortage_cost = amount("shortage_cost_million_vnd");
    let surplus_cost = amount("surplus_cost_million_vnd");
    let qualification = qualification?;
    let continues_to = continues_to(list, row, (&qualification, axis));
    let status = list.status(row);
    Ok(Programme {
        qualification,
        duration: duration?,
        completion: completion?,
        further_study: further_study?,
        participation: participation?,
        stay: stay?,
        matched: matched?,
        cost: cost?.unwrap_or(0.0),
        continues_to: continues_to?,
        floor: floor?.unwrap_or(0.0),
        shortage_cost: shortage_cost?,
        surplus_cost: surplus_cost?,
        status: status?,
    })
}

/// The programme that graduates who study on begin; never the one they come from.
fn continues_to(
    list: &mut List,
    row: &RawRow,
    (from, axis): (&QualificationCode, &Axis),
) -> Result<Option<QualificationCode>, Wrong> {
    if list.cells.text(row, "continues_to").is_none_or(str::is_empty) {
        return Ok(None);
    }
    let to = qualification(list, (row, "continues_to"), axis)?;
    if to != *from {
        return Ok(Some(to));
    }
    Err(list.cells.error(
        "continues-to-itself",
        (row, "continues_to"),
        Text::new("trình độ của một chương trình khác", "the qualification of another programme"),
        Text::new(
            "Ghi chương trình mà người tốt nghiệp học tiếp, hoặc để trống.",
            "Name the programme that graduates go on to, or leave the cell empty.",
        ),
    ))
}

/// Reads the places of workshops.
pub(super) fn workshops(
    table: &RawTable,
    axis: &Axis,
    accounts: &mut AccountTables,
) -> Vec<Problem> {
    let numbers = [("places", Whole::Yes)];
    let (rows, problems) = lists::read(table, (&WORKSHOP, &numbers), |list, row| {
        let workshop = list.filled(row, "workshop");
        let qualification = qualification(list, (row, "qualification"), axis);
        let places = list.between(row, "places", (0.0, MOST));
        let status = list.status(row);
        Ok(WorkshopPlaces {
            workshop: workshop?,
            qualification: qualification?,
            places: places?,
            status: status?,
        })
    });
    accounts.workshops.extend(rows);
    problems
}

/// Reads the limits on orders.
pub(super) fn limits(table: &RawTable, _: &Axis, accounts: &mut AccountTables) -> Vec<Problem> {
    let numbers = [("budget_million_vnd", Whole::No), ("school_leavers", Whole::Yes)];
    let (rows, problems) = lists::read(table, (&LIMIT, &numbers), |list, row| {
        let year = list.cells.year(row, "year");
        let budget = list.optional(row, ("budget_million_vnd", (0.0, MOST)));
        let school_leavers = list.optional(row, ("school_leavers", (0.0, MOST)));
        let status = list.status(row);
        Ok(OrderLimit {
            year: year?,
            budget: budget?,
            school_leavers: school_leavers?,
            status: status?,
        })
    });
    accounts.order_limits.extend(rows);
    problems
}
