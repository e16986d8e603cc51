use super::*;
use crate::prepare::fixture::{Fixture, area, close};
use crate::prepare::panel;

const E: Measure = Measure::Employment;
const U: Measure = Measure::UnemploymentRate;

fn employed() -> Fixture {
    Fixture::new("W", &["A"], (2020, 2021)).put(E, "W A", &[(2020, 950.0), (2021, 950.0)])
}

fn known(fixture: &Fixture) -> Result<(LabourForce, Vec<String>)> {
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let panel = panel::employment(&mut figures, &area("W"))?;
    let labour_force = base_year(&mut figures, &panel)?;
    Ok((labour_force, figures.fallbacks.iter().map(|f| f.used.en.clone()).collect()))
}

#[test]
fn an_observed_labour_force_stands() {
    let fixture =
        employed().put(Measure::LabourForce, "W", &[(2021, 1000.0)]).put(U, "W", &[(2021, 0.05)]);
    let (labour_force, fallbacks) = known(&fixture).unwrap();
    assert_eq!((labour_force.persons, labour_force.status), (1000.0, Status::Observed));
    assert_eq!(labour_force.unemployment_rate, 0.05);
    assert!(fallbacks.is_empty(), "{fallbacks:?}");
}

#[test]
fn without_one_it_is_employment_over_one_less_unemployment() {
    let fixture =
        employed().put(Measure::Population, "W", &[(2021, 2000.0)]).put(U, "W", &[(2020, 0.24)]);
    let (labour_force, fallbacks) = known(&fixture).unwrap();
    assert!(close(labour_force.persons, 1250.0));
    assert_eq!(labour_force.status, Status::Derived);
    assert_eq!(fallbacks[0], "The rate of 2020.");
}

#[test]
fn unemployment_is_implied_or_borrowed_or_assumed_in_that_order() {
    let implied = employed().put(Measure::LabourForce, "W", &[(2021, 1000.0)]);
    let (labour_force, fallbacks) = known(&implied).unwrap();
    assert!(close(labour_force.unemployment_rate, 0.05));
    assert_eq!(fallbacks, ["One less employment over labour force."]);

    let borrowed = employed().in_nation("VN").put(Measure::Population, "W", &[(2021, 2000.0)]).put(
        U,
        "VN",
        &[(2021, 0.03)],
    );
    assert_eq!(known(&borrowed).unwrap().0.unemployment_rate, 0.03);

    let assumed = employed().put(Measure::Population, "W", &[(2021, 2000.0)]);
    let (labour_force, fallbacks) = known(&assumed).unwrap();
    assert_eq!(labour_force.unemployment_rate, 0.02);
    assert_eq!(fallbacks[0], "Assumed to be 2%.");
}

#[test]
fn neither_labour_force_nor_population_is_an_error() {
    let error = known(&employed()).unwrap_err().to_string();
    assert!(error.contains("neither labour force nor population of W"), "{error}");
}

#[test]
fn the_level_has_the_error_of_the_total() {
    let mut fixture =
        employed().put(Measure::LabourForce, "W", &[(2021, 1000.0)]).put(E, "W", &[(2021, 950.0)]);
    fixture.data.tables.get_mut(&E).unwrap()[2].cv = Some(0.02);
    let (labour_force, _) = known(&fixture).unwrap();
    assert!(close(labour_force.level_variance, 0.0004_f64.ln_1p()));
}
