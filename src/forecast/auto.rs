//! The default: growth pooled over the panel and the dynamic optimised Theta model.
//!
//! ```text
//! C(k) = 0.4 G(k) + 0.2 H(k) + 0.4 Θ(k)            G, H pooled growth, Θ dynamic optimised Theta
//! ŷ(k) = y(T) + λ(k) [C(k) − y(T)]
//! ```
//! `λ(k)` says how far such forecasts carried on this panel before, up to `k` periods ahead: the
//! last periods of every series are hidden, a fifth of it and then six, everything is fitted anew
//! each time, and `λ(k)` minimises the absolute errors of the first `k`, held near 1 by a ridge.
//! Beyond six periods the last one stands. Shrinking to the last value is believed at once; growing
//! beyond the combination asks for many independent series. Fewer than five series that are long
//! enough leave it at 1.
//!
//! Series of two to four values grow by their mean change, shrunk by `n / (n + 4)` and damped; a
//! constant series stays as it is. Seasonal panels are forecast by the median of exponential
//! smoothing, ARIMA, complex smoothing and Theta instead.
//!
//! The weights and constants were chosen on the training parts of the M1, M3 and tourism
//! competitions and on employment in 25 countries, which periods to hide on these and on sectors
//! of the United States, with the outcomes in sight; `benches/peers` measures what came of it.

use rayon::prelude::*;

use crate::forecast::growth::{Independence, PooledGrowth, mean_change};
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::theta::{self, Estimation, Variant};
use crate::forecast::{Convergence, FitSummary, Future, Series, damped_sums};

/// Most series a panel's coefficients are learnt from; of larger panels every k-th is taken.
pub const MOST_SERIES: usize = 2000;
/// Periods hidden to see how far growth carries. It does not depend on the horizon asked for, so
/// the first periods of a forecast do not either.
pub const HIDDEN: usize = 6;
/// Fewest values left when the end of a series is hidden.
pub const FEWEST_LEFT: usize = 7;
/// Fewest series for a factor of the panel's own.
pub const FEWEST_SERIES: usize = 5;
/// How strongly the factor is held at 1.
const HELD: f64 = 10.0;
/// What the factor can be.
const FACTORS: (f64, f64) = (0.2, 1.6);
/// Damping of the mean change of very short series.
const DAMPING: f64 = 0.9;
/// A change of so many mean changes tells of a series that broke, and nothing of the others.
const BROKEN: f64 = 1e6;
/// Series one thread works through before it takes more.
const CHUNK: usize = 64;

/// What the default learns from a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Auto {
    growth: PooledGrowth,
    /// One factor a step, as far as periods were hidden.
    factors: [f64; HIDDEN],
    independence: Independence,
}

/// A series without its end, and the end.
pub(crate) struct Hidden<'a> {
    pub(crate) known: &'a [f64],
    pub(crate) came: &'a [f64],
}

/// The series of `panel` that are looked at, in their order.
pub(crate) fn looked_at(panel: &Panel) -> impl Iterator<Item = &PanelSeries> {
    let all = panel.series();
    let every = all.len().div_ceil(MOST_SERIES).max(1);
    all.iter().step_by(every)
}

/// Their values.
pub(crate) fn sample(panel: &Panel) -> Vec<&[f64]> {
    looked_at(panel).map(|series| series.values.as_slice()).collect()
}

/// Values without their last ones: as many as `most` says for their number, and never so many that
/// too few are left; none where nothing can be hidden or what is left never moved.
pub(crate) fn hide_end(values: &[f64], most: impl Fn(usize) -> usize) -> Option<Hidden<'_>> {
    let n = values.len();
    let n_hidden = n.saturating_sub(FEWEST_LEFT).min(most(n));
    let (known, came) = values.split_at(n - n_hidden);
    (n_hidden > 0 && mean_change(known) > 0.0).then_some(Hidden { known, came })
}

/// The series that are long enough, their ends hidden.
pub(crate) fn hide<'a>(series: &[&'a [f64]], most: impl Fn(usize) -> usize) -> Vec<Hidden<'a>> {
    series.iter().filter_map(|values| hide_end(values, &most)).collect()
}

/// Two ways to hide the end of a series, by its length: a fifth of it, at most four values; and
/// six values.
///
/// The first leaves a short series much as it is, the second looks further ahead.
const ENDS: [fn(usize) -> usize; 2] = [|n| (n / 5).clamp(1, 4), |_| HIDDEN];

