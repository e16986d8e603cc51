//! Gauss–Newton steps with damping, in a box for the parameters and freely for the states.
//!
//! ```text
//! (H + λ D) δ = −g        H = n JᵀJ / Σρ²     g = the gradient of −ln L
//! ```
//! The states are eliminated first; what is left are at most four parameters, whose quadratic
//! problem is solved inside the box; the states then follow.
//!
//! # Source
//! Golub & Pereyra (1973), *The differentiation of pseudo-inverses and nonlinear least squares
//! problems whose variables separate*; Moré (1978), *The Levenberg–Marquardt algorithm*.

#![allow(
    clippy::needless_range_loop,
    reason = "indices name the unknowns of small systems, as the formulas do"
)]

use crate::forecast::ets::parameters::{HIGH, LOW};

/// The lower triangle of the normal equations at a point; the last row is the gradient.
#[derive(Clone, Debug, Default)]
pub(super) struct Normal {
    pub(super) size: usize,
    pub(super) rows: Vec<f64>,
}

impl Normal {
    pub(super) fn of_size(size: usize) -> Self {
        Self { size, rows: vec![0.0; (size + 1) * size] }
    }
}

/// What is minimised: −ln L up to a constant, of the states followed by the parameters.
pub(super) trait Objective {
    /// Number of states.
    fn n_states(&self) -> usize;
    /// Coordinates of the box that are searched, ascending.
    fn axes(&self) -> &[usize];
    /// Whether the value is almost quadratic in the states, whatever they are.
    fn is_quadratic_in_states(&self) -> bool;
    /// The value at `x`, infinite where it is not allowed, with the normal equations there.
    fn evaluate(&mut self, x: &[f64], normal: &mut Normal) -> f64;
}

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Largest promised gain at which the search has converged.
    pub(super) tolerance: f64,
    /// Most evaluations.
    pub(super) evaluations: usize,
}

/// Where a search ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub(super) value: f64,
    pub(super) converged: bool,
    pub(super) evaluations: usize,
}

/// Arrays of a search, used again by the next of the same size.
#[derive(Debug)]
pub(super) struct Workspace {
    current: Normal,
    other: Normal,
    factor: Normal,
    trial: Vec<f64>,
    column: Vec<f64>,
}

impl Workspace {
    pub(super) fn of_size(size: usize) -> Self {
        Self {
            current: Normal::of_size(size),
            other: Normal::of_size(size),
            factor: Normal::of_size(size),
            trial: vec![0.0; size],
            column: vec![0.0; size + 1],
        }
    }
}

/// Moves `x` to a minimum of `objective`.
pub(super) fn minimise<O: Objective>(
    objective: &mut O,
    x: &mut [f64],
    work: &mut Workspace,
    limits: Limits,
) -> Outcome {
    let mut value = objective.evaluate(x, &mut work.current);
    let mut damping = 1e-3;
    let mut evaluations = 1;
    while value.is_finite() && evaluations < limits.evaluations {
        let gain = propose(objective, x, work, damping);
        if gain <= limits.tolerance && (damping <= 1.0 || gain <= 1e-3 * limits.tolerance) {
            return Outcome { value, converged: true, evaluations };
        }
        let next = objective.evaluate(&work.trial, &mut work.other);
        evaluations += 1;
        let ratio = (value - next) / gain;
        if ratio > 1e-4 {
            x.copy_from_slice(&work.trial);
            std::mem::swap(&mut work.current, &mut work.other);
            value = next;
        }
        damping = next_damping(damping, ratio);
    }
    Outcome { value, converged: false, evaluations }
}

fn next_damping(damping: f64, ratio: f64) -> f64 {
    if ratio > 0.75 {
        (damping * 0.1).max(1e-9)
    } else if ratio > 0.25 {
        damping
    } else if ratio > 1e-4 {
        damping * 4.0
    } else {
        (damping * 10.0).max(0.01)
    }
}

/// Writes the next point into the workspace and returns what it promises to gain.
#[inline]
fn propose<O: Objective>(objective: &O, x: &[f64], work: &mut Workspace, damping: f64) -> f64 {
    let (states, size) = (objective.n_states(), x.len());
    let axes = objective.axes();
    let Workspace { current, factor, trial, column, .. } = work;
    factor.rows.copy_from_slice(&current.rows);
    let of_states = if objective.is_quadratic_in_states() { 0.0 } else { damping };
    for i in 0..states {
        factor.rows[i * size + i] *= 1.0 + 1e-12 + of_states;
    }
    eliminate(factor, states, column);
    let mut gain = 0.0;
    for j in 0..states {
        let step = factor.rows[size * size + j];
        gain += 0.5 * step * step * factor.rows[j * size + j];
    }
    let mut reduced = Box4 { n: axes.len(), ..Box4::default() };
    for (i, axis) in axes.iter().enumerate() {
        let row = &factor.rows[(states + i) * size + states..][..=i];
        for (j, value) in row.iter().enumerate() {
            reduced.matrix[i][j] = *value;
            reduced.matrix[j][i] = *value;
        }
        // What the parameter explains beyond the states, or a trace of it where that is nothing.
        let whole = current.rows[(states + i) * size + states + i];
        reduced.matrix[i][i] = row[i].max(1e-12 * whole) * (1.0 + damping) + f64::MIN_POSITIVE;
        reduced.gradient[i] = factor.rows[size * size + states + i];
        reduced.low[i] = LOW[*axis] - x[states + i];
        reduced.high[i] = HIGH[*axis] - x[states + i];
    }
    let step = reduced.solve();
    gain += reduced.gain(&step);
    for i in 0..axes.len() {
        let axis = axes[i];
        trial[states + i] = (x[states + i] + step[i]).clamp(LOW[axis], HIGH[axis]);
    }
    back_substitute(factor, states, &step[..axes.len()], column);
    for j in 0..states {
        trial[j] = x[j] + column[j];
    }
    gain
}

