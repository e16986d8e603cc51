use proptest::prelude::*;

use super::*;
use crate::forecast::boxed;
use crate::forecast::contract::{ADDITIVE, holds};
use crate::numeric::seed::stream;

const TRENDS: [Trend; 5] =
    [Trend::Level, Trend::Fixed, Trend::Linear, Trend::Smooth, Trend::Damped];

/// Flow of the Nile at Aswan 1871–1970 in 10⁸ m³, Cobb (1978), as in Durbin & Koopman (2012).
const NILE: [f64; 100] = [
    1120.0, 1160.0, 963.0, 1210.0, 1160.0, 1160.0, 813.0, 1230.0, 1370.0, 1140.0, 995.0, 935.0,
    1110.0, 994.0, 1020.0, 960.0, 1180.0, 799.0, 958.0, 1140.0, 1100.0, 1210.0, 1150.0, 1250.0,
    1260.0, 1220.0, 1030.0, 1100.0, 774.0, 840.0, 874.0, 694.0, 940.0, 833.0, 701.0, 916.0, 692.0,
    1020.0, 1050.0, 969.0, 831.0, 726.0, 456.0, 824.0, 702.0, 1120.0, 1100.0, 832.0, 764.0, 821.0,
    768.0, 845.0, 864.0, 862.0, 698.0, 845.0, 744.0, 796.0, 1040.0, 759.0, 781.0, 865.0, 845.0,
    944.0, 984.0, 897.0, 822.0, 1010.0, 771.0, 676.0, 649.0, 846.0, 812.0, 742.0, 801.0, 1040.0,
    860.0, 874.0, 848.0, 890.0, 744.0, 749.0, 838.0, 1050.0, 918.0, 986.0, 797.0, 923.0, 975.0,
    815.0, 1020.0, 906.0, 901.0, 1170.0, 912.0, 746.0, 919.0, 718.0, 714.0, 740.0,
];

#[test]
fn every_trend_keeps_what_all_models_promise() {
    for trend in TRENDS {
        holds(ADDITIVE, trend.fewest(), |series| boxed(Structural::fit(trend, series)));
    }
}

#[test]
fn the_nile_has_the_published_variances() {
    // Durbin & Koopman (2012), section 2.10.3: 15099 and 1469.1.
    let fit = Structural::fit(Trend::Level, &Series::annual(&NILE)).unwrap();
    let equations = fit.equations();
    assert!((equations.irregular / 15_099.0 - 1.0).abs() < 2e-4, "{equations:?}");
    assert!((equations.level / 1469.1 - 1.0).abs() < 1e-3, "{equations:?}");
    assert_eq!(fit.summary().convergence, Convergence::Reached);
}

#[test]
fn no_ratio_of_the_variances_is_better_than_the_one_found() {
    for trend in TRENDS {
        let fit = Structural::fit(trend, &Series::annual(&NILE[..30])).unwrap();
        let found = fit.summary().log_likelihood.unwrap();
        let values: Vec<Option<f64>> = NILE[..30].iter().copied().map(Some).collect();
        let observations = Observations { values: &values, variances: &[] };
        for step in 0..2000_u64 {
            let mut stream = stream(1, "ratio", step);
            let [a, b] = [stream.normal(), stream.normal()].map(|z| (3.0 * z).exp());
            let (level, slope, damping) = match trend {
                Trend::Level | Trend::Fixed => (a, 0.0, 1.0),
                Trend::Linear => (a, b * 0.01, 1.0),
                Trend::Smooth => (0.0, a, 1.0),
                Trend::Damped => (0.0, a, 0.8 + 0.18 * stream.uniform()),
            };
            let equations = Equations { irregular: 1.0, level, slope, damping };
            let sums = state_space::likelihood(&equations, trend.start(), &observations).unwrap();
            let other = sums.scaled(sums.squares / sums.n as f64).log_likelihood();
            assert!(other <= found + 1e-5, "{trend:?} {equations:?}: {other} over {found}");
        }
    }
}

