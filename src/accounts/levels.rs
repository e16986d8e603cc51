//! Workers wanted by sector and level of training, draw by draw.
//!
//! ```text
//! D_sl = Σ_o E_so·κ_ol        κ_ol = Σ_{q in l} K_oq / E_o        where qualifications follow occupations
//! D_sl = Σ_{q in l} K_sq                                         where they follow sectors
//! ```
//! `E_so` and `K` are the cells of the draw, so `Σ_l D_sl = D_s` in every draw. Levels are told apart
//! and not qualifications: what is summarised is held for all draws at once, and a sector by twenty
//! qualifications is known no better than by five levels.

use std::collections::BTreeSet;

use crate::accounts::AccountInputs;
use crate::accounts::knowledge::Split;
use crate::accounts::occupations::Staffed;
use crate::codes::Level;
use crate::error::Result;
use crate::model::Model;
use crate::occupation::project::{DrawCells, DrawKey};
use crate::paths::{Paths, Summary};

/// The levels that the qualifications of a model have, lowest first.
pub fn levels(model: &Model) -> Vec<Level> {
    let all = model.accounts.qualifications.iter().map(|q| q.code.level());
    all.collect::<BTreeSet<Level>>().into_iter().collect()
}

/// Sums of the cells of a split over the qualifications of each level, made draw by draw.
pub(super) struct OfLevels {
    /// Position of the level of each qualification.
    level: Vec<usize>,
    n_levels: usize,
    /// One series a row of the split and level.
    sums: Paths,
}

impl OfLevels {
    /// Room for the cells of `split`, whose rows have the paths `rows`.
    pub(super) fn new(model: &Model, split: &Split, rows: &Paths) -> Self {
        let levels = levels(model);
        let position = |level: Level| levels.iter().position(|other| *other == level).unwrap_or(0);
        let qualifications = model.accounts.qualifications.iter();
        let level = qualifications.map(|q| position(q.code.level())).collect();
        let n = split.shares.shares.nrows() * levels.len();
        let sums = Paths::zeros(rows.first(), n, rows.n_draws(), rows.n_years());
        Self { level, n_levels: levels.len(), sums }
    }

    /// Takes in the cells of one draw.
    pub(super) fn add(&mut self, cells: &DrawCells) {
        let rows = self.sums.n_series() / self.n_levels.max(1);
        for row in 0..rows {
            for (column, level) in self.level.iter().enumerate() {
                let sums = self.sums.path_mut(row * self.n_levels + level, cells.draw);
                sums.iter_mut().zip(cells.path(row, column)).for_each(|(sum, n)| *sum += n);
            }
        }
    }

    /// Summaries by sector and level, the levels of a sector beside each other, year by year; the
    /// rows of the split are sectors.
    pub(super) fn summaries(&self) -> Vec<Vec<Summary>> {
        (0..self.sums.n_series()).map(|series| self.sums.summaries(series)).collect()
    }

    /// The same where the rows of the split are occupations: workers of the sectors by occupation
    /// are drawn once more, since they are not kept.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if the shares do not fit the sectors.
    pub(super) fn through_occupations(
        self,
        inputs: &AccountInputs<'_>,
        (staffing, staffed): (&Split, &Staffed),
        draws: DrawKey<'_>,
    ) -> Result<Vec<Vec<Summary>>> {
        let by_sector = &inputs.demand.get().by_sector;
        let (sectors, levels) = (by_sector.n_series(), self.n_levels);
        let (first, n_draws, years) = (by_sector.first(), by_sector.n_draws(), by_sector.n_years());
        let mut sums = Paths::zeros(first, sectors * levels, n_draws, years);
        let mut shares = vec![0.0; years];
        staffing.visit(by_sector, draws, |cells| {
            for occupation in 0..staffed.demand.n_series() {
                let all = staffed.demand.path(occupation, cells.draw);
                for level in 0..levels {
                    let own = self.sums.path(occupation * levels + level, cells.draw);
                    for ((share, own), all) in shares.iter_mut().zip(own).zip(all) {
                        *share = if *all > 0.0 { own / all } else { 0.0 };
                    }
                    for sector in 0..sectors {
                        let workers = cells.path(sector, occupation);
                        let sums = sums.path_mut(sector * levels + level, cells.draw);
                        for ((sum, n), share) in sums.iter_mut().zip(workers).zip(&shares) {
                            *sum += n * share;
                        }
                    }
                }
            }
        })?;
        Ok((0..sums.n_series()).map(|series| sums.summaries(series)).collect())
    }
}
