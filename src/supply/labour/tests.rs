use super::*;
use crate::supply::participation::Trends;

/// A hundred of each sex at 20 and 60, everybody else nobody; half of them take part.
fn two_ages(migrants: f64) -> LabourByAge {
    let mut persons = vec![0.0; AGES];
    persons[20] = 100.0;
    persons[60] = 100.0;
    let base = Cohorts { persons: [persons.clone(), persons] };
    let trends = Trends::constant(0.5, 15);
    let change = crate::supply::age_rates::Change { points: 0.0, years: 1 };
    let rates = AgeRates::new(&trends, &base, 200.0, change).unwrap();
    let survival = vec![0.9; AGES];
    let mut migration = vec![0.0; AGES];
    migration[20] = migrants;
    let zeros = vec![0.0; AGES];
    let step = Step {
        survival: [survival.clone(), survival],
        migration: [migration, zeros.clone()],
        per_unit_of_error: [zeros.clone(), zeros],
        newborn: [0.0; 2],
    };
    LabourByAge { base, steps: vec![step], rates, employed: vec![0.8, 0.8] }
}

fn sums(labour: &LabourByAge) -> (f64, f64, f64, f64, f64, f64) {
    let before = labour.base_workers();
    let mut change = WorkerChange::none(Layout::BY_AGE);
    let mut people = labour.start();
    labour.advance(0, YearErrors::default(), &mut people, &mut change);
    let leaving = |rates: &[f64]| -> f64 { before.iter().zip(rates).map(|(n, r)| n * r).sum() };
    (
        leaving(&change.deaths),
        leaving(&change.withdrawals),
        leaving(&change.out_migration),
        change.entrants.iter().sum(),
        change.in_migration.iter().sum(),
        change.labour_force,
    )
}

#[test]
fn two_ages_by_hand_with_equal_rates_only_die() {
    // 400 people, half in the labour force, four fifths of it at work: 160 workers.
    let labour = two_ages(0.0);
    assert!((labour.base_workers().iter().sum::<f64>() - 160.0).abs() < 1e-9);
    let (deaths, withdrawals, out, entrants, arrivals, labour_force) = sums(&labour);
    assert!((deaths - 16.0).abs() < 1e-9);
    assert!(withdrawals.abs() < 1e-9 && out == 0.0 && entrants.abs() < 1e-9 && arrivals == 0.0);
    assert!((labour_force - 180.0).abs() < 1e-9);
}

#[test]
fn out_migrants_leave_with_the_share_of_workers_of_their_age() {
    // 10 leave, exposed half a year: 10·(1 + 0.9)/2 = 9.5 people fewer, 9.5·0.4 workers.
    let (_, _, out, _, arrivals, labour_force) = sums(&two_ages(-10.0));
    assert!((out - 3.8).abs() < 1e-9 && arrivals == 0.0);
    assert!((labour_force - (180.0 - 4.75)).abs() < 1e-9);
}

#[test]
fn in_migrants_arrive_with_the_share_of_workers_of_their_age() {
    let (_, _, out, _, arrivals, _) = sums(&two_ages(10.0));
    assert!((arrivals - 3.8).abs() < 1e-9 && out == 0.0);
}

#[test]
fn falling_participation_withdraws_and_falling_unemployment_enters() {
    let mut labour = two_ages(0.0);
    // Everybody's odds against participation double: 1/3 instead of 1/2 take part.
    for of_sex in &mut labour.rates.odds_against[1] {
        for odds in of_sex.iter_mut() {
            *odds *= 2.0;
        }
    }
    // 360 survivors: 0.8·(1/2 − 1/3)·360 = 48 withdraw.
    let (_, withdrawals, _, entrants, _, _) = sums(&labour);
    assert!((withdrawals - 48.0).abs() < 1e-9 && entrants == 0.0);
    let mut labour = two_ages(0.0);
    labour.employed[1] = 0.9;
    // 360·0.5·(0.9 − 0.8) = 18 of the unemployed find work.
    let (_, withdrawals, _, entrants, _, _) = sums(&labour);
    assert!((entrants - 18.0).abs() < 1e-9 && withdrawals == 0.0);
}

#[test]
fn every_worker_is_accounted_for() {
    let labour = two_ages(-50.0);
    let mut change = WorkerChange::none(Layout::BY_AGE);
    labour.advance(0, YearErrors::default(), &mut labour.start(), &mut change);
    for cell in 0..Layout::BY_AGE.cells() {
        let parts = change.deaths[cell]
            + change.withdrawals[cell]
            + change.out_migration[cell]
            + change.stay[cell];
        let has_people = labour.base_workers()[cell] > 0.0;
        assert!(!has_people || (parts - 1.0).abs() < 1e-12, "{cell}: {parts}");
    }
}

#[test]
fn more_out_migrants_than_people_leave_nobody_and_nothing_negative() {
    let (_, withdrawals, out, entrants, _, labour_force) = sums(&two_ages(-1e6));
    assert!((out - 100.0 * 0.9 * 0.4).abs() < 1e-9, "{out}");
    assert!(withdrawals.abs() < 1e-9 && entrants.abs() < 1e-9);
    assert!((labour_force - 135.0).abs() < 1e-9, "{labour_force}");
}

#[test]
fn a_labour_force_without_ages_enters_what_it_grows_and_replaces() {
    let whole = LabourWhole { labour_force: vec![1000.0, 1020.0], employed: vec![1.0, 1.0] };
    let mut change = WorkerChange::none(Layout::WHOLE);
    whole.advance(0, 0.0, 1000.0, &mut change);
    assert!((change.entrants[0] - (20.0 + 1000.0 / 45.0 + 3.0)).abs() < 1e-9);
    // A fall by half is more than usual withdrawals: the rest withdraws too.
    whole.advance(0, (0.5_f64 / 1.02).ln(), 1000.0, &mut change);
    assert_eq!(change.entrants[0], 0.0);
    assert!((change.withdrawals[0] - 0.497).abs() < 1e-9);
}
