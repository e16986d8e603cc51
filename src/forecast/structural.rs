//! Structural models: a level, with or without a slope, seen through noise.
//!
//! ```text
//! y(t)   = μ(t) + ε(t)                     ε ~ N(0, σ²_ε), or N(0, v(t)) with v given
//! μ(t+1) = μ(t) + ν(t) + η(t)              η ~ N(0, σ²_η)
//! ν(t+1) = φ ν(t) + ζ(t)                   ζ ~ N(0, σ²_ζ)
//! ```
//! [`Trend`] says which of the variances are there. Of the first level and slope nothing is
//! assumed (exact diffuse start, [`state_space`]); periods without a value are skipped; the
//! variances maximise the diffuse likelihood, their common scale having been taken out of it:
//!
//! ```text
//! σ̂² = Σ v²/F / (n − d)          d: number of states with a diffuse start
//! ```
//! What is searched are angles, so that every variance may be exactly zero and is then a point
//! inside, where the likelihood is flat:
//!
//! ```text
//! σ²_ε = cos²θ,   σ²_η = sin²θ cos²ψ,   σ²_ζ = sin²θ sin²ψ          times σ̂²
//! σ²_η = D² tan²θ cos²ψ,   σ²_ζ = D² tan²θ sin²ψ                   where v is given
//! ```
//! with `D` the root mean square change of the series.
//!
//! The variance `v(t)` of a survey's sampling error is `ln(1 + cv²)` for logarithms. Where it is
//! given, forecasts and paths are of the series without that error, as a full count would show.
//!
//! Sample paths draw the last state from its variance and the disturbances of every period; where
//! σ̂² was estimated from few errors they draw it too, from `(n − d) σ̂² / χ²(n − d)`, so that
//! intervals are those of Student's t. They leave out that the ratios of the variances are
//! estimated.
//!
//! A local level over 30 years takes about 20 evaluations of the likelihood, of 30 updates each.
//!
//! # Source
//! Harvey (1989), *Forecasting, Structural Time Series Models and the Kalman Filter*, sections
//! 2.3 and 4.1; Durbin & Koopman (2012), *Time Series Analysis by State Space Methods*, second
//! edition, chapters 2, 3, 5 and 7.

use crate::forecast::structural::search::{Problem, Scale};
use crate::forecast::structural::smoother::Smoothed;
use crate::forecast::structural::state_space::{Equations, Observations, State, Step};
use crate::forecast::{Convergence, FitError, FitSummary, FittedModel, Future, Series};
use crate::numeric::seed::Stream;

mod matrix;
mod search;
pub mod smoother;
pub mod state_space;

/// Largest absolute value of a series: its square is still a number.
const LARGEST: f64 = 1e150;

/// Variance, of values near one, from which a value is as good as missing.
const WORTHLESS: f64 = 1e60;

/// Which parts the trend has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// No slope: the local level model.
    Level,
    /// A slope that does not change: a random walk with drift, seen through noise.
    Fixed,
    /// Level and slope both change: the local linear trend model.
    Linear,
    /// Only the slope changes, `σ²_η` = 0: an integrated random walk.
    Smooth,
    /// As `Smooth`, the slope fading by an estimated φ between 0.8 and 0.98.
    Damped,
}

impl Trend {
    /// Number of states without a known start.
    const fn n_diffuse(self) -> usize {
        match self {
            Self::Level => 1,
            _ => 2,
        }
    }

    /// Number of parameters beside the scale.
    const fn n_parameters(self) -> usize {
        match self {
            Self::Level | Self::Fixed | Self::Smooth => 1,
            Self::Linear | Self::Damped => 2,
        }
    }

    /// Fewest values: one to spare for the scale beside the states and the parameters.
    pub const fn fewest(self) -> usize {
        self.n_diffuse() + self.n_parameters() + 1
    }

    const fn start(self) -> State {
        match self {
            Self::Level => State::UNKNOWN_LEVEL,
            _ => State::UNKNOWN_TREND,
        }
    }
}

/// A structural model with its variances estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Structural {
    trend: Trend,
    equations: Equations,
    /// The filter over the series, less `origin` and divided by `unit`.
    steps: Vec<Step>,
    origin: f64,
    unit: f64,
    residuals: Vec<f64>,
    log_likelihood: Option<f64>,
    /// Errors the scale was estimated from; none where the variances are absolute.
    n_scale: Option<usize>,
    convergence: Convergence,
}

