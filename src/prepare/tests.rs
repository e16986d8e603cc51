use super::*;
use crate::dataset::Measure;
use crate::model::{FillMethod, LevelShift};
use crate::prepare::fixture::{Fixture, area, close};

const E: Measure = Measure::Employment;

#[test]
fn employment_by_sector_and_a_labour_force_are_enough() {
    let fixture = Fixture::new("W", &["A", "C"], (2016, 2021))
        .put(E, "W A", &(2016..2022).map(|y| (y, 40.0)).collect::<Vec<_>>())
        .put(E, "W C", &(2016..2022).map(|y| (y, 56.0)).collect::<Vec<_>>())
        .put(Measure::LabourForce, "W", &[(2021, 100.0)]);
    let prepared = prepare(&fixture.model, &fixture.data).unwrap();
    assert_eq!(prepared.employment, prepared.employment_as_recorded);
    assert_eq!(prepared.employment.totals(), [96.0; 6]);
    assert!(close(prepared.unemployment_rate, 0.04));
    assert!(prepared.demography.is_none() && prepared.output.is_none());
    assert!(prepared.operations.is_empty());
    // Unemployment implied, no output, no cohort-component method.
    assert_eq!(prepared.fallbacks.len(), 3, "{:?}", prepared.fallbacks);
}

#[test]
fn sections_of_another_version_are_summed_to_the_models_groups() {
    let years: Vec<(i32, f64)> = (2016..2022).map(|y| (y, 10.0)).collect();
    let fixture = Fixture::new("W", &["C", "DE"], (2016, 2021))
        .put(E, "W VSIC2007:C", &years)
        .put(E, "W VSIC2007:D", &years)
        .put(E, "W VSIC2007:E", &years)
        .put(Measure::LabourForce, "W", &[(2021, 30.0)]);
    let prepared = prepare(&fixture.model, &fixture.data).unwrap();
    let [c, de] = [0, 1].map(|s| prepared.employment.series[s].points[0]);
    assert_eq!((c.value, c.status), (10.0, Status::Observed));
    assert_eq!((de.value, de.status), (20.0, Status::Derived));
    let text = &prepared.operations[0].effect.en;
    assert!(text.contains("VSIC2018:DE = VSIC2007:D + VSIC2007:E"), "{text}");
}

#[test]
fn sections_of_vsic_2025_are_never_taken_for_those_of_2018() {
    let years: Vec<(i32, f64)> = (2016..2022).map(|y| (y, 10.0)).collect();
    let fixture = Fixture::new("W", &["C"], (2016, 2021)).put(E, "W VSIC2025:C", &years).put(
        Measure::LabourForce,
        "W",
        &[(2021, 30.0)],
    );
    assert!(prepare(&fixture.model, &fixture.data).is_err());
}

/// Two parts known to 2018, the merged area in 2021 under another definition, a nation throughout.
fn merged() -> Fixture {
    let nation = |s: f64| -> Vec<(i32, f64)> { (2008..2022).map(|y| (y, s)).collect() };
    let known = |s: f64| -> Vec<(i32, f64)> { (2008..2019).map(|y| (y, s)).collect() };
    let parts = vec![area("P@2008"), area("Q@2008")];
    Fixture::new("W@2025", &["A", "C"], (2008, 2021))
        .in_nation("VN")
        .put(E, "VN A", &nation(4000.0))
        .put(E, "VN C", &nation(6000.0))
        .put(E, "VN", &nation(10000.0))
        .put_as(E, "P@2008", "old", &known(600.0))
        .put_as(E, "P@2008 A", "old", &known(300.0))
        .put_as(E, "Q@2008", "old", &known(400.0))
        .put_as(E, "W@2025", "new", &[(2021, 900.0)])
        .put_as(Measure::LabourForce, "W@2025", "new", &[(2021, 1000.0)])
        .with(Operation::BoundarySplice {
            measures: vec![E],
            parts: parts.clone(),
            into: area("W@2025"),
        })
        .with(Operation::FillMissing { measure: E, method: FillMethod::ShareOf(area("VN")) })
        .with(Operation::RegionalEstimate { structure_of: area("VN"), parts })
        .with(Operation::DefinitionSplice {
            measure: E,
            from: "old".into(),
            to: "new".into(),
            first_year: Year(2020),
            relative_to: Some(area("VN")),
            borne_by: vec!["VSIC2018:A".parse().unwrap()],
        })
        .with(Operation::PandemicMask { years: vec![Year(2020)], level_shift: LevelShift::Never })
        .with(Operation::SamplingError { measure: E, cv_of_total: 0.01 })
}

#[test]
fn the_whole_chain_of_operations_gives_a_gapless_panel_that_adds_up() {
    let fixture = merged();
    let prepared = prepare(&fixture.model, &fixture.data).unwrap();
    let panel = &prepared.employment_as_recorded;
    assert_eq!((panel.first(), panel.last_year()), (Year(2008), Year(2021)));
    // The share of the nation is 10 % and then 9 %: the step is the whole difference, and every
    // year of the older definition comes down to 900.
    assert!(
        panel.totals().iter().all(|total| (total - 900.0).abs() < 1e-6),
        "{:?}",
        panel.totals()
    );
    assert!(panel.series.iter().all(|series| series.status() == Status::Estimated));
    assert!(panel.series[0].at(Year(2020)).unwrap().masked);
    let names: Vec<&str> = prepared.operations.iter().map(|o| o.operation).collect();
    assert_eq!(
        names,
        [
            "boundary_splice",
            "fill_missing",
            "regional_estimate",
            "definition_splice",
            "pandemic_mask",
            "sampling_error"
        ]
    );
    assert!(prepared.operations.iter().all(|o| !o.effect.vi.is_empty() && !o.effect.en.is_empty()));
    assert!(prepared.level_variance >= 0.0001_f64.ln_1p());
    assert_eq!(prepared.nation.unwrap().n_years(), 14);
}

#[test]
fn doubling_every_headcount_doubles_the_panel() {
    let once = prepare(&merged().model, &merged().data).unwrap();
    let mut doubled = merged();
    for observation in doubled.data.tables.values_mut().flatten() {
        observation.value *= 2.0;
    }
    let twice = prepare(&doubled.model, &doubled.data).unwrap();
    for (one, two) in once.employment.series.iter().zip(&twice.employment.series) {
        for (one, two) in one.points.iter().zip(&two.points) {
            assert!((two.value / one.value - 2.0).abs() < 1e-7);
            assert!((two.log_variance - one.log_variance).abs() < 1e-9);
        }
    }
}

#[test]
fn the_order_of_sectors_only_orders_the_panel() {
    let plain = prepare(&merged().model, &merged().data).unwrap();
    let mut turned = merged();
    turned.model.sectors.reverse();
    let turned = prepare(&turned.model, &turned.data).unwrap();
    for (one, two) in plain.employment.series.iter().zip(turned.employment.series.iter().rev()) {
        assert_eq!(one.key, two.key);
        for (one, two) in one.points.iter().zip(&two.points) {
            assert!((two.value / one.value - 1.0).abs() < 1e-8);
        }
    }
}
