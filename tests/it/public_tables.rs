//! Tables of the public workforce: a small valid table and one change give one message.

use labourcast::dataset::public::PublicMeasure;
use labourcast::dataset::public::PublicStatus;
use labourcast::error::Problem;
use labourcast::validate::validate;

use crate::small_tables::parsed;

const WORKFORCE: &str = "body;grade;qualification;year;measure;persons;status;source\n\
     civil_servants;;;2026;posts;5158;proposal;Department of Home Affairs\n\
     civil_servants;specialist;;2025;filled;3740;assumed;\n";
const STANDARDS: &str = "standard;body;grade;year;met_percent;target_year;target_percent;\
     duration_years;completion_percent;already_met_percent;validity_years;status\n\
     refresher;civil_servants;;2025;60;2028;90;0.1;98;20;3;assumed\n\
     postgraduate;civil_servants;;2025;18;2030;25;2;90;8;;assumed\n";

fn changed((name, text): (&str, &str), old: &str, new: &str) -> Problem {
    assert!(text.contains(old), "{old}");
    let problems = validate(&[parsed(name, &text.replacen(old, new, 1))], None).1;
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].clone()
}

#[test]
fn valid_tables_are_read_without_a_word() {
    let tables = [parsed("public_workforce", WORKFORCE), parsed("public_standards", STANDARDS)];
    let (dataset, problems) = validate(&tables, None);
    assert_eq!(problems, Vec::new());
    let posts = &dataset.public.workforce[0];
    assert_eq!((posts.measure, posts.status), (PublicMeasure::Posts, PublicStatus::Proposal));
    assert_eq!((posts.grade.as_deref(), posts.persons), (None, 5158.0));
    assert_eq!(dataset.public.workforce[1].grade.as_deref(), Some("specialist"));
    let [refresher, postgraduate] = dataset.public.standards.as_slice() else { panic!() };
    assert_eq!((refresher.met, refresher.validity), (0.6, Some(3.0)));
    assert_eq!((postgraduate.completion, postgraduate.validity), (0.9, None));
}

#[test]
fn an_unknown_measure_or_status_names_those_there_are() {
    let workforce = ("public_workforce", WORKFORCE);
    let problem = changed(workforce, "filled", "fillled");
    assert_eq!((problem.rule, problem.place.row), ("unknown-code", Some(3)));
    assert!(problem.repair.en.contains("filled"), "{}", problem.repair.en);
    let problem = changed(workforce, "proposal", "proposed");
    assert_eq!(problem.rule, "unknown-code");
    assert!(problem.expected.en.contains("proposal"), "{}", problem.expected.en);
}

#[test]
fn numbers_that_make_no_sense_are_one_message_each() {
    let standards = ("public_standards", STANDARDS);
    for (old, new) in [
        (";60;2028", ";160;2028"),
        (";2028;90", ";2025;90"),
        (";98;20;", ";0;20;"),
        (";20;3;", ";20;0.5;"),
    ] {
        assert_eq!(changed(standards, old, new).rule, "out-of-range", "{new}");
    }
    let workforce = ("public_workforce", WORKFORCE);
    assert_eq!(changed(workforce, "3740", "-3740").rule, "out-of-range");
}

#[test]
fn a_figure_or_standard_that_stands_twice_is_one_message() {
    let twice = "posts;5158;proposal;x\ncivil_servants;;;2026;posts;5158;proposal;x";
    let old = "posts;5158;proposal;Department of Home Affairs";
    assert_eq!(changed(("public_workforce", WORKFORCE), old, twice).rule, "repeated-key");
    let standards = ("public_standards", STANDARDS);
    assert_eq!(changed(standards, "refresher", "postgraduate").rule, "repeated-key");
}
