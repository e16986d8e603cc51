//! Loading: from a model's name or folder to a checked model, its scenarios and its figures.
//!
//! The same code reads what is embedded in the program and what lies on disk, so a shipped model
//! copied to a folder loads to the same values. Reading never stops at the first problem: every
//! finding of every file is collected, and only then does an error end it.
//!
//! A missing optional table is a warning that names what is done without it. Nothing here
//! computes; what is checked about figures is in [`crate::validate`].

use std::collections::BTreeSet;

use crate::dataset::Dataset;
use crate::dataset::Measure;
use crate::error::Error;
use crate::error::Problem;
use crate::error::Result;
use crate::language::Text;
use crate::model::Model;
use crate::model::Operation;
use crate::scenario::Scenario;
use crate::units::Year;
use crate::validate;
use crate::validate::Axis;
use crate::validate::completeness;
use crate::validate::finding;
use crate::validate::nearest;

mod accounts_file;
mod areas_file;
pub mod areas_folder;
mod check;
mod csv;
mod descriptor;
mod files;
pub(crate) mod hierarchy_file;
pub(crate) mod long_table;
mod model_file;
mod model_folder;
pub(crate) mod node_tables;
mod operations;
pub(crate) mod panel_file;
pub(crate) mod regressors_file;
pub(crate) mod parquet;
mod records;
mod scenario_file;
mod source;
mod tables;
mod text;
mod toml_table;

pub use check::validate_path;
pub use source::ModelSource;

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Its path from the folder of the model, the same wherever that folder is.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Everything a run needs, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The model.
    pub model: Model,
    /// Every scenario of its folder, those without parent first.
    pub scenarios: Vec<Scenario>,
    /// The scenario to run unless the user names another.
    pub default_scenario: String,
    /// The figures.
    pub dataset: Dataset,
    /// Findings the run goes on with; none of them is an error.
    pub problems: Vec<Problem>,
    /// The files that were read, by name.
    pub inputs: Vec<InputFile>,
}

impl Loaded {
    /// The scenario called `name`.
    ///
    /// # Errors
    /// [`Error::Request`] with the nearest name if the model has none.
    pub fn scenario(&self, name: &str) -> Result<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.scenarios.iter().map(|s| s.name.as_str()).collect();
            let list = names.join(", ");
            let meant = nearest::suggestion(name, names);
            let model = &self.model.name;
            let message = Text::new(
                format!("{model} không có kịch bản «{name}»; hiện có: {list}."),
                format!("{model} has no scenario «{name}»; it has {list}."),
            );
            Error::Request { message: finding::join(&message, &meant) }
        })
    }
}

/// What a model is called and which scenarios it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Name as typed.
    pub name: String,
    /// Name as shown.
    pub title: Text,
    /// Names of the scenarios, as typed and as shown.
    pub scenarios: Vec<(String, Text)>,
}

/// Reads the names of a model and its scenarios, without its figures.
///
/// # Errors
/// [`Error::Invalid`] if the model or a scenario has errors, [`Error::Read`] if a file cannot be
/// read.
pub fn outline(source: &ModelSource) -> Result<Outline> {
    if let Some(outline) = areas_folder::outline(source)? {
        return Ok(outline);
    }
    let read = model_folder::ModelFolder::read(source)?;
    let Some(file) = read.file.filter(|_| !validate::has_errors(&read.problems)) else {
        return Err(Error::Invalid { problems: read.problems });
    };
    let scenarios = read.scenarios.into_iter().map(|s| (s.name, s.title)).collect();
    Ok(Outline { name: file.model.name, title: file.model.title, scenarios })
}

/// Reads and checks a model, its scenarios and its figures.
///
/// # Errors
/// [`Error::Invalid`] with every finding if any of them is an error, [`Error::Read`] if a file
/// cannot be read.
pub fn load(source: &ModelSource) -> Result<Loaded> {
    if let Some(outline) = areas_folder::outline(source)? {
        let name = outline.name;
        let message = Text::new(
            format!("{name} là mô hình nhiều địa bàn; dùng load::areas_folder"),
            format!("{name} is a model of several areas; use load::areas_folder"),
        );
        return Err(Error::Request { message });
    }
    let collected = collect(source)?;
    match collected.loaded {
        Some(loaded) if !validate::has_errors(&collected.problems) => {
            Ok(Loaded { problems: collected.problems, ..loaded })
        }
        _ => Err(Error::Invalid { problems: collected.problems }),
    }
}

/// A model as far as it could be read, with everything that is wrong with it.
pub(crate) struct Collected {
    loaded: Option<Loaded>,
    problems: Vec<Problem>,
}

/// Reads a model and collects every problem of every file.
///
/// # Errors
/// [`Error::Read`] if a file cannot be read.
pub(crate) fn collect(source: &ModelSource) -> Result<Collected> {
    let mut read = model_folder::ModelFolder::read(source)?;
    let Some(file) = read.file.take() else {
        return Ok(Collected { loaded: None, problems: read.problems });
    };
    let mut tables = tables::Tables::default();
    for dataset in &file.datasets {
        tables.read_folder(&mut read.folder, dataset)?;
    }
    let axis = Axis::of(&file.model);
    let (mut dataset, found) = validate::validate(&tables.read, Some(&axis));
    dataset.sources = tables.sources;
    let mut problems = read.problems;
    let unread = unread(&tables.unread, &found);
    problems.extend(tables.problems);
    problems.extend(found);
    problems.extend(completeness::check(&dataset, &file.model, &unread));
    let mut model = file.model;
    problems.extend(set_base_year(&mut model, &dataset));
    let mut inputs = read.folder.inputs;
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let (scenarios, default_scenario) = (read.scenarios, file.default_scenario);
    let none = Vec::new();
    let loaded = Loaded { model, scenarios, default_scenario, dataset, problems: none, inputs };
    Ok(Collected { loaded: Some(loaded), problems })
}

/// Measures of which something could not be read.
fn unread(tables: &[String], found: &[Problem]) -> BTreeSet<Measure> {
    let wrong = found.iter().filter(|p| p.severity == crate::error::Severity::Error);
    let stems = wrong.filter_map(|p| p.place.file.rsplit('/').next()?.split('.').next());
    stems.chain(tables.iter().map(String::as_str)).filter_map(Measure::named).collect()
}

/// Takes the last year of employment for the base year of a model that names none.
fn set_base_year(model: &mut Model, dataset: &Dataset) -> Option<Problem> {
    if model.base_year != model_file::BASE_YEAR_FROM_DATA {
        return None;
    }
    let parts = |operation: &Operation| match operation {
        Operation::BoundarySplice { parts, .. } => parts.clone(),
        _ => Vec::new(),
    };
    let mut areas: Vec<_> = model.prepare.iter().flat_map(parts).collect();
    areas.push(model.area.clone());
    let own = dataset.table(Measure::Employment).iter().filter(|o| areas.contains(&o.key.area));
    let last: Year = own.map(|observation| observation.year).max()?;
    model.base_year = last;
    (last < model.first_year || last >= model.to).then(|| {
        finding::error(
            "wrong-value",
            finding::place("model.toml", 0, "to"),
            model.to.to_string(),
            Text::new(format!("một năm sau {last}"), format!("a year after {last}")),
            Text::new(
                "Số liệu lao động kết thúc ở năm đó; đặt first_year trước và to sau.",
                "Employment ends in that year; put first_year before and to after it.",
            ),
        )
    })
}
