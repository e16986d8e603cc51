//! Two-by-two matrices: all a level and its slope need.

use std::array;
use std::ops::{Add, Mul, Neg, Sub};

/// A column of two numbers.
pub(super) type Vector = [f64; 2];

/// A two-by-two matrix, row by row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Matrix(pub(super) [[f64; 2]; 2]);

impl Matrix {
    pub(super) const ZERO: Self = Self([[0.0; 2]; 2]);

    pub(super) const fn diagonal(a: f64, b: f64) -> Self {
        Self([[a, 0.0], [0.0, b]])
    }

    /// The product of a column and a row.
    pub(super) fn outer(column: Vector, row: Vector) -> Self {
        Self(column.map(|c| row.map(|r| c * r)))
    }

    pub(super) fn transposed(self) -> Self {
        let [[a, b], [c, d]] = self.0;
        Self([[a, c], [b, d]])
    }

    pub(super) fn scaled(self, factor: f64) -> Self {
        Self(self.0.map(|row| row.map(|v| v * factor)))
    }

    /// `self · column`.
    pub(super) fn times(self, column: Vector) -> Vector {
        self.0.map(|row| row[0] * column[0] + row[1] * column[1])
    }

    /// `rowᵀ · self · column`.
    pub(super) fn form(self, row: Vector, column: Vector) -> f64 {
        let [a, b] = self.times(column);
        row[0] * a + row[1] * b
    }

    /// `left · self · leftᵀ`.
    pub(super) fn within(self, left: Self) -> Self {
        left * self * left.transposed()
    }
}

impl Add for Matrix {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(array::from_fn(|i| array::from_fn(|j| self.0[i][j] + other.0[i][j])))
    }
}

impl Neg for Matrix {
    type Output = Self;

    fn neg(self) -> Self {
        self.scaled(-1.0)
    }
}

impl Sub for Matrix {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(array::from_fn(|i| array::from_fn(|j| self.0[i][j] - other.0[i][j])))
    }
}

impl Mul for Matrix {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let ([[a, b], [c, d]], [[e, f], [g, h]]) = (self.0, other.0);
        Self([[a * e + b * g, a * f + b * h], [c * e + d * g, c * f + d * h]])
    }
}
