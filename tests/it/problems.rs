//! Problems: this valid model and one change give this one message.

use std::fs;
use std::path::Path;

use labourcast::error::Problem;
use labourcast::error::Severity;
use labourcast::language::Language;
use labourcast::load;

const MODEL: &str = r#"name = "small"
title = { vi = "Nhỏ", en = "Small" }
area = { code = "VN-01@2008", vi = "Một", en = "One" }
nation = "VN"
datasets = ["data"]
first_year = 2019
base_year = 2022
to = 2030
source_line = { vi = "Nguồn", en = "Source" }

[[sector]]
code = "VSIC2018:A"
title = { vi = "Nông nghiệp", en = "Agriculture" }

[[sector]]
code = "VSIC2018:BCDEF"
title = { vi = "Công nghiệp", en = "Industry" }

[[sector]]
code = "VSIC2018:GHIJKLMNOPQRSTU"
title = { vi = "Dịch vụ", en = "Services" }

[[prepare]]
operation = "pandemic_mask"
years = [2020, 2021]

[demand]
methods = ["drift", "theta"]
damping = 0.9
"#;

const BASELINE: &str = r#"name = "baseline"
title = { vi = "Cơ sở", en = "Baseline" }
[output_growth]
percent = 7.0
by_year = { 2026 = 8.0 }
source = "plan"
[retained_out_migration]
share = 0.0
source = "present"
[steered_entrants]
share = 0.0
source = "present"
[mobility_lever]
factor = 1.0
source = "present"
[frictional_unemployment]
percent = 2.5
source = "survey"
[participation_change]
points = 0.0
source = "present"
[known_projects]
factor = 1.0
source = "list"
"#;

const SHOCK: &str = r#"name = "shock"
title = "Shock"
based_on = "baseline"
[[shock]]
year = 2027
demand_percent = { "VSIC2018:A" = -30.0 }
remaining = [0.5]
source = "2020"
"#;

const EMPLOYMENT: &str = "area,sector,year,persons,status,cv
VN-01@2008,TOTAL,2019,100000,observed,0.02
VN-01@2008,TOTAL,2020,101000,observed,0.02
VN-01@2008,TOTAL,2021,102000,observed,0.02
VN-01@2008,TOTAL,2022,103000,observed,0.02
VN-01@2008,VSIC2018:A,2019,40000,observed,
VN-01@2008,VSIC2018:A,2020,40000,observed,
VN-01@2008,VSIC2018:A,2021,40000,observed,
VN-01@2008,VSIC2018:A,2022,40000,observed,
VN-01@2008,VSIC2018:BCDEF,2019,20000,observed,
VN-01@2008,VSIC2018:BCDEF,2020,20500,observed,
VN-01@2008,VSIC2018:BCDEF,2021,21000,observed,
VN-01@2008,VSIC2018:BCDEF,2022,21500,observed,
VN-01@2008,VSIC2018:GHIJKLMNOPQRSTU,2019,40000,observed,
VN-01@2008,VSIC2018:GHIJKLMNOPQRSTU,2020,40500,observed,
VN-01@2008,VSIC2018:GHIJKLMNOPQRSTU,2021,41000,observed,
VN-01@2008,VSIC2018:GHIJKLMNOPQRSTU,2022,41500,observed,
";

const POPULATION: &str = "area,sex,age,year,persons,status
VN-01@2008,total,total,2022,200000,observed
VN-01@2008,female,total,2022,101000,observed
VN-01@2008,male,total,2022,99000,observed
VN-01@2008,female,0-14,2022,25000,observed
VN-01@2008,female,15+,2022,76000,observed
VN-01@2008,male,0-14,2022,26000,observed
VN-01@2008,male,15+,2022,73000,observed
";

const PARTICIPATION: &str = "area,sex,age,year,share,status
VN-01@2008,female,15+,2020,0.71,estimated
VN-01@2008,female,15+,2021,0.70,estimated
VN-01@2008,female,15+,2022,0.69,estimated
VN-01@2008,male,15+,2020,0.82,estimated
VN-01@2008,male,15+,2021,0.82,estimated
VN-01@2008,male,15+,2022,0.81,estimated
";

