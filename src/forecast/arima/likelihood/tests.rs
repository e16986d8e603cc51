use super::*;

fn noise(n: usize) -> Vec<f64> {
    // A fixed sequence without pattern, between −1 and 1.
    (0..n).map(|t| ((t as f64 + 1.0) * 12.9898).sin() * 43758.5453 % 1.0).collect()
}

fn sample(n: usize, k: usize, gaps: &[usize]) -> Sample {
    let mut columns = noise(n);
    for j in 0..k {
        columns.extend((0..n).map(|t| ((t * (j + 1)) as f64 * 0.3).cos()));
    }
    for gap in gaps {
        columns.extend((0..n).map(|t| f64::from(u8::from(t == *gap))));
    }
    Sample { n, columns, n_gaps: gaps.len() }
}

/// `−2N f` less a constant from the covariance matrix itself, by Gaussian elimination.
fn dense(sample: &Sample, phi: &[f64], theta: &[f64], skip: &[usize]) -> f64 {
    // Weights far enough out that the rest is rounding.
    let mut psi = vec![1.0];
    for k in 1..4000 {
        let own = theta.get(k - 1).copied().unwrap_or(0.0);
        let ar: f64 = phi.iter().enumerate().take(k).map(|(j, phi)| phi * psi[k - 1 - j]).sum();
        psi.push(own + ar);
    }
    let kept: Vec<usize> = (0..sample.n).filter(|t| !skip.contains(t)).collect();
    let gamma = |lag: usize| psi.iter().zip(&psi[lag..]).map(|(a, b)| a * b).sum::<f64>();
    let gammas: Vec<f64> = (0..sample.n).map(gamma).collect();
    let mut a: Vec<Vec<f64>> =
        kept.iter().map(|s| kept.iter().map(|t| gammas[s.abs_diff(*t)]).collect()).collect();
    let mut y: Vec<f64> = kept.iter().map(|t| sample.series()[*t]).collect();
    let (mut logarithm, mut sum) = (0.0, 0.0);
    for i in 0..kept.len() {
        logarithm += a[i][i].ln();
        sum += y[i] * y[i] / a[i][i];
        for j in i + 1..kept.len() {
            let factor = a[j][i] / a[i][i];
            let above = a[i][i..].to_vec();
            for (value, above) in a[j][i..].iter_mut().zip(above) {
                *value -= factor * above;
            }
            y[j] -= factor * y[i];
        }
    }
    let n = kept.len() as f64;
    0.5 * (sum / n).ln() + 0.5 * logarithm / n
}

#[test]
fn the_filter_gives_the_likelihood_of_the_covariance_matrix() {
    let sample = sample(30, 0, &[]);
    let mut likelihood = Likelihood::default();
    for (ar, ma, seasonal_ar, seasonal_ma) in [
        (0, 0, 0, 0),
        (1, 0, 0, 0),
        (0, 1, 0, 0),
        (2, 1, 0, 0),
        (1, 3, 0, 0),
        (1, 1, 1, 1),
        (0, 1, 0, 1),
    ] {
        let shape = Shape { ar, ma, seasonal_ar, seasonal_ma, season_length: 4 };
        let x: Vec<f64> = (0..shape.size()).map(|i| [0.3, -0.25, 0.4, 0.15][i % 4]).collect();
        let value = likelihood.value(&sample, &shape, &x);
        let theta: Vec<f64> = likelihood.theta.clone();
        let expected = dense(&sample, &likelihood.ar.product, &theta, &[]);
        assert!((value - expected).abs() < 1e-12, "{shape:?} {value} {expected}");
    }
}

#[test]
fn columns_of_gaps_give_the_likelihood_of_what_was_observed() {
    let gaps = [3, 4, 11];
    let with_gaps = sample(20, 0, &gaps);
    let shape = Shape { ar: 1, ma: 1, seasonal_ar: 0, seasonal_ma: 0, season_length: 1 };
    let mut likelihood = Likelihood::default();
    let value = likelihood.value(&with_gaps, &shape, &[0.35, -0.2]);
    let theta = likelihood.theta.clone();
    let expected = dense(&with_gaps, &likelihood.ar.product, &theta, &gaps);
    assert!((value - expected).abs() < 1e-12, "{value} {expected}");
}

#[test]
fn derivatives_are_those_of_small_changes() {
    let mut likelihood = Likelihood::default();
    for (ar, ma, seasonal_ar, seasonal_ma, k, gaps) in [
        (1, 0, 0, 0, 0, vec![]),
        (0, 1, 0, 0, 1, vec![]),
        (2, 2, 0, 0, 2, vec![]),
        (5, 3, 0, 0, 1, vec![]),
        (1, 1, 2, 1, 1, vec![]),
        (0, 1, 0, 1, 0, vec![]),
        (2, 1, 0, 1, 1, vec![5, 6, 17]),
        (7, 0, 0, 0, 0, vec![2]),
    ] {
        let sample = sample(26, k, &gaps);
        let shape = Shape { ar, ma, seasonal_ar, seasonal_ma, season_length: 4 };
        let x: Vec<f64> = (0..shape.size()).map(|i| [0.25, -0.3, 0.4, 0.15, -0.1][i % 5]).collect();
        likelihood.value(&sample, &shape, &x);
        let mut gradient = vec![0.0; x.len()];
        likelihood.gradient(&sample, &shape, &x, &mut gradient);
        for i in 0..x.len() {
            let mut at = |step: f64| {
                let mut x = x.clone();
                x[i] += step;
                likelihood.value(&sample, &shape, &x)
            };
            let slope = (at(1e-5) - at(-1e-5)) / 2e-5;
            assert!((gradient[i] - slope).abs() < 1e-8, "{shape:?} {i}: {} {slope}", gradient[i]);
        }
    }
}
