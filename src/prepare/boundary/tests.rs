use super::*;
use crate::prepare::fixture::{Fixture, area, close, key};

const E: Measure = Measure::Employment;

fn spliced(fixture: &Fixture) -> Figures<'_> {
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let parts = [area("P@2008"), area("Q@2008")];
    splice(&mut figures, &[E], Merger { parts: &parts, into: &area("W@2025") }).unwrap();
    figures
}

fn two_parts() -> Fixture {
    Fixture::new("W@2025", &["A"], (2010, 2013))
        .put(E, "P@2008", &[(2010, 60.0), (2011, 66.0), (2012, 80.0)])
        .put(E, "Q@2008", &[(2010, 40.0), (2011, 44.0)])
}

#[test]
fn the_new_area_is_the_sum_of_its_parts() {
    let fixture = two_parts();
    let whole = spliced(&fixture).current(E, &key("W@2025"));
    assert_eq!(whole[&Year(2011)].value, 110.0);
    assert_eq!(whole[&Year(2011)].status, Status::Derived);
}

#[test]
fn a_part_not_known_keeps_its_last_share() {
    let fixture = two_parts();
    let figures = spliced(&fixture);
    let whole = figures.current(E, &key("W@2025"))[&Year(2012)];
    // 60 % in 2011: 80 / 0.6; the shares never changed, so the back-cast adds no variance.
    assert!(close(whole.value, 80.0 / 0.6));
    assert_eq!((whole.status, whole.log_variance), (Status::Estimated, 0.0));
    let part = figures.current(E, &key("Q@2008"))[&Year(2012)];
    assert!(close(part.value, 80.0 / 0.6 * 0.4) && !part.known);
}

#[test]
fn a_back_cast_grows_less_sure_with_the_change_of_shares() {
    let fixture = Fixture::new("W@2025", &["A"], (2010, 2013))
        .put(E, "P@2008", &[(2010, 50.0), (2011, 60.0), (2013, 60.0)])
        .put(E, "Q@2008", &[(2010, 50.0), (2011, 40.0)]);
    let whole = spliced(&fixture).current(E, &key("W@2025"))[&Year(2013)];
    // The log share of the known part moved by ln(0.6/0.5) in its one year; 2013 is two away.
    assert!(close(whole.log_variance, 2.0 * 1.2_f64.ln().powi(2)));
}

#[test]
fn definitions_are_never_summed_together() {
    let fixture = two_parts().put_as(E, "P@2008", "unknown", &[(2013, 55.0)]);
    let figures = spliced(&fixture);
    assert!(!figures.current(E, &key("W@2025")).contains_key(&Year(2013)));
    let Text { vi, en } = &figures.operations[0].effect;
    assert!(en.contains("P@2008 (definition unknown) 2013"), "{en}");
    assert!(vi.contains("P@2008 (không rõ định nghĩa) 2013"), "{vi}");
    assert!(vi.starts_with("lao động có việc làm (employment): "), "{vi}");
}

#[test]
fn a_figure_stated_for_the_new_area_stands_and_a_difference_is_told() {
    let fixture = two_parts().put(E, "W@2025", &[(2010, 101.0), (2011, 120.0)]);
    let figures = spliced(&fixture);
    let whole = figures.current(E, &key("W@2025"));
    assert_eq!((whole[&Year(2010)].value, whole[&Year(2011)].value), (101.0, 120.0));
    let text = &figures.operations[0].effect;
    // 100 against 101 is within 2 %; 110 against 120 is not.
    assert!(text.en.contains("in 1 cases") && text.en.contains("2011: −8.3%"), "{}", text.en);
    assert!(text.vi.contains("−8,3 %"), "{}", text.vi);
}

#[test]
fn rates_are_refused() {
    let fixture = two_parts();
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let parts = [area("P@2008")];
    let merger = Merger { parts: &parts, into: &area("W@2025") };
    let error = splice(&mut figures, &[Measure::UnemploymentRate], merger).unwrap_err();
    assert!(error.to_string().contains("does not add up"), "{error}");
}
