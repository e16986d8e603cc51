use ndarray::Array2;

use super::*;
use crate::supply::labour::Layout;

/// All workers, a thousand at each age, leave at 2 % before 55 and at 10 % from then on, in two
/// years.
fn exits() -> Exits {
    let n = Layout::BY_AGE.cells();
    let rate = |cell: usize| if cell % Layout::BY_AGE.ages + FIRST_AGE < 55 { 0.02 } else { 0.1 };
    let rates: Vec<f64> = (0..n).map(rate).collect();
    Exits {
        layout: Layout::BY_AGE,
        workers: vec![1000.0; n],
        rates: vec![rates.clone(), rates],
        hires: vec![1.0 / n as f64; n],
    }
}

fn known(sex: Option<Sex>, age: AgeGroup, rate: f64, sample: f64) -> KnownExit {
    KnownExit { group: 1, sex, age, rate, sample: Some(sample), error: None }
}

fn made(rows: Vec<KnownExit>) -> GroupExits {
    let workers = Array2::from_elem((2, Layout::BY_AGE.cells()), 10.0);
    let known = KnownWorkers { exits: rows, ..KnownWorkers::default() };
    of_groups(&exits(), &known, &workers).unwrap()
}

const AGE_30: usize = 30 - FIRST_AGE;
const AGE_57: usize = 57 - FIRST_AGE;

#[test]
fn groups_without_rates_have_those_of_all_workers() {
    let made = made(Vec::new());
    for rates in &made.rates {
        assert!(rates.rows().into_iter().all(|row| row.to_vec() == exits().rates[0]));
    }
    assert_eq!(made.log_variances, [EXIT_LOG_VARIANCE; 2]);
}

#[test]
fn a_rate_measured_on_many_is_the_groups_own_and_on_few_that_of_all() {
    let age = AgeGroup::closed(25, 34);
    let many = made(vec![known(None, age, 0.06, 1e6)]);
    assert_eq!(many.rates[0].row(0).to_vec(), exits().rates[0]);
    assert!((many.rates[1][[1, AGE_30]] - 0.06).abs() < 1e-4);
    assert_eq!(many.rates[0][[1, AGE_57]], 0.1);
    assert!(many.log_variances[1] < EXIT_LOG_VARIANCE);
    let few = made(vec![known(None, age, 0.06, 10.0)]);
    assert_eq!(few.rates[0][[1, AGE_30]], 0.02);
    let lower = made(vec![known(None, age, 0.005, 1e6)]);
    assert!((lower.rates[0][[1, AGE_30]] - 0.005).abs() < 1e-4);
}

#[test]
fn a_standard_error_says_more_than_a_sample() {
    let age = AgeGroup::closed(25, 34);
    let mut row = known(None, age, 0.06, 10.0);
    row.error = Some(0.0005);
    assert!((made(vec![row.clone()]).rates[0][[1, AGE_30]] - 0.06).abs() < 1e-3);
    row.error = Some(0.05);
    assert_eq!(made(vec![row]).rates[0][[1, AGE_30]], 0.02);
}

#[test]
fn the_mean_over_ages_is_the_groups_rate_and_no_rate_leaves_0_to_1() {
    let age = AgeGroup::closed(50, 59);
    for rate in [0.0, 0.03, 0.5, 1.0] {
        let rates = &made(vec![known(Some(Sex::Male), age, rate, 1e9)]).rates[0];
        let men = Layout::BY_AGE.ages;
        let of_ages: Vec<f64> = (35..45).map(|a| rates[[1, men + a]]).collect();
        let mean = of_ages.iter().sum::<f64>() / 10.0;
        assert!((mean - rate).abs() < 1e-4, "{rate}: {mean}");
        assert!(of_ages.iter().all(|x| (0.0..=1.0).contains(x)), "{of_ages:?}");
        assert_eq!(rates[[1, 40]], 0.1);
    }
}

#[test]
fn the_more_particular_row_speaks() {
    let rows = vec![
        known(Some(Sex::Female), AgeGroup::closed(25, 34), 0.3, 1e6),
        known(None, AgeGroup::closed(25, 29), 0.2, 1e6),
        known(None, AgeGroup::open(15), 0.15, 1e6),
    ];
    let rates = &made(rows).rates[0];
    let (women, men) = (0, Layout::BY_AGE.ages);
    assert!((rates[[1, women + 12]] - 0.3).abs() < 1e-3);
    assert!((rates[[1, men + 12]] - 0.2).abs() < 1e-3);
    let elsewhere = rates[[1, men + AGE_30]];
    assert!(elsewhere > 0.02 && elsewhere < 0.2, "{elsewhere}");
}
