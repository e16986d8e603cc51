//! Persons in post by sex and single age: who passes the retirement age, and how they grow older.
//!
//! ```text
//! h(x, t)     = 1 − [A(t) − x − 1] / [A(t−1) − x]        both brackets cut to 0 … 1
//! N(x+1, t)   = N(x, t−1) (1 − h(x, t)) · share that neither resigns nor is promoted
//! ```
//! `h` is the share of those aged `x` at the beginning of the year who pass the retirement age `A`
//! in it: persons of a single age are spread evenly over it, and those beyond `A(t−1)` have left
//! before. An age that rises from one year to the next retires fewer, which is what the law
//! intends. Those above the age at the start retire in the first year.
//!
//! It leaves out early retirement and service beyond the age.

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::supply::retirement::RetirementAges;
use crate::units::Year;

/// The youngest age; who is younger counts as this old.
const FIRST_AGE: usize = 18;
/// The oldest age; who is older counts as this old.
const LAST_AGE: usize = 75;
const N_AGES: usize = LAST_AGE - FIRST_AGE + 1;

/// Youngest and oldest age of those appointed, who are spread evenly between them: chosen. Nobody
/// of them retires within twenty years, so nothing else about them matters.
const APPOINTED: (usize, usize) = (22, 35);

/// Share of each sex (see [`Sex::index`]) and single age that retires in a year.
pub type Hazards = [Vec<f64>; 2];

/// The shares of those of each sex and age at the beginning of `year` who retire in it.
pub fn hazards(law: &RetirementAges, year: Year) -> Hazards {
    let mut shares = [0, 1].map(|_| vec![0.0; N_AGES]);
    for sex in Sex::ALL {
        let (before, now) = (law.at(sex, year.plus(-1)), law.at(sex, year));
        for (offset, share) in shares[sex.index()].iter_mut().enumerate() {
            let age = (FIRST_AGE + offset) as f64;
            let there = (before - age).clamp(0.0, 1.0);
            let left = (now - age - 1.0).clamp(0.0, 1.0);
            *share = if there > 0.0 { 1.0 - (left / there).min(1.0) } else { 1.0 };
        }
    }
    shares
}

/// Persons by sex and single age at the end of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct AgeStructure([Vec<f64>; 2]);

impl AgeStructure {
    /// Nobody.
    pub fn empty() -> Self {
        Self([0, 1].map(|_| vec![0.0; N_AGES]))
    }

    /// Persons of age groups, spread evenly over each, who have since grown `older` by some years.
    pub fn of_groups(groups: impl Iterator<Item = (Sex, AgeGroup, f64)>, older: usize) -> Self {
        let mut structure = Self::empty();
        for (sex, group, persons) in groups {
            let ages = group.from()..=group.to().unwrap_or(group.from());
            let each = persons / ages.len().max(1) as f64;
            for age in ages {
                structure.0[sex.index()][offset(usize::from(age) + older)] += each;
            }
        }
        structure
    }

    /// Everybody.
    pub fn total(&self) -> f64 {
        self.0.iter().flatten().sum()
    }

