//! Errors as answers: what is told, and with which exit code.

use crate::cli::answer::{self, Answer, Exit};
use crate::error::Error;
use crate::language::Language;

/// What clap has to say: help and version are results, everything else is a wrong usage.
pub(crate) fn of_usage(error: &clap::Error) -> Answer {
    let text = error.render().to_string();
    if error.use_stderr() {
        Answer::failed(Exit::Usage, "usage", text.trim_end().to_owned())
    } else {
        Answer::done(text.clone(), serde_json::json!({ "text": text }))
    }
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
