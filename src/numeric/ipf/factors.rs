//! The same fit as two lists of factors, for many margins on one seed.
//!
//! ```text
//! A'[i, j] = r[i] A[i, j] c[j]
//! r[i] ← R[i] / Σ_j A[i, j] c[j]        c[j] ← C[j] / Σ_i r[i] A[i, j]        and again
//! ```
//! The fitted matrix differs from the seed by the factors alone, so a thousand fits of one large seed are
//! kept as a thousand short lists. Factors of a neighbouring fit are a good start.
//!
//! Source: Sinkhorn & Knopp (1967), *Concerning nonnegative matrices and doubly stochastic matrices*.

use crate::numeric::ipf::{FitStatus, Limits, Margins};

/// Factors on the rows and the columns of a seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// One a row.
    pub rows: Vec<f64>,
    /// One a column.
    pub columns: Vec<f64>,
}

impl Factors {
    /// Factors of one.
    pub fn ones(n_rows: usize, n_columns: usize) -> Self {
        Self { rows: vec![1.0; n_rows], columns: vec![1.0; n_columns] }
    }

    /// Fits `seed`, row by row, to `margins`, which have one sum; columns are met exactly, rows within the
    /// tolerance. Lines of zeros keep the factor zero.
    ///
    /// # Shapes
    /// `seed`: as many rows and columns as the margins have.
    pub fn fit(&mut self, seed: &[f64], margins: &Margins<'_>, limits: &Limits) -> FitStatus {
        for iteration in 0..limits.max_iterations {
            let error = self.fit_rows(seed, margins.rows);
            self.fit_columns(seed, margins.columns);
            // The error is that of the factors before, whose columns were met but at the start.
            if iteration > 0 && error <= limits.tolerance {
                return FitStatus::Converged;
            }
        }
        FitStatus::MaxIterations
    }

    /// Meets the rows; the largest relative error they had before.
    fn fit_rows(&mut self, seed: &[f64], wanted: &[f64]) -> f64 {
        let mut largest = 0.0_f64;
        let lines = seed.chunks_exact(self.columns.len().max(1)).zip(&mut self.rows).zip(wanted);
        for ((line, factor), wanted) in lines {
            let sum: f64 = line.iter().zip(&self.columns).map(|(cell, c)| cell * c).sum();
            if *wanted > 0.0 {
                largest = largest.max((sum * *factor / wanted - 1.0).abs());
            }
            *factor = ratio(*wanted, sum);
        }
        largest
    }

    fn fit_columns(&mut self, seed: &[f64], wanted: &[f64]) {
        let mut sums = vec![0.0; wanted.len()];
        for (line, factor) in seed.chunks_exact(wanted.len().max(1)).zip(&self.rows) {
            sums.iter_mut().zip(line).for_each(|(sum, cell)| *sum += factor * cell);
        }
        for ((factor, wanted), sum) in self.columns.iter_mut().zip(wanted).zip(sums) {
            *factor = ratio(*wanted, sum);
        }
    }
}

fn ratio(wanted: f64, sum: f64) -> f64 {
    if sum > 0.0 { wanted / sum } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::ipf;

    #[test]
    fn factors_give_the_matrix_of_the_plain_fit() {
        let seed = vec![vec![1.0, 2.0, 0.0], vec![3.0, 1.0, 4.0]];
        let margins = Margins { rows: &[5.0, 15.0], columns: &[6.0, 6.0, 8.0] };
        let plain = ipf::fit(&seed, &margins, &[], &Limits::default()).unwrap();
        let flat: Vec<f64> = seed.concat();
        let mut factors = Factors::ones(2, 3);
        assert_eq!(factors.fit(&flat, &margins, &Limits::default()), FitStatus::Converged);
        for i in 0..2 {
            for j in 0..3 {
                let cell = factors.rows[i] * flat[3 * i + j] * factors.columns[j];
                assert!((cell - plain.matrix[i][j]).abs() < 1e-8, "{i} {j}");
            }
        }
    }

    #[test]
    fn margins_that_no_matrix_has_are_told() {
        let margins = Margins { rows: &[1.0, 1.0], columns: &[1.5, 0.5] };
        let status = Factors::ones(2, 2).fit(&[1.0, 0.0, 0.0, 1.0], &margins, &Limits::default());
        assert_eq!(status, FitStatus::MaxIterations);
    }
}
