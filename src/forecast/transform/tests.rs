use proptest::prelude::*;

use super::*;
use crate::forecast::structural::{Structural, Trend};

const SCALES: [Transform; 5] = [
    Transform::Identity,
    Transform::Log,
    Transform::BoxCox { lambda: 0.5 },
    Transform::BoxCox { lambda: 1.0 },
    Transform::Logit { edge: 1e-6 },
];

#[test]
fn figures_come_back_from_every_scale() {
    for scale in SCALES {
        for y in [0.03, 0.5, 0.99] {
            let back = scale.invert(scale.apply(y).unwrap());
            assert!((back - y).abs() < 1e-14, "{scale:?} {y} {back}");
        }
    }
    assert_eq!(Transform::Log.apply(0.0), Err(FitError::NotPositive));
    assert!(Transform::Logit { edge: 0.1 }.apply(1.1).is_err());
}

#[test]
fn means_on_the_way_back_are_those_of_the_distribution() {
    // √y is N(2, 0.3²) as z = 2(√y − 1) is N(2, 0.6²): E y = 4 + 0.09.
    let root = Transform::BoxCox { lambda: 0.5 };
    assert!((root.mean(2.0, 0.6) - 4.09).abs() < 1e-12, "{}", root.mean(2.0, 0.6));
    let log = Transform::Log.mean(1.0, 0.4);
    assert!((log - (1.08_f64).exp()).abs() < 1e-12);
    // The logit of a symmetric distribution around ½ keeps its mean; elsewhere it moves inward.
    let logit = Transform::Logit { edge: 0.0 };
    assert!((logit.mean(0.0, 1.5) - 0.5).abs() < 1e-15);
    assert!(logit.mean(-2.0, 0.5) > logit.invert(-2.0));
}

#[test]
fn the_scale_follows_from_how_the_spread_grows() {
    let series = |lambda: f64| -> Vec<f64> {
        let mut stream = stream(5, "scale", 0);
        let wave = |t: f64| 40.0 + 35.0 * (t / 90.0).sin();
        (0..600)
            .map(|t| {
                let level: f64 = wave(f64::from(t));
                level + 0.05 * level.powf(1.0 - lambda) * 40_f64.powf(lambda) * stream.normal()
            })
            .collect()
    };
    assert_eq!(Transform::choose(&Series::annual(&series(0.0)), Range::Count), Transform::Log);
    let root = Transform::choose(&Series::annual(&series(0.5)), Range::Count);
    assert!(matches!(root, Transform::BoxCox { lambda } if (lambda - 0.5).abs() < 0.2), "{root:?}");
    let constant = series(1.0);
    assert_eq!(Transform::choose(&Series::annual(&constant), Range::Any), Transform::Identity);
    let zero = [3.0, 0.0, 4.0];
    assert_eq!(Transform::choose(&Series::annual(&zero), Range::Count), Transform::Identity);
    assert_eq!(Transform::choose(&Series::annual(&[3.0, 4.0]), Range::Count), Transform::Log);
    let shares = [0.0, 0.2, 0.9];
    let scale = Transform::choose(&Series::annual(&shares), Range::Share);
    assert!(matches!(scale, Transform::Logit { edge } if (edge - 0.05).abs() < 1e-12));
}

#[test]
fn the_mean_of_a_log_model_is_the_mean_of_its_paths() {
    let mut noise = stream(2, "walk", 0);
    let mut level = 5.0;
    let values: Vec<f64> = (0..40)
        .map(|_| {
            level += 0.1 * noise.normal();
            f64::exp(level)
        })
        .collect();
    let fit = |series: &Series<'_>| Structural::fit(Trend::Level, series);
    let model =
        Transformed::fit(&Series::annual(&values), Transform::Log, Range::Count, fit).unwrap();
    let future = Future::steps(5);
    let mean = model.forecast(&future)[4];
    let median = model.inner().forecast(&future)[4].exp();
    let draws = 20_000;
    let total: f64 = (0..draws)
        .map(|draw| {
            let mut path = [0.0; 5];
            model.simulate(&future, &mut stream(1, "path", draw), &mut path);
            path[4]
        })
        .sum();
    let average = total / draws as f64;
    assert!((mean / average - 1.0).abs() < 0.012, "{mean} {average}");
    assert!(mean / median > 1.01, "{mean} {median}");
}

proptest! {
    #[test]
    fn counts_and_shares_stay_in_their_range(
        values in prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), 0.0..1.0_f64], 3..20),
        is_share in any::<bool>(),
    ) {
        let range = if is_share { Range::Share } else { Range::Count };
        let series = Series::annual(&values);
        let scale = Transform::choose(&series, range);
        let fit = |series: &Series<'_>| Structural::fit(Trend::Level, series);
        let model = Transformed::fit(&series, scale, range, fit).unwrap();
        let future = Future::steps(4);
        let mut path = [0.0; 4];
        model.simulate(&future, &mut stream(1, "path", 0), &mut path);
        for value in model.forecast(&future).into_iter().chain(path) {
            prop_assert!(value >= 0.0 && value.is_finite());
            prop_assert!(!is_share || value <= 1.0);
        }
    }
}
