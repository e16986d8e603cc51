//! Workers wanted by sector and level of training, draw by draw.
//!
//! ```text
//! D_sl = E_s·λ_sl
//! λ_sl = Σ_o θ_so·κ_ol        κ_ol = Σ_{q in l} κ_oq        where qualifications follow occupations
//! λ_sl = Σ_{q in l} κ_sq                                   where they follow sectors
//! ```
//! `θ` and `κ` are the shares of the draw, so `Σ_l D_sl = D_s` in every draw. They are the same in
//! every scenario, so `λ` is made once. Levels are told apart and not qualifications: what is
//! summarised is held for all draws at once, and a sector by twenty qualifications is known no
//! better than by five levels.

use std::collections::BTreeSet;

use crate::accounts::AccountInputs;
use crate::accounts::knowledge::{Required, Split};
use crate::accounts::{occupations, qualifications};
use crate::codes::Level;
use crate::error::Result;
use crate::model::Model;
use crate::occupation::project::DrawKey;
use crate::paths::{Paths, Summary};

/// The levels that the qualifications of a model have, lowest first.
pub fn levels(model: &Model) -> Vec<Level> {
    let all = model.accounts.qualifications.iter().map(|q| q.code.level());
    all.collect::<BTreeSet<Level>>().into_iter().collect()
}

/// Shares of the levels in the workers of every sector, the levels of a sector beside each other.
pub(super) struct LevelShares {
    n_levels: usize,
    shares: Paths,
}

impl LevelShares {
    /// The shares that `required` gives, which are the same in every scenario.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if shares do not fit what they split.
    pub(super) fn of(inputs: &AccountInputs<'_>, required: &Required) -> Result<Self> {
        let n_levels = levels(inputs.model).len();
        let of_rows = of_rows(inputs, required.split())?;
        let shares = match (required, &inputs.knowledge.staffing) {
            (Required::ByOccupation(_), Some(staffing)) => {
                through_occupations(inputs, staffing, (&of_rows, n_levels))?
            }
            _ => of_rows,
        };
        Ok(Self { n_levels, shares })
    }

    /// Summaries by sector and level, year by year, of the workers of sectors.
    pub(super) fn summaries(&self, by_sector: &Paths) -> Vec<Vec<Summary>> {
        let mut workers = empty(by_sector, 1);
        let summaries = |series: usize| {
            for draw in 0..by_sector.n_draws() {
                let sector = by_sector.path(series / self.n_levels, draw);
                let shares = self.shares.path(series, draw);
                for ((n, all), share) in
                    workers.path_mut(0, draw).iter_mut().zip(sector).zip(shares)
                {
                    *n = all * share;
                }
            }
            workers.summaries(0)
        };
        (0..self.shares.n_series()).map(summaries).collect()
    }
}

/// Shares of the levels in the rows of `split`.
fn of_rows(inputs: &AccountInputs<'_>, split: &Split) -> Result<Paths> {
    let levels = levels(inputs.model);
    let position = |level: Level| levels.iter().position(|other| *other == level).unwrap_or(0);
    let of_columns: Vec<usize> =
        inputs.model.accounts.qualifications.iter().map(|q| position(q.code.level())).collect();
    let n_rows = split.shares.shares.nrows();
    let like = &inputs.demand.get().by_sector;
    let mut shares = empty(like, n_rows * levels.len());
    let purpose = qualifications::purpose(inputs);
    let draws = DrawKey { seed: inputs.options.seed, purpose: &purpose };
    split.visit(&whole(like, n_rows), draws, |cells| {
        for row in 0..n_rows {
            for (column, level) in of_columns.iter().enumerate() {
                let sums = shares.path_mut(row * levels.len() + level, cells.draw);
                sums.iter_mut().zip(cells.path(row, column)).for_each(|(sum, n)| *sum += n);
            }
        }
    })?;
    Ok(shares)
}

/// Shares of the levels in sectors from those in occupations.
fn through_occupations(
    inputs: &AccountInputs<'_>,
    staffing: &Split,
    (of_occupations, n_levels): (&Paths, usize),
) -> Result<Paths> {
    let like = &inputs.demand.get().by_sector;
    let (n_sectors, n_occupations) = staffing.shares.shares.dim();
    let mut shares = empty(like, n_sectors * n_levels);
    let purpose = occupations::purpose(inputs);
    let draws = DrawKey { seed: inputs.options.seed, purpose: &purpose };
    staffing.visit(&whole(like, n_sectors), draws, |cells| {
        for sector in 0..n_sectors {
            for occupation in 0..n_occupations {
                let staffed = cells.path(sector, occupation);
                for level in 0..n_levels {
                    let own = of_occupations.path(occupation * n_levels + level, cells.draw);
                    let sums = shares.path_mut(sector * n_levels + level, cells.draw);
                    for ((sum, part), own) in sums.iter_mut().zip(staffed).zip(own) {
                        *sum += part * own;
                    }
                }
            }
        }
    })?;
    Ok(shares)
}

/// Zeros for `n` series with the draws and years of `like`.
fn empty(like: &Paths, n: usize) -> Paths {
    Paths::zeros(like.first(), n, like.n_draws(), like.n_years())
}

/// Rows of one whole each, whose cells are shares.
fn whole(like: &Paths, n: usize) -> Paths {
    empty(like, n).map_cells(|_, _, _| 1.0)
}
