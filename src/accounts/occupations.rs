//! One scenario by occupation.

use std::collections::BTreeMap;
use std::sync::Arc;

use ndarray::Array2;

use crate::accounts::AccountInputs;
use crate::accounts::prospects::{ProspectInputs, Prospects, prospects};
use crate::accounts::qualifications::SupplySide;
use crate::error::Result;
use crate::occupation::effects::{Effects, Structure as Employment, effects};
use crate::paths::Paths;
use crate::prepare::Fallback;
use crate::replacement::openings::Replacement;
use crate::status::Status;
use crate::training::flexibility::Flexibility;

/// Demand by occupation, and the cells it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Staffed {
    /// Employment wanted by occupation.
    pub demand: Paths,
    /// Employment by occupation in the base year.
    pub base: Vec<f64>,
    /// Mean employment by sector and occupation, a matrix a projected year.
    pub mean_cells: Vec<Array2<f64>>,
    /// Shares of occupations in sectors in the base year.
    pub base_shares: Array2<f64>,
    /// How the shares came to be known.
    pub status: Status,
}

/// The account of occupations.
#[derive(Clone, Debug, PartialEq)]
pub struct OccupationAccount {
    /// Demand.
    pub staffed: Staffed,
    /// Expansion, replacement and openings.
    pub replacement: Replacement,
    /// How ages and exit rates of single occupations came to be known, by position; none where
    /// those of all workers stand in.
    pub exit_status: BTreeMap<usize, Status>,
    /// Why mean employment changes from the base year to the last.
    pub effects: Effects,
    /// Share of the holders of each qualification who work in each occupation, where known.
    pub works_in: Option<Array2<f64>>,
    /// Supply and what follows from it, where qualifications are told apart.
    pub prospects: Option<Prospects>,
}

/// The account of occupations, given their demand and where holders of a qualification work; `None`
/// if they are not told apart.
///
/// # Errors
/// [`crate::error::Error::Method`] if a step cannot answer.
pub fn account(
    inputs: &AccountInputs<'_>,
    (staffed, side): (Option<Staffed>, &SupplySide),
    (works_in, fallbacks): (Option<&Flexibility>, &mut Vec<Fallback>),
) -> Result<Option<OccupationAccount>> {
    let (Some(staffed), Some(turnover)) = (staffed, &side.turnovers.occupations) else {
        return Ok(None);
    };
    let supply = side.supply.as_deref();
    let replacement = turnover.openings(&staffed.demand, inputs.demand.level(), fallbacks)?;
    let effects = change(inputs, &staffed)?;
    let adapted = works_in.filter(|_| supply.is_some());
    let prospects = match (supply, adapted) {
        (Some(supply), Some(adapted)) => Some(prospects(ProspectInputs {
            demand: &staffed.demand,
            base: &staffed.base,
            openings: &replacement.openings,
            supply: Arc::new(adapted.supply_paths(&supply.workers)?),
            seekers: Arc::new(adapted.supply_paths(&supply.seekers)?),
            unemployed: &adapted.supply(&supply.unemployed)?,
            present: &inputs.knowledge.present,
            lead_times: &vec![inputs.lead_time(); staffed.base.len()],
            bounds: inputs.model.accounts.ratio_bounds,
        })?),
        _ => None,
    };
    let by_age = side.exits.by_age();
    let exit_status =
        if by_age { inputs.knowledge.workers.status.clone() } else { BTreeMap::new() };
    let works_in = adapted.map(|adapted| adapted.shares().clone());
    let account =
        OccupationAccount { staffed, replacement, exit_status, effects, works_in, prospects };
    Ok(Some(account))
}

fn change(inputs: &AccountInputs<'_>, staffed: &Staffed) -> Result<Effects> {
    let last = staffed.mean_cells.last().cloned().unwrap_or_default();
    let sectors: Vec<f64> = last.rows().into_iter().map(|row| row.sum()).collect();
    let mut shares = last;
    for (mut row, sum) in shares.rows_mut().into_iter().zip(&sectors) {
        if *sum > 0.0 {
            row /= *sum;
        }
    }
    effects(
        Employment { sectors: inputs.base_demand, shares: &staffed.base_shares },
        Employment { sectors: &sectors, shares: &shares },
    )
}
