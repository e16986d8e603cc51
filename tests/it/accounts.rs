//! The labour accounts below sectors: one total, whatever it is split by, and models that go only
//! as far as their tables.

use std::sync::OnceLock;

use labourcast::codes::{AgeGroup, Sex};
use labourcast::dataset::accounts::{ExitRate, OccupationAge, QualificationShare, Workers};
use labourcast::load::Loaded;
use labourcast::results::{ResultRow, Results, TableName};
use labourcast::status::Status;

use crate::runs;

fn loaded() -> Loaded {
    runs::first_scenario(runs::loaded("khanh-hoa"))
}

/// The shipped model as it is, run once for all tests that only look at it.
fn shipped() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| runs::results(&loaded(), 60))
}

/// The same with fewer draws, for tests that run it again with one table changed.
fn plain() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| runs::results(&loaded(), 30))
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
    let results = shipped();
    for table in [TableName::Occupations, TableName::Qualifications] {
        let demand = total(results, TableName::Demand, "demand");
        assert_near(sum(results, table, "demand"), demand, "demand");
        let supply = total(results, TableName::Supply, "supply_after_mobility");
        assert_near(sum(results, table, "supply"), supply, "supply");
        let gap = total(results, TableName::Balance, "gap_after_mobility");
        assert_near(sum(results, table, "gap"), gap, "gap");
    }
}

