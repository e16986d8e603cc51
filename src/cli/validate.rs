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
use crate::report;
use crate::report::manifest::{self, Manifest};

pub(crate) fn answer(arguments: &ValidateArgs, speech: Speech) -> Result<Answer> {
    let target = arguments.target.as_deref().unwrap_or(DEFAULT_MODEL);
    let is_path = !is_shipped(target) && looks_like_path(target);
    if is_path && Path::new(target).join(manifest::FILE).is_file() {
        return of_result(Path::new(target), speech);
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

/// The identities of a result, and whether its files are as they were written.
fn of_result(folder: &Path, speech: Speech) -> Result<Answer> {
    let manifest = Manifest::read(folder)?;
    let changed = manifest.changed_files(folder);
    let reports = identities::check(&report::read(folder)?);
    let mut text: String = reports.iter().map(|report| identity_line(report, speech)).collect();
    text.push_str(&files_line(manifest.files.len(), &changed, speech));
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
    let mut answer = Answer::done(text, json!({ "identities": data, "changed_files": &changed }));
    if reports.iter().any(|report| !report.holds()) {
        answer.exit = Exit::Method;
        let message = speech.say(
            "lỗi: có đồng nhất thức không đúng; kết quả này đã bị sửa hoặc chương trình có lỗi",
            "error: an identity does not hold; the result was changed, or the program is wrong",
        );
        answer.complain("identity", message.to_owned());
    }
    if !changed.is_empty() {
        answer.exit = Exit::Method;
        let message = speech.say(
            "lỗi: có tệp thiếu hoặc đã bị sửa sau khi chạy; con số trong đó có thể không còn là kết \
             quả của mô hình. Chạy lại, hoặc giữ bản sửa ở thư mục khác",
            "error: files are missing or were changed after the run; their figures may no longer \
             be the model's. Run again, or keep changed copies in another folder",
        );
        answer.complain("changed-file", message.to_owned());
    }
    Ok(answer)
}

fn files_line(n_files: usize, changed: &[&str], speech: Speech) -> String {
    if changed.is_empty() {
        let said = speech.say("tệp đúng như khi ghi", "files as they were written");
        return format!("{}{n_files} {said}\n", speech.say("đúng   ", "holds  "));
    }
    let said = speech.say("tệp thiếu hoặc đã bị sửa", "files missing or changed");
    let verdict = speech.say("SAI    ", "BROKEN ");
    format!("{verdict}{} {said}: {}\n", changed.len(), changed.join(", "))
}

fn identity_line(report: &IdentityReport, speech: Speech) -> String {
    let verdict = match (report.holds(), report.checked) {
        (_, 0) => speech.say("–     ", "–     "),
        (true, _) => speech.say("đúng  ", "holds "),
        (false, _) => speech.say("SAI   ", "BROKEN"),
    };
    let places = speech.say("chỗ, sai số tương đối lớn nhất", "places, largest relative error");
    let (checked, error) = (report.checked, speech.language.scientific(report.largest_error));
    let identity = speech.say(report.identity_vi, report.identity);
    format!("{verdict} {identity:<54} {checked:>6} {places} {error}\n")
}
