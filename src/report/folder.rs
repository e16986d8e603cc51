//! A result folder: which files, and whether it may be replaced.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::error::{Error, Result};
use crate::language::Language;
use crate::report::atomic::{Staging, not_written, write_synced};
use crate::report::charts::{self, ChartFile};
use crate::report::datapackage;
use crate::report::json;
use crate::report::manifest::{self, Fingerprint, Manifest, ManifestInputs};
use crate::report::summary;
use crate::report::tables;
use crate::report::workbook;
use crate::results::{ResultTable, Results};

/// Which files to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outputs {
    /// Tables, descriptors, summary, workbook and charts.
    #[default]
    All,
    /// Tables, descriptors and summary.
    TablesOnly,
}

/// Where and how to write results.
#[derive(Clone, Debug)]
pub struct ReportRequest<'a> {
    /// The folder to make or replace.
    pub folder: &'a Path,
    /// Language of workbook, charts and summary.
    pub language: Language,
    /// Which files.
    pub outputs: Outputs,
    /// What the manifest says of the run.
    pub manifest: ManifestInputs,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// Its files, `/` between folders, in alphabetical order.
    pub files: Vec<String>,
    /// Files of the old folder that were added or changed by someone, by their name now.
    pub kept: Vec<String>,
}

/// A file of the folder before it is written.
#[derive(Debug)]
struct OutputFile {
    name: String,
    bytes: Vec<u8>,
}

impl OutputFile {
    fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

fn table_files(table: &ResultTable) -> Result<[OutputFile; 2]> {
    let name = table.name.name();
    Ok([
        OutputFile::new(format!("{name}.csv"), tables::csv(table)?),
        OutputFile::new(format!("{name}.parquet"), tables::parquet(table)?),
    ])
}

fn machine_files(results: &Results, language: Language) -> Result<Vec<OutputFile>> {
    let written: Vec<_> = results.written_tables().collect();
    let tables: Result<Vec<_>> = written.into_par_iter().map(table_files).collect();
    let mut files: Vec<_> = tables?.into_iter().flatten().collect();
    files.push(OutputFile::new(json::FILE, json::document::text(results)?));
    files.push(OutputFile::new(datapackage::FILE, datapackage::text(results)?));
    files.push(OutputFile::new(summary::FILE, summary::text(results, language)));
    Ok(files)
}

fn pictures(results: &Results, language: Language) -> Result<Vec<OutputFile>> {
    let draw = || charts::draw_all(results, language);
    let (book, charts) = rayon::join(|| workbook::bytes(results, language), draw);
    let charts = charts?.into_iter().map(|ChartFile { name, bytes }| OutputFile { name, bytes });
    Ok([OutputFile::new(workbook::FILE, book?)].into_iter().chain(charts).collect())
}

/// Every file but the manifest, in alphabetical order.
fn output_files(results: &Results, request: &ReportRequest) -> Result<Vec<OutputFile>> {
    let language = request.language;
    let drawn = || match request.outputs {
        Outputs::All => pictures(results, language),
        Outputs::TablesOnly => Ok(Vec::new()),
    };
    let (files, drawn) = rayon::join(|| machine_files(results, language), drawn);
    let mut files = files?;
    files.extend(drawn?);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn manifest_file(
    results: &Results,
    request: &ReportRequest,
    files: &[OutputFile],
) -> Result<OutputFile> {
    let print = |file: &OutputFile| Fingerprint {
        name: file.name.clone(),
        sha256: manifest::sha256(&file.bytes),
    };
    let prints = files.par_iter().map(print).collect();
    let manifest = Manifest::of(results, &request.manifest, request.language, prints);
    Ok(OutputFile::new(manifest::FILE, json::text(&manifest, manifest::FILE)?))
}

/// See [`crate::report::write`].
pub(crate) fn write(results: &Results, request: &ReportRequest) -> Result<Written> {
    check_replaceable(request.folder)?;
    let mut files = output_files(results, request)?;
    files.push(manifest_file(results, request, &files)?);
    let staging = Staging::of(request.folder)?;
    let new = staging.folder();
    let outcome: Result<Vec<()>> =
        files.par_iter().map(|file| write_synced(&new.join(&file.name), &file.bytes)).collect();
    outcome?;
    let kept = keep_foreign_files(request.folder, &new)?;
    staging.publish()?;
    let files = files.into_iter().map(|file| file.name).collect();
    Ok(Written { folder: request.folder.to_owned(), files, kept })
}

fn in_the_way(folder: &Path, reason: &str) -> Error {
    let source = io::Error::new(io::ErrorKind::AlreadyExists, reason);
    Error::Write { path: folder.to_owned(), source }
}

/// See [`crate::report::check_folder`].
pub(crate) fn check_replaceable(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        return Err(in_the_way(folder, "there is a file of this name; choose another folder"));
    }
    let mut entries = fs::read_dir(folder).map_err(not_written(folder))?;
    if entries.next().is_none() || Manifest::read(folder).is_ok() {
        return Ok(());
    }
    Err(in_the_way(
        folder,
        "the folder holds files and no manifest.json of labourcast, so it is not replaced; \
         choose another folder or move what is in it",
    ))
}

/// Every file below `folder`, `/` between folders.
fn files_below(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(name + "/");
            } else {
                names.push(name);
            }
        }
    }
    names.sort();
    Ok(names)
}

/// Carries over what someone added to or changed in the old folder, and gives the names now.
///
/// A name that the new result uses itself goes below `kept/`.
fn keep_foreign_files(old: &Path, new: &Path) -> Result<Vec<String>> {
    let Ok(manifest) = Manifest::read(old) else { return Ok(Vec::new()) };
    let made: BTreeMap<_, _> =
        manifest.files.iter().map(|file| (file.name.as_str(), file.sha256.as_str())).collect();
    let mut kept = Vec::new();
    for name in files_below(old).map_err(not_written(old))? {
        let from = old.join(&name);
        let is_made = || {
            let bytes = made.get(name.as_str()).zip(fs::read(&from).ok());
            bytes.is_some_and(|(sha256, bytes)| manifest::sha256(&bytes) == **sha256)
        };
        if name == manifest::FILE || is_made() {
            continue;
        }
        let mut name = name;
        while new.join(&name).exists() {
            name = format!("kept/{name}");
        }
        keep(&from, &new.join(&name))?;
        kept.push(name);
    }
    Ok(kept)
}

fn keep(from: &Path, to: &Path) -> Result<()> {
    let carry = || {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
    };
    carry().map_err(not_written(to))
}

#[cfg(test)]
mod tests;
