use super::*;
use crate::model::Operation;
use crate::prepare::fixture::{Fixture, close, key};

const E: Measure = Measure::Employment;

fn change(borne_by: &[&str]) -> Operation {
    Operation::DefinitionSplice {
        measure: E,
        from: "old".into(),
        to: "new".into(),
        first_year: Year(2015),
        relative_to: None,
        borne_by: borne_by.iter().map(|s| format!("VSIC2018:{s}").parse().unwrap()).collect(),
    }
}

fn applied(fixture: &Fixture) -> Figures<'_> {
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let splice = Splice::of_model(&fixture.model, E).unwrap();
    apply(&mut figures, &splice).unwrap();
    figures
}

/// Total 100 growing 10 % a year to 2014; 90 % of that path afterwards. A is 40 % of it.
fn stepped() -> Fixture {
    let path = |year: i32| 100.0 * 1.1_f64.powi(year - 2008);
    let old: Vec<(i32, f64)> = (2008..2015).map(|y| (y, path(y))).collect();
    let present: Vec<(i32, f64)> = (2015..2018).map(|y| (y, 0.9 * path(y))).collect();
    let part =
        |share: f64| -> Vec<(i32, f64)> { old.iter().map(|(y, v)| (*y, v * share)).collect() };
    Fixture::new("W", &["A", "C", "G"], (2008, 2017))
        .put_as(E, "W", "old", &old)
        .put_as(E, "W", "new", &present)
        .put_as(E, "W A", "old", &part(0.4))
        .put_as(E, "W C", "old", &part(0.5))
        .put_as(E, "W G", "old", &part(0.1))
}

#[test]
fn a_step_on_a_line_is_found_exactly() {
    let fixture = stepped().with(change(&[]));
    let figures = Figures::new(&fixture.model, &fixture.data);
    let splice = Splice::of_model(&fixture.model, E).unwrap();
    let step = step::estimate(&figures, &splice, &key("W")).unwrap();
    assert!(close(step.log_ratio, 0.9_f64.ln()) && step.variance < 1e-20, "{step:?}");
    assert_eq!(step.basis, Basis::Regression { older: 7, present: 3 });
}

#[test]
fn the_variance_of_the_step_is_that_of_least_squares() {
    // y = 0, 1, 0 in the older years, 1 in the one present year: fitted line through the three is
    // flat at 1/3 with residuals −1/3, 2/3, −1/3, so RSS = 2/3 on one degree of freedom. The step
    // is 1 − 1/3; its variance 2/3·(1 + 1/3 + 2²/2). Residual products are negative: no inflation.
    let e = 1.0_f64.exp();
    let fixture = Fixture::new("W", &["A"], (2012, 2015))
        .with(change(&[]))
        .put_as(E, "W", "old", &[(2012, 1.0), (2013, e), (2014, 1.0)])
        .put_as(E, "W", "new", &[(2015, e)]);
    let figures = Figures::new(&fixture.model, &fixture.data);
    let splice = Splice::of_model(&fixture.model, E).unwrap();
    let step = step::estimate(&figures, &splice, &key("W")).unwrap();
    assert!(close(step.log_ratio, 2.0 / 3.0), "{step:?}");
    assert!(close(step.variance, 2.0 / 3.0 * (1.0 + 1.0 / 3.0 + 2.0)), "{step:?}");
}

#[test]
fn common_years_give_the_mean_ratio_and_its_variance() {
    let fixture = Fixture::new("W", &["A"], (2012, 2016))
        .with(change(&[]))
        .put_as(E, "W", "old", &[(2013, 100.0), (2014, 100.0)])
        .put_as(E, "W", "new", &[(2013, 80.0), (2014, 90.0), (2015, 95.0)]);
    let figures = applied(&fixture);
    let logs = [0.8_f64.ln(), 0.9_f64.ln()];
    let mean = f64::midpoint(logs[0], logs[1]);
    let splice = Splice::of_model(&fixture.model, E).unwrap();
    let before = Figures::new(&fixture.model, &fixture.data);
    let step = step::estimate(&before, &splice, &key("W")).unwrap();
    assert!(close(step.log_ratio, mean));
    // Two values: variance of the mean is the squared half difference.
    assert!(close(step.variance, ((logs[1] - logs[0]) / 2.0).powi(2)));
    // The present figure of a common year stands.
    assert_eq!(figures.strand(E, &key("W"), &Some("new".into()))[&Year(2013)].value, 80.0);
}

