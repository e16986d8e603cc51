//! Paths of rows become paths of columns.
//!
//! ```text
//! θ_s ~ Dirichlet(concentration_s · mean_s)        g_so ~ N(ĝ_so, deviation_so²)
//! θ_so(t) = θ_so exp( g_so Σφ^k ) / Σ_o θ_so exp( g_so Σφ^k )      k = 1 … t − T
//! E_so(t) = E_s(t) θ_so(t)                          on every draw and in every year
//! ```
//! A row's shares and slopes are drawn once a draw and hold over all years, so paths are smooth.
//! They are keyed by the row's name: other rows, their order and the number of draws change
//! nothing. Within a row the columns are drawn in the order of their names, so their order in the
//! matrix changes nothing either; a further column changes those of the row, whose shares it takes
//! part in. Cells sum to their row on every draw (I1, I2), within rounding.
//!
//! Where totals of columns are given, the cells of every draw and year are fitted to the rows of
//! the draw and the totals (RAS, method D10). Totals are scaled to the sum of the rows, which
//! differs by draw; how far, and how well everything fits, is in the report. Rows are kept exactly,
//! so what is left of an error lies in the columns.
//!
//! Only one draw of the cells is held at a time; who needs them is shown them as they pass.
//!
//! Sources: Gelman et al. (2013), *Bayesian Data Analysis*, §3.4 (posterior of a multinomial);
//! Bacharach (1970), *Biproportional Matrices and Input–Output Change* (RAS).

mod joint;
mod totals;

use ndarray::Array2;

use crate::error::Result;
use crate::numeric::gamma::dirichlet;
use crate::numeric::seed::Streams;
use crate::occupation::cannot;
use crate::occupation::change::{Trend, other_shape};
use crate::occupation::shares::Posterior;
use crate::paths::Paths;
use crate::units::Year;

pub use joint::{Chained, Crossed, cross};
pub use totals::TotalsReport;

/// How rows become columns.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Shares of the columns in each row.
    pub shares: &'a Posterior,
    /// Names of the columns, which order the draws of a row; none if they are drawn as they stand.
    pub columns: &'a [String],
    /// How the shares change.
    pub trend: &'a Trend,
    /// Year of the shares; until then they do not change.
    pub year: Year,
    /// Totals of the columns to fit to, columns × years of the paths, if they are given.
    pub totals: Option<&'a Array2<f64>>,
    /// Key of the random draws.
    pub draws: DrawKey<'a>,
}

/// Key of the random draws: the same key gives the same draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawKey<'a> {
    /// Seed of the run.
    pub seed: u64,
    /// What the shares are for, such as the area and the pair of axes.
    pub purpose: &'a str,
}

/// Paths of the columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Projected {
    /// One series a column.
    pub paths: Paths,
    /// How well the given totals were fitted; none if none were given.
    pub totals: Option<TotalsReport>,
}

/// The cells of one draw.
#[derive(Clone, Debug)]
pub struct DrawCells {
    /// The draw.
    pub draw: usize,
    n_columns: usize,
    n_years: usize,
    /// Row-major, then column, then year.
    values: Vec<f64>,
}

impl DrawCells {
    /// A cell, a value a year.
    pub fn path(&self, row: usize, column: usize) -> &[f64] {
        let start = (row * self.n_columns + column) * self.n_years;
        &self.values[start..start + self.n_years]
    }

    fn row_mut(&mut self, row: usize) -> &mut [f64] {
        let size = self.n_columns * self.n_years;
        &mut self.values[row * size..(row + 1) * size]
    }
}

/// Paths of the columns from paths of the rows.
///
/// # Shapes
/// `rows`: one series a row of the shares, none negative.
///
/// # Errors
/// If the shapes differ, a value is negative or not finite, or a total cannot be fitted by any
/// matrix, as of an occupation that no sector employs.
pub fn project(rows: &Paths, plan: &Plan<'_>) -> Result<Projected> {
    project_cells(rows, plan, |_| ())
}

