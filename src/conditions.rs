//! Conditions of a labour market: how short or plentiful, how sure, how reliable.
//!
//! ```text
//! flow gap   = seekers − openings, summed over the years ahead        negative: shortage
//! ITA        = (seekers + short-term unemployed at the start) / openings
//! adequacy   = 100 · supply / demand
//! ```
//! [`flow`] makes these from sample paths; [`present`] reads today's condition from indicators;
//! [`hysteresis`] says where it goes under the flow gap; [`severity`] ranks shortages; [`wording`]
//! puts probabilities in words and says when a shortage may be named; [`reliability`] says how
//! many digits of a cell may be printed.
//!
//! Every gap has the sign of [`crate::balance`]: what is there less what is wanted. The literature
//! also writes the flow gap as openings less seekers; only the sign differs.
//!
//! It leaves out wages as a way in which gaps close, and says nothing of single employers.

pub mod flow;
pub mod hysteresis;
pub mod present;
pub mod reliability;
pub mod severity;
pub mod wording;

use crate::error::Error;
use crate::language::Text;

/// The error of this stage.
fn error(vi: impl Into<String>, en: impl Into<String>) -> Error {
    Error::Method { stage: "conditions", message: Text::new(vi, en) }
}

/// The condition of a labour market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// More wanted than there.
    Shortage,
    /// Neither.
    Balance,
    /// More there than wanted.
    Surplus,
}

impl Condition {
    /// Every condition, shortage first.
    pub const ALL: [Self; 3] = [Self::Shortage, Self::Balance, Self::Surplus];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shortage => "shortage",
            Self::Balance => "balance",
            Self::Surplus => "surplus",
        }
    }

    /// The name for readers.
    pub fn label(self) -> Text {
        match self {
            Self::Shortage => Text::new("thiếu", "shortage"),
            Self::Balance => Text::new("cân bằng", "balance"),
            Self::Surplus => Text::new("dư", "surplus"),
        }
    }
}

#[cfg(test)]
mod accounts;
