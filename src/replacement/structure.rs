//! The sex and age structure of groups, known or fitted.
//!
//! A group whose ages are not known gets those of all workers: every group is fitted to its own
//! total and all groups together to the workers of each cell, by iterative proportional fitting.
//! The seed is a group's own shares where known and the shares of all workers elsewhere, so what
//! the known groups say about themselves also tells what is left for the others.

use ndarray::Array2;

use crate::codes::Sex;
use crate::error::Result;
use crate::language::Text;
use crate::numeric::interpolate::split_totals;
use crate::numeric::ipf;
use crate::prepare::{AgeSexTable, Fallback, FallbackKind};
use crate::replacement::error;
use crate::status::Status;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::labour::Layout;
use crate::supply::life_table::OPEN_AGE;

/// Share of workers of an age in an open age group who are still at work a year older, where their
/// single ages are not known.
pub const ASSUMED_STAY_IN_OPEN_GROUP: f64 = 0.85;

/// What is known of the structure of groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnownStructure<'a> {
    /// Workers of each group in persons.
    pub totals: &'a [f64],
    /// Workers of all groups by cell.
    pub cells: &'a [f64],
    /// Workers by cell of groups that have them, one entry a group.
    pub groups: &'a [Option<Vec<f64>>],
    /// Name of each group.
    pub names: &'a [Text],
}

/// Workers by group and cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// Persons, groups × cells; rows sum to the totals.
    pub workers: Array2<f64>,
    /// Derived where a group's cells are given, estimated where they were fitted.
    pub status: Vec<Status>,
    /// The groups that got the ages of all workers.
    pub fallback: Option<Fallback>,
    /// Whether and how the fit met its margins.
    pub fit: ipf::Fit,
}

/// Fits the structure of every group to its total and to the cells of all workers.
///
/// Where the cells do not sum to the totals they are scaled to them, and the fit says so.
///
/// # Errors
/// If the numbers of groups differ, or no matrix fits.
pub fn fit(known: &KnownStructure<'_>) -> Result<Structure> {
    let groups = known.totals.len();
    if known.groups.len() != groups || known.names.len() != groups {
        return Err(error(
            "số nhóm của tổng số, cơ cấu tuổi và tên nhóm không bằng nhau",
            "totals, age structures and names are not of the same groups",
        ));
    }
    let seed: Vec<Vec<f64>> = known
        .totals
        .iter()
        .zip(known.groups)
        .map(|(total, own)| scaled(own.as_deref().unwrap_or(known.cells), *total))
        .collect();
    let margins = ipf::Margins { rows: known.totals, columns: known.cells };
    let fit = ipf::fit(&seed, &margins, &[], &ipf::Limits::default()).map_err(|reason| {
        error(
            format!(
                "không cân được cơ cấu tuổi với tổng của các nhóm ({reason}); kiểm tra hai bảng"
            ),
            format!(
                "age structures cannot be fitted to the totals of groups: {reason}; check both"
            ),
        )
    })?;
    let flat: Vec<f64> = fit.matrix.iter().flatten().copied().collect();
    let workers = Array2::from_shape_vec((groups, known.cells.len()), flat).map_err(|_| {
        error("cơ cấu tuổi không đủ ô", "an age structure does not have every cell")
    })?;
    let status = known
        .groups
        .iter()
        .map(|own| if own.is_some() { Status::Derived } else { Status::Estimated })
        .collect();
    Ok(Structure { workers, status, fallback: fallback(known), fit })
}

/// `cells` scaled to sum to `total`; unchanged if they sum to nothing.
fn scaled(cells: &[f64], total: f64) -> Vec<f64> {
    let sum: f64 = cells.iter().sum();
    let factor = if sum > 0.0 { total / sum } else { 1.0 };
    cells.iter().map(|persons| persons * factor).collect()
}

fn fallback(known: &KnownStructure<'_>) -> Option<Fallback> {
    let without = || known.groups.iter().zip(known.names).filter(|(own, _)| own.is_none());
    let list = |name: fn(&Text) -> &str| {
        without().map(|(_, text)| name(text)).collect::<Vec<_>>().join(", ")
    };
    without().next()?;
    Some(Fallback {
        kind: FallbackKind::Data,
        missing: Text::new(
            format!("cơ cấu giới và tuổi của: {}", list(|text| &text.vi)),
            format!("sex and age structure of: {}", list(|text| &text.en)),
        ),
        used: Text::new(
            "cơ cấu của toàn bộ lao động, cân theo tổng của từng nhóm và từng tuổi",
            "that of all workers, fitted to the totals of groups and of ages",
        ),
    })
}

