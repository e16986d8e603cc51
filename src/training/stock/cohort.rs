//! The expected path by qualification, sex and age, and the rates it implies.

use ndarray::Array2;

use super::start::sums;
use super::{Migration, StockInputs};
use crate::codes::AgeGroup;
use crate::error::Result;
use crate::training::refuse;

/// Those who are new in the labour force below this age come from school.
const YOUNG: u8 = 25;

/// The expected path.
pub(super) struct Expected {
    /// Persons by qualification and cell, by year from the base year on.
    pub(super) stocks: Vec<Array2<f64>>,
    /// What each year does.
    pub(super) steps: Vec<Step>,
    pub(super) largest_adjustment: f64,
}

/// What one year does to each qualification, per holder at its beginning.
#[derive(Debug, Default)]
pub(super) struct Step {
    pub(super) exits: Vec<f64>,
    pub(super) outward: Vec<f64>,
    pub(super) inward: Vec<f64>,
    /// By pair of the upgrading, per holder of the qualification before.
    pub(super) upgrading: Vec<f64>,
    /// Entrants of the year, trained or not, in persons.
    pub(super) all_entrants: f64,
    /// Factor that the adjustment is on each qualification.
    pub(super) factor: Vec<f64>,
    /// Persons the adjustment adds where no flow brought any.
    pub(super) added: Vec<f64>,
}

/// Carries the start along the expected labour force and entrants.
pub(super) fn expected(inputs: &StockInputs<'_>, start: Array2<f64>) -> Result<Expected> {
    let years = inputs.entrants.n_years();
    let mut path = Expected {
        stocks: Vec::with_capacity(years + 1),
        steps: Vec::with_capacity(years),
        largest_adjustment: 0.0,
    };
    path.stocks.push(start);
    for year in 0..years {
        let (mut next, mut step) = flows(inputs, &path.stocks[year], year)?;
        age(&mut next, inputs.labour_force.ages);
        enter(inputs, &mut next, (year, &mut step));
        let share = adjust(&mut next, &inputs.labour_force.expected[year + 1], &mut step);
        path.largest_adjustment = path.largest_adjustment.max(share);
        path.stocks.push(next);
        path.steps.push(step);
    }
    Ok(path)
}

/// Exits, migration and upgrading of one year.
fn flows(
    inputs: &StockInputs<'_>,
    stock: &Array2<f64>,
    year: usize,
) -> Result<(Array2<f64>, Step)> {
    let last = inputs.exits.len() - 1;
    let exits = &inputs.exits[year.min(last)];
    let mut next = Array2::zeros(stock.dim());
    let mut step = Step { upgrading: vec![0.0; inputs.upgrading.len()], ..Step::default() };
    for (q, row) in stock.rows().into_iter().enumerate() {
        let whole = row.sum();
        let leaving: f64 = row.iter().zip(exits).map(|(n, x)| n * x).sum();
        let (inward, outward) = migration(inputs, q, [whole, whole - leaving])?;
        let (mut out, mut moved) = (0.0, 0.0);
        for (c, (persons, exit)) in row.iter().zip(exits).enumerate() {
            let left = persons - persons * exit;
            let stayed = left - left * outward;
            out += left * outward;
            moved += stayed;
            let mut unchanged = stayed;
            for pair in inputs.upgrading.iter().filter(|pair| pair.from == q) {
                unchanged -= stayed * pair.rate;
                next[[pair.to, c]] += stayed * pair.rate;
            }
            next[[q, c]] += unchanged + persons * inward;
        }
        let per_holder = |flow: f64| if whole > 0.0 { flow / whole } else { 0.0 };
        step.exits.push(per_holder(leaving));
        step.outward.push(per_holder(out));
        step.inward.push(inward);
        for (rate, pair) in step.upgrading.iter_mut().zip(inputs.upgrading) {
            if pair.from == q {
                *rate = per_holder(moved * pair.rate);
            }
        }
    }
    Ok((next, step))
}

