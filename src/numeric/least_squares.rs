//! Least squares by Householder reflections; normal equations are not used, they lose half the
//! digits.

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
/// # Shapes
/// `design`: columns of equal length, as long as `y` and at most as many.
///
/// # Source
/// Golub & Van Loan (2013), *Matrix Computations*, algorithm 5.2.1.
pub fn regress(design: &[Vec<f64>], y: &[f64]) -> Option<Regression> {
    let (n, p) = (y.len(), design.len());
    if p == 0 || n < p || design.iter().any(|column| column.len() != n) {
        return None;
    }
    let mut q = design.to_vec();
    let mut rhs = y.to_vec();
    let mut r = vec![vec![0.0; p]; p];
    for j in 0..p {
        let scale = design[j].iter().map(|v| v * v).sum::<f64>().sqrt();
        let norm = q[j][j..].iter().map(|v| v * v).sum::<f64>().sqrt();
        if norm <= 1e-11 * scale || scale == 0.0 {
            return None;
        }
        let alpha = -norm.copysign(q[j][j]);
        let mut v = q[j][j..].to_vec();
        v[0] -= alpha;
        let vv = v.iter().map(|v| v * v).sum::<f64>();
        for column in &mut q[j..] {
            reflect(&v, vv, &mut column[j..]);
        }
        reflect(&v, vv, &mut rhs[j..]);
        for (k, column) in q.iter().enumerate().skip(j) {
            r[j][k] = column[j];
        }
    }
    let coefficients = solve_upper(&r, &rhs[..p]);
    let rss: f64 = rhs[p..].iter().map(|v| v * v).sum();
    let sigma = if n > p { (rss / (n - p) as f64).sqrt() } else { 0.0 };
    let standard_errors = row_norms_of_inverse(&r).into_iter().map(|norm| sigma * norm).collect();
    Some(Regression { coefficients, standard_errors, rss })
}

fn reflect(v: &[f64], vv: f64, target: &mut [f64]) {
    let factor = 2.0 * v.iter().zip(&*target).map(|(a, b)| a * b).sum::<f64>() / vv;
    for (t, v) in target.iter_mut().zip(v) {
        *t -= factor * v;
    }
}

fn solve_upper(r: &[Vec<f64>], rhs: &[f64]) -> Vec<f64> {
    let p = rhs.len();
    let mut x = vec![0.0; p];
    for j in (0..p).rev() {
        let known: f64 = (j + 1..p).map(|k| r[j][k] * x[k]).sum();
        x[j] = (rhs[j] - known) / r[j][j];
    }
    x
}

fn row_norms_of_inverse(r: &[Vec<f64>]) -> Vec<f64> {
    let p = r.len();
    let mut squares = vec![0.0; p];
    for k in 0..p {
        let unit: Vec<f64> = (0..p).map(|j| f64::from(u8::from(j == k))).collect();
        for (square, x) in squares.iter_mut().zip(solve_upper(r, &unit)) {
            *square += x * x;
        }
    }
    squares.into_iter().map(f64::sqrt).collect()
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
