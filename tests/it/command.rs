//! The command as a process of its own, and what it says.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The command with `words`, run in `folder` in a plain environment.
pub(crate) fn labourcast(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_labourcast"))
        .args(words)
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C")
        .output()
        .unwrap()
}

/// Its exit code.
pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// What it printed.
pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it complained of.
pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The document it printed.
pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", out(output)))
}
