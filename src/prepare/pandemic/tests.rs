use super::*;
use crate::prepare::figures::Figure;
use crate::prepare::fixture::{Fixture, close, key};
use crate::prepare::panel;
use crate::status::Status;

fn strand(value: impl Fn(i32) -> f64) -> Strand {
    let figure = |year| (Year(year), Figure::made(value(year).exp(), Status::Observed, 0.0));
    (2010..=2025).map(figure).collect()
}

fn mask_years() -> BTreeSet<Year> {
    [Year(2020), Year(2021)].into()
}

/// Deterministic residuals around zero, uneven enough to leave no perfect fit.
fn noise(year: i32) -> f64 {
    0.002 * f64::from((year * 7 + year * year) % 5 - 2)
}

fn in_mask(year: i32) -> f64 {
    f64::from(u8::from((2020..=2021).contains(&year)))
}

#[test]
fn the_outlier_of_a_line_is_found_and_taken_out() {
    let series = strand(|year| 0.03 * f64::from(year - 2010) - 0.2 * in_mask(year));
    let effect = estimate(&series, &mask_years(), LevelShift::Never).unwrap();
    assert!((effect.outlier + 0.2).abs() < 1e-9, "{effect:?}");
    assert!(!effect.shift.unwrap().is_chosen);
}

#[test]
fn the_outlier_is_measured_from_eight_years_before_the_mask_on() {
    // A different trend before 2012 does not touch it.
    let series = strand(|year| {
        let before = if year < 2012 { 5.0 } else { 0.0 };
        before + 0.01 * f64::from(year - 2010) + 0.1 * in_mask(year)
    });
    let effect = estimate(&series, &mask_years(), LevelShift::Never).unwrap();
    assert!((effect.outlier - 0.1).abs() < 1e-9, "{effect:?}");
}

#[test]
fn a_slowdown_is_not_taken_for_an_effect_of_the_mask() {
    let series = strand(|year| {
        let since = f64::from(year - 2020);
        0.05 * since - 0.04 * since.max(0.0) + noise(year)
    });
    let effect = estimate(&series, &mask_years(), LevelShift::IfSupported).unwrap();
    assert!(effect.outlier.abs() < 0.01, "{effect:?}");
    assert!(!effect.shift.unwrap().is_chosen, "{effect:?}");
}

#[test]
fn a_lasting_fall_with_partial_recovery_is_a_level_shift_where_it_is_asked_for() {
    let series = strand(|year| {
        let after = f64::from(u8::from(year >= 2020));
        0.02 * f64::from(year - 2010) - 0.1 * after - 0.15 * in_mask(year) + noise(year)
    });
    let effect = estimate(&series, &mask_years(), LevelShift::IfSupported).unwrap();
    let shift = effect.shift.unwrap();
    assert!(shift.is_chosen && shift.criterion_difference < -2.0, "{effect:?}");
    assert!((shift.size + 0.1).abs() < 0.01 && (effect.outlier + 0.15).abs() < 0.01);
    let never = estimate(&series, &mask_years(), LevelShift::Never).unwrap();
    assert!(!never.shift.unwrap().is_chosen);
}

#[test]
fn a_rise_after_a_fall_is_no_partial_recovery() {
    let series = strand(|year| {
        let after = f64::from(u8::from(year >= 2020));
        0.02 * f64::from(year - 2010) + 0.1 * after - 0.25 * in_mask(year) + noise(year)
    });
    let effect = estimate(&series, &mask_years(), LevelShift::IfSupported).unwrap();
    assert!(!effect.shift.unwrap().is_chosen, "{effect:?}");
}

#[test]
fn cleaned_figures_lie_beside_recorded_ones_and_carry_the_error_of_the_effect() {
    let value = |year: i32| 100.0 * (noise(year) - 0.2 * in_mask(year)).exp();
    let values: Vec<(i32, f64)> = (2010..=2025).map(|year| (year, value(year))).collect();
    let fixture = Fixture::new("W", &["A"], (2010, 2025)).put(Measure::Employment, "W A", &values);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    mask(&mut figures, &[Year(2020), Year(2021)], LevelShift::Never);
    let recorded = panel::employment(&mut figures, &key("W").area).unwrap();
    let cleaned = panel::cleaned(&figures, &recorded);
    let (was, is) = (recorded.series[0].points[10], cleaned.series[0].points[10]);
    assert!(close(was.value, value(2020)) && was.masked && is.masked);
    assert!((is.value / 100.0 - 1.0).abs() < 0.01 && is.log_variance > 0.0, "{is:?}");
    assert_eq!((was.status, is.status), (Status::Observed, Status::Estimated));
    let before = (recorded.series[0].points[9], cleaned.series[0].points[9]);
    assert_eq!(before.0, before.1);
    assert!(figures.operations[0].effect.en.contains("A −18."), "{:?}", figures.operations);
}

#[test]
fn four_years_are_too_few() {
    let series: Strand =
        strand(|_| 0.0).into_iter().filter(|(year, _)| year.0 >= 2018 && year.0 < 2022).collect();
    assert_eq!(estimate(&series, &mask_years(), LevelShift::Never), None);
}

#[test]
fn a_slowdown_with_a_fall_is_a_change_of_slope_and_no_shift() {
    let series = strand(|year| {
        let since = f64::from(year - 2020);
        0.05 * since - 0.05 * since.max(0.0) - 0.1 * in_mask(year) + noise(year)
    });
    let effect = estimate(&series, &mask_years(), LevelShift::IfSupported).unwrap();
    let shift = effect.shift.unwrap();
    // A shift alone would be supported and point the same way; the slope explains more.
    assert!(shift.criterion_difference < -2.0 && shift.size < 0.0, "{effect:?}");
    assert!(!shift.is_chosen && (effect.outlier + 0.1).abs() < 0.01, "{effect:?}");
}
