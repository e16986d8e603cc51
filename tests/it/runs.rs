//! Running shipped models inside tests.

use labourcast::load;
use labourcast::load::Loaded;
use labourcast::load::ModelSource;
use labourcast::options::RunOptions;
use labourcast::pipeline;
use labourcast::pipeline::RunInputs;
use labourcast::results::Results;

/// The models shipped inside the program.
pub(crate) const SHIPPED: [&str; 2] = ["khanh-hoa", "viet-nam"];

pub(crate) fn loaded(model: &str) -> Loaded {
    load::load(&ModelSource::Shipped(model.to_owned())).unwrap()
}

/// The model with its first scenario alone, for what a test can see there.
pub(crate) fn first_scenario(mut loaded: Loaded) -> Loaded {
    loaded.scenarios.truncate(1);
    loaded
}

/// The results of every scenario of a loaded model.
pub(crate) fn results(loaded: &Loaded, draws: usize) -> Results {
    let options = RunOptions { to: loaded.model.to, draws, seed: 20_251_101 };
    pipeline::run(
        &RunInputs {
            model: &loaded.model,
            dataset: &loaded.dataset,
            scenarios: &loaded.scenarios,
            options,
            problems: &loaded.problems,
            orders: labourcast::pipeline::OrderScope::EveryScenario,
        },
        &|_| (),
    )
    .unwrap()
}

/// Mean of one figure.
pub(crate) fn mean(results: &Results, scenario: &str, sector: &str, measure: &str) -> f64 {
    let rows = results.tables.iter().flat_map(|table| &table.rows);
    rows.filter(|row| row.method.is_none() && row.sex.is_none() && row.age.is_none())
        .find(|row| {
            (row.scenario.as_str(), row.sector.as_str(), row.measure.as_str(), row.year)
                == (scenario, sector, measure, Some(results.to))
        })
        .map(|row| row.mean)
        .unwrap()
}
