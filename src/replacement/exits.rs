//! Exit rates: put together from their parts, or seen in cohorts.
//!
//! ```text
//! x = retirement + death + out-migration + withdrawal − re-entry            given parts
//! X(a) = 1 − E(a+w, t+w) / E(a, t) / G        x = 1 − (1 − X)^(1/w)         from a cohort
//! ```
//! `w` is the width of the age groups and the years between the two counts, `G` the growth of the
//! whole group over those years: without it a growing occupation would seem to lose nobody. At
//! ages where more come than go X is negative; the exit rate is then zero and what came is the
//! age pattern of hires ([`hiring_pattern`]).
//!
//! Assumption: hires that make the group grow are spread over ages as its workers are. Young
//! entrants break it, at ages where exits are small anyway.

use crate::error::Result;
use crate::replacement::error;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::labour::Layout;

/// Why workers leave, as shares a year by cell; parts that are not known are left empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExitParts {
    /// Retirement.
    pub retirement: Vec<f64>,
    /// Death.
    pub death: Vec<f64>,
    /// Leaving the area.
    pub out_migration: Vec<f64>,
    /// Leaving work for other reasons.
    pub withdrawal: Vec<f64>,
    /// Coming back to the group, taken off.
    pub re_entry: Vec<f64>,
}

impl ExitParts {
    /// The exit rate of each of `cells` cells, held between 0 and 1.
    ///
    /// # Errors
    /// If a part is neither empty nor as long as the cells, or a share is outside 0 to 1.
    pub fn rates(&self, cells: usize) -> Result<Vec<f64>> {
        let parts = [
            (&self.retirement, 1.0, "nghỉ hưu", "retirement"),
            (&self.death, 1.0, "tử vong", "death"),
            (&self.out_migration, 1.0, "di cư đi", "out-migration"),
            (&self.withdrawal, 1.0, "thôi làm việc", "withdrawal"),
            (&self.re_entry, -1.0, "trở lại làm việc", "re-entry"),
        ];
        let mut rates = vec![0.0; cells];
        for (part, sign, vi, en) in parts {
            if !part.is_empty() && part.len() != cells {
                let found = part.len();
                return Err(error(
                    format!("tỷ lệ {vi} có {found} ô; cần {cells} (giới × tuổi)"),
                    format!("{en} has {found} cells; {cells} are needed (sex × age)"),
                ));
            }
            if let Some(share) = part.iter().find(|share| !(0.0..=1.0).contains(*share)) {
                return Err(error(
                    format!("tỷ lệ {vi} là {share}; cần từ 0 đến 1 mỗi năm"),
                    format!("{en} is {share}; it is a share a year, from 0 to 1"),
                ));
            }
            for (rate, share) in rates.iter_mut().zip(part) {
                *rate += sign * share;
            }
        }
        Ok(rates.into_iter().map(|rate| rate.clamp(0.0, 1.0)).collect())
    }
}

/// Workers of a group and sex by age group at two dates as far apart as an age group is wide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CohortPair<'a> {
    /// Workers by age group at the first date; the last group is open.
    pub before: &'a [f64],
    /// Workers by the same groups at the second date.
    pub after: &'a [f64],
    /// Width of the groups in years, and years between the dates.
    pub width: u8,
    /// Employment of the whole group at the second date over that at the first.
    pub growth: f64,
}

impl CohortPair<'_> {
    fn check(&self) -> Result<()> {
        let n = self.before.len();
        let possible = |persons: &f64| persons.is_finite() && *persons >= 0.0;
        let numbers = self.before.iter().chain(self.after).all(possible);
        if n < 2 || self.after.len() != n || self.width == 0 || !numbers {
            return Err(error(
                "hai lần đếm theo nhóm tuổi cần cùng các nhóm (ít nhất hai), số người không âm",
                "two counts by age group need the same groups, at least two, and persons not negative",
            ));
        }
        if !(self.growth.is_finite() && self.growth > 0.0) {
            return Err(error(
                format!("hệ số tăng trưởng của nhóm là {}; cần số dương", self.growth),
                format!("the growth of the group is {}; it must be positive", self.growth),
            ));
        }
        Ok(())
    }

    /// Share of each age group still there at the second date, growth of the whole taken out; the
    /// last two groups have one share. An empty group keeps everybody.
    fn kept(&self) -> Vec<f64> {
        let last = self.before.len() - 1;
        let share = |before: f64, after: f64| {
            if before > 0.0 { after / before / self.growth } else { 1.0 }
        };
        let mut kept: Vec<f64> = self
            .before
            .iter()
            .zip(self.after.iter().skip(1))
            .take(last - 1)
            .map(|(before, after)| share(*before, *after))
            .collect();
        let oldest: f64 = self.before.iter().skip(last - 1).sum();
        let after = self.after.last().copied().unwrap_or_default();
        kept.extend([share(oldest, after); 2]);
        kept
    }
}

