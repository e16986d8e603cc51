//! A strict hierarchy from rows of child and parent.

use std::collections::BTreeMap;

use crate::hierarchy::{Fault, Hierarchy, Level, NO_PARENT, Structure};

/// A row of a tree: a name and the name of its parent.
type Row<'a> = (&'a str, Option<&'a str>);

impl Hierarchy {
    /// A tree from one row a node: its name and its parent; the top has none.
    ///
    /// Several tops are several trees side by side. A node that is nobody's parent is a bottom
    /// series.
    ///
    /// # Errors
    /// Every [`Fault`] at once: nodes named twice, two parents, parents without a row, circles.
    pub fn from_parents<N: AsRef<str>>(rows: &[(N, Option<N>)]) -> Result<Self, Vec<Fault>> {
        let rows: Vec<Row<'_>> = rows
            .iter()
            .map(|(name, parent)| (name.as_ref(), parent.as_ref().map(AsRef::as_ref)))
            .collect();
        let (parents, mut faults) = parents(&rows);
        let depths = depths(&parents, &rows, &mut faults);
        if rows.is_empty() {
            faults.push(Fault::Empty);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(order(&rows, &parents, &depths))
    }
}

/// Row of the parent of each row.
fn parents(rows: &[Row<'_>]) -> (Vec<Option<usize>>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut by_name = BTreeMap::new();
    for (row, (name, parent)) in rows.iter().enumerate() {
        if name.is_empty() {
            faults.push(Fault::Unnamed { row });
        } else if let Some(first) = by_name.get(name) {
            faults.push(twice((*first, row), name, (rows[*first].1, *parent)));
        } else {
            by_name.insert(*name, row);
        }
    }
    let mut parents = Vec::with_capacity(rows.len());
    for (row, (name, parent)) in rows.iter().enumerate() {
        let found = parent.and_then(|parent| by_name.get(parent).copied());
        if let (Some(parent), None) = (parent, found) {
            let (name, parent) = ((*name).to_owned(), (*parent).to_owned());
            faults.push(Fault::Orphan { row, name, parent });
        }
        parents.push(found);
    }
    (parents, faults)
}

/// A name in two rows: the same thing said twice, or two parents.
fn twice(rows: (usize, usize), name: &str, parents: (Option<&str>, Option<&str>)) -> Fault {
    let (first, row) = rows;
    let name = name.to_owned();
    match parents {
        (Some(a), Some(b)) if a != b => {
            Fault::TwoParents { row, name, parents: (a.to_owned(), b.to_owned()) }
        }
        _ => Fault::Repeated { row, first, name },
    }
}

/// Depth of each row, the top being 0; circles are faults.
fn depths(parents: &[Option<usize>], rows: &[Row<'_>], faults: &mut Vec<Fault>) -> Vec<usize> {
    let mut depths: Vec<Option<usize>> = vec![None; parents.len()];
    let mut visit = vec![usize::MAX; parents.len()];
    for start in 0..parents.len() {
        let (mut chain, mut at) = (Vec::new(), Some(start));
        while let Some(row) = at.filter(|row| depths[*row].is_none() && visit[*row] != start) {
            visit[row] = start;
            chain.push(row);
            at = parents[row];
        }
        if let Some(row) = at.filter(|row| depths[*row].is_none()) {
            let circle = chain.iter().skip_while(|other| **other != row).chain([&row]);
            let names = circle.map(|row| rows[*row].0.to_owned()).collect();
            faults.push(Fault::Cycle { row, names });
        }
        let highest = at.and_then(|row| depths[row]).map_or(0, |depth| depth + 1);
        for (depth, row) in (highest..).zip(chain.into_iter().rev()) {
            depths[row] = Some(depth);
        }
    }
    depths.into_iter().map(|depth| depth.unwrap_or(0)).collect()
}

/// Sorts the rows into the order of a hierarchy.
fn order(rows: &[Row<'_>], parents: &[Option<usize>], depths: &[usize]) -> Hierarchy {
    let mut has_children = vec![false; rows.len()];
    parents.iter().flatten().for_each(|parent| has_children[*parent] = true);
    let mut sorted: Vec<usize> = (0..rows.len()).collect();
    sorted.sort_by_key(|row| {
        let depth = if has_children[*row] { depths[*row] } else { usize::MAX };
        (depth, rows[*row].0)
    });
    let mut position = vec![NO_PARENT; rows.len()];
    sorted.iter().enumerate().for_each(|(to, from)| position[*from] = to as u32);
    let parent_of = |row: &usize| parents[*row].map_or(NO_PARENT, |parent| position[parent]);
    let structure = Structure::Tree { parents: sorted.iter().map(parent_of).collect() };
    let names = sorted.iter().map(|row| rows[*row].0.to_owned()).collect();
    let mut levels: Vec<Level> = Vec::new();
    for (node, row) in sorted.iter().enumerate().filter(|(_, row)| has_children[**row]) {
        if levels.len() <= depths[*row] {
            levels.push(Level { name: depths[*row].to_string(), nodes: node..node });
        }
        if let Some(level) = levels.last_mut() {
            level.nodes.end = node + 1;
        }
    }
    Hierarchy::assemble(names, levels, structure)
}
