//! The command as its user meets it: a process with two streams and an exit code.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::command::{code, err, json, labourcast, out};

/// What a run may leave out to be quick.
const QUICK: [&str; 4] = ["--draws", "50", "--outputs", "tables"];

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A quick run with `words` into `name`, which must succeed.
fn run(folder: &Path, name: &str, words: &[&str]) -> Output {
    let words = [&["run"], words, &QUICK, &["--out", name]].concat();
    let output = labourcast(folder, &words);
    assert_eq!(code(&output), 0, "{}", err(&output));
    output
}

#[test]
fn help_and_version_are_results() {
    let folder = folder();
    for words in [&["--help"][..], &["run", "--help"], &["chart", "-h"], &["--version"]] {
        let output = labourcast(folder.path(), words);
        assert_eq!((code(&output), err(&output).as_str()), (0, ""), "{words:?}");
        assert!(!out(&output).is_empty());
    }
}

#[test]
fn the_locale_chooses_the_language() {
    let output = Command::new(env!("CARGO_BIN_EXE_labourcast"))
        .arg("--help")
        .env("LC_ALL", "vi_VN.UTF-8")
        .output()
        .unwrap();
    assert!(out(&output).contains("Cách dùng"));
}

#[test]
fn each_class_of_failure_has_its_exit_code() {
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("a-file"), "in the way").unwrap();
    fs::write(
        path.join("employment.csv"),
        "area,sector,year,persons,status\nVN,TOTAL,2020,x,observed\n",
    )
    .unwrap();
    for (words, expected) in [
        (&["list"][..], 0),
        (&["--nope"], 2),
        (&["run", "khanh-hoa", "--to", "2025"], 2),
        (&["run", "nope"], 2),
        (&["chart", "a-file", "--kind", "nope"], 2),
        (&["validate", "employment.csv"], 3),
        (&["run", "no/model.toml"], 5),
        (&["compare", "no", "no"], 5),
        (&["new", "a-file"], 5),
        (&["run", "khanh-hoa", "--out", "a-file"], 5),
    ] {
        let output = labourcast(path, words);
        assert_eq!(code(&output), expected, "{words:?}: {}{}", out(&output), err(&output));
        assert!(!err(&output).contains("panicked"), "{}", err(&output));
    }
    assert_eq!(fs::read_to_string(path.join("a-file")).unwrap(), "in the way");
}

#[test]
fn an_unknown_scenario_is_answered_with_the_nearest_one() {
    let folder = folder();
    let output = labourcast(folder.path(), &["run", "khanh-hoa", "--scenario", "plan-grwth"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("«plan-growth»"), "{}", err(&output));
    assert_eq!(out(&output), "");
    assert!(!folder.path().join("results").exists());
}

#[test]
fn a_script_of_completions_is_there_for_every_common_shell() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = labourcast(folder.path(), &["completions", shell]);
        assert_eq!(code(&output), 0, "{shell}");
        let script = out(&output);
        assert!(script.contains("labourcast") && script.contains("validate"), "{shell}");
        assert!(script.contains("scenario"), "{shell}");
    }
}

#[test]
fn the_list_names_what_the_other_verbs_take() {
    let folder = folder();
    let text = out(&labourcast(folder.path(), &["list"]));
    for name in ["khanh-hoa", "viet-nam", "baseline", "tourism-shock", "waterfall"] {
        assert!(text.contains(name), "{name}: {text}");
    }
    let document = json(&labourcast(folder.path(), &["list", "--json", "--lang", "vi"]));
    assert_eq!(document["models"][0]["name"], "khanh-hoa");
    assert_eq!(document["models"][0]["scenarios"].as_array().unwrap().len(), 6);
    assert!(document["datasets"].as_array().unwrap().contains(&"viet-nam".into()));
}

