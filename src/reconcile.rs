//! Reconciling: sectors add up to the total of their area, in every draw.
//!
//! The total of an area has a forecast of its own. Sectors and total are moved towards each other
//! in logarithms, each in proportion to its variance, so that nothing turns negative:
//!
//! ```text
//! min  Σ_s (ln Ẽ_s − ln Ê_s)² / v_s + (ln Σ_s Ẽ_s − ln Ê)² / v
//! ```
//! `Ê_s` mean forecast of sector s, `Ê` of the total, `v_s` and `v` their log variances. The
//! factor `Ẽ_s/Ê_s` of each year is applied to every draw of the sector, so that means move and
//! spreads stay in proportion.
//!
//! The level of the base year is itself uncertain. Its error is common to demand and supply and is
//! added here, by one factor a draw with mean 1, so that it widens levels and cancels in ratios.
//! Supply is projected from demand before the factor, and both are then scaled.
//!
//! # Source
//! Wickramasuriya, Athanasopoulos & Hyndman (2019), *Optimal forecast reconciliation*, with a
//! diagonal covariance and a logarithmic distance.

use crate::demand::Demand;
use crate::error::Error;
use crate::error::Result;
use crate::language::Text;
use crate::numeric::seed::stream;
use crate::paths::Paths;
use crate::supply::Supply;

/// Something whose sectors add up; only this module makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Coherent<T> {
    inner: T,
    level: Vec<f64>,
}

impl<T> Coherent<T> {
    /// What was reconciled.
    pub const fn get(&self) -> &T {
        &self.inner
    }

    /// Factor of each draw on the level of the base year; its mean is 1.
    pub fn level(&self) -> &[f64] {
        &self.level
    }
}

/// Factors on the level of the base year, one a draw, with mean 1.
///
/// `log_variance` is the variance of the logarithm of the level.
pub fn level_factors(seed: u64, draws: usize, log_variance: f64) -> Vec<f64> {
    let sigma = log_variance.max(0.0).sqrt();
    let raw: Vec<f64> =
        (0..draws).map(|d| (sigma * stream(seed, "level", d as u64).normal()).exp()).collect();
    let mean = raw.iter().sum::<f64>() / draws.max(1) as f64;
    raw.into_iter().map(|factor| factor / mean).collect()
}

/// Moves sectors and total of demand towards each other.
pub fn demand(mut demand: Demand) -> Coherent<Demand> {
    for (sector, factors) in sector_factors(&demand).iter().enumerate() {
        for path in demand.by_sector.series_mut(sector).chunks_exact_mut(factors.len().max(1)) {
            for (value, factor) in path.iter_mut().zip(factors) {
                *value *= factor;
            }
        }
    }
    let level = vec![1.0; demand.by_sector.n_draws()];
    Coherent { inner: demand, level }
}

impl Coherent<Demand> {
    /// The same demand with the error of the base year's level in every draw.
    #[must_use]
    pub fn at_level(mut self, level: &[f64]) -> Self {
        scale_by_draw(&mut self.inner.by_sector, level);
        self.level = level.to_vec();
        self
    }
}

/// Checks that the sectors of supply add up to the employable labour force and adds the error of
/// the level.
///
/// # Errors
/// [`Error::Method`] if they do not, which would be a fault of the supply stage.
pub fn supply(mut supply: Supply, level: &[f64]) -> Result<Coherent<Supply>> {
    let before = supply.before_mobility.sum_over_series();
    let after = supply.after_mobility.sum_over_series();
    for draw in 0..before.n_draws() {
        for (a, b) in before.path(0, draw).iter().zip(after.path(0, draw)) {
            if (a - b).abs() > 1e-9 * a.abs().max(1.0) {
                let message = Text::new(
                    format!("dịch chuyển làm tổng cung đổi từ {a} thành {b}"),
                    format!("mobility changes total supply from {a} to {b}"),
                );
                return Err(Error::Method { stage: "reconcile", message });
            }
        }
    }
    let flows = &mut supply.flows;
    for paths in [
        &mut supply.before_mobility,
        &mut supply.after_mobility,
        &mut supply.labour_force,
        &mut flows.withdrawals,
        &mut flows.deaths,
        &mut flows.entrants,
        &mut flows.migration,
        &mut flows.mobility,
    ] {
        scale_by_draw(paths, level);
    }
    Ok(Coherent { inner: supply, level: level.to_vec() })
}

