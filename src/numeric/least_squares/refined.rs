//! Least squares to the last digit: residuals in twice the precision.
//!
//! Coefficients `β` and residuals `r` of `y` on `A` solve one system, which is solved again for
//! what is left of it until nothing is left:
//!
//! ```text
//! | I  A | | r |   | y |
//! | Aᵀ 0 | | β | = | 0 |
//!
//! f = y − r − A β,   g = −Aᵀ r                  both in double-double
//! Rᵀ h = g,   (d₁, d₂) = Qᵀ f                   with A = Q R in f64
//! β += R⁻¹ (d₁ − h),   r += Q (h, d₂)
//! ```
//! The same system with `0` and `−eⱼ` on the right gives column `j` of `(AᵀA)⁻¹`, hence the
//! standard errors. Columns are scaled by powers of two, which loses nothing. Where a column is
//! itself computed, such as a power, it has to be computed in double-double too: the 11
//! coefficients of NIST's Filip come out to 7 digits from powers rounded to f64, and to 14 from
//! exact ones.
//!
//! # Source
//! Björck (1967), *Iterative refinement of linear least squares solutions I*, equations 2.4–2.9;
//! Golub & Van Loan (2013), *Matrix Computations*, section 5.3.8.

use crate::numeric::double_double::DoubleDouble;
use crate::numeric::least_squares::factor::Factor;
use crate::numeric::least_squares::{Regression, residual_deviation};

/// Most rounds; each gains as many digits as the columns leave, four or more in practice.
const ROUNDS: usize = 40;

/// Change of the solution, relative to its size, that ends the rounds.
const SETTLED: f64 = 1e-20;

/// Change of the solution that must be reached for it to count.
const CONVERGED: f64 = 1e-12;

/// Least squares of `y` on `design`, every digit of it; `None` if the columns are dependent, or
/// too nearly so for refinement to converge.
///
/// # Shapes
/// `design`: columns of equal length, as long as `y` and at most as many.
pub fn regress(design: &[Vec<DoubleDouble>], y: &[f64]) -> Option<Regression> {
    let (n, p) = (y.len(), design.len());
    let system = System::of(design, n)?;
    let y: Vec<DoubleDouble> = y.iter().copied().map(DoubleDouble::from).collect();
    let solution = system.solve(&y, &vec![DoubleDouble::ZERO; p])?;
    let rss: DoubleDouble = solution.residuals.iter().map(|r| *r * *r).sum();
    let sigma = residual_deviation(rss.to_f64(), n, p);
    let mut standard_errors = Vec::with_capacity(p);
    for j in 0..p {
        let unit: Vec<DoubleDouble> =
            (0..p).map(|k| DoubleDouble::from(-f64::from(u8::from(j == k)))).collect();
        let column = system.solve(&vec![DoubleDouble::ZERO; n], &unit)?;
        let diagonal = column.coefficients[j].to_f64().max(0.0);
        standard_errors.push(sigma * diagonal.sqrt() * system.scales[j]);
    }
    let scaled = solution.coefficients.iter().zip(&system.scales);
    let coefficients = scaled.map(|(b, scale)| b.to_f64() * scale).collect();
    Some(Regression { coefficients, standard_errors, rss: rss.to_f64() })
}

/// The powers `x⁰`, `x¹`, …, `x^degree` of `x` as columns for [`regress`].
pub fn polynomial(x: &[f64], degree: usize) -> Vec<Vec<DoubleDouble>> {
    let mut columns = vec![Vec::with_capacity(x.len()); degree + 1];
    for x in x {
        for (column, power) in columns.iter_mut().zip(DoubleDouble::powers(*x, degree + 1)) {
            column.push(power);
        }
    }
    columns
}

/// Scaled columns with their factors.
struct System {
    columns: Vec<Vec<DoubleDouble>>,
    /// What each column was multiplied by.
    scales: Vec<f64>,
    factor: Factor,
}

struct Solution {
    coefficients: Vec<DoubleDouble>,
    residuals: Vec<DoubleDouble>,
}

impl System {
    fn of(design: &[Vec<DoubleDouble>], n: usize) -> Option<Self> {
        let scales: Vec<f64> = design.iter().map(|column| power_of_two(column)).collect();
        let columns: Vec<Vec<DoubleDouble>> = design
            .iter()
            .zip(&scales)
            .map(|(column, scale)| column.iter().map(|v| *v * DoubleDouble::from(*scale)).collect())
            .collect();
        let rounded: Vec<Vec<f64>> =
            columns.iter().map(|column| column.iter().map(|v| v.to_f64()).collect()).collect();
        let factor = Factor::of(&rounded, n)?;
        Some(Self { columns, scales, factor })
    }

