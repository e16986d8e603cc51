//! The cohort-component method against the projection of the United Nations for Viet Nam.
//!
//! World Population Prospects 2024, medium variant: from the population of 2025 and the rates of
//! its five-year tables, broad-age totals of 2030 to 2050 within 0.5 %.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use labourcast::codes::AgeGroup;
use labourcast::codes::Sex;
use labourcast::prepare::AgeSexTable;
use labourcast::prepare::Demography;
use labourcast::status::Status;
use labourcast::supply::population::Projection;
use labourcast::supply::population::Span;
use labourcast::supply::population::project;
use labourcast::units::Year;

/// The rows of a small CSV table without quoted cells that matter here, by header.
fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            let cells = header.iter().zip(line.split(','));
            cells.map(|(name, cell)| ((*name).to_owned(), cell.to_owned())).collect()
        })
        .collect()
}

fn viet_nam(measure: &str) -> Vec<BTreeMap<String, String>> {
    let all = rows(&format!("datasets/viet-nam/{measure}.csv"));
    all.into_iter().filter(|row| row.get("area").is_none_or(|area| area == "VN")).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

fn year(row: &BTreeMap<String, String>) -> Year {
    Year(row["year"].parse().unwrap())
}

fn by_age_and_sex(measure: &str, column: &str) -> BTreeMap<Year, AgeSexTable> {
    let mut cells: BTreeMap<Year, BTreeMap<AgeGroup, [f64; 2]>> = BTreeMap::new();
    for row in viet_nam(measure) {
        let (Ok(sex), Ok(age)) = (row["sex"].parse::<Sex>(), row["age"].parse::<AgeGroup>()) else {
            continue;
        };
        cells.entry(year(&row)).or_default().entry(age).or_default()[sex.index()] =
            number(&row, column);
    }
    cells
        .into_iter()
        .map(|(year, by_age)| {
            let values = [0, 1].map(|sex: usize| by_age.values().map(|v| v[sex]).collect());
            (year, AgeSexTable { ages: by_age.into_keys().collect(), values })
        })
        .collect()
}

fn by_period(measure: &str, column: &str) -> BTreeMap<Year, f64> {
    viet_nam(measure).iter().map(|row| (year(row), number(row, column))).collect()
}

fn fertility_pattern() -> BTreeMap<Year, Vec<(AgeGroup, f64)>> {
    let mut pattern: BTreeMap<Year, Vec<(AgeGroup, f64)>> = BTreeMap::new();
    for row in viet_nam("fertility_pattern") {
        let share = number(&row, "percent") / 100.0;
        pattern.entry(year(&row)).or_default().push((row["age"].parse().unwrap(), share));
    }
    pattern
}

fn projection() -> Projection {
    let mut past = by_age_and_sex("population", "persons");
    let demography = Demography {
        base_year: Year(2025),
        population: past.remove(&Year(2025)).unwrap(),
        past,
        mortality: by_age_and_sex("mortality_rate", "per_person_year"),
        total_fertility: by_period("total_fertility", "children_per_woman"),
        fertility_pattern: fertility_pattern(),
        sex_ratio_at_birth: by_period("sex_ratio_at_birth", "males_per_female"),
        net_migration: by_age_and_sex("net_migration", "persons"),
        net_migration_rate: None,
        status: Status::Estimated,
    };
    project(&demography, Span { base: Year(2025), to: Year(2050), retained: 0.0 })
}

#[test]
fn broad_ages_of_viet_nam_agree_with_the_united_nations_within_a_fifth_of_a_percent() {
    let projection = projection();
    let mut worst = (0.0_f64, String::new());
    let mut compared = 0;
    for row in rows("tests/reference/wpp2024_viet_nam_broad_ages.csv") {
        let (year, age) = (year(&row), row["age"].parse::<AgeGroup>().unwrap());
        if !(2030..=2050).contains(&year.0) || year.0 % 5 != 0 {
            continue;
        }
        let cohorts = &projection.cohorts[year.since(projection.base) as usize];
        let ours: f64 = Sex::ALL.iter().map(|sex| cohorts.in_group(*sex, age)).sum();
        let error = ours / number(&row, "value") - 1.0;
        compared += 1;
        if error.abs() > worst.0 {
            worst = (error.abs(), format!("{age} in {year}: {:+.3} %", 100.0 * error));
        }
    }
    assert!(compared >= 35, "only {compared} figures to compare with");
    assert!(worst.0 < 0.002, "worst: {}", worst.1);
}

#[test]
fn the_balance_of_viet_nam_closes_every_year() {
    let projection = projection();
    for (i, events) in projection.events.iter().enumerate() {
        let change = projection.cohorts[i + 1].total() - projection.cohorts[i].total();
        let flows = events.total_births() - events.total_deaths() + events.total_migration();
        assert!((change - flows).abs() < 1e-6 * projection.cohorts[i].total(), "step {i}");
    }
}
