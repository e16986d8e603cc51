//! Long tables about the nodes of a hierarchy: forecasts, sample paths, figures of the past.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{Error, Problem, Result};
use crate::hierarchy::{Figures, Hierarchy};
use crate::language::Text;
use crate::load::long_table::LongTable;
use crate::load::panel_file::{DS, ID, no_rows};
use crate::validate::{finding, nearest};

/// The model that made a forecast.
const MODEL: &str = "model";
/// The mean forecast.
pub(crate) const MEAN: &str = "mean";
/// Most problems collected; a file with more is of another kind.
const MOST_PROBLEMS: usize = 1000;

/// What stands in a cell, or what is wrong with it.
type Found<T> = std::result::Result<T, Box<Problem>>;

/// Model and moment as written; everything of one key is reconciled together.
pub(crate) type Key = (String, String);

/// One row of a table of forecasts.
#[derive(Debug)]
pub(crate) struct ForecastRow {
    pub(crate) node: usize,
    pub(crate) key: usize,
    pub(crate) mean: f64,
    /// Figures in the other columns.
    pub(crate) others: Vec<Option<f64>>,
}

/// Forecasts of nodes, rows in their order.
#[derive(Debug)]
pub(crate) struct Forecasts {
    pub(crate) file: String,
    pub(crate) has_model: bool,
    /// Columns beside the mean: the median and the ends of intervals.
    pub(crate) columns: Vec<String>,
    /// Keys in the order in which they first occur.
    pub(crate) keys: Vec<Key>,
    pub(crate) rows: Vec<ForecastRow>,
    /// Columns that are not understood and not written again.
    pub(crate) left_out: Vec<String>,
}

/// Reads a table of forecasts: `unique_id, ds, [model,] mean, [median, lo_80, hi_80, …]`.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] with every row that is wrong.
pub(crate) fn forecasts(path: &Path, hierarchy: &Hierarchy) -> Result<Forecasts> {
    let mut table = LongTable::open(path)?;
    let [id, ds, mean] = table.columns([ID, DS, MEAN])?;
    let model = table.find(MODEL);
    let used = [Some(id), Some(ds), Some(mean), model];
    let (others, left_out): (Vec<usize>, Vec<usize>) = (0..table.header().len())
        .filter(|column| !used.contains(&Some(*column)))
        .partition(|column| probability(&table.header()[*column]).is_some());
    let name = |column: &usize| table.header()[*column].clone();
    let mut found = Forecasts {
        file: table.file().to_owned(),
        has_model: model.is_some(),
        columns: others.iter().map(name).collect(),
        keys: Vec::new(),
        rows: Vec::new(),
        left_out: left_out.iter().map(name).collect(),
    };
    let (mut keys, mut places, mut problems) = (Keys::default(), BTreeMap::new(), Vec::new());
    while table.next()? && problems.len() < MOST_PROBLEMS {
        let key = keys.position(&table, (model, ds));
        let read = node(&table, id, hierarchy).and_then(|node| {
            let others = others.iter().map(|c| table.number(*c)).collect::<Found<_>>()?;
            Ok(ForecastRow { node, key, mean: value(&table, mean)?, others })
        });
        match read {
            Ok(row) => match places.insert((key, row.node), table.row()) {
                Some(earlier) => problems.push(repeated(&table, ds, earlier)),
                None => found.rows.push(row),
            },
            Err(problem) => problems.push(*problem),
        }
    }
    found.keys = keys.all;
    if problems.is_empty() && found.rows.is_empty() {
        problems.push(no_rows(&found.file));
    }
    if problems.is_empty() { Ok(found) } else { Err(Error::Invalid { problems }) }
}

/// The probability below the figures of a column: 0.5 of `median`, 0.1 of `lo_80`.
pub(crate) fn probability(column: &str) -> Option<f64> {
    if column == "median" {
        return Some(0.5);
    }
    let (side, level) = column.split_once('_')?;
    let level: f64 = level.parse().ok().filter(|level| *level > 0.0 && *level < 100.0)?;
    match side {
        "lo" => Some((1.0 - level / 100.0) / 2.0),
        "hi" => Some(1.0 - (1.0 - level / 100.0) / 2.0),
        _ => None,
    }
}

/// Draws of every node for one key, by number of the draw.
pub(crate) type Draws = BTreeMap<u64, Vec<Option<f64>>>;