#[test]
fn a_constant_is_forecast_as_itself_and_a_line_carried_on() {
    for trend in TRENDS {
        let fit = Structural::fit(trend, &Series::annual(&[0.1; 9])).unwrap();
        assert_eq!(fit.forecast(&Future::steps(3)), [0.1; 3], "{trend:?}");
        let mut path = [0.0; 3];
        fit.simulate(&Future::steps(3), &mut stream(1, "path", 0), &mut path);
        assert_eq!(path, [0.1; 3], "{trend:?}");
    }
    let line: Vec<f64> = (0..12).map(|t| 40.0 - 3.0 * f64::from(t)).collect();
    for trend in [Trend::Fixed, Trend::Linear, Trend::Smooth] {
        let fit = Structural::fit(trend, &Series::annual(&line)).unwrap();
        for (forecast, exact) in fit.forecast(&Future::steps(2)).iter().zip([4.0, 1.0]) {
            assert!((forecast - exact).abs() < 1e-9, "{trend:?} {forecast}");
        }
    }
}

#[test]
fn a_value_of_no_worth_is_as_good_as_a_missing_one() {
    let mut values = NILE[..25].to_vec();
    let missing = Series { values: &values, missing: &[10, 24], season_length: 1 };
    let variances = vec![15_000.0; 25];
    let skipped =
        Structural::fit_with_observation_variance(Trend::Level, &missing, &variances).unwrap();
    values[10] += 1000.0;
    let mut worthless = variances.clone();
    worthless[10] = 1e16;
    worthless[24] = 1e16;
    let given = Structural::fit_with_observation_variance(
        Trend::Level,
        &Series::annual(&values),
        &worthless,
    );
    let given = given.unwrap().forecast(&Future::steps(1))[0];
    let skipped = skipped.forecast(&Future::steps(1))[0];
    assert!((given / skipped - 1.0).abs() < 1e-4, "{given} {skipped}");
}

#[test]
fn values_without_error_are_the_level_themselves() {
    let fit = Structural::fit_with_observation_variance(
        Trend::Level,
        &Series::annual(&NILE[..20]),
        &[0.0; 20],
    )
    .unwrap();
    assert!((fit.forecast(&Future::steps(1))[0] - NILE[19]).abs() < 1e-9);
    // The variance of the level is then the mean squared change.
    let changes: f64 = NILE[..20].windows(2).map(|w| (w[1] - w[0]).powi(2)).sum::<f64>() / 19.0;
    assert!((fit.equations().level / changes - 1.0).abs() < 1e-3);
    let short = Structural::fit_with_observation_variance(
        Trend::Level,
        &Series::annual(&NILE[..20]),
        &[1.0],
    );
    assert!(matches!(short, Err(FitError::Unsuitable(_))));
}

#[test]
fn paths_have_the_mean_and_the_variance_of_the_forecast() {
    for trend in [Trend::Level, Trend::Linear, Trend::Damped] {
        let fit = Structural::fit(trend, &Series::annual(&NILE)).unwrap();
        let future = Future::steps(4);
        let (mean, variance) = (fit.forecast(&future), fit.variances(4));
        let (mut sum, mut squares) = ([0.0; 4], [0.0; 4]);
        for draw in 0..20_000 {
            let mut path = [0.0; 4];
            fit.simulate(&future, &mut stream(3, "paths", draw), &mut path);
            for (h, value) in path.iter().enumerate() {
                sum[h] += value - mean[h];
                squares[h] += (value - mean[h]).powi(2);
            }
        }
        for h in 0..4 {
            let n = 20_000.0;
            assert!((sum[h] / n).abs() < 0.03 * variance[h].sqrt(), "{trend:?} {h}");
            // 98 errors behind the scale make the variance of t 98/96 that of the normal.
            assert!((squares[h] / n / variance[h] - 1.02).abs() < 0.04, "{trend:?} {h}");
        }
    }
}

