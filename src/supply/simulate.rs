//! Joint sample paths of supply.
//!
//! Each draw has a random stream of its own, so it does not depend on the number of draws or of
//! threads, and it is the same under every scenario. A draw has
//!
//! ```text
//! mobility of sector s    m_s = λ·(m̂_s + deviation_s·z)·φ^h
//! participation           a random walk on the logit for each of three broad ages
//! net migration rate      mean error + x_h,   x_h = ρ·x_{h−1} + sqrt(1 − ρ²)·deviation·z
//! ```
//!
//! Errors of mortality and fertility are left out: within ten years they move the labour force far
//! less than these. The error of the level of employment and labour force in the base year is
//! common to demand and supply and is not added here.

use rayon::prelude::*;

use crate::demand::Demand;
use crate::numeric::seed::Stream;
use crate::numeric::seed::stream;
use crate::paths::Paths;
use crate::supply::SupplyFlows;
use crate::supply::labour::LabourByAge;
use crate::supply::labour::LabourWhole;
use crate::supply::labour::Layout;
use crate::supply::labour::People;
use crate::supply::labour::WorkerChange;
use crate::supply::labour::YearErrors;
use crate::supply::migration::RateHistory;
use crate::supply::mobility::Mobility;
use crate::supply::stock_flow::Allocation;
use crate::supply::stock_flow::Flows;
use crate::supply::stock_flow::Stock;
use crate::units::Year;

/// Draws that one task makes; a constant, so results do not depend on the number of threads.
const CHUNK: usize = 32;

/// The labour force, by age or as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Labour {
    /// By sex and single age.
    ByAge(Box<LabourByAge>),
    /// As a whole.
    Whole(LabourWhole),
}

/// How far supply may be from what is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertainty {
    /// Standard deviation of the yearly error of each broad age's logit rate.
    pub participation: [f64; 3],
    /// Net migration of the past.
    pub migration: RateHistory,
}

/// All that the draws need.
#[derive(Clone, Debug)]
pub struct Simulation<'a> {
    /// The labour force.
    pub labour: Labour,
    /// Workers of the base year by sector.
    pub base: Vec<f64>,
    /// Net mobility by sector.
    pub mobility: Vec<Mobility>,
    /// Factor of the scenario on net mobility.
    pub lever: f64,
    /// Damping of net mobility per year.
    pub damping: f64,
    /// Share of entrants that goes where openings are.
    pub steered: f64,
    /// Demand, draw by draw.
    pub demand: &'a Demand,
    /// Errors.
    pub uncertainty: Uncertainty,
    /// First year.
    pub first: Year,
    /// Number of years.
    pub years: usize,
}

/// The paths of supply.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyPaths {
    /// Workers by sector if nobody changes sector.
    pub before_mobility: Paths,
    /// Workers by sector if people keep moving.
    pub after_mobility: Paths,
    /// Flows behind the latter.
    pub flows: SupplyFlows,
    /// Labour force.
    pub labour_force: Paths,
}

/// Random numbers of one draw, turned into errors.
struct Errors {
    mobility: Vec<f64>,
    years: Vec<YearErrors>,
}

