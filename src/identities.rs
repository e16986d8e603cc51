//! The accounting identities every result must meet.
//!
//! They are checked on the tables themselves, so a reader can check a result folder without the
//! model that made it. Means of sums are sums of means, so each identity holds in the mean up to
//! rounding; the openings rule is not linear, and what it cuts off is a measure of its own.
//!
//! ```text
//! total            = Σ sectors                                    every measure in persons
//! gap              = supply − demand                              before and after mobility
//! share of demand  = gap / demand                                 after mobility
//! gap              = base + growth + productivity + exits + entrants + migration + mobility
//! stock(t)         = stock(t−1) + entrants + migration + mobility − withdrawals − deaths
//! openings         = expansion + replacement + unreplaced,  openings ≥ 0
//! population(t)    = population(t−1) + births − deaths + net migration
//! labour force     = supply + unemployed
//! whole            = Σ areas                                      every measure in persons
//! Σ weights        = 1                                            of each sector's methods
//! total            = Σ occupations = Σ qualifications             demand, supply and gap
//! change           = scale + sector + occupation                  of each occupation's demand
//! labour force(t)  = labour force(t−1) + entrants − exits + migration + upgrading + adjustment
//! in post(t)       = in post(t−1) + appointments − retirements − resignations       of a body
//! ```
//! The last four have nothing to check where a model does not tell apart what they are about.

mod accounts;
mod index;

use std::collections::BTreeMap;

use crate::identities::index::Index;
use crate::results::ALL_SECTORS;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::TableName;
use crate::units::Year;

/// How well one identity holds.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityReport {
    /// The identity.
    pub identity: &'static str,
    /// The identity in Vietnamese.
    pub identity_vi: &'static str,
    /// Number of places it was checked in.
    pub checked: usize,
    /// Largest error relative to the size of the terms.
    pub largest_error: f64,
}

/// Largest relative error that rounding explains.
const TOLERANCE: f64 = 1e-9;

impl IdentityReport {
    /// Whether the identity holds wherever it was checked.
    pub fn holds(&self) -> bool {
        self.largest_error <= TOLERANCE
    }

    fn of([identity_vi, identity]: [&'static str; 2], errors: &[f64]) -> Self {
        let largest_error = errors.iter().copied().fold(0.0, f64::max);
        Self { identity, identity_vi, checked: errors.len(), largest_error }
    }
}

/// Checks every identity on the tables of a result.
pub fn check(results: &Results) -> Vec<IdentityReport> {
    let index = Index::new(results);
    vec![
        IdentityReport::of(
            ["tổng số = Σ các ngành", "total = Σ sectors"],
            &sums_of_sectors(results),
        ),
        IdentityReport::of(["chênh lệch = cung − cầu", "gap = supply − demand"], &gaps(&index)),
        IdentityReport::of(
            ["tỷ lệ chênh lệch = chênh lệch / cầu", "gap share = gap / demand"],
            &gap_shares(&index),
        ),
        IdentityReport::of(
            ["chênh lệch = Σ các yếu tố phân rã", "gap = Σ attribution"],
            &attributions(&index),
        ),
        IdentityReport::of(
            ["lao động(t) = lao động(t−1) + vào − ra", "stock(t) = stock(t−1) + in − out"],
            &stocks(&index),
        ),
        IdentityReport::of(
            [
                "nhu cầu tuyển = mở rộng + thay thế + không thay ≥ 0",
                "openings = expansion + replacement + unreplaced ≥ 0",
            ],
            &openings(&index),
        ),
        IdentityReport::of(
            [
                "dân số(t) = dân số(t−1) + sinh − tử vong + di cư",
                "population(t) = population(t−1) + B − D + M",
            ],
            &populations(&index),
        ),
        IdentityReport::of(
            ["lực lượng lao động = cung + thất nghiệp", "labour force = supply + unemployed"],
            &labour_forces(&index),
        ),
        IdentityReport::of(["cả nước = Σ các địa bàn", "whole = Σ areas"], &sums_of_areas(results)),
        IdentityReport::of(["Σ trọng số = 1", "Σ weights = 1"], &weights(results)),
        IdentityReport::of(
            ["tổng số = Σ nghề = Σ trình độ", "total = Σ occupations = Σ qualifications"],
            &accounts::one_total(results, &index),
        ),
        IdentityReport::of(
            [
                "thay đổi của nghề = quy mô + ngành + nghề",
                "change of an occupation = scale + sector + occupation",
            ],
            &accounts::effects(results),
        ),
        IdentityReport::of(
            [
                "trình độ(t) = trình độ(t−1) + các dòng",
                "qualification(t) = qualification(t−1) + flows",
            ],
            &accounts::qualified_stocks(results),
        ),
        IdentityReport::of(
            [
                "khu vực công(t) = khu vực công(t−1) + vào − ra",
                "public workforce(t) = public workforce(t−1) + in − out",
            ],
            &accounts::public_stocks(results),
        ),
    ]
}

/// Error of `left` = `right` relative to the larger of `scale` and one person.
fn relative(left: f64, right: f64, scale: f64) -> f64 {
    (left - right).abs() / scale.abs().max(1.0)
}

fn sums_of_sectors(results: &Results) -> Vec<f64> {
    [TableName::Balance, TableName::Demand, TableName::Supply, TableName::Openings]
        .into_iter()
        .flat_map(|name| sums_in(&results.table(name).rows))
        .collect()
}

/// What sectors add up to: scenario, area, year, measure.
type Whole<'a> = (&'a str, &'a str, Option<Year>, &'a str);

