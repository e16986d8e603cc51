//! The labour accounts below sectors: one total, whatever it is split by, and models that go only
//! as far as their tables.

use labourcast::load::Loaded;
use labourcast::results::{ResultRow, Results, TableName};

use crate::runs;

fn loaded() -> Loaded {
    let mut loaded = runs::loaded("khanh-hoa");
    loaded.scenarios.truncate(1);
    loaded
}

fn rows<'a>(results: &'a Results, table: TableName, measure: &str) -> Vec<&'a ResultRow> {
    let rows = results.table(table).rows.iter();
    rows.filter(|row| row.measure == measure && row.year == Some(results.to)).collect()
}

/// Sum over single occupations or qualifications, not over levels or sectors.
fn sum(results: &Results, table: TableName, measure: &str) -> f64 {
    let is_group = |row: &&&ResultRow| {
        let qualification = row.qualification.as_deref();
        let is_single = qualification.is_none_or(|q| q.contains(':') || q == "untrained");
        row.sector == "TOTAL" && is_single
    };
    let mut seen = std::collections::BTreeSet::new();
    rows(results, table, measure)
        .iter()
        .filter(is_group)
        // The untrained are a qualification and a level.
        .filter(|row| seen.insert((row.occupation.clone(), row.qualification.clone())))
        .map(|row| row.mean)
        .sum()
}

fn total(results: &Results, table: TableName, measure: &str) -> f64 {
    let rows = rows(results, table, measure);
    rows.iter().find(|row| row.sector == "TOTAL").unwrap().mean
}

fn assert_near(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{what}: {a} against {b}");
}

#[test]
fn occupations_qualifications_and_sectors_have_one_demand_one_supply_and_one_gap() {
    let results = runs::results(&loaded(), 60);
    for table in [TableName::Occupations, TableName::Qualifications] {
        let demand = total(&results, TableName::Demand, "demand");
        assert_near(sum(&results, table, "demand"), demand, "demand");
        let supply = total(&results, TableName::Supply, "supply_after_mobility");
        assert_near(sum(&results, table, "supply"), supply, "supply");
        let gap = total(&results, TableName::Balance, "gap_after_mobility");
        assert_near(sum(&results, table, "gap"), gap, "gap");
    }
}

#[test]
fn effects_sum_to_the_change_of_each_occupation() {
    let results = runs::results(&loaded(), 60);
    let of = |measure: &str, occupation: &Option<String>| -> f64 {
        let rows = rows(&results, TableName::Occupations, measure);
        rows.iter().find(|row| row.occupation == *occupation).unwrap().mean
    };
    let base = results
        .table(TableName::Occupations)
        .rows
        .iter()
        .filter(|row| row.measure == "demand" && row.year == Some(results.base_year));
    for row in base {
        let effects: f64 = ["effect_scale", "effect_sector", "effect_occupation"]
            .iter()
            .map(|measure| of(measure, &row.occupation))
            .sum();
        assert_near(effects + row.mean, of("demand", &row.occupation), "change");
    }
}

#[test]
fn the_labour_force_by_qualification_changes_by_its_flows_alone() {
    let results = runs::results(&loaded(), 60);
    let at = |measure: &str, qualification: &Option<String>, year| -> f64 {
        let mut rows = results.table(TableName::Qualifications).rows.iter();
        let wanted = |row: &&ResultRow| {
            row.measure == measure && row.qualification == *qualification && row.year == Some(year)
        };
        rows.find(wanted).map_or(0.0, |row| row.mean)
    };
    let last = results.to;
    let stocks = rows(&results, TableName::Qualifications, "labour_force");
    assert_eq!(stocks.len(), results.qualifications.len());
    for row in stocks {
        let q = &row.qualification;
        let flow = |measure| at(measure, q, last);
        let change = flow("entrants") - flow("exits") + flow("in_migration")
            - flow("out_migration")
            + flow("upgrading")
            + flow("adjustment");
        assert_near(at("labour_force", q, last.plus(-1)) + change, row.mean, "stock and flow");
    }
}

#[test]
fn a_model_goes_as_far_as_its_tables() {
    let mut sectors_only = loaded();
    sectors_only.model.accounts.occupations.clear();
    sectors_only.model.accounts.qualifications.clear();
    let results = runs::results(&sectors_only, 30);
    for table in [TableName::Occupations, TableName::Qualifications, TableName::Orders] {
        assert_eq!(results.table(table).rows, [], "{}", table.name());
    }
    let mut occupations_only = loaded();
    occupations_only.model.accounts.qualifications.clear();
    let results = runs::results(&occupations_only, 30);
    assert!(!rows(&results, TableName::Occupations, "openings").is_empty());
    assert!(rows(&results, TableName::Occupations, "gap").is_empty());
    assert_eq!(results.table(TableName::Qualifications).rows, []);

    let mut no_staffing = loaded();
    no_staffing.dataset.accounts.occupation_shares.clear();
    let results = runs::results(&no_staffing, 30);
    assert!(rows(&results, TableName::Occupations, "demand").is_empty());
    assert!(!rows(&results, TableName::Qualifications, "labour_force").is_empty());
    let told = results.fallbacks.iter().any(|f| f.missing.en.contains("occupation_share"));
    assert!(told, "{:?}", results.fallbacks);
}