    /// The structure with every cell multiplied by `factor`.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self(self.0.clone().map(|ages| ages.into_iter().map(|n| n * factor).collect()))
    }

    /// Scales everybody to `total`; nobody stays nobody.
    pub fn scale_to(&mut self, total: f64) {
        let own = self.total();
        if own > 0.0 {
            *self = self.times(total / own);
        }
    }

    /// Takes out those who retire and returns their number; `share(persons, hazard)` is the share
    /// of a cell that leaves.
    pub fn retire(&mut self, hazards: &Hazards, mut share: impl FnMut(f64, f64) -> f64) -> f64 {
        let mut retired = 0.0;
        for (persons, hazards) in self.0.iter_mut().zip(hazards) {
            for (n, hazard) in persons.iter_mut().zip(hazards).filter(|(_, h)| **h > 0.0) {
                let leaving = *n * share(*n, *hazard);
                retired += leaving;
                *n -= leaving;
            }
        }
        retired
    }

    /// Makes everybody a year older.
    pub fn grow_older(&mut self) {
        for ages in &mut self.0 {
            let oldest = ages[N_AGES - 2] + ages[N_AGES - 1];
            ages.rotate_right(1);
            ages[0] = 0.0;
            ages[N_AGES - 1] = oldest;
        }
    }

    /// Adds the persons of another structure.
    pub fn add(&mut self, other: &Self) {
        for (own, others) in self.0.iter_mut().zip(&other.0) {
            own.iter_mut().zip(others).for_each(|(n, more)| *n += more);
        }
    }

    /// Adds persons who are newly appointed, as many women as men.
    pub fn appoint(&mut self, persons: f64) {
        let (youngest, oldest) = APPOINTED;
        let each = persons / (2 * (oldest - youngest + 1)) as f64;
        for ages in &mut self.0 {
            ages[offset(youngest)..=offset(oldest)].iter_mut().for_each(|n| *n += each);
        }
    }
}

const fn offset(age: usize) -> usize {
    if age < FIRST_AGE {
        0
    } else if age > LAST_AGE {
        N_AGES - 1
    } else {
        age - FIRST_AGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retired(groups: &[(Sex, u8, u8, f64)], from: i32, n_years: i32) -> Vec<f64> {
        let law = RetirementAges::viet_nam();
        let groups = groups.iter().map(|(sex, a, b, n)| (*sex, AgeGroup::closed(*a, *b), *n));
        let mut structure = AgeStructure::of_groups(groups, 0);
        let year = |t| {
            let retired = structure.retire(&hazards(&law, Year(from + t)), |_, hazard| hazard);
            structure.grow_older();
            retired
        };
        (0..n_years).map(year).collect()
    }

    fn near(found: &[f64], expected: &[f64]) {
        let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
        assert!(found.iter().zip(expected).all(close), "{found:?} {expected:?}");
    }

    #[test]
    fn an_age_that_no_longer_rises_retires_one_single_age_a_year() {
        // Men retire at 62 from 2028 on.
        let found = retired(&[(Sex::Male, 57, 61, 50.0)], 2030, 6);
        near(&found, &[10.0, 10.0, 10.0, 10.0, 10.0, 0.0]);
    }

    #[test]
    fn an_age_that_rises_by_a_quarter_retires_three_quarters() {
        // In 2025 those above 61.25: all aged 61 and, of those aged 60, who end the year between
        // 61 and 62, three quarters. Then three quarters of ten each until the age is 62, and ten.
        let found = retired(&[(Sex::Male, 50, 61, 120.0)], 2025, 6);
        near(&found, &[17.5, 7.5, 7.5, 7.5, 10.0, 10.0]);
    }

    #[test]
    fn an_age_that_rises_by_a_third_retires_two_thirds() {
        let found = retired(&[(Sex::Female, 50, 56, 70.0)], 2026, 4);
        near(&found[1..], &[20.0 / 3.0; 3]);
    }

    #[test]
    fn those_who_are_appointed_do_not_retire_within_twenty_years() {
        let mut structure = AgeStructure::empty();
        structure.appoint(28.0);
        let law = RetirementAges::viet_nam();
        for year in Year(2026).to(Year(2045)) {
            assert_eq!(structure.retire(&hazards(&law, year), |_, hazard| hazard), 0.0);
            structure.grow_older();
        }
        assert!((structure.total() - 28.0).abs() < 1e-9);
    }

    #[test]
    fn the_oldest_stay_among_the_oldest() {
        let mut old =
            AgeStructure::of_groups([(Sex::Male, AgeGroup::closed(74, 90), 17.0)].into_iter(), 1);
        old.grow_older();
        assert!((old.total() - 17.0).abs() < 1e-12);
    }
}
