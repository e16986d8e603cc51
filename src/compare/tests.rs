#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::language::{Language, Text};
use crate::results::{ALL_SECTORS, ResultRow, ResultTable, ScenarioLabel, TableName};
use crate::status::Status;
use crate::units::Year;

fn row(scenario: &str, sector: &str, year: i32, measure: &str, mean: f64) -> ResultRow {
    let unit = if measure.starts_with("adequacy") { "percent" } else { "persons" };
    ResultRow {
        scenario: scenario.to_owned(),
        area: "VN-56@2025".to_owned(),
        sector: sector.to_owned(),
        occupation: None,
        qualification: None,
        sex: None,
        age: None,
        method: None,
        step: None,
        year: Some(Year(year)),
        measure: measure.to_owned(),
        unit: unit.to_owned(),
        mean,
        p025: None,
        p10: None,
        p50: None,
        p90: None,
        p975: None,
        p_shortage: None,
        class: None,
        reliability: None,
        status: Status::Estimated,
    }
}

fn results(balance: &[ResultRow], demand: &[ResultRow]) -> Results {
    let tables = TableName::ALL
        .into_iter()
        .map(|name| ResultTable {
            name,
            rows: match name {
                TableName::Balance => balance.to_vec(),
                TableName::Demand => demand.to_vec(),
                _ => Vec::new(),
            },
        })
        .collect();
    let label = |name: &str| ScenarioLabel { name: name.to_owned(), title: Text::new(name, name) };
    Results {
        model: "khanh-hoa".to_owned(),
        title: Text::new("Khánh Hòa", "Khánh Hòa"),
        area: "VN-56@2025".parse().unwrap(),
        area_title: Text::new("Khánh Hòa", "Khánh Hòa"),
        sectors: Vec::new(),
        occupations: Vec::new(),
        qualifications: Vec::new(),
        scenarios: vec![label("baseline"), label("retention")],
        base_year: Year(2025),
        to: Year(2030),
        draws: 2000,
        seed: 7,
        naming_probability: 0.8,
        tables,
        target_findings: Vec::new(),
        target_review: crate::results::TargetReview::default(),
        source_line: Text::default(),
        notes: Vec::new(),
        operations: Vec::new(),
        fallbacks: Vec::new(),
        problems: Vec::new(),
        areas: Vec::new(),
        compared: Vec::new(),
    }
}

fn provenance(files: &[(&str, &str)]) -> Provenance {
    Provenance {
        version: "0.1.0".to_owned(),
        inputs: files.iter().map(|(f, h)| ((*f).to_owned(), (*h).to_owned())).collect(),
    }
}

fn whole<'a>(results: &'a Results, provenance: &'a Provenance) -> Side<'a> {
    Side { results, provenance, scenario: None }
}

#[test]
fn the_largest_change_in_persons_comes_first_whatever_its_sign() {
    let sector = "VSIC2018:I";
    let old = results(
        &[
            row("baseline", sector, 2030, "gap_after_mobility", -100.0),
            row("baseline", ALL_SECTORS, 2030, "gap_after_mobility", 50.0),
            row("baseline", sector, 2030, "adequacy_after_mobility", 90.0),
        ],
        &[row("baseline", sector, 2030, "demand", 1000.0)],
    );
    let new = results(
        &[
            row("baseline", sector, 2030, "gap_after_mobility", -400.0),
            row("baseline", ALL_SECTORS, 2030, "gap_after_mobility", 50.0),
            row("baseline", sector, 2030, "adequacy_after_mobility", 10_000.0),
        ],
        &[row("baseline", sector, 2030, "demand", 1250.0)],
    );
    let inputs = provenance(&[]);
    let found = compare(&whole(&old, &inputs), &whole(&new, &inputs));
    let changes: Vec<(&str, f64)> =
        found.differences.iter().map(|d| (d.key.measure.as_str(), d.change())).collect();
    assert_eq!(changes, [("gap_after_mobility", -300.0), ("demand", 250.0)]);
    assert_eq!((found.n_joined, found.n_changed), (4, 3));
}

#[test]
fn equal_changes_stand_in_the_order_of_their_keys() {
    let year = |year, mean| row("baseline", "VSIC2018:A", year, "demand", mean);
    let old = results(&[], &[year(2027, 1.0), year(2026, 1.0)]);
    let new = results(&[], &[year(2027, 3.0), year(2026, -1.0)]);
    let inputs = provenance(&[]);
    let found = compare(&whole(&old, &inputs), &whole(&new, &inputs));
    let years: Vec<_> = found.differences.iter().map(|d| d.key.year.unwrap().0).collect();
    assert_eq!(years, [2026, 2027]);
}

