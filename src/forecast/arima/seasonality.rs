//! How strong a season is.
//!
//! ```text
//! strength = 1 − Var(R) / Var(S + R)                               y = T + S + R
//! ```
//!
//! A season is differenced where its strength exceeds 0.64. The parts are those of STL: the
//! season by local means of each period of the cycle over eleven years, the trend by a local line.
//!
//! # Source
//! Wang, Smith & Hyndman (2006), *Characteristic-based clustering for time series data*; Cleveland
//! et al. (1990), *STL: a seasonal-trend decomposition procedure based on loess*, section 2 and
//! equation of section 3.4 for the span of the trend.

/// Strength above which a season is differenced.
const STRONG: f64 = 0.64;
/// Cycles over which the season is smoothed.
const SEASONAL_SPAN: usize = 11;
/// Passes of the decomposition.
const PASSES: usize = 4;

/// Whether the season of the series is to be differenced.
pub(super) fn is_strong(values: &[f64], season_length: usize) -> bool {
    strength(values, season_length) > STRONG
}

/// The strength of the season, 0 to 1; 0 for a series of fewer than two cycles.
fn strength(values: &[f64], season_length: usize) -> f64 {
    if values.len() < 2 * season_length || season_length < 2 {
        return 0.0;
    }
    let (season, rest) = decompose(values, season_length);
    let both: Vec<f64> = season.iter().zip(&rest).map(|(s, r)| s + r).collect();
    let total = variance(&both);
    if total > 0.0 { (1.0 - variance(&rest) / total).clamp(0.0, 1.0) } else { 0.0 }
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n
}

/// Season and remainder.
fn decompose(values: &[f64], season_length: usize) -> (Vec<f64>, Vec<f64>) {
    let n = values.len();
    let trend_span = odd(1.5 * season_length as f64 / (1.0 - 1.5 / SEASONAL_SPAN as f64));
    let low_span = odd(season_length as f64);
    let mut trend = vec![0.0; n];
    let mut season = vec![0.0; n];
    for _ in 0..PASSES {
        let detrended: Vec<f64> = values.iter().zip(&trend).map(|(y, t)| y - t).collect();
        let cycle = smooth_cycle(&detrended, season_length);
        let means =
            moving_mean(&moving_mean(&moving_mean(&cycle, season_length), season_length), 3);
        let low: Vec<f64> = (0..n).map(|t| local_line(&means, low_span, t as f64)).collect();
        for (t, season) in season.iter_mut().enumerate() {
            *season = cycle[t + season_length] - low[t];
        }
        let adjusted: Vec<f64> = values.iter().zip(&season).map(|(y, s)| y - s).collect();
        trend = (0..n).map(|t| local_line(&adjusted, trend_span, t as f64)).collect();
    }
    let rest = (0..n).map(|t| values[t] - trend[t] - season[t]).collect();
    (season, rest)
}

/// The next odd whole number.
fn odd(span: f64) -> usize {
    let whole = span.ceil() as usize;
    whole + usize::from(whole.is_multiple_of(2))
}

/// Each period of the cycle smoothed over the cycles, from one cycle before to one after.
fn smooth_cycle(values: &[f64], season_length: usize) -> Vec<f64> {
    let n = values.len();
    let mut smooth = vec![0.0; n + 2 * season_length];
    for phase in 0..season_length {
        let own: Vec<f64> = values.iter().skip(phase).step_by(season_length).copied().collect();
        for k in 0..own.len() + 2 {
            smooth[phase + k * season_length] = local_mean(&own, SEASONAL_SPAN, k as f64 - 1.0);
        }
    }
    smooth
}

fn moving_mean(values: &[f64], span: usize) -> Vec<f64> {
    values.windows(span).map(|window| window.iter().sum::<f64>() / span as f64).collect()
}

/// The values nearest to `at` with their tricube weights; positions count from zero.
fn neighbourhood(n: usize, span: usize, at: f64) -> impl Iterator<Item = (usize, f64)> {
    let kept = span.min(n);
    let first = (at - (kept as f64 - 1.0) / 2.0).round().clamp(0.0, (n - kept) as f64) as usize;
    let last = first + kept - 1;
    let reach = (at - first as f64).max(last as f64 - at) + (span - kept) as f64 / 2.0;
    (first..=last).filter_map(move |t| {
        let distance = (t as f64 - at).abs() / reach.max(f64::MIN_POSITIVE);
        let cube = 1.0 - distance * distance * distance;
        (cube > 0.0).then_some((t, cube * cube * cube))
    })
}

fn local_mean(values: &[f64], span: usize, at: f64) -> f64 {
    let (mut total, mut sum) = (0.0, 0.0);
    for (t, weight) in neighbourhood(values.len(), span, at) {
        total += weight;
        sum += weight * values[t];
    }
    if total > 0.0 { sum / total } else { 0.0 }
}

fn local_line(values: &[f64], span: usize, at: f64) -> f64 {
    let (mut w, mut wx, mut wxx, mut wy, mut wxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (t, weight) in neighbourhood(values.len(), span, at) {
        let x = t as f64 - at;
        w += weight;
        wx += weight * x;
        wxx += weight * x * x;
        wy += weight * values[t];
        wxy += weight * x * values[t];
    }
    let spread = w * wxx - wx * wx;
    if spread > 1e-9 * w * wxx { (wxx * wy - wx * wxy) / spread } else { wy / w }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pure_season_is_strong_and_noise_is_not() {
        let season: Vec<f64> = (0..72).map(|t| f64::from([5, 1, 3, 9][t % 4])).collect();
        assert!(strength(&season, 4) > 0.999);
        let noise: Vec<f64> =
            (0..72).map(|t| (f64::from(t) * 12.9898).sin() * 43758.5453 % 1.0).collect();
        assert!(!is_strong(&noise, 4) && strength(&noise[..6], 4) == 0.0);
        let line: Vec<f64> = (0..40).map(f64::from).collect();
        assert!(strength(&line, 4) < 0.9);
    }

    #[test]
    fn a_local_line_through_a_line_is_the_line() {
        let line: Vec<f64> = (0..20).map(|t| 3.0 + 0.5 * f64::from(t)).collect();
        for at in [0.0, 7.0, 19.0] {
            assert!((local_line(&line, 7, at) - (3.0 + 0.5 * at)).abs() < 1e-12);
        }
        assert_eq!((odd(3.0), odd(3.2), odd(4.1)), (3, 5, 5));
    }
}
