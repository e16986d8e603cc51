//! The labour force by qualification, sex and age, from year to year (methods S5 and S6).
//!
//! ```text
//! exits       X = S·x_a                        deaths, retirement, withdrawal, by sex and age
//! out         O = (S − X)·m⁻_q                 in  I = S·m⁺_q
//! upgrading   U_qq' = (S − X − O)·u_qq'
//! S_q(t+1) = S_q(t) + entrants − X − O + I + Σ U_q'q − Σ U_qq' + adjustment_q
//! Σ_q S_q(t) = labour force(t)                 by sex and age on the expected path, whole in every draw
//! ```
//! What is left after these flows is made a year older, of a group of `n` years one in `n`, and then
//! scaled at each sex and age to the labour force, which is the control. The adjustment is what the
//! scaling does; it is a flow like the others, so nothing is hidden in it, and a large one says that
//! the rates and the labour force tell different stories. One margin is fitted (the labour force by
//! sex and age), so a single pass is the whole of the iterative fitting; both margins are known in
//! the base year alone, see [`Start`].
//!
//! Those who enter without training enter the untrained stock, the first. Their number is all
//! entrants of the labour force less the trained ones where the former are given; otherwise what
//! the labour force under 25 has more than the flows explain.
//!
//! # Uncertainty
//! Sex and age are carried along the expected path alone. From it every year has, by qualification,
//! a rate of each flow and a factor of adjustment; each draw is carried on with these, its own
//! entrants and its own labour force:
//!
//! ```text
//! S_q,d(t+1) = λ_d·α_q·[ S_q,d(t)·(1 − x̄ − ō + ī) + upgrading + entrants_q,d ],   Σ_q S_q,d = labour force_d
//! untrained entrants_d = max(0, (all entrants)·labour force_d / labour force − trained entrants_d)
//! ```
//! With entrants and labour force as expected a draw is the expected path. What it leaves out is that
//! a draw with more young people ages a little later; over ten years that is small beside the spread
//! of entrants.
//!
//! # Source
//! Stone (1971), *Demographic Accounting and Model-Building*; Deming & Stephan (1940) for the fit.

mod cohort;
mod draws;
mod start;

use ndarray::Array2;

use crate::codes::AgeGroup;
use crate::error::Result;
use crate::language::Text;
use crate::paths::Paths;
use crate::prepare::{AgeSexTable, Fallback};
use crate::training::{check_amount, check_share, refuse};

/// How holders of a qualification cross the border of the area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Migration {
    /// Moves per holder in the area and year.
    Rates {
        /// Moves into the area.
        inward: f64,
        /// Moves out of it, at most 1.
        outward: f64,
    },
    /// Persons a year in less out, where nothing else is known; it holds whatever the stock.
    Net(f64),
}

/// A qualification; the first of all is that of the untrained.
#[derive(Clone, Debug, PartialEq)]
pub struct Qualification {
    /// Its name.
    pub name: Text,
    /// Completed years of age at which its holders usually enter the labour force.
    pub entry_age: u8,
    /// Migration of its holders.
    pub migration: Migration,
}

/// Working adults who gain another qualification.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Upgrading {
    /// Position of the qualification before.
    pub from: usize,
    /// Position of the one after.
    pub to: usize,
    /// Share of the holders a year.
    pub rate: f64,
}

/// The labour force by qualification in the base year; only ratios matter.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// By qualification and cell; fitted to its own sums by qualification and to the labour force
    /// by sex and age.
    ByCell(Array2<f64>),
    /// By qualification alone: every qualification is given the ages of the labour force from its
    /// age of entry on, fitted to both margins.
    Totals(Vec<f64>),
}

/// The labour force that the stocks must add up to.
#[derive(Clone, Copy, Debug)]
pub struct LabourForce<'a> {
    /// Age groups, ascending; empty if only totals are known.
    pub ages: &'a [AgeGroup],
    /// Expected labour force by year from the base year on, and by cell: women by age, then men
    /// (see [`cells`]); one cell if only totals are known.
    pub expected: &'a [Vec<f64>],
    /// Labour force by draw (one series), from the year after the base year on.
    pub paths: &'a Paths,
}

/// What the stock is carried on from.
#[derive(Clone, Copy, Debug)]
pub struct StockInputs<'a> {
    /// Qualifications, the untrained first.
    pub qualifications: &'a [Qualification],
    /// The base year.
    pub start: &'a Start,
    /// The control.
    pub labour_force: LabourForce<'a>,
    /// Share of each cell that leaves, by year; the last year is held.
    pub exits: &'a [Vec<f64>],
    /// Upgrading of working adults.
    pub upgrading: &'a [Upgrading],
    /// Trained entrants by programme, from the year after the base year on.
    pub entrants: &'a Paths,
    /// Position of the qualification each programme leads to.
    pub leads_to: &'a [usize],
    /// All entrants of the labour force by year, trained or not, where known.
    pub all_entrants: Option<&'a [f64]>,
}

/// Yearly flows by qualification, draw and year, in persons.
#[derive(Clone, Debug, PartialEq)]
pub struct StockFlows {
    /// Those who enter the labour force.
    pub entrants: Paths,
    /// Those who leave it, positive.
    pub exits: Paths,
    /// Those who move into the area.
    pub in_migration: Paths,
    /// Those who move out of it, positive.
    pub out_migration: Paths,
    /// Net gain by upgrading; sums to zero over qualifications.
    pub upgrading: Paths,
    /// What makes the stocks add up to the labour force.
    pub adjustment: Paths,
}

