//! Runs of the shipped models: one scenario and all six, 2,000 draws.
//!
//! `cargo bench --bench pipeline` times the engine alone; `benches/whole_run.py` times the whole
//! command, with tables only and with every output, as a user sees it.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use labourcast::load;
use labourcast::load::ModelSource;
use labourcast::options::RunOptions;
use labourcast::pipeline;
use labourcast::pipeline::RunInputs;

fn engine(criterion: &mut Criterion) {
    for model in ["khanh-hoa", "viet-nam"] {
        let source = ModelSource::Shipped(model.to_owned());
        let loaded = load::load(&source).expect("shipped models load");
        let options = RunOptions { to: loaded.model.to, draws: 2_000, seed: 1 };
        for (scope, scenarios) in
            [("one scenario", &loaded.scenarios[..1]), ("every scenario", &loaded.scenarios)]
        {
            let inputs = RunInputs {
                model: &loaded.model,
                dataset: &loaded.dataset,
                scenarios,
                options,
                problems: &[],
                orders: labourcast::pipeline::OrderScope::FirstScenario,
            };
            criterion.bench_function(&format!("{model}: {scope}, 2,000 draws"), |bench| {
                bench.iter(|| pipeline::run(&inputs, &|_| ()).expect("shipped models run"));
            });
        }
        criterion.bench_function(&format!("{model}: load and validate"), |bench| {
            bench.iter(|| load::load(&source).expect("shipped models load"));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = engine
}
criterion_main!(benches);
