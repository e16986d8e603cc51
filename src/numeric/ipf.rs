//! Iterative proportional fitting of a matrix to row and column margins.
//!
//! ```text
//! A[i, j] ← A[i, j] · r[i] / Σ_j A[i, j]        rows
//! A[i, j] ← A[i, j] · c[j] / Σ_i A[i, j]        columns, and again
//! ```
//! The limit is the matrix with these margins that is nearest to the seed in Kullback–Leibler
//! divergence; it keeps every odds ratio of the seed.
//!
//! Margins are checked before the first step: where the sums of rows and columns differ, the
//! columns are scaled and the factor is part of the result. A zero of the seed stays zero. A known
//! cell is taken out of its margins, held at zero while the rest is fitted, and put back. The
//! outcome carries its status and its largest margin error; with a pattern of zeros that no
//! matrix can fit the steps do not settle, and the status says so.
//!
//! It leaves out margins of more than two dimensions and negative cells.
//!
//! Sources: Deming & Stephan (1940), *On a least squares adjustment of a sampled frequency table*;
//! Bishop, Fienberg & Holland (1975), *Discrete Multivariate Analysis*, §3.5 and §5.2 (zeros).

/// The sums a matrix is fitted to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins<'a> {
    /// Sum of each row.
    pub rows: &'a [f64],
    /// Sum of each column; scaled to the sum of `rows` if the two differ.
    pub columns: &'a [f64],
}

/// A cell whose value is known and held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnownCell {
    /// Row of the cell.
    pub row: usize,
    /// Column of the cell.
    pub column: usize,
    /// Its value.
    pub value: f64,
}

/// When to stop, and which difference of margins goes without saying.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Largest relative margin error of a fit.
    pub tolerance: f64,
    /// Steps, each one pass over rows and columns, after which fitting ends without a fit.
    pub max_iterations: usize,
    /// Relative difference of the sums of the margins up to which no scaling is reported.
    pub margin_tolerance: f64,
}

impl Default for Limits {
    /// `1e-10` sits well above rounding in sums of a few dozen cells; the examples in the tests
    /// need fewer than 30 steps.
    fn default() -> Self {
        Self { tolerance: 1e-10, max_iterations: 1000, margin_tolerance: 1e-9 }
    }
}

/// Whether the margins were reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitStatus {
    /// Every margin is within the tolerance.
    Converged,
    /// The steps ran out first.
    MaxIterations,
}

/// A fitted matrix and how well it fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The matrix, row by row.
    pub matrix: Vec<Vec<f64>>,
    /// Whether the margins were reached.
    pub status: FitStatus,
    /// Passes over rows and columns; 0 if the seed fitted as it was.
    pub iterations: usize,
    /// Largest difference of a row or column sum from its margin, relative to the margin.
    pub largest_margin_error: f64,
    /// Factor on the columns, where the sums of the margins differed by more than the tolerance.
    pub columns_scaled_by: Option<f64>,
}

/// Why no matrix can be fitted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    /// The seed is not as large as the margins say, or a known cell lies outside it.
    #[error("the seed, the margins and the known cells do not have one shape")]
    Shape,
    /// A number is negative or not finite.
    #[error("{what} must be finite and not negative")]
    Number {
        /// Which numbers.
        what: &'static str,
    },
    /// A row has a sum to reach and nothing to scale.
    #[error("row {row} must sum to {margin} but all its cells are zero")]
    EmptyRow {
        /// The row.
        row: usize,
        /// What is left of its margin.
        margin: f64,
    },
    /// A column has a sum to reach and nothing to scale.
    #[error("column {column} must sum to {margin} but all its cells are zero")]
    EmptyColumn {
        /// The column.
        column: usize,
        /// What is left of its margin.
        margin: f64,
    },
    /// The known cells of a row sum to more than the row.
    #[error("the known cells of row {row} sum to {known}, more than the row's {margin}")]
    KnownExceedsRow {
        /// The row.
        row: usize,
        /// Sum of its known cells.
        known: f64,
        /// Its margin.
        margin: f64,
    },
    /// The known cells of a column sum to more than the column.
    #[error("the known cells of column {column} sum to {known}, more than the column's {margin}")]
    KnownExceedsColumn {
        /// The column.
        column: usize,
        /// Sum of its known cells.
        known: f64,
        /// Its margin, after scaling.
        margin: f64,
    },
}

