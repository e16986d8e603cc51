//! How past targets and past forecasts did (method K7).
//!
//! ```text
//! miss            d (X − X*)                 d = 1 for a floor, −1 for a ceiling; negative: missed
//! forecast error  X̂ − X
//! ```
//! `X` outcome, `X*` target, `X̂` forecast made when the target was set, where one is known.

use crate::targets::assessment::{Assessment, Finding, Outcome};

/// A past target with its outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastTarget {
    /// Position of the target.
    pub target: usize,
    /// Target and outcome.
    pub outcome: Outcome,
    /// Whether it was reached.
    pub reached: bool,
    /// Outcome beyond the target in its direction; negative where it was missed.
    pub margin: f64,
    /// Forecast made then less outcome, where one is known.
    pub forecast_error: Option<f64>,
    /// Whether the forecast made then was on the same side of the target as the outcome.
    pub foreseen: Option<bool>,
}

/// The record of past targets.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackRecord {
    /// Target by target.
    pub past: Vec<PastTarget>,
    /// Number that were reached.
    pub n_reached: usize,
    /// Share that was reached; `None` without a past target.
    pub share_reached: Option<f64>,
    /// Share of forecasts that foresaw whether the target would be reached; `None` without one.
    pub share_foreseen: Option<f64>,
}

/// The record of those `assessments` whose year has come.
///
/// `forecasts` are forecasts made when the target was set, by position and in the unit of
/// comparison; shorter where none is known.
pub fn track_record(assessments: &[Assessment], forecasts: &[Option<f64>]) -> TrackRecord {
    let past: Vec<PastTarget> = assessments
        .iter()
        .enumerate()
        .filter_map(|(position, assessment)| match &assessment.finding {
            Finding::Past(outcome) => {
                Some(past(position, *outcome, forecasts.get(position).copied().flatten()))
            }
            _ => None,
        })
        .collect();
    let n_reached = past.iter().filter(|past| past.reached).count();
    let known: Vec<bool> = past.iter().filter_map(|past| past.foreseen).collect();
    let right = known.iter().filter(|foreseen| **foreseen).count();
    let share = |part: usize, all: usize| (all > 0).then(|| part as f64 / all as f64);
    TrackRecord {
        n_reached,
        share_reached: share(n_reached, past.len()),
        share_foreseen: share(right, known.len()),
        past,
    }
}

fn past(target: usize, outcome: Outcome, forecast: Option<f64>) -> PastTarget {
    let direction = outcome.direction;
    let reached = direction.reaches(outcome.value, outcome.target);
    PastTarget {
        target,
        outcome,
        reached,
        margin: direction.sign() * (outcome.value - outcome.target),
        forecast_error: forecast.map(|forecast| forecast - outcome.value),
        foreseen: forecast.map(|forecast| direction.reaches(forecast, outcome.target) == reached),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::indicator::{Direction, Indicator};
    use crate::targets::unit::TargetUnit;

    #[test]
    fn a_ceiling_that_was_kept_has_a_positive_margin() {
        let outcome = Outcome {
            indicator: Indicator::UnemploymentRate,
            direction: Direction::AtMost,
            unit: TargetUnit::Percent,
            target: 0.038,
            value: 0.036,
        };
        let past = past(0, outcome, Some(0.04));
        assert!(past.reached && (past.margin - 0.002).abs() < 1e-12);
        assert!((past.forecast_error.unwrap() - 0.004).abs() < 1e-12);
        assert_eq!(past.foreseen, Some(false));
    }

    #[test]
    fn nothing_past_has_no_share() {
        let record = track_record(&[], &[]);
        assert_eq!((record.n_reached, record.share_reached), (0, None));
    }
}
