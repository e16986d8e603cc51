//! Sectors to occupations to qualifications at national size: 63 areas × 21 sectors × 40
//! occupations × 5 levels, 500 draws and 10 years.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use labourcast::numeric::seed::stream;
use labourcast::occupation::change::{DRIFT_BY_DEFAULT, Trend};
use labourcast::occupation::project::{DrawKey, Plan, project};
use labourcast::occupation::shares::{Posterior, Rows, Shares};
use labourcast::paths::Paths;
use labourcast::status::Status;
use labourcast::units::Year;
use ndarray::Array2;

const AREAS: u64 = 63;
const DRAWS: usize = 500;
const YEARS: usize = 10;

fn posterior(rows: usize, columns: usize) -> Posterior {
    let mut stream = stream(1, "bench", rows as u64);
    let mut values = Array2::from_shape_fn((rows, columns), |_| stream.uniform().powi(3));
    for mut row in values.rows_mut() {
        let sum = row.sum();
        row /= sum;
    }
    let names = (0..rows).map(|row| row.to_string()).collect();
    let rows = Rows { names, sample: vec![300.0; rows] };
    let shares = Shares::checked(rows, values, Status::Assumed).expect("shares sum to one");
    Posterior::of_own(&shares).expect("every row has shares")
}

fn drifting(shape: (usize, usize)) -> Trend {
    let deviation = Array2::from_elem(shape, DRIFT_BY_DEFAULT);
    Trend { deviation, ..Trend::none(shape) }
}

fn one_area(sectors: &Paths, (first, second): (&Posterior, &Posterior), area: u64) -> Paths {
    let year = Year(2024);
    let (moving, moving_too) = (drifting(first.shares.dim()), drifting(second.shares.dim()));
    let draws = DrawKey { seed: area, purpose: "bench/occupation" };
    let plan = Plan { shares: first, columns: &[], trend: &moving, year, totals: None, draws };
    let occupations = project(sectors, &plan).expect("shapes agree").paths;
    let draws = DrawKey { seed: area, purpose: "bench/qualification" };
    let plan = Plan { shares: second, trend: &moving_too, draws, ..plan };
    project(&occupations, &plan).expect("shapes agree").paths
}

fn national_size(criterion: &mut Criterion) {
    let sectors = Paths::zeros(Year(2025), 21, DRAWS, YEARS)
        .map_cells(|s, d, t| 1e4 + (s * 100 + d + t) as f64);
    let shares = (posterior(21, 40), posterior(40, 5));
    let mut group = criterion.benchmark_group("occupation");
    group.sample_size(10);
    group.bench_function("one area of 63", |bench| {
        bench.iter(|| black_box(one_area(&sectors, (&shares.0, &shares.1), 1)));
    });
    group.bench_function("63 areas", |bench| {
        bench.iter(|| {
            for area in 0..AREAS {
                black_box(one_area(&sectors, (&shares.0, &shares.1), area));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, national_size);
criterion_main!(benches);
