//! `labourcast forecast`: every series of a long table, with intervals.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::answer::{Answer, Format};
use crate::cli::arguments::{DEFAULT_SEED, ForecastArgs};
use crate::cli::console::Speech;
use crate::cli::panel_request::{PanelRequest, Reach};
use crate::cli::progress::Progress;
use crate::cli::request::table_form;
use crate::cli::run::workers;
use crate::error::{Error, Result};
use crate::forecast::definition::Definition;
use crate::forecast::forecaster::Forecaster;
use crate::forecast::temporal::Rule;
use crate::language::Text;
use crate::report::forecasts::{FitRows, ForecastRows, Level, PathRows};
use crate::report::long_rows::{Chunk, Form, Header, LongRows, csv};

mod temporal;

/// Series forecast before they are written; memory grows with this and not with their number.
const CHUNK: usize = 2048;
/// Intervals unless the user asks for others, in per cent.
const DEFAULT_LEVELS: [f64; 2] = [80.0, 95.0];

pub(crate) fn answer(arguments: &ForecastArgs, speech: Speech) -> Result<Answer> {
    let levels = levels(&arguments.level)?;
    let targets = Targets::of(arguments)?;
    let rule = temporal::rule(arguments)?;
    let request = PanelRequest::resolve(&arguments.panel, Reach::Horizon)?;
    if rule.is_some() {
        temporal::has_season(&request.panel)?;
    }
    let workers = workers(arguments.panel.threads)?;
    let seed = arguments.seed.unwrap_or(DEFAULT_SEED);
    let job = Job { request: &request, rule, levels, seed };
    let told = workers.install(|| job.done(targets, speech))?;
    Ok(told.answer(&request, speech))
}

/// Interval levels in per cent, each between 0 and 100 and each once.
fn levels(asked: &[f64]) -> Result<Vec<Level>> {
    let asked = if asked.is_empty() { &DEFAULT_LEVELS } else { asked };
    let is_wrong = |level: &&f64| Level::per_cent(**level).is_none();
    let wrong: Vec<String> = asked.iter().filter(is_wrong).map(f64::to_string).collect();
    if !wrong.is_empty() {
        let wrong = wrong.join(",");
        let message = Text::new(
            format!("--level {wrong}: mức phải lớn hơn 0 và nhỏ hơn 100"),
            format!("--level {wrong}: a level lies between 0 and 100"),
        );
        return Err(Error::Request { message });
    }
    let mut levels: Vec<Level> = Vec::new();
    for level in asked.iter().filter_map(|level| Level::per_cent(*level)) {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    Ok(levels)
}

/// The files to write; nothing of them means text on standard output.
struct Targets {
    forecasts: Option<(PathBuf, Form)>,
    fits: Option<(PathBuf, Form)>,
    paths: Option<(PathBuf, Form, u32)>,
}

impl Targets {
    fn of(arguments: &ForecastArgs) -> Result<Self> {
        let Some(out) = &arguments.out else {
            if arguments.fitted || arguments.paths.is_some() {
                let message = Text::new(
                    "--fitted và --paths ghi thêm tệp cạnh dự báo: hãy nêu --out TỆP",
                    "--fitted and --paths write files beside the forecasts: give --out FILE",
                );
                return Err(Error::Request { message });
            }
            return Ok(Self { forecasts: None, fits: None, paths: None });
        };
        let form = table_form(out)?;
        if is_same_file(out, &arguments.panel.file) {
            let name = out.display();
            let message = Text::new(
                format!("--out {name} là tệp số liệu đầu vào; hãy nêu tên khác"),
                format!("--out {name} is the table to forecast; give another name"),
            );
            return Err(Error::Request { message });
        }
        Ok(Self {
            forecasts: Some((out.clone(), form)),
            fits: arguments.fitted.then(|| (beside(out, "fitted"), form)),
            paths: arguments.paths.map(|n| (beside(out, "paths"), form, n)),
        })
    }
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let found = |path: &Path| path.canonicalize().ok();
    found(one).is_some_and(|one| Some(one) == found(other))
}

/// `F.fitted.csv` beside `F.csv`.
fn beside(path: &Path, word: &str) -> PathBuf {
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
    path.with_extension(format!("{word}.{}", ending.unwrap_or_default()))
}

struct Job<'a> {
    request: &'a PanelRequest,
    rule: Option<Rule>,
    levels: Vec<Level>,
    seed: u64,
}

/// What is told of a finished job.
#[derive(Default)]
struct Told {
    text: String,
    n_forecasts: usize,
    /// Series, model and reason of every forecast another model stood in for.
    fallbacks: Vec<(String, String, Text)>,
    files: Vec<PathBuf>,
}