    /// The solution of `r + A β = upper`, `Aᵀ r = lower`.
    fn solve(&self, upper: &[DoubleDouble], lower: &[DoubleDouble]) -> Option<Solution> {
        let mut solution = Solution {
            coefficients: vec![DoubleDouble::ZERO; lower.len()],
            residuals: vec![DoubleDouble::ZERO; upper.len()],
        };
        let mut smallest = f64::INFINITY;
        for _ in 0..ROUNDS {
            let (coefficients, residuals) = self.correction(upper, lower, &solution);
            let change = relative(&coefficients, &solution.coefficients);
            for (b, c) in solution.coefficients.iter_mut().zip(&coefficients) {
                *b = *b + DoubleDouble::from(*c);
            }
            for (r, c) in solution.residuals.iter_mut().zip(&residuals) {
                *r = *r + DoubleDouble::from(*c);
            }
            smallest = smallest.min(change);
            if change <= SETTLED {
                break;
            }
        }
        (smallest <= CONVERGED).then_some(solution)
    }

    /// What the solution of the system for its own residuals adds.
    fn correction(
        &self,
        upper: &[DoubleDouble],
        lower: &[DoubleDouble],
        at: &Solution,
    ) -> (Vec<f64>, Vec<f64>) {
        let mut d: Vec<f64> = (0..upper.len())
            .map(|i| {
                let fitted: DoubleDouble =
                    self.columns.iter().zip(&at.coefficients).map(|(a, b)| a[i] * *b).sum();
                (upper[i] - at.residuals[i] - fitted).to_f64()
            })
            .collect();
        let g: Vec<f64> = self
            .columns
            .iter()
            .zip(lower)
            .map(|(column, lower)| {
                let product: DoubleDouble =
                    column.iter().zip(&at.residuals).map(|(a, r)| *a * *r).sum();
                (*lower - product).to_f64()
            })
            .collect();
        let h = self.factor.solve_lower(&g);
        self.factor.rotate(&mut d);
        let rhs: Vec<f64> = d.iter().zip(&h).map(|(d, h)| d - h).collect();
        let coefficients = self.factor.solve_upper(&rhs);
        d[..h.len()].copy_from_slice(&h);
        self.factor.rotate_back(&mut d);
        (coefficients, d)
    }
}

/// The largest change relative to the largest value.
fn relative(change: &[f64], values: &[DoubleDouble]) -> f64 {
    let size = values.iter().map(|v| v.to_f64().abs()).fold(0.0, f64::max);
    let change = change.iter().map(|v| v.abs()).fold(0.0, f64::max);
    if change == 0.0 { 0.0 } else { change / size.max(change * f64::EPSILON) }
}

/// The power of two that brings the largest value of a column near 1.
fn power_of_two(column: &[DoubleDouble]) -> f64 {
    let largest = column.iter().map(|v| v.to_f64().abs()).fold(0.0, f64::max);
    if largest > 0.0 && largest.is_finite() { (-largest.log2().floor()).exp2() } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_by_hand_has_its_coefficients_errors_and_residuals() {
        // y = 1, 3, 4, 4 on x = 0, 1, 2, 3: slope 1, intercept 1.5, RSS 1; Sxx = 5, σ² = 1/2.
        let fit = regress(&polynomial(&[0.0, 1.0, 2.0, 3.0], 1), &[1.0, 3.0, 4.0, 4.0]).unwrap();
        let errors = [(0.5 * (0.25 + 2.25 / 5.0_f64)).sqrt(), (0.1_f64).sqrt()];
        for (found, exact) in fit.coefficients.iter().zip([1.5, 1.0]) {
            assert!((found - exact).abs() < 1e-15, "{found}");
        }
        for (found, exact) in fit.standard_errors.iter().zip(errors) {
            assert!((found - exact).abs() < 1e-15, "{found} {exact}");
        }
        assert!((fit.rss - 1.0).abs() < 1e-15);
    }

    #[test]
    fn dependent_columns_and_short_series_are_refused() {
        let column = vec![DoubleDouble::from(2.0); 4];
        assert!(regress(&[column.clone(), column.clone()], &[1.0, 2.0, 3.0, 4.0]).is_none());
        assert!(regress(&[column], &[]).is_none());
        assert!(regress(&[], &[1.0]).is_none());
    }
}
