//! The verb `order` as a planner meets it: what it says, and what it says when no order is possible.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::command::{code, err, json, labourcast, out};

/// Few draws, so that a test is quick.
const QUICK: [&str; 2] = ["--draws", "40"];
const MODEL: &str = "own/models/khanh-hoa/model.toml";
const TABLES: &str = "own/datasets/khanh-hoa-sample";

fn order(folder: &Path, words: &[&str]) -> Output {
    labourcast(folder, &[&["order"], words, &QUICK].concat())
}

/// A folder with a model of one's own.
fn own() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&labourcast(folder.path(), &["new", "own"])), 0);
    folder
}

/// Changes a file of the folder by `change`, which must change something.
fn rewrite(folder: &Path, file: &str, change: impl Fn(&str) -> String) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed, "{file}");
    fs::write(path, changed).unwrap();
}

/// `table` with `value` in `column` of the rows that begin with `key`.
fn with(table: &str, key: &str, (column, value): (&str, &str)) -> String {
    let header: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let at = header.iter().position(|name| *name == column).unwrap();
    let line = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if line.starts_with(key) {
            cells[at] = value;
        }
        cells.join(",")
    };
    table.lines().map(|text| line(text) + "\n").collect()
}

fn programmes(document: &Value) -> &Vec<Value> {
    document["orders"][0]["programmes"].as_array().unwrap()
}

#[test]
fn the_text_tells_three_answers_limits_reach_and_what_depends_on_costs_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    for (language, parts) in [
        (
            "en",
            [
                "Present intake",
                "Back-out",
                "Optimal",
                "is worth",
                "is at work from",
                "Money to pay",
                "How the optimal order depends on",
                "those in training who will come to work",
            ],
        ),
        (
            "vi",
            [
                "Giữ",
                "Tính ngược",
                "Tối ưu",
                "đáng giá",
                "đi làm từ năm",
                "Tiền chi",
                "Đơn tối ưu phụ thuộc thế nào",
                "người đang học sẽ ra trường",
            ],
        ),
    ] {
        let output = order(folder.path(), &["khanh-hoa", "--lang", language]);
        assert_eq!(code(&output), 0, "{}", err(&output));
        let text = out(&output);
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
        assert!(fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing is written");
    }
}

#[test]
fn the_document_holds_what_the_text_tells_and_no_rule_is_cheaper_than_the_optimal_order() {
    let folder = tempfile::tempdir().unwrap();
    let output = order(folder.path(), &["khanh-hoa", "--json", "--quiet"]);
    let document = json(&output);
    let one = &document["orders"][0];
    let total = |answer: &str| one["costs_million_vnd"][answer]["total"].as_f64().unwrap();
    for rule in ["present", "back_out"] {
        assert!(total("optimal") <= total(rule) * (1.0 + 1e-9), "{rule}");
    }
    assert!(one["accuracy"].as_f64().unwrap().abs() < 1e-5);
    let factors = one["sensitivity"].as_array().unwrap();
    let short = |at: usize| factors[at]["short_at_horizon"].as_f64().unwrap();
    assert_eq!(factors.len(), 4);
    // The dearer a shortage, the fewer are left.
    assert!(short(0) > short(3), "{factors:?}");
    assert!(
        one["worth_of_limits"]
            .as_array()
            .unwrap()
            .iter()
            .all(|price| { price["worth_million_vnd"].as_f64().unwrap() > 0.0 })
    );
    for programme in programmes(&document) {
        for year in programme["years"].as_array().unwrap() {
            let of = |key: &str| year[key].as_f64().unwrap();
            assert!(of("low") <= of("optimal") && of("optimal") <= of("high"), "{programme}");
            assert!(of("optimal") >= programme["floor"].as_f64().unwrap() - 1e-6, "{programme}");
        }
    }
}

