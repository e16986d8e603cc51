//! A grid of parameters looked at in one go, for the forms without season and without ratios.
//!
//! At each point of the grid the first states are solved for by (weighted) least squares. Points
//! are lanes: the same few operations on short arrays, which the compiler turns into vector
//! instructions and which do not wait for one another as the periods of one point do.

#![allow(
    clippy::needless_range_loop,
    reason = "indices name lanes, which the compiler turns into vectors"
)]

use crate::forecast::ets::form::Trend;
use crate::forecast::ets::likelihood::least_squares;
use crate::forecast::ets::parameters::{ALPHA, DAMPING, LEAST, SLOPE};

/// Points computed together.
const LANES: usize = 8;

type Lane = [f64; LANES];

const ALPHAS: Lane = [0.02, 0.12, 0.27, 0.43, 0.6, 0.77, 0.9, 0.995];
const SLOPES: [f64; 4] = [0.0, 0.1, 0.35, 0.9];
const FADES: [f64; 2] = [0.83, 0.97];

/// A local minimum of the grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Valley {
    pub(super) point: [f64; 4],
    pub(super) level: f64,
    pub(super) slope: f64,
    pub(super) squares: f64,
}

/// The valleys of the grid, the deepest first; `weights` are those of the squared errors.
pub(super) fn valleys(values: &[f64], trend: Trend, weights: Option<&[f64]>) -> Vec<Valley> {
    let (slopes, fades): (&[f64], &[f64]) = match trend {
        Trend::None => (&SLOPES[..1], &FADES[..1]),
        Trend::Additive | Trend::Multiplicative => (&SLOPES, &FADES[..1]),
        Trend::Damped | Trend::DampedMultiplicative => (&SLOPES, &FADES),
    };
    let mut grid = Vec::with_capacity(slopes.len() * fades.len());
    for fade in fades {
        for slope in slopes {
            let phi = if trend.is_damped() { *fade } else { 1.0 };
            let beta = ALPHAS.map(|alpha| LEAST + (alpha - LEAST) * slope);
            let lanes = match trend {
                Trend::None => level_only(values, weights),
                _ => with_slope(values, weights, &beta, phi),
            };
            grid.push((*slope, *fade, lanes));
        }
    }
    let least = least_squares(values.len());
    let mut valleys = Vec::new();
    for (row, (slope, fade, solved)) in grid.iter().enumerate() {
        for lane in 0..LANES {
            if is_valley(&grid, row, lane, slopes.len()) {
                let mut point = [0.0; 4];
                point[ALPHA] = ALPHAS[lane];
                point[SLOPE] = *slope;
                point[DAMPING] = *fade;
                valleys.push(Valley {
                    point,
                    level: solved.level[lane],
                    slope: solved.slope[lane],
                    squares: solved.squares[lane].max(least),
                });
            }
        }
    }
    valleys.sort_by(|a, b| a.squares.total_cmp(&b.squares));
    valleys
}

type Row = (f64, f64, Solved);

/// Whether no neighbour on the grid is lower.
fn is_valley(grid: &[Row], row: usize, lane: usize, width: usize) -> bool {
    let value = grid[row].2.squares[lane];
    let lower = |other: usize, lane: usize| {
        grid.get(other).is_some_and(|other| other.2.squares[lane] < value)
    };
    let column = row % width;
    !((lane > 0 && lower(row, lane - 1))
        || (lane + 1 < LANES && lower(row, lane + 1))
        || (column > 0 && lower(row - 1, lane))
        || (column + 1 < width && lower(row + 1, lane))
        || (row >= width && lower(row - width, lane))
        || lower(row + width, lane))
}

/// First states and the weighted sum of squares they leave.
#[derive(Clone, Copy, Debug)]
struct Solved {
    level: Lane,
    slope: Lane,
    squares: Lane,
}