const MORTALITY: &str = "area,sex,age,year,per_person_year,status
VN,female,0,2020,0.012,estimated
VN,female,1-4,2020,0.001,estimated
";

const FERTILITY: &str = "area,age,year,percent,status
VN,15-29,2020,60,estimated
VN,30+,2020,40,estimated
";

const PROJECTS: &str = "name,sector,start,jobs,ramp_years,displacement,status,source
Port,VSIC2018:BCDEF,2026,1500,3,0.2,assumed,plan
";

const TARGETS: &str = "indicator,definition,area,year,value,unit,source
trained_share,lfs,VN-01@2008,2030,40,percent,Decision 318
";

const PACKAGE: &str = r#"{
"name": "data",
"resources": [{"name": "employment", "path": "employment.csv", "title": "Employment"}]
}
"#;

const FILES: [(&str, &str); 11] = [
    ("model.toml", MODEL),
    ("scenarios/baseline.toml", BASELINE),
    ("scenarios/shock.toml", SHOCK),
    ("data/employment.csv", EMPLOYMENT),
    ("data/population.csv", POPULATION),
    ("data/participation_rate.csv", PARTICIPATION),
    ("data/mortality_rate.csv", MORTALITY),
    ("data/fertility_pattern.csv", FERTILITY),
    ("data/known_projects.csv", PROJECTS),
    ("data/plan_targets.csv", TARGETS),
    ("data/datapackage.json", PACKAGE),
];

fn write(folder: &Path) {
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The problems of the small model after `change` to its folder.
fn after(change: impl FnOnce(&Path)) -> Vec<Problem> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    change(folder.path());
    load::validate_path(folder.path().to_str().unwrap()).unwrap()
}

/// The problems after `from` became `to`, wherever it stands in `file`.
fn replaced(file: &str, from: &str, to: &str) -> Vec<Problem> {
    after(|folder| {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replace(from, to)).unwrap();
    })
}

/// One change gives one message: of this rule, at this row (0: none), saying all of these.
fn one(problems: &[Problem], rule: &str, row: usize, says: &[&str]) -> Severity {
    let sentences: Vec<String> = problems.iter().map(|p| p.sentence(Language::English)).collect();
    assert_eq!(problems.len(), 1, "{sentences:#?}");
    let problem = &problems[0];
    assert_eq!((problem.rule, problem.place.row.unwrap_or(0)), (rule, row), "{sentences:#?}");
    for word in says {
        assert!(sentences[0].contains(word), "no {word} in {}", sentences[0]);
    }
    assert!(!problem.expected.vi.is_empty() && !problem.expected.en.is_empty());
    problem.severity
}

fn error(file: &str, (from, to): (&str, &str), (rule, row): (&str, usize), says: &[&str]) {
    let severity = one(&replaced(file, from, to), rule, row, says);
    assert_eq!(severity, Severity::Error, "{rule}");
}

fn warning(file: &str, (from, to): (&str, &str), (rule, row): (&str, usize), says: &[&str]) {
    let severity = one(&replaced(file, from, to), rule, row, says);
    assert_eq!(severity, Severity::Warning, "{rule}");
}

#[test]
fn the_small_model_has_no_problem() {
    assert_eq!(after(|_| ()), []);
}

#[test]
fn headers() {
    let file = "data/employment.csv";
    error(
        file,
        ("area,sector,year", "area,sector,yaer"),
        ("missing-column", 1),
        &["«yaer»", "«year»"],
    );
    error(file, (",status,cv", ",state,cv"), ("missing-column", 1), &["«status»"]);
    error(file, ("persons", "person"), ("missing-unit", 1), &["person", "thousand_persons"]);
    error(file, ("persons", "percent"), ("missing-unit", 1), &["percent", "persons"]);
    warning(file, (",cv\n", ",remark\n"), ("unknown-column", 1), &["remark", "#"]);
    warning(file, (",cv\n", ",souce\n"), ("unknown-column", 1), &["Did you mean «source»?"]);
    error(file, (",status,cv", ",status,status"), ("repeated-column", 1), &["status"]);
    error(
        file,
        ("status,cv", "status,thousand_persons"),
        ("several-units", 1),
        &["one value column"],
    );
    assert_eq!(replaced(file, ",cv\n", ",#cv\n"), []);
}

