//! The default: growth pooled over the panel, the dynamic optimised Theta model and a median of
//! simple models, in shares that the panel's own ends say.
//!
//! ```text
//! C(k) = 0.4 G(k) + 0.2 H(k) + 0.4 Θ(k)            G, H pooled growth, Θ dynamic optimised Theta
//! M(k) = median of G, Θ, Holt, damped Holt and the line through the last ten values
//! ŷ(k) = y(T) + λ(k) [C(k) − y(T)] + a(k) [Θ(k) − C(k)] + b(k) [M(k) − C(k)]
//! ```
//! `λ(k)` says how far such forecasts carried on this panel before, up to `k` periods ahead, `a(k)`
//! and `b(k)` what the other members did better: the last periods of every series are hidden, a
//! fifth of it and then six, everything is fitted anew each time, and the three minimise the
//! absolute errors of the first `k`, held near 1, 0 and 0.3 by a ridge. Beyond six periods the last
//! ones stand. Shrinking to the last value is believed at once; everything else asks for many
//! independent series. Fewer than five series that are long enough leave them at 1, 0 and 0.3.
//!
//! Series of two to four values grow by their mean change, shrunk by `n / (n + 4)` and damped; a
//! constant series stays as it is. Seasonal panels are forecast by the median of exponential
//! smoothing, ARIMA, complex smoothing and Theta instead.
//!
//! The weights and constants of `C` were chosen on the training parts of the M1, M3 and tourism
//! competitions and on employment in 25 countries, which periods to hide on these and on sectors
//! of the United States, with the outcomes in sight; that Theta has a share of its own on M1 and
//! the countries, the members of `M` on M3, tourism and the United States. Value added in the
//! countries, which chose nothing, gains as well. `benches/peers` has the trials and what came of
//! them.

use rayon::prelude::*;

use crate::forecast::auto::shares::Row;
use crate::forecast::definition::Definition;
use crate::forecast::ets::form::Form;
use crate::forecast::growth::{Independence, PooledGrowth, mean_change};
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::theta::{self, Estimation, Variant};
use crate::forecast::{Convergence, FitSummary, Future, Series, damped_sums};
use crate::numeric::moments::median;

mod shares;

/// Most series a panel's coefficients are learnt from; of larger panels every k-th is taken.
pub const MOST_SERIES: usize = 2000;
/// Periods hidden to see how far growth carries. It does not depend on the horizon asked for, so
/// the first periods of a forecast do not either.
pub const HIDDEN: usize = 6;
/// Fewest values left when the end of a series is hidden.
pub const FEWEST_LEFT: usize = 7;
/// Fewest series for shares of the panel's own.
pub const FEWEST_SERIES: usize = 5;
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
    /// Factor on growth, shares of Theta and of the median: one set a step, as far as periods
    /// were hidden.
    shares: [[f64; shares::N]; HIDDEN],
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
        let shares = learnt(&series, &independence);
        Self { growth, shares, independence }
    }

    /// How independent the series of the panel are.
    pub const fn independence(&self) -> &Independence {
        &self.independence
    }

    /// The factor on growth and the shares of Theta and of the median, `step` periods ahead,
    /// counted from 0.
    pub fn shares(&self, step: usize) -> [f64; 3] {
        self.shares[step.min(HIDDEN - 1)]
    }

    /// What was learnt: the last factor and shares and the effective number of series.
    pub fn summary(&self) -> FitSummary {
        let [lambda, theta, median] = self.shares(HIDDEN);
        let found = [
            ("lambda", lambda),
            ("share_theta", theta),
            ("share_median", median),
            ("n_effective", self.independence.effective()),
        ];
        FitSummary::of(Convergence::ClosedForm, &found)
    }

    /// The forecast of one series.
    pub fn forecast(&self, values: &[f64], horizon: usize) -> Vec<f64> {
        let last = values.last().copied().unwrap_or(0.0);
        let Some(members) = members(&self.growth, values, horizon) else {
            let grown = short(values, horizon).into_iter().enumerate();
            return grown.map(|(step, y)| last + self.shares(step)[0] * (y - last)).collect();
        };
        let at = |(step, members): (usize, [f64; 3])| {
            let [factor, theta, median] = self.shares(step);
            let [growth, more_theta, more_median] = apart(members, last);
            last + factor * growth + theta * more_theta + median * more_median
        };
        members.into_iter().enumerate().map(at).collect()
    }
}

