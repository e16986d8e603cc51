//! Pandemic mask: the effect of exceptional years taken out of the series (method P3).
//!
//! ```text
//! ln X(t) = α + β·t + δ·1[t ∈ M] + ε                               additive outlier
//! ln X(t) = α + β·t + δ·1[t ∈ M] + γ·max(t − m, 0) + ε             and a change of slope
//! ln X(t) = α + β·t + δ·1[t ∈ M] + λ·1[t ≥ m] + ε                  and a level shift
//! ```
//! for each sector of the area and of the nation, by least squares over the years from eight
//! before the first year `m` of the mask on. Over a longer span, or without the change of slope,
//! δ̂ would measure how far the trend is from a line. The equation with the lowest Bayesian
//! information criterion gives δ̂, which is taken out of the years of the mask.
//!
//! The level shift may only be chosen where the model asks for it; where its criterion is at least
//! 2 below that of the plain outlier, positive evidence on the scale of Kass & Raftery (1995); and
//! where λ̂ points the way the exceptional years went (λ̂ and δ̂ + λ̂ have one sign), so that the
//! recovery was partial. The years before are then moved by λ̂ to the level after: the last level
//! is never changed by a shift.
//!
//! The variance of what is taken out is added to the points it is taken from; no year is dropped.
//! Figures as recorded stay beside the cleaned ones.
//!
//! Sources: Chen & Liu (1993), *Joint estimation of model parameters and outlier effects in time
//! series*; Schwarz (1978) for the criterion, `n·ln(RSS/n) + k·ln n`; Kass & Raftery (1995),
//! *Bayes factors*, for its scale.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::Measure;
use crate::language::{Language, Text};
use crate::model::LevelShift;
use crate::numeric::least_squares;
use crate::prepare::figures::{self, Adjustment, Figures, Strand};
use crate::series::SeriesKey;
use crate::units::Year;

/// Years before the mask that the line is fitted from.
const YEARS_BEFORE: i32 = 8;

/// Difference of the criterion from which a level shift counts as supported.
const POSITIVE_EVIDENCE: f64 = 2.0;

/// Estimated effects on one series.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Effect {
    /// δ̂ of the chosen equation.
    outlier: f64,
    outlier_variance: f64,
    /// λ̂ of the equation with a shift, chosen or not.
    shift: Option<Shift>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Shift {
    size: f64,
    variance: f64,
    /// Criterion with the shift less that of the plain outlier; negative speaks for it.
    criterion_difference: f64,
    is_chosen: bool,
}

/// Takes the effect of `years` out of employment by sector.
pub(super) fn mask(figures: &mut Figures<'_>, years: &[Year], level_shift: LevelShift) {
    let mask: BTreeSet<Year> = years.iter().copied().collect();
    let Some(first) = mask.first().copied() else { return };
    figures.masked.extend(&mask);
    let model = figures.model;
    let areas = [Some(&model.area), model.nation.as_ref()];
    let mut effects = Vec::new();
    for area in areas.into_iter().flatten() {
        for sector in &model.sectors {
            let key = SeriesKey::sector(area.clone(), sector.code.clone());
            let mut strand = figures.current(Measure::Employment, &key);
            strand.retain(|year, figure| *year <= model.base_year && figure.value > 0.0);
            let Some(effect) = estimate(&strand, &mask, level_shift) else { continue };
            record(figures, &key, &strand, (&mask, first), effect);
            if *area == model.area {
                effects.push((key, effect));
            }
        }
    }
    report(figures, &mask, level_shift, &effects);
}

