//! Where the filter begins: the variance of the first value and its covariances with what the
//! later values are predicted from.
//!
//! ```text
//! x = ε / φ(B)          γx(k) = Σ_(j<k) a_j^(k−1) γx(k−j) + r_k v_(k−1)       k ≤ p
//!                       γx(k) = Σ φ_j γx(k−j)                                k > p
//! y = θ(B) x            γ(k)  = Σ_l c_l γx(k+l)             c_l = Σ_i θ_i θ_(i+l)
//! F₁ = γ(0)             K₁,i = Σ_(j≥i) φ_(j+1) γ(j−i) + Σ_(j>i) θ_j ψ_(j−i−1)
//! ```
//!
//! The `r` are the partial autocorrelations of `φ`, by the recursion of Levinson and Durbin run
//! backwards; so the autocovariances cost of the order of `p²`, and no system of equations is
//! solved. Variances are in units of that of ε.
//!
//! # Source
//! Brockwell & Davis (1991), *Time Series: Theory and Methods*, sections 3.3 and 5.2; Pearlman
//! (1980), *An algorithm for the exact likelihood of a high-order autoregressive-moving average
//! process* (that the first column of the covariance is enough).

/// The start of the filter and the steps that led to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    /// Variance of the first value.
    pub(super) variance: f64,
    /// The gain of the first value times its variance.
    pub(super) gain: Vec<f64>,
    partial: Vec<f64>,
    /// Row k: the coefficients of order k + 1, in p places.
    steps: Vec<f64>,
    /// Variances of the errors of orders 0, 1, …
    errors: Vec<f64>,
    pure: Vec<f64>,
    mixed: Vec<f64>,
    products: Vec<f64>,
    weights: Vec<f64>,
    adjoint: Adjoint,
}

/// Derivatives by the steps.
#[derive(Clone, Debug, Default)]
struct Adjoint {
    steps: Vec<f64>,
    partial: Vec<f64>,
    errors: Vec<f64>,
    pure: Vec<f64>,
    mixed: Vec<f64>,
    products: Vec<f64>,
    weights: Vec<f64>,
}

