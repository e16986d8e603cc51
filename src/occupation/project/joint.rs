//! Rows split by one axis and then by the next, and several sets of rows by the same draws, as of
//! scenarios that differ in demand alone.
//!
//! ```text
//! E_o = Σ_s E_s θ_so        E_q = Σ_o E_o κ_oq        λ_sl = Σ_o θ_so Σ_{q in l} κ_oq
//! ```
//! Drawing shares takes longer than using them, so they are drawn once for all. Draws are worked on
//! in batches of fixed size, and what is summed over draws is added up batch by batch in their
//! order: the number of threads changes nothing.

use ndarray::Array2;
use rayon::prelude::*;

use crate::error::Result;
use crate::occupation::project::{Drawer, Plan, check, check_shape};
use crate::paths::Paths;
use crate::units::Year;

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

/// What a chain of splits gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Chained {
    /// For every set of rows, the columns of each split.
    pub sets: Vec<Vec<Crossed>>,
    /// Shares `λ` of groups of the last columns in the first rows, the groups of a row beside each
    /// other: the same for every set.
    pub shares: Paths,
}

/// What one batch of draws gives for one set of rows and one split.
struct Part {
    /// By column, draw of the batch, and year.
    columns: Vec<f64>,
    /// Sums over the draws of the batch by row, column and year.
    cells: Vec<f64>,
}

/// What one batch of draws gives.
struct Batch {
    /// By set of rows, then split.
    parts: Vec<Vec<Part>>,
    /// Shares of groups by row and group, draw of the batch, and year.
    shares: Vec<f64>,
}

/// Splits every set of `rows` by the first of `chain`, its columns by the next, and so on, all sets
/// by the same draws; totals of columns are not fitted to.
///
/// # Shapes
/// Each set as in [`crate::occupation::project::project`], with the same years and draws. Rows of a
/// split: the columns of the one before. `groups`: the group of each column of the last split, the
/// groups numbered from 0; empty if shares of none are wanted.
///
/// # Errors
/// As there.
pub fn cross(rows: &[&Paths], chain: &[Plan<'_>], groups: &[usize]) -> Result<Chained> {
    let Some((any, first)) = rows.first().zip(chain.first()) else {
        let sets = rows.iter().map(|_| Vec::new()).collect();
        return Ok(Chained { sets, shares: Paths::zeros(Year(0), 0, 0, 0) });
    };
    rows.iter().try_for_each(|rows| check(rows, first))?;
    for pair in chain.windows(2) {
        check_shape(&pair[1], (pair[0].shares.shares.ncols(), any.n_years()))?;
    }
    let starts: Vec<usize> = (0..any.n_draws()).step_by(BATCH).collect();
    let batches: Vec<Batch> =
        starts.par_iter().map(|start| Worker::new(rows, chain, groups).batch(*start)).collect();
    let n_shares = any.n_series() * n_groups(groups);
    let mut shares = Paths::zeros(any.first(), n_shares, any.n_draws(), any.n_years());
    gather(&mut shares, batches.iter().map(|batch| batch.shares.as_slice()));
    let of_set = |set: usize| -> Vec<Crossed> {
        let of_split = |(split, plan): (usize, &Plan<'_>)| {
            joined(any, plan, batches.iter().map(|batch| &batch.parts[set][split]))
        };
        chain.iter().enumerate().map(of_split).collect()
    };
    Ok(Chained { sets: (0..rows.len()).map(of_set).collect(), shares })
}

fn n_groups(groups: &[usize]) -> usize {
    groups.iter().max().map_or(0, |last| last + 1)
}

/// Splits a batch of draws.
struct Worker<'a> {
    rows: &'a [&'a Paths],
    stages: Vec<Stage<'a>>,
    /// Number of draws of the batch.
    draws: usize,
    /// A row of ones, a year each.
    whole: Vec<f64>,
    cells: Vec<f64>,
}

/// One split of the chain.
struct Stage<'a> {
    drawer: Drawer<'a>,
    n_rows: usize,
    n_columns: usize,
    /// What each column counts to in `shares`; none if nobody asks for shares.
    groups: Vec<usize>,
    /// Shares in the draw at hand, by row, group and year.
    shares: Vec<f64>,
}

