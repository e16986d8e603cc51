//! Labour force and unemployment of the base year, and the error of the level.
//!
//! ```text
//! L = observed, or else E / (1 − u)
//! u = observed for the area, or else 1 − E/L, or else the nation's, or else 0.02
//! ```
//! One of labour force and population has to be given, or nothing says how many could work.

use crate::dataset::Measure;
use crate::error::Result;
use crate::language::{Language, Text};
use crate::prepare::figures::{self, Figure, Figures};
use crate::series::{Panel, SeriesKey};
use crate::status::Status;

/// Unemployment where neither the area nor the nation has a figure: the order of the national rate
/// of Viet Nam from 2011 to 2024.
const ASSUMED_UNEMPLOYMENT: f64 = 0.02;

/// Relative difference of the labour force from employed plus unemployed that is reported.
const AGREEMENT: f64 = 0.02;

/// What is known of the labour force in the base year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LabourForce {
    /// Persons.
    pub(super) persons: f64,
    /// How they came to be known.
    pub(super) status: Status,
    /// Share that is unemployed.
    pub(super) unemployment_rate: f64,
    /// Variance of the logarithm of the level of employment.
    pub(super) level_variance: f64,
}

/// The labour force of the base year.
///
/// # Errors
/// If the area has neither a labour force nor a population.
pub(super) fn base_year(figures: &mut Figures<'_>, employment: &Panel) -> Result<LabourForce> {
    let model = figures.model;
    let key = SeriesKey::total(model.area.clone());
    let is_given = |figures: &Figures<'_>, measure| {
        figures.keys(measure).iter().any(|key| key.area == model.area)
    };
    if !is_given(figures, Measure::LabourForce) && !is_given(figures, Measure::Population) {
        let area = &model.area;
        return Err(figures::cannot(
            format!(
                "không có lực lượng lao động lẫn dân số của {area}; chỉ cần tổng số của một trong \
                 hai, trong bảng `labour_force` hoặc `population`"
            ),
            format!(
                "neither labour force nor population of {area} is given; a total of one of them, \
                 in `labour_force` or `population`, is enough"
            ),
        ));
    }
    let employed = employment.totals().last().copied().unwrap_or(0.0);
    let observed = figures.current(Measure::LabourForce, &key).get(&model.base_year).copied();
    let unemployment_rate = unemployment(figures, employed, observed);
    let made = employed / (1.0 - unemployment_rate);
    let (persons, status) = if let Some(figure) = observed {
        compare(figures, figure.value, made);
        (figure.value, figure.status)
    } else {
        let status = statuses(employment).max(Status::Derived);
        figures.fall_back(
            Text::new(
                format!("lực lượng lao động của {} năm {}", model.area, model.base_year),
                format!("labour force of {} in {}", model.area, model.base_year),
            ),
            Text::new(
                "Việc làm chia cho (1 − tỷ lệ thất nghiệp).",
                "Employment over one less the unemployment rate.",
            ),
        );
        (made, status)
    };
    let level_variance = level_variance(figures, employment);
    Ok(LabourForce { persons, status, unemployment_rate, level_variance })
}

fn statuses(employment: &Panel) -> Status {
    let last = employment.series.iter().filter_map(|series| series.points.last());
    last.map(|point| point.status).max().unwrap_or(Status::Observed)
}

fn compare(figures: &mut Figures<'_>, observed: f64, made: f64) {
    let difference = made / observed - 1.0;
    if difference.abs() > AGREEMENT {
        figures.report(
            "labour_force_check",
            Text::new(
                format!(
                    "Chú ý: việc làm cộng thất nghiệp lệch {} so với lực lượng lao động.",
                    Language::Vietnamese.percent(difference, 1)
                ),
                format!(
                    "Note: employed plus unemployed are {} away from the labour force.",
                    Language::English.percent(difference, 1)
                ),
            ),
        );
    }
}

fn unemployment(figures: &mut Figures<'_>, employed: f64, labour_force: Option<Figure>) -> f64 {
    let model = figures.model;
    let last = |figures: &Figures<'_>, area: &crate::codes::AreaCode| {
        let strand = figures.current(Measure::UnemploymentRate, &SeriesKey::total(area.clone()));
        strand.range(..=model.base_year).next_back().map(|(year, figure)| (*year, figure.value))
    };
    let own = last(figures, &model.area);
    if let Some((_, rate)) = own.filter(|(year, _)| *year == model.base_year) {
        return rate;
    }
    let implied = labour_force.map(|figure| 1.0 - employed / figure.value);
    let missing = Text::new(
        format!("tỷ lệ thất nghiệp của {} năm {}", model.area, model.base_year),
        format!("unemployment rate of {} in {}", model.area, model.base_year),
    );
    // Outside this range the two figures do not belong together and say nothing of unemployment.
    if let Some(rate) = implied.filter(|rate| (0.0..0.3).contains(rate)) {
        let used = Text::new(
            "Một trừ việc làm trên lực lượng lao động.",
            "One less employment over labour force.",
        );
        figures.fall_back(missing, used);
        return rate;
    }
    if let Some((year, rate)) = own {
        let used = Text::new(format!("Tỷ lệ năm {year}."), format!("The rate of {year}."));
        figures.fall_back(missing, used);
        return rate;
    }
    let nation = model.nation.as_ref().and_then(|nation| last(figures, nation));
    if let Some((year, rate)) = nation {
        let used = Text::new(
            format!("Tỷ lệ của cả nước năm {year}."),
            format!("The nation's rate of {year}."),
        );
        figures.fall_back(missing, used);
        return rate;
    }
    let used = Text::new("Giả định 2 %.", "Assumed to be 2%.");
    figures.fall_back(missing, used);
    ASSUMED_UNEMPLOYMENT
}

/// The error of the base year's total, or else of the sum of sectors with independent errors.
///
/// The error of a step between definitions is part of it where the base year was carried over.
fn level_variance(figures: &Figures<'_>, employment: &Panel) -> f64 {
    let model = figures.model;
    let total = figures.current(Measure::Employment, &SeriesKey::total(model.area.clone()));
    if let Some(figure) = total.get(&model.base_year) {
        return figure.log_variance;
    }
    let last = employment.series.iter().filter_map(|series| series.points.last());
    let cells: Vec<Figure> =
        last.map(|point| Figure::made(point.value, point.status, point.log_variance)).collect();
    figures::sum(&cells).log_variance
}

#[cfg(test)]
mod tests;