impl Structural {
    /// Fits the variances to a series; its missing values are skipped.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] under [`Trend::fewest`] values, the missing ones not
    /// counted; [`FitError::Unsuitable`] where a value is not finite.
    pub fn fit(trend: Trend, series: &Series<'_>) -> Result<Self, FitError> {
        Self::fit_scaled(trend, series, &[])
    }

    /// Fits the variances of level and slope, that of each value around the level being known.
    ///
    /// # Errors
    /// As [`Structural::fit`]; [`FitError::Unsuitable`] where there is not one variance a value,
    /// or one is negative or not finite.
    pub fn fit_with_observation_variance(
        trend: Trend,
        series: &Series<'_>,
        variances: &[f64],
    ) -> Result<Self, FitError> {
        if variances.len() != series.values.len() {
            return Err(FitError::Unsuitable("one observation variance is needed a value"));
        }
        if !variances.iter().all(|v| v.is_finite() && *v >= 0.0) {
            return Err(FitError::Unsuitable("observation variances are finite and not negative"));
        }
        Self::fit_scaled(trend, series, variances)
    }

    fn fit_scaled(trend: Trend, series: &Series<'_>, variances: &[f64]) -> Result<Self, FitError> {
        let scaled = Scaled::of(series, variances)?;
        let needed = trend.fewest();
        if scaled.n_observed < needed {
            return Err(FitError::TooFewObservations { needed, found: scaled.n_observed });
        }
        let unit = scaled.unit;
        let variances: Vec<f64> =
            variances.iter().map(|v| (v / unit / unit).min(WORTHLESS)).collect();
        let observations = Observations { values: &scaled.values, variances: &variances };
        let found = Problem { trend, start: trend.start(), observations: &observations }.solve();
        let steps = state_space::filter(&found.equations, trend.start(), &observations);
        let log_likelihood = found
            .log_likelihood
            .map(|ln| ln - (scaled.n_observed - trend.n_diffuse()) as f64 * scaled.unit.ln());
        let residuals = residuals(&steps, scaled.unit);
        let n_scale = match found.scale {
            Scale::Estimated { n } => Some(n),
            Scale::Given => None,
        };
        Ok(Self {
            trend,
            equations: found.equations,
            steps,
            origin: scaled.origin,
            unit: scaled.unit,
            residuals,
            log_likelihood,
            n_scale,
            convergence: found.convergence,
        })
    }

    /// The equations with the estimated variances, in units of the series; where the variance of
    /// the values was given, `irregular` is 0.
    pub fn equations(&self) -> Equations {
        self.equations.times(self.unit * self.unit)
    }

    /// Level, slope and what speaks for breaks in every period, given the whole series.
    pub fn smoothed(&self) -> Vec<Smoothed> {
        let mut smoothed = smoother::smooth(&self.equations, &self.steps);
        for period in &mut smoothed {
            period.rescale(self.origin, self.unit);
        }
        smoothed
    }

    /// Errors one step ahead in their own standard deviations, by position.
    pub fn standardised_errors(&self) -> Vec<(usize, f64)> {
        let errors = self.steps.iter().enumerate().filter_map(|(t, step)| {
            let innovation = step.innovation.filter(|i| i.diffuse_variance <= 0.0)?;
            (innovation.variance > 0.0).then(|| (t, innovation.error / innovation.variance.sqrt()))
        });
        errors.collect()
    }

    /// Level and slope of the last period, given the series; variances in its unit, squared.
    pub fn last_state(&self) -> State {
        let mut state = self.scaled_state();
        state.mean = [self.origin + self.unit * state.mean[0], self.unit * state.mean[1]];
        state.known = state.known.scaled(self.unit * self.unit);
        state
    }

    /// The variance of each forecast: of the state, the disturbances and, where its variance was
    /// estimated, the value around its level.
    pub fn variances(&self, horizon: usize) -> Vec<f64> {
        let mut state = self.scaled_state();
        (0..horizon)
            .map(|_| {
                state.advance(&self.equations);
                (state.level_variance() + self.equations.irregular) * self.unit * self.unit
            })
            .collect()
    }

    fn scaled_state(&self) -> State {
        self.steps.last().map_or(self.trend.start(), |step| step.filtered)
    }

    /// A factor for all standard deviations, drawn from what is known of the scale.
    ///
    /// The χ² of `n` degrees of freedom is drawn by the cube root of Wilson & Hilferty (1931).
    fn draw_scale(&self, stream: &mut Stream) -> f64 {
        let Some(n) = self.n_scale.filter(|n| *n > 0) else { return 1.0 };
        let part = 2.0 / (9.0 * n as f64);
        let root = (1.0 - part + stream.normal() * part.sqrt()).max(0.2);
        root.powf(-1.5)
    }
}

