//! One scenario by qualification, and by programme of training.

mod intake;

use std::sync::Arc;

use crate::accounts::AccountInputs;
use crate::accounts::exits::{Exits, of_workers};
use crate::accounts::knowledge::{Held, KnownProgramme, missing};
use crate::accounts::prospects::{ProspectInputs, Prospects, prospects};
use crate::accounts::qualifications::intake::{Frame, under_scenario};
use crate::accounts::turnover::{Chances, Turnovers};
use crate::codes::{AgeGroup, Level};
use crate::error::Result;
use crate::paths::{Paths, Summary};
use crate::prepare::Fallback;
use crate::replacement::openings::Replacement;
use crate::status::Status;
use crate::supply::age_rates::FIRST_AGE;
use crate::training::entry::{Entrants, Levers, entrants};
use crate::training::flexibility::Flexibility;
use crate::training::flexibility::adapt::Response;
use crate::training::pipeline::{Draws, Extent, Graduates, draws, graduates_of};
use crate::training::programme::Programme;
use crate::training::stock::{
    LabourForce, Migration, Qualification, Start, Stock, StockInputs, Upgrading, project,
};
use crate::training::uncertainty::Knowledge as Certainty;
use crate::units::Year;

/// Qualifications wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Workers wanted by qualification.
    pub demand: Paths,
    /// Workers by qualification in the base year.
    pub base: Vec<f64>,
    /// Workers wanted by sector and level ([`crate::accounts::levels`]), the levels of a sector beside each
    /// other, year by year.
    pub by_sector: Vec<Vec<Summary>>,
    /// How the shares came to be known.
    pub status: Status,
}

/// Training and what it brings.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingAccount {
    /// Those who graduate.
    pub graduates: Graduates,
    /// Those who enter the labour force.
    pub entrants: Entrants,
    /// What was drawn of the programmes.
    pub draws: Arc<Draws>,
}

/// Workers by qualification.
#[derive(Clone, Debug, PartialEq)]
pub struct QualifiedSupply {
    /// The labour force by qualification and its flows.
    pub stock: Stock,
    /// Age groups of the stock, of women and then of men; none if ages are not told apart.
    pub ages: Vec<AgeGroup>,
    /// The labour force less those without work.
    pub workers: Arc<Paths>,
    /// Entrants and in-migrants.
    pub seekers: Arc<Paths>,
    /// Unemployed of the base year.
    pub unemployed: Vec<f64>,
    /// How the stock of the base year came to be known.
    pub status: Status,
}

/// The account of qualifications.
#[derive(Clone, Debug, PartialEq)]
pub struct QualificationAccount {
    /// Demand, where it is told apart.
    pub wanted: Option<Wanted>,
    /// Expansion, replacement and openings.
    pub replacement: Option<Replacement>,
    /// Training, where programmes are known.
    pub training: Option<Arc<TrainingAccount>>,
    /// Supply, where the qualifications of the labour force are known.
    pub supply: Option<Arc<QualifiedSupply>>,
    /// Gap and prospects, where both sides are known.
    pub prospects: Option<Prospects>,
}

/// The account of qualifications; `None` if they are not told apart.
///
/// # Errors
/// [`crate::error::Error::Method`] if a step cannot answer.
pub fn account(
    inputs: &AccountInputs<'_>,
    (wanted, side): (Option<Wanted>, &SupplySide),
    fallbacks: &mut Vec<Fallback>,
) -> Result<Option<QualificationAccount>> {
    let axis = &inputs.model.accounts.qualifications;
    if axis.is_empty() {
        return Ok(None);
    }
    let replacement = match (&wanted, &side.turnovers.qualifications) {
        (Some(wanted), Some(turnover)) => {
            Some(turnover.openings(&wanted.demand, inputs.demand.level(), fallbacks)?)
        }
        _ => None,
    };
    fallbacks.extend(side.fallbacks.iter().cloned());
    let (training, supply) = (side.training.clone(), side.supply.clone());
    let prospects = match (&wanted, &replacement, &supply) {
        (Some(wanted), Some(replacement), Some(supply)) => Some(prospects(ProspectInputs {
            demand: &wanted.demand,
            base: &wanted.base,
            openings: &replacement.openings,
            supply: Arc::clone(&supply.workers),
            seekers: Arc::clone(&supply.seekers),
            unemployed: &supply.unemployed,
            present: &vec![None; axis.len()],
            lead_times: &inputs.lead_times(),
            bounds: inputs.model.accounts.ratio_bounds,
        })?),
        _ => None,
    };
    Ok(Some(QualificationAccount { wanted, replacement, training, supply, prospects }))
}

