//! Reading: what is shipped, what a user's folder may look like, and what no file may do.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::path::PathBuf;

use labourcast::dataset::Measure;
use labourcast::error::Error;
use labourcast::error::Problem;
use labourcast::error::Severity;
use labourcast::language::Language;
use labourcast::load;
use labourcast::load::ModelSource;
use labourcast::units::Year;
use polars::prelude::{Column, DataFrame, ParquetWriter};
use proptest::prelude::*;
use tempfile::TempDir;

fn sentences(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.sentence(Language::English)).collect()
}

fn shipped(name: &str) -> load::Loaded {
    match load::load(&ModelSource::Shipped(name.to_owned())) {
        Ok(loaded) => loaded,
        Err(Error::Invalid { problems }) => panic!("{name}: {:#?}", sentences(&problems)),
        Err(error) => panic!("{name}: {error}"),
    }
}

/// A file of one table in a folder of its own.
fn table(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn check(name: &str, bytes: &[u8]) -> Vec<Problem> {
    let (_folder, path) = table(name, bytes);
    load::validate_path(path.to_str().unwrap()).unwrap()
}

fn rules(name: &str, bytes: &[u8]) -> Vec<&'static str> {
    check(name, bytes).iter().map(|problem| problem.rule).collect()
}

fn areas(source: &ModelSource) -> Option<load::areas_folder::LoadedAreas> {
    load::areas_folder::load(source).unwrap()
}

#[test]
fn every_shipped_model_loads_without_errors() {
    assert!(!labourcast::embedded::models().is_empty());
    for name in labourcast::embedded::models() {
        if let Some(areas) = areas(&ModelSource::Shipped(name.to_owned())) {
            assert_eq!(areas.model.name, name);
            continue;
        }
        let loaded = shipped(name);
        assert_eq!(loaded.model.name, name);
        assert!(loaded.problems.iter().all(|problem| problem.severity == Severity::Warning));
        assert!(loaded.scenario(&loaded.default_scenario).is_ok());
        assert!(loaded.scenarios[0].parent.is_none());
    }
}

#[test]
fn the_embedded_model_equals_the_one_on_disk() {
    for name in labourcast::embedded::models() {
        let disk = ModelSource::File(Path::new("models").join(name).join("model.toml"));
        if let Some(loaded) = areas(&disk) {
            assert_eq!(Some(loaded), areas(&ModelSource::Shipped(name.to_owned())));
            continue;
        }
        assert_eq!(load::load(&disk).unwrap(), shipped(name));
    }
}

#[test]
fn every_input_has_its_hash_under_a_name_without_a_machine() {
    let loaded = shipped("khanh-hoa");
    let name = "../../datasets/khanh-hoa/employment.csv";
    let input = loaded.inputs.iter().find(|input| input.name == name).unwrap();
    let bytes = fs::read("datasets/khanh-hoa/employment.csv").unwrap();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&bytes);
    let byte = |i: usize| u8::from_str_radix(&input.sha256[2 * i..2 * i + 2], 16).unwrap();
    assert_eq!((0..32).map(byte).collect::<Vec<u8>>(), digest.to_vec());
    assert!(loaded.inputs.iter().any(|input| input.name == "scenarios/baseline.toml"));
}

#[test]
fn a_scenario_takes_from_its_parent_what_it_does_not_say() {
    let loaded = shipped("khanh-hoa");
    let baseline = loaded.scenario("baseline").unwrap();
    let shock = loaded.scenario("tourism-shock").unwrap();
    assert_eq!(shock.parent.as_deref(), Some("baseline"));
    assert_eq!(shock.frictional_unemployment, baseline.frictional_unemployment);
    assert!(baseline.shocks.is_empty() && shock.shocks.len() == 1);
    assert!(shock.shocks[0].value.demand.values().all(|change| *change < 0.0 && *change > -1.0));
}

