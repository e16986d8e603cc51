use proptest::prelude::*;

use super::*;

/// Updates the base matrix of an input–output example to the flows of a later year.
///
/// Miller & Blair (2009), *Input-Output Analysis*, §7.4.2: coefficients of the base year, outputs
/// 421, 284 and 283, and intermediate sums 245, 136, 159 by row and 251, 107, 182 by column.
fn miller_and_blair() -> (Vec<Vec<f64>>, [f64; 3], [f64; 3]) {
    let coefficients = [[0.120, 0.100, 0.049], [0.210, 0.247, 0.265], [0.026, 0.249, 0.145]];
    let output = [421.0, 284.0, 283.0];
    let flows = coefficients.map(|row| (0..3).map(|j| row[j] * output[j]).collect());
    (flows.to_vec(), [245.0, 136.0, 159.0], [251.0, 107.0, 182.0])
}

fn fitted(seed: &[Vec<f64>], rows: &[f64], columns: &[f64], known: &[KnownCell]) -> Fit {
    fit(seed, &Margins { rows, columns }, known, &Limits::default()).unwrap()
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * b.abs().max(1e-300)
}

/// The factors of columns by Newton's method on the dual, an independent route to the same limit.
///
/// With s the column factors, the row factors are `r[i] / Σ_j A[i, j] s[j]`; the remaining
/// equations are that each column sums to its margin. The first column factor is held at 1.
fn by_newton(seed: &[Vec<f64>], rows: &[f64; 3], columns: &[f64; 3]) -> Vec<Vec<f64>> {
    let matrix = |x: [f64; 2]| -> Vec<Vec<f64>> {
        let s = [1.0, x[0].exp(), x[1].exp()];
        let scaled = |row: &[f64]| -> Vec<f64> { row.iter().zip(s).map(|(a, s)| a * s).collect() };
        seed.iter()
            .zip(rows)
            .map(|(row, r)| {
                let row = scaled(row);
                let sum: f64 = row.iter().sum();
                row.into_iter().map(|cell| cell * r / sum).collect()
            })
            .collect()
    };
    let excess = |x: [f64; 2]| {
        let m = matrix(x);
        [1, 2].map(|j| m.iter().map(|row| row[j]).sum::<f64>() - columns[j])
    };
    let mut x = [0.0, 0.0];
    for _ in 0..50 {
        let f = excess(x);
        let h = 1e-6;
        let jacobian = [0, 1].map(|k| {
            let mut up = x;
            let mut down = x;
            up[k] += h;
            down[k] -= h;
            let (up, down) = (excess(up), excess(down));
            [(up[0] - down[0]) / (2.0 * h), (up[1] - down[1]) / (2.0 * h)]
        });
        let [[a, c], [b, d]] = jacobian;
        let determinant = a * d - b * c;
        x[0] -= (d * f[0] - b * f[1]) / determinant;
        x[1] -= (a * f[1] - c * f[0]) / determinant;
    }
    matrix(x)
}

#[test]
fn the_input_output_example_agrees_with_newtons_method() {
    let (seed, rows, columns) = miller_and_blair();
    let fit = fitted(&seed, &rows, &columns, &[]);
    let expected = by_newton(&seed, &rows, &columns);
    for (row, other) in fit.matrix.iter().flatten().zip(expected.iter().flatten()) {
        assert!(close(*row, *other, 1e-8), "{row} {other}");
    }
    assert_eq!(fit.status, FitStatus::Converged);
    assert!(fit.largest_margin_error <= 1e-10 && fit.iterations > 1 && fit.iterations < 30);
    assert_eq!(fit.columns_scaled_by, None);
}

#[test]
fn the_first_row_factor_of_the_example_is_the_one_calculated_by_hand() {
    // 245 / (0.120·421 + 0.100·284 + 0.049·283) = 245 / 92.787 = 2.6405.
    let (mut seed, rows, _) = miller_and_blair();
    let before = seed[0][0];
    scale_rows(&mut seed, &rows);
    assert!((seed[0][0] / before - 2.6405).abs() < 5e-5);
}

#[test]
fn a_two_by_two_table_has_the_solution_of_its_odds_ratio() {
    // Odds ratio 4·4/(1·1) = 16 and all margins 10: x²/(10−x)² = 16, so x = 8.
    let fit = fitted(&[vec![4.0, 1.0], vec![1.0, 4.0]], &[10.0; 2], &[10.0; 2], &[]);
    for (cell, expected) in fit.matrix.iter().flatten().zip([8.0, 2.0, 2.0, 8.0]) {
        assert!(close(*cell, expected, 1e-12));
    }
}

#[test]
fn a_matrix_that_already_fits_is_returned_as_it_is() {
    let seed = vec![vec![3.0, 4.0, 0.1], vec![1.0, 0.0, 7.0]];
    let rows: Vec<f64> = seed.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<f64> = (0..3).map(|j| seed[0][j] + seed[1][j]).collect();
    let fit = fitted(&seed, &rows, &columns, &[]);
    assert_eq!((fit.matrix, fit.iterations), (seed, 0));
}

