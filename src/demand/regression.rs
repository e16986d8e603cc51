//! Regression of the growth of employment (method D4).
//!
//! ```text
//! Δln E_s(t) = a + b Δln Y_s(t) + c Δln I(t−1) + Σ_k d_k 1[t = k] + ε        b, c ≥ 0
//! ```
//! by ridge ([`crate::demand::ridge`]). `k` runs over the changes into and out of exceptional
//! years; a dummy for each is the same as leaving those changes out, which is what is done, or the
//! penalty would act on the dummies too. A column whose coefficient comes out negative is left out
//! and the rest fitted again. Investment enters only where it is known; beyond the last known
//! year it grows at its mean.

use crate::demand::driver::Driver;
use crate::demand::information::Information;
use crate::demand::output_driven::with_drivers;
use crate::demand::ridge::{self, Ridge};
use crate::forecast::{Convergence, Fit, FitError, FitSummary, FittedModel, Future, boxed};

/// Fewest yearly growth rates.
const FEWEST: usize = 15;

/// The columns a regression may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Output,
    Investment,
}

impl Column {
    const fn name(self) -> &'static str {
        match self {
            Self::Output => "b",
            Self::Investment => "c",
        }
    }
}

/// One year of the regression.
struct Row {
    employment: f64,
    output: f64,
    investment_before: Option<f64>,
}

/// Growth of employment explained by growth of output and investment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GrowthRegression {
    last: f64,
    columns: Vec<Column>,
    ridge: Ridge,
    /// Growth of investment in the last year, and its mean.
    investment: (f64, f64),
    driver: Driver,
    residuals: Vec<f64>,
}

/// Fits D4 to every series.
pub(crate) fn fit(information: &Information<'_>) -> Vec<Fit> {
    with_drivers(information, |drivers| {
        let fit_one = |(series, driver)| boxed(fit_series(information, series, driver));
        drivers.iter().enumerate().map(fit_one).collect()
    })
}

fn rows(information: &Information<'_>, series: usize, driver: &Driver) -> Vec<Row> {
    let (employment, masked) = (information.employment(series), information.masked());
    let investment = information.investment();
    let growth_before = |year: usize| {
        let (start, values) = investment?;
        let before = (year - 1).checked_sub(start).filter(|position| *position > 0)?;
        Some((values[before] / values[before - 1]).ln())
    };
    driver
        .growth()
        .filter(|(year, _)| !masked[*year] && !masked[year - 1])
        .map(|(year, output)| Row {
            employment: (employment[year] / employment[year - 1]).ln(),
            output,
            investment_before: growth_before(year),
        })
        .collect()
}

fn fit_series(
    information: &Information<'_>,
    series: usize,
    driver: &Driver,
) -> Result<GrowthRegression, FitError> {
    let employment = information.employment(series);
    if employment[driver.start..].iter().any(|value| *value <= 0.0) {
        return Err(FitError::NotPositive);
    }
    let mut rows = rows(information, series, driver);
    let with_investment = rows.iter().filter(|row| row.investment_before.is_some()).count();
    let mut columns = vec![Column::Output];
    if with_investment >= FEWEST {
        columns.push(Column::Investment);
        rows.retain(|row| row.investment_before.is_some());
    }
    if rows.len() < FEWEST {
        return Err(FitError::TooFewObservations { needed: FEWEST, found: rows.len() });
    }
    let (columns, ridge) = fit_with_signs(&rows, columns)?;
    let residuals = residuals(&rows, &columns, &ridge);
    let investment = investment_growth(information);
    let last = employment[employment.len() - 1];
    Ok(GrowthRegression { last, columns, ridge, investment, driver: driver.clone(), residuals })
}

fn cell(row: &Row, column: Column) -> f64 {
    match column {
        Column::Output => row.output,
        Column::Investment => row.investment_before.unwrap_or(0.0),
    }
}

/// Leaves out, one at a time, the column that is most negative.
fn fit_with_signs(
    rows: &[Row],
    mut columns: Vec<Column>,
) -> Result<(Vec<Column>, Ridge), FitError> {
    let y: Vec<f64> = rows.iter().map(|row| row.employment).collect();
    loop {
        if columns.is_empty() {
            let intercept = y.iter().sum::<f64>() / y.len() as f64;
            let ridge =
                Ridge { intercept, coefficients: Vec::new(), penalty: 0.0, converged: true };
            return Ok((columns, ridge));
        }
        let x: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| rows.iter().map(|row| cell(row, *column)).collect())
            .collect();
        let ridge = ridge::fit(&x, &y).ok_or(FitError::Dependent)?;
        let wrong = (0..columns.len())
            .filter(|i| ridge.coefficients[*i] < 0.0)
            .min_by(|i, j| ridge.coefficients[*i].total_cmp(&ridge.coefficients[*j]));
        match wrong {
            Some(position) => drop(columns.remove(position)),
            None => return Ok((columns, ridge)),
        }
    }
}

fn residuals(rows: &[Row], columns: &[Column], ridge: &Ridge) -> Vec<f64> {
    let explained = |row: &Row| -> f64 {
        columns.iter().zip(&ridge.coefficients).map(|(column, b)| b * cell(row, *column)).sum()
    };
    rows.iter().map(|row| row.employment - ridge.intercept - explained(row)).collect()
}

/// Growth of investment in its last year and on average; zeros where it is not known.
fn investment_growth(information: &Information<'_>) -> (f64, f64) {
    information.investment().map_or((0.0, 0.0), |(_, values)| {
        let n = values.len();
        let mean = (values[n - 1] / values[0]).ln() / (n - 1) as f64;
        ((values[n - 1] / values[n - 2]).ln(), mean)
    })
}

impl FittedModel for GrowthRegression {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let mut before = 0.0;
        let mut y = 0.0;
        let mut path = Vec::with_capacity(future.horizon);
        for (step, output) in self.driver.future(future).into_iter().enumerate() {
            let investment = if step == 0 { self.investment.0 } else { self.investment.1 };
            let explained = |(column, b): (&Column, &f64)| match column {
                Column::Output => b * (output - before),
                Column::Investment => b * investment,
            };
            let terms = self.columns.iter().zip(&self.ridge.coefficients);
            y += self.ridge.intercept + terms.map(explained).sum::<f64>();
            before = output;
            path.push(self.last * y.exp());
        }
        path
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        let named = self.columns.iter().zip(&self.ridge.coefficients);
        let mut parameters = vec![("a", self.ridge.intercept)];
        parameters.extend(named.map(|(column, b)| (column.name(), *b)));
        parameters.push(("λ", self.ridge.penalty));
        let convergence =
            if self.ridge.converged { Convergence::Reached } else { Convergence::NotReached };
        FitSummary { parameters, convergence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(employment: f64, output: f64) -> Row {
        Row { employment, output, investment_before: None }
    }

    #[test]
    fn output_that_would_lower_employment_is_left_out() {
        let rows: Vec<Row> =
            (0..16).map(|t| f64::from(t % 4) * 0.01).map(|y| row(0.05 - y, y)).collect();
        let (columns, ridge) = fit_with_signs(&rows, vec![Column::Output]).unwrap();
        assert!(columns.is_empty());
        assert!((ridge.intercept - 0.035).abs() < 1e-12, "{ridge:?}");
    }
}