#[test]
fn all_sectors_change_in_proportion_if_none_bears_the_change() {
    let fixture = stepped().with(change(&[]));
    let figures = applied(&fixture);
    let sector = figures.strand(E, &key("W C"), &Some("new".into()));
    assert!(close(sector[&Year(2008)].value, 45.0));
    assert_eq!(sector[&Year(2008)].status, Status::Estimated);
    assert!(close(figures.strand(E, &key("W"), &Some("new".into()))[&Year(2008)].value, 90.0));
}

#[test]
fn one_sector_bears_the_whole_change() {
    let fixture = stepped().with(change(&["A"]));
    let figures = applied(&fixture);
    let at = |words: &str| figures.strand(E, &key(words), &Some("new".into()))[&Year(2008)].value;
    // 100 becomes 90: A goes from 40 to 30, the others keep 50 and 10.
    assert!(close(at("W A"), 30.0) && close(at("W C"), 50.0) && close(at("W G"), 10.0));
}

#[test]
fn a_sector_keeps_a_fifth_and_the_rest_is_spread() {
    let fixture = stepped().with(change(&["G"]));
    let figures = applied(&fixture);
    let at = |words: &str| figures.strand(E, &key(words), &Some("new".into()))[&Year(2008)].value;
    // G has 10 and may lose 8 of the 10; the other 2 come from A and C, 40 to 50.
    assert!(close(at("W G"), 2.0));
    assert!(close(at("W A"), 40.0 - 2.0 * 40.0 / 90.0));
    assert!(close(at("W A") + at("W C") + at("W G"), 90.0));
    let text = &figures.operations[0].effect.en;
    assert!(text.contains("spread over the others: 2008–2014"), "{text}");
}

#[test]
fn the_error_of_the_step_enters_by_the_figures_sensitivity() {
    let figure = Figure::made(40.0, Status::Observed, 0.0);
    let step = Step { log_ratio: 0.9_f64.ln(), variance: 0.01, basis: Basis::Overlap { years: 2 } };
    let change = Change { before: 100.0, after: 30.0, bears: true, is_new: false };
    // dE_A/dλ = −ρ·E = −90, so the log of 30 moves by 3 for a unit of λ.
    assert!(close(changed(figure, change, step, false).log_variance, 9.0 * 0.01));
    let other = Change { bears: false, after: 40.0, ..change };
    assert_eq!(changed(figure, other, step, false).log_variance, 0.0);
    let later = Change { before: 100.0, after: 30.0, bears: true, is_new: true };
    // In a year of the present definition: (100 − 40)/30 = 2.
    assert!(close(changed(figure, later, step, false).log_variance, 4.0 * 0.01));
}

#[test]
fn figures_of_other_definitions_are_left_out_and_listed() {
    let fixture = stepped().with(change(&[])).put_as(E, "W", "unknown", &[(2016, 50.0)]);
    let figures = applied(&fixture);
    let text = &figures.operations[0].effect.en;
    assert!(text.contains("Figures of definition unknown are left out: 2016"), "{text}");
    let total = figures.strand(E, &key("W"), &Some("new".into()));
    assert!(total[&Year(2016)].value > 180.0);
}

#[test]
fn too_few_years_to_tell_the_step_is_an_error_that_says_what_would_help() {
    let fixture = Fixture::new("W", &["A"], (2012, 2016))
        .with(change(&[]))
        .put_as(E, "W", "old", &[(2013, 100.0), (2014, 100.0)])
        .put_as(E, "W", "new", &[(2016, 90.0)]);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let splice = Splice::of_model(&fixture.model, E).unwrap();
    let error = apply(&mut figures, &splice).unwrap_err().to_string();
    assert!(error.contains("at least four known years"), "{error}");
}

#[test]
fn a_published_sector_of_the_present_definition_stands_and_the_others_make_room() {
    let values = [30.0, 50.0, 10.0];
    let mut after = values.to_vec();
    make_room(&mut after, &[Some(36.0), None, None], 90.0);
    assert!(after[0] == 36.0 && close(after[1], 45.0) && close(after[2], 9.0), "{after:?}");
}

#[test]
fn masked_years_do_not_enter_the_step() {
    let mut fixture = stepped().with(change(&[])).with(Operation::PandemicMask {
        years: vec![Year(2012), Year(2016)],
        level_shift: crate::model::LevelShift::Never,
    });
    for observation in fixture.data.tables.get_mut(&E).unwrap() {
        if [Year(2012), Year(2016)].contains(&observation.year) {
            observation.value *= 0.5;
        }
    }
    let figures = Figures::new(&fixture.model, &fixture.data);
    let splice = Splice::of_model(&fixture.model, E).unwrap();
    let step = step::estimate(&figures, &splice, &key("W")).unwrap();
    assert!(close(step.log_ratio, 0.9_f64.ln()), "{step:?}");
    assert_eq!(step.basis, Basis::Regression { older: 6, present: 2 });
}
