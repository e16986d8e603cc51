//! Occupations and qualifications of an area, from its sectors and the shares that are known.
//!
//! Shares of the whole are those of [`crate::accounts::knowledge`]; an area with rows of its own has them shrunk to
//! the whole's by its sample. One set of draws of shares serves all areas, since one table is behind them: the
//! errors of the whole's shares do not cancel over areas.

use std::collections::BTreeMap;

use crate::accounts::knowledge::{self, Required, Split};
use crate::areas::figures::Figures;
use crate::codes::AreaCode;
use crate::dataset::Dataset;
use crate::dataset::accounts::AccountTables;
use crate::error::Result;
use crate::model::Model;
use crate::occupation::project::{DrawKey, project_cells};
use crate::paths::Paths;
use crate::prepare::Fallback;
use crate::status::Status;

/// Shares of occupations in sectors, and of qualifications in occupations or sectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Occupations in sectors.
    pub staffing: Option<Split>,
    /// Qualifications in occupations or sectors.
    pub required: Option<Required>,
}

/// Shares of every area without parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Splits {
    whole: Shares,
    /// By position, of the areas with rows of their own.
    own: BTreeMap<usize, Shares>,
    /// What was missing, and what stood in for it.
    pub fallbacks: Vec<Fallback>,
}

impl Splits {
    /// Learns the shares from the tables of `dataset` on the axes of the whole's `model`.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if a table cannot be used as it is.
    pub fn learn(figures: &Figures, model: &Model, dataset: &Dataset) -> Result<Self> {
        let known = knowledge::learn(model, dataset)?;
        let fallbacks = if is_wanted(model) { known.fallbacks } else { Vec::new() };
        let whole = Shares { staffing: known.staffing, required: known.required };
        let tables = &dataset.accounts;
        let above = if has_rows(tables, &model.area) {
            Some(model.area.clone())
        } else {
            model.nation.clone().or_else(|| Some(model.area.clone()))
        };
        let mut own = BTreeMap::new();
        for (area, name) in
            figures.tree.names().iter().skip(figures.tree.n_aggregates()).enumerate()
        {
            let Ok(code) = name.parse::<AreaCode>() else { continue };
            if code != model.area && has_rows(tables, &code) {
                let local = Model { area: code, nation: above.clone(), ..model.clone() };
                let known = knowledge::learn(&local, dataset)?;
                let shares = Shares { staffing: known.staffing, required: known.required };
                own.insert(area, shares);
            }
        }
        Ok(Self { whole, own, fallbacks })
    }

    /// Shares of the area at `area`.
    pub fn of(&self, area: usize) -> &Shares {
        self.own.get(&area).unwrap_or(&self.whole)
    }

    /// Shares of an area without rows of its own.
    pub const fn of_whole(&self) -> &Shares {
        &self.whole
    }
}

/// Whether the model tells apart anything below sectors.
fn is_wanted(model: &Model) -> bool {
    !model.accounts.occupations.is_empty() || !model.accounts.qualifications.is_empty()
}

fn has_rows(tables: &AccountTables, code: &AreaCode) -> bool {
    tables.occupation_shares.iter().any(|row| row.area == *code)
        || tables.qualification_shares.iter().any(|row| row.area == *code)
}

/// Paths split by an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Divided {
    /// One series a column of the axis.
    pub paths: Paths,
    /// Every cell in the last year: rows, then columns.
    pub cells: Paths,
    /// Persons of the base year by column.
    pub base: Vec<f64>,
    /// The least firm status of the shares.
    pub status: Status,
}

impl Divided {
    /// Adds an area's figures to those of an area it is part of.
    pub fn add(&mut self, other: &Self) {
        self.paths.add(&other.paths);
        self.cells.add(&other.cells);
        self.base.iter_mut().zip(&other.base).for_each(|(sum, persons)| *sum += persons);
        self.status = self.status.max(other.status);
    }
}

/// Splits the paths of the rows and their persons of the base year over the columns of `split`.
///
/// # Errors
/// [`crate::error::Error::Method`] if the shares do not fit the rows.
pub fn divide(
    split: &Split,
    (rows, base): (&Paths, &[f64]),
    (seed, purpose): (u64, &str),
) -> Result<Divided> {
    let plan = split.plan(DrawKey { seed, purpose });
    let (n_rows, n_columns) = split.shares.shares.dim();
    let (n_draws, n_years) = (rows.n_draws(), rows.n_years());
    let last = rows.first().plus(n_years as i32 - 1);
    let mut cells = Paths::zeros(last, n_rows * n_columns, n_draws, 1);
    let projected = project_cells(rows, &plan, |draw| {
        for row in 0..n_rows {
            for column in 0..n_columns {
                let value = draw.path(row, column).last().copied().unwrap_or(0.0);
                cells.path_mut(row * n_columns + column, draw.draw)[0] = value;
            }
        }
    })?;
    let persons = |column: usize| {
        base.iter()
            .enumerate()
            .map(|(row, persons)| persons * split.shares.shares[[row, column]])
            .sum()
    };
    let base = (0..n_columns).map(persons).collect();
    Ok(Divided {
        paths: projected.paths,
        cells,
        base,
        status: split.shares.status.max(Status::Estimated),
    })
}
