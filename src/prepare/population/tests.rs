use super::*;
use crate::prepare::fixture::{Fixture, close, key};

fn projected() -> Fixture {
    let mut fixture = Fixture::new("W", &["A"], (2010, 2025));
    for words in ["W female 0-4", "W female 5+", "W male 0-4", "W male 5+"] {
        let values = [(2014, 100.0), (2018, 100.0), (2022, 100.0), (2025, 110.0)];
        fixture = fixture.put_as(Measure::Population, words, "projection", &values);
    }
    fixture
}

#[test]
fn later_years_take_the_whole_factor_and_earlier_ones_what_had_built_up() {
    let fixture = projected().put_as(Measure::Population, "W", "count", &[(2022, 324.0)]);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    rescale(&mut figures, Year(2022)).unwrap();
    let at = |year| figures.current(Measure::Population, &key("W male 5+"))[&Year(year)];
    // 324 counted over 400 projected: 0.81; half of the way its root, 0.9.
    assert!(close(at(2022).value, 81.0) && close(at(2025).value, 89.1));
    assert!(close(at(2018).value, 90.0) && close(at(2014).value, 100.0));
    assert_eq!(at(2022).status, Status::Derived);
    assert!(figures.operations[0].effect.vi.contains("0,8100"));
}

#[test]
fn a_missing_count_is_an_error() {
    let fixture = projected();
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let error = rescale(&mut figures, Year(2022)).unwrap_err().to_string();
    assert!(error.contains("no population total for 2022"), "{error}");
    let fixture = Fixture::new("W", &["A"], (2010, 2025));
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let error = rescale(&mut figures, Year(2022)).unwrap_err().to_string();
    assert!(error.contains("no population by age"), "{error}");
}
