//! Indicator series as the tables record them: measures, figures of indicators that no measure
//! holds (`plan_indicators`), and quotients of both.
//!
//! ```text
//! output / population    output / employment    labour force / population      where a table has both
//! ```
//! A figure under another definition is another series. Population projected by others is no figure
//! of the past and left out.

use std::collections::BTreeMap;

use crate::codes::AreaCode;
use crate::dataset::{Dataset, Measure, Observation, PlanFigure};
use crate::error::Problem;
use crate::language::Text;
use crate::results::targets::quotient::ratio;
use crate::status::Status;
use crate::targets::indicator::Indicator;
use crate::targets::meaning::{Meaning, Period};
use crate::targets::series::{IndicatorSeries, Span};
use crate::targets::unit::{Dimension, TargetUnit};
use crate::units::Unit;
use crate::validate::{finding, nearest};

/// Definition of every figure of output in the tables.
pub(super) const CONSTANT_PRICES: &str = "constant prices";
/// Definition of population that was projected and not counted.
const PROJECTION: &str = "projection";

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

/// Indicators that follow from two measures: numerator, denominator, unit and factor to it.
const QUOTIENTS: [(Indicator, Indicator, Indicator, (TargetUnit, f64)); 3] = [
    (
        Indicator::OutputPerPerson,
        Indicator::Output,
        Indicator::Population,
        (TargetUnit::MillionVnd, 1000.0),
    ),
    (
        Indicator::OutputPerWorker,
        Indicator::Output,
        Indicator::Employment,
        (TargetUnit::MillionVnd, 1000.0),
    ),
    (
        Indicator::ParticipationRate,
        Indicator::LabourForce,
        Indicator::Population,
        (TargetUnit::Share, 1.0),
    ),
];

/// Every series of the tables that none of `modelled` stands for.
pub(super) fn series(
    dataset: &Dataset,
    area: &AreaCode,
    modelled: &[IndicatorSeries],
) -> Vec<IndicatorSeries> {
    let by_model = |one: &IndicatorSeries| {
        one.area == *area && modelled.iter().any(|own| own.indicator == one.indicator)
    };
    let mut all: Vec<IndicatorSeries> =
        of_tables(dataset, area).into_iter().filter(|one| !by_model(one)).collect();
    let quotients = quotients(&all);
    for (key, figure) in readable(dataset) {
        // The model's own series has the figures of its definition already.
        let stands_for = |own: &IndicatorSeries| key.is_of(own);
        if !modelled.iter().any(stands_for) {
            add(&mut all, &key, figure);
        }
    }
    let given = |one: &IndicatorSeries| {
        let same = |other: &IndicatorSeries| {
            let kind = (other.indicator, &other.area) == (one.indicator, &one.area);
            kind && other.identity() == one.identity()
        };
        all.iter().any(same)
    };
    let derived: Vec<IndicatorSeries> = quotients.into_iter().filter(|one| !given(one)).collect();
    all.extend(derived);
    all
}

/// What a figure of an indicator is about.
struct FigureKey {
    indicator: Indicator,
    unit: TargetUnit,
    meaning: Meaning,
    area: AreaCode,
}

impl FigureKey {
    fn is_of(&self, series: &IndicatorSeries) -> bool {
        (series.indicator, &series.area) == (self.indicator, &self.area)
            && series.identity() == self.meaning.identity
    }
}

/// The figures that can be read, with what they are about.
fn readable(dataset: &Dataset) -> impl Iterator<Item = (FigureKey, &PlanFigure)> {
    dataset.plan_figures.iter().filter_map(|figure| Some((key(figure)?, figure)))
}

fn key(figure: &PlanFigure) -> Option<FigureKey> {
    let indicator = Indicator::named(&figure.indicator)?;
    let unit = TargetUnit::named(&figure.unit)?;
    let fits = unit.dimension() == indicator.dimension();
    let meaning = Meaning::of(figure.definition.as_deref(), figure.year);
    fits.then(|| FigureKey { indicator, unit, meaning, area: figure.area.clone() })
}

/// What is wrong with figures that cannot be read.
pub(in crate::results) fn problems(dataset: &Dataset) -> Vec<Problem> {
    let wrong = dataset.plan_figures.iter().filter(|figure| key(figure).is_none());
    wrong
        .map(|figure| {
            let (known, notice) = (
                Indicator::named(&figure.indicator).is_some(),
                Text::new("Dòng này không được dùng.", "The row is not used."),
            );
            let names = Indicator::ALL.map(Indicator::name);
            let (rule, found, expected, repair) = if known {
                let units = TargetUnit::ALL.into_iter().filter(|unit| {
                    let indicator = Indicator::named(&figure.indicator);
                    indicator.is_some_and(|one| one.dimension() == unit.dimension())
                });
                let units = units.map(TargetUnit::name).collect::<Vec<_>>().join(", ");
                let expected = Text::new(format!("đơn vị: {units}"), format!("a unit: {units}"));
                ("other-unit", &figure.unit, expected, notice)
            } else {
                let expected = Text::new("tên một chỉ tiêu", "the name of an indicator");
                let meant = nearest::suggestion(&figure.indicator, names);
                ("unknown-indicator", &figure.indicator, expected, finding::join(&meant, &notice))
            };
            finding::warning(rule, figure.place.clone(), found.as_str(), expected, repair)
        })
        .collect()
}

