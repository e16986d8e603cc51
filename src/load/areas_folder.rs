//! Models of several areas: the model file, its tables, and everything wrong with them.

use crate::areas::AreasModel;
use crate::areas::figures::Figures;
use crate::areas::grouping;
use crate::dataset::{Dataset, Measure};
use crate::error::{Error, Problem, Result};
use crate::load::areas_file::{self, AreasFile};
use crate::load::files::Folder;
use crate::load::source::{MODEL_FILE, ModelSource};
use crate::load::tables::Tables;
use crate::load::{InputFile, Loaded, Outline, text};
use crate::validate;
use crate::validate::Axis;
use crate::validate::axis::Declared;

/// Tables that areas use.
const USED: [&str; 5] = [
    Measure::LabourForce.name(),
    Measure::Employment.name(),
    Measure::Population.name(),
    Measure::ParticipationRate.name(),
    Measure::LocationQuotient.name(),
];

/// Everything a run of several areas needs, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedAreas {
    /// The model.
    pub model: AreasModel,
    /// The figures.
    pub dataset: Dataset,
    /// The model of the whole, with the axes and shares below sectors that the areas state.
    pub whole: Option<Loaded>,
    /// Findings the run goes on with; none of them is an error.
    pub problems: Vec<Problem>,
    /// The files that were read, by name; those of the whole below `whole/`.
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
            let dataset = grouping::regroup(&loaded.model.groupings, &loaded.dataset);
            Figures::of(&loaded.model, &dataset)?;
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
    let mut whole = None;
    if let Some(text) = &file.whole {
        let mut collected = crate::load::collect(&of_whole(source, text)?)?;
        problems.append(&mut collected.problems);
        whole = collected.loaded;
        if whole.is_none() {
            return Ok(Some((None, problems)));
        }
    }
    if let Some(whole) = whole.as_mut().filter(|_| states_axes(&file)) {
        whole.model.accounts.clone_from(&file.accounts);
    }
    let mut tables = Tables::default();
    for dataset in &file.datasets {
        tables.read_folder(&mut folder, dataset)?;
    }
    let axis = axis(&file.model, whole.as_ref());
    tables.read.retain(|table| is_used(&table.name, &axis));
    let (mut dataset, found) = validate::validate(&tables.read, Some(&axis));
    dataset.sources = tables.sources;
    problems.extend(tables.problems);
    problems.extend(found);
    let mut inputs = folder.inputs;
    if let Some(whole) = whole.as_mut() {
        let (own, of_areas) = (&mut whole.dataset.accounts, &dataset.accounts);
        if states_axes(&file) {
            own.occupation_shares.clear();
            own.qualification_shares.clear();
        }
        own.occupation_shares.extend(of_areas.occupation_shares.iter().cloned());
        own.qualification_shares.extend(of_areas.qualification_shares.iter().cloned());
        let below =
            |file: &InputFile| InputFile { name: format!("whole/{}", file.name), ..file.clone() };
        inputs.extend(whole.inputs.iter().map(below));
    }
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let none = Vec::new();
    let loaded = LoadedAreas { model: file.model, dataset, whole, problems: none, inputs };
    Ok(Some((Some(loaded), problems)))
}

/// Whether areas use the table: shares only of an axis that is told apart.
fn is_used(table: &str, axis: &Axis) -> bool {
    match table {
        "occupation_share" => !axis.occupations.is_empty(),
        "qualification_share" => !axis.qualifications.is_empty(),
        other => USED.contains(&other),
    }
}

/// Whether the file has axes below sectors of its own.
const fn states_axes(file: &AreasFile) -> bool {
    !file.accounts.occupations.is_empty() || !file.accounts.qualifications.is_empty()
}

/// The model of the whole: a path from the folder of `source`, or the name of a shipped one.
fn of_whole(source: &ModelSource, text: &str) -> Result<ModelSource> {
    let (folder, _) = source.folder();
    let path = folder.path.join(text);
    match source {
        ModelSource::File(_) if path.is_file() => Ok(ModelSource::File(path)),
        ModelSource::File(_) if path.join(MODEL_FILE).is_file() => {
            Ok(ModelSource::File(path.join(MODEL_FILE)))
        }
        _ => ModelSource::named(text.trim_end_matches('/').rsplit('/').next().unwrap_or(text)),
    }
}

/// The name of the model and the scenarios of its whole; `None` if it is of another kind.
pub(crate) fn outline(source: &ModelSource) -> Result<Option<Outline>> {
    let Some((_, file, problems)) = file(source)? else { return Ok(None) };
    let Some(AreasFile { model, whole, .. }) = file else {
        return Err(Error::Invalid { problems });
    };
    let scenarios = match &whole {
        Some(text) => crate::load::outline(&of_whole(source, text)?)?.scenarios,
        None => Vec::new(),
    };
    Ok(Some(Outline { name: model.name, title: model.title, scenarios }))
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

fn axis(model: &AreasModel, whole: Option<&Loaded>) -> Axis {
    let areas = model.areas.iter().map(|area| (area.code.clone(), area.title.clone()));
    let standard = (model.standard.clone(), crate::language::Text::default());
    let old = model.groupings.iter().map(|of| (of.from.clone(), crate::language::Text::default()));
    let of_whole = whole.map(|whole| Axis::of(&whole.model)).unwrap_or_default();
    Axis {
        areas: areas.chain([standard]).chain(old).chain(of_whole.areas).collect(),
        sectors: of_whole.sectors,
        occupations: of_whole.occupations,
        qualifications: of_whole.qualifications,
        filled: vec![Measure::LabourForce, Measure::Employment, Measure::Population],
        declared: Declared::ByTables,
    }
}
