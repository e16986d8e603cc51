//! Level, slope and disturbances given the whole series: the exact diffuse smoother.
//!
//! Backwards from `r = 0`, `N = 0`, with `L = T − K Z` and the parts of the diffuse expansion
//! numbered as in the source:
//!
//! ```text
//! F∞ = 0:  K = T M*/F*                 r₀ ← Z v/F* + Lᵀ r₀            r₁ ← Tᵀ r₁
//!          N₀ ← Z Zᵀ/F* + Lᵀ N₀ L      N₁ ← Tᵀ N₁ L                   N₂ ← Tᵀ N₂ T
//! F∞ > 0:  K₀ = T M∞/F∞                K₁ = T (M* − M∞ F*/F∞)/F∞      L₀ = T − K₀ Z,  L₁ = −K₁ Z
//!          r₁ ← Z v/F∞ + L₀ᵀ r₁ + L₁ᵀ r₀                             r₀ ← L₀ᵀ r₀
//!          N₂ ← −Z Zᵀ F*/F∞² + L₀ᵀ N₂ L₀ + L₀ᵀ N₁ L₁ + L₁ᵀ N₁ᵀ L₀ + L₁ᵀ N₀ L₁
//!          N₁ ← Z Zᵀ/F∞ + L₀ᵀ N₁ L₀ + L₁ᵀ N₀ L₀                       N₀ ← L₀ᵀ N₀ L₀
//!
//! α̂ = a + P* r₀ + P∞ r₁
//! V = P* − P* N₀ P* − (P∞ N₁ P*)ᵀ − P∞ N₁ P* − P∞ N₂ P∞
//! ```
//!
//! # Source
//! Durbin & Koopman (2012), sections 4.4, 4.5, 5.3 and 5.4.

use crate::forecast::structural::matrix::{Matrix, Vector};
use crate::forecast::structural::state_space::{Equations, Innovation, Step};

/// A period given the whole series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothed {
    /// μ̂.
    pub level: f64,
    /// Variance of μ̂.
    pub level_variance: f64,
    /// ν̂.
    pub slope: f64,
    /// Variance of ν̂.
    pub slope_variance: f64,
    /// Covariance of μ̂ and ν̂.
    pub covariance: f64,
    /// What speaks for an outlier in this period.
    pub outlier: Score,
    /// What speaks for a shift of the level after this period.
    pub shift: Score,
    /// What speaks for a bend of the slope after this period.
    pub bend: Score,
}

/// The score of an effect that the equations do not have, and its variance.
///
/// The estimate of the effect by generalised least squares is `score / variance`, with standard
/// error `1/√variance`; the smoothed disturbance is its variance in the equations times `score`.
///
/// # Source
/// de Jong & Penzer (1998), *Diagnosing shocks in time series*, section 2; Harvey & Koopman
/// (1992), *Diagnostic checking of unobserved-components time series models*.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// u, or an element of r.
    pub score: f64,
    /// D, or an element of the diagonal of N; 0 where the series says nothing of the effect.
    pub variance: f64,
}

impl Score {
    /// The effect in standard errors; 0 where the series says nothing of it.
    pub fn statistic(&self) -> f64 {
        if self.variance > 0.0 { self.score / self.variance.sqrt() } else { 0.0 }
    }

    /// The estimate of the effect; 0 where the series says nothing of it.
    pub fn effect(&self) -> f64 {
        if self.variance > 0.0 { self.score / self.variance } else { 0.0 }
    }
}

/// Sums from the end of the series back, in the expansion in 1/κ.
#[derive(Clone, Copy, Debug, Default)]
struct Backward {
    r0: Vector,
    r1: Vector,
    n0: Matrix,
    n1: Matrix,
    n2: Matrix,
}

/// Every period of the filter's `steps` given the whole series.
pub fn smooth(equations: &Equations, steps: &[Step]) -> Vec<Smoothed> {
    let mut backward = Backward::default();
    let mut smoothed: Vec<Smoothed> = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let after = backward;
        let outlier = backward.pass(equations, step);
        let mut period = backward.state(step);
        period.outlier = outlier;
        let element = |i: usize| Score { score: after.r0[i], variance: after.n0.0[i][i].max(0.0) };
        period.shift = element(0);
        period.bend = element(1);
        smoothed.push(period);
    }
    smoothed.reverse();
    smoothed
}

