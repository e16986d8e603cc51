//! Joint sample paths of supply.
//!
//! Each draw has a random stream of its own, and numbers by sector that are keyed by the sector's
//! code, so it does not depend on the number of draws or of threads nor on the order of sectors, and
//! it is the same under every scenario. A draw has
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
use crate::numeric::seed::normals;
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
use crate::supply::stock_flow::Sectors;
use crate::supply::stock_flow::Workforce;
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
    /// Codes of the sectors.
    pub codes: Vec<String>,
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

/// What draws are made from.
struct Chance {
    seed: u64,
    /// Standard normal numbers by sector and draw.
    by_sector: Vec<Vec<f64>>,
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
        let of_sector = |code: &String| normals(seed, &format!("supply mobility {code}"), draws);
        let chance = Chance { seed, by_sector: self.codes.iter().map(of_sector).collect() };
        let chunks: Vec<Vec<f64>> = (0..draws.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let chunk = chunk * CHUNK..((chunk + 1) * CHUNK).min(draws);
                let mut values = Vec::with_capacity(chunk.len() * self.years * self.row());
                for draw in chunk {
                    self.draw((draw, &chance), &start, &mut values);
                }
                values
            })
            .collect();
        self.gather(draws, &chunks)
    }

    /// Workers of the base year, every sector with the age structure of the labour force.
    fn start(&self) -> (Workforce, Sectors) {
        let whole: f64 = self.base.iter().sum();
        let workforce = match &self.labour {
            Labour::ByAge(by_age) => {
                let workers = by_age.base_workers();
                let scale = whole / workers.iter().sum::<f64>();
                let scaled: Vec<f64> = workers.iter().map(|n| n * scale).collect();
                Workforce::new(Layout::BY_AGE, &scaled)
            }
            Labour::Whole(_) => Workforce::new(Layout::WHOLE, &[whole]),
        };
        (workforce, Sectors::new(&self.base))
    }

    /// Adds one draw: by year the labour force, then seven quantities by sector.
    fn draw(
        &self,
        (draw, chance): (usize, &Chance),
        (workforce, sectors): &(Workforce, Sectors),
        values: &mut Vec<f64>,
    ) {
        let errors = self.errors(draw, chance);
        let mut labour = Progress::start(&self.labour);
        let mut change = WorkerChange::none(workforce.layout());
        let mut workforce = workforce.clone();
        let (mut before, mut after) = (sectors.clone(), sectors.clone());
        let mut flows = Flows::zeros(self.base.len());
        let (mut rates, mut demand) = (vec![0.0; self.base.len()], Vec::new());
        for year in 0..self.years {
            labour.advance(year, errors.years[year], &mut change);
            let damping = self.lever * self.damping.powi(year as i32 + 1);
            rates.iter_mut().zip(&errors.mobility).for_each(|(rate, m)| *rate = m * damping);
            if self.steered != 0.0 {
                let wanted = |s: usize| self.demand.by_sector.path(s, draw)[year];
                demand.clear();
                demand.extend((0..self.base.len()).map(wanted));
            }
            let mut how = Allocation { steered: self.steered, demand: &demand, mobility: None };
            workforce.advance(&change, how.arrival());
            before.advance(&workforce.turnover, how, &mut flows);
            how.mobility = Some(&rates);
            after.advance(&workforce.turnover, how, &mut flows);
            values.push(change.labour_force);
            for of_sectors in [
                &before.workers,
                &after.workers,
                &flows.withdrawals,
                &flows.deaths,
                &flows.entrants,
                &flows.migration,
                &flows.mobility,
            ] {
                values.extend(of_sectors);
            }
        }
    }

    /// Values of one draw in one year.
    fn row(&self) -> usize {
        1 + 7 * self.base.len()
    }

    fn errors(&self, draw: usize, chance: &Chance) -> Errors {
        let by_sector = self.mobility.iter().zip(&chance.by_sector);
        let mobility = by_sector.map(|(m, normals)| m.rate + m.deviation * normals[draw]).collect();
        let mut stream = stream(chance.seed, "supply", draw as u64);
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
        let gathered = |start: usize, series: usize| {
            let mut paths = Paths::zeros(self.first, series, draws, self.years);
            let rows = chunks.iter().flat_map(|chunk| chunk.chunks_exact(self.years * self.row()));
            for (draw, values) in rows.enumerate() {
                for (year, row) in values.chunks_exact(self.row()).enumerate() {
                    for (sector, value) in row[start..start + series].iter().enumerate() {
                        paths.path_mut(sector, draw)[year] = *value;
                    }
                }
            }
            paths
        };
        let n = self.base.len();
        let labour_force = gathered(0, 1);
        let by_sector = [0, 1, 2, 3, 4, 5, 6].map(|quantity| gathered(1 + quantity * n, n));
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
