//! Logarithms, Box–Cox and logits, and the way back without bias.
//!
//! ```text
//! logarithm   z = ln y
//! Box–Cox     z = (y^λ − 1)/λ                   0 < λ ≤ 1
//! logit       z = ln [y/(1 − y)]                shares
//! ```
//! A model of `z` has paths and a mean. A path of `y` is a path of `z` taken back value by value.
//! The mean of `y` is not the mean of `z` taken back, which is the median:
//!
//! ```text
//! E y = ∫ g(μ + σ x) φ(x) dx        g: the way back; for logarithms exp(μ + σ²/2)
//! ```
//! with σ by period from the median deviation of paths of the inner model. Where the variance is
//! so large that the mean would be over 1.65 = e^½ times the median, it is held there: such a mean
//! is made by paths nobody expects.
//!
//! Box–Cox with λ < 0 is left out, as no mean exists on the way back, and λ > 1, with which the
//! figures would vary less the larger they are.
//!
//! # Source
//! Box & Cox (1964), *An analysis of transformations*; Guerrero (1993), *Time-series analysis
//! supported by power transformations*, section 3; Hyndman & Athanasopoulos (2021),
//! *Forecasting: Principles and Practice*, section 5.6.

use crate::forecast::{FitError, FitSummary, FittedModel, Future, Series};
use crate::numeric::optimise::golden_section;
use crate::numeric::seed::{Stream, stream};

pub mod relative;

/// Fewest values for λ to be estimated.
const FEWEST: usize = 10;

/// Variation in terms of the smallest at which a simpler scale is taken.
const AS_GOOD: f64 = 1.1;

/// Largest mean in terms of the median: e^½, a variance of one in logarithms.
const LARGEST_MEAN: f64 = 1.648_721_270_700_128_2;

/// Paths from which the deviation by period is taken.
const PATHS: u64 = 128;

/// Largest exponent taken back.
const LARGEST_EXPONENT: f64 = 690.0;

/// What values a figure can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Any number.
    Any,
    /// Counts: zero or more.
    Count,
    /// Shares: from zero to one.
    Share,
}

impl Range {
    /// The nearest value in the range.
    pub const fn hold(self, value: f64) -> f64 {
        match self {
            Self::Any => value,
            Self::Count => value.max(0.0),
            Self::Share => value.clamp(0.0, 1.0),
        }
    }
}

/// A scale for modelling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transform {
    /// The figures themselves.
    Identity,
    /// Their logarithm.
    Log,
    /// Their power, made linear at one.
    BoxCox {
        /// λ, above 0 and at most 1.
        lambda: f64,
    },
    /// The logarithm of the odds of a share.
    Logit {
        /// Values nearer than this to 0 or 1 count as being at this distance, as 0 and 1
        /// themselves have no odds.
        edge: f64,
    },
}

impl Transform {
    /// The scale a series asks for.
    ///
    /// Shares: logits. Figures with one that is not positive: none. Others: logarithms, where
    /// they come within a tenth of λ by Guerrero's method or there are under ten values to
    /// estimate it from; else none, where that is as good; else Box–Cox.
    pub fn choose(series: &Series<'_>, range: Range) -> Self {
        if range == Range::Share {
            return edge_of(series.values).map_or(Self::Identity, |edge| Self::Logit { edge });
        }
        if !series.values.iter().all(|value| *value > 0.0) {
            return Self::Identity;
        }
        let Some(stretches) = Stretches::of(series) else { return Self::Log };
        let lambda = stretches.best();
        let as_good = AS_GOOD * stretches.variation(lambda);
        if stretches.variation(0.0) <= as_good {
            Self::Log
        } else if stretches.variation(1.0) <= as_good {
            Self::Identity
        } else {
            Self::BoxCox { lambda }
        }
    }

    /// The figure on the scale.
    ///
    /// # Errors
    /// [`FitError::NotPositive`] where the scale has no place for it; [`FitError::Unsuitable`] for
    /// a share outside 0 to 1.
    pub fn apply(self, y: f64) -> Result<f64, FitError> {
        match self {
            Self::Identity => Ok(y),
            Self::Log | Self::BoxCox { .. } if y <= 0.0 || y.is_nan() => Err(FitError::NotPositive),
            Self::Log => Ok(y.ln()),
            Self::BoxCox { lambda } => Ok((y.powf(lambda) - 1.0) / lambda),
            Self::Logit { edge } if (0.0..=1.0).contains(&y) => {
                let inside = y.max(edge).min(1.0 - edge);
                Ok((inside / (1.0 - inside)).ln())
            }
            Self::Logit { .. } => Err(FitError::Unsuitable("a share is not between 0 and 1")),
        }
    }

    /// The figure from its place on the scale.
    pub fn invert(self, z: f64) -> f64 {
        match self {
            Self::Identity => z,
            Self::Log => z.min(LARGEST_EXPONENT).exp(),
            Self::BoxCox { lambda } => {
                let logarithm = (lambda * z + 1.0).max(0.0).ln() / lambda;
                logarithm.min(LARGEST_EXPONENT).exp()
            }
            Self::Logit { .. } => 1.0 / (1.0 + (-z).exp()),
        }
    }

    /// The mean of the figure if its place on the scale is normal with `deviation` around `mean`.
    pub fn mean(self, mean: f64, deviation: f64) -> f64 {
        let median = self.invert(mean);
        if self == Self::Identity || deviation <= 0.0 {
            return median;
        }
        if self == Self::Log {
            return median * (deviation * deviation / 2.0).min(0.5).exp();
        }
        // Sums over even steps are exact to all digits for what falls as the normal density does.
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in -36..=36 {
            let x = f64::from(step) * 0.25;
            let weight = (-x * x / 2.0).exp();
            sum += weight * self.invert(mean + deviation * x);
            weights += weight;
        }
        (sum / weights).min(LARGEST_MEAN * median)
    }
}

