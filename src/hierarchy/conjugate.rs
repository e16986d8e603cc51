//! Preconditioned conjugate gradients.

use crate::hierarchy::dense::dot;

/// How far the residual is reduced before the search ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    /// To the last digits.
    Full,
    /// Enough to tell on which side of zero a figure is.
    Sign,
}

impl Precision {
    const fn tolerance(self) -> f64 {
        match self {
            Self::Full => 1e-15,
            Self::Sign => 1e-8,
        }
    }
}

/// Most steps; in exact arithmetic as many as unknowns suffice.
const MOST_STEPS: usize = 5_000;

/// A symmetric positive definite system given by what its matrix does to a vector.
pub(crate) trait System {
    /// Writes `K x`.
    fn apply(&self, x: &[f64], out: &mut [f64]);
    /// Overwrites `r` with an approximation of `K⁻¹ r`.
    fn precondition(&self, r: &mut [f64]);
}

/// Solves `K x = r`, starting at zero.
///
/// ```text
/// α = r′z / p′Kp     x += α p     r −= α K p     z = M⁻¹ r     p = z + (r′z)⁺/(r′z) p
/// ```
///
/// # Source
/// Golub & Van Loan (2013), *Matrix Computations*, algorithm 11.5.1.
pub(crate) fn solve(system: &impl System, mut r: Vec<f64>, precision: Precision) -> Vec<f64> {
    let n = r.len();
    let (mut x, mut product) = (vec![0.0; n], vec![0.0; n]);
    let mut z = r.clone();
    system.precondition(&mut z);
    let mut p = z.clone();
    let mut rho = dot(&r, &z);
    let end = precision.tolerance().powi(2) * rho;
    for _ in 0..MOST_STEPS {
        if rho.is_nan() || rho <= end {
            break;
        }
        system.apply(&p, &mut product);
        let curvature = dot(&p, &product);
        if curvature.is_nan() || curvature <= 0.0 {
            break;
        }
        let alpha = rho / curvature;
        x.iter_mut().zip(&p).for_each(|(x, p)| *x += alpha * p);
        r.iter_mut().zip(&product).for_each(|(r, product)| *r -= alpha * product);
        z.copy_from_slice(&r);
        system.precondition(&mut z);
        let next = dot(&r, &z);
        let beta = next / rho;
        p.iter_mut().zip(&z).for_each(|(p, z)| *p = z + beta * *p);
        rho = next;
    }
    x
}
