//! Several sets of rows split by the same draws, as of scenarios that differ in demand alone.
//!
//! Drawing shares takes longer than using them, so they are drawn once for all. Draws are worked on
//! in batches of fixed size, and what is summed over draws is added up batch by batch in their
//! order: the number of threads changes nothing.

use ndarray::Array2;
use rayon::prelude::*;

use crate::error::Result;
use crate::occupation::project::{Drawer, Plan, check};
use crate::paths::Paths;

/// Draws that are worked on together.
const BATCH: usize = 125;

/// Paths of the columns, with the cells they are sums of.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossed {
    /// One series a column.
    pub paths: Paths,
    /// Mean over the draws of every cell, a matrix a year.
    pub mean_cells: Vec<Array2<f64>>,
}

/// What one batch of draws gives for one set of rows.
struct Part {
    /// By column, draw of the batch, and year.
    columns: Vec<f64>,
    /// Sums over the draws of the batch by row, column and year.
    cells: Vec<f64>,
}

/// Paths of the columns of every set of `rows`, all split by the same draws; totals of columns are
/// not fitted to.
///
/// # Shapes
/// Each as in [`crate::occupation::project::project`], with the same years and draws.
///
/// # Errors
/// As there.
pub fn cross(rows: &[&Paths], plan: &Plan<'_>) -> Result<Vec<Crossed>> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    rows.iter().try_for_each(|rows| check(rows, plan))?;
    let starts: Vec<usize> = (0..first.n_draws()).step_by(BATCH).collect();
    let parts: Vec<Vec<Part>> = starts.par_iter().map(|start| parts(rows, plan, *start)).collect();
    let of_set = |set: usize| joined(rows[set], plan, parts.iter().map(|parts| &parts[set]));
    Ok((0..rows.len()).map(of_set).collect())
}

/// The draws from `start` on, of every set of rows.
fn parts(rows: &[&Paths], plan: &Plan<'_>, start: usize) -> Vec<Part> {
    let (n_rows, n_columns) = plan.shares.shares.dim();
    let (years, draws) = (rows[0].n_years(), BATCH.min(rows[0].n_draws() - start));
    let empty = || Part {
        columns: vec![0.0; n_columns * draws * years],
        cells: vec![0.0; n_rows * n_columns * years],
    };
    let mut parts: Vec<Part> = rows.iter().map(|_| empty()).collect();
    let mut drawer = Drawer::new(plan, rows[0]);
    let mut cells = vec![0.0; n_columns * years];
    for draw in 0..draws {
        for row in 0..n_rows {
            drawer.draw(row, start + draw);
            for (rows, part) in rows.iter().zip(&mut parts) {
                drawer.apply(rows.path(row, start + draw), &mut cells);
                part.add(&cells, (row, draw), (years, draws));
            }
        }
    }
    parts
}

impl Part {
    /// Adds the cells of one row and draw, columns × years.
    fn add(&mut self, cells: &[f64], (row, draw): (usize, usize), (years, draws): (usize, usize)) {
        let sums = &mut self.cells[row * cells.len()..(row + 1) * cells.len()];
        sums.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += cell);
        for (column, cells) in cells.chunks_exact(years.max(1)).enumerate() {
            let at = (column * draws + draw) * years;
            let path = &mut self.columns[at..at + years];
            path.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += cell);
        }
    }
}

/// The batches of one set of rows, one after the other.
fn joined<'a>(rows: &Paths, plan: &Plan<'_>, parts: impl Iterator<Item = &'a Part>) -> Crossed {
    let (n_rows, n_columns) = plan.shares.shares.dim();
    let years = rows.n_years();
    let mut paths = Paths::zeros(rows.first(), n_columns, rows.n_draws(), years);
    let mut cells = vec![0.0; n_rows * n_columns * years];
    let mut start = 0;
    for part in parts {
        let size = part.columns.len() / n_columns.max(1);
        for (column, draws) in part.columns.chunks_exact(size.max(1)).enumerate() {
            paths.series_mut(column)[start..start + size].copy_from_slice(draws);
        }
        cells.iter_mut().zip(&part.cells).for_each(|(sum, cell)| *sum += cell);
        start += size;
    }
    let n = rows.n_draws().max(1) as f64;
    let mean = |year: usize| {
        Array2::from_shape_fn((n_rows, n_columns), |(row, column)| {
            cells[(row * n_columns + column) * years + year] / n
        })
    };
    Crossed { paths, mean_cells: (0..years).map(mean).collect() }
}
