//! How good forecasts were, measured on what came.
//!
//! ```text
//! WAPE          Σ |F − A| / Σ |A|
//! MAPE, MdAPE   mean and median of |F − A| / |A|, A ≠ 0
//! sMAPE         mean of 2 |F − A| / (|F| + |A|)
//! MASE          mean of |F − A| / q          q = mean |y(t) − y(t−m)| up to the origin
//! RMSSE         √ mean of (F − A)² / Q       Q = mean (y(t) − y(t−m))² up to the origin
//! bias          Σ (F − A) / Σ |A|
//! MSIS          mean of [(u − l) + (2/α) (l − A)₊ + (2/α) (A − u)₊] / q
//! CRPS          mean of 2 Σ_k ρ_k(A − x_k) / (K q), the quantile loss ρ over K even levels
//! direction     share of cells in which F and A lie on the same side of the last value
//! faster        share of cells in which F and A agree whether the series grows faster than all
//! dissimilarity ½ Σ_s |F_s/ΣF − A_s/ΣA|, mean over origins and steps
//! coverage      share of cells inside the interval
//! ```
//! `F` forecast, `A` actual, `m` the season length. A share or mean over no cell is not a number
//! and therefore absent. What is scaled by `q` leaves out series that never moved.
//!
//! # Source
//! Hyndman & Koehler (2006), *Another look at measures of forecast accuracy*; Gneiting & Raftery
//! (2007), *Strictly proper scoring rules*; Makridakis, Spiliotis & Assimakopoulos (2020), *The M4
//! competition*.

use std::collections::BTreeMap;

use crate::numeric::moments::median;

/// One forecast beside what came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Position of the series in the panel.
    pub series: usize,
    /// Position of the origin on the axis.
    pub origin: i64,
    /// Periods after the origin, from 1.
    pub step: usize,
    /// What came.
    pub actual: f64,
    /// The forecast: mean of the sample paths.
    pub mean: f64,
    /// Lower and upper bound of the 80 % interval.
    pub interval_80: (f64, f64),
    /// Lower and upper bound of the 95 % interval.
    pub interval_95: (f64, f64),
    /// Continuous ranked probability score, in units of the series.
    pub crps: f64,
    /// The last value before the origin's first step.
    pub last: f64,
    /// What the errors of this series are measured by.
    pub scale: Scale,
}

/// Mean absolute and mean squared seasonal difference of a series up to the origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scale {
    /// Mean of `|y(t) − y(t−m)|`.
    pub absolute: f64,
    /// Mean of `(y(t) − y(t−m))²`.
    pub squared: f64,
}

impl Scale {
    /// The scale of `values`; nil where there are too few or they never moved.
    ///
    /// A series no longer than a season is measured from one period to the next.
    pub fn of(values: &[f64], season_length: usize) -> Self {
        let lag = if values.len() > season_length { season_length.max(1) } else { 1 };
        let changes = values.iter().zip(values.iter().skip(lag)).map(|(a, b)| b - a);
        let n = values.len().saturating_sub(lag).max(1) as f64;
        let (absolute, squared) =
            changes.fold((0.0, 0.0), |(a, s), change| (a + change.abs(), s + change * change));
        Self { absolute: absolute / n, squared: squared / n }
    }
}

/// The measures over a set of comparisons; what cannot be said of them is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Number of forecasts compared.
    pub n_forecasts: usize,
    /// Number of origins.
    pub n_origins: usize,
    /// Weighted absolute percentage error, as a share.
    pub wape: Option<f64>,
    /// Mean absolute percentage error, as a share.
    pub mape: Option<f64>,
    /// Median absolute percentage error, as a share.
    pub mdape: Option<f64>,
    /// Symmetric mean absolute percentage error, as a share.
    pub smape: Option<f64>,
    /// Mean absolute scaled error.
    pub mase: Option<f64>,
    /// Root mean squared scaled error.
    pub rmsse: Option<f64>,
    /// Sum of errors over sum of actual values; positive if too high.
    pub bias: Option<f64>,
    /// Share of forecasts on the right side of the last value.
    pub direction_right: Option<f64>,
    /// Share of forecasts right about growing faster than all series together.
    pub faster_right: Option<f64>,
    /// Half the sum of absolute differences of shares.
    pub dissimilarity: Option<f64>,
    /// Share of outcomes inside the 80 % interval.
    pub coverage_80: Option<f64>,
    /// Share of outcomes inside the 95 % interval.
    pub coverage_95: Option<f64>,
    /// Mean scaled interval score at 80 %.
    pub msis_80: Option<f64>,
    /// Mean scaled interval score at 95 %.
    pub msis_95: Option<f64>,
    /// Mean scaled continuous ranked probability score.
    pub crps: Option<f64>,
}

/// Fewest origins at which a score says anything.
pub const FEWEST_ORIGINS: usize = 6;

