//! The sectors of the whole spread over the areas, in every draw and year.
//!
//! ```text
//! X(a,s) = r(a) A(a,s) c(s)        Σ_s X(a,s) = R(a)        Σ_a X(a,s) = C(s)
//! ```
//! `A` is the structure of the areas, its error that of the draw; `R` the totals of areas and `C` those of
//! sectors in the draw. Of all matrices with these sums `X` is the nearest to `A` in Kullback–Leibler divergence: the
//! areas are reconciled to their own totals and to the sectors of the whole at once, nothing turns
//! negative and an empty cell stays empty. Aggregates of the grouped hierarchy (regions, sectors of regions, the
//! country) are sums of `X`.
//!
//! Only `r` and `c` are kept, and the cells of one area are made when they are asked for: memory grows with
//! areas + sectors, not with areas × sectors.
//!
//! # Source
//! Method D10; Panagiotelis, Gamakumara, Athanasopoulos & Hyndman (2023) for reconciling draw by draw;
//! [`crate::numeric::ipf::factors`].

use std::sync::Arc;

use rayon::prelude::*;

use crate::areas::tree::method;
use crate::error::Result;
use crate::language::Text;
use crate::numeric::ipf::factors::Factors;
use crate::numeric::ipf::{FitStatus, Limits, Margins};
use crate::paths::Paths;
use crate::units::Year;

/// Totals are met within this, relative to their size.
const TOLERANCE: f64 = 1e-12;

/// What the cells of the areas are in proportion to before they are fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Seed {
    /// By year, area and sector, areas first.
    pub central: Vec<Vec<f64>>,
    /// Factor by draw, area and sector; one in the mean.
    pub errors: Arc<Vec<Vec<f64>>>,
}

impl Seed {
    fn cells(&self, draw: usize, year: usize) -> Vec<f64> {
        self.central[year]
            .iter()
            .zip(&self.errors[draw])
            .map(|(cell, error)| cell * error)
            .collect()
    }
}

/// Which of two totals gives way where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivesWay {
    /// Totals of areas are scaled to the sum of sectors.
    Areas,
    /// Totals of sectors are scaled to the sum of areas.
    Sectors,
}

/// The totals of one draw and year: areas, sectors.
pub type Totals<'a> = &'a (dyn Fn(usize, usize) -> (Vec<f64>, Vec<f64>) + Sync);

/// The fitted factors of every draw and year.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    seed: Seed,
    first: Year,
    n_sectors: usize,
    /// By draw, then year.
    factors: Vec<Vec<Factors>>,
}

impl Spread {
    /// Fits the seed to the totals of every draw and year.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if no structure has these totals.
    pub fn fit(
        seed: Seed,
        (first, n_sectors): (Year, usize),
        (totals, gives_way): (Totals<'_>, GivesWay),
    ) -> Result<Self> {
        let limits = Limits { tolerance: TOLERANCE, ..Limits::default() };
        let n_years = seed.central.len();
        let of_draw = |draw: usize| -> Option<Vec<Factors>> {
            let n_areas = seed.errors[draw].len() / n_sectors.max(1);
            let mut factors = Factors::ones(n_areas, n_sectors);
            let fit = |year: usize| {
                let (mut rows, mut columns) = totals(draw, year);
                match gives_way {
                    GivesWay::Areas => scale_to(&mut rows, &columns),
                    GivesWay::Sectors => scale_to(&mut columns, &rows),
                }
                let margins = Margins { rows: &rows, columns: &columns };
                let status = factors.fit(&seed.cells(draw, year), &margins, &limits);
                (status == FitStatus::Converged).then(|| factors.clone())
            };
            (0..n_years).map(fit).collect()
        };
        let fitted: Vec<Option<Vec<Factors>>> =
            (0..seed.errors.len()).into_par_iter().map(of_draw).collect();
        let factors = fitted.into_iter().collect::<Option<_>>().ok_or_else(not_fitted)?;
        Ok(Self { seed, first, n_sectors, factors })
    }

    /// The sectors of the area at `area`, in every draw and year.
    pub fn area(&self, area: usize) -> Paths {
        let shape =
            Paths::zeros(self.first, self.n_sectors, self.factors.len(), self.seed.central.len());
        shape.map_cells(|sector, draw, year| self.cell((area, sector), draw, year))
    }

    /// One sector of one area in a draw and a year.
    pub fn cell(&self, (area, sector): (usize, usize), draw: usize, year: usize) -> f64 {
        let factors = &self.factors[draw][year];
        let cell = area * self.n_sectors + sector;
        let seed = self.seed.central[year][cell] * self.seed.errors[draw][cell];
        factors.rows[area] * seed * factors.columns[sector]
    }
}

/// Scales `values` to the sum of `others`.
fn scale_to(values: &mut [f64], others: &[f64]) {
    let (own, wanted): (f64, f64) = (values.iter().sum(), others.iter().sum());
    let scale = if own > 0.0 { wanted / own } else { 0.0 };
    for value in values {
        *value *= scale;
    }
}

fn not_fitted() -> crate::error::Error {
    method(Text::new(
        "cơ cấu ngành của các địa bàn không khớp được với tổng của địa bàn và của ngành; kiểm tra employment theo ngành có ô bằng 0 không",
        "no structure of the areas has the totals of areas and of sectors; look for zeros in employment by sector",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_meet_both_totals_in_every_draw_and_year() {
        let seed = Seed {
            central: vec![vec![3.0, 1.0, 2.0, 2.0]; 2],
            errors: Arc::new(vec![vec![1.0, 1.2, 0.8, 1.0], vec![1.0; 4]]),
        };
        let totals = |draw: usize, year: usize| {
            let size = 1.0 + (draw + year) as f64;
            (vec![5.0 * size, 7.0 * size], vec![8.0 * size, 2.0 * size])
        };
        let given = (&totals as Totals<'_>, GivesWay::Areas);
        let spread = Spread::fit(seed, (Year(2026), 2), given).unwrap();
        for draw in 0..2 {
            for year in 0..2 {
                let cell = |area: usize, sector: usize| spread.area(area).path(sector, draw)[year];
                let size = 10.0 * (1.0 + (draw + year) as f64);
                assert!((cell(0, 0) + cell(0, 1) - size * 5.0 / 12.0).abs() < 1e-9);
                assert!((cell(0, 0) + cell(1, 0) - size * 0.8).abs() < 1e-9);
            }
        }
    }
}