/// Errors of the totals of one table, where it has sectors for them.
fn sums_in(rows: &[ResultRow]) -> Vec<f64> {
    let persons = || rows.iter().filter(|row| row.unit == "persons");
    let mut sums: BTreeMap<Whole<'_>, (f64, f64)> = BTreeMap::new();
    for part in persons().filter(|row| row.sector != ALL_SECTORS) {
        let key = (part.scenario.as_str(), part.area.as_str(), part.year, part.measure.as_str());
        let (sum, size) = sums.entry(key).or_default();
        *sum += part.mean;
        *size += part.mean.abs();
    }
    persons()
        .filter(|row| row.sector == ALL_SECTORS)
        .filter_map(|total| {
            let (sum, size) = sums.get(&(
                total.scenario.as_str(),
                total.area.as_str(),
                total.year,
                total.measure.as_str(),
            ))?;
            Some(relative(total.mean, *sum, *size))
        })
        .collect()
}

/// What a row is about beside its area.
type Place<'a> = (&'a str, Option<Year>, &'a str, [Option<&'a str>; 5]);

fn place(row: &ResultRow) -> Place<'_> {
    let codes = [&row.occupation, &row.qualification, &row.sex, &row.age].map(Option::as_deref);
    let [occupation, qualification, sex, age] = codes;
    let below = [Some(row.sector.as_str()), occupation, qualification, sex, age];
    (&row.scenario, row.year, &row.measure, below)
}

/// Errors of every area that has parts against their sum.
fn sums_of_areas(results: &Results) -> Vec<f64> {
    let parents: BTreeMap<String, String> = results
        .areas
        .iter()
        .filter_map(|area| Some((area.code.to_string(), area.parent.as_ref()?.to_string())))
        .collect();
    let mut errors = Vec::new();
    for name in [
        TableName::Balance,
        TableName::Demand,
        TableName::Supply,
        TableName::Openings,
        TableName::Occupations,
        TableName::Qualifications,
        TableName::Population,
    ] {
        let rows = &results.table(name).rows;
        let persons = || rows.iter().filter(|row| row.unit == "persons" && row.method.is_none());
        let mut sums = BTreeMap::new();
        for row in persons() {
            if let Some(parent) = parents.get(&row.area) {
                let of: &mut (f64, f64) = sums.entry((parent.as_str(), place(row))).or_default();
                *of = (of.0 + row.mean, of.1 + row.mean.abs());
            }
        }
        for row in persons() {
            if let Some((sum, size)) = sums.get(&(row.area.as_str(), place(row))) {
                errors.push(relative(row.mean, *sum, *size));
            }
        }
    }
    errors
}

