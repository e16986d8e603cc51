//! Exponentials: lines in logarithms.
//!
//! ```text
//! log-linear     ŷ(T+h) = exp(a + b (T + h))        a, b by least squares on ln y
//! growth         ŷ(T+h) = y(T) · e^{r h}            r = ln(y(T) / y(1)) / (T − 1)
//! ```
//! The second is `P0·e^{rt}` carried on: it starts from the last value, the first from the line.

use crate::forecast::simple::drift;
use crate::forecast::trend::linear;
use crate::forecast::{Fit, Series, boxed, logarithms};

/// The least-squares line through the logarithms of all values.
///
/// # Errors
/// [`FitError::TooFewObservations`](crate::forecast::FitError::TooFewObservations) for fewer than
/// three values, [`FitError::NotPositive`](crate::forecast::FitError::NotPositive).
pub fn log_linear(series: &Series<'_>) -> Fit {
    logarithms::fit(series, |logarithms| boxed(linear::fit(logarithms)))
}

/// Growth at the mean rate of the past from the last value.
///
/// # Errors
/// [`FitError::TooFewObservations`](crate::forecast::FitError::TooFewObservations) for fewer than
/// two values, [`FitError::NotPositive`](crate::forecast::FitError::NotPositive).
pub fn growth(series: &Series<'_>) -> Fit {
    logarithms::fit(series, |logarithms| boxed(drift::fit(logarithms)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::contract::{LOGARITHMIC, holds};
    use crate::forecast::{FitError, Future};

    #[test]
    fn both_keep_the_contract() {
        holds(LOGARITHMIC, 3, log_linear);
        holds(LOGARITHMIC, 2, growth);
    }

    #[test]
    fn growth_carries_the_mean_rate_on_from_the_last_value() {
        let path =
            growth(&Series::annual(&[10.0, 15.0, 40.0])).unwrap().forecast(&Future::steps(2));
        assert!((path[0] - 80.0).abs() < 1e-9 && (path[1] - 160.0).abs() < 1e-9, "{path:?}");
    }

    #[test]
    fn the_log_linear_trend_returns_to_its_line() {
        // ln y = 0, 1, 5 has the line −½ + 2.5 t: 7 and 9.5 follow.
        let values = [0.0_f64, 1.0, 5.0].map(f64::exp);
        let path = log_linear(&Series::annual(&values)).unwrap().forecast(&Future::steps(2));
        assert!((path[0].ln() - 7.0).abs() < 1e-12 && (path[1].ln() - 9.5).abs() < 1e-12);
    }

    #[test]
    fn zero_has_no_logarithm() {
        assert_eq!(growth(&Series::annual(&[1.0, 0.0])).unwrap_err(), FitError::NotPositive);
    }

    #[test]
    fn the_likelihood_is_of_the_values_and_not_of_their_logarithms() {
        // Growths ln 2 and ln 4 about ln 8/2: Σe² = ½ ln²2, n = 2, and ln(2 · 8) is taken off.
        let found = growth(&Series::annual(&[1.0, 2.0, 8.0])).unwrap().summary();
        let variance = 0.25 * 2.0_f64.ln().powi(2);
        let expected = -((2.0 * std::f64::consts::PI * variance).ln() + 1.0) - 16.0_f64.ln();
        assert!((found.log_likelihood.unwrap() - expected).abs() < 1e-12, "{found:?}");
    }
}
