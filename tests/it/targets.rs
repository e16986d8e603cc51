//! Targets and the public workforce of the shipped province, from its tables to what readers see.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::sync::OnceLock;

use labourcast::cli::{Console, Exit, run};
use labourcast::dataset::PlanTarget;
use labourcast::language::Language;
use labourcast::options::RunOptions;
use labourcast::pipeline::{self, OrderScope, RunInputs};
use labourcast::report::charts::{self, ChartKind, ChartRequest};
use labourcast::results::{HISTORY, ResultRow, Results, TableName, TargetFinding};
use labourcast::scenario::Scenario;
use labourcast::targets::assessment::{Topic, Verdict};
use labourcast::targets::consistency::Agreement;
use labourcast::targets::contribution::Division;

use crate::runs;

fn results() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| runs::results(&runs::loaded("khanh-hoa"), 50))
}

fn said(words: &[&str]) -> (Exit, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console::unwatched(&mut out, &mut err, Language::English);
    let exit = run(words.iter().map(OsString::from), &mut console);
    (exit, String::from_utf8(out).unwrap())
}

#[test]
fn the_verb_shows_every_target_with_its_verdict() {
    let words = ["labourcast", "targets", "khanh-hoa", "--draws", "50", "--lang", "vi"];
    let (exit, out) = said(&words);
    assert_eq!(exit, Exit::Done);
    for text in [
        "tăng trưởng GRDP",
        "cần tăng tốc",
        "không nói được",
        "do cách lập",
        " 25. ",
        "Tính nhất quán",
    ] {
        assert!(out.contains(text), "{text}: {out}");
    }
    let (exit, out) = said(&[&words[..], &["--json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    let n = |member: &str| document[member].as_array().unwrap().len();
    assert_eq!((exit, n("targets"), n("track_record")), (Exit::Done, 25, 2));
    // Every other scenario has run as a lever, and is not told target by target.
    assert_eq!(document["scenarios"].as_array().unwrap().len(), 6);
    assert!(n("consistency") > 0 && n("levers") > 0, "{document}");
}

#[test]
fn the_summary_and_the_document_hold_the_targets() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("made").display().to_string();
    let (exit, _) = said(&["labourcast", "--draws", "50", "--outputs", "tables", "--out", &out]);
    assert_eq!(exit, Exit::Done);
    let summary = std::fs::read_to_string(format!("{out}/summary.md")).unwrap();
    assert!(summary.contains("## Plan targets\n\n| Target | Year | Value |"), "{summary}");
    assert!(summary.contains("0 or 1 by construction"));
    let read = labourcast::report::read(out.as_ref()).unwrap();
    assert_eq!(read.target_findings.len(), 25);
    assert_eq!(read.target_review.record.len(), 2);
    assert!(summary.contains("### Whether the targets agree with each other"));
    assert!(read.target_findings.iter().any(|target| target.verdict != Verdict::CannotBeSaid));
}

#[test]
fn growth_of_output_is_assumed_and_ninety_per_cent_is_administrative() {
    let named = |indicator: &str, year: i32| {
        let findings = results().target_findings.iter();
        let mut found = findings.filter(|f| f.indicator == indicator && f.year.0 == year);
        found.next().unwrap()
    };
    let growth = named("output_growth", 2026);
    assert!(growth.by_construction && growth.probability == Some(0.0), "{growth:?}");
    let trained = named("trained_share", 2030);
    // 85 % in 2024 are the administrative figure; the survey says 25 % of 2016.
    let headline = trained.line(Topic::Target).unwrap();
    assert!(headline.en.contains("2024 was 85.0%"), "{}", headline.en);
}

#[test]
fn rows_of_targets_and_of_the_public_workforce_stand_once() {
    for name in [TableName::Targets, TableName::PublicWorkforce] {
        let rows = &results().table(name).rows;
        let key = |row: &ResultRow| {
            let part = (row.method.clone(), row.qualification.clone());
            (row.scenario.clone(), row.area.clone(), part, row.year, row.measure.clone())
        };
        let keys: BTreeSet<_> = rows.iter().map(key).collect();
        assert!(!rows.is_empty() && keys.len() == rows.len(), "{}", name.name());
    }
}

#[test]
fn persons_in_post_follow_from_the_year_before_and_the_flows() {
    let figure = |measure: &str, year: i32| -> f64 {
        let rows = results().table(TableName::PublicWorkforce).rows.iter();
        let of_all = |row: &&ResultRow| {
            row.scenario == results().scenarios[0].name
                && row.method.as_deref() == Some("civil_servants")
                && row.measure == measure
                && row.year.is_some_and(|of| of.0 == year)
        };
        rows.filter(of_all).map(|row| row.mean).sum()
    };
    // The posts proposed for 2026, and 3740 + 1040 + 36 persons in post at the end of 2025.
    assert!((figure("posts", 2026) - 5158.0).abs() < 1e-9);
    let mut before = 4816.0;
    for year in 2026..=2030 {
        let left = figure("retirements", year) + figure("resignations", year);
        let expected = before + figure("appointments", year) - left;
        before = figure("in_post", year);
        assert!((before - expected).abs() < 1e-6, "{year}: {before} {expected}");
    }
}

fn finding(results: &Results, (indicator, area, year): (&str, &str, i32)) -> TargetFinding {
    let same = |one: &&TargetFinding| {
        (one.indicator.as_str(), one.area.as_str(), one.year.0) == (indicator, area, year)
    };
    results.target_findings.iter().find(same).unwrap().clone()
}

#[test]
fn half_of_the_shipped_targets_can_be_judged_and_each_of_the_others_says_what_it_needs() {
    let first = &results().scenarios[0].name;
    let of_first = results().target_findings.iter().filter(|one| one.scenario == *first);
    let (said, unsaid): (Vec<_>, Vec<_>) = of_first.partition(|one| one.reason.is_none());
    assert_eq!((said.len(), unsaid.len()), (14, 11));
    for one in unsaid {
        let obstacle = one.line(Topic::Obstacle).unwrap();
        let helps = ["plan_indicators.csv", "column definition"];
        assert!(helps.iter().any(|words| obstacle.en.contains(words)), "{}", obstacle.en);
    }
}

#[test]
fn another_definition_names_the_row_that_is_missing() {
    let farmers = finding(results(), ("trained_share", "VN-56@2008", 2025));
    assert_eq!(farmers.verdict, Verdict::CannotBeSaid);
    let obstacle = farmers.line(Topic::Obstacle).unwrap();
    let row =
        "«trained_share,\"agriculture, forestry and fishing\",VN-56@2008,2024,…,percent,observed,";
    assert!(obstacle.en.contains(row) && obstacle.vi.contains(row), "{}", obstacle.en);
    assert!(farmers.reason.unwrap().en.contains("«administrative»"));
    // The plan does not say whether 14 % are meant at constant or at current prices.
    let per_person = finding(results(), ("output_per_person_growth", "VN-56@2025", 2030));
    assert!(per_person.reason.unwrap().en.contains("«constant prices»; «current prices»"));
}

#[test]
fn years_known_together_are_compared_and_not_read_alone() {
    let jobs = |year| finding(results(), ("employment_increase", "VN-56@2008", year));
    // 53,088 in four years of the 57,500 wanted in five; no year alone is known.
    let plan = jobs(2025);
    assert_eq!(plan.verdict, Verdict::OnTrack);
    assert!(plan.line(Topic::Pace).unwrap().en.contains("4,412 persons a year"), "{plan:?}");
    assert!(
        plan.line(Topic::Target).unwrap().en.contains("on average over 2021 to 2024 was 13,272")
    );
    assert_eq!(jobs(2023).verdict, Verdict::CannotBeSaid);
    let invested = finding(results(), ("investment", "VN-56@2008", 2025));
    assert_eq!(invested.verdict, Verdict::SomeAcceleration);
}

#[test]
fn past_targets_are_judged_by_what_came() {
    let reached = finding(results(), ("output_growth", "VN-56@2008", 2024));
    let missed = finding(results(), ("output_growth", "VN-56@2025", 2025));
    assert_eq!((reached.verdict, missed.verdict), (Verdict::Reached, Verdict::Missed));
    let margins: Vec<f64> = results().target_review.record.iter().map(|past| past.margin).collect();
    // 7.11 less 8.1, then 10.16 less 8.1.
    assert_eq!(margins.len(), 2);
    assert!((margins[0] + 0.99).abs() < 0.02 && (margins[1] - 2.06).abs() < 0.02, "{margins:?}");
}

#[test]
fn targets_of_one_plan_are_held_against_each_other() {
    let checks = &results().target_review.checks;
    let told = |subject: &str, words: &str| {
        let mut found = checks.iter().filter(|check| check.subject == subject);
        found.find(|check| check.text.en.contains(words)).map(|check| check.agreement)
    };
    // 10 % in 2026 after 7.11 % in 2025: (1.11⁶ / (1.0711 · 1.10))^¼ − 1 is left to each other year.
    assert!(told("rest_of_period", " 12.2% a year").is_some(), "{checks:?}");
    // 11 % of output and 14 % a person imply that the population shrinks by 2.6 % a year.
    let population = told("quotient", "−2.6%");
    assert!(population.is_some_and(|found| found != Agreement::Consistent), "{checks:?}");
}

fn target(indicator: &str, definition: &str, value: f64, unit: &str) -> PlanTarget {
    PlanTarget {
        indicator: indicator.to_owned(),
        definition: Some(definition.to_owned()),
        area: "VN-56@2025".parse().unwrap(),
        year: labourcast::units::Year(2030),
        value,
        unit: unit.to_owned(),
        source: "a plan".to_owned(),
    }
}

#[test]
fn sectors_beyond_their_total_and_unknown_units_are_told() {
    let mut loaded = runs::first_scenario(runs::loaded("khanh-hoa"));
    loaded.dataset.targets = vec![
        target("employment", "ICLS19", 1_000_000.0, "persons"),
        target("employment", "ICLS19; VSIC2018:A", 700_000.0, "persons"),
        target("employment", "ICLS19; manufacturing", 400_000.0, "persons"),
        target("employment", "ICLS19", 1_000_000.0, "heads"),
    ];
    let mut strange = loaded.dataset.plan_figures[0].clone();
    strange.indicator = "overnight_visitor".to_owned();
    loaded.dataset.plan_figures.push(strange);
    let results = runs::results(&loaded, 20);
    let check = &results.target_review.checks[0];
    assert_eq!((&check.targets, check.agreement), (&vec![0, 1, 2], Agreement::Flagged));
    assert!(check.text.en.contains("1,100,000"), "{}", check.text.en);
    let unit = results.target_findings[3].line(Topic::Obstacle).unwrap();
    assert!(unit.en.contains("«heads»") && unit.en.contains("persons, thousand_persons"));
    let told = |rule: &str| results.problems.iter().any(|problem| problem.rule == rule);
    assert!(told("unknown-indicator"), "{:?}", results.problems);
}

#[test]
fn what_levers_close_sums_to_the_difference_of_the_scenarios_draw_by_draw() {
    let mut loaded = runs::loaded("khanh-hoa");
    loaded.dataset.targets = vec![
        target("trained_share", "certificate", 40.0, "percent"),
        target("labour_force", "", 1_080_000.0, "persons"),
    ];
    let named = |name: &str| loaded.scenarios.iter().find(|one| one.name == name).unwrap();
    let (base, levers) = (named("baseline"), [named("retention"), named("training-push")]);
    let both = base.with(&levers);
    let scenarios: Vec<Scenario> = vec![base.clone(), both];
    let inputs = RunInputs {
        model: &loaded.model,
        dataset: &loaded.dataset,
        scenarios: &scenarios,
        options: RunOptions { to: loaded.model.to, draws: 40, seed: 5 },
        problems: &[],
        orders: OrderScope::NoScenario,
    };
    let divided = pipeline::levers(&inputs, &levers).unwrap();
    let results = pipeline::run(&inputs, &|_| ()).unwrap();
    assert_eq!(divided.findings.len(), 2);
    // What the share needs is held against what training supplies in the accounts.
    let capacity = results.target_review.checks.iter().find(|one| one.subject == "capacity");
    assert!(capacity.unwrap().text.en.contains("more trained workers"));
    for found in &divided.findings {
        let indicator = &loaded.dataset.targets[found.target].indicator;
        let expected = |scenario: &str| {
            let mut rows = results.table(TableName::Targets).rows.iter();
            let method = |row: &ResultRow| row.method.as_deref().unwrap().starts_with(indicator);
            let row = rows.find(|row| {
                row.scenario == scenario && row.measure == "expected_value" && method(row)
            });
            row.unwrap().mean
        };
        let change = expected(&scenarios[1].name) - expected("baseline");
        let parts: f64 = found.parts.iter().map(|part| part.part.mean).sum();
        assert_eq!(found.division, Division::Shapley);
        assert!((parts - change).abs() < 1e-6 * change.abs().max(1e-3), "{parts} {change}");
        assert!((found.gap - parts - found.left.unwrap()).abs() < 1e-6 * found.gap.abs());
        // The same draws: a lever's effect is far more certain than the indicator.
        assert!(found.parts[0].part.p10.is_finite() && change.abs() > 0.0);
    }
    let overlap = pipeline::levers(&inputs, &[named("plan-growth"), named("slow-growth")]);
    assert!(overlap.unwrap_err().to_string().contains("both change output_growth"));
}

#[test]
fn charts_of_targets_draw_rows_that_are_written_in_both_languages() {
    let rows = &results().table(TableName::Targets).rows;
    for language in [Language::Vietnamese, Language::English] {
        for kind in [ChartKind::Targets, ChartKind::TargetsUnsaid] {
            let request = ChartRequest { kind, scenario: None, sector: None, area: None, language };
            let chart = charts::draw(results(), &request).unwrap();
            assert!(chart.svg.contains("</svg>") && chart.csv.lines().count() > 10);
            let measures: BTreeSet<&str> = rows.iter().map(|row| row.measure.as_str()).collect();
            for measure in ["indicator", "needed", "target_value"] {
                let drawn = chart.csv.contains(&format!(",{measure},"));
                let expected = kind == ChartKind::Targets || measure == "target_value";
                assert!(measures.contains(measure) && drawn == expected, "{measure}");
            }
        }
    }
    let past = rows.iter().filter(|row| row.scenario == HISTORY && row.measure == "indicator");
    assert!(past.count() > 30);
}
