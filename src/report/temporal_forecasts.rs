//! Forecasts of months, quarters and years that agree, as long tables.
//!
//! ```text
//! forecasts   unique_id, ds, frequency, model, mean, median, lo_80, hi_80, …
//! fits        unique_id, frequency, model, parameter, value, status
//! paths       unique_id, ds, frequency, model, draw, value
//! ```
//! `ds` is the first period of a span. Of the spans that are forecast, periods, quarters and whole
//! seasons are written.

use crate::forecast::calendar::Frequency;
use crate::forecast::definition::Definition;
use crate::forecast::panel::Panel;
use crate::forecast::temporal::{SpanForecast, TemporalForecast};
use crate::report::forecasts::{FitRows, Level, moments};
use crate::report::long_rows::{Cells, Chunk};

/// Forecasts of one model at every span that is written.
pub(crate) struct TemporalRows<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) definition: &'a Definition,
    /// Draws the intervals are taken from.
    pub(crate) n_draws: usize,
}

impl TemporalRows<'_> {
    /// Forecasts and intervals.
    pub(crate) fn forecasts(&self, forecasts: &[TemporalForecast], levels: &[Level]) -> Chunk {
        let quantiles = |p: f64| {
            let all = self.each(forecasts).flat_map(|(_, span)| span.quantile(p, self.n_draws));
            Cells::Number(all.map(Some).collect())
        };
        let points = self.each(forecasts).flat_map(|(_, span)| span.points.iter().copied());
        let mut chunk = self.keys(forecasts, 1);
        chunk.push(("mean".to_owned(), Cells::Number(points.map(Some).collect())));
        chunk.push(("median".to_owned(), quantiles(0.5)));
        for level in levels {
            chunk.push((format!("lo_{level}"), quantiles(level.below())));
            chunk.push((format!("hi_{level}"), quantiles(1.0 - level.below())));
        }
        chunk
    }

    /// The first `n` draws.
    pub(crate) fn paths(&self, forecasts: &[TemporalForecast], n: usize) -> Chunk {
        let mut chunk = self.keys(forecasts, n);
        let (mut draws, mut values) = (Vec::new(), Vec::new());
        for (_, span) in self.each(forecasts) {
            for (draw, path) in (1_i64..).zip(span.draws.iter().take(n)) {
                draws.extend(path.iter().map(|_| draw));
                values.extend(path.iter().copied().map(Some));
            }
        }
        chunk.push(("draw".to_owned(), Cells::Integer(draws)));
        chunk.push(("value".to_owned(), Cells::Number(values)));
        chunk
    }

    /// What the fits at every span found, each by itself and of sums.
    pub(crate) fn fits(&self, forecasts: &[TemporalForecast]) -> Chunk {
        let (mut fitted, mut frequencies) = (Vec::new(), Vec::new());
        for (_, span) in self.each(forecasts) {
            let Some(base) = &span.base else { continue };
            fitted.push(base.clone());
            frequencies.push(frequency(self.panel, span.length));
        }
        let rows = FitRows { definition: self.definition };
        let of_each = fitted
            .iter()
            .zip(frequencies)
            .flat_map(|(one, frequency)| std::iter::repeat_n(frequency, FitRows::n_rows(one)));
        let frequencies = Cells::Text(of_each.collect());
        let mut chunk = rows.chunk(&fitted);
        chunk.insert(1, ("frequency".to_owned(), frequencies));
        chunk
    }

    /// Every series with each span that is written, the shortest first.
    fn each<'f>(
        &self,
        forecasts: &'f [TemporalForecast],
    ) -> impl Iterator<Item = (&'f TemporalForecast, &'f SpanForecast)> {
        let written = written(self.panel);
        forecasts.iter().flat_map(move |forecast| {
            let written = written.clone();
            let spans = forecast.spans.iter().rev();
            spans
                .filter(move |span| written.contains(&span.length))
                .map(move |span| (forecast, span))
        })
    }

    /// Name, moment, frequency and model of every row, each span `times` over.
    fn keys(&self, forecasts: &[TemporalForecast], times: usize) -> Chunk {
        let (mut ids, mut starts, mut frequencies) = (Vec::new(), Vec::new(), Vec::new());
        for (forecast, span) in self.each(forecasts) {
            let length = span.length as i64;
            let first = forecast.origin + 1;
            for _ in 0..times {
                for step in 0..span.points.len() as i64 {
                    ids.push(forecast.id.clone());
                    starts.push(self.panel.calendar().moment(first + step * length).to_string());
                    frequencies.push(frequency(self.panel, span.length));
                }
            }
        }
        let models = vec![self.definition.to_string(); ids.len()];
        vec![
            ("unique_id".to_owned(), Cells::Text(ids)),
            ("ds".to_owned(), moments(starts)),
            ("frequency".to_owned(), Cells::Text(frequencies)),
            ("model".to_owned(), Cells::Text(models)),
        ]
    }
}

/// Lengths of the spans that are written: periods, quarters of months, and the season.
fn written(panel: &Panel) -> Vec<usize> {
    let season_length = panel.season_length();
    match panel.calendar().frequency() {
        Frequency::Months(1) if season_length == 12 => vec![1, 3, 12],
        _ => vec![1, season_length],
    }
}

/// What `length` periods are called.
pub(crate) fn frequency(panel: &Panel, length: usize) -> String {
    let known = match panel.calendar().frequency() {
        Frequency::Months(step) => match step * length as i64 {
            1 => Some("month"),
            3 => Some("quarter"),
            6 => Some("half-year"),
            12 => Some("year"),
            _ => None,
        },
        Frequency::Days(step) => match step * length as i64 {
            1 => Some("day"),
            7 => Some("week"),
            _ => None,
        },
        Frequency::Numbers(_) => None,
    };
    known.map_or_else(|| format!("{length} periods"), str::to_owned)
}
