use ndarray::array;
use proptest::prelude::*;

use super::*;
use crate::occupation::shares::{Rows, Shares};
use crate::status::Status;

const KEY: DrawKey<'static> = DrawKey { seed: 11, purpose: "test" };

fn posterior(names: &[&str], values: Array2<f64>, sample: f64) -> Posterior {
    let sample = vec![sample; names.len()];
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    let shares = Shares::checked(Rows { names, sample }, values, Status::Observed).unwrap();
    Posterior::of_own(&shares).unwrap()
}

fn paths(values: &[&[f64]], n_draws: usize) -> Paths {
    let mut paths = Paths::zeros(Year(2026), values.len(), n_draws, values[0].len());
    for (series, values) in values.iter().enumerate() {
        for draw in 0..n_draws {
            paths.path_mut(series, draw).copy_from_slice(values);
        }
    }
    paths
}

fn plan<'a>(shares: &'a Posterior, trend: &'a Trend) -> Plan<'a> {
    Plan { shares, columns: &[], trend, year: Year(2025), totals: None, draws: KEY }
}

#[test]
fn without_noise_paths_are_the_plain_product() {
    // 100·0.6 + 50·0.2 = 70 and 40 + 40 = 80; a year later 110·0.6 + 50·0.2 = 76.
    let shares = posterior(&["A", "B"], array![[0.6, 0.4], [0.2, 0.8]], 10.0).certain();
    let none = Trend::none((2, 2));
    let found = project(&paths(&[&[100.0, 110.0], &[50.0, 50.0]], 2), &plan(&shares, &none));
    let found = found.unwrap().paths;
    assert!((found.path(0, 1)[0] - 70.0).abs() < 1e-12);
    assert!((found.path(0, 1)[1] - 76.0).abs() < 1e-12);
    assert!((found.path(1, 0)[0] - 80.0).abs() < 1e-12);
}

#[test]
fn a_certain_trend_gives_the_matrices_of_the_trend() {
    let shares = posterior(&["A"], array![[0.6, 0.3, 0.1]], 10.0).certain();
    let trend = Trend { slope: array![[0.05, -0.02, -0.03]], ..Trend::none((1, 3)) };
    let found = project(&paths(&[&[100.0; 4]], 1), &plan(&shares, &trend)).unwrap().paths;
    for (year, matrix) in trend.project(&shares.shares, 4).unwrap().iter().enumerate() {
        for o in 0..3 {
            assert!((found.path(o, 0)[year] - 100.0 * matrix[[0, o]]).abs() < 1e-10);
        }
    }
}

#[test]
fn the_spread_is_that_of_the_sample_and_grows_with_the_change() {
    let shares = posterior(&["A"], array![[0.3, 0.7]], 99.0);
    let none = Trend::none((1, 2));
    let rows = paths(&[&[1.0; 8]], 4000);
    let spread = |paths: &Paths, year: usize| {
        let mean = paths.mean(0, year);
        paths.draws(0, year).iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 4000.0
    };
    let still = project(&rows, &plan(&shares, &none)).unwrap().paths;
    // 0.3 · 0.7 / 100.
    assert!((spread(&still, 0) / 0.0021 - 1.0).abs() < 0.08);
    assert!((still.mean(0, 3) - 0.3).abs() < 0.003);
    assert_eq!(still.path(0, 7)[0], still.path(0, 7)[7]);
    let drifting = Trend { deviation: Array2::from_elem((1, 2), 0.05), ..none };
    let moved = project(&rows, &plan(&shares, &drifting)).unwrap().paths;
    assert!(spread(&moved, 7) > spread(&moved, 3) && spread(&moved, 3) > spread(&still, 3));
}

/// Robichaud (2000), *Example of the RAS technique*, PEP network: shares of two rows in three
/// columns, fitted to rows 10 and 12 and columns 4, 10 and 8; printed with one decimal.
#[test]
fn a_published_fit_to_totals_is_reproduced() {
    let flows: [[f64; 3]; 2] = [[1.2, 5.0, 3.2], [2.8, 5.0, 4.8]];
    let values = Array2::from_shape_fn((2, 3), |(i, j)| flows[i][j] / flows[i].iter().sum::<f64>());
    let shares = posterior(&["A", "B"], values, 1.0).certain();
    let trend = Trend::none((2, 3));
    let totals = array![[4.0], [10.0], [8.0]];
    let plan = Plan { totals: Some(&totals), ..plan(&shares, &trend) };
    let mut cells = Vec::new();
    let found = project_cells(&paths(&[&[10.0], &[12.0]], 1), &plan, |draw| {
        cells = (0..6).map(|cell| draw.path(cell / 3, cell % 3)[0]).collect();
    })
    .unwrap();
    for (cell, printed) in cells.iter().zip([1.3, 5.3, 3.4, 2.7, 4.7, 4.6]) {
        assert!((cell - printed).abs() < 0.051, "{cells:?}");
    }
    for (column, total) in [4.0, 10.0, 8.0].iter().enumerate() {
        assert!((found.paths.path(column, 0)[0] - total).abs() < 1e-6);
    }
    let report = found.totals.unwrap();
    assert_eq!((report.fits, report.converged, report.columns_scaled_by), (1, 1, None));
    assert!(report.largest_margin_error < 1e-7 && report.most_iterations > 1);
}