#[test]
fn codes() {
    let file = "data/employment.csv";
    let slip = |to| ("VSIC2018:A,2020", to);
    error(file, slip("VSIC2018:a,2020"), ("unknown-code", 7), &["Did you mean «VSIC2018:A»?"]);
    error(file, slip("Nông nghiệp,2020"), ("unknown-code", 7), &["Did you mean «VSIC2018:A»?"]);
    error(file, slip("A,2020"), ("unknown-code", 7), &["Did you mean «VSIC2018:A»?"]);
    error(file, slip("VSIC2018:AB,2020"), ("unknown-code", 7), &["a sector of the model"]);
    error(file, slip("VSIC2025:A,2020"), ("classification-version", 7), &["a code of VSIC2018"]);
    error(
        file,
        ("VN-01@2008,TOTAL,2020", "VN-10@2008,TOTAL,2020"),
        ("unknown-code", 3),
        &["«VN-01@2008»"],
    );
    error(
        file,
        ("VN-01@2008,TOTAL,2020", "Một,TOTAL,2020"),
        ("unknown-code", 3),
        &["«VN-01@2008»"],
    );
    error(file, ("101000,observed", "101000,obsered"), ("unknown-code", 3), &["«observed»"]);
    error(file, ("101000,observed", "101000,"), ("empty-value", 3), &["status"]);
    let file = "data/population.csv";
    error(file, ("female,0-14", "nữ,0-14"), ("unknown-code", 5), &["«female»"]);
    error(file, ("female,0-14", "female,14-Thg0"), ("unknown-code", 5), &["date", "Text"]);
    error(file, ("female,0-14", "female,0–14"), ("unknown-code", 5), &["«0-14»"]);
}

#[test]
fn a_wrong_code_in_many_rows_is_one_message() {
    let problems = replaced("data/employment.csv", "VSIC2018:A,", "Agricultur,");
    one(&problems, "unknown-code", 6, &["«VSIC2018:A»", "4 rows"]);
}

#[test]
fn areas_and_sectors_beside_the_model_are_a_remark() {
    let rows = |code: &str| -> String {
        let row = |year| format!("{code},{year},9000,observed,\n");
        (2019..2023).map(row).collect()
    };
    let with = |code: &str| {
        after(|folder| {
            fs::write(folder.join("data/employment.csv"), EMPLOYMENT.to_owned() + &rows(code))
                .unwrap();
        })
    };
    let severity = one(&with("VN-02@2008,TOTAL"), "area-not-in-model", 18, &["4 rows", "not used"]);
    assert_eq!(severity, Severity::Warning);
    one(&with("VN-01@2008,VSIC2018:C"), "sector-not-on-axis", 18, &["VSIC2018:C", "not used"]);
    one(&with("VN-01@2008,VSIC2025:A"), "classification-version", 18, &["VSIC2025", "not used"]);
    assert_eq!(with("VN-01@2008,VSIC2018:BCDEFGHIJKLMNOPQRSTU"), []);
}

