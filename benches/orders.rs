//! A robust training order: 30 programmes, 10 years, 100 draws.
//!
//! `cargo bench --no-default-features --bench orders`

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use labourcast::language::Text;
use labourcast::numeric::seed::stream;
use labourcast::order;
use labourcast::order::inputs::{
    Capacity, ChangeLimit, Costs, Entrants, Inputs, Limits, Programme, Risk,
};
use labourcast::paths::Paths;
use labourcast::units::Year;
use ndarray::Array2;

const YEARS: usize = 10;

fn programme(f: usize) -> Programme {
    let mut random = stream(1, "programme", f as u64);
    let mut between = |low: f64, width: f64| low + width * random.uniform();
    Programme {
        name: Text::new(format!("Nghề {f}"), format!("Trade {f}")),
        duration: f % 5,
        completion: between(0.7, 0.25),
        further_study: between(0.0, 0.2),
        entry: between(0.8, 0.2),
        stay: between(0.5, 0.4),
        match_share: between(0.6, 0.3),
        exit_rate: between(0.02, 0.04),
        present_intake: between(40.0, 300.0),
        decided: Vec::new(),
        floor: if f.is_multiple_of(7) { 30.0 } else { 0.0 },
        entrants: if f.is_multiple_of(3) { Entrants::Adults } else { Entrants::SchoolLeavers },
        costs: Costs {
            shortage: between(20.0, 60.0),
            surplus: between(5.0, 15.0),
            place: between(2.0, 8.0),
            change: between(0.5, 1.0),
        },
    }
}

fn limits(programmes: &[Programme]) -> Limits {
    let present: f64 = programmes.iter().map(|p| p.present_intake).sum();
    let spent: f64 = programmes.iter().map(|p| p.present_intake * p.costs.place).sum();
    let capacity = |group: usize| {
        let members: Vec<usize> = (0..programmes.len()).filter(|f| f % 6 == group).collect();
        let taken: f64 = members.iter().map(|f| programmes[*f].present_intake).sum();
        let name = Text::new(format!("Trường {group}"), format!("School {group}"));
        Capacity { name, programmes: members, places: vec![1.15 * taken; YEARS] }
    };
    Limits {
        budget: Some(vec![1.2 * spent; YEARS]),
        capacities: (0..6).map(capacity).collect(),
        leavers: Some(vec![0.9 * present; YEARS]),
        change: Some(ChangeLimit { share: 0.2, class: 30.0 }),
    }
}

fn inputs(flexibility: Option<Array2<f64>>) -> Inputs {
    let programmes: Vec<Programme> = (0..30).map(programme).collect();
    let mut demand = Paths::zeros(Year(2026), 30, 500, YEARS);
    let mut supply = demand.clone();
    for (f, programme) in programmes.iter().enumerate() {
        let base = 20.0 * programme.present_intake;
        for draw in 0..500 {
            let mut random = stream(2, "draw", (f * 500 + draw) as u64);
            let mut level = base;
            for year in 0..YEARS {
                level *= 1.02 + 0.03 * random.normal();
                demand.path_mut(f, draw)[year] = level;
                supply.path_mut(f, draw)[year] = base * 0.97_f64.powi(year as i32 + 1);
            }
        }
    }
    let limits = limits(&programmes);
    let (first, n_years, discount, working_life) = (Year(2026), YEARS, 0.95, Some(40));
    Inputs {
        programmes,
        first,
        n_years,
        demand,
        supply,
        flexibility,
        limits,
        discount,
        working_life,
    }
}

fn robust(criterion: &mut Criterion) {
    let share = |(g, f)| if g == f { 0.8 } else { 0.15 / 29.0 };
    let cases = [("own field", None), ("flexible", Some(Array2::from_shape_fn((30, 30), share)))];
    for (name, flexibility) in cases {
        let inputs = inputs(flexibility);
        for (rule, aversion) in [("expected cost", 0.0), ("expected cost and CVaR", 0.5)] {
            let risk = Risk { aversion, ..Risk::default() };
            let accuracy = order::orders(&inputs, risk).expect("present intake is within").accuracy;
            assert!(accuracy.abs() < 1e-6, "{name}, {rule}: {accuracy}");
            criterion.bench_function(&format!("30 × 10 × 100, {name}, {rule}"), |bench| {
                bench.iter(|| {
                    order::orders(&inputs, risk).expect("present intake keeps the limits")
                });
            });
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = robust
}
criterion_main!(benches);
