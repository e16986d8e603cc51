//! Back-tests of a panel as long tables.
//!
//! ```text
//! errors   unique_id, origin, ds, step, model, y, mean, lo_80, hi_80, lo_95, hi_95
//! scores   model, step (empty: all steps), n_forecasts, n_origins, wape, …
//! ```

use crate::forecast::accuracy::{Comparison, Scores};
use crate::forecast::backtest::Trial;
use crate::forecast::panel::Panel;
use crate::report::long_rows::{Cells, Chunk};

/// Every forecast of a trial beside what came.
pub(crate) fn errors(panel: &Panel, trial: &Trial) -> Chunk {
    let rows = &trial.comparisons;
    let moment = |position: i64| panel.calendar().moment(position).to_string();
    let texts = |of: &dyn Fn(&Comparison) -> String| Cells::Text(rows.iter().map(of).collect());
    let numbers =
        |of: fn(&Comparison) -> f64| Cells::Number(rows.iter().map(|row| Some(of(row))).collect());
    let columns = [
        ("unique_id", texts(&|row| panel.series()[row.series].id.clone())),
        ("origin", texts(&|row| moment(row.origin))),
        ("ds", texts(&|row| moment(row.origin + row.step as i64))),
        ("step", Cells::Integer(rows.iter().map(|row| row.step as i64).collect())),
        ("model", texts(&|_| trial.definition.to_string())),
        ("y", numbers(|row| row.actual)),
        ("mean", numbers(|row| row.mean)),
        ("lo_80", numbers(|row| row.interval_80.0)),
        ("hi_80", numbers(|row| row.interval_80.1)),
        ("lo_95", numbers(|row| row.interval_95.0)),
        ("hi_95", numbers(|row| row.interval_95.1)),
    ];
    columns.map(|(name, cells)| (name.to_owned(), cells)).into()
}

/// A measure by its name in the table of scores.
pub(crate) type Measure = (&'static str, fn(&Scores) -> Option<f64>);

/// The measures in the order of the table.
pub(crate) const MEASURES: [Measure; 15] = [
    ("wape", |scores| scores.wape),
    ("mape", |scores| scores.mape),
    ("mdape", |scores| scores.mdape),
    ("smape", |scores| scores.smape),
    ("mase", |scores| scores.mase),
    ("rmsse", |scores| scores.rmsse),
    ("bias", |scores| scores.bias),
    ("direction_right", |scores| scores.direction_right),
    ("faster_right", |scores| scores.faster_right),
    ("dissimilarity", |scores| scores.dissimilarity),
    ("coverage_80", |scores| scores.coverage_80),
    ("coverage_95", |scores| scores.coverage_95),
    ("msis_80", |scores| scores.msis_80),
    ("msis_95", |scores| scores.msis_95),
    ("crps", |scores| scores.crps),
];

/// The benchmarks every model is tested against, by the ends of their columns' names.
pub(crate) const BENCHMARKS: [&str; 3] = ["naive", "drift", "bls"];

/// The scores of a trial over all steps and by step, and its tests against the benchmarks.
pub(crate) fn scores(trial: &Trial, benchmarks: &[Trial], horizon: usize) -> Chunk {
    let mut rows = vec![(None, trial.scores())];
    rows.extend((1..=horizon).map(|step| (Some(step), trial.scores_at(step))));
    rows.retain(|(_, scores)| scores.n_forecasts > 0);
    let model = trial.definition.to_string();
    let counts = |of: fn(&Scores) -> usize| {
        Cells::Integer(rows.iter().map(|(_, scores)| of(scores) as i64).collect())
    };
    let steps = rows.iter().map(|(step, _)| step.map(|step| step as f64)).collect();
    let mut chunk: Chunk = vec![
        ("model".to_owned(), Cells::Text(vec![model; rows.len()])),
        ("step".to_owned(), Cells::Number(steps)),
        ("n_forecasts".to_owned(), counts(|scores| scores.n_forecasts)),
        ("n_origins".to_owned(), counts(|scores| scores.n_origins)),
    ];
    for (name, of) in MEASURES {
        let cells = rows.iter().map(|(_, scores)| of(scores)).collect();
        chunk.push((name.to_owned(), Cells::Number(cells)));
    }
    for (name, benchmark) in BENCHMARKS.iter().zip(benchmarks) {
        // The tests look at all steps together, so only the row of all steps has them.
        let overall = |value: Option<f64>| {
            let cells = rows.iter().map(|(step, _)| value.filter(|_| step.is_none())).collect();
            Cells::Number(cells)
        };
        let test = trial.against(benchmark, horizon);
        chunk.push((format!("dm_{name}"), overall(test.map(|test| test.statistic))));
        chunk.push((format!("dm_p_{name}"), overall(test.map(|test| test.p_value))));
        chunk.push((format!("better_than_{name}"), overall(trial.share_better_than(benchmark))));
    }
    chunk
}
