//! Breaks: outliers, level shifts and changes of variance, found and tested, or declared.
//!
//! ```text
//! y(t) = μ(t) + Σ δᵢ 1[t = τᵢ] + Σ λⱼ 1[t ≥ τⱼ] + ε(t),      μ a random walk with a fixed slope
//! ```
//! The structural model [`Trend::Fixed`] is fitted to the series less its seasonal pattern. One
//! run of its smoother scores an outlier in, and a level shift after, every period; the largest
//! score in its standard errors, the break itself being left out of the scale,
//!
//! ```text
//! t* = t √[(ν − 1)/(ν − t²)]          ν errors behind σ̂²
//! ```
//! is compared with the 95 % point of the largest of all of them in series without a break. A
//! break above it is taken in, the model fitted again, and so on; at the end what no longer
//! passes is dropped. An outlier is a missing value to the model, so that effects and variances
//! are estimated together; a level shift moves the values before it to the level after.
//!
//! The spread of the errors is then tested for one change, by the likelihood ratio over all
//! splits that leave a sixth of the errors, and at least six, on either side:
//!
//! ```text
//! Λ = n ln s² − k ln s₁² − (n − k) ln s₂²
//! ```
//!
//! Declared positions, such as pandemic years, are outliers without a test. The first and the
//! last value are not tested: an outlier there cannot be told from a shift. A shift has two values
//! at least on either side. Under ten values nothing is tested ([`Scope::TooShort`]), and with
//! fewer than five beside the declared ones nothing is done.
//!
//! How often something is found where nothing is, in 600 series each of 10 to 100 values (the
//! tests repeat it):
//!
//! | series | outlier or shift | change of spread |
//! |---|---|---|
//! | random walk with drift and noise | 3.5–5.3 % | 0–5.3 % |
//! | changes that are AR(1) with ½ | 1.5–3.2 % | 0–16 % |
//! | walk and noise with t(5) errors | 8–46 %, more in longer series | 0–11 % |
//!
//! The tails of t(5) do hold outliers by this measure; persistent changes are taken for a change
//! of spread too often, as the model has no place for them.
//!
//! # Source
//! Harvey & Koopman (1992), *Diagnostic checking of unobserved-components time series models*;
//! de Jong & Penzer (1998), *Diagnosing shocks in time series*; Chen & Liu (1993), *Joint
//! estimation of model parameters and outlier effects in time series*, for the rounds.

use crate::forecast::Series;
#[cfg(doc)]
use crate::forecast::structural::Trend;

pub mod adjusted;
mod critical;
mod search;
mod spread;

/// The kind of a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One value is off.
    Outlier,
    /// One value is off and was declared to be, not found.
    Declared,
    /// All values from the position on are off those before.
    LevelShift,
}

/// A break in a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Break {
    /// What it is.
    pub kind: Kind,
    /// Position of the value, or of the first value after the shift.
    pub position: usize,
    /// How far the value, or the values from it on, are off; in units of the series.
    pub effect: f64,
    /// Standard error of the effect.
    pub standard_error: f64,
}

/// What was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Outliers and level shifts were tested.
    Tested,
    /// The series is too short for tests; declared effects were taken out if possible.
    TooShort,
}

/// A change of the spread of the errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpreadChange {
    /// First position with the new spread.
    pub position: usize,
    /// Standard deviation after over that before.
    pub ratio: f64,
    /// Standard deviation after over that of all errors together.
    pub of_all: f64,
}

/// A series with its breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// The series without outliers and declared effects, its earlier values moved to the level of
    /// the last ones.
    pub cleaned: Vec<f64>,
    /// The breaks, by position.
    pub breaks: Vec<Break>,
    /// The change of spread, if there is one.
    pub spread_change: Option<SpreadChange>,
    /// What was looked for.
    pub scope: Scope,
}

impl Detection {
    /// The breaks of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Break> {
        self.breaks.iter().filter(move |found| found.kind == kind)
    }
}

/// Finds the breaks of a series; the values at the `declared` positions are taken to be off.
///
/// Positions beyond the series are passed over, as are values that are not finite: a series with
/// one is returned as it is.
pub fn detect(series: &Series<'_>, declared: &[usize]) -> Detection {
    search::Search::new(series, declared).run(series)
}

#[cfg(test)]
mod tests;
