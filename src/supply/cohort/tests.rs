use proptest::prelude::*;

use super::*;

fn rates(survival: f64, births_per_woman: f64, migrants: f64) -> YearRates {
    let of_sex =
        Survival { birth: survival, age: vec![survival; AGES], person_years: vec![1.0; AGES] };
    let mut fertility = vec![0.0; AGES];
    fertility[20] = births_per_woman;
    YearRates {
        survival: [of_sex.clone(), of_sex],
        fertility: Fertility::Rates(fertility),
        males_per_female: 1.0,
        migration: [vec![migrants; AGES], vec![migrants; AGES]],
    }
}

fn five_year_groups(open: u8) -> Vec<AgeGroup> {
    let closed = (0..open / 5).map(|i| AgeGroup::closed(5 * i, 5 * i + 4));
    closed.chain([AgeGroup::open(open)]).collect()
}

#[test]
fn a_projection_of_two_ages_by_hand() {
    // 100 women of 19 and 80 of 20; survival 0.9, half a birth per woman of 20, 10 in-migrants of
    // each age and sex.
    let mut women = vec![0.0; AGES];
    (women[19], women[20]) = (100.0, 80.0);
    let start = Cohorts { persons: [women, vec![0.0; AGES]] };
    let (next, events) = start.step(&rates(0.9, 0.5, 10.0));
    // Survivors and half-exposed migrants: 100·0.9 + 10·0.95 and 80·0.9 + 10·0.95.
    assert!((next.persons[0][20] - 99.5).abs() < 1e-12);
    assert!((next.persons[0][21] - 81.5).abs() < 1e-12);
    // Births ½·(80 + 99.5)·0.5 = 44.875, half of them girls, of whom 0.9 live at the end.
    assert!((events.total_births() - 44.875).abs() < 1e-12);
    assert!((next.persons[0][0] - 20.19375).abs() < 1e-12);
    // Deaths of the women of 19: 100·0.1 + 10·0.05.
    assert!((events.deaths[0][19] - 10.5).abs() < 1e-12);
}

#[test]
fn zero_rates_keep_the_total_and_age_everybody() {
    let ages = five_year_groups(80);
    let persons: Vec<f64> = (0..17).map(|i| 50.0 + f64::from(i)).collect();
    let table = AgeSexTable { ages, values: [persons.clone(), persons] };
    let certain = [Survival::certain(), Survival::certain()];
    let start = Cohorts::from_groups(&table, &certain);
    let (next, _) = start.step(&rates(1.0, 0.0, 0.0));
    assert!((next.total() - table.total()).abs() < 1e-9);
    assert_eq!(next.persons[0][0], 0.0);
    assert_eq!(next.persons[1][31], start.persons[1][30]);
}

#[test]
fn an_open_group_is_split_as_the_life_table_lives() {
    let ages = vec![AgeGroup::closed(0, 79), AgeGroup::open(80)];
    let table = AgeSexTable { ages, values: [vec![0.0, 21.0], vec![0.0, 0.0]] };
    let survival = Survival { birth: 1.0, age: vec![0.5; AGES], person_years: vec![1.0; AGES] };
    let cohorts = Cohorts::from_groups(&table, &[survival.clone(), survival]);
    assert!((80..AGES).all(|age| (cohorts.persons[0][age] - 1.0).abs() < 1e-12));
}

#[test]
fn groups_beyond_a_hundred_go_to_the_open_age() {
    let ages = vec![AgeGroup::closed(0, 99), AgeGroup::closed(100, 104), AgeGroup::open(105)];
    let single = single_ages(&ages, &[1000.0, 5.0, 2.0], &[1.0; AGES]);
    assert!((single[OPEN_AGE] - 7.0).abs() < 1e-9, "{}", single[OPEN_AGE]);
}

proptest! {
    #[test]
    fn the_balance_closes_for_each_sex_and_age(
        persons in proptest::collection::vec(0.0..1e5_f64, AGES),
        survival in proptest::collection::vec(0.3..1.0_f64, AGES),
        migrants in proptest::collection::vec(-2e5..1e5_f64, AGES),
        births in 0.0..0.3_f64,
    ) {
        let start = Cohorts { persons: [persons.clone(), persons] };
        let mut rates = rates(0.95, births, 0.0);
        for sex in 0..2 {
            rates.survival[sex].age.clone_from(&survival);
            rates.migration[sex].clone_from(&migrants);
        }
        let (next, events) = start.step(&rates);
        prop_assert!(next.persons.iter().flatten().all(|n| *n >= 0.0));
        for sex in 0..2 {
            let left = |a: usize| {
                start.persons[sex][a] - events.deaths[sex][a] + events.migration[sex][a]
            };
            for age in 0..OPEN_AGE - 1 {
                prop_assert!((next.persons[sex][age + 1] - left(age)).abs() < 1e-6);
            }
            let oldest = left(OPEN_AGE - 1) + left(OPEN_AGE);
            prop_assert!((next.persons[sex][OPEN_AGE] - oldest).abs() < 1e-6);
        }
        let flows = events.total_births() - events.total_deaths() + events.total_migration();
        prop_assert!((next.total() - start.total() - flows).abs() < 1e-9 * (1.0 + start.total()));
    }

    #[test]
    fn splitting_groups_of_any_open_age_keeps_each_and_makes_no_negative(
        open in 13..21_u8,
        persons in proptest::collection::vec(0.0..1e6_f64, 21),
    ) {
        let ages = five_year_groups(5 * open);
        let values = persons[..ages.len()].to_vec();
        let table = AgeSexTable { ages: ages.clone(), values: [values.clone(), values.clone()] };
        let certain = [Survival::certain(), Survival::certain()];
        let cohorts = Cohorts::from_groups(&table, &certain);
        prop_assert!(cohorts.persons.iter().flatten().all(|n| *n >= 0.0));
        for (group, value) in ages.iter().zip(&values) {
            prop_assert!((cohorts.in_group(Sex::Male, *group) - value).abs() < 1e-6);
        }
    }
}
