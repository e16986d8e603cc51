use super::fixture::{base, crossing, normals, random_tree, reconciled, residuals, small_tree};
use crate::hierarchy::{
    Evidence, Fault, Figures, Hierarchy, Method, Proportions, Reconciler, Sign,
};
use crate::paths::Paths;
use crate::units::Year;

/// Total over two series.
fn pair() -> Hierarchy {
    Hierarchy::from_parents(&[("t", None), ("x", Some("t")), ("y", Some("t"))]).unwrap()
}

fn approximately(found: &[f64], expected: &[f64]) -> bool {
    found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12)
}

#[test]
fn what_is_missing_in_the_sum_is_divided_by_variance() {
    // Base 10 for 2 + 5: 3 are missing. Equal weights: a third each, so 9, 3, 6.
    let ols = reconciled(&pair(), &Method::Ols, Sign::Any, &[10.0, 2.0, 5.0]);
    assert!(approximately(&ols, &[9.0, 3.0, 6.0]), "{ols:?}");
    // Variances 2, 1, 1: half of it at the total, a quarter at each.
    let structure = reconciled(&pair(), &Method::WlsStruct, Sign::Any, &[10.0, 2.0, 5.0]);
    assert!(approximately(&structure, &[8.5, 2.75, 5.75]), "{structure:?}");
}

#[test]
fn variances_are_mean_squares_of_residuals() {
    // 1, 4 and 4: of the 9 missing, one goes to the total, four to each series.
    let past = Figures::complete(&pair(), 2, &[1.0, -1.0, 2.0, 2.0, 0.0, 8.0_f64.sqrt()]);
    let evidence = Evidence { residuals: Some(&past), observations: None };
    let pair = pair();
    let made = Reconciler::new(&pair, &Method::WlsVar, Sign::Any, evidence).unwrap();
    let found = made.apply(&[19.0, 5.0, 5.0]).unwrap().values;
    assert!(approximately(&found, &[18.0, 9.0, 9.0]), "{found:?}");
}

#[test]
fn a_series_held_at_zero_passes_its_share_on() {
    // Without a sign OLS gives −2 + 1/3 · (−5) for x. Held at zero: min (t − 1)² + (t − 8)².
    let found = reconciled(&pair(), &Method::Ols, Sign::NonNegative, &[1.0, -2.0, 8.0]);
    assert!(approximately(&found, &[4.5, 0.0, 4.5]), "{found:?}");
}

