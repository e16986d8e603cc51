//! Scenarios: coherent sets of assumptions, each with its source.

use std::collections::BTreeMap;

use crate::codes::SectorCode;
use crate::language::Text;
use crate::units::Year;

/// A value that was chosen, and who chose it or why.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub source: String,
}

impl<T> Assumption<T> {
    /// An assumption with its source.
    pub fn new(value: T, source: impl Into<String>) -> Self {
        Self { value, source: source.into() }
    }
}

/// Growth rates over the years after the base year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GrowthPath {
    /// Growth over the year before, as a share, for the years that are named.
    pub by_year: BTreeMap<Year, f64>,
    /// Growth in every other year.
    pub otherwise: f64,
}

impl GrowthPath {
    /// Growth of `year` over the year before, as a share.
    pub fn of(&self, year: Year) -> f64 {
        self.by_year.get(&year).copied().unwrap_or(self.otherwise)
    }

    /// Level relative to `base` for each year from the year after `base` to `to`.
    pub fn levels(&self, base: Year, to: Year) -> Vec<f64> {
        let mut level = 1.0;
        base.plus(1)
            .to(to)
            .map(|year| {
                level *= 1.0 + self.of(year);
                level
            })
            .collect()
    }
}

/// A sudden change of demand, such as a pandemic or the opening of a border.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// First year it is felt.
    pub year: Year,
    /// Relative change of demand in that year, by sector.
    pub demand: BTreeMap<SectorCode, f64>,
    /// Part of the change still there one, two, … years later; nothing after the last.
    pub remaining: Vec<f64>,
}

impl Shock {
    /// Factor on the demand of `sector` in `year`.
    pub fn factor(&self, sector: &SectorCode, year: Year) -> f64 {
        let change = self.demand.get(sector).copied().unwrap_or(0.0);
        let remaining = match usize::try_from(year.since(self.year)) {
            Err(_) => 0.0,
            Ok(0) => 1.0,
            Ok(later) => self.remaining.get(later - 1).copied().unwrap_or(0.0),
        };
        1.0 + change * remaining
    }
}

/// A coherent set of assumptions about what is chosen or not forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Name as typed.
    pub name: String,
    /// Name as shown.
    pub title: Text,
    /// Scenario it was derived from.
    pub parent: Option<String>,
    /// Growth of output at constant prices.
    pub output_growth: Assumption<GrowthPath>,
    /// Share of present net out-migration that stays instead, 0 to 1.
    pub retained_out_migration: Assumption<f64>,
    /// Share of entrants trained for, and led to, the sectors with openings, 0 to 1.
    pub steered_entrants: Assumption<f64>,
    /// Factor on present net mobility between sectors.
    pub mobility_lever: Assumption<f64>,
    /// Unemployment that remains when supply meets demand, as a share of the labour force.
    pub frictional_unemployment: Assumption<f64>,
    /// Change of participation rates of ages 15 to 64, in share points reached at the last year.
    pub participation_change: Assumption<f64>,
    /// Factor on the jobs of known projects.
    pub known_projects: Assumption<f64>,
    /// Share of graduates who leave the area at present that stays instead, 0 to 1.
    pub retained_graduates: Assumption<f64>,
    /// Factor on the intake of every training programme after the base year.
    pub training_intake: Assumption<f64>,
    /// Sudden changes of demand.
    pub shocks: Vec<Assumption<Shock>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Classification;

    #[test]
    fn a_shock_fades_as_stated_and_touches_no_year_before_it() {
        let sector = SectorCode::new(Classification::Vsic2018, "I").unwrap();
        let demand = BTreeMap::from([(sector.clone(), -0.4)]);
        let shock = Shock { year: Year(2027), demand, remaining: vec![0.5] };
        let factors: Vec<f64> =
            Year(2026).to(Year(2029)).map(|year| shock.factor(&sector, year)).collect();
        assert_eq!(factors, [1.0, 0.6, 0.8, 1.0]);
    }

    #[test]
    fn growth_compounds() {
        let growth = GrowthPath { by_year: BTreeMap::from([(Year(2027), -0.5)]), otherwise: 0.1 };
        let levels = growth.levels(Year(2025), Year(2027));
        assert!((levels[0] - 1.1).abs() < 1e-12 && (levels[1] - 0.55).abs() < 1e-12);
    }
}
