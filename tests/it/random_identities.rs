//! The accounting identities I1 to I12 on random models, in every draw.

use std::collections::BTreeMap;
use std::sync::Arc;

use labourcast::accounts::knowledge::{self, Knowledge};
use labourcast::accounts::{self, AccountInputs, Accounts, Ordering};
use labourcast::balance::{self, Balance};
use labourcast::demand::{self, Demand, DemandInputs, FittedDemand};
use labourcast::identities;
use labourcast::model::Model;
use labourcast::paths::Paths;
use labourcast::pipeline::OrderScope;
use labourcast::prepare::{self, Prepared};
use labourcast::reconcile::{self, Coherent};
use labourcast::replacement::openings::{Groups, Margins, Turnover, chances};
use labourcast::results::{ResultRow, Results};
use labourcast::scenario::Scenario;
use labourcast::supply::labour::Layout;
use labourcast::supply::{self, Supply, SupplyInputs};
use labourcast::units::Year;
use ndarray::Array2;
use proptest::prelude::*;

use crate::random_models::{OPTIONS, World, sketches};

/// What the scenarios of a world share.
struct Shared {
    prepared: Prepared,
    fitted: FittedDemand,
    level: Vec<f64>,
    base: Vec<f64>,
    knowledge: Knowledge,
}

impl Shared {
    fn of(world: &World) -> Self {
        let prepared = prepare::prepare(&world.model, &world.dataset).unwrap();
        let recorded = prepared.employment_as_recorded.series.iter();
        Self {
            fitted: demand::fit(&world.model, &prepared).unwrap(),
            level: reconcile::level_factors(OPTIONS.seed, OPTIONS.draws, prepared.level_variance),
            base: recorded.map(|series| series.points.last().unwrap().value).collect(),
            knowledge: knowledge::learn(&world.model, &world.dataset).unwrap(),
            prepared,
        }
    }

    /// A scenario stage by stage, as `pipeline` does it but for training orders: these are least
    /// costs, with more than one way to reach them.
    fn run(&self, world: &World, scenario: &Scenario) -> Run {
        let (model, options, prepared) = (&world.model, &OPTIONS, &self.prepared);
        let wanted = reconcile::demand(demand::project(&DemandInputs {
            fitted: &self.fitted,
            model,
            prepared,
            projects: &world.dataset.projects,
            scenario,
            options,
            error_factors: &demand::error_factors(&self.fitted, (model, prepared), options),
        }));
        let inputs = SupplyInputs { model, prepared, demand: wanted.get(), scenario, options };
        let supply = supply::project(&inputs).unwrap();
        let supply = Arc::new(reconcile::supply(supply, &self.level).unwrap());
        let demand = wanted.at_level(&self.level);
        let balance = balance::balance(&self.base, &demand, &supply);
        let inputs = AccountInputs {
            model,
            knowledge: &self.knowledge,
            dataset: &world.dataset,
            ordering: Ordering::LeftOut,
            prepared,
            scenario,
            options,
            base_demand: &self.base,
            demand: &demand,
            supply: &supply,
        };
        let mut accounts = accounts::accounts(&[inputs], |_, accounts| accounts).unwrap();
        Run {
            level: self.level.clone(),
            knowledge: self.knowledge.clone(),
            balance,
            accounts: accounts.remove(0),
            demand,
            supply,
        }
    }
}

/// One scenario of a world with what it was made from.
struct Run {
    level: Vec<f64>,
    knowledge: Knowledge,
    demand: Coherent<Demand>,
    supply: Arc<Coherent<Supply>>,
    balance: Balance,
    accounts: Accounts,
}

impl Run {
    fn of(world: &World) -> Self {
        Shared::of(world).run(world, &world.scenarios[0])
    }
}

fn results(world: &World) -> Results {
    world.results(OrderScope::NoScenario)
}

type Checked = Result<(), TestCaseError>;

fn near(a: f64, b: f64, size: f64, what: &str) -> Checked {
    prop_assert!((a - b).abs() <= 1e-9 * size.abs().max(1.0), "{what}: {a} against {b}");
    Ok(())
}

/// Asks of two sets of paths that they agree in every draw.
fn same(a: &Paths, b: &Paths, what: &str) -> Checked {
    for series in 0..a.n_series() {
        for draw in 0..a.n_draws() {
            for (x, y) in a.path(series, draw).iter().zip(b.path(series, draw)) {
                near(*x, *y, *y, what)?;
            }
        }
    }
    Ok(())
}

