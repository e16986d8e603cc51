//! The back-test of openings: what the ages of the past would have said, beside what came.
//!
//! ```text
//! x(a; T)    exit rates of the cohorts from T − w to T
//! RD         F = Σ_a L(a,T)·[1 − (1 − x(a; T))^w]        O: the same with x(a; T + w)
//! ED_s       F = E_s(T) − E_s(T − w)                    O = E_s(T + w) − E_s(T)
//! openings   of both (ROA), RD_s = E_s(T)·RD / L(T)     R: those of the w years before T
//! ```
//! `w` is the width of the age groups; the labour force `L` by sex and age is population times
//! participation, known where both are for three years `w` apart. Expansion is carried on, not
//! taken from the combination of methods: its errors are in the back-test of employment, and what
//! is tried here is what ages add.
//!
//! What is observed of replacement is net within an age group, as everywhere in these accounts.

use std::collections::BTreeMap;

use crate::balance::openings::openings_of;
use crate::codes::{AgeGroup, Sex};
use crate::error::Result;
use crate::prepare::{AgeSexTable, Participation, Prepared};
use crate::replacement::backtest::{OpeningsErrors, OpeningsTrial, errors_of_openings};
use crate::replacement::exits::{CohortPair, from_cohorts};
use crate::series::Panel;
use crate::units::Year;

/// How openings of the past would have been forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct OpeningsRecord {
    /// Years from an origin to what came.
    pub width: u8,
    /// The origins.
    pub origins: Vec<Year>,
    /// Errors of openings by origin and sector.
    pub openings: OpeningsErrors,
    /// Errors of replacement by origin, all sectors together.
    pub replacement: OpeningsErrors,
}

/// The labour force by sex and age group.
type Force = [Vec<f64>; 2];

/// The back-test of openings; `None` where the labour force by age is not known for three years as
/// far apart as its age groups are wide.
///
/// # Errors
/// If a figure is impossible.
pub fn back_test(prepared: &Prepared) -> Result<Option<OpeningsRecord>> {
    let bands = bands(&prepared.participation);
    let Some(width) = width(&bands) else { return Ok(None) };
    let forces = forces(prepared, &bands);
    let panel = &prepared.employment_as_recorded;
    let mut trials = Trials::default();
    for (origin, force) in &forces {
        let [before, after] = [-1, 1].map(|way| origin.plus(way * i32::from(width)));
        if let (Some(old), Some(new)) = (forces.get(&before), forces.get(&after))
            && let Some(stocks) = stocks(panel, [before, *origin, after])
        {
            trials.add(
                *origin,
                &stocks,
                [leaving(width, (old, force))?, leaving(width, (force, new))?],
            );
        }
    }
    if trials.origins.is_empty() { Ok(None) } else { trials.judged(width).map(Some) }
}

/// Bands of participation of both sexes from a working age on, the last open.
fn bands(participation: &[Participation]) -> Vec<AgeGroup> {
    let mut bands: Vec<AgeGroup> = participation
        .iter()
        .filter(|group| group.sex.is_none_or(|sex| sex == Sex::Female))
        .map(|group| group.age)
        .filter(|age| usize::from(age.from()) >= crate::supply::age_rates::FIRST_AGE)
        .collect();
    bands.sort_unstable();
    bands.dedup();
    bands
}

/// Width of the closed bands, if they follow each other and are all as wide.
fn width(bands: &[AgeGroup]) -> Option<u8> {
    let (last, closed) = bands.split_last()?;
    let width_of = |age: &AgeGroup| age.to().map(|to| to - age.from() + 1);
    let width = width_of(closed.first()?)?;
    let alike = closed.iter().all(|age| width_of(age) == Some(width));
    let adjoining = bands.windows(2).all(|pair| pair[0].from() + width == pair[1].from());
    (last.to().is_none() && alike && adjoining && closed.len() > 1).then_some(width)
}

fn forces(prepared: &Prepared, bands: &[AgeGroup]) -> BTreeMap<Year, Force> {
    let Some(demography) = &prepared.demography else { return BTreeMap::new() };
    let now = (&demography.base_year, &demography.population);
    let years = demography.past.iter().chain([now]);
    years
        .filter_map(|(year, population)| {
            let of_sex = |sex| {
                let cells = bands.iter().map(|band| {
                    let rate = rate(&prepared.participation, (sex, *band), *year)?;
                    Some(rate * persons(population, sex, *band)?)
                });
                cells.collect::<Option<Vec<f64>>>()
            };
            Some((*year, [of_sex(Sex::Female)?, of_sex(Sex::Male)?]))
        })
        .collect()
}

fn rate(participation: &[Participation], (sex, band): (Sex, AgeGroup), year: Year) -> Option<f64> {
    let mut groups = participation.iter().filter(|group| group.age == band);
    let group = groups.find(|group| group.sex.is_none_or(|own| own == sex))?;
    Some(group.rates.at(year)?.value)
}

/// Persons of the groups that make up `band`; `None` if they do not make it up.
fn persons(population: &AgeSexTable, sex: Sex, band: AgeGroup) -> Option<f64> {
    let cells = population.ages.iter().zip(&population.values[sex.index()]);
    let mut inside = cells.filter(|(age, _)| {
        age.from() >= band.from()
            && band.to().is_none_or(|end| age.to().is_some_and(|to| to <= end))
    });
    let (first, persons) = inside.next()?;
    (first.from() == band.from()).then(|| persons + inside.map(|(_, n)| n).sum::<f64>())
}

