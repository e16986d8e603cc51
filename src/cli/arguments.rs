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

/// Most periods of a horizon, a season or a training part.
const MOST_PERIODS: i64 = 10_000;

const USAGE: &str = "labourcast [run] [MODEL] [OPTIONS]\n       labourcast <VERB> [OPTIONS]";

const EXIT_CODES: &str = "Exit codes: 0 done · 2 usage · 3 input invalid · 4 model or quality \
gate failed · 5 file or permission · 6 partly done, failures reported";

const RECONCILE_FILES: &str = "The hierarchy is a tree (unique_id,parent; the top has no parent) or \
groups of bottom series (unique_id,sector,area,…), whose aggregates are called total, sector=A, \
sector=A/area=VN, …\n\nWith --paths every draw is made to add up and intervals are taken from the \
draws. Without, an interval moves with its mean and keeps its width: it is then no interval of the \
reconciled forecast's own error.";

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
    /// Show where the targets of the plan stand: pace, probability, verdict, consistency, levers
    Targets(TargetsArgs),
    /// Places to order of every training programme: present, back-out and optimal
    Order(OrderArgs),
    /// Show every problem of a model, a data folder or file, or the identities of a result
    Validate(ValidateArgs),
    /// Show what changed between two runs, or two scenarios of one, and why
    Compare(CompareArgs),
    /// Draw one chart of a result
    Chart(ChartArgs),
    /// Forecast every series of a long table, with intervals
    Forecast(ForecastArgs),
    /// Measure how good forecasts of a long table would have been at earlier origins
    Backtest(BacktestArgs),
    /// Make forecasts of series that add up do so
    Reconcile(ReconcileArgs),
    /// Write the shipped models and datasets to a folder, as a start of your own
    New(NewArgs),
    /// List models with their scenarios, datasets and kinds of charts
    List,
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

/// What is projected, as every verb that runs a model takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct ProjectionArgs {
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
    /// Number of threads; results do not depend on it [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub(crate) threads: Option<u16>,
}

/// The run as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) projection: ProjectionArgs,
    /// Folder of the results [default: results/<model>]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// What to write: all, or tables without charts and workbook [default: all]
    #[arg(long, value_name = "WHAT")]
    pub(crate) outputs: Option<OutputsArg>,
    /// Areas to compare in a table and a chart, of a model of several areas [default: the model's]
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) areas: Vec<String>,
}

/// Training orders as asked for.
#[derive(Debug, Args)]
pub(crate) struct OrderArgs {
    #[command(flatten)]
    pub(crate) projection: ProjectionArgs,
    /// Folder to write all results of the run to as well [default: none]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Targets of the plan under one or more scenarios.
#[derive(Debug, Args)]
pub(crate) struct TargetsArgs {
    #[command(flatten)]
    pub(crate) projection: ProjectionArgs,
    /// Scenarios taken together as levers, with commas between them: what each closes of the gap
    /// [default: every other scenario by itself]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) levers: Vec<String>,
    /// Folder to write all results of the run to as well [default: none]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
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
    /// Areas to compare, or the area of a fan, in a run of several areas
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) areas: Vec<String>,
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

/// A long table and how to forecast it.
#[derive(Debug, Args)]
pub(crate) struct PanelArgs {
    /// CSV or Parquet file with columns `unique_id`, `ds` (a year or an ISO date) and `y`
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Number of periods to forecast
    #[arg(long, value_name = "H", value_parser = clap::value_parser!(u32).range(1..=MOST_PERIODS))]
    pub(crate) horizon: u32,
    /// Periods after which the season repeats; of several, as 24,168, mstl takes out all and other
    /// models know the first [default: what the dates tell]
    #[arg(long, value_name = "M", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=MOST_PERIODS))]
    pub(crate) season: Vec<u32>,
    /// Model: auto, ets, ets:AAdN, arima, arima(1,1,1), theta, dot, ces, holt, damped, drift,
    /// naive, bls, eb, combo, median(ets,dot), weighted(ets,dot), and around any of them stl(ets),
    /// mstl(ets,24,168), log(ets), boxcox(ets), breaks(ets); may be repeated [default: auto]
    #[arg(long = "model", value_name = "MODEL")]
    pub(crate) models: Vec<String>,
    /// What no value can exceed, as 1 or 100 for shares; forecasts stay below [default: no bound]
    #[arg(long, value_name = "MAX", allow_negative_numbers = true)]
    pub(crate) at_most: Option<f64>,
    /// Table of regressors for arima, ridge, lasso and elastic-net: `unique_id`, `ds` and a column
    /// each, over the past and the horizon; with a column draw, the horizon as sample paths
    #[arg(long = "x", value_name = "FILE")]
    pub(crate) regressors: Option<PathBuf>,
    /// Columns of the regression, as gdp,gdp@1,step(2020),pulse(2021),trend; x@1 is x a period
    /// before [default: those of the table]
    #[arg(long, value_name = "TERMS", value_delimiter = ',')]
    pub(crate) terms: Vec<String>,
    /// Years, months or days whose values are off, as 2020,2021: nothing is learnt from them
    #[arg(long, value_name = "MOMENTS", value_delimiter = ',')]
    pub(crate) mask: Vec<String>,
    /// Number of threads; results do not depend on it [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct ForecastArgs {
    #[command(flatten)]
    pub(crate) panel: PanelArgs,
    /// Levels of the intervals in per cent, with commas between them [default: 80,95]
    #[arg(long, value_name = "LEVELS", value_delimiter = ',')]
    pub(crate) level: Vec<f64>,
    /// Number of sample paths to write beside the forecasts, joint over the series
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_DRAWS))]
    pub(crate) paths: Option<u32>,
    /// Seed of the sample paths [default: 20251101]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Forecast months, quarters and years so that they agree: the figure of a longer span is the
    /// sum of its periods, or, with --temporal=mean, their mean, as of persons employed
    #[arg(long, value_name = "TOTAL", num_args = 0..=1, require_equals = true, default_missing_value = "sum")]
    pub(crate) temporal: Option<TotalArg>,
    /// What forecasts of longer spans count for with --temporal
    #[arg(long, value_name = "WEIGHTS", default_value = "variance")]
    pub(crate) temporal_weights: WeightsArg,
    /// Write parameters, likelihood and status of every fit beside the forecasts
    #[arg(long)]
    pub(crate) fitted: bool,
    /// File to write: .csv, .parquet or .json [default: CSV on standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TotalArg {
    /// The sum of its periods
    Sum,
    /// Their mean
    Mean,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WeightsArg {
    /// One over the variance of the forecast
    Variance,
    /// One over the number of periods
    Structural,
}

