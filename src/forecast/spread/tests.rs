use super::*;

#[test]
fn without_errors_the_shape_is_that_of_annual_series_in_general() {
    let shape = ErrorShape::of(&[], 1.0, 0.0);
    for (p, expected) in [(0.025, -2.639), (0.1, -1.439), (0.5, 0.0), (0.9, 1.628), (0.975, 3.203)]
    {
        let found = shape.quantile(0, p) / 0.0235_f64.exp();
        assert!((found - expected).abs() < 0.02, "{p}: {found}");
    }
    let wider = shape.quantile(3, 0.9) / shape.quantile(0, 0.9);
    assert!((wider - 4.0_f64.powf(0.8487)).abs() < 1e-9);
}

#[test]
fn quantiles_of_many_series_are_those_of_their_errors() {
    let errors: Vec<Vec<f64>> = (0..2000)
        .map(|k| {
            let z = normal_quantile((f64::from(k) + 0.5) / 2000.0);
            (1..=6).map(|step| z * f64::from(step).sqrt()).collect()
        })
        .collect();
    let shape = ErrorShape::of(&errors, 1e9, 0.0);
    for step in 0..6 {
        let expected = 1.2816 * ((step + 1) as f64).sqrt();
        assert!((shape.quantile(step, 0.9) / expected - 1.0).abs() < 0.02);
    }
}

#[test]
fn intervals_nest_at_every_step() {
    let shape = ErrorShape::of(
        &[vec![3.0, -9.0], vec![0.1], vec![-0.2, 8.0], vec![1.0], vec![7.0]],
        3.0,
        0.0,
    );
    let levels = [0.001, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.999];
    for step in 0..8 {
        let quantiles = levels.map(|p| shape.quantile(step, p));
        assert!(quantiles.is_sorted(), "{quantiles:?}");
    }
}

#[test]
fn draws_scatter_as_the_quantiles_say_and_share_what_the_correlation_says() {
    let spread = |correlation: f64| Spread {
        shape: Arc::new(ErrorShape::of(&[], 1.0, correlation)),
        scale: 2.0,
        range: Range::ANY,
    };
    let draw = |spread: &Spread, series: u64, draw: u64| {
        let mut path = [0.0; 3];
        spread.draw(&[10.0; 3], Which { seed: 1, series, draw }, &mut path);
        path
    };
    let alone = spread(0.0);
    let below = (0..4000).filter(|d| draw(&alone, 1, *d)[2] < alone.quantile(10.0, 2, 0.1)).count();
    assert!((330..470).contains(&below), "{below}");
    let one = spread(1.0);
    assert_eq!(draw(&one, 1, 7), draw(&one, 2, 7));
    assert_ne!(draw(&alone, 1, 7), draw(&alone, 2, 7));
}

#[test]
fn a_series_that_never_moved_has_no_spread_and_counts_stay_in_range() {
    assert_eq!(scale(&[4.0; 5]), 0.0);
    assert_eq!(scale(&[4.0]), 0.0);
    let spread = Spread {
        shape: Arc::new(ErrorShape::of(&[], 1.0, 0.0)),
        scale: 9.0,
        range: Range::NOT_NEGATIVE,
    };
    assert_eq!(spread.quantile(1.0, 0, 0.025), 0.0);
}

#[test]
fn huge_values_have_the_scale_of_small_ones_and_no_bound_is_infinite() {
    let small = [1.0, 3.0, 2.0, 5.0, 4.0, 6.0];
    let huge = small.map(|value| value * 1000.0_f64.exp2());
    assert_eq!(scale(&huge), scale(&small) * 1000.0_f64.exp2());
    let across = scale(&[f64::MAX, -f64::MAX, f64::MAX]);
    let spread =
        Spread { shape: Arc::new(ErrorShape::of(&[], 1.0, 0.0)), scale: across, range: Range::ANY };
    assert_eq!(spread.quantile(0.0, 5, 0.999), f64::MAX);
}

#[test]
fn a_series_that_broke_leaves_a_shape_of_numbers() {
    let mut errors = vec![vec![1.0, -1.0]; 9];
    errors.push(vec![1e250, -1e300]);
    let shape = ErrorShape::of(&errors, 10.0, 0.0);
    assert!(shape.quantile(40, 0.999).is_finite());
    assert!(shape.quantile(0, 0.5).abs() < 1.0);
}

#[test]
fn a_declared_bound_is_kept_and_one_that_is_no_number_is_none() {
    let shares = Range::of(&[0.2, 0.9]).at_most(1.0);
    assert_eq!([-0.1, 0.5, 1.2].map(|value| shares.hold(value)), [0.0, 0.5, 1.0]);
    assert_eq!(Range::NOT_NEGATIVE.at_most(-3.0).hold(5.0), 0.0);
    assert_eq!(Range::ANY.at_most(f64::NAN), Range::ANY);
    assert_eq!(Range::ANY.at_most(f64::INFINITY), Range::ANY);
}