fn gaps(index: &Index<'_>) -> Vec<f64> {
    let mut errors = Vec::new();
    for when in ["before", "after"] {
        let gap_name = format!("gap_{when}_mobility");
        let supply_name = format!("supply_{when}_mobility");
        for (cell, gap) in index.measure(TableName::Balance, &gap_name) {
            let supply = index.at(TableName::Supply, &supply_name, cell);
            let demand = index.at(TableName::Demand, "demand", cell);
            if let (Some(supply), Some(demand)) = (supply, demand) {
                errors.push(relative(gap, supply - demand, demand));
            }
        }
    }
    errors
}

fn gap_shares(index: &Index<'_>) -> Vec<f64> {
    let shares = index.measure(TableName::Balance, "gap_share_of_demand");
    let error = |(cell, share)| {
        let gap = index.at(TableName::Balance, "gap_after_mobility", cell)?;
        let demand = index.at(TableName::Demand, "demand", cell)?;
        Some(relative(share * demand, gap, demand))
    };
    shares.into_iter().filter_map(error).collect()
}

fn attributions(index: &Index<'_>) -> Vec<f64> {
    let parts = ["base", "growth", "productivity", "exits", "entrants", "migration", "mobility"];
    let mut errors = Vec::new();
    for (cell, gap) in index.measure(TableName::Balance, "gap_after_mobility") {
        let part = |name: &&str| {
            index.at(TableName::Balance, &format!("attribution_{name}"), cell).unwrap_or(0.0)
        };
        let base = index.at(TableName::Balance, "attribution_base", cell);
        if base.is_none() {
            continue;
        }
        let size: f64 = parts.iter().map(|name| part(name).abs()).sum();
        errors.push(relative(gap, parts.iter().map(&part).sum(), size));
    }
    errors
}

fn stocks(index: &Index<'_>) -> Vec<f64> {
    let flow = |name: &str, cell| index.at(TableName::Supply, name, cell);
    let mut errors = Vec::new();
    for (cell, stock) in index.measure(TableName::Supply, "supply_after_mobility") {
        let before = index.at(TableName::Supply, "supply_after_mobility", cell.year_before());
        let (Some(before), Some(entrants)) = (before, flow("entrants", cell)) else { continue };
        let other = |name| flow(name, cell).unwrap_or(0.0);
        let expected = before + entrants + other("migration") + other("mobility")
            - other("withdrawals")
            - other("deaths");
        errors.push(relative(stock, expected, stock));
    }
    errors
}

fn openings(index: &Index<'_>) -> Vec<f64> {
    let mut errors = Vec::new();
    for (cell, openings) in index.measure(TableName::Openings, "openings") {
        let other = |name| index.at(TableName::Openings, name, cell).unwrap_or(0.0);
        let parts = [other("expansion"), other("replacement"), other("unreplaced")];
        let size = parts.iter().map(|part| part.abs()).sum();
        errors.push(relative(openings, parts.iter().sum(), size).max(-openings.min(0.0)));
    }
    errors
}

fn populations(index: &Index<'_>) -> Vec<f64> {
    let mut errors = Vec::new();
    for (cell, population) in index.measure(TableName::Population, "population") {
        let at = |name| index.at(TableName::Population, name, cell);
        let before = index.at(TableName::Population, "population", cell.year_before());
        let (Some(before), Some(births)) = (before, at("births")) else { continue };
        let change = births - at("deaths").unwrap_or(0.0) + at("net_migration").unwrap_or(0.0);
        errors.push(relative(population, before + change, population));
    }
    errors
}

fn labour_forces(index: &Index<'_>) -> Vec<f64> {
    let mut errors = Vec::new();
    for (cell, force) in index.measure(TableName::Supply, "labour_force") {
        let supply = index.at(TableName::Supply, "supply_after_mobility", cell);
        let unemployed = index.at(TableName::Supply, "unemployed", cell);
        if let (Some(supply), Some(unemployed)) = (supply, unemployed) {
            errors.push(relative(force, supply + unemployed, force));
        }
    }
    errors
}

fn weights(results: &Results) -> Vec<f64> {
    let rows = &results.table(TableName::Forecasts).rows;
    let mut sums: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.measure == "weight") {
        *sums.entry((&row.scenario, &row.sector)).or_default() += row.mean;
    }
    sums.into_values().map(|sum| (sum - 1.0).abs()).collect()
}
