use ndarray::array;
use proptest::prelude::*;

use super::adapt::Response;
use super::*;
use crate::units::Year;

fn names(n: usize) -> Vec<Text> {
    (0..n).map(|q| Text::new(format!("trình độ {q}"), format!("qualification {q}"))).collect()
}

fn two() -> Flexibility {
    Flexibility::new(&names(2), array![[0.8, 0.2], [0.3, 0.7]]).unwrap()
}

#[test]
fn supply_by_occupation_by_hand() {
    assert_eq!(two().supply(&[100.0, 200.0]).unwrap(), [140.0, 160.0]);
    let mut stock = Paths::zeros(Year(2026), 2, 1, 1);
    stock.path_mut(0, 0)[0] = 100.0;
    stock.path_mut(1, 0)[0] = 200.0;
    let supply = two().supply_paths(&stock).unwrap();
    assert_eq!((supply.path(0, 0)[0], supply.path(1, 0)[0]), (140.0, 160.0));
}

#[test]
fn rows_that_do_not_sum_and_qualifications_without_a_row_are_named() {
    let short = Flexibility::new(&names(2), array![[0.8, 0.2], [0.3, 0.6]]).unwrap_err();
    assert!(
        short.to_string().contains("qualification 1: shares of occupations sum to 0.9000;"),
        "{short}"
    );
    let empty = Flexibility::new(&names(2), array![[0.0, 0.0], [0.3, 0.7]]).unwrap_err();
    assert!(empty.to_string().contains("qualification 0: no occupation"), "{empty}");
    let missing = Flexibility::new(&names(2), array![[0.8, 0.2]]).unwrap_err();
    assert!(missing.to_string().contains("qualification 1: no occupation"), "{missing}");
}

#[test]
fn shares_of_the_area_are_drawn_to_the_nation_by_their_number() {
    // 50/(50 + 150) = ¼ of the way from the nation; the second row was not observed.
    let area = array![[1.0, 0.0], [0.0, 0.0]];
    let observed = Observed { shares: &area, n: &[50.0, 0.0] };
    let nation = array![[0.6, 0.4], [0.5, 0.5]];
    let shrunk = Flexibility::shrunk(&names(2), observed, &nation, 150.0).unwrap();
    let expected = array![[0.7, 0.3], [0.5, 0.5]];
    assert!((shrunk.shares() - expected).iter().all(|d| d.abs() < 1e-12));
}

#[test]
fn one_flexible_qualification_with_full_elasticity_shares_out_as_demand() {
    // One row, η = 1: w_o = D_o/N_o, so N'_o² = Φ_o·D_o·constant: N' ∝ √(Φ·D) = √(0.5·0.8), √(0.5·0.2).
    let free = Flexibility::new(&names(1), array![[0.5, 0.5]]).unwrap();
    let response = Response { elasticity: 1.0, ..Response::default() };
    let adapted = free.adapted(&[100.0], &[80.0, 20.0], &response).unwrap();
    assert!(adapted.converged && adapted.iterations < 40, "{}", adapted.iterations);
    assert!((adapted.supply[0] - 100.0 * 2.0 / 3.0).abs() < 1e-9, "{:?}", adapted.supply);
    assert!((adapted.substituted()[0] - 100.0 / 6.0).abs() < 1e-9);
}

#[test]
fn the_cap_bounds_who_changes_and_says_so() {
    let response = Response { elasticity: 1.0, cap: 0.02, ..Response::default() };
    let adapted = two().adapted(&[100.0, 100.0], &[20.0, 180.0], &response).unwrap();
    assert_eq!(adapted.capped, [0, 1]);
    assert!(adapted.substituted().iter().all(|moved| (moved - 2.0).abs() < 1e-9));
}

#[test]
fn without_elasticity_nobody_moves_to_the_last_bit() {
    let adapted = two().adapted(&[100.0, 200.0], &[1.0, 999.0], &Response::default()).unwrap();
    assert_eq!(adapted.flexibility, two());
    assert_eq!(adapted.supply, two().supply(&[100.0, 200.0]).unwrap());
    assert!(adapted.converged);
}

#[test]
fn an_occupation_without_demand_keeps_those_who_can_work_nowhere_else() {
    let bound = Flexibility::new(&names(1), array![[1.0, 0.0]]).unwrap();
    let response = Response { elasticity: 1.0, ..Response::default() };
    assert_eq!(bound.adapted(&[10.0], &[0.0, 10.0], &response).unwrap().supply, [10.0, 0.0]);
}

proptest! {
    #[test]
    fn mobility_converges_and_never_changes_total_supply(
        cells in prop::collection::vec(0.0..1.0_f64, 20),
        stock in prop::collection::vec(0.0..1e6_f64, 5),
        demand in prop::collection::vec(0.0..1e6_f64, 4),
        elasticity in 0.0..=1.0_f64,
        cap in 0.0..=1.0_f64,
    ) {
        let mut shares = Array2::from_shape_vec((5, 4), cells).unwrap();
        for mut row in shares.rows_mut() {
            row[0] += 1e-3;
            let sum = row.sum();
            row /= sum;
        }
        let flexibility = Flexibility::new(&names(5), shares).unwrap();
        let response = Response { elasticity, cap, ..Response::default() };
        let adapted = flexibility.adapted(&stock, &demand, &response).unwrap();
        let total: f64 = stock.iter().sum();
        prop_assert!(adapted.converged, "{} {}", adapted.iterations, adapted.last_change);
        prop_assert!((adapted.supply.iter().sum::<f64>() - total).abs() <= 1e-9 * total.max(1.0));
        for row in adapted.flexibility.shares().rows() {
            prop_assert!((row.sum() - 1.0).abs() < 1e-12);
        }
        prop_assert!(adapted.substituted().iter().zip(&stock).all(|(m, s)| *m <= cap * s + 1e-6));
    }
}
