//! Coherence: forecasts of series that add up are made to add up.
//!
//! A [`Hierarchy`] names every node and says of which bottom series each aggregate is the sum. Base
//! forecasts `ŷ` of all nodes come from anywhere; a [`Reconciler`] turns them into coherent ones:
//!
//! ```text
//! ỹ = S b̃          S: one row a node, one column a bottom series, 1 where the node contains it
//! b̃ = argmin (S b − ŷ)′ W⁻¹ (S b − ŷ)          and b ≥ 0 if asked
//! ```
//! The methods differ in `W`, the covariance of the errors of the base forecasts: the identity,
//! the number of bottom series, the variance of the residuals, or their covariance with the
//! correlations shrunk towards zero. Bottom-up, top-down and middle-out use some base forecasts
//! only. See [`Method`].
//!
//! # How it is computed
//! `S` is never formed. In a tree, the least squares with a diagonal `W` are two passes over the
//! nodes, upwards with what the children say and downwards with what the parent decides. Where
//! groupings cross, a system of the aggregates alone is solved:
//!
//! ```text
//! b̃ = b̂ + W_b A′ x          (W_a + A W_b A′) x = â − A b̂
//! ```
//! `A`: the rows of `S` of the aggregates; `a` and `b`: aggregates and bottom series. The shrunk
//! covariance is a diagonal and as many further columns as there are periods, `W = Δ + Q Q′`, so it
//! is never formed either: with `ŷ = S b + Q f + e`, the small vector `f` is solved for and the
//! rest is the diagonal problem. Non-negativity is block principal pivoting on the bottom series,
//! ended when the conditions of Karush, Kuhn and Tucker hold.
//!
//! # Order
//! Nodes stand in an order of their own: aggregates from the top down, by name within a level, then
//! bottom series by name. It does not depend on the order of what was given, and so no result does.
//!
//! # What it leaves out
//! Hierarchies whose nodes are differences or weighted sums, and covariances between different
//! steps of the horizon.
//!
//! # Source
//! Wickramasuriya, Athanasopoulos & Hyndman (2019), *Optimal forecast reconciliation for
//! hierarchical and grouped time series through trace minimization*, JASA 114; Athanasopoulos,
//! Hyndman, Kourentzes & Petropoulos (2017), *Forecasting with temporal hierarchies*, EJOR 262;
//! Wickramasuriya, Turlach & Hyndman (2020), *Optimal non-negative forecast reconciliation*,
//! Statistics and Computing 30.

mod conjugate;
mod dense;
mod fault;
mod figures;
mod incidence;
mod normal;
mod diagonal;
mod groups;
mod tree;
mod temporal;
mod shrinkage;
mod low_rank;
mod pivoting;
mod shares;
mod method;
mod reconciler;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

pub use crate::hierarchy::fault::Fault;
pub use crate::hierarchy::figures::Figures;
pub use crate::hierarchy::groups::{Combinations, GroupColumn};
use crate::hierarchy::incidence::Incidence;
pub use crate::hierarchy::method::{Method, Proportions, Sign};
pub use crate::hierarchy::reconciler::{Evidence, Reconciled, Reconciler};

/// Parent of a node that has none.
const NO_PARENT: u32 = u32::MAX;

/// Which bottom series each aggregate is the sum of; nodes by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchy {
    names: Vec<String>,
    positions: BTreeMap<String, usize>,
    n_aggregates: usize,
    levels: Vec<Level>,
    structure: Structure,
}

/// Aggregates that share no bottom series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The grouping such as `sector/area`, or the depth in a tree, 0 being the top.
    pub name: String,
    /// Its aggregates.
    pub nodes: Range<usize>,
}

/// How aggregates and bottom series hang together.
#[derive(Clone, Debug, PartialEq)]
enum Structure {
    /// Parent of each node, always of a smaller number; the whole chain is never stored.
    Tree { parents: Vec<u32> },
    /// Bottom series of each aggregate, and aggregates above each bottom series.
    Groups { members: Incidence, above: Incidence },
}

impl Hierarchy {
    /// Nodes in their order, aggregates first.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Position of the node called `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// Number of nodes.
    pub const fn n_nodes(&self) -> usize {
        self.names.len()
    }

