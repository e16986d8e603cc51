//! The output that drives a sector: its own where known, else the area's.
//!
//! A scenario says how the area's output grows. A sector's own output then grows by the same, plus
//! the damped difference of slopes of the past, shrunk to none:
//!
//! ```text
//! ln Y_s(T+h) − ln Y_s(T) = ln Y(T+h) − ln Y(T) + d̂_s (φ + … + φ^h)
//! ```
//! `d̂_s` shrunk slope of `ln(Y_s / Y)`.

use crate::demand::information::Information;
use crate::forecast::shrunk_slope::ShrunkSlope;
use crate::forecast::{FitError, Future, damped_sums};

/// The past and the rule for the future of the output that drives one series.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Driver {
    /// Position of the first known year.
    pub(crate) start: usize,
    /// Output up to the origin.
    pub(crate) output: Vec<f64>,
    /// Slope relative to the area's output.
    relative_slope: f64,
    damping: f64,
}

impl Driver {
    /// Logarithm of the driver relative to the origin, as many years as output is known for.
    pub(crate) fn future(&self, future: &Future<'_>) -> Vec<f64> {
        future
            .output
            .iter()
            .take(future.horizon)
            .zip(damped_sums(self.damping, future.horizon))
            .map(|(total, sum)| total + self.relative_slope * sum)
            .collect()
    }

    /// The yearly growth of the logarithm, with the position of each later year.
    pub(crate) fn growth(&self) -> impl Iterator<Item = (usize, f64)> {
        let start = self.start;
        self.output
            .windows(2)
            .enumerate()
            .map(move |(i, pair)| (start + i + 1, (pair[1] / pair[0]).ln()))
    }
}

/// The driver of every series.
///
/// # Errors
/// [`FitError::MissingDriver`] if the area's output does not reach the origin.
pub(crate) fn drivers(information: &Information<'_>) -> Result<Vec<Driver>, FitError> {
    let (start, total) = information.output().ok_or(FitError::MissingDriver("output"))?;
    let damping = information.damping();
    let relative: Vec<Option<Vec<f64>>> = (0..information.n_sectors())
        .map(|sector| {
            let (own_start, own) = information.sector_output(sector)?;
            let from = start.max(own_start);
            let ratio = |(own, total): (&f64, &f64)| own / total;
            Some(own[from - own_start..].iter().zip(&total[from - start..]).map(ratio).collect())
        })
        .collect();
    let known: Vec<&[f64]> = relative.iter().flatten().map(Vec::as_slice).collect();
    let targets = vec![Some(0.0); known.len()];
    let mut fits = ShrunkSlope::fit_panel(&known, &targets, damping).into_iter();
    let by_sector = relative.iter().enumerate().map(|(sector, relative)| {
        let own = relative.as_ref().and_then(|_| information.sector_output(sector));
        let slope = relative.as_ref().and_then(|_| fits.next());
        match (own, slope) {
            (Some((own_start, own)), Some(Ok(fit))) => Driver {
                start: own_start,
                output: own.to_vec(),
                relative_slope: fit.slope(),
                damping,
            },
            _ => Driver { start, output: total.to_vec(), relative_slope: 0.0, damping },
        }
    });
    let whole = Driver { start, output: total.to_vec(), relative_slope: 0.0, damping };
    Ok(by_sector.chain(std::iter::once(whole)).collect())
}
