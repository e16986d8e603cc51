//! The indicator series of a run: histories from the tables, forecasts from the outcome.
//!
//! ```text
//! area of the model    employment, labour force, unemployment, population, output, and
//!                      output / population    output / employment    labour force / population
//! every other figure   its own past, carried on (see `targets::extrapolation`)
//! ```
//! What the tables hold is in `recorded`.
//! Population by age, of the past where no total is recorded and of the forecast, is scaled to the
//! recorded total of the base year. Trained workers with a certificate start from the recorded
//! share, the stock's own share being shifted on the logit scale. Output follows the scenario's
//! growth, so whatever is measured on it alone has no interval. A figure whose definition differs
//! is another series and is never joined.
//!
//! Left out: output that is not recorded in billion dong, as targets are set in dong.

use std::collections::BTreeMap;

use crate::dataset::Measure;
use crate::paths::Paths;
use crate::results::assemble::{Outcome, Source};
use crate::results::targets::quotient::ratio;
use crate::results::targets::recorded;
use crate::results::targets::recorded::{
    CONSTANT_PRICES, bare, definition, is_in, is_total, of_tables,
};
use crate::status::Status;
use crate::targets::extrapolation::{Extent, extrapolate};
use crate::targets::indicator::{Indicator, Scale};
use crate::targets::series::{ForecastOrigin, IndicatorForecast, IndicatorSeries};
use crate::targets::unit::TargetUnit;
use crate::training::share;
use crate::units::Year;

/// Definition of the share of workers with a certificate.
pub(super) const CERTIFICATE: &str = "certificate";

/// Every series that the targets of the plan can be compared with.
pub(super) fn series(source: &Source<'_>, outcome: &Outcome) -> Vec<IndicatorSeries> {
    let modelled = Modelled { source, outcome }.series();
    let mut others = recorded::series(source.dataset, &source.model.area, &modelled);
    for one in &mut others {
        carry_on(one, source, outcome);
    }
    modelled.into_iter().chain(others).collect()
}

/// Gives a recorded series its forecast, of the model where there is one.
fn carry_on(one: &mut IndicatorSeries, source: &Source<'_>, outcome: &Outcome) {
    if let Some(forecast) = certified(one, source, outcome) {
        one.status = one.status.max(Status::Estimated);
        one.forecast = Some(forecast);
        return;
    }
    let options = source.options;
    let extent = Extent { last: options.to, draws: options.draws, seed: options.seed };
    one.forecast = extrapolate(one, &extent);
    if one.forecast.is_some() {
        one.status = one.status.max(Status::Estimated);
    }
}

/// Share of the labour force with a certificate, from the stock by qualification.
fn certified(
    one: &IndicatorSeries,
    source: &Source<'_>,
    outcome: &Outcome,
) -> Option<IndicatorForecast> {
    let here = one.indicator == Indicator::TrainedShare
        && one.area == source.model.area
        && one.definition.as_deref() == Some(CERTIFICATE);
    let supply = outcome.accounts.qualifications.as_ref()?.supply.as_ref().filter(|_| here)?;
    let recorded = *one.history.get(&source.model.base_year)?;
    let weights = share::trained(supply.stock.base.len());
    let scale = Scale::Share;
    let shift = scale.of(recorded)? - scale.of(share::of(&supply.stock.base, &weights))?;
    let shares = share::by_draw(&supply.stock.by_draw, &weights).ok()?;
    let paths = shares.map_cells(|series, draw, year| {
        let share = shares.path(series, draw)[year];
        scale.of(share).map_or(share, |logit| scale.back(logit + shift))
    });
    Some(IndicatorForecast { paths, level: Vec::new(), origin: ForecastOrigin::Model })
}

/// The series of the model's area that the model forecasts.
struct Modelled<'a> {
    source: &'a Source<'a>,
    outcome: &'a Outcome,
}

