//! Log slopes shrunk to the panel and damped (method D1).
//!
//! ```text
//! g_s   slope of y = ln E by least squares over the last years
//! v_s = se² · (1 + ρ̂) / (1 − ρ̂)        ρ̂ lag-1 correlation of the residuals, in [0, 0.8]
//! ĝ_s   shrunk to the group's slope (crate::forecast::employment::shrinkage)
//! ℓ_s   level at the origin
//! ŷ(T+h) = ℓ_s + ĝ_s (φ + φ² + … + φ^h)
//! ```
//! With fewer than eight years the slope is the group's (method P5).
//!
//! # Source
//! Research Centre for Education and the Labour Market, Maastricht (random coefficients);
//! Gardner (1985), *Exponential smoothing: the state of the art* (damping).

use crate::forecast::employment::log_relative_to_last;
use crate::forecast::employment::shrinkage::{self, Estimate};
use crate::forecast::{
    Convergence, FitError, FitSummary, FittedModel, Future, damped_sums, require,
};
use crate::numeric::least_squares;

/// Fewest years for a slope of one's own.
const FEWEST_FOR_OWN_SLOPE: usize = 8;
/// Years over which slopes are measured.
const SLOPE_YEARS: usize = 10;
/// Years through whose line the level is read off.
const LEVEL_YEARS: usize = 3;

/// A damped log slope from a level.
#[derive(Clone, Debug, PartialEq)]
pub struct ShrunkSlope {
    last: f64,
    /// Logarithm of the level at the origin relative to the last value.
    level: f64,
    slope: f64,
    weight: f64,
    damping: f64,
    residuals: Vec<f64>,
}

/// The log slopes of a group of series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Their mean.
    pub slope: f64,
    /// Variance of the true slopes about their mean.
    pub spread: f64,
}

impl Group {
    /// What the series of a panel tell; none if no series is positive and long enough.
    ///
    /// The mean is that of the slopes cut to the middle nine tenths, so that one wild series moves
    /// no other.
    pub fn of<'a>(panel: impl Iterator<Item = &'a [f64]>) -> Option<Self> {
        let long = panel.filter(|values| values.len() >= FEWEST_FOR_OWN_SLOPE);
        let mut own: Vec<Estimate> = long.filter_map(|values| log_slope(values).ok()?).collect();
        own.sort_by(|a, b| a.value.total_cmp(&b.value));
        let cut = own.len() / 20;
        let middle = own.get(cut..own.len() - cut).filter(|middle| !middle.is_empty())?;
        let slope = middle.iter().map(|own| own.value).sum::<f64>() / middle.len() as f64;
        let targets = vec![slope; middle.len()];
        Some(Self { slope, spread: shrinkage::spread(middle, &targets) })
    }
}

/// The slope of the logarithm of a positive series with its variance; `None` for one value.
///
/// # Errors
/// [`FitError::NotPositive`].
pub fn log_slope(values: &[f64]) -> Result<Option<Estimate>, FitError> {
    Ok(slope_of(&log_relative_to_last(values)?))
}

fn slope_of(y: &[f64]) -> Option<Estimate> {
    let recent = &y[y.len().saturating_sub(SLOPE_YEARS)..];
    let years: Vec<f64> = (0..recent.len()).map(|t| t as f64).collect();
    let line = least_squares::line(&years, recent)?;
    let residuals: Vec<f64> = years.iter().zip(recent).map(|(t, y)| y - line.at(*t)).collect();
    let sum_of_squares: f64 = residuals.iter().map(|r| r * r).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let rho = if sum_of_squares > 0.0 { (products / sum_of_squares).clamp(0.0, 0.8) } else { 0.0 };
    let variance = line.slope_error.powi(2) * (1.0 + rho) / (1.0 - rho);
    Some(Estimate { value: line.slope, variance })
}

/// The end of the line through the last five logarithms.
fn level_of(y: &[f64]) -> f64 {
    let recent = &y[y.len().saturating_sub(LEVEL_YEARS)..];
    let years: Vec<f64> = (0..recent.len()).map(|t| t as f64).collect();
    match least_squares::line(&years, recent) {
        Some(line) if recent.len() > 2 => line.at((recent.len() - 1) as f64),
        _ => y.last().copied().unwrap_or(0.0),
    }
}