/// Paths of the columns, the cells of each draw being shown to `visit` as they pass.
///
/// # Shapes
/// As in [`project`].
///
/// # Errors
/// As in [`project`].
pub fn project_cells(
    rows: &Paths,
    plan: &Plan<'_>,
    mut visit: impl FnMut(&DrawCells),
) -> Result<Projected> {
    check(rows, plan)?;
    let (n_columns, n_years) = (plan.shares.shares.ncols(), rows.n_years());
    let mut columns = Paths::zeros(rows.first(), n_columns, rows.n_draws(), n_years);
    let n_cells = rows.n_series() * n_columns * n_years;
    let mut cells = DrawCells { draw: 0, n_columns, n_years, values: vec![0.0; n_cells] };
    let mut drawer = Drawer::new(plan, rows);
    let mut report = plan.totals.map(|_| TotalsReport::default());
    let mut sums = vec![0.0; n_columns * n_years];
    for draw in 0..rows.n_draws() {
        cells.draw = draw;
        for row in 0..rows.n_series() {
            drawer.split(row, draw, rows.path(row, draw), cells.row_mut(row));
        }
        if let (Some(totals), Some(report)) = (plan.totals, report.as_mut()) {
            totals::fit(&mut cells, rows, totals, report)?;
        }
        visit(&cells);
        add_up(&cells, &mut sums, &mut columns);
    }
    Ok(Projected { paths: columns, totals: report })
}

/// Writes the sums over rows of one draw into the columns' paths.
fn add_up(cells: &DrawCells, sums: &mut [f64], columns: &mut Paths) {
    sums.fill(0.0);
    for row in cells.values.chunks_exact(sums.len().max(1)) {
        sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += cell);
    }
    for (column, sums) in sums.chunks_exact(cells.n_years.max(1)).enumerate() {
        columns.path_mut(column, cells.draw).copy_from_slice(sums);
    }
}

/// Draws shares and splits rows by them; holds the room it works in.
struct Drawer<'a> {
    plan: &'a Plan<'a>,
    /// Streams of each row.
    streams: Vec<Streams>,
    /// Positions of the columns in the order they are drawn in.
    order: Vec<usize>,
    /// Whether the shares of a row move.
    moves: Vec<bool>,
    /// `Σφ^k` of each year.
    sums: Vec<f64>,
    /// Of the row drawn last, in the order of drawing.
    means: Vec<f64>,
    shares: Vec<f64>,
    /// Of the row drawn last, columns × years, and their sums by year.
    weights: Vec<f64>,
    totals: Vec<f64>,
    scales: Vec<f64>,
}

impl<'a> Drawer<'a> {
    fn new(plan: &'a Plan<'a>, rows: &Paths) -> Self {
        let DrawKey { seed, purpose } = plan.draws;
        let still = |row: usize| {
            let trend = plan.trend;
            trend.slope.row(row).iter().chain(trend.deviation.row(row)).all(|x| *x == 0.0)
        };
        let streams = |row: &String| Streams::of(seed, &format!("{purpose}/{row}"));
        let n_columns = plan.shares.shares.ncols();
        let mut order: Vec<usize> = (0..n_columns).collect();
        order.sort_by_key(|column| plan.columns.get(*column));
        Self {
            plan,
            streams: plan.shares.rows.iter().map(streams).collect(),
            order,
            moves: (0..plan.shares.shares.nrows()).map(|row| !still(row)).collect(),
            sums: damped_since(plan.trend.damping, plan.year, rows),
            means: vec![0.0; n_columns],
            shares: vec![0.0; n_columns],
            weights: vec![0.0; n_columns * rows.n_years()],
            totals: vec![0.0; rows.n_years()],
            scales: vec![0.0; rows.n_years()],
        }
    }

    /// Splits the path of a row into `cells`, columns × years.
    fn split(&mut self, row: usize, draw: usize, path: &[f64], cells: &mut [f64]) {
        self.draw(row, draw);
        self.apply(path, cells);
    }

