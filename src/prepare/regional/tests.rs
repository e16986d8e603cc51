use super::*;
use crate::language::Text;
use crate::model::Operation;
use crate::prepare::fixture::{Fixture, area, close, key};

const E: Measure = Measure::Employment;

fn estimated<'f>(fixture: &'f Fixture, parts: &[&str]) -> Figures<'f> {
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let parts: Vec<AreaCode> = parts.iter().map(|part| area(part)).collect();
    estimate(&mut figures, &area("VN"), &parts).unwrap();
    figures
}

fn at(figures: &Figures<'_>, words: &str, year: i32) -> Figure {
    figures.current(E, &key(words))[&Year(year)]
}

/// A nation of 1,000: 400 in A and 600 in C; an area of 100.
fn plain() -> Fixture {
    Fixture::new("W", &["A", "C"], (2015, 2016))
        .put(E, "VN A", &[(2015, 400.0), (2016, 400.0)])
        .put(E, "VN C", &[(2015, 600.0), (2016, 600.0)])
        .put(E, "W", &[(2015, 100.0), (2016, 100.0)])
}

#[test]
fn without_other_knowledge_the_area_has_the_nations_structure() {
    let fixture = plain();
    let figures = estimated(&fixture, &[]);
    assert!(close(at(&figures, "W A", 2015).value, 40.0));
    assert!(close(at(&figures, "W C", 2015).value, 60.0));
    assert_eq!(at(&figures, "W A", 2015).status, Status::Estimated);
    assert!(close(at(&figures, "W A", 2015).log_variance, 0.0225));
}

#[test]
fn a_location_quotient_keeps_its_odds_ratio() {
    let fixture = plain().put(Measure::LocationQuotient, "W A", &[(2015, 2.0)]);
    let figures = estimated(&fixture, &[]);
    let a = at(&figures, "W A", 2015).value;
    // Odds of A in the area over those in the rest, seed: (80/60)/(360/540) = 2.
    let odds = (a / (100.0 - a)) / ((400.0 - a) / (600.0 - 100.0 + a));
    assert!((odds - 2.0).abs() < 1e-7, "{odds}");
    let Text { vi, en } = &figures.operations[0].effect;
    assert!(vi.contains("Thương số vị trí: W VSIC2018:A 2,00;"), "{vi}");
    assert!(en.contains("Location quotients: W VSIC2018:A 2.00;"), "{en}");
    let error = vi.split("biên lớn nhất ").nth(1).and_then(|rest| rest.split(", nhiều").next());
    assert!(error.is_some_and(|error| !error.contains('.')), "{vi}");
    // One quotient holds for every year.
    assert!(close(at(&figures, "W A", 2016).value, a));
}

#[test]
fn a_known_cell_is_held_and_its_ratio_carried() {
    // In 2016 the nation's A falls from 40 % to 30 %: the area's ratio 50/40 gives 37.5.
    let fixture = Fixture::new("W", &["A", "C"], (2015, 2016))
        .put(E, "VN A", &[(2015, 400.0), (2016, 300.0)])
        .put(E, "VN C", &[(2015, 600.0), (2016, 700.0)])
        .put(E, "W", &[(2015, 100.0), (2016, 100.0)])
        .put(Measure::EmploymentShare, "W A", &[(2015, 0.5)]);
    let figures = estimated(&fixture, &[]);
    assert!(close(at(&figures, "W A", 2015).value, 50.0));
    assert!(close(at(&figures, "W A", 2016).value, 37.5));
    assert!(close(at(&figures, "W C", 2016).value, 62.5));
    // One known cell shows no change: 5 % a year.
    assert!(close(at(&figures, "W A", 2016).log_variance, 0.0025));
    // C is as unsure as the known sector is far from the nation: ln² 1.25.
    assert!(close(at(&figures, "W C", 2016).log_variance, 1.25_f64.ln().powi(2)));
    let text = &figures.operations[0].effect.en;
    assert!(text.contains("VSIC2018:A of W known: 2015"), "{text}");
}

#[test]
fn parts_are_estimated_and_summed_and_a_later_whole_is_split_by_last_shares() {
    let fixture = Fixture::new("W", &["A", "C"], (2015, 2016))
        .put(E, "VN A", &[(2015, 400.0), (2016, 400.0)])
        .put(E, "VN C", &[(2015, 600.0), (2016, 600.0)])
        .put(E, "P", &[(2015, 60.0)])
        .put(E, "Q", &[(2015, 40.0)])
        .put(E, "W", &[(2015, 100.0), (2016, 200.0)])
        .put(E, "P A", &[(2015, 30.0)]);
    let figures = estimated(&fixture, &["P", "Q"]);
    // P: A is known as 30. Q: by the fit, a little under 16, since P took more than its share.
    let a = at(&figures, "W A", 2015).value;
    assert!(a > 45.5 && a < 46.0, "{a}");
    let both = |year| at(&figures, "W A", year).value + at(&figures, "W C", year).value;
    assert!(close(both(2015), 100.0) && close(both(2016), 200.0));
    // In 2016 P has 120 of the 200, and A in it keeps its half: 60 of 80 to 96 in all.
    let a = at(&figures, "W A", 2016).value;
    assert!(a > 60.0 + 0.38 * 80.0 && a < 60.0 + 0.4 * 80.0, "{a}");
}

