//! The present condition of a group, by a vote of indicators.
//!
//! ```text
//! z_i      = tightness_i · (value_i − mean_i) / deviation_i       mean, deviation: over the groups
//! vote_i   = +1 if z_i ≥ margin, −1 if z_i ≤ −margin, else 0      +1: tight
//! score    = Σ votes / indicators given
//! shortage if score ≥ ½, surplus if score ≤ −½, else balance;
//! strong if every indicator, and at least three, vote the same way
//! ```
//! Unemployed for one employed and the unemployment of graduates are tight when low; wage growth
//! and vacancies when high. An indicator that is not known, or is the same in every group, does
//! not vote; a group with fewer than two votes has no present condition.
//!
//! Each indicator is judged against the average of the groups, so the vote says which groups are
//! tighter than others, not whether the whole market is tight.

use crate::conditions::Condition;
use crate::language::Text;
use crate::numeric::moments::mean;
use crate::numeric::moments::standard_deviation;

/// Least number of indicators that vote.
pub const LEAST_INDICATORS: usize = 2;

/// The present condition of a group and how strong its signs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PresentCondition {
    /// Strong signs of shortage.
    StrongShortage,
    /// Signs of shortage, moderate or of unknown strength.
    Shortage,
    /// Neither.
    Balance,
    /// Signs of surplus, moderate or of unknown strength.
    Surplus,
    /// Strong signs of surplus.
    StrongSurplus,
}

impl PresentCondition {
    /// Every present condition, shortage first.
    pub const ALL: [Self; 5] =
        [Self::StrongShortage, Self::Shortage, Self::Balance, Self::Surplus, Self::StrongSurplus];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StrongShortage => "strong_shortage",
            Self::Shortage => "shortage",
            Self::Balance => "balance",
            Self::Surplus => "surplus",
            Self::StrongSurplus => "strong_surplus",
        }
    }

    /// The present condition with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|condition| condition.name() == name)
    }

    /// The condition without its strength.
    pub const fn condition(self) -> Condition {
        match self {
            Self::StrongShortage | Self::Shortage => Condition::Shortage,
            Self::Balance => Condition::Balance,
            Self::Surplus | Self::StrongSurplus => Condition::Surplus,
        }
    }

    /// The name for readers.
    pub fn label(self) -> Text {
        match self {
            Self::StrongShortage => Text::new("dấu hiệu thiếu rõ rệt", "strong signs of shortage"),
            Self::Shortage => Text::new("dấu hiệu thiếu", "signs of shortage"),
            Self::Balance => Text::new("cân bằng", "balance"),
            Self::Surplus => Text::new("dấu hiệu dư", "signs of surplus"),
            Self::StrongSurplus => Text::new("dấu hiệu dư rõ rệt", "strong signs of surplus"),
        }
    }
}

/// Indicators of one group now; `None` where not known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Indicators {
    /// Unemployed for one employed.
    pub unemployed_per_employed: Option<f64>,
    /// Growth of wages over a year, as a share.
    pub wage_growth: Option<f64>,
    /// Vacancies for one post.
    pub vacancy_rate: Option<f64>,
    /// Unemployment of recent graduates, as a share.
    pub graduate_unemployment: Option<f64>,
}

impl Indicators {
    /// The indicators, each with +1 if high is tight and −1 if low is.
    const fn signed(&self) -> [(Option<f64>, f64); 4] {
        [
            (self.unemployed_per_employed, -1.0),
            (self.wage_growth, 1.0),
            (self.vacancy_rate, 1.0),
            (self.graduate_unemployment, -1.0),
        ]
    }
}

/// Present conditions of `groups`; `margin` is how many standard deviations from the average make
/// a vote (½ is usual). `None` for a group with fewer than [`LEAST_INDICATORS`] votes.
pub fn present_conditions(groups: &[Indicators], margin: f64) -> Vec<Option<PresentCondition>> {
    let scales: Vec<Option<(f64, f64)>> = (0..4).map(|i| scale(groups, i)).collect();
    groups
        .iter()
        .map(|group| {
            let votes: Vec<f64> = group
                .signed()
                .into_iter()
                .zip(&scales)
                .filter_map(|((value, tight), scale)| Some((value?, tight, (*scale)?)))
                .filter(|(value, ..)| value.is_finite())
                .map(|(value, tight, (mean, deviation))| {
                    let z = tight * (value - mean) / deviation;
                    f64::from(i8::from(z >= margin) - i8::from(z <= -margin))
                })
                .collect();
            (votes.len() >= LEAST_INDICATORS).then(|| outcome(&votes))
        })
        .collect()
}

/// Mean and standard deviation of indicator `index` over the groups that have it.
fn scale(groups: &[Indicators], index: usize) -> Option<(f64, f64)> {
    let values: Vec<f64> = groups
        .iter()
        .filter_map(|group| group.signed().get(index).and_then(|(value, _)| *value))
        .filter(|value| value.is_finite())
        .collect();
    let deviation = standard_deviation(&values).filter(|deviation| *deviation > 0.0)?;
    Some((mean(&values)?, deviation))
}

fn outcome(votes: &[f64]) -> PresentCondition {
    let score = votes.iter().sum::<f64>() / votes.len() as f64;
    let unanimous = votes.len() >= 3 && score.abs() == 1.0;
    match (score, unanimous) {
        (score, true) if score > 0.0 => PresentCondition::StrongShortage,
        (_, true) => PresentCondition::StrongSurplus,
        (score, _) if score >= 0.5 => PresentCondition::Shortage,
        (score, _) if score <= -0.5 => PresentCondition::Surplus,
        _ => PresentCondition::Balance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(unemployed: f64, wages: f64, vacancies: f64) -> Indicators {
        Indicators {
            unemployed_per_employed: Some(unemployed),
            wage_growth: Some(wages),
            vacancy_rate: Some(vacancies),
            graduate_unemployment: None,
        }
    }

    #[test]
    fn indicators_vote_against_the_average_of_the_groups() {
        let groups = [
            group(0.01, 0.09, 0.06),
            group(0.05, 0.05, 0.03),
            group(0.09, 0.01, 0.00),
            group(0.05, 0.09, 0.06),
        ];
        let conditions = present_conditions(&groups, 0.5);
        assert_eq!(conditions[0], Some(PresentCondition::StrongShortage));
        assert_eq!(conditions[1], Some(PresentCondition::Balance));
        assert_eq!(conditions[2], Some(PresentCondition::StrongSurplus));
        assert_eq!(conditions[3], Some(PresentCondition::Shortage));
    }

    #[test]
    fn a_group_with_one_indicator_has_no_present_condition() {
        let alone = Indicators { wage_growth: Some(0.2), ..Indicators::default() };
        let conditions = present_conditions(&[alone, group(0.05, 0.01, 0.03)], 0.5);
        assert_eq!(conditions, [None, None]);
        assert_eq!(PresentCondition::named("surplus"), Some(PresentCondition::Surplus));
    }
}
