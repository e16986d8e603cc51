//! Exit rates of small groups borrow from the mean of all groups at the same age.
//!
//! ```text
//! x̂(o) = w·x(o) + (1 − w)·x̄        w = n/(n + k)        k = σ²/τ²
//! σ²   = x̄·(1 − x̄)                                     within: one person leaves or stays
//! τ²   = [Σ n(x − x̄)² − (m − 1)·σ²] / (n₊ − Σn²/n₊)     between the m groups, not below 0
//! var  = (1 − w)·τ² + (1 − w)²·σ²/n₊                    of x̂ around the group's true rate
//! ```
//! for each cell apart; where the mean is that of all workers and not of the groups ([`shrink_to`]),
//!
//! ```text
//! σ²   = p·(1 − p), p midway between x̄ and Σnx/n₊        τ² = [Σ n(x − x̄)² − m·σ²] / n₊, not below 0
//! var  = (1 − w)·τ²
//! ```
//! `n` is the number of persons behind a rate (interviewed or counted, not
//! weighted up), `n₊` its sum over the groups and x̄ the mean weighted by `n`. Groups that do not
//! differ beyond chance get the mean. It is Bühlmann's credibility estimator, the random
//! coefficients of ROA's replacement demand.
//!
//! # Source
//! Bühlmann & Straub (1970), *Glaubwürdigkeit für Schadensätze*; Willems & de Grip (1993).

use ndarray::Array2;

use crate::error::Result;
use crate::replacement::error;

/// Rates by group and cell, shrunk to the means of the cells.
#[derive(Clone, Debug, PartialEq)]
pub struct ShrunkRates {
    /// Shrunk rates, groups × cells.
    pub rates: Array2<f64>,
    /// Variance of each around the true rate, groups × cells.
    pub variances: Array2<f64>,
    /// Weight of the group's own rate, groups × cells.
    pub weights: Array2<f64>,
    /// Mean of each cell.
    pub means: Vec<f64>,
    /// `k` of each cell; infinite where the groups do not differ beyond chance.
    pub k: Vec<f64>,
}

impl ShrunkRates {
    /// Variance of the log of each group's replacement, `workers` being persons by group and cell.
    ///
    /// ```text
    /// ln(1 + Σ_c E_c²·var_c / (Σ_c E_c·x̂_c)²)
    /// ```
    /// Zero for a group that nobody leaves.
    ///
    /// # Errors
    /// If `workers` has another shape.
    pub fn log_variances(&self, workers: &Array2<f64>) -> Result<Vec<f64>> {
        if workers.dim() != self.rates.dim() {
            return Err(shape_error());
        }
        let groups = workers.rows().into_iter().zip(self.rates.rows());
        Ok(groups
            .zip(self.variances.rows())
            .map(|((workers, rates), variances)| {
                let mean: f64 = workers.iter().zip(rates).map(|(e, x)| e * x).sum();
                let variance: f64 = workers.iter().zip(variances).map(|(e, v)| e * e * v).sum();
                if mean > 0.0 { (variance / (mean * mean)).ln_1p() } else { 0.0 }
            })
            .collect())
    }
}

fn shape_error() -> crate::error::Error {
    error(
        "tỷ lệ rời việc và số người cần cùng số nhóm và số ô (giới × tuổi)",
        "exit rates and persons need the same groups and the same cells (sex × age)",
    )
}

fn impossible() -> crate::error::Error {
    error(
        "tỷ lệ rời việc cần từ 0 đến 1 và số người đứng sau không âm",
        "exit rates must be from 0 to 1 and the persons behind them not negative",
    )
}

