//! ARIMA.
//!
//! The likelihood is as flat at its maximum as the square of the distance from it, so a search
//! finds the coefficients to the root of what can be told apart: the same series in other figures
//! has a forecast that agrees to about 1e-7 of its largest value, and to 1e-4 for a stated order
//! the series does not ask for.

use crate::forecast::{Convergence, FitError, Series};

mod order;
mod polynomial;
mod start;
mod filter;
mod likelihood;
mod hannan_rissanen;
mod estimate;
mod design;
mod innovations;
mod fitted;
mod candidates;
mod stationarity;
mod seasonality;
mod automatic;

pub use fitted::Arima;
pub use order::{Order, OrderError, SeasonalOrder};

use candidates::Candidates;
use design::Design;
use estimate::Memory;
use likelihood::Shape;

/// Share of the largest value below which what a model leaves unexplained is rounding.
const EXACT: f64 = 1e-12;

/// Fits a model of this order by exact maximum likelihood.
///
/// # Errors
/// A series with fewer observations than the model has parameters.
pub fn fit(series: &Series<'_>, order: &Order) -> Result<Arima, FitError> {
    fit_with(series, &[], order)
}

/// Fits a regression on these columns with ARIMA errors of this order.
///
/// # Shapes
/// `regressors`: one column a regressor, as long as the series.
///
/// # Errors
/// A series with fewer observations than the model has parameters, columns that depend on each
/// other or on the constant once they are differenced, and values that are not finite.
pub fn fit_with(
    series: &Series<'_>,
    regressors: &[Vec<f64>],
    order: &Order,
) -> Result<Arima, FitError> {
    let design = Design::new(series, regressors, order)?;
    let mut memory = Memory::default();
    Ok(exact(&design, &mut memory).unwrap_or_else(|| fit_design(&design, &mut memory, None)))
}

/// A regression with ARIMA errors at these coefficients: φ, θ, Φ and Θ.
///
/// The constant, the coefficients of the regressors and the variance are those of the greatest
/// likelihood there.
///
/// # Shapes
/// `coefficients`: as many of each as the order has; `regressors` as of [`fit_with`].
///
/// # Errors
/// As [`fit_with`]; [`FitError::Unsuitable`] where the numbers of coefficients are not those of
/// the order, or a polynomial has a root on or inside the unit circle.
pub fn at(
    series: &Series<'_>,
    regressors: &[Vec<f64>],
    order: &Order,
    coefficients: [&[f64]; 4],
) -> Result<Arima, FitError> {
    let design = Design::new(series, regressors, order)?;
    if coefficients.map(<[f64]>::len) != design.shape.terms() {
        return Err(FitError::Unsuitable("the coefficients are not those of the order"));
    }
    let [ar, ma, seasonal_ar, seasonal_ma] = coefficients;
    let negative = |theta: &[f64]| theta.iter().map(|theta| -theta).collect::<Vec<f64>>();
    let blocks = [ar.to_vec(), negative(ma), seasonal_ar.to_vec(), negative(seasonal_ma)];
    let free = blocks.iter().map(|block| polynomial::free_of(block)).collect::<Option<Vec<_>>>();
    let outside = FitError::Unsuitable("a root is not outside the unit circle");
    let x = free.ok_or(outside)?.concat();
    let mut memory = Memory::default();
    let value = memory.likelihood.value(&design.sample, &design.shape, &x);
    Ok(Arima::new(&design, &mut memory.likelihood, (value, Convergence::ClosedForm)))
}

/// Fits a model of the order the data choose.
///
/// # Errors
/// An empty series.
pub fn fit_automatic(series: &Series<'_>) -> Result<Arima, FitError> {
    fit_automatic_with(series, &[])
}

/// Fits a regression on these columns with ARIMA errors of the order the data choose.
///
/// # Errors
/// As [`fit_with`].
pub fn fit_automatic_with(series: &Series<'_>, regressors: &[Vec<f64>]) -> Result<Arima, FitError> {
    let base = automatic::differences(series, regressors);
    let design = Design::new(series, regressors, &base)?;
    let with_constant = (base.d + base.seasonal.d <= 1 && series.values.len() != 2)
        .then(|| Design::new(series, regressors, &base.with_constant()).ok())
        .flatten();
    let mut memory = Memory::default();
    let richest = with_constant.as_ref().unwrap_or(&design);
    if let Some(model) = exact(richest, &mut memory) {
        return Ok(model);
    }
    let mut candidates = Candidates::new(&mut memory, &design, with_constant.as_ref());
    automatic::search(&base, &design, with_constant.is_some(), &mut candidates);
    let Some((order, start)) = candidates.best() else {
        return Ok(fit_design(&design, &mut memory, None));
    };
    let start = start.to_vec();
    let design = Design::new(series, regressors, &order)?;
    Ok(fit_design(&design, &mut memory, Some(start)))
}

/// Fits a model whose series is prepared.
fn fit_design(design: &Design, memory: &mut Memory, start: Option<Vec<f64>>) -> Arima {
    let (x, outcome) = memory.maximise(&design.sample, &design.shape, start);
    let convergence = match (x.is_empty(), outcome.converged) {
        (true, _) => Convergence::ClosedForm,
        (_, true) => Convergence::Reached,
        _ => Convergence::NotReached,
    };
    let value = memory.likelihood.value(&design.sample, &design.shape, &x);
    Arima::new(design, &mut memory.likelihood, (value, convergence))
}

/// The model of a series that its constant and regressors explain without error, if they do.
fn exact(design: &Design, memory: &mut Memory) -> Option<Arima> {
    let none = Shape { ar: 0, ma: 0, seasonal_ar: 0, seasonal_ma: 0, ..design.shape };
    memory.likelihood.value(&design.sample, &none, &[]);
    let largest =
        |values: &[f64]| values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let unexplained = largest(&memory.likelihood.error) > EXACT * largest(&design.values);
    (!unexplained).then(|| Arima::exact(design, &mut memory.likelihood))
}

#[cfg(test)]
mod tests;
