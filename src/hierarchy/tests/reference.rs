use std::collections::BTreeMap;

use crate::hierarchy::{
    Combinations, Evidence, Figures, GroupColumn, Hierarchy, Method, Proportions, Reconciler, Sign,
};

/// One file of `tests/reference/reconciliation`: rows by name of the column.
fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned));
    let header: Vec<String> = lines.next().unwrap().collect();
    lines.map(|line| header.iter().cloned().zip(line).collect()).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

struct Case {
    hierarchy: Hierarchy,
    rows: Vec<BTreeMap<String, String>>,
    residuals: Figures,
    observations: Figures,
}

impl Case {
    fn new(hierarchy: Hierarchy, nodes: &str, past: &str) -> Self {
        let periods = 24;
        let mut residuals = Figures::unknown(&hierarchy, periods);
        let mut observations = residuals.clone();
        for row in table(past) {
            let node = hierarchy.position(&row["unique_id"]).unwrap();
            let period = row["period"].parse().unwrap();
            residuals.set(node, period, number(&row, "residual"));
            observations.set(node, period, number(&row, "y"));
        }
        Self { hierarchy, rows: table(nodes), residuals, observations }
    }

    fn column(&self, name: &str) -> Vec<f64> {
        let mut values = vec![0.0; self.hierarchy.n_nodes()];
        for row in &self.rows {
            values[self.hierarchy.position(&row["unique_id"]).unwrap()] = number(row, name);
        }
        values
    }

    fn check(&self, method: &Method, sign: Sign, column: &str) {
        let evidence =
            Evidence { residuals: Some(&self.residuals), observations: Some(&self.observations) };
        let made = Reconciler::new(&self.hierarchy, method, sign, evidence).unwrap();
        let found = made.apply(&self.column("base")).unwrap();
        assert_eq!(found.unconverged, 0);
        let expected = self.column(column);
        let scale = expected.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        for ((found, expected), name) in
            found.values.iter().zip(&expected).zip(self.hierarchy.names())
        {
            let error = (found - expected).abs() / scale;
            assert!(error < 1e-8, "{column}, {name}: {found} {expected}");
        }
    }

    fn check_all(&self) {
        for method in [Method::Ols, Method::WlsStruct, Method::WlsVar, Method::MintShrink] {
            self.check(&method, Sign::Any, method.name());
            self.check(&method, Sign::NonNegative, &format!("{}_nonnegative", method.name()));
        }
        self.check(&Method::BottomUp, Sign::Any, "bottom_up");
        let top_down = |proportions| Method::TopDown(proportions);
        self.check(&top_down(Proportions::Average), Sign::Any, "top_down_average_proportions");
        self.check(&top_down(Proportions::OfAverages), Sign::Any, "top_down_proportion_averages");
    }
}

#[test]
fn a_tree_agrees_with_hierarchicalforecast_and_scipy() {
    let nodes = include_str!("../../../tests/reference/reconciliation/tree.csv");
    let past = include_str!("../../../tests/reference/reconciliation/tree_past.csv");
    let rows: Vec<(String, Option<String>)> = table(nodes)
        .iter()
        .map(|row| {
            (row["unique_id"].clone(), Some(row["parent"].clone()).filter(|p| !p.is_empty()))
        })
        .collect();
    let hierarchy = Hierarchy::from_parents(&rows).unwrap();
    assert!(hierarchy.is_tree());
    Case::new(hierarchy, nodes, past).check_all();
}

#[test]
fn crossing_groups_agree_with_hierarchicalforecast_and_scipy() {
    let nodes = include_str!("../../../tests/reference/reconciliation/groups.csv");
    let past = include_str!("../../../tests/reference/reconciliation/groups_past.csv");
    let rows = table(nodes);
    let names = rows.iter().map(|row| row["unique_id"].clone());
    let bottoms: Vec<String> = names.filter(|name| name.contains('-')).collect();
    let columns: Vec<GroupColumn> = ["sector", "area", "sex"]
        .iter()
        .enumerate()
        .map(|(part, name)| {
            let value = |bottom: &String| bottom.split('-').nth(part).unwrap().to_owned();
            GroupColumn { name: (*name).to_owned(), values: bottoms.iter().map(value).collect() }
        })
        .collect();
    let hierarchy = Hierarchy::grouped(&bottoms, &columns, &Combinations::Every).unwrap();
    assert!(!hierarchy.is_tree());
    assert_eq!(hierarchy.n_nodes(), rows.len());
    Case::new(hierarchy, nodes, past).check_all();
}