/// Exits, turnover, training and supply: what follows from the supply by sector and from the levers
/// on training, whatever is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplySide {
    /// Exits of all workers.
    pub exits: Exits,
    /// What stood in for their figures.
    pub exit_fallbacks: Vec<Fallback>,
    /// How occupations and qualifications lose their workers.
    pub turnovers: Turnovers,
    /// Training, where programmes are known.
    pub training: Option<Arc<TrainingAccount>>,
    /// Supply, where the qualifications of the labour force are known.
    pub supply: Option<Arc<QualifiedSupply>>,
    /// What stood in for figures of training and supply.
    pub fallbacks: Vec<Fallback>,
}

/// Draws of training, which are those of every scenario; `None` without programmes.
///
/// # Errors
/// [`crate::error::Error::Method`] if a programme's figures cannot be used.
pub fn training_draws(inputs: &AccountInputs<'_>) -> Result<Option<Arc<Draws>>> {
    let known = &inputs.knowledge.programmes;
    if known.is_empty() || inputs.model.accounts.qualifications.is_empty() {
        return Ok(None);
    }
    let programmes: Vec<Programme> = known.iter().map(|k| k.programme.clone()).collect();
    let certainty = vec![Certainty::default(); programmes.len()];
    Ok(Some(Arc::new(draws(&programmes, &certainty, &extent(inputs))?)))
}

/// Whether two scenarios have the same supply side.
pub fn is_shared(a: &AccountInputs<'_>, b: &AccountInputs<'_>) -> bool {
    let levers = |inputs: &AccountInputs<'_>| {
        [inputs.scenario.retained_graduates.value, inputs.scenario.training_intake.value]
    };
    std::ptr::eq(a.supply, b.supply) && levers(a) == levers(b)
}

/// The supply side of one scenario.
///
/// # Errors
/// [`crate::error::Error::Method`] if a step cannot answer.
pub fn supply_side(
    inputs: &AccountInputs<'_>,
    (draws, chances): (Option<&Arc<Draws>>, &Chances),
) -> Result<SupplySide> {
    let (mut exit_fallbacks, mut fallbacks) = (Vec::new(), Vec::new());
    let exits = of_workers(inputs, &mut exit_fallbacks)?;
    let turnovers = Turnovers::of(inputs, &exits, chances)?;
    let (mut training, mut supplied) = (None, None);
    if !inputs.model.accounts.qualifications.is_empty() {
        training = self::training(inputs, draws, &mut fallbacks)?;
        if let Some(held) = &inputs.knowledge.held {
            let found = supply(inputs, (held, &exits), (training.as_ref(), &mut fallbacks))?;
            supplied = Some(Arc::new(found));
        }
    }
    let training = training.map(Arc::new);
    Ok(SupplySide { exits, exit_fallbacks, turnovers, training, supply: supplied, fallbacks })
}

fn training(
    inputs: &AccountInputs<'_>,
    draws: Option<&Arc<Draws>>,
    fallbacks: &mut Vec<Fallback>,
) -> Result<Option<TrainingAccount>> {
    let Some(draws) = draws else {
        fallbacks.push(missing(
            ("chương trình đào tạo và tuyển sinh", "programmes of training and enrolment"),
            "không có người tốt nghiệp; cơ cấu trình độ chỉ đổi theo di cư và nâng trình độ",
            "no graduates; qualifications change by migration and upgrading alone",
        ));
        return Ok(None);
    };
    let (graduates, entrants) = trained(inputs, draws, None)?;
    fallbacks.extend(graduates.fallbacks.iter().cloned());
    Ok(Some(TrainingAccount { graduates, entrants, draws: Arc::clone(draws) }))
}

impl TrainingAccount {
    /// Entrants by programme without intakes from `closed` on, those who study on from another
    /// programme among them.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if a programme's figures cannot be used.
    pub(super) fn entrants_without(
        &self,
        inputs: &AccountInputs<'_>,
        closed: Year,
    ) -> Result<Paths> {
        Ok(trained(inputs, &self.draws, Some(closed))?.1.total())
    }
}

fn extent(inputs: &AccountInputs<'_>) -> Extent {
    let by_sector = &inputs.demand.get().by_sector;
    Extent {
        base: inputs.model.base_year,
        years: by_sector.n_years(),
        draws: by_sector.n_draws(),
        seed: inputs.options.seed,
    }
}

