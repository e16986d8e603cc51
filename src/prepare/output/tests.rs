use super::*;
use crate::prepare::fixture::{Fixture, close};

fn series(fixture: &Fixture) -> (Option<Series>, Vec<String>) {
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let series = total(&mut figures);
    (series, figures.fallbacks.iter().map(|f| f.used.en.clone()).collect())
}

#[test]
fn growth_carries_levels_forwards_and_backwards() {
    let fixture = Fixture::new("W", &["A"], (2018, 2022))
        .put(Measure::Output, "W", &[(2020, 100.0)])
        .put(Measure::OutputGrowth, "W", &[(2019, 0.25), (2020, 0.25), (2021, 0.1), (2022, -0.1)]);
    let (series, fallbacks) = series(&fixture);
    let values = series.unwrap().values();
    let expected = [64.0, 80.0, 100.0, 110.0, 99.0];
    assert!(values.iter().zip(expected).all(|(v, e)| close(*v, e)), "{values:?}");
    assert!(fallbacks.is_empty());
}

#[test]
fn growth_alone_gives_an_index_and_says_so() {
    let fixture = Fixture::new("W", &["A"], (2020, 2022)).put(
        Measure::OutputGrowth,
        "W",
        &[(2021, 1.0), (2022, 0.25)],
    );
    let (series, fallbacks) = series(&fixture);
    assert_eq!(series.unwrap().values(), [40.0, 80.0, 100.0]);
    assert_eq!(fallbacks, ["An index from growth rates, 2022 = 100."]);
}

#[test]
fn output_that_ends_before_the_base_year_is_left_out_and_says_so() {
    let fixture = Fixture::new("W", &["A"], (2020, 2022)).put(
        Measure::Output,
        "W",
        &[(2020, 1.0), (2021, 1.0)],
    );
    let (series, fallbacks) = series(&fixture);
    assert_eq!(series, None);
    assert_eq!(fallbacks, ["Methods that need output are left out."]);
}

#[test]
fn sectors_that_do_not_sum_to_the_total_are_reported() {
    let fixture = Fixture::new("W", &["A", "C"], (2020, 2021))
        .put(Measure::Output, "W", &[(2020, 100.0), (2021, 100.0)])
        .put(Measure::Output, "W A", &[(2020, 40.0), (2021, 40.0)])
        .put(Measure::Output, "W C", &[(2020, 60.4), (2021, 62.0)]);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let sectors = by_sector(&mut figures);
    assert!(sectors.iter().all(Option::is_some));
    let text = &figures.operations[0].effect.en;
    // 0.4 % in 2020 is within the tolerance, 2 % in 2021 is not.
    assert!(text.contains("away from the total in 2021") && text.contains("2.0%"), "{text}");
}

#[test]
fn investment_ends_where_it_ends() {
    let fixture = Fixture::new("W", &["A"], (2010, 2022)).put(
        Measure::Investment,
        "W",
        &[(2014, 10.0), (2016, 40.0)],
    );
    let figures = Figures::new(&fixture.model, &fixture.data);
    let series = investment(&figures).unwrap();
    assert_eq!((series.first, series.last_year()), (Year(2014), Year(2016)));
    assert!(close(series.points[1].value, 20.0));
}
