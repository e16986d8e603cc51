//! The cohort-component method: population by sex and single year of age, one year at a time.
//!
//! ```text
//! N(a+1, t+1) = N(a, t)·s(a) + M(a)·(1 + s(a))/2         migrants are exposed half a year
//! N(100+, t+1) = the same for those of 99 and of 100 and over
//! B = Σ_a ½·(N_f(a, t) + N_f(a, t+1))·f(a)               girls = B / (1 + boys per girl)
//! N(0, t+1) = B_sex · L0
//! D = N(a)·(1 − s(a)) + M(a)·(1 − s(a))/2                so that N(t+1) = N(t) + B − D + M
//! ```
//!
//! People are counted at mid-year by completed age, and the ages of events are those at the start
//! of the year. Net out-migration takes at most everybody who is left.
//!
//! # Source
//! Preston, Heuveline & Guillot (2001), *Demography: Measuring and Modeling Population Processes*,
//! section 6.3; single years and annual steps as United Nations (2024), *World Population
//! Prospects 2024: Methodology*.

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::numeric::interpolate::split_totals;
use crate::prepare::AgeSexTable;
use crate::supply::life_table::AGES;
use crate::supply::life_table::OPEN_AGE;
use crate::supply::life_table::Survival;

/// Persons by sex (see [`Sex::index`]) and single year of age, the last of 100 and over.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohorts {
    /// Persons.
    pub persons: [Vec<f64>; 2],
}

/// How many children are born.
#[derive(Clone, Debug, PartialEq)]
pub enum Fertility {
    /// Births per woman and year by single age of the mother.
    Rates(Vec<f64>),
    /// A number of births, where fertility is not known.
    Births(f64),
}

/// What befalls a population within a year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearRates {
    /// Survival by sex.
    pub survival: [Survival; 2],
    /// Births.
    pub fertility: Fertility,
    /// Boys born per girl.
    pub males_per_female: f64,
    /// Net migrants by sex and single age at the start of the year.
    pub migration: [Vec<f64>; 2],
}

/// What happened within a year, by sex and age at its start.
#[derive(Clone, Debug, PartialEq)]
pub struct Events {
    /// Births by sex.
    pub births: [f64; 2],
    /// Deaths of children born in the year, by sex.
    pub infant_deaths: [f64; 2],
    /// Deaths of the others.
    pub deaths: [Vec<f64>; 2],
    /// Net migrants.
    pub migration: [Vec<f64>; 2],
}

impl Events {
    /// Births of both sexes.
    pub fn total_births(&self) -> f64 {
        self.births.iter().sum()
    }

    /// Deaths of both sexes and all ages.
    pub fn total_deaths(&self) -> f64 {
        self.infant_deaths.iter().chain(self.deaths.iter().flatten()).sum()
    }

    /// Net migrants of both sexes and all ages.
    pub fn total_migration(&self) -> f64 {
        self.migration.iter().flatten().sum()
    }
}

impl Cohorts {
    /// Single ages from the age groups of `table`, whose last group may be open at any age.
    ///
    /// Closed groups are split by [`split_totals`], the open one in proportion to the person-years
    /// lived at each age in the life table of `survival`, as in a population that has long been
    /// stationary at these ages.
    pub fn from_groups(table: &AgeSexTable, survival: &[Survival; 2]) -> Self {
        let persons = Sex::ALL.map(|sex| {
            let lived = &survival[sex.index()].person_years;
            single_ages(&table.ages, &table.values[sex.index()], lived)
        });
        Self { persons }
    }

    /// Everybody.
    pub fn total(&self) -> f64 {
        self.persons.iter().flatten().sum()
    }

    /// Persons of `sex` in `group`.
    pub fn in_group(&self, sex: Sex, group: AgeGroup) -> f64 {
        sum_in(&self.persons[sex.index()], group)
    }

