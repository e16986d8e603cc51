//! How many workers of each sex and age leave in a year, and at which ages hires come.
//!
//! ```text
//! x(a)   = 1 − L(a+1, t+1) / L(a, t)          share of a cohort of the labour force that is gone
//! x(a)   = other(a) + hazard(a − R̃)           R̃ retirement age that people follow in the year
//! hires  ∝ max(0, L(a+1, t+1) − L(a, t))
//! ```
//! `L` is the projected labour force by sex and single age in the first year, so exits agree with
//! the supply side: people who enter and leave at the same age in the same year are in neither.
//! Only the first year is read, so a longer horizon changes nothing. The labour force of that year
//! was projected with its own retirement age, so the hazard is read around that age, and moves from
//! it as participation on the supply side does ([`crate::supply::retirement`]): the rise is in both
//! sides once.
//!
//! Exit rates and age structures of single occupations are the matter of [`own`].

pub mod own;

use ndarray::Array2;

use crate::accounts::AccountInputs;
use crate::accounts::knowledge::missing;
use crate::accounts::knowledge::workers::KnownWorkers;
use crate::codes::Sex;
use crate::error::Result;
use crate::prepare::Fallback;
use crate::replacement::openings::exits_by_year;
use crate::replacement::structure::cells_of;
use crate::supply::PopulationYear;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::labour::{ASSUMED_DEATHS, ASSUMED_WITHDRAWAL, Layout};
use crate::supply::retirement::{RetirementAges, RetirementHazard, by_cell};
use crate::units::Year;

/// Exits of all workers.
#[derive(Clone, Debug, PartialEq)]
pub struct Exits {
    /// How the cells follow each other.
    pub layout: Layout,
    /// Workers of the base year by cell.
    pub workers: Vec<f64>,
    /// Exit rates by cell, a list a projected year.
    pub rates: Vec<Vec<f64>>,
    /// Shares of hires by cell; they sum to 1.
    pub hires: Vec<f64>,
}

impl Exits {
    /// Share of all workers of the base year who leave in projected year `year`.
    pub fn mean_rate(&self, year: usize) -> f64 {
        let whole: f64 = self.workers.iter().sum();
        let Some(rates) = self.rates.get(year).or(self.rates.last()) else { return 0.0 };
        let leaving: f64 = self.workers.iter().zip(rates).map(|(n, x)| n * x).sum();
        if whole > 0.0 { leaving / whole } else { 0.0 }
    }

    /// Whether sexes and ages are told apart.
    pub fn by_age(&self) -> bool {
        self.layout == Layout::BY_AGE
    }
}

/// `row` repeated for each of `groups`.
pub(super) fn repeated(row: &[f64], groups: usize) -> Array2<f64> {
    Array2::from_shape_fn((groups, row.len()), |(_, cell)| row[cell])
}

/// Exits of all workers of the area.
///
/// # Errors
/// [`crate::error::Error::Method`] if the labour force by age cannot be read.
pub fn of_workers(inputs: &AccountInputs<'_>, fallbacks: &mut Vec<Fallback>) -> Result<Exits> {
    let supply = inputs.supply.get();
    let years = supply.after_mobility.n_years();
    let [base, next, ..] = supply.population.as_slice() else {
        fallbacks.push(missing(
            ("lực lượng lao động theo tuổi", "the labour force by age"),
            "mỗi năm 1/45 lao động thôi việc và 0,3 % tử vong (giả định)",
            "1/45 of workers withdraw and 0.3% die a year (assumed)",
        ));
        if inputs.knowledge.workers != KnownWorkers::default() {
            fallbacks.push(missing(
                (
                    "tuổi lao động, để dùng exit_rate và occupation_age",
                    "ages, to use exit_rate and occupation_age",
                ),
                "tỷ lệ rời việc chung cho mọi nghề",
                "the same exits in every occupation",
            ));
        }
        return Ok(Exits {
            layout: Layout::WHOLE,
            workers: vec![supply.base.iter().sum()],
            rates: vec![vec![ASSUMED_WITHDRAWAL + ASSUMED_DEATHS]; years],
            hires: vec![1.0],
        });
    };
    by_age(inputs, (base, next), years)
}

/// Workers of the first of `years` by sex and single age, and the share of them that is gone a year later; none where the
/// labour force by age is not known.
///
/// # Errors
/// [`crate::error::Error::Method`] if the labour force by age cannot be read.
pub fn leaving(years: &[PopulationYear]) -> Result<Option<(Vec<f64>, Vec<f64>)>> {
    let [base, next, ..] = years else { return Ok(None) };
    let (before, after) = (working(base)?, working(next)?);
    let (gone, _) = cohort(&before, &after, Layout::BY_AGE);
    Ok(Some((before, gone)))
}

