//! Retirement ages by year and sex, and a hazard of retirement that moves with them.
//!
//! ```text
//! h(a, t) = H(a + ½ − R(t))        R: retirement age in years, a: completed age
//! R̃(t)    = R(T) + λ·[R(t) − R(T)]     λ: share of a rise that people follow
//! m(a, t) = m(a−1, t−1)·[1 − h(a−1, t)] / [1 − h(a−1, T)]        m(a, T) = 1, m ≥ 1
//! ```
//! `H` is known at some distances from the retirement age and interpolated between them, so a
//! retirement age that rises by three months moves the hazard by a quarter of a year. It reaches
//! from [`YEARS_BEFORE`] to [`YEARS_AFTER`]: who leaves earlier or later has other reasons.
//!
//! `m` is by how much more of a cohort is still taking part than if the age of the year `T` had
//! stayed ([`kept`]). It follows cohorts: those who had retired before the age rose do not come
//! back, a later age sends nobody away, and a cohort that lives through the whole window under an
//! age one year later ends with the participation that the old profile had one year of age before.
//!
//! The ages are those of ordinary working conditions. Earlier retirement (up to five years, for
//! hard, toxic or dangerous work and disadvantaged areas) and later retirement by agreement are
//! part of `H`, which comes from data.
//!
//! Not everybody follows the law: farmers and the self-employed have no retirement age. In the
//! United States the mean age of retirement rose by about half of what the normal age of
//! retirement rose by.
//!
//! # Source
//! Mastrobuoni (2009), *Labor supply effects of the recent social security benefit cuts*, Journal
//! of Public Economics 93(11–12): the half.

use std::collections::BTreeMap;

use crate::codes::Sex;
use crate::error::{Error, Result};
use crate::language::Text;
use crate::model::Model;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::labour::Layout;
use crate::units::Year;

/// Years before the retirement age from which leaving counts as retirement.
pub const YEARS_BEFORE: f64 = 10.0;

/// Years after the retirement age up to which leaving counts as retirement.
pub const YEARS_AFTER: f64 = 5.0;

/// Share of a rise of the retirement age that participation follows unless the model says
/// otherwise: assumed. About a third of the workers of Viet Nam have the compulsory social
/// insurance that the age is the law of, and nearly all of them are wage earners whose contract
/// may end at it; the others decide for themselves.
pub const ASSUMED_RESPONSE: f64 = 0.35;

fn error(vi: impl Into<String>, en: impl Into<String>) -> Error {
    Error::Method { stage: "retirement", message: Text::new(vi, en) }
}

/// Retirement ages by year and sex (see [`Sex::index`]), in years; the ages of the nearest year
/// hold before the first and after the last.
#[derive(Clone, Debug, PartialEq)]
pub struct RetirementAges(BTreeMap<Year, [f64; 2]>);

impl RetirementAges {
    /// The ages of a table.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if it is empty or an age is not between 40 and 80.
    pub fn new(ages: BTreeMap<Year, [f64; 2]>) -> Result<Self> {
        let possible = ages.values().flatten().all(|age| (40.0..=80.0).contains(age));
        if ages.is_empty() || !possible {
            return Err(error(
                "Bảng tuổi nghỉ hưu trống hoặc có tuổi ngoài 40 đến 80. Sửa bảng.",
                "The table of retirement ages is empty or has an age outside 40 to 80. Correct it.",
            ));
        }
        Ok(Self(ages))
    }

    /// The schedule of Viet Nam for ordinary working conditions, 2020 to 2035.
    ///
    /// # Source
    /// Labour Code 2019 (45/2019/QH14), article 169(2), and Decree 135/2020/ND-CP of 18 November
    /// 2020, article 4, whose table by year this is: men 60 years 3 months in 2021, three months
    /// more each year until 62 in 2028; women 55 years 4 months in 2021, four months more each
    /// year until 60 in 2035. Before 2021: 60 and 55, Labour Code 2012 (10/2012/QH13), article
    /// 187(1).
    pub fn viet_nam() -> Self {
        let row = |year: Year| {
            let rises = year.since(Year(2020));
            let months = |start: i32, step: i32, end: i32| (start + step * rises).min(end);
            let mut of_both = [f64::from(months(60 * 12, 3, 62 * 12)) / 12.0; 2];
            of_both[Sex::Female.index()] = f64::from(months(55 * 12, 4, 60 * 12)) / 12.0;
            (year, of_both)
        };
        Self(Year(2020).to(Year(2035)).map(row).collect())
    }