/// Adds a figure to the series it is of, or begins that series.
fn add(all: &mut Vec<IndicatorSeries>, key: &FigureKey, figure: &PlanFigure) {
    let position = all.iter().position(|one| key.is_of(one)).unwrap_or_else(|| {
        let words = key.meaning.identity.iter().cloned().collect::<Vec<_>>().join(", ");
        let definition = Some(words).filter(|words| !words.is_empty());
        let bare = bare(key.indicator, (key.area.clone(), plain(key.unit), figure.status));
        all.push(IndicatorSeries { definition, ..bare });
        all.len() - 1
    });
    let one = &mut all[position];
    let value = figure.value * key.unit.factor() / one.unit.factor();
    match key.meaning.period {
        // What a measure holds is firmer than a figure from elsewhere.
        Period::In(year) => {
            one.history.entry(year).or_insert(value);
        }
        Period::Mean(first, last) => {
            let total = value * key.meaning.period.n_years();
            one.spans.push(Span { first, last, total });
        }
        Period::Sum(first, last) => one.spans.push(Span { first, last, total: value }),
    }
    one.status = one.status.max(figure.status);
    one.history_status = one.history_status.max(figure.status);
}

/// The unit of a series of figures: that of the dimension, so that rows in other units join it.
const fn plain(unit: TargetUnit) -> TargetUnit {
    match unit.dimension() {
        Dimension::Share => TargetUnit::Share,
        Dimension::Persons if !matches!(unit, TargetUnit::PersonsPerYear) => TargetUnit::Persons,
        _ => unit,
    }
}

/// The quotients of series of one area; of several definitions the one with the longest record.
fn quotients(all: &[IndicatorSeries]) -> Vec<IndicatorSeries> {
    let of = |indicator: Indicator, area: &AreaCode| {
        let here = all.iter().filter(|one| one.indicator == indicator && one.area == *area);
        here.rev().max_by_key(|one| one.history.len())
    };
    let made = |(indicator, over, under, unit): (_, _, _, (TargetUnit, f64))| {
        let numerators = all.iter().filter(move |one| one.indicator == over);
        numerators.filter_map(move |numerator| {
            let denominator = of(under, &numerator.area)?;
            ratio(indicator, (numerator, denominator), unit)
        })
    };
    QUOTIENTS.into_iter().flat_map(made).collect()
}

/// Totals of `area` and of areas that targets name, a series a measure, area and definition.
pub(super) fn of_tables(dataset: &Dataset, area: &AreaCode) -> Vec<IndicatorSeries> {
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
            if definition.as_deref() == Some(PROJECTION) {
                continue;
            }
            let one = found.entry((area.clone(), definition.clone())).or_insert_with(|| {
                let status = observation.status;
                let area = area.clone();
                IndicatorSeries { definition, ..bare(indicator, (area, unit, status)) }
            });
            one.history.insert(observation.year, observation.value);
            one.status = one.status.max(observation.status);
            one.history_status = one.status;
        }
        all.extend(found.into_values());
    }
    all
}

pub(super) fn definition(observation: &Observation, indicator: Indicator) -> Option<String> {
    let by_table = matches!(indicator, Indicator::Output | Indicator::Investment);
    observation.definition.clone().or_else(|| by_table.then(|| CONSTANT_PRICES.to_owned()))
}

pub(super) fn is_total(observation: &Observation) -> bool {
    let key = &observation.key;
    key.sector.is_none() && key.sex.is_none() && key.age.is_none()
}

/// Whether a figure is written in the unit of its series, which only money need not be.
pub(super) fn is_in(observation: &Observation, unit: TargetUnit) -> bool {
    let written = observation.place.column.as_deref();
    unit != TargetUnit::BillionVnd || written == Some(Unit::BillionVnd.name())
}

pub(super) fn bare(
    indicator: Indicator,
    (area, unit, status): (AreaCode, TargetUnit, Status),
) -> IndicatorSeries {
    IndicatorSeries {
        indicator,
        definition: None,
        area,
        unit,
        history: BTreeMap::new(),
        spans: Vec::new(),
        forecast: None,
        group: None,
        history_status: status,
        status,
    }
}
