//! Identities of the accounts below sectors and of the public workforce.

use std::collections::{BTreeMap, BTreeSet};

use crate::identities::{index::Index, relative};
use crate::results::{ALL_SECTORS, ResultRow, Results, TableName};
use crate::units::Year;

/// A place in the tables of the accounts: scenario, area and year.
type Place<'a> = (&'a str, &'a str, Year);

/// The column that holds a group's code.
type Code = fn(&ResultRow) -> Option<&str>;

/// Codes of the groups of one table on their axis: a level is a sum of them and no group, and a
/// cell of both axes is part of one.
fn axis(results: &Results, table: TableName) -> (Code, BTreeSet<String>) {
    if table == TableName::Occupations {
        let codes = results.occupations.iter().map(|occupation| occupation.code.to_string());
        let code: Code = |row| row.occupation.as_deref().filter(|_| row.qualification.is_none());
        (code, codes.collect())
    } else {
        let codes =
            results.qualifications.iter().map(|qualification| qualification.code.to_string());
        let code: Code = |row| row.qualification.as_deref().filter(|_| row.occupation.is_none());
        (code, codes.collect())
    }
}

/// Means of a measure by place and group of the axis.
fn by_group<'a>(
    results: &'a Results,
    table: TableName,
    measure: &str,
) -> BTreeMap<(Place<'a>, &'a str), f64> {
    let (code, codes) = axis(results, table);
    let rows = results.table(table).rows.iter();
    let of_all = rows.filter(|row| row.measure == measure && row.sector == ALL_SECTORS);
    // A level without fields is a group and a sum of one; both rows say the same.
    of_all
        .filter_map(|row| {
            let code = code(row).filter(|code| codes.contains(*code))?;
            Some((((row.scenario.as_str(), row.area.as_str(), row.year?), code), row.mean))
        })
        .collect()
}

/// Errors of `Σ` occupations and `Σ` qualifications against the total of all sectors.
pub(super) fn one_total(results: &Results, index: &Index<'_>) -> Vec<f64> {
    let totals = [
        ("demand", TableName::Demand, "demand"),
        ("supply", TableName::Supply, "supply_after_mobility"),
        ("gap", TableName::Balance, "gap_after_mobility"),
    ];
    let mut errors = Vec::new();
    for table in [TableName::Occupations, TableName::Qualifications] {
        for (measure, of, total) in totals {
            let mut sums: BTreeMap<Place<'_>, (f64, f64)> = BTreeMap::new();
            for ((place, _), mean) in by_group(results, table, measure) {
                let sum = sums.entry(place).or_default();
                *sum = (sum.0 + mean, sum.1 + mean.abs());
            }
            for (place, (sum, size)) in sums {
                let total = index.total(of, total, place);
                errors.extend(total.map(|total| relative(sum, total, size)));
            }
        }
    }
    errors
}

/// Errors of scale + sector + occupation effects against the change of each occupation.
pub(super) fn effects(results: &Results) -> Vec<f64> {
    let of = |measure| by_group(results, TableName::Occupations, measure);
    let (demand, scale) = (of("demand"), of("effect_scale"));
    let (sector, occupation) = (of("effect_sector"), of("effect_occupation"));
    let error = |(key, scale): (&(Place<'_>, &str), &f64)| {
        let ((scenario, area, _), code) = *key;
        let before = demand.get(&((scenario, area, results.base_year), code))?;
        let sum = before + scale + sector.get(key)? + occupation.get(key)?;
        let later = demand.get(key)?;
        Some(relative(sum, *later, *later))
    };
    scale.iter().filter_map(error).collect()
}

/// Errors of the labour force by qualification against that of the year before and its flows.
pub(super) fn qualified_stocks(results: &Results) -> Vec<f64> {
    let of = |measure| by_group(results, TableName::Qualifications, measure);
    let stock = of("labour_force");
    let flows = [
        (1.0, of("entrants")),
        (-1.0, of("exits")),
        (1.0, of("in_migration")),
        (-1.0, of("out_migration")),
        (1.0, of("upgrading")),
        (1.0, of("adjustment")),
    ];
    let error = |(key, now): (&(Place<'_>, &str), &f64)| {
        let ((scenario, area, year), code) = *key;
        let before = stock.get(&((scenario, area, year.plus(-1)), code))?;
        let change: Option<f64> = flows.iter().map(|(sign, of)| Some(sign * of.get(key)?)).sum();
        Some(relative(*now, before + change?, *now))
    };
    stock.iter().filter_map(error).collect()
}

/// Errors of the persons in post of whole bodies against the year before and their flows;
/// promotions stay within a body.
pub(super) fn public_stocks(results: &Results) -> Vec<f64> {
    let rows = results.table(TableName::PublicWorkforce).rows.iter();
    let mut figures: BTreeMap<(&str, &str, &str, Year), f64> = BTreeMap::new();
    for row in rows.filter(|row| row.qualification.is_none()) {
        if let (Some(part), Some(year)) = (row.method.as_deref(), row.year) {
            figures.insert((&row.scenario, part, &row.measure, year), row.mean);
        }
    }
    let error = |((scenario, part, measure, year), now): (&(&str, &str, &str, Year), &f64)| {
        let whole = *measure == "in_post" && !part.contains(", ");
        let of = |measure, year| figures.get(&(*scenario, *part, measure, year)).copied();
        let before = of("in_post", year.plus(-1)).filter(|_| whole)?;
        let left = of("retirements", *year)? + of("resignations", *year)?;
        Some(relative(*now, before + of("appointments", *year)? - left, *now))
    };
    figures.iter().filter_map(error).collect()
}
