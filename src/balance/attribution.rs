//! Attribution: what makes the gap, in parts that sum to it exactly.
//!
//! ```text
//! gap(t) = base + growth + productivity + exits + entrants + migration + mobility
//! growth       = −D(T) · (Y(t)/Y(T) − 1)                output grows, workers are wanted
//! productivity =  D(T) · Y(t)/Y(T) − D(t)               and each of them makes more
//! exits        = −Σ (withdrawals + deaths)              from T+1 to t, like the next three
//! ```
//! `base` is the gap of the base year `T`. Without a path of output, growth is the whole change of
//! demand and productivity is zero. The split of demand is sequential: growth first.

use crate::demand::Demand;
use crate::paths::Paths;
use crate::reconcile::Coherent;
use crate::supply::Supply;

/// Causes of the gap after mobility; sectors first, their sum last.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Gap of the base year.
    pub base: Paths,
    /// Growth of output at constant productivity.
    pub growth: Paths,
    /// Growth of productivity.
    pub productivity: Paths,
    /// Retirement, withdrawal and death.
    pub exits: Paths,
    /// First entrants and returners.
    pub entrants: Paths,
    /// Net migration.
    pub migration: Paths,
    /// Net moves from other sectors.
    pub mobility: Paths,
}

impl Attribution {
    /// The causes with their names, in the order of the sum.
    pub const fn parts(&self) -> [(&'static str, &Paths); 7] {
        [
            ("attribution_base", &self.base),
            ("attribution_growth", &self.growth),
            ("attribution_productivity", &self.productivity),
            ("attribution_exits", &self.exits),
            ("attribution_entrants", &self.entrants),
            ("attribution_migration", &self.migration),
            ("attribution_mobility", &self.mobility),
        ]
    }
}

pub(super) fn attribute(
    base_demand: &[f64],
    demand: &Coherent<Demand>,
    supply: &Coherent<Supply>,
) -> Attribution {
    let (level, wanted, available) = (demand.level(), demand.get(), supply.get());
    let flows = &available.flows;
    let shape = &wanted.by_sector;
    let growth = |sector: usize, draw: usize, year: usize| match &wanted.output_level {
        Some(output) => -base_demand[sector] * level[draw] * (output[year] - 1.0),
        None => base_demand[sector] * level[draw] - shape.path(sector, draw)[year],
    };
    let change = |sector: usize, draw: usize, year: usize| {
        base_demand[sector] * level[draw] - shape.path(sector, draw)[year]
    };
    let exits = flows.withdrawals.zip_with(&flows.deaths, |w, d| -w - d);
    Attribution {
        base: shape
            .map_cells(|s, d, _| (available.base[s] - base_demand[s]) * level[d])
            .into_with_total(),
        growth: shape.map_cells(growth).into_with_total(),
        productivity: shape
            .map_cells(|s, d, y| change(s, d, y) - growth(s, d, y))
            .into_with_total(),
        exits: exits.cumulated().into_with_total(),
        entrants: flows.entrants.cumulated().into_with_total(),
        migration: flows.migration.cumulated().into_with_total(),
        mobility: flows.mobility.cumulated().into_with_total(),
    }
}
