//! The tables of the methods: what each says, what it weighs, and how it did.

use crate::demand::accuracy::BacktestRow;
use crate::results::HISTORY;
use crate::results::ResultRow;
use crate::results::assemble::Outcome;
use crate::results::assemble::Source;
use crate::results::rows::row;
use crate::units::Year;

/// Name of the weighted geometric mean in the column of methods.
const COMBINATION: &str = "combination";

/// Name of the openings that follow from ages in the column of methods.
const COHORTS: &str = "cohort-exits";

impl Source<'_> {
    pub(super) fn forecast_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let demand = outcome.demand.get();
        let mut rows = Vec::new();
        for forecast in &demand.methods {
            let name = forecast.method.name();
            let sector = self.code(forecast.sector);
            let of_method = |measure, unit, value| {
                row(&outcome.scenario, &self.area, measure, unit, value)
                    .of_sector(&sector)
                    .by_method(name)
            };
            rows.extend(path_rows(demand.first, &forecast.path, |value| {
                of_method("employment", "persons", value)
            }));
            rows.push(of_method("weight", "share", forecast.weight));
            rows.extend(forecast.error.map(|e| of_method("mean_absolute_log_error", "ratio", e)));
        }
        for (sector, path) in demand.combination.iter().enumerate() {
            rows.extend(self.combination_rows(outcome, sector, path));
        }
        rows
    }

    /// The combination of one sector; where no method has weight, the fallback has all of it.
    fn combination_rows(&self, outcome: &Outcome, sector: usize, path: &[f64]) -> Vec<ResultRow> {
        let demand = outcome.demand.get();
        let code = self.code(sector);
        let of_sector = |method: &str, measure, unit, value| {
            row(&outcome.scenario, &self.area, measure, unit, value)
                .of_sector(&code)
                .by_method(method)
        };
        let mut rows: Vec<ResultRow> = path_rows(demand.first, path, |value| {
            of_sector(COMBINATION, "employment", "persons", value)
        })
        .collect();
        if let Some(error) = self.fitted.combination_error.get(sector).copied().flatten() {
            rows.push(of_sector(COMBINATION, "mean_absolute_log_error", "ratio", error));
        }
        let mut of_this = demand.methods.iter().filter(|forecast| forecast.sector == sector);
        if of_this.all(|forecast| forecast.weight == 0.0) {
            let name = format!("fallback {}", self.fitted.fallback.name());
            rows.push(of_sector(&name, "weight", "share", 1.0));
        }
        rows
    }

    pub(super) fn backtest_rows(&self) -> Vec<ResultRow> {
        let of_employment = self.fitted.backtest.iter().flat_map(|scores| self.score_rows(scores));
        of_employment.chain(self.openings_score_rows()).collect()
    }

    /// How openings of the past would have been forecast from ages, where they are known.
    fn openings_score_rows(&self) -> Vec<ResultRow> {
        let Some(record) = &self.openings_record else { return Vec::new() };
        let (openings, replacement) = (&record.openings, &record.replacement);
        let measures = [
            ("openings_wape", "share", openings.wape),
            ("openings_wape_of_past", "share", openings.wape_of_reference),
            ("openings_bias", "share", Some(openings.bias)),
            ("openings_loss_ratio", "ratio", openings.loss_ratio),
            ("replacement_wape", "share", replacement.wape),
            ("replacement_wape_of_past", "share", replacement.wape_of_reference),
            ("replacement_bias", "share", Some(replacement.bias)),
            ("n_origins", "count", Some(record.origins.len() as f64)),
            ("n_forecasts", "count", Some(openings.errors.len() as f64)),
        ];
        let scored = measures.into_iter().filter_map(|(measure, unit, value)| {
            let scored = row(HISTORY, &self.area, measure, unit, value?);
            Some(scored.by_method(COHORTS).at_step(Some(u32::from(record.width))))
        });
        scored.collect()
    }

    fn score_rows(&self, scores: &BacktestRow) -> Vec<ResultRow> {
        let measures = [
            ("wape", "share", Some(scores.wape)),
            ("mape", "share", Some(scores.mape)),
            ("bias", "share", Some(scores.bias)),
            ("dissimilarity", "share", scores.dissimilarity),
            ("direction_right", "share", scores.direction_right),
            ("coverage_80", "share", scores.coverage_80),
            ("coverage_95", "share", scores.coverage_95),
            ("skill_vs_bls_naive", "share", scores.skill_vs_bls_naive),
            ("skill_vs_last_value", "share", scores.skill_vs_last_value),
            ("n_origins", "count", Some(scores.n_origins as f64)),
            ("n_forecasts", "count", Some(scores.n_forecasts as f64)),
        ];
        let code =
            scores.sector.map_or_else(|| crate::results::ALL_SECTORS.to_owned(), |s| self.code(s));
        let name = scores.method.map_or(COMBINATION, |method| method.name());
        let step = scores.step.map(|step| step as u32);
        measures
            .into_iter()
            .filter_map(|(measure, unit, value)| {
                let scored = row(HISTORY, &self.area, measure, unit, value?);
                Some(scored.of_sector(&code).by_method(name).at_step(step))
            })
            .collect()
    }
}

fn path_rows(
    first: Year,
    path: &[f64],
    row_of: impl Fn(f64) -> ResultRow,
) -> impl Iterator<Item = ResultRow> {
    path.iter()
        .enumerate()
        .map(move |(index, value)| row_of(*value).in_year(first.plus(index as i32)))
}
