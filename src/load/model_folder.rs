//! Model folders: a `model.toml` and its scenarios.

use crate::error::Problem;
use crate::error::Result;
use crate::language::Text;
use crate::load::files::Folder;
use crate::load::model_file;
use crate::load::model_file::ModelFile;
use crate::load::scenario_file;
use crate::load::source::ModelSource;
use crate::load::text;
use crate::scenario::Scenario;
use crate::validate::finding;
use crate::validate::nearest;

/// Folder of the scenarios, from the folder of the model.
const SCENARIOS: &str = "scenarios";

/// A model and its scenarios, as far as they could be read.
#[derive(Debug)]
pub(crate) struct ModelFolder {
    /// Where it was read from.
    pub(crate) folder: Folder,
    /// The model; `None` if its file has errors.
    pub(crate) file: Option<ModelFile>,
    /// The scenarios without errors, those without parent first.
    pub(crate) scenarios: Vec<Scenario>,
    /// What is wrong.
    pub(crate) problems: Vec<Problem>,
}

impl ModelFolder {
    /// Reads the model of `source` and every scenario beside it.
    ///
    /// # Errors
    /// [`crate::error::Error::Read`] if a file cannot be read.
    pub(crate) fn read(source: &ModelSource) -> Result<Self> {
        let (mut folder, name) = source.folder();
        let mut problems = Vec::new();
        let file = parse(&mut folder, &name, &mut problems, model_file::read)?.flatten();
        let mut read = Self { folder, file, scenarios: Vec::new(), problems };
        read.read_scenarios(&name)?;
        Ok(read)
    }

    fn read_scenarios(&mut self, model: &str) -> Result<()> {
        let sectors: Vec<_> = self.file.iter().flat_map(|f| &f.model.sectors).collect();
        let sectors: Vec<_> = sectors.iter().map(|sector| sector.code.clone()).collect();
        let names = self.folder.list(SCENARIOS).unwrap_or_default();
        let before = self.problems.len();
        let mut files = Vec::new();
        for name in &names {
            let Some(stem) = name.strip_suffix(".toml") else { continue };
            let path = format!("{SCENARIOS}/{name}");
            let read = |at: (&str, &str), problems: &mut Vec<Problem>| {
                scenario_file::read(at, (stem, &sectors), problems)
            };
            // Without its axis a model cannot say which sectors a shock may name.
            if self.file.is_some() {
                let file = parse(&mut self.folder, &path, &mut self.problems, read)?;
                files.extend(file.flatten());
            }
        }
        if self.problems.len() == before {
            self.scenarios = scenario_file::resolve(&files, &mut self.problems);
            self.check_default(model);
        }
        Ok(())
    }

    fn check_default(&mut self, model: &str) {
        let Some(file) = &self.file else { return };
        let default = &file.default_scenario;
        let names: Vec<&str> = self.scenarios.iter().map(|s| s.name.as_str()).collect();
        if names.contains(&default.as_str()) || !self.problems.is_empty() {
            return;
        }
        let list = names.join(", ");
        let repair = if names.is_empty() {
            Text::new(
                "Thêm scenarios/baseline.toml với mọi giả định.",
                "Add scenarios/baseline.toml with every assumption.",
            )
        } else {
            nearest::suggestion(default, names)
        };
        self.problems.push(finding::error(
            "unknown-scenario",
            finding::place(&self.folder.name(model), 0, "default_scenario"),
            default.as_str(),
            Text::new(
                format!("một trong các kịch bản: {list}"),
                format!("one of the scenarios: {list}"),
            ),
            repair,
        ));
    }
}

/// Reads a TOML file; `None` if it is no text.
fn parse<T>(
    folder: &mut Folder,
    path: &str,
    problems: &mut Vec<Problem>,
    read: impl FnOnce((&str, &str), &mut Vec<Problem>) -> T,
) -> Result<Option<T>> {
    let bytes = folder.read(path)?;
    let file = folder.name(path);
    match text::decode(&file, &bytes) {
        Ok(text) => Ok(Some(read((&file, text), problems))),
        Err(problem) => {
            problems.push(*problem);
            Ok(None)
        }
    }
}
