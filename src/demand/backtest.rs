//! Rolling origins: every method forecasts years it has not seen, from every origin there is room
//! for (method V1).
//!
//! An origin is a number of first years, from the model's `min_train` to one less than all. At
//! each origin every method is fitted anew to those years alone and forecasts up to six more.
//! Methods driven by output are given the area's actual output of those years, as a scenario gives
//! them an assumed one; their errors are thus conditional on output being right. Output that ends
//! early ends their forecasts early.
//!
//! Figures are those after preparing: exceptional years are cleaned with the whole record in view,
//! which is the one thing the origins share.

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::demand::information::{Information, Record};
use crate::demand::pool;
use crate::forecast::Future;
use crate::forecast::employment::method::Method;

/// Most years a back-test looks ahead.
pub const MOST_STEPS: usize = 6;

/// Forecasts of one method: by origin and series, the path if there is one.
pub(crate) type Trial = Vec<Vec<Option<Vec<f64>>>>;

/// The forecasts of all methods from all origins.
#[derive(Clone, Debug)]
pub(crate) struct Backtest {
    /// The methods, in the order of `trials`.
    pub(crate) methods: Vec<Method>,
    /// One trial a method.
    pub(crate) trials: Vec<Trial>,
    /// Number of years up to each origin.
    pub(crate) origins: Vec<usize>,
    /// Most years ahead.
    pub(crate) n_steps: usize,
    /// Employment of the sectors and the total.
    pub(crate) actual: Vec<Vec<f64>>,
}

/// Fits and forecasts from every origin.
pub(crate) fn run(
    record: &Record,
    methods: &[Method],
    min_train: usize,
    horizon: usize,
) -> Backtest {
    let n_steps = horizon.clamp(1, MOST_STEPS);
    let origins: Vec<usize> = (min_train.max(1)..record.n_years()).collect();
    let jobs: Vec<(usize, usize)> = (0..methods.len())
        .flat_map(|method| origins.iter().map(move |origin| (method, *origin)))
        .collect();
    let mut paths = jobs
        .into_par_iter()
        .map(|(method, origin)| from_origin(record, methods[method], origin, n_steps))
        .collect::<Vec<_>>()
        .into_iter();
    let trials = methods.iter().map(|_| paths.by_ref().take(origins.len()).collect()).collect();
    let actual = record.employment.clone();
    Backtest { methods: methods.to_vec(), trials, origins, n_steps, actual }
}

fn from_origin(
    record: &Record,
    method: Method,
    origin: usize,
    n_steps: usize,
) -> Vec<Option<Vec<f64>>> {
    let horizon = n_steps.min(record.n_years() - origin);
    let output = record.actual_output(origin - 1, horizon);
    let future = Future::with_output(horizon, &output);
    pool::fit(method, &Information::new(record, origin).for_steps(n_steps))
        .into_iter()
        .map(|fit| fit.ok().map(|model| model.forecast(&future)))
        .collect()
}

impl Backtest {
    /// Number of sectors; series number `n_sectors()` is the total.
    pub(crate) fn n_sectors(&self) -> usize {
        self.actual.len() - 1
    }

    /// The trial of a method, if it was tried.
    pub(crate) fn trial(&self, method: Method) -> Option<&Trial> {
        let position = self.methods.iter().position(|tried| *tried == method)?;
        self.trials.get(position)
    }

    /// What a trial forecast for a cell, and what came; `None` where there is no forecast.
    pub(crate) fn pair(&self, trial: &Trial, cell: Cell) -> Option<(f64, f64)> {
        let forecast = *trial[cell.origin][cell.series].as_ref()?.get(cell.step - 1)?;
        let actual = *self.actual[cell.series].get(self.origins[cell.origin] + cell.step - 1)?;
        Some((forecast, actual))
    }

    /// The logarithm of what came over what was forecast.
    pub(crate) fn log_error(&self, trial: &Trial, cell: Cell) -> Option<f64> {
        let (forecast, actual) = self.pair(trial, cell)?;
        (forecast > 0.0 && actual > 0.0).then(|| (actual / forecast).ln())
    }

    /// The last value before the origin of a cell.
    pub(crate) fn last_before(&self, cell: Cell) -> f64 {
        self.actual[cell.series][self.origins[cell.origin] - 1]
    }

    /// Every origin and step of one series, origins first.
    pub(crate) fn cells(&self, series: usize) -> impl Iterator<Item = Cell> {
        let n_steps = self.n_steps;
        (0..self.origins.len())
            .flat_map(move |origin| (1..=n_steps).map(move |step| Cell { series, origin, step }))
    }

    /// Whether the outcome of a cell is known after the first `n` years.
    pub(crate) fn is_known(&self, cell: Cell, n: usize) -> bool {
        self.origins[cell.origin] + cell.step <= n
    }
}

/// One forecast of the back-test: series, origin and years ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Position of the series.
    pub(crate) series: usize,
    /// Position of the origin.
    pub(crate) origin: usize,
    /// Years ahead, from 1.
    pub(crate) step: usize,
}
