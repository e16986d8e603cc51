//! Published labour accounts from their own inputs, those kept here or any of the same kind.
//!
//! ```text
//! LABOURCAST_OPENINGS_FILE=accounts.csv    cargo test --test it published_accounts -- --nocapture
//! LABOURCAST_SEPARATIONS_FILE=matrix.csv   cargo test --test it published_accounts -- --nocapture
//! ```
//! The first is a file as the Canadian Occupational Projection System (COPS) publishes it: openings
//! and seekers with their components, and conditions before and after. The second is one as the
//! Bureau of Labor Statistics (BLS) of the United States publishes it: employment at both ends, a
//! rate of separations, yearly separations and openings. Columns are found by name in any order, and
//! a row with a suppressed figure is counted and left out. `LABOURCAST_YEARS` is the number of years
//! the figures are about, 10 if not given; a column `vintage` such as `2019-29` says it row by row.

#![allow(clippy::print_stdout, reason = "who checks a file of their own reads the result")]

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use labourcast::balance::openings::{openings_of, unreplaced_of};
use labourcast::conditions::hysteresis::{Example, FlowSignal, Thresholds};
use labourcast::conditions::present::PresentCondition;
use labourcast::replacement::openings::separations_at_rate;

use crate::reference_table::{Table, number, parse, read};

/// The file that a variable names, or the one kept here.
fn table(variable: &str, kept: &str) -> Table {
    read(env::var_os(variable).map_or_else(|| PathBuf::from(kept), PathBuf::from))
}

fn years() -> f64 {
    env::var("LABOURCAST_YEARS").ok().and_then(|text| text.parse().ok()).unwrap_or(10.0)
}

/// The first of `names` among the columns; a name that ends in `*` is the beginning of one.
fn column<'a>(table: &'a Table, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let fits = |column: &&String| match name.strip_suffix('*') {
            Some(start) => column.starts_with(start),
            None => column == name,
        };
        table.columns.iter().find(fits).map(String::as_str)
    })
}

fn needed<'a>(table: &'a Table, names: &[&str]) -> &'a str {
    column(table, names).unwrap_or_else(|| panic!("none of {names:?} in {:?}", table.columns))
}

/// The largest power of ten that every figure of `columns` is a multiple of.
fn rounding(table: &Table, columns: &[&str]) -> f64 {
    let figures: Vec<f64> = (table.rows.iter())
        .flat_map(|row| columns.iter().filter_map(|column| number(&row[*column])))
        .collect();
    let is_multiple = |unit: f64| {
        figures.iter().all(|figure| {
            let units = figure / unit;
            (units - units.round()).abs() < 1e-6 * units.abs().max(1.0)
        })
    };
    (-3..=4).rev().map(|power| 10_f64.powi(power)).find(|unit| is_multiple(*unit)).unwrap_or(1e-3)
}

/// How far rows are from what their parts make of them.
#[derive(Debug, Default)]
struct Check {
    rows: usize,
    suppressed: usize,
    beyond_rounding: Vec<String>,
    largest: f64,
}

impl Check {
    fn add(&mut self, name: &str, (computed, published): (f64, f64), allowed: f64) {
        let difference = (computed - published).abs();
        self.largest = self.largest.max(difference);
        if difference > allowed * (1.0 + 1e-9) {
            self.beyond_rounding.push(format!("{name}: {computed} for {published}"));
        }
    }

    /// Prints the result and asks that 99 of 100 rows come out.
    fn close(&self, what: &str) {
        let wrong = self.beyond_rounding.len();
        println!(
            "{what}: {} rows, {} with suppressed figures, {wrong} beyond rounding, largest difference {}",
            self.rows, self.suppressed, self.largest
        );
        let known = self.rows - self.suppressed;
        assert!(known > 0, "{what}: no row has every figure");
        assert!(wrong * 100 <= known, "{what}: {:#?}", self.beyond_rounding);
    }
}

fn figures<const N: usize>(row: &BTreeMap<String, String>, columns: [&str; N]) -> Option<[f64; N]> {
    let mut found = [0.0; N];
    for (figure, column) in found.iter_mut().zip(columns) {
        *figure = number(&row[column])?;
    }
    Some(found)
}

