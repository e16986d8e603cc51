//! The step in a series where its definition changes.
//!
//! ```text
//! ln(E(t) / E_nation(t)) = α + β·t + λ·1[definition(t) is the present one] + ε
//! ```
//! over the known years outside the mask. With years known under both definitions the step is the
//! mean of `ln(E_present / E_older)` instead, and its variance that of the mean.
//!
//! The least-squares variance of λ̂ is multiplied by `(1 + r) / (1 − r)`, with `r` the lag-one
//! autocorrelation of the residuals within 0 and 0.8, as neighbouring years err together; and the
//! published sampling error of the present figures is added, which their few residuals cannot show.

use std::collections::BTreeSet;

use crate::codes::{AreaCode, SectorCode};
use crate::dataset::Measure;
use crate::model::{Model, Operation};
use crate::numeric::least_squares;
use crate::prepare::figures::{Definition, Figures, Strand};
use crate::series::SeriesKey;
use crate::units::Year;

/// The change of definition as the model declares it.
#[derive(Clone, Copy, Debug)]
pub(in crate::prepare) struct Splice<'m> {
    /// Measure whose definition changes.
    pub(in crate::prepare) measure: Measure,
    /// The older definition.
    pub(in crate::prepare) from: &'m str,
    /// The present definition.
    pub(in crate::prepare) to: &'m str,
    /// First year of the present definition.
    pub(in crate::prepare) first_year: Year,
    /// Area whose series carries the trend over the step.
    pub(in crate::prepare) relative_to: Option<&'m AreaCode>,
    /// Sectors that bear the change.
    pub(in crate::prepare) borne_by: &'m [SectorCode],
}

impl<'m> Splice<'m> {
    /// The change the model declares for `measure`, if it does.
    pub(in crate::prepare) fn of_model(model: &'m Model, measure: Measure) -> Option<Self> {
        let declared = model.prepare.iter().filter_map(Self::of_operation);
        declared.into_iter().find(|splice| splice.measure == measure)
    }

    /// The change that `operation` declares, if it is one.
    pub(in crate::prepare) fn of_operation(operation: &'m Operation) -> Option<Self> {
        let Operation::DefinitionSplice { measure, from, to, first_year, relative_to, borne_by } =
            operation
        else {
            return None;
        };
        let (measure, first_year) = (*measure, *first_year);
        Some(Self { measure, from, to, first_year, relative_to: relative_to.as_ref(), borne_by })
    }

    /// The older definition as figures are kept by.
    #[expect(clippy::unnecessary_wraps, reason = "figures without a definition are kept by None")]
    pub(in crate::prepare) fn older(&self) -> Definition {
        Some(self.from.to_owned())
    }

    /// The present definition as figures are kept by.
    #[expect(clippy::unnecessary_wraps, reason = "figures without a definition are kept by None")]
    pub(in crate::prepare) fn present(&self) -> Definition {
        Some(self.to.to_owned())
    }
}

/// A step and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::prepare) struct Step {
    /// λ̂: logarithm of a figure of the present definition over one of the older.
    pub(in crate::prepare) log_ratio: f64,
    /// Its variance.
    pub(in crate::prepare) variance: f64,
    /// What it rests on.
    pub(in crate::prepare) basis: Basis,
}

/// What a step rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::prepare) enum Basis {
    /// Years known under both definitions.
    Overlap {
        /// How many.
        years: usize,
    },
    /// A line with a step.
    Regression {
        /// Known years of the older definition.
        older: usize,
        /// Known years of the present definition.
        present: usize,
    },
}

