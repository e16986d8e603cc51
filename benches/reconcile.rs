//! Reconciliation at the sizes of real hierarchies; `benches/peers/reconcile.py` compares.
//!
//! `cargo bench --no-default-features --bench reconcile`

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use labourcast::hierarchy::{
    Combinations, Evidence, Figures, GroupColumn, Hierarchy, Method, Reconciler, Sign,
};
use labourcast::numeric::seed::stream;

/// Every combination of columns with this many values each.
fn crossing(sizes: &[usize]) -> Hierarchy {
    let n: usize = sizes.iter().product();
    let mut stride = n;
    let mut columns = Vec::new();
    for (c, size) in sizes.iter().enumerate() {
        stride /= size;
        let value = |row: usize| format!("{:04}", row / stride % size);
        columns.push(GroupColumn { name: format!("g{c}"), values: (0..n).map(value).collect() });
    }
    let bottoms: Vec<String> = (0..n).map(|row| format!("s{row:06}")).collect();
    Hierarchy::grouped(&bottoms, &columns, &Combinations::Every).expect("columns are whole")
}

/// A tree of three levels with this many children each.
fn tree(sizes: [usize; 3]) -> Hierarchy {
    let mut rows = vec![("t".to_owned(), None)];
    let mut last = vec!["t".to_owned()];
    for size in sizes {
        let mut next = Vec::new();
        for parent in &last {
            for child in 0..size {
                let name = format!("{parent}.{child:03}");
                rows.push((name.clone(), Some(parent.clone())));
                next.push(name);
            }
        }
        last = next;
    }
    Hierarchy::from_parents(&rows).expect("children of children are a tree")
}

/// Base forecasts of which a tenth of the bottom series ends near or below zero.
fn base(hierarchy: &Hierarchy) -> Vec<f64> {
    let mut random = stream(1, "bench", 0);
    let bottoms: Vec<f64> = (0..hierarchy.n_bottom()).map(|_| 1.3 + random.normal()).collect();
    let sums = hierarchy.sums(&bottoms);
    sums.into_iter().map(|y| y + random.normal() * y.abs().sqrt()).collect()
}

fn residuals(hierarchy: &Hierarchy, periods: usize) -> Figures {
    let mut random = stream(2, "bench", 0);
    let values: Vec<f64> = (0..hierarchy.n_nodes())
        .flat_map(|node| vec![1.0 + (node % 13) as f64; periods])
        .map(|size| size * random.normal())
        .collect();
    Figures::complete(hierarchy, periods, &values)
}

fn diagonal(criterion: &mut Criterion) {
    let hierarchies = [
        ("tree of 20,000", tree([20, 20, 50])),
        ("groups of 20,000", crossing(&[100, 100, 2])),
        ("tree of 100,000", tree([20, 50, 100])),
        ("groups of 100,000", crossing(&[100, 100, 10])),
    ];
    for (name, hierarchy) in &hierarchies {
        let base = base(hierarchy);
        let past = residuals(hierarchy, 20);
        let evidence = Evidence { residuals: Some(&past), observations: None };
        criterion.bench_function(&format!("{name}: wls_var, non-negative"), |bench| {
            bench.iter(|| {
                let made = Reconciler::new(hierarchy, &Method::WlsVar, Sign::NonNegative, evidence);
                let found = made.expect("residuals are whole").apply(&base);
                assert_eq!(found.expect("forecasts are finite").unconverged, 0);
            });
        });
    }
}

fn shrunk(criterion: &mut Criterion) {
    for (name, hierarchy) in
        [("tree of 5,000", tree([10, 20, 25])), ("groups of 5,000", crossing(&[50, 50, 2]))]
    {
        let base = base(&hierarchy);
        let past = residuals(&hierarchy, 60);
        let evidence = Evidence { residuals: Some(&past), observations: None };
        for sign in [Sign::Any, Sign::NonNegative] {
            criterion.bench_function(&format!("{name}: mint_shrink, {sign:?}"), |bench| {
                bench.iter(|| {
                    let made = Reconciler::new(&hierarchy, &Method::MintShrink, sign, evidence);
                    let found = made.expect("residuals are whole").apply(&base);
                    assert_eq!(found.expect("forecasts are finite").unconverged, 0);
                });
            });
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = diagonal, shrunk
}
criterion_main!(benches);
