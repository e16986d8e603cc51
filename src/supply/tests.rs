use std::collections::BTreeMap;

use super::*;
use crate::codes::AgeGroup;
use crate::codes::AreaCode;
use crate::codes::Classification;
use crate::codes::SectorCode;
use crate::error::Error;
use crate::language::Text;
use crate::model::BalanceDefinition;
use crate::model::DemandDefinition;
use crate::model::Sector;
use crate::model::SupplyDefinition;
use crate::prepare::Demography;
use crate::prepare::Participation;
use crate::scenario::Assumption;
use crate::scenario::GrowthPath;
use crate::series::Panel;
use crate::series::Point;
use crate::series::Series;
use crate::series::SeriesKey;
use crate::status::Status;

mod fallbacks;
mod identities;
mod levers;

/// A small world: three sectors, 1.6 million people, 2020 to 2025, to 2030.
struct World {
    model: Model,
    prepared: Prepared,
    demand: Demand,
    scenario: Scenario,
    options: RunOptions,
}

impl World {
    fn supply(&self) -> Supply {
        self.try_supply().unwrap()
    }

    fn try_supply(&self) -> Result<Supply> {
        project(&SupplyInputs {
            model: &self.model,
            prepared: &self.prepared,
            demand: &self.demand,
            scenario: &self.scenario,
            options: &self.options,
        })
    }

    fn with_draws(mut self, draws: usize) -> Self {
        self.options.draws = draws;
        self.demand = demand(draws);
        self
    }
}

const YEARS: usize = 5;

fn area() -> AreaCode {
    "VN-56@2025".parse().unwrap()
}

fn series(first: i32, values: &[f64]) -> Series {
    let points = values.iter().map(|value| Point::new(*value, Status::Observed)).collect();
    Series { key: SeriesKey::total(area()), first: Year(first), points }
}

fn world() -> World {
    let options = RunOptions { to: Year(2030), draws: 64, seed: 7 };
    World {
        model: model(),
        prepared: prepared(),
        demand: demand(64),
        scenario: baseline(),
        options,
    }
}

fn model() -> Model {
    let sector = |letter: &str| Sector {
        code: SectorCode::new(Classification::Vsic2018, letter).unwrap(),
        title: Text::new(letter, letter),
        short: Text::new(letter, letter),
    };
    Model {
        name: "small".to_owned(),
        title: Text::default(),
        area: area(),
        area_title: Text::default(),
        nation: None,
        sectors: ["A", "C", "I"].map(sector).to_vec(),
        first_year: Year(2018),
        base_year: Year(2025),
        to: Year(2030),
        prepare: Vec::new(),
        demand: DemandDefinition {
            methods: Vec::new(),
            reported: Vec::new(),
            fallback: crate::forecast::employment::method::Method::LastValue,
            min_train: 10,
            damping: 0.9,
        },
        supply: SupplyDefinition {
            participation_damping: 0.9,
            retirement_response: 0.35,
            mobility_damping: 0.9,
            mobility_years: 8,
        },
        balance: BalanceDefinition {
            class_bounds: [-0.1, -0.03, 0.03, 0.1],
            naming_probability: 0.8,
        },
        accounts: crate::model::AccountsDefinition::default(),
        order: crate::model::OrderDefinition::default(),
        source_line: Text::default(),
    }
}

fn prepared() -> Prepared {
    let employment = Panel {
        series: vec![
            series(2018, &[330e3, 324e3, 316e3, 312e3, 305e3, 301e3, 294e3, 290e3]),
            series(2018, &[200e3, 206e3, 214e3, 219e3, 228e3, 235e3, 240e3, 248e3]),
            series(2018, &[240e3, 244e3, 250e3, 249e3, 255e3, 262e3, 266e3, 270e3]),
        ],
    };
    Prepared {
        employment_as_recorded: employment.clone(),
        employment,
        output: None,
        output_by_sector: vec![None; 3],
        investment: None,
        nation: None,
        labour_force: 825e3,
        labour_force_status: Status::Observed,
        level_variance: 0.0,
        unemployment_rate: 0.022,
        demography: Some(demography()),
        participation: participation(),
        operations: Vec::new(),
        fallbacks: Vec::new(),
    }
}

