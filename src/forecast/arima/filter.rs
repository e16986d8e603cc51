//! The innovations of an ARMA process and their variances, and the derivatives of both.
//!
//! ```text
//! v = u(t) − a₀                      g = v / F          a⁺ = T a + K g
//! ρ = L₀ / F        K⁺ = K − ρ T L        L⁺ = T L − ρ K        F⁺ = F (1 − ρ²)
//! (T a)_i = φ_(i+1) a₀ + a_(i+1)                        L₁ = K₁
//! ```
//!
//! `a` predicts the values to come, `K/F` is the gain and `F` the variance of an innovation in
//! units of that of ε. The change of the covariance of `a` from one period to the next has rank
//! one, `−L L'/F`, so a step costs of the order of `r = max(p, q)` and not `r²`. Once `L` has
//! died out the gain stays as it is. Derivatives go backwards over the same steps; that costs
//! about as much as two filters, whatever the number of parameters.
//!
//! # Source
//! Morf, Sidhu & Kailath (1974), *Some new algorithms for recursive estimation in constant,
//! linear, discrete-time systems*; Pearlman (1980). Derivatives by reverse accumulation (Griewank
//! & Walther 2008, chapter 3).

use crate::forecast::arima::start::Start;

/// Largest component of `L` that no longer changes the gain.
const SETTLED: f64 = 1e-10;

/// Gains and variances of a series of n values, and the memory to find them.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    r: usize,
    n: usize,
    phi: Vec<f64>,
    /// Rows of r: `K` and `L` before each value, one more than values or as far as they change.
    gains: Vec<f64>,
    changes: Vec<f64>,
    /// `F` and `1 / F`.
    pub(super) variances: Vec<f64>,
    pub(super) inverses: Vec<f64>,
    /// Number of values after which gain and variance stay as they are, at most n.
    settled: usize,
    state: Vec<f64>,
    adjoint: Adjoint,
}

#[derive(Clone, Debug, Default)]
struct Adjoint {
    state: Vec<f64>,
    /// Rows of r: derivatives by the gains, as the states collect them.
    gains: Vec<f64>,
    variances: Vec<f64>,
    gain: Vec<f64>,
    change: Vec<f64>,
    turned: Vec<f64>,
}

fn zeroed(vector: &mut Vec<f64>, length: usize) {
    vector.clear();
    vector.resize(length, 0.0);
}

/// Calls a function compiled for this number of states where it is small.
macro_rules! by_states {
    ($r:expr, $call:ident ( $($argument:expr),* ), $receiver:expr) => {
        match $r {
            1 => $receiver.$call::<1>($($argument),*),
            2 => $receiver.$call::<2>($($argument),*),
            3 => $receiver.$call::<3>($($argument),*),
            4 => $receiver.$call::<4>($($argument),*),
            _ => $receiver.$call::<0>($($argument),*),
        }
    };
}

impl Filter {
    /// Gains and variances over `n` values.
    pub(super) fn set(&mut self, phi: &[f64], start: &Start, n: usize) {
        let r = start.gain.len();
        (self.r, self.n) = (r, n);
        zeroed(&mut self.phi, r);
        self.phi[..phi.len()].copy_from_slice(phi);
        self.gains.resize((n + 1) * r, 0.0);
        self.changes.resize((n + 1) * r, 0.0);
        self.variances.resize(n + 1, 1.0);
        self.inverses.resize(n + 1, 1.0);
        self.gains[..r].copy_from_slice(&start.gain);
        self.changes[..r].copy_from_slice(&start.gain);
        self.variances[0] = start.variance;
        self.settled = by_states!(r, advance(), self);
        let (last, inverse) = (self.variances[self.settled], self.inverses[self.settled]);
        self.variances[self.settled..].fill(last);
        self.inverses[self.settled..].fill(inverse);
    }

