//! Theta models and complex exponential smoothing on one series each.
//!
//! Series are walks with drift of fixed numbers, as long as annual, quarterly and long series are.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use labourcast::forecast::ces;
use labourcast::forecast::theta;
use labourcast::forecast::theta::{Estimation, Variant};
use labourcast::forecast::{Future, Series};
use labourcast::numeric::seed::stream;

fn walk(n: usize) -> Vec<f64> {
    let mut stream = stream(1, "bench", n as u64);
    let mut level = 100.0;
    (0..n)
        .map(|_| {
            level += 1.0 + 3.0 * stream.normal();
            level
        })
        .collect()
}

fn annual(criterion: &mut Criterion) {
    let values = walk(22);
    let series = Series::annual(&values);
    for variant in Variant::ALL {
        criterion.bench_function(&format!("{variant:?} theta, 22 values"), |bench| {
            bench.iter(|| {
                let fitted = theta::fit(black_box(&series), variant, Estimation::Shrunk);
                fitted.expect("22 values are enough").forecast(&Future::steps(6))
            });
        });
    }
    criterion.bench_function("best of four thetas, 22 values", |bench| {
        bench.iter(|| theta::auto(black_box(&series), Estimation::Shrunk));
    });
    criterion.bench_function("complex exponential smoothing, 22 values", |bench| {
        bench.iter(|| ces::auto(black_box(&series)));
    });
}

fn length(criterion: &mut Criterion) {
    for n in [100, 1_000, 10_000] {
        let values = walk(n);
        criterion.bench_function(&format!("DynamicOptimised theta, {n} values"), |bench| {
            bench.iter(|| {
                theta::fit_adjusted(
                    black_box(&values),
                    Variant::DynamicOptimised,
                    Estimation::Shrunk,
                )
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = annual, length
}
criterion_main!(benches);