/// Exit rate a year by age group, from a cohort pair.
///
/// # Errors
/// If the two counts do not fit together.
pub fn from_cohorts(pair: &CohortPair<'_>) -> Result<Vec<f64>> {
    pair.check()?;
    let years = f64::from(pair.width);
    Ok(pair.kept().into_iter().map(|kept| 1.0 - kept.clamp(0.0, 1.0).powf(1.0 / years)).collect())
}

/// Age pattern of hires, from a cohort pair: what came net at each age group, as shares of one.
/// The youngest group is all hires. `None` if nobody came.
///
/// # Errors
/// If the two counts do not fit together.
pub fn hiring_pattern(pair: &CohortPair<'_>) -> Result<Option<Vec<f64>>> {
    pair.check()?;
    let mut came: Vec<f64> = vec![0.0; pair.before.len()];
    let kept = pair.kept();
    for ((came, kept), before) in came.iter_mut().skip(1).zip(&kept).zip(pair.before) {
        *came = ((kept - 1.0) * pair.growth * before).max(0.0);
    }
    if let (Some(first), Some(youngest)) = (came.first_mut(), pair.after.first()) {
        *first = *youngest;
    }
    let whole: f64 = came.iter().sum();
    Ok((whole > 0.0).then(|| came.into_iter().map(|persons| persons / whole).collect()))
}

/// Rates by age group from age `first` and `width` years each, by single age from 15; the last
/// group is open, and ages below the first group have its rate.
pub fn by_single_age(rates: &[f64], first: u8, width: u8) -> Vec<f64> {
    let last = rates.len().saturating_sub(1);
    (0..Layout::BY_AGE.ages)
        .map(|age| {
            let above = (FIRST_AGE + age).saturating_sub(usize::from(first));
            let group = (above / usize::from(width.max(1))).min(last);
            rates.get(group).copied().unwrap_or_default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_and_re_entry_is_taken_off() {
        let parts = ExitParts {
            retirement: vec![0.1, 0.9],
            death: vec![0.01, 0.2],
            re_entry: vec![0.05, 0.0],
            ..ExitParts::default()
        };
        let rates = parts.rates(2).unwrap();
        assert!((rates[0] - 0.06).abs() < 1e-15);
        assert_eq!(rates[1], 1.0);
        assert!(parts.rates(3).is_err());
        let wrong = ExitParts { death: vec![f64::NAN], ..ExitParts::default() };
        assert!(wrong.rates(1).is_err());
    }

    #[test]
    fn a_cohort_that_shrinks_gives_yearly_exits_whatever_the_group_grew() {
        // The whole grew by a tenth; of 100 aged 50–54, 0.9^5 · 1.1 are there five years later.
        let kept = 0.9_f64.powi(5) * 1.1 * 100.0;
        let pair = CohortPair {
            before: &[100.0, 100.0, 0.0],
            after: &[50.0, kept, kept],
            width: 5,
            growth: 1.1,
        };
        let rates = from_cohorts(&pair).unwrap();
        assert!(rates.iter().all(|rate| (rate - 0.1).abs() < 1e-12), "{rates:?}");
    }

    #[test]
    fn who_came_is_the_pattern_of_hires_and_not_a_negative_exit() {
        let pair = CohortPair {
            before: &[10.0, 40.0, 60.0],
            after: &[10.0, 40.0, 60.0],
            width: 5,
            growth: 1.0,
        };
        // Of 10 youngest 40 five years later: 30 came; 10 are the new youngest.
        assert_eq!(from_cohorts(&pair).unwrap()[0], 0.0);
        assert_eq!(hiring_pattern(&pair).unwrap().unwrap(), [0.25, 0.75, 0.0]);
    }

    #[test]
    fn counts_that_do_not_fit_together_are_refused() {
        let pair = CohortPair { before: &[1.0, 1.0], after: &[1.0], width: 5, growth: 1.0 };
        assert!(from_cohorts(&pair).is_err());
        let pair = CohortPair { before: &[1.0, 1.0], after: &[1.0, 1.0], width: 5, growth: 0.0 };
        assert!(hiring_pattern(&pair).is_err());
    }

    #[test]
    fn single_ages_have_the_rate_of_their_group() {
        let ages = by_single_age(&[0.1, 0.2, 0.3], 20, 5);
        assert_eq!((ages[0], ages[9], ages[10], ages[80]), (0.1, 0.1, 0.2, 0.3));
        assert_eq!(ages[15], 0.3);
    }
}
