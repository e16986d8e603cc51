//! Small dense systems with a symmetric positive definite matrix.

/// Lower triangle `L` of `K = L L′`, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cholesky {
    n: usize,
    rows: Vec<f64>,
}

impl Cholesky {
    /// Factorises the matrix whose lower triangle stands row by row in `matrix`; none if it is not
    /// positive definite to the last digit.
    ///
    /// # Source
    /// Golub & Van Loan (2013), *Matrix Computations*, algorithm 4.2.1, by rows.
    pub(crate) fn of(n: usize, mut matrix: Vec<f64>) -> Option<Self> {
        for i in 0..n {
            let (above, from_i) = matrix.split_at_mut(i * n);
            let row = &mut from_i[..n];
            for j in 0..i {
                let other = &above[j * n..][..=j];
                row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
            }
            let pivot = row[i] - dot(&row[..i], &row[..i]);
            if !(pivot > 0.0 && pivot.is_finite()) {
                return None;
            }
            row[i] = pivot.sqrt();
        }
        Some(Self { n, rows: matrix })
    }

    /// Overwrites `x` with `K⁻¹ x`.
    pub(crate) fn solve(&self, x: &mut [f64]) {
        let row = |i: usize| &self.rows[i * self.n..][..=i];
        for i in 0..self.n {
            x[i] = (x[i] - dot(&row(i)[..i], &x[..i])) / row(i)[i];
        }
        for i in (0..self.n).rev() {
            x[i] /= row(i)[i];
            let known = x[i];
            x[..i].iter_mut().zip(row(i)).for_each(|(x, l)| *x -= l * known);
        }
    }
}

/// Sum of products in eight running sums, so that it is fast and always in the same order.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_of_three_is_solved() {
        // K = [4 2 0; 2 5 1; 0 1 3], K · (1, 2, −1) = (8, 11, −1).
        let k = vec![4.0, 0.0, 0.0, 2.0, 5.0, 0.0, 0.0, 1.0, 3.0];
        let mut x = [8.0, 11.0, -1.0];
        Cholesky::of(3, k).unwrap().solve(&mut x);
        assert!(x.iter().zip([1.0, 2.0, -1.0]).all(|(x, y)| (x - y).abs() < 1e-14), "{x:?}");
        assert!(Cholesky::of(2, vec![1.0, 0.0, 2.0, 4.0]).is_none());
    }
}
