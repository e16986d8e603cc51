//! The labour force as a whole, where no population by age is known.
//!
//! ```text
//! L(T + h) = L(T)·exp(g·Σ_{k=1..h} φ^k)
//! ```
//!
//! g is the mean log growth of total employment over the last [`RECENT_YEARS`] unmasked changes,
//! employment standing for the labour force, whose past is not known.

use crate::series::Panel;

/// Changes whose mean is carried on.
pub const RECENT_YEARS: usize = 10;

/// Standard deviation of yearly growth where no history is known.
pub const ASSUMED_DEVIATION: f64 = 0.01;

/// Growth of the past.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Mean log growth a year.
    pub slope: f64,
    /// Standard deviation of yearly log growth.
    pub deviation: f64,
}

/// Growth of total employment; none and an assumed deviation with fewer than three changes.
pub fn growth(employment: &Panel) -> Growth {
    let totals = employment.totals();
    let masked = |year: usize| employment.series.iter().any(|series| series.points[year].masked);
    let changes: Vec<f64> = (1..totals.len())
        .filter(|year| !masked(*year) && !masked(year - 1))
        .filter(|year| totals[*year] > 0.0 && totals[year - 1] > 0.0)
        .map(|year| (totals[year] / totals[year - 1]).ln())
        .collect();
    let recent = &changes[changes.len().saturating_sub(RECENT_YEARS)..];
    if recent.len() < 3 {
        return Growth { slope: 0.0, deviation: ASSUMED_DEVIATION };
    }
    let n = recent.len() as f64;
    let slope = recent.iter().sum::<f64>() / n;
    let squares: f64 = recent.iter().map(|change| (change - slope).powi(2)).sum();
    Growth { slope, deviation: (squares / (n - 1.0)).sqrt() }
}

/// A level that grows by `slope` a year in logs, damped, for `years` years after the first.
pub fn damped(level: f64, slope: f64, damping: f64, years: usize) -> Vec<f64> {
    let mut log = 0.0;
    std::iter::once(level)
        .chain((1..=years).map(|k| {
            log += slope * damping.powi(k as i32);
            level * log.exp()
        }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_fades() {
        let levels = damped(100.0, 0.1, 0.5, 2);
        assert_eq!(levels[0], 100.0);
        assert!((levels[1] - 100.0 * 0.05_f64.exp()).abs() < 1e-12);
        assert!((levels[2] - 100.0 * 0.075_f64.exp()).abs() < 1e-12);
    }

    #[test]
    fn too_short_a_history_means_no_growth() {
        let none = Panel { series: Vec::new() };
        assert_eq!(growth(&none), Growth { slope: 0.0, deviation: ASSUMED_DEVIATION });
    }
}
