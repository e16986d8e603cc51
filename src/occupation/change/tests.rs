use ndarray::array;

use super::*;
use crate::occupation::shares::Rows;
use crate::status::Status;

fn shares(values: Array2<f64>, sample: f64) -> Shares {
    let n = values.nrows();
    let rows = Rows { names: (0..n).map(|r| r.to_string()).collect(), sample: vec![sample; n] };
    Shares::checked(rows, values, Status::Observed).unwrap()
}

fn years(matrices: &[Shares]) -> Vec<(Year, &Shares)> {
    matrices.iter().enumerate().map(|(t, shares)| (Year(2020 + t as i32), shares)).collect()
}

/// Two columns whose log odds rise by `slope` a year.
fn rising(slope: f64, n_years: usize, sample: f64) -> Vec<Shares> {
    (0..n_years)
        .map(|t| {
            let odds = (slope * t as f64).exp();
            shares(array![[odds / (1.0 + odds), 1.0 / (1.0 + odds)]], sample)
        })
        .collect()
}

#[test]
fn an_exact_trend_is_kept_and_damped() {
    // The centred log-ratios are ± half the log odds, so the slopes are ± 0.05.
    let matrices = rising(0.1, 5, f64::INFINITY);
    let trend = trend(&years(&matrices), 0.9).unwrap();
    assert!((trend.slope[[0, 0]] - 0.05).abs() < 1e-9);
    assert!((trend.slope[[0, 1]] + 0.05).abs() < 1e-9);
    let projected = trend.project(matrices[4].values(), 2).unwrap();
    let odds = |m: &Array2<f64>| (m[[0, 0]] / m[[0, 1]]).ln();
    assert!((odds(&projected[0]) - (0.4 + 0.1 * 0.9)).abs() < 1e-9);
    assert!((odds(&projected[1]) - (0.4 + 0.1 * (0.9 + 0.81))).abs() < 1e-9);
    assert!((projected[1].row(0).sum() - 1.0).abs() < 1e-15);
}

#[test]
fn two_years_are_shrunk_by_their_sample_as_calculated_by_hand() {
    // From one half each, g = ± 0.05. Sampling: v ≈ 1/n, over a spread of 0.5: 2/n ≈ 0.002.
    // τ² = 0.0025 − 0.002 leaves about a fifth of the slope.
    let matrices = rising(0.1, 2, 1000.0);
    let found = trend(&years(&matrices), 0.9).unwrap();
    let share = |t: usize| matrices[t].values()[[0, 0]];
    let v = |x: f64| (1.0 / x - 1.0) / 1000.0;
    let first = f64::midpoint(v(share(0)), v(share(1))) / 0.5;
    let second = f64::midpoint(v(1.0 - share(0)), v(1.0 - share(1))) / 0.5;
    let tau_squared = 0.0025 - f64::midpoint(first, second);
    let weight = tau_squared / (tau_squared + first);
    assert!((found.slope[[0, 0]] - 0.05 * weight).abs() < 1e-9);
    assert!((found.deviation[[0, 0]] - (weight * first).sqrt()).abs() < 1e-9);
    assert!(weight > 0.15 && weight < 0.25, "{weight}");
    // With a small sample the same change is noise and nothing of it is left.
    let noise = trend(&years(&rising(0.1, 2, 100.0)), 0.9).unwrap();
    assert!(noise.slope[[0, 0]].abs() < 1e-6);
}

#[test]
fn a_structural_zero_stays_zero_and_a_passing_one_is_replaced() {
    let matrices = [0.4, 0.0, 0.5].map(|x| shares(array![[x, 1.0 - x, 0.0]], 200.0));
    let found = trend(&years(&matrices), 0.9).unwrap();
    assert_eq!((found.slope[[0, 2]], found.deviation[[0, 2]]), (0.0, 0.0));
    assert!(found.slope.iter().all(|g| g.is_finite()));
    let projected = found.project(matrices[2].values(), 10).unwrap();
    assert_eq!(projected[9][[0, 2]], 0.0);
    // Half a person of 200.
    assert_eq!(positive_row(&matrices[1], 0, &[0, 1])[0], 0.0025);
}

#[test]
fn one_year_leaves_the_shares_and_says_so() {
    let matrices = rising(0.1, 1, 100.0);
    let found = trend(&years(&matrices), 0.9).unwrap();
    assert_eq!(found.fallbacks.len(), 1);
    assert_eq!(&found.project(matrices[0].values(), 3).unwrap()[2], matrices[0].values());
    assert_eq!(found.deviation[[0, 0]], DRIFT_BY_DEFAULT);
}

#[test]
fn wrong_years_shapes_and_dampings_are_errors() {
    let a = shares(array![[0.5, 0.5]], 10.0);
    let b = shares(array![[1.0]], 10.0);
    assert!(trend(&[], 0.9).is_err());
    assert!(trend(&[(Year(2021), &a), (Year(2021), &a)], 0.9).is_err());
    assert!(trend(&[(Year(2020), &a), (Year(2021), &b)], 0.9).is_err());
    assert!(trend(&[(Year(2020), &a)], 1.5).is_err());
    assert!(Trend::none((1, 1)).project(a.values(), 2).is_err());
}
