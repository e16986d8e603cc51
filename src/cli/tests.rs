#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{self, Write};

use serde_json::Value;

use super::*;
use crate::cli::answer::sentences;
use crate::error::{Place, Problem, Severity};
use crate::language::{Language, Text};

/// Exit, standard output and standard error of a command line.
fn said(words: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console::unwatched(&mut out, &mut err, Language::English);
    let exit = run(words.iter().map(OsString::from), &mut console);
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn problem(severity: Severity, row: usize) -> Problem {
    Problem {
        severity,
        rule: "negative-headcount",
        place: Place {
            file: "employment.csv".to_owned(),
            row: Some(row),
            column: Some("persons".to_owned()),
        },
        found: "-35".to_owned(),
        expected: Text::new("một số không âm", "a number that is not negative"),
        repair: Text::new("Để trống ô.", "Leave the cell empty."),
    }
}

#[test]
fn help_is_a_result_and_a_wrong_option_is_not() {
    let (exit, out, err) = said(&["labourcast", "--help"]);
    assert_eq!((exit, err.as_str()), (Exit::Done, ""));
    assert!(out.contains("Usage: labourcast [run] [MODEL]") && out.contains("Exit codes"));
    let (exit, out, err) = said(&["labourcast", "--draw", "5"]);
    assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
    assert!(err.contains("--draws"), "{err}");
}

#[test]
fn wrong_usage_is_told_in_vietnamese_with_what_was_probably_meant() {
    let cases: [(&[&str], &str); 12] = [
        (&["run", "--too", "2035"], "không hiểu «--too»\n\n  gợi ý: có phải là «--to»"),
        (&["rum", "khanh-hoa"], "không hiểu «khanh-hoa»\n\n  gợi ý: có phải là lệnh «run» không?"),
        (&["run", "--draws", "0"], "«0» không dùng được cho «--draws <N>»; cần một số nguyên từ 1"),
        (&["run", "--draws", "many"], "«--draws <N>»; cần một số nguyên"),
        (&["run", "--to"], "«--to <YEAR>» cần một giá trị"),
        (&["run", "--outputs", "x"], "các giá trị có thể: all, tables"),
        (&["run", "--lang", "fr"], "các giá trị có thể: vi, en"),
        (&["run", "--seed", "1", "--seed", "2"], "«--seed <N>» chỉ được nêu một lần"),
        (&["compare", "a"], "còn thiếu: <RUN_B>\n\nCách dùng: labourcast compare <RUN_A>"),
        (&["compare", "a", "b", "--scenarios", "x"], "«--scenarios <OLD> <NEW>» cần 2 giá trị"),
        (&["forecast"], "còn thiếu: --horizon <H>, <FILE>"),
        (&["forecast", "f", "--horizon", "2", "--temporal", "mean"], "không hiểu «mean»"),
    ];
    for (words, expected) in cases {
        let words = [&["labourcast"][..], words].concat();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut console = Console::unwatched(&mut out, &mut err, Language::Vietnamese);
        let exit = run(words.iter().map(OsString::from), &mut console);
        let err = String::from_utf8(err).unwrap();
        assert_eq!((exit, out.len()), (Exit::Usage, 0), "{err}");
        assert!(err.starts_with("lỗi: ") && err.contains(expected), "{words:?}: {err}");
    }
    let (_, _, err) = said(&["labourcast", "rum", "khanh-hoa"]);
    assert!(err.contains("did you mean the verb «run»?"), "{err}");
}

#[test]
fn help_in_vietnamese_has_no_english_headings() {
    for words in
        [&["labourcast", "--help", "--lang", "vi"][..], &["labourcast", "--lang=vi", "chart", "-h"]]
    {
        let (exit, out, _) = said(words);
        assert_eq!(exit, Exit::Done);
        assert!(out.contains("Cách dùng: ") && out.contains("Tùy chọn:"), "{out}");
        for english in
            ["Options", "Commands", "Arguments", "Possible", "possible", "Print", "default"]
        {
            assert!(!out.contains(english), "{english}: {out}");
        }
    }
}

#[test]
fn options_before_the_verb_are_refused_unless_they_are_of_every_verb() {
    let (exit, _, err) = said(&["labourcast", "--to", "2030", "list"]);
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("after the verb"), "{err}");
    assert_eq!(said(&["labourcast", "--json", "completions", "bash"]).0, Exit::Done);
}

#[test]
fn numbers_out_of_range_are_wrong_usage() {
    for words in [["--draws", "0"], ["--draws", "1000001"], ["--threads", "0"], ["--seed", "-1"]] {
        let (exit, out, _) = said(&["labourcast", "run", "khanh-hoa", words[0], words[1]]);
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""), "{words:?}");
    }
}

