use super::fixture::{crossing, small_tree};
use crate::hierarchy::{Combinations, Fault, GroupColumn, Hierarchy};

fn column(name: &str, values: &[&str]) -> GroupColumn {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    GroupColumn { name: name.to_owned(), values }
}

fn names(n: usize) -> Vec<String> {
    (0..n).map(|row| format!("s{row}")).collect()
}

#[test]
fn a_tree_stands_from_the_top_down_and_sums() {
    let tree = small_tree();
    assert_eq!(tree.names(), ["total", "A", "B", "a1", "a2", "b1"]);
    assert_eq!(tree.sums(&[1.0, 2.0, 4.0]), [7.0, 3.0, 4.0, 1.0, 2.0, 4.0]);
    assert_eq!(tree.bottoms_of(1), [0, 1]);
    assert_eq!(tree.add_down(&[100.0, 10.0, 20.0, 1.0, 2.0, 3.0]), [111.0, 112.0, 123.0]);
    let levels: Vec<_> =
        tree.levels().iter().map(|level| (&level.name[..], level.nodes.clone())).collect();
    assert_eq!(levels, [("0", 0..1), ("1", 1..3)]);
}

#[test]
fn every_fault_of_a_tree_is_found_at_once() {
    let rows = [
        ("total", None),
        ("a", Some("total")),
        ("a", Some("b")),
        ("b", Some("nowhere")),
        ("c", Some("d")),
        ("d", Some("e")),
        ("e", Some("d")),
        ("total", None),
        ("", Some("total")),
    ];
    let own = |text: &str| text.to_owned();
    let expected = [
        Fault::TwoParents { row: 2, name: own("a"), parents: (own("total"), own("b")) },
        Fault::Repeated { row: 7, first: 0, name: own("total") },
        Fault::Unnamed { row: 8 },
        Fault::Orphan { row: 3, name: own("b"), parent: own("nowhere") },
        Fault::Cycle { row: 5, names: vec![own("d"), own("e"), own("d")] },
    ];
    assert_eq!(Hierarchy::from_parents(&rows).unwrap_err(), expected);
    assert_eq!(Hierarchy::from_parents::<&str>(&[]).unwrap_err(), [Fault::Empty]);
}

#[test]
fn a_node_that_is_its_own_parent_is_a_circle() {
    let faults = Hierarchy::from_parents(&[("a", Some("a"))]).unwrap_err();
    assert_eq!(faults, [Fault::Cycle { row: 0, names: vec!["a".to_owned(), "a".to_owned()] }]);
}

#[test]
fn groups_of_every_combination_are_named_and_those_that_repeat_are_not_there() {
    let columns = [column("area", &["N", "N", "S"]), column("sex", &["f", "m", "f"])];
    let groups = Hierarchy::grouped(&names(3), &columns, &Combinations::Every).unwrap();
    let expected = ["total", "area=N", "area=S", "sex=f", "sex=m", "s0", "s1", "s2"];
    assert_eq!(groups.names(), expected);
    assert_eq!(groups.sums(&[1.0, 2.0, 4.0]), [7.0, 3.0, 4.0, 5.0, 2.0, 1.0, 2.0, 4.0]);
    assert_eq!(
        groups.add_down(&[100.0, 10.0, 20.0, 1.0, 2.0, 0.1, 0.2, 0.3]),
        [111.1, 112.2, 121.3]
    );
    assert_eq!((groups.bottoms_of(3), groups.bottoms_of(7)), (vec![0, 2], vec![2]));
}

#[test]
fn groupings_that_refine_each_other_are_a_tree() {
    let columns =
        [column("district", &["a", "b", "c", "c"]), column("area", &["N", "N", "S", "S"])];
    let nested = Hierarchy::grouped(&names(4), &columns, &Combinations::Every).unwrap();
    assert!(nested.is_tree());
    let levels: Vec<&str> = nested.levels().iter().map(|level| &level.name[..]).collect();
    assert_eq!(levels, ["total", "area", "district"]);
    assert_eq!(nested.sums(&[1.0, 2.0, 4.0, 8.0])[..6], [15.0, 3.0, 12.0, 1.0, 2.0, 12.0]);
    assert!(!crossing(&[2, 3]).is_tree());
}

#[test]
fn named_combinations_are_those_and_the_total() {
    let columns = [column("area", &["N", "N", "S", "S"]), column("sex", &["f", "m", "f", "m"])];
    let named = |names: &[&str]| vec![names.iter().map(|name| (*name).to_owned()).collect()];
    let groups = Hierarchy::grouped(&names(4), &columns, &Combinations::Named(named(&["sex"])));
    assert_eq!(groups.unwrap().names()[..3], ["total", "sex=f", "sex=m"]);
    let fault = Hierarchy::grouped(&names(4), &columns, &Combinations::Named(named(&["age"])));
    assert_eq!(fault.unwrap_err(), [Fault::UnknownColumn { name: "age".to_owned() }]);
}

#[test]
fn every_fault_of_groups_is_found_at_once() {
    let bottoms = ["x", "x", ""].map(str::to_owned);
    let columns = [column("area", &["N", "", "S"]), column("sex", &["f"])];
    let faults = Hierarchy::grouped(&bottoms, &columns, &Combinations::Every).unwrap_err();
    let expected = [
        Fault::Repeated { row: 1, first: 0, name: "x".to_owned() },
        Fault::Unnamed { row: 2 },
        Fault::NoGroup { row: 1, column: "area".to_owned() },
        Fault::Shape { found: 1, needed: 3 },
    ];
    assert_eq!(faults, expected);
    let same = ["total", "x"].map(str::to_owned);
    let fault = Hierarchy::grouped(&same, &[], &Combinations::Every).unwrap_err();
    assert_eq!(fault, [Fault::SameName { name: "total".to_owned() }]);
}

#[test]
fn months_add_up_to_quarters_and_the_year() {
    let year = Hierarchy::temporal(&[12, 3, 1]).unwrap();
    assert!(year.is_tree());
    assert_eq!(year.names()[..5], ["12/1", "3/1", "3/2", "3/3", "3/4"]);
    assert_eq!(year.names()[16], "1/12");
    let sums = year.sums(&(1..=12).map(f64::from).collect::<Vec<f64>>());
    assert_eq!(sums[..5], [78.0, 6.0, 15.0, 24.0, 33.0]);
    assert_eq!(year.position("3/4"), Some(4));
    let crossing = Hierarchy::temporal(&[12, 6, 4, 3, 2]).unwrap();
    assert_eq!((crossing.is_tree(), crossing.n_aggregates()), (false, 1 + 2 + 3 + 4 + 6));
    let faults = Hierarchy::temporal(&[12, 5, 0]).unwrap_err();
    assert_eq!(faults, [5, 0].map(|span| Fault::Span { span, longest: 12 }));
}

#[test]
fn a_chain_of_a_hundred_thousand_nodes_is_a_hierarchy() {
    let name = |node: usize| format!("n{node}");
    let rows: Vec<(String, Option<String>)> =
        (0..100_000).map(|node| (name(node), node.checked_sub(1).map(name))).collect();
    let chain = Hierarchy::from_parents(&rows).unwrap();
    assert_eq!((chain.n_bottom(), chain.sums(&[2.0])[99_999]), (1, 2.0));
}
