//! Retirement ages by year and sex, and a hazard of retirement that moves with them.
//!
//! ```text
//! h(a, t) = H(a + ½ − R(t))        R: retirement age in years, a: completed age
//! ```
//! `H` is known at some distances from the retirement age and interpolated between them, so a
//! retirement age that rises by three months moves the hazard by a quarter of a year.
//!
//! The ages are those of ordinary working conditions. Earlier retirement (up to five years, for
//! hard, toxic or dangerous work and disadvantaged areas) and later retirement by agreement are
//! part of `H`, which comes from data.

use crate::codes::Sex;
use crate::error::Result;
use crate::replacement::error;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::labour::Layout;
use crate::units::Year;

/// The retirement age of one sex from one year on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RetirementAge {
    /// Women or men.
    pub sex: Sex,
    /// First year it holds; it holds until the next row of the sex.
    pub from: Year,
    /// Completed years.
    pub years: u8,
    /// Months beyond them, 0 to 11.
    pub months: u8,
}

const fn row(sex: Sex, year: i32, years: u8, months: u8) -> RetirementAge {
    RetirementAge { sex, from: Year(year), years, months }
}

/// Women in Viet Nam: 55 until 2020, 60 from 2035 on.
const WOMEN: [RetirementAge; 16] = [
    row(Sex::Female, 2020, 55, 0),
    row(Sex::Female, 2021, 55, 4),
    row(Sex::Female, 2022, 55, 8),
    row(Sex::Female, 2023, 56, 0),
    row(Sex::Female, 2024, 56, 4),
    row(Sex::Female, 2025, 56, 8),
    row(Sex::Female, 2026, 57, 0),
    row(Sex::Female, 2027, 57, 4),
    row(Sex::Female, 2028, 57, 8),
    row(Sex::Female, 2029, 58, 0),
    row(Sex::Female, 2030, 58, 4),
    row(Sex::Female, 2031, 58, 8),
    row(Sex::Female, 2032, 59, 0),
    row(Sex::Female, 2033, 59, 4),
    row(Sex::Female, 2034, 59, 8),
    row(Sex::Female, 2035, 60, 0),
];

/// Men in Viet Nam: 60 until 2020, 62 from 2028 on.
const MEN: [RetirementAge; 9] = [
    row(Sex::Male, 2020, 60, 0),
    row(Sex::Male, 2021, 60, 3),
    row(Sex::Male, 2022, 60, 6),
    row(Sex::Male, 2023, 60, 9),
    row(Sex::Male, 2024, 61, 0),
    row(Sex::Male, 2025, 61, 3),
    row(Sex::Male, 2026, 61, 6),
    row(Sex::Male, 2027, 61, 9),
    row(Sex::Male, 2028, 62, 0),
];

/// Retirement ages of both sexes over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetirementAges {
    /// Sorted by sex and year.
    rows: Vec<RetirementAge>,
}

impl RetirementAges {
    /// The ages of `rows`, in any order.
    ///
    /// # Errors
    /// If a sex has no row, a sex and year has two, or months are over 11.
    pub fn new(mut rows: Vec<RetirementAge>) -> Result<Self> {
        rows.sort_unstable();
        if let Some(row) = rows.iter().find(|row| row.months > 11) {
            let (year, months) = (row.from, row.months);
            return Err(error(
                format!("tuổi nghỉ hưu năm {year} ghi {months} tháng; cần từ 0 đến 11"),
                format!("the retirement age of {year} has {months} months; write 0 to 11"),
            ));
        }
        let twice = rows.windows(2).find_map(|pair| match pair {
            [a, b] if (a.sex, a.from) == (b.sex, b.from) => Some(a.from),
            _ => None,
        });
        if let Some(year) = twice {
            return Err(error(
                format!("tuổi nghỉ hưu năm {year} được ghi hai lần cho một giới; giữ lại một dòng"),
                format!("the retirement age of {year} is given twice for a sex; keep one row"),
            ));
        }
        if Sex::ALL.iter().any(|sex| rows.iter().all(|row| row.sex != *sex)) {
            return Err(error(
                "bảng tuổi nghỉ hưu thiếu một giới; thêm ít nhất một dòng cho nữ và một dòng cho nam",
                "the retirement ages lack a sex; add at least a row for women and a row for men",
            ));
        }
        Ok(Self { rows })
    }

    /// The schedule of Viet Nam for ordinary working conditions.
    ///
    /// # Source
    /// Labour Code 2019 (45/2019/QH14), article 169(2), and Decree 135/2020/ND-CP of 18 November
    /// 2020, article 4, whose table by year this is: men 60 years 3 months in 2021, three months
    /// more each year until 62 in 2028; women 55 years 4 months in 2021, four months more each
    /// year until 60 in 2035. Before 2021: 60 and 55, Labour Code 2012 (10/2012/QH13), article
    /// 187(1).
    pub fn viet_nam() -> Self {
        Self { rows: WOMEN.into_iter().chain(MEN).collect() }
    }

    /// The rows, sorted by sex and year.
    pub fn rows(&self) -> &[RetirementAge] {
        &self.rows
    }