#[test]
fn margins_of_different_sums_scale_the_columns_and_say_so() {
    let fit = fitted(&[vec![1.0, 1.0], vec![1.0, 1.0]], &[30.0, 70.0], &[25.0, 25.0], &[]);
    assert_eq!(fit.columns_scaled_by, Some(2.0));
    assert!(close(fit.matrix[1][0], 35.0, 1e-12));
    assert_eq!(fit.status, FitStatus::Converged);
}

#[test]
fn a_known_cell_is_held_and_the_rest_is_fitted_around_it() {
    // Row 0 has 10 left for one cell beside the known 20, column 0 has 30 left for row 1.
    let known = [KnownCell { row: 0, column: 0, value: 20.0 }];
    let fit = fitted(&[vec![1.0, 1.0], vec![1.0, 1.0]], &[30.0, 70.0], &[50.0, 50.0], &known);
    assert_eq!(fit.matrix[0][0], 20.0);
    for (cell, expected) in fit.matrix.iter().flatten().zip([20.0, 10.0, 30.0, 40.0]) {
        assert!(close(*cell, expected, 1e-9), "{:?}", fit.matrix);
    }
}

#[test]
fn what_no_matrix_can_fit_is_an_error_with_its_place() {
    let ones = vec![vec![1.0, 1.0], vec![1.0, 1.0]];
    let limits = Limits::default();
    let rows = [30.0, 70.0];
    let half = Margins { rows: &rows, columns: &[50.0, 50.0] };
    let empty = vec![vec![0.0, 0.0], vec![1.0, 1.0]];
    assert_eq!(fit(&empty, &half, &[], &limits), Err(FitError::EmptyRow { row: 0, margin: 30.0 }));
    let known = [KnownCell { row: 0, column: 1, value: 31.0 }];
    assert_eq!(
        fit(&ones, &half, &known, &limits),
        Err(FitError::KnownExceedsRow { row: 0, known: 31.0, margin: 30.0 })
    );
    let known = [KnownCell { row: 1, column: 1, value: 51.0 }];
    let error = fit(&ones, &half, &known, &limits).unwrap_err();
    assert_eq!(error, FitError::KnownExceedsColumn { column: 1, known: 51.0, margin: 50.0 });
    assert_eq!(fit(&ones[..1], &half, &[], &limits), Err(FitError::Shape));
    let negative = vec![vec![1.0, -1.0], vec![1.0, 1.0]];
    assert!(matches!(fit(&negative, &half, &[], &limits), Err(FitError::Number { .. })));
}

#[test]
fn zeros_that_no_matrix_can_fit_never_count_as_converged() {
    // Row 0 can use column 0 only, and needs more than that column holds.
    let seed = vec![vec![1.0, 0.0], vec![1.0, 1.0]];
    let fit = fitted(&seed, &[60.0, 40.0], &[50.0, 50.0], &[]);
    assert_eq!((fit.status, fit.iterations), (FitStatus::MaxIterations, 1000));
    assert!(fit.largest_margin_error > 0.1);
}

fn matrix_and_margins() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<f64>, Vec<f64>)> {
    (2_usize..6, 2_usize..6).prop_flat_map(|(n, m)| {
        let cells = prop::collection::vec(prop::collection::vec(0.1_f64..10.0, m), n);
        let rows = prop::collection::vec(1.0_f64..100.0, n);
        let columns = prop::collection::vec(1.0_f64..100.0, m);
        (cells, rows, columns)
    })
}

proptest! {
    #[test]
    fn odds_ratios_of_the_seed_are_kept_and_margins_are_met(
        (seed, rows, columns) in matrix_and_margins()
    ) {
        let fit = fitted(&seed, &rows, &columns, &[]);
        prop_assert_eq!(fit.status, FitStatus::Converged);
        for (row, margin) in fit.matrix.iter().zip(&rows) {
            prop_assert!(close(row.iter().sum(), *margin, 1e-9));
        }
        let odds = |a: &[Vec<f64>], i: usize, j: usize| a[0][0] * a[i][j] / (a[0][j] * a[i][0]);
        for i in 1..rows.len() {
            for j in 1..columns.len() {
                prop_assert!(close(odds(&fit.matrix, i, j), odds(&seed, i, j), 1e-9));
            }
        }
    }

    #[test]
    fn permuting_rows_and_columns_permutes_the_fit((seed, rows, columns) in matrix_and_margins()) {
        let plain = fitted(&seed, &rows, &columns, &[]);
        let turned_seed: Vec<Vec<f64>> =
            seed.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let turned_rows: Vec<f64> = rows.iter().rev().copied().collect();
        let turned_columns: Vec<f64> = columns.iter().rev().copied().collect();
        let turned = fitted(&turned_seed, &turned_rows, &turned_columns, &[]);
        for (row, turned_row) in plain.matrix.iter().zip(turned.matrix.iter().rev()) {
            for (cell, turned_cell) in row.iter().zip(turned_row.iter().rev()) {
                prop_assert!(close(*turned_cell, *cell, 1e-8));
            }
        }
    }
}
