//! Exponential smoothing in its innovations state space form.
//!
//! ```text
//! y(t) = f(t) + e(t)   or   y(t) = f(t) (1 + ε(t))         f = (ℓ ⊕ φ b) ⊗ s
//! ```
//! Error, trend and season are each none, additive or multiplicative, the trend damped or not:
//! [`Form`] names the form, [`recursion`] has the equations, [`parameters`] the region of the
//! parameters. First states and parameters maximise the likelihood together. [`fit_automatic`]
//! takes the form with the least corrected criterion of Akaike among those R looks at.
//!
//! # How it is computed
//! * The unit of the series becomes a power of two, and forms with additive errors take the series
//!   less its first value, so scaling by a power of two changes no digit of a result and a shift
//!   costs no precision.
//! * The derivatives of the errors by states and parameters are carried along in the pass that
//!   computes the errors. A search is a handful of damped Gauss–Newton steps; in forms with
//!   additive errors the states, in which the errors are linear, are solved for in each.
//! * A multiplicative error takes part as `ρ = ε (Π f)^{1/n}`, whose sum of squares is the
//!   likelihood, so the same steps serve; the product takes one logarithm a pass.
//! * Forms with multiplicative parts start from what was found for their additive siblings.
//! * Comparing forms follows the most promising start of each; a form asked for by name follows
//!   several, and looks at the grid again with the relative errors then known.
//!
//! # Assumptions
//! Errors are normal and independent. Missing values are taken as interpolated. Multiplicative
//! parts need positive values. A constant series is carried on as it is, whatever the form.
//!
//! # What it leaves out
//! Transformations, seasons of more than one length, and the automatic choice of multiplicative
//! trends, which R leaves out as well.
//!
//! # Source
//! Hyndman, Koehler, Ord & Snyder (2008), *Forecasting with Exponential Smoothing*, tables 2.2,
//! 2.3 and chapter 5; Hyndman, Koehler, Snyder & Grose (2002), *A state space framework for
//! automatic forecasting using exponential smoothing methods*.

use crate::forecast::ets::candidate::Candidate;
use crate::forecast::ets::form::{Form, Season, Trend};
use crate::forecast::ets::parameters::Parameters;
use crate::forecast::ets::recursion::States;
use crate::forecast::ets::scaled::Scaled;
use crate::forecast::{Convergence, FitError, Series, require};

pub mod form;
pub mod parameters;
pub mod recursion;
mod scaled;
mod search;
mod likelihood;
mod plain;
mod blocks;
mod tangent;
mod general;
mod scan;
mod candidate;
mod selection;
mod fitted;

pub use fitted::Ets;

/// Fewest values from which a smoothing parameter is estimated; with fewer the last value is
/// carried on.
const FEWEST: usize = 4;

/// Fits one form.
///
/// # Errors
/// [`FitError::TooFewObservations`] unless there are two values more than parameters and first
/// states (`ANN`: one value); [`FitError::NotPositive`] where a part of the form multiplies;
/// [`FitError::Unsuitable`] for a season where there is none.
pub fn fit(series: &Series<'_>, form: Form) -> Result<Ets, FitError> {
    let m = series.season_length;
    if form.season != Season::None && m < 2 {
        return Err(FitError::Unsuitable("a season of two periods or more"));
    }
    let needed = if form == Form::SIMPLE { 1 } else { form.n_estimated(m) + 2 };
    require(series.values, needed)?;
    let scaled = Scaled::of(series.values, m);
    if form.needs_positive() && !scaled.is_positive() {
        return Err(FitError::NotPositive);
    }
    if scaled.is_constant() || series.values.len() < FEWEST {
        return Ok(carried_on(series, form));
    }
    let found = selection::fit_alone(&scaled, form);
    let found = found.ok_or(FitError::Unsuitable("a likelihood that is finite"))?;
    Ok(of_candidate(series, &scaled, &found))
}

/// Fits the form the corrected criterion of Akaike prefers.
///
/// Forms for which the criterion is not defined on a series of this length are left out; for
/// fewer than five values `ANN` remains, and for fewer than four the last value is carried on.
///
/// # Errors
/// [`FitError::TooFewObservations`] for an empty series.
///
/// # Source
/// Hyndman & Khandakar (2008), *Automatic time series forecasting: the forecast package for R*.
pub fn fit_automatic(series: &Series<'_>) -> Result<Ets, FitError> {
    require(series.values, 1)?;
    let scaled = Scaled::of(series.values, series.season_length);
    let forms = selection::forms(&scaled);
    if scaled.is_constant() || forms.is_empty() {
        return fit(series, Form::SIMPLE);
    }
    match selection::best(&scaled, selection::fit_all(&scaled, &forms)) {
        Some(found) => Ok(of_candidate(series, &scaled, &found)),
        None => fit(series, Form::SIMPLE),
    }
}

/// Fits every form the automatic choice looks at, in the order of their search.
pub fn fit_each(series: &Series<'_>) -> Vec<Ets> {
    if series.values.is_empty() {
        return Vec::new();
    }
    let scaled = Scaled::of(series.values, series.season_length);
    let forms = selection::forms(&scaled);
    if scaled.is_constant() {
        return forms.into_iter().map(|form| carried_on(series, form)).collect();
    }
    let found = selection::fit_all(&scaled, &forms);
    found.iter().map(|found| of_candidate(series, &scaled, found)).collect()
}

/// What the search found, in the unit of the series.
fn of_candidate(series: &Series<'_>, scaled: &Scaled, found: &Candidate) -> Ets {
    let convergence = if found.converged { Convergence::Reached } else { Convergence::NotReached };
    let first = found.states.rescaled(found.form, scaled.unit);
    Ets::at(series, found.form, found.parameters(), first).ended(convergence, found.evaluations)
}

/// The form at its borders, where nothing can be estimated: the last value goes on.
fn carried_on(series: &Series<'_>, form: Form) -> Ets {
    let point = [1.0 - parameters::LEAST, 0.0, parameters::HIGH[parameters::DAMPING], 0.0];
    let season = match form.season {
        Season::None => Vec::new(),
        Season::Additive => vec![0.0; series.season_length],
        Season::Multiplicative => vec![1.0; series.season_length],
    };
    let slope = if form.trend.is_ratio() { 1.0 } else { 0.0 };
    let first = States { level: series.values[0], slope, season };
    let mut parameters = Parameters::at(form, &point);
    if form.trend == Trend::None && form.season == Season::None {
        parameters.alpha = 1.0;
    }
    Ets::at(series, form, parameters, first).ended(Convergence::ClosedForm, 0)
}

#[cfg(test)]
mod tests;
