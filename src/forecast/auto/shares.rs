//! How much of each member a panel believes, learnt from periods that were hidden.
//!
//! ```text
//! x = (C − y, Θ − C, M − C) / u      a / u, a what came less y         u = s k^0.7
//! min_b  Σ √((a − x·b)² + ε²) / K + ½ Σ_j h_j D_j (b_j − prior_j)² / e     D_j = mean x_j²
//! ```
//! over the first `K` steps of all series, `y` the last value known, `s` the mean change and `e`
//! the median error of the prior. The first coefficient is the factor on growth, the others are
//! the shares of two other members; shares are not negative and add up to 1 at most.

use crate::forecast::growth::robust::solve;

/// Coefficients: growth, share of Theta, share of the median.
pub(super) const N: usize = 3;
/// What they are before a panel says anything.
pub(super) const PRIOR: [f64; N] = [1.0, 0.0, 0.3];
/// How strongly each is held there.
const HELD: f64 = 10.0;
/// What the factor on growth can be.
const FACTORS: (f64, f64) = (0.2, 1.6);
/// Errors smaller than this weigh as squares.
const ROUNDING: f64 = 0.05;
/// Iterations; 60 give the same forecasts to four digits.
const ITERATIONS: usize = 20;

/// Members and outcome of a hidden period, less the last value, in the scale of the series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// Counted from 0.
    pub(super) step: usize,
    pub(super) members: [f64; N],
    pub(super) actual: f64,
}

/// The coefficients with the least absolute errors on `rows`, which are of `n_steps` steps.
///
/// `redundancy` is how many times as many series there are as independent ones. Shrinking to the
/// last value is believed at once, everything else as far as the series are independent.
pub(super) fn fit(rows: &[Row], n_steps: usize, redundancy: f64) -> [f64; N] {
    let shared = HELD * redundancy;
    let mut found = least_absolute(rows, n_steps, [HELD, shared, shared]);
    if found[0] > 1.0 {
        found = least_absolute(rows, n_steps, [shared; N]);
    }
    within(found)
}

/// The nearest coefficients that are allowed.
fn within([factor, theta, median]: [f64; N]) -> [f64; N] {
    let (theta, median) = (theta.clamp(0.0, 1.0), median.clamp(0.0, 1.0));
    let total = (theta + median).max(1.0);
    [factor.clamp(FACTORS.0, FACTORS.1), theta / total, median / total]
}

fn product(one: &[f64; N], other: &[f64; N]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The median error of the prior; none without rows.
fn typical(rows: &[Row]) -> Option<f64> {
    let error = |row: &Row| (row.actual - product(&row.members, &PRIOR)).abs() + ROUNDING;
    let mut sizes: Vec<f64> = rows.iter().map(error).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied()
}

fn least_absolute(rows: &[Row], n_steps: usize, held: [f64; N]) -> [f64; N] {
    let Some(typical) = typical(rows) else { return PRIOR };
    let size = |j: usize| {
        1e-12 + rows.iter().map(|row| row.members[j].powi(2)).sum::<f64>() / rows.len() as f64
    };
    let ridge: [f64; N] = std::array::from_fn(|j| held[j] * size(j) / typical);
    let mut coefficients = PRIOR;
    for _ in 0..ITERATIONS {
        let (mut matrix, mut right) = ([[0.0; N]; N], [0.0; N]);
        for j in 0..N {
            matrix[j][j] = ridge[j];
            right[j] = ridge[j] * PRIOR[j];
        }
        for Row { members, actual, .. } in rows {
            let error = actual - product(members, &coefficients);
            let weight = 1.0 / (n_steps as f64 * (error * error + ROUNDING * ROUNDING).sqrt());
            for j in 0..N {
                let weighted = weight * members[j];
                right[j] += weighted * actual;
                for (cell, x) in matrix[j][..=j].iter_mut().zip(members) {
                    *cell += weighted * x;
                }
            }
        }
        let Some(solved) = solve(matrix, right) else { break };
        coefficients = solved;
    }
    coefficients
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of three members that differ from each other, of which `weights` came.
    fn rows(weights: [f64; N]) -> Vec<Row> {
        let row = |k: usize| {
            let at = |m: usize| ((k * m) % 7) as f64 - 3.0;
            let members = [3.0 + at(2), at(3), at(5)];
            Row { step: k % 6, members, actual: product(&members, &weights) }
        };
        (0..600).map(row).collect()
    }

    #[test]
    fn many_rows_give_the_shares_they_were_made_with() {
        for weights in [[0.8, 0.3, 0.5], [1.2, 0.0, 0.0], [1.0, 0.6, 0.4]] {
            let found = fit(&rows(weights), 6, 1.0);
            for (b, expected) in found.iter().zip(weights) {
                assert!((b - expected).abs() < 0.05, "{found:?}");
            }
        }
    }

    #[test]
    fn similar_series_leave_the_prior_slowly_but_shrinking_is_believed_at_once() {
        let found = fit(&rows([0.4, 0.0, 0.3]), 6, 1e9);
        assert!((found[0] - 0.4).abs() < 0.05, "{found:?}");
        let found = fit(&rows([1.5, 0.6, 0.3]), 6, 1e9);
        assert!(found.iter().zip(PRIOR).all(|(b, prior)| (b - prior).abs() < 1e-3), "{found:?}");
    }

    #[test]
    fn without_rows_or_where_nothing_moved_the_prior_stands() {
        assert_eq!(fit(&[], 6, 1.0), PRIOR);
        let still = [Row { step: 0, members: [0.0; N], actual: 0.0 }; 9];
        assert_eq!(fit(&still, 6, 1.0), PRIOR);
    }

    #[test]
    fn shares_stay_within_one() {
        assert_eq!(within([9.0, -0.2, 0.5]), [1.6, 0.0, 0.5]);
        assert_eq!(within([0.0, 0.9, 0.9]), [0.2, 0.5, 0.5]);
    }
}
