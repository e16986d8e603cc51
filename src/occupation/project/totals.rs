//! Cells fitted to given totals of their columns.

use ndarray::Array2;

use crate::error::{Error, Result};
use crate::numeric::ipf;
use crate::numeric::ipf::{FitError, FitStatus, Limits, Margins};
use crate::occupation::cannot;
use crate::occupation::project::DrawCells;
use crate::paths::Paths;

/// Margins are met to a hundred-millionth, far below one person.
const LIMITS: Limits = Limits { tolerance: 1e-8, max_iterations: 1000, margin_tolerance: 1e-9 };

/// How well given totals were fitted, over all draws and years.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TotalsReport {
    /// Fits made, one a draw and year.
    pub fits: usize,
    /// Fits that reached every margin.
    pub converged: usize,
    /// Most passes over rows and columns of a fit.
    pub most_iterations: usize,
    /// Largest difference of a column's sum from its scaled total, relative to the total; rows are
    /// exact.
    pub largest_margin_error: f64,
    /// Smallest and largest factor on the totals, so that they sum to the rows; none if no fit
    /// needed one.
    pub columns_scaled_by: Option<(f64, f64)>,
}

impl TotalsReport {
    fn add(&mut self, fit: &ipf::Fit, error: f64) {
        self.fits += 1;
        self.converged += usize::from(fit.status == FitStatus::Converged);
        self.most_iterations = self.most_iterations.max(fit.iterations);
        self.largest_margin_error = self.largest_margin_error.max(error);
        if let Some(scale) = fit.columns_scaled_by {
            let (low, high) = self.columns_scaled_by.unwrap_or((scale, scale));
            self.columns_scaled_by = Some((low.min(scale), high.max(scale)));
        }
    }
}

/// Fits the cells of one draw, year by year, to the rows of the draw and to `totals`.
pub(super) fn fit(
    cells: &mut DrawCells,
    rows: &Paths,
    totals: &Array2<f64>,
    report: &mut TotalsReport,
) -> Result<()> {
    let (n_rows, n_columns, n_years) = (rows.n_series(), cells.n_columns, cells.n_years);
    let mut seed = vec![vec![0.0; n_columns]; n_rows];
    for year in 0..n_years {
        for (row, seeds) in seed.iter_mut().enumerate() {
            for (column, cell) in seeds.iter_mut().enumerate() {
                *cell = cells.path(row, column)[year];
            }
        }
        let margin: Vec<f64> = (0..n_rows).map(|row| rows.path(row, cells.draw)[year]).collect();
        let columns = totals.column(year).to_vec();
        let mut fitted =
            ipf::fit(&seed, &Margins { rows: &margin, columns: &columns }, &[], &LIMITS)
                .map_err(|error| cannot_fit(&error))?;
        restore_rows(&mut fitted.matrix, &margin);
        report.add(&fitted, largest_error(&fitted.matrix, &margin, &columns));
        for (row, fitted) in fitted.matrix.iter().enumerate() {
            let years = cells.row_mut(row).iter_mut().skip(year).step_by(n_years);
            years.zip(fitted).for_each(|(cell, value)| *cell = *value);
        }
    }
    Ok(())
}

/// Scales every row to its margin.
fn restore_rows(matrix: &mut [Vec<f64>], margins: &[f64]) {
    for (row, margin) in matrix.iter_mut().zip(margins) {
        let sum: f64 = row.iter().sum();
        if sum > 0.0 {
            for cell in row {
                *cell *= margin / sum;
            }
        }
    }
}

/// Largest difference of a column's sum from its total, once the totals sum to the rows.
fn largest_error(matrix: &[Vec<f64>], rows: &[f64], columns: &[f64]) -> f64 {
    let (sum, total): (f64, f64) = (rows.iter().sum(), columns.iter().sum());
    let scale = if total > 0.0 { sum / total } else { 1.0 };
    let error = |(column, total): (usize, &f64)| {
        let found: f64 = matrix.iter().map(|row| row[column]).sum();
        let wanted = total * scale;
        (found - wanted).abs() / if wanted > 0.0 { wanted } else { sum.max(f64::MIN_POSITIVE) }
    };
    columns.iter().enumerate().map(error).fold(0.0, f64::max)
}

fn cannot_fit(error: &FitError) -> Error {
    match error {
        FitError::EmptyColumn { column, margin } => cannot(
            format!(
                "cột thứ {} có tổng cho trước {margin:.0} nhưng không dòng nào có tỷ trọng; hãy bỏ tổng này hoặc thêm tỷ trọng",
                column + 1
            ),
            format!(
                "column {} has a given total of {margin:.0} but no row has a share of it; drop the total or add a share",
                column + 1
            ),
        ),
        FitError::EmptyRow { row, margin } => cannot(
            format!(
                "dòng thứ {} có {margin:.0} người nhưng mọi cột của dòng có tổng bằng 0; hãy sửa các tổng theo cột",
                row + 1
            ),
            format!(
                "row {} has {margin:.0} persons but all its columns have a total of 0; correct the totals of the columns",
                row + 1
            ),
        ),
        other => cannot(
            format!("các tổng theo cột không dùng được ({other}); tổng phải là số không âm"),
            format!(
                "the totals of the columns cannot be used ({other}); totals must not be negative"
            ),
        ),
    }
}
