use ndarray::array;
use proptest::prelude::*;

use super::*;
use crate::numeric::gamma::dirichlet;
use crate::numeric::seed::stream;

fn named(n: usize, sample: f64) -> Rows {
    Rows { names: (0..n).map(|row| format!("s{row}")).collect(), sample: vec![sample; n] }
}

fn shares(values: Array2<f64>, sample: f64) -> Shares {
    Shares::checked(named(values.nrows(), sample), values, Status::Observed).unwrap()
}

#[test]
fn a_local_row_weighs_by_its_sample() {
    // With the default k = 100, a sample of 300 weighs 300/400: 0.75·0.2 + 0.25·0.6 = 0.3.
    let posterior =
        shrink(Some(&shares(array![[0.2, 0.8]], 300.0)), &shares(array![[0.6, 0.4]], 9e5)).unwrap();
    assert!((posterior.shares[[0, 0]] - 0.3).abs() < 1e-12);
    assert_eq!((posterior.local_weight[0], posterior.concentration[0]), (0.75, 400.0));
    assert_eq!(posterior.status, Status::Estimated);
    assert_eq!(posterior.fallbacks.len(), 1, "the default k is said");
}

#[test]
fn rows_without_local_data_are_the_nations_and_named() {
    let rows = Rows { names: vec!["A".into(), "B".into()], sample: vec![50.0, 0.0] };
    let local = Shares::checked(rows.clone(), array![[1.0, 0.0], [0.0, 0.0]], Status::Observed);
    let nation = Shares::checked(
        Rows { sample: vec![1e4; 2], ..rows },
        array![[0.5, 0.5], [0.3, 0.7]],
        Status::Observed,
    );
    let posterior = shrink(Some(&local.unwrap()), &nation.unwrap()).unwrap();
    assert_eq!(posterior.shares.row(1).to_vec(), [0.3, 0.7]);
    assert_eq!((posterior.local_weight[1], posterior.concentration[1]), (0.0, 100.0));
    assert!(posterior.fallbacks[0].missing.en.ends_with("for: B"));
}

#[test]
fn every_wrong_row_is_named_and_rounded_rows_are_scaled() {
    let error = Shares::checked(
        named(4, 10.0),
        array![[0.5, 0.4], [1.2, -0.2], [0.5, 0.5], [f64::NAN, 1.0]],
        Status::Observed,
    );
    let text = error.unwrap_err().to_string();
    assert!(text.contains("s0 (0.9000), s1 (1.0000), s3 (NaN)"), "{text}");
    assert!(!text.contains("s2"));
    let rounded = shares(array![[0.333, 0.333, 0.333]], 1.0);
    assert!((rounded.values()[[0, 0]] - 1.0 / 3.0).abs() < 1e-12);
    let twice = Rows { names: vec!["A".into(), "A".into()], sample: vec![1.0; 2] };
    assert!(Shares::checked(twice, array![[1.0], [1.0]], Status::Observed).is_err());
}

#[test]
fn the_concentration_agrees_with_a_calculation_by_hand() {
    // Complete counts at distance 0.1 from one half: X = 0.02, H = 0.5, ρ = 0.04, k = 24.
    let local = shares(Array2::from_shape_fn((5, 2), |(_, o)| [0.6, 0.4][o]), f64::INFINITY);
    let nation = shares(Array2::from_elem((5, 2), 0.5), 1e6);
    let strength = shrink(Some(&local), &nation).unwrap().strength;
    assert!((strength.k - 24.0).abs() < 1e-9 && strength.estimated && strength.rows_used == 5);
    // Samples of 50 explain H/n = 0.01 of 0.02: ρ = 0.01 / (0.5 · 0.98), k = 48.
    let local = shares(local.values().clone(), 50.0);
    let strength = shrink(Some(&local), &nation).unwrap().strength;
    assert!((strength.k - 48.0).abs() < 1e-9, "{}", strength.k);
}

#[test]
fn the_concentration_of_simulated_rows_is_found_again() {
    let (n_rows, n, k) = (400, 200_u32, 60.0);
    let pi = [0.4, 0.3, 0.2, 0.1];
    let mut stream = stream(3, "rows", 0);
    let mut local = Array2::zeros((n_rows, 4));
    let mut theta = [0.0; 4];
    for mut row in local.rows_mut() {
        dirichlet(&mut stream, &pi, k, &mut theta);
        for _ in 0..n {
            let mut u = stream.uniform();
            let o = theta.iter().position(|p| {
                u -= p;
                u < 0.0
            });
            row[o.unwrap_or(3)] += 1.0 / f64::from(n);
        }
    }
    let nation = shares(Array2::from_shape_fn((n_rows, 4), |(_, o)| pi[o]), 1e6);
    let found = shrink(Some(&shares(local, f64::from(n))), &nation).unwrap().strength.k;
    assert!((found / k - 1.0).abs() < 0.15, "{found}");
}

proptest! {
    #[test]
    fn shrunk_rows_sum_to_one_and_lie_between_local_and_national(
        a in prop::collection::vec(0.01_f64..1.0, 24),
        b in prop::collection::vec(0.01_f64..1.0, 24),
        sample in 0.0_f64..1000.0,
    ) {
        let row_shares = |cells: Vec<f64>| {
            let mut values = Array2::from_shape_vec((6, 4), cells).unwrap();
            for mut row in values.rows_mut() {
                let sum = row.sum();
                row /= sum;
            }
            values
        };
        let (local, nation) = (shares(row_shares(a), sample), shares(row_shares(b), 1e5));
        let posterior = shrink(Some(&local), &nation).unwrap();
        for ((place, value), (own, far)) in posterior
            .shares
            .indexed_iter()
            .zip(local.values().iter().zip(nation.values()))
        {
            prop_assert!(*value >= own.min(*far) - 1e-12 && *value <= own.max(*far) + 1e-12);
            prop_assert!((posterior.shares.row(place.0).sum() - 1.0).abs() < 1e-12);
        }
    }
}
