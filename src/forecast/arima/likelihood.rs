//! The exact Gaussian likelihood of regression with ARMA errors, and its derivatives.
//!
//! ```text
//! w = Z β + u        v, z the innovations of w, Z     β̂ = (Σ z z'/F)⁻¹ Σ z v/F
//! S = Σ (v − z'β̂)² / F                                σ̂² = S / N
//! f = ½ ln(S/N) + (Σ ln F + ln |M|) / 2N             ln L = −N (½ ln 2π + ½ + f)
//! ```
//!
//! β and σ² are solved out, so the search is over the coefficients of the ARMA part alone. A
//! value nobody observed is a column of `Z` that is one at its place (and differenced as the
//! series is); `M` is the block `Σ z z'/F` of these columns and N does not count them. That is
//! the likelihood of skipping the values, exactly.
//!
//! # Source
//! Harvey & Phillips (1979), *Maximum likelihood estimation of regression models with
//! autoregressive-moving average disturbances*; Gómez, Maravall & Peña (1999), *Missing
//! observations in ARIMA models: skipping approach versus additive outlier approach*.

use crate::forecast::arima::filter::Filter;
use crate::forecast::arima::order::Order;
use crate::forecast::arima::polynomial::{self, Polynomial};
use crate::forecast::arima::start::Start;

/// Share of a column's sum of squares that must not be explained by the columns before.
const DEPENDENT: f64 = 1e-10;
/// Share of the series' sum of squares below which errors are rounding.
const EXACT: f64 = 1e-25;

/// A differenced series and the columns that explain it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    /// Values of each column.
    pub(super) n: usize,
    /// The series, then the columns: constant and regressors first, those of the gaps last.
    pub(super) columns: Vec<f64>,
    /// Columns of values nobody observed.
    pub(super) n_gaps: usize,
}

impl Sample {
    /// Columns beside the series.
    pub(super) fn n_columns(&self) -> usize {
        (self.columns.len() / self.n.max(1)).max(1) - 1
    }

    /// Values observed.
    pub(super) fn n_observed(&self) -> usize {
        self.n - self.n_gaps.min(self.n)
    }

    /// The series.
    pub(super) fn series(&self) -> &[f64] {
        &self.columns[..self.n]
    }
}

/// Numbers of coefficients, in the order they stand among the free variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) ar: usize,
    pub(super) ma: usize,
    pub(super) seasonal_ar: usize,
    pub(super) seasonal_ma: usize,
    pub(super) season_length: usize,
}

impl Shape {
    /// The numbers of coefficients of an order.
    pub(super) fn of(order: &Order) -> Self {
        Self {
            ar: order.p,
            ma: order.q,
            seasonal_ar: order.seasonal.p,
            seasonal_ma: order.seasonal.q,
            season_length: order.seasonal.length.max(1),
        }
    }

    /// The numbers in the order of the blocks of [`Shape::split`].
    pub(super) fn terms(&self) -> [usize; 4] {
        [self.ar, self.ma, self.seasonal_ar, self.seasonal_ma]
    }

    pub(super) fn size(&self) -> usize {
        self.ar + self.ma + self.seasonal_ar + self.seasonal_ma
    }

    /// The four blocks of free variables.
    pub(super) fn split<'x>(&self, x: &'x [f64]) -> [&'x [f64]; 4] {
        let (ar, rest) = x.split_at(self.ar);
        let (ma, rest) = rest.split_at(self.ma);
        let (seasonal_ar, seasonal_ma) = rest.split_at(self.seasonal_ar);
        [ar, ma, seasonal_ar, seasonal_ma]
    }
}

/// The coefficients of one side of the model and the product with its seasonal part.
#[derive(Clone, Debug, Default)]
struct Side {
    plain: Polynomial,
    seasonal: Polynomial,
    product: Vec<f64>,
    by_product: Vec<f64>,
    by_plain: Vec<f64>,
    by_seasonal: Vec<f64>,
}

impl Side {
    fn set(&mut self, plain: &[f64], seasonal: &[f64], season_length: usize) {
        self.plain.set(plain);
        self.seasonal.set(seasonal);
        self.product.resize(plain.len() + season_length * seasonal.len(), 0.0);
        let factors = (self.plain.coefficients(), self.seasonal.coefficients());
        polynomial::multiply(factors.0, factors.1, season_length, &mut self.product);
    }

