use super::*;
use crate::prepare::fixture::{Fixture, close, key};
use crate::units::Year;

#[test]
fn a_cells_error_grows_with_the_root_of_its_smallness() {
    let measure = Measure::Employment;
    let mut fixture = Fixture::new("W", &["A", "C"], (2020, 2020))
        .put(measure, "W", &[(2020, 1000.0)])
        .put(measure, "W A", &[(2020, 250.0)])
        .put(measure, "W C", &[(2020, 750.0)]);
    fixture.data.tables.get_mut(&measure).unwrap()[2].cv = Some(0.05);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    state(&mut figures, measure, 0.01);
    let variance = |words: &str| figures.current(measure, &key(words))[&Year(2020)].log_variance;
    assert!(close(variance("W"), 0.0001_f64.ln_1p()));
    // √(1000/250) = 2: a cell of a quarter has twice the coefficient of variation.
    assert!(close(variance("W A"), 0.0004_f64.ln_1p()));
    // A published coefficient wins.
    assert!(close(variance("W C"), 0.0025_f64.ln_1p()));
}

#[test]
fn without_a_total_the_sum_of_sectors_takes_its_place() {
    let measure = Measure::Employment;
    let fixture = Fixture::new("W", &["A", "C"], (2020, 2020))
        .put(measure, "W A", &[(2020, 100.0)])
        .put(measure, "W C", &[(2020, 300.0)]);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    state(&mut figures, measure, 0.02);
    let variance = figures.current(measure, &key("W A"))[&Year(2020)].log_variance;
    assert!(close(variance, (4.0 * 0.0004_f64).ln_1p()));
}
