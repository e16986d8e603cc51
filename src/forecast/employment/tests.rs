use super::*;
use crate::forecast::Future;
use crate::options::RunOptions;
use crate::units::Year;

fn forecast(method: Method, values: &[f64], horizon: usize) -> Vec<f64> {
    fit(method, values, 0.9).unwrap().forecast(&Future::steps(horizon))
}

#[test]
fn simple_methods_agree_with_calculations_by_hand() {
    let values = [10.0, 12.0, 11.0, 16.0];
    assert_eq!(forecast(Method::LastValue, &values, 2), [16.0, 16.0]);
    assert_eq!(forecast(Method::Drift, &values, 2), [18.0, 20.0]);
    // Least squares on t = 0..3: mean 12.25, slope 17/2/5 = 1.7, so 14.8 at t = 3.
    let line = forecast(Method::LinearTrend, &values, 2);
    assert!((line[0] - 16.5).abs() < 1e-12 && (line[1] - 18.2).abs() < 1e-12, "{line:?}");
    let growth = forecast(Method::ExponentialGrowth, &[10.0, 15.0, 40.0], 2);
    assert!((growth[0] - 80.0).abs() < 1e-9 && (growth[1] - 160.0).abs() < 1e-9, "{growth:?}");
}

#[test]
fn the_bls_naive_line_sees_ten_years_only() {
    let mut values = vec![1000.0; 5];
    values.extend((1..=10).map(f64::from));
    let line = forecast(Method::BlsNaive, &values, 2);
    assert!((line[0] - 11.0).abs() < 1e-9 && (line[1] - 12.0).abs() < 1e-9, "{line:?}");
}

#[test]
fn a_falling_line_stops_at_one_hundredth_of_the_last_value() {
    assert_eq!(forecast(Method::Drift, &[30.0, 20.0, 10.0], 3), [0.1, 0.1, 0.1]);
}

#[test]
fn a_shrunk_slope_alone_carries_an_exponential_on_with_damping() {
    let values: Vec<f64> = (0..12).map(|t| (0.05 * f64::from(t)).exp()).collect();
    let path = forecast(Method::ShrunkSlope, &values, 2);
    assert!((path[0].ln() - 0.55 - 0.045).abs() < 1e-12, "{path:?}");
    assert!((path[1].ln() - 0.55 - 0.0855).abs() < 1e-12, "{path:?}");
}

#[test]
fn sample_paths_start_at_the_forecast_and_scatter_as_the_residuals_do() {
    let values = [100.0, 110.0, 100.0, 110.0, 100.0];
    let fitted = fit(Method::LastValue, &values, 0.9).unwrap();
    let options = RunOptions { to: Year(2027), draws: 400, seed: 5 };
    let paths = fitted.generate(&Future::steps(2), Year(2025), &options);
    assert_eq!((paths.first(), paths.n_draws(), paths.n_years()), (Year(2026), 400, 2));
    // Changes of ±10: normal errors of that size, after two years √2 times as large.
    let size = |year: usize| {
        let squares: f64 = paths.draws(0, year).iter().map(|x| (x - 100.0).powi(2)).sum();
        (squares / 400.0).sqrt()
    };
    assert!((size(0) - 10.0).abs() < 1.0 && (size(1) - 200.0_f64.sqrt()).abs() < 1.5);
    let up = paths.draws(0, 0).iter().filter(|x| **x > 100.0).count();
    assert!((150..250).contains(&up), "{up}");
}
