//! What a year does to workers, cell by cell of sex and age.
//!
//! With e = participation × (1 − unemployment), the share of people who work,
//!
//! ```text
//! workers next year   E(a+1) = N(a+1, t+1)·e(a+1, t+1)
//! deaths              E(a)·(1 − s(a))
//! out-migration       as large a share of workers as of people, if net migration M is negative
//! in-migration        M·(1 + s)/2·e(a+1, t+1), if it is positive
//! cohort change       (those who stayed)·[e(a+1, t+1) − e(a, t)]
//! ```
//!
//! The cohort change is entrants where it is positive (first entrants, returners, and those who
//! were unemployed) and withdrawals where it is negative (retirement and leaving work). It is net
//! within a sex and single age, so people who enter and leave at the same age in the same year are
//! in neither.
//!
//! Everybody of a sex and age has the same chance to be unemployed.

use crate::supply::age_rates::AgeRates;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::cohort::Cohorts;
use crate::supply::cohort::after_year;
use crate::supply::cohort::feasible_migration;
use crate::supply::life_table::AGES;
use crate::supply::life_table::OPEN_AGE;

/// Share of workers who withdraw a year where no ages are known: a working life of 45 years.
pub const ASSUMED_WITHDRAWAL: f64 = 1.0 / 45.0;

/// Share of workers who die a year where no ages are known.
pub const ASSUMED_DEATHS: f64 = 0.003;

/// How cells of workers follow each other: `blocks` rows of `ages`, the last age of each open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Sexes, or 1.
    pub blocks: usize,
    /// Ages, or 1.
    pub ages: usize,
}

impl Layout {
    /// Both sexes, single ages from [`FIRST_AGE`].
    pub const BY_AGE: Self = Self { blocks: 2, ages: AGES - FIRST_AGE };

    /// Everybody in one cell.
    pub const WHOLE: Self = Self { blocks: 1, ages: 1 };

    /// Number of cells.
    pub const fn cells(self) -> usize {
        self.blocks * self.ages
    }

    /// The cell where those of `cell` are a year later.
    pub const fn next(self, cell: usize) -> usize {
        if cell % self.ages + 1 == self.ages { cell } else { cell + 1 }
    }

    /// Makes everybody a year older; the last age of each block is open.
    pub fn age_all(self, workers: &mut [f64]) {
        for block in workers.chunks_exact_mut(self.ages) {
            block.rotate_right(1);
            if let [oldest, .., last] = block {
                *last += *oldest;
                *oldest = 0.0;
            }
        }
    }
}

/// What a year does to the workers of each cell.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkerChange {
    /// Share of workers who die, by cell before.
    pub deaths: Vec<f64>,
    /// Share who withdraw.
    pub withdrawals: Vec<f64>,
    /// Share who leave the area.
    pub out_migration: Vec<f64>,
    /// Share who are still at work here: one less the three above.
    pub stay: Vec<f64>,
    /// Entrants in persons, by cell after.
    pub entrants: Vec<f64>,
    /// In-migrants at work in persons, by cell after.
    pub in_migration: Vec<f64>,
    /// Labour force after.
    pub labour_force: f64,
}

impl WorkerChange {
    /// A year in which nothing happens.
    pub fn none(layout: Layout) -> Self {
        let zeros = vec![0.0; layout.cells()];
        Self {
            deaths: zeros.clone(),
            withdrawals: zeros.clone(),
            out_migration: zeros.clone(),
            stay: vec![1.0; layout.cells()],
            entrants: zeros.clone(),
            in_migration: zeros,
            labour_force: 0.0,
        }
    }
}

/// Errors of one draw in one year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct YearErrors {
    /// Error of the logit of participation, by broad age.
    pub participation: [f64; 3],
    /// Error of the net migration rate, per person and year.
    pub migration: f64,
}

/// What the expected projection says about one step, for the draws to vary.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Survival by sex and age.
    pub survival: [Vec<f64>; 2],
    /// Expected net migrants.
    pub migration: [Vec<f64>; 2],
    /// Net migrants by sex and age per unit of error of the rate.
    pub per_unit_of_error: [Vec<f64>; 2],
    /// Children of age 0 after the step.
    pub newborn: [f64; 2],
}

/// People and the share at work, of one draw in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    persons: Cohorts,
    at_work: [Vec<f64>; 2],
    next_at_work: Vec<f64>,
}

/// The labour force by sex and single age over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct LabourByAge {
    /// People of the base year.
    pub base: Cohorts,
    /// The steps from year to year.
    pub steps: Vec<Step>,
    /// Participation.
    pub rates: AgeRates,
    /// One less the unemployment rate, the base year first.
    pub employed: Vec<f64>,
}

impl LabourByAge {
    /// People and shares at work in the base year.
    pub fn start(&self) -> People {
        let mut at_work = [vec![0.0; AGES], vec![0.0; AGES]];
        for (sex, of_sex) in at_work.iter_mut().enumerate() {
            self.rates.rates(0, sex, &[1.0; 3], of_sex);
            for rate in of_sex {
                *rate *= self.employed[0];
            }
        }
        People { persons: self.base.clone(), at_work, next_at_work: vec![0.0; AGES] }
    }

