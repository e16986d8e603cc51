use super::*;
use crate::codes::AreaCode;
use crate::series::Point;
use crate::series::SeriesKey;
use crate::status::Status;

fn group(age: AgeGroup, rates: &[f64]) -> Participation {
    let area: AreaCode = "VN".parse().unwrap();
    let points = rates.iter().map(|rate| Point::new(*rate, Status::Observed)).collect();
    let rates = Series { key: SeriesKey::total(area), first: Year(2016), points };
    Participation { sex: None, age, rates }
}

fn logits_from(level: f64, slope: f64) -> Vec<f64> {
    (0..10).map(|t| expit(level + slope * f64::from(t))).collect()
}

#[test]
fn a_steady_trend_is_carried_on_and_damped() {
    let youth = group(AgeGroup::closed(15, 24), &logits_from(0.0, -0.05));
    let trends = fit(&[youth], Year(2025), 0.5, &[]);
    let band = &trends.bands[0];
    // Base −0.45; two years on −0.05·(0.5 + 0.25) more.
    assert!((trends.logit(band, 0) + 0.45).abs() < 1e-9);
    assert!((trends.logit(band, 2) + 0.4875).abs() < 1e-9);
    assert!(trends.deviations[0] < 1e-9 && trends.deviation_assumed);
}

#[test]
fn masked_years_and_years_after_the_base_do_not_count() {
    let mut rates = logits_from(0.0, 0.02);
    rates[4] = 0.2;
    rates[5] = 0.2;
    rates.extend([0.99, 0.99]);
    let prime = group(AgeGroup::closed(25, 54), &rates);
    let trends = fit(&[prime], Year(2025), 0.9, &[Year(2020), Year(2021)]);
    assert!((trends.bands[0].slope - 0.02).abs() < 1e-9, "{}", trends.bands[0].slope);
    assert!((trends.bands[0].level - 0.18).abs() < 1e-9);
}

#[test]
fn a_trend_that_ends_before_the_base_year_is_carried_to_it() {
    let trends =
        fit(&[group(AgeGroup::closed(25, 54), &logits_from(0.0, 0.02))], Year(2027), 0.5, &[]);
    // 0.18 in 2025 + 0.02·(0.5 + 0.25) to 2027; the next year adds 0.02·0.125.
    assert!((trends.logit(&trends.bands[0], 0) - 0.195).abs() < 1e-9);
    assert!((trends.logit(&trends.bands[0], 1) - 0.1975).abs() < 1e-9);
}

#[test]
fn noisy_slopes_are_drawn_to_their_mean() {
    // Slopes 0.01 and 0.03 with variances 0.0003 each: the difference is noise.
    let slopes = shrink(&[(0.01, 3e-4), (0.03, 3e-4)]);
    assert!((slopes[0] - 0.02).abs() < 1e-12 && (slopes[1] - 0.02).abs() < 1e-12);
    // With variances 0.0001 half of the spread 0.0002 is real.
    let slopes = shrink(&[(0.01, 1e-4), (0.03, 1e-4)]);
    assert!((slopes[0] - 0.015).abs() < 1e-12 && (slopes[1] - 0.025).abs() < 1e-12);
}

#[test]
fn a_group_that_contains_another_is_left_out() {
    let groups = [
        group(AgeGroup::open(15), &[0.7]),
        group(AgeGroup::closed(15, 24), &[0.5]),
        group(AgeGroup::open(25), &[0.8]),
    ];
    let trends = fit(&groups, Year(2025), 0.9, &[]);
    let ages: Vec<String> = trends.bands.iter().map(|band| band.age.to_string()).collect();
    assert_eq!(ages, ["15-24", "25+"]);
}

#[test]
fn noise_that_is_taken_back_is_not_carried_on() {
    // Odd years stand 0.1 higher: every change over five years is ±0.1, of one year as well.
    let noisy: Vec<f64> = (0..26).map(|t| expit(if t % 2 == 1 { 0.1 } else { 0.0 })).collect();
    let mut older = group(AgeGroup::closed(55, 64), &noisy);
    older.rates.first = Year(2000);
    let deviation = fit(&[older], Year(2025), 0.9, &[]).deviations[2];
    // About 0.1/√5 instead of 0.1.
    assert!((deviation - 0.1 / 5.0_f64.sqrt()).abs() < 0.002, "{deviation}");
}
