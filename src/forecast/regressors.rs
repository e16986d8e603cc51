//! Explaining series of a panel, known or assumed over the past and the periods to come.

use std::collections::BTreeMap;

use crate::forecast::panel::{Panel, PanelSeries};

/// Explaining series by the name of the series they explain and the position on the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regressors {
    names: Vec<String>,
    values: BTreeMap<String, BTreeMap<i64, Vec<f64>>>,
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
        Self { names, values: BTreeMap::new() }
    }

    /// Takes in the values of one series at one position, one a regressor; false where it has some
    /// already, which stay.
    pub fn push(&mut self, id: &str, position: i64, values: Vec<f64>) -> bool {
        let series = self.values.entry(id.to_owned()).or_default();
        let is_new = !series.contains_key(&position);
        series.entry(position).or_insert(values);
        is_new
    }

    /// Names of the regressors.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there is no regressor.
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The regressors of `series`, from its first value to `horizon` periods after its last; none
    /// if any of them is lacking.
    ///
    /// # Shapes
    /// One column a regressor.
    pub fn of(&self, series: &PanelSeries, horizon: usize) -> Option<Vec<Vec<f64>>> {
        let known = self.values.get(&series.id)?;
        let mut columns = vec![Vec::new(); self.names.len()];
        for position in series.first..=series.last() + horizon as i64 {
            let values = known.get(&position)?;
            for (k, column) in columns.iter_mut().enumerate() {
                column.push(*values.get(k)?);
            }
        }
        Some(columns)
    }

    /// The series of `panel` that lack regressors in the past or up to `horizon` periods ahead.
    pub fn lacking(&self, panel: &Panel, horizon: usize) -> Vec<Lacking> {
        let none = BTreeMap::new();
        let of_series = |series: &PanelSeries| {
            let known = self.values.get(&series.id).unwrap_or(&none);
            let needed = series.first..=series.last() + horizon as i64;
            let mut lacking = needed.filter(|position| !known.contains_key(position));
            let first = lacking.next()?;
            Some(Lacking { id: series.id.clone(), first, n: 1 + lacking.count() })
        };
        panel.series().iter().filter_map(of_series).collect()
    }
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
        let columns = regressors.of(&panel.series()[0], 1).unwrap();
        assert_eq!(columns, [vec![0.0, 1.0, 2.0, 3.0], vec![9.0; 4]]);
        assert_eq!(regressors.lacking(&panel, 1), []);
        assert_eq!(regressors.of(&panel.series()[0], 2), None);
        let lacking = Lacking { id: "a".to_owned(), first: 4, n: 1 };
        assert_eq!(regressors.lacking(&panel, 3), [lacking]);
    }
}