/// The step of the series `key`, or `None` if its known years cannot tell it.
///
/// One overlapping year has no spread; its variance is that of both figures, at least 0.02².
pub(in crate::prepare) fn estimate(
    figures: &Figures<'_>,
    splice: &Splice<'_>,
    key: &SeriesKey,
) -> Option<Step> {
    let known = |definition: &Definition| -> Strand {
        let strand = figures.strand(splice.measure, key, definition);
        strand.into_iter().filter(|(_, f)| f.known && f.value > 0.0).collect()
    };
    let (older, present) = (known(&splice.older()), known(&splice.present()));
    let overlap: Vec<(f64, f64)> = older
        .iter()
        .filter_map(|(year, old)| present.get(year).map(|new| (old, new)))
        .map(|(old, new)| ((new.value / old.value).ln(), old.log_variance + new.log_variance))
        .collect();
    if overlap.is_empty() {
        return by_regression(figures, splice, key, [&older, &present]);
    }
    let n = overlap.len() as f64;
    let mean = overlap.iter().map(|(log, _)| log).sum::<f64>() / n;
    let variance = if overlap.len() == 1 {
        overlap[0].1.max(4e-4)
    } else {
        overlap.iter().map(|(log, _)| (log - mean).powi(2)).sum::<f64>() / (n - 1.0) / n
    };
    let basis = Basis::Overlap { years: overlap.len() };
    Some(Step { log_ratio: mean, variance, basis })
}

fn by_regression(
    figures: &Figures<'_>,
    splice: &Splice<'_>,
    key: &SeriesKey,
    [older, present]: [&Strand; 2],
) -> Option<Step> {
    let mask = masked_years(figures.model);
    let reference = splice
        .relative_to
        .map(|area| SeriesKey { area: area.clone(), ..key.clone() })
        .map(|key| figures.current(splice.measure, &key));
    let mut years: Vec<(Year, f64, f64)> = Vec::new();
    for (strand, dummy) in [(older, 0.0), (present, 1.0)] {
        for (year, figure) in strand.iter().filter(|(year, _)| !mask.contains(year)) {
            let denominator = match &reference {
                None => 1.0,
                Some(strand) => match strand.get(year) {
                    Some(figure) if figure.value > 0.0 => figure.value,
                    _ => continue,
                },
            };
            years.push((*year, (figure.value / denominator).ln(), dummy));
        }
    }
    let n_present = years.iter().filter(|(_, _, dummy)| *dummy == 1.0).count();
    // Three coefficients and at least one year to spare, or the variance is unknown.
    if years.len() < 4 || n_present == 0 || n_present == years.len() {
        return None;
    }
    let design = [
        vec![1.0; years.len()],
        years.iter().map(|(year, ..)| f64::from(year.since(splice.first_year))).collect(),
        years.iter().map(|(_, _, dummy)| *dummy).collect(),
    ];
    let y: Vec<f64> = years.iter().map(|(_, log, _)| *log).collect();
    let fit = least_squares::regress(&design, &y)?;
    let residuals: Vec<f64> = (0..y.len())
        .map(|i| y[i] - (0..3).map(|j| fit.coefficients[j] * design[j][i]).sum::<f64>())
        .collect();
    let sampling = present.values().map(|f| f.log_variance).sum::<f64>() / present.len() as f64;
    Some(Step {
        log_ratio: fit.coefficients[2],
        variance: fit.standard_errors[2].powi(2) * inflation(&residuals)
            + sampling / n_present as f64,
        basis: Basis::Regression { older: years.len() - n_present, present: n_present },
    })
}

/// `(1 + r) / (1 − r)` with `r` the lag-one autocorrelation within 0 and 0.8.
fn inflation(residuals: &[f64]) -> f64 {
    let squares: f64 = residuals.iter().map(|e| e * e).sum();
    if squares <= 0.0 {
        return 1.0;
    }
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let r = (products / squares).clamp(0.0, 0.8);
    (1.0 + r) / (1.0 - r)
}

/// Years that the model declares exceptional.
pub(in crate::prepare) fn masked_years(model: &Model) -> BTreeSet<Year> {
    let masks = model.prepare.iter().filter_map(|operation| match operation {
        Operation::PandemicMask { years, .. } => Some(years.iter().copied()),
        _ => None,
    });
    masks.flatten().collect()
}