    /// Derivatives by the free variables from those by the product.
    fn pull_back(&mut self, x: (&[f64], &[f64]), season_length: usize, by: [&mut [f64]; 2]) {
        let [by_plain, by_seasonal] = by;
        self.by_plain.resize(x.0.len(), 0.0);
        self.by_seasonal.resize(x.1.len(), 0.0);
        let factors = (self.plain.coefficients(), self.seasonal.coefficients(), season_length);
        polynomial::multiply_pull_back(
            factors,
            &self.by_product,
            &mut self.by_plain,
            &mut self.by_seasonal,
        );
        self.plain.pull_back(x.0, &self.by_plain, by_plain);
        self.seasonal.pull_back(x.1, &self.by_seasonal, by_seasonal);
    }
}

/// The likelihood at one point, with the memory to find it.
#[derive(Clone, Debug, Default)]
pub(super) struct Likelihood {
    ar: Side,
    /// Of `1 − Σ a B^j`; θ has the other sign.
    ma: Side,
    theta: Vec<f64>,
    by_theta: Vec<f64>,
    start: Start,
    pub(super) filter: Filter,
    /// Innovations, laid out as the sample.
    pub(super) innovations: Vec<f64>,
    /// The normal equations and their factor, by rows.
    normal: Vec<f64>,
    factor: Vec<f64>,
    gap_inverse: Vec<f64>,
    scratch: Vec<f64>,
    /// Coefficients of the columns.
    pub(super) beta: Vec<f64>,
    /// The series less what the columns explain, and its innovations.
    pub(super) error: Vec<f64>,
    pub(super) error_innovations: Vec<f64>,
    /// Σ of squared standardised innovations.
    pub(super) sum: f64,
}

impl Likelihood {
    /// `f` at the free variables `x`; infinite where the model is not stationary or fits without
    /// error.
    pub(super) fn value(&mut self, sample: &Sample, shape: &Shape, x: &[f64]) -> f64 {
        let n = sample.n;
        let [ar, ma, seasonal_ar, seasonal_ma] = shape.split(x);
        self.ar.set(ar, seasonal_ar, shape.season_length);
        self.ma.set(ma, seasonal_ma, shape.season_length);
        self.theta.clear();
        self.theta.extend(self.ma.product.iter().map(|a| -a));
        if !self.start.set(&self.ar.product, &self.theta) {
            return f64::INFINITY;
        }
        self.filter.set(&self.ar.product, &self.start, n);
        self.innovations.resize(sample.columns.len(), 0.0);
        let columns = sample.columns.chunks_exact(n).zip(self.innovations.chunks_exact_mut(n));
        for (column, innovations) in columns {
            self.filter.innovations(column, innovations);
        }
        let gap_logarithm = self.regress(sample);
        let weighted = self.error_innovations.iter().zip(&self.filter.inverses);
        self.sum = weighted.map(|(v, inverse)| v * v * inverse).sum();
        if self.sum.is_nan() || self.sum <= EXACT * sum_of_squares(sample.series()) {
            return f64::INFINITY;
        }
        let observed = sample.n_observed() as f64;
        let determinant = sum_of_logarithms(&self.filter.variances[..n]) + gap_logarithm;
        0.5 * (self.sum / observed).ln() + 0.5 * determinant / observed
    }

    /// Coefficients of the columns, the error they leave, and `ln |M|`.
    fn regress(&mut self, sample: &Sample) -> f64 {
        let (n, k) = (sample.n, sample.n_columns());
        self.error.clear();
        self.error.extend_from_slice(sample.series());
        self.error_innovations.clear();
        self.error_innovations.extend_from_slice(&self.innovations[..n]);
        self.beta.clear();
        if k == 0 {
            return 0.0;
        }
        self.beta.resize(k, 0.0);
        self.normal.resize(k * k, 0.0);
        for i in 0..k {
            let row = &self.innovations[(i + 1) * n..][..n];
            self.beta[i] = weighted(row, &self.innovations[..n], &self.filter.inverses);
            for j in 0..=i {
                let other = &self.innovations[(j + 1) * n..][..n];
                self.normal[i * k + j] = weighted(row, other, &self.filter.inverses);
            }
        }
        let gap_logarithm = self.invert_gaps(k, sample.n_gaps);
        self.factor.clear();
        self.factor.extend_from_slice(&self.normal);
        factorise(&mut self.factor, k);
        solve(&self.factor, k, &mut self.beta);
        for (i, beta) in self.beta.iter().enumerate() {
            subtract(&mut self.error, *beta, &sample.columns[(i + 1) * n..][..n]);
            subtract(&mut self.error_innovations, *beta, &self.innovations[(i + 1) * n..][..n]);
        }
        gap_logarithm
    }