/// Growth and Theta combined, Theta, and the median of simple models, period by period; none of a
/// series that is short or never moved.
fn members(growth: &PooledGrowth, values: &[f64], horizon: usize) -> Option<Vec<[f64; 3]>> {
    let pooled = growth.forecast(values)?;
    let theta = dynamic_theta(values, horizon);
    let simple = simple_models(values, horizon);
    let at = |(step, ((g, h), theta)): (usize, (&(f64, f64), &f64))| {
        let mut all = vec![*g, *theta];
        all.extend(simple.iter().filter_map(|path| path.get(step)).filter(|y| y.is_finite()));
        let middle = median(&mut all).unwrap_or(*theta);
        [0.4 * g + 0.2 * h + 0.4 * theta, *theta, middle]
    };
    Some(pooled.iter().zip(&theta).enumerate().map(at).collect())
}

/// The combination less the last value, and the others less the combination.
fn apart([combined, theta, median]: [f64; 3], last: f64) -> [f64; 3] {
    [combined - last, theta - combined, median - combined]
}

/// Holt, damped Holt and the line through the last ten values, as far as they can be fitted.
fn simple_models(values: &[f64], horizon: usize) -> Vec<Vec<f64>> {
    let models =
        [Definition::Ets(Form::HOLT), Definition::Ets(Form::DAMPED_HOLT), Definition::BlsNaive];
    let fits = models.iter().filter_map(|model| model.fit(&Series::annual(values)).ok());
    fits.map(|model| model.forecast(&Future::steps(horizon))).collect()
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

fn learnt(series: &[&[f64]], independence: &Independence) -> [[f64; shares::N]; HIDDEN] {
    let mut all = Vec::new();
    for n_hidden in ENDS {
        let hidden = hide(series, n_hidden);
        if hidden.len() < FEWEST_SERIES {
            break;
        }
        let known: Vec<&[f64]> = hidden.iter().map(|hidden| hidden.known).collect();
        let growth = PooledGrowth::fit(&known, &Independence::of(&known), HIDDEN);
        let rows: Vec<Vec<Row>> = hidden
            .par_chunks(CHUNK)
            .map(|chunk| chunk.iter().flat_map(|hidden| rows(&growth, hidden)).collect())
            .collect();
        all.extend(rows.into_iter().flatten());
    }
    std::array::from_fn(|last| {
        let near: Vec<Row> = all.iter().filter(|row| row.step <= last).copied().collect();
        shares::fit(&near, last + 1, independence.redundancy())
    })
}

fn rows(growth: &PooledGrowth, hidden: &Hidden<'_>) -> Vec<Row> {
    let scale = mean_change(hidden.known);
    let last = hidden.known.last().copied().unwrap_or(0.0);
    let members = members(growth, hidden.known, hidden.came.len()).unwrap_or_default();
    let row = |(step, (members, came)): (usize, (&[f64; 3], &f64))| {
        let unit = scale * ((step + 1) as f64).powf(0.7);
        let members = apart(*members, last).map(|member| member / unit);
        Row { step, members, actual: (came - last) / unit }
    };
    let is_whole = |row: &Row| {
        row.actual.abs() < BROKEN && row.members.iter().all(|member| member.abs() < BROKEN)
    };
    members.iter().zip(hidden.came).enumerate().map(row).filter(is_whole).collect()
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
        assert!(learnt.shares(5)[0] < 0.4, "{:?}", learnt.shares(5));
    }

    #[test]
    fn a_small_panel_keeps_the_shares_in_general() {
        let line = |k: usize| (0..20).map(|t| (k + 2) as f64 * f64::from(t)).collect::<Vec<f64>>();
        assert_eq!(Auto::learn(&panel((0..4).map(line)), 3).shares(5), shares::PRIOR);
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
