use super::*;
use crate::prepare::fixture::{Fixture, area, close};

const E: Measure = Measure::Employment;

fn completed(fixture: &Fixture) -> Result<(Panel, Vec<String>)> {
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let panel = employment(&mut figures, &area("W"))?;
    Ok((panel, figures.fallbacks.iter().map(|f| f.missing.en.clone()).collect()))
}

fn steady(value: f64) -> Vec<(i32, f64)> {
    (2010..2016).map(|year| (year, value)).collect()
}

#[test]
fn a_hole_is_interpolated_and_a_missing_end_follows_its_share() {
    let mut holed = steady(100.0);
    holed.remove(2);
    let group: Vec<(i32, f64)> = (2010..2016).map(|y| (y, 200.0 + f64::from(y - 2010))).collect();
    let fixture = Fixture::new("W", &["A", "C", "G"], (2010, 2015))
        .put(E, "W A", &holed)
        .put(E, "W C", &group)
        .put(E, "W G", &steady(50.0)[..5]);
    let (panel, fallbacks) = completed(&fixture).unwrap();
    assert!(close(panel.series[0].points[2].value, 100.0));
    // G is 50 of 304 in 2014, and keeps that share of 305.
    assert!(close(panel.series[2].points[5].value, 50.0 / 304.0 * 305.0));
    assert!(fallbacks.is_empty(), "{fallbacks:?}");
}

#[test]
fn a_sector_with_few_years_follows_its_share_and_says_so() {
    let fixture = Fixture::new("W", &["A", "C"], (2010, 2015)).put(E, "W A", &steady(100.0)).put(
        E,
        "W C",
        &[(2011, 10.0), (2013, 10.0)],
    );
    let (panel, fallbacks) = completed(&fixture).unwrap();
    assert!(panel.series[1].values().iter().all(|value| close(*value, 10.0)));
    assert_eq!(fallbacks, ["employment of W in VSIC2018:C: 2 years"]);
}

#[test]
fn the_panel_begins_with_the_first_figures() {
    let fixture = Fixture::new("W", &["A"], (2000, 2015)).put(E, "W A", &steady(1.0));
    let (panel, fallbacks) = completed(&fixture).unwrap();
    assert_eq!((panel.first(), panel.last_year()), (Year(2010), Year(2015)));
    assert_eq!(fallbacks, ["employment of W 2000–2009"]);
}

#[test]
fn figures_of_a_definition_not_in_use_are_named() {
    let fixture = Fixture::new("W", &["A"], (2010, 2015))
        .put_as(E, "W A", "old", &[(2008, 9.0), (2009, 9.0)])
        .put_as(E, "W A", "new", &steady(1.0));
    let (panel, fallbacks) = completed(&fixture).unwrap();
    assert_eq!(panel.series[0].points.len(), 6);
    assert_eq!(fallbacks, ["employment of W VSIC2018:A: old 2008–2009"]);
}

#[test]
fn a_sector_without_figures_is_an_error_that_says_what_would_help() {
    let fixture = Fixture::new("W", &["A", "C"], (2010, 2015)).put(E, "W A", &steady(1.0));
    let error = completed(&fixture).unwrap_err().to_string();
    assert!(error.contains("VSIC2018:C") && error.contains("regional_estimate"), "{error}");
    let fixture = Fixture::new("W", &["A"], (2010, 2015)).put(E, "W A", &steady(1.0)[..4]);
    let error = completed(&fixture).unwrap_err().to_string();
    assert!(error.contains("missing for 2014–2015"), "{error}");
}
