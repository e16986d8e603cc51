//! Supply by qualification: from places of training to people at work (methods S3 to S7).
//!
//! ```text
//! intake ─pipeline▶ graduates ─entry▶ entrants ─stock▶ S_q(t) ─flexibility▶ N_o(t)
//! ```
//! [`pipeline`] turns intake into graduates, [`entry`] graduates into entrants of the labour
//! force, [`stock`] carries the labour force on by qualification so that it adds up to the labour
//! force of every year and draw, [`share`] takes the trained part of it, and [`flexibility`] says
//! in which occupations holders of a qualification can work.
//!
//! The axis of qualifications begins with the untrained; each programme leads to one of the
//! others. Uncertain figures are sample paths: draw `d` of every result belongs to one world.
//!
//! What is left out: quality of training, grades, and people who hold two qualifications; each
//! person counts once, with the highest.

pub mod programme;
pub mod uncertainty;
pub mod pipeline;
pub mod entry;
pub mod stock;
pub mod share;
pub mod flexibility;

use crate::error::{Error, Result};
use crate::language::Text;

/// The error of this stage.
fn refuse<T>(vi: impl Into<String>, en: impl Into<String>) -> Result<T> {
    Err(Error::Method { stage: "training", message: Text::new(vi, en) })
}

/// Refuses `value` unless it lies between 0 and 1; `place` says whose it is, `what` which it is.
fn check_share(value: f64, place: &Text, what: &Text) -> Result<()> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    refuse(
        format!("{}: {} là {value}; phải từ 0 đến 1", place.vi, what.vi),
        format!("{}: {} is {value}; it must lie between 0 and 1", place.en, what.en),
    )
}

/// Refuses `value` unless it is finite and not negative.
fn check_amount(value: f64, place: &Text, what: &Text) -> Result<()> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    refuse(
        format!("{}: {} là {value}; phải là số hữu hạn không âm", place.vi, what.vi),
        format!("{}: {} is {value}; it must be finite and not negative", place.en, what.en),
    )
}
