//! A panel: the series of one long table on one time axis.

use std::collections::BTreeMap;

use crate::forecast::Series;
use crate::forecast::calendar::{Calendar, Moment};

mod masked;

pub use masked::Masked;

/// One series of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelSeries {
    /// Its name.
    pub id: String,
    /// Position of its first value on the axis of the panel.
    pub first: i64,
    /// One finite value a period, interpolated where none was observed.
    pub values: Vec<f64>,
    /// Positions in `values` that nobody observed, ascending.
    pub missing: Vec<usize>,
}

impl PanelSeries {
    /// Position of the last value on the axis.
    pub fn last(&self) -> i64 {
        self.first + self.values.len() as i64 - 1
    }

    /// The series up to `origin`, or nothing if it begins later; it ends with an observed value.
    fn until(&self, origin: i64) -> Option<Self> {
        let mut n = usize::try_from(origin - self.first + 1).ok()?.min(self.values.len());
        while n > 0 && self.missing.binary_search(&(n - 1)).is_ok() {
            n -= 1;
        }
        let missing = self.missing.iter().copied().take_while(|position| *position < n).collect();
        let values = self.values[..n].to_vec();
        (n > 0).then(|| Self { id: self.id.clone(), first: self.first, values, missing })
    }

    /// The value observed at `position` of the axis.
    pub fn observed(&self, position: i64) -> Option<f64> {
        let index = usize::try_from(position - self.first).ok()?;
        let value = self.values.get(index)?;
        self.missing.binary_search(&index).is_err().then_some(*value)
    }
}

/// Many series on one time axis, in the order of their names.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    calendar: Calendar,
    season_length: usize,
    /// What no value can be larger than.
    most: f64,
    series: Vec<PanelSeries>,
}

/// What is wrong with one row of a long table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The series has another row for this moment.
    Duplicate {
        /// Position of the earlier row.
        earlier: usize,
    },
    /// Numbers and dates are mixed.
    OtherKind,
    /// It is so far from the next one of its series that hardly any period between them is known.
    FarApart {
        /// Periods of the series, known or not.
        n_periods: i64,
    },
}

/// Most periods of a series for each value it has, beyond the first ten thousand.
const MOST_PERIODS_A_VALUE: i64 = 100;
const MOST_PERIODS: i64 = 10_000;

/// A row that is wrong, by its position among the rows given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// Position of the row.
    pub row: usize,
    /// Its moment.
    pub moment: Moment,
    /// What is wrong.
    pub fault: Fault,
}

/// The rows of a long table, series by series.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    series: BTreeMap<String, Vec<Row>>,
    n_rows: usize,
}

/// One row. A long table has millions of them, so it takes 32 bytes where an optional value and a
/// wide number would take 40.
#[derive(Clone, Copy, Debug)]
struct Row {
    moment: Moment,
    /// Means nothing unless the value was observed.
    value: f64,
    is_observed: bool,
    /// Position among the rows given, of which memory ends before four thousand million.
    position: u32,
}

impl Row {
    fn observed(&self) -> Option<f64> {
        self.is_observed.then_some(self.value)
    }
}

impl Rows {
    /// Takes in one row; a value that was not observed is `None`.
    pub fn push(&mut self, id: &str, moment: Moment, value: Option<f64>) {
        let value = value.filter(|value| value.is_finite());
        let row = Row {
            moment,
            value: value.unwrap_or(0.0),
            is_observed: value.is_some(),
            position: self.n_rows as u32,
        };
        match self.series.get_mut(id) {
            Some(rows) => rows.push(row),
            None => {
                self.series.insert(id.to_owned(), vec![row]);
            }
        }
        self.n_rows += 1;
    }

    /// Number of rows taken in.
    pub const fn len(&self) -> usize {
        self.n_rows
    }

