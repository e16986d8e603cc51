//! How shares change: a damped trend of log-ratios, shrunk to none.
//!
//! ```text
//! z_so(t) = ln θ_so(t) − mean_o ln θ_so(t)              over the columns a row has
//! g_so    slope of z_so by least squares;   v_so = max( se² (1 + ρ̂) / (1 − ρ̂), sampling )
//! τ² = max( mean (g² − v), ε ),  w = τ² / (τ² + v),  ĝ_so = w_so g_so
//! θ_so(T+h) ∝ θ_so(T) exp( ĝ_so (φ + … + φ^h) )
//! ```
//! The variance of what is left of a slope is `w v`; it makes the shares less certain the further
//! they are projected. Sampling gives `v` at least `(1/θ − 1) / n` a year over the spread of the
//! years, which is all there is to go by with two years.
//!
//! A share that is zero in every year is a structural zero and stays zero. A zero between positive
//! years is taken for half a person in the sample (a hundredth of the row's smallest positive
//! share where no sample is given), and the other shares of the row give way in proportion.
//!
//! With one year the shares stay, with an assumed spread of their drift; a fallback says so.
//!
//! Sources: Aitchison (1986), *The Statistical Analysis of Compositional Data* (centred
//! log-ratio); Martín-Fernández, Barceló-Vidal & Pawlowsky-Glahn (2003), *Dealing with zeros and
//! missing values in compositional data sets* (replacement); Gardner (1985), *Exponential
//! smoothing: the state of the art* (damping).

use ndarray::Array2;

use crate::error::Result;
use crate::forecast::damped_sums;
use crate::forecast::employment::shrinkage;
use crate::forecast::employment::shrinkage::Estimate;
use crate::language::Text;
use crate::numeric::least_squares;
use crate::occupation::cannot;
use crate::occupation::shares::Shares;
use crate::prepare::{Fallback, FallbackKind};
use crate::units::Year;

/// Damping of the trend a year, as in the forecasts of employment.
pub const DAMPING: f64 = 0.9;
/// Standard deviation of the yearly drift of a log share where no two years are known: chosen.
pub const DRIFT_BY_DEFAULT: f64 = 0.01;

/// The trend of every share.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Shrunk slope of each centred log share, a year.
    pub slope: Array2<f64>,
    /// Standard deviation of that slope.
    pub deviation: Array2<f64>,
    /// Damping `φ` a year, 0 to 1.
    pub damping: f64,
    /// What was missing and what was used.
    pub fallbacks: Vec<Fallback>,
}

impl Trend {
    /// Shares that stay as they are, without uncertainty.
    ///
    /// # Shapes
    /// `shape`: rows and columns of the shares.
    pub fn none(shape: (usize, usize)) -> Self {
        let zeros = Array2::zeros(shape);
        Self { slope: zeros.clone(), deviation: zeros, damping: DAMPING, fallbacks: Vec::new() }
    }

    /// Shares that stay on average but drift by an assumed amount, as only one year is known.
    fn unknown(shape: (usize, usize), damping: f64) -> Self {
        let used = Text::new(
            "giữ nguyên tỷ trọng; giả định mức biến động log mỗi năm là 0,01",
            "the shares stay; an assumed drift of 0.01 in logarithms a year",
        );
        let missing = Text::new(
            "tỷ trọng của ít nhất hai năm, nên không đo được thay đổi",
            "shares of at least two years, so their change is not known",
        );
        Self {
            deviation: Array2::from_elem(shape, DRIFT_BY_DEFAULT),
            damping,
            fallbacks: vec![Fallback { kind: FallbackKind::Data, missing, used }],
            ..Self::none(shape)
        }
    }

    /// Mean shares of each of `n_years` after the year of `base`, one matrix a year.
    ///
    /// # Errors
    /// If `base` has another shape than the trend.
    pub fn project(&self, base: &Array2<f64>, n_years: usize) -> Result<Vec<Array2<f64>>> {
        if base.dim() != self.slope.dim() {
            return Err(other_shape(base.dim(), self.slope.dim()));
        }
        Ok(damped_sums(self.damping, n_years).map(|sum| moved(base, &self.slope, sum)).collect())
    }
}

fn moved(base: &Array2<f64>, slope: &Array2<f64>, sum: f64) -> Array2<f64> {
    let mut shares = base * &slope.mapv(|g| (g * sum).exp());
    for mut row in shares.rows_mut() {
        let total = row.sum();
        if total > 0.0 {
            row /= total;
        }
    }
    shares
}

pub(super) fn other_shape(found: (usize, usize), expected: (usize, usize)) -> crate::error::Error {
    let ((n, m), (rows, columns)) = (found, expected);
    cannot(
        format!(
            "bảng tỷ trọng có {n} × {m} ô nhưng cần {rows} × {columns}; hãy dùng chung một danh mục"
        ),
        format!(
            "the shares have {n} × {m} cells where {rows} × {columns} are needed; use one classification"
        ),
    )
}

