//! Hierarchies for tests.

use proptest::prelude::*;

use crate::hierarchy::{
    Combinations, Evidence, Figures, GroupColumn, Hierarchy, Method, Proportions, Reconciler, Sign,
};
use crate::numeric::seed::stream;

/// Total over A and B; A over a1 and a2, B over b1.
pub(super) fn small_tree() -> Hierarchy {
    let rows = [
        ("a2", Some("A")),
        ("total", None),
        ("B", Some("total")),
        ("b1", Some("B")),
        ("A", Some("total")),
        ("a1", Some("A")),
    ];
    Hierarchy::from_parents(&rows).unwrap()
}

/// Every combination of columns with this many values each.
pub(super) fn crossing(sizes: &[usize]) -> Hierarchy {
    let n: usize = sizes.iter().product();
    let mut stride = n;
    let columns: Vec<GroupColumn> = sizes
        .iter()
        .enumerate()
        .map(|(c, size)| {
            stride /= size;
            let value = |row: usize| format!("{:02}", row / stride % size);
            GroupColumn { name: format!("g{c}"), values: (0..n).map(value).collect() }
        })
        .collect();
    let bottoms: Vec<String> = (0..n).map(|row| format!("s{row:06}")).collect();
    Hierarchy::grouped(&bottoms, &columns, &Combinations::Every).unwrap()
}

/// A tree in which node `i` hangs under a random earlier one.
pub(super) fn random_tree(n: usize, seed: u64) -> Hierarchy {
    let mut random = stream(seed, "tree", 0);
    let name = |node: usize| format!("n{node:05}");
    let rows: Vec<(String, Option<String>)> = (0..n)
        .map(|node| {
            let parent = (random.uniform() * random.uniform() * node as f64) as usize;
            (name(node), (node > 0).then(|| name(parent)))
        })
        .collect();
    Hierarchy::from_parents(&rows).unwrap()
}

pub(super) fn normals(n: usize, purpose: &str, seed: u64) -> Vec<f64> {
    let mut random = stream(seed, purpose, 0);
    (0..n).map(|_| random.normal()).collect()
}

/// Residuals with common shocks, of sizes that differ.
pub(super) fn residuals(hierarchy: &Hierarchy, periods: usize, seed: u64) -> Figures {
    let (n, sizes) = (hierarchy.n_nodes(), hierarchy.sizes());
    let shocks = normals(periods, "shocks", seed);
    let own = normals(n * periods, "own", seed);
    let values: Vec<f64> = own
        .iter()
        .enumerate()
        .map(|(cell, own)| {
            let size = sizes[cell / periods].sqrt() * (1.0 + (cell / periods % 7) as f64);
            size * (own + 0.7 * shocks[cell % periods])
        })
        .collect();
    Figures::complete(hierarchy, periods, &values)
}

/// Base forecasts around coherent ones, the bottom series around `level`.
pub(super) fn base(hierarchy: &Hierarchy, level: f64, seed: u64) -> Vec<f64> {
    let bottoms = normals(hierarchy.n_bottom(), "bottoms", seed);
    let coherent = hierarchy.sums(&bottoms.iter().map(|z| level + z).collect::<Vec<f64>>());
    let apart = normals(hierarchy.n_nodes(), "apart", seed);
    let sizes = hierarchy.sizes();
    coherent.iter().zip(apart).zip(sizes).map(|((y, z), size)| y + z * size.sqrt()).collect()
}

/// The coherent forecasts of one column.
pub(super) fn reconciled(
    hierarchy: &Hierarchy,
    method: &Method,
    sign: Sign,
    base: &[f64],
) -> Vec<f64> {
    let (past, observed) = (residuals(hierarchy, 12, 5), observations(hierarchy));
    let evidence = Evidence { residuals: Some(&past), observations: Some(&observed) };
    let result = Reconciler::new(hierarchy, method, sign, evidence).unwrap().apply(base).unwrap();
    assert_eq!(result.unconverged, 0);
    result.values
}

fn observations(hierarchy: &Hierarchy) -> Figures {
    let mut figures = Figures::unknown(hierarchy, 2);
    for period in 0..2 {
        let bottoms: Vec<f64> =
            (0..hierarchy.n_bottom()).map(|b| 3.0 + ((b + period) % 5) as f64).collect();
        for (node, value) in hierarchy.sums(&bottoms).into_iter().enumerate() {
            figures.set(node, period, value);
        }
    }
    figures
}

/// Every method, the middle level being the second one where there is one.
pub(super) fn methods(hierarchy: &Hierarchy) -> Vec<Method> {
    let level = hierarchy.levels().get(1).or(hierarchy.levels().first()).unwrap().name.clone();
    vec![
        Method::BottomUp,
        Method::TopDown(Proportions::Forecast),
        Method::TopDown(Proportions::Average),
        Method::TopDown(Proportions::OfAverages),
        Method::MiddleOut { level: level.clone(), below: Proportions::Forecast },
        Method::MiddleOut { level, below: Proportions::Average },
        Method::Ols,
        Method::WlsStruct,
        Method::WlsVar,
        Method::MintShrink,
    ]
}

/// Trees and crossing groups of many shapes.
pub(super) fn any_hierarchy() -> impl Strategy<Value = Hierarchy> {
    prop_oneof![
        (2_usize..60, any::<u64>()).prop_map(|(n, seed)| random_tree(n, seed)),
        prop::collection::vec(1_usize..5, 1..4)
            .prop_filter("something to group", |sizes| sizes.iter().product::<usize>() > 1)
            .prop_map(|sizes| crossing(&sizes)),
    ]
}
