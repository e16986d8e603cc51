//! A folder of the user's own: copied, changed, cut down, and written from nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use labourcast::load;
use labourcast::load::Loaded;
use labourcast::load::ModelSource;
use labourcast::results::Results;

use crate::runs;

fn new_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_labourcast"))
        .arg("new")
        .arg(folder.path().join("own"))
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    folder
}

fn load_own(folder: &Path) -> Loaded {
    let file = folder.join("own/models/khanh-hoa/model.toml");
    load::load(&ModelSource::File(file)).unwrap()
}

/// The first scenario of the user's copy: what a folder changes, it changes there.
fn run_own(folder: &Path) -> Results {
    runs::results(&runs::first_scenario(load_own(folder)), 100)
}

fn run_shipped() -> Results {
    runs::results(&runs::first_scenario(runs::loaded("khanh-hoa")), 100)
}

#[test]
fn a_fresh_copy_gives_the_shipped_results() {
    let folder = new_folder();
    assert_eq!(load_own(folder.path()).scenarios, runs::loaded("khanh-hoa").scenarios);
    assert_eq!(run_own(folder.path()).tables, run_shipped().tables);
}

#[test]
fn a_changed_figure_changes_the_result() {
    let folder = new_folder();
    let file = folder.path().join("own/datasets/khanh-hoa/labour_force.csv");
    let text = fs::read_to_string(&file).unwrap();
    let changed = text.replace("1000000", "1100000");
    assert_ne!(text, changed);
    fs::write(&file, changed).unwrap();
    let supply = |results: &Results| runs::mean(results, "baseline", "TOTAL", "labour_force");
    let (own, shipped) = (supply(&run_own(folder.path())), supply(&run_shipped()));
    assert!(own > 1.05 * shipped, "{own} {shipped}");
}

#[test]
fn every_optional_table_may_be_missing_and_the_result_says_what_stood_in() {
    let optional = [
        "khanh-hoa/output.csv",
        "khanh-hoa/net_migration_rate.csv",
        "khanh-hoa/location_quotient.csv",
        "khanh-hoa/employment_share.csv",
        "khanh-hoa/trained_share.csv",
        "viet-nam/participation_rate.csv",
        "viet-nam/mortality_rate.csv",
        "viet-nam/unemployment_rate.csv",
    ];
    let whole = run_own(new_folder().path());
    for table in optional {
        let folder = new_folder();
        fs::remove_file(folder.path().join("own/datasets").join(table)).unwrap();
        let results = run_own(folder.path());
        let said = results.fallbacks != whole.fallbacks
            || results.problems != whole.problems
            || results.operations != whole.operations;
        assert!(said, "nothing says that {table} is missing");
        let finite = results.tables.iter().flat_map(|t| &t.rows).all(|row| row.mean.is_finite());
        assert!(finite, "{table} missing gives a figure that is no number");
    }
}

#[test]
fn employment_by_sector_and_a_labour_force_are_enough() {
    let folder = tempfile::tempdir().unwrap();
    write_minimal(folder.path(), "area,year,persons,status\nVN-99,2024,1100,observed\n");
    let loaded =
        load::load(&ModelSource::File(folder.path().join("models/own/model.toml"))).unwrap();
    let results = runs::results(&loaded, 100);
    assert!(results.fallbacks.len() >= 3, "{:?}", results.fallbacks);
    let gap = runs::mean(&results, "baseline", "TOTAL", "gap_after_mobility");
    assert!(gap.is_finite() && gap.abs() < 400.0, "{gap}");
    assert!(
        labourcast::identities::check(&results)
            .iter()
            .all(labourcast::identities::IdentityReport::holds)
    );
}

#[test]
fn a_sector_that_the_data_lack_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    write_minimal(folder.path(), "area,year,persons,status\nVN-99,2024,1100,observed\n");
    let model = folder.path().join("models/own/model.toml");
    let with_sector = fs::read_to_string(&model).unwrap()
        + "[[sector]]\ncode = \"VSIC2018:I\"\ntitle = { vi = \"Lưu trú\", en = \"Hotels\" }\n\
           short = { vi = \"Lưu trú\", en = \"Hotels\" }\n";
    fs::write(&model, with_sector).unwrap();
    let outcome = load::load(&ModelSource::File(model)).and_then(|loaded| {
        labourcast::prepare::prepare(&loaded.model, &loaded.dataset).map(|_| ())
    });
    let message = match outcome {
        Err(labourcast::error::Error::Invalid { problems }) => problems
            .iter()
            .map(|problem| problem.sentence(labourcast::language::Language::English))
            .collect::<String>(),
        Err(other) => other.to_string(),
        Ok(()) => String::new(),
    };
    assert!(message.contains("VSIC2018:I"), "{message}");
}

/// A model with two sectors, fourteen years of employment and one table more.
fn write_minimal(folder: &Path, labour_force: &str) {
    let model = folder.join("models/own");
    let data = folder.join("datasets/own");
    fs::create_dir_all(model.join("scenarios")).unwrap();
    fs::create_dir_all(&data).unwrap();
    fs::write(
        model.join("model.toml"),
        "name = \"own\"\ntitle = { vi = \"Của tôi\", en = \"My own\" }\n\
         area = { code = \"VN-99\", vi = \"Tỉnh X\", en = \"Province X\" }\n\
         datasets = [\"../../datasets/own\"]\nfirst_year = 2011\nto = 2030\n\
         default_scenario = \"baseline\"\nsource_line = { vi = \"Ví dụ\", en = \"Example\" }\n\
         [[sector]]\ncode = \"VSIC2018:A\"\ntitle = { vi = \"Nông nghiệp\", en = \"Agriculture\" }\n\
         short = { vi = \"Nông nghiệp\", en = \"Agriculture\" }\n\
         [[sector]]\ncode = \"VSIC2018:C\"\ntitle = { vi = \"Chế biến\", en = \"Manufacturing\" }\n\
         short = { vi = \"Chế biến\", en = \"Manufacturing\" }\n",
    )
    .unwrap();
    let assumption = |name: &str, value: &str| format!("[{name}]\n{value}\nsource = \"example\"\n");
    let scenario = [
        "name = \"baseline\"\ntitle = { vi = \"Cơ sở\", en = \"Baseline\" }\n".to_owned(),
        assumption("output_growth", "percent = 6.0"),
        assumption("retained_out_migration", "share = 0.0"),
        assumption("steered_entrants", "share = 0.0"),
        assumption("mobility_lever", "factor = 1.0"),
        assumption("frictional_unemployment", "percent = 2.0"),
        assumption("participation_change", "points = 0.0"),
        assumption("known_projects", "factor = 1.0"),
    ]
    .concat();
    fs::write(model.join("scenarios/baseline.toml"), scenario).unwrap();
    let mut employment = String::from("area,sector,year,persons,status\n");
    for (offset, year) in (2011..=2024).enumerate() {
        let (farms, factories) = (600 - 5 * offset, 400 + 8 * offset);
        writeln!(employment, "VN-99,VSIC2018:A,{year},{farms},observed").unwrap();
        writeln!(employment, "VN-99,VSIC2018:C,{year},{factories},observed").unwrap();
    }
    fs::write(data.join("employment.csv"), employment).unwrap();
    fs::write(data.join("labour_force.csv"), labour_force).unwrap();
}