#[test]
fn numbers() {
    let file = "data/employment.csv";
    let cell = |to| (",101000,", to);
    error(file, cell(",101.000 người,"), ("not-a-number", 3), &["101.000 người"]);
    error(file, cell(",n/a,"), ("not-a-number", 3), &["delete the row"]);
    error(file, cell(",,"), ("empty-value", 3), &["persons"]);
    error(file, cell(",NaN,"), ("not-finite", 3), &["NaN"]);
    error(file, cell(",1e999,"), ("not-finite", 3), &["1e999"]);
    error(file, cell(",-101000,"), ("negative-value", 3), &["-101000", "negative"]);
    error(file, cell(",101.000,"), ("ambiguous-number", 3), &["101000", "101"]);
    warning(file, cell(",\"101,000.0\","), ("grouped-number", 3), &["is read as 101000"]);
    error(
        file,
        ("0.02\nVN-01@2008,TOTAL,2021", "2\nVN-01@2008,TOTAL,2021"),
        ("out-of-range", 3),
        &["cv"],
    );
    error(file, ("TOTAL,2020", "TOTAL,202O"), ("not-a-year", 3), &["202O"]);
    error(file, ("TOTAL,2020", "TOTAL,20200"), ("implausible-year", 3), &["1900", "2200"]);
    error(file, ("101000,observed,0.02", "101000,observed"), ("ragged-row", 3), &["6 cells"]);
    let file = "data/participation_rate.csv";
    error(file, ("0.70", "\"1.234,5\""), ("number-is-text", 3), &["1.234,5", "1234.5"]);
}

#[test]
fn a_thousands_point_in_a_column_of_whole_numbers_is_read_by_the_column() {
    let text = EMPLOYMENT
        .replace(',', ";")
        .replace("0.02", "0,02")
        .replace("101000", "101.000")
        .replace("100000", "100.000,0");
    let problems = after(|folder| fs::write(folder.join("data/employment.csv"), text).unwrap());
    let found: Vec<_> = problems.iter().map(|p| (p.rule, p.severity, p.found.as_str())).collect();
    let remark = |found| ("decimal-comma", Severity::Warning, found);
    assert_eq!(found, [remark("100.000,0"), remark("0,02")]);
}

#[test]
fn ranges() {
    let file = "data/participation_rate.csv";
    error(file, ("0.70", "70"), ("out-of-range", 3), &["percentage"]);
    let percent = PARTICIPATION.replace("0.", "");
    let problems = after(|folder| fs::write(folder.join(file), percent).unwrap());
    one(&problems, "wrong-unit", 2, &["share", "percent"]);
    warning(file, ("year,share", "year,percent"), ("percent-or-share", 2), &["share"]);
    error("data/mortality_rate.csv", ("0.012", "12"), ("out-of-range", 2), &["per thousand"]);
    error("data/fertility_pattern.csv", ("60", "50"), ("shares-do-not-sum", 2), &["0.9"]);
}

#[test]
fn series() {
    let file = "data/employment.csv";
    let twice = "VN-01@2008,TOTAL,2020,101000,observed,0.02\n";
    let doubled = twice.repeat(2);
    error(file, (twice, &doubled), ("duplicate-key", 4), &["row 3", "101000"]);
    error(file, (",101000,", ",101,"), ("factor-1000", 3), &["multiply by 1000"]);
    error(file, (",20500,", ",20500000,"), ("factor-1000", 11), &["divide by 1000"]);
    warning(file, (twice, ""), ("gap-years", 3), &["2020"]);
    error(file, (",101000,", ",120000,"), ("total-differs", 3), &["101000", "15.8 %"]);
    warning(file, (",101000,", ",102000,"), ("total-differs", 3), &["1 %"]);
    assert_eq!(replaced(file, ",101000,", ",101400,"), []);
}

#[test]
fn a_whole_series_in_thousands_is_one_message() {
    let file = "data/employment.csv";
    let text = EMPLOYMENT
        .replace(",100000,", ",100,")
        .replace(",101000,", ",101,")
        .replace(",102000,", ",102,")
        .replace(",103000,", ",103,");
    let problems = after(|folder| fs::write(folder.join(file), text).unwrap());
    one(&problems, "factor-1000", 2, &["whole series"]);
    let text =
        EMPLOYMENT.replace(":A,2019,40000", ":A,2019,40").replace(":A,2020,40000", ":A,2020,40");
    let text = text.replace(":A,2021,40000", ":A,2021,40").replace(":A,2022,40000", ":A,2022,40");
    let problems = after(|folder| fs::write(folder.join(file), text).unwrap());
    one(&problems, "factor-1000", 6, &["VSIC2018:A", "whole series"]);
}