impl Auto {
    /// Learns from `panel` what forecasts up to `horizon` periods ahead need.
    pub fn learn(panel: &Panel, horizon: usize) -> Self {
        let series = sample(panel);
        let independence = Independence::of(&series);
        let growth = PooledGrowth::fit(&series, &independence, horizon);
        let factors = factors(&series, &independence);
        Self { growth, factors, independence }
    }

    /// How independent the series of the panel are.
    pub const fn independence(&self) -> &Independence {
        &self.independence
    }

    /// The factor on growth `step` periods ahead, counted from 0.
    pub fn factor(&self, step: usize) -> f64 {
        self.factors[step.min(HIDDEN - 1)]
    }

    /// What was learnt: the last factor on growth and the effective number of series.
    pub fn summary(&self) -> FitSummary {
        let n_effective = self.independence.effective();
        let found = [("lambda", self.factors[HIDDEN - 1]), ("n_effective", n_effective)];
        FitSummary::of(Convergence::ClosedForm, &found)
    }

    /// The forecast of one series.
    pub fn forecast(&self, values: &[f64], horizon: usize) -> Vec<f64> {
        let last = values.last().copied().unwrap_or(0.0);
        let mut points = combined(&self.growth, values, horizon);
        for (step, point) in points.iter_mut().enumerate() {
            *point = last + self.factor(step) * (*point - last);
        }
        points
    }
}

/// The combination before the factor.
fn combined(growth: &PooledGrowth, values: &[f64], horizon: usize) -> Vec<f64> {
    let Some(pooled) = growth.forecast(values) else { return short(values, horizon) };
    let theta = dynamic_theta(values, horizon);
    let weighted = |((g, h), theta): (&(f64, f64), f64)| 0.4 * g + 0.2 * h + 0.4 * theta;
    pooled.iter().zip(theta).map(weighted).collect()
}

/// The dynamic optimised Theta model, or the mean change where it cannot be fitted.
fn dynamic_theta(values: &[f64], horizon: usize) -> Vec<f64> {
    let fit = theta::fit(&Series::annual(values), Variant::DynamicOptimised, Estimation::Shrunk);
    let forecast = fit.map(|model| model.forecast(&Future::steps(horizon)));
    match forecast {
        Ok(points) if points.iter().all(|point| point.is_finite()) => points,
        _ => {
            let (first, last) = (values.first(), values.last().copied().unwrap_or(0.0));
            let n = values.len().saturating_sub(1).max(1) as f64;
            let change = (last - first.copied().unwrap_or(last)) / n;
            (1..=horizon).map(|step| last + change * step as f64).collect()
        }
    }
}

/// Series too short for a growth of their own, and constant ones.
fn short(values: &[f64], horizon: usize) -> Vec<f64> {
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return vec![0.0; horizon];
    };
    let n = values.len() as f64;
    let change = (last - first) / (n - 1.0).max(1.0) * n / (n + 4.0);
    damped_sums(DAMPING, horizon).map(|sum| last + change * sum / DAMPING).collect()
}

/// Combination and outcome of hidden periods, less the last value, in the scale of the series.
#[derive(Clone, Copy)]
struct Pair {
    step: usize,
    forecast: f64,
    actual: f64,
}

fn factors(series: &[&[f64]], independence: &Independence) -> [f64; HIDDEN] {
    let mut all = Vec::new();
    for n_hidden in ENDS {
        let hidden = hide(series, n_hidden);
        if hidden.len() < FEWEST_SERIES {
            break;
        }
        let known: Vec<&[f64]> = hidden.iter().map(|hidden| hidden.known).collect();
        let growth = PooledGrowth::fit(&known, &Independence::of(&known), HIDDEN);
        let pairs: Vec<Vec<Pair>> = hidden
            .par_chunks(CHUNK)
            .map(|chunk| chunk.iter().flat_map(|hidden| pairs(&growth, hidden)).collect())
            .collect();
        all.extend(pairs.into_iter().flatten());
    }
    if all.is_empty() {
        return [1.0; HIDDEN];
    }
    std::array::from_fn(|last| {
        let near: Vec<Pair> = all.iter().filter(|pair| pair.step <= last).copied().collect();
        factor(&near, last + 1, independence)
    })
}

/// The factor with the least absolute errors on `pairs` of up to `n_steps` periods.
fn factor(pairs: &[Pair], n_steps: usize, independence: &Independence) -> f64 {
    let mut change = least_absolute(pairs, n_steps, HELD);
    if change > 0.0 {
        change = least_absolute(pairs, n_steps, HELD * independence.redundancy());
    }
    (1.0 + change).clamp(FACTORS.0, FACTORS.1)
}

