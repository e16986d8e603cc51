use super::*;
use crate::forecast::contract::{ADDITIVE_WITHOUT_SEASON, holds};

/// Employment-like: a trend with a break.
const VALUES: [f64; 14] =
    [31.0, 33.5, 32.0, 36.0, 38.5, 37.0, 41.0, 44.0, 40.0, 41.5, 45.0, 47.5, 49.0, 48.0];

fn fitted(variant: Variant, estimation: Estimation) -> FittedTheta {
    fit_adjusted(&VALUES, variant, estimation).unwrap()
}

#[test]
fn every_variant_keeps_the_contract() {
    for variant in Variant::ALL {
        for estimation in [Estimation::Shrunk, Estimation::LeastSquares] {
            holds(ADDITIVE_WITHOUT_SEASON, 3, |series| fit(series, variant, estimation));
        }
    }
    holds(ADDITIVE_WITHOUT_SEASON, 3, |series| auto(series, Estimation::Shrunk));
}

/// Errors straight from the equations, the first level being given on the scale of the values.
fn errors_by_the_equations(variant: Variant, alpha: f64, (level, theta): (f64, f64)) -> Vec<f64> {
    let weight = 1.0 - 1.0 / theta;
    let mut level = level;
    let whole = TrendLine::through(&VALUES);
    (0..VALUES.len())
        .map(|t| {
            let (intercept, slope) = match variant.parts().0 {
                Dynamics::Static => (whole.intercept(), whole.slope),
                Dynamics::Dynamic => {
                    let line = TrendLine::through(&VALUES[..t]);
                    (if t == 0 { VALUES[0] } else { line.intercept() }, line.slope)
                }
            };
            let power = (1.0 - alpha).powi(t as i32);
            let lean = power * intercept + slope * (1.0 - power * (1.0 - alpha)) / alpha;
            let error = VALUES[t] - level - weight * lean;
            level = alpha * VALUES[t] + (1.0 - alpha) * level;
            error
        })
        .collect()
}

#[test]
fn residuals_agree_with_the_equations() {
    for variant in Variant::ALL {
        for estimation in [Estimation::Shrunk, Estimation::LeastSquares] {
            let found = fitted(variant, estimation);
            let Profile { alpha, start, weight, .. } = found.profile;
            let first = start + VALUES[0] * (1.0 - weight);
            if weight < 1.0 {
                let theta = 1.0 / (1.0 - weight);
                let expected = errors_by_the_equations(variant, alpha, (first, theta));
                for (found, expected) in found.residuals().iter().zip(&expected[3..]) {
                    assert!((found - expected).abs() < 1e-10, "{found} {expected}");
                }
            }
        }
    }
}

#[test]
fn no_other_parameters_give_a_smaller_sum_of_squares() {
    for variant in Variant::ALL {
        let found = fitted(variant, Estimation::LeastSquares);
        let squares = |alpha: f64, level: f64, theta: f64| -> f64 {
            let errors = errors_by_the_equations(variant, alpha, (level, theta));
            errors[3..].iter().map(|error| error * error).sum()
        };
        for alpha in (0..=89).map(|i| 0.1 + 0.01 * f64::from(i)) {
            for level in (-20..=40).map(|i| 2.5 * f64::from(i)) {
                for theta in [1.0, 1.2, 1.5, 1.7, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0, 100.0] {
                    if variant.parts().1 == Theta::Optimised || theta == 2.0 {
                        assert!(found.objective() <= squares(alpha, level, theta) * (1.0 + 1e-12));
                    }
                }
            }
        }
        let own: f64 = found.residuals().iter().map(|error| error * error).sum();
        assert!((own - found.objective()).abs() < 1e-9 * own);
    }
}

#[test]
fn the_derivative_is_that_of_the_sum_of_squares() {
    for variant in Variant::ALL {
        for estimation in [Estimation::Shrunk, Estimation::LeastSquares] {
            let loss = fitted(variant, estimation).loss;
            for alpha in [0.15, 0.4, 0.8] {
                let step = 1e-5;
                let rise = loss.profile(alpha + step).value - loss.profile(alpha - step).value;
                let numeric = rise / (2.0 * step);
                let found = loss.profile(alpha).derivative;
                assert!(
                    (found - numeric).abs() < 1e-5 * (1.0 + numeric.abs()),
                    "{found} {numeric}"
                );
            }
        }
    }
}

#[test]
fn the_standard_model_is_smoothing_with_half_the_trend_as_drift() {
    // Hyndman & Billah (2003), equation 6: ŷ(T+h) rises by B/2 a period.
    let found = fitted(Variant::Standard, Estimation::Shrunk);
    let slope = TrendLine::through(&VALUES).slope;
    let path = found.forecast(&Future::steps(4));
    assert!(path.windows(2).all(|pair| (pair[1] - pair[0] - 0.5 * slope).abs() < 1e-12));
}

#[test]
fn a_line_is_carried_on_by_optimised_theta() {
    let line: Vec<f64> = (0..12).map(|t| 5.0 + 2.0 * f64::from(t)).collect();
    for variant in [Variant::Optimised, Variant::DynamicOptimised] {
        let found = fit_adjusted(&line, variant, Estimation::LeastSquares).unwrap();
        for (h, value) in (0..).zip(found.forecast(&Future::steps(3))) {
            assert!((value - (29.0 + 2.0 * f64::from(h))).abs() < 1e-6, "{value}");
        }
    }
}

#[test]
fn paths_scatter_about_the_forecast_by_the_deviation_of_the_errors() {
    let found = fitted(Variant::DynamicOptimised, Estimation::Shrunk);
    let mean = found.forecast(&Future::steps(1))[0];
    let mut path = [0.0];
    let squares: f64 = (0..4000)
        .map(|draw| {
            let mut stream = crate::numeric::seed::stream(1, "theta", draw);
            found.simulate(&Future::steps(1), &mut stream, &mut path);
            (path[0] - mean).powi(2)
        })
        .sum();
    let ratio = (squares / 4000.0).sqrt() / found.errors.deviation();
    assert!((ratio - 1.0).abs() < 0.04, "{ratio}");
}
