mod random;
mod tiny;

use super::*;
use crate::language::Text;
use crate::order::inputs::{Capacity, ChangeLimit, Costs, Entrants, Limits, Programme};
use crate::order::tests::random::instance;
use crate::paths::Paths;

/// One programme of two years whose every entrant works in the field.
fn nurses() -> Programme {
    Programme {
        name: Text::new("Điều dưỡng", "Nursing"),
        duration: 2,
        completion: 1.0,
        further_study: 0.0,
        entry: 1.0,
        stay: 1.0,
        match_share: 0.5,
        exit_rate: 0.0,
        present_intake: 20.0,
        decided: vec![],
        floor: 0.0,
        entrants: Entrants::SchoolLeavers,
        costs: Costs { shortage: 10.0, surplus: 4.0, place: 1.0, change: 0.0 },
    }
}

/// Nurses wanted and there from 2026 to 2031, a path a draw.
fn plan(demand: &[[f64; 6]], supply: [f64; 6]) -> Inputs {
    let mut wanted = Paths::zeros(Year(2026), 1, demand.len(), 6);
    let mut there = wanted.clone();
    for (draw, path) in demand.iter().enumerate() {
        wanted.path_mut(0, draw).copy_from_slice(path);
        there.path_mut(0, draw).copy_from_slice(&supply);
    }
    Inputs {
        programmes: vec![nurses()],
        first: Year(2026),
        n_years: 4,
        demand: wanted,
        supply: there,
        flexibility: None,
        limits: Limits::default(),
        discount: 1.0,
        working_life: None,
    }
}

fn risk() -> Risk {
    Risk::default()
}

fn close(found: &[f64], wanted: &[f64]) {
    assert_eq!(found.len(), wanted.len());
    for (a, b) in found.iter().zip(wanted) {
        assert!((a - b).abs() < 1e-5, "{found:?} is not {wanted:?}");
    }
}

fn message<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn without_limits_the_order_fills_every_need_it_can_reach() {
    let inputs = plan(&[[100.0, 110.0, 120.0, 130.0, 150.0, 160.0]], [100.0; 6]);
    let orders = orders(&inputs, risk()).unwrap();
    // Needs of 20, 30, 50, 60 from 2028 on; half of the places end in the field.
    close(orders.optimal.order.as_slice().unwrap(), &[40.0, 20.0, 40.0, 20.0]);
    // 2026 and 2027 cannot be reached: 0 and 10 persons short; 120 places.
    close(&[orders.optimal.cost.total], &[100.0 + 120.0]);
    assert!(orders.accuracy.abs() < 1e-7);
    let reach = &orders.reaches[0];
    assert_eq!((reach.first_changed, reach.last_order), (Year(2028), Some(Year(2029))));
    assert_eq!(
        (reach.beyond_ordering, reach.worst_year, reach.probability),
        (10.0, Year(2027), 1.0)
    );
    assert!(reach.sentence(&inputs).en.contains("10 persons at worst, in 2027"));
    assert!(reach.sentence(&inputs).vi.contains("khóa ngắn hạn"));
}

#[test]
fn back_out_replaces_openings_and_says_so_on_one_line() {
    let mut inputs = plan(&[[100.0, 110.0, 120.0, 130.0, 150.0, 160.0]], [100.0; 6]);
    inputs.programmes[0].exit_rate = 0.1;
    let orders = orders(&inputs, risk()).unwrap();
    let line = &orders.lines[0];
    // 2028: 120 − 0.9 × 110 openings, 100 − 0.9 × 100 others.
    close(&[line.openings, line.other_supply, line.places], &[21.0, 10.0, 22.0]);
    let years: Vec<f64> = orders.lines.iter().map(|line| line.places).collect();
    close(&years, &[22.0, 24.0, 46.0, 30.0]);
    let smoothed = orders.back_out.proposed.order.as_slice().unwrap().to_vec();
    close(&smoothed, &[23.0, 92.0 / 3.0, 100.0 / 3.0, 38.0]);
    let text = line.sentence(&inputs);
    assert!(text.en.contains("openings of 2028 21 − other supply 10"), "{}", text.en);
    assert!(text.en.contains("= 22 places; mean of 3 years 23"), "{}", text.en);
    assert!(text.vi.contains("= 22 chỗ"), "{}", text.vi);
}