    /// Runs the gain until it settles; returns when.
    fn advance<const R: usize>(&mut self) -> usize {
        let r = if R == 0 { self.r } else { R };
        let phi = &self.phi[..r];
        let mut variance = self.variances[0];
        for t in 0..=self.n {
            let inverse = 1.0 / variance;
            self.variances[t] = variance;
            self.inverses[t] = inverse;
            let (gains, next_gains) = self.gains[t * r..].split_at_mut(r);
            let (changes, next_changes) = self.changes[t * r..].split_at_mut(r);
            let still = changes.iter().all(|change| change.abs() <= SETTLED);
            if still || t == self.n {
                return t;
            }
            let first = changes[0];
            let rho = first * inverse;
            let (next_gains, next_changes) = (&mut next_gains[..r], &mut next_changes[..r]);
            for i in 0..r {
                let carried = if i + 1 < r { changes[i + 1] } else { 0.0 };
                let turned = phi[i] * first + carried;
                next_gains[i] = gains[i] - rho * turned;
                next_changes[i] = turned - rho * gains[i];
            }
            variance *= 1.0 - rho * rho;
        }
        self.n
    }

    fn gain(&self, t: usize) -> &[f64] {
        &self.gains[t.min(self.settled) * self.r..][..self.r]
    }

    /// The innovations of a column; the state after the last value stays in [`Filter::state`].
    ///
    /// # Shapes
    /// `column` and `innovations`: n values.
    pub(super) fn innovations(&mut self, column: &[f64], innovations: &mut [f64]) {
        zeroed(&mut self.state, self.r);
        by_states!(self.r, filter_column(column, innovations), self);
    }

    fn filter_column<const R: usize>(&mut self, column: &[f64], innovations: &mut [f64]) {
        let r = if R == 0 { self.r } else { R };
        let (phi, state) = (&self.phi[..r], &mut self.state[..r]);
        let inverses = &self.inverses;
        for (t, ((u, v), inverse)) in column.iter().zip(innovations).zip(inverses).enumerate() {
            let gain = &self.gains[t.min(self.settled) * r..][..r];
            let first = state[0];
            *v = u - first;
            let g = *v * inverse;
            for i in 0..r {
                let carried = if i + 1 < r { state[i + 1] } else { 0.0 };
                state[i] = phi[i] * first + carried + gain[i] * g;
            }
        }
    }

    /// Predictions of the values to come, made of the column filtered last.
    pub(super) fn state(&self) -> &[f64] {
        &self.state
    }

    /// Gain times variance, its change and the variance after the last value.
    pub(super) fn end(&self) -> (&[f64], &[f64], f64) {
        let row = self.settled.min(self.n);
        let change = &self.changes[row * self.r..][..self.r];
        (self.gain(self.n), change, self.variances[self.n])
    }

    /// Begins a round of derivatives, the variances having these.
    pub(super) fn begin_pull_back(&mut self, by_variances: impl Iterator<Item = f64>) {
        zeroed(&mut self.adjoint.gains, (self.settled + 1) * self.r);
        self.adjoint.variances.clear();
        self.adjoint.variances.extend(by_variances);
    }

    /// Adds further derivatives by the variances.
    pub(super) fn add_by_variances(&mut self, by_variances: impl Iterator<Item = f64>) {
        for (sum, by) in self.adjoint.variances.iter_mut().zip(by_variances) {
            *sum += by;
        }
    }

    /// Adds what a column contributes, the innovations having the derivatives `by_innovations`.
    pub(super) fn pull_back_column(
        &mut self,
        (column, innovations): (&[f64], &[f64]),
        by_innovations: impl DoubleEndedIterator<Item = f64> + ExactSizeIterator,
        by_phi: &mut [f64],
    ) {
        zeroed(&mut self.adjoint.state, self.r);
        zeroed(&mut self.adjoint.turned, self.r);
        by_states!(self.r, pull_back_states((column, innovations), by_innovations), self);
        for (by_phi, by) in by_phi.iter_mut().zip(&self.adjoint.turned) {
            *by_phi += by;
        }
    }