/// Reads sample paths, `unique_id, ds, [model,] draw, value`, by key.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] with every row that is wrong.
pub(crate) fn paths(path: &Path, hierarchy: &Hierarchy) -> Result<BTreeMap<Key, Draws>> {
    let mut table = LongTable::open(path)?;
    let [id, ds, draw, value_column] = table.columns([ID, DS, "draw", "value"])?;
    let model = table.find(MODEL);
    let (mut keys, mut draws, mut problems) = (Keys::default(), Vec::new(), Vec::new());
    while table.next()? && problems.len() < MOST_PROBLEMS {
        let key = keys.position(&table, (model, ds));
        draws.resize_with(keys.all.len(), Draws::new);
        let read = node(&table, id, hierarchy)
            .and_then(|node| Ok((node, value(&table, draw)?, value(&table, value_column)?)));
        match read {
            Ok((node, number, value)) => {
                let empty = || vec![None; hierarchy.n_nodes()];
                let column: &mut Vec<_> = draws[key].entry(number as u64).or_insert_with(empty);
                column[node] = Some(value);
            }
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() && draws.is_empty() {
        problems.push(no_rows(table.file()));
    }
    if problems.is_empty() {
        Ok(keys.all.into_iter().zip(draws).collect())
    } else {
        Err(Error::Invalid { problems })
    }
}

/// Figures of the past by model; where the table names none, under an empty name.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] with every row that is wrong.
pub(crate) fn figures(
    path: &Path,
    column: &str,
    hierarchy: &Hierarchy,
) -> Result<BTreeMap<String, Figures>> {
    let mut table = LongTable::open(path)?;
    let [id, ds, column] = table.columns([ID, DS, column])?;
    let model = table.find(MODEL);
    let (mut cells, mut problems) = (Vec::new(), Vec::new());
    let mut periods: BTreeMap<String, usize> = BTreeMap::new();
    while table.next()? && problems.len() < MOST_PROBLEMS {
        periods.insert(table.cell(ds).to_owned(), 0);
        match node(&table, id, hierarchy).and_then(|node| Ok((node, table.number(column)?))) {
            Ok((node, Some(value))) => {
                let model = model.map_or("", |model| table.cell(model)).to_owned();
                cells.push((model, node, table.cell(ds).to_owned(), value));
            }
            Ok((_, None)) => {}
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() && periods.is_empty() {
        problems.push(no_rows(table.file()));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid { problems });
    }
    periods.values_mut().zip(0..).for_each(|(period, number)| *period = number);
    let mut found = BTreeMap::new();
    for (model, node, period, value) in cells {
        let unknown = || Figures::unknown(hierarchy, periods.len());
        found.entry(model).or_insert_with(unknown).set(node, periods[&period], value);
    }
    Ok(found)
}

/// Keys in the order in which they occur.
#[derive(Default)]
struct Keys {
    all: Vec<Key>,
    positions: BTreeMap<Key, usize>,
}

impl Keys {
    fn position(&mut self, table: &LongTable, (model, ds): (Option<usize>, usize)) -> usize {
        let model = model.map_or("", |model| table.cell(model));
        let key = (model.to_owned(), table.cell(ds).to_owned());
        *self.positions.entry(key).or_insert_with_key(|key| {
            self.all.push(key.clone());
            self.all.len() - 1
        })
    }
}

fn node(table: &LongTable, id: usize, hierarchy: &Hierarchy) -> Found<usize> {
    let name = table.cell(id);
    hierarchy.position(name).ok_or_else(|| {
        let near = nearest::suggestion(name, hierarchy.names().iter().map(String::as_str));
        let repair = Text::new(
            "Thêm chuỗi vào bảng phân cấp, hoặc bỏ dòng này.",
            "Add the series to the hierarchy, or leave the row out.",
        );
        let expected = Text::new("một chuỗi của hệ thống phân cấp", "a series of the hierarchy");
        Box::new(table.finding("unknown-series", id, expected, finding::join(&repair, &near)))
    })
}

/// A figure that must be there.
fn value(table: &LongTable, column: usize) -> Found<f64> {
    table.number(column)?.ok_or_else(|| {
        Box::new(table.finding(
            "missing-value",
            column,
            Text::new("một số", "a number"),
            Text::new("Điền số, hoặc bỏ dòng này.", "Give the number, or leave the row out."),
        ))
    })
}

fn repeated(table: &LongTable, ds: usize, earlier: usize) -> Problem {
    table.finding(
        "duplicate-key",
        ds,
        Text::new(
            format!("một dòng cho mỗi chuỗi, thời điểm và mô hình; dòng {earlier} đã có"),
            format!("one row a series, moment and model; row {earlier} has it"),
        ),
        Text::new("Xóa một trong hai dòng.", "Delete one of the two rows."),
    )
}
