use ndarray::{Array2, array};
use proptest::prelude::*;

use super::*;
use crate::supply::age_rates::FIRST_AGE;

/// Three ages of one sex.
const THREE: Layout = Layout { blocks: 1, ages: 3 };

const KNOWN: Margins<'static> = Margins { log_variances: &[], chances: &[] };

fn project(groups: &Groups<'_>, employment: &Paths) -> Result<Replacement> {
    Turnover::of(groups)?.under(employment, &[])
}

/// Numbers for one group.
fn drawn(draws: usize) -> Vec<Vec<f64>> {
    chances("test", &["A".to_owned()], (1, draws))
}

fn paths(series: &[&[f64]], draws: usize) -> Paths {
    let mut paths = Paths::zeros(Year(2026), series.len(), draws, series[0].len());
    for (group, stocks) in series.iter().enumerate() {
        for draw in 0..draws {
            paths.path_mut(group, draw).copy_from_slice(stocks);
        }
    }
    paths
}

#[test]
fn replacement_rises_when_nobody_young_is_hired() {
    // Only the oldest leave, half of them a year; 30 workers stay 30 by hires at the middle age.
    let exits = vec![array![[0.0, 0.0, 0.5]]; 2];
    let groups = Groups {
        workers: &array![[10.0, 20.0, 0.0]],
        exits: &exits,
        hires: &array![[0.0, 1.0, 0.0]],
        layout: THREE,
        margins: KNOWN,
    };
    let flows = project(&groups, &paths(&[&[30.0, 30.0]], 1)).unwrap();
    // First year nobody is old; then 20 are, and 10 of them leave.
    assert_eq!(flows.replacement.path(0, 0), [0.0, 10.0]);
    assert_eq!(flows.openings.path(0, 0), [0.0, 10.0]);
    assert_eq!(flows.expansion.path(0, 0), [0.0, 0.0]);
}

#[test]
fn a_group_that_shrinks_faster_than_it_loses_workers_has_no_openings() {
    let exits = vec![array![[0.1, 0.1, 0.1]]; 2];
    let groups = Groups {
        workers: &array![[40.0, 40.0, 20.0]],
        exits: &exits,
        hires: &array![[1.0, 0.0, 0.0]],
        layout: THREE,
        margins: KNOWN,
    };
    let flows = project(&groups, &paths(&[&[80.0, 84.0]], 1)).unwrap();
    assert_eq!(flows.replacement.path(0, 0), [10.0, 8.0]);
    assert_eq!(flows.openings.path(0, 0), [0.0, 12.0]);
    assert!((flows.unreplaced.path(0, 0)[0] - 10.0).abs() < 1e-12);
}

#[test]
fn zero_growth_and_zero_exits_make_zero_openings() {
    let exits = vec![Array2::zeros((1, 3)); 4];
    let groups = Groups {
        workers: &array![[1.0, 2.0, 3.0]],
        exits: &exits,
        hires: &array![[1.0, 0.0, 0.0]],
        layout: THREE,
        margins: Margins { log_variances: &[0.3], chances: &drawn(3) },
    };
    let flows = project(&groups, &paths(&[&[6.0; 4]], 3)).unwrap();
    for draw in 0..3 {
        assert_eq!(flows.openings.path(0, draw), [0.0; 4]);
        assert_eq!(flows.replacement.path(0, draw), [0.0; 4]);
    }
}

#[test]
fn the_spread_of_draws_is_the_log_variance_of_the_exits() {
    let exits = vec![array![[0.01, 0.01, 0.01]]];
    let groups = Groups {
        workers: &array![[100.0, 100.0, 100.0]],
        exits: &exits,
        hires: &array![[1.0, 0.0, 0.0]],
        layout: THREE,
        margins: Margins { log_variances: &[0.04], chances: &drawn(4000) },
    };
    let flows = project(&groups, &paths(&[&[300.0]], 4000)).unwrap();
    let logs: Vec<f64> = flows.replacement.draws(0, 0).iter().map(|rd| (rd / 3.0).ln()).collect();
    let mean = logs.iter().sum::<f64>() / 4000.0;
    let variance = logs.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 4000.0;
    assert!(mean.abs() < 0.01 && (variance - 0.04).abs() < 0.003, "{mean} {variance}");
}

