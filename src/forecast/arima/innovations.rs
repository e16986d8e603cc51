//! Innovations of a series with gaps, from those of its columns.
//!
//! ```text
//! ε(t) = v(t) − z(t)'β̂(t−1)
//! ```
//!
//! where `β̂(t−1)` are the values in the gaps as estimated from what was observed before `t`. The
//! estimates are updated by rotations, so a gap takes the information of one value and gives no
//! error itself.
//!
//! # Source
//! Golub & Van Loan (2013), *Matrix Computations*, section 6.5.3 (a row added to a least-squares
//! problem).

use crate::forecast::arima::likelihood::{Likelihood, Sample};

/// Innovations of the sample at the point the likelihood was last taken at, in units of the
/// scale; zero where a gap takes the information.
pub(super) fn of(sample: &Sample, likelihood: &Likelihood) -> Vec<f64> {
    let (n, m) = (sample.n, sample.n_gaps);
    if m == 0 {
        return likelihood.error_innovations.clone();
    }
    let first = sample.n_columns() + 1 - m;
    let beta = &likelihood.beta[likelihood.beta.len() - m..];
    // The triangle of the estimates with its right-hand side, by rows.
    let mut triangle = vec![0.0; m * (m + 1)];
    (0..n)
        .map(|t| {
            let deviation = likelihood.filter.variances[t].sqrt();
            let column = |i: usize| likelihood.innovations[(first + i) * n + t];
            // The series with the final estimates of the gaps put back.
            let filled: f64 = beta.iter().enumerate().map(|(i, beta)| beta * column(i)).sum();
            let mut row: Vec<f64> = (0..m).map(|i| column(i) / deviation).collect();
            row.push((likelihood.error_innovations[t] + filled) / deviation);
            let cosine = rotate_in(&mut triangle, &mut row, m);
            if cosine > 1e-7 { row[m] * deviation / cosine } else { 0.0 }
        })
        .collect()
}

/// Rotates a row into the triangle; returns the product of the cosines.
fn rotate_in(triangle: &mut [f64], row: &mut [f64], m: usize) -> f64 {
    let mut cosines = 1.0;
    for i in 0..m {
        let pivots = &mut triangle[i * (m + 1)..][..=m];
        let length = pivots[i].hypot(row[i]);
        if length == 0.0 {
            continue;
        }
        let (cosine, sine) = (pivots[i] / length, row[i] / length);
        for (pivot, value) in pivots[i..].iter_mut().zip(&mut row[i..]) {
            let before = *pivot;
            *pivot = cosine * before + sine * *value;
            *value = cosine * *value - sine * before;
        }
        cosines *= cosine;
    }
    cosines
}

/// The lower triangle whose product with its transpose is `matrix`; zeros where it is singular.
pub(super) fn lower_factor(matrix: &[f64], m: usize) -> Vec<f64> {
    let mut factor = vec![0.0; m * m];
    if matrix.len() < m * m {
        return factor;
    }
    for i in 0..m {
        for j in 0..=i {
            let known: f64 = (0..j).map(|l| factor[i * m + l] * factor[j * m + l]).sum();
            let rest = matrix[i * m + j] - known;
            factor[i * m + j] = if i == j {
                rest.max(0.0).sqrt()
            } else if factor[j * m + j] > 0.0 {
                rest / factor[j * m + j]
            } else {
                0.0
            };
        }
    }
    factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rotated_row_leaves_the_error_of_what_was_known_before() {
        // One unknown: 2 is seen first, then 5 has an error of 3 with twice the variance.
        let mut triangle = vec![0.0; 2];
        let mut first = [1.0, 2.0];
        assert_eq!(rotate_in(&mut triangle, &mut first, 1), 0.0);
        let mut second = [1.0, 5.0];
        let cosine = rotate_in(&mut triangle, &mut second, 1);
        assert!((second[1] / cosine - 3.0).abs() < 1e-14);
        assert!((1.0 / (cosine * cosine) - 2.0).abs() < 1e-14);
    }

    #[test]
    fn the_factor_gives_the_matrix_back() {
        let factor = lower_factor(&[4.0, 2.0, 2.0, 5.0], 2);
        assert_eq!(factor, [2.0, 0.0, 1.0, 2.0]);
    }
}