/// The trend of shares known for several years, the years rising.
///
/// A row that some year lacks is used in the other years.
///
/// # Errors
/// If there is no year, the years do not rise, the shapes differ or `damping` is not in 0 to 1.
pub fn trend(years: &[(Year, &Shares)], damping: f64) -> Result<Trend> {
    let Some((_, first)) = years.first() else {
        return Err(cannot(
            "không có bảng tỷ trọng nào; cần ít nhất một năm",
            "there are no shares; at least one year is needed",
        ));
    };
    if !years.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return Err(cannot(
            "các năm của bảng tỷ trọng phải tăng dần và không trùng nhau",
            "the years of the shares must rise without repeating",
        ));
    }
    if !(0.0..=1.0).contains(&damping) {
        return Err(cannot(
            format!("hệ số giảm dần là {damping}; cần từ 0 đến 1"),
            format!("the damping is {damping}; it must be between 0 and 1"),
        ));
    }
    let shape = first.values().dim();
    if let Some((_, other)) = years.iter().find(|(_, shares)| shares.values().dim() != shape) {
        return Err(other_shape(other.values().dim(), shape));
    }
    let own = own_slopes(years);
    if own.is_empty() {
        return Ok(Trend::unknown(shape, damping));
    }
    Ok(shrunk(&own, shape, damping))
}

/// The slope of one cell.
struct CellSlope {
    row: usize,
    column: usize,
    estimate: Estimate,
}

fn shrunk(own: &[CellSlope], shape: (usize, usize), damping: f64) -> Trend {
    let estimates: Vec<Estimate> = own.iter().map(|cell| cell.estimate).collect();
    let weights = shrinkage::weights(&estimates, &vec![0.0; estimates.len()]);
    let mut trend = Trend { damping, ..Trend::none(shape) };
    for (cell, weight) in own.iter().zip(weights) {
        let place = (cell.row, cell.column);
        trend.slope[place] = weight * cell.estimate.value;
        trend.deviation[place] = (weight * cell.estimate.variance).sqrt();
    }
    trend
}

fn own_slopes(years: &[(Year, &Shares)]) -> Vec<CellSlope> {
    let n_rows = years.first().map_or(0, |(_, shares)| shares.values().nrows());
    (0..n_rows).flat_map(|row| row_slopes(years, row)).collect()
}

/// Slopes of a row's centred log shares; none with fewer than two years.
fn row_slopes(years: &[(Year, &Shares)], row: usize) -> Vec<CellSlope> {
    let known: Vec<&(Year, &Shares)> =
        years.iter().filter(|(_, shares)| shares.values().row(row).sum() > 0.0).collect();
    let Some((first, shares)) = known.first().filter(|_| known.len() > 1) else {
        return Vec::new();
    };
    let columns: Vec<usize> = (0..shares.values().ncols())
        .filter(|column| known.iter().any(|(_, shares)| shares.values()[[row, *column]] > 0.0))
        .collect();
    let times: Vec<f64> = known.iter().map(|(year, _)| f64::from(year.since(*first))).collect();
    let table: Vec<Vec<f64>> =
        known.iter().map(|(_, shares)| positive_row(shares, row, &columns)).collect();
    let samples: Vec<f64> = known.iter().map(|(_, shares)| shares.sample()[row]).collect();
    let centres: Vec<f64> =
        table.iter().map(|r| r.iter().map(|x| x.ln()).sum::<f64>() / r.len() as f64).collect();
    let slope = |(position, column): (usize, &usize)| {
        let shares: Vec<f64> = table.iter().map(|row| row[position]).collect();
        let z: Vec<f64> = shares.iter().zip(&centres).map(|(x, centre)| x.ln() - centre).collect();
        let sampling = shares.iter().zip(&samples).map(|(x, n)| sampling_variance(*x, *n));
        let estimate = slope_of(&times, &z, sampling.sum::<f64>() / times.len() as f64)?;
        Some(CellSlope { row, column: *column, estimate })
    };
    columns.iter().enumerate().filter_map(slope).collect()
}

/// The row's shares in `columns`, zeros replaced.
fn positive_row(shares: &Shares, row: usize, columns: &[usize]) -> Vec<f64> {
    let found: Vec<f64> = columns.iter().map(|column| shares.values()[[row, *column]]).collect();
    let smallest = found.iter().copied().filter(|x| *x > 0.0).fold(1.0, f64::min);
    let sample = shares.sample()[row];
    let counted = sample >= 1.0 && sample.is_finite();
    let small = if counted { (0.5 / sample).min(smallest) } else { 0.01 * smallest };
    let zeros = found.iter().filter(|x| **x == 0.0).count() as f64;
    let rest = (1.0 - zeros * small).max(0.5);
    found.into_iter().map(|x| if x > 0.0 { x * rest } else { small }).collect()
}

/// Variance of a log share from `n` persons; 0 where no sample is given.
fn sampling_variance(share: f64, n: f64) -> f64 {
    if n > 0.0 { (1.0 / share - 1.0).max(0.0) / n } else { 0.0 }
}

/// The slope of `z` with its variance; none where nothing tells how far it errs.
fn slope_of(times: &[f64], z: &[f64], sampling: f64) -> Option<Estimate> {
    let line = least_squares::line(times, z)?;
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    let spread: f64 = times.iter().map(|t| (t - mean).powi(2)).sum();
    let residuals: Vec<f64> = times.iter().zip(z).map(|(t, z)| z - line.at(*t)).collect();
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let rho = if squares > 0.0 { (products / squares).clamp(0.0, 0.8) } else { 0.0 };
    let fitted = line.slope_error.powi(2) * (1.0 + rho) / (1.0 - rho);
    let variance = fitted.max(sampling / spread);
    (times.len() > 2 || variance > 0.0).then_some(Estimate { value: line.slope, variance })
}

#[cfg(test)]
mod tests;
