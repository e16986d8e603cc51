use ndarray::array;
use proptest::prelude::*;

use super::*;
use crate::units::Year;

fn qualification(n: usize, inward: f64, outward: f64) -> Qualification {
    Qualification {
        name: Text::new(format!("trình độ {n}"), format!("qualification {n}")),
        entry_age: if n == 0 { 16 } else { 22 },
        migration: Migration::Rates { inward, outward },
    }
}

fn series(values: &[&[f64]], draws: usize) -> Paths {
    let mut paths = Paths::zeros(Year(2026), values.len(), draws, values[0].len());
    for (s, values) in values.iter().enumerate() {
        (0..draws).for_each(|draw| paths.path_mut(s, draw).copy_from_slice(values));
    }
    paths
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Two qualifications without ages, all rates by hand.
#[test]
fn one_year_of_totals_by_hand() {
    let start = Start::Totals(vec![800.0, 200.0]);
    let force = series(&[&[1000.0]], 1);
    let entrants = series(&[&[30.0]], 1);
    let stock = project(&StockInputs {
        qualifications: &[qualification(0, 0.0, 0.01), qualification(1, 0.02, 0.0)],
        start: &start,
        labour_force: LabourForce {
            ages: &[],
            expected: &[vec![1000.0], vec![1000.0]],
            paths: &force,
        },
        exits: &[vec![0.05]],
        upgrading: &[Upgrading { from: 0, to: 1, rate: 0.1 }],
        entrants: &entrants,
        leads_to: &[1],
        all_entrants: None,
    })
    .unwrap();
    // Untrained: 800 − 40 − 7.6 − 75.24 = 677.16; trained: 200 − 10 + 4 + 75.24 + 30 = 299.24;
    // 23.6 enter untrained to make 1,000.
    assert!(is_near(stock.by_draw.path(0, 0)[0], 700.76), "{:?}", stock.by_draw);
    assert!(is_near(stock.by_draw.path(1, 0)[0], 299.24));
    assert!(is_near(stock.flows.entrants.path(0, 0)[0], 23.6));
    assert!(is_near(stock.flows.upgrading.path(1, 0)[0], 75.24));
    assert!(stock.flows.adjustment.path(0, 0)[0].abs() < 1e-9 && stock.largest_adjustment < 1e-12);
}

#[test]
fn one_year_by_age_by_hand() {
    let ages = [AgeGroup::closed(15, 24), AgeGroup::open(25)];
    let start = Start::ByCell(array![[50.0, 100.0, 50.0, 100.0], [0.0, 50.0, 0.0, 50.0]]);
    let base = vec![50.0, 150.0, 50.0, 150.0];
    let force = series(&[&[400.0]], 1);
    let entrants = series(&[&[6.0]], 1);
    let stock = project(&StockInputs {
        qualifications: &[qualification(0, 0.0, 0.0), qualification(1, 0.0, 0.0)],
        start: &start,
        labour_force: LabourForce { ages: &ages, expected: &[base.clone(), base], paths: &force },
        exits: &[vec![0.0, 0.04, 0.0, 0.04]],
        upgrading: &[],
        entrants: &entrants,
        leads_to: &[1],
        all_entrants: None,
    })
    .unwrap();
    // A tenth goes up: 45 and 96 + 5; 3 graduates of each sex at 22; 2 more untrained to make 50.
    // Those of 25 and over: 101 + 48 = 149, scaled to 150.
    let women = &stock.expected[1];
    assert!(is_near(women[[0, 0]], 47.0) && is_near(women[[1, 0]], 3.0), "{women}");
    assert!(
        is_near(women[[0, 1]], 101.0 * 150.0 / 149.0)
            && is_near(women[[1, 1]], 48.0 * 150.0 / 149.0)
    );
    assert!(is_near(stock.by_draw.path(1, 0)[0], 2.0 * (3.0 + 48.0 * 150.0 / 149.0)));
    assert!(is_near(stock.largest_adjustment, 2.0 / 400.0));
}

#[test]
fn without_ages_nobody_holds_a_qualification_before_the_age_of_entry() {
    let ages = [AgeGroup::closed(15, 19), AgeGroup::closed(20, 24), AgeGroup::open(25)];
    let base = vec![20.0, 30.0, 100.0, 20.0, 30.0, 100.0];
    let (force, entrants) = (series(&[&[300.0]], 1), series(&[&[0.0]], 1));
    let stock = project(&StockInputs {
        qualifications: &[qualification(0, 0.0, 0.0), qualification(1, 0.0, 0.0)],
        start: &Start::Totals(vec![0.7, 0.3]),
        labour_force: LabourForce { ages: &ages, expected: &[base.clone(), base], paths: &force },
        exits: &[vec![0.0; 6]],
        upgrading: &[],
        entrants: &entrants,
        leads_to: &[1],
        all_entrants: None,
    })
    .unwrap();
    assert_eq!(stock.expected[0][[1, 0]], 0.0);
    assert!(is_near(stock.base[1], 90.0) && is_near(stock.expected[0][[0, 0]], 20.0));
    assert_eq!(stock.fallbacks.len(), 1);
}

#[test]
fn a_draw_as_expected_is_the_expected_path() {
    let ages = [AgeGroup::closed(15, 24), AgeGroup::closed(25, 54), AgeGroup::open(55)];
    let expected: Vec<Vec<f64>> = (0..5)
        .map(|t| {
            [40.0, 200.0, 60.0, 50.0, 210.0, 70.0].map(|n| n * (1.0 + 0.01 * f64::from(t))).to_vec()
        })
        .collect();
    let totals: Vec<f64> = expected[1..].iter().map(|cells| cells.iter().sum()).collect();
    let (force, entrants) = (series(&[&totals], 2), series(&[&[5.0, 6.0, 7.0, 8.0]], 2));
    let stock = project(&StockInputs {
        qualifications: &[qualification(0, 0.01, 0.02), qualification(1, 0.02, 0.01)],
        start: &Start::Totals(vec![0.7, 0.3]),
        labour_force: LabourForce { ages: &ages, expected: &expected, paths: &force },
        exits: &[vec![0.01, 0.02, 0.2, 0.01, 0.01, 0.15]],
        upgrading: &[Upgrading { from: 0, to: 1, rate: 0.01 }],
        entrants: &entrants,
        leads_to: &[1],
        all_entrants: None,
    })
    .unwrap();
    for (year, cells) in stock.expected[1..].iter().enumerate() {
        for q in 0..2 {
            assert!(is_near(stock.by_draw.path(q, 1)[year], cells.row(q).sum()));
        }
    }
}

#[test]
fn nothing_happens_where_nothing_flows() {
    let (force, entrants) = (series(&[&[1000.0; 4]], 1), series(&[&[0.0; 4]], 1));
    let stock = project(&StockInputs {
        qualifications: &[qualification(0, 0.0, 0.0), qualification(1, 0.0, 0.0)],
        start: &Start::Totals(vec![800.0, 200.0]),
        labour_force: LabourForce { ages: &[], expected: &vec![vec![1000.0]; 5], paths: &force },
        exits: &[vec![0.0]],
        upgrading: &[],
        entrants: &entrants,
        leads_to: &[1],
        all_entrants: Some(&[0.0; 4]),
    })
    .unwrap();
    assert_eq!(stock.by_draw.path(0, 0), [800.0; 4]);
    assert_eq!(stock.by_draw.path(1, 0), [200.0; 4]);
}

#[test]
fn net_migration_is_met_in_persons_and_impossible_rates_are_named() {
    let (force, entrants) = (series(&[&[1010.0]], 1), series(&[&[0.0]], 1));
    let mut qualifications = [qualification(0, 0.0, 0.0), qualification(1, 0.0, 0.0)];
    qualifications[1].migration = Migration::Net(10.0);
    let start = Start::Totals(vec![800.0, 200.0]);
    let inputs = StockInputs {
        qualifications: &qualifications,
        start: &start,
        labour_force: LabourForce {
            ages: &[],
            expected: &[vec![1000.0], vec![1010.0]],
            paths: &force,
        },
        exits: &[vec![0.0]],
        upgrading: &[],
        entrants: &entrants,
        leads_to: &[1],
        all_entrants: None,
    };
    assert!(is_near(project(&inputs).unwrap().by_draw.path(1, 0)[0], 210.0));
    let twice = [Upgrading { from: 0, to: 1, rate: 0.6 }; 2];
    let error = project(&StockInputs { upgrading: &twice, ..inputs }).unwrap_err().to_string();
    assert!(error.contains("qualification 0: the rate of upgrading is 1.2"), "{error}");
    let error = project(&StockInputs { exits: &[vec![1.5]], ..inputs }).unwrap_err().to_string();
    assert!(error.contains("an exit rate is 1.5"), "{error}");
    assert!(project(&StockInputs { exits: &[], ..inputs }).is_err());
}

/// A random account of three qualifications, two sexes and three ages; figures in persons times
/// `size`.
fn random(numbers: &[f64], size: f64, order: [usize; 2]) -> (Stock, Paths) {
    let ages = [AgeGroup::closed(15, 24), AgeGroup::closed(25, 59), AgeGroup::open(60)];
    let n = |i: usize| numbers[i % numbers.len()];
    let expected: Vec<Vec<f64>> =
        (0..4).map(|t| (0..6).map(|c| size * (1.0 + 9.0 * n(7 * t + c))).collect()).collect();
    let mut force = Paths::zeros(Year(2026), 1, 5, 3);
    let mut entrants = Paths::zeros(Year(2026), 2, 5, 3);
    for draw in 0..5 {
        for year in 0..3 {
            let whole: f64 = expected[year + 1].iter().sum();
            force.path_mut(0, draw)[year] = whole * (0.8 + 0.4 * n(draw + 3 * year));
            for (p, place) in order.into_iter().enumerate() {
                entrants.path_mut(place, draw)[year] = size * n(5 * p + draw + year);
            }
        }
    }
    let mut trained = [qualification(1, 0.1 * n(3), n(4)), qualification(2, 0.1 * n(5), n(6))];
    let mut totals = [n(8) + 0.1, n(9) + 0.1];
    let mut leads_to = [1, 2];
    let (mut low, mut high) = (1, 2);
    if order == [1, 0] {
        trained.reverse();
        totals.reverse();
        // Programmes and qualifications both change places.
        leads_to = [1, 2];
        (low, high) = (2, 1);
    }
    let [a, b] = trained;
    let stock = project(&StockInputs {
        qualifications: &[qualification(0, 0.02, 0.03), a, b],
        start: &Start::Totals(vec![1.0, totals[0], totals[1]]),
        labour_force: LabourForce { ages: &ages, expected: &expected, paths: &force },
        exits: &[(0..6).map(|c| n(11 + c)).collect()],
        upgrading: &[
            Upgrading { from: 0, to: low, rate: 0.5 * n(1) },
            Upgrading { from: low, to: high, rate: n(2) },
        ],
        entrants: &entrants,
        leads_to: &leads_to,
        all_entrants: None,
    })
    .unwrap();
    (stock, force)
}

proptest! {
    #[test]
    fn stocks_follow_from_flows_and_add_up_to_the_labour_force(
        numbers in prop::collection::vec(0.0..=1.0_f64, 23),
    ) {
        let (stock, force) = random(&numbers, 1.0, [0, 1]);
        let (twice, _) = random(&numbers, 2.0, [0, 1]);
        let (swapped, _) = random(&numbers, 1.0, [1, 0]);
        let flows = &stock.flows;
        for draw in 0..5 {
            for year in 0..3 {
                let at = |paths: &Paths, q: usize| paths.path(q, draw)[year];
                let sum: f64 = (0..3).map(|q| at(&stock.by_draw, q)).sum();
                prop_assert!(is_near(sum, force.path(0, draw)[year]));
                let upgraded: f64 = (0..3).map(|q| at(&flows.upgrading, q)).sum();
                prop_assert!(upgraded.abs() < 1e-9);
                for q in 0..3 {
                    let before = if year == 0 { stock.base[q] } else { stock.by_draw.path(q, draw)[year - 1] };
                    let after = before + at(&flows.entrants, q) - at(&flows.exits, q)
                        + at(&flows.in_migration, q) - at(&flows.out_migration, q)
                        + at(&flows.upgrading, q) + at(&flows.adjustment, q);
                    prop_assert!(is_near(after, at(&stock.by_draw, q)) && at(&stock.by_draw, q) >= 0.0);
                    prop_assert!(is_near(2.0 * at(&stock.by_draw, q), at(&twice.by_draw, q)));
                    let other = [0, 2, 1][q];
                    prop_assert!(is_near(at(&stock.by_draw, q), at(&swapped.by_draw, other)));
                }
            }
        }
        for (year, cells) in stock.expected.iter().enumerate() {
            for c in 0..6 {
                let force = 1.0 + 9.0 * numbers[(7 * year + c) % numbers.len()];
                prop_assert!(is_near(cells.column(c).sum(), force), "{year} {c}");
            }
        }
    }
}
