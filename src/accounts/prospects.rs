//! What demand, supply and flows of a set of groups mean for them.

use std::sync::Arc;

use crate::conditions::flow::{Flows, Ita, ItaBounds, ita};
use crate::conditions::hysteresis::{Outlook, Start, Thresholds, outlooks};
use crate::conditions::present::PresentCondition;
use crate::conditions::severity::severity;
use crate::error::Result;
use crate::paths::{Paths, Summary};

/// What prospects are told from; one series a group everywhere.
#[derive(Clone, Debug)]
pub struct ProspectInputs<'a> {
    /// Workers wanted.
    pub demand: &'a Paths,
    /// Workers of the base year.
    pub base: &'a [f64],
    /// Openings for entrants.
    pub openings: &'a Paths,
    /// Workers available.
    pub supply: Arc<Paths>,
    /// People who look for openings.
    pub seekers: Arc<Paths>,
    /// Unemployed of the base year.
    pub unemployed: &'a [f64],
    /// Present conditions, where known.
    pub present: &'a [Option<PresentCondition>],
    /// Years of training that lead to the group.
    pub lead_times: &'a [f64],
    /// Bounds of seekers over openings between the classes.
    pub bounds: [f64; 4],
}

/// Supply, gap and what they mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Prospects {
    /// Workers available.
    pub supply: Arc<Paths>,
    /// Supply less demand.
    pub gap: Paths,
    /// People who look for openings.
    pub seekers: Arc<Paths>,
    /// Seekers over openings from the first year to each, by group and year.
    pub ratios: Vec<Vec<Ita>>,
    /// Condition after the flows to each year, by group and year.
    pub outlooks: Vec<Vec<Outlook>>,
    /// Severity over the horizon, by group.
    pub severity: Vec<Summary>,
}

/// The prospects of every group.
///
/// # Errors
/// [`crate::error::Error::Method`] if the shapes differ.
pub fn prospects(inputs: ProspectInputs<'_>) -> Result<Prospects> {
    let gap = inputs.supply.zip_with(inputs.demand, |supply, demand| supply - demand);
    let flows = Flows {
        openings: inputs.openings,
        seekers: &inputs.seekers,
        unemployed: inputs.unemployed,
    };
    let start = Start { present: inputs.present, employment: inputs.base };
    Ok(Prospects {
        ratios: ita(&flows, &ItaBounds(inputs.bounds))?,
        outlooks: outlooks(&start, &flows, &Thresholds::default())?,
        severity: severity(&gap, inputs.demand, inputs.lead_times)?,
        supply: inputs.supply,
        seekers: inputs.seekers,
        gap,
    })
}
