//! Figures of the past of every node: residuals of the base forecasts, or observations.

use crate::hierarchy::Hierarchy;

/// Figures of every node over the same periods; some may be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    n_nodes: usize,
    n_periods: usize,
    /// Node by node; zero where nothing is known.
    values: Vec<f64>,
    known: Vec<bool>,
}

impl Figures {
    /// No figure yet for any node of `hierarchy` over `n_periods`.
    pub fn unknown(hierarchy: &Hierarchy, n_periods: usize) -> Self {
        let n_nodes = hierarchy.n_nodes();
        let size = n_nodes * n_periods;
        Self { n_nodes, n_periods, values: vec![0.0; size], known: vec![false; size] }
    }

    /// Figures without gaps: node by node, `n_periods` each.
    ///
    /// A figure that is not finite, or is not there, is unknown.
    pub fn complete(hierarchy: &Hierarchy, n_periods: usize, values: &[f64]) -> Self {
        let mut figures = Self::unknown(hierarchy, n_periods);
        for (cell, value) in values.iter().enumerate().take(figures.values.len()) {
            figures.set_cell(cell, *value);
        }
        figures
    }

    /// Sets one figure; nodes and periods that are not there and figures that are not finite are
    /// passed over.
    pub fn set(&mut self, node: usize, period: usize, value: f64) {
        if node < self.n_nodes && period < self.n_periods {
            self.set_cell(node * self.n_periods + period, value);
        }
    }

    fn set_cell(&mut self, cell: usize, value: f64) {
        if value.is_finite() {
            self.values[cell] = value;
            self.known[cell] = true;
        }
    }

    /// Number of periods.
    pub const fn n_periods(&self) -> usize {
        self.n_periods
    }

    pub(crate) const fn n_nodes(&self) -> usize {
        self.n_nodes
    }

    /// The figures of one node with their periods.
    pub(crate) fn of(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + Clone {
        let cells = node * self.n_periods..(node + 1) * self.n_periods;
        let known = self.known[cells.clone()].iter();
        known
            .zip(&self.values[cells])
            .enumerate()
            .filter(|(_, (k, _))| **k)
            .map(|(t, (_, v))| (t, *v))
    }

    pub(crate) fn at(&self, node: usize, period: usize) -> Option<f64> {
        let cell = node * self.n_periods + period;
        self.known[cell].then(|| self.values[cell])
    }

    /// Number of figures of one node.
    pub(crate) fn count(&self, node: usize) -> usize {
        self.of(node).count()
    }

    /// Mean square of each node's figures.
    ///
    /// Residuals of unbiased forecasts need no centring.
    pub(crate) fn mean_squares(&self) -> Vec<f64> {
        let mean = |node| {
            let n = self.count(node).max(1) as f64;
            self.of(node).map(|(_, value)| value * value).sum::<f64>() / n
        };
        (0..self.n_nodes).map(mean).collect()
    }

    /// Mean of each node's figures.
    pub(crate) fn means(&self) -> Vec<f64> {
        let mean = |node| {
            let n = self.count(node).max(1) as f64;
            self.of(node).map(|(_, value)| value).sum::<f64>() / n
        };
        (0..self.n_nodes).map(mean).collect()
    }
}
