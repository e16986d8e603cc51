//! Comparing: what changed between two runs, or two scenarios of one run, and why.
//!
//! Rows of the tables `balance`, `demand` and `supply` are joined on table, scenario, area,
//! sector, year and measure. A difference is any difference of the mean, to the last bit; rows
//! that stand on one side only, such as years beyond the other run's horizon, are counted apart.
//! Why the figures differ is read from what went into each run: input files by their SHA-256,
//! scenarios, options and the version of the program. It says what differed, not which part of a
//! change each cause brought; for that, change one thing at a time.

mod difference;
mod reason;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use crate::compare::difference::{Difference, RowKey};
pub use crate::compare::reason::{FileChanges, OptionChange, Reason};
use crate::results::Results;

/// What went into a run, as its manifest records it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// SHA-256 of every input by the file's name.
    pub inputs: BTreeMap<String, String>,
}

/// One side of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The run.
    pub results: &'a Results,
    /// What went into it.
    pub provenance: &'a Provenance,
    /// The only scenario to look at; all of them if none is named.
    pub scenario: Option<&'a str>,
}

/// What changed from the old side to the new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Why; empty if nothing that went in differs.
    pub reasons: Vec<Reason>,
    /// Figures in persons that differ, the largest change first.
    pub differences: Vec<Difference>,
    /// Rows found on both sides, in persons or not.
    pub n_joined: usize,
    /// Rows whose mean differs, in persons or not.
    pub n_changed: usize,
    /// Rows of the old side alone.
    pub n_only_old: usize,
    /// Rows of the new side alone.
    pub n_only_new: usize,
}

impl Comparison {
    /// Whether both sides hold the same rows with the same figures.
    pub const fn is_unchanged(&self) -> bool {
        self.n_changed + self.n_only_old + self.n_only_new == 0
    }
}

/// Compares `new` with `old`.
pub fn compare(old: &Side, new: &Side) -> Comparison {
    let joined = difference::join(old, new);
    Comparison {
        reasons: reason::reasons(old, new),
        differences: joined.differences,
        n_joined: joined.n_joined,
        n_changed: joined.n_changed,
        n_only_old: joined.n_only_old,
        n_only_new: joined.n_only_new,
    }
}