#[test]
fn under_uncertainty_one_year_is_ordered_to_the_newsvendor_quantile() {
    // One year counts, 2028; needs 10, 20, …, 100; short costs 10, over 4, a place brings half a
    // worker for 1, so the last worker is worth it while 10 P(need above) − 4 P(below) > 2.
    let draws: Vec<[f64; 6]> =
        (1..=10).map(|i| [0.0, 0.0, 10.0 * f64::from(i), 0.0, 0.0, 0.0]).collect();
    let mut inputs = plan(&draws, [0.0; 6]);
    let mut short = Paths::zeros(Year(2026), 1, 10, 3);
    for (draw, path) in draws.iter().enumerate() {
        short.path_mut(0, draw).copy_from_slice(&path[..3]);
    }
    inputs.supply = Paths::zeros(Year(2026), 1, 10, 3);
    inputs.demand = short;
    inputs.n_years = 1;
    let orders = orders(&inputs, risk()).unwrap();
    // 10 (1 − q) − 4 q = 2 at q = 4/7: the sixth of ten needs, 60 workers, 120 places.
    close(orders.optimal.order.as_slice().unwrap(), &[120.0]);
    let averse = Risk { aversion: 5.0, level: 0.9, ..risk() };
    let averse = super::orders(&inputs, averse).unwrap();
    assert!(averse.optimal.order[[0, 0]] > 120.0 + 1.0);
}

#[test]
fn a_tight_workshop_has_the_worth_that_one_more_place_shows() {
    let mut inputs = plan(&[[100.0, 110.0, 120.0, 130.0, 150.0, 160.0]], [100.0; 6]);
    let name = Text::new("Trường y", "Medical school");
    let places = vec![30.0, 30.0, 30.0, 30.0];
    inputs.limits.capacities = vec![Capacity { name, programmes: vec![0], places }];
    let orders = orders(&inputs, risk()).unwrap();
    close(orders.optimal.order.as_slice().unwrap(), &[30.0, 30.0, 30.0, 30.0]);
    // Short by 5, 0, 5, 0 in 2028 to 2031: another place in 2026 spares half a person of 2028 but
    // is one too many in 2029 and 2031 unless a later place is spared.
    assert_eq!(
        orders.prices.iter().filter(|p| p.limit == Limit::Capacity(0)).count(),
        orders.prices.len()
    );
    let first = &orders.prices[0];
    assert!(first.sentence(&inputs).en.contains("one more place is worth"));
    let more = worth_of_one_more(&inputs, risk(), Limit::Capacity(0), Year(2026)).unwrap();
    close(&[more], &[8.0]);
    let cost = |step: f64| {
        let mut moved = inputs.clone();
        moved.limits.capacities[0].places[0] += step;
        super::orders(&moved, risk()).unwrap().optimal.cost.total
    };
    let (next, last) = ((cost(0.0) - cost(0.01)) / 0.01, (cost(-0.01) - cost(0.0)) / 0.01);
    assert!((next - 8.0).abs() < 1e-3 && (last - 19.0).abs() < 1e-3, "{next} {last}");
    assert!(next - 1e-4 < first.worth && first.worth < last + 1e-4, "{}", first.worth);
}

