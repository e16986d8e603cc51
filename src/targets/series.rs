//! Series that targets are compared with, and the choice of the one that fits.
//!
//! A target is compared only with a series of the same indicator, the same area with the same
//! boundaries, and the same definition. A target that names no definition is compared where there
//! is only one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::codes::AreaCode;
use crate::dataset::PlanTarget;
use crate::forecast::employment::shrunk_slope::Group;
use crate::paths::Paths;
use crate::status::Status;
use crate::targets::indicator::{Indicator, Scale, Transform};
use crate::targets::meaning::{Meaning, Period, identity_text};
use crate::targets::obstacle::Obstacle;
use crate::targets::unit::TargetUnit;
use crate::units::Year;

/// What a forecast was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForecastOrigin {
    /// The model.
    Model,
    /// The indicator's own past, see [`crate::targets::extrapolation`].
    OwnPast,
}

/// What is expected of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorForecast {
    /// Draws in the unit of the series, the first year being after the last of the history; only
    /// the first series is read.
    pub paths: Paths,
    /// Factor of each draw on the level of the base year; empty without such an error.
    ///
    /// Growth and changes from a year of the history to one of the forecast are taken from the
    /// history times the factor, so that an error common to both cancels.
    pub level: Vec<f64>,
    /// What it was made from.
    pub origin: ForecastOrigin,
}

/// A sum over several years of which no year is known alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Its first year.
    pub first: Year,
    /// Its last year.
    pub last: Year,
    /// The sum, in the unit of the series.
    pub total: f64,
}

impl Span {
    /// The years as a period whose figure is the mean.
    const fn period(self) -> Period {
        Period::Mean(self.first, self.last)
    }

    /// The mean of its years.
    pub fn mean(self) -> f64 {
        self.total / self.period().n_years()
    }
}

/// What is known of an indicator under one definition.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorSeries {
    /// The indicator.
    pub indicator: Indicator,
    /// Its definition, in the words the plan uses; the order of phrases does not matter.
    pub definition: Option<String>,
    /// The area, boundaries included.
    pub area: AreaCode,
    /// Unit of history and forecast.
    pub unit: TargetUnit,
    /// Figures of the past; years may be missing.
    pub history: BTreeMap<Year, f64>,
    /// Sums over years of the past that are not in `history`.
    pub spans: Vec<Span>,
    /// The forecast, if there is one.
    pub forecast: Option<IndicatorForecast>,
    /// Slopes of series like it on its scale, to which its own is shrunk.
    pub group: Option<Group>,
    /// The least firm status in the history.
    pub history_status: Status,
    /// The least firm status among history and forecast.
    pub status: Status,
}

impl IndicatorSeries {
    /// The definition as phrases.
    pub fn identity(&self) -> BTreeSet<String> {
        Meaning::of(self.definition.as_deref(), Year(0)).identity
    }

    /// The latest figure with its year, or the mean of the latest years known together.
    pub fn latest(&self) -> Option<(Period, f64)> {
        let year = self.history.last_key_value().map(|(year, value)| (Period::In(*year), *value));
        let span = self.spans.iter().max_by_key(|span| span.last);
        let span = span.map(|span| (span.period(), span.mean()));
        let end = |found: &(Period, f64)| found.0.ends().1;
        // The figure of a single year says more than a mean that ends in it.
        match (year, span) {
            (Some(year), Some(span)) if end(&span) > end(&year) => Some(span),
            (None, span) => span,
            (year, _) => year,
        }
    }

    /// Number of the years from `first` to `last` that are known, and their sum.
    pub fn known(&self, first: Year, last: Year) -> (f64, f64) {
        let (mut n, mut sum, mut year) = (0.0, 0.0, first);
        while year <= last {
            let next = match (self.history.get(&year), span_from(&self.spans, year, last)) {
                (Some(value), _) => Span { first: year, last: year, total: *value },
                (None, Some(span)) => *span,
                (None, None) => {
                    year = year.plus(1);
                    continue;
                }
            };
            n += next.period().n_years();
            sum += next.total;
            year = next.last.plus(1);
        }
        (n, sum)
    }
}

/// The sum that begins in `first` and ends by `last`.
pub(super) fn span_from(spans: &[Span], first: Year, last: Year) -> Option<&Span> {
    spans.iter().find(|span| span.first == first && (first..=last).contains(&span.last))
}

