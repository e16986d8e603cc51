use std::collections::BTreeMap;

use super::*;
use crate::training::programme::{Course, FutureIntake};

fn whole(duration: f64, completion: f64, recorded: &[(i32, f64)]) -> Programme {
    Programme {
        key: format!("test {duration} {completion}"),
        name: Text::new("du lịch", "tourism"),
        course: Course::Whole { duration, completion, late: Vec::new() },
        recorded: recorded.iter().map(|(year, intake)| (Year(*year), *intake)).collect(),
        planned: BTreeMap::new(),
        future: FutureIntake::LastValue,
        enrolled: None,
    }
}

fn extent(years: usize, draws: usize) -> Extent {
    Extent { base: Year(2025), years, draws, seed: 11 }
}

fn certain(programmes: &[Programme], years: usize) -> Result<Graduates> {
    let known = vec![Knowledge::CERTAIN; programmes.len()];
    graduates(programmes, &[], &known, &extent(years, 1))
}

fn near(path: &[f64], expected: &[f64]) {
    let close = path.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(close && path.len() == expected.len(), "{path:?}, not {expected:?}");
}

#[test]
fn two_years_by_hand() {
    let programme = whole(2.0, 0.9, &[(2024, 100.0), (2025, 120.0)]);
    let found = certain(&[programme], 4).unwrap();
    near(found.enrolled.path(0, 0), &[90.0, 108.0, 0.0, 0.0]);
    near(found.future.path(0, 0), &[0.0, 0.0, 108.0, 108.0]);
    near(found.total().path(0, 0), &[90.0, 108.0, 108.0, 108.0]);
}

#[test]
fn three_years_with_a_plan_and_late_graduates_by_hand() {
    let mut programme = whole(3.0, 0.8, &[(2023, 100.0), (2024, 110.0), (2025, 90.0)]);
    programme.course = Course::Whole { duration: 3.0, completion: 0.8, late: vec![0.75, 0.25] };
    programme.planned = BTreeMap::from([(Year(2026), 200.0)]);
    let found = certain(&[programme], 5).unwrap();
    // On time 60 %, a year late 20 %; the intake of 2022 is taken to be that of 2023.
    let late = [20.0 + 60.0, 20.0 + 66.0, 22.0 + 54.0, 18.0, 0.0];
    near(found.enrolled.path(0, 0), &late);
    near(found.future.path(0, 0), &[0.0, 0.0, 0.0, 120.0, 40.0 + 54.0]);
    assert!(found.fallbacks[0].missing.en.contains("intake before 2023"));
}

#[test]
fn half_a_year_puts_half_of_the_graduates_in_the_year_they_began() {
    let found = certain(&[whole(0.5, 1.0, &[(2025, 100.0)])], 2).unwrap();
    near(found.enrolled.path(0, 0), &[50.0, 0.0]);
    near(found.future.path(0, 0), &[50.0, 100.0]);
}

#[test]
fn years_of_study_with_repeaters_by_hand() {
    let mut programme = whole(2.0, 0.0, &[(2025, 100.0)]);
    programme.course = Course::ByYear { promotion: vec![0.8, 0.9], repetition: vec![0.1, 0.05] };
    programme.enrolled = Some(vec![100.0, 70.0]);
    let found = certain(&[programme], 3).unwrap();
    // Year 2: 70 → 80 + 3.5 → 8 + 4.175; 0.9 of each graduate. Intake of 100 in 2026 → 80 in 2027.
    near(found.enrolled.path(0, 0), &[63.0, 75.15, 0.9 * 12.175]);
    near(found.future.path(0, 0), &[0.0, 0.0, 72.0]);
}

#[test]
fn the_chain_of_years_of_study_completes_as_the_textbook_has_it() {
    // Absorption of a chain that goes up with 0.8, 0.7, 0.7, 0.8 and repeats with 0.1, 0.2, 0.2,
    // 0.1 (Kemeny & Snell 1960, ch. 3: B = N R): (8/9)²·(7/8)² = 49/81.
    let course = Course::ByYear {
        promotion: vec![0.8, 0.7, 0.7, 0.8],
        repetition: vec![0.1, 0.2, 0.2, 0.1],
    };
    assert!((course.completion() - 49.0 / 81.0).abs() < 1e-15);
    let profile = course.profile(60);
    assert!((profile.iter().sum::<f64>() - 49.0 / 81.0).abs() < 1e-12);
    assert_eq!(&profile[..4], [0.0; 4]);
    assert!((profile[4] - 0.8 * 0.7 * 0.7 * 0.8).abs() < 1e-15);
}

#[test]
fn a_record_shorter_than_the_duration_names_programme_years_and_remedy() {
    let error = certain(&[whole(3.0, 0.8, &[(2024, 110.0), (2025, 90.0)])], 2).unwrap_err();
    let text = error.to_string();
    for part in ["tourism: the programme takes 3 years", "2023–2025", "missing: 2023.", "Add it"]
    {
        assert!(text.contains(part), "{text}");
    }
    let hole = certain(&[whole(2.0, 0.8, &[(2022, 1.0), (2024, 110.0), (2025, 90.0)])], 2);
    assert!(hole.unwrap_err().to_string().contains("missing: 2023."));
}

