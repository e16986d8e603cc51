use super::*;

fn comparison(series: usize, step: usize, mean: f64, actual: f64) -> Comparison {
    Comparison {
        series,
        origin: 2000,
        step,
        actual,
        mean,
        interval_80: (mean - 1.0, mean + 1.0),
        interval_95: (mean - 2.0, mean + 2.0),
        crps: 0.5,
        last: 10.0,
        scale: Scale { absolute: 2.0, squared: 5.0 },
    }
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

#[test]
fn measures_agree_with_calculations_by_hand() {
    let scores = Scores::of(&[comparison(0, 1, 12.0, 10.0), comparison(0, 2, 8.0, 11.0)]);
    near(scores.wape, 5.0 / 21.0);
    near(scores.mape, f64::midpoint(0.2, 3.0 / 11.0));
    near(scores.mdape, f64::midpoint(0.2, 3.0 / 11.0));
    near(scores.smape, f64::midpoint(4.0 / 22.0, 6.0 / 19.0));
    near(scores.mase, f64::midpoint(1.0, 1.5));
    near(scores.rmsse, f64::midpoint(0.8, 1.8).sqrt());
    near(scores.bias, -1.0 / 21.0);
    near(scores.coverage_95, 0.5);
    // Widths 4 and 4; the second is missed by 1, which costs 40 at 95 %.
    near(scores.msis_95, f64::midpoint(4.0 / 2.0, 44.0 / 2.0));
    near(scores.direction_right, 0.0);
    assert_eq!((scores.n_forecasts, scores.n_origins, scores.too_few()), (2, 1, true));
}

#[test]
fn shares_and_relative_growth_compare_the_series_of_one_step() {
    let scores = Scores::of(&[comparison(0, 1, 12.0, 14.0), comparison(1, 1, 8.0, 6.0)]);
    near(scores.dissimilarity, 0.1);
    near(scores.faster_right, 1.0);
    let wrong = Scores::of(&[comparison(0, 1, 12.0, 6.0), comparison(1, 1, 8.0, 14.0)]);
    near(wrong.faster_right, 0.0);
}

#[test]
fn nothing_to_compare_gives_no_measure() {
    let scores = Scores::of(&[]);
    assert_eq!((scores.wape, scores.coverage_80, scores.n_forecasts), (None, None, 0));
    let flat = Comparison { scale: Scale::default(), ..comparison(0, 1, 0.0, 0.0) };
    let scores = Scores::of(&[flat]);
    assert_eq!((scores.mase, scores.mape, scores.wape), (None, None, None));
    near(scores.smape, 0.0);
}

#[test]
fn the_scale_of_a_seasonal_series_looks_a_season_back() {
    let scale = Scale::of(&[1.0, 5.0, 2.0, 7.0], 2);
    assert_eq!((scale.absolute, scale.squared), (1.5, 2.5));
    assert_eq!(Scale::of(&[3.0, 4.0], 12).absolute, 1.0);
    assert_eq!(Scale::of(&[3.0], 1), Scale::default());
}

#[test]
fn crps_of_one_quantile_is_the_absolute_error_and_of_many_the_energy_form() {
    assert_eq!(crps(3.0, &[5.0]), 2.0);
    // The energy form E|X−a| − ½ E|X−X'| for five equally likely points.
    let points = [0.0, 1.0, 2.0, 4.0, 8.0];
    let to = |a: f64| points.iter().map(|x| (x - a).abs()).sum::<f64>() / 5.0;
    let apart = points.iter().map(|x| to(*x)).sum::<f64>() / 5.0;
    assert!((crps(3.0, &points) - (to(3.0) - 0.5 * apart)).abs() < 1e-12);
}