#[test]
fn an_unknown_model_or_scenario_names_the_nearest() {
    let message = ModelSource::named("khan-hoa").unwrap_err().to_string();
    assert!(message.contains("«khanh-hoa»"), "{message}");
    let message = shipped("khanh-hoa").scenario("base-line").unwrap_err().to_string();
    assert!(message.contains("«baseline»"), "{message}");
}

#[test]
fn an_outline_names_the_scenarios() {
    let outline = load::outline(&ModelSource::Shipped("khanh-hoa".into())).unwrap();
    assert_eq!(outline.scenarios[0].0, "baseline");
    assert_eq!(outline.title.en, shipped("khanh-hoa").model.title.en);
}

const HEADER: &str = "area,year,persons,status\n";

#[test]
fn semicolons_decimal_commas_and_a_byte_order_mark_are_read() {
    let text = "\u{feff}area;year;thousand_persons;status\r\nVN;2020;1.234,5;observed\r\n\
                VN;2021;1.250;observed\r\n";
    let problems = check("labour_force.csv", text.as_bytes());
    let found: Vec<&str> = problems.iter().map(|problem| problem.rule).collect();
    assert_eq!(found, ["decimal-comma"]);
    let sentence = problems[0].sentence(Language::English);
    assert!(sentence.contains("1.234,5 is 1234.5"), "{sentence}");
    assert_eq!(problems[0].severity, Severity::Warning);
}

#[test]
fn thousands_that_could_be_decimals_are_asked_about() {
    let text = "area;year;persons;status\nVN;2020;1.234;observed\nVN;2021;567;observed\n";
    assert_eq!(rules("labour_force.csv", text.as_bytes()), ["ambiguous-number"]);
}

#[test]
fn tabs_blank_lines_and_a_declared_separator_keep_physical_rows() {
    let text = "area\tyear\tpersons\tstatus\n\n\nVN\t2020\t-5\tobserved\n";
    let problems = check("labour_force.csv", text.as_bytes());
    assert_eq!((problems[0].rule, problems[0].place.row), ("negative-value", Some(4)));
    let text = "sep=;\narea;year;persons;status\nVN;2020;-5;observed\n";
    let problems = check("labour_force.csv", text.as_bytes());
    assert_eq!((problems[0].rule, problems[0].place.row), ("negative-value", Some(3)));
}

#[test]
fn a_ragged_row_and_a_stray_quote_are_one_finding_each() {
    let rows = "VN,2019,500,observed\nVN,2020,510\nVN,2021,\"520,observed\nVN,2022,530,observed\n";
    let problems = check("labour_force.csv", (HEADER.to_owned() + rows).as_bytes());
    let found: Vec<_> = problems.iter().map(|p| (p.rule, p.place.row)).collect();
    assert_eq!(found, [("ragged-row", Some(3)), ("ragged-row", Some(4))]);
}

fn parquet() -> Vec<u8> {
    let mut frame = DataFrame::new(
        3,
        vec![
            Column::new("area".into(), ["VN", "VN", "VN"]),
            Column::new("year".into(), [2019_i64, 2020, 2021]),
            Column::new("persons".into(), [0.1 + 0.2, -5.0, 123_456_789.125]),
            Column::new("status".into(), ["observed", "observed", "observed"]),
        ],
    )
    .unwrap();
    let mut bytes = Cursor::new(Vec::new());
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes.into_inner()
}

#[test]
fn a_parquet_file_gives_the_same_findings_as_its_csv() {
    let bytes = parquet();
    let csv = HEADER.to_owned()
        + "VN,2019,0.30000000000000004,observed\nVN,2020,-5,observed\n\
           VN,2021,123456789.125,observed\n";
    let plain = |problems: Vec<Problem>| -> Vec<_> {
        problems.into_iter().map(|p| (p.rule, p.place.row, p.found)).collect()
    };
    let from_parquet = plain(check("labour_force.parquet", &bytes));
    assert_eq!(from_parquet, plain(check("labour_force.csv", csv.as_bytes())));
    assert_eq!(from_parquet[0].0, "negative-value");
}

