//! The manifest: what made a result, from what, and a fingerprint of every file.
//!
//! It holds no time and no place, so the same run gives the same manifest.

use std::fmt::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::language::Language;
use crate::report::json;
use crate::results::Results;

/// File name of the manifest.
pub const FILE: &str = "manifest.json";

/// What stands in a manifest to say that this program made the folder.
pub const MAKER: &str = "labourcast";

/// What only the caller knows of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManifestInputs {
    /// Version of the program.
    pub version: String,
    /// Options as given, name and value; none that leaves the figures as they are.
    pub options: Vec<(String, String)>,
    /// Every input by name, with the SHA-256 of its content in hexadecimal.
    pub inputs: Vec<(String, String)>,
}

/// A file and the SHA-256 of its content in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Name of the file.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// An option as given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenOption {
    /// Name of the option.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The content of `manifest.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`MAKER`].
    pub made_by: String,
    /// Version of the program.
    pub version: String,
    /// Version of this format.
    pub schema_version: u32,
    /// Name of the model.
    pub model: String,
    /// Area with its geography version.
    pub area: String,
    /// Last year with figures.
    pub base_year: i32,
    /// Last year of the projection.
    pub to: i32,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Scenarios in the order asked for.
    pub scenarios: Vec<String>,
    /// Language of workbook, charts and summary: `vi` or `en`.
    pub language: String,
    /// Options as given.
    pub options: Vec<GivenOption>,
    /// Every input.
    pub inputs: Vec<Fingerprint>,
    /// What each step of preparing did.
    pub operations: Vec<json::OperationEntry>,
    /// What was replaced by something stated.
    pub fallbacks: Vec<json::FallbackEntry>,
    /// Warnings of validation.
    pub problems: Vec<json::ProblemEntry>,
    /// Every file of the folder but the manifest.
    pub files: Vec<Fingerprint>,
}

/// SHA-256 of `bytes` in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Manifest {
    /// The manifest of `results` written as `files` in `language`.
    pub(crate) fn of(
        results: &Results,
        inputs: &ManifestInputs,
        language: Language,
        files: Vec<Fingerprint>,
    ) -> Self {
        Self {
            made_by: MAKER.to_owned(),
            version: inputs.version.clone(),
            schema_version: json::SCHEMA_VERSION,
            model: results.model.clone(),
            area: results.area.to_string(),
            base_year: results.base_year.0,
            to: results.to.0,
            draws: results.draws,
            seed: results.seed,
            scenarios: results.scenarios.iter().map(|label| label.name.clone()).collect(),
            language: language.tag().to_owned(),
            options: pairs(&inputs.options, |name, value| GivenOption { name, value }),
            inputs: pairs(&inputs.inputs, |name, sha256| Fingerprint { name, sha256 }),
            operations: results.operations.iter().map(json::OperationEntry::of).collect(),
            fallbacks: results.fallbacks.iter().map(json::FallbackEntry::of).collect(),
            problems: results.problems.iter().map(json::ProblemEntry::of).collect(),
            files,
        }
    }

    /// Files that are missing in `folder` or are not as they were written, in the order of names.
    pub fn changed_files(&self, folder: &Path) -> Vec<&str> {
        let as_written = |print: &&Fingerprint| {
            let bytes = std::fs::read(folder.join(&print.name));
            bytes.is_ok_and(|bytes| sha256(&bytes) == print.sha256)
        };
        let changed = self.files.iter().filter(|print| !as_written(print));
        changed.map(|print| print.name.as_str()).collect()
    }

    /// The manifest of a result folder.
    ///
    /// # Errors
    /// [`Error::Read`] if there is none or it was not made by this program.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let manifest: Self = json::read(&path)?;
        if manifest.made_by == MAKER {
            return Ok(manifest);
        }
        let source = std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            format!("it says that it was made by '{}', not by {MAKER}", manifest.made_by),
        );
        Err(Error::Read { path, source })
    }
}

fn pairs<T>(pairs: &[(String, String)], entry: impl Fn(String, String) -> T) -> Vec<T> {
    pairs.iter().map(|(name, value)| entry(name.clone(), value.clone())).collect()
}
