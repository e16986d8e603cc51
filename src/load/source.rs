//! Sources: what a name or path typed by the user stands for.

use std::path::Path;
use std::path::PathBuf;

use crate::embedded;
use crate::error::Error;
use crate::error::Result;
use crate::language::Text;
use crate::load::files::Files;
use crate::load::files::Folder;
use crate::validate::finding;
use crate::validate::nearest;

/// Name of the file that defines a model.
pub(crate) const MODEL_FILE: &str = "model.toml";

/// Where a model is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSource {
    /// A shipped model, by its name.
    Shipped(String),
    /// A `model.toml` on disk.
    File(PathBuf),
}

impl ModelSource {
    /// The model called `text`: the name of a shipped one, a `model.toml`, or a folder with one.
    ///
    /// # Errors
    /// [`Error::Request`] with the nearest name if there is no such model.
    pub fn named(text: &str) -> Result<Self> {
        let path = Path::new(text);
        if embedded::models().contains(&text) {
            Ok(Self::Shipped(text.to_owned()))
        } else if path.is_file() {
            Ok(Self::File(path.to_owned()))
        } else if path.join(MODEL_FILE).is_file() {
            Ok(Self::File(path.join(MODEL_FILE)))
        } else {
            Err(unknown(text))
        }
    }

    /// The folder of the model, and the name of its file in it.
    pub(crate) fn folder(&self) -> (Folder, String) {
        match self {
            Self::Shipped(name) => {
                let path = Path::new("models").join(name);
                (Folder::new(Files::Embedded, path), MODEL_FILE.to_owned())
            }
            Self::File(path) => {
                let folder = path.parent().unwrap_or(Path::new("")).to_owned();
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                (Folder::new(Files::Disk, folder), name.unwrap_or_default())
            }
        }
    }
}

/// Nothing is called `text`.
pub(crate) fn unknown(text: &str) -> Error {
    let names = embedded::models();
    let meant = nearest::suggestion(text, names.iter().copied());
    let list = names.join(", ");
    let message = Text::new(
        format!("không có mô hình, thư mục hay tệp «{text}»; mô hình có sẵn: {list}."),
        format!("there is no model, folder or file «{text}»; shipped models: {list}."),
    );
    Error::Request { message: finding::join(&message, &meant) }
}