#[test]
fn impossible_figures_are_refused() {
    assert!(certain(&[whole(2.0, 1.1, &[(2024, 1.0), (2025, 1.0)])], 2).is_err());
    assert!(certain(&[whole(f64::NAN, 0.5, &[(2025, 1.0)])], 2).is_err());
    assert!(certain(&[whole(1e12, 0.5, &[(2025, 1.0)])], 2).is_err());
    assert!(certain(&[whole(1.0, 0.5, &[(2025, -1.0)])], 2).is_err());
    let nobody = [Knowledge { effective_n: 0.0, ..Knowledge::default() }];
    let programme = whole(1.0, 0.5, &[(2025, 1.0)]);
    assert!(graduates(&[programme], &[], &nobody, &extent(2, 1)).is_err());
    let mut programme = whole(2.0, 0.0, &[]);
    programme.course = Course::ByYear { promotion: vec![0.8, 0.9], repetition: vec![0.3, 0.0] };
    assert!(certain(&[programme], 2).unwrap_err().to_string().contains("year of study 1"));
}

#[test]
fn those_who_study_on_begin_a_year_after_they_graduate() {
    let programmes = [whole(1.0, 1.0, &[(2025, 100.0)]), whole(1.0, 0.5, &[(2025, 10.0)])];
    let on = [Continuation { from: 0, to: 1, share: 0.2, until: None }];
    let known = [Knowledge::CERTAIN; 2];
    let found = graduates(&programmes, &on, &known, &extent(3, 1)).unwrap();
    near(found.intake.path(1, 0), &[10.0, 30.0, 30.0]);
    near(found.total().path(1, 0), &[5.0, 5.0, 15.0]);
    let closed = [Continuation { until: Some(Year(2028)), ..on[0] }];
    let found = graduates(&programmes, &closed, &known, &extent(3, 1)).unwrap();
    near(found.intake.path(1, 0), &[10.0, 30.0, 10.0]);
    let wrong = [Continuation { from: 0, to: 2, share: 0.2, until: None }];
    assert!(graduates(&programmes, &wrong, &known, &extent(3, 1)).is_err());
}

#[test]
fn graduates_vary_about_their_expectation_and_early_ones_less() {
    let programme = whole(2.0, 0.9, &[(2023, 100.0), (2024, 100.0), (2025, 100.0)]);
    let known = [Knowledge::default()];
    let found = graduates(&[programme], &[], &known, &extent(8, 4000)).unwrap().total();
    assert!((found.mean(0, 0) - 90.0).abs() < 0.5 && (found.mean(0, 7) - 90.0).abs() < 1.5);
    let width = |year| found.summary(0, year).p90 - found.summary(0, year).p10;
    assert!(width(0) == width(1) && width(2) > width(1) && width(7) > 1.3 * width(2));
}

#[test]
fn permuting_programmes_permutes_graduates_and_doubling_intake_doubles_them() {
    let a = whole(2.0, 0.9, &[(2024, 100.0), (2025, 130.0)]);
    let b = whole(0.5, 0.7, &[(2024, 40.0), (2025, 50.0)]);
    let known = [Knowledge::default(); 2];
    let run = |programmes: &[Programme]| {
        graduates(programmes, &[], &known, &extent(5, 20)).unwrap().total()
    };
    let (there, back) = (run(&[a.clone(), b.clone()]), run(&[b.clone(), a.clone()]));
    let doubled = |mut p: Programme| {
        p.recorded.values_mut().for_each(|intake| *intake *= 2.0);
        p
    };
    let twice = run(&[doubled(a), doubled(b)]);
    for draw in 0..20 {
        assert_eq!(there.path(0, draw), back.path(1, draw));
        assert_eq!(there.path(1, draw), back.path(0, draw));
        let same = |(x, y): (&f64, &f64)| (2.0 * x - y).abs() <= 1e-12 * y.abs();
        assert!(there.path(0, draw).iter().zip(twice.path(0, draw)).all(same));
    }
}

#[test]
fn who_studies_on_is_in_the_next_programme_to_the_last_person() {
    let programmes = [
        whole(2.0, 0.9, &[(2024, 100.0), (2025, 120.0)]),
        whole(1.0, 0.8, &[(2024, 40.0), (2025, 50.0)]),
    ];
    let known = [Knowledge::default(); 2];
    let on = [Continuation { from: 0, to: 1, share: 0.3, until: None }];
    let run = |on: &[Continuation]| graduates(&programmes, on, &known, &extent(6, 50)).unwrap();
    let (without, with) = (run(&[]), run(&on));
    let graduated = with.total();
    for draw in 0..50 {
        assert_eq!(with.intake.path(0, draw), without.intake.path(0, draw));
        let (more, less) = (with.intake.path(1, draw), without.intake.path(1, draw));
        assert_eq!(more[0], less[0]);
        for year in 1..6 {
            let came = 0.3 * graduated.path(0, draw)[year - 1];
            assert!((more[year] - less[year] - came).abs() < 1e-9, "{draw} {year}");
        }
    }
}
