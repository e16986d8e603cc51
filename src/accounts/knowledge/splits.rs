//! Matrices of shares from the rows of tables.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use ndarray::Array2;

use crate::accounts::knowledge::{Required, Split, missing};
use crate::codes::AreaCode;
use crate::dataset::Dataset;
use crate::dataset::accounts::Workers;
use crate::error::Result;
use crate::language::Text;
use crate::model::Model;
use crate::occupation::change;
use crate::occupation::shares::{Posterior, Rows, STRENGTH_BY_DEFAULT, Shares, shrink};
use crate::prepare::Fallback;
use crate::status::Status;
use crate::training::flexibility::{Flexibility, Observed};
use crate::units::Year;

/// Persons that a row is worth whose sample is not stated: chosen, about the sample of a small
/// sector in a provincial survey.
const SAMPLE_BY_DEFAULT: f64 = 400.0;

/// One share of a table, by position on the axes.
struct Cell<'a> {
    area: &'a AreaCode,
    year: Year,
    row: usize,
    column: usize,
    share: f64,
    sample: Option<f64>,
    status: Status,
}

/// The axes of a matrix: codes of its rows and of its columns.
struct Axes {
    rows: Vec<String>,
    columns: Vec<String>,
}

/// Shares of occupations in sectors.
pub(super) fn staffing(
    model: &Model,
    dataset: &Dataset,
    fallbacks: &mut Vec<Fallback>,
) -> Result<Option<Split>> {
    let occupations = &model.accounts.occupations;
    if occupations.is_empty() {
        return Ok(None);
    }
    let rows = dataset.accounts.occupation_shares.iter();
    let cells: Vec<Cell> = rows
        .filter_map(|row| {
            Some(Cell {
                area: &row.area,
                year: row.year,
                row: model.sectors.iter().position(|s| s.code == row.sector)?,
                column: occupations.iter().position(|o| o.code == row.occupation)?,
                share: row.share,
                sample: row.sample_size,
                status: row.status,
            })
        })
        .collect();
    let axes = Axes { rows: model.sector_codes(), columns: model.occupation_codes() };
    let split = split(model, &cells, &axes, fallbacks)?;
    if split.is_none() {
        fallbacks.push(missing(
            ("tỷ trọng nghề của mọi ngành (occupation_share)", "occupation_share of every sector"),
            "không chia cầu theo nghề",
            "demand is not told apart by occupation",
        ));
    }
    Ok(split)
}

/// Shares of qualifications in occupations, or in sectors where those are not told apart.
pub(super) fn required(
    (model, by_occupation): (&Model, bool),
    dataset: &Dataset,
    fallbacks: &mut Vec<Fallback>,
) -> Result<Option<Required>> {
    let qualifications = &model.accounts.qualifications;
    if qualifications.is_empty() {
        return Ok(None);
    }
    let row_of = |among: &Workers| match among {
        Workers::Occupation(code) if by_occupation => {
            model.accounts.occupations.iter().position(|o| o.code == *code)
        }
        Workers::Sector(code) if !by_occupation => {
            model.sectors.iter().position(|s| s.code == *code)
        }
        _ => None,
    };
    let rows = dataset.accounts.qualification_shares.iter();
    let cells: Vec<Cell> = rows
        .filter_map(|row| {
            Some(Cell {
                area: &row.area,
                year: row.year,
                row: row_of(&row.among)?,
                column: qualifications.iter().position(|q| q.code == row.qualification)?,
                share: row.share,
                sample: row.sample_size,
                status: row.status,
            })
        })
        .collect();
    let rows = if by_occupation { model.occupation_codes() } else { model.sector_codes() };
    let axes = Axes { rows, columns: model.qualification_codes() };
    let split = split(model, &cells, &axes, fallbacks)?;
    if split.is_none() {
        fallbacks.push(missing(
            (
                "tỷ trọng trình độ của mọi nghề hoặc ngành",
                "qualifications of every occupation or sector",
            ),
            "không chia cầu theo trình độ",
            "demand is not told apart by qualification",
        ));
    }
    let kind = if by_occupation { Required::ByOccupation } else { Required::BySector };
    Ok(split.map(kind))
}