#[test]
fn the_main_job_works_in_any_folder_and_standard_output_holds_the_result_alone() {
    let folder = folder();
    let output = labourcast(folder.path(), &[&["run"], &QUICK[..]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = out(&output);
    assert!(text.contains("2030") && text.contains("results/khanh-hoa"), "{text}");
    for note in ["warning", "fallback", "error"] {
        assert!(!text.contains(note), "{text}");
    }
    let made = folder.path().join("results/khanh-hoa");
    for file in ["balance.csv", "summary.md", "manifest.json"] {
        assert!(made.join(file).is_file(), "{file}");
    }
    let quiet = labourcast(folder.path(), &[&["run", "-q"], &QUICK[..]].concat());
    assert_eq!((out(&quiet), err(&quiet).as_str()), (text, ""));
}

#[test]
fn the_json_of_a_run_holds_the_table_and_names_the_folder() {
    let folder = folder();
    let output = run(folder.path(), "made", &["khanh-hoa", "--json", "--quiet"]);
    let document = json(&output);
    assert_eq!((&document["schema_version"], &document["status"]), (&1.into(), &"done".into()));
    assert_eq!(document["errors"], Value::Array(Vec::new()));
    assert_eq!(document["folder"], "made");
    let rows = document["last_year"].as_array().unwrap();
    let measure = |row: &&Value| row["measure"] == "gap_after_mobility" && row["sector"] != "TOTAL";
    assert_eq!(rows.iter().filter(measure).count(), 14);
    assert!(rows.iter().all(|row| row["mean"].is_number() && row["year"] == 2030));
}

#[test]
fn a_copy_of_ones_own_runs_from_another_folder() {
    let (home, elsewhere) = (folder(), folder());
    let output = labourcast(home.path(), &["new", "deep/own"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let again = labourcast(home.path(), &["new", "deep/own"]);
    assert_eq!(code(&again), 5);
    let readme = fs::read_to_string(home.path().join("deep/own/README.md")).unwrap();
    assert!(readme.contains("# Mô hình riêng của bạn") && readme.contains("# Your own model"));
    let left: Vec<_> = fs::read_dir(home.path().join("deep")).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is left beside the folder");
    let model = home.path().join("deep/own/models/khanh-hoa");
    run(elsewhere.path(), "made", &[model.to_str().unwrap(), "--quiet"]);
    run(elsewhere.path(), "shipped", &["khanh-hoa", "--quiet"]);
    let read = |name: &str| fs::read(elsewhere.path().join(name).join("balance.csv")).unwrap();
    assert_eq!(read("made"), read("shipped"));
}

#[test]
fn an_empty_folder_may_be_filled() {
    let folder = folder();
    fs::create_dir(folder.path().join("own")).unwrap();
    assert_eq!(code(&labourcast(folder.path(), &["new", "own"])), 0);
    assert!(folder.path().join("own/models/viet-nam/model.toml").is_file());
}

#[test]
fn shipped_models_are_valid_and_so_are_their_results() {
    let folder = folder();
    for model in ["khanh-hoa", "viet-nam"] {
        let output = labourcast(folder.path(), &["validate", model]);
        assert_eq!(code(&output), 0, "{}", out(&output));
    }
    run(folder.path(), "made", &["--quiet"]);
    let output = labourcast(folder.path(), &["validate", "made"]);
    assert_eq!(code(&output), 0, "{}", out(&output));
    let document = json(&labourcast(folder.path(), &["validate", "made", "--json"]));
    let identities = document["identities"].as_array().unwrap();
    assert!(identities.len() >= 6);
    assert!(identities.iter().all(|identity| identity["holds"] == true));
}

#[test]
fn a_result_that_was_edited_does_not_pass() {
    let folder = folder();
    run(folder.path(), "made", &["--quiet"]);
    let path = folder.path().join("made/balance.parquet");
    fs::remove_file(&path).unwrap();
    let csv = folder.path().join("made/balance.csv");
    let text = fs::read_to_string(&csv).unwrap();
    let lines: Vec<String> = text.lines().map(|line| spoilt(line, &text)).collect();
    fs::write(&csv, lines.join("\n") + "\n").unwrap();
    let output = labourcast(folder.path(), &["validate", "made"]);
    assert!([4, 5].contains(&code(&output)), "{}{}", out(&output), err(&output));
}

#[test]
fn a_table_that_was_edited_after_the_run_is_named_though_its_twin_still_adds_up() {
    let folder = folder();
    run(folder.path(), "made", &["--quiet"]);
    let csv = folder.path().join("made/balance.csv");
    let text = fs::read_to_string(&csv).unwrap();
    let lines: Vec<String> = text.lines().map(|line| spoilt(line, &text)).collect();
    fs::write(&csv, lines.join("\n") + "\n").unwrap();
    let output = labourcast(folder.path(), &["validate", "made", "--lang", "vi"]);
    assert_eq!(code(&output), 4, "{}", err(&output));
    assert!(out(&output).contains("1 tệp thiếu hoặc đã bị sửa: balance.csv"), "{}", out(&output));
    let document = json(&labourcast(folder.path(), &["validate", "made", "--json"]));
    assert_eq!(document["changed_files"], serde_json::json!(["balance.csv"]));
}

#[test]
fn identities_are_told_in_the_language_asked_for() {
    let folder = folder();
    run(folder.path(), "made", &["--quiet"]);
    let text = out(&labourcast(folder.path(), &["validate", "made", "--lang", "vi"]));
    assert!(text.contains("chênh lệch = cung − cầu"), "{text}");
    assert!(!text.contains("supply") && !text.contains('.'), "{text}");
}

#[test]
fn every_measure_of_a_result_has_a_name_for_readers() {
    let folder = folder();
    run(folder.path(), "made", &["--quiet"]);
    let package = fs::read_to_string(folder.path().join("made/datapackage.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&package).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let measures = resources.iter().flat_map(|table| table["measures"].as_array().unwrap());
    for measure in measures {
        assert_ne!(measure["name"], measure["title"], "{measure}");
        assert_ne!(measure["name"], measure["title_vi"], "{measure}");
    }
}

#[test]
fn a_shipped_table_checked_alone_has_no_rare_code() {
    let folder = folder();
    assert_eq!(code(&labourcast(folder.path(), &["new", "own"])), 0);
    let table = "own/datasets/khanh-hoa/labour_force.csv";
    let output = labourcast(folder.path(), &["validate", table, "--lang", "en"]);
    assert!(!out(&output).contains("rare-code"), "{}", out(&output));
    let path = folder.path().join(table);
    let text = fs::read_to_string(&path).unwrap().replacen("VN-56@2025", "VN-56@2052", 1);
    fs::write(&path, text).unwrap();
    let output = labourcast(folder.path(), &["validate", table, "--lang", "en"]);
    assert!(out(&output).contains("Did you mean «VN-56@2025»?"), "{}", out(&output));
}

#[test]
fn a_folder_of_others_is_refused_with_the_reason_in_vietnamese() {
    let folder = folder();
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/letter.txt"), "x").unwrap();
    let output = labourcast(folder.path(), &["run", "--out", "mine", "--lang", "vi"]);
    assert_eq!(code(&output), 5);
    assert!(err(&output).contains("không phải kết quả của labourcast"), "{}", err(&output));
}

#[test]
fn a_wrong_sector_code_of_a_model_is_explained_in_vietnamese() {
    let folder = folder();
    assert_eq!(code(&labourcast(folder.path(), &["new", "own"])), 0);
    let path = folder.path().join("own/models/viet-nam/model.toml");
    let text = fs::read_to_string(&path).unwrap().replacen("VSIC2018:B", "VSIC2018:V", 1);
    fs::write(&path, text).unwrap();
    let output =
        labourcast(folder.path(), &["validate", "own/models/viet-nam/model.toml", "--lang", "vi"]);
    let said = out(&output);
    assert!(said.contains("chữ cái các mục của phiên bản đó"), "{said}");
    assert!(!said.contains("section letters"), "{said}");
}

/// A line of `balance.csv` with another mean, if it is a gap of one sector.
fn spoilt(line: &str, text: &str) -> String {
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let mean = header.iter().position(|name| *name == "mean").unwrap();
    let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
    if line.contains("gap_after_mobility") && line.contains("VSIC2018:I,") {
        "123456".clone_into(&mut cells[mean]);
    }
    cells.join(",")
}

#[test]
fn compare_says_that_nothing_changed_and_names_what_did() {
    let folder = folder();
    let path = folder.path();
    run(path, "a", &["--quiet"]);
    run(path, "b", &["--quiet", "--threads", "1"]);
    run(path, "c", &["--quiet", "--seed", "7"]);
    let same = labourcast(path, &["compare", "a", "b"]);
    assert_eq!(code(&same), 0, "{}", err(&same));
    assert!(out(&same).contains("byte-identical"), "{}", out(&same));
    let document = json(&labourcast(path, &["compare", "a", "c", "--json", "--top", "3"]));
    assert_eq!(document["reasons"][0]["kind"], "options");
    assert_eq!(document["reasons"][0]["en"], "options: seed 20251101 → 7");
    let changes: Vec<f64> = document["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|difference| difference["change"].as_f64().unwrap().abs())
        .collect();
    assert!(changes.len() == 3 && changes.is_sorted_by(|a, b| a >= b), "{changes:?}");
}

#[test]
fn compare_names_the_file_of_figures_that_was_changed() {
    let folder = folder();
    let path = folder.path();
    assert_eq!(code(&labourcast(path, &["new", "own"])), 0);
    run(path, "old", &["own/models/khanh-hoa/model.toml", "--quiet"]);
    let file = path.join("own/datasets/khanh-hoa/labour_force.csv");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("1000000", "1010000")).unwrap();
    run(path, "new", &["own/models/khanh-hoa/model.toml", "--quiet"]);
    let text = out(&labourcast(path, &["compare", "old", "new"]));
    assert!(text.contains("data: changed: khanh-hoa/labour_force.csv"), "{text}");
}

#[test]
fn compare_puts_two_scenarios_of_one_run_side_by_side() {
    let folder = folder();
    let scenarios = ["--scenario", "baseline", "--scenario", "retention"];
    run(folder.path(), "made", &[&["--quiet"], &scenarios[..]].concat());
    let words = ["compare", "made", "--scenarios", "baseline", "retention"];
    let output = labourcast(folder.path(), &words);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).contains("scenario: baseline → retention"), "{}", out(&output));
    assert!(out(&output).contains("baseline → retention"), "{}", out(&output));
}

#[test]
fn one_chart_is_drawn_in_the_format_and_language_asked_for() {
    let folder = folder();
    let path = folder.path();
    run(path, "made", &["--quiet"]);
    let words = ["chart", "made", "--kind", "fan", "--sector", "I", "--lang", "vi"];
    let svg = labourcast(path, &[&words[..], &["--out", "fan.svg"]].concat());
    assert_eq!(code(&svg), 0, "{}", err(&svg));
    assert!(fs::read_to_string(path.join("fan.svg")).unwrap().contains("<svg"));
    let png = labourcast(path, &[&words[..], &["--format", "png"]].concat());
    assert_eq!(code(&png), 0, "{}", err(&png));
    assert!(fs::read(path.join("fan.png")).unwrap().starts_with(b"\x89PNG"));
    let unknown = labourcast(path, &["chart", "made", "--kind", "fan", "--sector", "Z"]);
    assert_eq!(code(&unknown), 2);
}

#[test]
fn a_folder_that_labourcast_did_not_make_is_not_replaced() {
    let folder = folder();
    let precious = folder.path().join("precious");
    fs::create_dir(&precious).unwrap();
    fs::write(precious.join("thesis.txt"), "years of work").unwrap();
    let words = [&["run", "khanh-hoa", "--out", "precious"], &QUICK[..]].concat();
    let output = labourcast(folder.path(), &words);
    assert_eq!((code(&output), out(&output).as_str()), (5, ""));
    assert_eq!(fs::read_to_string(precious.join("thesis.txt")).unwrap(), "years of work");
}