#[test]
fn files_that_are_no_tables_are_findings() {
    let long = vec![b'x'; 10 << 20];
    let commas = vec![b','; 10 << 20];
    let latin = b"area,year,persons,status\nVN,2020,5,\xe9\n";
    let cases: [(&[u8], &str); 11] = [
        (b"", "empty-file"),
        (b" \n\n", "empty-file"),
        (HEADER.as_bytes(), "empty-file"),
        (latin, "not-utf8"),
        (b"\xff\xfea\0r\0", "not-utf8"),
        (b"PK\x03\x04rest", "not-text"),
        (b"area,year\0,persons\n1,2,3\n", "not-text"),
        (&long, "empty-file"),
        (&commas, "not-a-table"),
        (b"\x01\x02\x03,\x04\nx,y\n", "not-a-table"),
        (b"\"open", "empty-file"),
    ];
    for (bytes, rule) in cases {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]).into_owned();
        assert_eq!(rules("population.csv", bytes), [rule], "{start:?}");
    }
    assert_eq!(check("population.csv", latin)[0].place.row, Some(2));
    for bytes in [&b""[..], b"PAR1", b"PAR1garbagegarbagePAR1", HEADER.as_bytes()] {
        assert_eq!(rules("population.parquet", bytes), ["unreadable-table"]);
    }
}

#[test]
fn a_file_checked_alone_must_say_what_it_measures() {
    let problems = check("employmant.csv", HEADER.as_bytes());
    assert_eq!(problems[0].rule, "unknown-table");
    assert!(problems[0].repair.en.contains("«employment»"));
}

#[test]
fn without_a_base_year_the_last_year_of_employment_is_it() {
    let folder = copy_of("khanh-hoa");
    let model = folder.path().join("models/khanh-hoa/model.toml");
    let text = fs::read_to_string(&model).unwrap().replace("base_year = 2025\n", "");
    fs::write(&model, text).unwrap();
    let loaded = load::load(&ModelSource::File(model)).unwrap();
    assert_eq!(loaded.model.base_year, Year(2025));
}

#[test]
fn a_folder_without_an_optional_table_still_loads() {
    let folder = copy_of("khanh-hoa");
    fs::remove_file(folder.path().join("datasets/khanh-hoa/output.csv")).unwrap();
    let source = ModelSource::named(folder.path().join("models/khanh-hoa").to_str().unwrap());
    let loaded = load::load(&source.unwrap()).unwrap();
    let area = &loaded.model.area;
    assert!(loaded.dataset.table(Measure::Output).iter().all(|o| o.key.area != *area));
}

/// Every shipped file, on disk.
pub(crate) fn copy_of(_model: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in labourcast::embedded::paths() {
        let to = folder.path().join(&path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, labourcast::embedded::read(&path).unwrap()).unwrap();
    }
    folder
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_as_csv_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check("employment.csv", &bytes);
    }

    #[test]
    fn no_text_like_a_table_ends_the_program(
        rows in prop::collection::vec("[A-Z0-9@:.,;\"\\t\\r\\n −-]{0,40}", 0..12),
    ) {
        let text = "area,sector,year,persons,status\n".to_owned() + &rows.join("\n");
        check("employment.csv", text.as_bytes());
        check("employment.csv", rows.join("\n").as_bytes());
    }

    #[test]
    fn no_text_as_model_ends_the_program(text in "[a-z_=\\[\\]{}\"0-9.,\\n -]{0,200}") {
        check("model.toml", text.as_bytes());
    }
}

proptest! {
    // One process a case.
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_to_a_parquet_file_ends_the_program(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = parquet();
        for (place, byte) in damage {
            let place = place.index(bytes.len() - 4);
            bytes[place.max(4)] = byte;
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("labour_force.parquet");
        fs::write(&file, bytes).unwrap();
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_labourcast"));
        let answer = { program }.arg("validate").arg(&file).output().unwrap();
        prop_assert!(matches!(answer.status.code(), Some(0 | 3)), "{:?}", answer.status);
    }
}
