//! Polynomials of autoregressions and moving averages, and how a search without bounds stays
//! among the stationary and invertible ones.
//!
//! ```text
//! r = 2x / (1 + x²)                                        −1 ≤ r ≤ 1
//! a_k^(k) = r_k        a_j^(k) = a_j^(k−1) − r_k a_(k−j)^(k−1)        1 − Σ a_j B^j
//! ```
//!
//! The `r` are partial autocorrelations; a further one of zero adds a term without changing the
//! model, so the fit of a small order is a start for the next. `x` of ±1 is a root on the unit
//! circle, which a moving average may have.
//!
//! # Source
//! Barndorff-Nielsen & Schou (1973), *On the parametrization of autoregressive models by partial
//! autocorrelations*; Monahan (1984), *A note on enforcing stationarity in ARMA models*.

/// The partial autocorrelation of a free variable.
pub(super) fn bounded(x: f64) -> f64 {
    2.0 * x / (1.0 + x * x)
}

/// Its derivative.
fn bounded_slope(x: f64) -> f64 {
    let scale = 1.0 + x * x;
    2.0 * (1.0 - x * x) / (scale * scale)
}

/// The free variable of a partial autocorrelation.
pub(super) fn free(r: f64) -> f64 {
    let r = r.clamp(-1.0, 1.0);
    r / (1.0 + (1.0 - r * r).sqrt())
}

/// One polynomial `1 − Σ a_j B^j` with the steps that led to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Polynomial {
    partial: Vec<f64>,
    /// Row k: the coefficients of order k + 1, in `order` places.
    steps: Vec<f64>,
    adjoint: Vec<f64>,
}

impl Polynomial {
    /// Follows free variables to the coefficients.
    pub(super) fn set(&mut self, x: &[f64]) {
        let order = x.len();
        self.partial.clear();
        self.partial.extend(x.iter().map(|x| bounded(*x)));
        self.steps.resize(order * order, 0.0);
        for (k, r) in self.partial.iter().enumerate() {
            let (before, now) = self.steps.split_at_mut(k * order);
            let before = before.get((k.max(1) - 1) * order..).unwrap_or_default();
            for j in 0..k {
                now[j] = before[j] - r * before[k - 1 - j];
            }
            now[k] = *r;
        }
    }

    /// The coefficients, a₁ first.
    pub(super) fn coefficients(&self) -> &[f64] {
        let order = self.partial.len();
        self.steps.get(order * (order.max(1) - 1)..order * order).unwrap_or_default()
    }

    /// Carries derivatives by the coefficients back to derivatives by the free variables.
    pub(super) fn pull_back(&mut self, x: &[f64], by_coefficient: &[f64], by_free: &mut [f64]) {
        let order = x.len();
        self.adjoint.clear();
        self.adjoint.extend_from_slice(by_coefficient);
        for k in (0..order).rev() {
            let r = self.partial[k];
            let mut by_partial = self.adjoint[k];
            if k > 0 {
                let before = &self.steps[(k - 1) * order..][..k];
                for j in 0..k {
                    by_partial -= self.adjoint[j] * before[k - 1 - j];
                }
                for j in 0..k.div_ceil(2) {
                    let (low, high) = (self.adjoint[j], self.adjoint[k - 1 - j]);
                    self.adjoint[j] = low - r * high;
                    self.adjoint[k - 1 - j] = high - r * low;
                }
            }
            by_free[k] = by_partial * bounded_slope(x[k]);
        }
    }
}

/// Free variables of the polynomial `1 − Σ a_j B^j`, or none where it has a root on or inside
/// the unit circle.
pub(super) fn free_of(coefficients: &[f64]) -> Option<Vec<f64>> {
    let mut a = coefficients.to_vec();
    let mut x = vec![0.0; a.len()];
    for k in (0..a.len()).rev() {
        let r = a[k];
        if r.is_nan() || r.abs() >= 1.0 {
            return None;
        }
        x[k] = free(r);
        let spare = 1.0 - r * r;
        let before: Vec<f64> = (0..k).map(|j| (a[j] + r * a[k - 1 - j]) / spare).collect();
        a[..k].copy_from_slice(&before);
    }
    Some(x)
}