    /// The inverse of `M`, the last block of the normal equations; returns `ln |M|`.
    fn invert_gaps(&mut self, k: usize, gaps: usize) -> f64 {
        if gaps == 0 {
            return 0.0;
        }
        self.factor.clear();
        for i in k - gaps..k {
            self.factor.extend_from_slice(&self.normal[i * k + k - gaps..][..gaps]);
        }
        factorise(&mut self.factor, gaps);
        self.gap_inverse.resize(gaps * gaps, 0.0);
        for i in 0..gaps {
            self.scratch.clear();
            self.scratch.resize(gaps, 0.0);
            self.scratch[i] = 1.0;
            solve(&self.factor, gaps, &mut self.scratch);
            self.gap_inverse[i * gaps..][..gaps].copy_from_slice(&self.scratch);
        }
        let pivots = (0..gaps).map(|i| self.factor[i * gaps + i]).filter(|pivot| *pivot > 0.0);
        2.0 * pivots.map(f64::ln).sum::<f64>()
    }

    /// The derivatives of `f` by the free variables, at the point of [`Likelihood::value`].
    pub(super) fn gradient(
        &mut self,
        sample: &Sample,
        shape: &Shape,
        x: &[f64],
        gradient: &mut [f64],
    ) {
        let (n, observed, sum) = (sample.n, sample.n_observed() as f64, self.sum);
        reset(&mut self.ar.by_product, self.ar.product.len());
        reset(&mut self.by_theta, self.theta.len());
        let errors = self.error_innovations.iter();
        self.scratch.clear();
        self.scratch.extend_from_slice(&self.filter.inverses[..n]);
        let inverses = &self.scratch;
        self.filter.begin_pull_back(
            errors.clone().zip(inverses).map(|(v, i)| (i / observed - v * v * i * i / sum) / 2.0),
        );
        self.filter.pull_back_column(
            (&self.error, &self.error_innovations),
            errors.zip(inverses).map(|(v, inverse)| v * inverse / sum),
            &mut self.ar.by_product,
        );
        self.pull_back_gaps(sample);
        let (by_variance, by_gain) = self.filter.finish_pull_back(&mut self.ar.by_product);
        self.start.pull_back(
            (&self.ar.product, &self.theta),
            (by_variance, by_gain),
            &mut self.ar.by_product,
            &mut self.by_theta,
        );
        self.ma.by_product.clear();
        self.ma.by_product.extend(self.by_theta.iter().map(|by| -by));
        let [ar, ma, seasonal_ar, seasonal_ma] = shape.split(x);
        let (by_ar, rest) = gradient.split_at_mut(shape.ar);
        let (by_ma, rest) = rest.split_at_mut(shape.ma);
        let (by_seasonal_ar, by_seasonal_ma) = rest.split_at_mut(shape.seasonal_ar);
        self.ar.pull_back((ar, seasonal_ar), shape.season_length, [by_ar, by_seasonal_ar]);
        self.ma.pull_back((ma, seasonal_ma), shape.season_length, [by_ma, by_seasonal_ma]);
    }

    /// Adds the derivatives of `ln |M|`.
    fn pull_back_gaps(&mut self, sample: &Sample) {
        let (n, gaps, observed) = (sample.n, sample.n_gaps, sample.n_observed() as f64);
        let first = sample.n_columns() + 1 - gaps;
        for i in 0..gaps {
            let column = &sample.columns[(first + i) * n..][..n];
            let innovations = &self.innovations[(first + i) * n..][..n];
            // The column times the inverse of M, over the variance.
            let mut by = vec![0.0; n];
            for j in 0..gaps {
                let other = &self.innovations[(first + j) * n..][..n];
                subtract(&mut by, -self.gap_inverse[i * gaps + j] / observed, other);
            }
            for (by, inverse) in by.iter_mut().zip(&self.scratch) {
                *by *= inverse;
            }
            self.filter.add_by_variances(
                by.iter().zip(innovations).zip(&self.scratch).map(|((by, v), i)| -0.5 * by * v * i),
            );
            let by = by.into_iter();
            self.filter.pull_back_column((column, innovations), by, &mut self.ar.by_product);
        }
    }

