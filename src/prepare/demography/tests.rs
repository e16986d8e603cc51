use super::*;
use crate::prepare::fixture::{Fixture, close};

const P: Measure = Measure::Population;

fn with_population(fixture: Fixture) -> Fixture {
    let values = [(2015, 90.0), (2020, 100.0), (2025, 110.0)];
    ["W female 0-4", "W female 5+", "W male 0-4", "W male 5+"]
        .iter()
        .fold(fixture, |fixture, words| fixture.put(P, words, &values))
}

fn with_nation(fixture: Fixture) -> Fixture {
    let rates =
        ["VN female 0", "VN female 1-4", "VN female 5+", "VN male 0", "VN male 1-4", "VN male 5+"];
    let fixture = rates
        .iter()
        .fold(fixture, |f, words| f.put(Measure::MortalityRate, words, &[(2020, 0.01)]));
    fixture
        .put(Measure::TotalFertility, "VN", &[(2020, 1.9)])
        .put(Measure::FertilityPattern, "VN 15-19", &[(2020, 0.4)])
        .put(Measure::FertilityPattern, "VN 20-24", &[(2020, 0.6)])
        .put(Measure::SexRatioAtBirth, "VN", &[(2020, 1.1)])
}

fn base() -> Fixture {
    Fixture::new("W", &["A"], (2015, 2020)).in_nation("VN")
}

#[test]
fn the_areas_population_stands_beside_rates_borrowed_with_a_note() {
    let fixture = with_nation(with_population(base()));
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let demography = demography(&mut figures).unwrap();
    assert_eq!((demography.base_year, demography.population.total()), (Year(2020), 400.0));
    assert_eq!(demography.past.keys().copied().collect::<Vec<_>>(), [Year(2015)]);
    assert_eq!(demography.mortality[&Year(2020)].ages.len(), 3);
    assert_eq!(demography.fertility_pattern[&Year(2020)][1].1, 0.6);
    assert_eq!(figures.fallbacks.len(), 4);
    assert!(demography.net_migration.is_empty() && demography.net_migration_rate.is_none());
}

#[test]
fn the_areas_own_fertility_goes_before_the_nations() {
    let fixture =
        with_nation(with_population(base())).put(Measure::TotalFertility, "W", &[(2019, 2.2)]);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let demography = demography(&mut figures).unwrap();
    assert_eq!(demography.total_fertility, BTreeMap::from([(Year(2019), 2.2)]));
    assert_eq!(figures.fallbacks.len(), 3);
}

#[test]
fn without_population_or_rates_there_is_no_cohort_component_method() {
    for fixture in [with_nation(base()), with_population(base())] {
        let mut figures = Figures::new(&fixture.model, &fixture.data);
        assert_eq!(demography(&mut figures), None);
        assert_eq!(figures.fallbacks[0].used.en, "The cohort-component method is not used.");
    }
}

#[test]
fn an_older_table_by_age_and_halves_of_sex_are_noted() {
    let fixture =
        with_nation(base()).put(P, "W 0-4", &[(2018, 100.0)]).put(P, "W 5+", &[(2018, 300.0)]);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let demography = demography(&mut figures).unwrap();
    assert_eq!(demography.base_year, Year(2018));
    assert_eq!(demography.population.values, [vec![50.0, 150.0], vec![50.0, 150.0]]);
    let used: Vec<&str> = figures.fallbacks.iter().map(|f| f.used.en.as_str()).collect();
    assert!(used.contains(&"The table of 2018.") && used.contains(&"A half of each sex."));
}

#[test]
fn migration_of_parts_is_weighted_by_population() {
    let merger = crate::model::Operation::BoundarySplice {
        measures: vec![P],
        parts: vec!["X".parse().unwrap(), "Y".parse().unwrap()],
        into: "W".parse().unwrap(),
    };
    let fixture = base()
        .with(merger)
        .put(P, "X", &[(2016, 300.0), (2018, 300.0)])
        .put(P, "Y", &[(2016, 100.0), (2018, 100.0)])
        .put(Measure::NetMigrationRate, "X", &[(2016, -0.004), (2018, 0.0)])
        .put(Measure::NetMigrationRate, "Y", &[(2016, 0.004), (2018, 0.004)]);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let area = fixture.model.area.clone();
    let rates = net_migration_rate(&mut figures, &area).unwrap();
    // (−1.2 + 0.4)/400 = −0.002 and 0.4/400 = 0.001; halfway between −0.0005.
    let values = rates.values();
    assert!(close(values[0], -0.002) && close(values[2], 0.001), "{values:?}");
    assert!((values[1] + 0.0005).abs() < 1e-12);
}

#[test]
fn participation_is_borrowed_and_ends_with_the_base_year() {
    let rates = [(2018, 0.5), (2020, 0.6), (2022, 0.9)];
    let fixture = base()
        .put(Measure::ParticipationRate, "VN female 15-24", &rates)
        .put(Measure::ParticipationRate, "VN female 25+", &rates)
        .put(Measure::ParticipationRate, "VN female 15+", &rates)
        .put(Measure::ParticipationRate, "VN male 15-24", &rates)
        .put(Measure::ParticipationRate, "VN male 25+", &rates);
    let mut figures = Figures::new(&fixture.model, &fixture.data);
    let participation = participation(&mut figures);
    assert_eq!(participation.len(), 4);
    let rates = &participation[0].rates;
    assert_eq!((rates.first, rates.last_year()), (Year(2018), Year(2020)));
    assert!(close(rates.points[1].value, (0.5_f64 * 0.6).sqrt()));
    assert_eq!(figures.fallbacks.len(), 1);
}
