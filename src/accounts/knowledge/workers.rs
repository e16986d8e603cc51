//! Age structures and exit rates of single occupations, as far as tables give them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::codes::{AgeGroup, OccupationCode, Sex};
use crate::dataset::Dataset;
use crate::dataset::accounts::OccupationAge;
use crate::error::Result;
use crate::model::Model;
use crate::prepare::AgeSexTable;
use crate::replacement::structure::cells_of;
use crate::status::Status;

/// What is known of the workers of single groups; empty lists where nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownWorkers {
    /// Workers by sex and single age of the groups that have them, by position.
    pub ages: BTreeMap<usize, Vec<f64>>,
    /// Exit rates as given.
    pub exits: Vec<KnownExit>,
    /// The least firm status of the figures above, by position.
    pub status: BTreeMap<usize, Status>,
}

/// An exit rate of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownExit {
    /// Position of the group.
    pub group: usize,
    /// Sex, if the rate differs by it.
    pub sex: Option<Sex>,
    /// Ages.
    pub age: AgeGroup,
    /// Exits per worker and year.
    pub rate: f64,
    /// Workers it was measured on, if stated.
    pub sample: Option<f64>,
    /// Its standard error, if stated.
    pub error: Option<f64>,
}

/// Reads the tables of `dataset` along the occupations of `model`.
///
/// # Errors
/// [`crate::error::Error::Method`] if an age structure cannot be split into single ages.
pub(super) fn known(model: &Model, dataset: &Dataset) -> Result<KnownWorkers> {
    let position = |code: &OccupationCode| {
        model.accounts.occupations.iter().position(|occupation| occupation.code == *code)
    };
    let mut known = KnownWorkers::default();
    for row in &dataset.accounts.exit_rates {
        let Some(group) = position(&row.occupation) else { continue };
        known.exits.push(KnownExit {
            group,
            sex: row.sex,
            age: row.age,
            rate: row.rate,
            sample: row.sample_size,
            error: row.standard_error,
        });
        known.note(group, row.status);
    }
    let mut counts: BTreeMap<usize, Vec<&OccupationAge>> = BTreeMap::new();
    for row in &dataset.accounts.occupation_ages {
        if let Some(group) = position(&row.occupation) {
            counts.entry(group).or_default().push(row);
        }
    }
    for (group, mut rows) in counts {
        let latest = rows.iter().map(|row| row.year).max();
        rows.retain(|row| Some(row.year) == latest);
        let cells = cells_of(&table(&rows))?;
        if cells.iter().any(|persons| *persons > 0.0) {
            known.ages.insert(group, cells);
            for row in rows {
                known.note(group, row.status);
            }
        }
    }
    Ok(known)
}

impl KnownWorkers {
    fn note(&mut self, group: usize, status: Status) {
        let least = self.status.entry(group).or_insert(status);
        *least = (*least).max(status);
    }
}

fn table(rows: &[&OccupationAge]) -> AgeSexTable {
    let ages: BTreeSet<AgeGroup> = rows.iter().map(|row| row.age).collect();
    let persons = |sex: Sex, age: &AgeGroup| {
        let own = rows.iter().filter(|row| row.sex == sex && row.age == *age);
        own.map(|row| row.persons).sum::<f64>()
    };
    let values = Sex::ALL.map(|sex| ages.iter().map(|age| persons(sex, age)).collect());
    AgeSexTable { ages: ages.into_iter().collect(), values }
}
