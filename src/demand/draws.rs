//! Joint draws of the errors of all sectors (method U3).
//!
//! Draw `d` has a stream of its own, so it is the same in every scenario and for any number of
//! draws. Within it numbers are taken year by year, so it is the same for any horizon. Errors are
//! centred so that the mean of the draws is the combination: employment adds over sectors, and so
//! does its mean.

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::demand::errors::ErrorModel;
use crate::numeric::seed::stream;

/// Purpose of the streams.
const PURPOSE: &str = "demand";

/// How many draws over how many years, from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Number of draws.
    pub(crate) draws: usize,
    /// Number of years.
    pub(crate) years: usize,
    /// Seed of the run.
    pub(crate) seed: u64,
}

/// Factors on the combination, by draw: sector-major, then year.
///
/// # Shapes
/// The error of a sector's level in the base year is not among them: supply starts from the same
/// level, so it is common to both and no part of a gap.
pub(crate) fn factors(errors: &ErrorModel, extent: Extent) -> Vec<Vec<f64>> {
    let n_sectors = errors.by_sector.len();
    let spreads: Vec<Vec<f64>> = errors
        .by_sector
        .iter()
        .map(|spread| (1..=extent.years).map(|step| spread.at(step)).collect())
        .collect();
    let centres: Vec<Vec<f64>> = spreads
        .iter()
        .map(|by_step| by_step.iter().map(|s| errors.log_mean(*s)).collect())
        .collect();
    let (common, own) = (errors.correlation.sqrt(), (1.0 - errors.correlation).sqrt());
    let one_draw = |draw: usize| {
        let mut stream = stream(extent.seed, PURPOSE, draw as u64);
        let mut walks = vec![0.0; n_sectors];
        let mut common_walk = 0.0;
        let mut factors = vec![0.0; n_sectors * extent.years];
        for year in 0..extent.years {
            common_walk += stream.normal();
            let scale = 1.0 / ((year + 1) as f64).sqrt();
            for sector in 0..n_sectors {
                walks[sector] += stream.normal();
                let u = scale * (common * common_walk + own * walks[sector]);
                let error = spreads[sector][year] * errors.shape.at(u);
                factors[sector * extent.years + year] = (error - centres[sector][year]).exp();
            }
        }
        factors
    };
    (0..extent.draws).into_par_iter().map(one_draw).collect()
}
