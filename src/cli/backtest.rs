//! `labourcast backtest`: how good forecasts would have been at earlier origins.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::cli::answer::{Answer, Exit};
use crate::cli::arguments::BacktestArgs;
use crate::cli::console::Speech;
use crate::cli::panel_request::{PanelRequest, Reach};
use crate::cli::progress::Progress;
use crate::cli::run::workers;
use crate::error::{Error, Result};
use crate::forecast::accuracy::{FEWEST_ORIGINS, Scores};
use crate::forecast::backtest::{Origins, Trial};
use crate::forecast::definition::Definition;
use crate::language::Text;
use crate::report::backtests::{self, BENCHMARKS, MEASURES};
use crate::report::long_rows::{Chunk, Form, LongRows};

/// Fewest values before an origin of series without season.
const MIN_TRAIN: usize = 10;

pub(crate) fn answer(arguments: &BacktestArgs, speech: Speech) -> Result<Answer> {
    let request = PanelRequest::resolve(&arguments.panel, Reach::Past)?;
    let season = request.panel.season_length();
    let usual = if season > 1 { (5 * season).div_ceil(2).max(MIN_TRAIN) } else { MIN_TRAIN };
    let origins = Origins {
        min_train: arguments.min_train.map_or(usual, |n| n as usize),
        step: arguments.step as usize,
        horizon: request.horizon,
    };
    if origins.of(&request.panel).is_empty() {
        return Err(no_origin(&origins));
    }
    let workers = workers(arguments.panel.threads)?;
    let tried = workers.install(|| Tried::of(&request, &origins, speech));
    let files = match &arguments.out {
        Some(folder) => tried.write(&request, folder)?,
        None => Vec::new(),
    };
    Ok(tried.answer(&request, &files, speech))
}

fn no_origin(origins: &Origins) -> Error {
    let n = origins.min_train + 1;
    Error::Method {
        stage: "backtest",
        message: Text::new(
            format!("không chuỗi nào có {n} giá trị trở lên; giảm --min-train"),
            format!("no series has {n} values or more; lower --min-train"),
        ),
    }
}

/// Every model tried, and the benchmarks.
struct Tried {
    trials: Vec<Trial>,
    benchmarks: Vec<Trial>,
}

impl Tried {
    fn of(request: &PanelRequest, origins: &Origins, speech: Speech) -> Self {
        let benchmarks = BENCHMARKS.iter().filter_map(|name| Definition::parse(name));
        let all: Vec<Definition> = request.models.iter().cloned().chain(benchmarks).collect();
        let progress = Progress::of(speech, all.len() as u64);
        let tried = |(n, definition): (usize, &Definition)| {
            progress.doing(n, definition.to_string());
            let none = Arc::default();
            let regressors =
                if definition.takes_regressors() { &request.regressors } else { &none };
            Trial::run_with(&request.panel, regressors, definition, origins)
        };
        let mut trials: Vec<Trial> = all.iter().enumerate().map(tried).collect();
        let benchmarks = trials.split_off(request.models.len());
        Self { trials, benchmarks }
    }

    /// The trials, and the benchmarks that were not asked for.
    fn all(&self) -> impl Iterator<Item = &Trial> {
        let asked = |trial: &&Trial| !self.trials.iter().any(|t| t.definition == trial.definition);
        self.trials.iter().chain(self.benchmarks.iter().filter(asked))
    }

    fn write(&self, request: &PanelRequest, folder: &Path) -> Result<Vec<PathBuf>> {
        let scores: Vec<Chunk> = self
            .all()
            .map(|trial| backtests::scores(trial, &self.benchmarks, request.horizon))
            .collect();
        let errors: Vec<Chunk> =
            self.all().map(|trial| backtests::errors(&request.panel, trial)).collect();
        let mut written = Vec::new();
        for (name, chunks) in [("errors", &errors), ("scores", &scores)] {
            for (ending, form) in [("csv", Form::Csv), ("parquet", Form::Parquet)] {
                let path = folder.join(format!("{name}.{ending}"));
                let Some(first) = chunks.first() else { continue };
                let mut file = LongRows::create(&path, form, first)?;
                for chunk in chunks {
                    file.write(chunk)?;
                }
                file.finish()?;
                written.push(path);
            }
        }
        Ok(written)
    }

