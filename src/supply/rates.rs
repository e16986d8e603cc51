//! Rates of single years and ages from tables of periods and age groups.
//!
//! A table of a period holds from mid-year to mid-year, so the step from year t to t + 1 belongs
//! to the period that contains t. Rates of single years come from the periods' by
//! [`mean_of_year`]: smooth between periods, and averaging to each period's rate, which a line
//! between the mid-points would not do. Before the first and after the last period the nearest
//! is held.

use std::collections::BTreeMap;

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::numeric::interpolate::mean_of_year;
use crate::prepare::AgeSexTable;
use crate::prepare::Demography;
use crate::supply::cohort::Cohorts;
use crate::supply::cohort::Fertility;
use crate::supply::cohort::single_ages;
use crate::supply::life_table::AGES;
use crate::supply::life_table::Survival;
use crate::units::Year;

/// Boys born per girl where the ratio is not known, the ratio usual without selection.
pub const USUAL_MALES_PER_FEMALE: f64 = 1.05;

/// Last age of an open group of mothers.
const LAST_MATERNAL_AGE: u8 = 49;

/// Survival by sex within the year that starts at mid-`year`; certain without a table.
pub fn survival(demography: &Demography, year: Year) -> [Survival; 2] {
    let Some(table) = table_of_year(&demography.mortality, year) else {
        return [Survival::certain(), Survival::certain()];
    };
    Sex::ALL.map(|sex| Survival::from_rates(sex, &table.ages, &table.values[sex.index()]))
}

/// Net migrants by sex and single age within the year that starts at mid-`year`.
pub fn net_migration(demography: &Demography, year: Year) -> Option<[Vec<f64>; 2]> {
    let table = table_of_year(&demography.net_migration, year)?;
    let weights = vec![1.0; AGES];
    Some(Sex::ALL.map(|sex| single_ages(&table.ages, &table.values[sex.index()], &weights)))
}

/// Fertility within the year that starts at mid-`year`.
///
/// Without total fertility or its age pattern, as many children are born every year as are of age
/// 0 in `base`.
pub fn fertility(demography: &Demography, base: &Cohorts, year: Year) -> Fertility {
    let total = rate_of_year(&demography.total_fertility, year);
    match total.zip(pattern_of_year(&demography.fertility_pattern, year)) {
        Some((total, pattern)) => {
            Fertility::Rates(pattern.into_iter().map(|share| total * share).collect())
        }
        None => Fertility::Births(base.persons[0][0] + base.persons[1][0]),
    }
}

/// Boys born per girl within the year that starts at mid-`year`.
pub fn males_per_female(demography: &Demography, year: Year) -> f64 {
    rate_of_year(&demography.sex_ratio_at_birth, year).unwrap_or(USUAL_MALES_PER_FEMALE)
}

fn rate_of_year(periods: &BTreeMap<Year, f64>, year: Year) -> Option<f64> {
    let (starts, means): (Vec<f64>, Vec<f64>) =
        periods.iter().map(|(start, mean)| (f64::from(start.0), *mean)).unzip();
    (!starts.is_empty()).then(|| mean_of_year(&starts, &means, f64::from(year.0)))
}

/// The periods whose tables have the age groups of the latest, and their starts.
fn table_of_year(periods: &BTreeMap<Year, AgeSexTable>, year: Year) -> Option<AgeSexTable> {
    let ages = &periods.values().next_back()?.ages;
    let tables: Vec<(f64, &AgeSexTable)> = periods
        .iter()
        .filter(|(_, table)| table.ages == *ages)
        .map(|(start, table)| (f64::from(start.0), table))
        .collect();
    let starts: Vec<f64> = tables.iter().map(|(start, _)| *start).collect();
    let values = [0, 1].map(|sex: usize| {
        (0..ages.len())
            .map(|age| {
                let means: Vec<f64> =
                    tables.iter().map(|(_, table)| table.values[sex][age]).collect();
                mean_of_year(&starts, &means, f64::from(year.0))
            })
            .collect()
    });
    Some(AgeSexTable { ages: ages.clone(), values })
}

