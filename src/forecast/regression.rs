//! Forecasts of one series with the regressors it is explained by.
//!
//! ```text
//! y(t) = x(t)·b + n(t)               n an ARIMA process, all estimated together
//! ```
//! The regressors are taken as known over the horizon, so the spread of a forecast is that of
//! errors made with known regressors; what is not known of their own future comes on top.

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
    let past: Vec<Vec<f64>> = columns.iter().map(|column| column[..n].to_vec()).collect();
    let ahead: Vec<Vec<f64>> = columns.iter().map(|column| column[n..].to_vec()).collect();
    let future = Future { regressors: &ahead, ..Future::steps(horizon) };
    Outcome::of(definition.fit_with(series, &past), &future, series)
}

#[cfg(test)]
mod tests {
    use super::*;

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
