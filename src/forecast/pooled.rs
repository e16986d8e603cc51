//! What the series of a panel tell about each other, and the models that use it.
//!
//! Short series say little about their own slope; many of them together say how slopes are spread
//! and how far growth carries on. A [`Knowledge`] is learnt from a panel once, and then every
//! series is fitted with it.
//!
//! A combination is made of the members that can be fitted to a series; where none can, the last
//! value stands in.

use crate::forecast::around::Around;
use crate::forecast::auto::Auto;
use crate::forecast::definition::Definition;
use crate::forecast::employment::shrunk_slope::{Group, ShrunkSlope};
use crate::forecast::panel::Panel;
use crate::forecast::{Convergence, Fit, FitError, FitSummary, Future, Series, boxed, simple};

mod operator;
mod weights;

pub use operator::Operator;

/// Damping of the shrunk slope, as of method D1.
const DAMPING: f64 = 0.9;

/// A definition with what it learnt from a panel.
#[derive(Clone, Debug)]
pub enum Knowledge {
    /// A model that learns nothing from other series.
    Alone(Definition),
    /// The growth of the panel and how far it carries.
    Auto(Box<Auto>),
    /// The slopes of the panel.
    Slopes(Option<Group>),
    /// Several models and how they are combined.
    Combined(Operator, Vec<Knowledge>),
    /// What the panel tells when something is taken out of its series.
    Around(Around, Box<Knowledge>),
}

/// The forecast of one series and what its fit found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// One value a period.
    pub points: Vec<f64>,
    /// Parameters, likelihood and convergence.
    pub summary: FitSummary,
    /// Why the last value stands in for the model, where it does.
    pub fallback: Option<FitError>,
}

impl Outcome {
    /// The forecast of a fit, or the last value where there is none.
    pub(crate) fn of(fit: Fit, future: &Future<'_>, series: &Series<'_>) -> Self {
        match forecast_with(fit, future) {
            Ok((points, summary)) => Self { points, summary, fallback: None },
            Err(reason) => Self::of_last_value(series, future.horizon, reason),
        }
    }

    /// The last value, or the last season, in place of a model that has no forecast.
    pub(crate) fn of_last_value(series: &Series<'_>, horizon: usize, reason: FitError) -> Self {
        let seasonal = series.season_length > 1 && series.values.len() >= series.season_length;
        let stand_in = if seasonal {
            boxed(simple::seasonal_naive::fit(series))
        } else {
            boxed(simple::naive::fit(series))
        };
        let none = || (vec![0.0; horizon], FitSummary::of(Convergence::ClosedForm, &[]));
        let (points, summary) = forecast_of(stand_in, horizon).unwrap_or_else(|_| none());
        Self { points, summary, fallback: Some(reason) }
    }
}

impl Knowledge {
    /// Learns from `panel` what `definition` needs for `horizon` periods.
    pub fn learn(panel: &Panel, definition: &Definition, horizon: usize) -> Self {
        let all = |members: &[Definition]| {
            members.iter().map(|member| Self::learn(panel, member, horizon)).collect()
        };
        match definition {
            Definition::Auto if panel.season_length() == 1 => {
                Self::Auto(Box::new(Auto::learn(panel, horizon)))
            }
            Definition::Auto => Self::learn(panel, &Definition::simple_combination(), horizon),
            Definition::ShrunkSlope => {
                Self::Slopes(Group::of(panel.series().iter().map(|s| s.values.as_slice())))
            }
            Definition::Median(members) => Self::Combined(Operator::Median, all(members)),
            Definition::Average(members) => Self::Combined(Operator::Mean, all(members)),
            Definition::Geometric(members) => Self::Combined(Operator::Geometric, all(members)),
            Definition::Weighted(members) => {
                Self::Combined(Operator::Weighted(weights::of(panel, members)), all(members))
            }
            Definition::Around(around, inner) if !inner.is_univariate() => {
                let season_length = around.season_length(panel.season_length());
                let change = |series: &Series<'_>| Some(around.prepare(series).ok()?.values);
                let changed = panel.changed(season_length, change);
                Self::Around(around.clone(), Box::new(Self::learn(&changed, inner, horizon)))
            }
            single => Self::Alone(single.clone()),
        }
    }

