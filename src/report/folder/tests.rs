use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::report::{self, fixture};

fn request(folder: &Path) -> ReportRequest<'_> {
    let manifest = ManifestInputs {
        version: "0.1.0".to_owned(),
        options: vec![("draws".to_owned(), "2000".to_owned())],
        inputs: vec![("employment.csv".to_owned(), manifest::sha256(b"year,persons"))],
    };
    ReportRequest { folder, language: Language::Vietnamese, outputs: Outputs::All, manifest }
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let names = files_below(folder).unwrap();
    names.into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

#[test]
fn what_is_written_reads_back_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("results/khanh-hoa");
    let results = fixture::results();
    let written = report::write(&results, &request(&folder)).unwrap();
    let charts = written.files.iter().filter(|name| name.starts_with("charts/")).count();
    assert_eq!((written.files.len() - charts, charts % 3), (2 * 7 + 5, 0));
    assert_eq!(report::read(&folder).unwrap(), results);
}

#[test]
fn the_same_result_gives_the_same_bytes_twice_and_with_one_thread() {
    let place = tempfile::tempdir().unwrap();
    let results = fixture::results();
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (a, b) = (place.path().join("a"), place.path().join("b"));
    report::write(&results, &request(&a)).unwrap();
    one_thread.install(|| report::write(&results, &request(&b))).unwrap();
    let (first, second) = (contents(&a), contents(&b));
    assert!(first.len() > 19, "tables, workbook and charts");
    for (one, other) in first.iter().zip(&second) {
        assert_eq!(one.0, other.0);
        assert!(one.1 == other.1, "{} differs", one.0);
    }
    report::write(&results, &request(&a)).unwrap();
    assert!(contents(&a) == first, "replacing changes bytes");
}

#[test]
fn the_manifest_holds_the_fingerprint_of_every_other_file() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    report::write(&fixture::results(), &request(&folder)).unwrap();
    let manifest = Manifest::read(&folder).unwrap();
    for file in &manifest.files {
        let bytes = fs::read(folder.join(&file.name)).unwrap();
        assert_eq!(file.sha256, manifest::sha256(&bytes), "{}", file.name);
    }
    let listed: BTreeSet<_> = manifest.files.iter().map(|file| file.name.clone()).collect();
    let mut found: BTreeSet<_> = files_below(&folder).unwrap().into_iter().collect();
    assert!(found.remove("manifest.json"));
    assert_eq!(listed, found);
    assert_eq!(manifest.scenarios, ["baseline", "plan-growth"]);
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(manifest::sha256(b"abc"), abc);
}

#[test]
fn tables_alone_come_without_workbook_and_charts() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    let request = ReportRequest { outputs: Outputs::TablesOnly, ..request(&folder) };
    let written = report::write(&fixture::results(), &request).unwrap();
    assert!(!written.files.iter().any(|name| name == "results.xlsx"));
    assert_eq!(report::read(&folder).unwrap(), fixture::results());
}

#[test]
fn a_folder_of_someone_else_is_refused_and_stays_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("thesis");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("chapter.docx"), "years of work").unwrap();
    let before = contents(&folder);
    let refused = report::write(&fixture::results(), &request(&folder)).unwrap_err();
    assert!(matches!(refused, Error::Write { .. }));
    assert!(refused.to_string().contains("no manifest.json of labourcast"), "{refused}");
    assert_eq!(contents(&folder), before);

    fs::write(folder.join("manifest.json"), r#"{"made_by": "webpack"}"#).unwrap();
    assert!(report::check_folder(&folder).is_err());
    assert!(report::check_folder(&folder.join("chapter.docx")).is_err());
}

#[test]
fn an_empty_folder_is_filled() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    fs::create_dir(&folder).unwrap();
    report::write(&fixture::results(), &request(&folder)).unwrap();
    assert!(folder.join("balance.csv").exists());
}

#[test]
fn what_someone_added_or_changed_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    let results = fixture::results();
    report::write(&results, &request(&folder)).unwrap();
    fs::create_dir(folder.join("slides")).unwrap();
    fs::write(folder.join("slides/talk.txt"), "my talk").unwrap();
    fs::write(folder.join("summary.md"), "edited by hand").unwrap();
    let written = report::write(&results, &request(&folder)).unwrap();
    assert_eq!(written.kept, ["slides/talk.txt", "kept/summary.md"].map(str::to_owned));
    assert_eq!(fs::read_to_string(folder.join("kept/summary.md")).unwrap(), "edited by hand");
    assert!(fs::read_to_string(folder.join("summary.md")).unwrap().starts_with("# Cung"));

    fs::write(folder.join("summary.md"), "edited again").unwrap();
    report::write(&results, &request(&folder)).unwrap();
    assert_eq!(fs::read_to_string(folder.join("kept/summary.md")).unwrap(), "edited by hand");
    assert_eq!(fs::read_to_string(folder.join("kept/kept/summary.md")).unwrap(), "edited again");
}

#[test]
fn a_document_of_another_version_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    report::write(&fixture::results(), &request(&folder)).unwrap();
    let path = folder.join("results.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"schema_version\": 2", "\"schema_version\": 9")).unwrap();
    let refused = report::read(&folder).unwrap_err();
    assert!(refused.to_string().contains("in format 9"), "{refused}");
}

#[test]
fn a_missing_or_broken_table_is_named() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    report::write(&fixture::results(), &request(&folder)).unwrap();
    fs::write(folder.join("supply.parquet"), "not a table").unwrap();
    assert!(report::read(&folder).unwrap_err().to_string().contains("supply.parquet"));
    fs::remove_file(folder.join("balance.parquet")).unwrap();
    assert!(report::read(&folder).unwrap_err().to_string().contains("balance.parquet"));
}