/// The matrix of the area, shrunk to the nation's where both are known; `None` if neither has
/// every row.
fn split(
    model: &Model,
    cells: &[Cell],
    axes: &Axes,
    fallbacks: &mut Vec<Fallback>,
) -> Result<Option<Split>> {
    let own = years(cells, &model.area, axes)?;
    let nation = match model.nation.as_ref().filter(|nation| **nation != model.area) {
        Some(nation) => years(cells, nation, axes)?,
        None => Vec::new(),
    };
    let national = nation.iter().rev().find(|(_, shares)| is_complete(shares));
    let of_area = own.last();
    let (shares, year) = match (of_area, national) {
        (Some((year, own)), Some((_, nation))) => (shrink(Some(own), nation)?, *year),
        (None, Some((year, nation))) => (shrink(None, nation)?, *year),
        (Some((year, own)), None) if is_complete(own) => (Posterior::of_own(own)?, *year),
        _ => return Ok(None),
    };
    let longer = if nation.len() >= own.len() { &nation } else { &own };
    let record: Vec<(Year, &Shares)> =
        longer.iter().map(|(year, shares)| (*year, shares)).collect();
    let trend = change::trend(&record, model.accounts.share_damping)?;
    fallbacks.extend(shares.fallbacks.iter().chain(&trend.fallbacks).cloned());
    let columns = axes.columns.clone();
    Ok(Some(Split { shares, columns, trend, year: year.min(model.base_year) }))
}

/// The shares of an area by year.
fn years(cells: &[Cell], area: &AreaCode, axes: &Axes) -> Result<Vec<(Year, Shares)>> {
    let of_area = || cells.iter().filter(|cell| cell.area == area);
    let years: BTreeSet<Year> = of_area().map(|cell| cell.year).collect();
    let shares = |year: Year| {
        let mut values = Array2::zeros((axes.rows.len(), axes.columns.len()));
        let mut sample = vec![0.0; axes.rows.len()];
        let mut status = Status::Observed;
        for cell in of_area().filter(|cell| cell.year == year) {
            values[[cell.row, cell.column]] += cell.share;
            sample[cell.row] = cell.sample.unwrap_or(SAMPLE_BY_DEFAULT);
            status = status.max(cell.status);
        }
        let rows = Rows { names: axes.rows.clone(), sample };
        Ok((year, Shares::checked(rows, values, status)?))
    };
    years.into_iter().map(shares).collect()
}

fn is_complete(shares: &Shares) -> bool {
    shares.sample().iter().all(|sample| *sample > 0.0)
}

/// Where holders of a qualification work; by the area's rows, else the nation's.
pub(super) fn flexibility(
    model: &Model,
    dataset: &Dataset,
    fallbacks: &mut Vec<Fallback>,
) -> Result<Option<Flexibility>> {
    let (occupations, qualifications) =
        (&model.accounts.occupations, &model.accounts.qualifications);
    if occupations.is_empty() || qualifications.is_empty() {
        return Ok(None);
    }
    if dataset.accounts.field_occupations.is_empty() {
        fallbacks.push(missing(
            ("nghề của người có từng trình độ (field_occupation)", "field_occupation"),
            "không tính cung theo nghề",
            "supply is not told apart by occupation",
        ));
        return Ok(None);
    }
    let dim = (qualifications.len(), occupations.len());
    let mut matrices: BTreeMap<&AreaCode, Array2<f64>> = BTreeMap::new();
    let mut samples = vec![0.0; qualifications.len()];
    for row in &dataset.accounts.field_occupations {
        let q = qualifications.iter().position(|q| q.code == row.qualification);
        let o = occupations.iter().position(|o| o.code == row.occupation);
        if let (Some(q), Some(o)) = (q, o) {
            matrices.entry(&row.area).or_insert_with(|| Array2::zeros(dim))[[q, o]] += row.share;
            if row.area == model.area {
                samples[q] = row.sample_size.unwrap_or(SAMPLE_BY_DEFAULT);
            }
        }
    }
    let names: Vec<Text> = qualifications.iter().map(|q| q.title.clone()).collect();
    let none = Array2::zeros(dim);
    let own = matrices.get(&model.area).unwrap_or(&none);
    let nation = model.nation.as_ref().and_then(|nation| matrices.get(nation)).unwrap_or(&none);
    let observed = Observed { shares: own, n: &samples };
    Flexibility::shrunk(&names, observed, nation, STRENGTH_BY_DEFAULT).map(Some)
}
