#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::codes::AreaCode;
use crate::dataset::PlanTarget;
use crate::dataset::{Dataset, Observation};
use crate::error::Place;
use crate::series::SeriesKey;
use crate::targets::assessment::{Finding, Verdict};
use crate::targets::obstacle::Obstacle;
use crate::targets::{AssessmentOptions, assess};

const AREA: &str = "VN-56@2008";

fn observation(year: i32, value: f64, definition: Option<&str>, column: &str) -> Observation {
    Observation {
        key: SeriesKey::total(AREA.parse().unwrap()),
        year: Year(year),
        value,
        status: Status::Observed,
        definition: definition.map(str::to_owned),
        cv: None,
        place: Place {
            file: "table.csv".to_owned(),
            row: Some(2),
            column: Some(column.to_owned()),
        },
    }
}

fn target(indicator: &str, definition: &str, (value, unit): (f64, &str)) -> PlanTarget {
    PlanTarget {
        indicator: indicator.to_owned(),
        definition: Some(definition.to_owned()),
        area: AREA.parse().unwrap(),
        year: Year(2030),
        value,
        unit: unit.to_owned(),
        source: "Decision 318".to_owned(),
    }
}

fn trained(definitions: &[(&str, [f64; 3])]) -> Dataset {
    let mut dataset = Dataset::default();
    dataset.targets.push(target("trained_share", "administrative", (90.0, "percent")));
    for (definition, shares) in definitions {
        let rows = (2022..).zip(shares);
        let rows = rows.map(|(year, share)| observation(year, *share, Some(definition), "percent"));
        dataset.tables.entry(Measure::TrainedShare).or_default().extend(rows);
    }
    dataset
}

#[test]
fn ninety_per_cent_administrative_is_never_compared_with_the_survey() {
    let area: AreaCode = "VN-56@2025".parse().unwrap();
    let survey = ("lfs", [0.24, 0.26, 0.28]);
    let alone = trained(&[survey]);
    let found = assess(&alone.targets, &of_tables(&alone, &area), AssessmentOptions::default());
    assert_eq!(found[0].verdict, Verdict::CannotBeSaid);
    assert!(matches!(&found[0].finding, Finding::Silent(Obstacle::OtherDefinition { .. })));
    let both = trained(&[survey, ("administrative", [0.80, 0.82, 0.85])]);
    let series = of_tables(&both, &area);
    assert_eq!(series.len(), 2);
    let found = assess(&both.targets, &series, AssessmentOptions::default());
    let Finding::Ahead(comparison) = &found[0].finding else { panic!("{found:?}") };
    assert_eq!(comparison.last_value, 0.85);
}

#[test]
fn output_is_at_constant_prices_and_in_dong_only() {
    let area: AreaCode = AREA.parse().unwrap();
    let mut dataset = Dataset::default();
    let rows = vec![observation(2024, 50_000.0, None, "billion_vnd")];
    dataset.tables.insert(Measure::Output, rows);
    let series = of_tables(&dataset, &area);
    assert_eq!(series[0].definition.as_deref(), Some("constant prices"));
    let rows = vec![observation(2024, 100.0, None, "index")];
    dataset.tables.insert(Measure::Output, rows);
    assert!(of_tables(&dataset, &area).is_empty());
}

#[test]
fn output_a_worker_is_made_draw_by_draw_and_keeps_the_error_of_the_level() {
    let area: AreaCode = AREA.parse().unwrap();
    let mut output =
        bare(Indicator::Output, (area.clone(), TargetUnit::BillionVnd, Status::Assumed));
    output.definition = Some("constant prices".to_owned());
    output.history = [(Year(2024), 90.0), (Year(2025), 100.0)].into();
    output.forecast = Some(by_model(single(Year(2026), &[110.0]), &[]));
    let mut workers = bare(Indicator::Employment, (area, TargetUnit::Persons, Status::Estimated));
    workers.history = [(Year(2025), 1000.0)].into();
    let mut paths = Paths::zeros(Year(2026), 1, 2, 1);
    paths.path_mut(0, 0)[0] = 1000.0;
    paths.path_mut(0, 1)[0] = 2200.0;
    workers.forecast = Some(by_model(paths, &[1.0, 2.0]));
    let unit = (TargetUnit::MillionVnd, 1000.0);
    let made = ratio(Indicator::OutputPerWorker, (&output, &workers), unit).unwrap();
    assert_eq!(made.history, [(Year(2025), 100.0)].into());
    assert_eq!(made.definition.as_deref(), Some("constant prices"));
    assert_eq!(made.status, Status::Assumed);
    let forecast = made.forecast.unwrap();
    assert_eq!(forecast.paths.draws(0, 0), [110.0, 50.0]);
    // Twice as many workers in the base year were half as much output each.
    assert_eq!(forecast.level, [1.0, 0.5]);
}
