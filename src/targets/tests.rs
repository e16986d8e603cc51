use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::language::Language;
use crate::paths::Paths;
use crate::status::Status;
use crate::targets::chance::Reaching;
use crate::targets::indicator::Indicator;
use crate::targets::series::{ForecastOrigin, IndicatorForecast};
use crate::targets::unit::TargetUnit;

const AREA: &str = "VN-56@2008";

fn target(indicator: &str, definition: &str, (year, value): (i32, f64), unit: &str) -> PlanTarget {
    PlanTarget {
        indicator: indicator.to_owned(),
        definition: Some(definition.to_owned()).filter(|text| !text.is_empty()),
        area: AREA.parse().unwrap(),
        year: Year(year),
        value,
        unit: unit.to_owned(),
        source: "Decision".to_owned(),
    }
}

fn series(
    indicator: Indicator,
    definition: &str,
    unit: TargetUnit,
    history: &[(i32, f64)],
) -> IndicatorSeries {
    IndicatorSeries {
        indicator,
        definition: Some(definition.to_owned()).filter(|text| !text.is_empty()),
        area: AREA.parse().unwrap(),
        unit,
        history: history.iter().map(|(year, value)| (Year(*year), *value)).collect(),
        spans: Vec::new(),
        forecast: None,
        group: None,
        history_status: Status::Observed,
        status: Status::Observed,
    }
}

/// Draws given one by one, the first year being the one after the history.
fn with_draws(mut series: IndicatorSeries, draws: &[Vec<f64>]) -> IndicatorSeries {
    let first = series.history.last_key_value().unwrap().0.plus(1);
    let mut paths = Paths::zeros(first, 1, draws.len(), draws[0].len());
    for (draw, values) in draws.iter().enumerate() {
        paths.path_mut(0, draw).copy_from_slice(values);
    }
    series.forecast =
        Some(IndicatorForecast { paths, level: Vec::new(), origin: ForecastOrigin::Model });
    series
}

fn one(target: &PlanTarget, series: &[IndicatorSeries]) -> Assessment {
    assess(std::slice::from_ref(target), series, AssessmentOptions::default()).remove(0)
}

