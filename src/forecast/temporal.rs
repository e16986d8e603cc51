//! Forecasts of months, quarters and years that agree.
//!
//! ```text
//! y_k(i) = Σ y(t)          over the i-th k periods, counted back from the last value
//! ỹ      = S b̃             b̃ = argmin (S b − ŷ)′ W⁻¹ (S b − ŷ), a season at a time
//! ```
//! A short-term forecast made of months and a long-term one made of years contradict each other.
//! Here the series is forecast at each [`span`](spans) by the same definition, which sees the season in
//! the months and the trend in the years, and the forecasts are reconciled; `S` says which periods
//! a span is the sum of. `W` is diagonal: the number of periods in a span, or the variance of its
//! forecast, by step, from the errors the model made on periods held back.
//!
//! Draws are reconciled as well, one by one. The errors of a span are not independent of those of
//! its periods, so one normal walk moves both: a period by its place on the walk, a span by the
//! sum of the walk over its periods, in standard deviations of that sum,
//!
//! ```text
//! w_k(i) = Σ W(t) / √(a k² + k (k + 1)(2k + 1)/6)        a periods before the span
//! ```
//! which makes the error of a span as certain to follow its periods as it can be. On M3's months the
//! intervals of 80 % that come of it are too wide with structural weights (they cover 83 to 85 %) and
//! too narrow with variances (76 %); `benches/peers/README.md` has the figures.
//!
//! Spans are counted back from the last value of each series, so the forecast of a whole season
//! follows it at once; the years are calendar years where the series ends with one. A span a series
//! has seen fewer than four times, or that never moved, has no forecast of its own and is the sum of
//! its periods; the longest span that has one is then reconciled at a time.
//!
//! # Source
//! Athanasopoulos, Hyndman, Kourentzes & Petropoulos (2017), *Forecasting with temporal
//! hierarchies*, EJOR 262, sections 2 and 3.

use rayon::prelude::*;

use crate::forecast::definition::Definition;
use crate::forecast::forecaster::{Forecaster, SeriesForecast};
use crate::forecast::panel::{Panel, PanelSeries};
use crate::hierarchy::{Evidence, Figures, Hierarchy, Method, Reconciler, Sign};
use crate::numeric::distribution::normal_cdf;

/// Fewest whole spans of a series that are forecast by themselves.
const FEWEST_SPANS: usize = 4;
/// Distance of the quantiles 0.1 and 0.9 of a normal distribution, in standard deviations.
const CENTRAL_80: f64 = 2.563_103;
/// Draws beyond this level are those of it.
const OUTERMOST: f64 = f64::EPSILON;

/// What the figure of a longer span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// The sum of its periods, as of persons hired.
    Sum,
    /// Their mean, as of persons employed.
    Mean,
}

impl Total {
    /// The figure of a span of `length` periods whose sum is `sum`.
    fn of(self, sum: f64, length: usize) -> f64 {
        match self {
            Self::Sum => sum,
            Self::Mean => sum / length as f64,
        }
    }
}

/// What the forecast of a span counts for, against those of its periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// One over the number of its periods.
    Structural,
    /// One over the variance of its forecast.
    Variance,
}

/// How forecasts of spans are made to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What the figure of a span is.
    pub total: Total,
    /// What its forecast counts for.
    pub weights: Weights,
}

/// The spans of a season of `season_length` periods that are forecast, the longest first: all that
/// divide it.
pub fn spans(season_length: usize) -> Vec<usize> {
    (1..=season_length).rev().filter(|span| season_length.is_multiple_of(*span)).collect()
}

/// A model and what it learnt from a panel at every span.
#[derive(Clone, Debug)]
pub struct TemporalForecaster {
    rule: Rule,
    horizon: usize,
    spans: Vec<Span>,
}

#[derive(Clone, Debug)]
struct Span {
    length: usize,
    panel: Panel,
    forecaster: Forecaster,
}

/// The forecast of one series at every span.
#[derive(Clone, Debug, PartialEq)]
pub struct TemporalForecast {
    /// Name of the series.
    pub id: String,
    /// Position of its last value on the axis of the panel.
    pub origin: i64,
    /// One a span, the longest first; the last is that of the periods themselves.
    pub spans: Vec<SpanForecast>,
}

/// The forecast of one series at one span.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanForecast {
    /// Number of periods in a span.
    pub length: usize,
    /// The forecast, which agrees with that of every other span: one value a span within the
    /// horizon.
    pub points: Vec<f64>,
    /// Draws, which agree likewise: one path each, as long as `points`.
    pub draws: Vec<Vec<f64>>,
    /// The forecast before it was reconciled, of sums; none where the series has too few spans.
    pub base: Option<SeriesForecast>,
}

