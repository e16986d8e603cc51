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

    /// One series that is the sum over all series, draw by draw.
    #[must_use]
    pub fn sum_over_series(&self) -> Self {
        let mut total = Self::zeros(self.first, 1, self.n_draws, self.n_years);
        let size = self.n_draws * self.n_years;
        for series in self.values.chunks_exact(size.max(1)) {
            for (sum, value) in total.values.iter_mut().zip(series) {
                *sum += value;
            }
        }
        total
    }

    /// These series, and their sum as a further series at the end.
    #[must_use]
    pub fn with_total(&self) -> Self {
        let mut values = self.values.clone();
        values.extend(self.sum_over_series().values);
        Self { n_series: self.n_series + 1, values, ..*self }
    }

    /// Paths of the same shape whose value is given by series, draw and year.
    #[must_use]
    pub fn map_cells(&self, value: impl Fn(usize, usize, usize) -> f64) -> Self {
        let mut mapped = self.clone();
        for series in 0..self.n_series {
            for draw in 0..self.n_draws {
                for (year, cell) in mapped.path_mut(series, draw).iter_mut().enumerate() {
                    *cell = value(series, draw, year);
                }
            }
        }
        mapped
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

    /// Share of draws below `threshold` for one series in one year.
    pub fn probability_below(&self, series: usize, year: usize, threshold: f64) -> f64 {
        let below = (0..self.n_draws).filter(|d| self.path(series, *d)[year] < threshold).count();
        below as f64 / self.n_draws.max(1) as f64
    }
}

/// What a table shows of a set of draws.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    pub fn of(mut draws: Vec<f64>) -> Self {
        let mean = draws.iter().sum::<f64>() / draws.len().max(1) as f64;
        draws.sort_unstable_by(f64::total_cmp);
        let quantile = |p: f64| {
            let position = p * (draws.len().max(1) - 1) as f64;
            let below = position.floor() as usize;
            let above = (below + 1).min(draws.len() - 1);
            draws[below] + (position - below as f64) * (draws[above] - draws[below])
        };
        Self {
            mean,
            p025: quantile(0.025),
            p10: quantile(0.1),
            p50: quantile(0.5),
            p90: quantile(0.9),
            p975: quantile(0.975),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let summary = Summary::of((0..=100).map(f64::from).rev().collect());
        assert_eq!((summary.p025, summary.p10, summary.p50, summary.p975), (2.5, 10.0, 50.0, 97.5));
        assert_eq!(Summary::of(vec![3.0]).p90, 3.0);
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
        assert_eq!(total.probability_below(0, 0, 1.0), 1.0 / 3.0);
    }
}
