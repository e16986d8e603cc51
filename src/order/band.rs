//! Low, central and high order.
//!
//! *Central* is the optimal order. *Low* is the order of least cost if the net need of every
//! programme and year turns out at its low percentile, but nowhere above the central one: what is
//! wanted even then. *High* is the order of least cost at the high percentile, but nowhere below
//! the central one. Both keep every limit, and both always exist: the central order is one of
//! those they are chosen from. Where limits leave it no more room than the solver's accuracy, so that
//! none beside it is found, it stands for that end itself, which is told.

use ndarray::{Array2, Array3};

use crate::numeric::linear_programme::Failure;
use crate::order::inputs::Risk;
use crate::order::need::draws_of;
use crate::order::optimal::{Bounds, Task, best};

/// An end of the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The order if need turns out low.
    Low,
    /// The order if need turns out high.
    High,
}

/// Orders for low, middle and high need; in every cell low ≤ central ≤ high.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// If need turns out low.
    pub low: Array2<f64>,
    /// The optimal order.
    pub central: Array2<f64>,
    /// If need turns out high.
    pub high: Array2<f64>,
    /// Ends for which none was found, so that the optimal order stands for them.
    pub not_found: Vec<End>,
}

/// The band around `central`.
pub(crate) fn band(task: Task<'_>, central: &Array2<f64>) -> Band {
    let (low, high) = task.risk.band;
    // The central order keeps its limits to the solver's accuracy only; bounds that leave no room
    // at all could then collide with them.
    let room = 1e-7 * central.iter().fold(1.0_f64, |a, b| a.max(*b));
    let (least, most) = (central.mapv(|u| (u - room).max(0.0)), central.mapv(|u| u + room));
    let below = Bounds { most: Some(&most), ..Bounds::default() };
    let above = Bounds { least: Some(&least), ..Bounds::default() };
    let (low, high) =
        rayon::join(|| at_percentile(task, low, below), || at_percentile(task, high, above));
    let ends = [(End::Low, low.is_err()), (End::High, high.is_err())];
    let not_found = ends.into_iter().filter_map(|(end, failed)| failed.then_some(end)).collect();
    let or_central = |found: Result<_, Failure>| found.unwrap_or_else(|_| central.clone());
    let (mut low, mut high) = (or_central(low), or_central(high));
    low.zip_mut_with(central, |low, central| *low = low.min(*central));
    high.zip_mut_with(central, |high, central| *high = high.max(*central));
    Band { low, central: central.clone(), high, not_found }
}

fn at_percentile(task: Task<'_>, p: f64, bounds: Bounds<'_>) -> Result<Array2<f64>, Failure> {
    let (n_programmes, n_years, _) = task.needs.dim();
    let needs = Array3::from_shape_fn((n_programmes, n_years, 1), |(f, year, _)| {
        percentile(draws_of(task.needs, f, year), p)
    });
    let risk = Risk { aversion: 0.0, ..task.risk };
    best(Task { needs: &needs, risk, ..task }, bounds).map(|best| best.order)
}

/// Hyndman & Fan's definition 7.
fn percentile(mut values: Vec<f64>, p: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let position = p * values.len().saturating_sub(1) as f64;
    let below = position.floor() as usize;
    let at = |i: usize| values.get(i).or(values.last()).copied().unwrap_or_default();
    at(below) + (position - below as f64) * (at(below + 1) - at(below))
}
