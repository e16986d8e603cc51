//! Random numbers of the gamma and Dirichlet distributions.
//!
//! ```text
//! d = a − 1/3,  c = 1 / √(9 d),  v = (1 + c z)³        z standard normal
//! d v is accepted where ln u < z²/2 + d − d v + d ln v
//! ```
//! A shape below 1 is drawn one higher and multiplied by `u^(1/a)`.
//!
//! Source: Marsaglia & Tsang (2000), *A simple method for generating gamma variables*.

use crate::numeric::seed::Stream;

/// A gamma number of `shape` and scale 1; 0 for a shape of 0 or less.
pub fn gamma(stream: &mut Stream, shape: f64) -> f64 {
    if shape <= 0.0 {
        return 0.0;
    }
    if shape < 1.0 {
        let power = stream.uniform().powf(1.0 / shape);
        return power * gamma(stream, shape + 1.0);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = stream.normal();
        let v = (1.0 + c * z).powi(3);
        // The logarithm of a v below zero is not a number, and no comparison with it holds.
        if stream.uniform().ln() < 0.5 * z * z + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// Draws shares about `mean` with `concentration` into `row`; an infinite concentration gives the
/// mean, and a share of zero stays zero.
///
/// ```text
/// row ~ Dirichlet(concentration · mean)
/// Var row_o = mean_o (1 − mean_o) / (concentration + 1)
/// ```
///
/// # Shapes
/// `mean`, `row`: one entry a share; `mean` sums to 1.
pub fn dirichlet(stream: &mut Stream, mean: &[f64], concentration: f64, row: &mut [f64]) {
    row.copy_from_slice(mean);
    if !concentration.is_finite() {
        return;
    }
    let mut sum = 0.0;
    for share in row.iter_mut() {
        *share = gamma(stream, concentration * *share);
        sum += *share;
    }
    if sum > 0.0 {
        for share in row {
            *share /= sum;
        }
    } else {
        row.copy_from_slice(mean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::seed::stream;

    #[test]
    fn gamma_numbers_have_mean_and_variance_equal_to_their_shape() {
        for shape in [0.3, 1.0, 2.5, 40.0] {
            let mut stream = stream(5, "gamma", 0);
            let draws: Vec<f64> = (0..40_000).map(|_| gamma(&mut stream, shape)).collect();
            let mean = draws.iter().sum::<f64>() / 40_000.0;
            let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 40_000.0;
            assert!((mean / shape - 1.0).abs() < 0.03, "{shape}: {mean}");
            assert!((variance / shape - 1.0).abs() < 0.06, "{shape}: {variance}");
        }
        assert_eq!(gamma(&mut stream(1, "gamma", 0), 0.0), 0.0);
    }

    #[test]
    fn drawn_shares_sum_to_one_keep_zeros_and_vary_as_the_concentration_says() {
        let mean = [0.5, 0.3, 0.2, 0.0];
        let mut stream = stream(6, "dirichlet", 0);
        let mut row = [0.0; 4];
        let draws: Vec<f64> = (0..20_000)
            .map(|_| {
                dirichlet(&mut stream, &mean, 49.0, &mut row);
                assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                assert_eq!(row[3], 0.0);
                row[1]
            })
            .collect();
        let average = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| (x - average).powi(2)).sum::<f64>() / 20_000.0;
        // 0.3 · 0.7 / 50 = 0.0042.
        assert!((average - 0.3).abs() < 0.002 && (variance / 0.0042 - 1.0).abs() < 0.05);
        dirichlet(&mut stream, &mean, f64::INFINITY, &mut row);
        assert_eq!(row, mean);
    }
}
