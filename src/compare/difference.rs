//! The join of two sides, row by row.

use std::collections::BTreeMap;

use crate::compare::Side;
use crate::results::{HISTORY, ResultRow, TableName};
use crate::units::{Unit, Year};

/// The tables that are compared.
const TABLES: [TableName; 3] = [TableName::Balance, TableName::Demand, TableName::Supply];

/// What identifies a row on both sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
    /// Table the row stands in.
    pub table: TableName,
    /// Scenario; empty where two scenarios are compared with each other.
    pub scenario: String,
    /// Area.
    pub area: String,
    /// Sector, or all of them.
    pub sector: String,
    /// Year.
    pub year: Option<Year>,
    /// What is measured.
    pub measure: String,
}

/// A figure in persons that differs between the sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Which figure.
    pub key: RowKey,
    /// Mean of the old side, in persons.
    pub old: f64,
    /// Mean of the new side, in persons.
    pub new: f64,
}

impl Difference {
    /// New less old, in persons.
    pub fn change(&self) -> f64 {
        self.new - self.old
    }
}

pub(crate) struct JoinOutcome {
    pub(crate) differences: Vec<Difference>,
    pub(crate) n_joined: usize,
    pub(crate) n_changed: usize,
    pub(crate) n_only_old: usize,
    pub(crate) n_only_new: usize,
}

pub(crate) fn join(old: &Side, new: &Side) -> JoinOutcome {
    let rename = old.scenario.is_some() && new.scenario.is_some() && old.scenario != new.scenario;
    let (before, after) = (rows(old, rename), rows(new, rename));
    let pairs: Vec<(&RowKey, &ResultRow, &ResultRow)> = before
        .iter()
        .filter_map(|(key, row)| after.get(key).map(|other| (key, *row, *other)))
        .collect();
    let changed: Vec<_> = pairs.iter().filter(|(_, a, b)| a.mean != b.mean).collect();
    JoinOutcome {
        n_joined: pairs.len(),
        n_changed: changed.len(),
        n_only_old: before.len() - pairs.len(),
        n_only_new: after.len() - pairs.len(),
        differences: largest_first(
            changed
                .iter()
                .filter(|(_, a, b)| [a, b].iter().all(|row| row.unit == Unit::Persons.name()))
                .map(|(key, a, b)| Difference { key: (*key).clone(), old: a.mean, new: b.mean })
                .collect(),
        ),
    }
}

fn largest_first(mut differences: Vec<Difference>) -> Vec<Difference> {
    differences.sort_by(|a, b| {
        b.change().abs().total_cmp(&a.change().abs()).then_with(|| a.key.cmp(&b.key))
    });
    differences
}

/// The rows of a side that its scenario concerns; the past belongs to every scenario.
fn rows<'a>(side: &Side<'a>, rename: bool) -> BTreeMap<RowKey, &'a ResultRow> {
    let results = side.results;
    let concerned = |row: &ResultRow| {
        row.scenario == HISTORY || side.scenario.is_none_or(|name| row.scenario == name)
    };
    TABLES
        .into_iter()
        .flat_map(|name| results.table(name).rows.iter().map(move |row| (name, row)))
        .filter(|(_, row)| concerned(row))
        .map(|(name, row)| (key(name, row, rename), row))
        .collect()
}

fn key(table: TableName, row: &ResultRow, rename: bool) -> RowKey {
    let scenario = if rename && row.scenario != HISTORY { "" } else { row.scenario.as_str() };
    RowKey {
        table,
        scenario: scenario.to_owned(),
        area: row.area.clone(),
        sector: row.sector.clone(),
        year: row.year,
        measure: row.measure.clone(),
    }
}
