//! Regional estimate: employment by sector from the nation's structure and the area's margins.
//!
//! ```text
//! seed[s, j]    = E_j · N_s/N · q_s,j              j a part of the area, q its location quotient
//! seed[s, rest] = N_s · (N − Σ_j E_j)/N
//! E = fit of the seed to rows N_s and columns E_j, N − Σ_j E_j
//! ```
//! for every year, by iterative proportional fitting (method D10). A location quotient not given
//! is 1; one given for some year holds for the years without one of their own. Sectors known in a
//! part are held (see [`cells`]). The area's sectors are the sums of its parts.
//!
//! Totals of two definitions are brought to the older one by the declared step, since the known
//! cells follow it; the definition splice then takes sectors and totals to the present one
//! together. Were each year's sectors estimated under its own definition, the change would show
//! as a jump of every sector.
//!
//! # Variance
//!
//! The log variance of a sector says how far its level may lie from the truth, in all years alike;
//! it is not noise from year to year. A held cell has the variance of its ratio. A sector with a
//! stated location quotient has 0.15². Without one, the only evidence on how far the area's
//! structure lies from the nation's are the cells that are known: the variance is the mean of
//! their (ln r)², and at least 0.15². The variance of the total is added.
//!
//! What it leaves out: sectors with a location quotient that changes over time other than stated.
//!
//! Sources: Deming & Stephan (1940); Round (1983), *Nonsurvey techniques*, International Regional
//! Science Review 8(3), on location quotients.

mod cells;
mod margins;
mod effect;

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{AreaCode, SectorCode};
use crate::dataset::Measure;
use crate::error::{Error, Result};
use crate::numeric::ipf;
use crate::numeric::ipf::{Fit, FitError, FitStatus, KnownCell, Limits, Margins};
use crate::prepare::figures::{self, Figure, Figures, Strand};
use crate::prepare::regional::cells::{LogRatio, Ratios};
use crate::prepare::regional::margins::{Basis, Nation};
use crate::series::SeriesKey;
use crate::status::Status;
use crate::units::Year;

/// Variance of the log share of a sector whose location quotient is stated: 15 %.
const STATED_VARIANCE: f64 = 0.0225;

/// Largest part of a column that one held cell may take.
const LARGEST_CELL: f64 = 0.95;

/// Estimates the sectors of the model's area for every year with a total.
///
/// # Errors
/// If the nation's sectors or the area's totals are missing, or no matrix fits the margins.
pub(super) fn estimate(
    figures: &mut Figures<'_>,
    structure_of: &AreaCode,
    parts: &[AreaCode],
) -> Result<()> {
    let frame = Frame::of(figures, structure_of, parts)?;
    let mut outcome = Outcome::default();
    for (year, totals) in &frame.columns {
        if frame.is_observed(figures, *year) {
            outcome.observed.insert(*year);
            continue;
        }
        let table = frame.table(figures, *year, totals)?;
        let fit = table.fit(&frame, *year)?;
        outcome.add(*year, &fit);
        frame.write(figures, *year, table.sums(&fit, &frame, totals));
    }
    effect::report(figures, structure_of, &frame, &outcome);
    figures.brought_back = Some((structure_of.clone(), frame.nation.brought_back));
    Ok(())
}

/// What the estimate of every year shares.
struct Frame<'m> {
    sectors: Vec<SectorCode>,
    areas: Vec<AreaCode>,
    basis: Basis<'m>,
    /// Totals of `areas` by year, within the panel.
    columns: BTreeMap<Year, Vec<Figure>>,
    /// The nation's sectors.
    nation: Nation,
    /// Ratios of known cells by sector and area.
    ratios: Vec<Vec<Option<Ratios>>>,
    /// Location quotients by sector and area.
    quotients: Vec<Vec<Strand>>,
}

