//! `labourcast new`: the shipped models and datasets as a start of the user's own.
//!
//! The folder is written beside its place and then moved there, so it is whole or not there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::arguments::NewArgs;
use crate::cli::console::Speech;
use crate::embedded;
use crate::error::{Error, Result};

const README: &str = include_str!("new/README.md");
const README_FILE: &str = "README.md";

pub(crate) fn answer(arguments: &NewArgs, speech: Speech) -> Result<Answer> {
    let folder = &arguments.folder;
    refuse_occupied(folder, speech)?;
    let files = write_whole(folder)?;
    let model = folder.join("models/khanh-hoa/model.toml");
    let text = speech.choose(
        format!(
            "đã ghi {} tệp vào {}\ntiếp theo: labourcast run {}\n",
            files.len(),
            folder.display(),
            model.display()
        ),
        format!(
            "wrote {} files to {}\nnext: labourcast run {}\n",
            files.len(),
            folder.display(),
            model.display()
        ),
    );
    let folder = folder.display().to_string();
    Ok(Answer::done(text, json!({ "folder": folder, "files": files })))
}

/// Only a folder that is not there, or has nothing in it, may be written to.
fn refuse_occupied(folder: &Path, speech: Speech) -> Result<()> {
    let is_free = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => false,
        Err(source) => return Err(Error::Read { path: folder.to_owned(), source }),
    };
    if is_free {
        return Ok(());
    }
    let reason = speech.say(
        "đã có nội dung; hãy chọn một thư mục mới hoặc còn trống",
        "it is not empty; name a new or an empty folder",
    );
    let source = io::Error::new(io::ErrorKind::DirectoryNotEmpty, reason);
    Err(Error::Write { path: folder.to_owned(), source })
}

fn write_whole(folder: &Path) -> Result<Vec<String>> {
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| Error::Write { path, source }
    };
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    fs::create_dir_all(&parent).map_err(unwritable(&parent))?;
    let draft = tempfile::Builder::new()
        .prefix(".labourcast-new-")
        .tempdir_in(&parent)
        .map_err(unwritable(folder))?;
    let inner = draft.path().join("new");
    let files = write_files(&inner)?;
    match fs::remove_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(unwritable(folder)(error));
        }
        _ => fs::rename(&inner, folder).map_err(unwritable(folder))?,
    }
    Ok(files)
}

fn write_files(folder: &Path) -> Result<Vec<String>> {
    let readme = [(README_FILE.to_owned(), README.as_bytes())];
    let shipped = embedded::paths();
    let shipped =
        shipped.into_iter().filter_map(|path| Some((path.clone(), embedded::read(&path)?)));
    let mut names = Vec::new();
    for (name, contents) in readme.into_iter().chain(shipped) {
        let path = folder.join(&name);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, contents));
        written.map_err(|source| Error::Write { path, source })?;
        names.push(name);
    }
    Ok(names)
}
