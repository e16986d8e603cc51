//! `labourcast order`: how many places to order of every programme, why, and what else is possible.

mod data;
mod lines;
mod money;
mod text;

use serde_json::{Value, json};

use crate::accounts::Ordered;
use crate::accounts::ordering::OrderAccount;
use crate::cli::answer::{self, Answer, Exit};
use crate::cli::arguments::{OrderArgs, RunArgs};
use crate::cli::console::Speech;
use crate::cli::model_source::model_source;
use crate::cli::progress::Progress;
use crate::cli::request::RunRequest;
use crate::cli::run::{Found, Work, workers};
use crate::dataset::accounts::{AccountTables, Workers};
use crate::error::{Error, Result};
use crate::language::Text;
use crate::load::{self, Loaded};
use crate::order::sensitivity::{Variant, sensitivity};
use crate::pipeline::OrderScope;
use crate::report::{self, Written};
use crate::results::{Results, ScenarioLabel};
use crate::status::Status;

pub(crate) fn answer(arguments: &OrderArgs, speech: Speech) -> Result<Answer> {
    let source = model_source(arguments.projection.model.as_deref())?;
    let progress = Progress::begin(speech);
    progress.reading();
    let loaded = load::load(&source)?;
    refuse_without_training(&loaded)?;
    let request = RunRequest::resolve(&as_run(arguments), &loaded)?;
    if arguments.out.is_some() {
        report::check_folder(&request.out)?;
    }
    let work = Work {
        loaded: &loaded,
        request: &request,
        progress: &progress,
        orders: OrderScope::EveryScenario,
    };
    let (found, written) = workers(arguments.projection.threads)?.install(|| {
        let found = work.found()?;
        let written = arguments.out.as_ref().map(|_| work.written(&found.results)).transpose()?;
        Ok((found, written))
    })?;
    drop(progress);
    told(&found, written.as_ref(), speech)
}

/// The run behind the orders.
fn as_run(arguments: &OrderArgs) -> RunArgs {
    RunArgs {
        projection: arguments.projection.clone(),
        out: arguments.out.clone(),
        ..RunArgs::default()
    }
}

/// The orders of one scenario with what is needed to tell them.
pub(crate) struct Told<'a> {
    pub(crate) results: &'a Results,
    pub(crate) scenario: &'a ScenarioLabel,
    pub(crate) account: &'a OrderAccount,
    /// The least firm status of the programmes' figures.
    pub(crate) status: Status,
    /// The optimal order at other costs of shortage.
    pub(crate) variants: Vec<Variant>,
}

/// Factors on the cost of shortages at which the order is made anew.
const FACTORS: [f64; 4] = [0.25, 0.5, 1.0, 2.0];

fn told(found: &Found, written: Option<&Written>, speech: Speech) -> Result<Answer> {
    let labels = found.results.scenarios.iter();
    let orders: Vec<Told<'_>> = labels
        .zip(&found.orders)
        .filter_map(|(scenario, ordered)| {
            Some(of_scenario(&found.results, scenario, ordered.as_ref()?))
        })
        .collect::<Result<_>>()?;
    if orders.is_empty() {
        return Err(out_of_reach(&found.results));
    }
    let mut text: String = orders.iter().map(|told| text::text(told, speech)).collect();
    let documents: Vec<Value> = orders.iter().map(|told| data::data(told, speech)).collect();
    let folder = written.map(|written| written.folder.display().to_string());
    if let Some(folder) = &folder {
        text.push_str(speech.say("Kết quả đầy đủ: ", "Everything else: "));
        text.push_str(folder);
        text.push('\n');
    }
    let results = &found.results;
    let mut answer = Answer::done(
        text,
        json!({
            "model": results.model,
            "base_year": results.base_year.0,
            "to": results.to.0,
            "draws": results.draws,
            "seed": results.seed,
            "folder": folder,
            "orders": documents,
        }),
    );
    answer.notes = answer::sentences(&results.problems, speech.language);
    answer.problems.clone_from(&results.problems);
    let failed = speech.say("kịch bản không chạy được", "scenario failed");
    for (name, reason) in &found.failed {
        answer.exit = Exit::Partly;
        answer.complain("scenario-failed", format!("{failed}: {name}: {reason}"));
    }
    Ok(answer)
}

fn of_scenario<'a>(
    results: &'a Results,
    scenario: &'a ScenarioLabel,
    Ordered { account, status }: &'a Ordered,
) -> Result<Told<'a>> {
    let variants = sensitivity(&account.inputs, account.risk, &FACTORS)?;
    Ok(Told { results, scenario, account, status: *status, variants })
}

/// Says which tables a model needs before places can be ordered, if it lacks any.
fn refuse_without_training(loaded: &Loaded) -> Result<()> {
    let tables = &loaded.dataset.accounts;
    let mut missing = Vec::new();
    if loaded.model.accounts.qualifications.is_empty() {
        missing.push(Text::new(
            "các bảng [[qualification]] trong model.toml",
            "the tables [[qualification]] in model.toml",
        ));
    }
    missing.extend(missing_tables(tables));
    if missing.is_empty() {
        return Ok(());
    }
    let list = |pick: fn(&Text) -> &str| missing.iter().map(pick).collect::<Vec<_>>().join("; ");
    let (vi, en) = (list(|text| &text.vi), list(|text| &text.en));
    Err(failed(Text::new(
        format!(
            "mô hình «{}» chưa đủ bảng để đặt hàng đào tạo; hãy bổ sung: {vi}",
            loaded.model.name
        ),
        format!("the model «{}» lacks tables for training orders; add {en}", loaded.model.name),
    )))
}

fn missing_tables(tables: &AccountTables) -> Vec<Text> {
    let shares = &tables.qualification_shares;
    let held = shares.iter().any(|row| row.among == Workers::LabourForce);
    let wanted = shares.iter().any(|row| row.among != Workers::LabourForce);
    let needed = [
        (
            held,
            "qualification_share.csv (lực lượng lao động theo trình độ)",
            "qualification_share.csv (qualifications of the labour force)",
        ),
        (
            wanted,
            "qualification_share.csv (trình độ của từng nghề hoặc ngành)",
            "qualification_share.csv (qualifications of occupations or sectors)",
        ),
        (
            !tables.programmes.is_empty(),
            "programme.csv (thời gian học, tỷ lệ hoàn thành, ở lại, chi phí)",
            "programme.csv (duration, completion, stay, cost)",
        ),
        (
            !tables.enrolment.is_empty(),
            "enrolment.csv (tuyển sinh theo năm)",
            "enrolment.csv (intake by year)",
        ),
    ];
    let lacking = needed.into_iter().filter(|(there, _, _)| !there);
    lacking.map(|(_, vi, en)| Text::new(vi, en)).collect()
}

fn out_of_reach(results: &Results) -> Error {
    failed(Text::new(
        format!(
            "không chương trình nào kịp có tác dụng đến năm {}; hãy tăng --to hoặc giảm order.first_year",
            results.to
        ),
        format!(
            "no programme can have effect by {}; raise --to or lower order.first_year",
            results.to
        ),
    ))
}

const fn failed(message: Text) -> Error {
    Error::Method { stage: "order", message }
}

#[cfg(test)]
mod tests;
