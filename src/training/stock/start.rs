//! The base year: qualifications and ages fitted to each other.

use ndarray::Array2;

use super::{Start, StockInputs};
use crate::error::Result;
use crate::language::Text;
use crate::numeric::ipf::{self, FitStatus, Limits, Margins};
use crate::prepare::{Fallback, FallbackKind};
use crate::training::{check_amount, refuse};

/// Persons by qualification.
pub(super) fn sums(stock: &Array2<f64>) -> Vec<f64> {
    stock.rows().into_iter().map(|row| row.sum()).collect()
}

/// Persons by qualification and cell in the base year, which add up to the labour force.
pub(super) fn fitted(
    inputs: &StockInputs<'_>,
    fallbacks: &mut Vec<Fallback>,
) -> Result<Array2<f64>> {
    let columns = inputs.labour_force.expected.first().cloned().unwrap_or_default();
    let (seed, totals) = match inputs.start {
        Start::ByCell(cells) => (cells.clone(), sums(cells)),
        Start::Totals(totals) => (by_entry_age(inputs, &columns), totals.clone()),
    };
    let what = Text::new("số lao động năm gốc", "the stock of the base year");
    for (row, qualification) in seed.rows().into_iter().zip(inputs.qualifications) {
        row.iter().try_for_each(|n| check_amount(*n, &qualification.name, &what))?;
    }
    for (total, qualification) in totals.iter().zip(inputs.qualifications) {
        check_amount(*total, &qualification.name, &what)?;
    }
    let (sum, whole) = (totals.iter().sum::<f64>(), columns.iter().sum::<f64>());
    if sum <= 0.0 {
        return refuse(
            "không ai có trình độ nào trong năm gốc; hãy cho cơ cấu lao động theo trình độ",
            "nobody has any qualification in the base year; give the labour force by qualification",
        );
    }
    let rows: Vec<f64> = totals.iter().map(|total| total / sum * whole).collect();
    if matches!(inputs.start, Start::Totals(_)) && columns.len() > 1 {
        fallbacks.push(no_ages());
    }
    if columns.len() == 1 {
        return Ok(Array2::from_shape_fn((rows.len(), 1), |(q, _)| rows[q]));
    }
    let matrix: Vec<Vec<f64>> = seed.rows().into_iter().map(|row| row.to_vec()).collect();
    let margins = Margins { rows: &rows, columns: &columns };
    if let Ok(fit) = ipf::fit(&matrix, &margins, &[], &Limits::default())
        && fit.status == FitStatus::Converged
    {
        let shape = (rows.len(), columns.len());
        return Ok(Array2::from_shape_fn(shape, |(q, c)| fit.matrix[q][c]));
    }
    fallbacks.push(no_fit());
    Ok(Array2::from_shape_fn((rows.len(), columns.len()), |(q, c)| rows[q] * columns[c] / whole))
}

/// The labour force from the age of entry of each qualification on.
fn by_entry_age(inputs: &StockInputs<'_>, columns: &[f64]) -> Array2<f64> {
    let ages = inputs.labour_force.ages;
    Array2::from_shape_fn((inputs.qualifications.len(), columns.len()), |(q, c)| {
        let old_enough = q == 0
            || ages.is_empty()
            || ages[c % ages.len()].to().is_none_or(|to| to >= inputs.qualifications[q].entry_age);
        if old_enough { columns[c] } else { 0.0 }
    })
}

fn no_ages() -> Fallback {
    Fallback {
        kind: FallbackKind::Data,
        missing: Text::new(
            "tuổi của lao động theo trình độ",
            "ages of the labour force by qualification",
        ),
        used: Text::new(
            "cơ cấu tuổi của toàn bộ lực lượng lao động từ tuổi bắt đầu làm việc trở lên, cân khớp (RAS)",
            "the ages of the whole labour force from the age of entry on, fitted to both margins",
        ),
    }
}

fn no_fit() -> Fallback {
    Fallback {
        kind: FallbackKind::Fit,
        missing: Text::new(
            "cân khớp trình độ với tuổi trong năm gốc",
            "a fit of qualifications to ages in the base year",
        ),
        used: Text::new(
            "cùng cơ cấu tuổi cho mọi trình độ",
            "the same ages for every qualification",
        ),
    }
}