impl<'a> Worker<'a> {
    fn new(rows: &'a [&'a Paths], chain: &'a [Plan<'a>], groups: &[usize]) -> Self {
        let years = rows[0].n_years();
        let stage = |(split, plan): (usize, &'a Plan<'a>)| {
            let (n_rows, n_columns) = plan.shares.shares.dim();
            let is_last = split + 1 == chain.len();
            let own = if is_last { groups.to_vec() } else { (0..n_columns).collect() };
            let groups = if groups.is_empty() { Vec::new() } else { own };
            let shares = vec![0.0; n_rows * n_groups(&groups) * years];
            Stage { drawer: Drawer::new(plan, rows[0]), n_rows, n_columns, groups, shares }
        };
        Self {
            rows,
            stages: chain.iter().enumerate().map(stage).collect(),
            draws: BATCH,
            whole: vec![1.0; years],
            cells: Vec::new(),
        }
    }

    /// The draws from `start` on.
    fn batch(mut self, start: usize) -> Batch {
        self.draws = BATCH.min(self.rows[0].n_draws() - start);
        let (draws, years) = (self.draws, self.whole.len());
        let part = |stage: &Stage<'_>| Part {
            columns: vec![0.0; stage.n_columns * draws * years],
            cells: vec![0.0; stage.n_rows * stage.n_columns * years],
        };
        let parts = || self.stages.iter().map(part).collect();
        let mut parts: Vec<Vec<Part>> = self.rows.iter().map(|_| parts()).collect();
        let mut shares = Vec::new();
        for draw in 0..draws {
            for split in 0..self.stages.len() {
                self.split(split, (start, draw), &mut parts);
            }
            let of_draw = self.shares();
            shares.resize(of_draw.len() * draws, 0.0);
            for (series, path) in of_draw.chunks_exact(years.max(1)).enumerate() {
                let at = (series * draws + draw) * years;
                shares[at..at + years].copy_from_slice(path);
            }
        }
        Batch { parts, shares }
    }

    /// Splits the rows of every set by one split in one draw.
    fn split(&mut self, split: usize, (start, draw): (usize, usize), parts: &mut [Vec<Part>]) {
        let size = (self.draws, self.whole.len());
        let stage = &mut self.stages[split];
        self.cells.resize(stage.n_columns * size.1, 0.0);
        stage.shares.fill(0.0);
        for row in 0..stage.n_rows {
            stage.drawer.draw(row, start + draw);
            for (rows, parts) in self.rows.iter().zip(parts.iter_mut()) {
                let (before, own) = parts.split_at_mut(split);
                let path = match before.last() {
                    Some(before) => before.path((row, draw), size),
                    None => rows.path(row, start + draw),
                };
                stage.drawer.apply(path, &mut self.cells);
                own[0].add(&self.cells, (row, draw), size);
            }
            if !stage.groups.is_empty() {
                stage.drawer.apply(&self.whole, &mut self.cells);
                stage.add_shares(row, &self.cells, size.1);
            }
        }
    }

    /// Shares of the last groups in the first rows, in the draw at hand.
    fn shares(&self) -> Vec<f64> {
        let years = self.whole.len();
        let (first, later) = self.stages.split_at(1);
        let mut product = first[0].shares.clone();
        for stage in later.iter().filter(|stage| !stage.groups.is_empty()) {
            let width = n_groups(&stage.groups) * years;
            let n_rows = first[0].n_rows;
            let mut next = vec![0.0; n_rows * width];
            let rows = next.chunks_exact_mut(width).zip(product.chunks_exact(stage.n_rows * years));
            for (sums, staffed) in rows {
                let parts = staffed.chunks_exact(years).zip(stage.shares.chunks_exact(width));
                for (part, own) in parts {
                    for (sums, own) in sums.chunks_exact_mut(years).zip(own.chunks_exact(years)) {
                        for ((sum, part), own) in sums.iter_mut().zip(part).zip(own) {
                            *sum += part * own;
                        }
                    }
                }
            }
            product = next;
        }
        product
    }
}

impl Stage<'_> {
    /// Adds the cells of a row of one to the groups of their columns.
    fn add_shares(&mut self, row: usize, cells: &[f64], years: usize) {
        let first = row * n_groups(&self.groups);
        for (group, cells) in self.groups.iter().zip(cells.chunks_exact(years.max(1))) {
            let at = (first + group) * years;
            let sums = self.shares[at..at + years].iter_mut();
            sums.zip(cells).for_each(|(sum, cell)| *sum += cell);
        }
    }
}

impl Part {
    /// The path of a column in one draw.
    fn path(&self, (column, draw): (usize, usize), (draws, years): (usize, usize)) -> &[f64] {
        let at = (column * draws + draw) * years;
        &self.columns[at..at + years]
    }

    /// Adds the cells of one row and draw, columns × years.
    fn add(&mut self, cells: &[f64], (row, draw): (usize, usize), (draws, years): (usize, usize)) {
        let sums = &mut self.cells[row * cells.len()..(row + 1) * cells.len()];
        sums.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += cell);
        for (column, cells) in cells.chunks_exact(years.max(1)).enumerate() {
            let at = (column * draws + draw) * years;
            let path = &mut self.columns[at..at + years];
            path.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += cell);
        }
    }
}

/// Writes the values of batches, each by series, draw and year, beside each other.
fn gather<'a>(paths: &mut Paths, batches: impl Iterator<Item = &'a [f64]>) {
    let mut start = 0;
    for batch in batches {
        let size = batch.len() / paths.n_series().max(1);
        for (series, draws) in batch.chunks_exact(size.max(1)).enumerate() {
            paths.series_mut(series)[start..start + size].copy_from_slice(draws);
        }
        start += size;
    }
}

/// The batches of one set of rows and one split, one after the other.
fn joined<'a>(
    like: &Paths,
    plan: &Plan<'_>,
    parts: impl Iterator<Item = &'a Part> + Clone,
) -> Crossed {
    let (n_rows, n_columns) = plan.shares.shares.dim();
    let years = like.n_years();
    let mut paths = Paths::zeros(like.first(), n_columns, like.n_draws(), years);
    gather(&mut paths, parts.clone().map(|part| part.columns.as_slice()));
    let mut cells = vec![0.0; n_rows * n_columns * years];
    for part in parts {
        cells.iter_mut().zip(&part.cells).for_each(|(sum, cell)| *sum += cell);
    }
    let n = like.n_draws().max(1) as f64;
    let mean = |year: usize| {
        Array2::from_shape_fn((n_rows, n_columns), |(row, column)| {
            cells[(row * n_columns + column) * years + year] / n
        })
    };
    Crossed { paths, mean_cells: (0..years).map(mean).collect() }
}
