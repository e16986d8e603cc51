//! Growth pooled over a panel: what the paths of all series say about how each goes on.
//!
//! ```text
//! s    = mean |d|                                  d(t) = y(t+1) − y(t)
//! m    = mean d / s
//! r(α) = [y(T) − ℓ_α(T)] / s                       ℓ_α exponentially smoothed y
//! G    : x = (m, m|m|, 1, r(0.3), r(0.6))          H : x = (m, 1)
//! ŷ(T+k) = y(T) + s · x·b_k
//! ```
//! `b_k` is fitted for every step on its own to the last windows of all series by least absolute
//! errors, shrunk to a prior by a ridge. The prior is what the annual series of the M1, M3 and
//! tourism competitions (training parts) and of sectoral employment in 25 countries up to 2004
//! say together; a panel of few or similar series stays near it, a large one leaves it.
//!
//! Series of a panel share their shocks, so `N` of them tell as much as `N_eff` independent ones;
//! the ridge is multiplied by `N / N_eff`.
//!
//! # Source
//! Montero-Manso & Hyndman (2021), *Principles and algorithms for forecasting groups of time
//! series: locality and globality*.

mod prior;
pub(in crate::forecast) mod robust;

use robust::Row;

/// Fewest values of a series to take part.
const FEWEST: usize = 5;
/// Windows of a series that count for a step, the latest ones.
const WINDOWS: usize = 20;
/// Weight of the prior, in windows of average size.
const RIDGE: f64 = 10.0;
/// Differences looked at for the effective number of series.
const LATEST_DIFFERENCES: usize = 30;

/// Mean size of the changes of a series; zero where it never moved.
pub fn mean_change(values: &[f64]) -> f64 {
    let changes = values.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    changes.sum::<f64>() / values.len().saturating_sub(1).max(1) as f64
}

/// What is known of a series at one of its periods.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    /// Position of the period.
    at: usize,
    scale: f64,
    level: f64,
    features: [f64; 5],
}

/// The windows of a series, from its fifth value on.
fn windows(values: &[f64]) -> Vec<Window> {
    let Some(first) = values.first() else { return Vec::new() };
    let (mut slow, mut fast, mut sum, mut largest) = (*first, *first, 0.0, first.abs());
    let mut made = Vec::new();
    for (at, pair) in values.windows(2).enumerate().map(|(k, pair)| (k + 1, pair)) {
        let y = pair[1];
        slow += 0.3 * (y - slow);
        fast += 0.6 * (y - fast);
        sum += (y - pair[0]).abs();
        largest = largest.max(y.abs());
        if at + 1 < FEWEST || sum == 0.0 {
            continue;
        }
        let n = at as f64;
        let scale = (sum / n).max(1e-9 * largest);
        let m = (y - first) / n / scale;
        let features = [m, m * m.abs(), 1.0, (y - slow) / scale, (y - fast) / scale];
        if !features.iter().all(|feature| feature.is_finite()) {
            continue;
        }
        made.push(Window { at, scale, level: y, features });
    }
    made
}

/// How many independent series the series of a panel are worth.
///
/// ```text
/// z     = (d − mean d) / rms, cut at ±2.5, the last 30 of each series, aligned at their ends
/// ρ     = Σ_k [(Σ_i z)² − Σ_i z²] / Σ_k (N_k − 1) Σ_i z²,   not under 0
/// N_eff = N / (1 + (N − 1) ρ)
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Independence {
    /// Number of series.
    pub n: f64,
    /// Mean correlation of their changes.
    pub correlation: f64,
}

impl Independence {
    /// What the changes of `panel` tell.
    pub fn of(panel: &[&[f64]]) -> Self {
        let scores: Vec<Vec<f64>> =
            panel.iter().filter_map(|values| latest_scores(values)).collect();
        let (mut numerator, mut denominator) = (0.0, 0.0);
        for lag in 0..LATEST_DIFFERENCES {
            let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
            for z in scores.iter().filter_map(|scores| scores.get(lag)) {
                n += 1.0;
                sum += z;
                squares += z * z;
            }
            if n >= 2.0 {
                numerator += sum * sum - squares;
                denominator += (n - 1.0) * squares;
            }
        }
        let correlation = if denominator > 0.0 { (numerator / denominator).max(0.0) } else { 0.0 };
        Self { n: panel.len().max(1) as f64, correlation: correlation.min(1.0) }
    }