impl<'m> Frame<'m> {
    fn of(figures: &Figures<'m>, structure_of: &AreaCode, parts: &[AreaCode]) -> Result<Self> {
        let model = figures.model;
        let basis = Basis::of(figures);
        let mut columns = margins::columns(figures, &basis, parts);
        columns.retain(|year, _| (model.first_year..=model.base_year).contains(year));
        if columns.is_empty() {
            let (area, first, base) = (&model.area, model.first_year, model.base_year);
            return Err(figures::cannot(
                format!(
                    "regional_estimate: không có tổng số lao động có việc làm của {area} từ {first} \
                     đến {base}; bổ sung tổng số, hoặc khai báo boundary_splice trước bước này"
                ),
                format!(
                    "regional_estimate: no employment total of {area} from {first} to {base}; give \
                     totals, or a boundary_splice of its parts before this step"
                ),
            ));
        }
        let areas = if parts.is_empty() { vec![model.area.clone()] } else { parts.to_vec() };
        let sectors: Vec<SectorCode> = model.sectors.iter().map(|s| s.code.clone()).collect();
        let nation = Nation::of(figures, &basis, structure_of, &sectors);
        let mut frame = Self {
            sectors,
            areas,
            basis,
            columns,
            nation,
            ratios: Vec::new(),
            quotients: Vec::new(),
        };
        frame.check_nation(structure_of)?;
        let lines = |frame: &Self, s: usize| -> Vec<Option<Ratios>> {
            (0..frame.areas.len()).map(|j| frame.ratios_of(figures, s, j)).collect()
        };
        frame.ratios = (0..frame.sectors.len()).map(|s| lines(&frame, s)).collect();
        let quotients = |s: &SectorCode| -> Vec<Strand> {
            let key = |area: &AreaCode| SeriesKey::sector(area.clone(), s.clone());
            frame
                .areas
                .iter()
                .map(|area| figures.current(Measure::LocationQuotient, &key(area)))
                .collect()
        };
        frame.quotients = frame.sectors.iter().map(quotients).collect();
        Ok(frame)
    }

    fn check_nation(&self, structure_of: &AreaCode) -> Result<()> {
        for (sector, strand) in self.sectors.iter().zip(&self.nation.sectors) {
            let missing: Vec<Year> =
                self.columns.keys().filter(|year| !strand.contains_key(year)).copied().collect();
            if !missing.is_empty() {
                let years = figures::year_list(missing);
                return Err(figures::cannot(
                    format!(
                        "regional_estimate: thiếu lao động ngành {sector} của {structure_of} các \
                         năm {years}; bảng của cả nước phải có mọi ngành của mô hình ở mọi năm"
                    ),
                    format!(
                        "regional_estimate: employment of {structure_of} in {sector} is missing \
                         for {years}; the national table must have every sector of the model in \
                         every year"
                    ),
                ));
            }
        }
        Ok(())
    }

    fn nation_total(&self, year: Year) -> f64 {
        self.nation.sectors.iter().map(|strand| strand[&year].value).sum()
    }

    /// Cells of a sector in an area that follow the definition of the totals.
    ///
    /// A share counts where there is no headcount. A cell of the present definition is brought to
    /// the older one if all sectors change in proportion or another sector bears the change.
    fn ratios_of(&self, figures: &Figures<'_>, s: usize, j: usize) -> Option<Ratios> {
        let key = SeriesKey::sector(self.areas[j].clone(), self.sectors[s].clone());
        let mut known = BTreeMap::new();
        for (year, totals) in &self.columns {
            let total = totals[j];
            let Some(share) = self.known_share(figures, &key, *year, total.value) else { continue };
            let national = self.nation.sectors[s][year].value / self.nation_total(*year);
            if share.value > 0.0 && national > 0.0 {
                let value = (share.value / national).ln();
                known.insert(*year, LogRatio { value, variance: share.log_variance });
            }
        }
        Ratios::of(known)
    }

    fn known_share(
        &self,
        figures: &Figures<'_>,
        key: &SeriesKey,
        year: Year,
        total: f64,
    ) -> Option<Figure> {
        let of = |measure, definition| -> Option<Figure> {
            figures.strand(measure, key, definition).get(&year).filter(|f| f.known).copied()
        };
        let basis = &self.basis.definition;
        let scaled = |f: Figure, factor: f64| Figure { value: f.value * factor, ..f };
        let here = of(Measure::Employment, basis)
            .map(|f| scaled(f, 1.0 / total))
            .or_else(|| of(Measure::EmploymentShare, basis));
        let (splice, step) = match (here, &self.basis.change) {
            (Some(figure), _) => return Some(figure),
            (None, None) => return None,
            (None, Some(change)) => change,
        };
        let bears = key.sector.as_ref().is_some_and(|s| splice.borne_by.contains(s));
        if bears {
            return None;
        }
        let ratio = step.log_ratio.exp();
        let present = splice.present();
        let figure = of(Measure::Employment, &present)
            .map(|f| scaled(f, 1.0 / (total * ratio)))
            .or_else(|| of(Measure::EmploymentShare, &present))?;
        let factor = if splice.borne_by.is_empty() { 1.0 } else { ratio };
        Some(scaled(figure, factor))
    }

