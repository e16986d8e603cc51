//! The value of an indicator read off a history and one draw of its forecast.
//!
//! ```text
//!             in year t              mean of a … b                      sum of a … b
//! value       X_t                    Σ X_t / n                          Σ X_t
//! growth      X_t / X_{t−1} − 1      (X_b / X_{a−1})^{1/n} − 1          X_b / X_{a−1} − 1
//! change      X_t − X_{t−1}          (X_b − X_{a−1}) / n                X_b − X_{a−1}
//! reduction   1 − X_t / X_base       as in year b                       as in year b
//! ```
//! `n = b − a + 1`.

use std::collections::BTreeMap;

use crate::targets::indicator::Transform;
use crate::targets::meaning::{Meaning, Period};
use crate::targets::series::{IndicatorForecast, IndicatorSeries, Span, span_from};
use crate::units::Year;

/// A history and one way it may go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    pub(super) history: &'a BTreeMap<Year, f64>,
    /// Sums over years of the past that are not in it.
    pub(super) spans: &'a [Span],
    /// Values of the draw, the first being of `first`.
    pub(super) path: &'a [f64],
    pub(super) first: Year,
    /// Factor of the draw on the level of the history.
    pub(super) level: f64,
}

impl<'a> Reading<'a> {
    /// The history alone.
    pub(super) fn of_history(series: &'a IndicatorSeries) -> Self {
        let (history, spans) = (&series.history, series.spans.as_slice());
        Self { history, spans, path: &[], first: Year(0), level: 1.0 }
    }

    /// The history and draw `draw` of the forecast.
    pub(super) fn of_draw(
        series: &'a IndicatorSeries,
        forecast: &'a IndicatorForecast,
        draw: usize,
    ) -> Self {
        let level = forecast.level.get(draw).copied().unwrap_or(1.0);
        let path = forecast.paths.path(0, draw);
        let first = forecast.paths.first();
        Self { path, first, level, ..Self::of_history(series) }
    }

    /// The value of `year`, the history's as recorded.
    fn at(&self, year: Year) -> Option<f64> {
        self.history.get(&year).copied().or_else(|| self.ahead(year))
    }

    /// The value of `year`, the history's on the level of the draw.
    fn levelled(&self, year: Year) -> Option<f64> {
        self.history.get(&year).map(|value| value * self.level).or_else(|| self.ahead(year))
    }

    fn ahead(&self, year: Year) -> Option<f64> {
        usize::try_from(year.since(self.first)).ok().and_then(|t| self.path.get(t)).copied()
    }

    /// The indicator over the period of `meaning`; `None` if a year is missing or the value is no
    /// number.
    pub(super) fn value(&self, transform: Transform, meaning: &Meaning) -> Option<f64> {
        let value = match transform {
            Transform::Value => self.plain(meaning.period),
            Transform::Growth => self.growth(meaning.period),
            Transform::Change => self.change(meaning.period),
            Transform::Reduction => {
                let (_, last) = meaning.period.ends();
                Some(1.0 - self.levelled(last)? / self.levelled(meaning.base?)?)
            }
        };
        value.filter(|value| value.is_finite())
    }

    fn plain(&self, period: Period) -> Option<f64> {
        let (first, last) = period.ends();
        let (mut sum, mut year) = (0.0, first);
        while year <= last {
            if let Some(value) = self.at(year) {
                sum += value;
                year = year.plus(1);
            } else {
                let span = span_from(self.spans, year, last)?;
                sum += span.total;
                year = span.last.plus(1);
            }
        }
        Some(if matches!(period, Period::Mean(..)) { sum / period.n_years() } else { sum })
    }

    fn growth(&self, period: Period) -> Option<f64> {
        let (first, last) = period.ends();
        let ratio = self.levelled(last)? / self.levelled(first.plus(-1))?;
        let n = if matches!(period, Period::Mean(..)) { period.n_years() } else { 1.0 };
        Some(ratio.powf(1.0 / n) - 1.0)
    }

    fn change(&self, period: Period) -> Option<f64> {
        let (first, last) = period.ends();
        let change = self.levelled(last)? - self.levelled(first.plus(-1))?;
        Some(if matches!(period, Period::Mean(..)) { change / period.n_years() } else { change })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading<'a>(history: &'a BTreeMap<Year, f64>, path: &'a [f64]) -> Reading<'a> {
        Reading { history, spans: &[], path, first: Year(2026), level: 1.0 }
    }

    fn value(transform: Transform, definition: &str) -> Option<f64> {
        let history = [(Year(2024), 80.0), (Year(2025), 100.0)].into();
        let meaning = Meaning::of(Some(definition), Year(2027));
        reading(&history, &[110.0, 144.0]).value(transform, &meaning)
    }

    #[test]
    fn every_cell_of_the_table_agrees_with_a_calculation_by_hand() {
        assert_eq!(value(Transform::Value, ""), Some(144.0));
        assert_eq!(value(Transform::Value, "mean of 2025 to 2027"), Some(118.0));
        assert_eq!(value(Transform::Value, "sum of 2026 to 2027"), Some(254.0));
        // √(144/100) − 1, over the two years after 2025.
        assert!((value(Transform::Growth, "mean of 2026 to 2027").unwrap() - 0.2).abs() < 1e-12);
        assert!((value(Transform::Growth, "").unwrap() - 34.0 / 110.0).abs() < 1e-12);
        assert_eq!(value(Transform::Change, "mean of 2025 to 2027"), Some(64.0 / 3.0));
        assert_eq!(value(Transform::Change, "sum of 2026 to 2027"), Some(44.0));
        assert!((value(Transform::Reduction, "from 2024").unwrap() + 0.8).abs() < 1e-12);
    }

    #[test]
    fn missing_years_give_no_value() {
        assert_eq!(value(Transform::Value, "sum of 2023 to 2027"), None);
        assert_eq!(value(Transform::Growth, "mean of 2024 to 2027"), None);
        assert_eq!(value(Transform::Reduction, ""), None);
    }

    #[test]
    fn years_known_together_count_in_a_sum_and_in_no_year_alone() {
        let history = [(Year(2025), 100.0)].into();
        let spans = [Span { first: Year(2022), last: Year(2024), total: 240.0 }];
        let reading = Reading { spans: &spans, ..reading(&history, &[]) };
        let value = |definition: &str, year| {
            reading.value(Transform::Value, &Meaning::of(Some(definition), Year(year)))
        };
        assert_eq!(value("sum of 2022 to 2025", 2025), Some(340.0));
        assert_eq!(value("mean of 2022 to 2024", 2024), Some(80.0));
        assert_eq!(value("sum of 2022 to 2023", 2023), None);
        assert_eq!(value("", 2023), None);
    }

    #[test]
    fn an_error_of_the_level_cancels_in_growth_and_change() {
        let history = [(Year(2025), 100.0)].into();
        let draw = Reading { level: 1.5, ..reading(&history, &[165.0]) };
        let meaning = Meaning::of(None, Year(2026));
        assert!((draw.value(Transform::Growth, &meaning).unwrap() - 0.1).abs() < 1e-12);
        assert!((draw.value(Transform::Change, &meaning).unwrap() - 15.0).abs() < 1e-12);
    }
}
