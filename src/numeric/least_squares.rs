//! Least squares by Householder reflections; normal equations are not used, they lose half the
//! digits.
//!
//! [`regress`] is the ordinary way. [`refined::regress`] repeats it on its own residuals, taken in
//! twice the precision, until every digit is right; it costs some ten times as much.

mod factor;
pub mod refined;

use crate::numeric::least_squares::factor::Factor;

/// A straight line fitted to points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Value at x = 0.
    pub intercept: f64,
    /// Change per unit of x.
    pub slope: f64,
    /// Standard error of the slope; 0 with two points.
    pub slope_error: f64,
}

impl Line {
    /// The value at `x`.
    pub fn at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }
}

/// The least-squares line through (`x`, `y`), or `None` with fewer than two different `x`.
pub fn line(x: &[f64], y: &[f64]) -> Option<Line> {
    let n = x.len().min(y.len());
    let mean = |v: &[f64]| v[..n].iter().sum::<f64>() / n as f64;
    if n < 2 {
        return None;
    }
    let (mean_x, mean_y) = (mean(x), mean(y));
    let sxx: f64 = x[..n].iter().map(|x| (x - mean_x).powi(2)).sum();
    if sxx <= 0.0 {
        return None;
    }
    let sxy: f64 = x.iter().zip(y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let slope = sxy / sxx;
    let intercept = mean_y - slope * mean_x;
    let rss: f64 = x.iter().zip(y).map(|(x, y)| (y - intercept - slope * x).powi(2)).sum();
    let slope_error = if n > 2 { (rss / (n - 2) as f64 / sxx).sqrt() } else { 0.0 };
    Some(Line { intercept, slope, slope_error })
}

/// Coefficients and their standard errors of a linear model.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// One coefficient a column.
    pub coefficients: Vec<f64>,
    /// Standard errors of the coefficients; 0 without degrees of freedom.
    pub standard_errors: Vec<f64>,
    /// Residual sum of squares.
    pub rss: f64,
}

/// Least squares of `y` on the columns of `design`, or `None` if the columns are dependent.
///
/// Columns count as dependent where less than 1e-11 of the length of one is outside the space of
/// those before it.
///
/// # Shapes
/// `design`: columns of equal length, as long as `y` and at most as many.
///
/// # Source
/// Golub & Van Loan (2013), *Matrix Computations*, algorithm 5.2.1.
pub fn regress(design: &[Vec<f64>], y: &[f64]) -> Option<Regression> {
    let factor = Factor::of(design, y.len())?;
    let mut rhs = y.to_vec();
    factor.rotate(&mut rhs);
    let (fitted, rest) = rhs.split_at(design.len());
    let coefficients = factor.solve_upper(fitted);
    let rss: f64 = rest.iter().map(|v| v * v).sum();
    let sigma = residual_deviation(rss, y.len(), design.len());
    let standard_errors =
        factor.row_norms_of_inverse().into_iter().map(|norm| sigma * norm).collect();
    Some(Regression { coefficients, standard_errors, rss })
}

/// The residual standard deviation of `n` values and `p` coefficients; 0 with none to spare.
fn residual_deviation(rss: f64, n: usize, p: usize) -> f64 {
    if n > p { (rss / (n - p) as f64).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_a_line_is_exact() {
        let x = [1.0, 2.0, 4.0, 7.0];
        let fitted = line(&x, &x.map(|x| 3.0 - 0.5 * x)).unwrap();
        assert!((fitted.slope + 0.5).abs() < 1e-14 && (fitted.at(10.0) + 2.0).abs() < 1e-13);
        assert!(line(&[1.0, 1.0], &[2.0, 3.0]).is_none());
    }

    #[test]
    fn dependent_columns_are_refused() {
        let ones = vec![1.0; 4];
        assert!(regress(&[ones.clone(), ones.clone()], &[1.0, 2.0, 3.0, 4.0]).is_none());
        assert!(regress(&[ones], &[1.0, 2.0, 3.0, 4.0]).is_some());
    }
}