/// Eliminates the first `count` unknowns; their rows then hold the factors, and the last row what
/// is left of the gradient, divided by the pivots.
#[inline]
fn eliminate(normal: &mut Normal, count: usize, column: &mut [f64]) {
    let size = normal.size;
    let rows = &mut normal.rows;
    for j in 0..count {
        let pivot = rows[j * size + j];
        let inverse = if pivot > 0.0 { 1.0 / pivot } else { 0.0 };
        for i in j + 1..size {
            column[i] = rows[i * size + j];
        }
        for i in j + 1..=size {
            let factor = rows[i * size + j] * inverse;
            let last = i.min(size - 1);
            let row = &mut rows[i * size..][..size];
            row[j] = factor;
            for (value, column) in row[j + 1..=last].iter_mut().zip(&column[j + 1..=last]) {
                *value -= factor * column;
            }
        }
    }
}

/// The steps of the states, into `column`, given those of the parameters.
#[inline]
fn back_substitute(normal: &Normal, states: usize, step: &[f64], column: &mut [f64]) {
    let size = normal.size;
    for j in 0..states {
        column[j] = -normal.rows[size * size + j];
    }
    for (i, step) in step.iter().enumerate() {
        let row = &normal.rows[(states + i) * size..][..states];
        for (value, factor) in column.iter_mut().zip(row) {
            *value -= factor * step;
        }
    }
    for i in (1..states).rev() {
        let step = column[i];
        let row = &normal.rows[i * size..][..i];
        for (value, factor) in column.iter_mut().zip(row) {
            *value -= factor * step;
        }
    }
}

/// A quadratic problem of at most four unknowns in a box.
#[derive(Clone, Copy, Debug, Default)]
struct Box4 {
    n: usize,
    matrix: [[f64; 4]; 4],
    gradient: [f64; 4],
    low: [f64; 4],
    high: [f64; 4],
}

impl Box4 {
    /// A step towards the minimum, along its straight line up to the first border, then along the
    /// border, and so on: each stretch descends.
    #[inline]
    fn solve(&self) -> [f64; 4] {
        let mut fixed = [false; 4];
        let mut step = [0.0; 4];
        for i in 0..self.n {
            let at_low = self.low[i] >= 0.0 && self.gradient[i] >= 0.0;
            let at_high = self.high[i] <= 0.0 && self.gradient[i] <= 0.0;
            fixed[i] = at_low || at_high;
        }
        for _ in 0..=self.n {
            let mut target = step;
            self.solve_free(fixed, &mut target);
            let mut border = None;
            let mut share = 1.0;
            for i in 0..self.n {
                let (from, to) = (step[i], target[i]);
                let limit = if to > from { self.high[i] } else { self.low[i] };
                let reach = if fixed[i] || to == from { 1.0 } else { (limit - from) / (to - from) };
                if reach < share {
                    (border, share) = (Some((i, limit)), reach.max(0.0));
                }
            }
            for i in 0..self.n {
                step[i] += share * (target[i] - step[i]);
            }
            let Some((i, limit)) = border else { break };
            fixed[i] = true;
            step[i] = limit;
        }
        step
    }

    /// Solves for the unknowns that are not fixed.
    #[inline]
    fn solve_free(&self, fixed: [bool; 4], step: &mut [f64; 4]) {
        let mut matrix = self.matrix;
        let mut right = [0.0; 4];
        for i in 0..self.n {
            right[i] = -self.gradient[i];
            for j in 0..self.n {
                if fixed[j] {
                    right[i] -= self.matrix[i][j] * step[j];
                }
            }
        }
        for j in 0..self.n {
            if fixed[j] {
                continue;
            }
            let inverse = 1.0 / matrix[j][j];
            for i in j + 1..self.n {
                let factor = matrix[i][j] * inverse;
                for k in j..self.n {
                    matrix[i][k] -= factor * matrix[j][k];
                }
                right[i] -= factor * right[j];
            }
        }
        for i in (0..self.n).rev() {
            if fixed[i] {
                continue;
            }
            let mut value = right[i];
            for j in i + 1..self.n {
                if !fixed[j] {
                    value -= matrix[i][j] * step[j];
                }
            }
            step[i] = value / matrix[i][i];
        }
    }

    /// What a step promises.
    fn gain(&self, step: &[f64; 4]) -> f64 {
        let mut gain = 0.0;
        for i in 0..self.n {
            let mut slope = self.gradient[i];
            for j in 0..self.n {
                slope += 0.5 * self.matrix[i][j] * step[j];
            }
            gain -= slope * step[i];
        }
        gain
    }
}
