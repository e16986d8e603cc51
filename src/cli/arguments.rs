//! The command line as written.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::language::Language;

/// Joint sample paths unless the user asks for another number.
pub(crate) const DEFAULT_DRAWS: u32 = 2000;
/// Most draws that are accepted.
const MOST_DRAWS: i64 = 1_000_000;
/// Seed unless the user asks for another; any fixed number does.
pub(crate) const DEFAULT_SEED: u64 = 20_251_101;
/// Model of a command without arguments.
pub(crate) const DEFAULT_MODEL: &str = "khanh-hoa";
/// Most threads that are accepted.
const MOST_THREADS: i64 = 1024;

const USAGE: &str = "labourcast [run] [MODEL] [OPTIONS]\n       labourcast <VERB> [OPTIONS]";

const EXIT_CODES: &str = "Exit codes: 0 done · 2 usage · 3 input invalid · 4 model or quality \
gate failed · 5 file or permission · 6 partly done, failures reported";

/// Labour supply and demand by sector: shortages and surpluses, and how sure they are
#[derive(Debug, Parser)]
#[command(name = "labourcast", version, override_usage = USAGE, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

/// How every verb speaks.
#[derive(Clone, Debug, Args)]
pub(crate) struct OutputArgs {
    /// Language of results and messages [default: vi where the locale is, else en]
    #[arg(long, global = true, value_name = "LANG", display_order = 900)]
    pub(crate) lang: Option<LanguageArg>,
    /// Print one JSON document on standard output
    #[arg(long, global = true, display_order = 901)]
    pub(crate) json: bool,
    /// Print no notes and no progress on standard error
    #[arg(long, short, global = true, display_order = 902)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "lower")]
pub(crate) enum LanguageArg {
    /// Vietnamese
    Vi,
    /// English
    En,
}

impl From<LanguageArg> for Language {
    fn from(argument: LanguageArg) -> Self {
        match argument {
            LanguageArg::Vi => Self::Vietnamese,
            LanguageArg::En => Self::English,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Project demand, supply and the gap between them; without a verb this is done
    Run(RunArgs),
    /// Show every problem of a model, a data folder or file, or the identities of a result
    Validate(ValidateArgs),
    /// Show what changed between two runs, or two scenarios of one, and why
    Compare(CompareArgs),
    /// Draw one chart of a result
    Chart(ChartArgs),
    /// Write the shipped models and datasets to a folder, as a start of your own
    New(NewArgs),
    /// List models with their scenarios, datasets and kinds of charts
    List,
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

/// The run as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct RunArgs {
    /// Shipped model, or path of a model.toml [default: khanh-hoa]
    pub(crate) model: Option<String>,
    /// Scenario to run, may be repeated; `all` runs every one [default: the model's]
    #[arg(long = "scenario", value_name = "NAME")]
    pub(crate) scenarios: Vec<String>,
    /// Last year of the projection [default: the model's]
    #[arg(long, value_name = "YEAR")]
    pub(crate) to: Option<i32>,
    /// Number of joint sample paths, 1 to 1,000,000 [default: 2000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_DRAWS))]
    pub(crate) draws: Option<u32>,
    /// Seed of the draws; the same seed gives the same results [default: 20251101]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Folder of the results [default: results/<model>]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// What to write: all, or tables without charts and workbook [default: all]
    #[arg(long, value_name = "WHAT")]
    pub(crate) outputs: Option<OutputsArg>,
    /// Number of threads; results do not depend on it [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub(crate) threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputsArg {
    /// Tables, workbook and charts
    All,
    /// Tables only
    Tables,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    /// Shipped model, model.toml, data folder, data file or result folder [default: khanh-hoa]
    #[arg(value_name = "MODEL|DIR|FILE|RUN")]
    pub(crate) target: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// Result folder of the old run
    #[arg(value_name = "RUN_A")]
    pub(crate) old: PathBuf,
    /// Result folder of the new run
    #[arg(value_name = "RUN_B", required_unless_present = "scenarios")]
    pub(crate) new: Option<PathBuf>,
    /// Two scenarios to compare, of one run or of one run each
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    pub(crate) scenarios: Vec<String>,
    /// Number of differences to show, the largest first
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
}

#[derive(Debug, Args)]
pub(crate) struct ChartArgs {
    /// Result folder
    #[arg(value_name = "RUN")]
    pub(crate) run: PathBuf,
    /// Kind of chart; `labourcast list` names them
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: String,
    /// Sector, such as I or VSIC2018:I [default: all sectors together]
    #[arg(long, value_name = "CODE")]
    pub(crate) sector: Option<String>,
    /// Scenario [default: the first of the run]
    #[arg(long, value_name = "NAME")]
    pub(crate) scenario: Option<String>,
    /// File format [default: that of --out, else svg]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FormatArg>,
    /// File to write [default: <kind>.<format>]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// Scalable, for print and slides
    Svg,
    /// Pixels, for the web
    Png,
}

impl FormatArg {
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// Folder to make; it must not exist or be empty
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// Shell the script is for
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}
