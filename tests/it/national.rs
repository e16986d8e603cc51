//! A small country of the national kind adds up in every draw, whichever way it is summed.

use labourcast::areas::account::Account;
use labourcast::identities;
use labourcast::paths::Paths;
use labourcast::pipeline::areas::{each_account, run};
use labourcast::results::TableName;

use crate::national_size::{Country, Size};

const SMALL: Size = Size { areas: 12, sectors: 5, occupations: 7, draws: 40 };

fn accounts() -> Vec<Account> {
    let country = Country::of(SMALL);
    each_account(&country.inputs(), |_, account| account.clone()).unwrap()
}

fn demand(account: &Account) -> &Paths {
    account.demand.as_ref().unwrap()
}

fn supply(account: &Account) -> &Paths {
    &account.supply
}

fn occupations(account: &Account) -> &Paths {
    &account.occupations.as_ref().unwrap().paths
}

fn levels(account: &Account) -> &Paths {
    &account.qualifications.as_ref().unwrap().paths
}

fn assert_equal(found: f64, sum: f64, what: &str) {
    assert!((found - sum).abs() <= 1e-9 * sum.abs().max(1.0), "{what}: {found} is not {sum}");
}

#[test]
fn areas_add_up_to_regions_and_the_country_in_every_draw() {
    let accounts = accounts();
    assert_eq!(accounts.len(), 1 + 6 + SMALL.areas);
    let (whole, areas) = (&accounts[0], &accounts[7..]);
    for of in [demand, supply, occupations, levels] {
        let of_whole = of(whole);
        for series in 0..of_whole.n_series() {
            for draw in 0..SMALL.draws {
                for year in 0..of_whole.n_years() {
                    let sum = areas.iter().map(|a| of(a).path(series, draw)[year]).sum();
                    assert_equal(of_whole.path(series, draw)[year], sum, "areas");
                }
            }
        }
    }
}

#[test]
fn sectors_occupations_and_levels_add_up_within_every_area_and_draw() {
    for account in accounts() {
        let demand = account.demand.as_ref().unwrap();
        let (occupations, levels) =
            (account.occupations.as_ref().unwrap(), account.qualifications.as_ref().unwrap());
        let last = demand.n_years() - 1;
        for draw in 0..SMALL.draws {
            for year in 0..=last {
                for stock in [demand, &account.supply] {
                    let at = |sector: usize| stock.path(sector, draw)[year];
                    assert_equal(at(SMALL.sectors), (0..SMALL.sectors).map(at).sum(), "sectors");
                }
                let total = demand.path(SMALL.sectors, draw)[year];
                for axis in [&occupations.paths, &levels.paths] {
                    let sum = (0..axis.n_series()).map(|s| axis.path(s, draw)[year]).sum();
                    assert_equal(total, sum, "axis");
                }
            }
            for sector in 0..SMALL.sectors {
                let row = sector * SMALL.occupations..(sector + 1) * SMALL.occupations;
                let sum = row.map(|cell| occupations.cells.path(cell, draw)[0]).sum();
                assert_equal(demand.path(sector, draw)[last], sum, "occupations of a sector");
            }
            for occupation in 0..SMALL.occupations {
                let row = occupation * 5..(occupation + 1) * 5;
                let sum = row.map(|cell| levels.cells.path(cell, draw)[0]).sum();
                let of_occupation = occupations.paths.path(occupation, draw)[last];
                assert_equal(of_occupation, sum, "levels of an occupation");
            }
        }
    }
}

#[test]
fn workers_of_a_sector_leave_every_area_alike_and_openings_follow_from_stocks() {
    let accounts = accounts();
    let flows = |account: &Account| account.flows.clone().unwrap();
    let whole = flows(&accounts[0]);
    for of in accounts.iter().map(|account| (demand(account), flows(account))) {
        let (stocks, flows) = of;
        for draw in 0..SMALL.draws {
            for sector in 0..SMALL.sectors {
                let at = |paths: &Paths, year: usize| paths.path(sector, draw)[year];
                for year in 1..stocks.n_years() {
                    let (before, now) = (at(stocks, year - 1), at(stocks, year));
                    assert_equal(at(&flows.expansion, year), now - before, "expansion");
                    let country = at(demand(&accounts[0]), year - 1);
                    let rate = at(&whole.replacement, year) / country;
                    assert!((0.01..0.1).contains(&rate), "{rate}");
                    // Without ages every area loses the same share of its workers.
                    assert_equal(at(&flows.replacement, year), rate * before, "replacement");
                }
                for year in 0..stocks.n_years() {
                    let (ed, rd) = (at(&flows.expansion, year), at(&flows.replacement, year));
                    let openings = at(&flows.openings, year);
                    assert!(openings >= 0.0 && openings >= ed + rd - 1e-6);
                    assert_equal(openings, ed + rd + at(&flows.unreplaced, year), "openings");
                }
            }
        }
    }
}

#[test]
fn flows_of_the_areas_add_up_to_the_country_in_every_draw() {
    let accounts = accounts();
    let parts: [fn(&Account) -> &Paths; 4] = [
        |account| &account.flows.as_ref().unwrap().expansion,
        |account| &account.flows.as_ref().unwrap().replacement,
        |account| &account.flows.as_ref().unwrap().openings,
        |account| &account.flows.as_ref().unwrap().unreplaced,
    ];
    for of in parts {
        let whole = of(&accounts[0]);
        for series in 0..=SMALL.sectors {
            for draw in 0..SMALL.draws {
                for year in 0..whole.n_years() {
                    let sum = accounts[7..].iter().map(|a| of(a).path(series, draw)[year]).sum();
                    assert_equal(whole.path(series, draw)[year], sum, "flows");
                }
            }
        }
    }
}

#[test]
fn sectors_of_all_areas_grow_as_in_the_whole_and_areas_differ() {
    let accounts = accounts();
    let (whole, one, other) = (&accounts[0], &accounts[7], &accounts[8]);
    let share = |account: &Account, sector: usize| {
        let demand = account.demand.as_ref().unwrap();
        let last = demand.n_years() - 1;
        demand.mean(sector, last) / demand.mean(SMALL.sectors, last)
    };
    // Growth by sector is −3 % to +1 % a year: the first sector of the whole loses weight to the fifth.
    assert!(share(whole, 0) < 1.0 / 15.0 && share(whole, 4) > 5.0 / 15.0);
    assert!(share(one, 0) != share(other, 0));
}

#[test]
fn tables_hold_every_axis_with_status_and_letter_and_meet_every_identity() {
    let country = Country::of(SMALL);
    let results = run(&country.inputs(), &|_| ()).unwrap();
    for report in identities::check(&results) {
        assert!(report.holds(), "{report:?}");
    }
    let n = 1 + 6 + SMALL.areas;
    let occupations = &results.table(TableName::Occupations).rows;
    let cells = occupations.iter().filter(|row| row.sector != "TOTAL").count();
    assert_eq!(cells, n * SMALL.sectors * SMALL.occupations);
    let levels = &results.table(TableName::Qualifications).rows;
    let cells = levels.iter().filter(|row| row.occupation.is_some()).count();
    assert_eq!(cells, n * SMALL.occupations * 5);
    // What is said of an area has a letter; errors of methods are about none.
    let tables = results.tables.iter().filter(|table| table.name != TableName::Backtest);
    for row in tables.flat_map(|table| &table.rows) {
        assert!(row.reliability.is_some(), "{row:?}");
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let country = Country::of(Size { draws: 10, ..SMALL });
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run(&country.inputs(), &|_| ()).unwrap())
    };
    assert_eq!(with(1), with(3));
}