impl Scores {
    /// The measures over `comparisons`.
    pub fn of(comparisons: &[Comparison]) -> Self {
        let c = comparisons;
        let size: f64 = c.iter().map(|c| c.actual.abs()).sum();
        let error = |c: &Comparison| c.mean - c.actual;
        let mut relative: Vec<f64> =
            c.iter().filter(|c| c.actual != 0.0).map(|c| (error(c) / c.actual).abs()).collect();
        let per_size =
            |sum: f64| (size > 0.0).then(|| sum / size).filter(|share| share.is_finite());
        Self {
            n_forecasts: c.len(),
            n_origins: n_origins(c),
            wape: per_size(c.iter().map(|c| error(c).abs()).sum()),
            mape: mean(relative.iter().copied()),
            mdape: median(&mut relative).filter(|median| median.is_finite()),
            smape: mean(c.iter().map(symmetric)),
            mase: scaled(c, |c| error(c).abs()),
            rmsse: mean(
                c.iter()
                    .filter(|c| c.scale.squared > 0.0)
                    .map(|c| error(c) * error(c) / c.scale.squared),
            )
            .map(f64::sqrt),
            bias: per_size(c.iter().map(error).sum()),
            direction_right: direction_right(c),
            faster_right: faster_right(c),
            dissimilarity: dissimilarity(c),
            coverage_80: mean(c.iter().map(|c| covered(c.actual, c.interval_80))),
            coverage_95: mean(c.iter().map(|c| covered(c.actual, c.interval_95))),
            msis_80: scaled(c, |c| interval_score(c.actual, c.interval_80, 0.2)),
            msis_95: scaled(c, |c| interval_score(c.actual, c.interval_95, 0.05)),
            crps: scaled(c, |c| c.crps),
        }
    }

    /// Whether there are too few origins for the scores to be relied on.
    pub const fn too_few(&self) -> bool {
        self.n_origins < FEWEST_ORIGINS
    }
}

fn n_origins(comparisons: &[Comparison]) -> usize {
    let mut origins: Vec<i64> = comparisons.iter().map(|c| c.origin).collect();
    origins.sort_unstable();
    origins.dedup();
    origins.len()
}

/// The mean; none of nothing, nor where the sum is beyond all numbers.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0_usize);
    for value in values {
        sum += value;
        n += 1;
    }
    (n > 0).then(|| sum / n as f64).filter(|mean| mean.is_finite())
}

fn symmetric(c: &Comparison) -> f64 {
    let size = c.mean.abs() + c.actual.abs();
    if size > 0.0 { 2.0 * (c.mean - c.actual).abs() / size } else { 0.0 }
}

fn scaled(comparisons: &[Comparison], loss: impl Fn(&Comparison) -> f64) -> Option<f64> {
    let moved = comparisons.iter().filter(|c| c.scale.absolute > 0.0);
    mean(moved.map(|c| loss(c) / c.scale.absolute))
}

fn covered(actual: f64, (lower, upper): (f64, f64)) -> f64 {
    if (lower..=upper).contains(&actual) { 1.0 } else { 0.0 }
}

/// Winkler's score of an interval that leaves `alpha` outside.
///
/// # Source
/// Gneiting & Raftery (2007), equation 43.
pub fn interval_score(actual: f64, (lower, upper): (f64, f64), alpha: f64) -> f64 {
    upper - lower + 2.0 / alpha * ((lower - actual).max(0.0) + (actual - upper).max(0.0))
}

/// The continuous ranked probability score of sorted, equally likely `quantiles`, which stand for
/// the levels `(k − ½)/K`.
///
/// # Source
/// Gneiting & Ranjan (2011), *Comparing density forecasts using threshold- and quantile-weighted
/// scoring rules*, equation 12.
pub fn crps(actual: f64, quantiles: &[f64]) -> f64 {
    let n = quantiles.len().max(1) as f64;
    let loss = |(k, quantile): (usize, &f64)| {
        let level = (k as f64 + 0.5) / n;
        let over = actual - quantile;
        if over >= 0.0 { level * over } else { (level - 1.0) * over }
    };
    2.0 / n * quantiles.iter().enumerate().map(loss).sum::<f64>()
}

fn direction_right(comparisons: &[Comparison]) -> Option<f64> {
    let moved = comparisons.iter().filter(|c| c.actual != c.last && c.mean != c.last);
    mean(moved.map(|c| {
        let right = (c.mean > c.last) == (c.actual > c.last);
        if right { 1.0 } else { 0.0 }
    }))
}

/// Comparisons of one origin and step.
fn by_origin_and_step(comparisons: &[Comparison]) -> BTreeMap<(i64, usize), Vec<&Comparison>> {
    let mut groups: BTreeMap<(i64, usize), Vec<&Comparison>> = BTreeMap::new();
    for c in comparisons {
        groups.entry((c.origin, c.step)).or_default().push(c);
    }
    groups.retain(|_, group| group.len() > 1);
    groups
}

fn faster_right(comparisons: &[Comparison]) -> Option<f64> {
    let mut verdicts = Vec::new();
    for group in by_origin_and_step(comparisons).values() {
        let last: f64 = group.iter().map(|c| c.last).sum();
        let all =
            |value: fn(&Comparison) -> f64| group.iter().map(|c| value(c)).sum::<f64>() / last;
        let (forecast, actual) = (all(|c| c.mean), all(|c| c.actual));
        for c in group.iter().filter(|c| c.last > 0.0 && last > 0.0) {
            let faster = (c.mean / c.last > forecast) == (c.actual / c.last > actual);
            verdicts.push(if faster { 1.0 } else { 0.0 });
        }
    }
    mean(verdicts.into_iter())
}

fn dissimilarity(comparisons: &[Comparison]) -> Option<f64> {
    let groups = by_origin_and_step(comparisons);
    let indices = groups.values().filter_map(|group| {
        let forecast: f64 = group.iter().map(|c| c.mean).sum();
        let actual: f64 = group.iter().map(|c| c.actual).sum();
        let apart = |c: &&Comparison| (c.mean / forecast - c.actual / actual).abs();
        (forecast > 0.0 && actual > 0.0).then(|| 0.5 * group.iter().map(apart).sum::<f64>())
    });
    mean(indices)
}

#[cfg(test)]
mod tests;