impl Backward {
    /// Goes back over one period; the score is that of an outlier in it.
    fn pass(&mut self, equations: &Equations, step: &Step) -> Score {
        let transition = equations.transition();
        match step.innovation {
            Some(innovation) if innovation.diffuse_variance > 0.0 => {
                self.pass_diffuse(transition, step, &innovation)
            }
            Some(innovation) if innovation.variance > 0.0 => {
                self.pass_observed(transition, step, &innovation)
            }
            _ => {
                let back = transition.transposed();
                self.r0 = back.times(self.r0);
                self.r1 = back.times(self.r1);
                self.n0 = self.n0.within(back);
                self.n1 = self.n1.within(back);
                self.n2 = self.n2.within(back);
                Score::default()
            }
        }
    }

    fn pass_observed(&mut self, transition: Matrix, step: &Step, seen: &Innovation) -> Score {
        let f = seen.variance;
        let gain = transition.times(first_column(step.predicted.known)).map(|k| k / f);
        let l = less_gain(transition, gain);
        let score = Score {
            score: seen.error / f - dot(gain, self.r0),
            variance: 1.0 / f + self.n0.form(gain, gain),
        };
        self.r0 = plus_first(l.transposed().times(self.r0), seen.error / f);
        self.r1 = transition.transposed().times(self.r1);
        self.n0 = self.n0.within(l.transposed()) + Matrix::diagonal(1.0 / f, 0.0);
        self.n1 = transition.transposed() * self.n1 * l;
        self.n2 = self.n2.within(transition.transposed());
        score
    }

    fn pass_diffuse(&mut self, transition: Matrix, step: &Step, seen: &Innovation) -> Score {
        let (f, f_known) = (seen.diffuse_variance, seen.variance);
        let m_diffuse = transition.times(first_column(step.predicted.diffuse));
        let m_known = transition.times(first_column(step.predicted.known));
        let gain = m_diffuse.map(|m| m / f);
        let second = [0, 1].map(|i| (m_known[i] - m_diffuse[i] * f_known / f) / f);
        let l0 = less_gain(transition, gain);
        let l1 = less_gain(Matrix::ZERO, second);
        let (l0t, l1t) = (l0.transposed(), l1.transposed());
        let score =
            Score { score: -dot(gain, self.r0), variance: self.n0.form(gain, gain).max(0.0) };
        let [from_r1, from_r0] = [l0t.times(self.r1), l1t.times(self.r0)];
        self.r1 = plus_first([from_r1[0] + from_r0[0], from_r1[1] + from_r0[1]], seen.error / f);
        self.r0 = l0t.times(self.r0);
        self.n2 = Matrix::diagonal(-f_known / (f * f), 0.0)
            + self.n2.within(l0t)
            + l0t * self.n1 * l1
            + l1t * self.n1.transposed() * l0
            + self.n0.within(l1t);
        self.n1 = Matrix::diagonal(1.0 / f, 0.0) + self.n1.within(l0t) + l1t * self.n0 * l0;
        self.n0 = self.n0.within(l0t);
        score
    }

    /// The state of a period from its prediction.
    fn state(&self, step: &Step) -> Smoothed {
        let (p, p_diffuse) = (step.predicted.known, step.predicted.diffuse);
        let [known, diffuse] = [p.times(self.r0), p_diffuse.times(self.r1)];
        let mean = [0, 1].map(|i| step.predicted.mean[i] + known[i] + diffuse[i]);
        let cross = p_diffuse * self.n1 * p;
        let variance =
            p - p * self.n0 * p - cross - cross.transposed() - p_diffuse * self.n2 * p_diffuse;
        Smoothed {
            level: mean[0],
            level_variance: variance.0[0][0].max(0.0),
            slope: mean[1],
            slope_variance: variance.0[1][1].max(0.0),
            covariance: variance.0[0][1],
            outlier: Score::default(),
            shift: Score::default(),
            bend: Score::default(),
        }
    }
}

fn first_column(matrix: Matrix) -> Vector {
    [matrix.0[0][0], matrix.0[1][0]]
}

/// `matrix − gain·Zᵀ`, where `Z` picks the first element.
fn less_gain(matrix: Matrix, gain: Vector) -> Matrix {
    matrix - Matrix::outer(gain, [1.0, 0.0])
}

fn plus_first(vector: Vector, value: f64) -> Vector {
    [vector[0] + value, vector[1]]
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}
