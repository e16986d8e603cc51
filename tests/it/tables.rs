//! Tables checked without files: this small valid table and one change give this one message.

use labourcast::dataset::Dataset;
use labourcast::dataset::Measure;
use labourcast::dataset::RawRow;
use labourcast::dataset::RawTable;
use labourcast::error::Severity;
use labourcast::language::Language;
use labourcast::validate::completeness;
use labourcast::validate::validate;
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::small_tables::{
    AREA, FARMS, NAMES, alone, append, append_column, axis, cell, model, one, rename, replace,
    says, set, table, told, told_once,
};

#[test]
fn small_valid_tables_together_have_no_problem() {
    let tables: Vec<RawTable> = NAMES.into_iter().map(table).collect();
    for axis in [Some(&axis()), None] {
        let (dataset, problems) = validate(&tables, axis);
        assert!(problems.is_empty(), "{:#?}", told(&problems));
        assert_eq!((dataset.table(Measure::Employment).len(), dataset.projects.len()), (21, 1));
        assert!(completeness::check(&dataset, &model(), &[].into()).is_empty());
    }
}

#[test]
fn a_misspelt_code_is_told_with_the_nearest() {
    let farms = cell("employment", (9, "sector", "VSIC208:A"), "unknown-code");
    says(&farms, &["Did you mean «VSIC2018:A»?"]);
    says(&cell("employment", (9, "sector", "Farmin"), "unknown-code"), &["«VSIC2018:A»"]);
    says(&cell("employment", (9, "area", "VN-65@2025"), "unknown-code"), &["«VN-56@2025»"]);
    says(&cell("employment", (9, "area", "khanh hoà"), "unknown-code"), &["«VN-56@2025»"]);
    says(&cell("population", (3, "sex", "femal"), "unknown-code"), &["«female»"]);
    says(&cell("population", (3, "age", "15–64"), "unknown-code"), &["«15-64»"]);
    says(&cell("known_projects", (2, "sector", "VSIC208:A"), "unknown-code"), &["«VSIC2018:A»"]);
    says(&cell("plan_targets", (2, "area", "vn-56@2025"), "unknown-code"), &["«VN-56@2025»"]);
}

#[test]
fn an_unknown_status_is_told_with_the_nearest() {
    let sentence = cell("employment", (5, "status", "obsrved"), "unknown-code");
    says(&sentence, &["Did you mean «observed»?"]);
    let sentence = cell("known_projects", (2, "status", "asumed"), "unknown-code");
    says(&sentence, &["«assumed»"]);
}

#[test]
fn a_code_misspelt_in_every_row_is_one_message() {
    let change = |t: &mut RawTable| replace(t, FARMS, "VSIC2018-A");
    let sentence = one("employment", change, ("unknown-code", 3, "sector", "VSIC2018-A"));
    says(&sentence, &["«VSIC2018:A»", "7 rows"]);
}

#[test]
fn without_a_model_a_rare_code_is_one_remark_and_no_gap() {
    let area = |t: &mut RawTable| set(t, 12, "area", "VN-65@2025");
    let sentence = alone("employment", area, ("rare-code", 12, "area", "VN-65@2025"));
    says(&sentence, &["«VN-56@2025»"]);
    let sector = |t: &mut RawTable| set(t, 12, "sector", "VSIC2018:B");
    alone("employment", sector, ("rare-code", 12, "sector", "VSIC2018:B"));
    let part = |t: &mut RawTable| set(t, 10, "area", "VN-65@2025");
    alone("population", part, ("rare-code", 10, "area", "VN-65@2025"));
}

#[test]
fn an_area_unlike_any_of_the_model_is_one_remark_and_no_gap() {
    cell("employment", (12, "area", "US"), "area-not-in-model");
    let change = |t: &mut RawTable| replace(t, AREA, "VN-79@2025");
    one("output", change, ("area-not-in-model", 2, "area", "VN-79@2025"));
}

#[test]
fn sectors_beside_the_model_are_one_remark() {
    let row = |code: &str, i: i32| format!("{AREA};{code};{};9000;observed", 2010 + i);
    for (code, rule, found) in [
        ("VSIC2018:CD", "sector-not-on-axis", "VSIC2018:CD"),
        ("VSIC2025:A", "classification-version", "VSIC2025"),
    ] {
        let change = |t: &mut RawTable| (0..7).for_each(|i| append(t, &row(code, i)));
        one("employment", change, (rule, 23, "sector", found));
    }
    cell("employment", (12, "sector", "VSIC2025:A"), "classification-version");
}

