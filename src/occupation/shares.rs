//! Shares as observed, and provincial shares shrunk to the nation's.
//!
//! ```text
//! θ_s = w_s θ_s^local + (1 − w_s) θ_s^nation        w_s = n_s / (n_s + k)
//! ```
//! `n_s` is the effective sample behind the local row. This is the posterior mean of a row drawn
//! from a Dirichlet distribution about the nation's row with concentration `k`; the posterior has
//! concentration `n_s + k`. A row without local data is the nation's, with concentration `k`.
//!
//! `k` follows from how far local rows lie from the nation's beyond what their samples explain:
//!
//! ```text
//! E Σ_o (p_so − π_so)² = H_s [ 1/n_s + ρ (1 − 1/n_s) ]     H_s = 1 − Σ_o π_so²,  ρ = 1 / (1 + k)
//! ρ̂ = Σ_s ω_s (X_s − H_s/n_s) / Σ_s ω_s H_s (1 − 1/n_s)    ω_s = n_s / (n_s + k)
//! ```
//! with `X_s` the observed sum of squares; the weights start from the default `k` and are set once
//! more from the estimate.
//!
//! It assumes that the nation's rows are known without error, and one `k` for all rows.
//!
//! Sources: Good (1965), *The Estimation of Probabilities*; Mosimann (1962), *On the compound
//! multinomial distribution, the multivariate β-distribution, and correlations among proportions*,
//! Biometrika 49, and Brier (1980), *Analysis of contingency tables under cluster sampling*,
//! Biometrika 67 (moments); Fienberg & Holland (1973), *Simultaneous estimation of multinomial cell
//! probabilities*.

mod strength;

use std::collections::BTreeSet;

use ndarray::Array2;

use crate::error::Result;
use crate::language::Text;
use crate::occupation::cannot;
use crate::prepare::{Fallback, FallbackKind};
use crate::status::Status;

pub use strength::{PriorStrength, STRENGTH_BY_DEFAULT};

/// Largest difference of a row's sum from 1: forty shares rounded to a tenth of a per cent sum to
/// within one per cent of the whole.
pub const ROW_TOLERANCE: f64 = 0.01;

/// Shares of the columns in each row, with the sample behind each row; checked.
///
/// Rows are sectors or occupations, columns occupations or qualifications.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    rows: Vec<String>,
    values: Array2<f64>,
    sample: Vec<f64>,
    status: Status,
}

/// Names of the rows and the effective sample behind each: persons asked, divided by the design
/// effect; 0 where a row was not observed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Names for messages; they also key the random draws of a row.
    pub names: Vec<String>,
    /// Effective sample, in persons; infinite for a complete count.
    pub sample: Vec<f64>,
}

impl Shares {
    /// Checks shares and scales each row to sum to exactly 1.
    ///
    /// # Shapes
    /// `values`: rows × columns, in parts of 1. A row without a sample may be all zeros.
    ///
    /// # Errors
    /// Names every row that is negative, not finite or does not sum to 1 within [`ROW_TOLERANCE`].
    pub fn checked(rows: Rows, mut values: Array2<f64>, status: Status) -> Result<Self> {
        let Rows { names, sample } = rows;
        if names.len() != values.nrows() || sample.len() != values.nrows() || values.ncols() == 0 {
            return Err(cannot(
                format!(
                    "bảng tỷ trọng có {} dòng, {} cột, nhưng có {} tên dòng và {} cỡ mẫu; mỗi dòng cần một tên và một cỡ mẫu",
                    values.nrows(),
                    values.ncols(),
                    names.len(),
                    sample.len()
                ),
                format!(
                    "the shares have {} rows and {} columns, but there are {} names and {} samples of rows; give one name and one sample a row",
                    values.nrows(),
                    values.ncols(),
                    names.len(),
                    sample.len()
                ),
            ));
        }
        if let Some(row) = sample.iter().position(|n| n.is_nan() || *n < 0.0) {
            let name = &names[row];
            return Err(cannot(
                format!("cỡ mẫu của «{name}» là {}; cỡ mẫu không được âm", sample[row]),
                format!("the sample of «{name}» is {}; a sample cannot be negative", sample[row]),
            ));
        }
        check_names(&names)?;
        check_rows(&names, &values, &sample)?;
        for mut row in values.rows_mut() {
            let sum = row.sum();
            if sum > 0.0 {
                row /= sum;
            }
        }
        Ok(Self { rows: names, values, sample, status })
    }