    /// The ages that people follow in `model`: those of the law up to its base year, and of the
    /// changes after it the share it states.
    pub fn of_model(model: &Model) -> Self {
        Self::viet_nam().followed(model.base_year, model.supply.retirement_response)
    }

    /// The age of `sex` in `year`.
    pub fn at(&self, sex: Sex, year: Year) -> f64 {
        let before = self.0.range(..=year).next_back().or_else(|| self.0.first_key_value());
        before.map_or(0.0, |(_, ages)| ages[sex.index()])
    }

    /// The ages at which people act as if they retired: those of the law up to `base`, and from
    /// then on its change times `share`.
    #[must_use]
    pub fn followed(&self, base: Year, share: f64) -> Self {
        let at_base = Sex::ALL.map(|sex| self.at(sex, base));
        let moved = |(year, ages): (&Year, &[f64; 2])| {
            let of_sex = |sex: Sex| {
                let (from, to) = (at_base[sex.index()], ages[sex.index()]);
                if *year > base { from + share * (to - from) } else { to }
            };
            (*year, Sex::ALL.map(of_sex))
        };
        let mut ages: BTreeMap<Year, [f64; 2]> = self.0.iter().map(moved).collect();
        ages.entry(base).or_insert(at_base);
        Self(ages)
    }
}

/// The hazard of retirement by distance from the retirement age.
#[derive(Clone, Debug, PartialEq)]
pub struct RetirementHazard {
    /// Distance in years and hazard per year, by distance.
    knots: Vec<(f64, f64)>,
}

impl RetirementHazard {
    /// The hazard through `knots`: distance from the retirement age in years (negative before it)
    /// and share of workers who retire in a year; distances ascending.
    ///
    /// # Errors
    /// If there is no knot, distances do not ascend, or a hazard is outside 0 to 1.
    pub fn new(knots: Vec<(f64, f64)>) -> Result<Self> {
        let ascending = knots.windows(2).all(|pair| match pair {
            [a, b] => a.0 < b.0,
            _ => true,
        });
        let possible = |knot: &(f64, f64)| knot.0.is_finite() && (0.0..=1.0).contains(&knot.1);
        if knots.is_empty() || !ascending || !knots.iter().all(possible) {
            return Err(error(
                "rủi ro nghỉ hưu cần ít nhất một điểm, khoảng cách tăng dần, tỷ lệ từ 0 đến 1",
                "a hazard of retirement needs a knot, ascending distances and rates from 0 to 1",
            ));
        }
        Ok(Self { knots })
    }

    /// The hazard that `withdrawals` by single age (from 15) show at the retirement age
    /// `retirement_age`, from [`YEARS_BEFORE`] to [`YEARS_AFTER`]; after that it stays as it is.
    ///
    /// # Errors
    /// If no age of `withdrawals` is so near to the retirement age, or a rate is outside 0 to 1.
    pub fn observed(withdrawals: &[f64], retirement_age: f64) -> Result<Self> {
        let distance = |age: usize| (FIRST_AGE + age) as f64 + 0.5 - retirement_age;
        let knots: Vec<(f64, f64)> = withdrawals
            .iter()
            .enumerate()
            .map(|(age, rate)| (distance(age), *rate))
            .filter(|(distance, _)| (-YEARS_BEFORE..=YEARS_AFTER).contains(distance))
            .collect();
        Self::new(knots)
    }

    /// The hazard at `distance` years from the retirement age; zero before the first knot by more
    /// than a year, constant after the last.
    pub fn at(&self, distance: f64) -> f64 {
        let above = self.knots.partition_point(|knot| knot.0 <= distance);
        let before = above.checked_sub(1).and_then(|index| self.knots.get(index));
        match (before, self.knots.get(above)) {
            (Some(low), Some(high)) => {
                low.1 + (distance - low.0) / (high.0 - low.0) * (high.1 - low.1)
            }
            (Some(last), None) => last.1,
            (None, Some(first)) => first.1 * (1.0 - (first.0 - distance)).max(0.0),
            (None, None) => 0.0,
        }
    }
}

