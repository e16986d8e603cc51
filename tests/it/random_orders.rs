//! Training orders of random valid models: they are found, and no rule is cheaper.

use std::cell::Cell;

use labourcast::pipeline::OrderScope;
use labourcast::results::{Results, TableName};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};

use crate::random_models::{World, sketches};

/// Total cost of the answer called `method` under a scenario, in million dong.
fn cost(results: &Results, scenario: &str, method: &str) -> Option<f64> {
    let mut rows = results.table(TableName::Orders).rows.iter();
    let row = rows.find(|row| {
        (row.scenario.as_str(), row.measure.as_str(), row.method.as_deref())
            == (scenario, "cost_total", Some(method))
    });
    row.map(|row| row.mean)
}

/// Asks of every scenario of a world that no rule is cheaper than its optimal order; how many were
/// ordered for.
fn optimal_is_cheapest(world: &World) -> Result<usize, TestCaseError> {
    let results = world.results(OrderScope::EveryScenario);
    let mut n_ordered = 0;
    for scenario in &world.scenarios {
        let Some(optimal) = cost(&results, &scenario.name, "optimal") else { continue };
        n_ordered += 1;
        for rule in ["present", "back_out"] {
            let other = cost(&results, &scenario.name, rule).unwrap();
            let near = 1e-6 * other.abs().max(1.0);
            prop_assert!(optimal <= other + near, "{rule}: {optimal} {other}");
        }
    }
    let places = results.table(TableName::Orders).rows.iter();
    let mut places = places.filter(|row| row.measure.starts_with("places"));
    prop_assert!(places.all(|row| row.mean.is_finite() && row.mean >= 0.0));
    Ok(n_ordered)
}

#[test]
fn orders_of_random_models_are_found_and_no_rule_is_cheaper() {
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let n_ordered = Cell::new(0);
    TestRunner::new_with_rng(config, rng)
        .run(&sketches(), |sketch| {
            n_ordered.set(n_ordered.get() + optimal_is_cheapest(&sketch.world(1))?);
            Ok(())
        })
        .unwrap();
    assert!(n_ordered.get() > 50, "only {} orders were tried", n_ordered.get());
}