#[test]
fn a_programme_may_open_with_one_class_and_grow_by_its_share() {
    let mut inputs = plan(&[[100.0, 100.0, 300.0, 400.0, 500.0, 900.0]], [0.0; 6]);
    inputs.limits.change = Some(ChangeLimit { share: 0.2, class: 30.0 });
    inputs.programmes[0].present_intake = 0.0;
    let opened = orders(&inputs, risk()).unwrap();
    close(opened.optimal.order.as_slice().unwrap(), &[30.0, 66.0, 109.2, 161.04]);
    inputs.programmes[0].decided = vec![150.0, 200.0];
    let grown = orders(&inputs, risk()).unwrap();
    close(grown.optimal.order.as_slice().unwrap(), &[240.0, 288.0, 345.6, 414.72]);
}

#[test]
fn limits_that_collide_are_named_with_years_and_a_remedy() {
    let mut inputs = plan(&[[100.0; 6]], [100.0; 6]);
    inputs.programmes[0].floor = 50.0;
    inputs.limits.change = Some(ChangeLimit { share: 0.2, class: 0.0 });
    inputs.limits.budget = Some(vec![1000.0; 4]);
    let found = conflict::conflicts(&inputs);
    let limits: Vec<Limit> = found.iter().map(|one| one.limit).collect();
    assert_eq!(limits, [Limit::Growth(0), Limit::Floor(0)]);
    assert_eq!(found[1].years, [Year(2026)]);
    close(&[found[0].relief.unwrap(), found[1].relief.unwrap()], &[26.0, 26.0]);
    let text = message(orders(&inputs, risk()));
    assert!(text.contains("the yearly growth of “Nursing” (2026)"), "{text}");
    assert!(
        text.contains("lower the floor for public services of “Nursing” by 26.0 places"),
        "{text}"
    );
    inputs.limits.change = None;
    inputs.limits.budget = Some(vec![1000.0, 1000.0, 40.0, 1000.0]);
    let text = message(orders(&inputs, risk()));
    assert!(
        text.contains("the budget (2028) + the floor") && text.contains("10.0 million VND"),
        "{text}"
    );
}

#[test]
fn impossible_inputs_are_refused_with_what_and_where() {
    let good = plan(&[[100.0; 6]], [100.0; 6]);
    let refused = |change: &dyn Fn(&mut Inputs)| {
        let mut inputs = good.clone();
        change(&mut inputs);
        message(orders(&inputs, risk()))
    };
    assert!(refused(&|i| i.programmes[0].duration = 6).contains("project to 2032"));
    assert!(refused(&|i| i.programmes[0].stay = f64::NAN).contains("“Nursing”: stay is NaN"));
    assert!(refused(&|i| i.limits.budget = Some(vec![1.0])).contains("the budget has 1 years"));
    let capacity = |places| Capacity { name: Text::new("A", "A"), programmes: vec![0], places };
    let negative = refused(&|i| i.limits.capacities = vec![capacity(vec![1.0, -5.0, 1.0, 1.0])]);
    assert!(negative.contains("the capacity of “A” of 2027 is -5"), "{negative}");
    assert!(refused(&|i| i.demand.path_mut(0, 0)[3] = f64::INFINITY).contains("not finite"));
    assert!(refused(&|i| i.flexibility = Some(Array2::zeros((2, 1)))).contains("1 × 1"));
    assert!(refused(&|i| i.first = Year(2040)).contains("outside"));
    assert!(refused(&|i| i.programmes.clear()).contains("no programme"));
    assert!(refused(&|i| i.supply = Paths::zeros(Year(2026), 1, 2, 6)).contains("differ"));
}

