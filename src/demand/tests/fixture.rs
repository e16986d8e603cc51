//! Small models with series made by formula.

use std::collections::BTreeMap;

use crate::codes::Classification;
use crate::codes::SectorCode;
use crate::demand::{Demand, DemandInputs, FittedDemand, error_factors, project};
use crate::forecast::employment::method::Method;
use crate::language::Text;
use crate::model::{BalanceDefinition, DemandDefinition, Model, Sector, SupplyDefinition};
use crate::numeric::seed::stream;
use crate::options::RunOptions;
use crate::prepare::Prepared;
use crate::scenario::{Assumption, GrowthPath, Scenario};
use crate::series::{Panel, Point, Series, SeriesKey};
use crate::status::Status;
use crate::units::Year;

/// Series that all begin in one year; employment ends in 2025.
#[derive(Clone, Default)]
pub(in crate::demand) struct Fixture {
    pub(in crate::demand) employment: Vec<Vec<f64>>,
    pub(in crate::demand) output: Option<Vec<f64>>,
    pub(in crate::demand) output_by_sector: Vec<Option<Vec<f64>>>,
    pub(in crate::demand) investment: Option<Vec<f64>>,
    pub(in crate::demand) nation: Option<Vec<Vec<f64>>>,
}

/// `n` years that grow by `rate` in logarithms.
pub(super) fn growing(n: usize, first: f64, rate: f64) -> Vec<f64> {
    (0..n).map(|t| first * (rate * t as f64).exp()).collect()
}

/// `n` years of a random walk with drift, its steps having a standard deviation of 4 %.
pub(in crate::demand) fn wobbling(n: usize, first: f64, rate: f64, seed: u64) -> Vec<f64> {
    let mut stream = stream(seed, "wobbling", 0);
    let mut y = 0.0;
    (0..n)
        .map(|_| {
            let value = first * f64::exp(y);
            y += rate + 0.04 * stream.normal();
            value
        })
        .collect()
}

pub(super) fn options(to: i32, draws: usize) -> RunOptions {
    RunOptions { to: Year(to), draws, seed: 2026 }
}

pub(super) fn scenario(growth: f64) -> Scenario {
    let path = GrowthPath { by_year: BTreeMap::new(), otherwise: growth };
    let assume = |value: f64| Assumption::new(value, "test");
    Scenario {
        name: "baseline".to_owned(),
        title: Text::default(),
        parent: None,
        output_growth: Assumption::new(path, "test"),
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

fn series(values: &[f64], first: Year) -> Series {
    let points = values.iter().map(|value| Point::new(*value, Status::Observed)).collect();
    Series { key: SeriesKey::total("VN".parse().unwrap()), first, points }
}

impl Fixture {
    pub(in crate::demand) fn build(&self) -> (Model, Prepared) {
        let n_years = self.employment.first().map_or(0, Vec::len) as i32;
        let first = Year(2026 - n_years);
        (self.model(first), self.prepared(first))
    }

    pub(super) fn project(
        &self,
        fitted: &FittedDemand,
        scenario: &Scenario,
        options: &RunOptions,
    ) -> Demand {
        let (model, prepared) = self.build();
        project(&DemandInputs {
            fitted,
            model: &model,
            prepared: &prepared,
            projects: &[],
            scenario,
            options,
            error_factors: &error_factors(fitted, (&model, &prepared), options),
        })
    }

    fn model(&self, first_year: Year) -> Model {
        let sector = |letter: char| Sector {
            code: SectorCode::new(Classification::Vsic2018, &letter.to_string()).unwrap(),
            title: Text::default(),
            short: Text::default(),
        };
        Model {
            name: "fixture".to_owned(),
            title: Text::default(),
            area: "VN".parse().unwrap(),
            area_title: Text::default(),
            nation: None,
            sectors: ('A'..='U').take(self.employment.len()).map(sector).collect(),
            first_year,
            base_year: Year(2025),
            to: Year(2030),
            prepare: Vec::new(),
            demand: DemandDefinition {
                methods: Method::ALL[..12].to_vec(),
                reported: Method::ALL[12..].to_vec(),
                fallback: Method::LastValue,
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

    fn prepared(&self, first: Year) -> Prepared {
        let panel = |values: &[Vec<f64>]| Panel {
            series: values.iter().map(|values| series(values, first)).collect(),
        };
        let one = |values: &Option<Vec<f64>>| values.as_ref().map(|values| series(values, first));
        Prepared {
            employment: panel(&self.employment),
            employment_as_recorded: panel(&self.employment),
            output: one(&self.output),
            output_by_sector: self.output_by_sector.iter().map(one).collect(),
            investment: one(&self.investment),
            nation: self.nation.as_deref().map(panel),
            labour_force: 1.0,
            labour_force_status: Status::Assumed,
            level_variance: 0.0,
            unemployment_rate: 0.02,
            demography: None,
            participation: Vec::new(),
            operations: Vec::new(),
            fallbacks: Vec::new(),
        }
    }
}
