//! A run of several areas: the same options, outputs and answer.

use std::path::Path;

use crate::cli::answer::Answer;
use crate::cli::arguments::{DEFAULT_DRAWS, DEFAULT_SEED, OutputsArg, RunArgs};
use crate::cli::console::Speech;
use crate::cli::progress::Progress;
use crate::cli::request::{given, unknown};
use crate::cli::run::{Done, refuse_broken_identities, told, workers};
use crate::codes::AreaCode;
use crate::error::{Error, Result};
use crate::language::Text;
use crate::load::areas_folder::LoadedAreas;
use crate::options::RunOptions;
use crate::pipeline::areas::{self, AreaInputs};
use crate::report::{self, ManifestInputs, Outputs, ReportRequest};
use crate::units::Year;

pub(crate) fn answer(
    (arguments, loaded): (&RunArgs, &LoadedAreas),
    progress: &Progress,
    speech: Speech,
) -> Result<Answer> {
    let default_out = || Path::new("results").join(&loaded.model.name);
    let out = arguments.out.clone().unwrap_or_else(default_out);
    let options = options(arguments, loaded)?;
    let compared = compared(arguments, loaded)?;
    report::check_folder(&out)?;
    let inputs = AreaInputs {
        model: &loaded.model,
        dataset: &loaded.dataset,
        options,
        problems: &loaded.problems,
    };
    let done = workers(arguments.projection.threads)?.install(|| {
        let mut results = areas::run(&inputs, &|stage| progress.stage(stage))?;
        results.compared = compared;
        refuse_broken_identities(&results)?;
        progress.writing();
        let request = ReportRequest {
            folder: &out,
            language: progress.language(),
            outputs: match arguments.outputs.unwrap_or(OutputsArg::All) {
                OutputsArg::All => Outputs::All,
                OutputsArg::Tables => Outputs::TablesOnly,
            },
            manifest: manifest(arguments, loaded),
        };
        let written = report::write(&results, &request)?;
        Ok(Done { results, failed: Vec::new(), written })
    })?;
    Ok(told::answer(&done, speech))
}

fn manifest(arguments: &RunArgs, loaded: &LoadedAreas) -> ManifestInputs {
    let inputs = loaded.inputs.iter();
    ManifestInputs {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        options: given(arguments),
        inputs: inputs.map(|file| (file.name.clone(), file.sha256.clone())).collect(),
    }
}

fn options(arguments: &RunArgs, loaded: &LoadedAreas) -> Result<RunOptions> {
    if let Some(name) = arguments.projection.scenarios.iter().find(|name| *name != "baseline") {
        return Err(unknown(("kịch bản", "scenario"), name, &["baseline"]));
    }
    let (model, to) = (&loaded.model, arguments.projection.to.map_or(loaded.model.to, Year));
    if to <= model.base_year || to > model.to {
        let (first, last) = (model.base_year.plus(1), model.to);
        return Err(Error::Request {
            message: Text::new(
                format!("năm cuối --to là {to}; mô hình này dự báo được {first}–{last}"),
                format!("--to is {to}; this model can project {first}–{last}"),
            ),
        });
    }
    Ok(RunOptions {
        to,
        draws: arguments.projection.draws.unwrap_or(DEFAULT_DRAWS) as usize,
        seed: arguments.projection.seed.unwrap_or(DEFAULT_SEED),
    })
}

fn compared(arguments: &RunArgs, loaded: &LoadedAreas) -> Result<Vec<AreaCode>> {
    if arguments.areas.is_empty() {
        return Ok(loaded.model.compare.clone());
    }
    let codes: Vec<String> = loaded.model.areas.iter().map(|area| area.code.to_string()).collect();
    let names: Vec<&str> = codes.iter().map(String::as_str).collect();
    let find = |name: &String| {
        let found = loaded.model.area(name).map(|area| area.code.clone());
        found.ok_or_else(|| unknown(("địa bàn", "area"), name, &names))
    };
    arguments.areas.iter().map(find).collect()
}
