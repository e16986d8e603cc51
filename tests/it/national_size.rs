//! A made-up country of any size: areas in regions, sectors, occupations, levels.
//!
//! Figures follow formulas, so that the size alone is real.

use std::collections::BTreeMap;

use labourcast::areas::{Area, AreasModel};
use labourcast::codes::{AgeGroup, Sex};
use labourcast::dataset::accounts::{OccupationShare, QualificationShare, Workers};
use labourcast::dataset::{Dataset, Measure, Observation};
use labourcast::error::Place;
use labourcast::forecast::employment::method::Method;
use labourcast::language::Text;
use labourcast::model::{
    AccountsDefinition, BalanceDefinition, DemandDefinition, Model, Occupation, OrderDefinition,
    Qualification, Sector, SupplyDefinition,
};
use labourcast::options::RunOptions;
use labourcast::pipeline::areas::{AreaInputs, WholeInputs};
use labourcast::scenario::{Assumption, GrowthPath, Scenario};
use labourcast::series::SeriesKey;
use labourcast::status::Status;
use labourcast::units::Year;

const FIRST: i32 = 2005;
const BASE: i32 = 2024;
const TO: i32 = 2035;
const REGIONS: usize = 6;
const LEVELS: [&str; 5] = ["untrained", "elementary", "intermediate", "college", "university"];
const AGES: [&str; 6] = ["15-24", "25-34", "35-44", "45-54", "55-64", "65+"];

/// How large a country is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Areas without parts.
    pub(crate) areas: usize,
    /// Sectors, at most 21.
    pub(crate) sectors: usize,
    /// Occupations, at most 90.
    pub(crate) occupations: usize,
    /// Sample paths.
    pub(crate) draws: usize,
}

/// A country with all its tables.
#[derive(Debug)]
pub(crate) struct Country {
    areas: AreasModel,
    figures: Dataset,
    whole: Model,
    of_whole: Dataset,
    scenarios: Vec<Scenario>,
    options: RunOptions,
}

impl Country {
    /// A country of this size.
    pub(crate) fn of(size: Size) -> Self {
        Self {
            areas: areas(size),
            figures: figures(size),
            whole: whole(size),
            of_whole: of_whole(size),
            scenarios: vec![scenario()],
            options: RunOptions { to: Year(TO), draws: size.draws, seed: 7 },
        }
    }

    /// What a run takes.
    pub(crate) fn inputs(&self) -> AreaInputs<'_> {
        AreaInputs {
            model: &self.areas,
            dataset: &self.figures,
            whole: Some(WholeInputs {
                model: &self.whole,
                dataset: &self.of_whole,
                scenarios: &self.scenarios,
                reference: &self.scenarios[0],
            }),
            options: self.options,
            problems: &[],
        }
    }
}

fn text(words: &str) -> Text {
    Text::new(words, words)
}

fn area_code(area: usize) -> String {
    format!("A-{area:02}")
}

fn sector_code(sector: usize) -> String {
    format!("VSIC2018:{}", char::from(b'A' + sector as u8))
}

fn occupation_code(occupation: usize) -> String {
    format!("VSCO2020:{}", occupation + 10)
}

fn areas(size: Size) -> AreasModel {
    let area = |code: String, parent: Option<String>| Area {
        title: text(&code),
        code: code.parse().unwrap(),
        parent: parent.map(|parent| parent.parse().unwrap()),
    };
    let mut areas = vec![area("W".to_owned(), None)];
    areas.extend((0..REGIONS).map(|r| area(format!("R-{r}"), Some("W".to_owned()))));
    let region = |a: usize| Some(format!("R-{}", a % REGIONS));
    areas.extend((0..size.areas).map(|a| area(area_code(a), region(a))));
    AreasModel {
        name: "country".to_owned(),
        title: text("Country"),
        areas,
        standard: "VN".parse().unwrap(),
        first_year: Year(2012),
        base_year: Year(BASE - 2),
        to: Year(TO),
        frictional_unemployment: 0.02,
        frictional_source: text("made up"),
        groupings: Vec::new(),
        compare: vec![area_code(0).parse().unwrap(), area_code(1).parse().unwrap()],
        source_line: text("made up"),
    }
}

