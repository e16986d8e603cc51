//! `labourcast targets`: the targets of the plan against history and forecast.

use serde_json::{Value, json};

use crate::cli::answer::{self, Answer};
use crate::cli::arguments::{RunArgs, TargetsArgs};
use crate::cli::console::Speech;
use crate::cli::model_source::model_source;
use crate::cli::progress::Progress;
use crate::cli::request::RunRequest;
use crate::cli::run::workers;
use crate::error::Result;
use crate::load;
use crate::pipeline::{self, OrderScope, RunInputs};
use crate::report;
use crate::results::{Results, TargetFinding};

pub(crate) fn answer(arguments: &TargetsArgs, speech: Speech) -> Result<Answer> {
    let source = model_source(arguments.model.as_deref())?;
    let progress = Progress::begin(speech);
    progress.reading();
    let loaded = load::load(&source)?;
    let run = RunArgs {
        model: arguments.model.clone(),
        scenarios: arguments.scenarios.clone(),
        to: arguments.to,
        draws: arguments.draws,
        seed: arguments.seed,
        threads: arguments.threads,
        ..RunArgs::default()
    };
    let request = RunRequest::resolve(&run, &loaded)?;
    let inputs = RunInputs {
        model: &loaded.model,
        dataset: &loaded.dataset,
        scenarios: &request.scenarios,
        options: request.options,
        problems: &loaded.problems,
        orders: OrderScope::FirstScenario,
    };
    let results =
        workers(run.threads)?.install(|| pipeline::run(&inputs, &|stage| progress.stage(stage)))?;
    drop(progress);
    let mut answer = Answer::done(report::targets_text(&results, speech.language), data(&results));
    answer.notes = answer::sentences(&results.problems, speech.language);
    answer.problems.clone_from(&results.problems);
    Ok(answer)
}

fn data(results: &Results) -> Value {
    let scenarios: Vec<&str> = results.scenarios.iter().map(|label| label.name.as_str()).collect();
    let targets: Vec<Value> = results.target_findings.iter().map(one).collect();
    json!({
        "model": results.model,
        "scenarios": scenarios,
        "base_year": results.base_year.0,
        "to": results.to.0,
        "draws": results.draws,
        "seed": results.seed,
        "targets": targets,
    })
}

fn one(finding: &TargetFinding) -> Value {
    let both = |text: &crate::language::Text| json!({ "vi": text.vi, "en": text.en });
    let lines: Vec<Value> = finding
        .explanations
        .iter()
        .map(|(topic, text)| json!({ "topic": topic, "vi": text.vi, "en": text.en }))
        .collect();
    json!({
        "scenario": finding.scenario,
        "indicator": finding.indicator,
        "definition": finding.definition,
        "area": finding.area,
        "year": finding.year.0,
        "target": both(&finding.target),
        "verdict": finding.verdict.name(),
        "probability": finding.probability,
        "by_construction": finding.by_construction,
        "expected_year": finding.expected_year.as_ref().map(both),
        "explanations": lines,
        "source": finding.source,
    })
}