impl FittedModel for Structural {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let mut state = self.scaled_state();
        (0..future.horizon)
            .map(|_| {
                state.advance(&self.equations);
                self.origin + self.unit * state.level()
            })
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        let Equations { irregular, level, slope, damping } = self.equations();
        let state = self.last_state();
        let mut parameters = vec![("σ²_η", level), ("ℓ", state.level())];
        if self.n_scale.is_some() {
            parameters.insert(0, ("σ²_ε", irregular));
        }
        if self.trend != Trend::Level {
            parameters.extend([("σ²_ζ", slope), ("φ", damping), ("b", state.slope())]);
        }
        let summary = FitSummary::of(self.convergence, &parameters);
        let Some(log_likelihood) = self.log_likelihood else { return summary };
        let n = self.steps.iter().filter(|step| step.innovation.is_some()).count();
        let n_parameters = self.trend.n_parameters()
            + self.trend.n_diffuse()
            + usize::from(self.n_scale.is_some());
        summary.with_likelihood(log_likelihood, n_parameters, n)
    }

    fn simulate(&self, _: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let scale = self.draw_scale(stream) * self.unit;
        let state = self.scaled_state();
        let level_deviation = state.level_variance().max(0.0).sqrt();
        let on_level =
            if level_deviation > 0.0 { state.covariance() / level_deviation } else { 0.0 };
        let rest = (state.slope_variance() - on_level * on_level).max(0.0).sqrt();
        let (first, second) = (stream.normal(), stream.normal());
        let mut level = scale * level_deviation * first;
        let mut slope = scale * (on_level * first + rest * second);
        let equations = &self.equations;
        let deviations = [equations.irregular, equations.level, equations.slope]
            .map(|variance| scale * variance.max(0.0).sqrt());
        let mut mean = state;
        for value in path {
            mean.advance(equations);
            level += slope + deviations[1] * stream.normal();
            slope = equations.damping * slope + deviations[2] * stream.normal();
            let noise = deviations[0] * stream.normal();
            *value = self.origin + self.unit * mean.level() + level + noise;
        }
    }
}

/// Errors of the forecasts one step ahead, in units of the series.
fn residuals(steps: &[Step], unit: f64) -> Vec<f64> {
    steps
        .iter()
        .filter_map(|step| step.innovation)
        .filter(|innovation| innovation.diffuse_variance <= 0.0)
        .map(|innovation| innovation.error * unit)
        .collect()
}

/// A series less its first value, divided by a power of two that brings it near one.
struct Scaled {
    values: Vec<Option<f64>>,
    n_observed: usize,
    origin: f64,
    unit: f64,
}

impl Scaled {
    /// `variances` are those of the values, if given: they count for the unit where the changes
    /// of the series are smaller.
    fn of(series: &Series<'_>, variances: &[f64]) -> Result<Self, FitError> {
        if !series.values.iter().all(|value| value.abs() <= LARGEST) {
            return Err(FitError::Unsuitable("a value is not finite, or beyond 1e150"));
        }
        let mut values: Vec<Option<f64>> = series.values.iter().copied().map(Some).collect();
        for position in series.missing {
            if let Some(value) = values.get_mut(*position) {
                *value = None;
            }
        }
        let origin = values.iter().flatten().next().copied().unwrap_or(0.0);
        let changes = values.iter().flatten().map(|v| (v - origin).abs());
        let surest = variances.iter().copied().reduce(f64::min).unwrap_or(0.0);
        let largest = changes.fold(surest.sqrt(), f64::max);
        let unit = if largest > 0.0 { largest.log2().floor().max(-500.0).exp2() } else { 1.0 };
        for value in values.iter_mut().flatten() {
            *value = (*value - origin) / unit;
        }
        let n_observed = values.iter().flatten().count();
        Ok(Self { values, n_observed, origin, unit })
    }
}

impl Smoothed {
    fn rescale(&mut self, origin: f64, unit: f64) {
        self.level = origin + unit * self.level;
        self.slope *= unit;
        for variance in [&mut self.level_variance, &mut self.slope_variance, &mut self.covariance] {
            *variance *= unit * unit;
        }
        for score in [&mut self.outlier, &mut self.shift, &mut self.bend] {
            score.score /= unit;
            score.variance /= unit * unit;
        }
    }
}

#[cfg(test)]
mod tests;
