//! How far completion and intake may turn out otherwise than expected.
//!
//! ```text
//! completion   c_d ~ Beta(n·c, n·(1 − c))                 one draw a programme, for all its years
//! intake       i_d(t) = i(t) · exp(σ·W(h) − σ²h/2)        W a random walk, h years after the last record
//! ```
//! `n` is the number of students the completion rate is worth: those it was counted on, or the
//! prior where nothing is known. `σ` is the standard deviation of yearly changes of log intake in
//! the record, shrunk to the prior. Both keep the expected figure as the mean of the draws.
//!
//! A beta number is made of two gamma numbers by the cube of a normal one, so that every draw uses
//! the same random numbers whatever the rates: scenarios share their draws. With 50 students and
//! `c` = 0.8 mean and standard deviation are right to 0.1 %.
//!
//! # Source
//! Wilson & Hilferty (1931), *The distribution of chi-square*.

use std::collections::BTreeMap;

use crate::numeric::moments::standard_deviation;
use crate::numeric::seed::Stream;
use crate::units::Year;

/// How much is known of completion and intake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knowledge {
    /// Students a completion rate is worth; infinite if it is known exactly.
    pub effective_n: f64,
    /// Standard deviation of yearly changes of log intake before any record is seen.
    pub intake_prior: f64,
    /// Changes that the prior is worth; the record's own spread has weight n/(n + this). Infinite
    /// if the prior is to be taken as it is.
    pub prior_weight: f64,
}

impl Default for Knowledge {
    /// The judgement of the authors where nothing was counted: completion as from 50 students
    /// (0.8 ± 0.06), and intake that changes by a tenth from year to year, worth five observed
    /// changes.
    fn default() -> Self {
        Self { effective_n: 50.0, intake_prior: 0.1, prior_weight: 5.0 }
    }
}

impl Knowledge {
    /// Completion and intake come as expected.
    pub const CERTAIN: Self =
        Self { effective_n: f64::INFINITY, intake_prior: 0.0, prior_weight: f64::INFINITY };
}

/// Standard deviation of yearly changes of log intake, shrunk to the prior.
pub fn intake_deviation(recorded: &BTreeMap<Year, f64>, knowledge: &Knowledge) -> f64 {
    let years: Vec<(&Year, &f64)> = recorded.iter().collect();
    let changes: Vec<f64> = years
        .windows(2)
        .filter(|pair| pair[1].0.since(*pair[0].0) == 1 && *pair[0].1 > 0.0 && *pair[1].1 > 0.0)
        .map(|pair| (pair[1].1 / pair[0].1).ln())
        .collect();
    let prior = knowledge.intake_prior;
    let Some(own) = standard_deviation(&changes) else { return prior };
    let n = changes.len() as f64;
    let weight =
        if knowledge.prior_weight.is_finite() { n / (n + knowledge.prior_weight) } else { 0.0 };
    (weight * own.powi(2) + (1.0 - weight) * prior.powi(2)).sqrt()
}

/// One draw of a completion rate over its expectation; takes two normal numbers in any case.
pub fn completion_factor(completion: f64, effective_n: f64, stream: &mut Stream) -> f64 {
    let (passed, failed) = (stream.normal(), stream.normal());
    if !(effective_n.is_finite() && effective_n > 0.0 && completion > 0.0 && completion < 1.0) {
        return 1.0;
    }
    let a = gamma(effective_n * completion, passed);
    let b = gamma(effective_n * (1.0 - completion), failed);
    if a + b > 0.0 { a / (a + b) / completion } else { 1.0 }
}

/// A gamma number of `shape` and scale 1 out of a standard normal one.
fn gamma(shape: f64, normal: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    shape * (1.0 - ninth + normal * ninth.sqrt()).max(0.0).powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::moments::mean;
    use crate::numeric::seed::stream;

    #[test]
    fn completion_has_the_mean_and_spread_of_a_beta_number() {
        let mut stream = stream(3, "test", 0);
        let draws: Vec<f64> =
            (0..40_000).map(|_| 0.8 * completion_factor(0.8, 50.0, &mut stream)).collect();
        // Beta(40, 10): variance 0.8 · 0.2 / 51.
        let deviation = (0.16_f64 / 51.0).sqrt();
        assert!((mean(&draws).unwrap() - 0.8).abs() < 0.001);
        assert!((standard_deviation(&draws).unwrap() / deviation - 1.0).abs() < 0.02);
        assert!(draws.iter().all(|c| (0.0..=1.0).contains(c)));
    }

    #[test]
    fn what_is_known_exactly_does_not_vary() {
        let mut stream = stream(3, "test", 0);
        assert_eq!(completion_factor(0.8, f64::INFINITY, &mut stream), 1.0);
        assert_eq!(completion_factor(1.0, 50.0, &mut stream), 1.0);
        let steady = BTreeMap::from([(Year(2023), 10.0), (Year(2024), 20.0), (Year(2025), 10.0)]);
        assert_eq!(intake_deviation(&steady, &Knowledge::CERTAIN), 0.0);
    }

    #[test]
    fn the_spread_of_intake_is_shrunk_to_the_prior() {
        // Changes ln 2 and −ln 2: variance 2·(ln 2)², weight 2/7.
        let record = BTreeMap::from([(Year(2023), 10.0), (Year(2024), 20.0), (Year(2025), 10.0)]);
        let expected = (2.0 / 7.0 * 2.0 * 2.0_f64.ln().powi(2) + 5.0 / 7.0 * 0.01).sqrt();
        let found = intake_deviation(&record, &Knowledge::default());
        assert!((found - expected).abs() < 1e-12);
        assert_eq!(intake_deviation(&BTreeMap::new(), &Knowledge::default()), 0.1);
    }
}
