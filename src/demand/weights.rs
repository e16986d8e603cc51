//! Weights of the methods, by how they did in the back-test, and the combination they make.
//!
//! ```text
//! r_sm = Σ e²_sm / Σ e²_s,last-value       over the same origins and steps: a relative error
//! r̄_m  = exp( mean_s ln r_sm )             all sectors together
//! ρ_sm = exp( b ln r_sm + (1 − b) ln r̄_m ) b = o/(o + 20)
//! w_sm ∝ a / ρ_sm + (1 − a) / mean         a = o/(o + 5)
//! ln F = Σ_m w_sm ln F_m                   the combination
//! ```
//! `e` log errors, `o` origins of the sector and method, "mean" the mean of `1/ρ` over methods: a
//! method without an origin weighs as the average method does. With few origins a sector thus
//! leans on all sectors, and all lean on equal weights. The shrunk slope weighs at least
//! `1 / (2 · number of methods)`. A method that could not be fitted weighs nothing.
//!
//! # Source
//! Bates & Granger (1969), *The combination of forecasts*; shrinkage to equal weights: Diebold &
//! Pauly (1990), *The use of prior information in forecast combination*.

use crate::demand::backtest::{Backtest, Cell, Trial};
use crate::forecast::method::Method;

/// Origins at which the back-test weighs as much as equality does.
const ORIGINS_TO_EQUAL: f64 = 5.0;
/// Origins at which a sector weighs as much as all sectors do.
const ORIGINS_TO_POOL: f64 = 20.0;
/// Squared log error that counts as none, per cell.
const NEGLIGIBLE: f64 = 1e-10;

/// How one method did on one series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Score {
    /// Logarithm of its squared error relative to the last value's.
    log_ratio: f64,
    origins: usize,
}

/// How all members did on all series, as far as known at some time.
#[derive(Clone, Debug)]
pub(crate) struct Scores {
    /// By series and member.
    by_series: Vec<Vec<Score>>,
    /// Mean of the logarithms over sectors, by member.
    pooled: Vec<Option<f64>>,
    members: Vec<Method>,
}

impl Scores {
    /// The scores of `members` by outcomes known after the first `n` years.
    pub(crate) fn known_after(backtest: &Backtest, members: &[Method], n: usize) -> Self {
        let by_series: Vec<Vec<Score>> = (0..=backtest.n_sectors())
            .map(|series| members.iter().map(|m| score(backtest, *m, series, n)).collect())
            .collect();
        let pooled = (0..members.len())
            .map(|member| {
                let tried: Vec<f64> = by_series[..backtest.n_sectors()]
                    .iter()
                    .map(|scores| scores[member])
                    .filter(|score| score.origins > 0)
                    .map(|score| score.log_ratio)
                    .collect();
                (!tried.is_empty()).then(|| tried.iter().sum::<f64>() / tried.len() as f64)
            })
            .collect();
        Self { by_series, pooled, members: members.to_vec() }
    }

    /// The weights for one series among the members that are `available`; they sum to one unless
    /// none is available.
    pub(crate) fn weights(&self, series: usize, available: &[bool]) -> Vec<f64> {
        let merits: Vec<Option<(f64, f64)>> =
            (0..self.members.len()).map(|member| self.merit(series, member)).collect();
        let known: Vec<f64> = merits
            .iter()
            .zip(available)
            .filter(|(_, available)| **available)
            .filter_map(|(merit, _)| merit.map(|(merit, _)| merit))
            .collect();
        let mean =
            if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
        let mut weights: Vec<f64> = merits
            .iter()
            .zip(available)
            .map(|(merit, available)| match (available, merit) {
                (false, _) => 0.0,
                (true, None) => mean,
                (true, Some((merit, trust))) => trust * merit + (1.0 - trust) * mean,
            })
            .collect();
        let sum: f64 = weights.iter().sum();
        if sum > 0.0 {
            for weight in &mut weights {
                *weight /= sum;
            }
            self.keep_shrunk_slope(&mut weights, available);
        }
        weights
    }

