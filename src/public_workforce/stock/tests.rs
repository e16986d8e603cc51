use proptest::prelude::*;

use super::*;
use crate::codes::{AgeGroup, Sex};

fn grade(name: &str, filled: f64, posts: &[f64]) -> Grade {
    Grade {
        name: name.to_owned(),
        filled,
        posts: posts.to_vec(),
        retirement: Retirement::Rate(0.0),
        resignation_rate: 0.0,
        promotion: None,
        part_filled: 0.0,
        planned: Vec::new(),
    }
}

fn plan(grades: &[Grade]) -> Result<Plan<'_>> {
    Plan::new(grades, Year(2025), &RetirementAges::viet_nam())
}

#[test]
fn two_grades_agree_with_a_calculation_by_hand() {
    let mut lower = grade("specialist", 1000.0, &[1000.0]);
    lower.retirement = Retirement::Rate(0.1);
    lower.resignation_rate = 0.1;
    lower.promotion = Some((1, 0.1));
    lower.part_filled = 0.5;
    let mut higher = grade("principal", 100.0, &[150.0]);
    let planned = PlannedFlows {
        retirements: Some(20.0),
        appointments: Some(3.0),
        ..PlannedFlows::default()
    };
    higher.planned = vec![planned];
    let grades = [lower, higher];
    let made = plan(&grades).unwrap().expected();
    let (lower, higher) = (made.grades[0][0], made.grades[1][0]);
    // 100 retire, 90 resign, 81 are promoted, 729 stay; half of 271 vacancies are filled.
    assert_eq!((lower.retirements, lower.resignations, lower.promoted_out), (100.0, 90.0, 81.0));
    assert_eq!((lower.appointments, lower.filled, lower.vacancies), (135.5, 864.5, 135.5));
    assert_eq!((lower.needed, lower.above_posts), (271.0, 0.0));
    // 161 are there before anybody is appointed, eleven above the posts.
    assert_eq!((higher.filled, higher.vacancies, higher.promoted_in), (164.0, -14.0, 81.0));
    assert_eq!((higher.needed, higher.above_posts), (0.0, 11.0));
    let total = made.total()[0];
    assert_eq!((total.filled, total.posts), (1028.5, 1150.0));
    assert_eq!(total.filled, total.before + total.inflow() - total.outflow());
}

#[test]
fn the_posts_of_khanh_hoa_are_filled_from_one_year_to_the_next() {
    // 5,018 civil servants at 31 July 2025; 5,158 proposed for 2026.
    let mut all = grade("civil servants", 5018.0, &[5158.0]);
    all.planned = vec![PlannedFlows { retirements: Some(120.0), ..PlannedFlows::default() }];
    all.part_filled = 1.0;
    let grades = [all];
    let made = plan(&grades).unwrap().expected().grades[0][0];
    assert_eq!((made.appointments, made.vacancies), (260.0, 0.0));
}