#[test]
fn totals_of_another_sum_are_scaled_and_reported() {
    let shares = posterior(&["A", "B"], array![[0.6, 0.4], [0.2, 0.8]], 10.0);
    let trend = Trend::none((2, 2));
    let totals = array![[60.0], [60.0]];
    let plan = Plan { totals: Some(&totals), ..plan(&shares, &trend) };
    let found = project(&paths(&[&[100.0], &[50.0]], 20), &plan).unwrap();
    let report = found.totals.unwrap();
    assert_eq!(report.columns_scaled_by, Some((1.25, 1.25)));
    assert_eq!((report.fits, report.converged), (20, 20));
    assert!((found.paths.path(0, 19)[0] - 75.0).abs() < 1e-5);
}

#[test]
fn a_total_nobody_can_fill_and_wrong_shapes_are_errors() {
    let shares = posterior(&["A"], array![[1.0, 0.0]], 10.0);
    let trend = Trend::none((1, 2));
    let totals = array![[60.0], [60.0]];
    let rows = paths(&[&[100.0]], 1);
    let error = project(&rows, &Plan { totals: Some(&totals), ..plan(&shares, &trend) });
    assert!(error.unwrap_err().to_string().contains("column 2 has a given total"));
    let short = array![[60.0]];
    assert!(project(&rows, &Plan { totals: Some(&short), ..plan(&shares, &trend) }).is_err());
    assert!(project(&rows, &plan(&shares, &Trend::none((2, 2)))).is_err());
    assert!(project(&paths(&[&[1.0], &[1.0]], 1), &plan(&shares, &trend)).is_err());
    assert!(project(&paths(&[&[-1.0]], 1), &plan(&shares, &trend)).is_err());
    assert!(project(&paths(&[&[f64::NAN]], 1), &plan(&shares, &trend)).is_err());
}

#[test]
fn a_chain_gives_what_its_splits_give_one_after_the_other() {
    let first = posterior(&["A", "B"], array![[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]], 40.0);
    let second = posterior(&["1", "2", "3"], array![[0.7, 0.3], [0.4, 0.6], [0.0, 1.0]], 60.0);
    let moves = Trend { deviation: Array2::from_elem((2, 3), 0.02), ..Trend::none((2, 3)) };
    let still = Trend::none((3, 2));
    let other = Plan { draws: DrawKey { purpose: "other", ..KEY }, ..plan(&second, &still) };
    let chain = [plan(&first, &moves), other];
    // More draws than a batch has.
    let rows = paths(&[&[100.0, 110.0], &[50.0, 40.0]], 300);
    let half = rows.times(&[0.5, 0.5]);
    let found = cross(&[&rows, &half], &chain, &[0, 0]).unwrap();
    let occupations = project(&rows, &chain[0]).unwrap().paths;
    let fields = project(&occupations, &chain[1]).unwrap().paths;
    assert_eq!((&found.sets[0][0].paths, &found.sets[0][1].paths), (&occupations, &fields));
    assert_eq!(found.sets[1][1].paths, fields.times(&[0.5, 0.5]));
    let sum = found.sets[0][1].mean_cells[1].sum();
    assert!((sum - 150.0).abs() < 1e-9, "{sum}");
    // All columns are one group, so its shares are whole.
    let near = |share: &f64| (share - 1.0).abs() < 1e-12;
    assert!((0..2).all(|row| found.shares.path(row, 299).iter().all(near)));
    // Apart, the shares split every row as its columns do.
    let apart = cross(&[&rows], &chain, &[0, 1]).unwrap().shares;
    for draw in [0, 124, 125, 299] {
        for field in 0..2 {
            let of = |row: usize| rows.path(row, draw)[1] * apart.path(2 * row + field, draw)[1];
            let expected = fields.path(field, draw)[1];
            assert!((of(0) + of(1) - expected).abs() < 1e-9 * expected);
        }
    }
    assert!(cross(&[&rows], &[chain[1], chain[0]], &[]).is_err());
    assert!(cross(&[&rows], &[chain[0], chain[0]], &[]).is_err());
    assert!(cross(&[&rows], &[], &[]).unwrap().sets[0].is_empty());
}

