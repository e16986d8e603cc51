//! Joint sample paths: the currency between the stages of the pipeline.
//!
//! Marginal distributions do not add: a sum over sectors or a difference of supply and demand
//! needs joint draws. Means, quantiles and probabilities are taken from the paths when a table is
//! made, never before.

use crate::units::Year;

/// Draws of several series over several years; draw `d` of every series belongs to one world.
#[derive(Clone, Debug, PartialEq)]
pub struct Paths {
    first: Year,
    n_series: usize,
    n_draws: usize,
    n_years: usize,
    /// Series-major, then draw, then year.
    values: Vec<f64>,
}

impl Paths {
    /// Paths of `n_series` × `n_draws` × `n_years` zeros, the first year being `first`.
    pub fn zeros(first: Year, n_series: usize, n_draws: usize, n_years: usize) -> Self {
        Self { first, n_series, n_draws, n_years, values: vec![0.0; n_series * n_draws * n_years] }
    }

    /// First year.
    pub const fn first(&self) -> Year {
        self.first
    }

    /// Number of series.
    pub const fn n_series(&self) -> usize {
        self.n_series
    }

    /// Number of draws.
    pub const fn n_draws(&self) -> usize {
        self.n_draws
    }

    /// Number of years.
    pub const fn n_years(&self) -> usize {
        self.n_years
    }

    /// The years covered.
    pub fn years(&self) -> impl DoubleEndedIterator<Item = Year> {
        self.first.to(self.first.plus(self.n_years as i32 - 1))
    }

    /// One draw of one series, a value a year.
    pub fn path(&self, series: usize, draw: usize) -> &[f64] {
        let start = (series * self.n_draws + draw) * self.n_years;
        &self.values[start..start + self.n_years]
    }

    /// One draw of one series, to be written.
    pub fn path_mut(&mut self, series: usize, draw: usize) -> &mut [f64] {
        let start = (series * self.n_draws + draw) * self.n_years;
        &mut self.values[start..start + self.n_years]
    }

    /// Every draw of one series, to be written: `n_draws` rows of `n_years`.
    pub fn series_mut(&mut self, series: usize) -> &mut [f64] {
        let size = self.n_draws * self.n_years;
        &mut self.values[series * size..(series + 1) * size]
    }

    /// The draws of one series in one year.
    pub fn draws(&self, series: usize, year: usize) -> Vec<f64> {
        (0..self.n_draws).map(|draw| self.path(series, draw)[year]).collect()
    }

    /// Paths made value by value of two paths of the same shape.
    ///
    /// # Panics
    /// If the shapes differ, which is a fault of the caller.
    #[must_use]
    pub fn zip_with(&self, other: &Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        assert_eq!(
            (self.first, self.n_series, self.n_draws, self.n_years),
            (other.first, other.n_series, other.n_draws, other.n_years),
            "paths of one world share their shape"
        );
        let values = self.values.iter().zip(&other.values).map(|(a, b)| combine(*a, *b)).collect();
        Self { values, ..*self }
    }

    /// Adds paths of the same shape, value by value.
    ///
    /// # Panics
    /// If the shapes differ, which is a fault of the caller.
    pub fn add(&mut self, other: &Self) {
        assert_eq!(self.values.len(), other.values.len(), "paths of one world share their shape");
        self.values.iter_mut().zip(&other.values).for_each(|(sum, value)| *sum += value);
    }

    /// One series that is the sum over all series, draw by draw.
    #[must_use]
    pub fn sum_over_series(&self) -> Self {
        let mut total = Self::zeros(self.first, 1, self.n_draws, self.n_years);
        add_series(&self.values, &mut total.values);
        total
    }