fn zeroed(vector: &mut Vec<f64>, length: usize) {
    vector.clear();
    vector.resize(length, 0.0);
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `Σ_j a_j g(k−j)` for j = 1, …, with `g` of a negative lag being that of the positive.
fn convolve(a: &[f64], g: &[f64], k: usize) -> f64 {
    let (below, above) = a.split_at(a.len().min(k));
    let near: f64 = below.iter().zip(g[..k].iter().rev()).map(|(a, g)| a * g).sum();
    near + above.iter().zip(&g[1..]).map(|(a, g)| a * g).sum::<f64>()
}

impl Start {
    /// The start of `φ`, `θ`; false where `φ` is not stationary.
    ///
    /// # Shapes
    /// `gain` gets `max(p, q, 1)` values.
    pub(super) fn set(&mut self, phi: &[f64], theta: &[f64]) -> bool {
        if !self.step_down(phi) {
            return false;
        }
        let lags = phi.len().max(1);
        self.autocovariances(phi, lags + theta.len());
        self.mix(theta, lags);
        self.follow_weights(phi, theta);
        self.variance = self.mixed[0];
        zeroed(&mut self.gain, phi.len().max(theta.len()).max(1));
        for (i, gain) in self.gain.iter_mut().enumerate() {
            let autoregressive = phi.get(i..).map_or(0.0, |phi| dot(phi, &self.mixed));
            let moving = theta.get(i..).map_or(0.0, |theta| dot(theta, &self.weights));
            *gain = autoregressive + moving;
        }
        true
    }

    /// Partial autocorrelations of `φ`.
    fn step_down(&mut self, phi: &[f64]) -> bool {
        let p = phi.len();
        zeroed(&mut self.partial, p);
        self.steps.resize(p * p, 0.0);
        if p > 0 {
            self.steps[(p - 1) * p..].copy_from_slice(phi);
        }
        for k in (0..p).rev() {
            let (before, now) = self.steps.split_at_mut(k * p);
            let r = now[k];
            let spare = 1.0 - r * r;
            if spare.is_nan() || spare <= 0.0 {
                return false;
            }
            self.partial[k] = r;
            if k > 0 {
                let before = &mut before[(k - 1) * p..];
                for j in 0..k {
                    before[j] = (now[j] + r * now[k - 1 - j]) / spare;
                }
            }
        }
        true
    }

    fn autocovariances(&mut self, phi: &[f64], n_lags: usize) {
        let p = phi.len();
        zeroed(&mut self.pure, n_lags.max(p + 1));
        zeroed(&mut self.errors, p + 1);
        self.errors[p] = 1.0;
        for k in (0..p).rev() {
            self.errors[k] = self.errors[k + 1] / (1.0 - self.partial[k] * self.partial[k]);
        }
        self.pure[0] = self.errors[0];
        for k in 1..=p {
            let known = if k == 1 {
                0.0
            } else {
                let row = &self.steps[(k - 2) * p..][..k - 1];
                row.iter().zip(self.pure[1..k].iter().rev()).map(|(a, g)| a * g).sum()
            };
            self.pure[k] = known + self.partial[k - 1] * self.errors[k - 1];
        }
        for k in p + 1..self.pure.len() {
            self.pure[k] = convolve(phi, &self.pure, k);
        }
    }

    fn mix(&mut self, theta: &[f64], lags: usize) {
        let q = theta.len();
        zeroed(&mut self.products, q + 1);
        self.products[0] = 1.0 + dot(theta, theta);
        for l in 1..=q {
            self.products[l] = theta[l - 1] + dot(&theta[l..], theta);
        }
        zeroed(&mut self.mixed, lags);
        for (k, mixed) in self.mixed.iter_mut().enumerate() {
            *mixed = self.products[0] * self.pure[k];
            for l in 1..=q {
                *mixed += self.products[l] * (self.pure[k.abs_diff(l)] + self.pure[k + l]);
            }
        }
    }

    /// Weights ψ of the shocks in the values, as many as `θ` asks for.
    fn follow_weights(&mut self, phi: &[f64], theta: &[f64]) {
        zeroed(&mut self.weights, theta.len());
        for k in 0..theta.len() {
            let own = if k == 0 { 1.0 } else { theta[k - 1] };
            let known = phi.iter().zip(self.weights[..k].iter().rev());
            self.weights[k] = own + known.map(|(phi, psi)| phi * psi).sum::<f64>();
        }
    }

    /// Adds the derivatives by `φ` and `θ`, given those by the variance and the gain.
    pub(super) fn pull_back(
        &mut self,
        (phi, theta): (&[f64], &[f64]),
        (by_variance, by_gain): (f64, &[f64]),
        by_phi: &mut [f64],
        by_theta: &mut [f64],
    ) {
        zeroed(&mut self.adjoint.mixed, self.mixed.len());
        zeroed(&mut self.adjoint.weights, theta.len());
        self.adjoint.mixed[0] = by_variance;
        for (i, by_gain) in by_gain.iter().enumerate() {
            let columns = self.mixed.iter().zip(&mut self.adjoint.mixed);
            for (j, (mixed, by_mixed)) in (i..phi.len()).zip(columns) {
                by_phi[j] += by_gain * mixed;
                *by_mixed += by_gain * phi[j];
            }
            let columns = self.weights.iter().zip(&mut self.adjoint.weights);
            for (j, (weight, by_weight)) in (i..theta.len()).zip(columns) {
                by_theta[j] += by_gain * weight;
                *by_weight += by_gain * theta[j];
            }
        }
        self.pull_back_weights(phi, by_phi, by_theta);
        self.pull_back_mix(theta, by_theta);
        self.pull_back_autocovariances(phi, by_phi);
    }

    fn pull_back_weights(&mut self, phi: &[f64], by_phi: &mut [f64], by_theta: &mut [f64]) {
        for k in (0..self.weights.len()).rev() {
            let by_weight = self.adjoint.weights[k];
            if k > 0 {
                by_theta[k - 1] += by_weight;
            }
            for j in 0..k.min(phi.len()) {
                by_phi[j] += by_weight * self.weights[k - 1 - j];
                self.adjoint.weights[k - 1 - j] += by_weight * phi[j];
            }
        }
    }

    fn pull_back_mix(&mut self, theta: &[f64], by_theta: &mut [f64]) {
        let q = theta.len();
        let adjoint = &mut self.adjoint;
        zeroed(&mut adjoint.products, q + 1);
        zeroed(&mut adjoint.pure, self.pure.len());
        for (k, by_mixed) in adjoint.mixed.iter().enumerate() {
            adjoint.products[0] += by_mixed * self.pure[k];
            adjoint.pure[k] += by_mixed * self.products[0];
            for l in 1..=q {
                let (near, far) = (k.abs_diff(l), k + l);
                adjoint.products[l] += by_mixed * (self.pure[near] + self.pure[far]);
                adjoint.pure[near] += by_mixed * self.products[l];
                adjoint.pure[far] += by_mixed * self.products[l];
            }
        }
        for (i, by_theta) in by_theta.iter_mut().enumerate() {
            *by_theta += 2.0 * adjoint.products[0] * theta[i];
            for l in 1..=q {
                let later = theta.get(i + l).copied().unwrap_or(0.0);
                let earlier = match (i + 1).cmp(&l) {
                    std::cmp::Ordering::Less => 0.0,
                    std::cmp::Ordering::Equal => 1.0,
                    std::cmp::Ordering::Greater => theta[i - l],
                };
                *by_theta += adjoint.products[l] * (later + earlier);
            }
        }
    }

    fn pull_back_autocovariances(&mut self, phi: &[f64], by_phi: &mut [f64]) {
        let p = phi.len();
        let adjoint = &mut self.adjoint;
        for k in (p + 1..self.pure.len()).rev() {
            let by_pure = adjoint.pure[k];
            for j in 0..p {
                by_phi[j] += by_pure * self.pure[k - 1 - j];
                adjoint.pure[k - 1 - j] += by_pure * phi[j];
            }
        }
        zeroed(&mut adjoint.steps, p * p);
        zeroed(&mut adjoint.partial, p);
        zeroed(&mut adjoint.errors, p + 1);
        for k in (1..=p).rev() {
            let by_pure = adjoint.pure[k];
            adjoint.partial[k - 1] += by_pure * self.errors[k - 1];
            adjoint.errors[k - 1] += by_pure * self.partial[k - 1];
            for j in 0..k - 1 {
                let cell = (k - 2) * p + j;
                adjoint.steps[cell] += by_pure * self.pure[k - 1 - j];
                adjoint.pure[k - 1 - j] += by_pure * self.steps[cell];
            }
        }
        adjoint.errors[0] += adjoint.pure[0];
        for k in 0..p {
            let spare = 1.0 - self.partial[k] * self.partial[k];
            adjoint.errors[k + 1] += adjoint.errors[k] / spare;
            adjoint.partial[k] +=
                adjoint.errors[k] * 2.0 * self.partial[k] * self.errors[k] / spare;
        }
        self.pull_back_step_down(p);
        if p > 0 {
            for (by_phi, by_step) in by_phi.iter_mut().zip(&self.adjoint.steps[(p - 1) * p..]) {
                *by_phi += by_step;
            }
        }
    }

    fn pull_back_step_down(&mut self, p: usize) {
        let adjoint = &mut self.adjoint;
        for k in 0..p {
            let r = self.partial[k];
            let spare = 1.0 - r * r;
            let (by_before, by_now) = adjoint.steps.split_at_mut(k * p);
            if k > 0 {
                let by_before = &by_before[(k - 1) * p..][..k];
                let before = &self.steps[(k - 1) * p..][..k];
                let now = &self.steps[k * p..][..k];
                for j in 0..k {
                    let by = by_before[j] / spare;
                    by_now[j] += by;
                    by_now[k - 1 - j] += by * r;
                    adjoint.partial[k] += by * (now[k - 1 - j] + 2.0 * r * before[j]);
                }
            }
            by_now[k] += adjoint.partial[k];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn autocovariances_of_simple_models_are_the_textbooks() {
        let mut start = Start::default();
        assert!(start.set(&[0.5], &[]));
        assert!((start.variance - 4.0 / 3.0).abs() < 1e-15);
        assert!((start.gain[0] - 2.0 / 3.0).abs() < 1e-15);
        assert!(start.set(&[], &[0.5]));
        assert_eq!((start.variance, start.gain[0]), (1.25, 0.5));
        // ARMA(1,1): γ0 = (1 + 2φθ + θ²)/(1 − φ²), γ1 = φγ0 + θ.
        assert!(start.set(&[0.6], &[0.3]));
        let variance = (1.0 + 0.36 + 0.09) / 0.64;
        assert!((start.variance - variance).abs() < 1e-14);
        assert!((start.gain[0] - (0.6 * variance + 0.3)).abs() < 1e-14);
        assert!(!start.set(&[0.7, 0.4], &[]) && start.set(&[], &[]) && start.variance == 1.0);
    }

    #[test]
    fn derivatives_are_those_of_small_changes() {
        let point = [0.4, -0.3, 0.2, 0.5, 0.0, -0.4, 0.3];
        let weights = [0.3, 1.1, -0.7, 0.5, 0.2];
        for p in [0, 1, 3, 4] {
            let value = |z: &[f64]| {
                let mut start = Start::default();
                assert!(start.set(&z[..p], &z[p..]));
                weights[0] * start.variance + dot(&weights[1..], &start.gain)
            };
            let mut start = Start::default();
            start.set(&point[..p], &point[p..]);
            let mut gradient = [0.0; 7];
            let (by_phi, by_theta) = gradient.split_at_mut(p);
            let mut by_gain = vec![0.0; start.gain.len()];
            for (by, weight) in by_gain.iter_mut().zip(&weights[1..]) {
                *by = *weight;
            }
            start.pull_back((&point[..p], &point[p..]), (weights[0], &by_gain), by_phi, by_theta);
            for i in 0..7 {
                let (mut up, mut down) = (point, point);
                up[i] += 1e-6;
                down[i] -= 1e-6;
                let slope = (value(&up) - value(&down)) / 2e-6;
                assert!((gradient[i] - slope).abs() < 1e-7 * (1.0 + slope.abs()), "{p} {i}");
            }
        }
    }
}
