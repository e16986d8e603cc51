use proptest::prelude::*;

use super::fixture::{any_hierarchy, base, methods, normals, reconciled, residuals};
use crate::hierarchy::{Evidence, Figures, Hierarchy, Method, Reconciler, Sign};

fn close(a: &[f64], b: &[f64], tolerance: f64) -> bool {
    let scale = a.iter().chain(b).fold(1.0_f64, |largest, value| largest.max(value.abs()));
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance * scale)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_method_adds_up_and_no_sign_is_broken(
        hierarchy in any_hierarchy(), level in -1.0..3.0, seed in any::<u64>()
    ) {
        let base = base(&hierarchy, level, seed);
        for method in methods(&hierarchy) {
            for sign in [Sign::Any, Sign::NonNegative] {
                let nodes = reconciled(&hierarchy, &method, sign, &base);
                let sums = hierarchy.sums(&nodes[hierarchy.n_aggregates()..]);
                prop_assert!(close(&nodes, &sums, 1e-9), "{method:?} {sign:?}");
                prop_assert!(sign == Sign::Any || nodes.iter().all(|v| *v >= 0.0), "{method:?}");
            }
        }
    }

    #[test]
    fn coherent_forecasts_stay_as_they_are(hierarchy in any_hierarchy(), seed in any::<u64>()) {
        let bottoms: Vec<f64> =
            normals(hierarchy.n_bottom(), "any", seed).iter().map(|z| z.exp()).collect();
        let base = hierarchy.sums(&bottoms);
        for method in [Method::BottomUp, Method::Ols, Method::WlsStruct, Method::WlsVar, Method::MintShrink] {
            for sign in [Sign::Any, Sign::NonNegative] {
                let nodes = reconciled(&hierarchy, &method, sign, &base);
                prop_assert!(close(&nodes, &base, 1e-9), "{method:?}");
            }
        }
    }

    #[test]
    fn bottom_up_leaves_the_bottoms_alone(hierarchy in any_hierarchy(), seed in any::<u64>()) {
        let base = base(&hierarchy, 0.0, seed);
        let nodes = reconciled(&hierarchy, &Method::BottomUp, Sign::Any, &base);
        prop_assert_eq!(&nodes[hierarchy.n_aggregates()..], &base[hierarchy.n_aggregates()..]);
    }

    #[test]
    fn a_power_of_two_scales_every_bit(
        hierarchy in any_hierarchy(), seed in any::<u64>(), exponent in -20_i32..20
    ) {
        let factor = 2.0_f64.powi(exponent);
        let plain = base(&hierarchy, 0.5, seed);
        let scaled: Vec<f64> = plain.iter().map(|value| value * factor).collect();
        let past = residuals(&hierarchy, 9, seed);
        let cells = (0..hierarchy.n_nodes()).flat_map(|node| past.of(node));
        let values: Vec<f64> = cells.map(|(_, value)| value * factor).collect();
        let past_scaled = Figures::complete(&hierarchy, 9, &values);
        for method in [Method::Ols, Method::WlsStruct, Method::WlsVar, Method::MintShrink] {
            let run = |figures: &Figures, base: &[f64]| {
                let evidence = Evidence { residuals: Some(figures), observations: None };
                let made = Reconciler::new(&hierarchy, &method, Sign::NonNegative, evidence);
                made.unwrap().apply(base).unwrap().values
            };
            let expected: Vec<f64> = run(&past, &plain).iter().map(|value| value * factor).collect();
            prop_assert_eq!(run(&past_scaled, &scaled), expected, "{:?}", method);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(n in 2_usize..40, seed in any::<u64>(), turn in 0_usize..40) {
        let name = |node: usize| format!("n{node}");
        let parent = |node: usize| (seed as usize).wrapping_mul(node) % node;
        let mut rows: Vec<(String, Option<String>)> =
            (0..n).map(|node| (name(node), (node > 0).then(|| name(parent(node))))).collect();
        let one = Hierarchy::from_parents(&rows).unwrap();
        rows.rotate_left(turn % n);
        rows.reverse();
        prop_assert_eq!(one, Hierarchy::from_parents(&rows).unwrap());
    }

    #[test]
    fn each_column_is_reconciled_by_itself(hierarchy in any_hierarchy(), seed in any::<u64>()) {
        let (one, two) = (base(&hierarchy, 0.2, seed), base(&hierarchy, 1.0, seed ^ 1));
        for method in methods(&hierarchy) {
            let both = reconciled(&hierarchy, &method, Sign::NonNegative, &[one.clone(), two.clone()].concat());
            let alone = [&one, &two].map(|b| reconciled(&hierarchy, &method, Sign::NonNegative, b));
            prop_assert_eq!(both, alone.concat());
        }
    }
}
