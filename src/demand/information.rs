//! What is known at an origin: employment, output, investment and the nation up to that year.
//!
//! Models are fitted to an [`Information`], never to the whole record, so the back-test and the
//! projection run the same code and no model can see a year after its origin.

use crate::model::Model;
use crate::prepare::Prepared;
use crate::series::{Panel, Series};
use crate::units::Year;

/// Most years by which output may end before employment and still be carried on.
const LONGEST_EXTENSION: usize = 2;
/// Most years ahead a projection goes.
const FURTHEST: usize = 100;
/// Years whose mean growth carries output on.
const EXTENSION_YEARS: usize = 5;

/// A series known in a part of the panel's years.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Aligned {
    /// Position of the first known year on the panel's years.
    start: usize,
    values: Vec<f64>,
}

impl Aligned {
    /// The years from `start` on, or `None` if fewer than two fall into the panel.
    fn of(series: &Series, first: Year, n_years: usize) -> Option<Self> {
        let offset = series.first.since(first);
        let skipped = usize::try_from(-offset).unwrap_or(0);
        let start = usize::try_from(offset).unwrap_or(0);
        let room = n_years.saturating_sub(start);
        let values: Vec<f64> =
            series.points.iter().skip(skipped).take(room).map(|point| point.value).collect();
        let usable = values.len() >= 2 && values.iter().all(|value| *value > 0.0);
        usable.then_some(Self { start, values })
    }

    /// Position after the last known year.
    pub(crate) fn end(&self) -> usize {
        self.start + self.values.len()
    }

    /// The value of a year, by its position.
    pub(crate) fn at(&self, position: usize) -> Option<f64> {
        self.values.get(position.checked_sub(self.start)?).copied()
    }

    /// First position and values of the years before position `end`, if they reach it.
    pub(crate) fn until(&self, end: usize) -> Option<(usize, &[f64])> {
        let known = end.checked_sub(self.start)?;
        (known >= 2).then(|| self.values.get(..known)).flatten().map(|values| (self.start, values))
    }

    /// Carries the series on to position `end` at the mean growth of its last five years.
    fn extended_to(mut self, end: usize) -> Option<Self> {
        let missing = end.saturating_sub(self.end());
        if missing > LONGEST_EXTENSION {
            return None;
        }
        let recent = self.values.len().min(EXTENSION_YEARS + 1);
        let [first, .., last] = self.values[self.values.len() - recent..] else { return None };
        let growth = (last / first).powf(1.0 / (recent - 1) as f64);
        for step in 1..=missing {
            self.values.push(last * growth.powi(step as i32));
        }
        Some(self)
    }
}

/// Everything the methods use, as arrays over the panel's years.
///
/// Series run over the sectors in the order of the axis and end with the total.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    /// Employment of the sectors and, last, of all together.
    pub(crate) employment: Vec<Vec<f64>>,
    /// Whether a year is an exception, such as the pandemic.
    pub(crate) masked: Vec<bool>,
    /// Output of the area.
    pub(crate) output: Option<Aligned>,
    /// Position after the last year whose output is known and not carried on.
    pub(crate) output_known_until: usize,
    /// Output of each sector, where known.
    pub(crate) output_by_sector: Vec<Option<Aligned>>,
    /// Investment of the area.
    pub(crate) investment: Option<Aligned>,
    /// The nation's employment, sectors and total.
    pub(crate) nation: Option<Vec<Vec<f64>>>,
    /// Damping of slopes per year.
    pub(crate) damping: f64,
}

fn with_total(panel: &Panel) -> Vec<Vec<f64>> {
    let totals = std::iter::once(panel.totals());
    panel.series.iter().map(Series::values).chain(totals).collect()
}

/// The sum of the sectors' output, if every sector has one over the same years.
fn summed(by_sector: &[Option<Aligned>]) -> Option<Aligned> {
    let known: Vec<&Aligned> = by_sector.iter().flatten().collect();
    let first = *known.first()?;
    let alike = known.iter().all(|a| a.start == first.start && a.end() == first.end());
    (alike && known.len() == by_sector.len()).then(|| Aligned {
        start: first.start,
        values: (0..first.values.len()).map(|i| known.iter().map(|a| a.values[i]).sum()).collect(),
    })
}

