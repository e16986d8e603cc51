//! Classical decomposition: one fixed season about a centred moving average.
//!
//! The trend at `t` is the mean of the season around it, both ends having half weight where the
//! season is even. The season is the mean, over the years, of value over trend, scaled to the mean
//! 1; where a value is not positive, of value less trend, with the sum 0.
//!
//! # Source
//! Hyndman & Athanasopoulos (2021), *Forecasting: Principles and Practice*, section 3.4.

use crate::forecast::decomposition::adjusted::{self, Joining, Seasons};
use crate::forecast::decomposition::season;
use crate::forecast::{Fit, Series};

/// Fits a model to the series without its season, or to the series itself if it has none.
///
/// # Errors
/// Those of `model`.
pub fn around(series: &Series<'_>, model: impl Fn(&Series<'_>) -> Fit) -> Fit {
    let Series { values, season_length, .. } = *series;
    if !season::is_there(values, season_length) {
        return model(&Series { season_length: 1, ..*series });
    }
    adjusted::fit(series, decompose(values, season_length), model)
}

/// The season of `values`, of which there are at least two seasons.
fn decompose(values: &[f64], length: usize) -> Seasons {
    let positive = values.iter().all(|value| *value > 0.0);
    let figure = if positive { figure(values, length, Joining::Multiplicative) } else { None };
    let (joining, figure) = match figure {
        Some(figure) => (Joining::Multiplicative, figure),
        None => (Joining::Additive, figure_or_flat(values, length)),
    };
    let component = figure.iter().copied().cycle().take(values.len()).collect();
    let mut next = figure;
    next.rotate_left(values.len() % length);
    Seasons { joining, component, next: vec![next] }
}

fn figure_or_flat(values: &[f64], length: usize) -> Vec<f64> {
    figure(values, length, Joining::Additive).unwrap_or_else(|| vec![0.0; length])
}

/// One season, that of the first value first; none where a multiplicative one is not positive.
fn figure(values: &[f64], length: usize, joining: Joining) -> Option<Vec<f64>> {
    let half = length / 2;
    let mut sums = vec![0.0; length];
    let mut counts = vec![0_usize; length];
    for t in half..values.len().saturating_sub(half) {
        let trend = moving_average(&values[t - half..=t + half], length);
        let part = match joining {
            Joining::Additive => values[t] - trend,
            Joining::Multiplicative => values[t] / trend,
        };
        sums[t % length] += part;
        counts[t % length] += 1;
    }
    let means: Vec<f64> =
        sums.iter().zip(&counts).map(|(sum, count)| sum / (*count).max(1) as f64).collect();
    let mean = means.iter().sum::<f64>() / length as f64;
    match joining {
        Joining::Additive => Some(means.iter().map(|value| value - mean).collect()),
        Joining::Multiplicative => {
            let figure: Vec<f64> = means.iter().map(|value| value / mean).collect();
            figure.iter().all(|value| *value > 0.01).then_some(figure)
        }
    }
}

/// The mean of a window of `length` or, for an even length, of one more with half ends.
fn moving_average(window: &[f64], length: usize) -> f64 {
    let sum: f64 = window.iter().sum();
    let ends = match window {
        [first, .., last] if length % 2 == 0 => 0.5 * (first + last),
        _ => 0.0,
    };
    (sum - ends) / length as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::simple::drift;
    use crate::forecast::{Future, boxed};

    #[test]
    fn a_season_on_a_level_is_found_and_repeated() {
        let values = [8.0, 10.0, 12.0, 10.0].repeat(4);
        let seasons = decompose(&values, 4);
        assert_eq!(seasons.joining, Joining::Multiplicative);
        let close = |(found, expected): (&f64, f64)| (found - expected).abs() < 1e-12;
        assert!(seasons.next[0].iter().zip([0.8, 1.0, 1.2, 1.0]).all(close), "{seasons:?}");
        let fitted = around(&Series::seasonal(&values[..14], 4), |x| boxed(drift::fit(x))).unwrap();
        let path = fitted.forecast(&Future::steps(3));
        assert!(path.iter().zip([12.0, 10.0, 8.0]).all(close), "{path:?}");
    }

    #[test]
    fn a_season_that_crosses_zero_is_added() {
        let values: Vec<f64> =
            (0..15).map(|t| f64::from(t) + [0.0, -9.0, 9.0][t as usize % 3]).collect();
        let seasons = decompose(&values, 3);
        assert_eq!(seasons.joining, Joining::Additive);
        let close = |(found, expected): (&f64, f64)| (found - expected).abs() < 1e-12;
        assert!(seasons.next[0].iter().zip([0.0, -9.0, 9.0]).all(close), "{seasons:?}");
    }
}
