//! What is told of a run that was carried out.

use serde_json::{Value, json};

use crate::cli::answer::{Answer, Exit};
use crate::cli::console::Speech;
use crate::cli::run::Done;
use crate::prepare::{Fallback, FallbackKind};
use crate::report;
use crate::results::{GapClass, ResultRow, Results, TableName};

/// Measures of the last year that the JSON document holds; the rest is in the folder.
const MEASURES: [&str; 4] =
    ["demand", "supply_after_mobility", "gap_before_mobility", "gap_after_mobility"];

pub(crate) fn answer(done: &Done, speech: Speech) -> Answer {
    let folder = done.written.folder.display();
    let place = speech.choose(
        format!("Kết quả đầy đủ: {folder} (bắt đầu từ summary.md)"),
        format!("Everything else: {folder} (start with summary.md)"),
    );
    let table = report::table_text(&done.results, speech.language);
    let text = format!("{}\n\n{place}\n", table.trim_end());
    let mut answer = Answer::of_run(&done.results, text, data(done), speech);
    answer.notes.extend(notes(done, speech));
    for (rule, message) in failures(done, speech) {
        answer.exit = Exit::Partly;
        answer.complain(rule, message);
    }
    answer
}

fn data(done: &Done) -> Value {
    let results = &done.results;
    let fallbacks: Vec<Value> = results
        .fallbacks
        .iter()
        .map(|f| {
            json!({
                "kind": f.kind.name(),
                "missing": { "vi": f.missing.vi, "en": f.missing.en },
                "used": { "vi": f.used.vi, "en": f.used.en },
            })
        })
        .collect();
    json!({
        "folder": done.written.folder.display().to_string(),
        "files": done.written.files,
        "kept": done.written.kept,
        "fallbacks": fallbacks,
        "last_year": last_year(results),
    })
}

/// The rows behind the compact table.
fn last_year(results: &Results) -> Vec<Value> {
    [TableName::Demand, TableName::Supply, TableName::Balance]
        .into_iter()
        .flat_map(|name| &results.table(name).rows)
        .filter(|row| row.year == Some(results.to) && MEASURES.contains(&row.measure.as_str()))
        .map(row)
        .collect()
}

fn row(row: &ResultRow) -> Value {
    json!({
        "scenario": row.scenario,
        "area": row.area,
        "sector": row.sector,
        "year": row.year.map(|year| year.0),
        "measure": row.measure,
        "unit": row.unit,
        "mean": row.mean,
        "p10": row.p10,
        "p50": row.p50,
        "p90": row.p90,
        "p_shortage": row.p_shortage,
        "class": row.class.map(GapClass::name),
        "status": row.status.name(),
    })
}

/// What a reader of the table should know beside it.
fn notes(done: &Done, speech: Speech) -> Vec<String> {
    let (fallback, kept) = (
        speech.say("thay thế", "fallback"),
        speech.say("giữ lại tệp không do labourcast ghi", "kept a file labourcast did not write"),
    );
    let stood_in = done.results.fallbacks.iter().filter(|fallback| !is_failed_fit(fallback));
    let stood_in = stood_in.map(|f| format!("{fallback}: {}", replaced(f, speech)));
    let kept = done.written.kept.iter().map(|name| format!("{kept}: {name}"));
    stood_in.chain(kept).collect()
}

/// What failed although the rest was done: scenarios, and methods that could not be fitted.
fn failures(done: &Done, speech: Speech) -> Vec<(&'static str, String)> {
    let fit = speech.say("không ước lượng được", "could not be fitted");
    let scenarios = failed_scenarios(&done.failed, speech);
    let fits = done.results.fallbacks.iter().filter(|fallback| is_failed_fit(fallback));
    let fits = fits.map(|fallback| format!("{fit}: {}", replaced(fallback, speech)));
    scenarios.chain(fits.map(|message| ("fit-failed", message))).collect()
}

/// The scenarios without an answer, each with the reason.
pub(crate) fn failed_scenarios(
    failed: &[(String, String)],
    speech: Speech,
) -> impl Iterator<Item = (&'static str, String)> {
    let words = speech.say("kịch bản không chạy được", "scenario failed");
    let told = move |(name, reason): &(String, String)| format!("{words}: {name}: {reason}");
    failed.iter().map(move |failed| ("scenario-failed", told(failed)))
}

fn is_failed_fit(fallback: &Fallback) -> bool {
    fallback.kind == FallbackKind::Fit
}

fn replaced(fallback: &Fallback, speech: Speech) -> String {
    let language = speech.language;
    format!("{} → {}", fallback.missing.get(language), fallback.used.get(language))
}