/// Shares of single ages of mothers in total fertility, which add up to one.
///
/// All ages of a group have its rate: the rate is births over women of the group, and holds for
/// the group as it is composed. A curve through the groups misses the births of Viet Nam in
/// 2025–2030 by 0.6 %, the steps by 0.06 %.
fn pattern_of_year(periods: &BTreeMap<Year, Vec<(AgeGroup, f64)>>, year: Year) -> Option<Vec<f64>> {
    let groups: Vec<AgeGroup> = periods.values().next_back()?.iter().map(|(age, _)| *age).collect();
    let shares: Vec<f64> = (0..groups.len())
        .filter_map(|i| {
            let share = |pattern: &Vec<(AgeGroup, f64)>| pattern.get(i).map(|(_, share)| *share);
            let of_group: BTreeMap<Year, f64> =
                periods.iter().filter_map(|(start, p)| Some((*start, share(p)?))).collect();
            rate_of_year(&of_group, year)
        })
        .collect();
    let widths: Vec<f64> =
        groups.iter().map(|g| f64::from(last_age(*g) - g.from()) + 1.0).collect();
    let whole: f64 = shares.iter().sum();
    let mut single = vec![0.0; AGES];
    for ((group, share), width) in groups.iter().zip(&shares).zip(&widths) {
        let rate = if whole > 0.0 { share / whole / width } else { 0.0 };
        let end = (usize::from(last_age(*group)) + 1).min(AGES);
        single[usize::from(group.from()).min(end)..end].fill(rate);
    }
    Some(single)
}

fn last_age(group: AgeGroup) -> u8 {
    group.to().unwrap_or(LAST_MATERNAL_AGE).max(group.from())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;

    fn ages() -> Vec<AgeGroup> {
        vec![AgeGroup::closed(0, 14), AgeGroup::closed(15, 49), AgeGroup::open(50)]
    }

    fn table(value: f64) -> AgeSexTable {
        AgeSexTable { ages: ages(), values: [vec![value; 3], vec![value; 3]] }
    }

    fn demography() -> Demography {
        Demography {
            base_year: Year(2025),
            population: table(1000.0),
            past: BTreeMap::new(),
            mortality: BTreeMap::from([(Year(2020), table(0.03)), (Year(2025), table(0.01))]),
            total_fertility: BTreeMap::from([(Year(2025), 2.0)]),
            fertility_pattern: BTreeMap::from([(
                Year(2025),
                vec![(AgeGroup::closed(15, 24), 0.25), (AgeGroup::closed(25, 49), 0.75)],
            )]),
            sex_ratio_at_birth: BTreeMap::new(),
            net_migration: BTreeMap::new(),
            net_migration_rate: None,
            status: Status::Observed,
        }
    }

    #[test]
    fn fertility_by_single_age_adds_up_to_total_fertility() {
        let base = Cohorts { persons: [vec![10.0; AGES], vec![11.0; AGES]] };
        let Fertility::Rates(rates) = fertility(&demography(), &base, Year(2026)) else {
            panic!("rates are known")
        };
        assert!((rates.iter().sum::<f64>() - 2.0).abs() < 1e-12);
        assert!((rates[15..25].iter().sum::<f64>() - 0.5).abs() < 1e-12);
        assert_eq!((rates[14], rates[50]), (0.0, 0.0));
    }

    #[test]
    fn without_fertility_as_many_are_born_as_are_infants_now() {
        let base = Cohorts { persons: [vec![10.0; AGES], vec![11.0; AGES]] };
        let unknown = Demography { total_fertility: BTreeMap::new(), ..demography() };
        assert_eq!(fertility(&unknown, &base, Year(2026)), Fertility::Births(21.0));
        assert_eq!(males_per_female(&unknown, Year(2026)), 1.05);
    }

    #[test]
    fn mortality_is_smooth_between_periods_and_held_after_the_last() {
        let death = |year| -survival(&demography(), Year(year))[0].age[30].ln();
        assert!((death(2030) - 0.01).abs() < 1e-9);
        let mean = (2025..2030).map(death).sum::<f64>() / 5.0;
        assert!((mean - 0.01).abs() < 1e-6, "{mean}");
        assert!(death(2024) > death(2025) && death(2025) > death(2027));
    }
}
