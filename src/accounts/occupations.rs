//! One scenario by occupation.

use std::collections::BTreeMap;
use std::sync::Arc;

use ndarray::Array2;

use crate::accounts::AccountInputs;
use crate::accounts::exits::own::of_groups;
use crate::accounts::exits::{Exits, repeated};
use crate::accounts::knowledge::workers::KnownWorkers;
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
    let purpose = purpose(inputs);
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

/// What the draws of shares of occupations are for.
pub(super) fn purpose(inputs: &AccountInputs<'_>) -> String {
    format!("{} occupations", inputs.model.area)
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
    let groups = Grouped {
        base: &staffed.base,
        demand: &staffed.demand,
        names: &names,
        known: &inputs.knowledge.workers,
        unknown: inputs.ages_missing(),
    };
    let replacement = openings(inputs, &groups, (exits, fallbacks))?;
    let effects = change(inputs, &staffed)?;
    let adapted = match (supply, &inputs.knowledge.flexibility) {
        (Some(supply), Some(flexibility)) => {
            Some(supply.adapted(inputs, (flexibility, &staffed.demand))?)
        }
        _ => None,
    };
    let prospects = match (supply, &adapted) {
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
    let exit_status =
        if exits.by_age() { inputs.knowledge.workers.status.clone() } else { BTreeMap::new() };
    let works_in = adapted.map(|adapted| adapted.shares().clone());
    Ok(OccupationAccount { staffed, replacement, exit_status, effects, works_in, prospects })
}

/// Groups of workers.
#[derive(Clone, Copy)]
pub(super) struct Grouped<'a> {
    /// Workers of the base year by group.
    pub(super) base: &'a [f64],
    /// Employment wanted by group.
    pub(super) demand: &'a Paths,
    /// Name of each group.
    pub(super) names: &'a [Text],
    /// What is known of the ages and exits of each.
    pub(super) known: &'a KnownWorkers,
    /// What is missing where the ages of no group are known.
    pub(super) unknown: (&'static str, &'static str),
}

/// Openings of groups; those whose ages are not known have those of all workers, fitted.
pub(super) fn openings(
    inputs: &AccountInputs<'_>,
    groups: &Grouped<'_>,
    (exits, fallbacks): (&Exits, &mut Vec<Fallback>),
) -> Result<Replacement> {
    let own = |group| groups.known.ages.get(&group).filter(|_| exits.by_age()).cloned();
    let ages: Vec<Option<Vec<f64>>> = (0..groups.base.len()).map(own).collect();
    let structure = fit(&KnownStructure {
        totals: groups.base,
        cells: &exits.workers,
        groups: &ages,
        names: groups.names,
    })?;
    // Where no group has ages one fallback stands for all: naming forty tells a reader nothing more.
    let none = ages.iter().all(Option::is_none);
    let (vi, en) = groups.unknown;
    let told = structure.fallback.map(|fallback| {
        if none { Fallback { missing: Text::new(vi, en), ..fallback } } else { fallback }
    });
    fallbacks.extend(told.filter(|told| fallbacks.iter().all(|f| f.missing != told.missing)));
    let own = of_groups(exits, groups.known, &structure.workers)?;
    project(
        &Groups {
            workers: &structure.workers,
            exits: &own.rates,
            hires: &repeated(&exits.hires, groups.base.len()),
            layout: exits.layout,
            margins: Margins {
                log_variances: &own.log_variances,
                level: inputs.demand.level(),
                unemployment: 0.0,
                transfers: &[],
                seed: inputs.options.seed,
            },
        },
        groups.demand,
    )
}

impl AccountInputs<'_> {
    /// What is missing where the ages of no group are known; occupations that have them are left
    /// out of it.
    pub(super) fn ages_missing(&self) -> (&'static str, &'static str) {
        if self.knowledge.workers.ages.is_empty() {
            (
                "cơ cấu tuổi của từng nhóm nghề, trình độ",
                "age structure of occupations and qualifications",
            )
        } else {
            ("cơ cấu tuổi của từng nhóm trình độ", "age structure of qualifications")
        }
    }
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