#[test]
fn published_sectors_of_the_area_are_kept() {
    let fixture = plain().put(E, "W A", &[(2016, 10.0)]).put(E, "W C", &[(2016, 90.0)]);
    let figures = estimated(&fixture, &[]);
    assert_eq!(at(&figures, "W A", 2016).value, 10.0);
    assert_eq!(at(&figures, "W A", 2016).status, Status::Observed);
    assert!(figures.operations[0].effect.en.contains("Published figures kept: 2016"));
}

#[test]
fn the_change_of_definition_is_taken_off_once() {
    // The nation's total never breaks; from 2015 on its A lacks 10 % of employment, as the area
    // does, whose total falls from 100 to 90. Area and nation are alike in every year.
    let years = 2008..2018_i32;
    let of = |old: f64, new: f64| -> Vec<(i32, f64)> {
        years.clone().map(|year| (year, if year < 2015 { old } else { new })).collect()
    };
    let (old, new): (Vec<_>, Vec<_>) =
        of(100.0, 90.0).into_iter().partition(|(year, _)| *year < 2015);
    // (400 − 100)/900 of 1,000 is the nation's A under the present definition.
    let fixture = Fixture::new("W", &["A", "C"], (2008, 2017))
        .put_as(E, "VN A", "modelled", &of(400.0, 1000.0 / 3.0))
        .put_as(E, "VN C", "modelled", &of(600.0, 2000.0 / 3.0))
        .put_as(E, "VN", "modelled", &of(1000.0, 1000.0))
        .put_as(E, "W", "old", &old)
        .put_as(E, "W", "new", &new)
        .with(Operation::RegionalEstimate { structure_of: area("VN"), parts: Vec::new() })
        .with(Operation::DefinitionSplice {
            measure: E,
            from: "old".into(),
            to: "new".into(),
            first_year: Year(2015),
            relative_to: Some(area("VN")),
            borne_by: vec!["VSIC2018:A".parse().unwrap()],
        });
    let mut figures = estimated(&fixture, &[]);
    let splice = crate::prepare::definition::step::Splice::of_model(&fixture.model, E).unwrap();
    crate::prepare::definition::apply(&mut figures, &splice).unwrap();
    for year in [2010, 2016] {
        assert!(close(at(&figures, "W A", year).value, 30.0), "{:?}", at(&figures, "W A", year));
        assert!(close(at(&figures, "W C", year).value, 60.0));
    }
    // The nation's earlier structure follows: (400 − 0.1·1000)/0.9.
    assert!(close(at(&figures, "VN A", 2010).value, 1000.0 / 3.0));
    assert!(close(at(&figures, "VN C", 2010).value, 2000.0 / 3.0));
}

#[test]
fn what_is_missing_is_named() {
    let missing = |fixture: Fixture| {
        let mut figures = Figures::new(&fixture.model, &fixture.data);
        estimate(&mut figures, &area("VN"), &[]).unwrap_err().to_string()
    };
    let no_total = Fixture::new("W", &["A"], (2015, 2016)).put(E, "VN A", &[(2015, 1.0)]);
    assert!(missing(no_total).contains("no employment total of W from 2015 to 2016"));
    let no_sector = Fixture::new("W", &["A", "C"], (2015, 2015))
        .put(E, "VN A", &[(2015, 400.0)])
        .put(E, "W", &[(2015, 100.0)]);
    assert!(missing(no_sector).contains("VN in VSIC2018:C is missing for 2015"));
    let too_large = plain().put(E, "W", &[(2017, 1.0)]);
    let mut too_large = too_large;
    too_large.data.tables.get_mut(&E).unwrap()[4].value = 2000.0;
    assert!(missing(too_large).contains("check the units"));
}

#[test]
fn a_published_sector_of_the_merged_area_stands_and_the_others_make_room() {
    let fixture = Fixture::new("W", &["A", "C"], (2015, 2016))
        .put(E, "VN A", &[(2015, 400.0), (2016, 400.0)])
        .put(E, "VN C", &[(2015, 600.0), (2016, 600.0)])
        .put(E, "P", &[(2015, 60.0)])
        .put(E, "Q", &[(2015, 40.0)])
        .put(E, "W", &[(2015, 100.0), (2016, 200.0)])
        .put(E, "W A", &[(2016, 50.0)]);
    let figures = estimated(&fixture, &["P", "Q"]);
    assert_eq!(at(&figures, "W A", 2016).value, 50.0);
    assert!(close(at(&figures, "W C", 2016).value, 150.0));
}