impl SpanForecast {
    /// The quantile of level `p` over the first `n` draws, one value a span.
    pub fn quantile(&self, p: f64, n: usize) -> Vec<f64> {
        (0..self.points.len()).map(|step| self.quantile_at(step, p, n)).collect()
    }

    fn quantile_at(&self, step: usize, p: f64, n: usize) -> f64 {
        let mut values: Vec<f64> = self.draws.iter().take(n).map(|path| path[step]).collect();
        values.sort_unstable_by(f64::total_cmp);
        let Some(last) = values.len().checked_sub(1) else { return self.points[step] };
        let position = (p * values.len() as f64 - 0.5).clamp(0.0, last as f64);
        let below = position as usize;
        let above = (below + 1).min(last);
        values[below] + (position - below as f64) * (values[above] - values[below])
    }
}

impl TemporalForecaster {
    /// Learns from `panel`, at every span of its season, what forecasts up to `horizon` periods
    /// ahead need; none where the panel has no season.
    pub fn learn(
        panel: &Panel,
        definition: &Definition,
        horizon: usize,
        rule: Rule,
    ) -> Option<Self> {
        let season_length = panel.season_length();
        if season_length < 2 {
            return None;
        }
        let periods = horizon.div_ceil(season_length) * season_length;
        let span = |length: usize| {
            let panel = panel.summed(length);
            let forecaster = Forecaster::learn(&panel, definition, periods / length);
            Span { length, panel, forecaster }
        };
        let spans = spans(season_length).into_iter().map(span).collect();
        Some(Self { rule, horizon, spans })
    }

    /// Forecasts the series called `ids`, in their order, with `n_draws` draws each.
    ///
    /// Draws of one number belong together, over spans and series.
    pub fn forecast(&self, ids: &[&str], seed: u64, n_draws: usize) -> Vec<TemporalForecast> {
        ids.par_iter().filter_map(|id| self.forecast_one(id, (seed, n_draws))).collect()
    }

    fn forecast_one(&self, id: &str, draws: (u64, usize)) -> Option<TemporalForecast> {
        let own: Vec<(usize, Option<SeriesForecast>)> =
            self.spans.iter().map(|span| (span.length, span.forecast(id))).collect();
        let periods = own.last()?.1.as_ref()?;
        let origin = periods.origin;
        let sign = match self.spans.last()?.of(id) {
            Some(series) if series.values.iter().all(|value| *value >= 0.0) => Sign::NonNegative,
            _ => Sign::Any,
        };
        let paths = Agreement::new(self, &own, sign).paths(draws);
        let spans = own.into_iter().zip(paths).map(|((length, base), mut paths)| {
            let n = self.horizon / length;
            for path in &mut paths {
                path.truncate(n);
                for sum in path.iter_mut() {
                    *sum = self.rule.total.of(*sum, length);
                }
            }
            let draws = paths.split_off(1);
            SpanForecast { length, points: paths.concat(), draws, base }
        });
        Some(TemporalForecast { id: id.to_owned(), origin, spans: spans.collect() })
    }
}

impl Span {
    fn of(&self, id: &str) -> Option<&PanelSeries> {
        let all = self.panel.series();
        all.get(all.binary_search_by(|series| series.id.as_str().cmp(id)).ok()?)
    }

    /// The forecast of one series; none where it has too few spans, or they never moved.
    fn forecast(&self, id: &str) -> Option<SeriesForecast> {
        let series = self.of(id)?;
        let one = self.forecaster.forecast(&self.panel, std::slice::from_ref(series)).pop()?;
        let is_enough = series.values.len() >= FEWEST_SPANS && one.spread.scale > 0.0;
        (self.length == 1 || is_enough).then_some(one)
    }
}

/// One series in the course of being reconciled.
struct Agreement<'a> {
    weights: Weights,
    /// Periods that are reconciled together: the longest span with a forecast of its own.
    block: usize,
    sign: Sign,
    own: &'a [(usize, Option<SeriesForecast>)],
}

impl<'a> Agreement<'a> {
    fn new(
        forecaster: &TemporalForecaster,
        own: &'a [(usize, Option<SeriesForecast>)],
        sign: Sign,
    ) -> Self {
        let longest = own.iter().find(|(_, forecast)| forecast.is_some());
        let block = longest.map_or(1, |(length, _)| *length);
        Self { weights: forecaster.rule.weights, block, sign, own }
    }