fn figure(area: &str, year: i32, value: f64) -> Observation {
    Observation {
        key: SeriesKey::total(area.parse().unwrap()),
        year: Year(year),
        value,
        status: Status::Observed,
        definition: None,
        cv: None,
        place: Place::default(),
    }
}

/// Persons of working age.
fn adults(area: usize, year: i32) -> f64 {
    let growth = 0.004 * ((area % 5) as f64 - 1.0);
    200_000.0 * (1.0 + (area % 9) as f64) * (growth * f64::from(year - FIRST)).exp()
}

fn wave(area: usize, year: i32) -> f64 {
    1.0 + 0.01 * f64::sin(f64::from(year) * 1.7 + area as f64)
}

fn figures(size: Size) -> Dataset {
    let mut tables: BTreeMap<Measure, Vec<Observation>> = BTreeMap::new();
    let cells: Vec<(Sex, AgeGroup)> = [Sex::Female, Sex::Male]
        .into_iter()
        .flat_map(|sex| AGES.map(|age| (sex, age.parse::<AgeGroup>().unwrap())))
        .collect();
    for year in FIRST..=BASE {
        for (cell, (sex, age)) in cells.iter().enumerate() {
            let rate = [0.5, 0.9, 0.92, 0.88, 0.6, 0.2][cell % 6];
            let mut row = figure("VN", year, rate);
            (row.key.sex, row.key.age) = (Some(*sex), Some(*age));
            tables.entry(Measure::ParticipationRate).or_default().push(row);
        }
    }
    for area in 0..size.areas {
        let code = area_code(area);
        for year in 2012..=TO {
            let persons = adults(area, year);
            let mut total = figure(&code, year, persons * 1.3);
            total.definition = Some("projection".to_owned());
            tables.entry(Measure::Population).or_default().push(total);
            for (sex, age) in &cells {
                let mut row = figure(&code, year, persons / cells.len() as f64);
                (row.key.sex, row.key.age) = (Some(*sex), Some(*age));
                row.definition = Some("projection".to_owned());
                tables.entry(Measure::Population).or_default().push(row);
            }
        }
        for year in 2012..=BASE - 2 {
            let force = 0.68 * adults(area, year) * wave(area, year);
            tables.entry(Measure::LabourForce).or_default().push(figure(&code, year, force));
            let employed = 0.97 * force;
            tables.entry(Measure::Employment).or_default().push(figure(&code, year, employed));
        }
    }
    Dataset { tables, ..Dataset::default() }
}

fn whole(size: Size) -> Model {
    let sectors = (0..size.sectors).map(|sector| {
        let code = sector_code(sector);
        Sector { title: text(&code), short: text(&code), code: code.parse().unwrap() }
    });
    let occupations = (0..size.occupations).map(|occupation| {
        let code = occupation_code(occupation);
        Occupation { title: text(&code), short: text(&code), code: code.parse().unwrap() }
    });
    let qualifications = LEVELS.map(|code| Qualification {
        code: code.parse().unwrap(),
        title: text(code),
        short: text(code),
    });
    Model {
        name: "whole".to_owned(),
        title: text("Whole"),
        area: "VN".parse().unwrap(),
        area_title: text("Whole"),
        nation: None,
        sectors: sectors.collect(),
        first_year: Year(FIRST),
        base_year: Year(BASE),
        to: Year(TO),
        prepare: Vec::new(),
        demand: DemandDefinition {
            methods: vec![Method::Drift, Method::Theta, Method::PooledGrowth],
            reported: vec![Method::LastValue],
            fallback: Method::LastValue,
            min_train: 10,
            damping: 0.9,
        },
        supply: SupplyDefinition {
            retirement_response: 0.0,
            participation_damping: 0.9,
            mobility_damping: 0.9,
            mobility_years: 8,
        },
        balance: BalanceDefinition {
            class_bounds: [-0.10, -0.03, 0.03, 0.10],
            naming_probability: 0.8,
        },
        accounts: AccountsDefinition {
            occupations: occupations.collect(),
            qualifications: qualifications.into(),
            ..AccountsDefinition::default()
        },
        order: OrderDefinition::default(),
        source_line: text("made up"),
    }
}

