//! Theta models: a smoothed level that leans on the straight line through all values.
//!
//! ```text
//! μ(t) = ℓ(t−1) + (1 − 1/θ) { (1 − α)^{t−1} A + B [1 − (1 − α)^t] / α }
//! y(t) = μ(t) + ε(t)
//! ℓ(t) = α y(t) + (1 − α) ℓ(t−1)
//! ```
//! | variant | θ | line `A + B t` |
//! |---|---|---|
//! | [`Variant::Standard`] | 2 | through all values |
//! | [`Variant::Optimised`] | estimated | through all values |
//! | [`Variant::DynamicStandard`] | 2 | through the values before t |
//! | [`Variant::DynamicOptimised`] | estimated | through the values before t |
//!
//! With θ = 2 and the line through all values this is the method of Assimakopoulos & Nikolopoulos
//! (2000), which is simple exponential smoothing with half the trend as drift. After the last
//! value the same equations go on with each forecast, or each drawn value, as observation.
//!
//! The sum of squares is quadratic in the first level and in 1/θ, so that only α is searched
//! (see `theta/loss.rs`); one pass over the series costs about a hundred operations a value, and
//! about twenty passes are needed.
//!
//! A season is taken out before and put back after where the autocorrelation says that there is
//! one ([`classical`]).
//!
//! # Source
//! Assimakopoulos & Nikolopoulos (2000), *The theta model: a decomposition approach to
//! forecasting*; Hyndman & Billah (2003), *Unmasking the Theta method*; Fiorucci, Pellegrini,
//! Louzada, Petropoulos & Koehler (2016), *Models for optimising the theta method and their
//! relationship to state space models*.

use crate::forecast::decomposition::classical;
use crate::forecast::errors::Errors;
use crate::forecast::theta::loss::{Loss, Profile};
use crate::forecast::theta::trend_line::TrendLine;
use crate::forecast::{
    Convergence, Fit, FitError, FitSummary, FittedModel, Future, Series, boxed, require,
};
use crate::numeric::seed::Stream;

mod trend_line;
mod loss;
mod search;

/// The members of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// θ = 2 and one line for all periods.
    Standard,
    /// θ estimated, one line for all periods.
    Optimised,
    /// θ = 2, the line drawn anew each period.
    DynamicStandard,
    /// θ estimated, the line drawn anew each period.
    DynamicOptimised,
}

impl Variant {
    /// All four.
    pub const ALL: [Self; 4] =
        [Self::Standard, Self::Optimised, Self::DynamicStandard, Self::DynamicOptimised];

    const fn parts(self) -> (Dynamics, Theta) {
        match self {
            Self::Standard => (Dynamics::Static, Theta::Two),
            Self::Optimised => (Dynamics::Static, Theta::Optimised),
            Self::DynamicStandard => (Dynamics::Dynamic, Theta::Two),
            Self::DynamicOptimised => (Dynamics::Dynamic, Theta::Optimised),
        }
    }
}

/// How the first level and θ are estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Estimation {
    /// The first level is `y(1)/θ`, and `1/θ` is drawn to ½ with the weight of one observation:
    /// annual series are too short to tell θ well. More accurate on the competitions' data.
    #[default]
    Shrunk,
    /// Both are free: the smallest sum of squares there is. Series of fewer than eight values are
    /// fitted as above.
    LeastSquares,
}

/// Whether the line is drawn anew each period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dynamics {
    Static,
    Dynamic,
}

/// Whether θ is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Theta {
    Two,
    Optimised,
}

/// Fewest values; two give a line and nothing to judge it by.
const FEWEST: usize = 3;

/// Largest θ written; beyond it the model does not change.
const LARGEST_THETA: f64 = 1e10;

/// A theta model of a series without season.
#[derive(Clone, Debug)]
pub struct FittedTheta {
    first: f64,
    profile: Profile,
    loss: Loss,
    /// The level at the last value, less the first value.
    level: f64,
    /// `(1 − α)^n`, n values being there.
    power: f64,
    errors: Errors,
}