    /// The effective number of series.
    pub fn effective(&self) -> f64 {
        (self.n / (1.0 + (self.n - 1.0) * self.correlation)).clamp(1.0, self.n)
    }

    /// How many times as many series there are as independent ones.
    pub fn redundancy(&self) -> f64 {
        self.n / self.effective()
    }
}

/// Standardised differences, the latest first; none of a series that is short or grows evenly.
fn latest_scores(values: &[f64]) -> Option<Vec<f64>> {
    if values.len() < FEWEST {
        return None;
    }
    let differences: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let rms = (differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / n).sqrt();
    let score = |d: &f64| ((d - mean) / rms).clamp(-2.5, 2.5);
    (rms > 1e-12 * mean.abs())
        .then(|| differences.iter().rev().take(LATEST_DIFFERENCES).map(score).collect())
}

/// The two growth models of a panel, with one set of coefficients a step.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledGrowth {
    detailed: Vec<[f64; 5]>,
    plain: Vec<[f64; 2]>,
}

impl PooledGrowth {
    /// Fits both models to `panel`, up to `n_steps` periods ahead.
    pub fn fit(panel: &[&[f64]], independence: &Independence, n_steps: usize) -> Self {
        let seen: Vec<Vec<Window>> = panel.iter().map(|values| windows(values)).collect();
        let ridge = RIDGE * independence.redundancy();
        let (mut detailed, mut plain) = (Vec::new(), Vec::new());
        for step in 1..=n_steps {
            let rows = rows(panel, &seen, step);
            detailed.push(robust::fit(&rows, &prior::detailed(step), ridge));
            let reduced: Vec<Row<2>> = rows
                .iter()
                .map(|row| Row {
                    features: [row.features[0], 1.0],
                    target: row.target,
                    weight: row.weight,
                })
                .collect();
            plain.push(robust::fit(&reduced, &prior::plain(step), ridge));
        }
        Self { detailed, plain }
    }

    /// Forecasts of both models, G and H, step by step; none of a series that is short or never
    /// moved.
    pub fn forecast(&self, values: &[f64]) -> Option<Vec<(f64, f64)>> {
        let window = windows(values).pop().filter(|window| window.at + 1 == values.len())?;
        let carry = |x: f64| window.level + window.scale * x;
        let [m, ..] = window.features;
        let steps = self.detailed.iter().zip(&self.plain);
        Some(
            steps
                .map(|(g, h)| {
                    let detailed: f64 = window.features.iter().zip(g).map(|(x, b)| x * b).sum();
                    (carry(detailed), carry(m * h[0] + h[1]))
                })
                .collect(),
        )
    }
}

/// The windows of all series that have a value `step` periods later, each series weighing as the
/// root of their number.
fn rows(panel: &[&[f64]], seen: &[Vec<Window>], step: usize) -> Vec<Row<5>> {
    let mut rows = Vec::new();
    for (values, windows) in panel.iter().zip(seen) {
        let usable = windows.iter().filter(|window| window.at + step < values.len()).count();
        let latest = &windows[usable.saturating_sub(WINDOWS)..usable];
        let weight = (latest.len().max(1) as f64).sqrt().recip();
        let row = |window: &Window| Row {
            features: window.features,
            target: (values[window.at + step] - window.level) / window.scale,
            weight,
        };
        // A jump beyond all numbers tells the other series nothing.
        rows.extend(latest.iter().map(row).filter(|row| row.target.is_finite()));
    }
    let mean = rows.iter().map(|row| row.weight).sum::<f64>() / rows.len().max(1) as f64;
    for row in &mut rows {
        row.weight /= mean;
    }
    rows
}

#[cfg(test)]
mod tests;
