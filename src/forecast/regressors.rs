//! Explaining series of a panel, known or assumed over the past and the periods to come.
//!
//! What is not known of their future may be given as draws, as another model's sample paths; they
//! are carried into the draws of what they explain.

use std::collections::BTreeMap;

use crate::forecast::panel::{Panel, PanelSeries};

mod made;
pub mod term;

/// The values of all regressors by name of the series and position on the axis.
type Known = BTreeMap<String, BTreeMap<i64, Vec<f64>>>;

/// Explaining series by the name of the series they explain and the position on the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regressors {
    names: Vec<String>,
    values: Known,
    /// One table a draw, of periods to come.
    draws: Vec<Known>,
}

/// Periods for which a series lacks its regressors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// Name of the series.
    pub id: String,
    /// The first position that is lacking.
    pub first: i64,
    /// How many are.
    pub n: usize,
}

impl Regressors {
    /// No values yet of the regressors with these names.
    pub const fn named(names: Vec<String>) -> Self {
        Self { names, values: BTreeMap::new(), draws: Vec::new() }
    }

    /// Takes in the values of one series at one position, one a regressor; false where it has some
    /// already, which stay.
    pub fn push(&mut self, id: &str, position: i64, values: Vec<f64>) -> bool {
        push(&mut self.values, id, (position, values))
    }

    /// As [`push`](Self::push), in the draw of number `draw`, counted from 0.
    pub fn push_draw(&mut self, draw: usize, id: &str, position: i64, values: Vec<f64>) -> bool {
        if self.draws.len() <= draw {
            self.draws.resize(draw + 1, Known::new());
        }
        push(&mut self.draws[draw], id, (position, values))
    }

    /// Names of the regressors.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of draws; none where the future is known.
    pub const fn n_draws(&self) -> usize {
        self.draws.len()
    }

    /// Whether there is no regressor.
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The regressors of `series`, from its first value to `horizon` periods after its last; none
    /// if any of them is lacking. Where the future is given as draws, their mean stands for it.
    ///
    /// # Shapes
    /// One column a regressor.
    pub fn of(&self, series: &PanelSeries, horizon: usize) -> Option<Vec<Vec<f64>>> {
        self.columns(series, horizon, |position| self.at(&series.id, position))
    }

    /// As [`of`](Self::of), for as many of the `horizon` periods as the regressors reach; none
    /// where they do not reach beyond the series.
    pub(crate) fn as_far_as_given(
        &self,
        series: &PanelSeries,
        horizon: usize,
    ) -> Option<Vec<Vec<f64>>> {
        let is_given = |step: &usize| self.at(&series.id, series.last() + *step as i64).is_some();
        let given = (1..=horizon).take_while(is_given).count();
        if given == 0 { None } else { self.of(series, given) }
    }

    /// The regressors of `series` in every draw, as [`of`](Self::of) each.
    pub(crate) fn drawn(&self, series: &PanelSeries, horizon: usize) -> Option<Vec<Vec<Vec<f64>>>> {
        let of_draw = |draw: &Known| {
            self.columns(series, horizon, |position| {
                let drawn = value(draw, &series.id, position).cloned();
                drawn.or_else(|| self.at(&series.id, position))
            })
        };
        self.draws.iter().map(of_draw).collect()
    }

    fn columns(
        &self,
        series: &PanelSeries,
        horizon: usize,
        at: impl Fn(i64) -> Option<Vec<f64>>,
    ) -> Option<Vec<Vec<f64>>> {
        let mut columns = vec![Vec::new(); self.names.len()];
        for position in series.first..=series.last() + horizon as i64 {
            let values = at(position)?;
            for (k, column) in columns.iter_mut().enumerate() {
                column.push(*values.get(k)?);
            }
        }
        Some(columns)
    }