#[test]
fn effects_sum_to_the_change_of_each_occupation() {
    let results = shipped();
    let of = |measure: &str, occupation: &Option<String>| -> f64 {
        let rows = rows(results, TableName::Occupations, measure);
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
    let results = shipped();
    let at = |measure: &str, qualification: &Option<String>, year| -> f64 {
        let mut rows = results.table(TableName::Qualifications).rows.iter();
        let wanted = |row: &&ResultRow| {
            row.measure == measure && row.qualification == *qualification && row.year == Some(year)
        };
        rows.find(wanted).map_or(0.0, |row| row.mean)
    };
    let last = results.to;
    let stocks = rows(results, TableName::Qualifications, "labour_force");
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

#[test]
fn the_labour_force_of_a_qualification_is_divided_by_sex_and_age() {
    let results = shipped();
    let whole = rows(results, TableName::Qualifications, "labour_force");
    let cells = rows(results, TableName::Qualifications, "labour_force_by_age");
    for row in &whole {
        let own = cells.iter().filter(|cell| cell.qualification == row.qualification);
        let (n, sum) = own.fold((0, 0.0), |(n, sum), cell| (n + 1, sum + cell.mean));
        assert!(n >= 20, "{n}");
        assert_near(sum, row.mean, "sexes and ages");
    }
    let of = |qualification: &str, age: &str| -> f64 {
        let is = |cell: &&&ResultRow| {
            cell.qualification.as_deref() == Some(qualification) && cell.age.as_deref() == Some(age)
        };
        cells.iter().filter(is).map(|cell| cell.mean).sum()
    };
    assert_eq!(of("university:education", "15-19"), 0.0, "nobody has a degree so young");
    assert!(of("university:education", "25-29") > 0.0 && of("untrained", "15-19") > 0.0);
}

#[test]
fn workers_wanted_by_sector_and_level_have_bands_and_sum_to_the_sector() {
    let results = shipped();
    let cells: Vec<&ResultRow> = rows(results, TableName::Qualifications, "demand")
        .into_iter()
        .filter(|row| row.sector != "TOTAL")
        .collect();
    assert_eq!(cells.len(), results.sectors.len() * 5);
    for row in rows(results, TableName::Demand, "demand") {
        let of_sector = cells.iter().filter(|cell| cell.sector == row.sector);
        if row.sector != "TOTAL" {
            assert_near(of_sector.map(|cell| cell.mean).sum(), row.mean, &row.sector);
        }
    }
    for cell in cells {
        let (low, high) = (cell.p10.unwrap(), cell.p90.unwrap());
        assert!(low < cell.mean && cell.mean < high && cell.reliability.is_some(), "{cell:?}");
    }
    // Without occupations the qualifications follow sectors.
    let mut by_sector = loaded();
    by_sector.model.accounts.occupations.clear();
    let rows_of = &mut by_sector.dataset.accounts.qualification_shares;
    let shares: Vec<_> =
        rows_of.iter().filter(|r| r.among == Workers::LabourForce).cloned().collect();
    for sector in &by_sector.model.sectors {
        let among = Workers::Sector(sector.code.clone());
        rows_of.extend(
            shares.iter().map(|share| QualificationShare { among: among.clone(), ..share.clone() }),
        );
    }
    let results = runs::results(&by_sector, 30);
    let cells = rows(&results, TableName::Qualifications, "demand");
    let cells: f64 = cells.iter().filter(|row| row.sector != "TOTAL").map(|row| row.mean).sum();
    assert_near(cells, total(&results, TableName::Demand, "demand"), "all sectors");
}

#[test]
fn ratios_have_bands_around_them_and_letters() {
    let results = shipped();
    for table in [TableName::Occupations, TableName::Qualifications] {
        for row in rows(results, table, "adequacy") {
            let (low, high) = (row.p10.unwrap(), row.p90.unwrap());
            assert!(low < high && row.reliability.is_some(), "{row:?}");
        }
        for row in rows(results, table, "seekers_per_opening") {
            let last = row.reliability.as_deref() == Some("E");
            assert!(row.p10.is_some() && row.reliability.is_some() || last, "{row:?}");
        }
    }
}

#[test]
fn new_workers_are_told_apart_by_occupation() {
    let results = plain();
    let flows = rows(results, TableName::Training, "entrants_to_occupation");
    let all = results.table(TableName::Training).rows.iter();
    let entered = all.filter(|r| r.measure.starts_with("entrants_") && r.occupation.is_none());
    let entered: f64 = entered.map(|row| row.mean).sum();
    assert!(flows.iter().all(|row| row.p10.is_some() && row.status == Status::Assumed));
    assert_near(flows.iter().map(|row| row.mean).sum(), entered, "entrants");
}

/// Openings of an occupation over all projected years.
fn openings_of(results: &Results, occupation: &str) -> f64 {
    let rows = results.table(TableName::Occupations).rows.iter();
    let own = rows.filter(|row| row.occupation.as_deref() == Some(occupation));
    own.filter(|row| row.measure == "openings").map(|row| row.mean).sum()
}

const FARMERS: &str = "VSCO2020:6";
const CLERKS: &str = "VSCO2020:4";

fn exit_rate(occupation: &str, rate: f64) -> ExitRate {
    ExitRate {
        occupation: occupation.parse().unwrap(),
        sex: None,
        age: AgeGroup::open(15),
        rate,
        sample_size: Some(5000.0),
        standard_error: None,
        status: Status::Assumed,
    }
}

#[test]
fn exit_rates_of_an_occupation_move_its_openings_and_no_others() {
    let plain = plain();
    let with = |rate: f64| {
        let mut loaded = loaded();
        loaded.dataset.accounts.exit_rates = vec![exit_rate(CLERKS, rate)];
        runs::results(&loaded, 30)
    };
    let (few, many) = (with(0.005), with(0.12));
    assert!(openings_of(&few, CLERKS) < 0.8 * openings_of(plain, CLERKS));
    assert!(openings_of(&many, CLERKS) > 1.5 * openings_of(plain, CLERKS));
    assert_eq!(openings_of(&many, FARMERS), openings_of(plain, FARMERS));
    let status = |results: &Results, occupation: &str| {
        let rows = rows(results, TableName::Occupations, "openings");
        rows.iter().find(|row| row.occupation.as_deref() == Some(occupation)).unwrap().status
    };
    assert_eq!(status(&many, CLERKS), Status::Assumed);
    assert_eq!(status(&many, FARMERS), status(plain, FARMERS));
}

#[test]
fn an_older_occupation_has_more_to_replace_and_leaves_less_to_the_others() {
    let plain = plain();
    let with = |old: f64| {
        let mut loaded = loaded();
        let row = |sex, age, persons| OccupationAge {
            occupation: FARMERS.parse().unwrap(),
            year: labourcast::units::Year(2024),
            sex,
            age,
            persons,
            status: Status::Observed,
        };
        let ages = [(AgeGroup::closed(15, 49), 1.0 - old), (AgeGroup::open(50), old)];
        let rows = Sex::ALL.into_iter().flat_map(|sex| ages.map(|(age, n)| row(sex, age, n)));
        loaded.dataset.accounts.occupation_ages = rows.collect();
        runs::results(&loaded, 30)
    };
    let (old, young) = (with(0.6), with(0.05));
    let replaced = |results: &Results, code: &str| -> f64 {
        let rows = results.table(TableName::Occupations).rows.iter();
        let own = rows.filter(|row| row.occupation.as_deref() == Some(code));
        own.filter(|row| row.measure == "replacement").map(|row| row.mean).sum()
    };
    assert!(replaced(&old, FARMERS) > replaced(plain, FARMERS));
    assert!(replaced(&young, FARMERS) < replaced(plain, FARMERS));
    assert!(replaced(&old, CLERKS) < replaced(&young, CLERKS));
    let told = |results: &Results, part: &str| {
        results.fallbacks.iter().any(|fallback| fallback.missing.en.contains(part))
    };
    assert!(told(plain, "age structure of occupations and qualifications"));
    assert!(!told(&old, "age structure of occupations"));
    assert!(told(&old, "Clerical") && !told(&old, "Skilled agricultural"));
}

#[test]
fn tables_about_occupations_that_are_not_there_change_nothing() {
    let plain = plain();
    let mut elsewhere = loaded();
    elsewhere.dataset.accounts.exit_rates = vec![exit_rate("VSCO2020:99", 0.5)];
    assert_eq!(runs::results(&elsewhere, 30), *plain);
}

#[test]
fn graduates_are_a_source_of_supply_once_somebody_counted_them() {
    let note = |results: &Results| {
        let notes = results.notes.iter().find(|note| note.en.starts_with("Sources of supply"));
        notes.unwrap().en.clone()
    };
    assert!(note(plain()).contains("assumed: graduates"));
    let mut counted = loaded();
    for row in &mut counted.dataset.accounts.enrolment {
        row.status = Status::Observed;
    }
    let note = note(&runs::results(&counted, 30));
    assert!(note.contains("given: graduates"), "{note}");
}

#[test]
fn exits_by_age_agree_with_the_labour_force_under_any_answer_to_the_retirement_age() {
    let total = |response: f64| {
        let mut loaded = loaded();
        loaded.model.supply.retirement_response = response;
        let results = runs::results(&loaded, 30);
        let force = |year| {
            let rows = results.table(TableName::Supply).rows.iter();
            let mut of_year = rows.filter(|row| row.measure == "labour_force");
            of_year.find(|row| row.year == Some(year)).unwrap().mean
        };
        let openings = rows(&results, TableName::Occupations, "replacement");
        (force(results.to), openings.iter().map(|row| row.mean).sum::<f64>())
    };
    let (still, moving) = (total(0.0), total(1.0));
    // Who stays in the labour force has not left: more supply, less to replace.
    assert!(moving.0 > still.0 && moving.1 < still.1, "{still:?} {moving:?}");
}