/// Fits `seed` to `margins`, holding the `known` cells.
///
/// # Shapes
/// `seed`: as many rows and columns as the margins have; cells not negative.
///
/// # Errors
/// [`FitError`] if no matrix can be fitted whatever the number of steps. Steps that run out are a
/// status of the result.
pub fn fit(
    seed: &[Vec<f64>],
    margins: &Margins<'_>,
    known: &[KnownCell],
    limits: &Limits,
) -> Result<Fit, FitError> {
    check_numbers(seed, margins, known)?;
    let (columns, scale) = scaled_columns(margins);
    let target = Target { rows: margins.rows.to_vec(), columns };
    let held = Held::of(known, &target);
    let free = target.without(&held)?;
    let mut matrix = seed.to_vec();
    for cell in known {
        matrix[cell.row][cell.column] = 0.0;
    }
    free.clear_empty_lines(&mut matrix);
    free.check_support(&matrix)?;
    let (status, iterations) = iterate(&mut matrix, &free, limits);
    for cell in known {
        matrix[cell.row][cell.column] = cell.value;
    }
    Ok(Fit {
        status,
        iterations,
        largest_margin_error: target.largest_error(&matrix),
        matrix,
        columns_scaled_by: scale.filter(|s| (s - 1.0).abs() > limits.margin_tolerance),
    })
}

fn check_numbers(
    seed: &[Vec<f64>],
    margins: &Margins<'_>,
    known: &[KnownCell],
) -> Result<(), FitError> {
    let (n, m) = (margins.rows.len(), margins.columns.len());
    let inside = |cell: &KnownCell| cell.row < n && cell.column < m;
    if seed.len() != n || seed.iter().any(|row| row.len() != m) || !known.iter().all(inside) {
        return Err(FitError::Shape);
    }
    let good = |value: &f64| value.is_finite() && *value >= 0.0;
    if !seed.iter().flatten().all(good) {
        return Err(FitError::Number { what: "cells of the seed" });
    }
    if !margins.rows.iter().chain(margins.columns).all(good) {
        return Err(FitError::Number { what: "margins" });
    }
    if known.iter().all(|cell| good(&cell.value)) {
        Ok(())
    } else {
        Err(FitError::Number { what: "known cells" })
    }
}

/// The columns scaled to the sum of the rows, and the factor unless it is 1.
fn scaled_columns(margins: &Margins<'_>) -> (Vec<f64>, Option<f64>) {
    let rows: f64 = margins.rows.iter().sum();
    let columns: f64 = margins.columns.iter().sum();
    if columns <= 0.0 || rows == columns {
        return (margins.columns.to_vec(), None);
    }
    let scale = rows / columns;
    (margins.columns.iter().map(|column| column * scale).collect(), Some(scale))
}