    /// The population a year later, and what happened.
    pub fn step(&self, rates: &YearRates) -> (Self, Events) {
        let mut next = Self { persons: [vec![0.0; AGES], vec![0.0; AGES]] };
        let mut events = Events {
            births: [0.0; 2],
            infant_deaths: [0.0; 2],
            deaths: [vec![0.0; AGES], vec![0.0; AGES]],
            migration: [vec![0.0; AGES], vec![0.0; AGES]],
        };
        for sex in 0..2 {
            for age in 0..AGES {
                let (persons, survival) = (self.persons[sex][age], rates.survival[sex].age[age]);
                let migrants = feasible_migration(persons, survival, rates.migration[sex][age]);
                events.deaths[sex][age] = (persons + 0.5 * migrants) * (1.0 - survival);
                events.migration[sex][age] = migrants;
                next.persons[sex][(age + 1).min(OPEN_AGE)] +=
                    after_year(persons, survival, migrants);
            }
        }
        self.add_births(&mut next, &mut events, rates);
        (next, events)
    }

    fn add_births(&self, next: &mut Self, events: &mut Events, rates: &YearRates) {
        let mothers = Sex::Female.index();
        let births = match &rates.fertility {
            Fertility::Births(births) => *births,
            Fertility::Rates(by_age) => self.persons[mothers]
                .iter()
                .zip(&next.persons[mothers])
                .zip(by_age)
                .map(|((before, after), rate)| 0.5 * (before + after) * rate)
                .sum(),
        };
        let girls = births / (1.0 + rates.males_per_female);
        events.births[Sex::Female.index()] = girls;
        events.births[Sex::Male.index()] = births - girls;
        for sex in 0..2 {
            let survivors = events.births[sex] * rates.survival[sex].birth;
            next.persons[sex][0] = survivors;
            events.infant_deaths[sex] = events.births[sex] - survivors;
        }
    }

    /// The population by age groups.
    pub fn to_groups(&self, ages: &[AgeGroup]) -> AgeSexTable {
        group_table(&self.persons, ages)
    }
}

/// A quantity by sex and single age, summed into age groups.
pub fn group_table(by_age: &[Vec<f64>; 2], ages: &[AgeGroup]) -> AgeSexTable {
    let values = [0, 1].map(|sex| ages.iter().map(|group| sum_in(&by_age[sex], *group)).collect());
    AgeSexTable { ages: ages.to_vec(), values }
}

fn sum_in(by_age: &[f64], group: AgeGroup) -> f64 {
    let from = usize::from(group.from()).min(AGES);
    let to = group.to().map_or(AGES, |to| (usize::from(to) + 1).min(AGES)).max(from);
    by_age[from..to].iter().sum()
}

/// Net migrants that leave nobody negative.
pub fn feasible_migration(persons: f64, survival: f64, migrants: f64) -> f64 {
    migrants.max(-2.0 * persons * survival / (1.0 + survival))
}

/// Those of an age who are there a year later.
pub fn after_year(persons: f64, survival: f64, migrants: f64) -> f64 {
    (persons * survival + 0.5 * migrants * (1.0 + survival)).max(0.0)
}

/// A quantity of age groups by single age; the open group in proportion to `open_weights`.
///
/// Closed groups follow each other without a gap; what they hold beyond age 100 goes to the open
/// age.
pub fn single_ages(ages: &[AgeGroup], values: &[f64], open_weights: &[f64]) -> Vec<f64> {
    let mut single = vec![0.0; AGES];
    let closed = ages.iter().take_while(|group| group.to().is_some()).count();
    split_closed(&ages[..closed], &values[..closed], &mut single);
    if let (Some(open), Some(value)) = (ages.get(closed), values.get(closed)) {
        let from = usize::from(open.from()).min(OPEN_AGE);
        let whole: f64 = open_weights[from..].iter().sum();
        for age in from..AGES {
            single[age] += if whole > 0.0 { value * open_weights[age] / whole } else { 0.0 };
        }
    }
    single
}

fn split_closed(ages: &[AgeGroup], values: &[f64], single: &mut [f64]) {
    let Some(end) = ages.last().and_then(|last| last.to()) else { return };
    let mut bounds: Vec<f64> = ages.iter().map(|age| f64::from(age.from())).collect();
    bounds.push(f64::from(end) + 1.0);
    let cuts: Vec<f64> = (ages[0].from()..=end + 1).map(f64::from).collect();
    let nowhere_negative = values.iter().all(|value| *value >= 0.0);
    for (age, value) in cuts.iter().zip(split_totals(&bounds, values, &cuts)) {
        let floor = if nowhere_negative { 0.0 } else { f64::NEG_INFINITY };
        single[(*age as usize).min(OPEN_AGE)] += value.max(floor);
    }
}

#[cfg(test)]
mod tests;
