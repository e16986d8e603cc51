//! The command `labourcast`.

use std::io;
use std::process::ExitCode;

use labourcast::cli::{self, Console};

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let mut err = io::stderr();
    let mut console = Console::standard(&mut out, &mut err);
    ExitCode::from(cli::run(std::env::args_os(), &mut console).code())
}
