//! The public workforce of the shipped province, from its tables to what readers see.

use std::ffi::OsString;
use std::sync::OnceLock;

use labourcast::cli::{Console, Exit, run};
use labourcast::language::Language;
use labourcast::load::Loaded;
use labourcast::results::{ResultRow, Results, TableName};
use labourcast::units::Year;

use crate::runs;

fn loaded() -> Loaded {
    let mut loaded = runs::first_scenario(runs::loaded("khanh-hoa"));
    // The accounts below sectors are no part of it and take longer than all the rest.
    loaded.model.accounts.occupations.clear();
    loaded.model.accounts.qualifications.clear();
    loaded
}

fn results() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| runs::results(&loaded(), 200))
}

fn find<'a>(results: &'a Results, part: &str, measure: &str, year: i32) -> Option<&'a ResultRow> {
    results.table(TableName::PublicWorkforce).rows.iter().find(|row| {
        row.method.as_deref() == Some(part)
            && row.measure == measure
            && row.year == Some(Year(year))
            && row.qualification.is_none()
    })
}

fn row(part: &str, measure: &str, year: i32) -> &'static ResultRow {
    find(results(), part, measure, year)
        .unwrap_or_else(|| panic!("no {measure} of {part} in {year}"))
}

const PRINCIPALS: &str = "civil_servants, principal_specialist";

#[test]
fn every_figure_of_a_grade_is_there_for_every_year_with_its_interval() {
    for part in ["civil_servants", "public_employees", PRINCIPALS, "public_employees, class_2"] {
        for year in 2026..=2030 {
            for measure in ["in_post", "retirements", "resignations", "appointments_needed"] {
                let row = row(part, measure, year);
                assert!(row.p10.unwrap() <= row.mean && row.mean <= row.p90.unwrap(), "{row:?}");
            }
            // Posts are a plan, and nobody draws them.
            assert_eq!(row(part, "posts", year).p10, None);
        }
    }
}

#[test]
fn retirements_follow_the_ages_and_not_the_rate_of_the_base_year() {
    // Men retire at 61 years 6 months in 2026, then 61 and 9, then 62: later retirement each year.
    let of = |year| row(PRINCIPALS, "retirements", year).mean;
    let mut other = loaded();
    other.dataset.public.ages.clear();
    let by_rate = runs::results(&other, 100);
    let rate = find(&by_rate, PRINCIPALS, "retirements", 2030).unwrap();
    let told = |results: &Results| {
        results.fallbacks.iter().filter(|f| f.missing.en.contains("public_ages")).count()
    };
    // Without ages 40 of 1,040 retire a year, and every grade is told.
    assert!(
        (rate.mean / find(&by_rate, PRINCIPALS, "in_post", 2029).unwrap().mean - 40.5 / 1041.0)
            .abs()
            < 0.004
    );
    assert_eq!((told(results()), told(&by_rate)), (0, 7));
    assert!((of(2026) - of(2030)).abs() > 1.0, "{} {}", of(2026), of(2030));
}

#[test]
fn a_cut_of_posts_asks_for_fewer_appointments_and_names_who_is_above_the_posts() {
    let mut cut = loaded();
    let posts = |row: &&mut labourcast::dataset::public::PublicWorkforce| {
        row.body.as_deref() == Some("civil_servants")
            && row.grade.is_none()
            && row.year == Year(2026)
    };
    let planned = cut.dataset.public.workforce.iter_mut().find(posts).unwrap();
    (planned.year, planned.persons) = (Year(2030), 3500.0);
    let made = runs::results(&cut, 100);
    let of = |results, measure, year| find(results, "civil_servants", measure, year).unwrap().mean;
    assert!((of(&made, "posts", 2028) - (5018.0 - 3.0 * 1518.0 / 5.0)).abs() < 1e-6);
    // Without a cut hardly anybody is above the posts.
    assert!(of(results(), "above_posts", 2030) < 20.0);
    assert!(of(&made, "above_posts", 2030) > 100.0);
    assert!(of(&made, "appointments_needed", 2030) < of(results(), "appointments_needed", 2030));
}

#[test]
fn standards_reach_their_targets_and_places_make_up_for_leavers() {
    let part = "civil_servants, specialist: political_theory_intermediate";
    assert_eq!(row(part, "standard_target", 2030).mean, 0.6);
    assert!((row(part, "standard_met_share", 2030).mean - 0.6).abs() < 1e-9);
    let places: f64 = (2026..=2029).map(|year| row(part, "training_places", year).mean).sum();
    // 20 points of 3,740 and more, besides those who leave and those who do not complete.
    assert!(places > 0.2 * 3740.0 / 0.96, "{places}");
}

#[test]
fn qualifications_of_a_grade_add_up_to_it() {
    let rows = results().table(TableName::PublicWorkforce).rows.iter();
    let of = |row: &&ResultRow| {
        row.method.as_deref() == Some(PRINCIPALS)
            && row.year == Some(Year(2029))
            && row.measure == "in_post"
            && row.qualification.is_some()
    };
    let sum: f64 = rows.filter(of).map(|row| row.mean).sum();
    assert!((sum - row(PRINCIPALS, "in_post", 2029).mean).abs() < 1e-6);
}

#[test]
fn scenarios_have_the_same_public_workforce() {
    let mut both = loaded();
    both.scenarios = runs::loaded("khanh-hoa").scenarios[..2].to_vec();
    let made = runs::results(&both, 20);
    let of = |name: &str| -> Vec<String> {
        let rows = made.table(TableName::PublicWorkforce).rows.iter();
        let rows = rows.filter(|row| row.scenario == name).cloned();
        rows.map(|row| format!("{:?}", ResultRow { scenario: String::new(), ..row })).collect()
    };
    assert_eq!(of(&both.scenarios[0].name), of(&both.scenarios[1].name));
}

#[test]
fn the_summary_shows_grades_and_standards_in_both_languages() {
    for (language, words) in [
        (
            "vi",
            [
                "## Cán bộ, công chức, viên chức",
                "công chức, chuyên viên chính",
                "bồi dưỡng cập nhật",
            ],
        ),
        (
            "en",
            ["## Public workforce", "civil servants, principal specialist", "refresher courses"],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("made").display().to_string();
        let words_typed = [
            "labourcast",
            "--draws",
            "20",
            "--outputs",
            "tables",
            "--lang",
            language,
            "--out",
            &out,
        ];
        let (mut said, mut err) = (Vec::new(), Vec::new());
        let mut console = Console::unwatched(&mut said, &mut err, Language::English);
        assert_eq!(run(words_typed.iter().map(OsString::from), &mut console), Exit::Done);
        let summary = std::fs::read_to_string(format!("{out}/summary.md")).unwrap();
        for word in words {
            assert!(summary.contains(word), "{word}: {summary}");
        }
        let table = std::fs::read_to_string(format!("{out}/public_workforce.csv")).unwrap();
        assert!(table.contains("appointments_needed") && table.contains("above_posts"));
    }
}
