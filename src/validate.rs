//! Validating: from tables as read to a dataset nobody has to check again.
//!
//! All findings are collected, never only the first. A row with an error is left out of the
//! dataset and named; nothing is dropped in silence. One wrong cell gives one finding: sums and
//! gaps are not looked at where an error was found before.
//!
//! In the order they are applied: headers, cells, codes, ranges, repeated keys, figures off by a
//! factor of a thousand, missing years, totals against their parts, and then the levels of
//! employment, labour force and population. What a model needs beyond that is asked by
//! [`completeness`].
//!
//! Left out: whether a figure is true. A plausible wrong figure passes.

use std::collections::BTreeMap;

use crate::dataset::Dataset;
use crate::dataset::Measure;
use crate::dataset::Observation;
use crate::dataset::RawTable;
use crate::error::Problem;
use crate::error::Severity;
use crate::language::Text;

mod accounts;
pub mod axis;
mod cells;
mod code;
pub mod completeness;
pub(crate) mod finding;
mod header;
mod levels;
mod lists;
pub mod nearest;
pub(crate) mod number;
mod public;
mod ranges;
mod rows;
mod series;
mod slips;
mod sums;
mod touched;

pub use axis::Axis;

/// Checks tables and makes a dataset of their sound rows.
///
/// `axis` says which sectors and areas a model uses; without one, the codes that occur often in
/// the tables stand for it. Provenance is not in the tables and stays empty.
pub fn validate(tables: &[RawTable], axis: Option<&Axis>) -> (Dataset, Vec<Problem>) {
    let occurring;
    let axis = if let Some(axis) = axis {
        axis
    } else {
        occurring = Axis::occurring(tables);
        &occurring
    };
    let mut dataset = Dataset::default();
    let mut problems = Vec::new();
    let mut by_measure: BTreeMap<Measure, Vec<&RawTable>> = BTreeMap::new();
    for table in tables {
        match (Measure::named(&table.name), table.name.as_str()) {
            (Some(measure), _) => by_measure.entry(measure).or_default().push(table),
            (None, lists::PROJECTS) => {
                let (items, found) = lists::projects(table, axis);
                dataset.projects.extend(items);
                problems.extend(found);
            }
            (None, lists::TARGETS) => {
                let (items, found) = lists::targets(table, axis);
                dataset.targets.extend(items);
                problems.extend(found);
            }
            (None, lists::FIGURES) => {
                let (items, found) = lists::figures(table, axis);
                dataset.plan_figures.extend(items);
                problems.extend(found);
            }
            (None, name) if accounts::is_table(name) => {
                problems.extend(accounts::read(table, axis, &mut dataset.accounts));
            }
            (None, name) if public::is_table(name) => {
                problems.extend(public::read(table, &mut dataset.public));
            }
            (None, _) => problems.push(unknown_table(table)),
        }
    }
    for (measure, tables) in by_measure {
        let (observations, found) = one_measure(measure, &tables, axis);
        problems.extend(found);
        if !observations.is_empty() {
            dataset.tables.insert(measure, observations);
        }
    }
    // A figure known to be wrong would be told twice.
    if problems.iter().all(|problem| problem.severity != Severity::Error) {
        problems.extend(levels::check(&dataset, axis));
    }
    (dataset, problems)
}

/// The names a table may have.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    Measure::ALL
        .into_iter()
        .map(Measure::name)
        .chain([lists::PROJECTS, lists::TARGETS, lists::FIGURES])
        .chain(accounts::names())
        .chain(public::names())
}

/// Whether any of the findings stops the run.
pub fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

fn one_measure(
    measure: Measure,
    tables: &[&RawTable],
    axis: &Axis,
) -> (Vec<Observation>, Vec<Problem>) {
    let mut observations = Vec::new();
    let mut problems = Vec::new();
    let mut touched = touched::Touched::default();
    for table in tables {
        let checked = rows::read(table, measure, axis);
        observations.extend(checked.observations);
        problems.extend(checked.problems);
        touched.extend(checked.touched);
    }
    problems.extend(series::repeated(&mut observations, &mut touched));
    if measure.is_headcount() || measure == Measure::Output {
        let slips = series::thousandfold(&mut observations, &mut touched);
        problems.extend(slips.into_iter().map(|slip| finding::as_written(slip, tables)));
    }
    problems.extend(series::gaps(measure, &observations, (axis, &touched)));
    problems.extend(sums::totals(measure, &observations, (axis, &touched)));
    observations.sort_by(|a, b| (&a.key, a.year).cmp(&(&b.key, b.year)));
    (observations, problems)
}

fn unknown_table(table: &RawTable) -> Problem {
    let names: Vec<&str> = table_names().collect();
    let notice = Text::new("Bảng này không được đọc.", "The table is not read.");
    finding::warning(
        "unknown-table",
        finding::place(&table.file, 0, ""),
        table.name.as_str(),
        Text::new("tên bảng đã biết", "the name of a known table"),
        finding::join(&nearest::suggestion(&table.name, names), &notice),
    )
}
