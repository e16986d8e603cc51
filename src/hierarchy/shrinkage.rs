//! Covariance of residuals with correlations shrunk towards zero, never formed.

use crate::hierarchy::dense::dot;
use crate::hierarchy::figures::Figures;

/// Least shrinkage. Without any, the covariance is singular as soon as there are more nodes than
/// periods.
const LEAST: f64 = 1e-6;

/// `W = Δ + Q Q′`: a diagonal and one column a period.
#[derive(Debug)]
pub(crate) struct Shrunk {
    pub(crate) diagonal: Vec<f64>,
    /// Columns of `Q`, one value a node each.
    pub(crate) columns: Vec<Vec<f64>>,
}

/// The shrunk covariance of the residuals.
///
/// ```text
/// W = λ D + (1 − λ) Σ̂          D the diagonal of Σ̂, the covariance with divisor T − 1
/// λ = Σ_{i≠j} Var(r_ij) / Σ_{i≠j} r_ij²,  at most 1
/// Var(r_ij) = T/(T − 1)³ Σ_t (z_ti z_tj − w̄_ij)²      w̄_ij = Σ_t z_ti z_tj / T
/// ```
/// `z`: residuals centred and divided by their standard deviation. The sums over pairs are taken
/// from `Σ_ij r_ij² = Σ_st (Σ_i z_si z_ti)² / (T − 1)²` and `Σ_ij z_ti² z_tj² = (Σ_i z_ti²)²`,
/// so their cost grows with nodes × periods², not with nodes². A missing residual counts as the
/// mean of its series, whose standard deviation is that of the known ones.
///
/// # Source
/// Schäfer & Strimmer (2005), *A shrinkage approach to large-scale covariance matrix estimation*,
/// table 2, target D; Wickramasuriya, Athanasopoulos & Hyndman (2019), section 2.4.
pub(crate) fn shrink(residuals: &Figures) -> Shrunk {
    let (n, periods) = (residuals.n_nodes(), residuals.n_periods());
    let (columns, variances) = standardised(residuals);
    let t = periods as f64;
    let lambda = intensity(&columns, t);
    let diagonal = variances.iter().map(|variance| lambda * variance).collect();
    let scale = ((1.0 - lambda) / (t - 1.0)).sqrt();
    let deviations: Vec<f64> = variances.iter().map(|variance| variance.sqrt() * scale).collect();
    let columns = columns
        .into_iter()
        .map(|z| (0..n).map(|node| z[node] * deviations[node]).collect())
        .collect();
    Shrunk { diagonal, columns }
}

/// Standardised residuals period by period, and the variances; `Σ_t z² = T − 1` for each node.
fn standardised(residuals: &Figures) -> (Vec<Vec<f64>>, Vec<f64>) {
    let (n, periods) = (residuals.n_nodes(), residuals.n_periods());
    let mut columns = vec![vec![0.0; n]; periods];
    let mut variances = Vec::with_capacity(n);
    for (node, mean) in residuals.means().into_iter().enumerate() {
        let squares: f64 = residuals.of(node).map(|(_, value)| (value - mean).powi(2)).sum();
        let free = residuals.count(node).saturating_sub(1).max(1) as f64;
        variances.push(squares / free);
        if squares > 0.0 {
            let scale = ((periods as f64 - 1.0) / squares).sqrt();
            for (period, value) in residuals.of(node) {
                columns[period][node] = (value - mean) * scale;
            }
        }
    }
    (columns, variances)
}

fn intensity(z: &[Vec<f64>], t: f64) -> f64 {
    let n = z.first().map_or(0, Vec::len);
    // Sums over all pairs, less those of a series with itself.
    let mut cross = 0.0;
    for (s, at_s) in z.iter().enumerate() {
        let before: f64 = z[..s].iter().map(|at_t| dot(at_s, at_t).powi(2)).sum();
        cross += 2.0 * before + dot(at_s, at_s).powi(2);
    }
    let (mut fourth, mut own_fourth, mut own_cross) = (0.0, 0.0, 0.0);
    for at_t in z {
        fourth += dot(at_t, at_t).powi(2);
        own_fourth += at_t.iter().map(|z| z.powi(4)).sum::<f64>();
    }
    for node in 0..n {
        own_cross += z.iter().map(|at_t| at_t[node].powi(2)).sum::<f64>().powi(2);
    }
    let products = (cross - own_cross).max(0.0);
    let spread = (fourth - own_fourth - products / t).max(0.0);
    let correlations = products / (t - 1.0).powi(2);
    let lambda = t / (t - 1.0).powi(3) * spread / correlations;
    if lambda.is_finite() { lambda.clamp(LEAST, 1.0) } else { 1.0 }
}