#[test]
fn retirements_follow_from_ages_and_move_up_with_promotions() {
    let of_age = |from, to, persons| {
        let group = (Sex::Male, AgeGroup::closed(from, to), persons);
        Retirement::ByAge(AgeStructure::of_groups([group].into_iter(), 0))
    };
    // Men retire at 62 from 2028 on; ten of each age from 57 on, all promoted in the first year.
    let mut lower = grade("lower", 50.0, &[0.0; 6]);
    lower.retirement = of_age(57, 61, 50.0);
    lower.promotion = Some((1, 1.0));
    let mut higher = grade("higher", 10.0, &[0.0; 6]);
    higher.retirement = of_age(40, 40, 10.0);
    let grades = [lower, higher];
    let law = RetirementAges::viet_nam();
    let made = Plan::new(&grades, Year(2029), &law).unwrap().expected();
    let retired = |grade: usize| -> Vec<f64> {
        made.grades[grade].iter().map(|year| year.retirements).collect()
    };
    let near = |found: Vec<f64>, expected: [f64; 6]| {
        let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
        assert!(found.iter().zip(&expected).all(close), "{found:?}");
    };
    near(retired(0), [10.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    near(retired(1), [0.0, 10.0, 10.0, 10.0, 10.0, 0.0]);
    assert!((made.grades[1][5].filled - 10.0).abs() < 1e-9);
}

#[test]
fn impossible_inputs_are_told() {
    let told = |change: fn(&mut Grade)| {
        let mut wrong = [grade("g", 1.0, &[1.0])];
        change(&mut wrong[0]);
        plan(&wrong).is_err()
    };
    assert!(told(|g| g.filled = -1.0) && told(|g| g.posts[0] = f64::NAN));
    assert!(told(|g| g.promotion = Some((0, 0.1))) && told(|g| g.promotion = Some((7, 0.1))));
    assert!(told(|g| g.resignation_rate = 1.2));
    let negative = PlannedFlows { resignations: Some(-1.0), ..PlannedFlows::default() };
    let wrong = [Grade { planned: vec![negative], ..grade("g", 1.0, &[1.0]) }];
    assert!(plan(&wrong).is_err());
    let lengths = [grade("a", 1.0, &[1.0]), grade("b", 1.0, &[1.0, 2.0])];
    assert!(plan(&lengths).is_err());
    assert!(plan(&[]).unwrap().expected().total().is_empty());
}

#[test]
fn draws_spread_about_what_is_expected_as_leavers_who_decide_alone_would() {
    let mut one = grade("g", 400.0, &[400.0]);
    one.resignation_rate = 0.05;
    let grades = [one];
    let plan = plan(&grades).unwrap();
    let left: Vec<f64> = (0..4000).map(|d| plan.draw(7, d).grades[0][0].resignations).collect();
    let mean = left.iter().sum::<f64>() / 4000.0;
    let variance = left.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 4000.0;
    // 20 are expected (20.5 of 401 with half a leaver more); the rate and the year each add about
    // 400 · 0.05 · 0.95 = 19.
    assert!((mean - 20.45).abs() < 0.4, "{mean}");
    assert!((variance / 38.9 - 1.0).abs() < 0.1, "{variance}");
    assert_eq!(plan.draw(7, 11), plan.draw(7, 11));
    assert_ne!(plan.draw(7, 11), plan.draw(8, 11));
}

proptest! {
    #[test]
    fn stocks_and_flows_meet_in_every_grade_year_and_draw(
        start in proptest::collection::vec(0.0..5000.0_f64, 3),
        posts in proptest::collection::vec(0.0..6000.0_f64, 4),
        rates in proptest::collection::vec(0.0..0.3_f64, 9),
        by_age in proptest::collection::vec(any::<bool>(), 3),
        released in proptest::option::of(0.0..900.0_f64),
        draw in 0_usize..50,
    ) {
        let grades: Vec<Grade> = (0..3).map(|k| Grade {
            retirement: if by_age[k] {
                let groups = [(Sex::Female, 30, 39), (Sex::Male, 50, 61)];
                let groups = groups.map(|(sex, a, b)| (sex, AgeGroup::closed(a, b), rates[k] + 1.0));
                Retirement::ByAge(AgeStructure::of_groups(groups.into_iter(), 0))
            } else {
                Retirement::Rate(rates[k])
            },
            resignation_rate: rates[3 + k],
            promotion: (k < 2).then(|| (k + 1, rates[6 + k])),
            part_filled: rates[k],
            planned: vec![PlannedFlows { resignations: released, ..PlannedFlows::default() }],
            ..grade("g", start[k], &posts)
        }).collect();
        let plan = plan(&grades).unwrap();
        for made in [plan.expected(), plan.draw(3, draw)] {
            for years in &made.grades {
                for year in years {
                    let stock = year.before + year.inflow() - year.outflow();
                    prop_assert!((year.filled - stock).abs() < 1e-9 * stock.max(1.0));
                    prop_assert_eq!(year.vacancies, year.posts - year.filled);
                    prop_assert!(year.filled >= 0.0 && year.retirements >= 0.0);
                    prop_assert!(year.needed == 0.0 || year.above_posts == 0.0);
                }
                for pair in years.windows(2) {
                    prop_assert_eq!(pair[0].filled, pair[1].before);
                }
            }
            for t in 0..posts.len() {
                let out: f64 = made.grades.iter().map(|g| g[t].promoted_out).sum();
                let into: f64 = made.grades.iter().map(|g| g[t].promoted_in).sum();
                prop_assert!((out - into).abs() < 1e-9 * out.max(1.0));
            }
        }
    }
}