/// Workers by cell from a table by sex and age group; sums of every group are kept.
///
/// Closed groups are split by a monotone curve through their cumulative; an open group falls by
/// [`ASSUMED_STAY_IN_OPEN_GROUP`] a year of age.
///
/// # Errors
/// If the groups do not follow each other, begin below 15, or their numbers are impossible.
pub fn cells_of(table: &AgeSexTable) -> Result<Vec<f64>> {
    let adjoining = table.ages.windows(2).all(|pair| match pair {
        [a, b] => a.to().is_some_and(|to| to + 1 == b.from()),
        _ => true,
    });
    let first = table.ages.first().map(|age| usize::from(age.from()));
    let inside = table.ages.iter().all(|age| age.to().is_none_or(|to| usize::from(to) <= OPEN_AGE));
    let counted = table.values.iter().all(|values| {
        values.len() == table.ages.len() && values.iter().all(|n| n.is_finite() && *n >= 0.0)
    });
    if !(adjoining && inside && counted && first.is_some_and(|age| age >= FIRST_AGE)) {
        return Err(error(
            "bảng lao động theo tuổi cần các nhóm tuổi liền nhau từ 15 tuổi, số người không âm",
            "workers by age need age groups that follow each other from 15 on, persons not negative",
        ));
    }
    Ok(Sex::ALL
        .into_iter()
        .flat_map(|sex| single_ages(table, &table.values[sex.index()]))
        .collect())
}

fn single_ages(table: &AgeSexTable, persons: &[f64]) -> Vec<f64> {
    let mut single = vec![0.0; Layout::BY_AGE.ages];
    let closed: Vec<u8> = table.ages.iter().filter_map(|age| age.to()).collect();
    let mut bounds: Vec<f64> =
        table.ages.first().map(|age| f64::from(age.from())).into_iter().collect();
    bounds.extend(closed.iter().map(|to| f64::from(*to) + 1.0));
    let start = bounds.first().map_or(FIRST_AGE, |bound| *bound as usize);
    let end = bounds.last().map_or(FIRST_AGE, |bound| *bound as usize);
    if !closed.is_empty() {
        let cuts: Vec<f64> = (start..=end).map(|age| age as f64).collect();
        let split = split_totals(&bounds, persons.get(..closed.len()).unwrap_or(persons), &cuts);
        for (cell, value) in single.iter_mut().skip(start - FIRST_AGE).zip(split) {
            *cell = value;
        }
    }
    if let Some(open) = persons.get(closed.len()) {
        let weights = std::iter::successors(Some(1.0), |w| Some(w * ASSUMED_STAY_IN_OPEN_GROUP));
        let cells = single.get_mut(end - FIRST_AGE..).unwrap_or_default();
        let shares: Vec<f64> = weights.take(cells.len()).collect();
        let whole: f64 = shares.iter().sum();
        for (cell, share) in cells.iter_mut().zip(&shares) {
            *cell += open * share / whole;
        }
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::AgeGroup;

    fn names(n: usize) -> Vec<Text> {
        (0..n).map(|i| Text::new(format!("nghề {i}"), format!("occupation {i}"))).collect()
    }

    #[test]
    fn a_group_without_ages_gets_what_the_known_group_leaves() {
        let known = KnownStructure {
            totals: &[40.0, 60.0],
            cells: &[50.0, 50.0],
            groups: &[Some(vec![4.0, 1.0]), None],
            names: &names(2),
        };
        let structure = fit(&known).unwrap();
        let rows = structure.workers.rows();
        for (row, total) in rows.into_iter().zip([40.0, 60.0]) {
            assert!((row.sum() - total).abs() < 1e-7);
        }
        assert!((structure.workers.column(0).sum() - 50.0).abs() < 1e-7);
        // The odds of the seed are kept: (32·30)/(8·30) = 4.
        let w = &structure.workers;
        assert!((w[[0, 0]] * w[[1, 1]] / (w[[0, 1]] * w[[1, 0]]) - 4.0).abs() < 1e-9);
        assert_eq!(structure.status, [Status::Derived, Status::Estimated]);
        assert_eq!(
            structure.fallback.unwrap().missing.en,
            "sex and age structure of: occupation 1"
        );
    }

    #[test]
    fn groups_that_all_have_ages_need_no_fallback() {
        let known = KnownStructure {
            totals: &[2.0],
            cells: &[1.0, 1.0],
            groups: &[Some(vec![1.0, 1.0])],
            names: &names(1),
        };
        assert!(fit(&known).unwrap().fallback.is_none());
        let wrong = KnownStructure { totals: &[2.0, 1.0], ..known };
        assert!(fit(&wrong).is_err());
    }

    #[test]
    fn single_ages_keep_the_sum_of_every_group() {
        let table = AgeSexTable {
            ages: vec![AgeGroup::closed(15, 24), AgeGroup::closed(25, 59), AgeGroup::open(60)],
            values: [vec![10.0, 80.0, 6.0], vec![20.0, 90.0, 9.0]],
        };
        let cells = cells_of(&table).unwrap();
        let men = &cells[Layout::BY_AGE.ages..];
        assert!((cells[..10].iter().sum::<f64>() - 10.0).abs() < 1e-9);
        assert!((men[10..45].iter().sum::<f64>() - 90.0).abs() < 1e-9);
        assert!((men[45..].iter().sum::<f64>() - 9.0).abs() < 1e-9);
        assert!(cells.iter().all(|persons| *persons >= 0.0));
        let gap = AgeSexTable { ages: vec![AgeGroup::closed(15, 24), AgeGroup::open(60)], ..table };
        assert!(cells_of(&gap).is_err());
    }
}
