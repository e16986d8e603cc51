//! Balance: gap, openings, classes and attribution, from coherent stocks.
//!
//! ```text
//! gap        = supply − demand                              negative: shortage
//! expansion  = D(t) − D(t−1)
//! openings   = max(expansion, 0) + max(replacement + min(expansion, 0), 0)
//! ```
//! `replacement` are the workers who retire, withdraw or die; falling employment eats replacement
//! first. All of it is computed draw by draw. Every set of paths has one series a sector and the
//! sum over the sectors as its last series.
//!
//! # Source
//! Openings: ROA (Research Centre for Education and the Labour Market), rule of the Dutch
//! labour-market forecasts.

pub mod attribution;
pub mod class;
pub mod openings;

use crate::balance::attribution::Attribution;
use crate::balance::openings::{openings_of, unreplaced_of};
use crate::demand::Demand;
use crate::paths::Paths;
use crate::reconcile::Coherent;
use crate::supply::Supply;

/// Gaps, openings and their causes under one scenario; sectors first, their sum last.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// Employment wanted.
    pub demand: Paths,
    /// Workers if nobody changes sector.
    pub supply_before_mobility: Paths,
    /// Workers if people keep moving as they do.
    pub supply_after_mobility: Paths,
    /// Gap if nobody changes sector.
    pub gap_before_mobility: Paths,
    /// Gap if people keep moving as they do.
    pub gap_after_mobility: Paths,
    /// Change of demand over the year before.
    pub expansion: Paths,
    /// Workers who retire, withdraw or die.
    pub replacement: Paths,
    /// Openings for entrants.
    pub openings: Paths,
    /// Separations that falling demand leaves without replacement.
    pub unreplaced: Paths,
    /// Causes of `gap_after_mobility`.
    pub attribution: Attribution,
}

/// The balance of coherent demand and supply.
///
/// `base_demand` is employment by sector in the base year, in persons.
pub fn balance(
    base_demand: &[f64],
    demand: &Coherent<Demand>,
    supply: &Coherent<Supply>,
) -> Balance {
    let level = demand.level();
    let (wanted, available) = (demand.get(), supply.get());
    let demand_paths = &wanted.by_sector;
    let expansion = change(demand_paths, base_demand, level);
    let flows = &available.flows;
    let replacement = flows.withdrawals.zip_with(&flows.deaths, |w, d| w + d);
    let openings = expansion.zip_with(&replacement, openings_of);
    let unreplaced = expansion.zip_with(&replacement, unreplaced_of);
    let gap = |supply: &Paths| supply.zip_with(demand_paths, |s, d| s - d);
    let attribution = attribution::attribute(base_demand, demand, supply);
    Balance {
        demand: demand_paths.with_total(),
        supply_before_mobility: available.before_mobility.with_total(),
        supply_after_mobility: available.after_mobility.with_total(),
        gap_before_mobility: gap(&available.before_mobility).into_with_total(),
        gap_after_mobility: gap(&available.after_mobility).into_with_total(),
        expansion: expansion.into_with_total(),
        replacement: replacement.into_with_total(),
        openings: openings.into_with_total(),
        unreplaced: unreplaced.into_with_total(),
        attribution,
    }
}

/// Change over the year before, the year before the first being the base year.
fn change(paths: &Paths, base: &[f64], level: &[f64]) -> Paths {
    let mut changes = paths.clone();
    for (series, base) in base.iter().enumerate() {
        for (draw, factor) in level.iter().enumerate() {
            let stocks = paths.path(series, draw);
            let mut before = base * factor;
            for (change, stock) in changes.path_mut(series, draw).iter_mut().zip(stocks) {
                *change = stock - before;
                before = *stock;
            }
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Year;

    #[test]
    fn changes_start_from_the_scaled_base_year() {
        let mut paths = Paths::zeros(Year(2026), 1, 1, 2);
        paths.path_mut(0, 0).copy_from_slice(&[12.0, 11.0]);
        assert_eq!(change(&paths, &[5.0], &[2.0]).path(0, 0), [2.0, -1.0]);
    }
}
