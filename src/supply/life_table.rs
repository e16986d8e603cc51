//! Survival by single year of age from central death rates of age groups.
//!
//! The rates are turned into the cumulative hazard H at the bounds of the groups, a monotone cubic
//! is laid through it, and survivors to exact age x are l(x) = exp(−H(x)):
//!
//! ```text
//! H(x+n) − H(x) = n·m + n³/12 · m² · k        k: growth of ln m per year of age
//! L(a) = ∫ l over [a, a+1]                     person-years lived at completed age a
//! s(a) = L(a+1) / L(a)                         survival from age a to age a+1
//! s(open) = exp(−m)                            the hazard of the open group is constant
//! ```
//!
//! In the first year of life deaths crowd after birth: q0 = m0 / (1 + (1−a0)·m0), with the mean
//! age a0 of those who die in it from their rate.
//!
//! # Source
//! Greville (1943), *Short methods of constructing abridged life tables*, for the second term of
//! the hazard; Andreev & Kingkade (2015), *Average age at death in infancy and infant mortality
//! level*, Demographic Research 33, table 3, for a0; Preston, Heuveline & Guillot (2001),
//! *Demography*, chapter 3, for the rest.

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::numeric::interpolate::MonotoneCubic;

/// The last single age, which holds everybody of that age and over.
pub const OPEN_AGE: usize = 100;

/// Number of single ages, 0 to 100 and over.
pub const AGES: usize = OPEN_AGE + 1;

/// Chances of surviving a year, of one sex.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// From birth during the year to its end.
    pub birth: f64,
    /// From each completed age at the start of a year to the end of that year.
    pub age: Vec<f64>,
    /// Person-years lived at each completed age per person born, the open age included.
    pub person_years: Vec<f64>,
}

impl Survival {
    /// Survival of a population in which nobody dies.
    pub fn certain() -> Self {
        Self { birth: 1.0, age: vec![1.0; AGES], person_years: vec![1.0; AGES] }
    }

    /// Survival of `sex` at central death `rates` of `ages`, ascending and without gaps.
    ///
    /// The last group is taken as open whatever its upper bound.
    pub fn from_rates(sex: Sex, ages: &[AgeGroup], rates: &[f64]) -> Self {
        let hazard = Hazard::new(sex, ages, rates);
        let mut person_years: Vec<f64> = (0..=OPEN_AGE).map(|a| hazard.lived(a as f64)).collect();
        let infants = hazard.lived_in_infancy(rates[0]);
        if let Some(lived) = infants {
            person_years[0] = lived;
        }
        let mut age: Vec<f64> =
            person_years.windows(2).map(|pair| (pair[1] / pair[0]).min(1.0)).collect();
        let at_open = (-hazard.open).exp();
        age.push(at_open);
        person_years[OPEN_AGE] /= (1.0 - at_open).max(1e-3);
        Self { birth: person_years[0].min(1.0), age, person_years }
    }
}

/// Cumulative hazard of dying by exact age.
struct Hazard {
    sex: Sex,
    cumulative: MonotoneCubic,
    last: f64,
    open: f64,
    infants_apart: bool,
}

impl Hazard {
    fn new(sex: Sex, ages: &[AgeGroup], rates: &[f64]) -> Self {
        let bounds: Vec<f64> = ages.iter().map(|group| f64::from(group.from())).collect();
        let infants_apart = bounds.get(1) == Some(&1.0);
        let mut cumulative = vec![0.0];
        for i in 0..bounds.len() - 1 {
            let increment = if i == 0 && infants_apart {
                -(1.0 - infant_deaths(sex, rates[0])).ln()
            } else {
                group_hazard(&bounds, rates, i)
            };
            cumulative.push(cumulative[i] + increment);
        }
        let last = bounds[bounds.len() - 1];
        let open = rates[rates.len() - 1];
        Self { sex, cumulative: MonotoneCubic::new(bounds, cumulative), last, open, infants_apart }
    }

    fn survivors(&self, x: f64) -> f64 {
        let beyond = (x - self.last).max(0.0);
        (-self.cumulative.at(x.min(self.last)) - self.open * beyond).exp()
    }

    /// Person-years between `x` and `x + 1`, by Simpson's rule.
    fn lived(&self, x: f64) -> f64 {
        (self.survivors(x) + 4.0 * self.survivors(x + 0.5) + self.survivors(x + 1.0)) / 6.0
    }

    fn lived_in_infancy(&self, rate: f64) -> Option<f64> {
        self.infants_apart
            .then(|| 1.0 - (1.0 - infant_age(self.sex, rate)) * infant_deaths(self.sex, rate))
    }
}

