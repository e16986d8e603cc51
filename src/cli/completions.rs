//! `labourcast completions`: a script that completes verbs and options in a shell.

use clap::CommandFactory;
use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::arguments::{Cli, CompletionsArgs};

pub(crate) fn answer(arguments: &CompletionsArgs) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "labourcast", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    Answer::done(script.clone(), json!({ "shell": arguments.shell.to_string(), "script": script }))
}
