//! Results as files: tables, workbook, summary, charts, and the way back.
//!
//! ```text
//! balance.csv …            every table, each as CSV and Parquet with the same columns
//! datapackage.json         what the columns and measures are
//! results.json             everything else a program needs (see the module `json`)
//! results.xlsx             the workbook
//! summary.md               the result on two pages
//! charts/                  charts and the figures they show
//! manifest.json            what made it, from what, and a fingerprint of every file
//! ```
//!
//! Figures for machines are written with a decimal point and every digit; texts for readers are
//! in one language and round. Nothing written depends on the clock, the place or the number of
//! threads. A folder is replaced at once (see the module `atomic`), and only if this program made it.

use std::path::Path;

use crate::error::Result;
use crate::language::Language;
use crate::results::{Results, ScenarioLabel};

mod columns;
pub(crate) mod words;
mod figures;
mod areas;
mod atomic;
pub mod json;
pub mod manifest;
mod tables;
pub(crate) mod long_rows;
pub(crate) mod forecasts;
pub(crate) mod temporal_forecasts;
pub(crate) mod backtests;
mod datapackage;
mod text;
mod methods;
mod sheet;
mod groups;
pub(crate) mod targets;
mod public_workforce;
mod orders;
mod summary;
pub mod charts;
mod workbook;
mod folder;

#[cfg(test)]
mod fixture;

pub use crate::report::folder::{Outputs, ReportRequest, Written};
pub use crate::report::manifest::{Manifest, ManifestInputs};
pub use crate::report::text::display_width;

/// Writes `results` as the folder of `request`, all at once.
///
/// Files that someone added to or changed in the old folder are kept.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) if the folder holds something this program did
/// not make, or the system refuses; the old folder is then as it was.
pub fn write(results: &Results, request: &ReportRequest) -> Result<Written> {
    folder::write(results, request)
}

/// Whether [`write()`] may make or replace `folder`; to be asked before a long run.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) that says what is in the way.
pub fn check_folder(folder: &Path) -> Result<()> {
    folder::check_replaceable(folder)
}

/// The results that [`write()`] wrote to `folder`.
///
/// # Errors
/// [`Error::Read`](crate::error::Error::Read) with the file that is missing or is not what this
/// program writes.
pub fn read(folder: &Path) -> Result<Results> {
    json::document::results(folder, |name| tables::read(folder, name))
}

/// The compact table for a terminal: demand, supply and gap of the last year by sector.
///
/// With several scenarios the table is of the first, and the gaps of all stand side by side below.
pub fn table_text(results: &Results, language: Language) -> String {
    text::table(results, language)
}

/// The targets of the plan for a terminal: a numbered table and the explanation of each line.
///
/// `shown` are the scenarios whose targets are told; the review is of the first.
pub fn targets_text(results: &Results, shown: &[&ScenarioLabel], language: Language) -> String {
    targets::text(results, shown, language)
}

/// `results.json` as text (see the module [`json`]).
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) if a part cannot be written as JSON.
pub fn json_text(results: &Results) -> Result<String> {
    json::document::text(results)
}
