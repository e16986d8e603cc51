//! Ridge regression with its penalty chosen by leaving one year out.
//!
//! ```text
//! min  1/(2n) ‖y − a − X w‖² + λ/2 ‖w‖²
//! ```
//! Columns are centred and scaled to unit variance first, so that the penalty treats them alike
//! and the intercept is free. The error of leaving year `i` out follows from one fit,
//!
//! ```text
//! e_(i) = e_i / (1 − h_i)        h_i = 1/n + x_i' (X'X + nλ I)⁻¹ x_i
//! ```
//!
//! # Source
//! Hoerl & Kennard (1970), *Ridge regression*; Allen (1974), *The relationship between variable
//! selection and data augmentation* (the left-out error). Coefficients by coordinate descent of
//! `linfa-elasticnet` (Friedman, Hastie & Tibshirani 2010).

use linfa::Dataset;
use linfa::traits::Fit;
use linfa_elasticnet::ElasticNet;
use ndarray::{Array1, Array2};

use crate::numeric::least_squares;

/// Penalties tried, from hardly any to shrinking a lone coefficient to a sixth.
const PENALTIES: [f64; 8] = [0.001, 0.01, 0.05, 0.1, 0.3, 1.0, 2.0, 5.0];
/// Passes of coordinate descent.
const PASSES: u32 = 400;
/// Largest gradient left, relative to the largest at zero, at which the fit has converged.
const GRADIENT_TOLERANCE: f64 = 1e-6;

/// A fitted ridge regression, in the units of the columns given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ridge {
    /// Value where every column is zero.
    pub(crate) intercept: f64,
    /// One coefficient a column.
    pub(crate) coefficients: Vec<f64>,
    /// The penalty chosen.
    pub(crate) penalty: f64,
    /// Whether coordinate descent reached the minimum.
    pub(crate) converged: bool,
}

/// A column less its mean, over its standard deviation.
struct Standardised {
    mean: f64,
    deviation: f64,
    values: Vec<f64>,
}

