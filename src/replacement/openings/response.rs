//! What leaves in a year, for one worker hired in an earlier one.
//!
//! ```text
//! n(t)  = Σ_k c_k B_k(t)                c_0: level of the base year, c_k: hires of year k
//! B_k(k) = ages of the base year, or of hires;    B_k(t) = those of B_k(t−1) who stayed, a year older
//! RD(t) = Σ_k c_k L_k(t),   L_k(t) = Σ_c B_k(c, t−1)·min(1, x(c, t)·f)
//! ```
//! Given the factor `f` on exit rates the ages of a group are linear in its hires, and a group that
//! shrinks keeps the same share of every `c_k`. So no draw carries ages: `L` is found once at
//! [`NODES`] factors, evenly spaced in their logs over the draws, and between them by the cubic
//! through the four nearest. That is exact but for rounding where no rate reaches 1, and within a
//! thousandth of what leaves where one does; the mean over 2,000 draws is within a hundred-thousandth
//! (both tested), while its own sampling error is near a hundredth.

use crate::replacement::openings::Groups;

/// Factors at which the response of a group is found.
const NODES: usize = 128;

/// Nodes that a value between them is found from.
const NEAREST: usize = 4;

/// Response of one group to its workers of the base year and to its hires.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Responses {
    nodes: Nodes,
    years: usize,
    /// By node: leaving by year and origin.
    rows: Vec<f64>,
    /// Workers of the base year.
    pub(super) base: f64,
}

/// The response at one factor.
pub(super) struct Response(Vec<f64>);

impl Response {
    /// Those who leave in `year`, for one of each origin: the base year, then hires by year.
    pub(super) fn leaving(&self, year: usize) -> &[f64] {
        &self.0[pair(year, 0)..pair(year + 1, 0)]
    }
}

/// Position of year and origin among all origins of all years.
const fn pair(year: usize, origin: usize) -> usize {
    year * (year + 1) / 2 + origin
}

impl Responses {
    /// The response of `group` over factors with these logs.
    pub(super) fn of(groups: &Groups<'_>, group: usize, logs: &[f64]) -> Self {
        let (nodes, years) = (Nodes::over(logs), groups.exits.len());
        let mut responses = Self {
            rows: vec![0.0; nodes.factors.len() * pair(years, 0)],
            base: groups.workers.row(group).sum(),
            nodes,
            years,
        };
        for origin in 0..years {
            responses.carry(groups, group, origin);
        }
        responses
    }

    /// Number of years.
    pub(super) const fn years(&self) -> usize {
        self.years
    }

    /// Room for a response.
    pub(super) fn room(&self) -> Response {
        Response(vec![0.0; pair(self.years, 0)])
    }

    /// Writes the response at the factor with this log.
    pub(super) fn write(&self, log: f64, response: &mut Response) {
        let (first, weights) = self.nodes.nearest(log);
        let size = response.0.len();
        response.0.fill(0.0);
        for (row, weight) in self.rows[first * size..].chunks_exact(size.max(1)).zip(weights) {
            for (value, at_node) in response.0.iter_mut().zip(row) {
                *value += weight * at_node;
            }
        }
    }

    /// Carries those of one origin to the last year, at all nodes side by side.
    fn carry(&mut self, groups: &Groups<'_>, group: usize, origin: usize) {
        let start = if origin == 0 { groups.workers } else { groups.hires };
        let n = self.nodes.factors.len();
        let mut workers: Vec<f64> =
            start.row(group).iter().flat_map(|persons| std::iter::repeat_n(*persons, n)).collect();
        let mut leaving = vec![0.0; n];
        for year in origin..self.years {
            leaving.fill(0.0);
            for (cell, rate) in workers.chunks_exact_mut(n).zip(groups.exits[year].row(group)) {
                let at_nodes = cell.iter_mut().zip(&self.nodes.factors).zip(&mut leaving);
                for ((persons, factor), leaving) in at_nodes {
                    let gone = *persons * (rate * factor).min(1.0);
                    *persons -= gone;
                    *leaving += gone;
                }
            }
            age_all(&mut workers, groups.layout.ages, n);
            self.set(pair(year, origin), &leaving);
        }
    }

    /// Writes one column of the table.
    fn set(&mut self, column: usize, at_nodes: &[f64]) {
        let size = pair(self.years, 0);
        for (row, value) in self.rows.chunks_exact_mut(size).zip(at_nodes) {
            row[column] = *value;
        }
    }
}

/// Makes everybody a year older, a row of `n` nodes a cell; see
/// [`crate::supply::labour::Layout::age_all`].
fn age_all(workers: &mut [f64], ages: usize, n: usize) {
    for block in workers.chunks_exact_mut(ages * n) {
        block.rotate_right(n);
        if ages > 1 {
            let (oldest, rest) = block.split_at_mut(n);
            let from = rest.len() - n;
            for (last, oldest) in rest[from..].iter_mut().zip(oldest) {
                *last += *oldest;
                *oldest = 0.0;
            }
        }
    }
}

/// Factors evenly spaced in their logs.
#[derive(Clone, Debug, PartialEq)]
struct Nodes {
    factors: Vec<f64>,
    first: f64,
    step: f64,
}

impl Nodes {
    /// From the smallest to the largest of `logs`; all the same if these are, or there are none.
    fn over(logs: &[f64]) -> Self {
        let first = logs.iter().copied().reduce(f64::min).unwrap_or_default();
        let last = logs.iter().copied().reduce(f64::max).unwrap_or_default();
        let n = if last > first { NODES } else { NEAREST };
        let step = if last > first { (last - first) / (n - 1) as f64 } else { 0.0 };
        let factors = (0..n).map(|node| (first + step * node as f64).exp()).collect();
        Self { factors, first, step }
    }

    /// The first of the four nodes about `log`, and the weight of each.
    ///
    /// # Source
    /// Lagrange's polynomial through four points.
    fn nearest(&self, log: f64) -> (usize, [f64; NEAREST]) {
        if self.step == 0.0 {
            return (0, [1.0, 0.0, 0.0, 0.0]);
        }
        let position = (log - self.first) / self.step;
        let first = (position.floor() - 1.0).clamp(0.0, (self.factors.len() - NEAREST) as f64);
        let [a, b, c, d] = [0.0, 1.0, 2.0, 3.0].map(|node| position - first - node);
        let weights = [-b * c * d / 6.0, a * c * d / 2.0, -a * b * d / 2.0, a * b * c / 6.0];
        (first as usize, weights)
    }
}
