//! Running shipped models inside tests.

use labourcast::load;
use labourcast::load::Loaded;
use labourcast::load::ModelSource;
use labourcast::load::areas_folder::LoadedAreas;
use labourcast::options::RunOptions;
use labourcast::pipeline;
use labourcast::pipeline::RunInputs;
use labourcast::pipeline::areas::{AreaInputs, WholeInputs};
use labourcast::results::Results;
use labourcast::scenario::Scenario;

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

/// The results of several areas with the sectors of their whole under the scenarios called `names`,
/// whose levers start from the baseline.
pub(crate) fn areas(loaded: &LoadedAreas, names: &[&str], options: RunOptions) -> Results {
    let whole = loaded.whole.as_ref().unwrap();
    let scenario = |name: &&str| whole.scenario(name).unwrap().clone();
    let scenarios: Vec<Scenario> = names.iter().map(scenario).collect();
    let inputs = AreaInputs {
        model: &loaded.model,
        dataset: &loaded.dataset,
        whole: Some(WholeInputs {
            model: &whole.model,
            dataset: &whole.dataset,
            scenarios: &scenarios,
            reference: whole.scenario("baseline").unwrap(),
        }),
        options,
        problems: &loaded.problems,
    };
    pipeline::areas::run(&inputs, &|_| ()).unwrap()
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