fn standardise(column: &[f64]) -> Option<Standardised> {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let deviation = (column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
    let values = column.iter().map(|x| (x - mean) / deviation).collect();
    (deviation > 1e-9).then_some(Standardised { mean, deviation, values })
}

/// Fits `y` on `columns`; `None` if a column does not vary or the fit fails.
///
/// # Shapes
/// `columns`: each as long as `y`.
pub(crate) fn fit(columns: &[Vec<f64>], y: &[f64]) -> Option<Ridge> {
    let columns: Vec<Standardised> =
        columns.iter().map(|column| standardise(column)).collect::<Option<_>>()?;
    let mean_y = y.iter().sum::<f64>() / y.len() as f64;
    let centred: Vec<f64> = y.iter().map(|y| y - mean_y).collect();
    let x: Vec<&[f64]> = columns.iter().map(|column| column.values.as_slice()).collect();
    let penalty = PENALTIES
        .into_iter()
        .filter_map(|penalty| Some((left_out_error(&x, &centred, penalty)?, penalty)))
        .min_by(|a, b| a.0.total_cmp(&b.0))?
        .1;
    let w = descend(&x, &centred, penalty)?;
    let converged = gradient(&x, &centred, &w, penalty)
        <= GRADIENT_TOLERANCE * gradient(&x, &centred, &vec![0.0; w.len()], penalty);
    let coefficients: Vec<f64> = w.iter().zip(&columns).map(|(w, c)| w / c.deviation).collect();
    let offset: f64 = coefficients.iter().zip(&columns).map(|(b, c)| b * c.mean).sum();
    Some(Ridge { intercept: mean_y - offset, coefficients, penalty, converged })
}

/// Sum of squared errors of every year left out in turn.
fn left_out_error(x: &[&[f64]], y: &[f64], penalty: f64) -> Option<f64> {
    let (n, p) = (y.len(), x.len());
    // Least squares on the columns with √(nλ) I below them solves the ridge problem.
    let root = (n as f64 * penalty).sqrt();
    let augmented = |column: &[f64], own: usize| -> Vec<f64> {
        column
            .iter()
            .copied()
            .chain((0..p).map(|row| if row == own { root } else { 0.0 }))
            .collect()
    };
    let design: Vec<Vec<f64>> = x.iter().enumerate().map(|(j, x)| augmented(x, j)).collect();
    let solve = |target: &[f64]| {
        least_squares::regress(&design, &augmented(target, p)).map(|fit| fit.coefficients)
    };
    let w = solve(y)?;
    let mut sum = 0.0;
    for year in 0..n {
        let mut indicator = vec![0.0; n];
        indicator[year] = 1.0;
        let influence = solve(&indicator)?;
        let at_year = |w: &[f64]| x.iter().zip(w).map(|(x, w)| x[year] * w).sum::<f64>();
        let leverage = 1.0 / n as f64 + at_year(&influence);
        sum += ((y[year] - at_year(&w)) / (1.0 - leverage)).powi(2);
    }
    sum.is_finite().then_some(sum)
}

/// Coefficients of the standardised columns.
fn descend(x: &[&[f64]], y: &[f64], penalty: f64) -> Option<Vec<f64>> {
    let records = Array2::from_shape_fn((y.len(), x.len()), |(row, column)| x[column][row]);
    let dataset = Dataset::new(records, Array1::from_vec(y.to_vec()));
    let fitted = ElasticNet::params()
        .penalty(penalty)
        .l1_ratio(0.0)
        .with_intercept(false)
        .tolerance(1e-10)
        .max_iterations(PASSES)
        .fit(&dataset)
        .ok()?;
    Some(fitted.hyperplane().to_vec())
}

/// Largest component of the gradient of the objective.
fn gradient(x: &[&[f64]], y: &[f64], w: &[f64], penalty: f64) -> f64 {
    let residual = |row: usize| y[row] - x.iter().zip(w).map(|(x, w)| x[row] * w).sum::<f64>();
    let residuals: Vec<f64> = (0..y.len()).map(residual).collect();
    x.iter()
        .zip(w)
        .map(|(x, w)| {
            let along: f64 = x.iter().zip(&residuals).map(|(x, r)| x * r).sum();
            (along / y.len() as f64 - penalty * w).abs()
        })
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_standardised_column_is_shrunk_by_one_over_one_plus_lambda() {
        let x = [1.0, -1.0, 1.0, -1.0];
        let w = descend(&[&x], &[2.0, -2.0, 2.0, -2.0], 0.25).unwrap();
        assert!((w[0] - 1.6).abs() < 1e-12, "{w:?}");
    }

    #[test]
    fn left_out_errors_equal_those_of_fitting_without_the_year() {
        let x = [0.3, -1.2, 0.8, 1.7, -0.4, -1.2];
        let y = [0.1, -0.5, 0.7, 0.9, 0.2, -1.4];
        let (n, penalty) = (x.len() as f64, 0.3);
        let slow: f64 = (0..x.len())
            .map(|out| {
                // A penalty of nλ on the sums, the intercept free.
                let kept: Vec<usize> = (0..x.len()).filter(|i| *i != out).collect();
                let m = kept.len() as f64;
                let mean = |v: &[f64]| kept.iter().map(|i| v[*i]).sum::<f64>() / m;
                let (mx, my) = (mean(&x), mean(&y));
                let sxy: f64 = kept.iter().map(|i| (x[*i] - mx) * (y[*i] - my)).sum();
                let sxx: f64 = kept.iter().map(|i| (x[*i] - mx).powi(2)).sum();
                (y[out] - my - sxy / (sxx + n * penalty) * (x[out] - mx)).powi(2)
            })
            .sum();
        assert!((left_out_error(&[&x], &y, penalty).unwrap() - slow).abs() < 1e-12);
    }

    #[test]
    fn a_strong_relation_is_found_nearly_unshrunk_and_columns_without_variance_are_refused() {
        let x: Vec<f64> = (0..20).map(|i| f64::from(i % 7) * 0.01).collect();
        let y: Vec<f64> = x.iter().map(|x| 0.5 + 2.0 * x).collect();
        let fitted = fit(std::slice::from_ref(&x), &y).unwrap();
        assert!(fitted.converged && fitted.penalty == 0.001);
        assert!((fitted.coefficients[0] - 2.0 / 1.001).abs() < 1e-9, "{fitted:?}");
        assert!(fit(&[vec![1.0; 20]], &y).is_none());
    }
}
