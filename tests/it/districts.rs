//! A planner's districts: short series, a hole, old communes grouped, and what is said of mistakes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use labourcast::error::Error;
use labourcast::identities;
use labourcast::language::Language;
use labourcast::load::ModelSource;
use labourcast::load::areas_folder::{self, LoadedAreas};
use labourcast::options::RunOptions;
use labourcast::results::{HISTORY, Results, TableName};
use labourcast::status::Status;
use labourcast::units::Year;

use crate::runs;

const MODEL: &str = r#"
kind = "areas"
name = "districts"
title = { vi = "Ba huyện", en = "Three districts" }
datasets = ["data", "DATASETS/viet-nam"]
standard = "VN"
whole = "khanh-hoa"
first_year = 2018
base_year = 2024
to = 2030
compare = ["KH-1", "KH-2"]
source_line = { vi = "Thử nghiệm.", en = "A test." }

[[grouping]]
from = "OLD-7"
into = "KH-3"
source = "a decree"

[[grouping]]
from = "OLD-8"
into = "KH-3"
percent = 50
source = "a decree"

[[area]]
code = "VN-56@2025"
title = { vi = "Khánh Hòa", en = "Khánh Hòa" }

[[area]]
code = "KH-1"
parent = "VN-56@2025"
title = { vi = "Huyện một", en = "District one" }

[[area]]
code = "KH-2"
parent = "VN-56@2025"
title = { vi = "Huyện hai", en = "District two" }

[[area]]
code = "KH-3"
parent = "VN-56@2025"
title = { vi = "Huyện ba", en = "District three" }
"#;

/// Areas with their persons in 2024; the last two are old communes that make up the third district.
const AREAS: [(&str, f64); 4] =
    [("KH-1", 400_000.0), ("KH-2", 120_000.0), ("OLD-7", 30_000.0), ("OLD-8", 40_000.0)];

fn write(folder: &Path, model: &str) {
    let datasets = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets");
    fs::write(folder.join("model.toml"), model.replace("DATASETS", datasets)).unwrap();
    let data = folder.join("data");
    fs::create_dir_all(&data).unwrap();
    let mut tables = ["labour_force", "employment", "population"]
        .map(|_| String::from("area,year,persons,status\n"));
    for (area, persons) in AREAS {
        let first = if area == "KH-1" { 2018 } else { 2020 };
        for year in first..=2024 {
            if (area, year) == ("KH-2", 2022) {
                continue;
            }
            let size = persons * (1.0 + 0.01 * f64::from(year - 2024));
            for (table, share) in tables.iter_mut().zip([0.52, 0.505, 1.0]) {
                writeln!(table, "{area},{year},{:.0},observed", size * share).unwrap();
            }
        }
    }
    for (name, text) in ["labour_force", "employment", "population"].iter().zip(&tables) {
        fs::write(data.join(format!("{name}.csv")), text).unwrap();
    }
}

fn source(folder: &Path) -> ModelSource {
    ModelSource::File(folder.join("model.toml"))
}

fn loaded() -> LoadedAreas {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), MODEL);
    areas_folder::load(&source(folder.path())).unwrap().unwrap()
}

fn results(loaded: &LoadedAreas, names: &[&str]) -> Results {
    runs::areas(loaded, names, RunOptions { to: Year(2030), draws: 24, seed: 3 })
}

fn refusal(model: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), model);
    match areas_folder::load(&source(folder.path())).unwrap_err() {
        Error::Invalid { problems } => {
            let sentences = problems.iter().map(|problem| problem.sentence(Language::English));
            sentences.collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    }
}