fn group_hazard(bounds: &[f64], rates: &[f64], i: usize) -> f64 {
    let width = bounds[i + 1] - bounds[i];
    let middle = |j: usize| 0.5 * (bounds[j] + bounds[j + 1]);
    let (before, after) = (i.saturating_sub(1), (i + 1).min(bounds.len() - 2));
    let rising = bounds[i] >= 15.0 && after > before && rates[before] > 0.0 && rates[after] > 0.0;
    let growth = if rising {
        (rates[after] / rates[before]).ln() / (middle(after) - middle(before))
    } else {
        0.0
    };
    (width * rates[i] + width.powi(3) / 12.0 * rates[i].powi(2) * growth).max(0.0)
}

/// Mean age at death of those who die in the first year of life.
fn infant_age(sex: Sex, rate: f64) -> f64 {
    match sex {
        Sex::Female if rate < 0.01724 => 0.14903 - 2.05527 * rate,
        Sex::Female if rate < 0.06891 => 0.04667 + 3.88089 * rate,
        Sex::Female => 0.31411,
        Sex::Male if rate < 0.02300 => 0.14929 - 1.99545 * rate,
        Sex::Male if rate < 0.08307 => 0.02832 + 3.26021 * rate,
        Sex::Male => 0.29915,
    }
}

/// Chance of dying in the first year of life.
fn infant_deaths(sex: Sex, rate: f64) -> f64 {
    (rate / (1.0 + (1.0 - infant_age(sex, rate)) * rate)).min(0.999)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(bounds: &[u8]) -> Vec<AgeGroup> {
        let mut groups: Vec<AgeGroup> =
            bounds.windows(2).map(|pair| AgeGroup::closed(pair[0], pair[1] - 1)).collect();
        groups.push(AgeGroup::open(bounds[bounds.len() - 1]));
        groups
    }

    #[test]
    fn a_constant_hazard_gives_the_same_survival_at_every_age() {
        let ages = groups(&[0, 5, 10, 50, 80]);
        let survival = Survival::from_rates(Sex::Male, &ages, &[0.02; 5]);
        for age in 0..AGES {
            assert!((survival.age[age] - (-0.02_f64).exp()).abs() < 1e-12, "{age}");
        }
        // L0 = (1 − e^−0.02)/0.02 = 0.990066…
        assert!((survival.birth - 0.990_066_335).abs() < 1e-8, "{}", survival.birth);
        assert!((survival.person_years.iter().sum::<f64>() - 50.0).abs() < 1e-6);
    }

    #[test]
    fn a_gompertz_population_is_recovered_from_its_five_year_rates() {
        // μ(x) = 0.00005·e^{0.1x}: l(x) = exp(−0.0005·(e^{0.1x} − 1)), rates by fine summation.
        let survivors = |x: f64| (-0.0005 * ((0.1 * x).exp() - 1.0)).exp();
        let lived = |from: f64, to: f64| {
            let n = 2000;
            let step = (to - from) / f64::from(n);
            (0..n).map(|i| survivors(from + (f64::from(i) + 0.5) * step)).sum::<f64>() * step
        };
        let bounds: Vec<u8> = (0..=20).map(|i| 5 * i).collect();
        let mut rates: Vec<f64> = bounds
            .windows(2)
            .map(|pair| {
                let (from, to) = (f64::from(pair[0]), f64::from(pair[1]));
                (survivors(from) - survivors(to)) / lived(from, to)
            })
            .collect();
        rates.push(survivors(100.0) / lived(100.0, 140.0));
        let survival = Survival::from_rates(Sex::Female, &groups(&bounds), &rates);
        for age in [20_u8, 47, 63, 78, 89, 95] {
            let exact = lived(f64::from(age) + 1.0, f64::from(age) + 2.0)
                / lived(f64::from(age), f64::from(age) + 1.0);
            let error = (survival.age[usize::from(age)] - exact) / (1.0 - exact);
            assert!(error.abs() < 0.03, "{age}: {error}");
        }
        let expectancy: f64 = survival.person_years.iter().sum();
        assert!((expectancy - lived(0.0, 140.0)).abs() < 0.02, "{expectancy}");
    }

    #[test]
    fn infants_die_early_in_their_first_year() {
        // m0 = 0.02 of girls: a0 = 0.04667 + 3.88089·0.02 = 0.1242878,
        // q0 = 0.02 / (1 + 0.8757122·0.02) = 0.0196557, L0 = 1 − 0.8757122·0.0196557 = 0.982787.
        let ages = groups(&[0, 1, 5, 80]);
        let survival = Survival::from_rates(Sex::Female, &ages, &[0.02, 0.001, 0.001, 0.1]);
        assert!((survival.birth - 0.982_787).abs() < 1e-6, "{}", survival.birth);
    }
}
