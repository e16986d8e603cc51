//! What the user calls a model: a shipped name, or a path.

use std::path::{Path, PathBuf};

use crate::cli::arguments::DEFAULT_MODEL;
use crate::cli::help;
use crate::cli::request::{Names, unknown_among};
use crate::embedded;
use crate::error::Result;
use crate::load::ModelSource;

/// Name of the file that defines a model.
const MODEL_FILE: &str = "model.toml";

/// The model called `text`; a shipped name wins over a folder of the same name, which can be
/// written `./name`.
///
/// # Errors
/// [`crate::error::Error::Request`] if `text` is neither a shipped name nor looks like a path.
pub(crate) fn model_source(text: Option<&str>) -> Result<ModelSource> {
    let text = text.unwrap_or(DEFAULT_MODEL);
    if is_shipped(text) {
        return Ok(ModelSource::Shipped(text.to_owned()));
    }
    if looks_like_path(text) {
        return Ok(ModelSource::File(definition(Path::new(text))));
    }
    let mut meant = embedded::models();
    meant.extend(help::verbs());
    let names = Names { all: &embedded::models(), meant: &meant };
    Err(unknown_among(("mô hình", "model"), text, names))
}

/// Whether `text` is the name of a shipped model.
pub(crate) fn is_shipped(text: &str) -> bool {
    embedded::models().contains(&text)
}

/// Whether `text` is written as a path, or something of that name lies here.
pub(crate) fn looks_like_path(text: &str) -> bool {
    let ends_as_file = Path::new(text).extension().is_some_and(|ending| ending == "toml");
    ends_as_file || text.contains(['/', '\\']) || Path::new(text).exists()
}

/// The model file of a path: a folder stands for the `model.toml` in it.
fn definition(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(MODEL_FILE) } else { path.to_owned() }
}