impl Record {
    /// Lays the prepared series side by side.
    pub(crate) fn new(model: &Model, prepared: &Prepared) -> Self {
        let panel = &prepared.employment;
        let (first, n_years) = (panel.first(), panel.n_years());
        let align = |series: &Series| Aligned::of(series, first, n_years);
        let masked = (0..n_years)
            .map(|year| panel.series.iter().any(|series| series.points[year].masked))
            .collect();
        let output_by_sector: Vec<Option<Aligned>> = (0..panel.series.len())
            .map(|sector| prepared.output_by_sector.get(sector)?.as_ref().and_then(align))
            .map(|aligned| aligned.filter(|aligned| aligned.end() == n_years))
            .collect();
        let output = prepared.output.as_ref().and_then(align).or_else(|| summed(&output_by_sector));
        let output_known_until = output.as_ref().map_or(0, Aligned::end);
        let same_years = |nation: &&Panel| {
            nation.first() == first
                && nation.n_years() == n_years
                && nation.series.len() == panel.series.len()
        };
        Self {
            employment: with_total(panel),
            masked,
            output: output.and_then(|output| output.extended_to(n_years)),
            output_known_until,
            output_by_sector,
            investment: prepared.investment.as_ref().and_then(align),
            nation: prepared.nation.as_ref().filter(same_years).map(with_total),
            damping: model.demand.damping,
        }
    }

    /// Years by which output was carried on; 0 without output.
    pub(crate) fn output_extension(&self) -> usize {
        self.output.as_ref().map_or(0, |output| output.end() - self.output_known_until)
    }

    /// Number of years.
    pub(crate) fn n_years(&self) -> usize {
        self.masked.len()
    }

    /// Number of sectors; series number `n_sectors()` is the total.
    pub(crate) fn n_sectors(&self) -> usize {
        self.employment.len() - 1
    }

    /// Logarithm of output relative to the origin for the `n_steps` years after it, as far as it
    /// is known.
    pub(crate) fn actual_output(&self, origin: usize, n_steps: usize) -> Vec<f64> {
        let level = |position: usize| self.output.as_ref().and_then(|output| output.at(position));
        let Some(base) = level(origin) else { return Vec::new() };
        (origin + 1..self.output_known_until.min(origin + 1 + n_steps))
            .map_while(|position| level(position).map(|value| (value / base).ln()))
            .collect()
    }
}

/// The record up to an origin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Information<'a> {
    /// The whole record, of which only the first years may be used.
    record: &'a Record,
    /// Number of years up to the origin.
    n: usize,
    /// Years ahead that will be asked for.
    n_steps: usize,
}

impl<'a> Information<'a> {
    /// What is known after the first `n` years.
    pub(crate) const fn new(record: &'a Record, n: usize) -> Self {
        Self { record, n, n_steps: FURTHEST }
    }

    /// The same, where no more than `n_steps` years ahead will be asked for.
    ///
    /// Models that learn each step on its own learn no more of them.
    pub(crate) const fn for_steps(self, n_steps: usize) -> Self {
        Self { n_steps, ..self }
    }

    /// Years ahead that will be asked for.
    pub(crate) const fn n_steps(&self) -> usize {
        self.n_steps
    }

    /// Number of series: the sectors and the total.
    pub(crate) fn n_series(&self) -> usize {
        self.record.employment.len()
    }

    /// Number of sectors.
    pub(crate) fn n_sectors(&self) -> usize {
        self.record.n_sectors()
    }

    /// Damping of slopes per year.
    pub(crate) fn damping(&self) -> f64 {
        self.record.damping
    }

    /// Employment of one series.
    pub(crate) fn employment(&self, series: usize) -> &'a [f64] {
        &self.record.employment[series][..self.n]
    }

    /// Whether each year is an exception.
    pub(crate) fn masked(&self) -> &'a [bool] {
        &self.record.masked[..self.n]
    }

    /// Output of the area: first position and values up to the origin.
    pub(crate) fn output(&self) -> Option<(usize, &'a [f64])> {
        self.record.output.as_ref()?.until(self.n)
    }

    /// Output of a sector: first position and values up to the origin.
    pub(crate) fn sector_output(&self, sector: usize) -> Option<(usize, &'a [f64])> {
        self.record.output_by_sector.get(sector)?.as_ref()?.until(self.n)
    }

    /// Investment: first position and values up to the origin.
    pub(crate) fn investment(&self) -> Option<(usize, &'a [f64])> {
        self.record.investment.as_ref()?.until(self.n)
    }

    /// The nation's employment of one series.
    pub(crate) fn nation(&self, series: usize) -> Option<&'a [f64]> {
        self.record.nation.as_ref().map(|nation| &nation[series][..self.n])
    }
}
