//! A fitted form: forecast, sample paths and summary.

use crate::forecast::ets::form::{Form, Noise, Season, Trend};
use crate::forecast::ets::likelihood::Product;
use crate::forecast::ets::parameters::Parameters;
use crate::forecast::ets::recursion::{Equations, States};
use crate::forecast::{Convergence, FitSummary, FittedModel, Future, Series};
use crate::numeric::seed::Stream;

/// Exponential smoothing with its parameters and states.
///
/// The mean path is the path without errors, as in R. Residuals are `e = y − f`, or `ε = y/f − 1`
/// where the error multiplies.
#[derive(Clone, Debug, PartialEq)]
pub struct Ets {
    equations: Equations,
    first: States,
    last: States,
    fitted: Vec<f64>,
    residuals: Vec<f64>,
    log_likelihood: Option<f64>,
    variance: f64,
    range: Range,
    convergence: Convergence,
    evaluations: usize,
}

/// Where sample paths are kept.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Range {
    low: f64,
    high: f64,
}

impl Range {
    /// A million times the largest value away, and positive where a part of the form multiplies.
    fn of(values: &[f64], form: Form) -> Self {
        let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let high = (1e6 * largest).min(f64::MAX);
        let low = if form.needs_positive() { (1e-6 * largest).min(high) } else { -high };
        Self { low, high }
    }

    fn keep(&self, value: f64) -> f64 {
        value.clamp(self.low, self.high)
    }
}

/// The least relative error of a sample path.
const LEAST_ERROR: f64 = -0.99;

impl Ets {
    /// The form at given parameters and first states, nothing being estimated.
    ///
    /// ```text
    /// ln L = −n/2 ln Σ ε² − Σ ln |f|          the second sum for multiplicative errors only
    /// ```
    /// This is R's likelihood: constants are left out.
    pub fn at(series: &Series<'_>, form: Form, parameters: Parameters, first: States) -> Self {
        let equations = Equations { form, parameters };
        let mut last = first.clone();
        let fitted = equations.run(series.values, &mut last);
        let pairs = series.values.iter().zip(&fitted);
        let residuals: Vec<f64> = match form.noise {
            Noise::Additive => pairs.map(|(y, f)| y - f).collect(),
            Noise::Multiplicative => pairs.map(|(y, f)| y / f - 1.0).collect(),
        };
        let n_estimated = form.n_estimated(series.season_length);
        let spare = residuals.len().saturating_sub(n_estimated).max(1) as f64;
        let largest = residuals.iter().fold(0.0, |largest: f64, e| largest.max(e.abs()));
        // Squares relative to the largest error neither overflow nor vanish.
        let squares: f64 = residuals.iter().map(|e| (e / largest).powi(2)).sum();
        let log_likelihood = (largest > 0.0).then(|| {
            let n = residuals.len() as f64;
            let logarithms = match form.noise {
                Noise::Additive => 0.0,
                Noise::Multiplicative => sum_of_logarithms(&fitted),
            };
            -0.5 * n * squares.ln() - n * largest.ln() - logarithms
        });
        let variance =
            if largest > 0.0 { squares / spare * largest * largest } else { 0.0 };
        let range = Range::of(series.values, form);
        let convergence = Convergence::ClosedForm;
        Self {
            equations, first, last, fitted, residuals, log_likelihood, variance, range, convergence, evaluations: 0,
        }
    }

    /// The same with how the search ended and what it took.
    pub(super) fn ended(self, convergence: Convergence, evaluations: usize) -> Self {
        Self { convergence, evaluations, ..self }
    }

    /// The form.
    pub const fn form(&self) -> Form {
        self.equations.form
    }

    /// The smoothing parameters.
    pub const fn parameters(&self) -> &Parameters {
        &self.equations.parameters
    }

    /// The states before the first value.
    pub const fn first_states(&self) -> &States {
        &self.first
    }

    /// The states after the last value.
    pub const fn last_states(&self) -> &States {
        &self.last
    }

    /// The forecasts one step ahead, first period first.
    pub fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    /// Variance of the errors, over the values beyond the estimated figures.
    pub const fn variance(&self) -> f64 {
        self.variance
    }

    /// How often the search computed the likelihood with its derivatives.
    pub const fn evaluations(&self) -> usize {
        self.evaluations
    }

    fn n_estimated(&self) -> usize {
        self.equations.form.n_estimated(self.first.season.len().max(1))
    }

    /// Place in the season of the period `step` after the last value.
    fn position(&self, step: usize) -> usize {
        (self.fitted.len() + step) % self.first.season.len().max(1)
    }
}

fn sum_of_logarithms(fitted: &[f64]) -> f64 {
    let mut product = Product::new();
    for value in fitted {
        product.multiply(value.abs());
    }
    product.logarithm()
}

impl FittedModel for Ets {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let mut states = self.last.clone();
        let high = self.range.high;
        let ahead = |h: usize| {
            let position = self.position(h);
            let step = self.equations.step(&states, position);
            self.equations.advance(&mut states, position, step, 0.0);
            step.value.clamp(-high, high)
        };
        (0..future.horizon).map(ahead).collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        let Parameters { alpha, beta, gamma, phi } = *self.parameters();
        let form = self.form();
        let mut parameters = vec![("α", alpha)];
        if form.trend != Trend::None {
            parameters.push(("β", beta));
        }
        if form.season != Season::None {
            parameters.push(("γ", gamma));
        }
        if form.trend.is_damped() {
            parameters.push(("φ", phi));
        }
        parameters.push(("ℓ(0)", self.first.level));
        if form.trend != Trend::None {
            parameters.push(("b(0)", self.first.slope));
        }
        let mut summary = FitSummary::of(self.convergence, &parameters);
        for (i, season) in self.first.season.iter().enumerate() {
            summary.parameters.push((format!("s{}(0)", i + 1), *season));
        }
        match self.log_likelihood {
            Some(value) => {
                summary.with_likelihood(value, self.n_estimated() + 1, self.residuals.len())
            }
            None => summary,
        }
    }

    /// Draws normal errors and runs the equations of the states.
    ///
    /// A relative error is at least −0.99. A path that has left the range stays at its border
    /// until the states without errors lead back: between a millionth of the largest value and a
    /// million times it where a part multiplies, a million times the largest value either way
    /// elsewhere.
    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let mut states = self.last.clone();
        let deviation = self.variance.sqrt();
        for (h, value) in path.iter_mut().enumerate().take(future.horizon) {
            let position = self.position(h);
            let step = self.equations.step(&states, position);
            let draw = deviation * stream.normal();
            let error = match self.form().noise {
                Noise::Additive => draw,
                Noise::Multiplicative => step.value * draw.max(LEAST_ERROR),
            };
            let drawn = step.value + error;
            *value = self.range.keep(drawn);
            let error = if *value == drawn { error } else { 0.0 };
            self.equations.advance(&mut states, position, step, error);
        }
    }
}
