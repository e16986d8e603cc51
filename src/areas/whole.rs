//! The sectors of the whole under one scenario, relative to the base year of the areas.
//!
//! ```text
//! g(s,t) = N(s,t)/N(s,T)        employment wanted
//! v(s,t) = S(s,t)/N(s,T)        workers after mobility
//! λ(t)   = F(t)/F°(t)           labour force over that of the scenario the levers start from
//! x(s,t) = [withdrawals + deaths](s,t)/N(s,t−1)          who leaves
//! ```
//! `T` is the base year of the areas. The record of the whole may reach further than theirs: to its end, as
//! recorded, it stands for demand and supply alike and `λ` is one. The series cleaned for the fit will not do: where a
//! lasting shift was taken out they are on another level before it. The error of the whole's level is common to `N` at
//! both ends and is left out of `g` and `v`: the level of the areas is their own.

use crate::accounts::exits;
use crate::areas::replacement::Leaving;
use crate::areas::tree::method;
use crate::demand::Demand;
use crate::error::Result;
use crate::language::Text;
use crate::paths::Paths;
use crate::reconcile::Coherent;
use crate::scenario::Scenario;
use crate::series::Panel;
use crate::supply::Supply;
use crate::units::Year;

/// Demand and supply of the whole as its own run has them.
#[derive(Clone, Copy, Debug)]
pub struct Stocks<'a> {
    /// Employment by sector to the whole's base year.
    pub recorded: &'a Panel,
    /// Demand.
    pub demand: &'a Coherent<Demand>,
    /// Supply.
    pub supply: &'a Coherent<Supply>,
    /// Supply of the scenario the levers start from.
    pub reference: &'a Coherent<Supply>,
}

/// The whole under one scenario, from the year after the areas' base year.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// Name of the scenario.
    pub scenario: String,
    /// `g`, one series a sector.
    pub demand: Paths,
    /// `v`, one series a sector.
    pub supply: Paths,
    /// `λ`, one series.
    pub labour_force: Paths,
    /// `x`, one series a sector.
    pub exits: Paths,
    /// Who leaves by age.
    pub leaving: Leaving,
    /// Share of the labour force between jobs when supply meets demand.
    pub frictional_unemployment: f64,
}

impl Whole {
    /// The whole under `scenario` over the years after `base` up to `to`.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if the record of the whole does not hold the base year.
    pub fn of(scenario: &Scenario, stocks: &Stocks<'_>, (base, to): (Year, Year)) -> Result<Self> {
        let recorded = stocks.recorded;
        if recorded.first() > base || recorded.last_year() < base {
            return Err(not_recorded(recorded, base));
        }
        let (demand, supply) = (stocks.demand.get(), stocks.supply.get());
        let n_draws = demand.by_sector.n_draws();
        let n_years = usize::try_from(to.since(base)).unwrap_or(0);
        let shape = Paths::zeros(base.plus(1), recorded.series.len(), n_draws, n_years);
        let relative = |paths: &Paths| {
            shape.map_cells(|sector, draw, step| {
                let at_base = recorded_at(recorded, sector, base).unwrap_or(0.0);
                let persons = stocks.persons(paths, (sector, draw), base.plus(1 + step as i32));
                if at_base > 0.0 { persons / at_base } else { 0.0 }
            })
        };
        let ratio = Paths::zeros(base.plus(1), 1, n_draws, n_years).map_cells(|_, draw, step| {
            let year = base.plus(1 + step as i32);
            if year <= recorded.last_year() {
                return 1.0;
            }
            let at =
                |supply: &Supply| supply.labour_force.path(0, draw)[later_than(recorded, year)];
            at(supply) / at(stocks.reference.get()).max(1.0)
        });
        Ok(Self {
            scenario: scenario.name.clone(),
            demand: relative(&demand.by_sector),
            supply: relative(&supply.after_mobility),
            labour_force: ratio,
            exits: stocks.exits(&shape),
            leaving: exits::leaving(&supply.population)?
                .map(|(workers, gone)| Leaving { workers, gone })
                .unwrap_or_default(),
            frictional_unemployment: scenario.frictional_unemployment.value,
        })
    }
}

impl Stocks<'_> {
    /// Persons of a sector in a draw and a year: as recorded, then those of `paths` without the error of the level.
    fn persons(&self, paths: &Paths, (sector, draw): (usize, usize), year: Year) -> f64 {
        let later = || {
            let level = self.demand.level().get(draw).copied().unwrap_or(1.0);
            paths.path(sector, draw)[later_than(self.recorded, year)] / level
        };
        recorded_at(self.recorded, sector, year).unwrap_or_else(later)
    }

    /// `x` in the years of `shape`; that of the first projected year before it.
    fn exits(&self, shape: &Paths) -> Paths {
        let (demand, flows) = (&self.demand.get().by_sector, &self.supply.get().flows);
        let first = self.recorded.last_year().plus(1);
        shape.map_cells(|sector, draw, step| {
            let year = shape.first().plus(step as i32).max(first);
            let gone = self.persons(&flows.withdrawals, (sector, draw), year)
                + self.persons(&flows.deaths, (sector, draw), year);
            let before = self.persons(demand, (sector, draw), year.plus(-1));
            if before > 0.0 { gone / before } else { 0.0 }
        })
    }
}

/// Persons of a sector as recorded.
fn recorded_at(recorded: &Panel, sector: usize, year: Year) -> Option<f64> {
    recorded.series[sector].at(year).map(|point| point.value)
}

/// Position of `year` among the projected years of the whole.
fn later_than(recorded: &Panel, year: Year) -> usize {
    usize::try_from(year.since(recorded.last_year()) - 1).unwrap_or(0)
}

/// `g` of the past: employment by sector of `years` over that of the year at `base`; none where the record of
/// the whole has no figure.
pub fn history(recorded: &Panel, years: &[Year], base: usize) -> Vec<Vec<Option<f64>>> {
    let of = |series: &crate::series::Series| {
        let at = |year: &Year| series.at(*year).map(|point| point.value);
        let at_base = years.get(base).and_then(at).filter(|value| *value > 0.0);
        years.iter().take(base + 1).map(|year| Some(at(year)? / at_base?)).collect()
    };
    recorded.series.iter().map(of).collect()
}

fn not_recorded(recorded: &Panel, base: Year) -> crate::error::Error {
    let (from, to) = (recorded.first(), recorded.last_year());
    method(Text::new(
        format!("mô hình của cả vùng có việc làm theo ngành {from}–{to}, không có năm gốc {base}"),
        format!(
            "the model of the whole has employment by sector {from}–{to}, not the base year {base}"
        ),
    ))
}
