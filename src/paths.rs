//! Joint sample paths: the currency between the stages of the pipeline.
//!
//! Marginal distributions do not add: a sum over sectors or a difference of supply and demand
//! needs joint draws. Means, quantiles and probabilities are taken from the paths when a table is
//! made, never before.

mod summary;

use crate::paths::summary::Room;
use crate::units::Year;

pub use summary::Summary;

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
        self.clone().into_with_total()
    }

    /// As [`Self::with_total`], without a copy of the series.
    #[must_use]
    pub fn into_with_total(mut self) -> Self {
        let (size, own) = (self.n_draws * self.n_years, self.values.len());
        self.values.reserve_exact(size);
        self.values.resize(own + size, 0.0);
        let (series, total) = self.values.split_at_mut(own);
        add_series(series, total);
        self.n_series += 1;
        self
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

    /// Every series times its own factor.
    ///
    /// # Panics
    /// If there is not a factor for every series, which is a fault of the caller.
    #[must_use]
    pub fn times(&self, factors: &[f64]) -> Self {
        assert_eq!(factors.len(), self.n_series, "every series has a factor");
        let mut made = self.clone();
        for (series, factor) in factors.iter().enumerate() {
            made.series_mut(series).iter_mut().for_each(|value| *value *= factor);
        }
        made
    }

    /// Every series times the only series of `shares`, value by value.
    ///
    /// # Panics
    /// If draws or years differ, which is a fault of the caller.
    #[must_use]
    pub fn times_each(&self, shares: &Self) -> Self {
        let size = self.n_draws * self.n_years;
        assert_eq!(shares.values.len(), size, "paths of one world share their shape");
        let mut made = self.clone();
        for series in made.values.chunks_exact_mut(size.max(1)) {
            series.iter_mut().zip(&shares.values).for_each(|(value, share)| *value *= share);
        }
        made
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
        let mut room = Room::default();
        let size = self.n_draws * self.n_years;
        let of_series = &self.values[series * size..(series + 1) * size];
        let draws = |year: usize| of_series.chunks_exact(self.n_years).map(move |path| path[year]);
        (0..self.n_years).map(|year| room.summary(draws(year))).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

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
