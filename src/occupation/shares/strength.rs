//! How firmly local rows are held to the nation's.

use crate::occupation::shares::Shares;

/// The concentration `k` where it cannot be estimated: chosen, so that a row of a hundred
/// interviews counts as much as the nation's.
pub const STRENGTH_BY_DEFAULT: f64 = 100.0;
/// Fewest rows with a sample for an estimate.
pub(super) const FEWEST_ROWS: usize = 5;
/// Bounds of an estimate: at the lower one interview weighs as much as the nation, at the upper
/// rows of any usual sample are the nation's.
const BOUNDS: (f64, f64) = (1.0, 100_000.0);

/// The concentration of local rows about the nation's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriorStrength {
    /// The concentration, in persons of a sample.
    pub k: f64,
    /// Whether it was estimated; otherwise it is [`STRENGTH_BY_DEFAULT`].
    pub estimated: bool,
    /// Rows the estimate rests on, or that there were.
    pub rows_used: usize,
}

impl Default for PriorStrength {
    fn default() -> Self {
        Self { k: STRENGTH_BY_DEFAULT, estimated: false, rows_used: 0 }
    }
}

/// A local row beside the nation's.
struct Distance {
    sample: f64,
    /// `Σ_o (p_so − π_so)²`.
    apart: f64,
    /// `1 − Σ_o π_so²`.
    diversity: f64,
}

/// Estimates `k` by the moments of the compound multinomial.
pub(super) fn estimate(local: &Shares, nation: &Shares) -> PriorStrength {
    let distances: Vec<Distance> = (0..local.rows().len())
        .filter(|row| local.sample()[*row] >= 2.0)
        .map(|row| distance(local, nation, row))
        .filter(|distance| distance.diversity > 0.0)
        .collect();
    let rows_used = distances.len();
    if rows_used < FEWEST_ROWS {
        return PriorStrength { rows_used, ..PriorStrength::default() };
    }
    let first = moment(&distances, STRENGTH_BY_DEFAULT);
    PriorStrength { k: moment(&distances, first), estimated: true, rows_used }
}

fn distance(local: &Shares, nation: &Shares, row: usize) -> Distance {
    let (p, pi) = (local.values().row(row), nation.values().row(row));
    Distance {
        sample: local.sample()[row],
        apart: p.iter().zip(pi).map(|(p, pi)| (p - pi).powi(2)).sum(),
        diversity: 1.0 - pi.iter().map(|pi| pi * pi).sum::<f64>(),
    }
}

/// `k` from `ρ̂ = 1 / (1 + k)`, the rows weighted for `weighted_for`.
fn moment(distances: &[Distance], weighted_for: f64) -> f64 {
    let (mut excess, mut scale) = (0.0, 0.0);
    for Distance { sample, apart, diversity } in distances {
        let noise = 1.0 / sample;
        let weight = 1.0 / (1.0 + weighted_for * noise);
        excess += weight * (apart - diversity * noise);
        scale += weight * diversity * (1.0 - noise);
    }
    if excess <= 0.0 {
        return BOUNDS.1;
    }
    (scale / excess - 1.0).clamp(BOUNDS.0, BOUNDS.1)
}