fn five_year_ages() -> Vec<AgeGroup> {
    (0..16).map(|i| AgeGroup::closed(5 * i, 5 * i + 4)).chain([AgeGroup::open(80)]).collect()
}

fn mortality_ages() -> Vec<AgeGroup> {
    let mut ages = vec![AgeGroup::closed(0, 0), AgeGroup::closed(1, 4)];
    ages.extend((1..16).map(|i| AgeGroup::closed(5 * i, 5 * i + 4)));
    ages.push(AgeGroup::open(80));
    ages
}

fn demography() -> Demography {
    let persons: Vec<f64> = (0..17).map(|i| 56e3 - 1.2e3 * f64::from(i)).collect();
    let rates: Vec<f64> = mortality_ages()
        .iter()
        .map(|group| match group.from() {
            0 => 0.014,
            from => 0.0004 * (0.075 * f64::from(from)).exp(),
        })
        .collect();
    let mothers = [(15, 0.1), (20, 0.3), (25, 0.35), (30, 0.2), (35, 0.05)];
    Demography {
        base_year: Year(2025),
        population: AgeSexTable { ages: five_year_ages(), values: [persons.clone(), persons] },
        past: BTreeMap::new(),
        mortality: BTreeMap::from([(
            Year(2020),
            AgeSexTable { ages: mortality_ages(), values: [rates.clone(), rates] },
        )]),
        total_fertility: BTreeMap::from([(Year(2020), 1.9)]),
        fertility_pattern: BTreeMap::from([(
            Year(2020),
            mothers.map(|(from, share)| (AgeGroup::closed(from, from + 4), share)).to_vec(),
        )]),
        sex_ratio_at_birth: BTreeMap::from([(Year(2020), 1.1)]),
        net_migration: BTreeMap::new(),
        net_migration_rate: Some(series(2015, &[-2e-3, -3e-3, -4e-3, -3e-3, -2e-3, -4e-3])),
        status: Status::Derived,
    }
}

fn participation() -> Vec<Participation> {
    let groups = [
        (AgeGroup::closed(15, 24), [0.55, 0.54, 0.53, 0.52, 0.53, 0.51, 0.50]),
        (AgeGroup::closed(25, 54), [0.93, 0.925, 0.93, 0.92, 0.92, 0.92, 0.92]),
        (AgeGroup::closed(55, 64), [0.70, 0.71, 0.72, 0.74, 0.74, 0.75, 0.76]),
        (AgeGroup::open(65), [0.36, 0.37, 0.36, 0.38, 0.37, 0.38, 0.38]),
    ];
    groups
        .map(|(age, rates)| Participation { sex: None, age, rates: series(2019, &rates) })
        .to_vec()
}

fn demand(draws: usize) -> Demand {
    let mut by_sector = Paths::zeros(Year(2026), 3, draws, YEARS);
    for draw in 0..draws {
        for (sector, level) in [260e3, 290e3, 300e3].into_iter().enumerate() {
            by_sector.path_mut(sector, draw).fill(level);
        }
    }
    Demand {
        first: Year(2026),
        by_sector,
        known_projects: vec![vec![0.0; YEARS]; 3],
        output_level: None,
        methods: Vec::new(),
        combination: Vec::new(),
        total_reference: Vec::new(),
        total_log_variance: Vec::new(),
    }
}

fn baseline() -> Scenario {
    let assumed = |value: f64| Assumption::new(value, "test");
    Scenario {
        name: "baseline".to_owned(),
        title: Text::default(),
        parent: None,
        output_growth: Assumption::new(GrowthPath::default(), "test"),
        retained_out_migration: assumed(0.0),
        steered_entrants: assumed(0.0),
        mobility_lever: assumed(1.0),
        frictional_unemployment: assumed(0.02),
        participation_change: assumed(0.0),
        known_projects: assumed(1.0),
        retained_graduates: assumed(0.0),
        training_intake: assumed(1.0),
        shocks: Vec::new(),
    }
}

fn mean(paths: &Paths, series: usize, year: usize) -> f64 {
    paths.summary(series, year).mean
}

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * a.abs().max(b.abs())
}
