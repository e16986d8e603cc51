//! Targets and the public workforce of the shipped province, from its tables to what readers see.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::sync::OnceLock;

use labourcast::cli::{Console, Exit, run};
use labourcast::language::Language;
use labourcast::results::{ResultRow, Results, TableName};
use labourcast::targets::assessment::{Topic, Verdict};

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
    for text in ["tăng trưởng GRDP", "cần tăng tốc", "không nói được", "do cách lập", " 23. "]
    {
        assert!(out.contains(text), "{text}: {out}");
    }
    let (exit, out) = said(&[&words[..], &["--json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((exit, document["targets"].as_array().unwrap().len()), (Exit::Done, 23));
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
    assert_eq!(read.target_findings.len(), 23);
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