/// The effects by the equation with the lowest criterion; `None` if there are too few years.
fn estimate(strand: &Strand, mask: &BTreeSet<Year>, level_shift: LevelShift) -> Option<Effect> {
    let first = *mask.first()?;
    let years: Vec<Year> = strand.range(first.plus(-YEARS_BEFORE)..).map(|(y, _)| *y).collect();
    // Three coefficients and two years to spare.
    if years.len() < 5 {
        return None;
    }
    let y: Vec<f64> = years.iter().map(|year| strand[year].value.ln()).collect();
    let column =
        |value: &dyn Fn(Year) -> f64| -> Vec<f64> { years.iter().map(|t| value(*t)).collect() };
    let indicator = |holds: bool| f64::from(u8::from(holds));
    let since = |year: Year| f64::from(year.since(first));
    let plain = vec![
        vec![1.0; years.len()],
        column(&since),
        column(&|year| indicator(mask.contains(&year))),
    ];
    let with = |extra: Vec<f64>| {
        let equation = least_squares::regress(&[plain.clone(), vec![extra]].concat(), &y)?;
        Some((criterion(equation.rss, y.len(), 4), equation))
    };
    let additive = least_squares::regress(&plain, &y)?;
    let lowest = criterion(additive.rss, y.len(), 3);
    let bent = with(column(&|year| since(year).max(0.0)));
    let shifted = with(column(&|year| indicator(year >= first)));
    let shift = shifted.as_ref().map(|(criterion, equation)| {
        let [delta, lambda] = [equation.coefficients[2], equation.coefficients[3]];
        let beats_slope = bent.as_ref().is_none_or(|(bent, _)| criterion < bent);
        Shift {
            size: lambda,
            variance: equation.standard_errors[3].powi(2),
            criterion_difference: criterion - lowest,
            is_chosen: level_shift == LevelShift::IfSupported
                && criterion - lowest <= -POSITIVE_EVIDENCE
                && beats_slope
                && lambda * (delta + lambda) > 0.0,
        }
    });
    let is_shifted = shift.is_some_and(|shift| shift.is_chosen);
    let chosen = match (shifted, bent) {
        (Some((_, equation)), _) if is_shifted => equation,
        (_, Some((criterion, equation))) if criterion < lowest => equation,
        _ => additive,
    };
    let outlier_variance = chosen.standard_errors[2].powi(2);
    Some(Effect { outlier: chosen.coefficients[2], outlier_variance, shift })
}

/// Schwarz's criterion of a regression with normal errors, up to a constant.
fn criterion(rss: f64, n: usize, coefficients: usize) -> f64 {
    // A perfect fit would make the logarithm infinite; 1e-20 is far below any real residual.
    let n = n as f64;
    n * (rss / n).max(1e-20).ln() + coefficients as f64 * n.ln()
}

fn record(
    figures: &mut Figures<'_>,
    key: &SeriesKey,
    strand: &Strand,
    (mask, first): (&BTreeSet<Year>, Year),
    effect: Effect,
) {
    let years: &mut BTreeMap<Year, Adjustment> =
        figures.adjustments.entry(key.clone()).or_default();
    let mut add = |year: Year, log_shift: f64, variance: f64| {
        let adjustment = years.entry(year).or_default();
        adjustment.log_shift += log_shift;
        adjustment.variance += variance;
    };
    for year in strand.keys() {
        if mask.contains(year) {
            add(*year, -effect.outlier, effect.outlier_variance);
        }
        if let Some(shift) = effect.shift.filter(|shift| shift.is_chosen && *year < first) {
            add(*year, shift.size, shift.variance);
        }
    }
}

fn report(
    figures: &mut Figures<'_>,
    mask: &BTreeSet<Year>,
    level_shift: LevelShift,
    effects: &[(SeriesKey, Effect)],
) {
    let years = figures::year_list(mask.iter().copied());
    if effects.is_empty() {
        let text = Text::new(
            format!("{years}: không có chuỗi nào đủ năm để ước lượng."),
            format!("{years}: no series has years enough to estimate an effect."),
        );
        return figures.report("pandemic_mask", text);
    }
    let text = |language: Language| {
        let outliers = effects.iter().map(|(key, effect)| {
            let sector = key.sector.as_ref().map_or("", |s| s.sections());
            format!("{sector} {}", language.percent(effect.outlier.exp_m1(), 1))
        });
        let outliers = figures::list(outliers);
        let shifts = effects.iter().filter_map(|(key, effect)| {
            let shift = effect.shift?;
            let sector = key.sector.as_ref().map_or("", |s| s.sections());
            let size = language.percent(shift.size.exp_m1(), 1);
            let criterion = language.number(shift.criterion_difference, 1);
            let mark = if shift.is_chosen { "*" } else { "" };
            Some(format!("{sector} {size} ({criterion}){mark}"))
        });
        (outliers, figures::list(shifts))
    };
    let (vi_outliers, vi_shifts) = text(Language::Vietnamese);
    let (en_outliers, en_shifts) = text(Language::English);
    let mut vi = vec![format!("Loại tác động của {years} khỏi chuỗi: {vi_outliers}.")];
    let mut en = vec![format!("Effect of {years} taken out: {en_outliers}.")];
    if level_shift == LevelShift::IfSupported {
        vi.push(format!("Dịch mức, kèm hiệu BIC, * là được chọn: {vi_shifts}."));
        en.push(format!("Level shift with difference of BIC, * chosen: {en_shifts}."));
    }
    figures.report("pandemic_mask", Text::new(vi.join(" "), en.join(" ")));
}

#[cfg(test)]
mod tests;