fn name(row: &BTreeMap<String, String>) -> String {
    ["noc", "soc", "code", "occupation", "title"]
        .iter()
        .filter_map(|c| row.get(*c).cloned())
        .collect()
}

/// Columns of employment with a year in their names, the earliest first.
fn by_year(table: &Table) -> Vec<&str> {
    let year = |name: &str| -> Option<u32> {
        let mut years = name.split('_').filter_map(|word| word.parse().ok());
        years.find(|year| (1900..2200).contains(year))
    };
    let is_stock = |name: &&str| {
        let flows = ["growth", "change", "rate", "percent", "openings"];
        name.contains("employment") && flows.iter().all(|flow| !name.contains(flow))
    };
    let named = table.columns.iter().map(String::as_str).filter(is_stock);
    let mut found: Vec<(u32, &str)> = named.filter_map(|name| Some((year(name)?, name))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

/// Columns of openings and seekers.
struct Flows<'a> {
    employment: &'a str,
    parts: [&'a str; 3],
    openings: &'a str,
    sources: [&'a str; 3],
    seekers: &'a str,
    conditions: [&'a str; 2],
}

impl<'a> Flows<'a> {
    fn of(table: &'a Table) -> Self {
        let find = |names: &[&str]| needed(table, names);
        Self {
            parts: [
                find(&["employment_growth*", "expansion*", "growth*"]),
                find(&["retirements*", "retirement*"]),
                find(&["other_replacement*", "replacement_other*"]),
            ],
            employment: column(table, &["employment"])
                .or_else(|| by_year(table).first().copied())
                .expect("employment of the base year"),
            openings: find(&["job_openings*", "openings*"]),
            sources: [
                find(&["school_leavers*", "graduates*"]),
                find(&["immigration*", "immigrants*"]),
                find(&["other_seekers*", "other_job_seekers*", "other*seekers"]),
            ],
            seekers: find(&["job_seekers*", "seekers*"]),
            conditions: [
                find(&["recent_conditions*", "recent*"]),
                find(&["future_conditions*", "future*"]),
            ],
        }
    }
}

/// The condition that words such as «Moderate risk of Shortage» name.
fn condition(words: &str) -> Option<PresentCondition> {
    let words = words.to_lowercase();
    let strong = words.contains("strong");
    if words.contains("shortage") {
        Some(if strong { PresentCondition::StrongShortage } else { PresentCondition::Shortage })
    } else if words.contains("surplus") {
        Some(if strong { PresentCondition::StrongSurplus } else { PresentCondition::Surplus })
    } else {
        words.contains("balance").then_some(PresentCondition::Balance)
    }
}

/// What openings and seekers should be, and the examples whose conditions are published.
fn flows(table: &Table, years: f64) -> (Check, Vec<Example>) {
    let columns = Flows::of(table);
    let [growth, retired, other] = columns.parts;
    let [leavers, immigrants, movers] = columns.sources;
    let all =
        [growth, retired, other, columns.openings, leavers, immigrants, movers, columns.seekers];
    let unit = rounding(table, &all);
    let (mut check, mut examples) = (Check::default(), Vec::new());
    for row in &table.rows {
        check.rows += 1;
        let Some([growth, retired, other, openings, leavers, immigrants, movers, seekers]) =
            figures(row, all)
        else {
            check.suppressed += 1;
            continue;
        };
        // Three rounded parts and their rounded sum.
        let (replacement, allowed) = (retired + other, 2.0 * unit);
        let computed = openings_of(growth, replacement) - unreplaced_of(growth, replacement);
        check.add(&name(row), (computed, openings), allowed);
        check.add(&name(row), (leavers + immigrants + movers, seekers), allowed);
        let [recent, future] = columns.conditions.map(|column| condition(&row[column]));
        if let (Some(present), Some(future), Some(employment)) =
            (recent, future, number(&row[columns.employment]))
        {
            let signal = FlowSignal { openings, seekers, employment, years };
            examples.push(Example { present, signal, future: future.condition() });
        }
    }
    (check, examples)
}

#[test]
fn openings_seekers_and_conditions_come_out_of_their_parts() {
    let kept = "tests/reference/accounts/cops_2024_2033.csv";
    let table = table("LABOURCAST_OPENINGS_FILE", kept);
    let (check, examples) = flows(&table, years());
    check.close("openings and seekers");
    let right = Thresholds::default().right(&examples);
    let copied = examples.iter().filter(|e| e.present.condition() == e.future).count();
    println!("conditions: {right} of {} right, {copied} by copying the present", examples.len());
    assert!(right >= copied, "the rule is worse than copying the present condition");
}

/// What separations and openings should be.
fn separations(table: &Table, years: f64) -> Check {
    let find = |names: &[&str]| needed(table, names);
    let by_year = by_year(table);
    let first = column(table, &["emp_base", "employment_first", "employment_base*"]);
    let first = first.or_else(|| by_year.first().copied()).expect("employment of the base year");
    let last = column(table, &["emp_proj", "employment_last", "employment_proj*"]);
    let last = last.or_else(|| by_year.last().copied()).expect("projected employment");
    let rate =
        find(&["sep_rate", "separation_rate*", "total_separations_rate*", "separations_rate*"]);
    let yearly =
        find(&["separations_annual*", "separations", "total_separations*", "annual_separations*"]);
    let openings =
        find(&["openings_annual*", "openings", "annual_openings*", "occupational_openings*"]);
    let unit = rounding(table, &[first, last, yearly, openings]);
    let rate_unit = rounding(table, &[rate]);
    let mut check = Check::default();
    for row in &table.rows {
        check.rows += 1;
        let Some([first, last, rate, yearly, openings]) =
            figures(row, [first, last, rate, yearly, openings])
        else {
            check.suppressed += 1;
            continue;
        };
        let years = row.get("vintage").and_then(|text| span(text)).unwrap_or(years);
        let computed = separations_at_rate(rate / 100.0, first, last);
        let by_rate = rate_unit / 200.0 * f64::midpoint(first, last);
        check.add(&name(row), (computed, yearly), by_rate + unit * (0.5 + rate / 200.0));
        let expansion = (last - first) / years;
        let computed = openings_of(expansion, yearly) - unreplaced_of(expansion, yearly);
        check.add(&name(row), (computed, openings), unit * (1.0 + 1.0 / years));
    }
    check
}

/// The years of a vintage such as `2019-29` or `2019-2029`.
fn span(vintage: &str) -> Option<f64> {
    let (from, to) = vintage.split_once(['-', '–'])?;
    let (from, to): (f64, f64) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    let to = if to < 100.0 { (from / 100.0).floor() * 100.0 + to } else { to };
    (to > from).then_some(to - from)
}

#[test]
fn separations_and_openings_come_out_of_rates_and_employment() {
    let kept = "tests/reference/accounts/bls_separations.csv";
    separations(&table("LABOURCAST_SEPARATIONS_FILE", kept), years())
        .close("separations and openings");
}

#[test]
fn other_layouts_other_years_and_suppressed_figures_are_read() {
    let table = parse(
        "Future conditions;Job openings 2019-2028;Title;Job seekers;Retirements;Other replacement;\
         Recent conditions;Employment growth;Employment 2018;School leavers;Immigrants;Other seekers\n\
         Strong risk of Shortage;900;Nurses;500;500;100;Moderate signs of Shortage;300;4 000;300;150;50\n\
         Balance;x;Guides;100;50;x;Balance;10;200;50;25;25\n",
    );
    let (check, examples) = flows(&table, 10.0);
    assert_eq!((check.rows, check.suppressed, check.largest), (2, 1, 0.0));
    assert_eq!((examples.len(), examples[0].signal.employment), (1, 4000.0));
    let text = "openings;vintage;separations;employment_2022;employment_2017;separation_rate_percent\n\
                22.0;2017-22;20.0;210.0;200.0;9.8\n;2017-22;1.0;2.0;3.0;4.0\n";
    let check = separations(&parse(text), 10.0);
    assert_eq!((check.rows, check.suppressed), (2, 1));
    assert_eq!(check.beyond_rounding, Vec::<String>::new());
}

#[test]
fn a_wrong_figure_is_beyond_rounding() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/reference/accounts/cops_2024_2033.csv"
    ));
    let wrong = text.unwrap().replacen("15800,4000,25900", "15800,4000,29900", 1);
    let (check, _) = flows(&parse(&wrong), 10.0);
    assert_eq!(check.beyond_rounding.len(), 1, "{:?}", check.beyond_rounding);
}