    /// Inverse relative error of a member and how far it is trusted; `None` without an origin.
    fn merit(&self, series: usize, member: usize) -> Option<(f64, f64)> {
        let score = self.by_series[series][member];
        let own = (score.origins > 0).then_some(score.log_ratio);
        let pooled = self.pooled[member].or(own)?;
        let origins = score.origins as f64;
        let b = origins / (origins + ORIGINS_TO_POOL);
        let log_ratio = b * own.unwrap_or(pooled) + (1.0 - b) * pooled;
        Some(((-log_ratio).exp(), origins / (origins + ORIGINS_TO_EQUAL)))
    }

    fn keep_shrunk_slope(&self, weights: &mut [f64], available: &[bool]) {
        let count = available.iter().filter(|available| **available).count();
        let least = 0.5 / count.max(1) as f64;
        let position = self.members.iter().position(|member| *member == Method::ShrunkSlope);
        let Some(position) = position.filter(|p| available[*p] && weights[*p] < least) else {
            return;
        };
        let scale = (1.0 - least) / (1.0 - weights[position]);
        for weight in weights.iter_mut() {
            *weight *= scale;
        }
        weights[position] = least;
    }
}

fn score(backtest: &Backtest, member: Method, series: usize, n: usize) -> Score {
    let (Some(own), Some(last)) = (backtest.trial(member), backtest.trial(Method::LastValue))
    else {
        return Score::default();
    };
    let (mut squares, mut reference, mut origins) = (0.0, 0.0, 0);
    let mut counted = None;
    for cell in backtest.cells(series).filter(|cell| backtest.is_known(*cell, n)) {
        let errors = (backtest.log_error(own, cell), backtest.log_error(last, cell));
        if let (Some(error), Some(last)) = errors {
            squares += error * error + NEGLIGIBLE;
            reference += last * last + NEGLIGIBLE;
            origins += usize::from(counted != Some(cell.origin));
            counted = Some(cell.origin);
        }
    }
    if origins == 0 {
        return Score::default();
    }
    Score { log_ratio: (squares / reference).ln(), origins }
}

/// The weighted geometric mean of paths, as long as the longest; members whose path is shorter
/// leave their weight to the others. Empty if no member has a path.
pub(crate) fn combine(paths: &[Option<&[f64]>], weights: &[f64]) -> Vec<f64> {
    let length = paths.iter().flatten().map(|path| path.len()).max().unwrap_or(0);
    (0..length)
        .map(|year| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for (path, w) in paths.iter().zip(weights) {
                if let Some(value) = path.and_then(|path| path.get(year)).filter(|_| *w > 0.0) {
                    sum += w * value.max(f64::MIN_POSITIVE).ln();
                    weight += w;
                }
            }
            if weight > 0.0 { (sum / weight).exp() } else { 0.0 }
        })
        .collect()
}

/// The combination tried as the methods are: at each origin it is weighted by the outcomes known
/// by then alone.
pub(crate) fn combination_trial(backtest: &Backtest, members: &[Method]) -> Trial {
    let trials: Vec<Option<&Trial>> = members.iter().map(|m| backtest.trial(*m)).collect();
    (0..backtest.origins.len())
        .map(|origin| {
            let scores = Scores::known_after(backtest, members, backtest.origins[origin]);
            (0..=backtest.n_sectors())
                .map(|series| {
                    let paths: Vec<Option<&[f64]>> = trials
                        .iter()
                        .map(|trial| trial.and_then(|trial| trial[origin][series].as_deref()))
                        .map(|path| path.filter(|path| !path.is_empty()))
                        .collect();
                    let available: Vec<bool> = paths.iter().map(Option::is_some).collect();
                    let path = combine(&paths, &scores.weights(series, &available));
                    (!path.is_empty()).then_some(path)
                })
                .collect()
        })
        .collect()
}

/// Mean absolute log error of a trial on one series, if there is a cell.
pub(crate) fn mean_absolute_error(
    backtest: &Backtest,
    trial: &Trial,
    series: usize,
) -> Option<f64> {
    let errors: Vec<f64> = backtest
        .cells(series)
        .filter_map(|cell: Cell| backtest.log_error(trial, cell))
        .map(f64::abs)
        .collect();
    (!errors.is_empty()).then(|| errors.iter().sum::<f64>() / errors.len() as f64)
}
