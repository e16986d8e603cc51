//! The indicator series of a run: histories from the tables, forecasts from the outcome.
//!
//! ```text
//! area of the model    employment, labour force, unemployment, population, output, and
//!                      output / population    output / employment    labour force / population
//! every other figure   its own past, carried on (see `targets::extrapolation`)
//! ```
//! Population by age, of the past where no total is recorded and of the forecast, is scaled to the
//! recorded total of the base year. Trained workers with a certificate start from the recorded
//! share, the stock's own share being shifted on the logit scale. Output follows the scenario's
//! growth, so whatever is measured on it alone has no interval. A figure whose definition differs
//! is another series and is never joined.
//!
//! Left out: output that is not recorded in billion dong, as targets are set in dong.

use std::collections::BTreeMap;

use crate::codes::AreaCode;
use crate::dataset::{Dataset, Measure, Observation};
use crate::paths::Paths;
use crate::results::assemble::{Outcome, Source};
use crate::status::Status;
use crate::targets::extrapolation::{Extent, extrapolate};
use crate::targets::indicator::{Indicator, Scale};
use crate::targets::series::{ForecastOrigin, IndicatorForecast, IndicatorSeries};
use crate::targets::unit::TargetUnit;
use crate::training::share;
use crate::units::{Unit, Year};

/// Definition of every figure of output in the tables.
const CONSTANT_PRICES: &str = "constant prices";
/// Definition of the share of workers with a certificate.
const CERTIFICATE: &str = "certificate";

/// Tables that plans set targets on, with the unit of their figures.
const RECORDED: [(Measure, Indicator, TargetUnit); 8] = [
    (Measure::Employment, Indicator::Employment, TargetUnit::Persons),
    (Measure::LabourForce, Indicator::LabourForce, TargetUnit::Persons),
    (Measure::Population, Indicator::Population, TargetUnit::Persons),
    (Measure::UnemploymentRate, Indicator::UnemploymentRate, TargetUnit::Share),
    (Measure::ParticipationRate, Indicator::ParticipationRate, TargetUnit::Share),
    (Measure::TrainedShare, Indicator::TrainedShare, TargetUnit::Share),
    (Measure::Output, Indicator::Output, TargetUnit::BillionVnd),
    (Measure::Investment, Indicator::Investment, TargetUnit::BillionVnd),
];

