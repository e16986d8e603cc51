//! `labourcast targets`: the targets of the plan against history and forecast, whether they agree, and
//! what levers close.

use serde_json::{Value, json};

use crate::cli::answer::{Answer, Exit};
use crate::cli::arguments::{RunArgs, TargetsArgs};
use crate::cli::console::Speech;
use crate::cli::model_source::model_source;
use crate::cli::progress::Progress;
use crate::cli::request::{EVERY_SCENARIO, RunRequest, named};
use crate::cli::run::told::failed_scenarios;
use crate::cli::run::{Found, Work, workers};
use crate::error::Result;
use crate::language::Text;
use crate::load::{self, Loaded};
use crate::paths::Summary;
use crate::pipeline::{self, OrderScope, RunInputs};
use crate::report;
use crate::results::{
    CheckFinding, LeverFinding, LeverPart, Levers, RecordFinding, ScenarioLabel, TargetFinding,
};
use crate::scenario::Scenario;

pub(crate) fn answer(arguments: &TargetsArgs, speech: Speech) -> Result<Answer> {
    let source = model_source(arguments.projection.model.as_deref())?;
    let progress = Progress::begin(speech);
    progress.reading();
    let loaded = load::load(&source)?;
    let request = RunRequest::resolve(&as_run(arguments), &loaded)?;
    let levers: Vec<Scenario> =
        arguments.levers.iter().map(|name| named(name, &loaded)).collect::<Result<_>>()?;
    if arguments.out.is_some() {
        report::check_folder(&request.out)?;
    }
    let orders = OrderScope::NoScenario;
    let work = Work { loaded: &loaded, request: &request, progress: &progress, orders };
    let (found, folder) = workers(arguments.projection.threads)?.install(|| {
        let mut found = work.found()?;
        found.results.add_levers(together((&loaded, &request), &levers)?);
        let written = arguments.out.as_ref().map(|_| work.written(&found.results)).transpose()?;
        Ok((found, written.map(|written| written.folder.display().to_string())))
    })?;
    drop(progress);
    // Scenarios that were not asked for have run as levers only.
    let n_shown = if arguments.projection.scenarios.is_empty() { 1 } else { usize::MAX };
    Ok(told(&found, (n_shown, folder), speech))
}

/// The run behind the targets: without scenarios to show, all of them, as levers of the first.
fn as_run(arguments: &TargetsArgs) -> RunArgs {
    let mut projection = arguments.projection.clone();
    if projection.scenarios.is_empty() && arguments.levers.is_empty() {
        projection.scenarios.push(EVERY_SCENARIO.to_owned());
    }
    RunArgs { projection, out: arguments.out.clone(), ..RunArgs::default() }
}

/// What the levers close together, from the first scenario.
fn together((loaded, request): (&Loaded, &RunRequest), levers: &[Scenario]) -> Result<Levers> {
    if levers.is_empty() {
        return Ok(Levers::default());
    }
    let inputs = RunInputs {
        model: &loaded.model,
        dataset: &loaded.dataset,
        scenarios: &request.scenarios,
        options: request.options,
        problems: &loaded.problems,
        orders: OrderScope::NoScenario,
    };
    pipeline::levers(&inputs, &levers.iter().collect::<Vec<_>>())
}

fn told(found: &Found, (n_shown, folder): (usize, Option<String>), speech: Speech) -> Answer {
    let results = &found.results;
    let shown: Vec<&ScenarioLabel> = results.scenarios.iter().take(n_shown).collect();
    let mut text = report::targets_text(results, &shown, speech.language);
    if let Some(folder) = &folder {
        let words = speech.say("Kết quả đầy đủ: ", "Everything else: ");
        text = [&text, "\n", words, folder, "\n"].concat();
    }
    let is_shown = |of: &&TargetFinding| shown.iter().any(|label| label.name == of.scenario);
    let findings = results.target_findings.iter().filter(is_shown);
    let review = &results.target_review;
    let members = json!({
        "folder": folder,
        "targets": findings.map(one).collect::<Vec<Value>>(),
        "consistency": review.checks.iter().map(check).collect::<Vec<Value>>(),
        "levers": review.levers.iter().map(lever).collect::<Vec<Value>>(),
        "track_record": review.record.iter().map(record).collect::<Vec<Value>>(),
    });
    let mut answer = Answer::of_run(results, text, members, speech);
    for (rule, message) in failed_scenarios(&found.failed, speech) {
        answer.exit = Exit::Partly;
        answer.complain(rule, message);
    }
    answer
}

fn both(text: &Text) -> Value {
    json!({ "vi": text.vi, "en": text.en })
}

fn one(finding: &TargetFinding) -> Value {
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
        "reason": finding.reason.as_ref().map(both),
        "expected_year": finding.expected_year.as_ref().map(both),
        "explanations": lines,
        "source": finding.source,
    })
}

fn check(found: &CheckFinding) -> Value {
    json!({
        "targets": found.targets,
        "subject": found.subject,
        "agreement": found.agreement.name(),
        "text": both(&found.text),
    })
}

fn lever(found: &LeverFinding) -> Value {
    json!({
        "target": found.target,
        "base": found.base,
        "division": found.division.name(),
        "gap": found.gap,
        "left": found.left,
        "parts": found.parts.iter().map(part).collect::<Vec<Value>>(),
    })
}

fn part(found: &LeverPart) -> Value {
    let Summary { mean, p10, p50, p90, .. } = found.part;
    json!({
        "scenario": found.scenario,
        "mean": mean,
        "p10": p10,
        "p50": p50,
        "p90": p90,
        "share_of_gap": found.share_of_gap,
    })
}

fn record(found: &RecordFinding) -> Value {
    json!({
        "target": found.target,
        "reached": found.reached,
        "outcome": found.outcome,
        "margin": found.margin,
    })
}
