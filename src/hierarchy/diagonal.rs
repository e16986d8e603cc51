//! Least squares with a variance of its own for each node and no correlation.

use crate::hierarchy::conjugate::Precision;
use crate::hierarchy::normal::Normal;
use crate::hierarchy::{Hierarchy, NO_PARENT, Structure};

/// Smallest variance, as a part of the mean variance: a node without any error would make the
/// system singular.
const LEAST_VARIANCE: f64 = 1e-12;

/// A hierarchy with the variance of each node's base forecast.
#[derive(Debug)]
pub(crate) struct Diagonal<'a> {
    pub(crate) hierarchy: &'a Hierarchy,
    pub(crate) variances: Vec<f64>,
    /// The system of the aggregates, where groupings cross.
    normal: Option<Normal<'a>>,
}

impl<'a> Diagonal<'a> {
    /// `variances`: one a node, not negative and not all zero.
    pub(crate) fn new(hierarchy: &'a Hierarchy, mut variances: Vec<f64>) -> Self {
        let mean = variances.iter().sum::<f64>() / variances.len().max(1) as f64;
        for variance in &mut variances {
            *variance = variance.max(LEAST_VARIANCE * mean);
        }
        let normal = match &hierarchy.structure {
            Structure::Tree { .. } => None,
            Structure::Groups { members, above } => {
                let finest = hierarchy.levels.last().map_or(0, |level| level.nodes.start);
                Some(Normal::new((members, above), &variances, finest))
            }
        };
        Self { hierarchy, variances, normal }
    }

    /// The coherent figures of every node nearest to `base`, bottom series that are not `free`
    /// being zero.
    ///
    /// ```text
    /// min Σ (y_i − ŷ_i)² / w_i          y = S b,  b_j = 0 where j is not free
    /// ```
    pub(crate) fn solve(&self, base: &[f64], free: &[bool], precision: Precision) -> Vec<f64> {
        let mut nodes = match (&self.hierarchy.structure, &self.normal) {
            (Structure::Groups { .. }, Some(normal)) => normal.solve(base, free, precision),
            (Structure::Tree { parents }, _) => self.two_passes(parents, base, free),
            (Structure::Groups { .. }, None) => base.to_vec(),
        };
        self.hierarchy.add_up(&mut nodes);
        nodes
    }

    /// Up: what a node says after its children. Down: what its parent decided is divided.
    ///
    /// ```text
    /// s = Σ m_c     V = Σ v_c     m = s + (ŷ − s) V/(w + V)     v = w V/(w + V)      children c
    /// y_c = m_c + v_c (y − s) / V
    /// ```
    fn two_passes(&self, parents: &[u32], base: &[f64], free: &[bool]) -> Vec<f64> {
        let first_bottom = self.hierarchy.n_aggregates;
        // Of aggregates first the sums over children, then their own; of bottoms their own.
        let mut nodes: Vec<Passed> = vec![Passed::default(); base.len()];
        for node in (0..base.len()).rev() {
            let own = if node < first_bottom {
                nodes[node].combine(base[node], self.variances[node])
            } else if free[node - first_bottom] {
                Passed { mean: base[node], variance: self.variances[node], ..Passed::default() }
            } else {
                Passed::default()
            };
            nodes[node] = own;
            if let Some(parent) = nodes.get_mut(parents[node] as usize) {
                parent.sum += own.mean;
                parent.total += own.variance;
            }
        }
        for node in 0..base.len() {
            if parents[node] != NO_PARENT {
                let parent = nodes[parents[node] as usize];
                nodes[node].mean += nodes[node].variance * parent.per_variance();
            }
        }
        nodes.into_iter().map(|node| node.mean).collect()
    }
}

/// What a node says to its parent, and what its children said to it.
#[derive(Clone, Copy, Debug, Default)]
struct Passed {
    mean: f64,
    variance: f64,
    sum: f64,
    total: f64,
}

impl Passed {
    fn combine(self, base: f64, variance: f64) -> Self {
        let share = self.total / (variance + self.total);
        Self { mean: self.sum + (base - self.sum) * share, variance: variance * share, ..self }
    }

    fn per_variance(self) -> f64 {
        if self.total > 0.0 { (self.mean - self.sum) / self.total } else { 0.0 }
    }
}
