//! Fitting demand: all methods, their back-test, their weights and their errors; no scenario yet.

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::demand::accuracy::{self, BacktestRow};
use crate::demand::backtest::{self, Backtest, Trial};
use crate::demand::errors::{self, ErrorModel};
use crate::demand::information::{Information, Record};
use crate::demand::weights::{self, Scores};
use crate::demand::{elasticity, pool};
use crate::error::{Error, Result};
use crate::forecast::employment::{self, method::Method};
use crate::forecast::simple::naive::Naive;
use crate::forecast::{Convergence, Fit, FitError, FittedModel};
use crate::language::Text;
use crate::model::Model;
use crate::prepare::{Fallback, FallbackKind, Prepared};
use crate::units::Year;

/// One method on one series: its fit, weight and past error.
#[derive(Debug)]
pub struct FittedCell {
    /// The method.
    pub method: Method,
    /// The fit, or why there is none.
    pub fit: Fit,
    /// What stands in if there is no fit.
    pub fallback: Box<dyn FittedModel>,
    /// Weight in the combination; 0 for methods that are only reported or have no fit.
    pub weight: f64,
    /// Mean absolute log error of the back-test, if there were origins.
    pub error: Option<f64>,
}

impl FittedCell {
    /// The model that forecasts.
    pub fn model(&self) -> &dyn FittedModel {
        self.fit.as_ref().map_or(&*self.fallback, |model| &**model)
    }
}

/// Demand with every parameter estimated, ready to be projected under any scenario.
#[derive(Debug)]
pub struct FittedDemand {
    /// By sector, members first, then the methods that are only reported.
    pub by_sector: Vec<Vec<FittedCell>>,
    /// The same for all employment.
    pub total: Vec<FittedCell>,
    /// The method that stands in.
    pub fallback: Method,
    /// How the methods and the combination did: each pooled, by step and by sector.
    pub backtest: Vec<BacktestRow>,
    /// How they did on all employment.
    pub backtest_of_total: Vec<BacktestRow>,
    /// Mean absolute log error of the combination by sector, if there were origins.
    pub combination_error: Vec<Option<f64>>,
    /// The distribution of the combination's errors.
    pub errors: ErrorModel,
    /// What was replaced by something stated.
    pub fallbacks: Vec<Fallback>,
    /// What a reader should know of single fits.
    pub warnings: Vec<Text>,
    /// Whether output drives any method.
    pub has_output: bool,
}

/// Fits all methods of the model to the prepared series.
///
/// # Errors
/// [`Error::Method`] if there is no sector or no year.
pub fn fit(model: &Model, prepared: &Prepared) -> Result<FittedDemand> {
    let panel = &prepared.employment;
    if panel.series.is_empty() || panel.n_years() == 0 {
        let message = Text::new(
            "không có số lao động theo ngành để dự báo",
            "there is no employment by sector to forecast from",
        );
        return Err(Error::Method { stage: "demand", message });
    }
    let record = Record::new(model, prepared);
    let members = distinct(&model.demand.methods, &[]);
    let reported = distinct(&model.demand.reported, &members);
    let shown = [members.clone(), reported].concat();
    // Weights are relative to the last value, skill to both benchmarks.
    let benchmarks = distinct(&[Method::LastValue, Method::BlsNaive], &shown);
    let tried = [shown.clone(), benchmarks].concat();
    // The horizon of the run must not change a forecast, so the back-test has its own.
    let backtest = backtest::run(&record, &tried, model.demand.min_train, backtest::MOST_STEPS);
    let combination = weights::combination_trial(&backtest, &members);
    let now = Information::new(&record, record.n_years());
    let mut cells = fit_cells(&backtest, &shown, &members, (&now, model.demand.fallback));
    let mut fallbacks = fallbacks(model, &cells);
    fallbacks.extend(carried_on_output(&record, panel.last_year()));
    let warnings = warnings(model, &cells);
    let total = cells.pop().unwrap_or_default();
    Ok(FittedDemand {
        combination_error: (0..cells.len())
            .map(|sector| weights::mean_absolute_error(&backtest, &combination, sector))
            .collect(),
        by_sector: cells,
        total,
        fallback: model.demand.fallback,
        backtest: all_rows(&backtest, &shown, &combination, accuracy::rows),
        backtest_of_total: all_rows(&backtest, &shown, &combination, accuracy::rows_of_total),
        errors: errors::fit(&backtest, &combination),
        fallbacks,
        warnings,
        has_output: record.output.is_some(),
    })
}

/// The methods in their order without repetition and without those of `others`.
fn distinct(methods: &[Method], others: &[Method]) -> Vec<Method> {
    let mut kept: Vec<Method> = Vec::new();
    for method in methods {
        if !kept.contains(method) && !others.contains(method) {
            kept.push(*method);
        }
    }
    kept
}

type RowsOf = fn(&Backtest, Option<Method>, &Trial) -> Vec<BacktestRow>;

fn all_rows(
    backtest: &Backtest,
    shown: &[Method],
    combination: &Trial,
    rows: RowsOf,
) -> Vec<BacktestRow> {
    let of_method = |method: &Method| {
        backtest.trial(*method).map_or_else(Vec::new, |trial| rows(backtest, Some(*method), trial))
    };
    shown.par_iter().map(of_method).collect::<Vec<_>>().into_iter().fold(
        rows(backtest, None, combination),
        |mut all, rows| {
            all.extend(rows);
            all
        },
    )
}