#[test]
fn a_repeated_key_is_told_with_the_row_before() {
    let change = |t: &mut RawTable| append(t, &format!("{AREA};{FARMS};2012;1;observed"));
    let found = "VN-56@2025, VSIC2018:A, 2012";
    let sentence = one("employment", change, ("duplicate-key", 23, "persons", found));
    says(&sentence, &["row 9", "198000"]);
}

#[test]
fn missing_years_are_one_message_for_all_their_series() {
    let one_row = |t: &mut RawTable| drop(t.rows.remove(10));
    let found = "VN-56@2025, VSIC2018:A";
    says(&one("employment", one_row, ("gap-years", 15, "persons", found)), &["figures of 2013"]);
    let two_years = |t: &mut RawTable| drop(t.rows.drain(9..15));
    let sentence = one("employment", two_years, ("gap-years", 17, "persons", AREA));
    says(&sentence, &["2013, 2014", "3 series"]);
}

#[test]
fn a_unit_wrong_by_a_thousand_is_one_message_as_written() {
    let sentence = cell("employment", (12, "persons", "197"), "factor-1000");
    says(&sentence, &["multiply by 1000"]);
    let sentence = cell("labour_force", (5, "thousand_persons", "613500"), "factor-1000");
    says(&sentence, &["divide by 1000", "about 614.5 thousand_persons"]);
}

#[test]
fn a_unit_wrong_by_a_thousand_in_a_series_of_three_is_one_message() {
    for (row, text) in [(2, "50000000"), (3, "53000000"), (4, "56000000"), (3, "53")] {
        let change = |t: &mut RawTable| {
            t.rows.truncate(3);
            set(t, row, "billion_vnd", text);
        };
        one("output", change, ("factor-1000", row, "billion_vnd", text));
    }
}

#[test]
fn a_whole_series_in_another_unit_is_one_message() {
    let change = |t: &mut RawTable| {
        for i in 0..7 {
            set(t, 3 + 3 * i, "persons", &(200 - i).to_string());
        }
    };
    let found = "VN-56@2025, VSIC2018:A";
    says(&one("employment", change, ("factor-1000", 3, "persons", found)), &["whole series"]);
}

#[test]
fn a_total_unlike_the_sum_of_its_parts_is_one_message() {
    let total = |t: &mut RawTable| set(t, 8, "persons", "600000");
    let sentence =
        one("employment", total, ("total-differs", 8, "persons", "600000 (VN-56@2025, 2012)"));
    says(&sentence, &["the sum over the sectors: 508000"]);
    for (row, found_row, found) in [
        (3, 11, "570000 (VN-56@2025, 15-64, 2015)"),
        (5, 13, "836000 (VN-56@2025, 2015)"),
        (11, 11, "400000 (VN-56@2025, 15-64, 2015)"),
        (13, 13, "400000 (VN-56@2025, 2015)"),
    ] {
        let change = |t: &mut RawTable| set(t, row, "persons", "400000");
        one("population", change, ("total-differs", found_row, "persons", found));
    }
}

#[test]
fn shares_that_do_not_sum_are_one_message() {
    let change = |t: &mut RawTable| set(t, 4, "share", "0.5");
    one("employment_share", change, ("shares-do-not-sum", 4, "share", "1.11"));
    let change = |t: &mut RawTable| set(t, 4, "percent", "40");
    one("fertility_pattern", change, ("shares-do-not-sum", 2, "percent", "1.1"));
}

#[test]
fn a_wrong_header_over_shares_is_one_message() {
    let percent = |t: &mut RawTable| rename(t, "share", "percent");
    one("participation_rate", percent, ("percent-or-share", 2, "percent", "0.70"));
    one("employment_share", percent, ("wrong-unit", 2, "percent", "1"));
    let share = |t: &mut RawTable| rename(t, "percent", "share");
    one("fertility_pattern", share, ("wrong-unit", 2, "share", "4"));
}

#[test]
fn a_figure_out_of_range_is_one_message_as_written() {
    says(&cell("participation_rate", (6, "share", "1.40"), "out-of-range"), &["from 0 to 1"]);
    cell("labour_force", (4, "cv", "2.5"), "out-of-range");
    cell("known_projects", (2, "displacement", "20"), "out-of-range");
    cell("participation_rate", (6, "share", "-0.10"), "negative-value");
    let sentence = cell("employment", (6, "persons", "-199000.0"), "negative-value");
    says(&sentence, &["cannot be negative"]);
}