/// Whether every root of `1 − Σ a_j B^j` is farther than `radius` from zero.
pub(super) fn roots_exceed(coefficients: &[f64], radius: f64) -> bool {
    let mut power = 1.0;
    let scaled: Vec<f64> = coefficients
        .iter()
        .map(|a| {
            power *= radius;
            a * power
        })
        .collect();
    free_of(&scaled).is_some()
}

/// Coefficients of `(1 − Σ a_j B^j)(1 − Σ s_j B^(jm))` into `product`, of p + mP places.
pub(super) fn multiply(a: &[f64], s: &[f64], season_length: usize, product: &mut [f64]) {
    product.fill(0.0);
    product[..a.len()].copy_from_slice(a);
    for (k, s) in s.iter().enumerate() {
        let lag = (k + 1) * season_length;
        product[lag - 1] += s;
        for (cell, a) in product[lag..].iter_mut().zip(a) {
            *cell -= s * a;
        }
    }
}

/// Derivatives by the factors of [`multiply`] from those by the product.
pub(super) fn multiply_pull_back(
    (a, s, season_length): (&[f64], &[f64], usize),
    by_product: &[f64],
    by_a: &mut [f64],
    by_s: &mut [f64],
) {
    by_a.copy_from_slice(&by_product[..a.len()]);
    for (k, (s, by_s)) in s.iter().zip(by_s).enumerate() {
        let lag = (k + 1) * season_length;
        *by_s = by_product[lag - 1];
        for ((cell, a), by_a) in by_product[lag..].iter().zip(a).zip(&mut *by_a) {
            *by_s -= cell * a;
            *by_a -= cell * s;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coefficients_go_to_free_variables_and_back() {
        let mut polynomial = Polynomial::default();
        for coefficients in [vec![0.5], vec![1.2, -0.6], vec![0.3, 0.2, -0.4], vec![]] {
            let x = free_of(&coefficients).unwrap();
            polynomial.set(&x);
            for (a, b) in polynomial.coefficients().iter().zip(&coefficients) {
                assert!((a - b).abs() < 1e-15, "{coefficients:?}");
            }
            assert_eq!(polynomial.coefficients().len(), coefficients.len());
        }
        assert!(free_of(&[1.0]).is_none() && free_of(&[0.5, 0.5]).is_none());
    }

    #[test]
    fn roots_are_told_from_the_circle() {
        assert!(roots_exceed(&[0.98], 1.01) && !roots_exceed(&[0.995], 1.01));
        // 1 − 0.81 B² has roots ±1.111.
        assert!(roots_exceed(&[0.0, 0.81], 1.11) && !roots_exceed(&[0.0, 0.81], 1.12));
    }

    #[test]
    fn derivatives_are_those_of_small_changes() {
        let (x, weights) = ([0.3, -0.2, 0.6, 0.1, -0.5], [0.7, -1.1, 0.4, 0.9, 0.2]);
        let mut polynomial = Polynomial::default();
        let mut value = |x: &[f64]| {
            polynomial.set(x);
            polynomial.coefficients().iter().zip(&weights).map(|(a, w)| a * w).sum::<f64>()
        };
        let slopes: Vec<f64> = (0..5)
            .map(|i| {
                let moved = |step: f64| {
                    let mut x = x;
                    x[i] += step;
                    x
                };
                (value(&moved(1e-6)) - value(&moved(-1e-6))) / 2e-6
            })
            .collect();
        polynomial.set(&x);
        let mut gradient = [0.0; 5];
        polynomial.pull_back(&x, &weights, &mut gradient);
        for (a, b) in gradient.iter().zip(&slopes) {
            assert!((a - b).abs() < 1e-8, "{gradient:?} {slopes:?}");
        }
    }

    #[test]
    fn a_product_has_the_cross_terms() {
        // (1 − 0.5B)(1 − 0.2B³) = 1 − 0.5B − 0.2B³ + 0.1B⁴.
        let mut product = [0.0; 4];
        multiply(&[0.5], &[0.2], 3, &mut product);
        assert_eq!(product, [0.5, 0.0, 0.2, -0.1]);
        let (mut by_a, mut by_s) = ([0.0], [0.0]);
        multiply_pull_back((&[0.5], &[0.2], 3), &[1.0, 0.0, 2.0, 3.0], &mut by_a, &mut by_s);
        assert!((by_a[0] - (1.0 - 0.6)).abs() < 1e-15 && (by_s[0] - (2.0 - 1.5)).abs() < 1e-15);
    }
}
