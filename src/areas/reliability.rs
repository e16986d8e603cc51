//! How far a figure of an area can be relied on.
//!
//! The letter is that of [`crate::conditions::reliability`] for the interval of the draws, and one lower where the area's
//! own history carries less than half of its level: the rest is borrowed.
//!
//! A figure of the past has no draws. Its coefficient of variation is taken from the noise of one year about the area's own
//! line ([`crate::areas::history::Fitted::noise`], in log-odds of participation):
//!
//! ```text
//! cv(L) = noise · (1 − L/P)
//! ```

use crate::conditions::reliability::{Precision, Reliability, Shown};
use crate::paths::Summary;

/// The letter of a figure whose area's own history has weight `own_weight`.
pub fn letter(summary: &Summary, own_weight: f64) -> Reliability {
    let own = Precision::of_interval(summary.mean, summary.p10, summary.p90).letter();
    if own_weight >= 0.5 { own } else { own.lowered() }
}

/// The letter of a published figure of a share of the population whose noise in log-odds is `noise`.
pub fn published(noise: f64, share: f64) -> Reliability {
    let variation = noise * (1.0 - share.clamp(0.0, 1.0));
    Precision { variation: Some(variation), sample: None }.letter()
}

/// The unit in which figures of about `mean` with this 80 % interval are shown.
pub fn unit(mean: f64, (p10, p90): (f64, f64)) -> f64 {
    match Precision::of_interval(mean, p10, p90).shown(mean) {
        Shown::Rounded { unit, .. } if unit > 1.0 => unit,
        Shown::Rounded { .. } => 1.0,
        // What is too unsure for any digit is shown to its first.
        Shown::Suppressed => 10_f64.powf(mean.abs().max(1.0).log10().floor()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fall_with_the_interval_and_with_borrowed_levels() {
        let summary = |half: f64| Summary {
            mean: 100.0,
            p10: 100.0 - half,
            p90: 100.0 + half,
            ..Summary::default()
        };
        assert_eq!(letter(&summary(2.0), 0.9), Reliability::A);
        assert_eq!(letter(&summary(2.0), 0.2), Reliability::B);
        assert_eq!(letter(&summary(60.0), 0.2), Reliability::E);
    }

    #[test]
    fn a_published_share_near_one_is_firmer_than_its_log_odds() {
        assert_eq!(published(0.2, 0.8), Reliability::A);
        assert_eq!(published(0.2, 0.4), Reliability::C);
    }

    #[test]
    fn figures_are_shown_to_the_power_of_ten_below_their_error() {
        assert_eq!(unit(700_000.0, (660_000.0, 740_000.0)), 10_000.0);
        assert_eq!(unit(1_000.0, (1_000.0, 1_000.0)), 1.0);
        assert_eq!(unit(5_000.0, (0.0, 10_000.0)), 1_000.0);
    }
}
