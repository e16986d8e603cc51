//! The reconciled forecasts as a table with the columns of the table they came from.

use std::collections::BTreeMap;

use crate::cli::reconcile::request::Request;
use crate::hierarchy::Sign;
use crate::load::node_tables::{ForecastRow, MEAN, probability};
use crate::report::long_rows::{Cells, Chunk};

/// Reconciled figures of every node for one model and moment.
pub(crate) struct Coherent {
    pub(crate) mean: Vec<f64>,
    /// By number of the draw.
    pub(crate) draws: BTreeMap<u64, Vec<f64>>,
}

/// Forecasts in the order they came; nodes that had none follow.
pub(crate) fn forecast_chunk(request: &Request, coherent: &[Coherent]) -> Chunk {
    let forecasts = &request.forecasts;
    let n = request.hierarchy.n_nodes();
    let mut had = vec![false; coherent.len() * n];
    let mut cells: Vec<(usize, usize, Option<&ForecastRow>)> = Vec::new();
    for row in &forecasts.rows {
        had[row.key * n + row.node] = true;
        cells.push((row.key, row.node, Some(row)));
    }
    let lacking = had.iter().enumerate().filter(|(_, had)| !**had);
    cells.extend(lacking.map(|(cell, _)| (cell / n, cell % n, None)));
    let mut chunk = keys(request, cells.iter().map(|(key, node, _)| (*key, *node)));
    let means = cells.iter().map(|(key, node, _)| Some(coherent[*key].mean[*node]));
    chunk.push((MEAN.to_owned(), Cells::Number(means.collect())));
    let mut quantiles = vec![Vec::with_capacity(cells.len()); forecasts.columns.len()];
    for (key, node, row) in cells {
        let mut draws: Vec<f64> = coherent[key].draws.values().map(|draw| draw[node]).collect();
        draws.sort_by(f64::total_cmp);
        for (position, column) in forecasts.columns.iter().enumerate() {
            let moved = || shifted(request.sign, row?, position, coherent[key].mean[node]);
            let value = match probability(column) {
                Some(p) if !draws.is_empty() => Some(quantile(&draws, p)),
                _ => moved(),
            };
            quantiles[position].push(value);
        }
    }
    let columns = forecasts.columns.iter().cloned();
    chunk.extend(columns.zip(quantiles.into_iter().map(Cells::Number)));
    chunk
}

/// An end of an interval, moved as far as the mean.
fn shifted(sign: Sign, row: &ForecastRow, column: usize, mean: f64) -> Option<f64> {
    let moved = row.others[column]? + (mean - row.mean);
    Some(if sign == Sign::NonNegative { moved.max(0.0) } else { moved })
}

/// Linear interpolation between the draws in their order.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let position = p * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[position.floor() as usize], sorted[position.ceil() as usize]);
    below + (above - below) * position.fract()
}

/// Reconciled draws: by model and moment, then by node and draw.
pub(crate) fn path_chunk(request: &Request, coherent: &[Coherent]) -> Chunk {
    let n = request.hierarchy.n_nodes();
    let (mut cells, mut numbers, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (key, Coherent { draws, .. }) in coherent.iter().enumerate() {
        for node in 0..n {
            for (number, draw) in draws {
                cells.push((key, node));
                numbers.push(*number as i64);
                values.push(Some(draw[node]));
            }
        }
    }
    let mut chunk = keys(request, cells.into_iter());
    chunk.push(("draw".to_owned(), Cells::Integer(numbers)));
    chunk.push(("value".to_owned(), Cells::Number(values)));
    chunk
}

/// Name, moment and, where there was one, model of each cell.
fn keys(request: &Request, cells: impl Iterator<Item = (usize, usize)>) -> Chunk {
    let (mut ids, mut moments, mut models) = (Vec::new(), Vec::new(), Vec::new());
    for (key, node) in cells {
        let (model, ds) = &request.forecasts.keys[key];
        ids.push(request.hierarchy.names()[node].clone());
        moments.push(ds.clone());
        models.push(model.clone());
    }
    // Years are numbers in files that know numbers; dates are texts everywhere.
    let numbers: Option<Vec<i64>> = moments.iter().map(|moment| moment.parse().ok()).collect();
    let moments = numbers.map_or(Cells::Text(moments), Cells::Integer);
    let mut chunk = vec![("unique_id".to_owned(), Cells::Text(ids)), ("ds".to_owned(), moments)];
    if request.forecasts.has_model {
        chunk.push(("model".to_owned(), Cells::Text(models)));
    }
    chunk
}
