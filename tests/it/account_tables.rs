//! Tables of the labour accounts: a small valid table and one change give one message.

use labourcast::dataset::RawRow;
use labourcast::dataset::RawTable;
use labourcast::dataset::accounts::Workers;
use labourcast::error::Problem;
use labourcast::language::Language;
use labourcast::language::Text;
use labourcast::model::AccountsDefinition;
use labourcast::model::Occupation;
use labourcast::model::Qualification;
use labourcast::validate::Axis;
use labourcast::validate::validate;
use proptest::prelude::*;

use crate::small_tables::model;
use crate::small_tables::parsed;

/// Every table with a valid text.
const TABLES: [(&str, &str); 12] = [
    (
        "occupation_share",
        "area;sector;occupation;year;percent;sample_size;status\n\
         VN-56@2025;VSIC2018:A;VSCO2020:1;2016;40;120;observed\n\
         VN-56@2025;VSIC2018:A;VSCO2020:2;2016;60;120;observed\n",
    ),
    (
        "qualification_share",
        "area;sector;occupation;qualification;year;percent;status\n\
         VN-56@2025;;;untrained;2025;70;observed\nVN-56@2025;;;college:it;2025;30;observed\n\
         VN-56@2025;;VSCO2020:1;untrained;2025;10;assumed\n\
         VN-56@2025;;VSCO2020:1;college:it;2025;90;assumed\n\
         VN-56@2025;VSIC2018:A;;untrained;2025;100;assumed\n",
    ),
    (
        "field_occupation",
        "area;qualification;occupation;percent;status\n\
         VN-56@2025;college:it;VSCO2020:1;75;assumed\n\
         VN-56@2025;college:it;VSCO2020:2;25;assumed\n",
    ),
    ("enrolment", "qualification;year;intake;status\ncollege:it;2024;150;observed\n"),
    (
        "programme",
        "qualification;duration_years;completion_percent;stay_percent;floor_places;\
         shortage_cost_million_vnd;continues_to;status\n\
         college:it;3;80;75;20;60;;assumed\n",
    ),
    ("workshop_places", "workshop;qualification;places;status\nHall;college:it;90;assumed\n"),
    ("order_limit", "year;budget_million_vnd;school_leavers;status\n2026;5000;900;assumed\n"),
    (
        "qualified_migration",
        "qualification;in_percent;out_percent;status\ncollege:it;0.5;1.5;assumed\n",
    ),
    ("upgrading", "from;to;percent;status\nuntrained;college:it;0.2;assumed\n"),
    (
        "exit_rate",
        "occupation;sex;age;percent;standard_error_percent;status\n\
         VSCO2020:1;female;55-59;30;2.5;assumed\n",
    ),
    (
        "occupation_age",
        "occupation;year;sex;age;persons;status\nVSCO2020:1;2024;female;15-54;80;observed\n\
         VSCO2020:1;2024;female;55+;20;observed\nVSCO2020:1;2024;male;15-54;60;observed\n",
    ),
    (
        "tightness",
        "occupation;unemployment_percent;vacancy_percent;wage_growth_percent;status\n\
         VSCO2020:1;2;;-1;observed\n",
    ),
];

fn axis() -> Axis {
    let title = |text: &str| Text::new(text, text);
    let occupation = |code: &str, name: &str| Occupation {
        code: code.parse().unwrap(),
        title: title(name),
        short: title(name),
    };
    let qualification = |code: &str| Qualification {
        code: code.parse().unwrap(),
        title: title(code),
        short: title(code),
    };
    Axis::of(&labourcast::model::Model {
        accounts: AccountsDefinition {
            occupations: vec![
                occupation("VSCO2020:1", "Managers"),
                occupation("VSCO2020:2", "Professionals"),
            ],
            qualifications: vec![qualification("untrained"), qualification("college:it")],
            ..AccountsDefinition::default()
        },
        ..model()
    })
}

fn table(name: &str) -> RawTable {
    let (_, text) = TABLES.into_iter().find(|(other, _)| *other == name).unwrap();
    parsed(name, text)
}

/// What is said when `old` is written as `new` once.
fn changed(name: &str, old: &str, new: &str) -> Vec<Problem> {
    let (_, text) = TABLES.into_iter().find(|(other, _)| *other == name).unwrap();
    assert!(text.contains(old), "{old}");
    validate(&[parsed(name, &text.replacen(old, new, 1))], Some(&axis())).1
}

fn only(problems: &[Problem]) -> &Problem {
    assert_eq!(problems.len(), 1, "{problems:?}");
    &problems[0]
}

