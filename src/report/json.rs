//! `results.json`: everything about a result but the rows of its tables, in one document.
//!
//! With the Parquet files beside it the whole [`crate::results::Results`] can be rebuilt. Its figures are a
//! compact view for dashboards and scripts that need no more than the balance.
//!
//! ```text
//! schema_version   2; a reader refuses a number it does not know
//! made_by          "labourcast"
//! model, title     name and titles {vi, en}
//! area             {code, title}
//! base_year, to    last year with figures, last year of the projection
//! draws, seed      of the joint sample paths
//! sectors          [{code, title, short}] in the order of every table
//! scenarios        [{name, title}] in the order asked for
//! source_line      {vi, en}
//! notes            [{vi, en}]: what is observed, estimated, assumed; wording of shortages
//! operations       [{operation, effect}] of preparing, in order
//! fallbacks        [{missing, used}]
//! problems         [{severity, rule, file, row, column, found, expected, repair}]
//! tables           [{name, csv, parquet, rows}]
//! figures          [{scenario, sector, year, status, demand, supply,
//!                    gap_before_mobility, gap_after_mobility}]
//!   demand, supply {mean, p10, p50, p90} in persons, or null
//!   gap_…          the same with p_shortage and class; negative = shortage
//! targets          [{scenario, indicator, title, definition, area, year, target, verdict,
//!                    probability, by_construction, expected_year, explanations, source}]
//!   explanations   [{topic, text}], a line a topic
//! ```
//!
//! A figure that does not apply is null. Adding a key does not change the version; renaming,
//! removing or redefining one does.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Place, Problem, Result, Severity};
use crate::language::Text;
use crate::prepare::{Fallback, FallbackKind, OperationReport};

pub(crate) mod document;
mod targets;

/// File name of the document.
pub(crate) const FILE: &str = "results.json";

/// Version of this format and of the manifest's.
pub const SCHEMA_VERSION: u32 = 2;

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEntry {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl TextEntry {
    fn of(text: &Text) -> Self {
        Self { vi: text.vi.clone(), en: text.en.clone() }
    }

    fn text(self) -> Text {
        Text { vi: self.vi, en: self.en }
    }
}

/// What one step of preparing did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationEntry {
    /// Name of the step.
    pub operation: String,
    /// What it did.
    pub effect: TextEntry,
}

impl OperationEntry {
    pub(crate) fn of(report: &OperationReport) -> Self {
        let operation = report.operation.to_owned();
        Self { operation, effect: TextEntry::of(&report.effect) }
    }

    fn report(self) -> OperationReport {
        OperationReport { operation: stable(self.operation), effect: self.effect.text() }
    }
}

/// Why a fallback was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FallbackKindEntry {
    /// Figures are not given.
    Data,
    /// A method could not be fitted.
    Fit,
}

impl FallbackKindEntry {
    const fn of(kind: FallbackKind) -> Self {
        match kind {
            FallbackKind::Data => Self::Data,
            FallbackKind::Fit => Self::Fit,
        }
    }

    const fn kind(self) -> FallbackKind {
        match self {
            Self::Data => FallbackKind::Data,
            Self::Fit => FallbackKind::Fit,
        }
    }
}

/// A fallback that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FallbackEntry {
    /// `data` or `fit`.
    pub kind: FallbackKindEntry,
    /// What was missing.
    pub missing: TextEntry,
    /// What was used instead.
    pub used: TextEntry,
}

impl FallbackEntry {
    pub(crate) fn of(fallback: &Fallback) -> Self {
        Self {
            kind: FallbackKindEntry::of(fallback.kind),
            missing: TextEntry::of(&fallback.missing),
            used: TextEntry::of(&fallback.used),
        }
    }

    fn fallback(self) -> Fallback {
        let kind = self.kind.kind();
        Fallback { kind, missing: self.missing.text(), used: self.used.text() }
    }
}

/// A finding of validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemEntry {
    /// `error` or `warning`.
    pub severity: SeverityEntry,
    /// Name of the rule.
    pub rule: String,
    /// File it is in.
    pub file: String,
    /// Physical row.
    pub row: Option<usize>,
    /// Header of the column.
    pub column: Option<String>,
    /// Value found.
    pub found: String,
    /// What was expected.
    pub expected: TextEntry,
    /// How to repair it.
    pub repair: TextEntry,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SeverityEntry {
    /// The run stops.
    Error,
    /// The run goes on.
    Warning,
}

impl ProblemEntry {
    pub(crate) fn of(problem: &Problem) -> Self {
        Self {
            severity: match problem.severity {
                Severity::Error => SeverityEntry::Error,
                Severity::Warning => SeverityEntry::Warning,
            },
            rule: problem.rule.to_owned(),
            file: problem.place.file.clone(),
            row: problem.place.row,
            column: problem.place.column.clone(),
            found: problem.found.clone(),
            expected: TextEntry::of(&problem.expected),
            repair: TextEntry::of(&problem.repair),
        }
    }

    fn problem(self) -> Problem {
        Problem {
            severity: match self.severity {
                SeverityEntry::Error => Severity::Error,
                SeverityEntry::Warning => Severity::Warning,
            },
            rule: stable(self.rule),
            place: Place { file: self.file, row: self.row, column: self.column },
            found: self.found,
            expected: self.expected.text(),
            repair: self.repair.text(),
        }
    }
}

/// A name that lives as long as the program, as those of rules and operations do.
///
/// Each name is kept once, so reading many results takes no more memory than reading one.
fn stable(name: String) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = names.get(name.as_str()) {
        return known;
    }
    let name: &'static str = name.leak();
    names.insert(name);
    name
}

/// A document that is not what it should be.
fn invalid(path: &Path, reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let source = io::Error::new(io::ErrorKind::InvalidData, reason);
    Error::Read { path: path.to_owned(), source }
}

/// The document of type `T` in the file at `path`.
///
/// # Errors
/// [`Error::Read`] if the file is missing or holds something else.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text =
        std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    serde_json::from_slice(&text).map_err(|error| invalid(path, error))
}

/// `document` as indented text with a line end.
///
/// # Errors
/// [`Error::Write`] with `file` if a part of it cannot be written as JSON.
pub(crate) fn text(document: &impl Serialize, file: &str) -> Result<String> {
    let text = serde_json::to_string_pretty(document)
        .map_err(|error| Error::Write { path: file.into(), source: error.into() })?;
    Ok(text + "\n")
}
