use super::*;

#[test]
fn stock_is_stock_before_plus_entrants_migration_and_mobility_less_exits_in_every_draw() {
    let supply = world().supply();
    let flows = &supply.flows;
    for sector in 0..3 {
        for draw in 0..64 {
            let stock = supply.after_mobility.path(sector, draw);
            for year in 0..YEARS {
                let at = |paths: &Paths| paths.path(sector, draw)[year];
                let before = if year == 0 { supply.base[sector] } else { stock[year - 1] };
                let expected =
                    before + at(&flows.entrants) + at(&flows.migration) + at(&flows.mobility)
                        - at(&flows.withdrawals)
                        - at(&flows.deaths);
                assert_eq!(stock[year], expected);
                assert!(at(&flows.withdrawals) > 0.0 && at(&flows.deaths) > 0.0);
                assert!(at(&flows.entrants) >= 0.0 && stock[year] > 0.0);
            }
        }
    }
}

#[test]
fn sectors_add_up_to_the_employed_labour_force_before_and_after_mobility() {
    let supply = world().supply();
    let base: f64 = supply.base.iter().sum();
    assert!(close(base, 825e3 * (1.0 - 0.022), 1e-12));
    for paths in [&supply.before_mobility, &supply.after_mobility] {
        let total = paths.sum_over_series();
        for draw in 0..64 {
            for year in 0..YEARS {
                let employed = supply.labour_force.path(0, draw)[year]
                    * (1.0 - supply.unemployment_rate[year + 1]);
                assert!(close(total.path(0, draw)[year], employed, 1e-9));
            }
        }
    }
}

#[test]
fn mobility_sums_to_zero_and_follows_the_past() {
    let supply = world().supply();
    let net = supply.flows.mobility.sum_over_series();
    assert!((0..64).all(|draw| net.path(0, draw).iter().all(|sum| sum.abs() < 1e-6)));
    // Agriculture has been losing workers, manufacturing winning them.
    assert!(mean(&supply.flows.mobility, 0, 0) < -5_000.0);
    assert!(mean(&supply.flows.mobility, 1, 0) > 3_000.0);
    assert!(mean(&supply.flows.mobility, 0, 4) > mean(&supply.flows.mobility, 0, 0));
}

#[test]
fn the_population_balances_and_its_labour_force_is_that_of_the_base_year() {
    let supply = world().supply();
    let years = &supply.population;
    assert_eq!(years.len(), YEARS + 1);
    assert!(close(years[0].population.total(), demography().population.total(), 1e-12));
    assert!(close(years[0].labour_force.total(), 825e3, 1e-9));
    for pair in years.windows(2) {
        let change = pair[1].population.total() - pair[0].population.total();
        let flows = pair[1].births - pair[1].deaths + pair[1].net_migration;
        assert!((change - flows).abs() < 1e-5, "{change} {flows}");
        assert_eq!(pair[1].year, pair[0].year.plus(1));
    }
    assert!(years[5].labour_force.values[0][..3].iter().all(|persons| *persons == 0.0));
}

#[test]
fn the_mean_of_the_draws_is_near_the_expected_labour_force() {
    let supply = world().with_draws(1000).supply();
    for (year, expected) in supply.population.iter().skip(1).enumerate() {
        let ratio = mean(&supply.labour_force, 0, year) / expected.labour_force.total();
        assert!((ratio - 1.0).abs() < 0.002, "{year}: {ratio}");
    }
    let spread = |year| {
        let summary = supply.labour_force.summary(0, year);
        summary.p90 - summary.p10
    };
    assert!(spread(4) > spread(0) && spread(0) > 0.0);
}

#[test]
fn draws_do_not_depend_on_threads_nor_on_their_number() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| world().with_draws(200).supply())
    };
    let one = run(1);
    assert_eq!(one, run(3));
    let fewer = world().with_draws(40).supply();
    for draw in 0..40 {
        assert_eq!(one.after_mobility.path(1, draw), fewer.after_mobility.path(1, draw));
    }
}

#[test]
fn doubling_every_headcount_doubles_supply() {
    let mut doubled = world();
    doubled.prepared.labour_force *= 2.0;
    for series in &mut doubled.prepared.employment.series {
        series.points.iter_mut().for_each(|point| point.value *= 2.0);
    }
    let demography = doubled.prepared.demography.as_mut().unwrap();
    demography.population.values.iter_mut().flatten().for_each(|persons| *persons *= 2.0);
    let (once, twice) = (world().supply(), doubled.supply());
    for sector in 0..3 {
        for (a, b) in
            once.after_mobility.path(sector, 3).iter().zip(twice.after_mobility.path(sector, 3))
        {
            assert!(close(2.0 * a, *b, 1e-9));
        }
    }
}

#[test]
fn a_longer_horizon_leaves_the_earlier_years_as_they_are() {
    let short = world().supply();
    let mut world = world();
    world.options.to = Year(2033);
    let mut by_sector = Paths::zeros(Year(2026), 3, 64, 8);
    by_sector.series_mut(0).fill(1.0);
    world.demand.by_sector = by_sector;
    let long = world.supply();
    for draw in 0..64 {
        assert_eq!(short.after_mobility.path(2, draw), &long.after_mobility.path(2, draw)[..YEARS]);
    }
}
