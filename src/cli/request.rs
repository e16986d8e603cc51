//! The run as resolved: checked against the model that was read.

use std::path::{Path, PathBuf};

use crate::cli::arguments::{DEFAULT_DRAWS, DEFAULT_SEED, OutputsArg, RunArgs};
use crate::error::{Error, Result};
use crate::language::Text;
use crate::load::Loaded;
use crate::model::Model;
use crate::options::RunOptions;
use crate::report::Outputs;
use crate::report::long_rows::Form;
use crate::scenario::Scenario;
use crate::units::Year;
use crate::validate::{finding, nearest};

/// Furthest year after the base year; beyond it nobody alive in the base year still works.
const MOST_YEARS: i32 = 75;
/// The word that asks for every scenario.
pub(crate) const EVERY_SCENARIO: &str = "all";

/// A run that can begin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RunRequest {
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) options: RunOptions,
    pub(crate) out: PathBuf,
    pub(crate) outputs: Outputs,
    /// Options as given that figures depend on, for the manifest.
    pub(crate) given: Vec<(String, String)>,
}

impl RunRequest {
    /// The run that `arguments` ask for of what was loaded.
    ///
    /// # Errors
    /// [`Error::Request`] for a scenario the model lacks or a year out of reach.
    pub(crate) fn resolve(arguments: &RunArgs, loaded: &Loaded) -> Result<Self> {
        let default_out = || Path::new("results").join(&loaded.model.name);
        Ok(Self {
            scenarios: scenarios(&arguments.projection.scenarios, loaded)?,
            options: RunOptions {
                to: last_year(arguments.projection.to, &loaded.model)?,
                draws: arguments.projection.draws.unwrap_or(DEFAULT_DRAWS) as usize,
                seed: arguments.projection.seed.unwrap_or(DEFAULT_SEED),
            },
            out: arguments.out.clone().unwrap_or_else(default_out),
            outputs: match arguments.outputs.unwrap_or(OutputsArg::All) {
                OutputsArg::All => Outputs::All,
                OutputsArg::Tables => Outputs::TablesOnly,
            },
            given: given(arguments),
        })
    }
}

pub(crate) fn given(arguments: &RunArgs) -> Vec<(String, String)> {
    let scenarios = arguments.projection.scenarios.iter().map(|name| ("scenario", name.clone()));
    let numbers = [
        ("to", arguments.projection.to.map(|to| to.to_string())),
        ("draws", arguments.projection.draws.map(|draws| draws.to_string())),
        ("seed", arguments.projection.seed.map(|seed| seed.to_string())),
    ];
    let numbers = numbers.into_iter().filter_map(|(name, value)| Some((name, value?)));
    scenarios.chain(numbers).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn last_year(asked: Option<i32>, model: &Model) -> Result<Year> {
    let year = asked.map_or(model.to, Year);
    let (first, last) = (model.base_year.plus(1), model.base_year.plus(MOST_YEARS));
    if (first..=last).contains(&year) {
        return Ok(year);
    }
    let base = model.base_year;
    Err(Error::Request {
        message: Text::new(
            format!(
                "năm cuối --to là {year}; mô hình này dự báo được {first}–{last} (năm gốc {base})"
            ),
            format!("--to is {year}; this model can project {first}–{last} (base year {base})"),
        ),
    })
}

/// The scenarios asked for, in that order and each once; all of them with the default one first.
fn scenarios(asked: &[String], loaded: &Loaded) -> Result<Vec<Scenario>> {
    if asked.iter().any(|name| name == EVERY_SCENARIO) {
        let mut every = loaded.scenarios.clone();
        every.sort_by_key(|scenario| scenario.name != loaded.default_scenario);
        return Ok(every);
    }
    let default = [loaded.default_scenario.clone()];
    let names = if asked.is_empty() { &default } else { asked };
    let mut found: Vec<Scenario> = Vec::new();
    for name in names {
        let scenario = named(name, loaded)?;
        if !found.contains(&scenario) {
            found.push(scenario);
        }
    }
    Ok(found)
}

/// The scenario of this name.
///
/// # Errors
/// [`Error::Request`] if the model has none.
pub(crate) fn named(name: &str, loaded: &Loaded) -> Result<Scenario> {
    let scenario = loaded.scenarios.iter().find(|scenario| scenario.name == name);
    scenario.cloned().ok_or_else(|| {
        let names: Vec<&str> = loaded.scenarios.iter().map(|s| s.name.as_str()).collect();
        unknown(("kịch bản", "scenario"), name, &names)
    })
}

/// Names there are, and names that may have been meant, such as verbs where a model stands.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) all: &'a [&'a str],
    pub(crate) meant: &'a [&'a str],
}

/// The error of a name nobody knows: what was meant, perhaps, and what there is.
pub(crate) fn unknown(kind: (&str, &str), name: &str, names: &[&str]) -> Error {
    unknown_among(kind, name, Names { all: names, meant: names })
}

/// As [`unknown`], where other names may have been meant than there are of the kind.
pub(crate) fn unknown_among((vi, en): (&str, &str), name: &str, names: Names) -> Error {
    let suggestion = nearest::suggestion(name, names.meant.iter().copied());
    let list = names.all.join(", ");
    let what = Text::new(format!("không có {vi} «{name}»."), format!("there is no {en} «{name}»."));
    let known = Text::new(format!("Hiện có: {list}"), format!("There are: {list}"));
    Error::Request { message: finding::join(&finding::join(&what, &suggestion), &known) }
}

/// The form of a table the user wants written, by the ending of its name.
pub(crate) fn table_form(path: &Path) -> Result<Form> {
    Form::of(path).ok_or_else(|| {
        let name = path.display();
        let message = Text::new(
            format!("--out {name}: tên tệp phải kết thúc bằng .csv, .parquet hoặc .json"),
            format!("--out {name}: the file's name must end in .csv, .parquet or .json"),
        );
        Error::Request { message }
    })
}

#[cfg(test)]
mod tests;