#[test]
fn a_misspelt_model_and_a_misspelt_verb_are_both_recognised() {
    let (exit, _, err) = said(&["labourcast", "khanh-hao"]);
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("khanh-hoa"), "{err}");
    let (_, _, err) = said(&["labourcast", "validat"]);
    assert!(err.contains("Did you mean «validate»"), "{err}");
    let (_, _, err) = said(&["labourcast", "khanh-hao", "--lang", "vi"]);
    assert!(err.starts_with("lỗi: không có mô hình «khanh-hao»."), "{err}");
}

#[test]
fn a_file_that_is_not_there_is_a_file_error_in_either_language() {
    let (exit, _, err) = said(&["labourcast", "run", "nowhere/model.toml"]);
    assert_eq!(exit, Exit::File);
    assert!(err.contains("cannot read"), "{err}");
    let (_, _, err) = said(&["labourcast", "run", "nowhere/model.toml", "--lang", "vi"]);
    assert!(err.contains("không đọc được") && err.contains("không có tệp"), "{err}");
}

#[test]
fn an_error_is_one_json_document_too() {
    for (words, status, rule) in [
        (&["labourcast", "run", "nope", "--json"][..], "usage_error", "request"),
        (&["labourcast", "--json", "--nope"], "usage_error", "usage"),
        (&["labourcast", "compare", "nope", "nope", "--json"], "file_error", "read"),
    ] {
        let (exit, out, _) = said(words);
        let document: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(document["schema_version"], 1);
        assert_eq!((document["status"].as_str().unwrap(), exit.status()), (status, status));
        assert_eq!(document["exit_code"], exit.code());
        assert_eq!(document["errors"][0]["rule"], rule);
    }
}

#[test]
fn a_chart_must_end_as_its_format_says() {
    let words = ["labourcast", "chart", "nope", "--kind", "fan", "--out", "a.png"];
    let (exit, _, err) = said(&[&words[..], &["--format", "svg"]].concat());
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("do not agree"), "{err}");
    let (exit, _, err) = said(&["labourcast", "chart", "nope", "--kind", "fann"]);
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("Did you mean «fan»"), "{err}");
}

#[test]
fn all_problems_are_counted_and_two_hundred_are_shown_errors_first() {
    let mut problems: Vec<Problem> = (0..250).map(|row| problem(Severity::Warning, row)).collect();
    problems.push(problem(Severity::Error, 999));
    let lines = sentences(&problems, Language::English);
    assert_eq!(lines.len(), 201);
    assert!(lines[0].starts_with("error: employment.csv, row 999, persons: found «-35»"));
    assert_eq!(lines[200], "1 error, 250 warnings; 51 not shown");
    let lines = sentences(&problems[..1], Language::Vietnamese);
    assert_eq!(lines[1], "0 lỗi, 1 cảnh báo");
    assert!(sentences(&[], Language::English).is_empty());
}

#[test]
fn findings_stand_in_the_document_with_place_and_remedy() {
    let problems = vec![problem(Severity::Error, 214), problem(Severity::Warning, 2)];
    let answer = failure::of_error(&Error::Invalid { problems }, Language::English);
    assert_eq!(answer.exit, Exit::Invalid);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console::unwatched(&mut out, &mut err, Language::English);
    let words = ["labourcast", "--json", "--quiet"].map(OsString::from);
    let speech = Speech::before_parsing(&words, &console);
    answer.print(&mut console, speech).unwrap();
    let document: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(document["errors"].as_array().unwrap().len(), 1);
    assert_eq!(document["errors"][0]["row"], 214);
    assert_eq!(document["warnings"][0]["repair"], "Leave the cell empty.");
    assert!(String::from_utf8(err).unwrap().contains("1 error, 1 warning"), "errors are not notes");
}

/// A reader that went away, as `head` does.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A full disk.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error_but_a_full_disk_is() {
    let exit_with = |out: &mut dyn Write| {
        let mut err = Vec::new();
        let mut console = Console::unwatched(out, &mut err, Language::English);
        run(["labourcast", "completions", "zsh"].map(OsString::from), &mut console)
    };
    assert_eq!(exit_with(&mut Gone), Exit::Done);
    assert_eq!(exit_with(&mut Full), Exit::File);
}

#[test]
fn codes_and_statuses_are_all_different() {
    let exits = [Exit::Done, Exit::Usage, Exit::Invalid, Exit::Method, Exit::File, Exit::Partly];
    assert_eq!(exits.map(Exit::code), [0, 2, 3, 4, 5, 6]);
    let statuses: std::collections::BTreeSet<_> = exits.map(Exit::status).into_iter().collect();
    assert_eq!(statuses.len(), exits.len());
}
