//! Retirements from an age structure and retirement ages that rise.
//!
//! ```text
//! R(t) = Σ_g Σ_x N_{g,x}(t) · [share of the age group that passes the age A_g in the year t]
//! ```
//! Persons of a single age `x` at the beginning of the year are between `x` and `x + 1`, spread
//! evenly, and are a year older at its end; those who pass `A` retire. An age that rises from one
//! year to the next retires fewer, which is what the law intends.
//!
//! The ages are those of [`RetirementAges::viet_nam`], or a table for posts with other rules.

use crate::codes::Sex;
use crate::error::Result;
use crate::public_workforce::{error, headcount};
use crate::supply::retirement::RetirementAges;
use crate::units::Year;

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
        assert!(Ages::from_groups(&[(Sex::Male, 40, 30, 1.0)]).is_err());
        assert!(Ages::from_groups(&[(Sex::Male, 30, 40, -1.0)]).is_err());
    }
}
