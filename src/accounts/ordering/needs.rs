//! Workers wanted and workers there without new places, on past the horizon.

use crate::accounts::AccountInputs;
use crate::accounts::exits::Exits;
use crate::accounts::knowledge::KnownProgramme;
use crate::accounts::qualifications::{
    QualificationAccount, QualifiedSupply, TrainingAccount, entry_age,
};
use crate::error::Result;
use crate::paths::Paths;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::labour::Layout;
use crate::units::Year;

/// Years after the horizon over which needs are carried on.
pub const YEARS_AFTER: usize = 10;

/// Share of young workers who leave the labour force in a year where exits by age are not known: a
/// working life of 45 years is still before them, so few do; chosen.
const EXITS: f64 = 0.01;

/// Rates at which the new holders of every qualification leave in a year.
///
/// ```text
/// x_q = x(young)·r_q / r + out_q
/// ```
/// New workers are young, and the workers who are replaced are mostly old: `x(young)` is the exit
/// rate of all workers at the ages new ones pass through in the years judged, and the replacement
/// rate of the qualification over that of all (`r_q / r`) says how much more or less its holders
/// leave; `out` is the rate of moves over the border.
pub(super) fn leaving(
    inputs: &AccountInputs<'_>,
    (account, exits): (&QualificationAccount, &Exits),
    years: usize,
) -> Vec<f64> {
    let axis = inputs.model.accounts.qualifications.iter();
    let out = inputs.knowledge.migration.iter().map(|(_, out)| *out);
    axis.zip(out)
        .enumerate()
        .map(|(q, (qualification, out))| {
            let entry = usize::from(entry_age(qualification.code.level()));
            let young = young(exits, (entry, entry + years)).unwrap_or(EXITS);
            (young * relative_replacement(account, q) + out).min(1.0)
        })
        .collect()
}

/// Mean exit rate at the ages from `first` to before `last`; `None` where ages are not told apart.
fn young(exits: &Exits, (first, last): (usize, usize)) -> Option<f64> {
    if exits.layout != Layout::BY_AGE {
        return None;
    }
    let n = exits.layout.ages;
    let ages = first.saturating_sub(FIRST_AGE)..last.saturating_sub(FIRST_AGE).min(n);
    let (mut leaving, mut there) = (0.0, 0.0);
    for rates in &exits.rates {
        for cell in (0..exits.layout.blocks).flat_map(|b| ages.clone().map(move |a| b * n + a)) {
            leaving += exits.workers[cell] * rates[cell];
            there += exits.workers[cell];
        }
    }
    (there > 0.0).then(|| leaving / there)
}

/// Replacement rate of a qualification over that of all; 1 where it is not known.
fn relative_replacement(account: &QualificationAccount, q: usize) -> f64 {
    let (Some(wanted), Some(flows)) = (&account.wanted, &account.replacement) else { return 1.0 };
    let years = 0..wanted.demand.n_years();
    let mean = |paths: &Paths, q: usize| -> f64 { years.clone().map(|y| paths.mean(q, y)).sum() };
    let rate = |of: &[usize]| {
        let (replaced, there): (f64, f64) = of
            .iter()
            .map(|q| (mean(&flows.replacement, *q), mean(&wanted.demand, *q)))
            .fold((0.0, 0.0), |(a, b), (c, d)| (a + c, b + d));
        replaced / there
    };
    let all: Vec<usize> = (0..wanted.demand.n_series()).collect();
    let relative = rate(&[q]) / rate(&all);
    if relative.is_finite() { relative } else { 1.0 }
}

/// Workers who are there without intakes from the year `first` on, by programme; `leaving` are
/// rates by qualification.
pub(super) fn without_new(
    inputs: &AccountInputs<'_>,
    (supply, training): (&QualifiedSupply, &TrainingAccount),
    (first, fitting, leaving): (Year, &[usize], &[f64]),
) -> Result<Paths> {
    let (all, old) = (training.entrants.total(), training.entrants_without(inputs, first)?);
    let leads = leads_to(&inputs.knowledge.programmes, fitting);
    let mut without = selected(&supply.workers, &leads);
    for (series, (p, q)) in fitting.iter().zip(&leads).enumerate() {
        let exit = leaving[*q];
        for draw in 0..without.n_draws() {
            let (all, old) = (all.path(*p, draw), old.path(*p, draw));
            let (workers, stock) =
                (supply.workers.path(*q, draw), supply.stock.by_draw.path(*q, draw));
            let mut new = 0.0;
            for (year, value) in without.path_mut(series, draw).iter_mut().enumerate() {
                new = (1.0 - exit) * new + (all[year] - old[year]);
                let at_work = if stock[year] > 0.0 { workers[year] / stock[year] } else { 0.0 };
                *value = (workers[year] - new * at_work).max(0.0);
            }
        }
    }
    Ok(without)
}

/// Positions of the qualifications that programmes lead to.
pub(super) fn leads_to(known: &[KnownProgramme], positions: &[usize]) -> Vec<usize> {
    positions.iter().map(|p| known[*p].leads_to).collect()
}

/// The paths with [`YEARS_AFTER`] further years, in which every draw of a series grows as its mean
/// did in the last year, damped.
pub(super) fn carried_on(paths: &Paths, damping: f64) -> Paths {
    let (series, draws, years) = (paths.n_series(), paths.n_draws(), paths.n_years());
    let mut longer = Paths::zeros(paths.first(), series, draws, years + YEARS_AFTER);
    for s in 0..series {
        let (last, before) = (paths.mean(s, years - 1), paths.mean(s, years.saturating_sub(2)));
        let growth = if before > 0.0 && last > 0.0 { (last / before).ln() } else { 0.0 };
        for draw in 0..draws {
            let known = paths.path(s, draw);
            let path = longer.path_mut(s, draw);
            path[..years].copy_from_slice(known);
            let (mut value, mut rate) = (known[years - 1], growth);
            for later in &mut path[years..] {
                rate *= damping;
                value *= rate.exp();
                *later = value;
            }
        }
    }
    longer
}

/// The series at `positions`, in their order.
pub(super) fn selected(paths: &Paths, positions: &[usize]) -> Paths {
    let (draws, years) = (paths.n_draws(), paths.n_years());
    let mut chosen = Paths::zeros(paths.first(), positions.len(), draws, years);
    for (to, from) in positions.iter().enumerate() {
        for draw in 0..draws {
            chosen.path_mut(to, draw).copy_from_slice(paths.path(*from, draw));
        }
    }
    chosen
}