#[test]
fn the_tables_hold_the_orders() {
    let folder = tempfile::tempdir().unwrap();
    let output = order(folder.path(), &["khanh-hoa", "--out", "made"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let table = fs::read_to_string(folder.path().join("made/orders.csv")).unwrap();
    for measure in ["places", "money_to_pay", "workers_enrolled", "worth_of_one_more"] {
        assert!(table.contains(&format!(",{measure},")), "{measure}");
    }
    for method in [",present,", ",back_out,", ",optimal,", ",low,", ",high,"] {
        assert!(table.contains(method), "{method}");
    }
    for limit in [",budget,", ",growth,", "capacity: Trường cao đẳng kỹ thuật (mẫu)"] {
        assert!(table.contains(limit), "{limit}");
    }
    assert!(folder.path().join("made/charts").is_dir());
    let summary = fs::read_to_string(folder.path().join("made/summary.md")).unwrap();
    for part in [
        "## By occupation and qualification, 2030",
        "| Intermediate: engineering |",
        "## Training orders",
        "**Illustration**",
        "### Limits most worth widening",
        "- Budget (20",
        "- Yearly growth «Intermediate: business» (2026): one place more",
    ] {
        assert!(summary.contains(part), "{part}: {summary}");
    }
}

#[test]
fn limits_that_collide_are_named_with_place_year_and_remedy() {
    let folder = own();
    let table = format!("{TABLES}/programme.csv");
    rewrite(folder.path(), &table, |text| with(text, "college:health", ("floor_places", "2000")));
    rewrite(folder.path(), MODEL, |text| text.replace("change_limit = 0.2", "change_limit = 9"));
    let output = order(folder.path(), &[MODEL]);
    assert_eq!((code(&output), out(&output)), (4, String::new()));
    let said = err(&output);
    for part in [
        "the capacity of “Trường cao đẳng y (mẫu)” (2026)",
        "the floor for public services of “College: health” (2026)",
        "widen the capacity of “Trường cao đẳng y (mẫu)” by 100.0 places",
        "or lower the floor",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // The rest of a run does not need the orders; it says why there are none.
    let run =
        labourcast(folder.path(), &[&["run", MODEL, "--outputs", "tables"], &QUICK[..]].concat());
    assert_eq!(code(&run), 0, "{}", err(&run));
    let file = folder.path().join("results/khanh-hoa/manifest.json");
    let notes = fs::read_to_string(file).unwrap();
    assert!(notes.contains("the capacity of “Trường cao đẳng y (mẫu)” (2026)"), "{notes}");
    let said = err(&order(folder.path(), &[MODEL, "--lang", "vi"]));
    for part in ["năng lực của «Trường cao đẳng y (mẫu)» (2026)", "hãy chọn một cách: nới"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_budget_of_nothing_orders_nothing_or_says_what_it_collides_with() {
    let folder = own();
    let limits = format!("{TABLES}/order_limit.csv");
    rewrite(folder.path(), &limits, |text| with(text, "20", ("budget_million_vnd", "0")));
    let output = order(folder.path(), &[MODEL]);
    assert_eq!(code(&output), 4);
    for part in ["the budget (", "the floor for public services of"] {
        assert!(err(&output).contains(part), "{}", err(&output));
    }
    // Without floors, and with intake free to fall, nothing is an order.
    rewrite(folder.path(), MODEL, |text| text.replace("change_limit = 0.2", "change_limit = 1"));
    let table = format!("{TABLES}/programme.csv");
    for key in ["college:", "university:"] {
        rewrite(folder.path(), &table, |text| with(text, key, ("floor_places", "")));
    }
    let document = json(&order(folder.path(), &[MODEL, "--json"]));
    let places = programmes(&document).iter().flat_map(|p| p["years"].as_array().unwrap());
    let most = places.map(|year| year["optimal"].as_f64().unwrap()).fold(0.0, f64::max);
    // The solver leaves less than a thousandth of a place.
    assert!(most < 1e-3, "{most}");
}

#[test]
fn what_cannot_be_is_refused_with_file_row_and_column() {
    for (file, (key, column, value), said) in [
        ("workshop_places", ("Trường cao đẳng y", "places", "-1900"), "a value from 0"),
        ("programme", ("college:health", "floor_places", "-1"), "a value from 0"),
        ("programme", ("college:health", "continues_to", "college:health"), "another programme"),
        ("programme", ("college:health", "continues_to", "colege:health"), "«college:health»"),
        ("programme", ("college:health", "shortage_cost_million_vnd", "dear"), "number"),
    ] {
        let folder = own();
        let table = format!("{TABLES}/{file}.csv");
        rewrite(folder.path(), &table, |text| with(text, key, (column, value)));
        let output = order(folder.path(), &[MODEL]);
        assert_eq!(code(&output), 3, "{value}: {}", err(&output));
        for part in [&format!("{file}.csv"), column, said] {
            assert!(err(&output).contains(part), "{part}: {}", err(&output));
        }
    }
}

#[test]
fn a_record_shorter_than_the_course_names_the_years_that_are_missing() {
    let folder = own();
    let table = format!("{TABLES}/enrolment.csv");
    rewrite(folder.path(), &table, |text| {
        let early = |line: &&str| {
            !(line.starts_with("university:health,") && line.split(',').nth(1) < Some("2023"))
        };
        text.lines().filter(early).collect::<Vec<_>>().join("\n") + "\n"
    });
    let output = order(folder.path(), &[MODEL]);
    assert_eq!(code(&output), 4, "{}", out(&output));
    for part in ["University: health: the programme takes 6 years", "2020, 2021, 2022"] {
        assert!(err(&output).contains(part), "{}", err(&output));
    }
}

#[test]
fn a_horizon_shorter_than_any_course_says_that_no_intake_is_in_time() {
    let folder = own();
    let document = json(&order(folder.path(), &[MODEL, "--to", "2026", "--json"]));
    let reaches = document["orders"][0]["reach"].as_array().unwrap();
    assert!(!reaches.is_empty() && reaches.iter().all(|reach| reach["last_order"].is_null()));
    let text = out(&order(folder.path(), &[MODEL, "--to", "2026"]));
    assert!(text.contains("no new intake is in time"), "{text}");
    rewrite(folder.path(), MODEL, |text| text.replace("first_year = 2026", "first_year = 2031"));
    let output = order(folder.path(), &[MODEL]);
    assert_eq!(code(&output), 4);
    assert!(err(&output).contains("raise --to or lower order.first_year"), "{}", err(&output));
}

#[test]
fn a_scenario_or_a_table_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let output = order(folder.path(), &["khanh-hoa", "--scenario", "plan-grwth"]);
    assert_eq!((code(&output), out(&output)), (2, String::new()));
    assert!(err(&output).contains("«plan-growth»"), "{}", err(&output));
    let output = order(folder.path(), &["viet-nam"]);
    assert_eq!(code(&output), 4);
    for part in ["[[qualification]]", "programme.csv", "enrolment.csv"] {
        assert!(err(&output).contains(part), "{}", err(&output));
    }
    // No scenario named: the model's own.
    let document = json(&order(folder.path(), &["khanh-hoa", "--json"]));
    assert_eq!(document["orders"][0]["scenario"], "baseline");
}

#[test]
fn costs_of_a_programme_and_where_graduates_work_move_the_order() {
    let folder = own();
    let places = |folder: &Path| -> Vec<f64> {
        let document = json(&order(folder, &[MODEL, "--json"]));
        let sum = |programme: &Value| {
            let years = programme["years"].as_array().unwrap();
            years.iter().map(|year| year["optimal"].as_f64().unwrap()).sum()
        };
        programmes(&document).iter().map(sum).collect()
    };
    let before = places(folder.path());
    let table = format!("{TABLES}/programme.csv");
    rewrite(folder.path(), &table, |text| {
        with(text, "college:tourism", ("shortage_cost_million_vnd", "1"))
    });
    let cheap = places(folder.path());
    let changed: Vec<usize> = (0..before.len()).filter(|p| cheap[*p] < before[*p] - 1.0).collect();
    assert!(!changed.is_empty(), "{before:?} {cheap:?}");
    for mobility in ["own_field", "by_occupation"] {
        rewrite(folder.path(), MODEL, |text| {
            let line = text.lines().find(|line| line.starts_with("mobility =")).unwrap();
            text.replace(line, &format!("mobility = \"{mobility}\""))
        });
        assert_ne!(places(folder.path()), cheap, "{mobility}");
    }
    // Who answers to tightness does so in the order as in the balance.
    let held = places(folder.path());
    rewrite(folder.path(), MODEL, |text| text.replace("flexibility = 0.0", "flexibility = 0.8"));
    assert_ne!(places(folder.path()), held);
    rewrite(folder.path(), MODEL, |text| text.replace("by_occupation", "by_ocupation"));
    let output = order(folder.path(), &[MODEL]);
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert!(err(&output).contains("by_occupation"), "{}", err(&output));
}

#[test]
fn those_who_study_on_take_no_place_of_school_leavers() {
    let folder = own();
    rewrite(folder.path(), &format!("{TABLES}/order_limit.csv"), |text| {
        text.replace(",23000,", ",14000,")
    });
    // Elementary courses are for adults.
    let from_school = |folder: &Path| -> f64 {
        let document = json(&order(folder, &[MODEL, "--json"]));
        let of_school = programmes(&document)
            .iter()
            .filter(|p| !p["qualification"].as_str().unwrap().starts_with("elementary"));
        of_school.map(|p| p["years"][0]["optimal"].as_f64().unwrap()).sum()
    };
    let shipped = from_school(folder.path());
    rewrite(folder.path(), &format!("{TABLES}/programme.csv"), |text| {
        with(text, "intermediate:engineering", ("continues_to", ""))
    });
    let fewer = from_school(folder.path());
    // 1,717 begin a year, 82 % finish, and 18 % of these study on.
    let studying_on = 1_717.0 * 0.82 * 0.18;
    assert!((shipped - fewer - studying_on).abs() < 0.5, "{shipped} {fewer}");
    assert!(fewer > 14_000.0 + studying_on, "{fewer}");
}
