//! Openings as forecast against openings as observed.
//!
//! ```text
//! WAPE = Σ|F − O| / ΣO        loss ratio = Σ(F − O)² / Σ(R − O)²        R: reference
//! ```
//! A loss ratio below 1 is a forecast better than the reference, for instance openings of the past
//! carried on.
//!
//! # Source
//! Loss relative to a reference: ROA's evaluation of its forecasts of replacement demand.

use crate::error::Result;
use crate::replacement::error;

/// Openings of the same groups and years, in persons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpeningsTrial<'a> {
    /// As forecast.
    pub forecast: &'a [f64],
    /// As they came.
    pub observed: &'a [f64],
    /// As a simpler method would have said.
    pub reference: &'a [f64],
}

/// How a forecast of openings did.
#[derive(Clone, Debug, PartialEq)]
pub struct OpeningsErrors {
    /// Forecast less observed, in persons.
    pub errors: Vec<f64>,
    /// Mean error over mean openings; positive if too many were forecast.
    pub bias: f64,
    /// Weighted absolute percentage error as a share; `None` if nothing was observed.
    pub wape: Option<f64>,
    /// Weighted absolute percentage error of the reference.
    pub wape_of_reference: Option<f64>,
    /// Squared errors over those of the reference; `None` if the reference made none.
    pub loss_ratio: Option<f64>,
}

/// The errors of a forecast of openings.
///
/// # Errors
/// If the three are not as long as each other, are empty, or a number is not finite.
pub fn errors_of_openings(trial: &OpeningsTrial<'_>) -> Result<OpeningsErrors> {
    let n = trial.observed.len();
    let numbers = trial.forecast.iter().chain(trial.observed).chain(trial.reference);
    if n == 0 || trial.forecast.len() != n || trial.reference.len() != n {
        return Err(error(
            "kiểm định cần cùng số nhóm cho dự báo, thực tế và phương án so sánh",
            "a back-test needs the same groups in forecast, outcome and reference",
        ));
    }
    if !numbers.clone().all(|value| value.is_finite()) {
        return Err(error("kiểm định có số không xác định", "a back-test has a number not finite"));
    }
    let difference = |values: &[f64]| -> Vec<f64> {
        values.iter().zip(trial.observed).map(|(value, observed)| value - observed).collect()
    };
    let (errors, of_reference) = (difference(trial.forecast), difference(trial.reference));
    let observed: f64 = trial.observed.iter().sum();
    let absolute = |errors: &[f64]| errors.iter().map(|e| e.abs()).sum::<f64>();
    let squared = |errors: &[f64]| errors.iter().map(|e| e * e).sum::<f64>();
    let relative = |sum: f64| (observed > 0.0).then(|| sum / observed);
    let loss_of_reference = squared(&of_reference);
    Ok(OpeningsErrors {
        bias: relative(errors.iter().sum()).unwrap_or_default(),
        wape: relative(absolute(&errors)),
        wape_of_reference: relative(absolute(&of_reference)),
        loss_ratio: (loss_of_reference > 0.0).then(|| squared(&errors) / loss_of_reference),
        errors,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_weighed_by_openings_and_against_the_reference() {
        let trial = OpeningsTrial {
            forecast: &[110.0, 40.0],
            observed: &[100.0, 50.0],
            reference: &[120.0, 50.0],
        };
        let errors = errors_of_openings(&trial).unwrap();
        assert_eq!(errors.errors, [10.0, -10.0]);
        assert_eq!(errors.bias, 0.0);
        assert_eq!(errors.wape, Some(20.0 / 150.0));
        assert_eq!(errors.wape_of_reference, Some(20.0 / 150.0));
        assert_eq!(errors.loss_ratio, Some(0.5));
    }

    #[test]
    fn a_perfect_reference_leaves_no_ratio_and_unequal_lengths_are_refused() {
        let trial = OpeningsTrial { forecast: &[1.0], observed: &[0.0], reference: &[0.0] };
        let errors = errors_of_openings(&trial).unwrap();
        assert_eq!((errors.loss_ratio, errors.wape), (None, None));
        let trial = OpeningsTrial { forecast: &[1.0], observed: &[0.0, 1.0], reference: &[0.0] };
        assert!(errors_of_openings(&trial).is_err());
    }
}
