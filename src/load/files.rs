//! Files: what is embedded and what lies on disk, read by the same code.

use std::fmt::Write;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest;
use sha2::Sha256;

use crate::embedded;
use crate::error::Error;
use crate::error::Result;
use crate::load::InputFile;

/// Where files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Files {
    /// In the program.
    Embedded,
    /// On disk.
    Disk,
}

impl Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// [`Error::Read`] if there is no such file or it cannot be read.
    pub(crate) fn read(self, path: &Path) -> Result<Vec<u8>> {
        let failed = |source| Error::Read { path: path.to_owned(), source };
        match self {
            Self::Disk => std::fs::read(path).map_err(failed),
            Self::Embedded => embedded::read(&tidy(path))
                .map(<[u8]>::to_vec)
                .ok_or_else(|| failed(std::io::ErrorKind::NotFound.into())),
        }
    }

    /// Names of the files of a folder in alphabetical order; `None` if there is no such folder.
    pub(crate) fn list(self, folder: &Path) -> Option<Vec<String>> {
        let mut names: Vec<String> = match self {
            Self::Embedded => embedded_names(&tidy(folder)),
            Self::Disk => {
                let entries = std::fs::read_dir(folder).ok()?.filter_map(std::result::Result::ok);
                let files = entries.filter(|entry| entry.path().is_file());
                files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
            }
        };
        names.sort();
        (self == Self::Disk || !names.is_empty()).then_some(names)
    }
}

fn embedded_names(folder: &str) -> Vec<String> {
    let inside = |path: String| path.strip_prefix(&format!("{folder}/")).map(str::to_owned);
    let names = embedded::paths().into_iter().filter_map(inside);
    names.filter(|name| !name.contains('/')).collect()
}

/// A path without `.` and `a/..`, written with slashes, as messages name it.
pub(crate) fn tidy(path: &Path) -> String {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if tidy.file_name().is_some() => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy.to_string_lossy().replace('\\', "/")
}

/// A folder with a model, or with anything else that is read, and what was read from it.
#[derive(Debug)]
pub(crate) struct Folder {
    /// Where it is.
    pub(crate) files: Files,
    /// Its path.
    pub(crate) path: PathBuf,
    /// What was read, by its path from the folder.
    pub(crate) inputs: Vec<InputFile>,
}

impl Folder {
    /// A folder of which nothing was read yet.
    pub(crate) fn new(files: Files, path: PathBuf) -> Self {
        Self { files, path, inputs: Vec::new() }
    }

    /// The name of a file in messages.
    pub(crate) fn name(&self, relative: &str) -> String {
        tidy(&self.path.join(relative))
    }

    /// Reads a file and keeps its hash.
    ///
    /// # Errors
    /// [`Error::Read`] if it cannot be read.
    pub(crate) fn read(&mut self, relative: &str) -> Result<Vec<u8>> {
        let bytes = self.files.read(&self.path.join(relative))?;
        let digest = Sha256::digest(&bytes);
        let mut sha256 = String::new();
        for byte in digest {
            // Writing to a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        self.inputs.push(InputFile { name: relative.to_owned(), sha256 });
        Ok(bytes)
    }

    /// Names of the files in a folder inside; `None` if there is no such folder.
    pub(crate) fn list(&self, relative: &str) -> Option<Vec<String>> {
        self.files.list(&self.path.join(relative))
    }
}