#[test]
fn the_top_is_divided_step_by_step_by_the_children() {
    let tree = small_tree();
    // total 12 = A : B as 3 : 1; A's 9 = a1 : a2 as 1 : 2.
    let base = [12.0, 6.0, 2.0, 5.0, 10.0, 77.0];
    let forecast = Method::TopDown(Proportions::Forecast);
    let found = reconciled(&tree, &forecast, Sign::Any, &base);
    assert!(approximately(&found, &[12.0, 9.0, 3.0, 3.0, 6.0, 3.0]), "{found:?}");
    let middle = Method::MiddleOut { level: "1".to_owned(), below: Proportions::Forecast };
    let found = reconciled(&tree, &middle, Sign::Any, &base);
    assert!(approximately(&found, &[8.0, 6.0, 2.0, 2.0, 4.0, 2.0]), "{found:?}");
    // Children of zero share equally.
    let found = reconciled(&tree, &forecast, Sign::Any, &[12.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert!(approximately(&found, &[12.0, 6.0, 6.0, 3.0, 3.0, 6.0]), "{found:?}");
}

#[test]
fn a_branch_that_ends_above_the_middle_keeps_its_forecast() {
    let rows = [("t", None), ("A", Some("t")), ("a", Some("A")), ("b", Some("t"))];
    let tree = Hierarchy::from_parents(&rows).unwrap();
    let middle = Method::MiddleOut { level: "1".to_owned(), below: Proportions::Forecast };
    assert_eq!(reconciled(&tree, &middle, Sign::Any, &[9.0, 3.0, 1.0, 4.0]), [7.0, 3.0, 3.0, 4.0]);
}

/// Sum of squares over the variances.
fn distance(nodes: &[f64], base: &[f64], variances: &[f64]) -> f64 {
    nodes.iter().zip(base).zip(variances).map(|((y, b), w)| (y - b).powi(2) / w).sum()
}

#[test]
fn no_small_step_of_a_series_comes_nearer() {
    for hierarchy in [random_tree(300, 8), crossing(&[6, 5, 4])] {
        let base = base(&hierarchy, 0.0, 11);
        let found = reconciled(&hierarchy, &Method::WlsStruct, Sign::NonNegative, &base);
        let variances = hierarchy.sizes();
        let reached = distance(&found, &base, &variances);
        let bottoms = &found[hierarchy.n_aggregates()..];
        assert!(bottoms.iter().filter(|value| **value == 0.0).count() > 10);
        for series in 0..hierarchy.n_bottom() {
            for step in [-1e-4, 1e-4] {
                let mut moved = bottoms.to_vec();
                moved[series] = (moved[series] + step).max(0.0);
                let other = distance(&hierarchy.sums(&moved), &base, &variances);
                assert!(other >= reached - 1e-12, "{series} {step}");
            }
        }
    }
}

#[test]
fn a_core_too_large_to_factorise_is_solved_as_well() {
    // 2,740 aggregates beside the 1,600 of the finest grouping.
    let wide = crossing(&[50, 32, 32]);
    let base = base(&wide, 1.0, 2);
    let found = reconciled(&wide, &Method::Ols, Sign::Any, &base);
    let error: Vec<f64> = found.iter().zip(&base).map(|(y, b)| y - b).collect();
    assert!(wide.add_down(&error).iter().all(|gradient| gradient.abs() < 1e-8));
}

#[test]
fn many_negative_forecasts_still_converge() {
    for hierarchy in [random_tree(3_000, 3), crossing(&[12, 10, 8])] {
        let base: Vec<f64> =
            normals(hierarchy.n_nodes(), "wild", 4).iter().map(|z| z * z * z * 100.0).collect();
        for method in [Method::Ols, Method::WlsVar, Method::MintShrink] {
            let found = reconciled(&hierarchy, &method, Sign::NonNegative, &base);
            assert!(found.iter().all(|value| *value >= 0.0));
        }
    }
}

#[test]
fn every_draw_of_paths_adds_up() {
    let tree = small_tree();
    let mut paths = Paths::zeros(Year(2025), 6, 70, 3);
    for node in 0..6 {
        for (cell, value) in paths.series_mut(node).iter_mut().enumerate() {
            *value = normals(1, "paths", (node * 1000 + cell) as u64)[0];
        }
    }
    let made =
        Reconciler::new(&tree, &Method::Ols, Sign::NonNegative, Evidence::default()).unwrap();
    let (coherent, unconverged) = made.apply_to_paths(&paths).unwrap();
    assert_eq!(unconverged, 0);
    for draw in 0..70 {
        for year in 0..3 {
            let at = |node: usize| coherent.path(node, draw)[year];
            assert!((3..6).all(|bottom| at(bottom) >= 0.0));
            assert!((at(0) - at(3) - at(4) - at(5)).abs() < 1e-12);
        }
    }
    let column: Vec<f64> = (0..6).map(|node| paths.path(node, 69)[2]).collect();
    let alone = made.apply(&column).unwrap().values;
    assert_eq!(alone, (0..6).map(|node| coherent.path(node, 69)[2]).collect::<Vec<f64>>());
}

#[test]
fn missing_residuals_take_nothing_from_the_others() {
    let tree = small_tree();
    let full = residuals(&tree, 15, 3);
    let mut gappy = Figures::unknown(&tree, 16);
    for node in 0..6 {
        for (period, value) in full.of(node) {
            gappy.set(node, period, value);
        }
    }
    // A period nobody has a figure for changes variances by nothing.
    assert_eq!(gappy.mean_squares(), full.mean_squares());
    let evidence = Evidence { residuals: Some(&gappy), observations: None };
    let made = Reconciler::new(&tree, &Method::MintShrink, Sign::Any, evidence).unwrap();
    assert!(
        made.apply(&[10.0, 5.0, 3.0, 1.0, 2.0, 4.0]).unwrap().values.iter().all(|v| v.is_finite())
    );
}

#[test]
fn what_is_missing_is_told() {
    let tree = small_tree();
    let told = |method: &Method, evidence| {
        Reconciler::new(&tree, method, Sign::Any, evidence).unwrap_err()
    };
    let missing = Fault::Missing { method: "wls_var", needed: "residuals" };
    assert_eq!(told(&Method::WlsVar, Evidence::default()), [missing]);
    let mut few = Figures::unknown(&tree, 5);
    (0..5).for_each(|node| (0..3).for_each(|period| few.set(node, period, 1.0)));
    let evidence = Evidence { residuals: Some(&few), observations: None };
    let too_few = Fault::TooFew { name: "b1".to_owned(), found: 0, needed: 3 };
    assert_eq!(told(&Method::MintShrink, evidence), [too_few]);
    let level = Method::MiddleOut { level: "2".to_owned(), below: Proportions::Forecast };
    let unknown =
        Fault::UnknownLevel { name: "2".to_owned(), levels: vec!["0".to_owned(), "1".to_owned()] };
    assert_eq!(told(&level, Evidence::default()), [unknown]);
    let made = Reconciler::new(&tree, &Method::Ols, Sign::Any, Evidence::default()).unwrap();
    assert_eq!(made.apply(&[1.0; 7]), Err(Fault::Shape { found: 1, needed: 6 }));
    assert_eq!(
        made.apply(&[1.0, f64::NAN, 0.0, 0.0, 0.0, 0.0]),
        Err(Fault::NotFinite { name: "A".to_owned() })
    );
}