    /// The values at a position, or the mean of the draws; none where a draw lacks it.
    fn at(&self, id: &str, position: i64) -> Option<Vec<f64>> {
        if let Some(known) = value(&self.values, id, position) {
            return Some(known.clone());
        }
        let n = self.draws.len() as f64;
        let drawn = self.draws.iter().map(|draw| value(draw, id, position));
        let drawn: Vec<&Vec<f64>> = drawn.collect::<Option<_>>()?;
        let mean = |k: usize| drawn.iter().filter_map(|values| values.get(k)).sum::<f64>() / n;
        (!drawn.is_empty()).then(|| (0..self.names.len()).map(mean).collect())
    }

    /// The series of `panel` that lack regressors in the past or up to `horizon` periods ahead.
    pub fn lacking(&self, panel: &Panel, horizon: usize) -> Vec<Lacking> {
        let of_series = |series: &PanelSeries| {
            let needed = series.first..=series.last() + horizon as i64;
            let mut lacking = needed.filter(|position| self.at(&series.id, *position).is_none());
            let first = lacking.next()?;
            Some(Lacking { id: series.id.clone(), first, n: 1 + lacking.count() })
        };
        panel.series().iter().filter_map(of_series).collect()
    }
}

fn push(known: &mut Known, id: &str, (position, values): (i64, Vec<f64>)) -> bool {
    if !known.contains_key(id) {
        known.insert(id.to_owned(), BTreeMap::new());
    }
    let Some(series) = known.get_mut(id) else { return false };
    let is_new = !series.contains_key(&position);
    series.entry(position).or_insert(values);
    is_new
}

fn value<'a>(known: &'a Known, id: &str, position: i64) -> Option<&'a Vec<f64>> {
    known.get(id)?.get(&position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_run_from_the_first_value_to_the_horizon_and_what_lacks_is_counted() {
        let panel = Panel::annual(2000, [("a".to_owned(), vec![1.0, 2.0, 3.0])]);
        let mut regressors = Regressors::named(vec!["x".to_owned(), "z".to_owned()]);
        for position in [-1, 0, 1, 2, 3, 5] {
            assert!(regressors.push("a", position, vec![position as f64, 9.0]));
        }
        assert!(!regressors.push("a", 0, vec![7.0, 7.0]));
        let series = &panel.series()[0];
        let columns = regressors.of(series, 1).unwrap();
        assert_eq!(columns, [vec![0.0, 1.0, 2.0, 3.0], vec![9.0; 4]]);
        assert_eq!(regressors.lacking(&panel, 1), []);
        assert_eq!(regressors.of(series, 2), None);
        assert_eq!(regressors.as_far_as_given(series, 2), Some(columns));
        let lacking = Lacking { id: "a".to_owned(), first: 4, n: 1 };
        assert_eq!(regressors.lacking(&panel, 3), [lacking]);
    }

    #[test]
    fn a_future_in_draws_is_their_mean_where_one_is_asked_for() {
        let panel = Panel::annual(2000, [("a".to_owned(), vec![1.0, 2.0])]);
        let mut regressors = Regressors::named(vec!["x".to_owned()]);
        assert!(regressors.push("a", 0, vec![5.0]) && regressors.push("a", 1, vec![6.0]));
        assert!(regressors.push_draw(0, "a", 2, vec![1.0]));
        assert!(!regressors.push_draw(0, "a", 2, vec![1.0]));
        assert!(regressors.push_draw(1, "a", 2, vec![4.0]));
        let series = &panel.series()[0];
        assert_eq!(regressors.of(series, 1).unwrap(), [vec![5.0, 6.0, 2.5]]);
        let drawn = regressors.drawn(series, 1).unwrap();
        assert_eq!(drawn, [[vec![5.0, 6.0, 1.0]], [vec![5.0, 6.0, 4.0]]]);
        assert!(regressors.push_draw(0, "a", 3, vec![1.0]));
        assert_eq!(regressors.lacking(&panel, 2).len(), 1, "the second draw lacks it");
    }
}
