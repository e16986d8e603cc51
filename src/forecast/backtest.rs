//! Back-tests of a panel: what would have been forecast at earlier origins, beside what came.
//!
//! At each origin the panel is cut there, everything a model learns it learns from what is left,
//! and the forecasts are compared with what was observed later. Nothing looks ahead.

use std::sync::Arc;

use crate::forecast::accuracy::{Comparison, Scale, Scores, crps};
use crate::forecast::definition::Definition;
use crate::forecast::forecaster::{Forecaster, SeriesForecast};
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::regressors::Regressors;
use crate::forecast::significance::{EqualAccuracy, diebold_mariano};

/// Quantiles the probability score is made of.
const N_QUANTILES: usize = 99;

/// Which origins to go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origins {
    /// Fewest values of a series before an origin.
    pub min_train: usize,
    /// Periods from one origin to the next.
    pub step: usize,
    /// Periods ahead.
    pub horizon: usize,
}

impl Origins {
    /// Positions of the origins on the axis, the first one first: those after which at least one
    /// series that is long enough has a value. The last origin has the whole horizon after it.
    pub fn of(&self, panel: &Panel) -> Vec<i64> {
        let earliest = panel.series().iter().filter(|s| s.values.len() > self.min_train);
        let Some(first) = earliest.map(|s| s.first + self.min_train as i64 - 1).min() else {
            return Vec::new();
        };
        let last = panel.series().iter().map(PanelSeries::last).max().unwrap_or(first);
        let whole = last - self.horizon as i64;
        let last = if whole >= first { whole } else { last - 1 };
        // Counted from the last origin, so that more data in the past moves none of them.
        let step = self.step.max(1) as i64;
        let n_before = (last - first).max(-1).div_euclid(step);
        (0..=n_before).rev().map(|k| last - k * step).collect()
    }
}

/// Forecasts of one model at every origin, beside what came.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The model.
    pub definition: Definition,
    /// Every forecast that can be compared, by origin, series and step.
    pub comparisons: Vec<Comparison>,
    /// How many forecasts another model stood in for.
    pub n_fallbacks: usize,
}

impl Trial {
    /// Tries `definition` at every origin of `origins`.
    pub fn run(panel: &Panel, definition: &Definition, origins: &Origins) -> Self {
        Self::run_with(panel, &Arc::default(), definition, origins)
    }

    /// As [`Self::run`], every series being explained by `regressors`; without any, the same.
    ///
    /// At each origin coefficients are estimated from what was known of the series then. The
    /// regressors themselves are those given for the periods after it, so the errors are those of
    /// forecasts with known regressors: what was not known of them then is not in the errors. Steps
    /// for which they are not given are left out.
    pub fn run_with(
        panel: &Panel,
        regressors: &Arc<Regressors>,
        definition: &Definition,
        origins: &Origins,
    ) -> Self {
        let mut trial =
            Self { definition: definition.clone(), comparisons: Vec::new(), n_fallbacks: 0 };
        for origin in origins.of(panel) {
            trial.add_origin((panel, regressors), origins, origin);
        }
        trial
    }

    fn add_origin(
        &mut self,
        (panel, regressors): (&Panel, &Arc<Regressors>),
        origins: &Origins,
        origin: i64,
    ) {
        let known = panel.until(origin);
        let horizon = origins.horizon;
        let forecaster = Forecaster::learn_with(&known, regressors, &self.definition, horizon);
        let current: Vec<PanelSeries> = known
            .series()
            .iter()
            .filter(|s| s.last() == origin && s.values.len() >= origins.min_train)
            .cloned()
            .collect();
        for (series, forecast) in current.iter().zip(forecaster.forecast(&known, &current)) {
            let Ok(index) = panel.series().binary_search_by(|s| s.id.cmp(&series.id)) else {
                continue;
            };
            self.n_fallbacks += usize::from(forecast.fallback.is_some());
            let later = &panel.series()[index];
            let scale = Scale::of(&series.values, known.season_length());
            let last = series.values.last().copied().unwrap_or(0.0);
            let at = Comparing { index, later, origin, last, scale, forecast: &forecast };
            self.comparisons.extend((0..origins.horizon).filter_map(|step| at.step(step)));
        }
    }

    /// The measures over all steps.
    pub fn scores(&self) -> Scores {
        Scores::of(&self.comparisons)
    }

    /// The measures of one step, counted from 1.
    pub fn scores_at(&self, step: usize) -> Scores {
        let at_step: Vec<Comparison> =
            self.comparisons.iter().filter(|c| c.step == step).copied().collect();
        Scores::of(&at_step)
    }

    /// Scaled absolute errors of each origin, mean over series and steps.
    fn losses(&self) -> Vec<(i64, f64)> {
        let mut losses: Vec<(i64, f64, usize)> = Vec::new();
        for c in self.comparisons.iter().filter(|c| c.scale.absolute > 0.0) {
            let loss = (c.mean - c.actual).abs() / c.scale.absolute;
            match losses.last_mut() {
                Some(last) if last.0 == c.origin => {
                    last.1 += loss;
                    last.2 += 1;
                }
                _ => losses.push((c.origin, loss, 1)),
            }
        }
        losses.into_iter().map(|(origin, sum, n)| (origin, sum / n as f64)).collect()
    }

    /// Whether this model forecasts better than `benchmark`, by the scaled absolute errors of the
    /// same origins, up to `horizon` periods ahead.
    pub fn against(&self, benchmark: &Self, horizon: usize) -> Option<EqualAccuracy> {
        let (own, other) = (self.losses(), benchmark.losses());
        let same = own.len() == other.len() && own.iter().zip(&other).all(|(a, b)| a.0 == b.0);
        let differences: Vec<f64> = own.iter().zip(&other).map(|(a, b)| a.1 - b.1).collect();
        same.then(|| diebold_mariano(&differences, horizon))?
    }

