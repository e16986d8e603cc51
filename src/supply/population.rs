//! The expected population from the base year on.

use crate::prepare::AgeSexTable;
use crate::prepare::Demography;
use crate::supply::cohort::Cohorts;
use crate::supply::cohort::Events;
use crate::supply::cohort::YearRates;
use crate::supply::migration;
use crate::supply::rates;
use crate::units::Year;

/// A population by sex and single age over several years, and what happened between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// First year.
    pub base: Year,
    /// The population of each year, the base year first.
    pub cohorts: Vec<Cohorts>,
    /// Rates of each step from one year to the next.
    pub rates: Vec<YearRates>,
    /// Events of each step.
    pub events: Vec<Events>,
}

/// What is assumed about a projection beyond the rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// First year of the result.
    pub base: Year,
    /// Last year.
    pub to: Year,
    /// Share of net out-migration that stays from `base` on, 0 to 1.
    pub retained: f64,
}

/// The population over `span`, by the cohort-component method.
///
/// The population is carried on from its own year to the base year, if it is older. If it is
/// younger, the past population of the base year is used where it is known, and else the younger
/// one as it is.
pub fn project(demography: &Demography, span: Span) -> Projection {
    let Span { base, to, retained } = span;
    let (counted_in, table) = starting_point(demography, base);
    let survival = rates::survival(demography, counted_in);
    let mut cohorts = Cohorts::from_groups(table, &survival);
    for year in counted_in.to(base.plus(-1)) {
        cohorts = cohorts.step(&year_rates(demography, &cohorts, year, 0.0)).0;
    }
    let mut projection =
        Projection { base, cohorts: vec![cohorts], rates: Vec::new(), events: Vec::new() };
    for year in base.to(to.plus(-1)) {
        let before = &projection.cohorts[projection.cohorts.len() - 1];
        let step = year_rates(demography, before, year, retained);
        let (after, events) = before.step(&step);
        projection.cohorts.push(after);
        projection.rates.push(step);
        projection.events.push(events);
    }
    projection
}

/// The population to start from and the year it is taken to be of.
fn starting_point(demography: &Demography, base: Year) -> (Year, &AgeSexTable) {
    if demography.base_year <= base {
        (demography.base_year, &demography.population)
    } else {
        (base, demography.past.get(&base).unwrap_or(&demography.population))
    }
}

fn year_rates(demography: &Demography, cohorts: &Cohorts, year: Year, retained: f64) -> YearRates {
    YearRates {
        survival: rates::survival(demography, year),
        fertility: rates::fertility(demography, cohorts, year),
        males_per_female: rates::males_per_female(demography, year),
        migration: migration::expected(demography, cohorts, year, retained),
    }
}