    /// The retirement age of `sex` in `year`, in years; before the first row its age holds.
    pub fn at(&self, sex: Sex, year: Year) -> f64 {
        let mut of_sex = self.rows.iter().filter(|row| row.sex == sex);
        let first = of_sex.next();
        let held = of_sex.take_while(|row| row.from <= year).last().or(first);
        held.map_or(0.0, |row| f64::from(row.years) + f64::from(row.months) / 12.0)
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
    /// `retirement_age`, taken from `years_before` years before it on; earlier withdrawals have
    /// other reasons than retirement and are not part of it.
    ///
    /// # Errors
    /// If no age of `withdrawals` is so near to the retirement age, or a rate is outside 0 to 1.
    pub fn observed(withdrawals: &[f64], retirement_age: f64, years_before: f64) -> Result<Self> {
        let distance = |age: usize| (FIRST_AGE + age) as f64 + 0.5 - retirement_age;
        let knots: Vec<(f64, f64)> = withdrawals
            .iter()
            .enumerate()
            .map(|(age, rate)| (distance(age), *rate))
            .filter(|(distance, _)| *distance >= -years_before)
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

    /// The hazard in `year`, by cell.
    pub fn by_cell(&self, ages: &RetirementAges, year: Year) -> Vec<f64> {
        Sex::ALL
            .into_iter()
            .flat_map(|sex| {
                let retirement_age = ages.at(sex, year);
                (0..Layout::BY_AGE.ages)
                    .map(move |age| self.at((FIRST_AGE + age) as f64 + 0.5 - retirement_age))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_of_viet_nam_starts_rises_and_ends_as_the_decree_says() {
        let ages = RetirementAges::viet_nam();
        let men = |year| ages.at(Sex::Male, Year(year));
        let women = |year| ages.at(Sex::Female, Year(year));
        assert_eq!((men(2015), men(2021), men(2024)), (60.0, 60.25, 61.0));
        assert_eq!((men(2028), men(2050)), (62.0, 62.0));
        assert_eq!((women(2015), women(2026), women(2032)), (55.0, 57.0, 59.0));
        assert!((women(2021) - (55.0 + 4.0 / 12.0)).abs() < 1e-12);
        assert_eq!((women(2035), women(2050)), (60.0, 60.0));
        for year in 2021..=2028 {
            assert_eq!(men(year) - men(year - 1), 0.25, "{year}");
        }
        for year in 2021..=2035 {
            assert!((women(year) - women(year - 1) - 1.0 / 3.0).abs() < 1e-12, "{year}");
        }
    }

    #[test]
    fn rows_come_in_any_order_and_hold_until_the_next() {
        let given = vec![
            row(Sex::Male, 2030, 63, 6),
            row(Sex::Female, 2020, 58, 0),
            row(Sex::Male, 2025, 62, 0),
        ];
        let ages = RetirementAges::new(given).unwrap();
        assert_eq!(ages.at(Sex::Male, Year(2029)), 62.0);
        assert_eq!(ages.at(Sex::Male, Year(2030)), 63.5);
        assert_eq!(RetirementAges::viet_nam().rows().len(), 25);
    }

    #[test]
    fn rows_that_say_nothing_clear_are_refused() {
        let woman = row(Sex::Female, 2020, 55, 0);
        let man = row(Sex::Male, 2020, 60, 0);
        assert!(RetirementAges::new(vec![woman]).is_err());
        assert!(RetirementAges::new(vec![woman, man, row(Sex::Male, 2020, 61, 0)]).is_err());
        assert!(RetirementAges::new(vec![woman, row(Sex::Male, 2020, 60, 12)]).is_err());
    }

    #[test]
    fn the_hazard_moves_by_the_fraction_of_a_year_the_age_moves() {
        let hazard = RetirementHazard::new(vec![(-2.0, 0.0), (0.0, 0.4), (4.0, 0.2)]).unwrap();
        assert_eq!((hazard.at(-1.0), hazard.at(2.0), hazard.at(9.0)), (0.2, 0.1 + 0.2, 0.2));
        let ages = RetirementAges::viet_nam();
        let cells = |year| hazard.by_cell(&ages, Year(year));
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
        let hazard = RetirementHazard::observed(&withdrawals, 60.0, 5.0).unwrap();
        let cells = hazard.by_cell(&RetirementAges::viet_nam(), Year(2020));
        let men = &cells[Layout::BY_AGE.ages..];
        assert!((men[60 - FIRST_AGE] - 0.5).abs() < 1e-12);
        assert!((men[58 - FIRST_AGE] - 0.01).abs() < 1e-12);
        assert_eq!(men[50 - FIRST_AGE], 0.0);
    }

    #[test]
    fn an_impossible_hazard_is_refused() {
        assert!(RetirementHazard::new(vec![]).is_err());
        assert!(RetirementHazard::new(vec![(0.0, 0.1), (0.0, 0.2)]).is_err());
        assert!(RetirementHazard::new(vec![(0.0, 1.1)]).is_err());
        assert!(RetirementHazard::observed(&[0.1; 10], 60.0, 5.0).is_err());
    }
}