#[test]
fn a_group_keeps_its_draws_whatever_other_groups_there_are() {
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let few = chances("occupation", &codes(&["2", "3"]), (1, 50));
    let many = chances("occupation", &codes(&["3", "1", "2"]), (1, 80));
    assert_eq!((&few[0][..], &few[1][..]), (&many[2][..50], &many[0][..50]));
    // What stands at the same place of another axis, or has the same code, is another draw.
    let others = chances("qualification", &codes(&["2", "3"]), (1, 2_000));
    let own = chances("occupation", &codes(&["2", "3"]), (1, 2_000));
    for (a, b) in [(&own[0], &others[0]), (&own[0], &own[1])] {
        let product: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
        assert!((product / 2_000.0).abs() < 0.1, "{product}");
    }
}

#[test]
fn a_later_retirement_age_keeps_workers_and_closes_openings() {
    let hazard = RetirementHazard::new(vec![(-1.0, 0.0), (0.0, 0.8), (5.0, 0.8)]).unwrap();
    let hazards = [hazard.clone(), hazard];
    let none = Array2::zeros((1, Layout::BY_AGE.cells()));
    let ages = RetirementAges::viet_nam();
    let exits = exits_by_year(&none, &hazards, &ages, Year(2026).to(Year(2028)));
    let mut workers = none.clone();
    workers[[0, 57 - FIRST_AGE]] = 100.0;
    let mut hires = none.clone();
    hires[[0, 5]] = 1.0;
    let groups = |exits| Groups {
        workers: &workers,
        exits,
        hires: &hires,
        layout: Layout::BY_AGE,
        margins: KNOWN,
    };
    let employment = paths(&[&[100.0; 3]], 1);
    let moving = project(&groups(&exits), &employment).unwrap();
    let still = exits_by_year(&none, &hazards, &ages, [Year(2026); 3].into_iter());
    let still = project(&groups(&still), &employment).unwrap();
    // In 2026 women retire at 57: aged 57.5 on average, 80 % leave.
    assert!((moving.replacement.path(0, 0)[0] - 80.0).abs() < 1e-9);
    let sum = |flows: &Replacement| flows.openings.path(0, 0).iter().sum::<f64>();
    assert!(sum(&moving) <= sum(&still));
}

/// Those who leave in each year of one draw, everybody being carried from age to age.
fn leaving_by_age(groups: &Groups<'_>, path: &[f64], factor: f64) -> Vec<f64> {
    let mut workers = groups.workers.row(0).to_vec();
    let year = |(stock, exits): (&f64, &Array2<f64>)| {
        let mut leaving = 0.0;
        for (persons, rate) in workers.iter_mut().zip(exits) {
            let gone = *persons * (rate * factor).min(1.0);
            *persons -= gone;
            leaving += gone;
        }
        groups.layout.age_all(&mut workers);
        let stayed: f64 = workers.iter().sum();
        for (persons, share) in workers.iter_mut().zip(groups.hires) {
            if *stock >= stayed {
                *persons += (stock - stayed) * share;
            } else {
                *persons *= stock / stayed;
            }
        }
        leaving
    };
    path.iter().zip(groups.exits).map(year).collect()
}

#[test]
fn responses_give_what_carrying_every_age_gives() {
    let ages = Layout::BY_AGE.ages;
    let rates = |year: usize| {
        Array2::from_shape_fn((1, 2 * ages), |(_, cell)| match (cell % ages + FIRST_AGE, year) {
            (age, year) if age < 55 + year / 3 => 0.01,
            (age, _) if age < 75 => 0.05 + 0.04 * (age as f64 - 55.0),
            _ => 0.9,
        })
    };
    let exits: Vec<Array2<f64>> = (0..10).map(rates).collect();
    let persons = |cell: usize| (70.0 - (cell % ages + FIRST_AGE) as f64).max(0.1) * 20.0;
    let workers = Array2::from_shape_fn((1, 2 * ages), |(_, cell)| persons(cell));
    let young = |cell: usize| f64::from(u8::from(cell % ages < 10)) / 20.0;
    let hires = Array2::from_shape_fn((1, 2 * ages), |(_, cell)| young(cell));
    let numbers = drawn(2_000);
    let margins = Margins { log_variances: &[0.09], chances: &numbers };
    let groups =
        Groups { workers: &workers, exits: &exits, hires: &hires, layout: Layout::BY_AGE, margins };
    let base = workers.sum();
    // It grows, shrinks faster than workers leave, and grows again.
    let path = [1.02, 1.04, 0.9, 0.91, 0.8, 0.82, 0.85, 0.9, 0.9, 1.0].map(|share| share * base);
    let flows = project(&groups, &paths(&[&path], 2_000)).unwrap();
    let logs = exit_logs(&margins, 0);
    let (mut mean, mut expected) = ([0.0; 10], [0.0; 10]);
    for (draw, log) in logs.iter().enumerate() {
        let direct = leaving_by_age(&groups, &path, log.exp());
        for (year, direct) in direct.iter().enumerate() {
            let found = flows.replacement.path(0, draw)[year];
            assert!((found / direct - 1.0).abs() < 1e-3, "{draw} {year}: {found} {direct}");
            mean[year] += found;
            expected[year] += direct;
        }
    }
    let close = |(mean, expected): (&f64, &f64)| (mean / expected - 1.0).abs() < 1e-5;
    assert!(mean.iter().zip(&expected).all(close), "{mean:?} {expected:?}");
}

