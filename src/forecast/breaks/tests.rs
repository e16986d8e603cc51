use proptest::prelude::*;

use super::*;
use crate::forecast::boxed;
use crate::forecast::breaks::adjusted::Adjusted;
use crate::forecast::contract::{ADDITIVE_WITHOUT_SEASON, holds};
use crate::forecast::structural::{Structural, Trend};
use crate::forecast::{FittedModel, Future};
use crate::numeric::seed::{Stream, stream};

/// A random walk with drift seen through noise, by the gain of its local level.
fn clean(n: usize, gain: f64, draw: &mut dyn FnMut() -> f64) -> Vec<f64> {
    let (noise, walk) = ((1.0 - gain).sqrt(), gain);
    let mut level = 10.0;
    (0..n)
        .map(|_| {
            level += 0.05 + walk * draw();
            level + noise * draw()
        })
        .collect()
}

/// Changes that are an AR(1) with coefficient ½.
fn persistent(n: usize, stream: &mut Stream) -> Vec<f64> {
    let (mut level, mut change) = (10.0, 0.0);
    (0..n)
        .map(|_| {
            change = 0.5 * change + stream.normal();
            level += 0.3 + change;
            level
        })
        .collect()
}

/// Student's t with 5 degrees of freedom.
fn heavy(stream: &mut Stream) -> f64 {
    let squares: f64 = (0..5).map(|_| stream.normal().powi(2)).sum();
    stream.normal() / (squares / 5.0).sqrt()
}

/// The share of series with an outlier or shift found, and with a change of spread found.
fn found(n: usize, kind: &str) -> (f64, f64) {
    let draws = 600;
    let (mut breaks, mut spreads) = (0, 0);
    for index in 0..draws {
        let mut stream = stream(12, kind, index * 1000 + n as u64);
        let gain = [0.0, 0.2, 0.5, 0.8, 1.0][index as usize % 5];
        let values = match kind {
            "clean" => clean(n, gain, &mut || stream.normal()),
            "persistent" => persistent(n, &mut stream),
            _ => clean(n, gain, &mut || heavy(&mut stream)),
        };
        let detection = detect(&Series::annual(&values), &[]);
        breaks += usize::from(!detection.breaks.is_empty());
        spreads += usize::from(detection.spread_change.is_some());
    }
    (breaks as f64 / draws as f64, spreads as f64 / draws as f64)
}

#[test]
fn clean_series_have_a_break_in_one_of_twenty() {
    for n in [10, 12, 15, 25, 40, 100] {
        let (breaks, spreads) = found(n, "clean");
        assert!((0.02..=0.08).contains(&breaks), "{n}: {breaks}");
        assert!(spreads <= 0.08, "{n}: {spreads}");
    }
}

#[test]
fn persistent_changes_and_heavy_tails_are_found_no_more_often_than_stated() {
    for n in [10, 15, 25, 40, 100] {
        let (breaks, spreads) = found(n, "persistent");
        assert!(breaks <= 0.06 && spreads <= 0.2, "{n}: {breaks} {spreads}");
        let (breaks, spreads) = found(n, "heavy");
        assert!(breaks <= 0.5 && spreads <= 0.12, "{n}: {breaks} {spreads}");
    }
}

#[test]
fn an_outlier_and_a_shift_are_found_where_they_are() {
    let mut right = [0; 2];
    for index in 0..100 {
        let mut stream = stream(13, "broken", index);
        let mut values = clean(30, 0.5, &mut || stream.normal());
        values[9] += 6.0;
        for value in &mut values[20..] {
            *value -= 7.0;
        }
        let detection = detect(&Series::annual(&values), &[]);
        let outlier = detection.of_kind(Kind::Outlier).find(|found| found.position == 9);
        let shift = detection.of_kind(Kind::LevelShift).find(|found| found.position == 20);
        right[0] += usize::from(outlier.is_some_and(|o| (o.effect - 6.0).abs() < 3.0));
        right[1] += usize::from(shift.is_some_and(|s| (s.effect + 7.0).abs() < 3.0));
    }
    assert!(right[0] >= 80 && right[1] >= 80, "{right:?}");
}

#[test]
fn a_series_without_noise_shows_its_breaks_exactly() {
    let mut values: Vec<f64> = (0..20).map(|t| 2.0 * f64::from(t)).collect();
    values[6] += 5.0;
    for value in &mut values[13..] {
        *value += 30.0;
    }
    let detection = detect(&Series::annual(&values), &[]);
    let kinds: Vec<(Kind, usize)> =
        detection.breaks.iter().map(|found| (found.kind, found.position)).collect();
    assert_eq!(kinds, [(Kind::Outlier, 6), (Kind::LevelShift, 13)]);
    // The last values stay; those before the shift are moved to their line.
    for (t, cleaned) in detection.cleaned.iter().enumerate() {
        assert!((cleaned - (2.0 * t as f64 + 30.0)).abs() < 1e-3, "{t}: {cleaned}");
    }
}

#[test]
fn a_spread_that_triples_is_found_and_widens_the_paths() {
    let mut stream = stream(14, "spread", 3);
    let mut level = 0.0;
    let values: Vec<f64> = (0..60)
        .map(|t| {
            level += stream.normal() * if t < 36 { 1.0 } else { 4.0 };
            level
        })
        .collect();
    let change = detect(&Series::annual(&values), &[]).spread_change.unwrap();
    assert!((30..=42).contains(&change.position), "{change:?}");
    assert!((2.0..6.0).contains(&change.ratio) && change.of_all > 1.2, "{change:?}");
}

