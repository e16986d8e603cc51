//! Checking without running: every problem of a model, a dataset, a folder or a table.

use std::path::Path;

use crate::areas::figures::Figures;
use crate::areas::grouping;
use crate::error::Problem;
use crate::error::Result;
use crate::language::Text;
use crate::load;
use crate::load::areas_folder;
use crate::load::files::Files;
use crate::load::files::Folder;
use crate::load::source;
use crate::load::source::MODEL_FILE;
use crate::load::source::ModelSource;
use crate::load::tables::Tables;
use crate::validate;
use crate::validate::finding;
use crate::validate::nearest;

/// Every problem of what `text` names: a shipped model, a `model.toml` or a scenario, a folder
/// with a model, with models or with tables, or one CSV or Parquet file.
///
/// # Errors
/// [`crate::error::Error::Request`] if nothing is called so, [`crate::error::Error::Read`] if a
/// file cannot be read.
pub fn validate_path(text: &str) -> Result<Vec<Problem>> {
    let path = Path::new(text);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("csv" | "parquet") if path.is_file() => table(path),
        Some("toml") if path.is_file() => model(&ModelSource::File(model_of(path))),
        _ if path.is_dir() && !path.join(MODEL_FILE).is_file() => folder(path),
        _ => model(&ModelSource::named(text)?),
    }
}

/// The model a TOML file belongs to: a scenario is checked with its model.
fn model_of(path: &Path) -> std::path::PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    let model = folder.parent().map(|parent| parent.join(MODEL_FILE));
    model
        .filter(|model| folder.file_name().is_some_and(|n| n == "scenarios") && model.is_file())
        .unwrap_or_else(|| path.to_owned())
}

fn model(source: &ModelSource) -> Result<Vec<Problem>> {
    if let Some((loaded, problems)) = areas_folder::collect(source)? {
        if let Some(loaded) = loaded.filter(|_| !validate::has_errors(&problems)) {
            let dataset = grouping::regroup(&loaded.model.groupings, &loaded.dataset);
            Figures::of(&loaded.model, &dataset)?;
        }
        return Ok(problems);
    }
    load::collect(source).map(|collected| collected.problems)
}

/// A folder without a model of its own: its models where it has some, else its tables.
fn folder(path: &Path) -> Result<Vec<Problem>> {
    let mut models: Vec<std::path::PathBuf> = Vec::new();
    for place in [path.to_owned(), path.join("models")] {
        let entries = std::fs::read_dir(&place).into_iter().flatten().flatten();
        models.extend(entries.map(|e| e.path().join(MODEL_FILE)).filter(|model| model.is_file()));
    }
    if models.is_empty() {
        return dataset(path);
    }
    models.sort();
    let mut problems = Vec::new();
    for file in models {
        problems.extend(model(&ModelSource::File(file))?);
    }
    let mut unique: Vec<Problem> = Vec::new();
    for problem in problems {
        if !unique.contains(&problem) {
            unique.push(problem);
        }
    }
    Ok(unique)
}

fn dataset(path: &Path) -> Result<Vec<Problem>> {
    let mut tables = Tables::default();
    tables.read_folder(&mut Folder::new(Files::Disk, path.to_owned()), "")?;
    if tables.read.is_empty() && tables.problems.is_empty() {
        return Err(source::unknown(&path.to_string_lossy()));
    }
    Ok(with_figures(tables))
}

fn table(path: &Path) -> Result<Vec<Problem>> {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if !validate::table_names().any(|known| known == stem) {
        return Ok(vec![unknown_table(&path.to_string_lossy(), &stem)]);
    }
    let parent = path.parent().unwrap_or(Path::new("")).to_owned();
    let mut tables = Tables::default();
    tables.read_table(&mut Folder::new(Files::Disk, parent.clone()), &name, &stem)?;
    let mut problems = with_figures(tables);
    // A code may be rare in one table and common in those beside it.
    if let Ok(beside) = dataset(&parent) {
        let file = path.to_string_lossy();
        let is_here = |problem: &Problem| problem.rule == "rare-code" && problem.place.file == file;
        problems.retain(|problem| problem.rule != "rare-code");
        problems.extend(beside.into_iter().filter(is_here));
    }
    Ok(problems)
}

fn with_figures(tables: Tables) -> Vec<Problem> {
    let mut problems = tables.problems;
    problems.extend(validate::validate(&tables.read, None).1);
    problems
}

/// One file that is checked on its own must say by its name what it measures.
fn unknown_table(file: &str, stem: &str) -> Problem {
    let names: Vec<&str> = validate::table_names().collect();
    let list = names.join(", ");
    finding::error(
        "unknown-table",
        finding::place(file, 0, ""),
        stem,
        Text::new(format!("tên tệp là một trong {list}"), format!("a file named one of {list}")),
        nearest::suggestion(stem, names),
    )
}