    fn answer(&self, request: &PanelRequest, files: &[PathBuf], speech: Speech) -> Answer {
        let scores: Vec<(String, Scores)> =
            self.all().map(|trial| (trial.definition.to_string(), trial.scores())).collect();
        let gate = self.gate();
        let files: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        let data = json!({
            "n_series": request.panel.series().len(),
            "horizon": request.horizon,
            "scores": scores.iter().map(|(model, scores)| of_scores(model, scores)).collect::<Vec<_>>(),
            "better_than_naive": gate.share,
            "too_few_origins": gate.too_few,
            "files": files,
        });
        let mut text = table(&scores, speech);
        text.push_str(&gate.sentence(speech));
        if !files.is_empty() {
            let list = files.join(", ");
            text.push_str(&speech.choose(format!("đã ghi {list}\n"), format!("wrote {list}\n")));
        }
        let mut answer = Answer::done(text, data);
        answer.notes.extend(request.left_out(speech));
        if gate.fails() {
            answer.exit = Exit::Method;
            answer.complain("worse-than-naive", gate.complaint(speech));
        }
        answer
    }

    /// The first model asked for against the benchmark of the Bureau of Labor Statistics.
    fn gate(&self) -> Gate {
        let first = self.trials.first();
        let benchmark = self.benchmarks.last();
        let share = first.zip(benchmark).and_then(|(own, other)| own.share_better_than(other));
        let is_benchmark = first
            .is_some_and(|trial| self.benchmarks.iter().any(|b| b.definition == trial.definition));
        let too_few = first.is_none_or(|trial| trial.scores().too_few());
        let model = first.map_or(String::new(), |trial| trial.definition.to_string());
        Gate { model, share: share.filter(|_| !is_benchmark), too_few }
    }
}

/// Whether a model beats the naive one for a majority of the series.
struct Gate {
    model: String,
    share: Option<f64>,
    too_few: bool,
}

impl Gate {
    fn fails(&self) -> bool {
        !self.too_few && self.share.is_some_and(|share| share <= 0.5)
    }

    fn sentence(&self, speech: Speech) -> String {
        let mut text = String::new();
        if let Some(share) = self.share {
            let per_cent = 100.0 * share;
            text.push_str(
                &speech.choose(
                    format!("{} tốt hơn bls ở {per_cent:.0} % số chuỗi\n", self.model)
                        .replace('.', ","),
                    format!("{} is better than bls on {per_cent:.0}% of the series\n", self.model),
                ),
            );
        }
        if self.too_few {
            text.push_str(&speech.choose(
                format!("quá ít thời điểm gốc (dưới {FEWEST_ORIGINS}) để tin vào các con số này\n"),
                format!("too few origins (under {FEWEST_ORIGINS}) to rely on these figures\n"),
            ));
        }
        text
    }

    fn complaint(&self, speech: Speech) -> String {
        speech.choose(
            format!("kiểm định không đạt: {} không tốt hơn bls ở đa số chuỗi", self.model),
            format!("quality gate failed: {} is not better than bls on most series", self.model),
        )
    }
}

fn of_scores(model: &str, scores: &Scores) -> Value {
    let mut members = Map::from_iter([
        ("model".to_owned(), json!(model)),
        ("n_forecasts".to_owned(), json!(scores.n_forecasts)),
        ("n_origins".to_owned(), json!(scores.n_origins)),
    ]);
    members.extend(MEASURES.iter().map(|(name, of)| ((*name).to_owned(), json!(of(scores)))));
    Value::Object(members)
}

/// The measures shown to a reader, those in per cent first.
const SHOWN: [(&str, f64); 8] = [
    ("wape", 100.0),
    ("smape", 100.0),
    ("mase", 1.0),
    ("bias", 100.0),
    ("coverage_80", 100.0),
    ("coverage_95", 100.0),
    ("msis_95", 1.0),
    ("crps", 1.0),
];

fn table(scores: &[(String, Scores)], speech: Speech) -> String {
    let header = [
        "WAPE %",
        "sMAPE %",
        "MASE",
        speech.say("lệch %", "bias %"),
        "80 %",
        "95 %",
        "MSIS",
        "CRPS",
    ];
    let width = scores.iter().map(|(model, _)| model.chars().count()).max().unwrap_or(0).max(6);
    let mut text = format!("{:<width$}", speech.say("mô hình", "model"));
    text.extend(header.iter().map(|name| format!(" {name:>8}")));
    text.push('\n');
    for (model, scores) in scores {
        let mut cells = vec![format!("{model:<width$}")];
        for (name, factor) in SHOWN {
            let of = MEASURES.iter().find(|(known, _)| *known == name).map(|(_, of)| of);
            let value = of.and_then(|of| of(scores)).map(|value| value * factor);
            let cell = value.map_or("–".to_owned(), |value| format!("{value:.2}"));
            let cell = speech.choose(cell.replace('.', ","), cell);
            cells.push(format!(" {cell:>8}"));
        }
        text.extend(cells);
        text.push('\n');
    }
    text
}