fn trained(
    inputs: &AccountInputs<'_>,
    draws: &Draws,
    closed: Option<Year>,
) -> Result<(Graduates, Entrants)> {
    let known = &inputs.knowledge.programmes;
    let frame = Frame {
        base: inputs.model.base_year,
        to: inputs.options.to,
        factor: inputs.scenario.training_intake.value,
        closed,
    };
    let (programmes, continuations) = under_scenario(known, frame);
    let certainty = vec![Certainty::default(); programmes.len()];
    let graduates =
        graduates_of(&programmes, &continuations, &certainty, (&extent(inputs), draws))?;
    let rates: Vec<_> = known.iter().map(|k| k.rates.clone()).collect();
    let retention = inputs.scenario.retained_graduates.value;
    let levers = vec![Levers { retention, return_rate: 0.0 }; rates.len()];
    let entrants = entrants(&graduates, &rates, &levers)?;
    Ok((graduates, entrants))
}

fn supply(
    inputs: &AccountInputs<'_>,
    (held, exits): (&Held, &Exits),
    (training, fallbacks): (Option<&TrainingAccount>, &mut Vec<Fallback>),
) -> Result<QualifiedSupply> {
    let supply = inputs.supply.get();
    let force = &supply.labour_force;
    let no_entrants = Paths::zeros(force.first(), 0, force.n_draws(), force.n_years());
    let entrants = training.map_or(no_entrants, |training| training.entrants.total());
    let leads_to: Vec<usize> = inputs.knowledge.programmes.iter().map(|k| k.leads_to).collect();
    let (ages, expected) = expected_force(inputs);
    let exit_rates = grouped(exits, &ages);
    let stock = project(&StockInputs {
        qualifications: &qualifications(inputs),
        start: &Start::Totals(held.shares.clone()),
        labour_force: LabourForce { ages: &ages, expected: &expected, paths: force },
        exits: &exit_rates,
        upgrading: &upgrading(inputs),
        entrants: &entrants,
        leads_to: if training.is_some() { &leads_to } else { &[] },
        all_entrants: Some(&all_entrants(inputs, held, (&expected, &exit_rates))),
    })?;
    fallbacks.extend(stock.fallbacks.iter().cloned());
    let at_work = supply.after_mobility.sum_over_series();
    let share = at_work.zip_with(force, |at_work, force| at_work / force);
    let workers = stock.by_draw.times_each(&share);
    let seekers = stock.flows.entrants.zip_with(&stock.flows.in_migration, |a, b| a + b);
    let unemployed = stock.base.iter().map(|n| n * inputs.prepared.unemployment_rate).collect();
    let (workers, seekers) = (Arc::new(workers), Arc::new(seekers));
    Ok(QualifiedSupply { workers, seekers, unemployed, status: held.status, stock, ages })
}

/// The expected labour force by sex and age from the base year on, on the level of the supply side.
fn expected_force(inputs: &AccountInputs<'_>) -> (Vec<AgeGroup>, Vec<Vec<f64>>) {
    let supply = inputs.supply.get();
    let force = &supply.labour_force;
    let means = (0..force.n_years()).map(|year| force.mean(0, year));
    let totals: Vec<f64> = std::iter::once(inputs.prepared.labour_force).chain(means).collect();
    if supply.population.len() != totals.len() {
        return (Vec::new(), totals.into_iter().map(|total| vec![total]).collect());
    }
    let of_age = |age: &AgeGroup| usize::from(age.from()) >= FIRST_AGE;
    let table = &supply.population[0].labour_force;
    let first = table.ages.iter().position(of_age).unwrap_or(table.ages.len());
    let cells = |year: &crate::supply::PopulationYear| -> Vec<f64> {
        year.labour_force.values.iter().flat_map(|values| values[first..].to_vec()).collect()
    };
    let scaled = supply.population.iter().zip(&totals).map(|(year, total)| {
        let cells = cells(year);
        let sum: f64 = cells.iter().sum();
        cells.into_iter().map(|n| n * total / sum).collect()
    });
    (table.ages[first..].to_vec(), scaled.collect())
}

