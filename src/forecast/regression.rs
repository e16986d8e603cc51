//! Forecasts of one series with the regressors it is explained by.
//!
//! ```text
//! y(t) = x(t)·b + n(t)               n an ARIMA process, all estimated together
//! ```
//! The regressors are taken as known over the horizon, so the spread of a forecast is that of
//! errors made with known regressors. Where their future is given as draws, there is a forecast for
//! each, and the spread comes on top of their scatter.

use crate::forecast::definition::Definition;
use crate::forecast::pooled::Outcome;
use crate::forecast::{FitError, Future, Series};

/// Forecasts `series` with `columns`, which run `horizon` periods beyond it; a model that cannot
/// be fitted is replaced by the last value.
///
/// # Shapes
/// `columns`: one a regressor, as long as the series and the horizon together.
pub(crate) fn forecast(
    definition: &Definition,
    series: &Series<'_>,
    columns: &[Vec<f64>],
    horizon: usize,
) -> Outcome {
    let n = series.values.len();
    if columns.iter().any(|column| column.len() != n + horizon) {
        let reason = FitError::Unsuitable("the regressors are not as long as the series");
        return Outcome::of_last_value(series, horizon, reason);
    }
    let (past, ahead) = split(columns, n);
    let future = Future { regressors: &ahead, ..Future::steps(horizon) };
    Outcome::of(definition.fit_with(series, &past), &future, series)
}

/// As [`forecast`], once with the mean of what was drawn of the regressors and once with each draw;
/// the points are then the means of the forecasts by draw.
///
/// # Shapes
/// `drawn`: columns as of [`forecast`], all with the same past; none where the future is known.
pub(crate) fn forecast_drawn(
    definition: &Definition,
    series: &Series<'_>,
    (columns, drawn): (&[Vec<f64>], &[Vec<Vec<f64>>]),
    horizon: usize,
) -> (Outcome, Vec<Vec<f64>>) {
    let mut outcome = forecast(definition, series, columns, horizon);
    if drawn.is_empty() || outcome.fallback.is_some() {
        return (outcome, Vec::new());
    }
    let n = series.values.len();
    let Ok(fitted) = definition.fit_with(series, &split(columns, n).0) else {
        return (outcome, Vec::new());
    };
    let of_draw = |columns: &Vec<Vec<f64>>| {
        let ahead = split(columns, n).1;
        fitted.forecast(&Future { regressors: &ahead, ..Future::steps(horizon) })
    };
    let variants: Vec<Vec<f64>> = drawn.iter().map(of_draw).collect();
    if !variants.iter().flatten().all(|value| value.is_finite()) {
        return (outcome, Vec::new());
    }
    for (step, point) in outcome.points.iter_mut().enumerate() {
        *point = variants.iter().map(|path| path[step]).sum::<f64>() / variants.len() as f64;
    }
    (outcome, variants)
}

/// The first `n` values of every column, and the rest.
fn split(columns: &[Vec<f64>], n: usize) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    columns.iter().map(|column| (column[..n].to_vec(), column[n..].to_vec())).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draw_of_a_regressor_has_its_forecast_and_the_point_is_their_mean() {
        let x: Vec<f64> = (0..22).map(|t| f64::from((t * 7) % 11)).collect();
        let y: Vec<f64> = x[..20].iter().map(|x| 5.0 + 2.0 * x).collect();
        let with = |ahead: [f64; 2]| vec![[&x[..20], &ahead[..]].concat()];
        let drawn = [with([1.0, 2.0]), with([3.0, 6.0])];
        let definition = Definition::parse("arima(0,0,0)").unwrap();
        let series = Series::annual(&y);
        let (mean, variants) = forecast_drawn(&definition, &series, (&with([2.0, 4.0]), &drawn), 2);
        let close = |found: &[f64], expected: [f64; 2]| {
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
        };
        close(&mean.points, [9.0, 13.0]);
        close(&variants[0], [7.0, 9.0]);
        close(&variants[1], [11.0, 17.0]);
        let known = forecast_drawn(&definition, &series, (&with([2.0, 4.0]), &[]), 2);
        assert!(known.1.is_empty());
        close(&known.0.points, [9.0, 13.0]);
    }

    #[test]
    fn a_series_its_regressor_explains_follows_it_into_the_future() {
        let x: Vec<f64> = (0..24).map(|t| f64::from((t * 7) % 11)).collect();
        let y: Vec<f64> = x[..20].iter().map(|x| 5.0 + 2.0 * x).collect();
        let definition = Definition::parse("arima(0,0,0)").unwrap();
        let found = forecast(&definition, &Series::annual(&y), std::slice::from_ref(&x), 4);
        assert_eq!(found.fallback, None);
        for (point, x) in found.points.iter().zip(&x[20..]) {
            assert!((point - 5.0 - 2.0 * x).abs() < 1e-9, "{point}");
        }
    }

    #[test]
    fn models_without_regressors_and_columns_that_depend_on_each_other_are_replaced() {
        let y: Vec<f64> = (0..12).map(|t| f64::from((t * 5) % 7)).collect();
        let x: Vec<f64> = (0..14).map(f64::from).collect();
        let twice = [x.clone(), x.clone()];
        let arima = Definition::parse("arima(1,0,0)").unwrap();
        let found = forecast(&arima, &Series::annual(&y), &twice, 2);
        assert_eq!((found.points, found.fallback), (vec![y[11]; 2], Some(FitError::Dependent)));
        let found = forecast(&Definition::AutoEts, &Series::annual(&y), &twice, 2);
        assert_eq!(found.fallback, Some(FitError::Unsuitable("the model takes no regressors")));
        let found = forecast(&arima, &Series::annual(&y), &twice, 3);
        assert!(found.fallback.is_some());
    }
}