#[test]
fn a_number_that_is_text_is_one_message() {
    let sentence = cell("labour_force", (4, "thousand_persons", "1.012,5"), "number-is-text");
    says(&sentence, &["1012.5"]);
    for text in ["198000 người", "'198000", "n/a", "12%"] {
        cell("employment", (9, "persons", text), "not-a-number");
    }
    cell("employment", (9, "persons", "NaN"), "not-finite");
    cell("labour_force", (4, "cv", "1e999"), "not-finite");
}

#[test]
fn a_number_with_two_readings_is_asked_about_once() {
    let sentence = cell("employment", (9, "persons", "198,000"), "ambiguous-number");
    says(&sentence, &["198000 or 198"]);
    cell("labour_force", (4, "thousand_persons", "1,012.5"), "grouped-number");
    let change = |t: &mut RawTable| replace(t, "0.02", "0,02");
    one("labour_force", change, ("decimal-comma", 0, "cv", "0,02"));
}

#[test]
fn an_empty_value_is_one_message() {
    for column in ["area", "sector", "year", "persons", "status"] {
        cell("employment", (9, column, ""), "empty-value");
    }
    cell("population", (3, "sex", ""), "empty-value");
    cell("known_projects", (2, "name", ""), "empty-value");
}

#[test]
fn a_year_that_is_none_is_one_message() {
    cell("employment", (9, "year", "năm 2012"), "not-a-year");
    cell("employment", (9, "year", "20122"), "implausible-year");
    cell("plan_targets", (2, "year", "1030"), "implausible-year");
}

#[test]
fn a_missing_column_is_told_with_the_nearest_header() {
    let change = |t: &mut RawTable| rename(t, "status", "statut");
    let sentence = one("employment", change, ("missing-column", 1, "statut", "statut"));
    says(&sentence, &["Rename the column «statut» to «status»."]);
    let change = |t: &mut RawTable| rename(t, "year", "#x");
    one("output", change, ("missing-column", 1, "", "area, #x, billion_vnd, status"));
    let change = |t: &mut RawTable| rename(t, "persons", "person");
    says(&one("employment", change, ("missing-unit", 1, "person", "person")), &["persons"]);
}

#[test]
fn a_misspelt_column_of_the_key_is_one_message_and_no_repeated_keys() {
    for (name, column, header) in [
        ("employment", "sector", "sectr"),
        ("population", "sex", "sexe"),
        ("population", "age", "aeg"),
    ] {
        let change = |t: &mut RawTable| rename(t, column, header);
        let sentence = one(name, change, ("missing-column", 1, header, header));
        says(&sentence, &[&format!("to «{column}»")]);
    }
}

#[test]
fn a_column_too_many_is_one_message() {
    let change = |t: &mut RawTable| append_column(t, "sourse", "yearbook");
    let sentence = one("employment", change, ("unknown-column", 1, "sourse", "sourse"));
    says(&sentence, &["Did you mean «source»?"]);
    let change = |t: &mut RawTable| append_column(t, "date", "2020-01-01");
    one("output", change, ("unknown-column", 1, "date", "date"));
    let change = |t: &mut RawTable| append_column(t, "year", "2010");
    one("employment", change, ("repeated-column", 1, "year", "year"));
    let change = |t: &mut RawTable| append_column(t, "thousand_persons", "1");
    let found = "persons, thousand_persons";
    one("employment", change, ("several-units", 1, "thousand_persons", found));
}

#[test]
fn a_row_with_a_cell_missing_is_one_message() {
    let change = |t: &mut RawTable| drop(t.rows[4].cells.pop());
    let found = "VN-56@2025 | VSIC2018:A | 2011 | 199000";
    says(&one("employment", change, ("ragged-row", 6, "", found)), &["5 cells"]);
}

#[test]
fn a_misspelt_table_is_told_with_the_nearest_name() {
    let change = |t: &mut RawTable| "employmnt".clone_into(&mut t.name);
    let sentence = one("employment", change, ("unknown-table", 0, "", "employmnt"));
    says(&sentence, &["Did you mean «employment»?"]);
}