/// Shrinks `rates` to the means of their cells by the persons `n` behind them.
///
/// # Shapes
/// Both: groups × cells. A rate behind which there is nobody is not read.
///
/// # Errors
/// If the shapes differ, a rate is outside 0 to 1, or a number of persons is negative.
pub fn shrink(rates: &Array2<f64>, n: &Array2<f64>) -> Result<ShrunkRates> {
    if rates.dim() != n.dim() {
        return Err(shape_error());
    }
    let possible = |(rate, n): (&f64, &f64)| {
        n.is_finite() && *n >= 0.0 && (*n == 0.0 || (0.0..=1.0).contains(rate))
    };
    if !rates.iter().zip(n).all(possible) {
        return Err(impossible());
    }
    let mut shrunk = ShrunkRates {
        rates: rates.clone(),
        variances: Array2::zeros(rates.dim()),
        weights: Array2::zeros(rates.dim()),
        means: Vec::new(),
        k: Vec::new(),
    };
    for cell in 0..rates.ncols() {
        let own: Vec<(f64, f64)> = rates
            .column(cell)
            .iter()
            .zip(n.column(cell))
            .map(|(rate, n)| (if *n > 0.0 { *rate } else { 0.0 }, *n))
            .collect();
        let moments = Moments::of(&own);
        for (group, (rate, n)) in own.iter().enumerate() {
            let weight = moments.weight(*n);
            let at = [group, cell];
            shrunk.weights[at] = weight;
            shrunk.rates[at] = weight * rate + (1.0 - weight) * moments.mean;
            shrunk.variances[at] = moments.variance(weight);
        }
        shrunk.means.push(moments.mean);
        shrunk.k.push(moments.k());
    }
    Ok(shrunk)
}

/// A rate drawn towards a mean that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShrunkRate {
    /// The shrunk rate.
    pub rate: f64,
    /// Its variance around the true rate.
    pub variance: f64,
    /// Weight of the rate itself.
    pub weight: f64,
}

/// Shrinks rates of one cell, each with the persons behind it, to the `mean` of all workers.
///
/// # Errors
/// If a rate or the mean is outside 0 to 1, or a number of persons is negative or not finite.
pub fn shrink_to(own: &[(f64, f64)], mean: f64) -> Result<Vec<ShrunkRate>> {
    let share = |rate: f64| (0.0..=1.0).contains(&rate);
    let possible = |(rate, n): &(f64, f64)| share(*rate) && n.is_finite() && *n >= 0.0;
    if !share(mean) || !own.iter().all(possible) {
        return Err(impossible());
    }
    let persons: f64 = own.iter().map(|(_, n)| n).sum();
    let level = own.iter().map(|(rate, n)| rate * n).sum::<f64>() / persons;
    let middle = if persons > 0.0 { f64::midpoint(mean, level) } else { mean };
    let within = middle * (1.0 - middle);
    let spread: f64 = own.iter().map(|(rate, n)| n * (rate - mean).powi(2)).sum();
    let groups = own.iter().filter(|(_, n)| *n > 0.0).count() as f64;
    let between = if persons > 0.0 { ((spread - groups * within) / persons).max(0.0) } else { 0.0 };
    let moments = Moments { persons, mean, within, between };
    Ok(own
        .iter()
        .map(|(rate, n)| {
            let weight = moments.weight(*n);
            let rate = weight * rate + (1.0 - weight) * mean;
            ShrunkRate { rate, variance: (1.0 - weight) * between, weight }
        })
        .collect())
}

/// Mean, within and between variance of one cell over the groups.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Moments {
    persons: f64,
    mean: f64,
    within: f64,
    between: f64,
}

impl Moments {
    fn of(own: &[(f64, f64)]) -> Self {
        let persons: f64 = own.iter().map(|(_, n)| n).sum();
        if persons <= 0.0 {
            return Self::default();
        }
        let mean = own.iter().map(|(rate, n)| rate * n).sum::<f64>() / persons;
        let within = mean * (1.0 - mean);
        let groups = own.iter().filter(|(_, n)| *n > 0.0).count() as f64;
        let spread: f64 = own.iter().map(|(rate, n)| n * (rate - mean).powi(2)).sum();
        let scale = persons - own.iter().map(|(_, n)| n * n).sum::<f64>() / persons;
        let between = (spread - (groups - 1.0) * within) / scale;
        let between = if scale > 0.0 { between.max(0.0) } else { 0.0 };
        Self { persons, mean, within, between }
    }

    fn k(&self) -> f64 {
        if self.between > 0.0 { self.within / self.between } else { f64::INFINITY }
    }

    fn weight(&self, n: f64) -> f64 {
        if n > 0.0 && self.between > 0.0 { n / (n + self.k()) } else { 0.0 }
    }

