use super::*;
use crate::codes::{AgeGroup, Sex};
use crate::public_workforce::stock::Plan;
use crate::supply::retirement::RetirementAges;

fn row(grade: Option<&str>, year: i32, measure: PublicMeasure, persons: f64) -> PublicWorkforce {
    PublicWorkforce {
        body: Some("civil_servants".to_owned()),
        grade: grade.map(str::to_owned),
        qualification: None,
        year: Year(year),
        measure,
        persons,
        status: PublicStatus::Known(Status::Assumed),
        source: String::new(),
    }
}

fn age(grade: Option<&str>, year: i32, (from, to): (u8, u8), persons: f64) -> PublicAge {
    PublicAge {
        body: Some("civil_servants".to_owned()),
        grade: grade.map(str::to_owned),
        sex: Sex::Female,
        age: AgeGroup::closed(from, to),
        year: Year(year),
        persons,
        status: PublicStatus::Known(Status::Assumed),
        source: String::new(),
    }
}

fn tables() -> PublicTables {
    let (low, high) = (Some("specialist"), Some("principal"));
    let workforce = vec![
        row(None, 2025, PublicMeasure::Posts, 1100.0),
        row(None, 2026, PublicMeasure::Posts, 1210.0),
        row(low, 2025, PublicMeasure::Posts, 1000.0),
        row(high, 2025, PublicMeasure::Posts, 100.0),
        row(low, 2025, PublicMeasure::Filled, 900.0),
        row(high, 2025, PublicMeasure::Filled, 100.0),
        row(low, 2025, PublicMeasure::Retirements, 90.0),
        row(low, 2025, PublicMeasure::Resignations, 81.0),
        row(low, 2025, PublicMeasure::Appointments, 100.0),
        row(low, 2025, PublicMeasure::Promotions, 72.9),
    ];
    PublicTables { workforce, ..PublicTables::default() }
}

fn only_body(tables: &PublicTables, to: i32) -> Body {
    let made = bodies(tables, (Year(2025), Year(to)));
    let [body] = made.as_slice() else { panic!("{made:?}") };
    body.clone()
}

#[test]
fn rates_and_posts_follow_from_the_base_year() {
    let body = only_body(&tables(), 2027);
    let [low, high] = body.grades.as_slice() else { panic!("{body:?}") };
    assert_eq!(low.name, "civil_servants, specialist");
    // A tenth more posts for the body, a tenth more for each grade, held afterwards.
    assert_eq!((low.posts.as_slice(), high.posts.as_slice()), {
        (&[1100.0, 1100.0][..], &[110.0, 110.0][..])
    });
    assert_eq!(low.retirement, Retirement::Rate(0.1));
    assert!((low.resignation_rate - 0.1).abs() < 1e-12);
    let (into, promoted) = low.promotion.unwrap();
    assert!(into == 1 && (promoted - 0.1).abs() < 1e-12);
    // 100 vacancies were left at the end of the year and 100 had been filled.
    assert_eq!((low.part_filled, high.promotion, high.part_filled), (0.5, None, 1.0));
    let plan = Plan::new(&body.grades, Year(2025), &RetirementAges::viet_nam()).unwrap();
    assert!((plan.expected().grades[0][0].retirements - 90.0).abs() < 1e-12);
    // Neither grade has ages, and both are told.
    assert_eq!(body.fallbacks.len(), 2);
}

#[test]
fn a_cut_of_posts_is_made_in_equal_steps_and_planned_departures_take_the_place_of_rates() {
    let mut tables = tables();
    tables.workforce.push(row(Some("specialist"), 2028, PublicMeasure::Posts, 900.0));
    tables.workforce.push(row(Some("specialist"), 2027, PublicMeasure::Resignations, 150.0));
    let body = only_body(&tables, 2029);
    assert_eq!(body.grades[0].posts, [1100.0, 1000.0, 900.0, 900.0]);
    assert_eq!(body.grades[0].planned[1].resignations, Some(150.0));
    assert_eq!(body.grades[0].planned[0], PlannedFlows::default());
}

#[test]
fn ages_of_an_earlier_year_have_grown_older_and_those_of_the_body_stand_in() {
    let mut tables = tables();
    tables.ages = vec![
        age(Some("specialist"), 2023, (30, 30), 1.0),
        age(Some("specialist"), 2022, (50, 59), 9.0),
        age(None, 2025, (40, 44), 5.0),
    ];
    let body = only_body(&tables, 2027);
    let group = (Sex::Female, AgeGroup::closed(32, 32), 1.0);
    let ages = AgeStructure::of_groups([group].into_iter(), 0);
    assert_eq!(body.grades[0].retirement, Retirement::ByAge(ages));
    assert!(matches!(&body.grades[1].retirement, Retirement::ByAge(ages) if ages.total() == 5.0));
    let [told] = body.fallbacks.as_slice() else { panic!("{:?}", body.fallbacks) };
    assert!(told.missing.en.contains("principal") && told.used.en.contains("whole body"));
}

#[test]
fn qualifications_are_shares_of_those_in_post() {
    let mut tables = tables();
    let with = |qualification: &str, measure, persons| PublicWorkforce {
        qualification: Some(qualification.to_owned()),
        ..row(Some("specialist"), 2025, measure, persons)
    };
    tables.workforce.push(with("university", PublicMeasure::Filled, 75.0));
    tables.workforce.push(with("master", PublicMeasure::Filled, 25.0));
    tables.workforce.push(with("master", PublicMeasure::Appointments, 10.0));
    let body = only_body(&tables, 2027);
    assert_eq!(body.composition.qualifications, ["university", "master"]);
    assert_eq!(body.composition.start, [Some(vec![675.0, 225.0]), None]);
    assert_eq!(body.composition.entry, [vec![0.0, 1.0], vec![]]);
}

#[test]
fn a_body_without_persons_in_post_is_left_out() {
    let mut tables = tables();
    tables.workforce.retain(|row| row.measure != PublicMeasure::Filled);
    assert!(bodies(&tables, (Year(2025), Year(2027))).is_empty());
}