/// Sums of the known cells by row and column.
struct Held {
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Held {
    fn of(known: &[KnownCell], target: &Target) -> Self {
        let mut held =
            Self { rows: vec![0.0; target.rows.len()], columns: vec![0.0; target.columns.len()] };
        for cell in known {
            held.rows[cell.row] += cell.value;
            held.columns[cell.column] += cell.value;
        }
        held
    }
}

/// The sums to reach.
struct Target {
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Target {
    /// What is left for the cells that are not known.
    fn without(&self, held: &Held) -> Result<Self, FitError> {
        let rest = |margin: &f64, known: &f64| {
            // A difference within rounding of the margin is a margin that is used up.
            let rest = margin - known;
            if rest.abs() <= 1e-9 * margin { 0.0 } else { rest }
        };
        let rows: Vec<f64> = self.rows.iter().zip(&held.rows).map(|(m, k)| rest(m, k)).collect();
        let columns: Vec<f64> =
            self.columns.iter().zip(&held.columns).map(|(m, k)| rest(m, k)).collect();
        if let Some(row) = rows.iter().position(|rest| *rest < 0.0) {
            let (known, margin) = (held.rows[row], self.rows[row]);
            return Err(FitError::KnownExceedsRow { row, known, margin });
        }
        if let Some(column) = columns.iter().position(|rest| *rest < 0.0) {
            let (known, margin) = (held.columns[column], self.columns[column]);
            return Err(FitError::KnownExceedsColumn { column, known, margin });
        }
        Ok(Self { rows, columns })
    }

    /// A line with nothing left cannot hold anything.
    fn clear_empty_lines(&self, matrix: &mut [Vec<f64>]) {
        for (row, margin) in matrix.iter_mut().zip(&self.rows) {
            for (cell, column) in row.iter_mut().zip(&self.columns) {
                if *margin == 0.0 || *column == 0.0 {
                    *cell = 0.0;
                }
            }
        }
    }

    fn check_support(&self, matrix: &[Vec<f64>]) -> Result<(), FitError> {
        for (row, margin) in self.rows.iter().enumerate() {
            if *margin > 0.0 && matrix[row].iter().all(|cell| *cell == 0.0) {
                return Err(FitError::EmptyRow { row, margin: *margin });
            }
        }
        for (column, margin) in self.columns.iter().enumerate() {
            if *margin > 0.0 && matrix.iter().all(|row| row[column] == 0.0) {
                return Err(FitError::EmptyColumn { column, margin: *margin });
            }
        }
        Ok(())
    }

    /// Largest difference of a sum from its margin, relative to the margin.
    fn largest_error(&self, matrix: &[Vec<f64>]) -> f64 {
        let total: f64 = self.rows.iter().sum();
        let error = |sum: f64, margin: f64| {
            let scale = if margin > 0.0 { margin } else { total.max(f64::MIN_POSITIVE) };
            (sum - margin).abs() / scale
        };
        let rows = matrix.iter().zip(&self.rows).map(|(row, m)| error(row.iter().sum(), *m));
        let columns = (0..self.columns.len()).map(|j| {
            let sum = matrix.iter().map(|row| row[j]).sum();
            error(sum, self.columns[j])
        });
        rows.chain(columns).fold(0.0, f64::max)
    }
}

/// Passes over rows and columns until every margin is within the tolerance.
fn iterate(matrix: &mut [Vec<f64>], free: &Target, limits: &Limits) -> (FitStatus, usize) {
    for iteration in 0..=limits.max_iterations {
        if free.largest_error(matrix) <= limits.tolerance {
            return (FitStatus::Converged, iteration);
        }
        if iteration < limits.max_iterations {
            scale_rows(matrix, &free.rows);
            scale_columns(matrix, &free.columns);
        }
    }
    (FitStatus::MaxIterations, limits.max_iterations)
}

fn scale_rows(matrix: &mut [Vec<f64>], margins: &[f64]) {
    for (row, margin) in matrix.iter_mut().zip(margins) {
        let sum: f64 = row.iter().sum();
        if sum > 0.0 {
            for cell in row.iter_mut() {
                *cell *= margin / sum;
            }
        }
    }
}

fn scale_columns(matrix: &mut [Vec<f64>], margins: &[f64]) {
    for (j, margin) in margins.iter().enumerate() {
        let sum: f64 = matrix.iter().map(|row| row[j]).sum();
        if sum > 0.0 {
            for row in matrix.iter_mut() {
                row[j] *= margin / sum;
            }
        }
    }
}

pub mod factors;
#[cfg(test)]
mod tests;
