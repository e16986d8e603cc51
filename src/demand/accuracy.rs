//! Measures of accuracy of the back-test (method V1).
//!
//! ```text
//! WAPE           Σ |F − A| / Σ A
//! MAPE           mean of |F − A| / A
//! bias           Σ (F − A) / Σ A
//! dissimilarity  ½ Σ_s |F_s/ΣF − A_s/ΣA|, mean over origins and steps with all sectors
//! direction      share of cells in which F and A lie on the same side of the last value
//! coverage       share of cells within the interval of the other origins' errors
//! skill          1 − WAPE / WAPE of the benchmark over the same cells
//! ```
//! `F` forecast, `A` actual.

use crate::demand::backtest::{Backtest, Cell, Trial};
use crate::forecast::method::Method;

/// Fewest origins at which a row says anything.
const FEWEST_ORIGINS: usize = 6;
/// Fewest errors of other origins for an interval.
const FEWEST_ERRORS: usize = 20;

/// How one method, or the combination, did in the back-test.
#[derive(Clone, Debug, PartialEq)]
pub struct BacktestRow {
    /// The method; `None` for the combination.
    pub method: Option<Method>,
    /// Position of the sector; `None` for all sectors pooled.
    pub sector: Option<usize>,
    /// Years ahead; `None` for all steps pooled.
    pub step: Option<usize>,
    /// Number of origins.
    pub n_origins: usize,
    /// Number of forecasts compared.
    pub n_forecasts: usize,
    /// Weighted absolute percentage error, as a share.
    pub wape: f64,
    /// Mean absolute percentage error, as a share.
    pub mape: f64,
    /// Sum of errors over sum of actual figures; positive if too high.
    pub bias: f64,
    /// Half the sum of absolute differences of sector shares; of pooled rows only.
    pub dissimilarity: Option<f64>,
    /// Share of forecasts whose direction was right, among those with a direction.
    pub direction_right: Option<f64>,
    /// Share of outcomes inside the 80 % interval of the other origins' errors.
    pub coverage_80: Option<f64>,
    /// Share of outcomes inside the 95 % interval of the other origins' errors.
    pub coverage_95: Option<f64>,
    /// Skill against the naive model of the Bureau of Labor Statistics.
    pub skill_vs_bls_naive: Option<f64>,
    /// Skill against the last value.
    pub skill_vs_last_value: Option<f64>,
}

impl BacktestRow {
    /// Whether there are too few origins for the row to be relied on.
    pub const fn too_few(&self) -> bool {
        self.n_origins < FEWEST_ORIGINS
    }
}

/// One comparison of a forecast with what came.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    cell: Cell,
    forecast: f64,
    actual: f64,
    last: f64,
    covered_80: Option<bool>,
    covered_95: Option<bool>,
}

/// The rows of one method: pooled over sectors and by step, then each sector.
pub(crate) fn rows(backtest: &Backtest, method: Option<Method>, trial: &Trial) -> Vec<BacktestRow> {
    let n_sectors = backtest.n_sectors();
    let by_sector: Vec<Vec<Outcome>> = outcomes(backtest, trial, n_sectors);
    let pooled: Vec<Outcome> = by_sector.concat();
    let mut rows = Vec::new();
    let scope = Scope { backtest, method };
    rows.extend(scope.row(&pooled, None, None));
    for step in 1..=backtest.n_steps {
        let at_step: Vec<Outcome> =
            pooled.iter().filter(|outcome| outcome.cell.step == step).copied().collect();
        rows.extend(scope.row(&at_step, None, Some(step)));
    }
    for (sector, outcomes) in by_sector.iter().enumerate() {
        rows.extend(scope.row(outcomes, Some(sector), None));
    }
    rows
}

/// The rows of one method on all employment: over all steps, then by step.
pub(crate) fn rows_of_total(
    backtest: &Backtest,
    method: Option<Method>,
    trial: &Trial,
) -> Vec<BacktestRow> {
    let outcomes: Vec<Outcome> = backtest
        .cells(backtest.n_sectors())
        .filter_map(|cell| outcome(backtest, trial, cell))
        .collect();
    let scope = Scope { backtest, method };
    let by_step = (1..=backtest.n_steps).filter_map(|step| {
        let at_step: Vec<Outcome> =
            outcomes.iter().filter(|outcome| outcome.cell.step == step).copied().collect();
        scope.row(&at_step, None, Some(step))
    });
    let mut rows: Vec<BacktestRow> =
        scope.row(&outcomes, None, None).into_iter().chain(by_step).collect();
    for row in &mut rows {
        row.dissimilarity = None;
    }
    rows
}

fn outcome(backtest: &Backtest, trial: &Trial, cell: Cell) -> Option<Outcome> {
    let (forecast, actual) = backtest.pair(trial, cell)?;
    let last = backtest.last_before(cell);
    Some(Outcome { cell, forecast, actual, last, covered_80: None, covered_95: None })
}

