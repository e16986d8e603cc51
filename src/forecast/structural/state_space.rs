//! The equations of a level with a slope, and the exact diffuse Kalman filter for them.
//!
//! ```text
//! y(t)   = μ(t) + ε(t)                     ε ~ N(0, σ²_ε(t))
//! μ(t+1) = μ(t) + ν(t) + η(t)              η ~ N(0, σ²_η)
//! ν(t+1) = φ ν(t) + ζ(t)                   ζ ~ N(0, σ²_ζ)
//! ```
//! Nothing is known of the first state, which is to say that its variance is `P* + κ P∞` with κ
//! beyond all bounds. The filter carries both parts, so no large number stands in for κ:
//!
//! ```text
//! v = y − a₁     F∞ = P∞₁₁     F* = P*₁₁ + σ²_ε     M∞ = first column of P∞, M* of P*
//!
//! F∞ > 0:  a ← a + M∞ v/F∞
//!          P∞ ← P∞ − M∞ M∞ᵀ/F∞
//!          P* ← P* − (M* M∞ᵀ + M∞ M*ᵀ)/F∞ + M∞ M∞ᵀ F*/F∞²
//! F∞ = 0:  a ← a + M* v/F*     P* ← P* − M* M*ᵀ/F*
//! next:    a ← T a             P∞ ← T P∞ Tᵀ       P* ← T P* Tᵀ + diag(σ²_η, σ²_ζ)
//! ```
//! A period without a value only takes the last line.
//!
//! # Source
//! Durbin & Koopman (2012), *Time Series Analysis by State Space Methods*, second edition,
//! sections 3.2, 4.10 and 5.2; Koopman (1997), *Exact initial Kalman filtering and smoothing for
//! nonstationary time series models*.

use crate::forecast::structural::matrix::{Matrix, Vector};

/// Variances and damping of a level with a slope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equations {
    /// `σ²_ε`, of the observation around the level, where no variance by period is given.
    pub irregular: f64,
    /// `σ²_η`, of the change of the level beside its slope.
    pub level: f64,
    /// `σ²_ζ`, of the change of the slope.
    pub slope: f64,
    /// φ, the share of the slope that is left after a period.
    pub damping: f64,
}

impl Equations {
    pub(super) const fn transition(&self) -> Matrix {
        Matrix([[1.0, 1.0], [0.0, self.damping]])
    }

    pub(super) fn times(self, factor: f64) -> Self {
        Self {
            irregular: self.irregular * factor,
            level: self.level * factor,
            slope: self.slope * factor,
            damping: self.damping,
        }
    }
}

/// Level and slope with their variance, known and diffuse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    pub(super) mean: Vector,
    /// P*.
    pub(super) known: Matrix,
    /// P∞.
    pub(super) diffuse: Matrix,
    /// Rank of P∞.
    pub(super) n_diffuse: usize,
}

impl State {
    /// Nothing is known of the level; there is no slope.
    pub const UNKNOWN_LEVEL: Self = Self {
        mean: [0.0; 2],
        known: Matrix::ZERO,
        diffuse: Matrix::diagonal(1.0, 0.0),
        n_diffuse: 1,
    };

    /// Nothing is known of level and slope.
    pub const UNKNOWN_TREND: Self = Self {
        mean: [0.0; 2],
        known: Matrix::ZERO,
        diffuse: Matrix::diagonal(1.0, 1.0),
        n_diffuse: 2,
    };

    /// The level is zero give or take a standard deviation of √`variance`; there is no slope.
    pub const fn around_zero(variance: f64) -> Self {
        Self {
            mean: [0.0; 2],
            known: Matrix::diagonal(variance, 0.0),
            diffuse: Matrix::ZERO,
            n_diffuse: 0,
        }
    }

    /// The mean of the level.
    pub const fn level(&self) -> f64 {
        self.mean[0]
    }

    /// The mean of the slope.
    pub const fn slope(&self) -> f64 {
        self.mean[1]
    }

    /// The variance of the level; of its known part while the diffuse one is not yet used up.
    pub const fn level_variance(&self) -> f64 {
        self.known.0[0][0]
    }

    /// The variance of the slope, as of the level.
    pub const fn slope_variance(&self) -> f64 {
        self.known.0[1][1]
    }

    /// The covariance of level and slope, as their variances.
    pub const fn covariance(&self) -> f64 {
        self.known.0[0][1]
    }

    /// Takes in one value observed with variance `irregular`.
    #[inline]
    pub(super) fn update(&mut self, y: f64, irregular: f64) -> Innovation {
        let [[p11, p12], [_, p22]] = self.known.0;
        let innovation = Innovation {
            error: y - self.mean[0],
            variance: p11 + irregular,
            diffuse_variance: if self.n_diffuse > 0 { self.diffuse.0[0][0] } else { 0.0 },
        };
        if innovation.diffuse_variance > 0.0 {
            self.update_diffuse(&innovation);
        } else if innovation.variance > 0.0 {
            let gain = [p11 / innovation.variance, p12 / innovation.variance];
            self.mean[0] += gain[0] * innovation.error;
            self.mean[1] += gain[1] * innovation.error;
            let off = p12 * irregular / innovation.variance;
            self.known = Matrix([[gain[0] * irregular, off], [off, p22 - gain[1] * p12]]);
        }
        innovation
    }