    /// Names of the rows.
    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    /// The shares; each row sums to 1, or is all zeros where it was not observed.
    pub fn values(&self) -> &Array2<f64> {
        &self.values
    }

    /// Effective sample behind each row, in persons.
    pub fn sample(&self) -> &[f64] {
        &self.sample
    }

    /// How the shares came to be known.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Whether a row has shares.
    fn has(&self, row: usize) -> bool {
        self.values.row(row).iter().any(|share| *share > 0.0)
    }
}

/// Names key the random draws, so each stands once.
fn check_names(names: &[String]) -> Result<()> {
    let mut seen = BTreeSet::new();
    match names.iter().find(|name| !seen.insert(*name)) {
        None => Ok(()),
        Some(name) => Err(cannot(
            format!("bảng tỷ trọng có hai dòng «{name}»; hãy gộp hoặc đổi tên một dòng"),
            format!("the shares have two rows «{name}»; merge them or rename one"),
        )),
    }
}

fn check_rows(names: &[String], values: &Array2<f64>, sample: &[f64]) -> Result<()> {
    let mut wrong = Vec::new();
    for (row, (name, sample)) in values.rows().into_iter().zip(names.iter().zip(sample)) {
        let sum = row.sum();
        let empty = sum == 0.0 && *sample == 0.0;
        let good = row.iter().all(|share| share.is_finite() && *share >= 0.0);
        if !good || !(empty || (sum - 1.0).abs() <= ROW_TOLERANCE) {
            wrong.push(format!("{name} ({sum:.4})"));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let wrong = wrong.join(", ");
    Err(cannot(
        format!(
            "tỷ trọng theo dòng phải không âm và cộng lại bằng 1; các dòng sai (tổng): {wrong}. Hãy sửa các tỷ trọng này"
        ),
        format!(
            "the shares of a row must not be negative and must sum to 1; wrong rows (sum): {wrong}. Correct these shares"
        ),
    ))
}

/// What is known of the shares of an area: the mean of each row and how firm it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Mean shares; each row sums to 1.
    pub shares: Array2<f64>,
    /// Concentration of each row, as if it came from so many persons; infinite if it is certain.
    pub concentration: Vec<f64>,
    /// Weight of the local row, 0 to 1.
    pub local_weight: Vec<f64>,
    /// How firmly local rows are held to the nation's.
    pub strength: PriorStrength,
    /// How the shares came to be known.
    pub status: Status,
    /// What was missing and what was used.
    pub fallbacks: Vec<Fallback>,
}

/// `rows` spread over columns by `shares`.
pub fn spread(shares: &Array2<f64>, rows: &[f64]) -> Vec<f64> {
    let mut columns = vec![0.0; shares.ncols()];
    for (row, persons) in shares.rows().into_iter().zip(rows) {
        for (sum, share) in columns.iter_mut().zip(row) {
            *sum += persons * share;
        }
    }
    columns
}

impl Posterior {
    /// Shares taken as they are, each row as firm as its sample: the nation's own, or a standard.
    ///
    /// # Errors
    /// Names the rows without shares.
    pub fn of_own(own: &Shares) -> Result<Self> {
        require_complete(own)?;
        Ok(Self {
            rows: own.rows.clone(),
            shares: own.values.clone(),
            concentration: own.sample.iter().map(|n| n.max(1.0)).collect(),
            local_weight: vec![1.0; own.rows.len()],
            strength: PriorStrength::default(),
            status: own.status,
            fallbacks: Vec::new(),
        })
    }

    /// `rows` spread over the columns by the mean shares.
    pub fn spread(&self, rows: &[f64]) -> Vec<f64> {
        spread(&self.shares, rows)
    }

    /// These shares without uncertainty, such as a standard or a plan that is taken as given.
    #[must_use]
    pub fn certain(mut self) -> Self {
        self.concentration.fill(f64::INFINITY);
        self
    }
}

/// Shrinks local shares to the nation's row by row.
///
/// Without local shares, the nation's are used and a fallback says so.
///
/// # Shapes
/// `local`, `nation`: the same rows and columns in the same order.
///
/// # Errors
/// If the shapes differ, or the nation lacks a row.
///
/// # Source
/// Good (1965), *The Estimation of Probabilities*.
pub fn shrink(local: Option<&Shares>, nation: &Shares) -> Result<Posterior> {
    require_complete(nation)?;
    let strength = match local {
        Some(local) => {
            check_alike(local, nation)?;
            strength::estimate(local, nation)
        }
        None => PriorStrength::default(),
    };
    let mut posterior = Posterior {
        rows: nation.rows.clone(),
        shares: nation.values.clone(),
        concentration: vec![strength.k; nation.rows.len()],
        local_weight: vec![0.0; nation.rows.len()],
        strength,
        status: Status::Estimated.max(nation.status),
        fallbacks: Vec::new(),
    };
    match local {
        Some(local) => posterior.learn(local),
        None => posterior.fallbacks.push(all_national()),
    }
    if !strength.estimated {
        posterior.fallbacks.push(default_strength(strength));
    }
    Ok(posterior)
}

impl Posterior {
    fn learn(&mut self, local: &Shares) {
        let mut missing = Vec::new();
        for row in 0..self.rows.len() {
            let n = local.sample[row];
            if n <= 0.0 || !local.has(row) {
                missing.push(self.rows[row].clone());
                continue;
            }
            let weight = if n.is_finite() { n / (n + self.strength.k) } else { 1.0 };
            self.local_weight[row] = weight;
            self.concentration[row] = n + self.strength.k;
            let mut mean = self.shares.row_mut(row);
            mean *= 1.0 - weight;
            mean.scaled_add(weight, &local.values.row(row));
        }
        self.status = self.status.max(local.status);
        if !missing.is_empty() {
            self.fallbacks.push(some_national(&missing.join(", ")));
        }
    }
}

fn require_complete(shares: &Shares) -> Result<()> {
    let missing: Vec<&str> =
        (0..shares.rows.len()).filter(|r| !shares.has(*r)).map(|r| &*shares.rows[r]).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join(", ");
    Err(cannot(
        format!("bảng tỷ trọng cả nước thiếu các dòng: {missing}. Hãy bổ sung các dòng này"),
        format!("the nation's shares lack the rows: {missing}. Add these rows"),
    ))
}

fn check_alike(local: &Shares, nation: &Shares) -> Result<()> {
    if local.rows == nation.rows && local.values.dim() == nation.values.dim() {
        return Ok(());
    }
    let ((n, m), (rows, columns)) = (local.values.dim(), nation.values.dim());
    Err(cannot(
        format!(
            "bảng tỷ trọng của tỉnh ({n} × {m}) và cả nước ({rows} × {columns}) không cùng dòng và cột; hãy dùng chung một danh mục"
        ),
        format!(
            "the local shares ({n} × {m}) and the nation's ({rows} × {columns}) do not have the same rows and columns; use one classification for both"
        ),
    ))
}

fn all_national() -> Fallback {
    Fallback {
        kind: FallbackKind::Data,
        missing: Text::new("tỷ trọng của tỉnh", "shares of the area"),
        used: Text::new("tỷ trọng của cả nước", "shares of the nation"),
    }
}

fn some_national(rows: &str) -> Fallback {
    Fallback {
        kind: FallbackKind::Data,
        missing: Text::new(
            format!("tỷ trọng của tỉnh cho: {rows}"),
            format!("shares of the area for: {rows}"),
        ),
        used: Text::new(
            "tỷ trọng của cả nước ở các dòng này",
            "shares of the nation in these rows",
        ),
    }
}

fn default_strength(strength: PriorStrength) -> Fallback {
    let k = strength.k;
    Fallback {
        kind: FallbackKind::Data,
        missing: Text::new(
            format!(
                "độ phân tán giữa tỷ trọng của tỉnh và cả nước (chỉ có {} dòng đủ mẫu, cần {})",
                strength.rows_used,
                strength::FEWEST_ROWS
            ),
            format!(
                "dispersion of local about national shares ({} rows with a sample, {} needed)",
                strength.rows_used,
                strength::FEWEST_ROWS
            ),
        ),
        used: Text::new(
            format!("giả định: dòng của tỉnh có trọng số một nửa khi cỡ mẫu là {k:.0}"),
            format!("assumed: a local row has half the weight at a sample of {k:.0}"),
        ),
    }
}

#[cfg(test)]
mod tests;