    /// Whether there is no row.
    pub const fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// The panel of these rows, its season as the calendar tells unless `season_length` is given.
    ///
    /// Holes inside a series are missing values; those before its first and after its last
    /// observed value are left out. A series without any observed value is left out.
    ///
    /// # Errors
    /// Every row that is wrong.
    pub fn into_panel(self, season_length: Option<usize>) -> Result<Panel, Vec<RowFault>> {
        let Some(calendar) = self.calendar() else {
            return Err(self.other_kinds());
        };
        let mut faults = Vec::new();
        let mut series = Vec::new();
        for (id, mut rows) in self.series {
            rows.sort_by_key(|row| (row.moment, row.position));
            let twice = rows.windows(2).filter(|pair| pair[0].moment == pair[1].moment);
            faults.extend(twice.map(|pair| RowFault {
                row: pair[1].position as usize,
                moment: pair[1].moment,
                fault: Fault::Duplicate { earlier: pair[0].position as usize },
            }));
            faults.extend(far_apart(&calendar, &rows));
            let observed: Vec<(i64, f64)> = rows
                .iter()
                .filter_map(|row| Some((calendar.position(row.moment)?, row.observed()?)))
                .collect();
            if faults.is_empty() {
                series.extend(dense(id, &observed));
            }
        }
        let season_length = season_length.unwrap_or_else(|| calendar.frequency().season_length());
        if faults.is_empty() {
            Ok(Panel { calendar, season_length, most: f64::MAX, series })
        } else {
            faults.sort_by_key(|fault| fault.row);
            Err(faults)
        }
    }

    fn calendar(&self) -> Option<Calendar> {
        let mut moments: Vec<Moment> = Vec::new();
        for rows in self.series.values() {
            moments.extend(rows.iter().map(|row| row.moment));
            // Series share most moments, so this keeps the list as long as the axis.
            if moments.len() > 65_536 {
                moments.sort_unstable();
                moments.dedup();
            }
        }
        moments.sort_unstable();
        moments.dedup();
        Calendar::of(&moments)
    }

    /// The rows whose moment is not of the kind of the first row's.
    fn other_kinds(&self) -> Vec<RowFault> {
        let kind = |moment: &Moment| std::mem::discriminant(moment);
        let mut rows: Vec<(usize, &Moment)> = self
            .series
            .values()
            .flatten()
            .map(|row| (row.position as usize, &row.moment))
            .collect();
        rows.sort_by_key(|row| row.0);
        let first = rows.first().map(|row| kind(row.1));
        rows.iter()
            .filter(|row| Some(kind(row.1)) != first)
            .map(|row| RowFault { row: row.0, moment: *row.1, fault: Fault::OtherKind })
            .collect()
    }
}

/// The row before the widest hole of a series that is nearly all holes, as a mistyped year makes
/// one.
fn far_apart(calendar: &Calendar, rows: &[Row]) -> Option<RowFault> {
    let at = |row: &Row| calendar.position(row.moment);
    let n_periods = at(rows.last()?)? - at(rows.first()?)? + 1;
    let apart = |pair: &[Row]| Some(at(&pair[1])? - at(&pair[0])?);
    let widest = rows.windows(2).max_by_key(|pair| apart(pair))?;
    (n_periods > MOST_PERIODS + MOST_PERIODS_A_VALUE * rows.len() as i64).then_some(RowFault {
        row: widest[1].position as usize,
        moment: widest[1].moment,
        fault: Fault::FarApart { n_periods },
    })
}

/// The series with a value for every period between the first and the last observed one.
fn dense(id: String, observed: &[(i64, f64)]) -> Option<PanelSeries> {
    let first = observed.first()?.0;
    let mut values = Vec::with_capacity(observed.len());
    let mut missing = Vec::new();
    let mut before: Option<(i64, f64)> = None;
    for (position, value) in observed {
        if let Some((earlier, start)) = before {
            let apart = (position - earlier) as f64;
            for step in 1..position - earlier {
                missing.push(values.len());
                values.push(start + (value - start) * (step as f64 / apart));
            }
        }
        values.push(*value);
        before = Some((*position, *value));
    }
    Some(PanelSeries { id, first, values, missing })
}

impl Panel {
    /// A panel of annual series that all begin in the same year.
    ///
    /// The series are put in the order of their names, so that what is learnt from them does not
    /// depend on the order given. A value that is not finite is one nobody observed; series
    /// without any observed value are left out.
    pub fn annual(first_year: i64, series: impl IntoIterator<Item = (String, Vec<f64>)>) -> Self {
        let made = series.into_iter().filter_map(|(id, values)| {
            let observed = (0..).zip(values).filter(|(_, value)| value.is_finite());
            dense(id, &observed.collect::<Vec<(i64, f64)>>())
        });
        let mut series: Vec<PanelSeries> = made.collect();
        series.sort_by(|a, b| a.id.cmp(&b.id));
        let calendar = Calendar::yearly(Moment::Number(first_year));
        Self { calendar, season_length: 1, most: f64::MAX, series }
    }

