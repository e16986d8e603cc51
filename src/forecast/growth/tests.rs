use super::*;

#[test]
fn features_agree_with_a_calculation_by_hand() {
    let made = windows(&[1.0, 2.0, 4.0, 3.0, 5.0]);
    assert_eq!(made.len(), 1);
    // Changes 1, 2, −1, 2: mean size 1.5, mean 1.
    assert_eq!((made[0].at, made[0].scale, made[0].level), (4, 1.5, 5.0));
    assert!((made[0].features[0] - 1.0 / 1.5).abs() < 1e-12);
    // Smoothed by 0.6: 1, 1.6, 3.04, 3.016, 4.2064.
    assert!((made[0].features[4] - (5.0 - 4.2064) / 1.5).abs() < 1e-12);
}

#[test]
fn series_that_move_together_count_as_one_and_others_as_many() {
    let base: Vec<f64> = (0..20).map(|t| f64::from((t * 7 + t * t) % 11)).collect();
    let same: Vec<Vec<f64>> =
        (1..6).map(|k| base.iter().map(|y| y * f64::from(k)).collect()).collect();
    let panel: Vec<&[f64]> = same.iter().map(Vec::as_slice).collect();
    assert!((Independence::of(&panel).effective() - 1.0).abs() < 1e-9);
    assert_eq!(Independence::of(&panel[..1]).effective(), 1.0);
}

#[test]
fn scaling_by_a_power_of_two_scales_the_forecast_to_the_bit() {
    let values: Vec<f64> = (0..15).map(|t| 10.0 + f64::from((t * 5) % 7) + f64::from(t)).collect();
    let larger: Vec<f64> = values.iter().map(|y| 8.0 * y).collect();
    let forecast = |values: &[f64]| {
        let independence = Independence::of(&[values]);
        PooledGrowth::fit(&[values], &independence, 4).forecast(values).unwrap()
    };
    for (one, eight) in forecast(&values).iter().zip(forecast(&larger)) {
        assert_eq!((8.0 * one.0, 8.0 * one.1), eight);
    }
}

#[test]
fn short_and_constant_series_have_no_forecast() {
    let pooled = PooledGrowth::fit(&[], &Independence::of(&[]), 2);
    assert_eq!(pooled.forecast(&[1.0, 2.0, 3.0, 4.0]), None);
    assert_eq!(pooled.forecast(&[4.0; 9]), None);
    assert_eq!(pooled.forecast(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap().len(), 2);
}
