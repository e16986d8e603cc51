//! Net mobility between sectors at present rates (method S8).
//!
//! ```text
//! m_s(t) = [ΔE_s − entrants_s + exits_s] / E_s(t−1)
//! ```
//!
//! Entrants of the past are not recorded by sector. With entrants spread as all workers are, and
//! with exits at the same rate everywhere, entrants less exits of a sector are its share of the
//! change of total employment, whatever their number, and what is
//! left is the difference in growth, `m_s(t) = ΔE_s/E_s − ΔE/E`.
//!
//! Growth is taken from one unmasked year to the next: what a masked year took and the year after
//! it gave back cancels, where leaving out single changes would keep one and lose the other. The
//! mean over the recent years is drawn to 0 by its standard error,
//!
//! ```text
//! m̂_s = w_s·m̄_s     w_s = τ² / (τ² + v_s)     τ² = max(mean_s(m̄_s² − v_s), 0)
//! v_s = var_t(m_s)/n · (1 + ρ_s)/(1 − ρ_s)     posterior variance w_s·v_s
//! ```
//!
//! and fades by a factor φ a year. Moves are taken in proportion from all ages of the sectors that
//! lose workers and sum to zero over sectors at every age.

use crate::series::Panel;

/// No sector loses more than this share of its workers to others within a year.
const LARGEST_LOSS: f64 = 0.5;

/// Net mobility of one sector: workers gained from other sectors a year per worker.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mobility {
    /// Expected rate before damping.
    pub rate: f64,
    /// Standard deviation of the rate.
    pub deviation: f64,
}

/// A stretch from one unmasked year to the next, as positions in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: usize,
    to: usize,
}

impl Stretch {
    fn years(self) -> f64 {
        (self.to - self.from) as f64
    }

    /// Mean growth factor a year over the stretch; 1 where there is nothing to grow from.
    fn growth(self, values: &[f64]) -> f64 {
        let (from, to) = (values[self.from], values[self.to]);
        if from > 0.0 { (to / from).powf(1.0 / self.years()) } else { 1.0 }
    }
}

/// Rates of each sector from the last `years` years of `employment`; `None` without two unmasked
/// years.
pub fn estimate(employment: &Panel, years: usize) -> Option<Vec<Mobility>> {
    let stretches = recent_stretches(employment, years);
    if stretches.is_empty() {
        return None;
    }
    let totals = employment.totals();
    let means: Vec<(f64, f64)> = employment
        .series
        .iter()
        .map(|series| {
            let values = series.values();
            let rate = |s: &Stretch| (s.growth(&values) - s.growth(&totals), s.years());
            mean_and_variance(&stretches.iter().map(rate).collect::<Vec<_>>())
        })
        .collect();
    Some(shrink(&means))
}

/// The last stretches between unmasked years, at least one and no more than `years` years long in
/// all.
fn recent_stretches(employment: &Panel, years: usize) -> Vec<Stretch> {
    let masked = |year: usize| employment.series.iter().any(|series| series.points[year].masked);
    let usable: Vec<usize> = (0..employment.n_years()).filter(|year| !masked(*year)).collect();
    let Some(last) = usable.last() else { return Vec::new() };
    usable
        .windows(2)
        .map(|pair| Stretch { from: pair[0], to: pair[1] })
        .filter(|stretch| stretch.to == *last || stretch.from + years >= *last)
        .collect()
}

/// Mean of yearly rates of stretches (rate, years) and the variance of that mean.
///
/// Years weigh alike, so a stretch of k years weighs k and its rate has the variance of a year
/// over k. With one stretch the variance is the square of the mean.
fn mean_and_variance(rates: &[(f64, f64)]) -> (f64, f64) {
    let years: f64 = rates.iter().map(|(_, years)| years).sum();
    let mean = rates.iter().map(|(rate, years)| rate * years).sum::<f64>() / years;
    if rates.len() < 2 {
        return (mean, mean * mean);
    }
    let residuals: Vec<f64> =
        rates.iter().map(|(rate, years)| (rate - mean) * years.sqrt()).collect();
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let correlation = if squares > 0.0 { (products / squares).clamp(0.0, 0.8) } else { 0.0 };
    let of_a_year = squares / (rates.len() - 1) as f64;
    (mean, of_a_year / years * (1.0 + correlation) / (1.0 - correlation))
}

fn shrink(means: &[(f64, f64)]) -> Vec<Mobility> {
    let excess: f64 = means.iter().map(|(mean, variance)| mean * mean - variance).sum();
    let between = (excess / means.len().max(1) as f64).max(0.0);
    means
        .iter()
        .map(|(mean, variance)| {
            let whole = between + variance;
            let weight = if whole > 0.0 { between / whole } else { 0.0 };
            Mobility { rate: weight * mean, deviation: (weight * variance).sqrt() }
        })
        .collect()
}