#[test]
fn shapes_and_numbers_that_cannot_be_are_refused() {
    let exits = vec![array![[0.1, 0.1, 0.1]]];
    let good = Groups {
        workers: &array![[1.0, 1.0, 1.0]],
        exits: &exits,
        hires: &array![[1.0, 0.0, 0.0]],
        layout: THREE,
        margins: KNOWN,
    };
    let employment = paths(&[&[3.0]], 2);
    assert!(project(&good, &employment).is_ok());
    let pattern = array![[0.5, 0.0, 0.0]];
    assert!(project(&Groups { hires: &pattern, ..good }, &employment).is_err());
    let rates = vec![array![[0.1, 1.1, 0.1]]];
    assert!(project(&Groups { exits: &rates, ..good }, &employment).is_err());
    assert!(project(&Groups { exits: &[], ..good }, &employment).is_err());
    let margins = Margins { log_variances: &[-0.1], ..KNOWN };
    assert!(project(&Groups { margins, ..good }, &employment).is_err());
    let numbers = drawn(3);
    let margins = Margins { log_variances: &[0.1], chances: &numbers };
    assert!(project(&Groups { margins, ..good }, &employment).is_err());
    assert!(Turnover::of(&good).unwrap().under(&employment, &[1.0]).is_err());
    assert!(project(&good, &paths(&[&[-3.0]], 1)).is_err());
}

proptest! {
    #[test]
    fn openings_are_not_negative_and_nobody_leaves_twice(
        workers in prop::collection::vec(0.0..100.0_f64, 6),
        rates in prop::collection::vec(0.0..=1.0_f64, 6),
        growth in prop::collection::vec(0.0..2.0_f64, 3),
        variance in 0.0..1.0_f64,
    ) {
        let layout = Layout { blocks: 2, ages: 3 };
        let base: f64 = workers.iter().sum();
        let mut stock = base;
        let stocks: Vec<f64> = growth.iter().map(|g| { stock *= g; stock }).collect();
        let employment = paths(&[&stocks], 5);
        let exits = vec![Array2::from_shape_vec((1, 6), rates).unwrap(); 3];
        let workers = Array2::from_shape_vec((1, 6), workers).unwrap();
        let hires = array![[0.5, 0.0, 0.0, 0.25, 0.25, 0.0]];
        let numbers = drawn(5);
        let margins = Margins { log_variances: &[variance], chances: &numbers };
        let groups = Groups { workers: &workers, exits: &exits, hires: &hires, layout, margins };
        let flows = project(&groups, &employment).unwrap();
        for draw in 0..5 {
            let mut before = base;
            for (year, stock) in stocks.iter().enumerate() {
                let at = |paths: &Paths| paths.path(0, draw)[year];
                let tolerance = 1e-9 * (1.0 + before + stock);
                prop_assert!(at(&flows.openings) >= 0.0);
                prop_assert!(at(&flows.unreplaced) >= -tolerance);
                prop_assert!(at(&flows.replacement) <= before + tolerance);
                let sum = before - at(&flows.replacement) + at(&flows.openings)
                    - at(&flows.unreplaced);
                prop_assert!((sum - stock).abs() <= tolerance, "{sum} {stock}");
                before = *stock;
            }
        }
        // Homogeneity: twice the workers make twice the openings.
        let twice = employment.zip_with(&employment, |a, b| a + b);
        let doubled = &workers * 2.0;
        let doubled = project(&Groups { workers: &doubled, ..groups }, &twice).unwrap();
        let expected = flows.openings.zip_with(&flows.openings, |a, b| a + b);
        prop_assert_eq!(doubled.openings, expected);
    }
}
