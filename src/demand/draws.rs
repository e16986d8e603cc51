//! Joint draws of the errors of all sectors (method U3).
//!
//! Draw `d` has a stream for what sectors have in common and one for each sector, keyed by its
//! code. So it is the same in every scenario and for any number of draws, and that of a sector is
//! the same whatever other sectors there are, and in whatever order. Within a stream numbers are
//! taken year by year, so a draw is the same for any horizon. Errors are centred so that the mean of
//! the draws is the combination: employment adds over sectors, and so does its mean.

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::demand::errors::ErrorModel;
use crate::numeric::seed::{Stream, Streams};

/// Purpose of the streams.
const PURPOSE: &str = "demand";

/// How many draws over how many years, from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Number of draws.
    pub draws: usize,
    /// Number of years.
    pub years: usize,
    /// Seed of the run.
    pub seed: u64,
}

/// Factors on the combination, by draw: sector-major, then year. They know no scenario.
///
/// The error of a sector's level in the base year is not among them: supply starts from the same
/// level, so it is common to both and no part of a gap.
///
/// # Shapes
/// `codes`: one a sector of `errors`, in the same order.
pub fn factors(errors: &ErrorModel, codes: &[String], extent: Extent) -> Vec<Vec<f64>> {
    let of_purpose = |purpose: &str| Streams::of(extent.seed, purpose);
    let (of_all, by_sector) = (of_purpose(PURPOSE), errors.by_sector.iter().zip(codes));
    let by_sector: Vec<OfSector> = by_sector
        .map(|(spread, code)| {
            let spreads: Vec<f64> = (1..=extent.years).map(|step| spread.at(step)).collect();
            OfSector {
                streams: of_purpose(&format!("{PURPOSE} {code}")),
                centres: spreads.iter().map(|s| errors.log_mean(*s)).collect(),
                spreads,
            }
        })
        .collect();
    let (common, own) = (errors.correlation.sqrt(), (1.0 - errors.correlation).sqrt());
    let one_draw = |draw: usize| {
        let draw = draw as u64;
        let shared: Vec<f64> = Walk::on(of_all.numbered(draw)).take(extent.years).collect();
        let mut factors = Vec::with_capacity(by_sector.len() * extent.years);
        for sector in &by_sector {
            let walk = shared.iter().zip(Walk::on(sector.streams.numbered(draw)));
            factors.extend(walk.enumerate().map(|(year, (shared, alone))| {
                let scale = 1.0 / ((year + 1) as f64).sqrt();
                let error = errors.shape.at(scale * (common * shared + own * alone));
                (sector.spreads[year] * error - sector.centres[year]).exp()
            }));
        }
        factors
    };
    (0..extent.draws).into_par_iter().map(one_draw).collect()
}

/// What the errors of one sector are drawn from.
struct OfSector {
    streams: Streams,
    /// Spread by year.
    spreads: Vec<f64>,
    /// Logarithm of the mean factor by year.
    centres: Vec<f64>,
}

/// A random walk whose steps are standard normal numbers.
struct Walk {
    stream: Stream,
    sum: f64,
}

impl Walk {
    const fn on(stream: Stream) -> Self {
        Self { stream, sum: 0.0 }
    }
}

impl Iterator for Walk {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        self.sum += self.stream.normal();
        Some(self.sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::fit;
    use crate::demand::tests::fixture::{Fixture, wobbling};

    const EXTENT: Extent = Extent { draws: 40, years: 5, seed: 3 };

    fn errors() -> ErrorModel {
        let employment = (0..3).map(|s| wobbling(20, 1000.0, 0.01, s)).collect();
        let (model, prepared) = Fixture { employment, ..Fixture::default() }.build();
        fit(&model, &prepared).unwrap().errors
    }

    fn of(errors: &ErrorModel, codes: &[&str], extent: Extent) -> Vec<Vec<f64>> {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        let by_sector = vec![errors.by_sector[0].clone(); codes.len()];
        factors(&ErrorModel { by_sector, ..errors.clone() }, &codes, extent)
    }

    #[test]
    fn a_sector_keeps_its_draws_whatever_other_sectors_there_are() {
        let errors = errors();
        let three = of(&errors, &["A", "C", "I"], EXTENT);
        let others = of(&errors, &["I", "B", "F", "A"], EXTENT);
        for (three, others) in three.iter().zip(&others) {
            assert_eq!((&three[..5], &three[10..]), (&others[15..], &others[..5]));
            assert_ne!(three[..5], three[5..10]);
        }
    }

    #[test]
    fn more_draws_or_years_change_none_that_were_there() {
        let errors = errors();
        let small = of(&errors, &["A", "C"], EXTENT);
        let large = of(&errors, &["A", "C"], Extent { draws: 90, years: 8, ..EXTENT });
        for (small, large) in small.iter().zip(&large) {
            assert_eq!((&small[..5], &small[5..]), (&large[..5], &large[8..13]));
        }
    }
}