/// The labour force by qualification.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// Persons by qualification in the base year.
    pub base: Vec<f64>,
    /// Persons by qualification, draw and year.
    pub by_draw: Paths,
    /// Flows behind `by_draw`.
    pub flows: StockFlows,
    /// Expected persons by qualification and cell, by year from the base year on.
    pub expected: Vec<Array2<f64>>,
    /// Largest sum of adjustments of one year on the expected path, regardless of sign, over the
    /// labour force.
    pub largest_adjustment: f64,
    /// What was not given, and what stood in for it.
    pub fallbacks: Vec<Fallback>,
}

/// The cells of a table by sex and age, in the order of this module.
pub fn cells(table: &AgeSexTable) -> Vec<f64> {
    table.values.iter().flatten().copied().collect()
}

/// Carries the stock on.
///
/// # Shapes
/// `labour_force.expected` and `exits`: as many cells as two sexes have ages, or one.
///
/// # Errors
/// [`crate::error::Error::Method`] if shapes differ or a figure is impossible, naming it.
pub fn project(inputs: &StockInputs<'_>) -> Result<Stock> {
    check(inputs)?;
    let mut fallbacks = Vec::new();
    let start = start::fitted(inputs, &mut fallbacks)?;
    let expected = cohort::expected(inputs, start)?;
    let (by_draw, flows) = draws::carried(inputs, &expected);
    Ok(Stock {
        base: expected.stocks.first().map(start::sums).unwrap_or_default(),
        by_draw,
        flows,
        largest_adjustment: expected.largest_adjustment,
        expected: expected.stocks,
        fallbacks,
    })
}

fn check(inputs: &StockInputs<'_>) -> Result<()> {
    check_shapes(inputs)?;
    let rate = Text::new("tỷ lệ di cư", "a rate of migration");
    for qualification in inputs.qualifications {
        match qualification.migration {
            Migration::Rates { inward, outward } => {
                check_amount(inward, &qualification.name, &rate)?;
                check_share(outward, &qualification.name, &rate)?;
            }
            Migration::Net(persons) => check_amount(persons.abs(), &qualification.name, &rate)?,
        }
    }
    check_upgrading(inputs)?;
    let place = Text::new("lực lượng lao động", "labour force");
    let exit = Text::new("tỷ lệ rời lực lượng lao động", "an exit rate");
    for rate in inputs.exits.iter().flatten() {
        check_share(*rate, &place, &exit)?;
    }
    let persons = Text::new("số người", "a number of persons");
    for value in inputs
        .labour_force
        .expected
        .iter()
        .flatten()
        .chain(inputs.all_entrants.into_iter().flatten())
    {
        check_amount(*value, &place, &persons)?;
    }
    if inputs.labour_force.expected.iter().all(|cells| cells.iter().sum::<f64>() > 0.0) {
        return Ok(());
    }
    refuse(
        "lực lượng lao động của một năm bằng 0; hãy kiểm tra dự báo lực lượng lao động",
        "the labour force of a year is zero; check its projection",
    )
}

fn check_upgrading(inputs: &StockInputs<'_>) -> Result<()> {
    let what = Text::new("tỷ lệ nâng trình độ", "the rate of upgrading");
    let mut leaving = vec![0.0; inputs.qualifications.len()];
    for Upgrading { from, to, rate } in inputs.upgrading {
        let (Some(origin), Some(sum), Some(_)) = (
            inputs.qualifications.get(*from),
            leaving.get_mut(*from),
            inputs.qualifications.get(*to),
        ) else {
            return refuse(
                format!("nâng trình độ từ số {from} lên số {to}: không có trình độ ấy"),
                format!("upgrading from {from} to {to}: there is no such qualification"),
            );
        };
        check_share(*rate, &origin.name, &what)?;
        *sum += rate;
        check_share(*sum, &origin.name, &what)?;
    }
    Ok(())
}

fn check_shapes(inputs: &StockInputs<'_>) -> Result<()> {
    let force = &inputs.labour_force;
    let n_cells = if force.ages.is_empty() { 1 } else { 2 * force.ages.len() };
    let n_q = inputs.qualifications.len();
    let (years, draws) = (inputs.entrants.n_years(), inputs.entrants.n_draws());
    let paths = (force.paths.first(), force.paths.n_draws(), force.paths.n_years());
    let start = match inputs.start {
        Start::ByCell(cells) => cells.dim() == (n_q, n_cells),
        Start::Totals(totals) => totals.len() == n_q,
    };
    let wrong = [
        (n_q == 0, "trình độ", "qualifications"),
        (!start, "trình độ năm gốc", "the stock of the base year"),
        (
            force.expected.len() != years + 1 || force.expected.iter().any(|c| c.len() != n_cells),
            "lực lượng lao động theo tuổi",
            "the expected labour force",
        ),
        (
            paths != (inputs.entrants.first(), draws, years) || force.paths.n_series() != 1,
            "các đường mô phỏng lực lượng lao động",
            "the paths of the labour force",
        ),
        (
            inputs.exits.is_empty() || inputs.exits.iter().any(|x| x.len() != n_cells),
            "tỷ lệ rời lực lượng lao động",
            "exit rates",
        ),
        (
            inputs.leads_to.len() != inputs.entrants.n_series()
                || inputs.leads_to.iter().any(|q| *q >= n_q),
            "trình độ của chương trình",
            "the qualifications that programmes lead to",
        ),
        (inputs.all_entrants.is_some_and(|n| n.len() != years), "số người mới vào", "all entrants"),
    ];
    match wrong.into_iter().find(|(is_wrong, ..)| *is_wrong) {
        None => Ok(()),
        Some((_, vi, en)) => refuse(
            format!("{vi}: thiếu hoặc không khớp với số trình độ, tuổi, năm hay lần mô phỏng"),
            format!("{en}: missing, or not as many as qualifications, ages, years or draws"),
        ),
    }
}

#[cfg(test)]
mod tests;