/// I1 `Σ_s E_s = E`, and the same total whatever it is split by.
fn i1_sectors_occupations_and_qualifications_sum_to_the_total(run: &Run) -> Checked {
    let total = run.demand.get().by_sector.sum_over_series();
    let all = run.balance.demand.n_series() - 1;
    for draw in 0..total.n_draws() {
        for (x, y) in run.balance.demand.path(all, draw).iter().zip(total.path(0, draw)) {
            near(*x, *y, *y, "I1 sectors")?;
        }
    }
    if let Some(occupations) = &run.accounts.occupations {
        same(&occupations.staffed.demand.sum_over_series(), &total, "I1 occupations")?;
    }
    let wanted = run.accounts.qualifications.as_ref().and_then(|account| account.wanted.as_ref());
    if let Some(wanted) = wanted {
        same(&wanted.demand.sum_over_series(), &total, "I1 qualifications")?;
    }
    Ok(())
}

/// I2 `Σ_o θ_so = 1`, in the base year and in the mean of every later year.
fn i2_shares_sum_to_one(run: &Run) -> Checked {
    if let Some(split) = &run.knowledge.staffing {
        for row in split.shares.shares.rows() {
            near(row.sum(), 1.0, 1.0, "I2 base")?;
        }
    }
    let Some(occupations) = &run.accounts.occupations else { return Ok(()) };
    for (t, cells) in occupations.staffed.mean_cells.iter().enumerate() {
        for (sector, row) in cells.rows().into_iter().enumerate() {
            let whole = run.demand.get().by_sector.mean(sector, t);
            near(row.sum(), whole, whole, "I2 later")?;
        }
    }
    Ok(())
}

/// I3 scale + sector + occupation effects = change of the occupation.
fn i3_effects_sum_to_the_change(run: &Run) -> Checked {
    let Some(occupations) = &run.accounts.occupations else { return Ok(()) };
    let last = OPTIONS.to.since(run.demand.get().first) as usize;
    for (o, base) in occupations.staffed.base.iter().enumerate() {
        let later = occupations.staffed.demand.mean(o, last);
        near(base + occupations.effects.change(o), later, later, "I3")?;
    }
    Ok(())
}

/// I4 a stock changes by its flows alone, by sector and by qualification.
fn i4_stocks_change_by_their_flows(run: &Run) -> Checked {
    let supply = run.supply.get();
    let flows = &supply.flows;
    for (s, base) in supply.base.iter().enumerate() {
        for (draw, level) in run.level.iter().enumerate() {
            let at = |paths: &Paths, t: usize| paths.path(s, draw)[t];
            let mut before = base * level;
            for t in 0..supply.after_mobility.n_years() {
                let expected = before
                    + at(&flows.entrants, t)
                    + at(&flows.migration, t)
                    + at(&flows.mobility, t)
                    - at(&flows.withdrawals, t)
                    - at(&flows.deaths, t);
                before = at(&supply.after_mobility, t);
                near(before, expected, before, "I4 sectors")?;
            }
        }
    }
    let Some(qualified) = run.accounts.qualifications.as_ref().and_then(|a| a.supply.as_ref())
    else {
        return Ok(());
    };
    let (stock, flows) = (&qualified.stock.by_draw, &qualified.stock.flows);
    for q in 0..stock.n_series() {
        for draw in 0..stock.n_draws() {
            let at = |paths: &Paths, t: usize| paths.path(q, draw)[t];
            for t in 1..stock.n_years() {
                let change = at(&flows.entrants, t) - at(&flows.exits, t)
                    + at(&flows.in_migration, t)
                    - at(&flows.out_migration, t)
                    + at(&flows.upgrading, t)
                    + at(&flows.adjustment, t);
                let now = at(stock, t);
                near(now, at(stock, t - 1) + change, now, "I4 qualifications")?;
            }
        }
    }
    let sum = flows.upgrading.sum_over_series();
    for draw in 0..sum.n_draws() {
        for net in sum.path(0, draw) {
            near(*net, 0.0, 1e3, "I4 upgrading within")?;
        }
    }
    Ok(())
}