    #[cold]
    fn update_diffuse(&mut self, innovation: &Innovation) {
        let f = innovation.diffuse_variance;
        let m_diffuse = [self.diffuse.0[0][0], self.diffuse.0[1][0]];
        let m_known = [self.known.0[0][0], self.known.0[1][0]];
        for (mean, m) in self.mean.iter_mut().zip(m_diffuse) {
            *mean += m * innovation.error / f;
        }
        let cross = Matrix::outer(m_known, m_diffuse);
        let square = Matrix::outer(m_diffuse, m_diffuse);
        self.known = self.known - (cross + cross.transposed()).scaled(1.0 / f)
            + square.scaled(innovation.variance / (f * f));
        self.n_diffuse -= 1;
        self.diffuse =
            if self.n_diffuse == 0 { Matrix::ZERO } else { self.diffuse - square.scaled(1.0 / f) };
    }

    /// Goes on to the next period.
    #[inline]
    pub(super) fn advance(&mut self, equations: &Equations) {
        let phi = equations.damping;
        let [[p11, p12], [_, p22]] = self.known.0;
        self.mean = [self.mean[0] + self.mean[1], phi * self.mean[1]];
        let off = phi * (p12 + p22);
        self.known = Matrix([
            [p11 + 2.0 * p12 + p22 + equations.level, off],
            [off, phi * phi * p22 + equations.slope],
        ]);
        if self.n_diffuse > 0 {
            self.diffuse = self.diffuse.within(equations.transition());
        }
    }
}

/// What a value told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Innovation {
    /// v: observed less forecast.
    pub error: f64,
    /// F*: variance of the error, or its known part.
    pub variance: f64,
    /// F∞: the diffuse part of the variance of the error; 0 once the first states are known.
    pub diffuse_variance: f64,
}

/// One period of the filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The state before the value of the period is seen.
    pub predicted: State,
    /// The state after.
    pub filtered: State,
    /// What the value told; none where it is missing.
    pub innovation: Option<Innovation>,
    /// `σ²_ε` of the period.
    pub irregular: f64,
}

/// The values of a series, the missing ones as `None`, and the variance of each around its level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observations<'a> {
    /// One value a period.
    pub values: &'a [Option<f64>],
    /// One variance a period; empty where it is that of the equations throughout.
    pub variances: &'a [f64],
}

impl Observations<'_> {
    /// Value and variance of every period.
    #[inline]
    pub(super) fn iter(
        &self,
        equations: &Equations,
    ) -> impl Iterator<Item = (Option<f64>, f64)> + '_ {
        let irregular = equations.irregular;
        self.values
            .iter()
            .enumerate()
            .map(move |(t, y)| (*y, self.variances.get(t).copied().unwrap_or(irregular)))
    }
}

/// The filter over a whole series, every step kept.
pub fn filter(equations: &Equations, start: State, observations: &Observations<'_>) -> Vec<Step> {
    let mut state = start;
    let step = |(y, irregular): (Option<f64>, f64)| {
        let predicted = state;
        let innovation = y.map(|y| state.update(y, irregular));
        let filtered = state;
        state.advance(equations);
        Step { predicted, filtered, innovation, irregular }
    };
    observations.iter(equations).map(step).collect()
}

/// Sums over the filter that make up the likelihood.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likelihood {
    /// Σ v²/F after the diffuse periods.
    pub squares: f64,
    /// Σ ln F after the diffuse periods, plus Σ ln F∞ in them.
    pub log_variances: f64,
    /// Number of errors in `squares`.
    pub n: usize,
}

impl Likelihood {
    /// The diffuse log-likelihood, of the contrasts that do not depend on the first state.
    ///
    /// ```text
    /// ln L = −½ (n − d) ln 2π − ½ Σ ln F∞ − ½ Σ (ln F + v²/F)
    /// ```
    ///
    /// # Source
    /// Durbin & Koopman (2012), section 7.2.2, the constant being counted for the n − d errors
    /// that are not diffuse, as KFAS has it.
    pub fn log_likelihood(&self) -> f64 {
        let constant = self.n as f64 * std::f64::consts::TAU.ln();
        -0.5 * (constant + self.log_variances + self.squares)
    }

    /// The likelihood if all variances were multiplied by `scale`.
    #[must_use]
    pub fn scaled(&self, scale: f64) -> Self {
        Self {
            squares: self.squares / scale,
            log_variances: self.log_variances + self.n as f64 * scale.ln(),
            n: self.n,
        }
    }
}

/// The likelihood of a series, nothing being kept; none where an error has no variance.
pub fn likelihood(
    equations: &Equations,
    start: State,
    observations: &Observations<'_>,
) -> Option<Likelihood> {
    let mut state = start;
    let mut sums = Likelihood::default();
    // Logarithms are taken of products of variances, while these are far from the limits.
    let mut product = 1.0_f64;
    for (y, irregular) in observations.iter(equations) {
        if let Some(y) = y {
            let innovation = state.update(y, irregular);
            if innovation.diffuse_variance > 0.0 {
                product *= innovation.diffuse_variance;
            } else if innovation.variance > 0.0 {
                sums.squares += innovation.error * innovation.error / innovation.variance;
                sums.n += 1;
                product *= innovation.variance;
            } else {
                return None;
            }
            if !(1e-100..1e100).contains(&product) {
                sums.log_variances += product.ln();
                product = 1.0;
            }
        }
        state.advance(equations);
    }
    sums.log_variances += product.ln();
    Some(sums)
}
