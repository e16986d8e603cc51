//! One scenario by occupation.

use std::sync::Arc;

use ndarray::Array2;

use crate::accounts::AccountInputs;
use crate::accounts::exits::{Exits, repeated};
use crate::accounts::prospects::{ProspectInputs, Prospects, prospects};
use crate::accounts::qualifications::QualifiedSupply;
use crate::error::Result;
use crate::language::Text;
use crate::occupation::effects::{Effects, Structure as Employment, effects};
use crate::occupation::project::DrawKey;
use crate::paths::Paths;
use crate::prepare::Fallback;
use crate::replacement::openings::{Groups, Margins, Replacement, project};
use crate::replacement::structure::{KnownStructure, fit};
use crate::status::Status;

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
    /// Why mean employment changes from the base year to the last.
    pub effects: Effects,
    /// Supply and what follows from it, where qualifications are told apart.
    pub prospects: Option<Prospects>,
}

/// Demand by occupation of every scenario; `None` if occupations are not told apart.
///
/// # Errors
/// [`crate::error::Error::Method`] if the shares do not fit the sectors.
pub fn staffed(all: &[AccountInputs<'_>]) -> Result<Vec<Option<Staffed>>> {
    let Some((inputs, split)) =
        all.first().and_then(|inputs| Some((inputs, inputs.knowledge.staffing.as_ref()?)))
    else {
        return Ok(vec![None; all.len()]);
    };
    let by_sector: Vec<&Paths> = all.iter().map(|inputs| &inputs.demand.get().by_sector).collect();
    let purpose = format!("{} occupations", inputs.model.area);
    let draws = DrawKey { seed: inputs.options.seed, purpose: &purpose };
    let staffed = split.cross(&by_sector, draws)?.into_iter().map(|crossed| {
        Some(Staffed {
            demand: crossed.paths,
            base: spread(inputs.base_demand, &split.shares.shares),
            mean_cells: crossed.mean_cells,
            base_shares: split.shares.shares.clone(),
            status: split.shares.status,
        })
    });
    Ok(staffed.collect())
}

/// `rows` spread over columns by shares.
pub(super) fn spread(rows: &[f64], shares: &Array2<f64>) -> Vec<f64> {
    let mut columns = vec![0.0; shares.ncols()];
    for (persons, row) in rows.iter().zip(shares.rows()) {
        for (sum, share) in columns.iter_mut().zip(row) {
            *sum += persons * share;
        }
    }
    columns
}

/// The account of occupations, given their demand.
///
/// # Errors
/// [`crate::error::Error::Method`] if a step cannot answer.
pub fn account(
    inputs: &AccountInputs<'_>,
    (staffed, exits): (Staffed, &Exits),
    (supply, fallbacks): (Option<&QualifiedSupply>, &mut Vec<Fallback>),
) -> Result<OccupationAccount> {
    let names: Vec<Text> =
        inputs.model.accounts.occupations.iter().map(|o| o.title.clone()).collect();
    let replacement =
        openings(inputs, (&staffed.base, &staffed.demand, &names), (exits, fallbacks))?;
    let effects = change(inputs, &staffed)?;
    let prospects = match (supply, &inputs.knowledge.flexibility) {
        (Some(supply), Some(flexibility)) => {
            let adapted = supply.adapted(inputs, (flexibility, &staffed.demand))?;
            Some(prospects(ProspectInputs {
                demand: &staffed.demand,
                base: &staffed.base,
                openings: &replacement.openings,
                supply: Arc::new(adapted.supply_paths(&supply.workers)?),
                seekers: Arc::new(adapted.supply_paths(&supply.seekers)?),
                unemployed: &adapted.supply(&supply.unemployed)?,
                present: &inputs.knowledge.present,
                lead_times: &vec![inputs.lead_time(); staffed.base.len()],
                bounds: inputs.model.accounts.ratio_bounds,
            })?)
        }
        _ => None,
    };
    Ok(OccupationAccount { staffed, replacement, effects, prospects })
}

/// Openings of groups whose workers have the ages of all workers.
pub(super) fn openings(
    inputs: &AccountInputs<'_>,
    (base, demand, names): (&[f64], &Paths, &[Text]),
    (exits, fallbacks): (&Exits, &mut Vec<Fallback>),
) -> Result<Replacement> {
    let unknown = vec![None; base.len()];
    let structure =
        fit(&KnownStructure { totals: base, cells: &exits.workers, groups: &unknown, names })?;
    // One fallback for all groups: naming forty occupations tells a reader nothing more.
    if fallbacks.iter().all(|fallback| fallback.missing != ages_missing()) {
        fallbacks.extend(
            structure.fallback.map(|fallback| Fallback { missing: ages_missing(), ..fallback }),
        );
    }
    project(
        &Groups {
            workers: &structure.workers,
            exits: &exits.of_groups(base.len()),
            hires: &repeated(&exits.hires, base.len()),
            layout: exits.layout,
            margins: Margins {
                log_variances: &vec![EXIT_LOG_VARIANCE; base.len()],
                level: inputs.demand.level(),
                unemployment: 0.0,
                transfers: &[],
                seed: inputs.options.seed,
            },
        },
        demand,
    )
}

/// Variance of the log of a group's exit rates about those of all workers: between occupations of
/// the Occupational Employment projections of the Bureau of Labor Statistics (2016 to 2019) the
/// logs of exit rates have a standard deviation near 0.3.
const EXIT_LOG_VARIANCE: f64 = 0.09;

fn ages_missing() -> Text {
    Text::new(
        "cơ cấu tuổi của từng nhóm nghề, trình độ",
        "age structure of occupations and qualifications",
    )
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