/// All who enter the labour force in a year: what it grows by and what leaves it, less those who
/// come over the border on balance.
fn all_entrants(
    inputs: &AccountInputs<'_>,
    held: &Held,
    (expected, exits): (&[Vec<f64>], &[Vec<f64>]),
) -> Vec<f64> {
    let rates = held.shares.iter().zip(&inputs.knowledge.migration);
    let net: f64 = rates.map(|(share, (inward, outward))| share * (inward - outward)).sum();
    expected
        .windows(2)
        .enumerate()
        .map(|(year, pair)| {
            let sums = [0, 1].map(|at| pair[at].iter().sum::<f64>());
            let rates = exits.get(year).or(exits.last());
            let cells = pair[0].iter().zip(rates.into_iter().flatten());
            let leaving: f64 = cells.map(|(persons, rate)| persons * rate).sum();
            (sums[1] - sums[0] + leaving - net * sums[0]).max(0.0)
        })
        .collect()
}

/// Exit rates of age groups, from those of single ages.
fn grouped(exits: &Exits, ages: &[AgeGroup]) -> Vec<Vec<f64>> {
    if ages.is_empty() || exits.layout.cells() == 1 {
        let cells = if ages.is_empty() { 1 } else { 2 * ages.len() };
        return (0..exits.rates.len()).map(|year| vec![exits.mean_rate(year); cells]).collect();
    }
    let n = exits.layout.ages;
    let of_group = |rates: &[f64], block: usize, age: &AgeGroup| {
        let (mut leaving, mut there) = (0.0, 0.0);
        let single = (0..n).filter(|a| age.contains((FIRST_AGE + a) as u8));
        for cell in single.map(|a| block * n + a) {
            leaving += exits.workers[cell] * rates[cell];
            there += exits.workers[cell];
        }
        if there > 0.0 { leaving / there } else { 0.0 }
    };
    exits
        .rates
        .iter()
        .map(|rates| {
            let blocks = 0..exits.layout.blocks;
            blocks
                .flat_map(|b| ages.iter().map(move |age| (b, age)))
                .map(|(b, age)| of_group(rates, b, age))
                .collect()
        })
        .collect()
}

fn qualifications(inputs: &AccountInputs<'_>) -> Vec<Qualification> {
    let axis = inputs.model.accounts.qualifications.iter();
    axis.zip(&inputs.knowledge.migration)
        .map(|(qualification, (inward, outward))| Qualification {
            name: qualification.title.clone(),
            entry_age: entry_age(qualification.code.level()),
            migration: Migration::Rates { inward: *inward, outward: *outward },
        })
        .collect()
}

/// Age at which the holders of a level usually enter the labour force: nine years of school from
/// age six, three more before college and university, and the usual length of the course.
pub(super) const fn entry_age(level: Level) -> u8 {
    match level {
        Level::Untrained => 15,
        Level::Elementary => 17,
        Level::Intermediate => 18,
        Level::College => 21,
        Level::University => 22,
        Level::Postgraduate => 25,
    }
}

fn upgrading(inputs: &AccountInputs<'_>) -> Vec<Upgrading> {
    let rows = inputs.knowledge.upgrading.iter();
    rows.map(|(from, to, rate)| Upgrading { from: *from, to: *to, rate: *rate }).collect()
}

impl QualifiedSupply {
    /// Where holders of a qualification work if they answer to the tightness of the first projected
    /// year as far as the model says.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if the shapes differ.
    pub fn adapted(
        &self,
        inputs: &AccountInputs<'_>,
        (flexibility, demand): (&Flexibility, &Paths),
    ) -> Result<Flexibility> {
        let elasticity = inputs.model.accounts.flexibility;
        if elasticity == 0.0 {
            return Ok(flexibility.clone());
        }
        let first = |paths: &Paths| -> Vec<f64> {
            (0..paths.n_series()).map(|series| paths.mean(series, 0)).collect()
        };
        let response = Response { elasticity, ..Response::default() };
        Ok(flexibility.adapted(&first(&self.workers), &first(demand), &response)?.flexibility)
    }
}

impl AccountInputs<'_> {
    /// Years of training that lead to each qualification; 0 without a programme.
    pub(super) fn lead_times(&self) -> Vec<f64> {
        let mut lead_times = vec![0.0; self.model.accounts.qualifications.len()];
        for known in &self.knowledge.programmes {
            lead_times[known.leads_to] = duration(known);
        }
        lead_times
    }

    /// Mean years of training of all programmes, which stand for occupations.
    pub(super) fn lead_time(&self) -> f64 {
        let known = &self.knowledge.programmes;
        known.iter().map(duration).sum::<f64>() / known.len().max(1) as f64
    }
}

fn duration(known: &KnownProgramme) -> f64 {
    match &known.programme.course {
        crate::training::programme::Course::Whole { duration, .. } => *duration,
        crate::training::programme::Course::ByYear { promotion, .. } => promotion.len() as f64,
    }
}