/// Half the smallest distance of a share from 0 or 1; none if all are 0 or 1.
fn edge_of(values: &[f64]) -> Option<f64> {
    let distances = values.iter().map(|v| v.min(1.0 - v)).filter(|d| *d > 0.0);
    distances.reduce(f64::min).map(|nearest| (nearest / 2.0).max(1e-12))
}

/// The λ in [0, 1] at which the spread of neighbours does not depend on their level.
///
/// ```text
/// min over λ of the coefficient of variation of sᵢ / mᵢ^{1−λ}
/// ```
/// with mean `mᵢ` and standard deviation `sᵢ` of the stretches of a season's length, or of two
/// values where there is none, counted from the end. None with under ten values, under three
/// stretches that vary, or a value that is not positive.
///
/// # Source
/// Guerrero (1993), section 3.
pub fn guerrero(series: &Series<'_>) -> Option<f64> {
    Stretches::of(series).map(|stretches| stretches.best())
}

/// Mean and standard deviation of every stretch, in units of the largest value.
struct Stretches(Vec<(f64, f64)>);

impl Stretches {
    fn of(series: &Series<'_>) -> Option<Self> {
        let values = series.values;
        if values.len() < FEWEST || !values.iter().all(|v| *v > 0.0 && v.is_finite()) {
            return None;
        }
        let largest = values.iter().copied().fold(0.0, f64::max);
        let stretches: Vec<(f64, f64)> = values
            .rchunks_exact(series.season_length.max(2))
            .map(|stretch| {
                let n = stretch.len() as f64;
                let mean = stretch.iter().map(|v| v / largest).sum::<f64>() / n;
                let squares = stretch.iter().map(|v| (v / largest - mean).powi(2)).sum::<f64>();
                (mean, (squares / (n - 1.0)).sqrt())
            })
            .collect();
        let n_varying = stretches.iter().filter(|(_, deviation)| *deviation > 0.0).count();
        (n_varying >= 3).then_some(Self(stretches))
    }

    fn best(&self) -> f64 {
        golden_section(|lambda| self.variation(lambda), 0.0, 1.0, 1e-4).x
    }

    /// The squared coefficient of variation, times the number of stretches.
    fn variation(&self, lambda: f64) -> f64 {
        let ratios: Vec<f64> = self.0.iter().map(|(m, s)| s / m.powf(1.0 - lambda)).collect();
        let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
        ratios.iter().map(|r| (r / mean - 1.0).powi(2)).sum::<f64>()
    }
}

/// A model of transformed figures, which answers in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Transformed<M> {
    inner: M,
    transform: Transform,
    range: Range,
}

impl<M: FittedModel> Transformed<M> {
    /// Fits `fit` to the series on the scale of `transform`; forecasts are held in `range`.
    ///
    /// # Errors
    /// As [`Transform::apply`] for the values, and what `fit` says.
    pub fn fit(
        series: &Series<'_>,
        transform: Transform,
        range: Range,
        fit: impl FnOnce(&Series<'_>) -> Result<M, FitError>,
    ) -> Result<Self, FitError> {
        let values: Result<Vec<f64>, FitError> =
            series.values.iter().map(|y| transform.apply(*y)).collect();
        let inner = fit(&Series { values: &values?, ..*series })?;
        Ok(Self { inner, transform, range })
    }

    /// The model on the scale.
    pub const fn inner(&self) -> &M {
        &self.inner
    }

    /// The deviation of the inner model's paths by period: their median distance from the mean,
    /// over that of a normal distribution.
    fn deviations(&self, future: &Future<'_>, mean: &[f64]) -> Vec<f64> {
        let mut distances = vec![Vec::with_capacity(PATHS as usize); mean.len()];
        let mut path = vec![0.0; mean.len()];
        for draw in 0..PATHS {
            let mut stream = stream(0, "back-transformation", draw);
            self.inner.simulate(future, &mut stream, &mut path);
            for ((distances, value), mean) in distances.iter_mut().zip(&path).zip(mean) {
                distances.push((value - mean).abs());
            }
        }
        let middle = PATHS as usize / 2;
        distances
            .into_iter()
            .map(|mut distances| {
                let (_, median, _) = distances.select_nth_unstable_by(middle, f64::total_cmp);
                *median / 0.674_489_750_196_081_7
            })
            .collect()
    }
}

impl<M: FittedModel> FittedModel for Transformed<M> {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let mean = self.inner.forecast(future);
        if self.transform == Transform::Identity {
            return mean.into_iter().map(|value| self.range.hold(value)).collect();
        }
        let deviations = self.deviations(future, &mean);
        mean.into_iter()
            .zip(deviations)
            .map(|(mean, deviation)| self.range.hold(self.transform.mean(mean, deviation)))
            .collect()
    }

    /// Errors on the scale of the transform.
    fn residuals(&self) -> &[f64] {
        self.inner.residuals()
    }

    /// What the fit on the scale of the transform found; its likelihood is of the values on it.
    fn summary(&self) -> FitSummary {
        let mut summary = self.inner.summary();
        if let Transform::BoxCox { lambda } = self.transform {
            summary.parameters.push(("λ".to_owned(), lambda));
        }
        summary
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        self.inner.simulate(future, stream, path);
        for value in path {
            *value = self.range.hold(self.transform.invert(*value));
        }
    }
}

#[cfg(test)]
mod tests;