fn level_only(values: &[f64], weights: Option<&[f64]>) -> Solved {
    let (mut base, mut unit) = ([0.0; LANES], [1.0; LANES]);
    let (mut ee, mut ae, mut aa) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    for (t, value) in values.iter().enumerate() {
        let weight = weights.map_or(1.0, |weights| weights[t]);
        for i in 0..LANES {
            let error = value - base[i];
            let by = unit[i];
            base[i] += ALPHAS[i] * error;
            unit[i] -= ALPHAS[i] * by;
            ee[i] += weight * error * error;
            ae[i] += weight * by * error;
            aa[i] += weight * by * by;
        }
    }
    let mut solved = Solved { level: [0.0; LANES], slope: [0.0; LANES], squares: ee };
    for i in 0..LANES {
        solved.level[i] = ae[i] / aa[i];
        solved.squares[i] -= ae[i] * solved.level[i];
    }
    solved
}

/// Level and slope of the three runs: of the series, and of a unit of level and of slope.
#[derive(Clone, Copy)]
struct Runs {
    level: [Lane; 3],
    slope: [Lane; 3],
}

fn with_slope(values: &[f64], weights: Option<&[f64]>, beta: &Lane, phi: f64) -> Solved {
    let zero = [0.0; LANES];
    let one = [1.0; LANES];
    let mut runs = Runs { level: [zero, one, zero], slope: [zero, zero, one] };
    // Products of errors: of the series with itself, with level and slope, and of those.
    let mut sums = [[0.0; LANES]; 6];
    for (t, value) in values.iter().enumerate() {
        let weight = weights.map_or(1.0, |weights| weights[t]);
        for i in 0..LANES {
            let mut errors = [0.0; 3];
            for run in 0..3 {
                let slope = phi * runs.slope[run][i];
                let moved = runs.level[run][i] + slope;
                let error = if run == 0 { value - moved } else { -moved };
                runs.level[run][i] = moved + ALPHAS[i] * error;
                runs.slope[run][i] = slope + beta[i] * error;
                errors[run] = error;
            }
            let [e, a, b] = errors;
            let (we, wa, wb) = (weight * e, weight * a, weight * b);
            sums[0][i] += we * e;
            sums[1][i] += we * a;
            sums[2][i] += we * b;
            sums[3][i] += wa * a;
            sums[4][i] += wa * b;
            sums[5][i] += wb * b;
        }
    }
    let mut solved = Solved { level: zero, slope: zero, squares: sums[0] };
    for i in 0..LANES {
        let [_, ea, eb, aa, ab, bb] = sums.map(|sum| sum[i]);
        let rest = (bb - ab * ab / aa).max(1e-12 * bb);
        let slope = -(eb - ab * ea / aa) / rest;
        let level = -(ea + ab * slope) / aa;
        solved.slope[i] = slope;
        solved.level[i] = level;
        solved.squares[i] += ea * level + eb * slope;
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_met_at_every_point_of_the_grid() {
        let values: Vec<f64> = (0..20).map(|t| 0.3 + 0.02 * f64::from(t)).collect();
        let beta = ALPHAS.map(|alpha| 0.1 * alpha);
        let solved = with_slope(&values, None, &beta, 1.0);
        for i in 0..LANES {
            assert!(solved.squares[i].abs() < 1e-14, "{:?}", solved.squares);
            assert!((solved.level[i] - 0.28).abs() < 1e-6);
            assert!((solved.slope[i] - 0.02).abs() < 1e-6);
        }
    }

    #[test]
    fn the_level_of_least_squares_follows_a_calculation_by_hand() {
        // α = 0.995: errors ℓ − y1 and 0.005 ℓ + 0.995 y1 − y2, least at the weighted mean.
        let solved = level_only(&[1.0, 3.0], None);
        let (a, b) = (0.005, 3.0 - 0.995);
        let level = (1.0 + a * b) / (1.0 + a * a);
        assert!((solved.level[7] - level).abs() < 1e-12);
        let squares = (1.0 - level).powi(2) + (b - a * level).powi(2);
        assert!((solved.squares[7] - squares).abs() < 1e-12);
    }
}