fn scale_by_draw(paths: &mut Paths, level: &[f64]) {
    for series in 0..paths.n_series() {
        for (draw, factor) in level.iter().enumerate() {
            for value in paths.path_mut(series, draw) {
                *value *= factor;
            }
        }
    }
}

/// Factor on each sector and year that reconciles the means with the total.
fn sector_factors(demand: &Demand) -> Vec<Vec<f64>> {
    let paths = &demand.by_sector;
    let totals = demand.total_reference.iter().zip(&demand.total_log_variance);
    let mut factors = vec![Vec::with_capacity(paths.n_years()); paths.n_series()];
    for (year, (total, variance)) in totals.enumerate() {
        let (means, variances) = moments(paths, year);
        let solved = reconcile_year(&means, &variances, (*total, *variance));
        factors.iter_mut().zip(solved).for_each(|(of_sector, factor)| of_sector.push(factor));
    }
    factors
}

/// Mean of each sector and variance of its logarithm in one year.
fn moments(paths: &Paths, year: usize) -> (Vec<f64>, Vec<f64>) {
    (0..paths.n_series())
        .map(|sector| {
            let draws = paths.draws(sector, year);
            let n = draws.len().max(1) as f64;
            let mean = draws.iter().sum::<f64>() / n;
            let logs: Vec<f64> = draws.iter().map(|v| v.max(f64::MIN_POSITIVE).ln()).collect();
            let centre = logs.iter().sum::<f64>() / n;
            (mean, logs.iter().map(|l| (l - centre).powi(2)).sum::<f64>() / n)
        })
        .unzip()
}

/// Factors that solve the first-order condition by Newton steps on κ.
///
/// ```text
/// ln f_s = −κ · v_s · Ẽ_s / Σ Ẽ        κ = (ln Σ Ẽ − ln Ê) / v
/// ```
fn reconcile_year(means: &[f64], variances: &[f64], (total, variance): (f64, f64)) -> Vec<f64> {
    let sum: f64 = means.iter().sum();
    if variance <= 0.0 || variances.iter().all(|v| *v <= 0.0) || total <= 0.0 || sum <= 0.0 {
        return vec![1.0; means.len()];
    }
    let (mut factors, mut kappa) = (vec![1.0; means.len()], 0.0);
    for _ in 0..200 {
        let moved: f64 = means.iter().zip(&factors).map(|(mean, factor)| mean * factor).sum();
        let gain: f64 = shares(means, &factors).zip(variances).map(|(s, v)| s * s * v).sum();
        let step = ((moved / total).ln() - kappa * variance) / (variance + gain);
        kappa += step;
        factors = shares(means, &factors)
            .zip(variances)
            .map(|(share, v)| (-kappa * v * share).exp())
            .collect();
        if step.abs() * gain.sqrt() < 1e-13 {
            break;
        }
    }
    factors
}

fn shares<'a>(means: &'a [f64], factors: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    let total: f64 = means.iter().zip(factors).map(|(mean, factor)| mean * factor).sum();
    means.iter().zip(factors).map(move |(mean, factor)| mean * factor / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_variances_meet_in_the_middle_by_weight() {
        // With one sector the solution is closed: ln Ẽ = (ln Ê_s · v + ln Ê · v_s) / (v + v_s).
        let factor = reconcile_year(&[100.0], &[0.01], (121.0, 0.01))[0];
        assert!((factor - 1.1).abs() < 1e-9, "{factor}");
    }

    #[test]
    fn a_certain_total_is_met_and_uncertain_sectors_move_most() {
        let factors = reconcile_year(&[50.0, 50.0], &[0.0001, 0.01], (110.0, 1e-9));
        let total = 50.0 * factors[0] + 50.0 * factors[1];
        assert!((total - 110.0).abs() < 0.3, "{total}");
        assert!(factors[1] > factors[0] && factors.iter().all(|f| *f > 0.0));
    }

    #[test]
    fn level_factors_have_mean_one_and_none_without_variance() {
        let factors = level_factors(3, 500, 0.0004);
        assert!((factors.iter().sum::<f64>() / 500.0 - 1.0).abs() < 1e-12);
        assert_eq!(level_factors(3, 2, 0.0), [1.0, 1.0]);
    }
}
