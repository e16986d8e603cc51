//! Retirements from an age structure and retirement ages that rise.
//!
//! ```text
//! R(t) = Σ_g Σ_x N_{g,x}(t) · [share of the age group that passes the age A_g in the year t]
//! ```
//! Persons of a single age `x` at the beginning of the year are between `x` and `x + 1`, spread
//! evenly, and are a year older at its end; those who pass `A` retire. An age that rises from one
//! year to the next retires fewer, which is what the law intends.
//!
//! # Source
//! Labour Code 45/2019/QH14, article 169, and Decree 135/2020/NĐ-CP, article 4: in 2021 men at 60
//! years 3 months and women at 55 years 4 months, then 3 and 4 months more every year until men
//! reach 62 in 2028 and women 60 in 2035. Ages of posts with other rules are given as a table.

use std::collections::BTreeMap;

use crate::codes::Sex;
use crate::error::Result;
use crate::public_workforce::{error, headcount};
use crate::units::Year;

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

    /// The ages of workers in normal conditions under the law of Viet Nam, 2020 to 2035.
    pub fn viet_nam() -> Self {
        let steps = |year: Year| f64::from(year.since(Year(2021))).max(0.0);
        let ages = |year: Year| {
            let men = (60.25 + 0.25 * steps(year)).min(62.0);
            let women = (55.0 + 1.0 / 3.0 + steps(year) / 3.0).min(60.0);
            if year < Year(2021) { (60.0, 55.0) } else { (men, women) }
        };
        let row = |year| {
            let (men, women) = ages(year);
            let mut of_both = [men; 2];
            of_both[Sex::Female.index()] = women;
            (year, of_both)
        };
        Self(Year(2020).to(Year(2035)).map(row).collect())
    }

    /// The age of `sex` in `year`.
    pub fn at(&self, sex: Sex, year: Year) -> f64 {
        let before = self.0.range(..=year).next_back().or_else(|| self.0.first_key_value());
        before.map_or(0.0, |(_, ages)| ages[sex.index()])
    }
}

/// Persons by sex (see [`Sex::index`]) and single age at the beginning of a year, from `first_age`
/// on.
#[derive(Clone, Debug, PartialEq)]
pub struct Ages {
    /// The youngest age.
    pub first_age: u8,
    /// Persons by sex and age.
    pub persons: [Vec<f64>; 2],
}

impl Ages {
    /// Single ages from groups `(first age, last age, persons)`, spread evenly over each group.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if a group runs backwards or a headcount is negative.
    pub fn from_groups(groups: &[(Sex, u8, u8, f64)]) -> Result<Self> {
        let first_age = groups.iter().map(|group| group.1).min().unwrap_or(18);
        let last_age = groups.iter().map(|group| group.2).max().unwrap_or(18).max(first_age);
        let mut persons = [0, 1].map(|_| vec![0.0; usize::from(last_age - first_age) + 1]);
        for (sex, first, last, count) in groups {
            headcount(*count, ("Số người của một nhóm tuổi", "The persons of an age group"))?;
            if last < first {
                return Err(error(
                    format!("Nhóm tuổi {first}–{last} ngược. Sửa bảng."),
                    format!("The age group {first} to {last} runs backwards. Correct the table."),
                ));
            }
            let each = count / (f64::from(last - first) + 1.0);
            let ages = usize::from(first - first_age)..=usize::from(last - first_age);
            let of_sex = &mut persons[sex.index()];
            ages.for_each(|age| of_sex[age] += each);
        }
        Ok(Self { first_age, persons })
    }

    /// Everybody.
    pub fn total(&self) -> f64 {
        self.persons.iter().flatten().sum()
    }
}

/// Retirements year by year of the persons of `ages`, who grow older and are not replaced.
///
/// `leaving` is the share of those who have not retired that leaves each year for other reasons.
/// Those above the age at the start retire in the first year.
///
/// # Errors
/// [`crate::error::Error::Method`] if a headcount is negative or `leaving` is no share.
pub fn retirements(
    ages: &Ages,
    law: &RetirementAges,
    (first, n_years): (Year, usize),
    leaving: f64,
) -> Result<Vec<f64>> {
    crate::public_workforce::share(leaving, ("Tỷ lệ thôi việc", "The rate of resignations"))?;
    let mut retired = vec![0.0; n_years];
    for sex in Sex::ALL {
        for (offset, count) in ages.persons[sex.index()].iter().enumerate() {
            headcount(*count, ("Số người của một tuổi", "The persons of an age"))?;
            let age = f64::from(ages.first_age) + offset as f64;
            let mut stay = 1.0;
            for (t, retired) in retired.iter_mut().enumerate() {
                let limit = law.at(sex, first.plus(t as i32));
                // At the end of the year the group is spread from its age + t + 1 to one more.
                let below = (limit - (age + t as f64 + 1.0)).clamp(0.0, 1.0);
                let left = (1.0 - leaving).powi(t as i32);
                *retired += count * left * (stay - below).max(0.0);
                stay = f64::min(stay, below);
            }
        }
    }
    Ok(retired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ages_of_the_law_end_at_62_and_60() {
        let law = RetirementAges::viet_nam();
        assert_eq!(law.at(Sex::Male, Year(2021)), 60.25);
        // Decree 135/2020: men 61 years 3 months in 2025, women 56 years 8 months.
        assert_eq!(law.at(Sex::Male, Year(2025)), 61.25);
        assert!((law.at(Sex::Female, Year(2025)) - (56.0 + 8.0 / 12.0)).abs() < 1e-12);
        assert_eq!((law.at(Sex::Male, Year(2028)), law.at(Sex::Male, Year(2050))), (62.0, 62.0));
        assert!((law.at(Sex::Female, Year(2034)) - (59.0 + 8.0 / 12.0)).abs() < 1e-12);
        assert!((law.at(Sex::Female, Year(2035)) - 60.0).abs() < 1e-12);
    }

    #[test]
    fn a_fixed_age_retires_one_single_age_a_year() {
        let law = RetirementAges::new([(Year(2000), [60.0, 60.0])].into()).unwrap();
        let ages = Ages::from_groups(&[(Sex::Male, 55, 59, 50.0)]).unwrap();
        let retired = retirements(&ages, &law, (Year(2026), 6), 0.0).unwrap();
        assert_eq!(retired, [10.0, 10.0, 10.0, 10.0, 10.0, 0.0]);
        let half = retirements(&ages, &law, (Year(2026), 2), 0.5).unwrap();
        assert_eq!(half, [10.0, 5.0]);
    }

    #[test]
    fn an_age_that_rises_by_a_quarter_retires_three_quarters() {
        let law = RetirementAges::viet_nam();
        let ages = Ages::from_groups(&[(Sex::Male, 50, 61, 120.0)]).unwrap();
        let retired = retirements(&ages, &law, (Year(2025), 3), 0.0).unwrap();
        // In 2025 those above 61.25: all aged 61 and, of those aged 60, who end the year between
        // 61 and 62, three quarters. Then 61.5 and 61.75 retire three quarters of 10 each.
        assert!((retired[0] - 17.5).abs() < 1e-9, "{retired:?}");
        assert!((retired[1] - 7.5).abs() < 1e-9 && (retired[2] - 7.5).abs() < 1e-9);
    }

    #[test]
    fn impossible_ages_are_told() {
        assert!(RetirementAges::new(BTreeMap::new()).is_err());
        assert!(Ages::from_groups(&[(Sex::Male, 40, 30, 1.0)]).is_err());
        assert!(Ages::from_groups(&[(Sex::Male, 30, 40, -1.0)]).is_err());
    }
}
