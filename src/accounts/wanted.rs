//! Occupations and qualifications wanted under every scenario, all by the same draws of shares.

use rayon::prelude::*;

use crate::accounts::AccountInputs;
use crate::accounts::knowledge::{Knowledge, Required};
use crate::accounts::levels::{positions, summaries};
use crate::accounts::occupations::Staffed;
use crate::accounts::qualifications::Wanted;
use crate::error::Result;
use crate::occupation::project::{Chained, Crossed, DrawKey, Plan, cross};
use crate::paths::Paths;

/// Demand by occupation and by qualification of every scenario, as far as they are told apart.
///
/// # Errors
/// [`crate::error::Error::Method`] if shares do not fit what they split.
pub fn wanted(all: &[AccountInputs<'_>]) -> Result<Vec<(Option<Staffed>, Option<Wanted>)>> {
    let Some(inputs) = all.first() else { return Ok(Vec::new()) };
    let Knowledge { staffing, required, .. } = inputs.knowledge;
    let required = required.as_ref().map(Required::split);
    let purpose = |axis: &str| format!("{} {axis}", inputs.model.area);
    let (of_occupations, of_qualifications) = (purpose("occupations"), purpose("qualifications"));
    let seed = inputs.options.seed;
    let draws = [&of_occupations, &of_qualifications].map(|purpose| DrawKey { seed, purpose });
    let splits = [staffing.as_ref(), required].into_iter().zip(draws);
    let chain: Vec<Plan<'_>> =
        splits.filter_map(|(split, draws)| Some(split?.plan(draws))).collect();
    let groups = if required.is_some() { positions(inputs.model) } else { Vec::new() };
    let by_sector: Vec<&Paths> = all.iter().map(|inputs| &inputs.demand.get().by_sector).collect();
    let Chained { sets, shares } = cross(&by_sector, &chain, &groups)?;
    let of_scenario = |(by_sector, set): (&Paths, Vec<Crossed>)| {
        let mut set = set.into_iter();
        let staffed = staffing.as_ref().zip(staffing.as_ref().and_then(|_| set.next()));
        let staffed = staffed.map(|(split, crossed)| Staffed {
            demand: crossed.paths,
            base: split.shares.spread(inputs.base_demand),
            mean_cells: crossed.mean_cells,
            base_shares: split.shares.shares.clone(),
            status: split.shares.status,
        });
        let base = staffed.as_ref().map_or(inputs.base_demand, |staffed| &staffed.base);
        let wanted = required.zip(set.next()).map(|(split, crossed)| Wanted {
            demand: crossed.paths,
            base: split.shares.spread(base),
            by_sector: summaries(&shares, by_sector),
            status: split.shares.status,
        });
        (staffed, wanted)
    };
    Ok(by_sector.into_par_iter().zip(sets).map(of_scenario).collect())
}
