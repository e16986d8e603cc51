//! Holt's linear method with a damped trend (part of method D1).
//!
//! ```text
//! ŷ(t) = ℓ(t−1) + φ b(t−1)          e(t) = y(t) − ŷ(t)
//! ℓ(t) = ℓ(t−1) + φ b(t−1) + α e(t)
//! b(t) = φ b(t−1) + α β* e(t)
//! ŷ(T+h) = ℓ(T) + b(T) (φ + … + φ^h)
//! ```
//! on `y = ln X`, with `α`, `β*` in [0.02, 0.98] and `φ` in [0.8, 0.98]. For given parameters the
//! errors are linear in the first states `ℓ(0)` and `b(0)`, which are therefore solved for by
//! least squares; the parameters minimise the sum of squared errors.
//!
//! # Source
//! Hyndman, Koehler, Ord & Snyder (2008), *Forecasting with Exponential Smoothing*, table 2.1.

use crate::forecast::{
    Convergence, FitError, FitSummary, FittedModel, Future, damped_sums, log_relative_to_last,
    require,
};
use crate::numeric::optimise::{SimplexLimits, nelder_mead};

/// Fewest years for five parameters and states.
const FEWEST: usize = 12;
const SMOOTHING: (f64, f64) = (0.02, 0.98);
const DAMPING: (f64, f64) = (0.8, 0.98);

/// A smoothed level and a damped trend, in logarithms.
#[derive(Clone, Debug, PartialEq)]
pub struct DampedHolt {
    last: f64,
    parameters: Parameters,
    state: State,
    residuals: Vec<f64>,
    convergence: Convergence,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Parameters {
    alpha: f64,
    beta: f64,
    phi: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct State {
    level: f64,
    trend: f64,
}

impl State {
    /// Takes in one value and returns the error it was forecast with.
    fn advance(&mut self, y: f64, p: &Parameters) -> f64 {
        let trend = p.phi * self.trend;
        let error = y - self.level - trend;
        self.level += trend + p.alpha * error;
        self.trend = trend + p.alpha * p.beta * error;
        error
    }
}

/// A parameter in its bounds from a number without bounds.
fn bounded(x: f64, (low, high): (f64, f64)) -> f64 {
    low + (high - low) / (1.0 + (-x).exp())
}

impl Parameters {
    fn of(x: &[f64]) -> Self {
        Self {
            alpha: bounded(x[0], SMOOTHING),
            beta: bounded(x[1], SMOOTHING),
            phi: bounded(x[2], DAMPING),
        }
    }

    /// The first state that minimises the squared errors, with their sum.
    fn first_state(&self, y: &[f64]) -> (State, f64) {
        let mut base = State::default();
        let mut unit_level = State { level: 1.0, trend: 0.0 };
        let mut unit_trend = State { level: 0.0, trend: 1.0 };
        let (mut aa, mut ab, mut bb) = (0.0, 0.0, 0.0);
        let (mut ae, mut be, mut ee) = (0.0, 0.0, 0.0);
        for y in y {
            let e = base.advance(*y, self);
            let a = -unit_level.advance(0.0, self);
            let b = -unit_trend.advance(0.0, self);
            aa += a * a;
            ab += a * b;
            bb += b * b;
            ae += a * e;
            be += b * e;
            ee += e * e;
        }
        let determinant = aa * bb - ab * ab;
        if determinant <= 1e-12 * aa * bb {
            let level = if aa > 0.0 { ae / aa } else { 0.0 };
            return (State { level, trend: 0.0 }, (ee - level * ae).max(0.0));
        }
        let level = (ae * bb - be * ab) / determinant;
        let trend = (be * aa - ae * ab) / determinant;
        (State { level, trend }, (ee - level * ae - trend * be).max(0.0))
    }
}

impl DampedHolt {
    /// Fits parameters and states.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] for fewer than twelve values, [`FitError::NotPositive`].
    pub fn fit(values: &[f64]) -> Result<Self, FitError> {
        require(values, FEWEST)?;
        let y = log_relative_to_last(values)?;
        // A growth of a thousandth of a per cent is as good as none; without it a perfect fit
        // would have the simplex compare noise with noise.
        let negligible = 1e-10 * y.len() as f64;
        let objective = |x: &[f64]| Parameters::of(x).first_state(&y).1 + negligible;
        let limits = SimplexLimits { step: 1.0, tolerance: 1e-7, iterations: 200 };
        let found = nelder_mead(objective, &[0.5, -1.5, 0.5], limits);
        let parameters = Parameters::of(&found.x);
        let mut state = parameters.first_state(&y).0;
        let residuals = y.iter().map(|y| state.advance(*y, &parameters)).collect();
        let convergence =
            if found.converged { Convergence::Reached } else { Convergence::NotReached };
        Ok(Self { last: values[y.len() - 1], parameters, state, residuals, convergence })
    }
}

impl FittedModel for DampedHolt {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        damped_sums(self.parameters.phi, future.horizon)
            .map(|sum| self.last * (self.state.level + self.state.trend * sum).exp())
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        let Parameters { alpha, beta, phi } = self.parameters;
        FitSummary {
            parameters: vec![
                ("α", alpha),
                ("β*", beta),
                ("φ", phi),
                ("ℓ", self.state.level),
                ("b", self.state.trend),
            ],
            convergence: self.convergence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A damped line: y rises by 0.1 · 0.9^t in year t.
    fn damped_line(n: usize) -> Vec<f64> {
        std::iter::once(0.0).chain(damped_sums(0.9, n - 1).map(|sum| 0.1 * sum)).collect()
    }

    #[test]
    fn states_follow_a_calculation_by_hand() {
        let p = Parameters { alpha: 0.5, beta: 0.4, phi: 0.8 };
        let mut state = State { level: 10.0, trend: 2.0 };
        // Forecast 11.6, error 1; level 11.6 + 0.5, trend 1.6 + 0.2.
        assert!((state.advance(12.6, &p) - 1.0).abs() < 1e-12);
        assert!((state.level - 12.1).abs() < 1e-12 && (state.trend - 1.8).abs() < 1e-12);
    }

    #[test]
    fn first_states_make_a_damped_line_exact_for_any_smoothing() {
        for alpha in [0.1, 0.5, 0.9] {
            let p = Parameters { alpha, beta: 0.3, phi: 0.9 };
            let (mut state, sum_of_squares) = p.first_state(&damped_line(15));
            assert!(sum_of_squares < 1e-15);
            for y in damped_line(15) {
                assert!(state.advance(y, &p).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn a_damped_line_is_carried_on_as_it_runs() {
        let line = damped_line(25);
        let values: Vec<f64> = line[..20].iter().map(|y| 50.0 * y.exp()).collect();
        let forecast = DampedHolt::fit(&values).unwrap().forecast(&Future::of_years(5));
        for (value, y) in forecast.iter().zip(&line[20..]) {
            assert!((value / (50.0 * y.exp()) - 1.0).abs() < 2e-4, "{value}");
        }
    }
}
