//! Replacement: who leaves an occupation or another group of workers, and the openings it makes.
//!
//! ```text
//! x(o,a,g)  = retirement + death + out-migration + withdrawal − re-entry
//! RD_o(t)   = Σ_{a,g} E(o,a,g)·x(o,a,g)
//! openings  = max(ED, 0) + max(RD + min(ED, 0), 0)
//! ```
//! Retirement ages and the hazard that moves with them are those of the supply side
//! ([`crate::supply::retirement`]); [`exits`] makes exit rates from their parts or from cohorts and shrinks those of small groups;
//! [`structure`] gives every group an age structure; [`openings`] carries the groups forward, draw
//! by draw; [`backtest`] compares openings with those that were observed, as
//! [`history`] does for the past of a model.
//!
//! A *cell* is a sex and a single year of age, in the order of
//! [`crate::supply::labour::Layout::BY_AGE`]: women first, ages from 15, the last open. A *group*
//! is an occupation, a sector or any other set of workers. Exits of a cell are the same in every
//! group unless rates by group are given or estimated.
//!
//! It leaves out the reasons why people leave: pay, injuries, health. Moves between occupations
//! are no exits, because an opening that a mover leaves is filled by a mover or an entrant and
//! would be counted twice.
//!
//! # Source
//! ROA: Willems & de Grip (1993), *Forecasting replacement demand by occupation and education*,
//! International Journal of Forecasting 9(2). BLS: *Occupational separations and openings*,
//! method of the Employment Projections.

pub mod backtest;
pub mod exits;
pub mod history;
pub mod openings;
pub mod shrinkage;
pub mod structure;

use crate::error::Error;
use crate::language::Text;

/// The error of this stage.
fn error(vi: impl Into<String>, en: impl Into<String>) -> Error {
    Error::Method { stage: "replacement", message: Text::new(vi, en) }
}

#[cfg(test)]
pub(crate) mod accounts;