/// Employment of the sectors in three years; `None` if one is not known.
fn stocks(panel: &Panel, years: [Year; 3]) -> Option<Vec<[f64; 3]>> {
    let of = |series: &crate::series::Series| {
        let [before, now, after] = years.map(|year| series.at(year).map(|point| point.value));
        Some([before?, now?, after?])
    };
    panel.series.iter().map(of).collect()
}

/// Share of the first labour force of a pair that has left by the second, and of the second that
/// would at the same rates.
fn leaving(width: u8, (before, after): (&Force, &Force)) -> Result<[f64; 2]> {
    let (mut of_before, mut of_after) = (0.0, 0.0);
    for (before, after) in before.iter().zip(after) {
        let rates = from_cohorts(&CohortPair { before, after, width, growth: 1.0 })?;
        for ((rate, before), after) in rates.iter().zip(before).zip(after) {
            let gone = 1.0 - (1.0 - rate).powi(i32::from(width));
            of_before += gone * before;
            of_after += gone * after;
        }
    }
    let whole = |force: &Force| force.iter().flatten().sum::<f64>();
    Ok([of_before / whole(before), of_after / whole(after)])
}

/// Figures of all origins, beside each other.
#[derive(Default)]
struct Trials {
    origins: Vec<Year>,
    openings: [Vec<f64>; 3],
    replacement: [Vec<f64>; 3],
}

impl Trials {
    /// Adds an origin: employment before, at and after it, and the shares that left in the pair
    /// before it, that should leave after it at those rates, and that did.
    fn add(&mut self, origin: Year, stocks: &[[f64; 3]], [past, future]: [[f64; 2]; 2]) {
        let ([had_left, would_leave], [left, _]) = (past, future);
        let mut replaced = [0.0; 3];
        for [before, now, after] in stocks {
            let of_sector = [
                (now - before, now * would_leave),
                (after - now, now * left),
                (now - before, before * had_left),
            ];
            for (which, (expansion, replacement)) in of_sector.into_iter().enumerate() {
                self.openings[which].push(openings_of(expansion, replacement));
                replaced[which] += replacement;
            }
        }
        self.origins.push(origin);
        self.replacement.iter_mut().zip(replaced).for_each(|(all, persons)| all.push(persons));
    }

    fn judged(self, width: u8) -> Result<OpeningsRecord> {
        let errors = |[forecast, observed, reference]: &[Vec<f64>; 3]| {
            errors_of_openings(&OpeningsTrial { forecast, observed, reference })
        };
        let (openings, replacement) = (errors(&self.openings)?, errors(&self.replacement)?);
        Ok(OpeningsRecord { width, origins: self.origins, openings, replacement })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_of_one_width_that_follow_each_other_are_needed() {
        let five = [AgeGroup::closed(15, 19), AgeGroup::closed(20, 24), AgeGroup::open(25)];
        assert_eq!(width(&five), Some(5));
        assert_eq!(width(&five[..2]), None);
        let uneven = [AgeGroup::closed(15, 24), AgeGroup::closed(25, 29), AgeGroup::open(30)];
        assert_eq!(width(&uneven), None);
        assert_eq!(width(&[]), None);
    }

    #[test]
    fn a_band_is_made_up_of_the_groups_inside_it() {
        let table = AgeSexTable {
            ages: vec![AgeGroup::closed(60, 64), AgeGroup::closed(65, 69), AgeGroup::open(70)],
            values: [vec![5.0, 3.0, 2.0], vec![1.0, 1.0, 1.0]],
        };
        assert_eq!(persons(&table, Sex::Female, AgeGroup::open(65)), Some(5.0));
        assert_eq!(persons(&table, Sex::Male, AgeGroup::closed(60, 64)), Some(1.0));
        assert_eq!(persons(&table, Sex::Male, AgeGroup::closed(55, 64)), None);
    }

    #[test]
    fn a_stationary_labour_force_is_forecast_without_error() {
        let force = || [vec![100.0, 80.0, 40.0], vec![50.0, 50.0, 50.0]];
        let shares = leaving(5, (&force(), &force())).unwrap();
        assert_eq!(shares[0], shares[1]);
        // Of the women 20 of 100, then two thirds of the two oldest groups together.
        let women = 20.0 + 120.0 * (1.0 - 40.0 / 120.0);
        let men = 100.0 * 0.5;
        assert!((shares[0] - (women + men) / 370.0).abs() < 1e-12, "{shares:?}");
        let mut trials = Trials::default();
        trials.add(Year(2020), &[[10.0; 3], [30.0; 3]], [shares, shares]);
        let record = trials.judged(5).unwrap();
        assert_eq!((record.openings.wape, record.replacement.bias), (Some(0.0), 0.0));
    }

    #[test]
    fn expansion_is_carried_on_and_openings_of_before_are_the_reference() {
        let mut trials = Trials::default();
        trials.add(Year(2020), &[[100.0, 110.0, 115.0]], [[0.1, 0.2], [0.3, 0.0]]);
        let record = trials.judged(5).unwrap();
        // Forecast 10 + 22, observed 5 + 33, reference 10 + 10.
        assert_eq!(record.openings.errors, [-6.0]);
        assert_eq!(record.openings.loss_ratio, Some(36.0 / 324.0));
        assert_eq!(record.replacement.errors, [-11.0]);
    }
}
