//! What every method promises, whichever it is.

use super::fixture::{Fixture, growing, wobbling};
use crate::demand::information::{Information, Record};
use crate::demand::pool;
use crate::forecast::method::Method;
use crate::forecast::{Fit, Future};

const HORIZON: usize = 8;
const OUTPUT: [f64; HORIZON] = [0.08, 0.15, 0.23, 0.30, 0.38, 0.45, 0.52, 0.60];

fn future(horizon: usize) -> Future<'static> {
    Future { horizon, output: &OUTPUT[..horizon] }
}

fn fits(fixture: &Fixture, method: Method) -> Vec<Fit> {
    let (model, prepared) = fixture.build();
    let record = Record::new(&model, &prepared);
    pool::fit(method, &Information::new(&record, record.n_years()))
}

fn paths(fixture: &Fixture, method: Method) -> Vec<Vec<f64>> {
    fits(fixture, method)
        .iter()
        .map(|fit| fit.as_ref().unwrap().forecast(&future(HORIZON)))
        .collect()
}

/// A panel every method can be fitted to.
fn full(n: usize) -> Fixture {
    Fixture {
        employment: vec![wobbling(n, 800.0, 0.02, 1), growing(n, 90.0, -0.03)],
        output: Some(wobbling(n, 70.0, 0.06, 3)),
        output_by_sector: vec![None, Some(wobbling(n, 20.0, 0.03, 4))],
        investment: Some(wobbling(n, 30.0, 0.08, 5)),
        nation: Some(vec![wobbling(n, 5000.0, 0.02, 6), wobbling(n, 600.0, 0.0, 7)]),
    }
}

fn scaled(fixture: &Fixture, factor: f64) -> Fixture {
    let employment = fixture
        .employment
        .iter()
        .map(|series| series.iter().map(|value| value * factor).collect())
        .collect();
    Fixture { employment, ..fixture.clone() }
}

#[test]
fn a_forecast_is_as_long_as_the_horizon_and_every_value_is_a_positive_number() {
    for method in Method::ALL {
        let paths = paths(&full(21), method);
        assert_eq!(paths.len(), 3, "{method:?}");
        for path in paths {
            assert_eq!(path.len(), HORIZON, "{method:?}");
            assert!(path.iter().all(|value| value.is_finite() && *value > 0.0), "{method:?}");
        }
    }
}

#[test]
fn series_times_a_power_of_two_give_forecasts_times_the_same_to_the_last_bit() {
    for method in Method::ALL {
        let (small, large) = (paths(&full(21), method), paths(&scaled(&full(21), 1024.0), method));
        for (small, large) in small.iter().flatten().zip(large.iter().flatten()) {
            assert_eq!(small * 1024.0, *large, "{method:?}");
        }
    }
}

#[test]
fn series_times_any_factor_give_forecasts_times_the_same() {
    for method in Method::ALL {
        let (small, large) = (paths(&full(21), method), paths(&scaled(&full(21), 1.7), method));
        for (small, large) in small.iter().flatten().zip(large.iter().flatten()) {
            assert!((1.7 * small / large - 1.0).abs() < 1e-6, "{method:?}: {small} {large}");
        }
    }
}

#[test]
fn a_constant_series_is_forecast_as_itself_or_not_at_all() {
    let flat = Fixture {
        employment: vec![vec![123.0; 21], vec![40.0; 21]],
        output: Some(vec![9.0; 21]),
        nation: Some(vec![vec![500.0; 21]; 2]),
        ..Fixture::default()
    };
    for method in Method::ALL {
        for (fit, value) in fits(&flat, method).iter().zip([123.0, 40.0, 163.0]) {
            let Ok(model) = fit else {
                assert!(method.needs_output(), "{method:?}");
                continue;
            };
            let path = model.forecast(&Future { horizon: 4, output: &[0.0; 4] });
            assert!(path.iter().all(|v| (v / value - 1.0).abs() < 1e-12), "{method:?}: {path:?}");
        }
    }
}

#[test]
fn short_series_end_in_an_error_or_a_number_never_in_a_panic() {
    for n in 1..=13 {
        for method in Method::ALL {
            for fit in fits(&full(n), method) {
                let Ok(model) = fit else { continue };
                let path = model.forecast(&future(HORIZON));
                assert!(path.iter().all(|v| v.is_finite() && *v > 0.0), "{method:?} {n}: {path:?}");
            }
        }
    }
    for (method, too_short) in [
        (Method::Drift, 1),
        (Method::BlsNaive, 2),
        (Method::LinearTrend, 2),
        (Method::Theta, 3),
        (Method::DampedHolt, 11),
        (Method::OutputDriven, 3),
        (Method::Elasticity, 4),
        (Method::Regression, 15),
    ] {
        let refused = |n| fits(&full(n), method)[0].is_err();
        assert!(refused(too_short), "{method:?}");
        assert!(!refused(too_short + 1) || method == Method::Regression, "{method:?}");
    }
}

#[test]
fn zeros_end_in_an_error_or_a_number_never_in_nan() {
    for hole in [0, 10, 20] {
        let mut fixture = full(21);
        fixture.employment[0][hole] = 0.0;
        for method in Method::ALL {
            for model in fits(&fixture, method).into_iter().flatten() {
                let path = model.forecast(&future(HORIZON));
                assert!(path.iter().all(|v| v.is_finite() && *v >= 0.0), "{method:?}: {path:?}");
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bits_and_a_shorter_horizon_the_same_years() {
    for method in Method::ALL {
        let first = fits(&full(21), method);
        for (fit, again) in first.iter().zip(fits(&full(21), method)) {
            let (fit, again) = (fit.as_ref().unwrap(), again.unwrap());
            let long = fit.forecast(&future(HORIZON));
            assert_eq!(long, again.forecast(&future(HORIZON)), "{method:?}");
            assert_eq!(long[..3], fit.forecast(&future(3)), "{method:?}");
            assert_eq!(fit.summary(), again.summary());
            assert!(fit.residuals().iter().all(|r| r.is_finite()), "{method:?}");
            assert!(fit.residuals().len() >= 5, "{method:?}");
        }
    }
}
