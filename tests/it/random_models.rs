//! Random valid models: tables as a user would write them, some missing, checked before they run.

use std::fmt::Write as _;

use labourcast::dataset::{Dataset, RawTable};
use labourcast::forecast::employment::method::Method;
use labourcast::language::Text;
use labourcast::model::{
    AccountsDefinition, DemandDefinition, Model, Occupation, Qualification, Sector,
};
use labourcast::options::RunOptions;
use labourcast::pipeline::{self, OrderScope, RunInputs};
use labourcast::results::Results;
use labourcast::scenario::{Assumption, GrowthPath, Scenario};
use labourcast::units::Year;
use labourcast::validate::{Axis, has_errors, validate};
use proptest::prelude::*;

use crate::small_tables;

const AREA: &str = "VN-56@2025";
const NATION: &str = "VN";
const SECTORS: [&str; 4] =
    ["VSIC2018:A", "VSIC2018:BCDEF", "VSIC2018:GHIJ", "VSIC2018:KLMNOPQRSTU"];
const OCCUPATIONS: [&str; 3] = ["VSCO2020:1", "VSCO2020:2", "VSCO2020:3"];
const QUALIFICATIONS: [&str; 4] =
    ["untrained", "intermediate:trades", "college:tourism", "university:health"];
const FIRST: i32 = 2012;
const BASE: i32 = 2025;
const AGES: [&str; 8] = ["0-4", "5-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65+"];

/// Tables that may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    LabourForce,
    Unemployment,
    Population,
    Participation,
    Migration,
    Output,
    Nation,
    OccupationShares,
    QualificationShares,
    Held,
    Flexibility,
    Programmes,
    QualifiedMigration,
    Upgrading,
    Tightness,
    Exits,
}

const N_PARTS: usize = 16;

/// What a random model is made from; the same sketch always makes the same model.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    n_sectors: usize,
    n_occupations: usize,
    n_qualifications: usize,
    parts: Vec<bool>,
    numbers: Vec<f64>,
}

pub(crate) fn sketches() -> impl Strategy<Value = Sketch> {
    let sizes = (1..=SECTORS.len(), 0..=OCCUPATIONS.len(), 0..=QUALIFICATIONS.len());
    let parts = prop::collection::vec(prop::bool::weighted(0.8), N_PARTS);
    let numbers = prop::collection::vec(0.0..1.0_f64, 97);
    (sizes, parts, numbers).prop_map(|((n_sectors, n_occupations, n), parts, numbers)| Sketch {
        n_sectors,
        n_occupations,
        // One qualification alone tells nothing apart.
        n_qualifications: if n == 1 { 2 } else { n },
        parts,
        numbers,
    })
}

/// A model with its data.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) model: Model,
    pub(crate) dataset: Dataset,
    pub(crate) scenarios: Vec<Scenario>,
}

pub(crate) const OPTIONS: RunOptions = RunOptions { to: Year(2029), draws: 12, seed: 17 };

/// Numbers of a sketch one after the other, from the start again when they end.
struct Numbers<'a>(std::iter::Cycle<std::slice::Iter<'a, f64>>);

impl Numbers<'_> {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.next().unwrap()
    }

    /// `n` whole per cent that sum to 100, none of them 0.
    fn per_cents(&mut self, n: usize) -> Vec<i64> {
        let weights: Vec<f64> = (0..n).map(|_| self.between(0.2, 1.0)).collect();
        let sum: f64 = weights.iter().sum();
        let mut shares: Vec<i64> = weights.iter().map(|w| (100.0 * w / sum) as i64).collect();
        shares[0] += 100 - shares.iter().sum::<i64>();
        shares
    }
}

impl World {
    /// The results of all its scenarios.
    pub(crate) fn results(&self, orders: OrderScope) -> Results {
        let inputs = RunInputs {
            model: &self.model,
            dataset: &self.dataset,
            scenarios: &self.scenarios,
            options: OPTIONS,
            problems: &[],
            orders,
        };
        pipeline::run(&inputs, &|_| ()).unwrap()
    }
}

impl Sketch {
    fn has(&self, part: Part) -> bool {
        self.parts[part as usize]
    }