#[test]
fn rows_of_one_side_alone_are_counted_and_not_called_changes() {
    let old = results(&[], &[row("baseline", "VSIC2018:A", 2030, "demand", 1.0)]);
    let mut new = results(
        &[],
        &[
            row("baseline", "VSIC2018:A", 2030, "demand", 1.0),
            row("baseline", "VSIC2018:A", 2031, "demand", 2.0),
        ],
    );
    new.to = Year(2031);
    let inputs = provenance(&[]);
    let found = compare(&whole(&old, &inputs), &whole(&new, &inputs));
    assert_eq!((found.n_only_old, found.n_only_new, found.n_changed), (0, 1, 0));
    assert!(!found.is_unchanged());
    assert_eq!(found.reasons[0].sentence().get(Language::English), "options: to 2030 → 2031");
}

#[test]
fn two_scenarios_of_one_run_are_joined_with_each_other() {
    let demand = [
        row("history", "VSIC2018:A", 2025, "employment", 9.0),
        row("baseline", "VSIC2018:A", 2030, "demand", 10.0),
        row("retention", "VSIC2018:A", 2030, "demand", 12.0),
    ];
    let (run, inputs) = (results(&[], &demand), provenance(&[]));
    let side = |name| Side { results: &run, provenance: &inputs, scenario: Some(name) };
    let found = compare(&side("baseline"), &side("retention"));
    assert_eq!(found.differences[0].change(), 2.0);
    assert_eq!((found.n_joined, found.n_only_old, found.n_only_new), (2, 0, 0));
    let reason = Reason::Scenario { old: "baseline".into(), new: "retention".into() };
    assert_eq!(found.reasons, [reason]);
}

#[test]
fn the_reason_names_the_files_by_what_they_are() {
    let run = results(&[], &[]);
    let old = provenance(&[
        ("models/khanh-hoa/model.toml", "1"),
        ("models/khanh-hoa/scenarios/baseline.toml", "2"),
        ("datasets/khanh-hoa/employment.csv", "3"),
        ("datasets/khanh-hoa/output.csv", "4"),
    ]);
    let new = provenance(&[
        ("/elsewhere/models/khanh-hoa/model.toml", "1"),
        ("/elsewhere/models/khanh-hoa/scenarios/baseline.toml", "22"),
        ("/elsewhere/datasets/khanh-hoa/employment.csv", "33"),
        ("/elsewhere/datasets/khanh-hoa/investment.csv", "5"),
    ]);
    let found = compare(&whole(&run, &old), &whole(&run, &new));
    let sentences: Vec<String> = found.reasons.iter().map(|r| r.sentence().en).collect();
    assert_eq!(
        sentences,
        [
            "data: changed: khanh-hoa/employment.csv; only in the old: khanh-hoa/output.csv; \
             only in the new: khanh-hoa/investment.csv",
            "assumptions: changed: scenarios/baseline.toml",
        ]
    );
    assert_eq!(found.reasons.iter().map(Reason::kind).collect::<Vec<_>>(), ["data", "scenario"]);
}

#[test]
fn a_file_that_only_moved_is_no_reason() {
    let run = results(&[], &[]);
    let old = provenance(&[("datasets/khanh-hoa/employment.csv", "3")]);
    let new = provenance(&[("datasets/ours/employment.csv", "3")]);
    let found = compare(&whole(&run, &old), &whole(&run, &new));
    assert!(found.reasons.is_empty() && found.is_unchanged());
}

#[test]
fn version_model_seed_and_scenarios_are_told_apart() {
    let run = results(&[], &[]);
    let mut other = run.clone();
    other.model = "viet-nam".to_owned();
    other.seed = 8;
    other.scenarios.pop();
    let (old, mut new) = (provenance(&[]), provenance(&[]));
    new.version = "0.2.0".to_owned();
    let found = compare(&whole(&run, &old), &whole(&other, &new));
    let sentences: Vec<String> = found.reasons.iter().map(|r| r.sentence().vi).collect();
    assert_eq!(
        sentences,
        [
            "mô hình: khanh-hoa → viet-nam",
            "danh sách kịch bản: chỉ có ở bản cũ: retention",
            "tùy chọn: seed 7 → 8",
            "phiên bản: 0.1.0 → 0.2.0",
        ]
    );
}