    fn pull_back_states<const R: usize>(
        &mut self,
        (column, innovations): (&[f64], &[f64]),
        by_innovations: impl DoubleEndedIterator<Item = f64> + ExactSizeIterator,
    ) {
        let r = if R == 0 { self.r } else { R };
        let adjoint = &mut self.adjoint;
        let (phi, state) = (&self.phi[..r], &mut adjoint.state[..r]);
        let by_phi = &mut adjoint.turned[..r];
        for (t, by_v) in by_innovations.enumerate().rev() {
            let row = t.min(self.settled) * r;
            let gain = &self.gains[row..][..r];
            let by_gain = &mut adjoint.gains[row..][..r];
            let (v, inverse) = (innovations[t], self.inverses[t]);
            let (g, first) = (v * inverse, column[t] - v);
            let mut by_g = 0.0;
            let mut by_first = 0.0;
            for i in 0..r {
                by_g += state[i] * gain[i];
                by_gain[i] += state[i] * g;
                by_phi[i] += state[i] * first;
                by_first += state[i] * phi[i];
            }
            adjoint.variances[t] -= by_g * g * inverse;
            for i in (1..r).rev() {
                state[i] = state[i - 1];
            }
            state[0] = by_first - by_v - by_g * inverse;
        }
    }

    /// Ends the round; returns the derivatives by the variance and the gain of the start.
    pub(super) fn finish_pull_back(&mut self, by_phi: &mut [f64]) -> (f64, &[f64]) {
        let r = self.r;
        let after: f64 = self.adjoint.variances[self.settled.min(self.n)..].iter().sum();
        self.adjoint.gain.clear();
        self.adjoint.gain.extend_from_slice(&self.adjoint.gains[self.settled * r..]);
        zeroed(&mut self.adjoint.change, r);
        zeroed(&mut self.adjoint.turned, r);
        zeroed(&mut self.adjoint.state, r);
        let by_variance = by_states!(r, pull_back_gains(after), self);
        for (by_phi, by) in by_phi.iter_mut().zip(&self.adjoint.state) {
            *by_phi += by;
        }
        for (by_gain, by_change) in self.adjoint.gain.iter_mut().zip(&self.adjoint.change) {
            *by_gain += by_change;
        }
        (by_variance, &self.adjoint.gain)
    }

    /// Goes back over the gains; returns the derivative by the first variance.
    fn pull_back_gains<const R: usize>(&mut self, after: f64) -> f64 {
        let r = if R == 0 { self.r } else { R };
        let adjoint = &mut self.adjoint;
        let (by_gain, by_change) = (&mut adjoint.gain[..r], &mut adjoint.change[..r]);
        let (by_turned, by_phi) = (&mut adjoint.turned[..r], &mut adjoint.state[..r]);
        let phi = &self.phi[..r];
        let mut by_variance = after;
        for t in (0..self.settled).rev() {
            let gain = &self.gains[t * r..][..r];
            let change = &self.changes[t * r..][..r];
            let (first, inverse) = (change[0], self.inverses[t]);
            let rho = first * inverse;
            let mut by_rho = -2.0 * rho * self.variances[t] * by_variance;
            let mut by_first = 0.0;
            for i in 0..r {
                let carried = if i + 1 < r { change[i + 1] } else { 0.0 };
                let turned = phi[i] * first + carried;
                by_rho -= by_gain[i] * turned + by_change[i] * gain[i];
                by_turned[i] = by_change[i] - rho * by_gain[i];
                by_gain[i] += adjoint.gains[t * r + i] - rho * by_change[i];
                by_phi[i] += by_turned[i] * first;
                by_first += by_turned[i] * phi[i];
            }
            by_change[1..].copy_from_slice(&by_turned[..r - 1]);
            by_change[0] = by_first + by_rho * inverse;
            by_variance *= 1.0 - rho * rho;
            by_variance += adjoint.variances[t] - by_rho * rho * inverse;
        }
        by_variance
    }
}