fn of_whole(size: Size) -> Dataset {
    let mut tables: BTreeMap<Measure, Vec<Observation>> = BTreeMap::new();
    for year in FIRST..=BASE {
        let employed: f64 = (0..size.areas).map(|a| 0.66 * adults(a, year) * wave(a, year)).sum();
        tables.entry(Measure::LabourForce).or_default().push(figure("VN", year, employed / 0.97));
        let sizes: Vec<f64> = (0..size.sectors)
            .map(|s| {
                let growth = 0.01 * ((s % 7) as f64 - 3.0);
                (1.0 + s as f64) * (growth * f64::from(year - FIRST)).exp() * wave(s * 3, year)
            })
            .collect();
        let sum: f64 = sizes.iter().sum();
        for (sector, share) in sizes.iter().enumerate() {
            let mut row = figure("VN", year, employed * share / sum);
            row.key.sector = Some(sector_code(sector).parse().unwrap());
            tables.entry(Measure::Employment).or_default().push(row);
        }
    }
    for rows in tables.values_mut() {
        rows.sort_by(|a, b| (&a.key, a.year).cmp(&(&b.key, b.year)));
    }
    let mut dataset = Dataset { tables, ..Dataset::default() };
    let share = |row: usize, column: usize, n: usize| {
        let weight = |c: usize| 1.0 + ((row * 5 + c * 3) % 11) as f64;
        weight(column) / (0..n).map(weight).sum::<f64>()
    };
    let shares = (0..size.sectors).flat_map(|s| (0..size.occupations).map(move |o| (s, o)));
    dataset.accounts.occupation_shares = shares
        .map(|(sector, occupation)| OccupationShare {
            area: "VN".parse().unwrap(),
            sector: sector_code(sector).parse().unwrap(),
            occupation: occupation_code(occupation).parse().unwrap(),
            year: Year(BASE),
            share: share(sector, occupation, size.occupations),
            sample_size: Some(500.0),
            status: Status::Observed,
        })
        .collect();
    let shares = (0..size.occupations).flat_map(|o| (0..LEVELS.len()).map(move |q| (o, q)));
    dataset.accounts.qualification_shares = shares
        .map(|(occupation, level)| QualificationShare {
            area: "VN".parse().unwrap(),
            among: Workers::Occupation(occupation_code(occupation).parse().unwrap()),
            qualification: LEVELS[level].parse().unwrap(),
            year: Year(BASE),
            share: share(occupation, level, LEVELS.len()),
            sample_size: Some(500.0),
            status: Status::Observed,
        })
        .collect();
    dataset
}

fn scenario() -> Scenario {
    let assume = |value: f64| Assumption::new(value, "made up");
    let growth = GrowthPath { by_year: BTreeMap::new(), otherwise: 0.06 };
    Scenario {
        name: "baseline".to_owned(),
        title: text("Baseline"),
        parent: None,
        output_growth: Assumption::new(growth, "made up"),
        retained_out_migration: assume(0.0),
        steered_entrants: assume(0.0),
        mobility_lever: assume(1.0),
        frictional_unemployment: assume(0.02),
        participation_change: assume(0.0),
        known_projects: assume(1.0),
        retained_graduates: assume(0.0),
        training_intake: assume(1.0),
        shocks: Vec::new(),
    }
}
