//! Forecasts of a panel as long tables.
//!
//! ```text
//! forecasts   unique_id, ds, model, mean, median, lo_80, hi_80, …
//! fits        unique_id, model, parameter, value (log-likelihood, AICc and status among them)
//! paths       unique_id, ds, model, draw, value
//! ```

use std::fmt;

use crate::forecast::Convergence;
use crate::forecast::definition::Definition;
use crate::forecast::forecaster::SeriesForecast;
use crate::forecast::panel::Panel;
use crate::report::long_rows::{Cells, Chunk};

/// The level of a central interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Level(f64);

impl Level {
    /// A level in per cent, between 0 and 100.
    pub(crate) fn per_cent(level: f64) -> Option<Self> {
        (level > 0.0 && level < 100.0).then_some(Self(level))
    }

    /// The level of the quantile below which the interval begins.
    pub(crate) const fn below(self) -> f64 {
        (1.0 - self.0 / 100.0) / 2.0
    }
}

/// The level in per cent, as in the names of columns.
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Forecasts and intervals.
pub(crate) struct ForecastRows<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) definition: &'a Definition,
    pub(crate) levels: &'a [Level],
}

impl ForecastRows<'_> {
    pub(crate) fn chunk(&self, forecasts: &[SeriesForecast]) -> Chunk {
        let quantiles = |p: f64| {
            let all = forecasts.iter().flat_map(|forecast| forecast.quantile(p));
            Cells::Number(all.map(Some).collect())
        };
        let points =
            forecasts.iter().flat_map(|forecast| forecast.points.iter().copied().map(Some));
        let mut chunk = keys(self.panel, self.definition, forecasts, 1);
        chunk.push(("mean".to_owned(), Cells::Number(points.collect())));
        chunk.push(("median".to_owned(), quantiles(0.5)));
        for level in self.levels {
            chunk.push((format!("lo_{level}"), quantiles(level.below())));
            chunk.push((format!("hi_{level}"), quantiles(1.0 - level.below())));
        }
        chunk
    }
}

/// Name, moment and model of every row, each series `times` over.
fn keys(
    panel: &Panel,
    definition: &Definition,
    forecasts: &[SeriesForecast],
    times: usize,
) -> Chunk {
    let (mut ids, mut moments) = (Vec::new(), Vec::new());
    for forecast in forecasts {
        let ahead = 1..=forecast.points.len() as i64;
        let own: Vec<String> =
            ahead.map(|step| panel.calendar().moment(forecast.origin + step).to_string()).collect();
        for _ in 0..times {
            ids.extend(own.iter().map(|_| forecast.id.clone()));
            moments.extend(own.iter().cloned());
        }
    }
    let models = vec![definition.to_string(); ids.len()];
    vec![
        ("unique_id".to_owned(), Cells::Text(ids)),
        ("ds".to_owned(), self::moments(moments)),
        ("model".to_owned(), Cells::Text(models)),
    ]
}

/// Moments as cells: years are numbers in files that know numbers; dates are texts everywhere.
pub(crate) fn moments(texts: Vec<String>) -> Cells {
    let numbers: Option<Vec<i64>> = texts.iter().map(|moment| moment.parse().ok()).collect();
    numbers.map_or(Cells::Text(texts), Cells::Integer)
}

/// Sample paths, joint over the series.
pub(crate) struct PathRows<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) definition: &'a Definition,
    pub(crate) seed: u64,
    pub(crate) n: u32,
}

impl PathRows<'_> {
    pub(crate) fn chunk(&self, forecasts: &[SeriesForecast]) -> Chunk {
        let mut chunk = keys(self.panel, self.definition, forecasts, self.n as usize);
        let (mut draws, mut values) = (Vec::new(), Vec::new());
        for forecast in forecasts {
            for draw in 0..self.n {
                draws.extend(forecast.points.iter().map(|_| i64::from(draw) + 1));
                values.extend(forecast.draw(self.seed, u64::from(draw)).into_iter().map(Some));
            }
        }
        chunk.push(("draw".to_owned(), Cells::Integer(draws)));
        chunk.push(("value".to_owned(), Cells::Number(values)));
        chunk
    }
}

/// What every fit found.
pub(crate) struct FitRows<'a> {
    pub(crate) definition: &'a Definition,
}

impl FitRows<'_> {
    /// Rows of one fit: its parameters, likelihood, criterion, convergence and fallback.
    pub(crate) fn n_rows(forecast: &SeriesForecast) -> usize {
        forecast.summary.parameters.len() + 4
    }

    pub(crate) fn chunk(&self, forecasts: &[SeriesForecast]) -> Chunk {
        let (mut ids, mut names, mut values, mut words) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let model = self.definition.to_string();
        for forecast in forecasts {
            let summary = &forecast.summary;
            let mut push = |name: &str, value: Option<f64>, word: &str| {
                ids.push(forecast.id.clone());
                names.push(name.to_owned());
                values.push(value);
                words.push(word.to_owned());
            };
            for (name, value) in &summary.parameters {
                push(name, Some(*value), "");
            }
            push("log_likelihood", summary.log_likelihood, "");
            push("aicc", summary.aicc, "");
            push("convergence", None, convergence(summary.convergence));
            let fallback = forecast.fallback.as_ref().map(ToString::to_string);
            push("fallback", None, fallback.as_deref().unwrap_or("none"));
        }
        vec![
            ("unique_id".to_owned(), Cells::Text(ids.clone())),
            ("model".to_owned(), Cells::Text(vec![model; ids.len()])),
            ("parameter".to_owned(), Cells::Text(names)),
            ("value".to_owned(), Cells::Number(values)),
            ("status".to_owned(), Cells::Text(words)),
        ]
    }
}

const fn convergence(convergence: Convergence) -> &'static str {
    match convergence {
        Convergence::ClosedForm => "closed_form",
        Convergence::Reached => "reached",
        Convergence::NotReached => "not_reached",
    }
}