#[test]
fn valid_tables_are_read_without_a_word() {
    let tables: Vec<RawTable> = TABLES.into_iter().map(|(name, _)| table(name)).collect();
    let (dataset, problems) = validate(&tables, Some(&axis()));
    assert_eq!(problems, Vec::new());
    let accounts = &dataset.accounts;
    assert_eq!(accounts.occupation_shares[1].share, 0.6);
    assert_eq!(accounts.occupation_shares[1].sample_size, Some(120.0));
    assert_eq!(accounts.qualification_shares[0].among, Workers::LabourForce);
    assert!(matches!(accounts.qualification_shares[3].among, Workers::Occupation(_)));
    assert!(matches!(accounts.qualification_shares[4].among, Workers::Sector(_)));
    let programme = &accounts.programmes[0];
    assert_eq!((programme.duration, programme.stay, programme.matched), (3.0, 0.75, 1.0));
    assert_eq!(accounts.exit_rates[0].standard_error, Some(0.025));
    assert_eq!(accounts.occupation_ages[1].persons, 20.0);
    assert_eq!((programme.floor, programme.continues_to.as_ref()), (20.0, None));
    assert_eq!((programme.shortage_cost, programme.surplus_cost), (Some(60.0), None));
    assert_eq!(accounts.tightness[0].vacancies, None);
    assert_eq!(accounts.tightness[0].wage_growth, Some(-0.01));
}

#[test]
fn shares_that_make_no_whole_are_one_message() {
    let problems = changed("occupation_share", ";60;", ";50;");
    let problem = only(&problems);
    assert_eq!(problem.rule, "no-whole");
    assert!(problem.found.contains("90 %"), "{}", problem.found);
    assert!(problem.found.contains("VSIC2018:A"), "{}", problem.found);
}

#[test]
fn a_share_that_stands_twice_is_one_message() {
    let problems = changed("field_occupation", "VSCO2020:2", "VSCO2020:1");
    assert_eq!(only(&problems).rule, "repeated-key");
}

#[test]
fn an_unknown_occupation_or_qualification_names_those_of_the_model() {
    let problems = changed("exit_rate", "VSCO2020:1", "VSCO2020:7");
    let problem = only(&problems);
    assert_eq!((problem.rule, problem.place.row), ("unknown-code", Some(2)));
    assert!(problem.expected.en.contains("VSCO2020:2"), "{}", problem.expected.en);
    let problems = changed("enrolment", "college:it", "colege:it");
    assert!(only(&problems).repair.en.contains("college:it"));
}

#[test]
fn a_share_is_about_an_occupation_or_a_sector() {
    let problems = changed("qualification_share", "VSIC2018:A;;", "VSIC2018:A;VSCO2020:2;");
    assert_eq!(only(&problems).rule, "two-subjects");
}

#[test]
fn a_programme_continues_to_another_one() {
    let to = |code: &str| changed("programme", ";60;;", &format!(";60;{code};"));
    assert_eq!(to("untrained"), Vec::new());
    assert_eq!(only(&to("college:it")).rule, "continues-to-itself");
    assert_eq!(only(&to("college:law")).rule, "unknown-code");
}

#[test]
fn numbers_that_make_no_sense_are_one_message_each() {
    for (name, old, new) in [
        ("workshop_places", ";90;", ";-90;"),
        ("programme", ";3;80", ";3;180"),
        ("programme", ";3;80", ";30;80"),
        ("programme", ";20;60;", ";-20;60;"),
        ("programme", ";20;60;", ";20;-60;"),
        ("upgrading", ";0.2;", ";200;"),
        ("order_limit", ";5000;", ";-1;"),
    ] {
        assert_eq!(only(&changed(name, old, new)).rule, "out-of-range", "{name} {new}");
    }
}

#[test]
fn workers_by_age_stand_once_and_without_a_gap() {
    let problems = changed("occupation_age", "female;55+", "female;60+");
    assert_eq!(only(&problems).rule, "ages-apart");
    assert!(only(&problems).found.contains("15-54, 60+"), "{}", only(&problems).found);
    let problems = changed("occupation_age", "female;15-54", "female;10-54");
    assert_eq!(only(&problems).rule, "ages-apart");
    let problems = changed("occupation_age", "male;15-54;60", "female;15-54;60");
    assert_eq!(only(&problems).rule, "repeated-key");
    let problems = changed("occupation_age", "female;55+", "total;55+");
    assert_eq!(only(&problems).rule, "unknown-code");
}

#[test]
fn an_exit_rate_that_stands_twice_is_one_message() {
    let twice = "30;2.5;assumed\nVSCO2020:1;female;55-59;20;;assumed";
    let problems = changed("exit_rate", "30;2.5;assumed", twice);
    assert_eq!(only(&problems).rule, "repeated-key");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_cells_end_the_program(
        index in 0..TABLES.len(),
        cells in prop::collection::vec((any::<prop::sample::Index>(), any::<String>()), 0..8),
        with_axis in any::<bool>(),
    ) {
        let mut table = table(TABLES[index].0);
        let width = table.header.len();
        for (at, text) in cells {
            let at = at.index(width * table.rows.len());
            table.rows[at / width].cells[at % width] = text;
        }
        let axis = with_axis.then(axis);
        for problem in validate(&[table], axis.as_ref()).1 {
            let (vi, en) = (Language::Vietnamese, Language::English);
            prop_assert_ne!(problem.sentence(vi), problem.sentence(en));
        }
    }

    #[test]
    fn no_rows_of_any_length_end_the_program(
        index in 0..TABLES.len(),
        rows in prop::collection::vec(prop::collection::vec(any::<String>(), 0..9), 0..5),
    ) {
        let mut table = table(TABLES[index].0);
        table.rows = rows.into_iter().zip(2..).map(|(cells, row)| RawRow { row, cells }).collect();
        validate(&[table], Some(&axis()));
    }
}