/// A target with the series that answers it.
#[derive(Clone, Debug)]
pub(super) struct Match<'a> {
    pub(super) indicator: Indicator,
    pub(super) transform: Transform,
    pub(super) meaning: Meaning,
    pub(super) unit: TargetUnit,
    /// The value to be reached, in the unit of comparison of its dimension.
    pub(super) value: f64,
    pub(super) series: &'a IndicatorSeries,
    /// Definition of the series where the target names none.
    pub(super) assumed_definition: Option<String>,
}

impl Match<'_> {
    /// The scale on which the series moves evenly for this target.
    pub(super) fn scale(&self) -> Scale {
        match self.transform {
            Transform::Change => Scale::Rate,
            Transform::Growth | Transform::Reduction => Scale::Level,
            Transform::Value => self.series.indicator.scale(),
        }
    }
}

/// The series that answers `target`.
///
/// # Errors
/// The obstacle, with what would remove it.
pub(super) fn find<'a>(
    target: &PlanTarget,
    series: &'a [IndicatorSeries],
) -> Result<Match<'a>, Obstacle> {
    let unknown = || Obstacle::UnknownIndicator { name: target.indicator.clone() };
    let indicator = Indicator::named(&target.indicator).ok_or_else(unknown)?;
    let unit = TargetUnit::named(&target.unit)
        .filter(|unit| unit.dimension() == indicator.dimension())
        .ok_or_else(|| Obstacle::OtherUnit { found: target.unit.clone(), indicator })?;
    if !target.value.is_finite() {
        return Err(Obstacle::NotFinite);
    }
    let meaning = Meaning::of(target.definition.as_deref(), target.year);
    let (basis, transform) = indicator.basis();
    let is_here = |one: &&IndicatorSeries| one.area == target.area;
    // Its own figures come first, but those of another area do not hide what it is measured on.
    let (found, transform) = match of_indicator(series, indicator) {
        own if own.iter().any(is_here) => (own, Transform::Value),
        _ => (of_indicator(series, basis), transform),
    };
    let here = of_area(found, target, basis)?;
    let (chosen, assumed_definition) = of_definition(&here, &meaning)?;
    if chosen.unit.dimension() != chosen.indicator.dimension() {
        let found = chosen.unit.name().to_owned();
        return Err(Obstacle::OtherUnit { found, indicator: chosen.indicator });
    }
    let value = target.value * unit.factor();
    Ok(Match { indicator, transform, meaning, unit, value, series: chosen, assumed_definition })
}

fn of_indicator(series: &[IndicatorSeries], wanted: Indicator) -> Vec<&IndicatorSeries> {
    series.iter().filter(|series| series.indicator == wanted).collect()
}

fn of_area<'a>(
    found: Vec<&'a IndicatorSeries>,
    target: &PlanTarget,
    basis: Indicator,
) -> Result<Vec<&'a IndicatorSeries>, Obstacle> {
    if found.is_empty() {
        return Err(Obstacle::NoSeries { needed: basis });
    }
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|series| series.area == target.area);
    if here.is_empty() {
        let areas: BTreeSet<String> = elsewhere.iter().map(|s| s.area.to_string()).collect();
        let (wanted, found) = (target.area.to_string(), areas.into_iter().collect());
        return Err(Obstacle::OtherArea { wanted, found });
    }
    Ok(here)
}

/// The series of the target's definition; with it the definition that was taken if the target
/// names none.
fn of_definition<'a>(
    here: &[&'a IndicatorSeries],
    meaning: &Meaning,
) -> Result<(&'a IndicatorSeries, Option<String>), Obstacle> {
    let same = here.iter().find(|series| series.identity() == meaning.identity);
    if let Some(series) = same {
        return Ok((*series, None));
    }
    let texts: BTreeSet<String> = here.iter().map(|s| identity_text(&s.identity())).collect();
    match here {
        [only] if meaning.identity.is_empty() => Ok((*only, texts.into_iter().next())),
        _ => {
            let wanted = identity_text(&meaning.identity);
            Err(Obstacle::OtherDefinition { wanted, found: texts.into_iter().collect() })
        }
    }
}
