//! `labourcast validate`: every problem of an input at once, or the identities of a result.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::answer::{self, Answer, Exit};
use crate::cli::arguments::{DEFAULT_MODEL, ValidateArgs};
use crate::cli::console::Speech;
use crate::cli::model_source::{is_shipped, looks_like_path, model_source};
use crate::error::{Error, Problem, Result, Severity};
use crate::identities::{self, IdentityReport};
use crate::load;
use crate::report::{self, manifest};

pub(crate) fn answer(arguments: &ValidateArgs, speech: Speech) -> Result<Answer> {
    let target = arguments.target.as_deref().unwrap_or(DEFAULT_MODEL);
    let is_path = !is_shipped(target) && looks_like_path(target);
    if is_path && Path::new(target).join(manifest::FILE).is_file() {
        let results = report::read(Path::new(target))?;
        return Ok(of_identities(&identities::check(&results), speech));
    }
    if !is_path {
        model_source(Some(target))?;
    }
    of_problems(load::validate_path(target), speech)
}

/// Findings are the result here, whether they are errors or not.
fn of_problems(found: Result<Vec<Problem>>, speech: Speech) -> Result<Answer> {
    let problems = match found {
        Ok(problems) | Err(Error::Invalid { problems }) => problems,
        Err(other) => return Err(other),
    };
    let mut lines = answer::sentences(&problems, speech.language);
    if problems.is_empty() {
        lines.push(speech.say("không có lỗi nào", "no problems").to_owned());
    }
    let errors = problems.iter().filter(|p| p.severity == Severity::Error).count();
    let counts = json!({ "n_errors": errors, "n_warnings": problems.len() - errors });
    let mut answer = Answer::done(lines.join("\n") + "\n", counts);
    answer.exit = if errors == 0 { Exit::Done } else { Exit::Invalid };
    answer.problems = problems;
    Ok(answer)
}

fn of_identities(reports: &[IdentityReport], speech: Speech) -> Answer {
    let text: String = reports.iter().map(|report| identity_line(report, speech)).collect();
    let data: Vec<Value> = reports
        .iter()
        .map(|report| {
            json!({
                "identity": report.identity,
                "holds": report.holds(),
                "checked": report.checked,
                "largest_error": report.largest_error,
            })
        })
        .collect();
    let mut answer = Answer::done(text, json!({ "identities": data }));
    if reports.iter().any(|report| !report.holds()) {
        answer.exit = Exit::Method;
        let message = speech.say(
            "lỗi: có đồng nhất thức không đúng; kết quả này đã bị sửa hoặc chương trình có lỗi",
            "error: an identity does not hold; the result was changed, or the program is wrong",
        );
        answer.complain("identity", message.to_owned());
    }
    answer
}

fn identity_line(report: &IdentityReport, speech: Speech) -> String {
    let verdict = match (report.holds(), report.checked) {
        (_, 0) => speech.say("–     ", "–     "),
        (true, _) => speech.say("đúng  ", "holds "),
        (false, _) => speech.say("SAI   ", "BROKEN"),
    };
    let places = speech.say("chỗ, sai số tương đối lớn nhất", "places, largest relative error");
    let (checked, error) = (report.checked, report.largest_error);
    format!("{verdict} {:<54} {checked:>6} {places} {error:.1e}\n", report.identity)
}