#[test]
fn declared_years_are_taken_out_and_widen_the_paths_if_they_are_the_last() {
    let mut noise = stream(15, "declared", 0);
    let mut values = clean(20, 0.4, &mut || noise.normal());
    values[18] -= 9.0;
    values[19] -= 8.0;
    let fit = |series: &Series<'_>| Structural::fit(Trend::Level, series);
    let model = Adjusted::fit(&Series::annual(&values), &[18, 19, 99], fit).unwrap();
    let effects: Vec<&Break> = model.detection().of_kind(Kind::Declared).collect();
    assert_eq!(effects.len(), 2);
    assert!((effects[0].effect + 9.0).abs() < 3.0 && (effects[1].effect + 8.0).abs() < 3.0);
    let deviation = |model: &dyn FittedModel| {
        let total: f64 = (0..2000)
            .map(|draw| {
                let mut path = [0.0];
                model.simulate(&Future::steps(1), &mut stream(1, "path", draw), &mut path);
                (path[0] - model.forecast(&Future::steps(1))[0]).powi(2)
            })
            .sum();
        (total / 2000.0).sqrt()
    };
    assert!(deviation(&model) > 1.2 * deviation(model.inner()));
}

#[test]
fn further_breaks_come_as_often_as_those_found() {
    let mut values: Vec<f64> = (0..20).map(|t| 2.0 * f64::from(t)).collect();
    values[6] += 5.0;
    let fit = |series: &Series<'_>| Structural::fit(Trend::Fixed, series);
    let model = Adjusted::fit(&Series::annual(&values), &[], fit).unwrap();
    let mean = model.forecast(&Future::steps(10));
    let (mut up, mut down) = (0, 0);
    for draw in 0..1000 {
        let mut path = [0.0; 10];
        model.simulate(&Future::steps(10), &mut stream(1, "path", draw), &mut path);
        let mut first = [0.0; 4];
        model.simulate(&Future::steps(4), &mut stream(1, "path", draw), &mut first);
        assert_eq!(path[..4], first);
        up += path.iter().zip(&mean).filter(|(v, m)| **v - **m > 4.0).count();
        down += path.iter().zip(&mean).filter(|(v, m)| **v - **m < -4.0).count();
    }
    // One outlier in twenty years: 500 of 10,000, half of them up.
    assert!((200..300).contains(&up) && (200..300).contains(&down), "{up} {down}");
}

#[test]
fn a_season_does_not_hide_a_break() {
    let season = [5.0, -3.0, 0.0, -2.0];
    let mut noise = stream(16, "season", 0);
    let mut values: Vec<f64> =
        (0..32).map(|t| season[t % 4] + 0.2 * noise.normal() + 0.1 * t as f64).collect();
    values[14] += 4.0;
    let detection = detect(&Series::seasonal(&values, 4), &[]);
    let outlier = detection.of_kind(Kind::Outlier).next().unwrap();
    assert_eq!(outlier.position, 14);
    assert!((detection.cleaned[14] - values[14] + 4.0).abs() < 0.7);
}

#[test]
fn short_series_are_left_alone_and_it_is_said() {
    let values = [1.0, 1.0, 50.0, 1.0, 1.0, 1.0];
    for n in 0..=6 {
        let detection = detect(&Series::annual(&values[..n]), &[]);
        assert_eq!(detection.scope, Scope::TooShort);
        assert_eq!(detection.cleaned, values[..n]);
    }
    // A declared value is taken out all the same.
    let detection = detect(&Series::annual(&values), &[2]);
    assert!((detection.cleaned[2] - 1.0).abs() < 1e-9, "{detection:?}");
}

#[test]
fn a_model_of_a_cleaned_series_keeps_what_all_models_promise() {
    holds(ADDITIVE_WITHOUT_SEASON, Trend::Level.fewest(), |series| {
        let fit = |series: &Series<'_>| Structural::fit(Trend::Level, series);
        boxed(Adjusted::fit(series, &[], fit))
    });
}

proptest! {
    #[test]
    fn nothing_but_finite_numbers_comes_out(
        values in prop::collection::vec(
            prop_oneof![Just(0.0), Just(1.0), -1e9..1e9_f64, Just(1e150)], 0..40),
        hidden in prop::collection::vec(0..40_usize, 0..4),
        declared in prop::collection::vec(0..45_usize, 0..4),
        season_length in 0..5_usize,
    ) {
        let mut missing = hidden;
        missing.sort_unstable();
        missing.dedup();
        let series = Series { values: &values, missing: &missing, season_length };
        let detection = detect(&series, &declared);
        prop_assert_eq!(detection.cleaned.len(), values.len());
        prop_assert!(detection.cleaned.iter().all(|v| v.is_finite()));
        let all_finite =
            detection.breaks.iter().all(|b| b.effect.is_finite() && b.standard_error.is_finite());
        prop_assert!(all_finite, "{:?}", detection);
        prop_assert!(detection.spread_change.is_none_or(|c| c.ratio.is_finite()));
        let fit = |series: &Series<'_>| Structural::fit(Trend::Level, series);
        if let Ok(model) = Adjusted::fit(&series, &declared, fit) {
            let mut path = [0.0; 4];
            model.simulate(&Future::steps(4), &mut stream(1, "path", 0), &mut path);
            prop_assert!(path.iter().all(|v| v.is_finite()));
        }
    }
}
