//! A change of the spread of errors.

use crate::forecast::breaks::{SpreadChange, critical};

/// Fewest errors on either side of a change.
const FEWEST: usize = 6;

/// The likeliest split of errors into two spreads, with Λ; none of fewer than twelve errors, or
/// where one side has no spread at all.
///
/// The split is the number of errors before the change.
fn likeliest_split(errors: &[f64]) -> Option<(usize, f64)> {
    let n = errors.len();
    let edge = FEWEST.max(n / 6);
    if n < 2 * edge {
        return None;
    }
    let squares: Vec<f64> = errors
        .iter()
        .scan(0.0, |sum, error| {
            *sum += error * error;
            Some(*sum)
        })
        .collect();
    let total = squares[n - 1];
    let mut best: Option<(usize, f64)> = None;
    for k in edge..=n - edge {
        let (before, after) =
            (squares[k - 1] / k as f64, (total - squares[k - 1]) / (n - k) as f64);
        if before <= 0.0 || after <= 0.0 {
            return None;
        }
        let ratio = n as f64 * (total / n as f64).ln()
            - k as f64 * before.ln()
            - (n - k) as f64 * after.ln();
        if best.is_none_or(|(_, largest)| ratio > largest) {
            best = Some((k, ratio));
        }
    }
    best
}

/// The change of spread in errors by position, if it passes the test.
pub(super) fn change(errors: &[(usize, f64)]) -> Option<SpreadChange> {
    let values: Vec<f64> = errors.iter().map(|(_, error)| *error).collect();
    let (split, ratio) = likeliest_split(&values)?;
    if ratio <= critical::likelihood_ratio(values.len()) {
        return None;
    }
    let deviation =
        |part: &[f64]| (part.iter().map(|e| e * e).sum::<f64>() / part.len() as f64).sqrt();
    let (before, after) = values.split_at(split);
    Some(SpreadChange {
        position: errors[split].0,
        ratio: deviation(after) / deviation(before),
        of_all: deviation(after) / deviation(&values),
    })
}