/// Workers each sector gains (or loses, negative) from the others in a year; sums to zero.
///
/// `rates` apply to `stocks`, those of the year before; `stayers` are there to move. A surplus of
/// gains over losses is first taken from all sectors in proportion to their size.
pub fn moves(rates: &[f64], stocks: &[f64], stayers: &[f64], moves: &mut Vec<f64>) {
    let whole: f64 = stocks.iter().sum();
    let excess: f64 = rates.iter().zip(stocks).map(|(rate, stock)| rate * stock).sum();
    let common = if whole > 0.0 { excess / whole } else { 0.0 };
    moves.clear();
    moves.extend(
        rates
            .iter()
            .zip(stocks)
            .zip(stayers)
            .map(|((rate, stock), stayers)| ((rate - common) * stock).max(-LARGEST_LOSS * stayers)),
    );
    let gains: f64 = moves.iter().filter(|gain| **gain > 0.0).sum();
    let losses: f64 = -moves.iter().filter(|gain| **gain < 0.0).sum::<f64>();
    let (of_gains, of_losses) =
        (losses.min(gains) / gains.max(1e-300), losses.min(gains) / losses.max(1e-300));
    for gain in moves.iter_mut() {
        *gain *= if *gain > 0.0 { of_gains } else { of_losses };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codes::AreaCode;
    use crate::series::Point;
    use crate::series::Series;
    use crate::series::SeriesKey;
    use crate::status::Status;
    use crate::units::Year;

    fn panel(sectors: &[&[f64]]) -> Panel {
        let area: AreaCode = "VN".parse().unwrap();
        let series = |values: &&[f64]| Series {
            key: SeriesKey::total(area.clone()),
            first: Year(2020),
            points: values.iter().map(|v| Point::new(*v, Status::Observed)).collect(),
        };
        Panel { series: sectors.iter().map(series).collect() }
    }

    #[test]
    fn steady_change_of_shares_is_mobility() {
        // Sector 1 grows 2 % a year against the total, sector 2 falls 2 % in the first year.
        let panel = panel(&[&[100.0, 102.0], &[100.0, 98.0]]);
        let rates = estimate(&panel, 8).unwrap();
        // One year: the variance is the square, so nothing is certain beyond it.
        assert_eq!(rates[0].rate, 0.0);
        let steady = mean_and_variance(&[(0.02, 1.0), (0.02, 1.0), (0.02, 1.0)]);
        assert!((shrink(&[steady, (-0.02, 0.0)])[0].rate - 0.02).abs() < 1e-12);
        // Mean (0.03 + 2·0)/3; variance of a year 0.02² + 2·0.01² over one degree of freedom.
        let (mean, variance) = mean_and_variance(&[(0.03, 1.0), (0.0, 2.0)]);
        assert!((mean - 0.01).abs() < 1e-15 && (variance - 6e-4 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn an_uncertain_mean_is_drawn_to_zero() {
        // τ² = mean(0.0004 − 0.0001, 0.0004 − 0.0003) = 0.0002; w = 2/3 and 2/5.
        let rates = shrink(&[(0.02, 1e-4), (-0.02, 3e-4)]);
        assert!((rates[0].rate - 0.02 * 2.0 / 3.0).abs() < 1e-12);
        assert!((rates[1].rate + 0.008).abs() < 1e-12);
        assert!((rates[0].deviation - (2e-4_f64 / 3.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_fall_in_a_masked_year_and_its_recovery_cancel() {
        let mut interrupted = panel(&[&[100.0, 102.0, 60.0, 106.1208, 108.243_216], &[1e9; 5]]);
        for series in &mut interrupted.series {
            series.points[2].masked = true;
        }
        // 2 % a year all the way, the masked year aside.
        let stretches = recent_stretches(&interrupted, 8);
        assert_eq!(stretches.iter().map(|s| s.years()).collect::<Vec<f64>>(), [1.0, 2.0, 1.0]);
        let values = interrupted.series[0].values();
        for stretch in stretches {
            assert!((stretch.growth(&values) - 1.02).abs() < 1e-9);
        }
    }

    #[test]
    fn only_the_last_years_count_and_two_unmasked_ones_are_needed() {
        let mut long = panel(&[&[100.0, 101.0, 102.0, 103.0], &[100.0; 4]]);
        let last_two = [Stretch { from: 1, to: 2 }, Stretch { from: 2, to: 3 }];
        assert_eq!(recent_stretches(&long, 2), last_two);
        for series in &mut long.series {
            for year in [0, 1, 2] {
                series.points[year].masked = true;
            }
        }
        assert_eq!(estimate(&long, 8), None);
    }

    proptest! {
        #[test]
        fn moves_sum_to_zero_and_leave_nobody_negative(
            cells in proptest::collection::vec((-0.6..0.6_f64, 0.0..1e5_f64, 0.5..1.0_f64), 1..15)
        ) {
            let rates: Vec<f64> = cells.iter().map(|c| c.0).collect();
            let stocks: Vec<f64> = cells.iter().map(|c| c.1).collect();
            let stayers: Vec<f64> = cells.iter().map(|c| c.1 * c.2).collect();
            let mut net = Vec::new();
            moves(&rates, &stocks, &stayers, &mut net);
            prop_assert!(net.iter().sum::<f64>().abs() < 1e-6);
            for (net, stayers) in net.iter().zip(&stayers) {
                prop_assert!(stayers + net >= 0.0);
            }
        }
    }
}
