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
        for first in (0..n).step_by(ROWS) {
            let (above, block) = matrix.split_at_mut(first * n);
            let block = &mut block[..ROWS.min(n - first) * n];
            if block.len() == ROWS * n {
                for j in 0..first {
                    let other = &above[j * n..][..=j];
                    let known = dots(block, n, &other[..j]);
                    for (row, known) in block.chunks_exact_mut(n).zip(known) {
                        row[j] = (row[j] - known) / other[j];
                    }
                }
            } else {
                for row in block.chunks_exact_mut(n) {
                    eliminate(row, above, (0, first));
                }
            }
            for i in 0..block.len() / n {
                let (done, row) = block.split_at_mut(i * n);
                eliminate(&mut row[..n], done, (first, i));
                let i = first + i;
                let pivot = row[i] - dot(&row[..i], &row[..i]);
                if !(pivot > 0.0 && pivot.is_finite()) {
                    return None;
                }
                row[i] = pivot.sqrt();
            }
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

/// Rows that are eliminated together, so that each row above is read once for all of them.
const ROWS: usize = 4;

/// Entries of `row` in the columns of the `n_done` rows in `done`, of which the first is `first`.
fn eliminate(row: &mut [f64], done: &[f64], (first, n_done): (usize, usize)) {
    for (j, other) in (first..first + n_done).zip(done.chunks_exact(row.len())) {
        row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
    }
}

/// Sums of products of each of four rows of length `n` with the beginning of another row.
fn dots(block: &[f64], n: usize, other: &[f64]) -> [f64; ROWS] {
    let rows: [&[f64]; ROWS] = std::array::from_fn(|k| &block[k * n..][..other.len()]);
    let whole = other.len() / 4 * 4;
    let mut sums = [[0.0; 4]; ROWS];
    for start in (0..whole).step_by(4) {
        let right = &other[start..start + 4];
        for (sum, row) in sums.iter_mut().zip(rows) {
            let left = &row[start..start + 4];
            for lane in 0..4 {
                sum[lane] += left[lane] * right[lane];
            }
        }
    }
    std::array::from_fn(|k| {
        let rest = rows[k][whole..].iter().zip(&other[whole..]).map(|(a, b)| a * b);
        sums[k].iter().sum::<f64>() + rest.sum::<f64>()
    })
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
    fn the_factors_of_a_larger_matrix_give_it_back() {
        // K = I + v v′ and a ragged last block.
        let n = 11;
        let v: Vec<f64> = (0..n).map(|i| (i as f64 * 0.7).sin()).collect();
        let k: Vec<f64> = (0..n * n)
            .map(|cell| v[cell / n] * v[cell % n] + f64::from(u8::from(cell / n == cell % n)))
            .collect();
        let expected: Vec<f64> = (0..n).map(|i| 1.0 + i as f64).collect();
        let mut x: Vec<f64> = k.chunks(n).map(|row| dot(row, &expected)).collect();
        Cholesky::of(n, k).unwrap().solve(&mut x);
        assert!(x.iter().zip(&expected).all(|(x, y)| (x - y).abs() < 1e-12), "{x:?}");
    }

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
