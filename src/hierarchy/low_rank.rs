//! Least squares with a covariance of a diagonal and a few further columns.
//!
//! ```text
//! W = Δ + Q Q′     min (S b − Q f − ŷ)′ Δ⁻¹ (S b − Q f − ŷ) + f′ f          over b and f
//! (I + Q′ Π Q) f = −Q′ Π ŷ          Π = Δ⁻¹ − Δ⁻¹ S (S′ Δ⁻¹ S)⁻¹ S′ Δ⁻¹
//! ```
//! With `f` known, `b` is that of the diagonal problem with base forecasts `ŷ + Q f`. Nothing is
//! subtracted that could cancel, as it would be in the inverse of `W`.

use crate::hierarchy::conjugate::{Precision, System, solve};
use crate::hierarchy::dense::{Cholesky, dot};
use crate::hierarchy::diagonal::Diagonal;

/// The diagonal problem, the columns and the factors of the small system of all bottom series.
#[derive(Debug)]
pub(crate) struct LowRank<'a> {
    pub(crate) diagonal: Diagonal<'a>,
    columns: Vec<Vec<f64>>,
    factors: Option<Cholesky>,
}

impl<'a> LowRank<'a> {
    pub(crate) fn new(diagonal: Diagonal<'a>, columns: Vec<Vec<f64>>) -> Self {
        let mut whole = Self { diagonal, columns, factors: None };
        let free = vec![true; whole.diagonal.hierarchy.n_bottom()];
        let t = whole.columns.len();
        let mut matrix = vec![0.0; t * t];
        for i in 0..t {
            let residual = whole.weighted(&whole.columns[i], &free, Precision::Full);
            for j in 0..=i {
                matrix[i * t + j] = dot(&residual, &whole.columns[j]) + f64::from(u8::from(i == j));
            }
        }
        whole.factors = Cholesky::of(t, matrix);
        whole
    }

    /// `Π v`: what the diagonal problem leaves of `v`, over the variances.
    fn weighted(&self, v: &[f64], free: &[bool], precision: Precision) -> Vec<f64> {
        let fitted = self.diagonal.solve(v, free, precision);
        let left = v.iter().zip(&fitted).map(|(v, fitted)| v - fitted);
        left.zip(&self.diagonal.variances).map(|(left, variance)| left / variance).collect()
    }

    /// `base + Q f`: the base forecasts the diagonal problem is to be solved with.
    pub(crate) fn moved(&self, base: &[f64], free: &[bool], precision: Precision) -> Vec<f64> {
        let left = self.weighted(base, free, precision);
        let right = self.columns.iter().map(|column| -dot(column, &left)).collect();
        let f = solve(&Small { whole: self, free, precision }, right, precision);
        let mut moved = base.to_vec();
        for (column, f) in self.columns.iter().zip(&f) {
            moved.iter_mut().zip(column).for_each(|(moved, q)| *moved += f * q);
        }
        moved
    }
}

/// The system of `f`, with some bottom series held at zero.
struct Small<'a> {
    whole: &'a LowRank<'a>,
    free: &'a [bool],
    precision: Precision,
}

impl System for Small<'_> {
    fn apply(&self, x: &[f64], out: &mut [f64]) {
        let columns = &self.whole.columns;
        let mut sum = vec![0.0; self.whole.diagonal.variances.len()];
        for (column, x) in columns.iter().zip(x) {
            sum.iter_mut().zip(column).for_each(|(sum, q)| *sum += x * q);
        }
        let left = self.whole.weighted(&sum, self.free, self.precision);
        for ((out, column), x) in out.iter_mut().zip(columns).zip(x) {
            *out = x + dot(column, &left);
        }
    }

    fn precondition(&self, r: &mut [f64]) {
        if let Some(factors) = &self.whole.factors {
            factors.solve(r);
        }
    }
}
