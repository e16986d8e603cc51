//! The QR factors of a design matrix, kept as reflections.

/// Share of a column's length outside the space of the columns before it, under which it counts
/// as dependent on them.
const DEPENDENT: f64 = 1e-11;

/// `A = Q R`, with `Q` the product of one reflection a column.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    /// The vector each reflection turns around, from its own row on, with its squared length.
    reflections: Vec<(Vec<f64>, f64)>,
    /// The upper triangle, row by row.
    r: Vec<Vec<f64>>,
}

impl Factor {
    /// The factors of `columns` of `n` values each, or `None` if they are dependent or more
    /// than `n`.
    pub(super) fn of(columns: &[Vec<f64>], n: usize) -> Option<Self> {
        let p = columns.len();
        if p == 0 || n < p || columns.iter().any(|column| column.len() != n) {
            return None;
        }
        let mut q = columns.to_vec();
        let mut r = vec![vec![0.0; p]; p];
        let mut reflections = Vec::with_capacity(p);
        for j in 0..p {
            let scale = columns[j].iter().map(|v| v * v).sum::<f64>().sqrt();
            let norm = q[j][j..].iter().map(|v| v * v).sum::<f64>().sqrt();
            if norm <= DEPENDENT * scale || scale == 0.0 {
                return None;
            }
            let alpha = -norm.copysign(q[j][j]);
            let mut v = q[j][j..].to_vec();
            v[0] -= alpha;
            let vv = v.iter().map(|v| v * v).sum::<f64>();
            for column in &mut q[j..] {
                reflect(&v, vv, &mut column[j..]);
            }
            for (k, column) in q.iter().enumerate().skip(j) {
                r[j][k] = column[j];
            }
            reflections.push((v, vv));
        }
        Some(Self { reflections, r })
    }

    /// Turns `values` into `Qᵀ·values`.
    pub(super) fn rotate(&self, values: &mut [f64]) {
        for (j, (v, vv)) in self.reflections.iter().enumerate() {
            reflect(v, *vv, &mut values[j..]);
        }
    }

    /// Turns `values` into `Q·values`.
    pub(super) fn rotate_back(&self, values: &mut [f64]) {
        for (j, (v, vv)) in self.reflections.iter().enumerate().rev() {
            reflect(v, *vv, &mut values[j..]);
        }
    }

    /// The solution of `R x = rhs`.
    pub(super) fn solve_upper(&self, rhs: &[f64]) -> Vec<f64> {
        let p = rhs.len();
        let mut x = vec![0.0; p];
        for j in (0..p).rev() {
            let known: f64 = (j + 1..p).map(|k| self.r[j][k] * x[k]).sum();
            x[j] = (rhs[j] - known) / self.r[j][j];
        }
        x
    }

    /// The solution of `Rᵀ x = rhs`.
    pub(super) fn solve_lower(&self, rhs: &[f64]) -> Vec<f64> {
        let p = rhs.len();
        let mut x = vec![0.0; p];
        for j in 0..p {
            let known: f64 = (0..j).map(|k| self.r[k][j] * x[k]).sum();
            x[j] = (rhs[j] - known) / self.r[j][j];
        }
        x
    }

    /// The lengths of the rows of `R⁻¹`, the square roots of the diagonal of `(AᵀA)⁻¹`.
    pub(super) fn row_norms_of_inverse(&self) -> Vec<f64> {
        let p = self.r.len();
        let mut squares = vec![0.0; p];
        for k in 0..p {
            let unit: Vec<f64> = (0..p).map(|j| f64::from(u8::from(j == k))).collect();
            for (square, x) in squares.iter_mut().zip(self.solve_upper(&unit)) {
                *square += x * x;
            }
        }
        squares.into_iter().map(f64::sqrt).collect()
    }
}

fn reflect(v: &[f64], vv: f64, target: &mut [f64]) {
    let factor = 2.0 * v.iter().zip(&*target).map(|(a, b)| a * b).sum::<f64>() / vv;
    for (t, v) in target.iter_mut().zip(v) {
        *t -= factor * v;
    }
}
