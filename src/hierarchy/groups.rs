//! A grouped hierarchy from the keys of its bottom series, such as sector × area × sex.

use std::collections::BTreeMap;

use crate::hierarchy::incidence::Incidence;
use crate::hierarchy::{Fault, Hierarchy, Level, NO_PARENT, Structure};

/// Most columns that are combined in every way.
const MOST_COLUMNS: usize = 10;

/// A grouping of the bottom series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupColumn {
    /// What is grouped by, such as `sector`.
    pub name: String,
    /// The group of each bottom series.
    pub values: Vec<String>,
}

/// Which combinations of the columns are aggregates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Combinations {
    /// Every combination, and the total.
    Every,
    /// These and the total; each is a list of columns.
    Named(Vec<Vec<String>>),
}

/// One combination of columns: which of its groups each bottom series is in.
struct Grouping {
    columns: Vec<usize>,
    /// Group of each bottom series.
    group_of: Vec<u32>,
    /// A bottom series of each group, groups in the order of their values.
    first: Vec<usize>,
}

impl Hierarchy {
    /// A hierarchy of groups that may cross.
    ///
    /// The total is called `total`, a group after its columns: `sector=A`, `sector=A/area=VN`.
    /// Where every combination is asked for, those that only repeat a coarser one or the bottom
    /// series themselves are left out. If each combination refines the one before it, the result
    /// is a tree.
    ///
    /// # Shapes
    /// `bottoms` and the values of each column: one a bottom series.
    ///
    /// # Errors
    /// Every [`Fault`] at once: names that occur twice or are empty, empty groups, unknown columns.
    pub fn grouped(
        bottoms: &[String],
        columns: &[GroupColumn],
        combinations: &Combinations,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = check(bottoms, columns);
        let wanted = wanted(columns, combinations, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut order: Vec<usize> = (0..bottoms.len()).collect();
        order.sort_by_key(|row| &bottoms[*row]);
        let ranks: Vec<Vec<u32>> = columns.iter().map(|column| ranks(column, &order)).collect();
        let mut groupings = Vec::with_capacity(wanted.len());
        for combination in wanted {
            let grouping = group(combination, &ranks, bottoms.len());
            if *combinations != Combinations::Every || adds(&grouping, &groupings) {
                groupings.push(grouping);
            }
        }
        groupings.sort_by_key(|grouping| grouping.first.len());
        let mut names = Vec::new();
        let mut levels = Vec::with_capacity(groupings.len());
        for grouping in &groupings {
            let start = names.len();
            names.extend(
                grouping.first.iter().map(|bottom| name(grouping, columns, order[*bottom])),
            );
            levels.push(Level { name: level_name(grouping, columns), nodes: start..names.len() });
        }
        names.extend(order.iter().map(|row| bottoms[*row].clone()));
        let structure = nested(&groupings).unwrap_or_else(|| crossed(&groupings, bottoms.len()));
        let hierarchy = Self::assemble(names, levels, structure);
        same_names(&hierarchy).map_or(Ok(hierarchy), Err)
    }
}

fn check(bottoms: &[String], columns: &[GroupColumn]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut rows = BTreeMap::new();
    if bottoms.is_empty() {
        faults.push(Fault::Empty);
    }
    for (row, name) in bottoms.iter().enumerate() {
        if name.is_empty() {
            faults.push(Fault::Unnamed { row });
        } else if let Some(first) = rows.insert(name, row) {
            faults.push(Fault::Repeated { row, first, name: name.clone() });
        }
    }
    for column in columns {
        if column.values.len() != bottoms.len() {
            faults.push(Fault::Shape { found: column.values.len(), needed: bottoms.len() });
        }
        for (row, _) in column.values.iter().enumerate().filter(|(_, value)| value.is_empty()) {
            faults.push(Fault::NoGroup { row, column: column.name.clone() });
        }
    }
    faults
}

/// Columns of each combination, the total first.
fn wanted(
    columns: &[GroupColumn],
    combinations: &Combinations,
    faults: &mut Vec<Fault>,
) -> Vec<Vec<usize>> {
    let mut wanted = vec![Vec::new()];
    match combinations {
        Combinations::Every if columns.len() > MOST_COLUMNS => {
            faults.push(Fault::TooManyColumns { found: columns.len() });
        }
        Combinations::Every => {
            let subsets = 1..1_u32 << columns.len();
            let chosen =
                |bits: u32| (0..columns.len()).filter(move |c| bits >> c & 1 == 1).collect();
            wanted.extend(subsets.map(chosen));
            wanted.sort_by_key(Vec::len);
        }
        Combinations::Named(named) => {
            for combination in named {
                let mut chosen = Vec::new();
                for name in combination {
                    match columns.iter().position(|column| column.name == *name) {
                        Some(column) => chosen.push(column),
                        None => faults.push(Fault::UnknownColumn { name: name.clone() }),
                    }
                }
                wanted.push(chosen);
            }
        }
    }
    wanted
}

/// Rank of the value of each bottom series among the values of the column.
fn ranks(column: &GroupColumn, order: &[usize]) -> Vec<u32> {
    let mut known: BTreeMap<&str, u32> =
        column.values.iter().map(|value| (value.as_str(), 0)).collect();
    known.values_mut().zip(0..).for_each(|(rank, number)| *rank = number);
    order.iter().map(|row| known[column.values[*row].as_str()]).collect()
}

fn group(columns: Vec<usize>, ranks: &[Vec<u32>], n_bottom: usize) -> Grouping {
    let key = |bottom: usize| columns.iter().map(move |column| ranks[*column][bottom]);
    let mut sorted: Vec<usize> = (0..n_bottom).collect();
    sorted.sort_by(|a, b| key(*a).cmp(key(*b)));
    let mut group_of = vec![0; n_bottom];
    let mut first: Vec<usize> = Vec::new();
    for bottom in sorted {
        if first.last().is_none_or(|last| key(*last).ne(key(bottom))) {
            first.push(bottom);
        }
        group_of[bottom] = first.len() as u32 - 1;
    }
    Grouping { columns, group_of, first }
}

/// Whether a grouping is neither the bottom series themselves nor one that is there already.
fn adds(new: &Grouping, others: &[Grouping]) -> bool {
    let repeats =
        |other: &Grouping| other.first.len() == new.first.len() && parents_in(other, new).is_some();
    new.first.len() < new.group_of.len() && !others.iter().any(repeats)
        || new.columns.is_empty() && others.is_empty()
}

/// Group of `coarse` that each group of `fine` lies in, if each lies in one.
fn parents_in(coarse: &Grouping, fine: &Grouping) -> Option<Vec<u32>> {
    let parents: Vec<u32> = fine.first.iter().map(|bottom| coarse.group_of[*bottom]).collect();
    let holds = |(own, group): (&u32, &u32)| parents[*group as usize] == *own;
    coarse.group_of.iter().zip(&fine.group_of).all(holds).then_some(parents)
}

/// A tree, if each grouping refines the one before it.
fn nested(groupings: &[Grouping]) -> Option<Structure> {
    let mut parents = Vec::new();
    let mut start = 0;
    for (level, grouping) in groupings.iter().enumerate() {
        match level.checked_sub(1) {
            None => parents.resize(grouping.first.len(), NO_PARENT),
            Some(above) => {
                let found = parents_in(&groupings[above], grouping)?;
                parents.extend(found.into_iter().map(|parent| parent + start));
                start += groupings[above].first.len() as u32;
            }
        }
    }
    let finest = groupings.last()?;
    parents.extend(finest.group_of.iter().map(|group| group + start));
    Some(Structure::Tree { parents })
}

fn crossed(groupings: &[Grouping], n_bottom: usize) -> Structure {
    let mut above = Incidence::empty();
    for bottom in 0..n_bottom {
        let mut start = 0;
        above.push(groupings.iter().map(|grouping| {
            let aggregate = start + grouping.group_of[bottom];
            start += grouping.first.len() as u32;
            aggregate
        }));
    }
    let n_aggregates = groupings.iter().map(|grouping| grouping.first.len()).sum();
    Structure::Groups { members: above.transposed(n_aggregates), above }
}

/// Name of the group that the bottom series in `row` belongs to.
fn name(grouping: &Grouping, columns: &[GroupColumn], row: usize) -> String {
    if grouping.columns.is_empty() {
        return "total".to_owned();
    }
    let part =
        |column: &usize| format!("{}={}", columns[*column].name, columns[*column].values[row]);
    grouping.columns.iter().map(part).collect::<Vec<_>>().join("/")
}

fn level_name(grouping: &Grouping, columns: &[GroupColumn]) -> String {
    if grouping.columns.is_empty() {
        return "total".to_owned();
    }
    let names: Vec<&str> = grouping.columns.iter().map(|c| columns[*c].name.as_str()).collect();
    names.join("/")
}

/// Names that more than one node has.
fn same_names(hierarchy: &Hierarchy) -> Option<Vec<Fault>> {
    let faults: Vec<Fault> = hierarchy
        .names
        .iter()
        .enumerate()
        .filter(|(node, name)| hierarchy.positions.get(*name) != Some(node))
        .map(|(_, name)| Fault::SameName { name: name.clone() })
        .collect();
    (!faults.is_empty()).then_some(faults)
}
