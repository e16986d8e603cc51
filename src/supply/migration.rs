//! Net migration: a table by sex and age, a rate with an age profile, or none.
//!
//! Where only the rate of all ages is known, the mean of its last [`RECENT_YEARS`] unmasked years
//! is carried on, and its migrants are spread over sexes and ages as the population times the
//! model schedule of Rogers and Castro:
//!
//! ```text
//! m(x) = a1·e^(−α1·x) + a2·exp(−α2·(x − μ2) − e^(−λ2·(x − μ2))) + c
//! a1 = 0.02, α1 = 0.1, a2 = 0.06, α2 = 0.1, μ2 = 20, λ2 = 0.4, c = 0.003
//! ```
//!
//! In- and out-migrants are given the same profile, so net migrants have it too.
//!
//! # Source
//! Rogers & Castro (1981), *Model Migration Schedules*, International Institute for Applied
//! Systems Analysis RR-81-30: the simplified basic standard schedule.

use crate::numeric::least_squares::line;
use crate::prepare::Demography;
use crate::series::Series;
use crate::supply::cohort::Cohorts;
use crate::supply::life_table::AGES;
use crate::supply::rates;
use crate::units::Year;

/// Years whose mean rate is carried on.
pub const RECENT_YEARS: usize = 5;

/// Standard deviation of the yearly net migration rate where no history is known.
///
/// The 80 % interval of Viet Nam's net migration in World Prospects 2024 is about ±240,000 of 101
/// million a year, which is 1.9 per thousand.
pub const ASSUMED_DEVIATION: f64 = 0.002;

/// Net migration rates of the past, per person and year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateHistory {
    /// Mean of the last years.
    pub mean: f64,
    /// Standard deviation of a year around the trend of the past.
    pub deviation: f64,
    /// Correlation of the deviations of neighbouring years, 0 to 0.8.
    pub autocorrelation: f64,
    /// Standard error of the mean; 0 where the deviation is assumed, which stands for all error.
    pub mean_error: f64,
    /// Whether the deviation was assumed for want of history.
    pub deviation_assumed: bool,
}

impl RateHistory {
    /// What the rates of `series` up to `until` say; nothing known gives 0 and an assumed deviation.
    pub fn of(series: Option<&Series>, until: Year) -> Self {
        let past: Vec<(f64, f64)> = series.map_or_else(Vec::new, |series| {
            let years = series.first.to(series.last_year().min(until));
            years
                .zip(&series.points)
                .filter(|(_, point)| !point.masked)
                .map(|(year, point)| (f64::from(year.0), point.value))
                .collect()
        });
        let recent = &past[past.len().saturating_sub(RECENT_YEARS)..];
        let mean = recent.iter().map(|(_, rate)| rate).sum::<f64>() / recent.len().max(1) as f64;
        let spread = spread(&past);
        let deviation = spread.map_or(ASSUMED_DEVIATION, |(deviation, _)| deviation);
        let autocorrelation = spread.map_or(0.5, |(_, correlation)| correlation);
        let deviation_assumed = spread.is_none();
        let inflation = (1.0 + autocorrelation) / (1.0 - autocorrelation);
        let mean_error = if deviation_assumed {
            0.0
        } else {
            deviation * (inflation / recent.len() as f64).sqrt().min(1.0)
        };
        Self { mean, deviation, autocorrelation, mean_error, deviation_assumed }
    }
}

/// Standard deviation and first autocorrelation around a straight line, from four years on.
fn spread(past: &[(f64, f64)]) -> Option<(f64, f64)> {
    if past.len() < 4 {
        return None;
    }
    let (years, rates): (Vec<f64>, Vec<f64>) = past.iter().copied().unzip();
    let trend = line(&years, &rates)?;
    let residuals: Vec<f64> = past.iter().map(|(year, rate)| rate - trend.at(*year)).collect();
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let correlation = if squares > 0.0 { (products / squares).clamp(0.0, 0.8) } else { 0.0 };
    Some(((squares / (past.len() - 2) as f64).sqrt(), correlation))
}

/// Relative propensity to migrate at exact age `x`.
pub fn model_schedule(x: f64) -> f64 {
    let labour = (-0.1 * (x - 20.0) - (-0.4 * (x - 20.0)).exp()).exp();
    0.02 * (-0.1 * x).exp() + 0.06 * labour + 0.003
}

/// Shares of each sex and age in net migrants under the model schedule; they add up to one.
pub fn profile(cohorts: &Cohorts) -> [Vec<f64>; 2] {
    let schedule: Vec<f64> = (0..AGES).map(|age| model_schedule(age as f64 + 0.5)).collect();
    let weight = |sex: usize| -> Vec<f64> {
        cohorts.persons[sex].iter().zip(&schedule).map(|(n, rate)| n * rate).collect()
    };
    let weights = [weight(0), weight(1)];
    let whole: f64 = weights.iter().flatten().sum();
    weights.map(|of_sex| of_sex.iter().map(|w| if whole > 0.0 { w / whole } else { 0.0 }).collect())
}

/// Expected net migrants within the year from mid-`year`, the share `retained` of net
/// out-migration staying.
pub fn expected(
    demography: &Demography,
    cohorts: &Cohorts,
    year: Year,
    retained: f64,
) -> [Vec<f64>; 2] {
    let migrants = rates::net_migration(demography, year).unwrap_or_else(|| {
        let history = RateHistory::of(demography.net_migration_rate.as_ref(), demography.base_year);
        let total = history.mean * cohorts.total();
        profile(cohorts).map(|shares| shares.iter().map(|share| share * total).collect())
    });
    migrants.map(|of_sex| of_sex.into_iter().map(|m| m - retained * m.min(0.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::AreaCode;
    use crate::series::Point;
    use crate::series::SeriesKey;
    use crate::status::Status;

    fn history(rates: &[f64]) -> RateHistory {
        let area: AreaCode = "VN-56@2025".parse().unwrap();
        let points = rates.iter().map(|rate| Point::new(*rate, Status::Observed)).collect();
        let series = Series { key: SeriesKey::total(area), first: Year(2010), points };
        RateHistory::of(Some(&series), Year(2025))
    }

    #[test]
    fn the_model_schedule_peaks_in_the_early_twenties() {
        let peak = (0..80)
            .max_by(|a, b| model_schedule(f64::from(*a)).total_cmp(&model_schedule(f64::from(*b))));
        assert_eq!(peak, Some(23));
        // 0.02·e⁻² + 0.06·exp(−0 − 1) + 0.003 at 20.
        assert!((model_schedule(20.0) - 0.027_779).abs() < 1e-6);
    }

    #[test]
    fn the_mean_of_the_last_five_years_is_carried_on() {
        let rates = [0.01, -0.002, -0.001, -0.003, -0.002, -0.002];
        let history = history(&rates);
        assert!((history.mean + 0.002).abs() < 1e-12);
        assert!(!history.deviation_assumed && history.deviation > 0.0);
    }

    #[test]
    fn without_history_nobody_moves_on_average_and_the_deviation_is_assumed() {
        let none = RateHistory::of(None, Year(2025));
        assert_eq!((none.mean, none.deviation), (0.0, ASSUMED_DEVIATION));
        assert!(none.deviation_assumed && history(&[0.01, 0.02]).deviation_assumed);
    }

    #[test]
    fn the_profile_adds_up_to_one() {
        let cohorts = Cohorts { persons: [vec![7.0; AGES], vec![5.0; AGES]] };
        let whole: f64 = profile(&cohorts).iter().flatten().sum();
        assert!((whole - 1.0).abs() < 1e-12);
    }
}
