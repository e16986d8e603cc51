//! Errors as answers: what is told, and with which exit code.

use std::ffi::OsString;

use crate::cli::answer::{self, Answer, Exit};
use crate::cli::usage;
use crate::error::Error;
use crate::language::Language;

/// What clap has to say of the command line `arguments`: help and version are results, everything
/// else is a wrong usage.
pub(crate) fn of_usage(error: &clap::Error, arguments: &[OsString], language: Language) -> Answer {
    if error.use_stderr() {
        let text = usage::told(error, arguments, language);
        return Answer::failed(Exit::Usage, "usage", text);
    }
    let text = error.render().to_string();
    Answer::done(text.clone(), serde_json::json!({ "text": text }))
}

pub(crate) fn of_error(error: &Error, language: Language) -> Answer {
    match error {
        Error::Invalid { problems } => {
            let mut answer = Answer::done(String::new(), serde_json::json!({}));
            answer.exit = Exit::Invalid;
            answer.alarms = answer::sentences(problems, language);
            answer.problems.clone_from(problems);
            answer
        }
        Error::Request { .. } => Answer::failed(Exit::Usage, "request", text(error, language)),
        Error::Method { .. } => Answer::failed(Exit::Method, "method", text(error, language)),
        Error::Read { .. } => Answer::failed(Exit::File, "read", text(error, language)),
        Error::Write { .. } => Answer::failed(Exit::File, "write", text(error, language)),
    }
}

fn text(error: &Error, language: Language) -> String {
    let word = match language {
        Language::Vietnamese => "lỗi",
        Language::English => "error",
    };
    format!("{word}: {}", error.sentence(language))
}
