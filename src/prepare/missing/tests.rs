use super::*;
use crate::prepare::fixture::{Fixture, area, close, key};

const E: Measure = Measure::Employment;

fn filled<'f>(fixture: &'f Fixture, method: &FillMethod) -> Figures<'f> {
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    fill(&mut figures, E, method);
    figures
}

#[test]
fn a_hole_lies_on_the_line_between_logarithms() {
    let fixture =
        Fixture::new("W", &["A"], (2010, 2016)).put(E, "W", &[(2010, 100.0), (2014, 400.0)]);
    let strand = filled(&fixture, &FillMethod::LogLinear).current(E, &key("W"));
    let values: Vec<f64> = strand.values().map(|f| f.value).collect();
    let expected = [100.0, 100.0 * 2.0_f64.sqrt(), 200.0, 200.0 * 2.0_f64.sqrt(), 400.0];
    assert!(values.iter().zip(expected).all(|(v, e)| close(*v, e)), "{values:?}");
    let hole = strand[&Year(2012)];
    assert_eq!((hole.status, hole.known), (crate::status::Status::Estimated, false));
    // σ² = (ln 4)²/4 a year; two years from both ends: σ²·2·2/4 = σ².
    assert!(close(hole.log_variance, 4.0_f64.ln().powi(2) / 4.0));
    // A plain line is not prolonged.
    assert_eq!(strand.len(), 5);
}

#[test]
fn a_share_is_interpolated_and_carried_to_the_ends_of_the_panel() {
    let nation = [(2010, 1000.0), (2011, 1100.0), (2012, 1200.0), (2013, 900.0), (2014, 1000.0)];
    let fixture = Fixture::new("W", &["A"], (2010, 2014)).put(E, "VN", &nation).put(
        E,
        "W",
        &[(2011, 110.0), (2013, 99.0)],
    );
    let strand = filled(&fixture, &FillMethod::ShareOf(area("VN"))).current(E, &key("W"));
    // Shares 10 % in 2011 and 11 % in 2013: √(0.1·0.11) between, 10 % before and 11 % after.
    assert!(close(strand[&Year(2012)].value, 1200.0 * (0.1_f64 * 0.11).sqrt()));
    assert!(close(strand[&Year(2010)].value, 100.0));
    assert!(close(strand[&Year(2014)].value, 110.0));
    let yearly = 1.1_f64.ln().powi(2) / 2.0;
    assert!(close(strand[&Year(2014)].log_variance, yearly));
    assert!(close(strand[&Year(2012)].log_variance, yearly / 2.0));
}

#[test]
fn filled_years_over_a_change_of_definition_have_no_jump_of_their_own() {
    let change = crate::model::Operation::DefinitionSplice {
        measure: E,
        from: "old".into(),
        to: "new".into(),
        first_year: Year(2015),
        relative_to: None,
        borne_by: Vec::new(),
    };
    // Constant 100 to 2013 and 80 from 2016 on: λ = ln 0.8, and nothing else moves.
    let old: Vec<(i32, f64)> = (2008..2014).map(|year| (year, 100.0)).collect();
    let fixture = Fixture::new("W", &["A"], (2008, 2017))
        .with(change)
        .put_as(E, "W", "old", &old)
        .put_as(E, "W", "new", &[(2016, 80.0), (2017, 80.0)]);
    let figures = filled(&fixture, &FillMethod::LogLinear);
    let old = figures.strand(E, &key("W"), &Some("old".into()));
    let new = figures.strand(E, &key("W"), &Some("new".into()));
    assert!(close(old[&Year(2014)].value, 100.0));
    assert!(close(new[&Year(2015)].value, 80.0));
    assert_eq!((old.len(), new.len()), (7, 3));
}

#[test]
fn nothing_missing_is_told_so() {
    let fixture = Fixture::new("W", &["A"], (2010, 2011)).put(E, "W", &[(2010, 1.0), (2011, 2.0)]);
    let figures = filled(&fixture, &FillMethod::LogLinear);
    assert_eq!(figures.operations[0].effect.en, "employment: no year was missing.");
}

#[test]
fn a_hole_over_a_change_of_definition_has_the_error_of_the_step() {
    let change = crate::model::Operation::DefinitionSplice {
        measure: E,
        from: "old".into(),
        to: "new".into(),
        first_year: Year(2015),
        relative_to: None,
        borne_by: Vec::new(),
    };
    let old = [(2008, 100.0), (2009, 102.0), (2010, 99.0), (2011, 101.0), (2012, 100.0)];
    let fixture = Fixture::new("W", &["A"], (2008, 2016))
        .with(change)
        .put_as(E, "W", "old", &old)
        .put_as(E, "W", "new", &[(2016, 80.0)]);
    let figures = filled(&fixture, &FillMethod::LogLinear);
    let splice = Splice::of_model(&fixture.model, E).unwrap();
    let step = step::estimate(&figures, &splice, &key("W")).unwrap();
    let at = |definition: &str, year: i32| {
        figures.strand(E, &key("W"), &Some(definition.into()))[&Year(year)].log_variance
    };
    // 2013 and 2015 lie a year from their own definition's neighbour and have the same pinned
    // variance, σ²·1·3/4; the step weighs 1/4 in each. 2014: σ²·2·2/4 and a weight of 1/2.
    assert!(step.variance > 0.0 && close(at("old", 2013), at("new", 2015)));
    let pinned = at("old", 2013) - step.variance / 16.0;
    assert!(close(at("old", 2014) - step.variance / 4.0, pinned * 4.0 / 3.0));
}