/// I5 the population changes by births, deaths and net migration.
fn i5_the_population_balances(run: &Run) -> Checked {
    for pair in run.supply.get().population.windows(2) {
        let (before, now) = (&pair[0], &pair[1]);
        let expected = before.population.total() + now.births - now.deaths + now.net_migration;
        let size = now.population.total();
        near(now.population.total(), expected, size, "I5")?;
    }
    Ok(())
}

/// I6 `Σ_q S_q = LF`.
fn i6_qualifications_sum_to_the_labour_force(run: &Run) -> Checked {
    let Some(qualified) = run.accounts.qualifications.as_ref().and_then(|a| a.supply.as_ref())
    else {
        return Ok(());
    };
    let supply = run.supply.get();
    same(&qualified.stock.by_draw.sum_over_series(), &supply.labour_force, "I6 labour force")?;
    let workers = supply.after_mobility.sum_over_series();
    same(&qualified.workers.sum_over_series(), &workers, "I6 workers")
}

/// I7 `openings ≥ 0`, `0 ≤ RD ≤ E` of the year before, and what openings are made of.
fn i7_openings_are_not_negative_and_nobody_leaves_twice(run: &Run) -> Checked {
    let all = &run.balance;
    made_of_parts([&all.openings, &all.expansion, &all.replacement, &all.unreplaced], "sectors")?;
    let sectors = (&all.replacement, &run.supply.get().after_mobility);
    leavers_were_there(sectors, &run.supply.get().base, &run.level, "sectors")?;
    if let Some(account) = &run.accounts.occupations {
        let made = &account.replacement;
        made_of_parts(
            [&made.openings, &made.expansion, &made.replacement, &made.unreplaced],
            "occupations",
        )?;
        let stocks = (&made.replacement, &account.staffed.demand);
        leavers_were_there(stocks, &account.staffed.base, &run.level, "occupations")?;
    }
    let account = run.accounts.qualifications.as_ref();
    if let Some((made, wanted)) =
        account.and_then(|a| Some((a.replacement.as_ref()?, a.wanted.as_ref()?)))
    {
        made_of_parts(
            [&made.openings, &made.expansion, &made.replacement, &made.unreplaced],
            "qualifications",
        )?;
        leavers_were_there(
            (&made.replacement, &wanted.demand),
            &wanted.base,
            &run.level,
            "qualifications",
        )?;
    }
    Ok(())
}

fn made_of_parts([openings, expansion, replacement, unreplaced]: [&Paths; 4], of: &str) -> Checked {
    for series in 0..openings.n_series() {
        for draw in 0..openings.n_draws() {
            let parts = [expansion, replacement, unreplaced].map(|paths| paths.path(series, draw));
            for (t, opening) in openings.path(series, draw).iter().enumerate() {
                prop_assert!(*opening >= 0.0, "I7 {of}: openings of {opening}");
                let sum: f64 = parts.iter().map(|part| part[t]).sum();
                near(*opening, sum, parts[0][t].abs() + parts[1][t], &format!("I7 {of}: parts"))?;
            }
        }
    }
    Ok(())
}

fn leavers_were_there(
    (leavers, stocks): (&Paths, &Paths),
    base: &[f64],
    level: &[f64],
    of: &str,
) -> Checked {
    for (series, base) in base.iter().enumerate() {
        for (draw, level) in level.iter().enumerate() {
            let mut before = base * level;
            for (left, stock) in leavers.path(series, draw).iter().zip(stocks.path(series, draw)) {
                let most = before * (1.0 + 1e-9) + 1e-9;
                prop_assert!((0.0..=most).contains(left), "I7 {of}: {left} of {before} leave");
                before = *stock;
            }
        }
    }
    Ok(())
}

/// I8 rows of `Φ` sum to 1, and mobility leaves the total as it is.
fn i8_mobility_makes_nobody(run: &Run) -> Checked {
    let supply = run.supply.get();
    let [before, after] =
        [&supply.before_mobility, &supply.after_mobility].map(Paths::sum_over_series);
    same(&after, &before, "I8 sectors")?;
    let moved = supply.flows.mobility.sum_over_series();
    for draw in 0..moved.n_draws() {
        for (net, size) in moved.path(0, draw).iter().zip(after.path(0, draw)) {
            near(*net, 0.0, *size, "I8 moves")?;
        }
    }
    if let Some(flexibility) = &run.knowledge.flexibility {
        for row in flexibility.shares().rows() {
            near(row.sum(), 1.0, 1.0, "I8 rows")?;
        }
    }
    let prospects = run.accounts.occupations.as_ref().and_then(|a| a.prospects.as_ref());
    if let Some(prospects) = prospects {
        same(&prospects.supply.sum_over_series(), &after, "I8 occupations")?;
    }
    Ok(())
}

