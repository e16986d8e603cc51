//! `labourcast compare`: what changed between two runs or two scenarios, and why.

mod identical;
mod text;

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::answer::Answer;
use crate::cli::arguments::CompareArgs;
use crate::cli::compare::identical::Sameness;
use crate::cli::console::Speech;
use crate::cli::request::unknown;
use crate::compare::{self, Comparison, Difference, Provenance, Reason, Side};
use crate::error::Result;
use crate::report::{self, Manifest};
use crate::results::Results;

/// A run as read from its folder.
struct Run {
    results: Results,
    provenance: Provenance,
}

pub(crate) fn answer(arguments: &CompareArgs, speech: Speech) -> Result<Answer> {
    let old = read(&arguments.old)?;
    let new_folder = arguments.new.as_deref().unwrap_or(&arguments.old);
    let new = read(new_folder)?;
    let names = &arguments.scenarios;
    let before = side(&old, names.first())?;
    let after = side(&new, names.get(1))?;
    let comparison = compare::compare(&before, &after);
    let sameness = if names.is_empty() {
        Sameness::of(&arguments.old, new_folder)?
    } else {
        Sameness::NotAsked
    };
    let shown =
        text::Shown { comparison: &comparison, old: &before, new: &after, sameness: &sameness };
    let text = text::text(&shown, arguments.top, speech);
    Ok(Answer::done(text, data(&comparison, &sameness, arguments.top)))
}

fn read(folder: &Path) -> Result<Run> {
    let results = report::read(folder)?;
    let manifest = Manifest::read(folder)?;
    let inputs = manifest.inputs.into_iter().map(|input| (input.name, input.sha256)).collect();
    let provenance = Provenance { version: manifest.version, inputs };
    Ok(Run { results, provenance })
}

fn side<'a>(run: &'a Run, scenario: Option<&'a String>) -> Result<Side<'a>> {
    let results = &run.results;
    let names: Vec<&str> = results.scenarios.iter().map(|label| label.name.as_str()).collect();
    if let Some(name) = scenario.filter(|name| !names.contains(&name.as_str())) {
        return Err(unknown(("kịch bản", "scenario"), name, &names));
    }
    Ok(Side { results, provenance: &run.provenance, scenario: scenario.map(String::as_str) })
}

fn data(comparison: &Comparison, sameness: &Sameness, top: usize) -> Value {
    let reason = |r: &Reason| {
        let sentence = r.sentence();
        json!({ "kind": r.kind(), "vi": sentence.vi, "en": sentence.en })
    };
    let reasons: Vec<Value> = comparison.reasons.iter().map(reason).collect();
    let differences: Vec<Value> = comparison.differences.iter().take(top).map(difference).collect();
    json!({
        "reasons": reasons,
        "byte_identical": sameness == &Sameness::Identical,
        "n_joined": comparison.n_joined,
        "n_changed": comparison.n_changed,
        "n_only_old": comparison.n_only_old,
        "n_only_new": comparison.n_only_new,
        "differences": differences,
    })
}

fn difference(difference: &Difference) -> Value {
    let key = &difference.key;
    json!({
        "table": key.table.name(),
        "scenario": key.scenario,
        "area": key.area,
        "sector": key.sector,
        "year": key.year.map(|year| year.0),
        "measure": key.measure,
        "unit": "persons",
        "old": difference.old,
        "new": difference.new,
        "change": difference.change(),
    })
}