    /// Whether every sector of the area is published for the year.
    fn is_observed(&self, figures: &Figures<'_>, year: Year) -> bool {
        self.sectors.iter().all(|sector| {
            let key = SeriesKey::sector(figures.model.area.clone(), sector.clone());
            let strand = figures.strand(Measure::Employment, &key, &self.basis.definition);
            strand.get(&year).is_some_and(|figure| figure.known)
        })
    }

    /// Keeps the year's estimates; a published sector stands, and the others share what is left.
    fn write(&self, figures: &mut Figures<'_>, year: Year, estimates: Vec<Figure>) {
        let definition = &self.basis.definition;
        let area = &figures.model.area.clone();
        let key = |s: usize| SeriesKey::sector(area.clone(), self.sectors[s].clone());
        let published: Vec<Option<Figure>> = (0..self.sectors.len())
            .map(|s| figures.strand(Measure::Employment, &key(s), definition).get(&year).copied())
            .collect();
        let total: f64 = estimates.iter().map(|f| f.value).sum();
        let taken: f64 = published.iter().flatten().map(|f| f.value).sum();
        let open = estimates.iter().zip(&published).filter(|(_, own)| own.is_none());
        let left: f64 = open.map(|(f, _)| f.value).sum();
        let factor = if left > 0.0 { ((total - taken) / left).max(0.0) } else { 1.0 };
        for (s, estimate) in estimates.into_iter().enumerate() {
            if published[s].is_none() {
                let figure = Figure { value: estimate.value * factor, ..estimate };
                figures.strand_mut(Measure::Employment, &key(s), definition).insert(year, figure);
            }
        }
    }

    /// The location quotient of a year: its own, else the last before, else the first.
    fn quotient(&self, s: usize, j: usize, year: Year) -> Option<f64> {
        let strand = &self.quotients[s][j];
        let before = strand.range(..=year).next_back();
        before.or_else(|| strand.iter().next()).map(|(_, figure)| figure.value)
    }

    /// Variance of the log share of a sector without a known cell.
    fn structure_variance(&self, s: usize, j: usize, year: Year) -> f64 {
        if self.quotient(s, j, year).is_some() {
            return STATED_VARIANCE;
        }
        let told: Vec<f64> =
            self.ratios.iter().flatten().flatten().map(Ratios::mean_square).collect();
        let mean = told.iter().sum::<f64>() / told.len().max(1) as f64;
        mean.max(STATED_VARIANCE)
    }

    fn table(&self, figures: &Figures<'_>, year: Year, totals: &[Figure]) -> Result<Table> {
        let nation = self.nation_total(year);
        let parts: f64 = totals.iter().map(|f| f.value).sum();
        let rest = nation - parts;
        if rest < 0.0 {
            let area = &figures.model.area;
            return Err(figures::cannot(
                format!(
                    "regional_estimate: năm {year} {area} có {parts:.0} lao động, nhiều hơn cả nước \
                     ({nation:.0}); kiểm tra đơn vị của hai bảng"
                ),
                format!(
                    "regional_estimate: in {year} {area} has {parts:.0} employed, more than the \
                     nation's {nation:.0}; check the units of both tables"
                ),
            ));
        }
        let mut table = Table {
            seed: Vec::new(),
            rows: self.nation.sectors.iter().map(|strand| strand[&year].value).collect(),
            columns: totals.iter().map(|f| f.value).chain([rest]).collect(),
            known: Vec::new(),
            variances: Vec::new(),
        };
        for s in 0..self.sectors.len() {
            let share = table.rows[s] / nation;
            let mut line = Vec::new();
            let mut variances = Vec::new();
            for (j, total) in totals.iter().enumerate() {
                let plain = share * total.value;
                line.push(plain * self.quotient(s, j, year).unwrap_or(1.0));
                let variance = match &self.ratios[s][j] {
                    None => self.structure_variance(s, j, year),
                    Some(ratios) => {
                        let held = ratios.at(year);
                        let value = (plain * held.value.exp()).min(LARGEST_CELL * total.value);
                        table.known.push(KnownCell { row: s, column: j, value });
                        held.variance
                    }
                };
                variances.push(variance + total.log_variance);
            }
            line.push(share * rest);
            table.seed.push(line);
            table.variances.push(variances);
        }
        Ok(table)
    }