    /// Forecasts one series; a model that cannot be fitted is replaced by the last value.
    pub fn forecast(&self, series: &Series<'_>, horizon: usize) -> Outcome {
        match self.attempt(series, horizon) {
            Ok((points, summary)) => Outcome { points, summary, fallback: None },
            Err(reason) => Outcome::of_last_value(series, horizon, reason),
        }
    }

    fn attempt(
        &self,
        series: &Series<'_>,
        horizon: usize,
    ) -> Result<(Vec<f64>, FitSummary), FitError> {
        let (operator, members) = match self {
            Self::Alone(definition) => return forecast_of(definition.fit(series), horizon),
            Self::Auto(auto) => {
                return finite(auto.forecast(series.values, horizon), auto.summary());
            }
            Self::Slopes(group) => return forecast_of(shrunk(series, *group), horizon),
            Self::Around(around, inner) => return inner.inside(around, series, horizon),
            Self::Combined(operator, members) => (operator, members),
        };
        let mut forecasts = Vec::with_capacity(members.len());
        let mut summary = operator.summary();
        let mut failure = None;
        for (position, member) in members.iter().enumerate() {
            match member.attempt(series, horizon) {
                Ok((points, found)) => {
                    summary.parameters.extend(found.parameters);
                    summary.convergence = worse(summary.convergence, found.convergence);
                    forecasts.push((position, points));
                }
                Err(reason) => failure = Some(reason),
            }
        }
        match failure {
            Some(reason) if forecasts.is_empty() => Err(reason),
            _ => finite(operator.combine(&forecasts, horizon), summary),
        }
    }

    /// The forecast of a series by what is known of the series changed by `around`.
    fn inside(
        &self,
        around: &Around,
        series: &Series<'_>,
        horizon: usize,
    ) -> Result<(Vec<f64>, FitSummary), FitError> {
        let changed = around.prepare(series)?;
        let season_length = around.season_length(series.season_length);
        let view = Series { values: &changed.values, season_length, ..*series };
        let (mut points, summary) = self.attempt(&view, horizon)?;
        changed.restore(&mut points);
        finite(points, summary)
    }
}

/// The forecast of a fit.
fn forecast_of(fit: Fit, horizon: usize) -> Result<(Vec<f64>, FitSummary), FitError> {
    forecast_with(fit, &Future::steps(horizon))
}

fn forecast_with(fit: Fit, future: &Future<'_>) -> Result<(Vec<f64>, FitSummary), FitError> {
    let fitted = fit?;
    finite(fitted.forecast(future), fitted.summary())
}

/// Points that grow beyond all numbers stay at the last one that is one, so that the first
/// periods do not depend on the horizon; where none is, there is no forecast.
fn finite(mut points: Vec<f64>, summary: FitSummary) -> Result<(Vec<f64>, FitSummary), FitError> {
    let n_finite = points.iter().take_while(|point| point.is_finite()).count();
    match n_finite.checked_sub(1).and_then(|last| points.get(last).copied()) {
        Some(last) => points[n_finite..].fill(last),
        None if points.is_empty() => {}
        None => return Err(FitError::Unsuitable("its forecast grows beyond all numbers")),
    }
    Ok((points, summary))
}

fn shrunk(series: &Series<'_>, group: Option<Group>) -> Fit {
    let group =
        group.ok_or(FitError::TooFewObservations { needed: 8, found: series.values.len() })?;
    boxed(ShrunkSlope::fit_to(series.values, group, DAMPING))
}

const fn worse(one: Convergence, other: Convergence) -> Convergence {
    match (one, other) {
        (Convergence::NotReached, _) | (_, Convergence::NotReached) => Convergence::NotReached,
        (Convergence::Reached, _) | (_, Convergence::Reached) => Convergence::Reached,
        _ => Convergence::ClosedForm,
    }
}