impl Simulation<'_> {
    /// Makes `draws` sample paths from `seed`.
    pub fn run(&self, draws: usize, seed: u64) -> SupplyPaths {
        let start = self.start();
        let chunks: Vec<Vec<f64>> = (0..draws.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let last = ((chunk + 1) * CHUNK).min(draws);
                (chunk * CHUNK..last).flat_map(|draw| self.draw(draw, seed, &start)).collect()
            })
            .collect();
        self.gather(draws, &chunks)
    }

    /// Workers of the base year by sector, all with the age structure of the labour force.
    fn start(&self) -> Stock {
        match &self.labour {
            Labour::ByAge(by_age) => {
                Stock::proportional(Layout::BY_AGE, &by_age.base_workers(), &self.base)
            }
            Labour::Whole(_) => Stock::proportional(Layout::WHOLE, &[1.0], &self.base),
        }
    }

    /// One draw: by year the labour force, then seven quantities by sector.
    fn draw(&self, draw: usize, seed: u64, start: &Stock) -> Vec<f64> {
        let errors = self.errors(&mut stream(seed, "supply", draw as u64));
        let mut labour = Progress::start(&self.labour);
        let mut change = WorkerChange::none(start.layout());
        let (mut before, mut after) = (start.clone(), start.clone());
        let mut flows = Flows::zeros(self.base.len());
        let mut values = Vec::with_capacity(self.years * self.row());
        for year in 0..self.years {
            labour.advance(year, errors.years[year], &mut change);
            let damping = self.lever * self.damping.powi(year as i32 + 1);
            let rates: Vec<f64> = errors.mobility.iter().map(|rate| rate * damping).collect();
            let demand: Vec<f64> = if self.steered == 0.0 {
                Vec::new()
            } else {
                (0..self.base.len()).map(|s| self.demand.by_sector.path(s, draw)[year]).collect()
            };
            let mut how = Allocation { steered: self.steered, demand: &demand, mobility: None };
            before.advance(&change, how, &mut flows);
            how.mobility = Some(&rates);
            after.advance(&change, how, &mut flows);
            values.push(change.labour_force);
            for of_sectors in [
                &before.by_sector,
                &after.by_sector,
                &flows.withdrawals,
                &flows.deaths,
                &flows.entrants,
                &flows.migration,
                &flows.mobility,
            ] {
                values.extend(of_sectors);
            }
        }
        values
    }

    /// Values of one draw in one year.
    fn row(&self) -> usize {
        1 + 7 * self.base.len()
    }

    fn errors(&self, stream: &mut Stream) -> Errors {
        let mobility =
            self.mobility.iter().map(|m| m.rate + m.deviation * stream.normal()).collect();
        let history = self.uncertainty.migration;
        let mean_error = history.mean_error * stream.normal();
        let (carried, fresh) =
            (history.autocorrelation, (1.0 - history.autocorrelation.powi(2)).sqrt());
        let mut deviation = history.deviation * stream.normal();
        let mut participation = [0.0; 3];
        let years = (0..self.years)
            .map(|_| {
                deviation = carried * deviation + fresh * history.deviation * stream.normal();
                for (error, sd) in participation.iter_mut().zip(self.uncertainty.participation) {
                    *error += sd * stream.normal();
                }
                YearErrors { participation, migration: mean_error + deviation }
            })
            .collect();
        Errors { mobility, years }
    }

    fn gather(&self, draws: usize, chunks: &[Vec<f64>]) -> SupplyPaths {
        let n = self.base.len();
        let paths = |series: usize| Paths::zeros(self.first, series, draws, self.years);
        let mut labour_force = paths(1);
        let mut by_sector = [0; 7].map(|_| paths(n));
        let rows = chunks.iter().flat_map(|chunk| chunk.chunks_exact(self.years * self.row()));
        for (draw, values) in rows.enumerate() {
            for (year, row) in values.chunks_exact(self.row()).enumerate() {
                labour_force.path_mut(0, draw)[year] = row[0];
                for (quantity, of_sectors) in by_sector.iter_mut().zip(row[1..].chunks_exact(n)) {
                    for (sector, value) in of_sectors.iter().enumerate() {
                        quantity.path_mut(sector, draw)[year] = *value;
                    }
                }
            }
        }
        let [before_mobility, after_mobility, withdrawals, deaths, entrants, migration, mobility] =
            by_sector;
        let flows = SupplyFlows { withdrawals, deaths, entrants, migration, mobility };
        SupplyPaths { before_mobility, after_mobility, flows, labour_force }
    }
}

/// The labour force of one draw on its way through the years.
enum Progress<'a> {
    ByAge(&'a LabourByAge, People),
    Whole(&'a LabourWhole, f64),
}

impl<'a> Progress<'a> {
    fn start(labour: &'a Labour) -> Self {
        match labour {
            Labour::ByAge(by_age) => Self::ByAge(by_age, by_age.start()),
            Labour::Whole(whole) => Self::Whole(whole, whole.labour_force[0] * whole.employed[0]),
        }
    }

    fn advance(&mut self, year: usize, errors: YearErrors, change: &mut WorkerChange) {
        match self {
            Self::ByAge(by_age, people) => by_age.advance(year, errors, people, change),
            Self::Whole(whole, workers) => {
                // Prime age stands for the whole: one random walk, on the log level.
                whole.advance(year, errors.participation[1], *workers, change);
                *workers = change.labour_force * whole.employed[year + 1];
            }
        }
    }
}
