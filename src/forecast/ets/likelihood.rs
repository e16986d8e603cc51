//! Sums from which likelihood, gradient and normal equations follow.
//!
//! The likelihood is that of R's forecast package, without constants:
//!
//! ```text
//! ln L = −n/2 ln Σ ε² − Σ ln |f|          ε = e, and no second sum, for additive errors
//! ```

use crate::forecast::ets::search::Normal;

/// Errors below this share of the largest value are taken for rounding.
pub(super) const ROUNDING: f64 = 1e-13;

/// The logarithm of a product, taken once in a while instead of once a factor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Product {
    factor: f64,
    sum: f64,
}

impl Product {
    pub(super) const fn new() -> Self {
        Self { factor: 1.0, sum: 0.0 }
    }

    #[inline]
    pub(super) fn multiply(&mut self, value: f64) {
        self.factor *= value;
        if !(1e-150..1e150).contains(&self.factor) {
            self.sum += self.factor.ln();
            self.factor = 1.0;
        }
    }

    pub(super) fn logarithm(&self) -> f64 {
        self.sum + self.factor.ln()
    }
}

/// The least sum of squares that is told from none.
pub(super) fn least_squares(n: usize) -> f64 {
    n as f64 * ROUNDING * ROUNDING
}

/// Sums over the series of `K` unknowns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums<const K: usize> {
    squares: f64,
    gradient: [f64; K],
    matrix: [[f64; K]; K],
    /// Sum of the logarithms of the forecasts, and its derivatives.
    pub(super) logarithm: f64,
    pub(super) logarithms: [f64; K],
}

impl<const K: usize> Sums<K> {
    pub(super) const fn new() -> Self {
        Self {
            squares: 0.0,
            gradient: [0.0; K],
            matrix: [[0.0; K]; K],
            logarithm: 0.0,
            logarithms: [0.0; K],
        }
    }

    /// Adds an error and its derivatives.
    #[inline]
    pub(super) fn add(&mut self, error: f64, by: &[f64; K]) {
        self.squares += error * error;
        for i in 0..K {
            self.gradient[i] += error * by[i];
            for j in 0..K {
                self.matrix[i][j] += by[i] * by[j];
            }
        }
    }

    /// Writes the normal equations of −ln L and returns its value.
    #[inline]
    pub(super) fn write(&self, n: usize, normal: &mut Normal) -> f64 {
        let count = n as f64;
        let size = normal.size;
        let least = least_squares(n);
        let squares = self.squares.max(least);
        let weight = count / squares;
        let mean = self.logarithms.map(|sum| sum / count);
        for i in 0..size {
            for j in 0..=i {
                let cross = self.gradient[i] * mean[j] + self.gradient[j] * mean[i];
                let square = self.squares * mean[i] * mean[j];
                normal.rows[i * size + j] = weight * (self.matrix[i][j] + cross + square);
            }
            let slope = self.gradient[i] + self.squares * mean[i];
            normal.rows[size * size + i] = if self.squares > least { weight * slope } else { 0.0 };
        }
        0.5 * count * squares.ln() + self.logarithm
    }
}
