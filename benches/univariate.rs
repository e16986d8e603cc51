//! Automatic exponential smoothing and automatic ARIMA on one series each.
//!
//! Series are walks of fixed numbers, as long as annual and monthly series of labour statistics
//! are. `benches/peers/univariate.py` compares with other libraries on published series.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use labourcast::forecast::Series;
use labourcast::forecast::arima;
use labourcast::forecast::ets;
use labourcast::numeric::seed::stream;

/// Lengths and season lengths that are timed.
const SIZES: [(&str, usize, usize); 2] = [("annual", 20, 1), ("monthly", 120, 12)];

/// A walk with drift whose season is a wave a twentieth as high as the level.
fn walk(n: usize, season_length: usize) -> Vec<f64> {
    let mut stream = stream(1, "bench", n as u64);
    let mut level = 100.0;
    (0..n)
        .map(|t| {
            level += 0.5 + 2.0 * stream.normal();
            let turn = (t % season_length) as f64 / season_length as f64;
            level * (1.0 + 0.05 * (std::f64::consts::TAU * turn).sin()) + stream.normal()
        })
        .collect()
}

fn exponential_smoothing(criterion: &mut Criterion) {
    for (name, n, season_length) in SIZES {
        let values = walk(n, season_length);
        let series = Series::seasonal(&values, season_length);
        criterion.bench_function(&format!("automatic ETS, {name}, {n} values"), |bench| {
            bench.iter(|| ets::fit_automatic(black_box(&series)));
        });
    }
}

fn autoregression(criterion: &mut Criterion) {
    for (name, n, season_length) in SIZES {
        let values = walk(n, season_length);
        let series = Series::seasonal(&values, season_length);
        criterion.bench_function(&format!("automatic ARIMA, {name}, {n} values"), |bench| {
            bench.iter(|| arima::fit_automatic(black_box(&series)));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = exponential_smoothing, autoregression
}
criterion_main!(benches);