    /// Whether every root of the four polynomials at `x` is farther than `radius` from zero.
    pub(super) fn roots_exceed(&mut self, shape: &Shape, x: &[f64], radius: f64) -> bool {
        let [ar, ma, seasonal_ar, seasonal_ma] = shape.split(x);
        let seasonal_radius = radius.powi(shape.season_length as i32);
        [
            (&mut self.ar.plain, ar, radius),
            (&mut self.ma.plain, ma, radius),
            (&mut self.ar.seasonal, seasonal_ar, seasonal_radius),
            (&mut self.ma.seasonal, seasonal_ma, seasonal_radius),
        ]
        .into_iter()
        .all(|(polynomial, x, radius)| {
            polynomial.set(x);
            polynomial::roots_exceed(polynomial.coefficients(), radius)
        })
    }

    /// Coefficients of the ARMA part as they are printed: φ, θ, Φ, Θ.
    pub(super) fn coefficients(&self) -> [Vec<f64>; 4] {
        let negative = |a: &[f64]| a.iter().map(|a| -a).collect();
        [
            self.ar.plain.coefficients().to_vec(),
            negative(self.ma.plain.coefficients()),
            self.ar.seasonal.coefficients().to_vec(),
            negative(self.ma.seasonal.coefficients()),
        ]
    }

    /// `φ` and `−θ` multiplied out.
    pub(super) fn products(&self) -> (&[f64], &[f64]) {
        (&self.ar.product, &self.ma.product)
    }

    /// The inverse of the normal equations of the gaps.
    pub(super) fn gap_inverse(&self) -> &[f64] {
        &self.gap_inverse
    }
}

fn reset(vector: &mut Vec<f64>, length: usize) {
    vector.clear();
    vector.resize(length, 0.0);
}

fn sum_of_squares(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum()
}

fn weighted(a: &[f64], b: &[f64], weights: &[f64]) -> f64 {
    a.iter().zip(b).zip(weights).map(|((a, b), weight)| a * b * weight).sum()
}

fn subtract(target: &mut [f64], factor: f64, column: &[f64]) {
    for (target, value) in target.iter_mut().zip(column) {
        *target -= factor * value;
    }
}

/// `Σ ln F` with few logarithms.
fn sum_of_logarithms(variances: &[f64]) -> f64 {
    let (mut sum, mut product) = (0.0, 1.0_f64);
    for variance in variances {
        product *= variance;
        if !(1e-200..1e200).contains(&product) {
            sum += product.ln();
            product = 1.0;
        }
    }
    sum + product.ln()
}

/// Cholesky's factor in place of the lower triangle; a dependent column gets a pivot of zero.
fn factorise(a: &mut [f64], k: usize) {
    for i in 0..k {
        for j in 0..=i {
            let known: f64 = (0..j).map(|l| a[i * k + l] * a[j * k + l]).sum();
            let rest = a[i * k + j] - known;
            a[i * k + j] = if i == j {
                if rest > DEPENDENT * a[i * k + i] { rest.sqrt() } else { 0.0 }
            } else if a[j * k + j] > 0.0 {
                rest / a[j * k + j]
            } else {
                0.0
            };
        }
    }
}

/// Solves with a factor of [`factorise`]; a dependent column gets a coefficient of zero.
fn solve(factor: &[f64], k: usize, x: &mut [f64]) {
    for i in 0..k {
        let known: f64 = (0..i).map(|l| factor[i * k + l] * x[l]).sum();
        let pivot = factor[i * k + i];
        x[i] = if pivot > 0.0 { (x[i] - known) / pivot } else { 0.0 };
    }
    for i in (0..k).rev() {
        let known: f64 = (i + 1..k).map(|l| factor[l * k + i] * x[l]).sum();
        let pivot = factor[i * k + i];
        x[i] = if pivot > 0.0 { (x[i] - known) / pivot } else { 0.0 };
    }
}

#[cfg(test)]
mod tests;
