use proptest::prelude::*;

use super::*;

const THREE: Layout = Layout { blocks: 1, ages: 3 };

fn change(leaving: f64, entrants: f64, arrivals: f64) -> WorkerChange {
    let mut change = WorkerChange::none(THREE);
    for cell in 0..3 {
        change.deaths[cell] = 0.1 * leaving;
        change.withdrawals[cell] = 0.5 * leaving;
        change.out_migration[cell] = 0.4 * leaving;
        change.stay[cell] = 1.0 - leaving;
    }
    change.entrants[0] = entrants;
    change.in_migration[1] = arrivals;
    change
}

fn nothing_steered() -> Allocation<'static> {
    Allocation { steered: 0.0, demand: &[], mobility: None }
}

#[test]
fn a_year_without_events_changes_no_sector() {
    let mut stock = Stock::proportional(THREE, &[1.0, 2.0, 1.0], &[30.0, 70.0]);
    let mut flows = Flows::zeros(2);
    stock.advance(&WorkerChange::none(THREE), nothing_steered(), &mut flows);
    assert_eq!(stock.by_sector, [30.0, 70.0]);
    // Everybody is a year older; the last age is open.
    assert_eq!(stock.cells, [0.0, 0.0, 7.5, 17.5, 22.5, 52.5]);
}

#[test]
fn entrants_follow_the_shares_of_workers_unless_steered_to_openings() {
    let start = Stock::proportional(THREE, &[1.0, 1.0, 2.0], &[40.0, 60.0]);
    let mut flows = Flows::zeros(2);
    start.clone().advance(&change(0.2, 10.0, 0.0), nothing_steered(), &mut flows);
    assert!((flows.entrants[0] - 4.0).abs() < 1e-12 && (flows.entrants[1] - 6.0).abs() < 1e-12);
    // 32 and 48 stay; demand 38 and 50: openings 6 and 2, so three quarters of half the entrants.
    let demand = [38.0, 50.0];
    let how = Allocation { steered: 0.5, demand: &demand, mobility: None };
    start.clone().advance(&change(0.2, 10.0, 0.0), how, &mut flows);
    assert!((flows.entrants[0] - (2.0 + 3.75)).abs() < 1e-12, "{:?}", flows.entrants);
    // No openings: as if not steered.
    let how = Allocation { demand: &[0.0, 0.0], ..how };
    start.clone().advance(&change(0.2, 10.0, 0.0), how, &mut flows);
    assert!((flows.entrants[0] - 4.0).abs() < 1e-12);
}

#[test]
fn movers_keep_their_age() {
    let mut stock = Stock::proportional(THREE, &[1.0, 1.0, 2.0], &[50.0, 50.0]);
    let mut flows = Flows::zeros(2);
    let how = Allocation { mobility: Some(&[0.1, -0.1]), ..nothing_steered() };
    stock.advance(&WorkerChange::none(THREE), how, &mut flows);
    assert!((flows.mobility[0] - 5.0).abs() < 1e-12 && (flows.mobility[1] + 5.0).abs() < 1e-12);
    assert!((stock.cells[2] - 13.75).abs() < 1e-12 && (stock.cells[3] - 11.25).abs() < 1e-12);
}

proptest! {
    #[test]
    fn stocks_follow_their_flows_and_cells_agree_with_sectors(
        sectors in proptest::collection::vec(0.0..1e5_f64, 2..8),
        rates in proptest::collection::vec(-0.3..0.3_f64, 8),
        leaving in 0.0..0.9_f64,
        entrants in 0.0..1e4_f64,
        steered in 0.0..1.0_f64,
    ) {
        prop_assume!(sectors.iter().sum::<f64>() > 1.0);
        let mut stock = Stock::proportional(THREE, &[3.0, 4.0, 1.0], &sectors);
        let mut flows = Flows::zeros(sectors.len());
        let demand: Vec<f64> = sectors.iter().rev().copied().collect();
        let how =
            Allocation { steered, demand: &demand, mobility: Some(&rates[..sectors.len()]) };
        for _ in 0..3 {
            let before = stock.by_sector.clone();
            stock.advance(&change(leaving, entrants, 0.1 * entrants), how, &mut flows);
            for (s, before) in before.iter().enumerate() {
                let expected = before + flows.entrants[s] + flows.migration[s]
                    + flows.mobility[s] - flows.withdrawals[s] - flows.deaths[s];
                prop_assert_eq!(stock.by_sector[s], expected);
                let cells: f64 = stock.cells.iter().skip(s).step_by(sectors.len()).sum();
                prop_assert!((cells - expected).abs() <= 1e-9 * (1.0 + before.max(expected)));
                prop_assert!(expected >= -1e-9 && stock.cells.iter().all(|n| *n >= 0.0));
            }
            let whole: f64 = before.iter().sum::<f64>() * (1.0 - leaving) + 1.1 * entrants;
            prop_assert!((stock.by_sector.iter().sum::<f64>() - whole).abs() < 1e-9 * (1.0 + whole));
            prop_assert!(flows.mobility.iter().sum::<f64>().abs() < 1e-6);
        }
    }
}
