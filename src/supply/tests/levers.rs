use super::*;

#[test]
fn retention_keeps_people_and_workers() {
    let without = world().supply();
    let mut world = world();
    world.scenario.retained_out_migration.value = 0.5;
    let with = world.supply();
    let ratio = with.population[1].net_migration / without.population[1].net_migration;
    assert!((ratio - 0.5).abs() < 1e-9, "{ratio}");
    assert!(without.population[1].net_migration < 0.0);
    for draw in 0..64 {
        for year in 0..YEARS {
            let of = |supply: &Supply| supply.labour_force.path(0, draw)[year];
            assert!(of(&with) > of(&without));
        }
    }
    world.scenario.retained_out_migration.value = 1.0;
    assert!(world.supply().population[1].net_migration.abs() < 1e-9);
}

#[test]
fn participation_reaches_its_change_in_the_last_year() {
    let without = world().supply();
    let mut world = world();
    world.scenario.participation_change.value = 0.01;
    let with = world.supply();
    let last = &without.population[YEARS].population;
    let working_age: f64 = last.values.iter().map(|sex| sex[3..13].iter().sum::<f64>()).sum();
    let gained = with.population[YEARS].labour_force.total()
        - without.population[YEARS].labour_force.total();
    assert!(close(gained, 0.01 * working_age, 1e-6), "{gained} {working_age}");
    assert_eq!(with.population[0].labour_force, without.population[0].labour_force);
}

#[test]
fn steering_leads_entrants_to_openings_and_changes_no_total() {
    let without = world().supply();
    let mut world = world();
    world.scenario.steered_entrants.value = 0.5;
    let with = world.supply();
    // Demand is far above supply in manufacturing and below it in agriculture.
    assert!(mean(&with.before_mobility, 1, 4) > mean(&without.before_mobility, 1, 4) + 1_000.0);
    assert!(mean(&with.before_mobility, 0, 4) < mean(&without.before_mobility, 0, 4) - 1_000.0);
    assert_eq!(with.labour_force, without.labour_force);
    let sum = |supply: &Supply| supply.after_mobility.sum_over_series().path(0, 9)[4];
    assert!(close(sum(&with), sum(&without), 1e-9));
}

#[test]
fn without_the_lever_nobody_changes_sector() {
    let mut world = world();
    world.scenario.mobility_lever.value = 0.0;
    let supply = world.supply();
    assert_eq!(supply.before_mobility, supply.after_mobility);
    assert!(supply.flows.mobility.path(0, 0).iter().all(|moves| *moves == 0.0));
}

#[test]
fn unemployment_halves_its_distance_to_the_frictional_rate_each_year() {
    let mut world = world();
    world.scenario.frictional_unemployment.value = 0.014;
    let rates = world.supply().unemployment_rate;
    assert!(close(rates[0], 0.022, 1e-12) && close(rates[1], 0.018, 1e-12));
    assert!(close(rates[2], 0.016, 1e-12));
}

#[test]
fn before_mobility_sectors_keep_their_shares_unless_entrants_are_steered() {
    let supply = world().supply();
    let total = supply.before_mobility.sum_over_series();
    let base: f64 = supply.base.iter().sum();
    for sector in 0..3 {
        let share = supply.before_mobility.path(sector, 5)[4] / total.path(0, 5)[4];
        assert!(close(share, supply.base[sector] / base, 1e-9));
    }
}
