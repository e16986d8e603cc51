//! Same inputs, options and seed: the same figures to the last bit, at any number of threads.

use labourcast::results::Results;

use crate::runs;

/// Two scenarios, so that threads share work between scenarios as well as between draws.
fn with_threads(threads: usize) -> Results {
    let mut loaded = runs::loaded("khanh-hoa");
    loaded.scenarios.truncate(2);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| runs::results(&loaded, 1_100))
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let alone = with_threads(1);
    for threads in [2, 3, 8] {
        assert_eq!(alone, with_threads(threads), "{threads} threads");
    }
}

#[test]
fn another_seed_changes_the_draws_and_little_else() {
    let loaded = runs::loaded("khanh-hoa");
    let mut options =
        labourcast::options::RunOptions { to: loaded.model.to, draws: 2_000, seed: 1 };
    let mut total = |seed| {
        options.seed = seed;
        let inputs = labourcast::pipeline::RunInputs {
            model: &loaded.model,
            dataset: &loaded.dataset,
            scenarios: &loaded.scenarios[..1],
            options,
            problems: &[],
            orders: labourcast::pipeline::OrderScope::FirstScenario,
        };
        let results = labourcast::pipeline::run(&inputs, &|_| ()).unwrap();
        runs::mean(&results, "baseline", "TOTAL", "demand")
    };
    let (one, other) = (total(1), total(2));
    assert!(one != other && (one / other - 1.0).abs() < 0.01, "{one} {other}");
}
