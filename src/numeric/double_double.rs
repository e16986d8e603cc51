//! Numbers of twice the precision, as unevaluated sums of two `f64`.
//!
//! ```text
//! x = high + low          |low| ≤ ulp(high)/2          about 31 decimal digits
//! ```
//! For the few places where cancellation eats all digits of an `f64`: residuals of nearly
//! dependent regressions, sums of values with many constant leading digits. Nothing here branches
//! on the data, so results are the same on every machine with IEEE arithmetic.
//!
//! # Source
//! Dekker (1971), *A floating-point technique for extending the available precision*; Knuth
//! (1998), *The Art of Computer Programming* 2, section 4.2.2 for the exact sum.

use std::iter::Sum;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number of about 31 digits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DoubleDouble {
    high: f64,
    low: f64,
}

impl DoubleDouble {
    /// Zero.
    pub const ZERO: Self = Self { high: 0.0, low: 0.0 };

    /// The nearest `f64`.
    pub const fn to_f64(self) -> f64 {
        self.high
    }

    /// The sum of two numbers, without error.
    pub fn sum_of(a: f64, b: f64) -> Self {
        let high = a + b;
        let b_part = high - a;
        let a_part = high - b_part;
        Self { high, low: (a - a_part) + (b - b_part) }
    }

    /// The product of two numbers, without error unless it under- or overflows.
    pub fn product_of(a: f64, b: f64) -> Self {
        let high = a * b;
        Self { high, low: a.mul_add(b, -high) }
    }

    /// The powers 1, `x`, `x²`, … of a number, `n` of them.
    pub fn powers(x: f64, n: usize) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(Self::from(1.0)), move |power| Some(*power * Self::from(x)))
            .take(n)
    }

    /// Brings a sum whose first term is the larger into the form `high + low`.
    fn renormalised(high: f64, low: f64) -> Self {
        let sum = high + low;
        Self { high: sum, low: low - (sum - high) }
    }
}

impl From<f64> for DoubleDouble {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

impl Add for DoubleDouble {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let high = Self::sum_of(self.high, other.high);
        let low = Self::sum_of(self.low, other.low);
        let first = Self::renormalised(high.high, high.low + low.high);
        Self::renormalised(first.high, first.low + low.low)
    }
}

impl Neg for DoubleDouble {
    type Output = Self;

    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Sub for DoubleDouble {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + (-other)
    }
}

impl Mul for DoubleDouble {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = Self::product_of(self.high, other.high);
        let cross = self.high * other.low + self.low * other.high;
        Self::renormalised(product.high, product.low + cross)
    }
}

impl Div for DoubleDouble {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self - other * Self::from(first);
        let second = rest.high / other.high;
        let rest = rest - other * Self::from(second);
        Self::renormalised(first, second) + Self::from(rest.high / other.high)
    }
}

impl Sum for DoubleDouble {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_f64_loses_is_kept() {
        let large = DoubleDouble::from(1e17);
        let sum = large + DoubleDouble::from(1.25);
        assert_eq!(1e17 + 1.25, 1e17);
        assert_eq!((sum - large).to_f64(), 1.25);
        // (2^27 + 1)² = 2^54 + 2^28 + 1 needs 55 bits.
        let square = DoubleDouble::product_of(134_217_729.0, 134_217_729.0);
        assert_eq!((square - DoubleDouble::from(2_f64.powi(54))).to_f64(), 268_435_457.0);
    }

    #[test]
    fn a_third_times_three_is_one_to_thirty_digits() {
        let third = DoubleDouble::from(1.0) / DoubleDouble::from(3.0);
        let error = (third * DoubleDouble::from(3.0) - DoubleDouble::from(1.0)).to_f64();
        assert!(error.abs() < 1e-31, "{error}");
        let powers: Vec<f64> = DoubleDouble::powers(7.0, 5).map(DoubleDouble::to_f64).collect();
        assert_eq!(powers, [1.0, 7.0, 49.0, 343.0, 2401.0]);
    }

    #[test]
    fn terms_that_cancel_leave_their_exact_rest() {
        let terms = [1e16, 1.0, -1e16, 0.5, 3e-17, -0.5, -1.0];
        let sum: DoubleDouble = terms.into_iter().map(DoubleDouble::from).sum();
        assert!((sum.to_f64() - 3e-17).abs() < 1e-31, "{}", sum.to_f64());
    }
}