    /// By span the points, and then `n_draws` draws, all of sums.
    fn paths(&self, (seed, n_draws): (u64, usize)) -> Vec<Vec<Vec<f64>>> {
        let base: Vec<Vec<Vec<f64>>> = self
            .own
            .iter()
            .map(|(length, forecast)| match forecast {
                Some(forecast) => {
                    let draw = |draw| scattered(forecast, &self.walk(seed, draw), *length);
                    let points = std::iter::once(forecast.points.clone());
                    points.chain((0..n_draws as u64).map(draw)).collect()
                }
                None => Vec::new(),
            })
            .collect();
        let n_periods = self.periods().map_or(0, |periods| periods.points.len());
        let mut made = vec![Vec::with_capacity(n_draws + 1); self.own.len()];
        let Some(periods) = base.last() else { return made };
        let agreed: Vec<Option<Vec<f64>>> =
            (0..n_periods / self.block).map(|block| self.agreed(block, &base)).collect();
        for path in 0..=n_draws {
            let of_block = |(block, agreed): (usize, &Option<Vec<f64>>)| match agreed {
                Some(agreed) => agreed[path * self.block..(path + 1) * self.block].to_vec(),
                None => periods[path][block * self.block..(block + 1) * self.block].to_vec(),
            };
            let periods: Vec<f64> = agreed.iter().enumerate().flat_map(of_block).collect();
            for ((length, _), paths) in self.own.iter().zip(&mut made) {
                let sums = periods.chunks_exact(*length).map(|span| span.iter().sum());
                paths.push(sums.collect::<Vec<f64>>());
            }
        }
        made
    }

    /// The forecast of the periods themselves.
    fn periods(&self) -> Option<&SeriesForecast> {
        self.own.last()?.1.as_ref()
    }

    fn walk(&self, seed: u64, draw: u64) -> Vec<f64> {
        self.periods().map_or_else(Vec::new, |periods| periods.walk(seed, draw))
    }

    /// The periods of one block on every path, reconciled; none where nothing contradicts them.
    fn agreed(&self, block: usize, base: &[Vec<Vec<f64>>]) -> Option<Vec<f64>> {
        let used: Vec<(usize, &SeriesForecast, &Vec<Vec<f64>>)> = self
            .own
            .iter()
            .zip(base)
            .filter_map(|((length, forecast), paths)| Some((*length, forecast.as_ref()?, paths)))
            .filter(|(length, ..)| self.block.is_multiple_of(*length))
            .collect();
        let lengths: Vec<usize> = used.iter().map(|(length, ..)| *length).collect();
        let hierarchy = Hierarchy::temporal(&lengths).ok()?;
        let n_nodes = hierarchy.n_nodes();
        let mut deviations = vec![0.0; n_nodes];
        let mut columns = vec![0.0; n_nodes * base.last()?.len()];
        for (length, forecast, paths) in &used {
            let n = self.block / length;
            let digits = n.to_string().len();
            for i in 0..n {
                let step = block * n + i;
                let node = hierarchy.position(&format!("{length}/{:0digits$}", i + 1))?;
                deviations[node] = deviation(forecast, step);
                for (column, path) in columns.chunks_exact_mut(n_nodes).zip(paths.iter()) {
                    column[node] = path[step];
                }
            }
        }
        let figures = Figures::complete(&hierarchy, 1, &deviations);
        let evidence = Evidence { residuals: Some(&figures), ..Evidence::default() };
        let is_known = deviations.iter().all(|deviation| *deviation > 0.0);
        let method = match self.weights {
            Weights::Variance if is_known => Method::WlsVar,
            _ => Method::WlsStruct,
        };
        let reconciler = Reconciler::new(&hierarchy, &method, self.sign, evidence).ok()?;
        let nodes = reconciler.apply(&columns).ok()?.values;
        let bottom = |column: &[f64]| column[hierarchy.n_aggregates()..].to_vec();
        Some(nodes.chunks_exact(n_nodes).flat_map(bottom).collect())
    }
}

/// Half the width of the central interval at a step, as a standard deviation.
fn deviation(forecast: &SeriesForecast, step: usize) -> f64 {
    let shape = &forecast.spread.shape;
    let width = shape.quantile(step, 0.9) - shape.quantile(step, 0.1);
    forecast.spread.scale * width / CENTRAL_80
}

/// The draw of spans of `length` periods that a normal walk over the periods gives.
fn scattered(forecast: &SeriesForecast, walk: &[f64], length: usize) -> Vec<f64> {
    let k = length as f64;
    let of_first = k * (k + 1.0) * (2.0 * k + 1.0) / 6.0;
    walk.chunks_exact(length)
        .zip(&forecast.points)
        .enumerate()
        .map(|(i, (span, point))| {
            let before = (i * length) as f64;
            let score = span.iter().sum::<f64>() / (before * k * k + of_first).sqrt();
            let level = normal_cdf(score).clamp(OUTERMOST, 1.0 - OUTERMOST);
            forecast.spread.quantile(*point, i, level)
        })
        .collect()
}

#[cfg(test)]
mod tests;
