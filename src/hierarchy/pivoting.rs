//! Least squares with non-negative bottom series.
//!
//! Bottom series are either free or held at zero. With `g` the gradient of the sum of squares, the
//! solution is where no free series is negative and no held one would lower the sum by growing:
//!
//! ```text
//! b_j ≥ 0 and g_j = 0, j free          b_j = 0 and g_j ≥ 0, j held
//! ```
//! All series that break this change sides at once; when that stops reducing their number, only
//! the last of them changes, which ends for every positive definite matrix.
//!
//! # Source
//! Júdice & Pires (1994), *A block principal pivoting algorithm for large-scale strictly monotone
//! linear complementarity problems*; Wickramasuriya, Turlach & Hyndman (2020), section 3.

use crate::hierarchy::conjugate::Precision;
use crate::hierarchy::diagonal::Diagonal;
use crate::hierarchy::low_rank::LowRank;

/// A condition broken by less than this part of the largest figure holds.
const TOLERANCE: f64 = 1e-11;
/// The same while sides are still being found.
const ROUGH_TOLERANCE: f64 = 1e-7;
/// Exchanges of whole blocks that may pass without progress.
const PATIENCE: usize = 5;
/// Most exchanges.
const MOST_EXCHANGES: usize = 2_000;

/// Weights of the squares: the inverse of a diagonal, or of one with further columns.
#[derive(Debug)]
pub(crate) enum Weights<'a> {
    Diagonal(Diagonal<'a>),
    LowRank(LowRank<'a>),
}

/// Figures of every node, and whether the conditions hold.
#[derive(Debug)]
pub(crate) struct Solution {
    pub(crate) nodes: Vec<f64>,
    pub(crate) converged: bool,
}

impl Weights<'_> {
    pub(crate) const fn diagonal(&self) -> &Diagonal<'_> {
        match self {
            Self::Diagonal(diagonal) => diagonal,
            Self::LowRank(whole) => &whole.diagonal,
        }
    }

    /// Coherent figures without a sign, and the base forecasts after correlated errors.
    fn solve(&self, base: &[f64], free: &[bool], precision: Precision) -> (Vec<f64>, Vec<f64>) {
        let moved = match self {
            Self::Diagonal(_) => base.to_vec(),
            Self::LowRank(whole) => whole.moved(base, free, precision),
        };
        (self.diagonal().solve(&moved, free, precision), moved)
    }

    /// Coherent figures of every node nearest to `base`.
    pub(crate) fn nearest(&self, base: &[f64]) -> Solution {
        let free = vec![true; self.diagonal().hierarchy.n_bottom()];
        Solution { nodes: self.solve(base, &free, Precision::Full).0, converged: true }
    }

    /// The same with no bottom series below zero.
    ///
    /// Where precision costs time, the sides are found without it and confirmed with it.
    pub(crate) fn nearest_non_negative(&self, base: &[f64]) -> Solution {
        let hierarchy = self.diagonal().hierarchy;
        let mut free = vec![true; hierarchy.n_bottom()];
        if !hierarchy.is_tree() {
            self.exchange(base, &mut free, Precision::Sign);
        }
        let found = self.exchange(base, &mut free, Precision::Full);
        let converged = found.is_some();
        let mut nodes = found.unwrap_or_else(|| self.solve(base, &free, Precision::Full).0);
        for bottom in &mut nodes[hierarchy.n_aggregates()..] {
            *bottom = bottom.max(0.0);
        }
        hierarchy.add_up(&mut nodes);
        Solution { nodes, converged }
    }

    /// Exchanges sides until every condition holds, and the figures then; none if that takes too
    /// long.
    fn exchange(&self, base: &[f64], free: &mut [bool], precision: Precision) -> Option<Vec<f64>> {
        let scale = base.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let small = scale * if precision == Precision::Full { TOLERANCE } else { ROUGH_TOLERANCE };
        let (mut fewest, mut patience) = (usize::MAX, PATIENCE);
        for _ in 0..MOST_EXCHANGES {
            let (nodes, moved) = self.solve(base, free, precision);
            let broken = self.broken((&nodes, &moved), free, small);
            let Some(last) = broken.last().copied() else {
                return Some(nodes);
            };
            if broken.len() < fewest {
                (fewest, patience) = (broken.len(), PATIENCE);
            } else {
                patience = patience.saturating_sub(1);
            }
            let changing = if patience > 0 { &broken[..] } else { &[last] };
            for bottom in changing {
                free[*bottom] = !free[*bottom];
            }
        }
        None
    }

    /// Bottom series that break a condition, ascending.
    ///
    /// A gradient times the variance of the series is how far it would move, so both kinds are
    /// measured in its own unit.
    fn broken(&self, (nodes, moved): (&[f64], &[f64]), free: &[bool], small: f64) -> Vec<usize> {
        let Diagonal { hierarchy, variances, .. } = self.diagonal();
        let error = nodes.iter().zip(moved).map(|(y, base)| y - base);
        let weighted: Vec<f64> = error.zip(variances).map(|(e, variance)| e / variance).collect();
        let gradient = hierarchy.add_down(&weighted);
        let bottoms = &nodes[hierarchy.n_aggregates()..];
        let own = &variances[hierarchy.n_aggregates()..];
        (0..free.len())
            .filter(|j| {
                let value = if free[*j] { bottoms[*j] } else { gradient[*j] * own[*j] };
                value < -small
            })
            .collect()
    }
}