fn comparison(assessment: &Assessment) -> &Comparison {
    match &assessment.finding {
        Finding::Ahead(comparison) => comparison,
        other => panic!("{other:?}"),
    }
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn a_level_needs_compound_growth() {
    // 1,400 from 1,296 in 5 years: (1400/1296)^(1/5) − 1 = 1.5557 % a year; of late exactly 1 %.
    let history: Vec<(i32, f64)> =
        (0..6).map(|t| (2020 + t, 1_296_000.0 * 1.01_f64.powi(t - 5))).collect();
    let series = series(Indicator::Population, "", TargetUnit::Persons, &history);
    let found = one(&target("population", "about", (2030, 1_400_000.0), "persons"), &[series]);
    let pace = comparison(&found).pace.unwrap();
    let required = (1_400_000.0_f64 / 1_296_000.0).powf(0.2) - 1.0;
    near(pace.required, required);
    near(pace.actual.unwrap(), 0.01);
    near(pace.ratio.unwrap(), 0.01 / required);
    assert_eq!(found.verdict, Verdict::SomeAcceleration);
}

#[test]
fn a_share_needs_an_even_pace_of_its_logit() {
    let history = [(2022, 0.815), (2024, 0.85)];
    let series = series(Indicator::TrainedShare, "administrative", TargetUnit::Share, &history);
    let found = one(&target("trained_share", "administrative", (2030, 90.0), "percent"), &[series]);
    let pace = comparison(&found).pace.unwrap();
    let logit = |x: f64| (x / (1.0 - x)).ln();
    near(pace.required, (logit(0.9) - logit(0.85)) / 6.0);
    near(pace.actual.unwrap(), (logit(0.85) - logit(0.815)) / 2.0);
    // 0.0771 needed and 0.1257 done a year.
    assert_eq!(found.verdict, Verdict::OnTrack);
}

#[test]
fn unemployment_is_a_ceiling_with_a_linear_pace() {
    let history = [(2023, 4.1), (2024, 4.0), (2025, 3.9)];
    let series =
        series(Indicator::UnemploymentRate, "urban, working age", TargetUnit::Percent, &history);
    let plan = target("unemployment_rate", "urban, working age, below", (2030, 3.5), "percent");
    let found = one(&plan, &[series]);
    let pace = comparison(&found).pace.unwrap();
    near(pace.required, -0.0008);
    near(pace.actual.unwrap(), -0.001);
    near(pace.ratio.unwrap(), 1.25);
    assert_eq!(
        (found.verdict, comparison(&found).direction),
        (Verdict::OnTrack, Direction::AtMost)
    );
}

#[test]
fn every_class_of_the_pace_has_its_threshold() {
    let verdict = |actual: f64| {
        let history = [(2024, 100.0 - actual), (2025, 100.0)];
        let series = series(Indicator::UnemploymentRate, "", TargetUnit::Share, &history);
        // A floor of 110 in 2035 asks for exactly 1 a year.
        let plan = target("unemployment_rate", "at least", (2035, 110.0), "share");
        one(&plan, &[series]).verdict
    };
    let classes = [1.0, 0.96, 0.94, 0.51, 0.49, 0.0, -0.01].map(verdict);
    let expected = [
        Verdict::OnTrack,
        Verdict::OnTrack,
        Verdict::SomeAcceleration,
        Verdict::SomeAcceleration,
        Verdict::Off,
        Verdict::Off,
        Verdict::Regress,
    ];
    assert_eq!(classes, expected);
}

#[test]
fn a_target_of_todays_value_is_on_track_unless_the_indicator_falls() {
    let verdict = |last: f64| {
        let series =
            series(Indicator::Population, "", TargetUnit::Persons, &[(2024, 100.0), (2025, last)]);
        one(&target("population", "", (2030, last), "persons"), &[series]).verdict
    };
    assert_eq!([verdict(101.0), verdict(100.0), verdict(99.0)], {
        [Verdict::OnTrack, Verdict::OnTrack, Verdict::Regress]
    });
}

#[test]
fn probability_year_and_indices_agree_with_a_calculation_by_hand() {
    // Four draws to 2027; the target is 120 in 2027, the way began at 80.
    let draws = [vec![110.0, 130.0], vec![125.0, 126.0], vec![105.0, 110.0], vec![101.0, 119.0]];
    let history = [(2023, 80.0), (2024, 90.0), (2025, 100.0)];
    let series =
        with_draws(series(Indicator::Population, "", TargetUnit::Persons, &history), &draws);
    let found = one(&target("population", "", (2027, 120.0), "persons"), &[series]);
    let comparison = comparison(&found);
    assert_eq!(comparison.probability, Some(0.5));
    let years = comparison.expected_year.unwrap();
    assert_eq!(years.early, Reaching::In(Year(2026)));
    assert_eq!(years.middle, Reaching::In(Year(2027)));
    assert_eq!(years.late, Reaching::NotBefore(Year(2028)));
    near(comparison.current_status_index.unwrap(), 0.5);
    // Median of 110, 119, 126, 130 is 122.5: 2.5 of 40 beyond.
    near(comparison.anticipated_gap.unwrap(), 2.5 / 40.0);
}

#[test]
fn a_mean_growth_target_counts_what_has_been_done() {
    // 5 % a year over 2024 to 2027 from 100 in 2023 is 121.55 in 2027; 2025 stands at 102.
    let history = [(2023, 100.0), (2024, 101.0), (2025, 102.0)];
    let draws = [vec![110.0, 121.0], vec![112.0, 122.0]];
    let series = with_draws(
        series(Indicator::Output, "constant prices", TargetUnit::BillionVnd, &history),
        &draws,
    );
    let plan = target(
        "output_growth",
        "mean of 2024 to 2027, constant prices",
        (2027, 5.0),
        "percent_per_year",
    );
    let found = one(&plan, &[series]);
    let comparison = comparison(&found);
    near(comparison.pace.unwrap().required, (1.05_f64.powi(4) * 100.0 / 102.0).sqrt() - 1.0);
    assert_eq!(comparison.probability, Some(0.5));
    assert_eq!(comparison.expected_year, None);
    near(comparison.forecast.unwrap().p50, 0.5 * (1.21_f64.powf(0.25) + 1.22_f64.powf(0.25)) - 1.0);
}

#[test]
fn yearly_additions_are_differences_of_employment() {
    let history = [(2024, 600.0), (2025, 610.0)];
    let draws = [vec![622.0], vec![621.0]];
    let series = with_draws(
        series(Indicator::Employment, "ICLS19", TargetUnit::ThousandPersons, &history),
        &draws,
    );
    let plan = target("employment_increase", "lower bound", (2026, 11_500.0), "persons_per_year");
    let found = one(&plan, &[series]);
    let comparison = comparison(&found);
    assert_eq!(comparison.probability, Some(0.5));
    near(comparison.pace.unwrap().required, 11_500.0);
    near(comparison.pace.unwrap().actual.unwrap(), 10_000.0);
    // The caution on placements and the definition that was taken.
    let notes = found.explanations.iter().filter(|line| line.topic == Topic::Note);
    assert_eq!(notes.count(), 2);
}

#[test]
fn a_sum_of_which_a_part_is_known_asks_for_the_rest() {
    let history = [(2021, 60.0), (2022, 70.0), (2023, 70.0)];
    let series = series(Indicator::Investment, "", TargetUnit::BillionVnd, &history);
    let found =
        one(&target("investment", "sum of 2021 to 2025", (2025, 400.0), "billion_vnd"), &[series]);
    let pace = comparison(&found).pace.unwrap();
    assert_eq!((pace.required, pace.actual, pace.ratio), (100.0, Some(70.0), Some(0.7)));
}

#[test]
fn another_definition_is_never_compared() {
    let lfs =
        series(Indicator::TrainedShare, "lfs", TargetUnit::Percent, &[(2015, 24.7), (2016, 25.4)]);
    let certificate = series(
        Indicator::TrainedShare,
        "certificate",
        TargetUnit::Percent,
        &[(2022, 27.15), (2024, 31.0)],
    );
    let plan = target("trained_share", "administrative", (2030, 90.0), "percent");
    let found = one(&plan, &[lfs.clone(), certificate.clone()]);
    assert_eq!(found.verdict, Verdict::CannotBeSaid);
    let text = &found.explanations[0].text;
    assert!(text.en.contains("«certificate»; «lfs»") && text.en.contains("«administrative»"));
    assert!(text.vi.contains("đặt lại chỉ tiêu"));
    // Without a definition of its own, several are as bad as a wrong one; a single one is taken.
    let silent = target("trained_share", "", (2030, 90.0), "percent");
    assert_eq!(one(&silent, &[lfs.clone(), certificate]).verdict, Verdict::CannotBeSaid);
    assert_ne!(one(&silent, &[lfs]).verdict, Verdict::CannotBeSaid);
}

#[test]
fn other_boundaries_units_and_names_are_told_and_not_compared() {
    let series =
        series(Indicator::Population, "", TargetUnit::Persons, &[(2024, 1.0), (2025, 2.0)]);
    let mut merged = target("population", "", (2030, 3.0), "persons");
    merged.area = "VN-56@2025".parse().unwrap();
    let obstacle = |plan: &PlanTarget| match one(plan, std::slice::from_ref(&series)).finding {
        Finding::Silent(obstacle) => obstacle,
        other => panic!("{other:?}"),
    };
    assert!(matches!(obstacle(&merged), Obstacle::OtherArea { .. }));
    let visits = target("population", "", (2030, 3.0), "visits");
    assert!(matches!(obstacle(&visits), Obstacle::OtherUnit { .. }));
    let unknown = target("happiness", "", (2030, 3.0), "percent");
    assert!(matches!(obstacle(&unknown), Obstacle::UnknownIndicator { .. }));
    let urban = target("urban_share", "75 to 80", (2050, 75.0), "percent");
    assert!(matches!(obstacle(&urban), Obstacle::NoSeries { needed: Indicator::UrbanShare }));
    let base = target("reduction_of_public_vocational_institutions", "", (2030, 30.0), "percent");
    assert!(matches!(obstacle(&base), Obstacle::NoSeries { .. }));
}

#[test]
fn a_target_whose_year_has_come_is_judged_by_its_outcome() {
    let history =
        [(2020, 50.0), (2021, 54.0), (2022, 57.0), (2023, 60.0), (2024, 64.0), (2025, 70.0)];
    let output = series(Indicator::Output, "constant prices", TargetUnit::BillionVnd, &history);
    let plan = target(
        "output_growth",
        "mean of 2021 to 2025, constant prices",
        (2025, 7.1),
        "percent_per_year",
    );
    let found = one(&plan, &[output]);
    let Finding::Past(outcome) = found.finding else { panic!() };
    near(outcome.value, 1.4_f64.powf(0.2) - 1.0);
    // (70/50)^(1/5) − 1 = 6.96 % < 7.1 %.
    assert_eq!(found.verdict, Verdict::Missed);
    assert!(found.explanations[0].text.vi.contains("7,0 % mỗi năm"), "{:?}", found.explanations);
}

#[test]
fn a_year_beyond_the_forecast_is_not_invented() {
    let draws = [vec![101.0, 102.0]];
    let series = with_draws(
        series(Indicator::Population, "", TargetUnit::Persons, &[(2024, 99.0), (2025, 100.0)]),
        &draws,
    );
    let found = one(&target("population", "", (2050, 200.0), "persons"), &[series]);
    let comparison = comparison(&found);
    assert_eq!((comparison.probability, comparison.anticipated_gap), (None, None));
    assert_eq!(comparison.expected_year.unwrap().early, Reaching::NotBefore(Year(2028)));
    let line = |topic| found.explanations.iter().find(|line| line.topic == topic).unwrap();
    assert!(line(Topic::Probability).text.en.contains("forecast further"));
    assert!(line(Topic::ExpectedYear).text.get(Language::Vietnamese).contains("không trước 2028"));
}

/// The shipped targets, read as the dataset holds them.
fn shipped() -> Vec<PlanTarget> {
    let text = include_str!("../../datasets/khanh-hoa/plan_targets.csv");
    text.lines().skip(1).map(|line| plan_target(&cells(line))).collect()
}

fn plan_target(cells: &[String]) -> PlanTarget {
    PlanTarget {
        indicator: cells[0].clone(),
        definition: Some(cells[1].clone()).filter(|text| !text.is_empty()),
        area: cells[2].parse().unwrap(),
        year: Year(cells[3].parse().unwrap()),
        value: cells[4].parse().unwrap(),
        unit: cells[5].clone(),
        source: cells[6].clone(),
    }
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

#[test]
fn every_shipped_target_has_a_known_indicator_and_unit() {
    let shipped = shipped();
    assert_eq!(shipped.len(), 25);
    for found in assess(&shipped, &[], AssessmentOptions::default()) {
        let Finding::Silent(obstacle) = &found.finding else { panic!() };
        assert!(matches!(obstacle, Obstacle::NoSeries { .. }), "{obstacle:?}");
    }
}

#[test]
fn the_shipped_targets_on_trained_workers_are_compared_with_the_administrative_series() {
    // datasets/khanh-hoa/trained_share.csv, VN-56@2008.
    let administrative = [(2009, 25.0), (2010, 50.0), (2022, 81.5), (2024, 85.0)];
    let all = [
        series(Indicator::TrainedShare, "administrative", TargetUnit::Percent, &administrative),
        series(
            Indicator::TrainedShare,
            "certificate",
            TargetUnit::Percent,
            &[(2022, 27.15), (2024, 31.0)],
        ),
        series(Indicator::TrainedShare, "lfs", TargetUnit::Percent, &[(2015, 24.7), (2016, 25.4)]),
    ];
    let found = assess(&shipped(), &all, AssessmentOptions::default());
    let trained: Vec<_> =
        found.iter().filter(|found| found.target.indicator == "trained_share").collect();
    let verdicts: Vec<_> = trained.iter().map(|found| found.verdict).collect();
    // Agriculture has no series of its own; the total has.
    assert_eq!(verdicts, [Verdict::CannotBeSaid, Verdict::OnTrack]);
    assert_eq!(comparison(trained[1]).last_value, 0.85);
}

fn draws() -> impl Strategy<Value = Vec<Vec<f64>>> {
    proptest::collection::vec(proptest::collection::vec(50.0..200.0_f64, 5), 1..40)
}

fn population(history: &BTreeMap<Year, f64>, draws: &[Vec<f64>]) -> IndicatorSeries {
    let history: Vec<(i32, f64)> = history.iter().map(|(year, value)| (year.0, *value)).collect();
    with_draws(series(Indicator::Population, "", TargetUnit::Persons, &history), draws)
}

proptest! {
    #[test]
    fn a_higher_floor_is_never_more_probable_nor_earlier(
        draws in draws(),
        (low, more) in (60.0..190.0_f64, 0.0..50.0_f64),
    ) {
        let history = [(Year(2024), 90.0), (Year(2025), 95.0)].into();
        let series = [population(&history, &draws)];
        let of = |value| {
            let found = one(&target("population", "", (2030, value), "persons"), &series);
            let comparison = comparison(&found);
            (comparison.probability.unwrap(), comparison.expected_year.unwrap())
        };
        let ((p_low, year_low), (p_high, year_high)) = (of(low), of(low + more));
        prop_assert!(p_high <= p_low);
        prop_assert!(year_high.middle >= year_low.middle && year_high.late >= year_low.late);
    }

    #[test]
    fn floor_and_ceiling_at_one_value_share_the_draws(draws in draws(), value in 60.0..190.0_f64) {
        let history = [(Year(2024), 90.0), (Year(2025), 95.0)].into();
        let series = [population(&history, &draws)];
        let of = |bound| {
            let found = one(&target("population", bound, (2030, value), "persons"), &series);
            comparison(&found).probability.unwrap()
        };
        prop_assert!((of("at least") + of("at most") - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_unit_changes_no_answer(draws in draws(), value in 60.0..190.0_f64) {
        let history = [(Year(2024), 90.0), (Year(2025), 95.0)].into();
        let persons = population(&history, &draws);
        let mut thousands = persons.clone();
        thousands.unit = TargetUnit::ThousandPersons;
        let a = one(&target("population", "", (2030, value), "persons"), &[persons]);
        let b = one(&target("population", "", (2030, 1000.0 * value), "persons"), &[thousands]);
        let (a_found, b_found) = (comparison(&a), comparison(&b));
        prop_assert!((a_found.pace.unwrap().required - b_found.pace.unwrap().required).abs() < 1e-9);
        prop_assert_eq!(a.verdict, b.verdict);
    }

    #[test]
    fn no_input_makes_it_panic(
        (value, year) in (proptest::num::f64::ANY, -5000..9000_i32),
        definition in "[a-z0-9 ,;]{0,30}|mean of 20[0-9]{2} to 20[0-9]{2}|sum of 20[0-9]{2} to 20[0-9]{2}|from 20[0-9]{2}",
        history in proptest::collection::btree_map((1990..2040_i32).prop_map(Year), proptest::num::f64::ANY, 0..8),
    ) {
        for indicator in Indicator::ALL {
            let (basis, _) = indicator.basis();
            for unit in TargetUnit::ALL {
                let mut known = series(basis, &definition, unit, &[]);
                known.history.clone_from(&history);
                let mut plan = target(indicator.name(), &definition, (year, value), unit.name());
                plan.year = Year(year);
                let found = one(&plan, &[known]);
                prop_assert!(!found.explanations.is_empty());
            }
        }
    }
}

#[test]
fn an_indicator_without_a_model_is_answered_by_its_own_pace() {
    use crate::targets::extrapolation::{Extent, extrapolate};
    let history = [(2015, 24.7), (2016, 25.4), (2017, 26.3), (2018, 26.8)];
    let mut lfs = series(Indicator::TrainedShare, "lfs", TargetUnit::Percent, &history);
    lfs.forecast = extrapolate(&lfs, &Extent { last: Year(2030), draws: 200, seed: 1 });
    let found = one(&target("trained_share", "lfs", (2030, 60.0), "percent"), &[lfs]);
    let comparison = comparison(&found);
    assert!(comparison.probability.unwrap() < 0.05, "{:?}", comparison.forecast);
    assert_eq!(found.verdict, Verdict::Off);
    assert!(found.explanations.iter().any(|line| line.text.en.contains("own past")));
}

#[test]
fn the_five_year_plans_growth_needs_little_of_its_last_year() {
    // datasets/khanh-hoa/output.csv, VN-56@2008: 47,836.1 · 1.071^5 / 66,270.9 − 1 = 1.71 %.
    let history =
        [(2020, 47_836.1), (2021, 45_166.8), (2022, 54_516.4), (2023, 60_158.8), (2024, 66_270.9)];
    let output = series(Indicator::Output, "constant prices", TargetUnit::BillionVnd, &history);
    let found = assess(&shipped(), &[output], AssessmentOptions::default());
    let answered: Vec<_> = found
        .iter()
        .filter(|found| found.verdict != Verdict::CannotBeSaid)
        .map(|found| (found.target.year, found.target.value))
        .collect();
    // 2024, which has passed, and the plans to 2025 and for 2031 to 2050; those of the merged
    // province have other boundaries.
    assert_eq!(answered, [(Year(2024), 8.1), (Year(2025), 7.1), (Year(2050), 5.0)]);
    let of_2025 = found.iter().find(|found| found.target.value == 7.1).unwrap();
    let pace = comparison(of_2025).pace.unwrap();
    assert!((pace.required - 0.0171).abs() < 5e-5, "{pace:?}");
    assert_eq!(of_2025.verdict, Verdict::OnTrack);
}