    fn numbers(&self) -> Numbers<'_> {
        Numbers(self.numbers.iter().cycle())
    }

    /// The model with `scale` times as many persons in every table.
    pub(crate) fn world(&self, scale: i64) -> World {
        let model = self.model();
        let (dataset, problems) = validate(&self.tables(scale), Some(&Axis::of(&model)));
        assert!(!has_errors(&problems), "{problems:#?}");
        World { model, dataset, scenarios: vec![self.scenario()] }
    }

    fn model(&self) -> Model {
        let text = |code: &str| Text::new(code, code);
        let sectors = SECTORS[..self.n_sectors].iter().map(|code| Sector {
            code: code.parse().unwrap(),
            title: text(code),
            short: text(code),
        });
        let occupations = OCCUPATIONS[..self.n_occupations].iter().map(|code| Occupation {
            code: code.parse().unwrap(),
            title: text(code),
            short: text(code),
        });
        let qualifications = QUALIFICATIONS[..self.n_qualifications].iter().map(|code| {
            Qualification { code: code.parse().unwrap(), title: text(code), short: text(code) }
        });
        let methods = vec![Method::LastValue, Method::ShrunkSlope];
        Model {
            sectors: sectors.collect(),
            nation: self.has(Part::Nation).then(|| NATION.parse().unwrap()),
            first_year: Year(FIRST),
            base_year: Year(BASE),
            to: OPTIONS.to,
            demand: DemandDefinition {
                reported: if self.has(Part::Nation) {
                    vec![Method::ShiftShare]
                } else {
                    Vec::new()
                },
                methods,
                ..small_tables::model().demand
            },
            accounts: AccountsDefinition {
                occupations: occupations.collect(),
                qualifications: qualifications.collect(),
                flexibility: self.numbers[0],
                ..AccountsDefinition::default()
            },
            ..small_tables::model()
        }
    }

    fn scenario(&self) -> Scenario {
        let mut numbers = self.numbers();
        let mut share = |high: f64| Assumption::new(numbers.between(0.0, high), "random");
        Scenario {
            name: "baseline".to_owned(),
            title: Text::new("Cơ sở", "Baseline"),
            parent: None,
            output_growth: Assumption::new(
                GrowthPath { otherwise: share(0.1).value, ..GrowthPath::default() },
                "random",
            ),
            retained_out_migration: share(1.0),
            steered_entrants: share(1.0),
            mobility_lever: share(1.5),
            frictional_unemployment: share(0.05),
            participation_change: share(0.02),
            known_projects: share(1.0),
            retained_graduates: share(1.0),
            training_intake: share(2.0),
            shocks: Vec::new(),
        }
    }

    fn tables(&self, scale: i64) -> Vec<RawTable> {
        let mut made = Vec::new();
        let mut put = |name: &str, text: String| made.push(small_tables::parsed(name, &text));
        let employment = self.employment(scale);
        put("employment", employment.text);
        let population = self.has(Part::Population);
        let force = (employment.total as f64 * 1.03) as i64 * scale;
        if self.has(Part::LabourForce) || !population {
            put(
                "labour_force",
                format!("area;year;persons;status\n{AREA};{BASE};{force};observed\n"),
            );
        }
        if self.has(Part::Unemployment) {
            put(
                "unemployment_rate",
                format!("area;sex;year;percent;status\n{AREA};total;{BASE};2.9;observed\n"),
            );
        }
        if population {
            self.demography(employment.total, scale, &mut put);
        }
        if self.has(Part::Output) {
            put("output", self.output());
        }
        self.accounts(scale, &mut put);
        made
    }

    fn employment(&self, scale: i64) -> Employment {
        let mut numbers = self.numbers();
        let mut text = "area;sector;year;persons;status\n".to_owned();
        let mut total = 0;
        for sector in &SECTORS[..self.n_sectors] {
            let (level, growth) = (numbers.between(2e4, 2e5), numbers.between(-0.03, 0.06));
            for year in FIRST..=BASE {
                let trend = (growth * f64::from(year - BASE)).exp();
                let persons = (level * trend * numbers.between(0.98, 1.02)) as i64;
                let own = persons * scale;
                writeln!(text, "{AREA};{sector};{year};{own};observed").unwrap();
                if self.has(Part::Nation) {
                    let all = (level * 40.0 * (0.02 * f64::from(year - BASE)).exp()) as i64 * scale;
                    writeln!(text, "{NATION};{sector};{year};{all};observed").unwrap();
                }
                if year == BASE {
                    total += persons;
                }
            }
        }
        Employment { text, total }
    }

    fn demography(&self, employed: i64, scale: i64, put: &mut dyn FnMut(&str, String)) {
        let mut numbers = self.numbers();
        let mut population = "area;sex;age;year;persons;status\n".to_owned();
        let mut migration = population.clone();
        let mut mortality = "area;sex;age;year;per_person_year;status\n".to_owned();
        for sex in ["female", "male"] {
            for (i, age) in AGES.iter().enumerate() {
                // All together 2.4 times the employed, of whom two thirds are of working age.
                let share =
                    numbers.between(0.9, 1.1) * [0.08, 0.16, 0.15, 0.16, 0.14, 0.12, 0.1, 0.09][i];
                let persons = (1.2 * share * employed as f64) as i64;
                writeln!(population, "{AREA};{sex};{age};{BASE};{};observed", persons * scale)
                    .unwrap();
                let net = (persons as f64 * numbers.between(-0.01, 0.01)) as i64 * scale;
                writeln!(migration, "{AREA};{sex};{age};2025;{net};assumed").unwrap();
                let rate = [0.004, 0.0005, 0.001, 0.0015, 0.002, 0.005, 0.01, 0.06][i];
                writeln!(mortality, "{AREA};{sex};{age};2025;{rate};estimated").unwrap();
            }
        }
        put("population", population);
        put("mortality_rate", mortality);
        if self.has(Part::Migration) {
            put("net_migration", migration);
        }
        let children = format!("area;year;children_per_woman;status\n{AREA};2025;2.0;estimated\n");
        put("total_fertility", children);
        let ratio = format!("area;year;males_per_female;status\n{AREA};2025;1.08;estimated\n");
        put("sex_ratio_at_birth", ratio);
        let pattern = ["15-24;35", "25-34;50", "35-44;15"];
        let mut rows = "area;age;year;percent;status\n".to_owned();
        for row in pattern {
            writeln!(rows, "{AREA};{};estimated", row.replacen(';', ";2025;", 1)).unwrap();
        }
        put("fertility_pattern", rows);
        if self.has(Part::Participation) {
            put("participation_rate", self.participation());
        }
    }

    fn participation(&self) -> String {
        let mut numbers = self.numbers();
        let mut text = "area;sex;age;year;percent;status\n".to_owned();
        for sex in ["female", "male"] {
            for (age, rate) in [("15-24", 50.0), ("25-54", 88.0), ("55-64", 65.0), ("65+", 20.0)] {
                for year in 2015..=BASE {
                    let rate = rate + numbers.between(-2.0, 2.0);
                    writeln!(text, "{AREA};{sex};{age};{year};{rate:.2};observed").unwrap();
                }
            }
        }
        text
    }

    fn output(&self) -> String {
        let mut numbers = self.numbers();
        let growth = numbers.between(0.02, 0.09);
        let mut text = "area;sector;year;billion_vnd;status\n".to_owned();
        for year in FIRST..=BASE {
            let level =
                50_000.0 * (growth * f64::from(year - FIRST)).exp() * numbers.between(0.99, 1.01);
            writeln!(text, "{AREA};TOTAL;{year};{level:.1};observed").unwrap();
        }
        text
    }

    fn accounts(&self, scale: i64, put: &mut dyn FnMut(&str, String)) {
        let (sectors, occupations) =
            (&SECTORS[..self.n_sectors], &OCCUPATIONS[..self.n_occupations]);
        let qualifications = &QUALIFICATIONS[..self.n_qualifications];
        let mut numbers = self.numbers();
        let mut shares = |rows: &[String], columns: &[&str], end: &str| -> String {
            let mut text = String::new();
            for row in rows {
                for (column, share) in columns.iter().zip(numbers.per_cents(columns.len().max(1))) {
                    writeln!(text, "{row};{column};{end};{share};assumed").unwrap();
                }
            }
            text
        };
        let of = |rows: &[&str], make: &dyn Fn(&str) -> String| -> Vec<String> {
            rows.iter().map(|row| make(row)).collect()
        };
        if self.has(Part::OccupationShares) && !occupations.is_empty() {
            let mut text = "area;sector;occupation;year;sample_size;percent;status\n".to_owned();
            for (area, end) in [(AREA, "2024;150"), (AREA, "2020;150"), (NATION, "2022;9000")] {
                if area == AREA || self.has(Part::Nation) {
                    text += &shares(&of(sectors, &|s| format!("{area};{s}")), occupations, end);
                }
            }
            put("occupation_share", text);
        }
        if !qualifications.is_empty() {
            let mut text = "area;sector;occupation;qualification;year;percent;status\n".to_owned();
            if self.has(Part::QualificationShares) {
                text +=
                    &shares(&of(occupations, &|o| format!("{AREA};;{o}")), qualifications, "2025");
                text += &shares(&of(sectors, &|s| format!("{AREA};{s};")), qualifications, "2025");
            }
            if self.has(Part::Held) {
                text += &shares(&[format!("{AREA};;")], qualifications, "2025");
            }
            if text.lines().count() > 1 {
                put("qualification_share", text);
            }
            if self.has(Part::Flexibility) && !occupations.is_empty() {
                let rows = of(qualifications, &|q| format!("{AREA};{q}"));
                let rows = shares(&rows, occupations, "200");
                put(
                    "field_occupation",
                    format!("area;qualification;occupation;sample_size;percent;status\n{rows}"),
                );
            }
            self.training(qualifications, scale, put);
        }
        if !occupations.is_empty() {
            self.of_occupations(occupations, put);
        }
    }

    fn training(&self, qualifications: &[&str], scale: i64, put: &mut dyn FnMut(&str, String)) {
        let mut numbers = self.numbers();
        let trained = &qualifications[1..];
        if self.has(Part::Programmes) && !trained.is_empty() {
            let mut programmes = "qualification;duration_years;completion_percent;\
                further_study_percent;participation_percent;stay_percent;status\n"
                .to_owned();
            let mut enrolment = "qualification;year;intake;status\n".to_owned();
            for (i, name) in trained.iter().enumerate() {
                let mut share = || numbers.between(60.0, 95.0) as i64;
                let (completion, participation, stay) = (share(), share(), share());
                let duration = i + 1;
                writeln!(
                    programmes,
                    "{name};{duration};{completion};5;{participation};{stay};assumed"
                )
                .unwrap();
                for year in 2018..=BASE {
                    let intake = numbers.between(100.0, 900.0) as i64 * scale;
                    writeln!(enrolment, "{name};{year};{intake};assumed").unwrap();
                }
            }
            put("programme", programmes);
            put("enrolment", enrolment);
        }
        if self.has(Part::QualifiedMigration) {
            let rows = qualifications.iter().map(|name| {
                let (inward, outward) = (numbers.between(0.0, 2.0), numbers.between(0.0, 2.0));
                format!("{name};{inward:.2};{outward:.2};assumed\n")
            });
            let rows: String = rows.collect();
            put(
                "qualified_migration",
                format!("qualification;in_percent;out_percent;status\n{rows}"),
            );
        }
        if self.has(Part::Upgrading) && !trained.is_empty() {
            let rows = qualifications.windows(2).map(|pair| {
                let rate = numbers.between(0.0, 1.0);
                format!("{};{};{rate:.2};assumed\n", pair[0], pair[1])
            });
            let rows: String = rows.collect();
            put("upgrading", format!("from;to;percent;status\n{rows}"));
        }
    }

    fn of_occupations(&self, occupations: &[&str], put: &mut dyn FnMut(&str, String)) {
        let mut numbers = self.numbers();
        if self.has(Part::Tightness) {
            let rows = occupations.iter().map(|code| {
                let (jobless, vacant) = (numbers.between(0.5, 6.0), numbers.between(0.1, 4.0));
                format!("{code};{jobless:.1};{vacant:.1};;observed\n")
            });
            let rows: String = rows.collect();
            let header =
                "occupation;unemployment_percent;vacancy_percent;wage_growth_percent;status";
            put("tightness", format!("{header}\n{rows}"));
        }
        if self.has(Part::Exits) {
            let row = |code: &&str| {
                format!("{code};female;50-59;6;assumed\n{code};male;55-64;9;assumed\n")
            };
            let rows: String = occupations.iter().map(row).collect();
            put("exit_rate", format!("occupation;sex;age;percent;status\n{rows}"));
        }
    }
}

struct Employment {
    text: String,
    /// Employed persons of the base year.
    total: i64,
}