/// The hazards of both sexes (see [`Sex::index`]) in `year`, by cell of [`Layout::BY_AGE`].
pub fn by_cell(hazards: &[RetirementHazard; 2], ages: &RetirementAges, year: Year) -> Vec<f64> {
    let of_sex = |sex: Sex| {
        let retirement_age = ages.at(sex, year);
        let hazard = &hazards[sex.index()];
        (0..Layout::BY_AGE.ages)
            .map(move |age| hazard.at((FIRST_AGE + age) as f64 + 0.5 - retirement_age))
    };
    Sex::ALL.into_iter().flat_map(of_sex).collect()
}

/// By how much more of each cohort of `sex` takes part than if the retirement age of `base` had
/// stayed: a list by single age (from 15) for the year `base` and each of `years` after it.
pub fn kept(
    hazard: &RetirementHazard,
    ages: &RetirementAges,
    sex: Sex,
    (base, years): (Year, usize),
) -> Vec<Vec<f64>> {
    let n = Layout::BY_AGE.ages;
    let at =
        |age: usize, year: Year| hazard.at((FIRST_AGE + age) as f64 + 0.5 - ages.at(sex, year));
    let mut factors = vec![vec![1.0; n]];
    for step in 1..=years {
        let before = &factors[step - 1];
        let year = base.plus(step as i32);
        let stays = |age: usize| {
            let (moved, still) = (1.0 - at(age, year), 1.0 - at(age, base));
            if still > 0.0 { moved / still } else { 1.0 }
        };
        let older = (0..n - 1).map(|age| (before[age] * stays(age)).max(1.0));
        factors.push(std::iter::once(1.0).chain(older).collect());
    }
    factors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_of_viet_nam_starts_rises_and_ends_as_the_decree_says() {
        let ages = RetirementAges::viet_nam();
        let men = |year| ages.at(Sex::Male, Year(year));
        let women = |year| ages.at(Sex::Female, Year(year));
        assert_eq!((men(2015), men(2021), men(2024), men(2025)), (60.0, 60.25, 61.0, 61.25));
        assert_eq!((men(2028), men(2050)), (62.0, 62.0));
        assert_eq!((women(2015), women(2026), women(2032)), (55.0, 57.0, 59.0));
        assert!((women(2025) - (56.0 + 8.0 / 12.0)).abs() < 1e-12);
        assert_eq!((women(2035), women(2050)), (60.0, 60.0));
        for year in 2021..=2028 {
            assert_eq!(men(year) - men(year - 1), 0.25, "{year}");
        }
        for year in 2021..=2035 {
            assert!((women(year) - women(year - 1) - 1.0 / 3.0).abs() < 1e-12, "{year}");
        }
    }

    #[test]
    fn a_table_without_years_or_with_impossible_ages_is_refused() {
        assert!(RetirementAges::new(BTreeMap::new()).is_err());
        assert!(RetirementAges::new([(Year(2030), [39.0, 60.0])].into()).is_err());
        assert!(RetirementAges::new([(Year(2030), [60.0, f64::NAN])].into()).is_err());
    }

    #[test]
    fn a_share_of_a_rise_is_followed_and_what_was_stays() {
        let law = RetirementAges::viet_nam();
        let ages = law.followed(Year(2025), 0.5);
        assert_eq!(ages.at(Sex::Male, Year(2022)), law.at(Sex::Male, Year(2022)));
        assert_eq!(ages.at(Sex::Male, Year(2025)), 61.25);
        assert!((ages.at(Sex::Male, Year(2028)) - 61.625).abs() < 1e-12);
        assert!((ages.at(Sex::Female, Year(2045)) - (56.0 + 8.0 / 12.0 + 5.0 / 3.0)).abs() < 1e-12);
        let later = law.followed(Year(2040), 0.5);
        assert_eq!(later.at(Sex::Female, Year(2045)), 60.0);
        let earlier = law.followed(Year(2010), 0.0);
        assert_eq!(earlier.at(Sex::Female, Year(2045)), 55.0);
    }

    #[test]
    fn the_hazard_moves_by_the_fraction_of_a_year_the_age_moves() {
        let hazard = RetirementHazard::new(vec![(-2.0, 0.0), (0.0, 0.4), (4.0, 0.2)]).unwrap();
        assert_eq!((hazard.at(-1.0), hazard.at(2.0), hazard.at(9.0)), (0.2, 0.1 + 0.2, 0.2));
        let (ages, hazards) = (RetirementAges::viet_nam(), [hazard.clone(), hazard]);
        let cells = |year| by_cell(&hazards, &ages, Year(year));
        // A man of completed age 60 is on average 60.5: 0.5 after retiring at 60, 0.25 at 60.25.
        let man = |year, age: usize| cells(year)[Layout::BY_AGE.ages + age - FIRST_AGE];
        assert!((man(2020, 60) - (0.4 - 0.05 * 0.5)).abs() < 1e-12);
        assert!((man(2021, 60) - (0.4 - 0.05 * 0.25)).abs() < 1e-12);
        assert!((man(2021, 59) - (0.2 * (2.0 - 0.75))).abs() < 1e-12);
        assert_eq!(cells(2021)[0], 0.0);
    }

    #[test]
    fn an_observed_hazard_gives_back_its_withdrawals_where_the_age_has_not_moved() {
        let mut withdrawals = vec![0.01; Layout::BY_AGE.ages];
        withdrawals[60 - FIRST_AGE] = 0.5;
        let hazard = RetirementHazard::observed(&withdrawals, 60.0).unwrap();
        let cells = by_cell(&[hazard.clone(), hazard], &RetirementAges::viet_nam(), Year(2020));
        let men = &cells[Layout::BY_AGE.ages..];
        assert!((men[60 - FIRST_AGE] - 0.5).abs() < 1e-12);
        assert!((men[58 - FIRST_AGE] - 0.01).abs() < 1e-12);
        assert_eq!(men[45 - FIRST_AGE], 0.0);
    }

    #[test]
    fn a_cohort_that_lives_under_a_later_age_keeps_the_profile_of_a_year_before() {
        // One year later from the year after the base on; the hazard is 10 % a year in its window.
        let ages = RetirementAges::new([(Year(2025), [60.0; 2]), (Year(2026), [61.0; 2])].into());
        let ages = ages.unwrap();
        let knots = vec![(-1.5, 0.0), (-0.5, 0.1), (0.5, 0.2), (1.5, 0.3), (2.5, 0.0)];
        let hazard = RetirementHazard::new(knots).unwrap();
        let factors = kept(&hazard, &ages, Sex::Male, (Year(2025), 8));
        assert!(factors[0].iter().all(|factor| *factor == 1.0));
        let stock = |age: usize, retirement: f64| -> f64 {
            (50..age).map(|a| 1.0 - hazard.at(a as f64 + 0.5 - retirement)).product()
        };
        // Who is 62 eight years later was 54 at the base, before the window.
        let expected = stock(62, 61.0) / stock(62, 60.0);
        assert!((factors[8][62 - FIRST_AGE] - expected).abs() < 1e-12 && expected > 1.4);
        assert!((stock(62, 61.0) - stock(61, 60.0)).abs() < 1e-12);
        // Who was 63 at the base had left under the old age, and nobody is called back.
        assert_eq!(factors[1][64 - FIRST_AGE], 1.0);
        assert!(factors.iter().flatten().all(|factor| *factor >= 1.0 - 1e-12));
    }

    #[test]
    fn an_impossible_hazard_is_refused() {
        assert!(RetirementHazard::new(vec![]).is_err());
        assert!(RetirementHazard::new(vec![(0.0, 0.1), (0.0, 0.2)]).is_err());
        assert!(RetirementHazard::new(vec![(0.0, 1.1)]).is_err());
        assert!(RetirementHazard::observed(&[0.1; 10], 60.0).is_err());
    }
}