#[test]
fn two_hundred_orders_cost_what_another_solver_finds_from_the_textbook_form() {
    let reference = include_str!("../../tests/reference/orders/least_costs.csv");
    let mut worst = 0.0_f64;
    for line in reference.lines().skip(1) {
        let (seed, least) = line.split_once(',').unwrap();
        let (inputs, risk) = instance(seed.parse().unwrap());
        let least: f64 = least.parse().unwrap();
        let orders = orders(&inputs, risk).unwrap_or_else(|error| panic!("{seed}: {error}"));
        let off = (orders.optimal.cost.total - least).abs() / least;
        worst = worst.max(off);
        assert!(off <= 1e-6, "{seed}: {} is not {least}", orders.optimal.cost.total);
        assert!(orders.optimal.breaches.is_empty(), "{seed}");
        assert!(orders.accuracy.abs() <= 1e-6, "{seed}: {}", orders.accuracy);
        for rule in [&orders.present, &orders.back_out] {
            let within = &rule.within_limits;
            assert!(within.breaches.is_empty(), "{seed}: {:?}", within.breaches);
            assert!(orders.optimal.cost.total <= within.cost.total * (1.0 + 1e-9), "{seed}");
        }
        let Band { low, central, high, not_found } = &orders.band;
        assert!(not_found.is_empty());
        for ((low, central), high) in low.iter().zip(central).zip(high) {
            assert!(low <= central && central <= high, "{seed}");
        }
    }
    assert!(worst < 1e-6, "{worst}");
}

/// Least cost of an instance whose limit in one row is moved.
fn least_cost(seed: u64, row: usize, step: f64) -> f64 {
    let (inputs, risk) = instance(seed);
    let mut rows = limit::limit_rows(&inputs);
    rows[row].bound += step;
    let draws = need::chosen_draws(inputs.demand.n_draws(), risk.draws);
    let needs = need::net_needs(&inputs, &draws);
    let task = Task { inputs: &inputs, rows: &rows, needs: &needs, risk };
    optimal::best(task, Bounds::default()).unwrap().bound
}

#[test]
fn every_price_lies_between_the_worth_of_the_last_and_of_the_next_unit() {
    let mut checked = 0;
    for seed in 1..=25 {
        let (inputs, risk) = instance(seed);
        let prices = orders(&inputs, risk).unwrap().prices;
        let rows = limit::limit_rows(&inputs);
        let shared = |price: &&ShadowPrice| price.limit <= Limit::Leavers;
        for price in prices.iter().filter(shared) {
            let same =
                |row: &LimitRow| (row.limit, inputs.year(row.year)) == (price.limit, price.year);
            let row = rows.iter().position(same).unwrap();
            let step = 1e-4 * rows[row].bound.max(10.0);
            let [now, more] = [0.0, step].map(|step| least_cost(seed, row, step));
            let room = 1e-3 * price.worth + 1e-7 * now / step;
            assert!((now - more) / step <= price.worth + room, "{seed}: {price:?}");
            // Below a limit of zero there is no order.
            if rows[row].bound > step {
                let less = least_cost(seed, row, -step);
                assert!((less - now) / step >= price.worth - room, "{seed}: {price:?}");
            }
            checked += 1;
        }
    }
    assert!(checked > 50, "{checked}");
}

#[test]
fn twice_the_persons_and_limits_are_twice_the_places() {
    for seed in 1..=20 {
        let (inputs, risk) = instance(seed);
        let mut double = inputs.clone();
        let twice = |path: &mut Paths| *path = path.zip_with(path, |a, b| a + b);
        twice(&mut double.demand);
        twice(&mut double.supply);
        for programme in &mut double.programmes {
            programme.present_intake *= 2.0;
            programme.floor *= 2.0;
        }
        let all = |years: &mut Vec<f64>| years.iter_mut().for_each(|value| *value *= 2.0);
        double.limits.budget.iter_mut().for_each(all);
        double.limits.leavers.iter_mut().for_each(all);
        double.limits.capacities.iter_mut().for_each(|capacity| all(&mut capacity.places));
        double.limits.change.iter_mut().for_each(|change| change.class *= 2.0);
        let (one, two) = (orders(&inputs, risk).unwrap(), orders(&double, risk).unwrap());
        let (one, two) = (one.optimal.cost.total, two.optimal.cost.total);
        assert!((2.0 * one - two).abs() <= 1e-9 * two, "{seed}: {one}, {two}");
    }
}