#[test]
fn districts_with_short_series_and_a_hole_run_under_the_scenarios_of_their_province() {
    let loaded = loaded();
    let results = results(&loaded, &["baseline", "retention"]);
    let reports = identities::check(&results);
    assert!(reports.iter().all(identities::IdentityReport::holds), "{reports:?}");
    assert_eq!((results.sectors.len(), results.scenarios.len()), (14, 2));
    let of = |scenario: &str, area: &str, measure: &str| {
        let rows = results.tables.iter().flat_map(|table| &table.rows);
        let mut rows = rows.filter(|row| row.sector == "TOTAL" && row.year == Some(Year(2030)));
        let is_it = |row: &&labourcast::results::ResultRow| {
            (row.scenario.as_str(), row.area.as_str(), row.measure.as_str())
                == (scenario, area, measure)
        };
        rows.find(is_it).unwrap().clone()
    };
    // Those who stay instead of leaving are workers in every district.
    for area in ["KH-1", "KH-2", "KH-3"] {
        let more = of("retention", area, "labour_force").mean;
        assert!(more > of("baseline", area, "labour_force").mean, "{area}");
    }
    let demand = of("baseline", "KH-2", "demand");
    assert!(demand.reliability.is_some() && demand.status == Status::Estimated);
    let said = results.fallbacks.iter().map(|fallback| fallback.missing.en.clone());
    let said = said.collect::<Vec<_>>().join("\n");
    assert!(said.contains("3 of 3 areas") && said.contains("by age of KH-1, KH-2, KH-3"), "{said}");
}

#[test]
fn old_communes_are_grouped_into_the_district_by_their_shares() {
    let results = results(&loaded(), &["baseline"]);
    let rows = &results.table(TableName::Supply).rows;
    let of_third = |year: i32| {
        let mut rows = rows.iter().filter(|row| row.scenario == HISTORY && row.area == "KH-3");
        rows.find(|row| row.measure == "labour_force" && row.year == Some(Year(year)))
            .map(|r| r.mean)
    };
    assert_eq!(of_third(2024), Some(0.52 * (30_000.0 + 20_000.0)));
    // A half of an old commune was not counted: it is assumed to be like the other half.
    let status = |area: &str, measure: &str| {
        let tables = [TableName::Supply, TableName::Demand].map(|name| &results.table(name).rows);
        let mut rows = tables.into_iter().flatten().filter(|row| row.area == area);
        let is_it = |row: &&labourcast::results::ResultRow| {
            row.measure == measure && row.year == Some(Year(2024)) && row.sector == "TOTAL"
        };
        rows.find(is_it).unwrap().status
    };
    for measure in ["labour_force", "employment"] {
        assert_eq!(status("KH-1", measure), Status::Observed);
        assert_eq!(status("KH-3", measure), Status::Estimated);
        assert_eq!(status("VN-56@2025", measure), Status::Estimated);
    }
    assert_eq!(of_third(2019), None);
}

#[test]
fn a_parent_that_is_missing_is_named_with_the_one_meant() {
    let said = refusal(&MODEL.replacen("parent = \"VN-56@2025\"", "parent = \"VN-56@2008\"", 1));
    assert!(said.contains("VN-56@2008") && said.contains("VN-56@2025"), "{said}");
}

#[test]
fn a_code_that_stands_twice_is_shown_where_it_stands() {
    let said = refusal(&MODEL.replace("code = \"KH-2\"", "code = \"KH-1\""));
    assert!(said.contains("KH-1") && said.contains("stands above already"), "{said}");
}

#[test]
fn a_district_without_population_is_named() {
    let model = MODEL.replace("[[area]]\ncode = \"KH-2\"", "[[area]]\ncode = \"KH-9\"");
    let said = refusal(&model.replace("\"KH-2\"", "\"KH-9\""));
    assert!(said.contains("KH-9") && said.contains("population"), "{said}");
}

#[test]
fn a_grouping_into_no_area_of_the_model_is_refused() {
    let said = refusal(&MODEL.replace("into = \"KH-3\"", "into = \"KH-33\""));
    assert!(said.contains("KH-33") && said.contains("[[area]]"), "{said}");
}