/// Every series that the targets of the plan can be compared with.
pub(super) fn series(source: &Source<'_>, outcome: &Outcome) -> Vec<IndicatorSeries> {
    let modelled = Modelled { source, outcome }.series();
    let replaced = |one: &IndicatorSeries| {
        one.area == source.model.area && modelled.iter().any(|own| own.indicator == one.indicator)
    };
    let mut others: Vec<IndicatorSeries> = recorded(source.dataset, &source.model.area)
        .into_iter()
        .filter(|one| !replaced(one))
        .collect();
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

/// Totals of `area` and of areas that targets name, a series a measure, area and definition.
fn recorded(dataset: &Dataset, area: &AreaCode) -> Vec<IndicatorSeries> {
    let targets = &dataset.targets;
    let asked =
        |other: &AreaCode| other == area || targets.iter().any(|target| target.area == *other);
    let mut all = Vec::new();
    for (measure, indicator, unit) in RECORDED {
        let mut found: BTreeMap<(AreaCode, Option<String>), IndicatorSeries> = BTreeMap::new();
        for observation in dataset.table(measure).iter().filter(|o| is_total(o)) {
            let area = &observation.key.area;
            if !asked(area) || !is_in(observation, unit) {
                continue;
            }
            let definition = definition(observation, indicator);
            let one = found.entry((area.clone(), definition.clone())).or_insert_with(|| {
                let status = observation.status;
                let area = area.clone();
                IndicatorSeries { definition, ..bare(indicator, (area, unit, status)) }
            });
            one.history.insert(observation.year, observation.value);
            one.status = one.status.max(observation.status);
        }
        all.extend(found.into_values());
    }
    all
}

fn definition(observation: &Observation, indicator: Indicator) -> Option<String> {
    let by_table = matches!(indicator, Indicator::Output | Indicator::Investment);
    observation.definition.clone().or_else(|| by_table.then(|| CONSTANT_PRICES.to_owned()))
}

fn is_total(observation: &Observation) -> bool {
    let key = &observation.key;
    key.sector.is_none() && key.sex.is_none() && key.age.is_none()
}

/// Whether a figure is written in the unit of its series, which only money need not be.
fn is_in(observation: &Observation, unit: TargetUnit) -> bool {
    let written = observation.place.column.as_deref();
    unit != TargetUnit::BillionVnd || written == Some(Unit::BillionVnd.name())
}

fn bare(
    indicator: Indicator,
    (area, unit, status): (AreaCode, TargetUnit, Status),
) -> IndicatorSeries {
    IndicatorSeries {
        indicator,
        definition: None,
        area,
        unit,
        history: BTreeMap::new(),
        forecast: None,
        group: None,
        status,
    }
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
            status: self.source.prepared.labour_force_status.max(Status::Estimated),
            ..self.own((Measure::LabourForce, Indicator::LabourForce), TargetUnit::Persons)
        }
    }

    fn unemployment(&self) -> IndicatorSeries {
        let base = self.source.model.base_year;
        let rates = self.outcome.supply.get().unemployment_rate.get(1..).unwrap_or(&[]);
        IndicatorSeries {
            history: [(base, self.source.prepared.unemployment_rate)].into(),
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
        let recorded = recorded(self.source.dataset, &own.area).into_iter().find(same);
        let mut history = recorded.map_or_else(BTreeMap::new, |recorded| recorded.history);
        history.retain(|year, _| *year <= base.year);
        let start = base.population.total();
        let recorded = *history.entry(base.year).or_insert(start);
        let factor = if start > 0.0 { recorded / start } else { 1.0 };
        for (year, table) in self.source.prepared.demography.iter().flat_map(|known| &known.past) {
            history.entry(*year).or_insert_with(|| table.total() * factor);
        }
        let totals: Vec<f64> = ahead.iter().map(|year| year.population.total() * factor).collect();
        let forecast = Some(by_model(single(base.year.plus(1), &totals), &[]));
        Some(IndicatorSeries { history, forecast, ..own })
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

/// The quotient of two series where both are known; its definition is the numerator's.
fn ratio(
    indicator: Indicator,
    (numerator, denominator): (&IndicatorSeries, &IndicatorSeries),
    (unit, factor): (TargetUnit, f64),
) -> Option<IndicatorSeries> {
    let quotient = |(year, over): (&Year, &f64)| {
        let under = denominator.history.get(year).filter(|under| **under > 0.0)?;
        Some((*year, factor * over / under))
    };
    let history: BTreeMap<Year, f64> = numerator.history.iter().filter_map(quotient).collect();
    let forecast = numerator.forecast.as_ref().zip(denominator.forecast.as_ref());
    let forecast = forecast.and_then(|(over, under)| quotient_ahead((over, under), factor));
    let money = unit == TargetUnit::MillionVnd;
    (!history.is_empty()).then(|| IndicatorSeries {
        definition: numerator.definition.clone().filter(|_| money),
        history,
        forecast,
        ..bare(indicator, (numerator.area.clone(), unit, numerator.status.max(denominator.status)))
    })
}

/// The quotient draw by draw; a path of one draw goes with every draw of the other.
fn quotient_ahead(
    (over, under): (&IndicatorForecast, &IndicatorForecast),
    factor: f64,
) -> Option<IndicatorForecast> {
    let (a, b) = (&over.paths, &under.paths);
    let fits = a.first() == b.first() && a.n_draws().min(b.n_draws()) > 0;
    let n_draws = a.n_draws().max(b.n_draws());
    let each = |paths: &Paths| paths.n_draws() == 1 || paths.n_draws() == n_draws;
    if !fits || !each(a) || !each(b) {
        return None;
    }
    let mut paths = Paths::zeros(a.first(), 1, n_draws, a.n_years().min(b.n_years()));
    for draw in 0..n_draws {
        let of = |paths: &Paths| draw.min(paths.n_draws() - 1);
        let pairs = a.path(0, of(a)).iter().zip(b.path(0, of(b)));
        for (value, (over, under)) in paths.path_mut(0, draw).iter_mut().zip(pairs) {
            *value = factor * over / under;
        }
    }
    let known = over.level.len().max(under.level.len());
    let of = |level: &[f64], draw: usize| level.get(draw).copied().unwrap_or(1.0);
    let level = (0..known).map(|draw| of(&over.level, draw) / of(&under.level, draw)).collect();
    Some(IndicatorForecast { paths, level, origin: ForecastOrigin::Model })
}

#[cfg(test)]
mod tests;
