//! Whether training can supply what a target on the share of trained workers needs: the accounts of
//! qualifications against the target, from the base year to its year.
//!
//! ```text
//! leaving   Σ_t Σ_{q>0} (exits + out-migration)          graduates  Σ_t Σ_{q>0} (entrants + in-migration + upgrading)
//! ```
//! Means over the draws. Only for targets defined as `certificate`, which is what the accounts count.

use crate::dataset::PlanTarget;
use crate::paths::Paths;
use crate::results::assemble::{Outcome, Source};
use crate::results::targets::series::CERTIFICATE;
use crate::targets::consistency::{Subject, TargetCheck, TrainedCapacity, trained_capacity};
use crate::targets::indicator::Indicator;
use crate::targets::meaning::{Meaning, Period, identity_text};
use crate::targets::series::IndicatorSeries;
use crate::targets::unit::TargetUnit;
use crate::units::Year;

/// The checks of all targets on the share with a certificate.
pub(super) fn checks(
    source: &Source<'_>,
    outcome: &Outcome,
    series: &[IndicatorSeries],
) -> Vec<TargetCheck> {
    let targets = source.dataset.targets.iter().enumerate();
    targets.filter_map(|(at, target)| check((at, target), (source, outcome), series)).collect()
}

fn check(
    (position, target): (usize, &PlanTarget),
    (source, outcome): (&Source<'_>, &Outcome),
    series: &[IndicatorSeries],
) -> Option<TargetCheck> {
    let meaning = Meaning::of(target.definition.as_deref(), target.year);
    let wanted = is_wanted(target, &meaning) && target.area == source.model.area;
    let stock = &outcome.accounts.qualifications.as_ref()?.supply.as_ref()?.stock;
    let (base, unit) = (source.model.base_year, TargetUnit::named(&target.unit)?);
    let now = series.iter().find(|one| {
        one.indicator == Indicator::TrainedShare
            && one.area == target.area
            && one.identity() == meaning.identity
    });
    let now = now.and_then(|one| Some(one.history.get(&base)? * one.unit.factor()));
    let force = &outcome.supply.get().labour_force;
    let at = usize::try_from(target.year.since(force.first())).ok();
    let at = at.filter(|at| wanted && *at < force.n_years())?;
    let flows = &stock.flows;
    let sum = |paths: &Paths| trained_until(paths, target.year);
    let capacity = TrainedCapacity {
        shares: (now?, target.value * unit.factor()),
        labour_force: (source.prepared.labour_force, force.mean(0, at)),
        leaving: sum(&flows.exits) + sum(&flows.out_migration),
        graduates: sum(&flows.entrants) + sum(&flows.in_migration) + sum(&flows.upgrading),
    };
    let (targets, subject) = (vec![position], Subject::Capacity);
    Some(TargetCheck { targets, subject, check: trained_capacity(&capacity) })
}

fn is_wanted(target: &PlanTarget, meaning: &Meaning) -> bool {
    let of_one_year = matches!(meaning.period, Period::In(_));
    Indicator::named(&target.indicator) == Some(Indicator::TrainedShare)
        && of_one_year
        && identity_text(&meaning.identity) == CERTIFICATE
}

/// Mean of a flow of all qualifications but the untrained, summed to `last`.
fn trained_until(paths: &Paths, last: Year) -> f64 {
    let years: Vec<usize> =
        paths.years().enumerate().filter(|(_, year)| *year <= last).map(|(at, _)| at).collect();
    let of = |series: usize| years.iter().map(|at| paths.mean(series, *at)).sum::<f64>();
    (1..paths.n_series()).map(of).sum()
}