#[test]
fn the_order_of_columns_permutes_draws_to_the_last_bit() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let shares = posterior(&["A"], array![[0.5, 0.3, 0.2]], 40.0);
    let turned = posterior(&["A"], array![[0.2, 0.5, 0.3]], 40.0);
    let trend = Trend { deviation: Array2::from_elem((1, 3), 0.02), ..Trend::none((1, 3)) };
    let (columns, other) = (names(&["x", "y", "z"]), names(&["z", "x", "y"]));
    let rows = paths(&[&[100.0, 110.0]], 20);
    let one = project(&rows, &Plan { columns: &columns, ..plan(&shares, &trend) }).unwrap().paths;
    let two = project(&rows, &Plan { columns: &other, ..plan(&turned, &trend) }).unwrap().paths;
    for draw in 0..20 {
        for (column, place) in [(0, 1), (1, 2), (2, 0)] {
            assert_eq!(one.path(column, draw), two.path(place, draw));
        }
    }
}

fn cases() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<f64>, f64)> {
    (
        prop::collection::vec(0.0_f64..1e5, 4),
        prop::collection::vec(0.0_f64..1.0, 12),
        prop::collection::vec(-0.1_f64..0.1, 12),
        1.0_f64..500.0,
    )
}

fn case(cells: Vec<f64>, slopes: Vec<f64>, sample: f64) -> (Posterior, Trend) {
    let mut values = Array2::from_shape_vec((4, 3), cells).unwrap();
    for mut row in values.rows_mut() {
        row[0] += 0.1;
        let sum = row.sum();
        row /= sum;
    }
    let slope = Array2::from_shape_vec((4, 3), slopes).unwrap();
    let deviation = slope.mapv(f64::abs);
    (
        posterior(&["A", "B", "C", "D"], values, sample),
        Trend { slope, deviation, ..Trend::none((4, 3)) },
    )
}

fn turned(shares: &Posterior, trend: &Trend) -> (Posterior, Trend) {
    let back = |a: &Array2<f64>| Array2::from_shape_fn(a.dim(), |(r, c)| a[[3 - r, c]]);
    let turned = Posterior {
        rows: shares.rows.iter().rev().cloned().collect(),
        shares: back(&shares.shares),
        ..shares.clone()
    };
    let deviation = back(&trend.deviation);
    (turned, Trend { slope: back(&trend.slope), deviation, ..trend.clone() })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn cells_add_up_to_their_rows_whatever_the_order_and_scale_of_the_rows(
        (employment, cells, slopes, sample) in cases()
    ) {
        let (shares, trend) = case(cells, slopes, sample);
        let series: Vec<[f64; 3]> = employment.iter().map(|e| [*e, e * 1.1, e * 0.5]).collect();
        let slices: Vec<&[f64]> = series.iter().map(<[f64; 3]>::as_slice).collect();
        let rows = paths(&slices, 3);
        let mut apart: f64 = 0.0;
        let found = project_cells(&rows, &plan(&shares, &trend), |draw| {
            for (row, path) in series.iter().enumerate() {
                for (year, value) in path.iter().enumerate() {
                    let sum: f64 = (0..3).map(|column| draw.path(row, column)[year]).sum();
                    apart = apart.max((sum - value).abs() / value.max(1.0));
                }
            }
        }).unwrap().paths;
        prop_assert!(apart < 1e-12);
        let total = found.sum_over_series();
        let expected = rows.sum_over_series();
        for (a, b) in total.path(0, 2).iter().zip(expected.path(0, 2)) {
            prop_assert!((a - b).abs() <= 1e-12 * b.max(1.0));
        }
        let (other_shares, other_trend) = turned(&shares, &trend);
        let back: Vec<&[f64]> = slices.iter().rev().copied().collect();
        let permuted = project(&paths(&back, 3), &plan(&other_shares, &other_trend)).unwrap().paths;
        let doubled = rows.map_cells(|s, d, t| 2.0 * rows.path(s, d)[t]);
        let twice = project(&doubled, &plan(&shares, &trend)).unwrap().paths;
        for column in 0..3 {
            for (year, value) in found.path(column, 1).iter().enumerate() {
                prop_assert!((permuted.path(column, 1)[year] - value).abs() <= 1e-11 * value.max(1.0));
                prop_assert_eq!(twice.path(column, 1)[year], 2.0 * value);
            }
        }
    }
}