    /// These series, and their sum as a further series at the end.
    #[must_use]
    pub fn with_total(&self) -> Self {
        let size = self.n_draws * self.n_years;
        let mut values = Vec::with_capacity(self.values.len() + size);
        values.extend_from_slice(&self.values);
        values.resize(self.values.len() + size, 0.0);
        let (series, total) = values.split_at_mut(self.values.len());
        add_series(series, total);
        Self { n_series: self.n_series + 1, values, ..*self }
    }

    /// Paths of the same shape whose value is given by series, draw and year.
    #[must_use]
    pub fn map_cells(&self, value: impl Fn(usize, usize, usize) -> f64) -> Self {
        let mut values = Vec::with_capacity(self.values.len());
        for series in 0..self.n_series {
            for draw in 0..self.n_draws {
                values.extend((0..self.n_years).map(|year| value(series, draw, year)));
            }
        }
        Self { values, ..*self }
    }

    /// Running sums over the years.
    #[must_use]
    pub fn cumulated(&self) -> Self {
        let mut sums = self.clone();
        for path in sums.values.chunks_exact_mut(self.n_years.max(1)) {
            let mut sum = 0.0;
            for value in path {
                sum += *value;
                *value = sum;
            }
        }
        sums
    }

    /// Mean and quantiles of one series in one year.
    pub fn summary(&self, series: usize, year: usize) -> Summary {
        Summary::of(self.draws(series, year))
    }

    /// Mean and quantiles of one series, year by year.
    pub fn summaries(&self, series: usize) -> Vec<Summary> {
        let mut keys = Vec::with_capacity(self.n_draws);
        (0..self.n_years)
            .map(|year| {
                let draws = (0..self.n_draws).map(|draw| self.path(series, draw)[year]);
                Summary::with(draws, &mut keys)
            })
            .collect()
    }

    /// Mean over the draws of one series in one year.
    pub fn mean(&self, series: usize, year: usize) -> f64 {
        let sum: f64 = (0..self.n_draws).map(|draw| self.path(series, draw)[year]).sum();
        sum / self.n_draws.max(1) as f64
    }

    /// Share of draws below `threshold` for one series in one year.
    pub fn probability_below(&self, series: usize, year: usize, threshold: f64) -> f64 {
        let below = (0..self.n_draws).filter(|d| self.path(series, *d)[year] < threshold).count();
        below as f64 / self.n_draws.max(1) as f64
    }
}

/// Adds every series of `values` to `total`, in order.
fn add_series(values: &[f64], total: &mut [f64]) {
    for series in values.chunks_exact(total.len().max(1)) {
        for (sum, value) in total.iter_mut().zip(series) {
            *sum += value;
        }
    }
}

/// What a table shows of a set of draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Mean.
    pub mean: f64,
    /// 2.5th percentile.
    pub p025: f64,
    /// 10th percentile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 97.5th percentile.
    pub p975: f64,
}

impl Summary {
    /// The summary of `draws`; quantiles are interpolated between order statistics.
    ///
    /// # Source
    /// Hyndman & Fan (1996), *Sample quantiles in statistical packages*, definition 7.
    pub fn of(draws: Vec<f64>) -> Self {
        Self::with(draws.into_iter(), &mut Vec::new())
    }

    /// The summary of the draws times `factor`, which is not negative.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self {
            mean: self.mean * factor,
            p025: self.p025 * factor,
            p10: self.p10 * factor,
            p50: self.p50 * factor,
            p90: self.p90 * factor,
            p975: self.p975 * factor,
        }
    }

    /// The summary of `draws`, with `keys` as room to work in.
    fn with(draws: impl Iterator<Item = f64>, keys: &mut Vec<i64>) -> Self {
        keys.clear();
        let mut sum = 0.0;
        keys.extend(draws.map(|draw| {
            sum += draw;
            order_key(draw)
        }));
        let Some(last) = keys.len().checked_sub(1) else { return Self::default() };
        let positions = PROBABILITIES.map(|p| p * last as f64);
        let ranks = positions.map(|position| {
            let below = position.floor() as usize;
            [below, (below + 1).min(last)]
        });
        let mut sought = ranks;
        sought.as_flattened_mut().sort_unstable();
        select(keys, 0, sought.as_flattened());
        let mut quantiles = positions.into_iter().zip(ranks).map(|(position, [below, above])| {
            let (low, high) = (of_order_key(keys[below]), of_order_key(keys[above]));
            low + (position - below as f64) * (high - low)
        });
        let mut next = || quantiles.next().unwrap_or_default();
        let mean = sum / keys.len() as f64;
        Self { mean, p025: next(), p10: next(), p50: next(), p90: next(), p975: next() }
    }
}