    fn variance(&self, weight: f64) -> f64 {
        let rest = 1.0 - weight;
        let mean = if self.persons > 0.0 { self.within / self.persons } else { 0.0 };
        rest * self.between + rest * rest * mean
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn weights_follow_from_the_variance_within_and_between() {
        // Mean 0.2, σ² 0.16; Σn(x − x̄)² = 2·100·0.01 = 2; τ² = (2 − 0.16)/(200 − 100) = 0.0184.
        let shrunk = shrink(&array![[0.1], [0.3]], &array![[100.0], [100.0]]).unwrap();
        let k = 0.16 / 0.0184;
        assert!((shrunk.means[0] - 0.2).abs() < 1e-15);
        assert!((shrunk.k[0] - k).abs() < 1e-12);
        let weight = 100.0 / (100.0 + k);
        assert!((shrunk.rates[[0, 0]] - (0.2 - 0.1 * weight)).abs() < 1e-12);
        let variance = (1.0 - weight) * 0.0184 + (1.0 - weight).powi(2) * 0.16 / 200.0;
        assert!((shrunk.variances[[1, 0]] - variance).abs() < 1e-15);
    }

    #[test]
    fn groups_that_differ_by_chance_alone_get_the_mean() {
        let shrunk = shrink(&array![[0.19], [0.21]], &array![[50.0], [50.0]]).unwrap();
        assert_eq!(shrunk.k[0], f64::INFINITY);
        assert!((shrunk.rates[[0, 0]] - 0.2).abs() < 1e-15);
    }

    #[test]
    fn a_group_without_persons_gets_the_mean_and_its_rate_is_not_read() {
        let shrunk =
            shrink(&array![[0.1], [0.5], [f64::NAN]], &array![[90.0], [90.0], [0.0]]).unwrap();
        assert!((shrunk.rates[[2, 0]] - 0.3).abs() < 1e-15);
        assert!(shrunk.variances[[2, 0]] > shrunk.variances[[0, 0]]);
    }

    #[test]
    fn a_rate_is_drawn_to_a_known_mean_as_far_as_chance_explains_it() {
        // p 0.045, σ² 0.042975; spread 100·0.0009; τ² = (0.09 − 0.042975)/100.
        let shrunk = shrink_to(&[(0.06, 100.0)], 0.03).unwrap()[0];
        let between = (0.09 - 0.045 * 0.955) / 100.0;
        let weight = 100.0 / (100.0 + 0.045 * 0.955 / between);
        assert!((shrunk.weight - weight).abs() < 1e-12 && weight > 0.5);
        assert!((shrunk.rate - (0.03 + 0.03 * weight)).abs() < 1e-12);
        assert!((shrunk.variance - (1.0 - weight) * between).abs() < 1e-15);
        assert_eq!(shrink_to(&[(0.06, 10.0)], 0.03).unwrap()[0].rate, 0.03);
        assert_eq!(shrink_to(&[(0.06, 0.0)], 0.03).unwrap()[0].rate, 0.03);
        assert!(shrink_to(&[(0.06, 1e6)], 0.03).unwrap()[0].rate > 0.059);
        assert!(shrink_to(&[(1.1, 10.0)], 0.03).is_err());
    }

    #[test]
    fn the_log_variance_is_that_of_the_groups_replacement() {
        let mut shrunk = shrink(&array![[0.1, 0.1]], &array![[10.0, 10.0]]).unwrap();
        shrunk.variances = array![[0.0004, 0.0001]];
        let log = shrunk.log_variances(&array![[100.0, 200.0]]).unwrap();
        assert!((log[0] - (8.0_f64 / 900.0).ln_1p()).abs() < 1e-12);
        assert!(shrunk.log_variances(&array![[1.0]]).is_err());
    }

    proptest! {
        #[test]
        fn a_shrunk_rate_lies_between_the_own_rate_and_the_mean(
            cells in prop::collection::vec((0.0..1.0_f64, 0.0..500.0_f64), 2..12)
        ) {
            let column = |values: Vec<f64>| Array2::from_shape_vec((values.len(), 1), values).unwrap();
            let rates = column(cells.iter().map(|cell| cell.0).collect());
            let n = column(cells.iter().map(|cell| cell.1).collect());
            let shrunk = shrink(&rates, &n).unwrap();
            let mean = shrunk.means[0];
            for ((rate, n), shrunk_rate) in cells.iter().zip(&shrunk.rates) {
                let own = if *n > 0.0 { *rate } else { mean };
                prop_assert!(*shrunk_rate >= own.min(mean) - 1e-12);
                prop_assert!(*shrunk_rate <= own.max(mean) + 1e-12);
            }
            prop_assert!(shrunk.variances.iter().all(|variance| *variance >= 0.0));
        }
    }
}