#[test]
fn sums_over_sexes_and_ages() {
    let file = "data/population.csv";
    error(
        file,
        ("total,total,2022,200000", "total,total,2022,260000"),
        ("total-differs", 2),
        &["sexes"],
    );
    error(
        file,
        ("male,15+,2022,73000", "male,15+,2022,93000"),
        ("total-differs", 4),
        &["age groups"],
    );
    error(
        file,
        ("female,total,2022,101000", "female,total,2022,141000"),
        ("total-differs", 2),
        &["sexes"],
    );
}

#[test]
fn tables() {
    let removed = |name: &'static str| after(move |f| fs::remove_file(f.join(name)).unwrap());
    let named = |from: &'static str, to: &'static str| {
        after(move |f| fs::rename(f.join(from), f.join(to)).unwrap())
    };
    one(&removed("data/population.csv"), "missing-table", 0, &["population.csv"]);
    let severity = one(
        &named("data/mortality_rate.csv", "data/mortalty_rate.csv"),
        "unknown-table",
        0,
        &["«mortality_rate»"],
    );
    assert_eq!(severity, Severity::Warning);
    one(
        &named("data/mortality_rate.csv", "data/mortality_rate.xlsx"),
        "not-a-table",
        0,
        &["CSV UTF-8"],
    );
    let listed = (
        "\"title\": \"Employment\"}",
        "\"title\": \"\"}, {\"name\": \"output\", \"path\": \"output.csv\"}",
    );
    warning("data/datapackage.json", listed, ("absent-table", 0), &["output.csv", "left out"]);
    error(
        "data/datapackage.json",
        ("\"name\": \"data\",", "\"name\": \"data\""),
        ("not-json", 3),
        &["optional"],
    );
    error("model.toml", ("[\"data\"]", "[\"date\"]"), ("missing-folder", 0), &["date"]);
    let sector = "\n[[sector]]\ncode = \"VSIC2018:BCDEF\"\ntitle = { vi = \"Công nghiệp\", en = \"Industry\" }\n";
    let split = sector.replace("BCDEF", "B") + &sector.replace("BCDEF", "CDEF");
    let problems = replaced("model.toml", sector, &split);
    let rules: Vec<_> = problems.iter().map(|p| (p.rule, p.found.as_str())).collect();
    let missing = "sector-without-figures";
    assert_eq!(
        rules[..2],
        [("unknown-code", "VSIC2018:BCDEF"), (missing, "VSIC2018:B")][..rules.len().min(2)]
    );
}

#[test]
fn lists() {
    let file = "data/known_projects.csv";
    error(file, ("VSIC2018:BCDEF", "VSIC2018:BCDE"), ("unknown-code", 2), &["«VSIC2018:BCDEF»"]);
    error(file, (",0.2,", ",20,"), ("out-of-range", 2), &["displacement"]);
    error(file, (",1500,", ",about 1500,"), ("not-a-number", 2), &["jobs"]);
    error(file, ("Port,", ","), ("empty-value", 2), &["name"]);
    error("data/plan_targets.csv", (",Decision 318", ","), ("empty-value", 2), &["source"]);
    error("data/plan_targets.csv", ("VN-01@2008", "Một"), ("unknown-code", 2), &["«VN-01@2008»"]);
}