#[test]
fn what_a_model_lacks_is_one_message() {
    let lacking = |names: &[&str], change: fn(&mut RawTable)| {
        let mut tables: Vec<RawTable> = names.iter().map(|name| table(name)).collect();
        tables.iter_mut().for_each(change);
        let (dataset, _): (Dataset, _) = validate(&tables, Some(&axis()));
        completeness::check(&dataset, &model(), &[].into())
    };
    let problems = lacking(&["employment"], |_| ());
    told_once(&problems, ("missing-table", 0, "", ""));
    let problems = lacking(&["labour_force"], |_| ());
    assert_eq!(problems[0].place.file, "employment.csv");
    told_once(&problems, ("missing-table", 0, "", ""));
    let problems = lacking(&["employment", "population"], |t| {
        t.rows.retain(|row| row.cells[1] != FARMS);
    });
    told_once(&problems, ("sector-without-figures", 0, "sector", FARMS));
    assert_eq!(problems[0].severity, Severity::Error);
}

#[test]
fn more_workers_than_people_are_one_message() {
    let with = |labour_force: &str| {
        let mut tables = ["employment", "labour_force", "population"].map(table);
        set(&mut tables[1], 7, "thousand_persons", labour_force);
        validate(&tables, Some(&axis())).1
    };
    let found = "VN-56@2025, 2015: 900000";
    let sentence = told_once(&with("900"), ("level-misfit", 7, "", found));
    says(&sentence, &["labour_force.csv", "836000"]);
    let found = "VN-56@2025, 2015: 520000";
    let sentence = told_once(&with("440"), ("level-misfit", 17, "", found));
    says(&sentence, &["employment.csv", "440000"]);
}

/// The names of rules in a source text: quoted words joined by hyphens.
fn rules(text: &str) -> impl Iterator<Item = &str> {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_rule = move |word: &&str| {
        word.contains('-')
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(letter)
    };
    text.split('"').skip(1).step_by(2).filter(is_rule)
}

#[test]
fn every_rule_of_validation_has_a_test_here() {
    let tests = [include_str!("tables.rs"), include_str!("account_tables.rs")];
    let tested: Vec<&str> = tests.into_iter().flat_map(rules).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/validate");
    let files = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let mut n_rules = 0;
    let nested = files(&folder.join("accounts"));
    for path in files(&folder).into_iter().chain(nested).filter(|path| path.is_file()) {
        let text = fs::read_to_string(path).unwrap();
        for rule in text.lines().flat_map(rules) {
            assert!(tested.contains(&rule), "no test of {rule}");
            n_rules += 1;
        }
    }
    let unknown_table = 1;
    assert!(n_rules + unknown_table >= 30, "{n_rules} rules found");
}

/// Texts that resemble what tables hold, and any text at all.
fn any_cell() -> impl Strategy<Value = String> {
    let near = "[-+−]?[0-9]{0,12}[.,eE  ]?[0-9]{0,12}|VSIC20(07|18|25):[A-V]{0,4}|VN-[0-9@]{0,7}";
    let known =
        prop::sample::select(vec!["", "total", "female", "80+", "255-256", "1e999", "2020"]);
    prop_oneof![near, known.prop_map(str::to_owned), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_cell_texts_end_the_program(
        name in prop::sample::select(NAMES.to_vec()),
        cells in prop::collection::vec((any::<prop::sample::Index>(), any_cell()), 0..12),
        header in prop::option::of((any::<prop::sample::Index>(), any_cell())),
        decimal_comma in any::<bool>(),
        with_axis in any::<bool>(),
    ) {
        let mut table = table(name);
        table.decimal_comma = decimal_comma;
        let width = table.header.len();
        for (at, text) in cells {
            let at = at.index(width * table.rows.len());
            table.rows[at / width].cells[at % width] = text;
        }
        if let Some((at, text)) = header {
            table.header[at.index(width)] = text;
        }
        let axis = with_axis.then(axis);
        for problem in validate(&[table], axis.as_ref()).1 {
            let (vi, en) = (Language::Vietnamese, Language::English);
            prop_assert_ne!(problem.sentence(vi), problem.sentence(en));
        }
    }

    #[test]
    fn no_rows_of_any_length_end_the_program(
        name in prop::sample::select(NAMES.to_vec()),
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..9), 0..6),
    ) {
        let mut table = table(name);
        table.rows = rows.into_iter().zip(2..).map(|(cells, row)| RawRow { row, cells }).collect();
        validate(std::slice::from_ref(&table), None);
        validate(&[table], Some(&axis()));
    }
}