impl Modelled<'_> {
    fn series(&self) -> Vec<IndicatorSeries> {
        let (employment, labour_force) = (self.employment(), self.labour_force());
        let (population, output) = (self.population(), self.output());
        let mut all: Vec<IndicatorSeries> = Vec::new();
        if let Some(output) = &output {
            let per = |indicator, of: &IndicatorSeries| {
                ratio(indicator, (output, of), (TargetUnit::MillionVnd, 1000.0))
            };
            all.extend(per(Indicator::OutputPerWorker, &employment));
            all.extend(population.as_ref().and_then(|of| per(Indicator::OutputPerPerson, of)));
        }
        if let Some(population) = &population {
            let both = (&labour_force, population);
            all.extend(ratio(Indicator::ParticipationRate, both, (TargetUnit::Share, 1.0)));
        }
        all.extend([employment, labour_force, self.unemployment()]);
        all.extend(population.into_iter().chain(output));
        all
    }

    /// A series of the area, defined as the table's figure of the base year is.
    fn own(&self, (measure, indicator): (Measure, Indicator), unit: TargetUnit) -> IndicatorSeries {
        let (model, table) = (self.source.model, self.source.dataset.table(measure));
        let base = table.iter().find(|observation| {
            is_total(observation)
                && observation.key.area == model.area
                && observation.year == model.base_year
        });
        let definition = base.and_then(|observation| definition(observation, indicator));
        let bare = bare(indicator, (model.area.clone(), unit, Status::Estimated));
        IndicatorSeries { definition, ..bare }
    }

    fn employment(&self) -> IndicatorSeries {
        let panel = &self.source.prepared.employment_as_recorded;
        let mut history: BTreeMap<Year, f64> = BTreeMap::new();
        for series in &panel.series {
            for (year, point) in series.first.to(series.last_year()).zip(&series.points) {
                *history.entry(year).or_default() += point.value;
            }
        }
        let status = panel.series.iter().map(crate::series::Series::status).max();
        let demand = &self.outcome.demand;
        let paths = demand.get().by_sector.sum_over_series();
        IndicatorSeries {
            history,
            forecast: Some(by_model(paths, demand.level())),
            history_status: status.unwrap_or(Status::Estimated),
            status: status.unwrap_or(Status::Estimated).max(Status::Estimated),
            ..self.own((Measure::Employment, Indicator::Employment), TargetUnit::Persons)
        }
    }

    fn labour_force(&self) -> IndicatorSeries {
        let (base, supply) = (self.source.model.base_year, &self.outcome.supply);
        let paths = supply.get().labour_force.clone();
        IndicatorSeries {
            history: [(base, self.source.prepared.labour_force)].into(),
            forecast: Some(by_model(paths, supply.level())),
            history_status: self.source.prepared.labour_force_status,
            status: self.source.prepared.labour_force_status.max(Status::Estimated),
            ..self.own((Measure::LabourForce, Indicator::LabourForce), TargetUnit::Persons)
        }
    }

    fn unemployment(&self) -> IndicatorSeries {
        let base = self.source.model.base_year;
        let rates = self.outcome.supply.get().unemployment_rate.get(1..).unwrap_or(&[]);
        IndicatorSeries {
            history: [(base, self.source.prepared.unemployment_rate)].into(),
            history_status: Status::Estimated,
            forecast: Some(by_model(single(base.plus(1), rates), &[])),
            status: Status::Assumed,
            ..self.own((Measure::UnemploymentRate, Indicator::UnemploymentRate), TargetUnit::Share)
        }
    }

    fn population(&self) -> Option<IndicatorSeries> {
        let years = &self.outcome.supply.get().population;
        let (base, ahead) = years.split_first()?;
        let own = self.own((Measure::Population, Indicator::Population), TargetUnit::Persons);
        let same = |one: &IndicatorSeries| {
            let defined = one.definition == own.definition;
            one.indicator == own.indicator && one.area == own.area && defined
        };
        let recorded = of_tables(self.source.dataset, &own.area).into_iter().find(same);
        let mut history = recorded.as_ref().map_or_else(BTreeMap::new, |one| one.history.clone());
        history.retain(|year, _| *year <= base.year);
        let start = base.population.total();
        let mut history_status =
            recorded.as_ref().map_or(Status::Estimated, |one| one.history_status);
        let recorded = *history.entry(base.year).or_insert(start);
        let factor = if start > 0.0 { recorded / start } else { 1.0 };
        for (year, table) in self.source.prepared.demography.iter().flat_map(|known| &known.past) {
            history.entry(*year).or_insert_with(|| table.total() * factor);
            history_status = history_status.max(Status::Estimated);
        }
        let totals: Vec<f64> = ahead.iter().map(|year| year.population.total() * factor).collect();
        let forecast = Some(by_model(single(base.year.plus(1), &totals), &[]));
        Some(IndicatorSeries { history, forecast, history_status, ..own })
    }

    fn output(&self) -> Option<IndicatorSeries> {
        let series = self.source.prepared.output.as_ref()?;
        let area = &self.source.model.area;
        let mut levels = self
            .source
            .dataset
            .table(Measure::Output)
            .iter()
            .filter(|observation| is_total(observation) && observation.key.area == *area);
        // Without a level the prepared series is an index.
        let first = levels.next()?;
        let in_dong = is_in(first, TargetUnit::BillionVnd)
            && levels.all(|observation| is_in(observation, TargetUnit::BillionVnd));
        let last = series.points.last().filter(|_| in_dong)?.value;
        let growth = self.outcome.demand.get().output_level.as_deref()?;
        let ahead: Vec<f64> = growth.iter().map(|level| last * level).collect();
        let years = series.first.to(series.last_year());
        let own = self.own((Measure::Output, Indicator::Output), TargetUnit::BillionVnd);
        Some(IndicatorSeries {
            definition: Some(CONSTANT_PRICES.to_owned()),
            history: years.zip(series.values()).collect(),
            history_status: series.status(),
            forecast: Some(by_model(single(series.last_year().plus(1), &ahead), &[])),
            status: Status::Assumed,
            ..own
        })
    }
}

fn by_model(paths: Paths, level: &[f64]) -> IndicatorForecast {
    IndicatorForecast { paths, level: level.to_vec(), origin: ForecastOrigin::Model }
}

/// A path without uncertainty.
fn single(first: Year, values: &[f64]) -> Paths {
    let mut paths = Paths::zeros(first, 1, 1, values.len());
    paths.path_mut(0, 0).copy_from_slice(values);
    paths
}

#[cfg(test)]
mod tests;