    /// Number of aggregates; the bottom series follow them.
    pub const fn n_aggregates(&self) -> usize {
        self.n_aggregates
    }

    /// Number of bottom series.
    pub const fn n_bottom(&self) -> usize {
        self.names.len() - self.n_aggregates
    }

    /// Levels of aggregates from the top down.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Whether every node has at most one parent.
    pub const fn is_tree(&self) -> bool {
        matches!(self.structure, Structure::Tree { .. })
    }

    /// Positions among the bottom series of those that `node` is the sum of, ascending.
    pub fn bottoms_of(&self, node: usize) -> Vec<usize> {
        if node >= self.n_aggregates {
            return node
                .checked_sub(self.n_aggregates)
                .filter(|b| *b < self.n_bottom())
                .into_iter()
                .collect();
        }
        match &self.structure {
            Structure::Groups { members, .. } => {
                members.row(node).iter().map(|bottom| *bottom as usize).collect()
            }
            Structure::Tree { parents } => below(parents, node, self.n_aggregates),
        }
    }

    /// Every node's figure from those of the bottom series: `S b`.
    ///
    /// # Shapes
    /// `bottoms`: one value a bottom series; what is missing counts as zero.
    pub fn sums(&self, bottoms: &[f64]) -> Vec<f64> {
        let mut nodes = vec![0.0; self.n_nodes()];
        for (node, bottom) in nodes[self.n_aggregates..].iter_mut().zip(bottoms) {
            *node = *bottom;
        }
        self.add_up(&mut nodes);
        nodes
    }

    /// Overwrites the aggregates of `nodes` with the sums of its bottom series.
    fn add_up(&self, nodes: &mut [f64]) {
        let (aggregates, bottoms) = nodes.split_at_mut(self.n_aggregates);
        match &self.structure {
            Structure::Tree { .. } => self.add_up_tree(nodes),
            Structure::Groups { members, .. } => {
                for (sum, row) in aggregates.iter_mut().zip(members.rows()) {
                    *sum = row.iter().map(|bottom| bottoms[*bottom as usize]).sum();
                }
            }
        }
    }

    fn add_up_tree(&self, nodes: &mut [f64]) {
        let Structure::Tree { parents } = &self.structure else { return };
        nodes[..self.n_aggregates].fill(0.0);
        for node in (0..nodes.len()).rev() {
            if parents[node] != NO_PARENT {
                nodes[parents[node] as usize] += nodes[node];
            }
        }
    }

    /// For each bottom series, the sum of what stands at it and at every aggregate above it: `S′ e`.
    fn add_down(&self, nodes: &[f64]) -> Vec<f64> {
        match &self.structure {
            Structure::Tree { parents } => {
                let mut sums = nodes.to_vec();
                for node in 0..sums.len() {
                    if parents[node] != NO_PARENT {
                        sums[node] += sums[parents[node] as usize];
                    }
                }
                sums.split_off(self.n_aggregates)
            }
            Structure::Groups { above, .. } => {
                let own = &nodes[self.n_aggregates..];
                let higher =
                    above.rows().map(|row| row.iter().map(|a| nodes[*a as usize]).sum::<f64>());
                own.iter().zip(higher).map(|(own, higher)| own + higher).collect()
            }
        }
    }

    /// Number of bottom series in each node.
    fn sizes(&self) -> Vec<f64> {
        self.sums(&vec![1.0; self.n_bottom()])
    }

    /// A hierarchy of checked parts; `names` are different from each other.
    fn assemble(names: Vec<String>, levels: Vec<Level>, structure: Structure) -> Self {
        let n_aggregates = levels.last().map_or(0, |level| level.nodes.end);
        let positions = names.iter().enumerate().map(|(p, name)| (name.clone(), p)).collect();
        Self { names, positions, n_aggregates, levels, structure }
    }
}

/// Bottom series below `node` in a tree.
fn below(parents: &[u32], node: usize, n_aggregates: usize) -> Vec<usize> {
    let mut inside = vec![false; parents.len()];
    inside[node] = true;
    for child in node + 1..parents.len() {
        inside[child] = inside.get(parents[child] as usize).is_some_and(|parent| *parent);
    }
    (n_aggregates..parents.len()).filter(|n| inside[*n]).map(|n| n - n_aggregates).collect()
}
