//! `labourcast run`: from a model's name to a folder of results.

mod areas;
pub(crate) mod told;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::accounts::Ordered;
use crate::cli::answer::Answer;
use crate::cli::arguments::RunArgs;
use crate::cli::console::Speech;
use crate::cli::model_source::model_source;
use crate::cli::progress::Progress;
use crate::cli::request::RunRequest;
use crate::error::{Error, Result};
use crate::identities;
use crate::language::Text;
use crate::load::{self, Loaded};
use crate::pipeline::{self, OrderScope, RunInputs};
use crate::report::{self, ManifestInputs, ReportRequest, Written};
use crate::results::Results;
use crate::scenario::Scenario;

pub(crate) fn answer(arguments: &RunArgs, speech: Speech) -> Result<Answer> {
    let source = model_source(arguments.projection.model.as_deref())?;
    let progress = Progress::begin(speech);
    progress.reading();
    if let Some(loaded) = load::areas_folder::load(&source)? {
        return areas::answer((arguments, &loaded), &progress, speech);
    }
    refuse_areas(arguments)?;
    let loaded = load::load(&source)?;
    let request = RunRequest::resolve(arguments, &loaded)?;
    report::check_folder(&request.out)?;
    let workers = workers(arguments.projection.threads)?;
    let done = workers.install(|| {
        Work {
            loaded: &loaded,
            request: &request,
            progress: &progress,
            orders: OrderScope::FirstScenario,
        }
        .done()
    })?;
    drop(progress);
    Ok(told::answer(&done, speech))
}

/// What a run has found, before anything is written.
pub(crate) struct Found {
    pub(crate) results: Results,
    /// Orders of the scenarios of the results, in their order.
    pub(crate) orders: Vec<Option<Ordered>>,
    /// Names of scenarios without an answer, each with the reason.
    pub(crate) failed: Vec<(String, String)>,
}

/// What came of a run.
pub(crate) struct Done {
    pub(crate) results: Results,
    /// Names of scenarios without an answer, each with the reason.
    pub(crate) failed: Vec<(String, String)>,
    pub(crate) written: Written,
}

/// Everything a run needs once it is resolved.
pub(crate) struct Work<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) request: &'a RunRequest,
    pub(crate) progress: &'a Progress,
    /// Under which scenarios training is ordered.
    pub(crate) orders: OrderScope,
}

impl Work<'_> {
    fn done(&self) -> Result<Done> {
        let Found { results, failed, .. } = self.found()?;
        let written = self.written(&results)?;
        Ok(Done { results, failed, written })
    }

    /// What the run finds; a result that does not add up is not given out.
    pub(crate) fn found(&self) -> Result<Found> {
        let found = self.possible()?;
        refuse_broken_identities(&found.results)?;
        Ok(found)
    }

    /// Writes the folder of results.
    pub(crate) fn written(&self, results: &Results) -> Result<Written> {
        self.progress.writing();
        report::write(results, &self.report_request())
    }

    /// The results of all scenarios, or of those that have an answer.
    fn possible(&self) -> Result<Found> {
        let scenarios = &self.request.scenarios;
        match self.run(scenarios) {
            Ok((results, orders)) => Ok(Found { results, orders, failed: Vec::new() }),
            Err(error @ Error::Method { .. }) if scenarios.len() > 1 => {
                self.without_the_failing(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Runs each scenario alone to find those that fail, then the others together.
    fn without_the_failing(&self, error: Error) -> Result<Found> {
        let (mut possible, mut failed) = (Vec::new(), Vec::new());
        for scenario in &self.request.scenarios {
            match self.run(std::slice::from_ref(scenario)) {
                Ok(_) => possible.push(scenario.clone()),
                Err(reason) => {
                    failed.push((scenario.name.clone(), reason.sentence(self.progress.language())));
                }
            }
        }
        if possible.is_empty() {
            return Err(error);
        }
        let (results, orders) = self.run(&possible)?;
        Ok(Found { results, orders, failed })
    }

    fn run(&self, scenarios: &[Scenario]) -> Result<(Results, Vec<Option<Ordered>>)> {
        let inputs = RunInputs {
            model: &self.loaded.model,
            dataset: &self.loaded.dataset,
            scenarios,
            options: self.request.options,
            problems: &self.loaded.problems,
            orders: self.orders,
        };
        pipeline::run_with_orders(&inputs, &|stage| self.progress.stage(stage))
    }

    fn report_request(&self) -> ReportRequest<'_> {
        let inputs = self.loaded.inputs.iter();
        let manifest = ManifestInputs {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            options: self.request.given.clone(),
            inputs: inputs.map(|file| (file.name.clone(), file.sha256.clone())).collect(),
        };
        ReportRequest {
            folder: &self.request.out,
            language: self.progress.language(),
            outputs: self.request.outputs,
            manifest,
        }
    }
}

/// A model of one area has no other to be compared with.
fn refuse_areas(arguments: &RunArgs) -> Result<()> {
    if arguments.areas.is_empty() {
        return Ok(());
    }
    let message = Text::new(
        "--areas: mô hình này chỉ có một địa bàn; dùng viet-nam-provinces",
        "--areas: this model has one area only; use viet-nam-provinces",
    );
    Err(Error::Request { message })
}

/// The quality gate of a run.
fn refuse_broken_identities(results: &Results) -> Result<()> {
    let broken: Vec<&str> = identities::check(results)
        .into_iter()
        .filter(|report| !report.holds())
        .map(|report| report.identity)
        .collect();
    if broken.is_empty() {
        return Ok(());
    }
    let broken = broken.join(", ");
    let message = Text::new(
        format!("không đúng: {broken}; chưa ghi gì cả"),
        format!("these do not hold: {broken}; nothing was written"),
    );
    Err(Error::Method { stage: "identities", message })
}

/// Results do not depend on the number of threads.
pub(crate) fn workers(threads: Option<u16>) -> Result<ThreadPool> {
    let threads = threads.map_or(0, usize::from);
    ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| Error::Request {
        message: Text::new(
            format!("--threads: hệ thống không cấp được luồng tính: {error}"),
            format!("--threads: the system gives no threads: {error}"),
        ),
    })
}