/// Probabilities of the quantiles of a summary.
const PROBABILITIES: [f64; 5] = [0.025, 0.1, 0.5, 0.9, 0.975];

/// An integer that is ordered as the numbers are (see [`f64::total_cmp`]); integers are compared
/// in one step.
const fn order_key(value: f64) -> i64 {
    flip_negative(value.to_bits() as i64)
}

const fn of_order_key(key: i64) -> f64 {
    f64::from_bits(flip_negative(key) as u64)
}

/// Negative numbers are ordered by size in bits, larger ones first.
const fn flip_negative(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// Puts the keys of rising `ranks` in their places, `keys` being those from rank `first` on.
///
/// Only the part between two ranks that is still open is looked at again, so a few quantiles cost
/// less than an order of all draws.
fn select(keys: &mut [i64], first: usize, ranks: &[usize]) {
    let Some(rank) = ranks.get(ranks.len() / 2) else { return };
    let (below, _, above) = keys.select_nth_unstable(rank - first);
    // With few draws a rank may stand there twice.
    select(below, first, &ranks[..ranks.partition_point(|other| other < rank)]);
    select(above, rank + 1, &ranks[ranks.partition_point(|other| other <= rank)..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let summary = Summary::of((0..=100).map(f64::from).rev().collect());
        assert_eq!((summary.p025, summary.p10, summary.p50, summary.p975), (2.5, 10.0, 50.0, 97.5));
        assert_eq!(Summary::of(vec![3.0]).p90, 3.0);
        assert_eq!(Summary::of(Vec::new()), Summary::default());
    }

    #[test]
    fn selecting_gives_what_sorting_gives() {
        for n in 1..300_u32 {
            let draws: Vec<f64> =
                (0..n).map(|i| f64::from(i * 7919 % 211) - 105.5 + f64::from(i % 3)).collect();
            let mut sorted = draws.clone();
            sorted.sort_by(f64::total_cmp);
            let summary = Summary::of(draws);
            let shown = [summary.p025, summary.p10, summary.p50, summary.p90, summary.p975];
            for (p, shown) in PROBABILITIES.into_iter().zip(shown) {
                let position = p * f64::from(n - 1);
                let below = position.floor() as usize;
                let above = (below + 1).min(sorted.len() - 1);
                let part = position - below as f64;
                assert_eq!(
                    shown,
                    sorted[below] + part * (sorted[above] - sorted[below]),
                    "{n} {p}"
                );
            }
        }
        assert_eq!(of_order_key(order_key(-0.0)).to_bits(), (-0.0_f64).to_bits());
        assert!(order_key(-2.0) < order_key(-1.0) && order_key(-0.0) < order_key(0.0));
    }

    #[test]
    fn the_sum_over_series_keeps_draws_apart() {
        let mut paths = Paths::zeros(Year(2026), 2, 3, 2);
        for series in 0..2 {
            for draw in 0..3 {
                paths.path_mut(series, draw).copy_from_slice(&[draw as f64, 10.0]);
            }
        }
        let total = paths.sum_over_series();
        assert_eq!(total.path(0, 2), [4.0, 20.0]);
        assert_eq!(total.mean(0, 0), total.summary(0, 0).mean);
        assert_eq!(total.probability_below(0, 0, 1.0), 1.0 / 3.0);
    }
}