/// Every shown method on every series, the total last.
fn fit_cells(
    backtest: &Backtest,
    shown: &[Method],
    members: &[Method],
    (now, fallback): (&Information<'_>, Method),
) -> Vec<Vec<FittedCell>> {
    let scores = Scores::known_after(backtest, members, now.employment(0).len());
    let mut by_method: Vec<_> =
        shown.par_iter().map(|method| pool::fit(*method, now)).collect::<Vec<_>>();
    for fits in &mut by_method {
        fits.reverse();
    }
    (0..now.n_series())
        .map(|series| {
            let fits: Vec<Fit> = by_method
                .iter_mut()
                .map(|fits| fits.pop().unwrap_or(Err(FitError::NotUnivariate)))
                .collect();
            let available: Vec<bool> = fits[..members.len()].iter().map(Fit::is_ok).collect();
            let weights = scores.weights(series, &available);
            fits.into_iter()
                .enumerate()
                .map(|(position, fit)| FittedCell {
                    method: shown[position],
                    fit,
                    fallback: stand_in(fallback, now, series),
                    weight: weights.get(position).copied().unwrap_or(0.0),
                    error: backtest
                        .trial(shown[position])
                        .and_then(|trial| weights::mean_absolute_error(backtest, trial, series)),
                })
                .collect()
        })
        .collect()
}

/// The fallback of the model on one series, or the last value if that cannot be fitted either.
fn stand_in(fallback: Method, now: &Information<'_>, series: usize) -> Box<dyn FittedModel> {
    let values = now.employment(series);
    employment::fit(fallback, values, now.damping())
        .or_else(|_| employment::fit(Method::LastValue, values, now.damping()))
        .unwrap_or_else(|_| Box::new(Naive::zero()))
}

/// One entry for each method and reason, with the sectors it concerns.
fn fallbacks(model: &Model, cells: &[Vec<FittedCell>]) -> Vec<Fallback> {
    let n_sectors = cells.len() - 1;
    let n_methods = cells[0].len();
    let fallback = model.demand.fallback.label();
    let used = Text::new(
        format!("{}; trọng số chuyển sang các phương pháp khác", fallback.vi),
        format!("{}; its weight goes to the other methods", fallback.en),
    );
    let mut found = Vec::new();
    for method in 0..n_methods {
        let mut reasons: Vec<(Text, Vec<String>)> = Vec::new();
        for (sector, row) in cells[..n_sectors].iter().enumerate() {
            let Err(error) = &row[method].fit else { continue };
            let (reason, code) = (error.text(), sector_name(model, sector));
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, sectors)) => sectors.push(code),
                None => reasons.push((reason, vec![code])),
            }
        }
        for (reason, sectors) in reasons {
            let name = cells[0][method].method.name();
            let what = if sectors.len() == n_sectors {
                name.to_owned()
            } else {
                format!("{name}, {}", sectors.join(", "))
            };
            let missing =
                Text::new(format!("{what}: {}", reason.vi), format!("{what}: {}", reason.en));
            found.push(Fallback { kind: FallbackKind::Fit, missing, used: used.clone() });
        }
    }
    found
}

/// That output ends before employment and was carried on, if so.
fn carried_on_output(record: &Record, last: Year) -> Option<Fallback> {
    let missing = record.output_extension() as i32;
    let used = Text::new(
        "tốc độ tăng bình quân của 5 năm cuối có số liệu",
        "mean growth of the last five years that are known",
    );
    let from = last.plus(1 - missing);
    let missing_years =
        Text::new(format!("GRDP các năm {from} đến {last}"), format!("output {from} to {last}"));
    (missing > 0).then_some(Fallback { kind: FallbackKind::Data, missing: missing_years, used })
}

fn sector_name(model: &Model, sector: usize) -> String {
    model.sectors.get(sector).map_or_else(|| sector.to_string(), |s| s.code.to_string())
}

/// Elasticities outside what makes sense, and searches that did not converge.
fn warnings(model: &Model, cells: &[Vec<FittedCell>]) -> Vec<Text> {
    let mut found = Vec::new();
    for (sector, row) in cells[..cells.len() - 1].iter().enumerate() {
        let name = sector_name(model, sector);
        for cell in row {
            let Ok(fitted) = &cell.fit else { continue };
            let summary = fitted.summary();
            let elasticity =
                summary.parameters.iter().find(|(name, _)| *name == elasticity::PARAMETER);
            if let Some((_, value)) = elasticity.filter(|(_, v)| !(0.0..=1.0).contains(v)) {
                found.push(Text::new(
                    format!(
                        "{name}: hệ số co giãn {value:.2} nằm ngoài khoảng 0–1 ({})",
                        cell.method.name()
                    ),
                    format!(
                        "{name}: elasticity {value:.2} is outside 0 to 1 ({})",
                        cell.method.name()
                    ),
                ));
            }
            if summary.convergence == Convergence::NotReached {
                let method = cell.method.label();
                found.push(Text::new(
                    format!("{name}: {} chưa hội tụ, dùng điểm tốt nhất tìm được", method.vi),
                    format!("{name}: {} did not converge; its best point is used", method.en),
                ));
            }
        }
    }
    found
}
