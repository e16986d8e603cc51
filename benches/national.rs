//! The national size as one run with its tables: 63 areas × 21 sectors × 40 occupations × 5 levels, 500 draws.
//!
//! ```text
//! cargo bench --no-default-features --bench national
//! ```
//! Measured on two cores: 4.4 to 8.9 s, 364 MB, 207,844 rows. A run is made in a process of its own, so that its peak memory is its own; three runs are timed. The
//! bars are 60 seconds and 4 GB on two cores, and the bench fails above them.

#![allow(clippy::print_stdout, reason = "a bench tells what it measured")]
#![allow(clippy::expect_used, reason = "a bench that cannot run may panic")]

use std::process::Command;
use std::time::Instant;

use labourcast::pipeline::areas::run;
use labourcast::results::Results;

use crate::national_size::{Country, Size};

#[path = "../tests/it/national_size.rs"]
#[allow(clippy::unwrap_used, reason = "a made-up country whose codes are written in the file")]
mod national_size;

const NATIONAL: Size = Size { areas: 63, sectors: 21, occupations: 40, draws: 500 };
const MOST_SECONDS: f64 = 60.0;
const MOST_MEGABYTES: f64 = 4096.0;
/// The argument of a process that makes one run.
const ONCE: &str = "--once";

fn main() {
    if std::env::args().any(|argument| argument == ONCE) {
        once();
        return;
    }
    for _ in 0..3 {
        let itself = std::env::current_exe().expect("a process knows its file");
        let start = Instant::now();
        let output = Command::new(itself).arg(ONCE).output().expect("the bench runs itself");
        let seconds = start.elapsed().as_secs_f64();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout);
        print!("{seconds:6.1} s  {text}");
        assert!(seconds < MOST_SECONDS, "{seconds} s");
        let megabytes = text.split_whitespace().next().and_then(|first| first.parse::<f64>().ok());
        assert!(megabytes.is_none_or(|megabytes| megabytes < MOST_MEGABYTES), "{text}");
    }
}

/// One run; tells its peak memory, where the system does, and the size of its tables.
fn once() {
    let country = Country::of(NATIONAL);
    let results: Results = run(&country.inputs(), &|_| ()).expect("the country can be projected");
    let rows: usize = results.tables.iter().map(|table| table.rows.len()).sum();
    match peak_megabytes() {
        Some(peak) => println!("{peak:.0} MB at most, {rows} rows"),
        None => println!("- MB, {rows} rows"),
    }
}

/// Peak resident memory of this process, on Linux.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}
