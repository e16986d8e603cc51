//! How the forecasts of several models become one.
//!
//! ```text
//! geometric   exp(Σ ln x(i) / M)          where every x(i) > 0, else their mean
//! weighted    Σ w(i) x(i) / Σ w(i)        over the members that could be fitted
//! ```
//!
//! Members that agree are combined to what they agree on, to the last bit.

use crate::forecast::{Convergence, FitSummary};
use crate::numeric::moments::median;

/// How the forecasts of several models become one.
#[derive(Clone, Debug, PartialEq)]
pub enum Operator {
    /// The median, period by period.
    Median,
    /// The mean, period by period.
    Mean,
    /// The geometric mean, period by period; the mean where a member is not positive.
    Geometric,
    /// The mean with one weight a member, the same for all series.
    Weighted(Vec<f64>),
}

impl Operator {
    /// Combines forecasts of `horizon` periods, each with the position of its member.
    pub(super) fn combine(&self, forecasts: &[(usize, Vec<f64>)], horizon: usize) -> Vec<f64> {
        (0..horizon).map(|step| self.at(forecasts, step)).collect()
    }

    /// The weights `w1`, `w2`, … of the members, where they have some.
    pub(super) fn summary(&self) -> FitSummary {
        let mut summary = FitSummary::of(Convergence::ClosedForm, &[]);
        if let Self::Weighted(weights) = self {
            let named = weights.iter().enumerate();
            summary.parameters.extend(named.map(|(k, w)| (format!("w{}", k + 1), *w)));
        }
        summary
    }

    fn at(&self, forecasts: &[(usize, Vec<f64>)], step: usize) -> f64 {
        let mut values: Vec<f64> = forecasts.iter().map(|(_, points)| points[step]).collect();
        match self {
            Self::Median => median(&mut values).unwrap_or(0.0),
            Self::Geometric if values.iter().all(|value| *value > 0.0) => geometric(&values),
            Self::Mean | Self::Geometric => mean(&values),
            Self::Weighted(weights) => {
                let weight = |(member, _): &(usize, _)| weights.get(*member).copied();
                let own = forecasts.iter().map(|one| weight(one).unwrap_or(0.0));
                weighted(&own.collect::<Vec<f64>>(), &values)
            }
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Relative to the largest value, so that equal ones give themselves and a unit is carried.
fn geometric(values: &[f64]) -> f64 {
    let largest = values.iter().copied().fold(0.0, f64::max);
    let logarithms = values.iter().map(|value| (value / largest).ln());
    largest * (logarithms.sum::<f64>() / values.len() as f64).exp()
}

/// Relative to the first value, so that equal ones give themselves.
fn weighted(weights: &[f64], values: &[f64]) -> f64 {
    let Some(first) = values.first() else { return 0.0 };
    let total: f64 = weights.iter().sum();
    let apart = weights.iter().zip(values).map(|(w, value)| w / total * value - w / total * first);
    first + apart.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(operator: &Operator, values: &[f64]) -> f64 {
        let forecasts: Vec<(usize, Vec<f64>)> =
            values.iter().enumerate().map(|(k, value)| (k, vec![*value])).collect();
        operator.combine(&forecasts, 1)[0]
    }

    #[test]
    fn the_geometric_mean_is_the_mean_where_a_member_is_not_positive() {
        assert!((of(&Operator::Geometric, &[2.0, 4.0, 8.0]) - 4.0).abs() < 1e-14);
        assert_eq!(of(&Operator::Geometric, &[2.0, 0.0, 7.0]), 3.0);
        assert_eq!(of(&Operator::Geometric, &[-2.0, 5.0]), 1.5);
    }

    #[test]
    fn weights_of_members_that_are_left_add_up_to_one() {
        let operator = Operator::Weighted(vec![0.5, 0.3, 0.2]);
        assert!((of(&operator, &[10.0, 20.0, 40.0]) - 19.0).abs() < 1e-14);
        let left = [(0, vec![10.0]), (2, vec![24.0])];
        assert!((operator.combine(&left, 1)[0] - 14.0).abs() < 1e-14);
    }

    #[test]
    fn members_that_agree_are_combined_to_what_they_agree_on() {
        let third = 1.0 / 3.0;
        let weights = Operator::Weighted(vec![0.21, 0.37, 0.42]);
        for operator in [Operator::Median, Operator::Geometric, weights] {
            for value in [0.1, third, 1e9, 7.7e-300, 1.1e305] {
                assert_eq!(of(&operator, &[value; 3]), value, "{operator:?}");
            }
        }
    }
}