#[test]
fn the_score_of_an_outlier_is_what_the_other_values_make_of_it() {
    let fit = Structural::fit(Trend::Level, &Series::annual(&NILE[..40])).unwrap();
    let smoothed = fit.smoothed();
    for position in [0, 1, 7, 39] {
        let mut values: Vec<Option<f64>> = NILE[..40].iter().copied().map(Some).collect();
        values[position] = None;
        let observations = Observations { values: &values, variances: &[] };
        let equations = fit.equations();
        let steps = state_space::filter(&equations, State::UNKNOWN_LEVEL, &observations);
        let without = smoother::smooth(&equations, &steps)[position];
        let score = smoothed[position].outlier;
        let error = NILE[position] - without.level;
        assert!((score.effect() - error).abs() < 1e-7, "{position}: {} {error}", score.effect());
        let variance = without.level_variance + equations.irregular;
        assert!((1.0 / score.variance / variance - 1.0).abs() < 1e-9, "{position}");
    }
}

#[test]
fn short_series_and_values_without_bounds_are_refused() {
    for trend in TRENDS {
        for n in 0..trend.fewest() {
            let needed = trend.fewest();
            let refused = Structural::fit(trend, &Series::annual(&NILE[..n]));
            assert_eq!(refused.unwrap_err(), FitError::TooFewObservations { needed, found: n });
        }
        assert!(Structural::fit(trend, &Series::annual(&NILE[..trend.fewest()])).is_ok());
    }
    let infinite = [1.0, f64::INFINITY, 2.0, 3.0];
    let refused = Structural::fit(Trend::Level, &Series::annual(&infinite));
    assert!(matches!(refused, Err(FitError::Unsuitable(_))));
}

proptest! {
    #[test]
    fn forecasts_scale_with_the_unit_and_do_not_depend_on_the_horizon(
        values in prop::collection::vec(-1e3..1e3_f64, 6..25),
        kind in 0..5_usize,
    ) {
        let fit = Structural::fit(TRENDS[kind], &Series::annual(&values)).unwrap();
        let long = fit.forecast(&Future::steps(6));
        prop_assert_eq!(&long[..2], fit.forecast(&Future::steps(2)));
        let larger: Vec<f64> = values.iter().map(|v| v * 1024.0).collect();
        let scaled = Structural::fit(TRENDS[kind], &Series::annual(&larger)).unwrap();
        let scaled: Vec<f64> =
            scaled.forecast(&Future::steps(6)).iter().map(|v| v / 1024.0).collect();
        prop_assert_eq!(scaled, long);
    }

    #[test]
    fn nothing_but_finite_numbers_comes_out(
        values in prop::collection::vec(
            prop_oneof![Just(0.0), Just(1.0), Just(1e-300), -1e9..1e9_f64, Just(1e150)], 1..12),
        hidden in prop::collection::vec(0..12_usize, 0..4),
        kind in 0..5_usize,
        is_given in any::<bool>(),
    ) {
        let mut missing = hidden;
        missing.sort_unstable();
        missing.dedup();
        let series = Series { values: &values, missing: &missing, season_length: 1 };
        let variances = vec![0.01; values.len()];
        let fit = if is_given {
            Structural::fit_with_observation_variance(TRENDS[kind], &series, &variances)
        } else {
            Structural::fit(TRENDS[kind], &series)
        };
        let Ok(fit) = fit else { return Ok(()) };
        let mut path = [0.0; 5];
        fit.simulate(&Future::steps(5), &mut stream(1, "path", 0), &mut path);
        prop_assert!(path.iter().all(|v| v.is_finite()), "{:?}", fit);
        prop_assert!(fit.forecast(&Future::steps(5)).iter().all(|v| v.is_finite()));
        prop_assert!(fit.variances(5).iter().all(|v| v.is_finite() && *v >= 0.0));
        prop_assert!(fit.residuals().iter().all(|v| v.is_finite()));
        prop_assert!(fit.smoothed().iter().all(|s| s.level.is_finite()));
        let summary = fit.summary();
        prop_assert!(summary.parameters.iter().all(|(_, v)| v.is_finite()));
        prop_assert!(summary.log_likelihood.is_none_or(f64::is_finite));
    }
}