/// Fits one variant; a season is taken out before if there is one.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than three values.
pub fn fit(series: &Series<'_>, variant: Variant, estimation: Estimation) -> Fit {
    classical::around(series, |adjusted| boxed(fit_adjusted(adjusted.values, variant, estimation)))
}

/// Fits all four variants and keeps the one with the smallest sum of squares.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than three values.
pub fn auto(series: &Series<'_>, estimation: Estimation) -> Fit {
    classical::around(series, |adjusted| boxed(best_of_four(adjusted.values, estimation)))
}

fn best_of_four(values: &[f64], estimation: Estimation) -> Result<FittedTheta, FitError> {
    let mut best = fit_adjusted(values, Variant::Standard, estimation)?;
    for variant in &Variant::ALL[1..] {
        let other = fit_adjusted(values, *variant, estimation)?;
        if other.profile.value < best.profile.value {
            best = other;
        }
    }
    Ok(best)
}

/// Fits one variant to values without season.
///
/// # Errors
/// [`FitError::TooFewObservations`] for fewer than three values.
pub fn fit_adjusted(
    values: &[f64],
    variant: Variant,
    estimation: Estimation,
) -> Result<FittedTheta, FitError> {
    require(values, FEWEST)?;
    let (dynamics, theta) = variant.parts();
    let loss = Loss::new(values, (dynamics, theta, estimation));
    let profile = search::best(&loss);
    let n_parameters = 1
        + 2 * usize::from(dynamics == Dynamics::Static)
        + usize::from(theta == Theta::Optimised)
        + usize::from(estimation == Estimation::LeastSquares);
    Ok(FittedTheta::new(values[0], profile, loss, n_parameters))
}

impl FittedTheta {
    fn new(first: f64, profile: Profile, loss: Loss, n_parameters: usize) -> Self {
        let (residuals, level, power) = loss.run(&profile);
        let errors = Errors::new(residuals, n_parameters);
        Self { first, profile, loss, level, power, errors }
    }

    /// The equations carried on; `error` is called once a period.
    fn carry(&self, path: &mut [f64], mut error: impl FnMut() -> f64) {
        let alpha = self.profile.alpha;
        let (mut level, mut power) = (self.level, self.power);
        let mut line: TrendLine = self.loss.last_line;
        for value in path {
            let (intercept, slope) = self.loss.next_line(&line);
            let next_power = power * (1.0 - alpha);
            let lean = power * intercept + (1.0 - next_power) / alpha * slope;
            let observed = level + self.profile.weight * lean + error();
            level += alpha * (observed - level);
            line = line.with(observed);
            power = next_power;
            *value = self.first + observed;
        }
    }

    /// The sum of squared errors the estimate made smallest, with that of the prior.
    pub fn objective(&self) -> f64 {
        self.profile.value
    }
}

impl FittedModel for FittedTheta {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let mut path = vec![0.0; future.horizon];
        self.carry(&mut path, || 0.0);
        path
    }

    /// Errors of the periods that count in the estimate: all but the first three.
    fn residuals(&self) -> &[f64] {
        self.errors.residuals()
    }

    fn summary(&self) -> FitSummary {
        let Profile { alpha, weight, .. } = self.profile;
        let theta = (1.0 / (1.0 - weight)).min(LARGEST_THETA);
        let line = &self.loss.last_line;
        self.errors.summary(
            Convergence::Reached,
            &[
                ("α", alpha),
                ("θ", theta),
                ("ℓ", self.level + self.first * (1.0 - weight * self.power)),
                ("A", self.first + line.intercept()),
                ("B", line.slope),
            ],
        )
    }

    fn simulate(&self, _: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        self.carry(path, || self.errors.draw(stream));
    }
}

#[cfg(test)]
mod tests;
