use super::*;

fn missing(supply: &Supply) -> Vec<&str> {
    supply.fallbacks.iter().map(|fallback| fallback.missing.en.as_str()).collect()
}

fn change_demography(change: impl Fn(&mut Demography)) -> World {
    let mut world = world();
    change(world.prepared.demography.as_mut().unwrap());
    world
}

#[test]
fn a_full_world_states_only_what_no_table_gives() {
    let supply = world().supply();
    assert_eq!(
        missing(&supply),
        [
            "age structure of workers by sector",
            "sectors of entrants and in-migrants",
            "how far people work on as retirement ages rise",
            "net_migration by sex and age"
        ]
    );
    assert_eq!(supply.sources.given, [SupplySource::Migration, SupplySource::Unemployed]);
    assert_eq!(supply.sources.assumed, [SupplySource::Graduates, SupplySource::ReEntry]);
    assert!(close(supply.base_factor, 825e3 * 0.978 / 808e3, 1e-12));
    assert!(supply.fallbacks.iter().all(|f| !f.used.vi.is_empty() && !f.used.en.is_empty()));
}

#[test]
fn without_participation_the_ratio_to_the_population_over_15_is_held() {
    let mut world = world();
    world.prepared.participation.clear();
    let supply = world.supply();
    assert!(missing(&supply).contains(&"participation_rate"));
    let ratio = |year: usize| {
        let table = &supply.population[year];
        let over_15: f64 = table.population.values.iter().map(|v| v[3..].iter().sum::<f64>()).sum();
        table.labour_force.total() / over_15
    };
    assert!(close(ratio(0), ratio(5), 1e-9));
}

#[test]
fn without_population_by_age_total_employment_gives_the_growth() {
    let mut world = world();
    world.prepared.demography = None;
    let supply = world.supply();
    assert!(missing(&supply).contains(&"population or mortality by age"));
    assert!(supply.population.is_empty() && supply.sources.given == [SupplySource::Unemployed]);
    // ln(808/770)/7 = 0.688 % a year, damped by 0.9 at once.
    let growth = (808.0_f64 / 770.0).ln() / 7.0;
    let median = supply.labour_force.summary(0, 0).p50;
    assert!(close(median, 825e3 * (0.9 * growth).exp(), 0.003), "{median}");
    let sum = supply.after_mobility.sum_over_series();
    let employed = supply.labour_force.path(0, 3)[2] * (1.0 - supply.unemployment_rate[3]);
    assert!(close(sum.path(0, 3)[2], employed, 1e-9));
}

#[test]
fn without_mortality_ages_are_not_used() {
    let supply = change_demography(|d| d.mortality.clear()).supply();
    assert!(missing(&supply).contains(&"population or mortality by age"));
}

#[test]
fn births_the_sex_ratio_and_migration_have_their_fallbacks() {
    let supply = change_demography(|d| {
        d.total_fertility.clear();
        d.sex_ratio_at_birth.clear();
        d.net_migration_rate = None;
    })
    .supply();
    for expected in [
        "total_fertility or fertility_pattern",
        "sex_ratio_at_birth",
        "net_migration and net_migration_rate",
        "history of net_migration_rate",
    ] {
        assert!(missing(&supply).contains(&expected), "{expected}");
    }
    assert!(supply.population[1].net_migration == 0.0);
    assert_eq!(supply.sources.given, [SupplySource::Unemployed]);
    let births: Vec<f64> = supply.population[1..].iter().map(|year| year.births).collect();
    assert!(births.windows(2).all(|pair| close(pair[0], pair[1], 0.05)), "{births:?}");
}

#[test]
fn a_single_year_of_employment_means_no_mobility() {
    let mut world = world();
    for series in &mut world.prepared.employment.series {
        series.points.drain(..7);
        series.first = Year(2025);
    }
    let supply = world.supply();
    assert!(missing(&supply).contains(&"two unmasked years of employment by sector"));
    assert_eq!(supply.before_mobility, supply.after_mobility);
}

#[test]
fn an_older_population_is_carried_on_to_the_base_year() {
    let older = change_demography(|d| d.base_year = Year(2023)).supply();
    assert_eq!(older.population[0].year, Year(2025));
    assert!(older.population[0].population.total() != demography().population.total());
    assert!(close(older.population[0].labour_force.total(), 825e3, 1e-9));
    let younger = change_demography(|d| d.base_year = Year(2026)).supply();
    assert!(missing(&younger).contains(&"population by age of the base year"));
}

#[test]
fn impossible_inputs_are_refused_with_a_reason() {
    let refused = |world: World| match world.try_supply() {
        Err(Error::Method { stage: "supply", message }) => message.en,
        other => panic!("not refused: {other:?}"),
    };
    let mut thousands = world();
    thousands.prepared.labour_force = 825e6;
    assert!(refused(thousands).contains("does not fit a population"));
    let mut past = world();
    past.options.to = Year(2025);
    assert!(refused(past).contains("not after the base year"));
    let mut percent = world();
    percent.prepared.unemployment_rate = 2.2;
    assert!(refused(percent).contains("not a share"));
    let mut draws = world();
    draws.options.draws = 65;
    assert!(refused(draws).contains("64 draws"));
    let mut nobody = world();
    nobody.prepared.labour_force = 0.0;
    assert!(refused(nobody).contains("positive"));
}