    fn name(&self, column: usize) -> String {
        self.areas
            .get(column)
            .map_or_else(|| "the rest of the nation".to_owned(), ToString::to_string)
    }

    /// The kernel's positions as sectors and areas.
    fn explain(&self, year: Year, error: &FitError) -> Error {
        let (vi, en) = match error {
            FitError::EmptyRow { row, .. } | FitError::KnownExceedsRow { row, .. } => {
                let sector = &self.sectors[*row];
                (
                    format!("ngành {sector}: không khớp; kiểm tra số của cả nước về ngành này"),
                    format!("sector {sector}: {error}; check the nation's figure of this sector"),
                )
            }
            FitError::EmptyColumn { column, .. } | FitError::KnownExceedsColumn { column, .. } => {
                let area = self.name(*column);
                (
                    format!(
                        "địa bàn {area}: không khớp; kiểm tra tổng số của địa bàn và các ngành đã \
                         biết"
                    ),
                    format!("area {area}: {error}; check the area's total and its known sectors"),
                )
            }
            FitError::Shape | FitError::Number { .. } => (
                "các tổng biên: không khớp; kiểm tra số liệu của năm này".to_owned(),
                format!("the margins: {error}; check the figures of this year"),
            ),
        };
        figures::cannot(
            format!("regional_estimate: {year}, {vi}"),
            format!("regional_estimate: {year}, {en}"),
        )
    }
}

/// One year's matrix before the fit.
struct Table {
    seed: Vec<Vec<f64>>,
    rows: Vec<f64>,
    columns: Vec<f64>,
    known: Vec<KnownCell>,
    variances: Vec<Vec<f64>>,
}

impl Table {
    fn fit(&self, frame: &Frame<'_>, year: Year) -> Result<Fit> {
        let margins = Margins { rows: &self.rows, columns: &self.columns };
        let fit = ipf::fit(&self.seed, &margins, &self.known, &Limits::default());
        fit.map_err(|error| frame.explain(year, &error))
    }

    /// The area's sectors: sums over its parts, whose errors are taken to go together.
    fn sums(&self, fit: &Fit, frame: &Frame<'_>, totals: &[Figure]) -> Vec<Figure> {
        let known = totals.iter().all(|figure| figure.known);
        let sum = |s: usize| {
            let cells = &fit.matrix[s][..frame.areas.len()];
            let value: f64 = cells.iter().sum();
            let deviation: f64 =
                cells.iter().zip(&self.variances[s]).map(|(x, v)| x * v.sqrt()).sum();
            let log_variance = if value > 0.0 { (deviation / value).powi(2) } else { 0.0 };
            Figure { known, ..Figure::made(value, Status::Estimated, log_variance) }
        };
        (0..frame.sectors.len()).map(sum).collect()
    }
}

/// How the fits went, for the report.
#[derive(Default)]
struct Outcome {
    fitted: BTreeSet<Year>,
    observed: BTreeSet<Year>,
    unfinished: BTreeSet<Year>,
    largest_error: f64,
    most_iterations: usize,
}

impl Outcome {
    fn add(&mut self, year: Year, fit: &Fit) {
        self.fitted.insert(year);
        if fit.status == FitStatus::MaxIterations {
            self.unfinished.insert(year);
        }
        self.largest_error = self.largest_error.max(fit.largest_margin_error);
        self.most_iterations = self.most_iterations.max(fit.iterations);
    }
}

#[cfg(test)]
mod tests;