/// Comparisons by sector, each with whether the intervals of the other origins covered it.
fn outcomes(backtest: &Backtest, trial: &Trial, n_sectors: usize) -> Vec<Vec<Outcome>> {
    let mut by_sector: Vec<Vec<Outcome>> = (0..n_sectors)
        .map(|sector| {
            backtest.cells(sector).filter_map(|cell| outcome(backtest, trial, cell)).collect()
        })
        .collect();
    let mut sizes: Vec<Vec<(usize, f64)>> = vec![Vec::new(); backtest.n_steps];
    for cell in (0..n_sectors).flat_map(|sector| backtest.cells(sector)) {
        if let Some(error) = backtest.log_error(trial, cell) {
            sizes[cell.step - 1].push((cell.origin, error.abs()));
        }
    }
    let bounds: Vec<Vec<Option<(f64, f64)>>> = sizes
        .iter()
        .map(|sizes| {
            (0..backtest.origins.len()).map(|origin| bounds_without(sizes, origin)).collect()
        })
        .collect();
    for outcome in by_sector.iter_mut().flatten() {
        let bound = bounds[outcome.cell.step - 1][outcome.cell.origin];
        let error = backtest.log_error(trial, outcome.cell);
        if let (Some((bound_80, bound_95)), Some(error)) = (bound, error) {
            outcome.covered_80 = Some(error.abs() <= bound_80);
            outcome.covered_95 = Some(error.abs() <= bound_95);
        }
    }
    by_sector
}

/// The sizes of error that 80 % and 95 % of the other origins' errors stay under.
fn bounds_without(sizes: &[(usize, f64)], origin: usize) -> Option<(f64, f64)> {
    let mut others: Vec<f64> =
        sizes.iter().filter(|(other, _)| *other != origin).map(|(_, size)| *size).collect();
    if others.len() < FEWEST_ERRORS {
        return None;
    }
    others.sort_unstable_by(f64::total_cmp);
    let quantile = |p: f64| {
        let rank = (p * (others.len() + 1) as f64).ceil() as usize;
        others[rank.clamp(1, others.len()) - 1]
    };
    Some((quantile(0.8), quantile(0.95)))
}

struct Scope<'a> {
    backtest: &'a Backtest,
    method: Option<Method>,
}

impl Scope<'_> {
    /// The measures of some outcomes, if there is any.
    fn row(
        &self,
        outcomes: &[Outcome],
        sector: Option<usize>,
        step: Option<usize>,
    ) -> Option<BacktestRow> {
        let actual: f64 = outcomes.iter().map(|o| o.actual).sum();
        if outcomes.is_empty() || actual <= 0.0 {
            return None;
        }
        let positive: Vec<f64> = outcomes
            .iter()
            .filter(|o| o.actual > 0.0)
            .map(|o| (o.forecast - o.actual).abs() / o.actual)
            .collect();
        let error: f64 = outcomes.iter().map(|o| o.forecast - o.actual).sum();
        Some(BacktestRow {
            method: self.method,
            sector,
            step,
            n_origins: n_origins(outcomes),
            n_forecasts: outcomes.len(),
            wape: absolute(outcomes) / actual,
            mape: positive.iter().sum::<f64>() / positive.len().max(1) as f64,
            bias: error / actual,
            dissimilarity: sector.map_or_else(|| self.dissimilarity(outcomes), |_| None),
            direction_right: direction_right(outcomes),
            coverage_80: share(outcomes.iter().filter_map(|o| o.covered_80)),
            coverage_95: share(outcomes.iter().filter_map(|o| o.covered_95)),
            skill_vs_bls_naive: self.skill(outcomes, Method::BlsNaive),
            skill_vs_last_value: self.skill(outcomes, Method::LastValue),
        })
    }

    fn skill(&self, outcomes: &[Outcome], benchmark: Method) -> Option<f64> {
        let trial = self.backtest.trial(benchmark)?;
        let (mut own, mut reference) = (0.0, 0.0);
        for outcome in outcomes {
            if let Some((forecast, actual)) = self.backtest.pair(trial, outcome.cell) {
                own += (outcome.forecast - outcome.actual).abs();
                reference += (forecast - actual).abs();
            }
        }
        (reference > 0.0).then(|| 1.0 - own / reference)
    }

    fn dissimilarity(&self, outcomes: &[Outcome]) -> Option<f64> {
        let n_sectors = self.backtest.n_sectors();
        let mut indices = Vec::new();
        for origin in 0..self.backtest.origins.len() {
            for step in 1..=self.backtest.n_steps {
                let together: Vec<&Outcome> = outcomes
                    .iter()
                    .filter(|o| o.cell.origin == origin && o.cell.step == step)
                    .collect();
                let forecast: f64 = together.iter().map(|o| o.forecast).sum();
                let actual: f64 = together.iter().map(|o| o.actual).sum();
                if together.len() == n_sectors && forecast > 0.0 && actual > 0.0 {
                    let difference = |o: &&Outcome| o.forecast / forecast - o.actual / actual;
                    indices.push(0.5 * together.iter().map(|o| difference(o).abs()).sum::<f64>());
                }
            }
        }
        (!indices.is_empty()).then(|| indices.iter().sum::<f64>() / indices.len() as f64)
    }
}

fn absolute(outcomes: &[Outcome]) -> f64 {
    outcomes.iter().map(|o| (o.forecast - o.actual).abs()).sum()
}

fn n_origins(outcomes: &[Outcome]) -> usize {
    let mut origins: Vec<usize> = outcomes.iter().map(|o| o.cell.origin).collect();
    origins.sort_unstable();
    origins.dedup();
    origins.len()
}

fn direction_right(outcomes: &[Outcome]) -> Option<f64> {
    share(
        outcomes
            .iter()
            .filter(|o| o.forecast != o.last && o.actual != o.last)
            .map(|o| (o.forecast > o.last) == (o.actual > o.last)),
    )
}

/// Share of the true among some, if there is any.
fn share(of: impl Iterator<Item = bool>) -> Option<f64> {
    let (mut yes, mut all) = (0_usize, 0_usize);
    for one in of {
        yes += usize::from(one);
        all += 1;
    }
    (all > 0).then(|| yes as f64 / all as f64)
}
