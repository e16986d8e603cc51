//! Least absolute errors with a ridge towards a prior, by iterated weighting.
//!
//! ```text
//! min_b  Σ v √((Y − x·b)² + ε²) + ½ λ Σ_j D_j (b_j − prior_j)²         D_j = Σ v x_j² / Σ v
//! ```
//! A fixed number of iterations, so that the result depends on nothing else.
//!
//! # Source
//! Schlossmacher (1973), *An iterative technique for absolute deviations curve fitting*.

/// Iterations; 4 or 25 give the same accuracy.
const ITERATIONS: usize = 8;
/// Errors smaller than this weigh as squares.
const ROUNDING: f64 = 0.1;

/// One observation of a regression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row<const P: usize> {
    pub(super) features: [f64; P],
    pub(super) target: f64,
    pub(super) weight: f64,
}

/// The coefficients; the prior where there is no row.
pub(super) fn fit<const P: usize>(rows: &[Row<P>], prior: &[f64; P], ridge: f64) -> [f64; P] {
    let total: f64 = rows.iter().map(|row| row.weight).sum();
    if total <= 0.0 {
        return *prior;
    }
    let mut size = [1e-9; P];
    for row in rows {
        for (size, x) in size.iter_mut().zip(&row.features) {
            *size += row.weight * x * x / total;
        }
    }
    let mut coefficients = *prior;
    for _ in 0..ITERATIONS {
        let (mut matrix, mut right) = ([[0.0; P]; P], [0.0; P]);
        for j in 0..P {
            matrix[j][j] = ridge * size[j];
            right[j] = ridge * size[j] * prior[j];
        }
        for row in rows {
            let fitted: f64 = row.features.iter().zip(&coefficients).map(|(x, b)| x * b).sum();
            let error = row.target - fitted;
            let weight = row.weight / (error * error + ROUNDING * ROUNDING).sqrt();
            for j in 0..P {
                let weighted = weight * row.features[j];
                right[j] += weighted * row.target;
                for (cell, x) in matrix[j][..=j].iter_mut().zip(&row.features) {
                    *cell += weighted * x;
                }
            }
        }
        let Some(solved) = solve(matrix, right) else { break };
        coefficients = solved;
    }
    coefficients
}

/// Solves a positive definite system, of which the lower triangle is given, by Cholesky.
pub(in crate::forecast) fn solve<const P: usize>(
    mut matrix: [[f64; P]; P],
    mut right: [f64; P],
) -> Option<[f64; P]> {
    for j in 0..P {
        for i in 0..=j {
            let product: f64 = (0..i).map(|k| matrix[j][k] * matrix[i][k]).sum();
            let rest = matrix[j][i] - product;
            matrix[j][i] = if i == j { rest.sqrt() } else { rest / matrix[i][i] };
        }
        let product: f64 = (0..j).map(|k| matrix[j][k] * right[k]).sum();
        right[j] = (right[j] - product) / matrix[j][j];
    }
    for j in (0..P).rev() {
        let product: f64 = (j + 1..P).map(|k| matrix[k][j] * right[k]).sum();
        right[j] = (right[j] - product) / matrix[j][j];
    }
    right.iter().all(|b| b.is_finite()).then_some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(x: f64, target: f64) -> Row<2> {
        Row { features: [x, 1.0], target, weight: 1.0 }
    }

    #[test]
    fn one_wild_value_does_not_move_a_line() {
        let mut rows: Vec<Row<2>> =
            (0..20).map(|t| row(f64::from(t), 3.0 + 0.5 * f64::from(t))).collect();
        rows[7].target = 1000.0;
        let [slope, level] = fit(&rows, &[0.0, 0.0], 1e-6);
        assert!((slope - 0.5).abs() < 0.01 && (level - 3.0).abs() < 0.1, "{slope} {level}");
    }

    #[test]
    fn without_rows_or_under_a_heavy_ridge_the_prior_stands() {
        assert_eq!(fit::<2>(&[], &[1.5, -2.0], 10.0), [1.5, -2.0]);
        let rows = [row(1.0, 9.0), row(2.0, 1.0)];
        let [slope, level] = fit(&rows, &[1.5, -2.0], 1e9);
        assert!((slope - 1.5).abs() < 1e-6 && (level + 2.0).abs() < 1e-6);
    }

    #[test]
    fn a_small_system_is_solved_as_by_hand() {
        // 4a + 2b = 10, 2a + 3b = 11: a = 1, b = 3.
        let [a, b] = solve([[4.0, 0.0], [2.0, 3.0]], [10.0, 11.0]).unwrap();
        assert!((a - 1.0).abs() < 1e-15 && (b - 3.0).abs() < 1e-14, "{a} {b}");
    }
}
