//! The command line: from what the user wrote to files and an exit code.
//!
//! A verb takes its arguments as written, resolves them against what it reads, calls the library
//! and gives back an `answer::Answer`; only [`run`] prints it. Results stand on standard output,
//! everything else on standard error.

mod answer;
mod arguments;
mod backtest;
mod chart;
mod compare;
mod completions;
mod console;
mod failure;
mod forecast;
mod help;
mod list;
mod model_source;
mod new;
mod order;
mod panel_request;
mod progress;
mod reconcile;
mod request;
mod run;
mod targets;
#[cfg(test)]
mod tests;
mod usage;
mod validate;

use std::ffi::OsString;
use std::io;

use crate::cli::answer::Answer;
pub use crate::cli::answer::Exit;
use crate::cli::arguments::{Cli, RunArgs, Verb};
pub use crate::cli::console::Console;
use crate::cli::console::Speech;
use crate::error::{Error, Result};
use crate::language::Text;
use crate::load::parquet;

/// Does what the command line `arguments`, the program's name first, asks for.
///
/// The caller ends with the code of the [`Exit`]; nothing here panics or ends the process.
pub fn run(arguments: impl IntoIterator<Item = OsString>, console: &mut Console) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|first| first == parquet::CHILD) {
        return decoded(&parquet::serve(io::stdin(), io::stdout()));
    }
    if arguments.get(1).is_some_and(|first| first == parquet::ROWS_CHILD) {
        return decoded(&parquet::serve_rows(io::stdout()));
    }
    let raw = Speech::before_parsing(&arguments, console);
    let (answer, speech) = match help::parse(&arguments, raw.language) {
        Ok(cli) => {
            let speech = raw.as_asked(&cli.output);
            (answer(&cli, speech), speech)
        }
        Err(error) => (failure::of_usage(&error, &arguments, raw.language), raw),
    };
    match answer.print(console, speech) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::File,
        _ => answer.exit,
    }
}

/// The end of the child process in which a Parquet file is decoded, and nothing else is done.
fn decoded(served: &std::result::Result<(), String>) -> Exit {
    match served {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Invalid,
    }
}

fn answer(cli: &Cli, speech: Speech) -> Answer {
    dispatch(cli, speech).unwrap_or_else(|error| failure::of_error(&error, speech.language))
}

fn dispatch(cli: &Cli, speech: Speech) -> Result<Answer> {
    match &cli.verb {
        Some(_) if cli.run != RunArgs::default() => Err(before_the_verb()),
        None => run::answer(&cli.run, speech),
        Some(Verb::Run(arguments)) => run::answer(arguments, speech),
        Some(Verb::Targets(arguments)) => targets::answer(arguments, speech),
        Some(Verb::Order(arguments)) => order::answer(arguments, speech),
        Some(Verb::Validate(arguments)) => validate::answer(arguments, speech),
        Some(Verb::Compare(arguments)) => compare::answer(arguments, speech),
        Some(Verb::Chart(arguments)) => chart::answer(arguments, speech),
        Some(Verb::Forecast(arguments)) => forecast::answer(arguments, speech),
        Some(Verb::Backtest(arguments)) => backtest::answer(arguments, speech),
        Some(Verb::Reconcile(arguments)) => reconcile::answer(arguments, speech),
        Some(Verb::New(arguments)) => new::answer(arguments, speech),
        Some(Verb::List) => list::answer(speech),
        Some(Verb::Completions(arguments)) => Ok(completions::answer(arguments)),
    }
}

fn before_the_verb() -> Error {
    let message = Text::new(
        "các tùy chọn phải đứng sau tên lệnh, ví dụ: labourcast run khanh-hoa --to 2030",
        "options stand after the verb, for example: labourcast run khanh-hoa --to 2030",
    );
    Error::Request { message }
}