impl Job<'_> {
    fn done(&self, targets: Targets, speech: Speech) -> Result<Told> {
        let panel = &self.request.panel;
        let n_chunks = panel.series().len().div_ceil(CHUNK);
        let progress = Progress::of(speech, (self.request.models.len() * (1 + n_chunks)) as u64);
        let mut n_done = 0_usize;
        let mut told = Told::default();
        let mut files = Files::new(targets);
        for definition in &self.request.models {
            progress.doing(n_done, definition.to_string());
            n_done += 1;
            if let Some(rule) = self.rule {
                self.agreed(definition, rule, (&mut files, &mut told))?;
                n_done += n_chunks;
                progress.doing(n_done, definition.to_string());
                continue;
            }
            let (regressors, horizon) = (&self.request.regressors, self.request.longest_horizon());
            let forecaster = Forecaster::learn_with(panel, regressors, definition, horizon);
            for series in panel.series().chunks(CHUNK) {
                let mut forecasts = forecaster.forecast(panel, series);
                self.request.finish(&mut forecasts);
                let rows = ForecastRows { panel, definition, levels: &self.levels };
                files.forecasts(&rows.chunk(&forecasts), &mut told)?;
                files.fits(|| FitRows { definition }.chunk(&forecasts))?;
                files.paths(|n| {
                    PathRows { panel, definition, seed: self.seed, n }.chunk(&forecasts)
                })?;
                n_done += 1;
                progress.doing(n_done, definition.to_string());
                told.n_forecasts += forecasts.len();
                told.fallbacks.extend(forecasts.into_iter().filter_map(|forecast| {
                    let reason = forecast.fallback?.text();
                    Some((forecast.id, definition.to_string(), reason))
                }));
            }
        }
        told.files = files.finish()?;
        Ok(told)
    }
}

/// The files being written.
struct Files {
    targets: Targets,
    open: [Option<LongRows>; 3],
}

impl Files {
    const fn new(targets: Targets) -> Self {
        Self { targets, open: [None, None, None] }
    }

    fn forecasts(&mut self, chunk: &Chunk, told: &mut Told) -> Result<()> {
        if let Some((path, form)) = &self.targets.forecasts {
            return write(&mut self.open[0], (path, *form), chunk);
        }
        let header = if told.text.is_empty() { Header::Shown } else { Header::LeftOut };
        told.text.push_str(&csv(chunk, header)?);
        Ok(())
    }

    /// How many paths are asked for.
    fn n_paths(&self) -> usize {
        self.targets.paths.as_ref().map_or(0, |(_, _, n)| *n as usize)
    }

    fn fits(&mut self, chunk: impl FnOnce() -> Chunk) -> Result<()> {
        match &self.targets.fits {
            Some((path, form)) => write(&mut self.open[1], (path, *form), &chunk()),
            None => Ok(()),
        }
    }

    fn paths(&mut self, chunk: impl FnOnce(u32) -> Chunk) -> Result<()> {
        match &self.targets.paths {
            Some((path, form, n)) => write(&mut self.open[2], (path, *form), &chunk(*n)),
            None => Ok(()),
        }
    }

    fn finish(self) -> Result<Vec<PathBuf>> {
        for file in self.open.into_iter().flatten() {
            file.finish()?;
        }
        let Targets { forecasts, fits, paths } = self.targets;
        let named = [forecasts.map(|f| f.0), fits.map(|f| f.0), paths.map(|p| p.0)];
        Ok(named.into_iter().flatten().collect())
    }
}

fn write(open: &mut Option<LongRows>, target: (&Path, Form), chunk: &Chunk) -> Result<()> {
    let file = match open {
        Some(file) => file,
        None => open.insert(LongRows::create(target.0, target.1, chunk)?),
    };
    file.write(chunk)
}

/// Fallbacks told one by one; more are counted.
const MOST_TOLD: usize = 10;

impl Told {
    fn answer(self, request: &PanelRequest, speech: Speech) -> Answer {
        let files: Vec<String> = self.files.iter().map(|path| path.display().to_string()).collect();
        let fallbacks: Vec<Value> = self
            .fallbacks
            .iter()
            .map(|(series, model, reason)| json!({"unique_id": series, "model": model, "reason": reason.en}))
            .collect();
        let models: Vec<String> = request.models.iter().map(Definition::to_string).collect();
        let mut data = json!({
            "n_series": request.panel.series().len(),
            "horizon": request.horizon,
            "season_length": request.panel.season_length(),
            "models": models,
            "fallbacks": fallbacks,
            "files": files,
        });
        if speech.format == Format::Json && files.is_empty() {
            data["forecasts_csv"] = Value::from(self.text.clone());
        }
        let text = if files.is_empty() { self.text.clone() } else { written(&files, speech) };
        let mut answer = Answer::done(text, data);
        answer.notes = self.notes(request, speech);
        answer
    }

    fn notes(&self, request: &PanelRequest, speech: Speech) -> Vec<String> {
        let panel = &request.panel;
        let n_series = panel.series().len();
        let mut notes = vec![speech.choose(
            format!(
                "{n_series} chuỗi, {} dự báo, mùa vụ {} kỳ",
                self.n_forecasts,
                panel.season_length()
            ),
            format!(
                "{n_series} series, {} forecasts, season of {}",
                self.n_forecasts,
                panel.season_length()
            ),
        )];
        notes.extend(request.left_out(speech));
        for (series, model, reason) in self.fallbacks.iter().take(MOST_TOLD) {
            notes.push(speech.choose(
                format!(
                    "{series}: không dùng được {model} ({}); thay bằng giá trị cuối",
                    reason.vi
                ),
                format!(
                    "{series}: {model} could not be used ({}); the last value stands in",
                    reason.en
                ),
            ));
        }
        if let Some(more) = self.fallbacks.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            notes.push(
                speech.choose(format!("… và {more} chuỗi nữa"), format!("… and {more} more")),
            );
        }
        notes
    }
}

fn written(files: &[String], speech: Speech) -> String {
    let list = files.join(", ");
    speech.choose(format!("đã ghi {list}\n"), format!("wrote {list}\n"))
}