/// Rows by everything but their figures; what is told once a place is found again by it.
fn keyed(results: &Results) -> BTreeMap<String, &ResultRow> {
    let rows =
        results.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table.name, row)));
    rows.map(|(table, row)| {
        let place = (&row.sector, &row.occupation, &row.qualification, &row.sex, &row.age);
        (
            format!(
                "{table:?} {place:?} {:?} {:?} {:?} {}",
                row.method, row.step, row.year, row.measure
            ),
            row,
        )
    })
    .collect()
}

/// Asks that every row of `one` is in `other`, with `factor` as many persons.
fn agree(one: &Results, other: &Results, factor: f64, what: &str) -> Checked {
    let (one, other) = (keyed(one), keyed(other));
    prop_assert_eq!(one.len(), other.len(), "{}: other rows", what);
    for (key, row) in one {
        let Some(found) = other.get(&key) else {
            prop_assert!(false, "{what}: no {key}");
            return Ok(());
        };
        let is_amount = row.unit == "persons";
        let factor = if is_amount { factor } else { 1.0 };
        let figures =
            [(Some(row.mean), Some(found.mean)), (row.p10, found.p10), (row.p90, found.p90)];
        for (a, b) in figures {
            let (Some(a), Some(b)) = (a, b) else { continue };
            let size = if is_amount { b.abs().max(1e4) } else { b.abs().max(1.0) };
            prop_assert!((a * factor - b).abs() <= 1e-6 * size, "{what}: {key}: {a} and {b}");
        }
    }
    Ok(())
}

/// Another order of every axis. The untrained are named first by definition and stay there.
#[derive(Clone, Debug)]
struct Order {
    keys: Vec<u32>,
}

fn orders() -> impl Strategy<Value = Order> {
    prop::collection::vec(any::<u32>(), 12).prop_map(|keys| Order { keys })
}

impl Order {
    fn apply(&self, model: &mut Model) {
        let (sectors, rest) = self.keys.split_at(4);
        let (occupations, fields) = rest.split_at(4);
        shuffle(&mut model.sectors, sectors);
        shuffle(&mut model.accounts.occupations, occupations);
        let fields_from = model.accounts.qualifications.len().min(1);
        shuffle(&mut model.accounts.qualifications[fields_from..], fields);
    }
}

/// Sorts by `keys`, which are those of the places now.
fn shuffle<T: Clone>(items: &mut [T], keys: &[u32]) {
    let mut keyed: Vec<(u32, T)> = keys.iter().copied().zip(items.iter().cloned()).collect();
    keyed.sort_by_key(|(key, _)| *key);
    items.iter_mut().zip(keyed).for_each(|(item, (_, moved))| *item = moved);
}

/// Figures that differ by rounding alone: sums are added up in another order, and iterative
/// fits end elsewhere within their tolerance.
const ROUNDING: f64 = 1e-9;