    /// Workers of the base year by cell.
    pub fn base_workers(&self) -> Vec<f64> {
        let start = self.start();
        (0..2)
            .flat_map(|sex| {
                let (n, e) = (&start.persons.persons[sex], &start.at_work[sex]);
                (FIRST_AGE..AGES).map(|age| n[age] * e[age]).collect::<Vec<f64>>()
            })
            .collect()
    }

    /// Carries `people` through step `step` and writes what it does to workers into `change`.
    pub fn advance(
        &self,
        step: usize,
        errors: YearErrors,
        people: &mut People,
        change: &mut WorkerChange,
    ) {
        let odds_factors = errors.participation.map(|error| (-error).exp());
        change.entrants.fill(0.0);
        change.in_migration.fill(0.0);
        let mut workers = 0.0;
        for sex in 0..2 {
            self.rates.rates(step + 1, sex, &odds_factors, &mut people.next_at_work);
            let employed = self.employed[step + 1];
            for rate in &mut people.next_at_work {
                *rate *= employed;
            }
            self.advance_sex(step, (sex, errors.migration), people, change);
            people.at_work[sex].copy_from_slice(&people.next_at_work);
            let (n, e) = (&people.persons.persons[sex], &people.at_work[sex]);
            workers += n.iter().zip(e).map(|(n, e)| n * e).sum::<f64>();
        }
        change.labour_force = workers / self.employed[step + 1];
    }

    fn advance_sex(
        &self,
        step: usize,
        (sex, error): (usize, f64),
        people: &mut People,
        change: &mut WorkerChange,
    ) {
        let inputs = &self.steps[step];
        let persons = &mut people.persons.persons[sex];
        let mut arriving = 0.0;
        for age in (0..AGES).rev() {
            let (n, s) = (persons[age], inputs.survival[sex][age]);
            let expected = inputs.migration[sex][age];
            let migrants =
                feasible_migration(n, s, expected + error * inputs.per_unit_of_error[sex][age]);
            let after = after_year(n, s, migrants);
            if age + 1 >= FIRST_AGE {
                let before = Origin { n, s, migrants, e: people.at_work[sex][age] };
                before.record((sex, age), people.next_at_work[(age + 1).min(OPEN_AGE)], change);
            }
            if age == OPEN_AGE {
                arriving = after;
            } else {
                persons[age + 1] = after + if age + 1 == OPEN_AGE { arriving } else { 0.0 };
            }
        }
        persons[0] = inputs.newborn[sex];
    }
}

/// People of one sex and age before a year: their number, survival, net migrants, share at work.
struct Origin {
    n: f64,
    s: f64,
    migrants: f64,
    e: f64,
}

impl Origin {
    fn record(&self, (sex, age): (usize, usize), next_e: f64, change: &mut WorkerChange) {
        let moving = 0.5 * self.migrants * (1.0 + self.s);
        let stayed = (self.n * self.s + moving.min(0.0)).max(0.0);
        let layout = Layout::BY_AGE;
        let after = sex * layout.ages + (age + 1).min(OPEN_AGE) - FIRST_AGE;
        change.entrants[after] += stayed * (next_e - self.e).max(0.0);
        change.in_migration[after] += moving.max(0.0) * next_e;
        if age < FIRST_AGE {
            return;
        }
        let before = sex * layout.ages + age - FIRST_AGE;
        let per_person = |count: f64| if self.n > 0.0 { count / self.n } else { 0.0 };
        let kept = if self.e > next_e { next_e / self.e } else { 1.0 };
        change.deaths[before] = 1.0 - self.s;
        change.out_migration[before] = per_person(-moving.min(0.0));
        change.withdrawals[before] = per_person(stayed) * (1.0 - kept);
        change.stay[before] = per_person(stayed) * kept;
    }
}

/// The labour force as a whole, where no population by age is known.
#[derive(Clone, Debug, PartialEq)]
pub struct LabourWhole {
    /// Expected labour force, the base year first.
    pub labour_force: Vec<f64>,
    /// One less the unemployment rate, the base year first.
    pub employed: Vec<f64>,
}

impl LabourWhole {
    /// What step `step` does to `workers`, the error of the log level being `error` after it.
    pub fn advance(&self, step: usize, error: f64, workers: f64, change: &mut WorkerChange) {
        change.labour_force = self.labour_force[step + 1] * error.exp();
        let wanted = change.labour_force * self.employed[step + 1];
        let stay = (1.0 - ASSUMED_DEATHS - ASSUMED_WITHDRAWAL).min(wanted / workers.max(1e-300));
        change.deaths[0] = ASSUMED_DEATHS.min(1.0 - stay);
        change.stay[0] = stay;
        change.withdrawals[0] = 1.0 - stay - change.deaths[0];
        change.entrants[0] = (wanted - stay * workers).max(0.0);
    }
}

#[cfg(test)]
mod tests;