#[derive(Debug, Args)]
pub(crate) struct BacktestArgs {
    #[command(flatten)]
    pub(crate) panel: PanelArgs,
    /// Fewest values of a series before an origin [default: 10, or two seasons and a half]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_PERIODS))]
    pub(crate) min_train: Option<u32>,
    /// Periods from one origin to the next
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=MOST_PERIODS))]
    pub(crate) step: u32,
    /// Folder to write errors and scores to [default: none]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Files of reconciliation, and how it is done.
#[derive(Debug, Args)]
#[command(after_help = RECONCILE_FILES)]
pub(crate) struct ReconcileArgs {
    /// Table with `unique_id`, ds, mean and, if known, model, median, `lo_80`, `hi_80`, …
    #[arg(value_name = "FORECASTS")]
    pub(crate) forecasts: PathBuf,
    /// Table with `unique_id` and parent, or with `unique_id` and grouping columns
    #[arg(long, value_name = "FILE")]
    pub(crate) hierarchy: PathBuf,
    /// `bottom_up`, `top_down`, `middle_out`, ols, `wls_struct`, `wls_var` or `mint_shrink`
    #[arg(long, value_name = "NAME")]
    pub(crate) method: String,
    /// Let no series fall below zero
    #[arg(long)]
    pub(crate) nonnegative: bool,
    /// Groups that are aggregates, such as sector,area,sector/area [default: every combination]
    #[arg(long, value_name = "GROUPS", value_delimiter = ',')]
    pub(crate) groups: Vec<String>,
    /// Level that keeps its forecasts, for `middle_out`: a depth from 0, or a grouping
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// How forecasts are divided: forecast, average or `of_averages` [default: forecast]
    #[arg(long, value_name = "HOW")]
    pub(crate) proportions: Option<String>,
    /// Table with `unique_id`, ds and residual, for `wls_var` and `mint_shrink`
    #[arg(long, value_name = "FILE")]
    pub(crate) residuals: Option<PathBuf>,
    /// Table with `unique_id`, ds and y, for proportions of the past
    #[arg(long, value_name = "FILE")]
    pub(crate) observations: Option<PathBuf>,
    /// Sample paths to reconcile with the forecasts: `unique_id`, ds, draw and value
    #[arg(long, value_name = "FILE")]
    pub(crate) paths: Option<PathBuf>,
    /// File to write: .csv, .parquet or .json [default: CSV on standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Number of threads; results do not depend on it [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub(crate) threads: Option<u16>,
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