    /// Share of the series this model forecasts better than `benchmark`, by mean absolute error;
    /// a series on which both do equally counts half.
    ///
    /// # Source
    /// Bureau of Labor Statistics, *Employment Projections: Evaluation methods*: the more
    /// elaborate model should outperform a naive model for a majority of the variables.
    pub fn share_better_than(&self, benchmark: &Self) -> Option<f64> {
        let (own, other) = (self.errors_by_series(), benchmark.errors_by_series());
        let verdicts: Vec<f64> = own
            .iter()
            .zip(&other)
            .filter(|(own, other)| own.is_some() && other.is_some())
            .map(|(own, other)| match own.partial_cmp(other) {
                Some(std::cmp::Ordering::Less) => 1.0,
                Some(std::cmp::Ordering::Equal) => 0.5,
                _ => 0.0,
            })
            .collect();
        (!verdicts.is_empty()).then(|| verdicts.iter().sum::<f64>() / verdicts.len() as f64)
    }

    fn errors_by_series(&self) -> Vec<Option<f64>> {
        let n = self.comparisons.iter().map(|c| c.series + 1).max().unwrap_or(0);
        let mut errors = vec![None; n];
        for c in &self.comparisons {
            let sum: &mut Option<f64> = &mut errors[c.series];
            *sum = Some(sum.unwrap_or(0.0) + (c.mean - c.actual).abs());
        }
        errors
    }
}

/// A forecast and the series it is compared with.
struct Comparing<'a> {
    index: usize,
    later: &'a PanelSeries,
    origin: i64,
    last: f64,
    scale: Scale,
    forecast: &'a SeriesForecast,
}

impl Comparing<'_> {
    fn step(&self, step: usize) -> Option<Comparison> {
        let actual = self.later.observed(self.origin + 1 + step as i64)?;
        let point = *self.forecast.points.get(step)?;
        let quantile = |p: f64| self.forecast.spread.quantile(point, step, p);
        let levels = (0..N_QUANTILES).map(|k| (k as f64 + 0.5) / N_QUANTILES as f64);
        let quantiles: Vec<f64> = levels.map(quantile).collect();
        Some(Comparison {
            series: self.index,
            origin: self.origin,
            step: step + 1,
            actual,
            mean: point,
            interval_80: (quantile(0.1), quantile(0.9)),
            interval_95: (quantile(0.025), quantile(0.975)),
            crps: crps(actual, &quantiles),
            last: self.last,
            scale: self.scale,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: usize) -> Panel {
        Panel::annual(2000, [("a".to_owned(), (0..n).map(|t| 10.0 + t as f64).collect())])
    }

    #[test]
    fn origins_count_back_from_the_last_with_a_whole_horizon() {
        let origins = Origins { min_train: 5, step: 2, horizon: 3 };
        assert_eq!(origins.of(&line(12)), [4, 6, 8]);
        assert_eq!(origins.of(&line(6)), [4]);
        assert!(origins.of(&line(5)).is_empty());
    }

    #[test]
    fn a_line_is_forecast_without_error_by_drift_and_late_by_the_last_value() {
        let origins = Origins { min_train: 5, step: 1, horizon: 2 };
        let drift = Trial::run(&line(14), &Definition::Drift, &origins);
        let naive = Trial::run(&line(14), &Definition::Naive, &origins);
        assert_eq!(drift.comparisons.len(), 2 * 8);
        assert!(drift.scores().mase.unwrap() < 1e-12);
        assert!((naive.scores().mase.unwrap() - 1.5).abs() < 1e-12);
        assert_eq!(drift.share_better_than(&naive), Some(1.0));
        assert_eq!(naive.share_better_than(&naive), Some(0.5));
    }

    #[test]
    fn a_regression_is_tried_with_the_regressors_of_the_periods_after_each_origin() {
        let x: Vec<f64> = (0..16).map(|t| f64::from((t * 7) % 11)).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 + 2.0 * x).collect();
        let panel = Panel::annual(2000, [("a".to_owned(), y)]);
        let mut regressors = Regressors::named(vec!["x".to_owned()]);
        for (position, x) in (0..).zip(&x) {
            assert!(regressors.push("a", position, vec![*x]));
        }
        let regressors = Arc::new(regressors);
        let origins = Origins { min_train: 8, step: 1, horizon: 2 };
        let arima = Definition::parse("arima(0,0,0)").unwrap();
        let trial = Trial::run_with(&panel, &regressors, &arima, &origins);
        assert_eq!((trial.n_fallbacks, trial.comparisons.len()), (0, 2 * 7));
        assert!(trial.comparisons.iter().all(|c| (c.mean - c.actual).abs() < 1e-9));
        assert!(Trial::run(&panel, &arima, &origins).scores().mase.unwrap() > 0.1);
    }

    #[test]
    fn what_comes_later_changes_no_forecast_made_before() {
        let mut longer: Vec<f64> = (0..14).map(|t| 10.0 + f64::from(t * t % 7)).collect();
        let shorter = Panel::annual(2000, [("a".to_owned(), longer[..12].to_vec())]);
        longer[13] = 1e6;
        let longer = Panel::annual(2000, [("a".to_owned(), longer)]);
        let origins = Origins { min_train: 6, step: 1, horizon: 1 };
        let early = Trial::run(&shorter, &Definition::Drift, &origins);
        let late = Trial::run(&longer, &Definition::Drift, &origins);
        for (a, b) in early.comparisons.iter().zip(&late.comparisons) {
            assert_eq!((a.origin, a.mean, a.interval_95), (b.origin, b.mean, b.interval_95));
        }
    }
}