/// Asks that both have the same rows with the same figures, quantiles of the draws among them.
fn same_rows(one: &Results, other: &Results) -> Checked {
    let (one, other) = (keyed(one), keyed(other));
    prop_assert_eq!(one.len(), other.len(), "I11: other rows");
    for (key, row) in one {
        let Some(found) = other.get(&key) else {
            prop_assert!(false, "I11: no {key}");
            return Ok(());
        };
        let figures = |row: &ResultRow| {
            [Some(row.mean), row.p025, row.p10, row.p50, row.p90, row.p975, row.p_shortage]
        };
        // A small difference of large numbers, such as a gap, has their rounding.
        let size = if row.unit == "persons" { 1e4 } else { 1.0 };
        for (a, b) in figures(row).into_iter().zip(figures(found)) {
            let (Some(a), Some(b)) = (a, b) else {
                prop_assert_eq!(a, b, "I11: {}", key);
                continue;
            };
            let bound = ROUNDING * b.abs().max(size);
            prop_assert!((a - b).abs() <= bound, "I11: {key}: {a} and {b}");
        }
        prop_assert_eq!(row.class, found.class, "I11: {}", key);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i1_to_i8_hold_in_every_draw_of_a_random_model(sketch in sketches()) {
        let world = sketch.world(1);
        let run = Run::of(&world);
        i1_sectors_occupations_and_qualifications_sum_to_the_total(&run)?;
        i2_shares_sum_to_one(&run)?;
        i3_effects_sum_to_the_change(&run)?;
        i4_stocks_change_by_their_flows(&run)?;
        i5_the_population_balances(&run)?;
        i6_qualifications_sum_to_the_labour_force(&run)?;
        i7_openings_are_not_negative_and_nobody_leaves_twice(&run)?;
        i8_mobility_makes_nobody(&run)?;
    }

    #[test]
    fn the_tables_of_a_random_model_pass_the_check_of_identities(sketch in sketches()) {
        for report in identities::check(&results(&sketch.world(1))) {
            prop_assert!(report.holds(), "{}: {:e}", report.identity, report.largest_error);
        }
    }

    #[test]
    fn i9_twice_the_persons_make_twice_every_headcount(sketch in sketches()) {
        agree(&results(&sketch.world(1)), &results(&sketch.world(2)), 2.0, "I9")?;
    }

    #[test]
    fn i10_without_growth_and_exits_there_are_no_openings(
        workers in prop::collection::vec(0.0..1e5_f64, 12),
        hires in prop::collection::vec(0.01..1.0_f64, 6),
    ) {
        let workers = Array2::from_shape_vec((2, 6), workers).unwrap();
        let whole: f64 = hires.iter().sum();
        let hires = hires.iter().chain(&hires).map(|share| share / whole).collect();
        let mut employment = Paths::zeros(Year(2026), 2, 3, 4);
        for group in 0..2 {
            employment.series_mut(group).fill(workers.row(group).sum());
        }
        let groups = Groups {
            workers: &workers,
            exits: &vec![Array2::zeros((2, 6)); 4],
            hires: &Array2::from_shape_vec((2, 6), hires).unwrap(),
            layout: Layout { blocks: 2, ages: 3 },
            margins: Margins {
                log_variances: &[0.09; 2],
                chances: &chances("test", &["A".to_owned(), "B".to_owned()], (1, 3)),
            },
        };
        let made = Turnover::of(&groups).unwrap().under(&employment, &[1.0; 3]).unwrap();
        for (group, draw) in [(0, 0), (0, 2), (1, 1)] {
            for openings in made.openings.path(group, draw) {
                near(*openings, 0.0, workers.row(group).sum(), "I10")?;
            }
        }
    }

    #[test]
    fn i11_the_order_of_sectors_occupations_and_fields_permutes_results(
        sketch in sketches(),
        order in orders(),
    ) {
        let world = sketch.world(1);
        let mut other = world.clone();
        order.apply(&mut other.model);
        same_rows(&results(&world), &results(&other))?;
        let shares = |world: &World| -> BTreeMap<(String, String), f64> {
            let known = knowledge::learn(&world.model, &world.dataset).unwrap();
            let Some(split) = known.staffing else { return BTreeMap::new() };
            let codes = |(s, o): (usize, usize)| {
                (split.shares.rows[s].clone(), split.columns[o].clone())
            };
            split.shares.shares.indexed_iter().map(|(at, share)| (codes(at), *share)).collect()
        };
        let (one, two) = (shares(&world), shares(&other));
        prop_assert_eq!(one.len(), two.len());
        for (key, share) in one {
            near(share, two[&key], 1.0, "I11 shares")?;
        }
    }

    #[test]
    fn i12_a_scenario_without_change_is_the_baseline_to_the_last_bit(sketch in sketches()) {
        let mut world = sketch.world(1);
        let mut copy = world.scenarios[0].clone();
        copy.name = "unchanged".to_owned();
        world.scenarios.push(copy);
        let made = results(&world);
        for table in &made.tables {
            let of = |name: &str| -> Vec<String> {
                let rows = table.rows.iter().filter(|row| row.scenario == name).cloned();
                rows.map(|row| format!("{:?}", ResultRow { scenario: String::new(), ..row })).collect()
            };
            prop_assert_eq!(of("baseline"), of("unchanged"), "I12 {}", table.name.name());
        }
    }
}