fn by_age(
    inputs: &AccountInputs<'_>,
    (base, next): (&PopulationYear, &PopulationYear),
    years: usize,
) -> Result<Exits> {
    let (before, after) = (working(base)?, working(next)?);
    let layout = Layout::BY_AGE;
    let ages = RetirementAges::of_model(inputs.model);
    let (gone, hires) = cohort(&before, &after, layout);
    let hazards = hazards(&gone, &ages, next.year)?;
    let retiring = by_cell(&hazards, &ages, next.year);
    let other: Vec<f64> = gone.iter().zip(&retiring).map(|(x, h)| x - h).collect();
    let projected = next.year.to(base.year.plus(years as i32));
    let rates = exits_by_year(&repeated(&other, 1), &hazards, &ages, projected);
    Ok(Exits {
        layout,
        workers: before,
        rates: rates.into_iter().map(|rates| rates.row(0).to_vec()).collect(),
        hires,
    })
}

/// The labour force by sex and single age.
fn working(year: &PopulationYear) -> Result<Vec<f64>> {
    let table = &year.labour_force;
    let of_age = |age: &crate::codes::AgeGroup| usize::from(age.from()) >= FIRST_AGE;
    let first = table.ages.iter().position(of_age).unwrap_or(table.ages.len());
    let from = |values: &[f64]| values.get(first..).unwrap_or_default().to_vec();
    cells_of(&crate::prepare::AgeSexTable {
        ages: table.ages.get(first..).unwrap_or_default().to_vec(),
        values: [from(&table.values[0]), from(&table.values[1])],
    })
}

/// Ages pooled to even out what splitting five-year groups leaves.
const POOLED: usize = 5;

/// Share gone by cell, and the ages at which people come.
fn cohort(before: &[f64], after: &[f64], layout: Layout) -> (Vec<f64>, Vec<f64>) {
    let mut gone = vec![0.0; layout.cells()];
    let mut came = vec![0.0; layout.cells()];
    for block in 0..layout.blocks {
        let start = block * layout.ages;
        let (old, new) = (&before[start..start + layout.ages], &after[start..start + layout.ages]);
        came[start] += new[0];
        for first in (0..layout.ages).step_by(POOLED) {
            let last = (first + POOLED).min(layout.ages);
            let there: f64 = old[first..last].iter().sum();
            // The last age is open: those who stay in it are there with those who reach it.
            let later: f64 = if last == layout.ages {
                new[first + 1..].iter().sum()
            } else {
                new[first + 1..=last].iter().sum()
            };
            let share = if there > 0.0 { 1.0 - later / there } else { 0.0 };
            for age in first..last {
                gone[start + age] = share.clamp(0.0, 1.0);
                came[start + (age + 1).min(layout.ages - 1)] += (-share).max(0.0) * old[age];
            }
        }
    }
    let whole: f64 = came.iter().sum();
    if whole > 0.0 {
        for persons in &mut came {
            *persons /= whole;
        }
    } else {
        came.fill(1.0 / layout.cells() as f64);
    }
    (gone, came)
}

/// The hazards of retirement of women and men that exits of `year` show.
fn hazards(gone: &[f64], ages: &RetirementAges, year: Year) -> Result<[RetirementHazard; 2]> {
    let (women, men) = gone.split_at(Layout::BY_AGE.ages);
    Ok([
        RetirementHazard::observed(women, ages.at(Sex::Female, year))?,
        RetirementHazard::observed(men, ages.at(Sex::Male, year))?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cohort_that_shrinks_is_gone_and_one_that_grows_is_hired() {
        let layout = Layout { blocks: 1, ages: 10 };
        let mut before = vec![100.0; 10];
        before[9] = 0.0;
        let mut after = vec![0.0; 10];
        after[0] = 30.0;
        after[1..=5].fill(110.0);
        after[6..].fill(80.0);
        let (gone, came) = cohort(&before, &after, layout);
        assert_eq!(gone[0], 0.0);
        assert!((gone[7] - 0.2).abs() < 1e-12, "{gone:?}");
        assert!((came.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        // Thirty begin at the first age, and ten come at each of the next five.
        assert!((came[0] - 30.0 / 80.0).abs() < 1e-12, "{came:?}");
        assert_eq!(came[8], 0.0);
    }
}
