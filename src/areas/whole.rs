//! The sectors of the whole under one scenario, relative to the base year of the areas.
//!
//! ```text
//! g(s,t) = N(s,t)/N(s,T)        employment wanted
//! v(s,t) = S(s,t)/N(s,T)        workers after mobility
//! λ(t)   = F(t)/F°(t)           labour force over that of the scenario the levers start from
//! ```
//! `T` is the base year of the areas. The record of the whole may reach further than theirs: to its end, as
//! recorded, it stands for demand and supply alike and `λ` is one. The series cleaned for the fit will not do: where a
//! lasting shift was taken out they are on another level before it.

use crate::areas::tree::method;
use crate::demand::Demand;
use crate::error::Result;
use crate::language::Text;
use crate::paths::Paths;
use crate::scenario::Scenario;
use crate::series::Panel;
use crate::supply::Supply;
use crate::units::Year;

/// Demand and supply of the whole as its own run has them.
#[derive(Clone, Copy, Debug)]
pub struct Stocks<'a> {
    /// Employment by sector to the whole's base year.
    pub recorded: &'a Panel,
    /// Demand, coherent.
    pub demand: &'a Demand,
    /// Supply, coherent.
    pub supply: &'a Supply,
    /// Supply of the scenario the levers start from.
    pub reference: &'a Supply,
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
        let n_draws = stocks.demand.by_sector.n_draws();
        let n_years = usize::try_from(to.since(base)).unwrap_or(0);
        let relative = |paths: &Paths| {
            let shape = Paths::zeros(base.plus(1), recorded.series.len(), n_draws, n_years);
            shape.map_cells(|sector, draw, step| {
                let series = &recorded.series[sector];
                let at_base = series.at(base).map_or(0.0, |point| point.value);
                let year = base.plus(1 + step as i32);
                let later = |paths: &Paths| paths.path(sector, draw)[later_than(recorded, year)];
                let persons = series.at(year).map_or_else(|| later(paths), |point| point.value);
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
            at(stocks.supply) / at(stocks.reference).max(1.0)
        });
        Ok(Self {
            scenario: scenario.name.clone(),
            demand: relative(&stocks.demand.by_sector),
            supply: relative(&stocks.supply.after_mobility),
            labour_force: ratio,
            frictional_unemployment: scenario.frictional_unemployment.value,
        })
    }
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