#[test]
fn a_late_place_is_charged_for_the_years_that_are_judged_alone() {
    // Ten more are wanted from 2030 on, and half of the places end in the field.
    let mut inputs = plan(&[[100.0, 100.0, 100.0, 100.0, 110.0, 110.0]], [100.0; 6]);
    inputs.programmes[0].costs.place = 12.0;
    // Two places for 24 spare one worker two years for 20: not worth it if nothing comes after.
    close(orders(&inputs, risk()).unwrap().optimal.order.as_slice().unwrap(), &[0.0; 4]);
    inputs.working_life = Some(40);
    // Two of forty years are judged for the intake of 2028, one for that of 2029.
    close(&[inputs.counted_cost(0, 2), inputs.counted_cost(0, 3)], &[0.6, 0.3]);
    let found = orders(&inputs, risk()).unwrap();
    close(found.optimal.order.as_slice().unwrap(), &[0.0, 0.0, 20.0, 0.0]);
    close(&[found.optimal.cost.places], &[12.0]);
    close(&inputs.money(&found.optimal.order), &[0.0, 0.0, 240.0, 0.0]);
    inputs.discount = 0.9;
    inputs.programmes[0].exit_rate = 0.1;
    let lasting = 0.81_f64;
    let whole = (1.0 - lasting.powi(40)) / (1.0 - lasting);
    close(&[inputs.counted_cost(0, 2)], &[12.0 * (1.0 + lasting) / whole]);
}

#[test]
fn the_optimal_order_never_costs_more_than_a_rule_within_the_limits() {
    for seed in 201..=240 {
        let (mut inputs, risk) = instance(seed);
        inputs.working_life = Some(2 + seed as usize % 39);
        let orders = orders(&inputs, risk).unwrap_or_else(|error| panic!("{seed}: {error}"));
        assert!(orders.optimal.breaches.is_empty(), "{seed}");
        for rule in [&orders.present, &orders.back_out] {
            let rule = rule.within_limits.cost.total;
            assert!(orders.optimal.cost.total <= rule * (1.0 + 1e-9), "{seed}: {rule}");
        }
    }
}

#[test]
fn those_outside_their_field_fill_the_fields_they_work_in() {
    let mut inputs = plan(&[[0.0; 6]], [0.0; 6]);
    inputs.demand = Paths::zeros(Year(2026), 2, 1, 6);
    inputs.supply = inputs.demand.clone();
    for year in 2..6 {
        inputs.demand.path_mut(0, 0)[year] = 80.0;
        inputs.demand.path_mut(1, 0)[year] = 20.0;
    }
    inputs.programmes = vec![nurses(), Programme { present_intake: 0.0, ..nurses() }];
    inputs.flexibility = Some(ndarray::array![[0.8, 0.2], [0.0, 1.0]]);
    let found = orders(&inputs, risk()).unwrap();
    // A hundred places of the first bring the twenty that the second wants.
    close(found.optimal.order.as_slice().unwrap(), &[100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(found.lines[0].yield_of_a_place, 0.8);
}

#[test]
fn at_a_higher_cost_of_shortages_less_is_left_short() {
    let (inputs, risk) = instance(7);
    let risk = Risk { aversion: 0.0, ..risk };
    let variants = sensitivity::sensitivity(&inputs, risk, &[0.25, 1.0, 4.0]).unwrap();
    let [low, middle, high] = [0, 1, 2].map(|v: usize| {
        let short = variants[v].outlook.shortage.indexed_iter();
        let worth = |(f, year): (usize, usize)| {
            inputs.programmes[f].costs.shortage * inputs.discount.powi(year as i32)
        };
        short.map(|(at, persons)| persons * worth(at)).sum::<f64>()
    });
    assert!(low >= middle - 1e-4 && middle >= high - 1e-4 && low > high + 1.0, "{low} {high}");
    let order = orders(&inputs, risk).unwrap().optimal.order;
    assert!((&variants[1].order - &order).iter().all(|off| off.abs() < 1e-4));
}
