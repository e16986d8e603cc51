//! How occupations and qualifications lose their workers: what follows from the supply side alone.
//!
//! Scenarios that have the same supply side share it, whatever they want of each group; the numbers
//! behind the exit rates are drawn once for all scenarios ([`Chances`]).

use crate::accounts::AccountInputs;
use crate::accounts::exits::own::of_groups;
use crate::accounts::exits::{Exits, repeated};
use crate::accounts::knowledge::Required;
use crate::accounts::knowledge::workers::KnownWorkers;
use crate::error::Result;
use crate::language::Text;
use crate::paths::Paths;
use crate::prepare::Fallback;
use crate::replacement::openings::{Groups, Margins, Replacement, Turnover, chances};
use crate::replacement::structure::{KnownStructure, fit};

/// Numbers behind the exit rates of groups, by group and draw; the same in every scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chances {
    /// Of occupations.
    pub occupations: Vec<Vec<f64>>,
    /// Of qualifications.
    pub qualifications: Vec<Vec<f64>>,
}

impl Chances {
    /// Those of a run.
    pub fn of(inputs: &AccountInputs<'_>) -> Self {
        let drawn = (inputs.options.seed, inputs.options.draws);
        Self {
            occupations: chances("occupation", &inputs.model.occupation_codes(), drawn),
            qualifications: chances("qualification", &inputs.model.qualification_codes(), drawn),
        }
    }
}

/// How the groups of one axis lose their workers.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupTurnover {
    turnover: Turnover,
    /// What stood in for ages of groups.
    fallback: Option<Fallback>,
}

/// The turnover of both axes, where demand is told apart by them.
#[derive(Clone, Debug, PartialEq)]
pub struct Turnovers {
    /// Of occupations.
    pub occupations: Option<GroupTurnover>,
    /// Of qualifications.
    pub qualifications: Option<GroupTurnover>,
}

impl Turnovers {
    /// Those of one supply side.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if ages or exit rates of a group cannot be used.
    pub fn of(inputs: &AccountInputs<'_>, exits: &Exits, chances: &Chances) -> Result<Self> {
        let (model, known) = (inputs.model, inputs.knowledge);
        let staffed = known.staffing.as_ref().map(|split| split.shares.spread(inputs.base_demand));
        let wanted = known.required.as_ref().map(|required| {
            let rows = match required {
                Required::ByOccupation(_) => staffed.as_deref().unwrap_or_default(),
                Required::BySector(_) => inputs.base_demand,
            };
            required.split().shares.spread(rows)
        });
        let (none, unknown) = (KnownWorkers::default(), ages_missing(&known.workers));
        let of = |base: Option<&Vec<f64>>, names: Vec<Text>, known, chances: &[Vec<f64>]| {
            let base = base?;
            Some(turnover(&Grouped { base, names: &names, known, unknown, chances }, exits))
        };
        let occupations = model.accounts.occupations.iter().map(|o| o.title.clone()).collect();
        let qualifications =
            model.accounts.qualifications.iter().map(|q| q.title.clone()).collect();
        Ok(Self {
            occupations: of(staffed.as_ref(), occupations, &known.workers, &chances.occupations)
                .transpose()?,
            qualifications: of(wanted.as_ref(), qualifications, &none, &chances.qualifications)
                .transpose()?,
        })
    }
}

impl GroupTurnover {
    /// Openings of the groups under `demand`; what stood in for their ages is told once.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if demand is not by the same groups.
    pub(super) fn openings(
        &self,
        demand: &Paths,
        level: &[f64],
        fallbacks: &mut Vec<Fallback>,
    ) -> Result<Replacement> {
        let told = self.fallback.iter();
        let new = told.filter(|told| fallbacks.iter().all(|f| f.missing != told.missing)).cloned();
        let new: Vec<Fallback> = new.collect();
        fallbacks.extend(new);
        self.turnover.under(demand, level)
    }
}

/// Groups of workers.
struct Grouped<'a> {
    /// Workers of the base year by group.
    base: &'a [f64],
    /// Name of each group.
    names: &'a [Text],
    /// What is known of the ages and exits of each.
    known: &'a KnownWorkers,
    /// What is missing where the ages of no group are known.
    unknown: (&'static str, &'static str),
    /// Numbers behind their exit rates.
    chances: &'a [Vec<f64>],
}

/// Groups whose ages are not known have those of all workers, fitted.
fn turnover(groups: &Grouped<'_>, exits: &Exits) -> Result<GroupTurnover> {
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
    let fallback = structure.fallback.map(|fallback| {
        if none { Fallback { missing: Text::new(vi, en), ..fallback } } else { fallback }
    });
    let own = of_groups(exits, groups.known, &structure.workers)?;
    let turnover = Turnover::of(&Groups {
        workers: &structure.workers,
        exits: &own.rates,
        hires: &repeated(&exits.hires, groups.base.len()),
        layout: exits.layout,
        margins: Margins { log_variances: &own.log_variances, chances: groups.chances },
    })?;
    Ok(GroupTurnover { turnover, fallback })
}

/// What is missing where the ages of no group are known; occupations that have them are left out of
/// it.
fn ages_missing(known: &KnownWorkers) -> (&'static str, &'static str) {
    if known.ages.is_empty() {
        (
            "cơ cấu tuổi của từng nhóm nghề, trình độ",
            "age structure of occupations and qualifications",
        )
    } else {
        ("cơ cấu tuổi của từng nhóm trình độ", "age structure of qualifications")
    }
}
