//! Fits exponential smoothing or ARIMA to the series of a file and prints log-likelihoods.
//!
//! ```text
//! cargo run --release --no-default-features --example likelihoods -- ets SERIES.txt
//! cargo run --release --no-default-features --example likelihoods -- arima SERIES.txt FORMS.txt
//! cargo run --release --no-default-features --example likelihoods -- ets SERIES.txt --rounds 20
//! ```
//!
//! `SERIES.txt` has a line a series: `name;season length;horizon;values`, the values with spaces
//! between them. Without `FORMS.txt` the form is chosen by the data. With it, every line of it,
//! `name;form` and anything behind, is one fit of the series of that name: `AAdN` for exponential
//! smoothing, `(0,1,1)(0,1,1)[12]` for ARIMA. What this program prints, and what
//! `benches/peers/ets_loglik.R` and `arima_loglik.R` print, can be read as `FORMS.txt`.
//!
//! A line a fit goes out: `name;form;log-likelihood;AICc;milliseconds;forecasts`. The milliseconds
//! are those of the fit and its forecasts on one core, the least over the rounds, so that what else
//! the machine does hardly shows. A series that is refused has the reason in place of the form,
//! and `NA`.
//!
//! The log-likelihood of exponential smoothing leaves out constants, as R's does; that of ARIMA is
//! whole.

#![allow(clippy::print_stdout, reason = "the output of the program")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::time::Instant;

use labourcast::forecast::arima;
use labourcast::forecast::arima::Order;
use labourcast::forecast::ets;
use labourcast::forecast::ets::form::Form;
use labourcast::forecast::{FitError, FittedModel, Future, Series};

type Failure = Box<dyn Error>;

/// A series as the file has it.
#[derive(Debug)]
struct Given {
    season_length: usize,
    horizon: usize,
    values: Vec<f64>,
}

/// A model to fit, its form given or left to the data.
#[derive(Clone, Copy, Debug)]
enum Task {
    Ets(Option<Form>),
    Arima(Option<Order>),
}

/// What is printed of a fit.
#[derive(Debug)]
struct Found {
    form: String,
    log_likelihood: Option<f64>,
    aicc: Option<f64>,
    forecast: Vec<f64>,
}

impl Task {
    fn parse(family: &str, form: Option<&str>) -> Result<Self, Failure> {
        match (family, form) {
            ("ets", None) => Ok(Self::Ets(None)),
            ("ets", Some(form)) => {
                let found = Form::parse(form).ok_or_else(|| format!("`{form}` is not a form"))?;
                Ok(Self::Ets(Some(found)))
            }
            ("arima", None) => Ok(Self::Arima(None)),
            ("arima", Some(form)) => Ok(Self::Arima(Some(form.parse()?))),
            _ => Err(format!("`{family}` is neither `ets` nor `arima`").into()),
        }
    }

    fn run(self, given: &Given) -> Result<Found, FitError> {
        let series = Series::seasonal(&given.values, given.season_length);
        match self {
            Self::Ets(form) => {
                let fit =
                    form.map_or_else(|| ets::fit_automatic(&series), |f| ets::fit(&series, f))?;
                Ok(Found::of(fit.form().to_string(), &fit, given.horizon))
            }
            Self::Arima(order) => {
                let fit = match order {
                    Some(order) => arima::fit(&series, &order)?,
                    None => arima::fit_automatic(&series)?,
                };
                Ok(Found::of(fit.order().to_string(), &fit, given.horizon))
            }
        }
    }
}

impl Found {
    fn of(form: String, fit: &dyn FittedModel, horizon: usize) -> Self {
        let summary = fit.summary();
        let forecast = fit.forecast(&Future::steps(horizon));
        Self { form, log_likelihood: summary.log_likelihood, aicc: summary.aicc, forecast }
    }
}

/// The series of a file by name, and the names in the order of the file.
fn read_series(text: &str) -> Result<(BTreeMap<&str, Given>, Vec<&str>), Failure> {
    let (mut series, mut names) = (BTreeMap::new(), Vec::new());
    for line in text.lines() {
        let mut cells = line.split(';');
        let mut next = || cells.next().ok_or_else(|| format!("four cells are needed in `{line}`"));
        let (name, season_length, horizon) = (next()?, next()?.parse()?, next()?.parse()?);
        let values = next()?.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        series.insert(name, Given { season_length, horizon, values });
        names.push(name);
    }
    Ok((series, names))
}

/// Names and tasks, in the order they are printed.
fn tasks<'a>(
    family: &str,
    names: Vec<&'a str>,
    forms: Option<&'a str>,
) -> Result<Vec<(&'a str, Task)>, Failure> {
    let Some(forms) = forms else {
        return names.into_iter().map(|name| Ok((name, Task::parse(family, None)?))).collect();
    };
    let lines = forms.lines().filter_map(|line| line.split_once(';'));
    lines
        .map(|(name, rest)| {
            let form = rest.split(';').next();
            Ok((name, Task::parse(family, form)?))
        })
        .collect()
}

/// The last of several equal fits, and the milliseconds of the fastest.
fn timed(task: Task, given: &Given, rounds: usize) -> (Result<Found, FitError>, f64) {
    let mut least = f64::INFINITY;
    let mut round = || {
        let began = Instant::now();
        let found = task.run(given);
        least = least.min(began.elapsed().as_secs_f64() * 1e3);
        found
    };
    for _ in 1..rounds {
        drop(std::hint::black_box(round()));
    }
    (round(), least)
}

fn print(name: &str, found: Result<Found, FitError>, milliseconds: f64) {
    let text = |value: Option<f64>| value.map_or("NA".to_owned(), |value| value.to_string());
    match found {
        Err(error) => println!("{name};{error};NA;NA;{milliseconds:.4};"),
        Ok(found) => {
            let forecast: Vec<String> = found.forecast.iter().map(f64::to_string).collect();
            let (likelihood, aicc) = (text(found.log_likelihood), text(found.aicc));
            let forecast = forecast.join(" ");
            println!("{name};{};{likelihood};{aicc};{milliseconds:.4};{forecast}", found.form);
        }
    }
}

fn main() -> Result<(), Failure> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut rounds = 1;
    if let Some(place) = arguments.iter().position(|argument| argument == "--rounds") {
        rounds = arguments.get(place + 1).ok_or("how many rounds?")?.parse()?;
        arguments.drain(place..=place + 1);
    }
    let [family, series, forms @ ..] = arguments.as_slice() else {
        return Err("likelihoods ets|arima SERIES.txt [FORMS.txt] [--rounds N]".into());
    };
    let text = fs::read_to_string(series)?;
    let forms = forms.first().map(fs::read_to_string).transpose()?;
    let (series, names) = read_series(&text)?;
    for (name, task) in tasks(family, names, forms.as_deref())? {
        let given = series.get(name).ok_or_else(|| format!("there is no series `{name}`"))?;
        let (found, milliseconds) = timed(task, given, rounds);
        print(name, found, milliseconds);
    }
    Ok(())
}