impl ShrunkSlope {
    /// Fits a panel: every series has its slope shrunk to its target.
    ///
    /// A series whose target is `None` keeps its own slope. Series that cannot be fitted do not
    /// take part in the estimate of the spread.
    ///
    /// # Shapes
    /// `panel`, `targets`: one entry a series; series may differ in length.
    ///
    /// # Errors
    /// One result a series: [`FitError::TooFewObservations`] without a value,
    /// [`FitError::NotPositive`].
    pub fn fit_panel(
        panel: &[&[f64]],
        targets: &[Option<f64>],
        damping: f64,
    ) -> Vec<Result<Self, FitError>> {
        let logs: Vec<_> = panel
            .iter()
            .map(|values| require(values, 1).and_then(|()| log_relative_to_last(values)))
            .collect();
        let own: Vec<Option<Estimate>> = logs
            .iter()
            .map(|y| y.as_ref().ok().filter(|y| y.len() >= FEWEST_FOR_OWN_SLOPE))
            .map(|y| y.and_then(|y| slope_of(y)))
            .collect();
        let (estimates, group): (Vec<Estimate>, Vec<f64>) =
            own.iter().zip(targets).filter_map(|(own, target)| Some(((*own)?, (*target)?))).unzip();
        let mut weights = shrinkage::weights(&estimates, &group).into_iter();
        let mut fits = Vec::with_capacity(panel.len());
        for (position, y) in logs.into_iter().enumerate() {
            let target = targets[position];
            let (slope, weight) = match (own[position], target) {
                (Some(own), None) => (own.value, 1.0),
                (Some(own), Some(target)) => {
                    let weight = weights.next().unwrap_or(1.0);
                    (weight * own.value + (1.0 - weight) * target, weight)
                }
                (None, target) => (target.unwrap_or(0.0), 0.0),
            };
            fits.push(y.map(|y| {
                let last = panel[position][y.len() - 1];
                Self::new(last, &y, (slope, weight), damping)
            }));
        }
        fits
    }

    /// Fits a single series, which keeps its own slope from eight years on and is level before.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] without a value, [`FitError::NotPositive`].
    pub fn fit_alone(values: &[f64], damping: f64) -> Result<Self, FitError> {
        Self::fit_panel(&[values], &[None], damping).remove(0)
    }

    /// Fits a series whose slope is shrunk to `group`, the slopes of the group having the variance
    /// `spread`; one that never moved keeps its own, which is nil.
    ///
    /// # Errors
    /// [`FitError::TooFewObservations`] without a value, [`FitError::NotPositive`].
    pub fn fit_to(values: &[f64], group: Group, damping: f64) -> Result<Self, FitError> {
        require(values, 1)?;
        let y = log_relative_to_last(values)?;
        let never_moved = y.len() > 1 && y.iter().all(|y| *y == 0.0);
        let own = slope_of(&y).filter(|_| never_moved || y.len() >= FEWEST_FOR_OWN_SLOPE);
        let weight = own.map_or(0.0, |own| {
            // A slope without error is its own, also where all slopes are one.
            if own.variance > 0.0 { group.spread / (group.spread + own.variance) } else { 1.0 }
        });
        let slope =
            own.map_or(group.slope, |own| weight * own.value + (1.0 - weight) * group.slope);
        Ok(Self::new(values[values.len() - 1], &y, (slope, weight), damping))
    }

    fn new(last: f64, y: &[f64], (slope, weight): (f64, f64), damping: f64) -> Self {
        let residuals = y.windows(2).map(|pair| pair[1] - pair[0] - slope).collect();
        Self { last, level: level_of(y), slope, weight, damping, residuals }
    }

    /// The shrunk slope per year.
    pub const fn slope(&self) -> f64 {
        self.slope
    }

    /// Change of the logarithm from the level at the origin, a value a year.
    pub fn log_change(&self, horizon: usize) -> impl Iterator<Item = f64> {
        let slope = self.slope;
        damped_sums(self.damping, horizon).map(move |sum| slope * sum)
    }
}

impl FittedModel for ShrunkSlope {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        self.log_change(future.horizon)
            .map(|change| self.last * (self.level + change).exp())
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        FitSummary::of(
            Convergence::ClosedForm,
            &[
                ("level", self.level),
                ("slope", self.slope),
                ("weight", self.weight),
                ("φ", self.damping),
            ],
        )
    }
}