/// Rates of moving in, per holder, and out, per holder who has not left the labour force.
fn migration(inputs: &StockInputs<'_>, q: usize, [whole, stayed]: [f64; 2]) -> Result<(f64, f64)> {
    let qualification = &inputs.qualifications[q];
    match qualification.migration {
        Migration::Rates { inward, outward } => Ok((inward, outward)),
        Migration::Net(persons) if persons > 0.0 && whole <= 0.0 => refuse(
            format!(
                "{}: {persons} người nhập cư ròng mỗi năm nhưng năm gốc không có ai; hãy cho số lao động năm gốc",
                qualification.name.vi
            ),
            format!(
                "{}: {persons} net in-migrants a year but nobody in the base year; give its stock there",
                qualification.name.en
            ),
        ),
        Migration::Net(persons) if persons > 0.0 => Ok((persons / whole, 0.0)),
        Migration::Net(persons) if stayed > 0.0 => Ok((0.0, (-persons / stayed).min(1.0))),
        Migration::Net(_) => Ok((0.0, 0.0)),
    }
}

/// Makes everybody a year older: of a group of `n` years one in `n` goes up.
fn age(stock: &mut Array2<f64>, ages: &[AgeGroup]) {
    if ages.is_empty() {
        return;
    }
    for mut row in stock.rows_mut() {
        for sex in 0..2 {
            let mut from_below = 0.0;
            for (a, group) in ages.iter().enumerate() {
                let cell = &mut row[sex * ages.len() + a];
                let is_last = a + 1 == ages.len();
                let width =
                    group.to().map_or(1.0, |to| f64::from(to) - f64::from(group.from()) + 1.0);
                let up = if is_last { 0.0 } else { *cell / width.max(1.0) };
                *cell += from_below - up;
                from_below = up;
            }
        }
    }
}

/// Adds those who enter, trained and not.
fn enter(inputs: &StockInputs<'_>, stock: &mut Array2<f64>, (year, step): (usize, &mut Step)) {
    let force = &inputs.labour_force.expected[year + 1];
    let mut trained = 0.0;
    for (p, q) in inputs.leads_to.iter().enumerate() {
        let persons = inputs.entrants.mean(p, year);
        trained += persons;
        for (c, share) in entry_cells(inputs, *q, force) {
            stock[[*q, c]] += persons * share;
        }
    }
    let mut untrained = 0.0;
    if let Some(all) = inputs.all_entrants {
        untrained = (all[year] - trained).max(0.0);
        for (c, share) in entry_cells(inputs, 0, force) {
            stock[[0, c]] += untrained * share;
        }
    } else {
        let ages = inputs.labour_force.ages;
        for (c, control) in force.iter().enumerate() {
            if ages.is_empty() || ages[c % ages.len()].from() < YOUNG {
                let missing = (control - stock.column(c).sum()).max(0.0);
                stock[[0, c]] += missing;
                untrained += missing;
            }
        }
    }
    step.all_entrants = trained + untrained;
}

/// Cells where those with a qualification enter, and the share of each: the sexes as they are in
/// the labour force of that age.
fn entry_cells(inputs: &StockInputs<'_>, q: usize, force: &[f64]) -> Vec<(usize, f64)> {
    let ages = inputs.labour_force.ages;
    let entry = inputs.qualifications[q].entry_age;
    if ages.is_empty() {
        return vec![(0, 1.0)];
    }
    let group = ages.iter().position(|group| group.to().is_none_or(|to| to >= entry));
    let a = group.unwrap_or(ages.len() - 1);
    let sexes = [a, ages.len() + a];
    let whole = force[sexes[0]] + force[sexes[1]];
    sexes.map(|c| (c, if whole > 0.0 { force[c] / whole } else { 0.5 })).to_vec()
}

/// Scales every cell to the labour force; returns what that moves, over the labour force.
fn adjust(stock: &mut Array2<f64>, control: &[f64], step: &mut Step) -> f64 {
    let before = sums(stock);
    let all: f64 = before.iter().sum();
    for (c, force) in control.iter().enumerate() {
        let sum = stock.column(c).sum();
        for (q, cell) in stock.column_mut(c).iter_mut().enumerate() {
            *cell = if sum > 0.0 {
                *cell * (force / sum)
            } else if all > 0.0 {
                force * before[q] / all
            } else {
                // Nobody is left: the labour force is new, and untrained.
                if q == 0 { *force } else { 0.0 }
            };
        }
    }
    let after = sums(stock);
    let mut moved = 0.0;
    for (before, after) in before.iter().zip(&after) {
        moved += (after - before).abs();
        step.factor.push(if *before > 0.0 { after / before } else { 0.0 });
        step.added.push(if *before > 0.0 { 0.0 } else { *after });
    }
    moved / after.iter().sum::<f64>().max(f64::MIN_POSITIVE)
}
