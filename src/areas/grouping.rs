//! Figures of old areas brought to the areas of the model: districts as they were, communes grouped.
//!
//! ```text
//! X(new,t) = Σ_old share(old → new) X(old,t)
//! ```
//! Head counts alone are grouped, and only where every old area of the new one is known: a sum that misses a
//! part would look like a fall. A figure the new area has itself stays. The share says how many of the old
//! area's people live in the new one; it holds for every measure, sector, sex and age.
//!
//! # Source
//! Method P1; [`crate::prepare`] does the same for an area that was merged whole.

use std::collections::BTreeMap;

use crate::codes::{AgeGroup, AreaCode, SectorCode, Sex};
use crate::dataset::{Dataset, Observation};
use crate::series::SeriesKey;
use crate::status::Status;
use crate::units::Year;

/// A part of an old area that belongs to an area of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// The old area.
    pub from: AreaCode,
    /// The area of the model.
    pub into: AreaCode,
    /// Share of the old area's people, 0 to 1.
    pub share: f64,
    /// Who says so.
    pub source: String,
}

/// What a figure is about beside its area.
type Place<'a> = (Year, Option<&'a SectorCode>, Option<Sex>, Option<AgeGroup>, Option<&'a str>);

fn place(row: &Observation) -> Place<'_> {
    let key = &row.key;
    (row.year, key.sector.as_ref(), key.sex, key.age, row.definition.as_deref())
}

/// The figures with those of old areas grouped.
pub fn regroup(groupings: &[Grouping], dataset: &Dataset) -> Dataset {
    let mut regrouped = dataset.clone();
    if groupings.is_empty() {
        return regrouped;
    }
    let mut parts: BTreeMap<&AreaCode, Vec<&Grouping>> = BTreeMap::new();
    for grouping in groupings {
        parts.entry(&grouping.into).or_default().push(grouping);
    }
    let counts = regrouped.tables.iter_mut().filter(|(measure, _)| measure.is_headcount());
    for (_, rows) in counts {
        let made: Vec<Observation> =
            parts.iter().flat_map(|(into, parts)| sums(rows, into, parts)).collect();
        rows.extend(made);
        rows.sort_by(|a, b| (&a.key, a.year).cmp(&(&b.key, b.year)));
    }
    regrouped
}

/// Sums for one area wherever all its parts are known and it has no figure of its own.
fn sums(rows: &[Observation], into: &AreaCode, parts: &[&Grouping]) -> Vec<Observation> {
    let own: Vec<Place<'_>> = rows.iter().filter(|row| row.key.area == *into).map(place).collect();
    let mut found: BTreeMap<Place<'_>, Vec<(&Observation, f64)>> = BTreeMap::new();
    for row in rows {
        let part = parts.iter().find(|part| part.from == row.key.area);
        if let Some(part) = part {
            found.entry(place(row)).or_default().push((row, part.share));
        }
    }
    let whole = found.into_iter().filter(|(at, of)| of.len() == parts.len() && !own.contains(at));
    let sum = |(_, of): (Place<'_>, Vec<(&Observation, f64)>)| {
        let (first, _) = of.first()?;
        let is_split = parts.iter().any(|part| part.share < 1.0);
        let least = if is_split { Status::Estimated } else { Status::Derived };
        Some(Observation {
            key: SeriesKey { area: into.clone(), ..first.key.clone() },
            value: of.iter().map(|(row, share)| row.value * share).sum(),
            status: of.iter().map(|(row, _)| row.status).fold(least, Status::max),
            cv: None,
            ..(*first).clone()
        })
    };
    whole.filter_map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Measure;
    use crate::error::Place as At;

    fn figure(area: &str, year: i32, value: f64) -> Observation {
        Observation {
            key: SeriesKey::total(area.parse().unwrap()),
            year: Year(year),
            value,
            status: Status::Observed,
            definition: None,
            cv: None,
            place: At::default(),
        }
    }

    fn grouping(from: &str, share: f64) -> Grouping {
        let (from, into) = (from.parse().unwrap(), "KH-1@2025".parse().unwrap());
        Grouping { from, into, share, source: "decree".to_owned() }
    }

    #[test]
    fn a_new_area_is_the_sum_of_its_parts_where_all_are_known() {
        let rows = vec![
            figure("KH-1@2025", 2024, 70.0),
            figure("OLD-1", 2022, 100.0),
            figure("OLD-1", 2023, 110.0),
            figure("OLD-1", 2024, 120.0),
            figure("OLD-2", 2023, 50.0),
            figure("OLD-2", 2024, 60.0),
        ];
        let tables = [(Measure::LabourForce, rows)].into();
        let dataset = Dataset { tables, ..Dataset::default() };
        let regrouped = regroup(&[grouping("OLD-1", 0.5), grouping("OLD-2", 1.0)], &dataset);
        let of_new = |row: &&Observation| row.key.area.to_string() == "KH-1@2025";
        let found: Vec<(i32, f64, Status)> = regrouped
            .table(Measure::LabourForce)
            .iter()
            .filter(of_new)
            .map(|row| (row.year.0, row.value, row.status))
            .collect();
        assert_eq!(found, [(2023, 105.0, Status::Estimated), (2024, 70.0, Status::Observed)]);
    }
}