fn pairs(growth: &PooledGrowth, hidden: &Hidden<'_>) -> Vec<Pair> {
    let scale = mean_change(hidden.known);
    let last = hidden.known.last().copied().unwrap_or(0.0);
    let points = combined(growth, hidden.known, hidden.came.len());
    let per_step = |(step, (point, came)): (usize, (&f64, &f64))| {
        let unit = scale * ((step + 1) as f64).powf(0.7);
        Pair { step, forecast: (point - last) / unit, actual: (came - last) / unit }
    };
    let is_whole = |pair: &Pair| pair.forecast.abs() < BROKEN && pair.actual.abs() < BROKEN;
    points.iter().zip(hidden.came).enumerate().map(per_step).filter(is_whole).collect()
}

/// The change of the factor from 1 with the least absolute errors, held at nil.
fn least_absolute(pairs: &[Pair], n_steps: usize, held: f64) -> f64 {
    const ROUNDING: f64 = 0.05;
    const ITERATIONS: usize = 60;
    let mut sizes: Vec<f64> =
        pairs.iter().map(|pair| (pair.actual - pair.forecast).abs() + ROUNDING).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let Some(typical) = sizes.get(sizes.len() / 2) else { return 0.0 };
    let size = pairs.iter().map(|pair| pair.forecast.powi(2)).sum::<f64>() / pairs.len() as f64;
    if size == 0.0 {
        return 0.0;
    }
    let mut change = 0.0;
    for _ in 0..ITERATIONS {
        let (mut moved, mut weight) = (0.0, held * size / typical);
        for Pair { forecast, actual, .. } in pairs {
            let error = actual - forecast;
            let rest = error - change * forecast;
            let u = 1.0 / (n_steps as f64 * (rest * rest + ROUNDING * ROUNDING).sqrt());
            moved += u * forecast * error;
            weight += u * forecast * forecast;
        }
        change = moved / weight;
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(series: impl IntoIterator<Item = Vec<f64>>) -> Panel {
        let named = series.into_iter().enumerate().map(|(k, values)| (format!("{k:03}"), values));
        Panel::annual(2000, named)
    }

    #[test]
    fn a_panel_that_stopped_growing_is_shrunk_to_its_last_values() {
        let stopped = |k: usize| {
            let up = (0..14).map(move |t| 100.0 + (3 + k % 4) as f64 * f64::from(t));
            let rest =
                (0..6).map(move |t| 100.0 + 13.0 * (3 + k % 4) as f64 + ((t * k) % 3) as f64);
            up.chain(rest).collect::<Vec<f64>>()
        };
        let learnt = Auto::learn(&panel((0..20).map(stopped)), 3);
        assert!(learnt.factor(5) < 0.4, "{}", learnt.factor(5));
    }

    #[test]
    fn a_small_panel_keeps_the_factor_of_one() {
        let line = |k: usize| (0..20).map(|t| (k + 2) as f64 * f64::from(t)).collect::<Vec<f64>>();
        assert_eq!(Auto::learn(&panel((0..4).map(line)), 3).factor(5), 1.0);
    }

    #[test]
    fn short_and_constant_series_follow_their_stated_rule() {
        let learnt = Auto::learn(&panel([vec![1.0]]), 2);
        assert_eq!(learnt.forecast(&[7.0], 2), [7.0, 7.0]);
        assert_eq!(learnt.forecast(&[5.0; 12], 3), [5.0; 3]);
        // Mean change 2, shrunk by 3/7, then 1 and 1 + 0.9 times it.
        let points = learnt.forecast(&[1.0, 3.0, 5.0], 2);
        assert!((points[0] - (5.0 + 6.0 / 7.0)).abs() < 1e-12);
        assert!((points[1] - (5.0 + 6.0 / 7.0 * 1.9)).abs() < 1e-12);
    }

    #[test]
    fn a_longer_horizon_changes_no_earlier_period() {
        let wave =
            |k: usize| (0..18).map(|t| 50.0 + ((t * (k + 3)) % 7) as f64 + t as f64).collect();
        let panel = panel((0..8).map(wave));
        let (near, far) = (Auto::learn(&panel, 3), Auto::learn(&panel, 12));
        let values = &panel.series()[0].values;
        assert_eq!(near.forecast(values, 3), far.forecast(values, 12)[..3]);
    }
}
