//! Workers wanted by sector and level of training, draw by draw.
//!
//! ```text
//! D_sl = E_s·λ_sl
//! λ_sl = Σ_o θ_so·κ_ol        κ_ol = Σ_{q in l} κ_oq        where qualifications follow occupations
//! λ_sl = Σ_{q in l} κ_sq                                   where they follow sectors
//! ```
//! `θ` and `κ` are the shares of the draw, so `Σ_l D_sl = D_s` in every draw. They are the same in
//! every scenario, so `λ` is made once, of the draws that demand is split by. Levels are told apart
//! and not qualifications: what is summarised is held for all draws at once, and a sector by twenty
//! qualifications is known no better than by five levels.

use std::collections::BTreeSet;

use crate::codes::Level;
use crate::model::Model;
use crate::paths::{Paths, Summary};

/// The levels that the qualifications of a model have, lowest first.
pub fn levels(model: &Model) -> Vec<Level> {
    let all = model.accounts.qualifications.iter().map(|q| q.code.level());
    all.collect::<BTreeSet<Level>>().into_iter().collect()
}

/// Position of the level of each qualification among [`levels`].
pub(super) fn positions(model: &Model) -> Vec<usize> {
    let levels = levels(model);
    let position = |level: Level| levels.iter().position(|other| *other == level).unwrap_or(0);
    model.accounts.qualifications.iter().map(|q| position(q.code.level())).collect()
}

/// Summaries by sector and level, year by year, of the workers of sectors.
///
/// # Shapes
/// `shares`: those of the levels, the levels of a sector beside each other.
pub(super) fn summaries(shares: &Paths, by_sector: &Paths) -> Vec<Vec<Summary>> {
    let n_levels = shares.n_series() / by_sector.n_series().max(1);
    let like = by_sector;
    let mut workers = Paths::zeros(like.first(), 1, like.n_draws(), like.n_years());
    let summaries = |series: usize| {
        for draw in 0..by_sector.n_draws() {
            let sector = by_sector.path(series / n_levels, draw);
            let shares = shares.path(series, draw);
            let cells = workers.path_mut(0, draw).iter_mut().zip(sector).zip(shares);
            cells.for_each(|((n, all), share)| *n = all * share);
        }
        workers.summaries(0)
    };
    (0..shares.n_series()).map(summaries).collect()
}