#[test]
fn model_files() {
    let file = "model.toml";
    error(file, ("name = \"small\"", "name = "), ("not-toml", 1), &["TOML"]);
    error(
        file,
        ("first_year = 2019", "frist_year = 2019"),
        ("missing-key", 6),
        &["frist_year", "first_year"],
    );
    error(file, ("source_line", "source_lin"), ("missing-key", 9), &["source_line"]);
    error(
        file,
        ("damping = 0.9", "dampng = 0.9"),
        ("unknown-key", 29),
        &["demand.dampng", "«damping»"],
    );
    error(file, ("damping = 0.9", "damping = 9"), ("wrong-value", 29), &["a number from 0 to 1"]);
    error(file, ("damping = 0.9", "damping = \"0.9\""), ("wrong-value", 29), &["demand.damping"]);
    error(file, ("\"theta\"", "\"tetha\""), ("unknown-name", 28), &["«theta»"]);
    error(file, ("pandemic_mask", "pandemic_mark"), ("unknown-name", 24), &["«pandemic_mask»"]);
    error(file, ("years = [2020, 2021]", "years = []"), ("wrong-value", 25), &["not empty"]);
    error(file, ("to = 2030", "to = 2022"), ("wrong-value", 8), &["base_year < to"]);
    error(file, ("VN-01@2008", "Một"), ("wrong-value", 3), &["area.code"]);
    error(file, ("VSIC2018:BCDEF", "VSIC2018:ABCDEF"), ("wrong-value", 16), &["overlap"]);
    error(
        file,
        ("to = 2030", "to = 2030\ndefault_scenario = \"base\""),
        ("unknown-scenario", 0),
        &["baseline"],
    );
}

#[test]
fn every_unknown_key_of_a_file_is_named_at_once() {
    let problems = replaced("model.toml", "damping = 0.9", "dampng = 0.9\nfallbak = \"drift\"");
    let found: Vec<_> = problems.iter().map(|p| (p.rule, p.place.row, p.found.as_str())).collect();
    let unknown = |row, key| ("unknown-key", Some(row), key);
    assert_eq!(found, [unknown(29, "dampng"), unknown(30, "fallbak")]);
}

#[test]
fn scenario_files() {
    let file = "scenarios/shock.toml";
    error(
        file,
        ("based_on = \"baseline\"", "based_on = \"baselin\""),
        ("unknown-scenario", 3),
        &["«baseline»"],
    );
    error(
        file,
        ("based_on = \"baseline\"", "based_on = \"shock\""),
        ("scenario-cycle", 3),
        &["shock"],
    );
    error(
        file,
        ("name = \"shock\"", "name = \"shok\""),
        ("wrong-value", 1),
        &["the name of the file: shock"],
    );
    error(file, ("VSIC2018:A\" =", "VSIC2018:B\" ="), ("unknown-name", 6), &["VSIC2018:B"]);
    error(file, ("-30.0", "-130.0"), ("wrong-value", 6), &["-100"]);
    error(file, ("source = \"2020\"\n", ""), ("missing-key", 4), &["source"]);
    error(file, ("remaining", "remainig"), ("unknown-key", 7), &["«remaining»"]);
    let file = "scenarios/baseline.toml";
    error(
        file,
        (
            "share = 0.0\nsource = \"present\"\n[steered",
            "share = 50\nsource = \"present\"\n[steered",
        ),
        ("wrong-value", 8),
        &["from 0 to 1"],
    );
    error(
        file,
        ("[known_projects]\nfactor = 1.0\nsource = \"list\"\n", ""),
        ("missing-assumption", 0),
        &["known_projects"],
    );
    error(file, ("2026 =", "26 ="), ("wrong-value", 5), &["2026"]);
    error(file, ("source = \"plan\"\n", ""), ("missing-key", 3), &["output_growth.source"]);
}

#[test]
fn a_cycle_of_scenarios_is_told_once() {
    let problems = after(|folder| {
        let other = SHOCK.replace("shock\"", "other\"").replace("\"baseline\"", "\"shock\"");
        fs::write(folder.join("scenarios/other.toml"), other).unwrap();
        let shock = SHOCK.replace("based_on = \"baseline\"", "based_on = \"other\"");
        fs::write(folder.join("scenarios/shock.toml"), shock).unwrap();
    });
    one(&problems, "scenario-cycle", 3, &["other → shock"]);
}

#[test]
fn messages_have_both_languages() {
    let problems = replaced("data/employment.csv", ",101000,", ",-101000,");
    let sentence = problems[0].sentence(Language::Vietnamese);
    assert!(sentence.contains("employment.csv, dòng 3, persons: có «-101000»"), "{sentence}");
    assert!(sentence.contains("không thể âm"), "{sentence}");
}