    /// Draws the weights of a row's columns.
    fn draw(&mut self, row: usize, draw: usize) {
        let n_years = self.sums.len();
        let mut stream = self.streams[row].numbered(draw as u64);
        let (posterior, trend) = (self.plan.shares, self.plan.trend);
        let means = posterior.shares.row(row);
        self.means.iter_mut().zip(&self.order).for_each(|(mean, column)| *mean = means[*column]);
        dirichlet(&mut stream, &self.means, posterior.concentration[row], &mut self.shares);
        let (slopes, deviations) = (trend.slope.row(row), trend.deviation.row(row));
        self.totals.fill(0.0);
        for (share, column) in self.shares.iter().zip(&self.order) {
            let (slope, deviation) = (slopes[*column], deviations[*column]);
            let slope = if deviation > 0.0 { slope + deviation * stream.normal() } else { slope };
            let weights = &mut self.weights[column * n_years..(column + 1) * n_years];
            for ((weight, sum), total) in weights.iter_mut().zip(&self.sums).zip(&mut self.totals) {
                *weight = if self.moves[row] { share * (slope * sum).exp() } else { *share };
                *total += *weight;
            }
        }
    }

    /// Writes a row's path times the weights that were drawn into `cells`.
    fn apply(&mut self, path: &[f64], cells: &mut [f64]) {
        let scales = self.scales.iter_mut().zip(&self.totals);
        scales.zip(path).for_each(|((scale, total), value)| *scale = value / total);
        let n_years = path.len().max(1);
        let columns = cells.chunks_exact_mut(n_years).zip(self.weights.chunks_exact(n_years));
        for (cell, weights) in columns {
            let years = cell.iter_mut().zip(weights).zip(&self.scales);
            years.for_each(|((cell, weight), scale)| *cell = weight * scale);
        }
    }
}

/// `φ + … + φ^h` of each year of the paths, `h` years after `year`; 0 until then.
fn damped_since(damping: f64, year: Year, rows: &Paths) -> Vec<f64> {
    let sum = |later: i32| (1..=later).map(|k| damping.powi(k)).sum();
    rows.years().map(|t| sum(t.since(year))).collect()
}

fn check(rows: &Paths, plan: &Plan<'_>) -> Result<()> {
    check_shape(plan, (rows.n_series(), rows.n_years()))?;
    for (row, name) in plan.shares.rows.iter().enumerate() {
        let bad = |value: &&f64| !value.is_finite() || **value < 0.0;
        let found = (0..rows.n_draws()).find_map(|draw| rows.path(row, draw).iter().find(bad));
        if let Some(value) = found {
            return Err(cannot(
                format!("số người của «{name}» là {value}; cần một số không âm"),
                format!("«{name}» has {value} persons; a number that is not negative is needed"),
            ));
        }
    }
    Ok(())
}

/// Checks a plan for `n` rows over `n_years` years.
fn check_shape(plan: &Plan<'_>, (n, n_years): (usize, usize)) -> Result<()> {
    let (posterior, trend) = (plan.shares, plan.trend);
    let (n_rows, n_columns) = posterior.shares.dim();
    if trend.slope.dim() != (n_rows, n_columns) || trend.deviation.dim() != (n_rows, n_columns) {
        return Err(other_shape(trend.slope.dim(), (n_rows, n_columns)));
    }
    if n != n_rows || posterior.rows.len() != n || posterior.concentration.len() != n {
        return Err(cannot(
            format!("có {n} chuỗi nhưng bảng tỷ trọng có {n_rows} dòng; mỗi chuỗi cần một dòng"),
            format!(
                "there are {n} series but the shares have {n_rows} rows; give one row a series"
            ),
        ));
    }
    if !plan.columns.is_empty() && plan.columns.len() != n_columns {
        return Err(other_shape((n_rows, plan.columns.len()), (n_rows, n_columns)));
    }
    if let Some(totals) = plan.totals.filter(|totals| totals.dim() != (n_columns, n_years)) {
        return Err(other_shape(totals.dim(), (n_columns, n_years)));
    }
    for (row, name) in posterior.rows.iter().enumerate() {
        let sum = posterior.shares.row(row).sum();
        if (sum - 1.0).abs() > 1e-9 {
            return Err(cannot(
                format!("tỷ trọng của «{name}» cộng lại bằng {sum}; cần bằng 1"),
                format!("the shares of «{name}» sum to {sum}; they must sum to 1"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
