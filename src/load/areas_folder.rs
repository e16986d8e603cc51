//! Models of several areas: the model file, its tables, and everything wrong with them.

use crate::areas::AreasModel;
use crate::areas::figures::Figures;
use crate::dataset::{Dataset, Measure};
use crate::error::{Error, Problem, Result};
use crate::load::areas_file::{self, AreasFile};
use crate::load::files::Folder;
use crate::load::source::ModelSource;
use crate::load::tables::Tables;
use crate::load::{InputFile, Outline, text};
use crate::validate;
use crate::validate::Axis;
use crate::validate::axis::Declared;

/// Everything a run of several areas needs, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedAreas {
    /// The model.
    pub model: AreasModel,
    /// The figures.
    pub dataset: Dataset,
    /// Findings the run goes on with; none of them is an error.
    pub problems: Vec<Problem>,
    /// The files that were read, by name.
    pub inputs: Vec<InputFile>,
}

/// The model of `source` if it is one of several areas.
///
/// # Errors
/// [`Error::Invalid`] with every finding if any of them is an error, [`Error::Read`] if a file
/// cannot be read, [`Error::Method`] if an area lacks figures.
pub fn load(source: &ModelSource) -> Result<Option<LoadedAreas>> {
    let Some((loaded, problems)) = collect(source)? else { return Ok(None) };
    match loaded {
        Some(loaded) if !validate::has_errors(&problems) => {
            Figures::of(&loaded.model, &loaded.dataset)?;
            Ok(Some(LoadedAreas { problems, ..loaded }))
        }
        _ => Err(Error::Invalid { problems }),
    }
}

type Collected = (Option<LoadedAreas>, Vec<Problem>);

/// The model as far as it could be read, with every problem; `None` if it is of another kind.
///
/// # Errors
/// [`Error::Read`] if a file cannot be read.
pub(crate) fn collect(source: &ModelSource) -> Result<Option<Collected>> {
    let Some((mut folder, file, mut problems)) = file(source)? else { return Ok(None) };
    let Some(file) = file else { return Ok(Some((None, problems))) };
    let mut tables = Tables::default();
    for dataset in &file.datasets {
        tables.read_folder(&mut folder, dataset)?;
    }
    let used = [
        Measure::LabourForce,
        Measure::Employment,
        Measure::Population,
        Measure::ParticipationRate,
    ];
    tables.read.retain(|table| used.iter().any(|measure| measure.name() == table.name));
    let (mut dataset, found) = validate::validate(&tables.read, Some(&axis(&file.model)));
    dataset.sources = tables.sources;
    problems.extend(tables.problems);
    problems.extend(found);
    let mut inputs = folder.inputs;
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let none = Vec::new();
    let loaded = LoadedAreas { model: file.model, dataset, problems: none, inputs };
    Ok(Some((Some(loaded), problems)))
}

/// The name of the model, which has one scenario; `None` if it is of another kind.
pub(crate) fn outline(source: &ModelSource) -> Result<Option<Outline>> {
    let Some((_, file, problems)) = file(source)? else { return Ok(None) };
    let Some(AreasFile { model, .. }) = file else { return Err(Error::Invalid { problems }) };
    Ok(Some(Outline { name: model.name, title: model.title, scenarios: Vec::new() }))
}

type Read = (Folder, Option<AreasFile>, Vec<Problem>);

fn file(source: &ModelSource) -> Result<Option<Read>> {
    let (mut folder, name) = source.folder();
    let bytes = folder.read(&name)?;
    let path = folder.name(&name);
    let Ok(text) = text::decode(&path, &bytes) else { return Ok(None) };
    if !areas_file::is_areas(text) {
        return Ok(None);
    }
    let mut problems = Vec::new();
    let file = areas_file::read((&path, text), &mut problems);
    let sound = !validate::has_errors(&problems);
    Ok(Some((folder, file.filter(|_| sound), problems)))
}

fn axis(model: &AreasModel) -> Axis {
    let areas = model.areas.iter().map(|area| (area.code.clone(), area.title.clone()));
    let standard = (model.standard.clone(), crate::language::Text::default());
    Axis {
        areas: areas.chain([standard]).collect(),
        filled: vec![Measure::LabourForce, Measure::Employment, Measure::Population],
        declared: Declared::ByTables,
        ..Axis::default()
    }
}