    /// The same panel with a season that repeats after `season_length` periods.
    #[must_use]
    pub fn with_season(self, season_length: usize) -> Self {
        Self { season_length, ..self }
    }

    /// The same panel, none of its values ever being larger than `most`: 1 or 100 for shares.
    ///
    /// Forecasts, their quantiles and draws are held below it. It has the unit of the values.
    #[must_use]
    pub fn at_most(self, most: f64) -> Self {
        Self { most, ..self }
    }

    /// What no value can be larger than; the largest number where nothing was declared.
    pub const fn most(&self) -> f64 {
        self.most
    }

    /// The series, in the order of their names.
    pub fn series(&self) -> &[PanelSeries] {
        &self.series
    }

    /// The time axis.
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Number of periods after which the season repeats; 1 where there is none.
    pub const fn season_length(&self) -> usize {
        self.season_length
    }

    /// One series as models take it.
    pub fn view<'a>(&self, series: &'a PanelSeries) -> Series<'a> {
        Series {
            values: &series.values,
            missing: &series.missing,
            season_length: self.season_length,
        }
    }

    /// The panel without so many first values of every series as `n` says; a series that is not
    /// longer is left out.
    #[must_use]
    pub(crate) fn starting_later(&self, mut n: impl FnMut(&PanelSeries) -> usize) -> Self {
        let later = |series: &PanelSeries| {
            let mut n = n(series).min(series.values.len());
            while series.missing.binary_search(&n).is_ok() {
                n += 1;
            }
            let missing = series.missing.iter().filter_map(|t| t.checked_sub(n)).collect();
            let values = series.values[n..].to_vec();
            let first = series.first + n as i64;
            (!values.is_empty()).then(|| PanelSeries {
                id: series.id.clone(),
                first,
                values,
                missing,
            })
        };
        let series = self.series.iter().filter_map(later).collect();
        Self { series, ..*self }
    }

    /// The same series with the values `change` makes of them, and another season; those it gives
    /// nothing for are left out, and so is the bound on values.
    #[must_use]
    pub(crate) fn changed(
        &self,
        season_length: usize,
        change: impl Fn(&Series<'_>) -> Option<Vec<f64>>,
    ) -> Self {
        let changed = |series: &PanelSeries| {
            let values = change(&self.view(series))?;
            Some(PanelSeries {
                values,
                id: series.id.clone(),
                missing: series.missing.clone(),
                ..*series
            })
        };
        let series = self.series.iter().filter_map(changed).collect();
        Self { series, season_length, most: f64::MAX, ..*self }
    }

    /// The panel of sums over `span` periods, counted back from the last value of each series; the
    /// first values that make no whole span are left out.
    ///
    /// Its axis counts spans. A span without any observed value is missing.
    #[must_use]
    pub(crate) fn summed(&self, span: usize) -> Self {
        let summed = |series: &PanelSeries| {
            let n = series.values.len() / span;
            let left_out = series.values.len() - n * span;
            let whole = &series.values[left_out..];
            let is_missing = |i: &usize| {
                (0..span).all(|t| series.missing.binary_search(&(left_out + i * span + t)).is_ok())
            };
            let values = whole.chunks_exact(span).map(|periods| periods.iter().sum()).collect();
            let first = series.last().div_euclid(span as i64) + 1 - n as i64;
            let missing = (0..n).filter(is_missing).collect();
            (n > 0).then(|| PanelSeries { id: series.id.clone(), first, values, missing })
        };
        let series = self.series.iter().filter_map(summed).collect();
        Self { series, season_length: self.season_length / span, ..*self }
    }

    /// The panel as it was known at `origin`: every series up to there.
    #[must_use]
    pub fn until(&self, origin: i64) -> Self {
        let series = self.series.iter().filter_map(|series| series.until(origin)).collect();
        Self { series, ..*self }
    }

    /// The same panel without the last `n_periods` of every series; series that are not longer
    /// are left out.
    #[must_use]
    pub fn without_last(&self, n_periods: usize) -> Self {
        let cut = |series: &PanelSeries| series.until(series.last() - n_periods as i64);
        let series = self.series.iter().filter_map(cut).collect();
        Self { series, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(&str, &str, Option<f64>)]) -> Rows {
        let mut all = Rows::default();
        for (id, moment, value) in rows {
            all.push(id, Moment::parse(moment).unwrap(), *value);
        }
        all
    }

    #[test]
    fn holes_are_interpolated_and_remembered_as_missing() {
        let panel = rows(&[
            ("b", "2003", Some(7.0)),
            ("a", "2000", None),
            ("a", "2001", Some(1.0)),
            ("a", "2004", Some(4.0)),
            ("a", "2002", None),
        ])
        .into_panel(None)
        .unwrap();
        let a = &panel.series()[0];
        assert_eq!((a.first, a.values.as_slice()), (1, [1.0, 2.0, 3.0, 4.0].as_slice()));
        assert_eq!(a.missing, [1, 2]);
        assert_eq!((a.observed(2), a.observed(4)), (None, Some(4.0)));
        assert_eq!(panel.calendar().moment(panel.series()[1].first).to_string(), "2003");
    }

    #[test]
    fn an_annual_panel_is_sorted_and_what_is_not_finite_is_missing() {
        let named = |id: &str, values: &[f64]| (id.to_owned(), values.to_vec());
        let nan = f64::NAN;
        let given =
            [named("b", &[nan, 2.0, nan, 4.0, nan]), named("a", &[1.0]), named("c", &[nan])];
        let panel = Panel::annual(2000, given);
        let ids: Vec<&str> = panel.series().iter().map(|series| series.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        let b = &panel.series()[1];
        assert_eq!((b.first, b.values.as_slice()), (1, [2.0, 3.0, 4.0].as_slice()));
        assert_eq!(b.missing, [1]);
    }

    #[test]
    fn every_duplicate_and_every_mixed_moment_is_told() {
        let twice = rows(&[
            ("a", "2000", Some(1.0)),
            ("b", "2000", Some(1.0)),
            ("a", "2000", Some(2.0)),
            ("a", "2000", Some(2.0)),
        ]);
        let faults = twice.into_panel(None).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.row).collect::<Vec<_>>(), [2, 3]);
        let mixed = rows(&[("a", "2000", Some(1.0)), ("a", "2001-05-01", Some(1.0))]);
        let moment = Moment::parse("2001-05-01").unwrap();
        let fault = RowFault { row: 1, moment, fault: Fault::OtherKind };
        assert_eq!(mixed.into_panel(None).unwrap_err(), [fault]);
    }

    #[test]
    fn a_mistyped_year_is_told_and_fills_no_memory() {
        let far = rows(&[("a", "2000", Some(1.0)), ("a", "20010101", Some(2.0))]);
        let moment = Moment::Number(20_010_101);
        let rest = rows(&[("a", "2001", Some(1.0)), ("b", "2000", Some(1.0))]).into_panel(None);
        assert_eq!(rest.unwrap().series().len(), 2);
        let three = rows(&[
            ("a", "2000", Some(1.0)),
            ("a", "2001", Some(1.0)),
            ("a", "20010101", Some(2.0)),
        ]);
        let fault = Fault::FarApart { n_periods: 20_008_102 };
        assert_eq!(three.into_panel(None).unwrap_err(), [RowFault { row: 2, moment, fault }]);
        // Two moments alone are one step apart.
        assert_eq!(far.into_panel(None).unwrap().series()[0].values, [1.0, 2.0]);
    }

    #[test]
    fn a_panel_at_an_origin_knows_nothing_later_and_ends_with_an_observation() {
        let panel = rows(&[
            ("a", "2000", Some(1.0)),
            ("a", "2001", Some(2.0)),
            ("a", "2004", Some(5.0)),
            ("late", "2004", Some(9.0)),
        ])
        .into_panel(None)
        .unwrap();
        let then = panel.until(2);
        assert_eq!(then.series().len(), 1);
        assert_eq!(then.series()[0].values, [1.0, 2.0]);
        assert!(then.series()[0].missing.is_empty());
        assert_eq!(panel.without_last(1).series().len(), 1);
    }
}
