//! Population by age rescaled to a total that was counted later.
//!
//! ```text
//! f        = counted total(T) / Σ_{sex, age} projected(T)
//! P*(t)    = P(t)·f                           t ≥ T
//! P*(t)    = P(t)·f^{(t − t0)/(T − t0)}       t0 ≤ t < T, t0 the table's first year
//! ```
//! A projection drifts away from what is counted year by year, so earlier years take the part of
//! the factor that had built up; a step at `T` would look like migration.
//!
//! It leaves out that the drift may differ by age.

use crate::dataset::Measure;
use crate::error::Result;
use crate::language::{Language, Text};
use crate::prepare::figures::{self, Figure, Figures};
use crate::prepare::tables;
use crate::series::SeriesKey;
use crate::status::Status;
use crate::units::Year;

/// Scales the population by age of the model's area to its counted total of `year`.
///
/// # Errors
/// If the total or the table by age of that year is missing.
pub(super) fn rescale(figures: &mut Figures<'_>, year: Year) -> Result<()> {
    let area = figures.model.area.clone();
    let measure = Measure::Population;
    let missing = |vi: &str, en: &str| {
        figures::cannot(
            format!(
                "rescale_population: {area} không có {vi} năm {year}; bổ sung, hoặc bỏ bước này"
            ),
            format!(
                "rescale_population: {area} has no {en} for {year}; give it, or take the step out"
            ),
        )
    };
    let definition = tables::definition(figures, measure, &area)
        .ok_or_else(|| missing("dân số theo tuổi", "population by age"))?;
    let (table, _) = tables::table(figures, measure, &area, year).ok_or_else(|| {
        missing("dân số đủ theo giới tính và tuổi", "population by sex and age without gaps")
    })?;
    let counted = counted_total(figures, year, &definition)
        .ok_or_else(|| missing("tổng dân số", "population total"))?;
    let factor = counted / table.total();
    let first = tables::years(figures, measure, &area).first().copied().unwrap_or(year);
    let keys = figures.keys(measure).into_iter().filter(|k| k.area == area && k.age.is_some());
    for key in keys.collect::<Vec<_>>() {
        let definition = figures.current_definition(measure, &key);
        for (t, figure) in figures.strand_mut(measure, &key, &definition) {
            let built_up = built_up(*t, first, year);
            *figure = Figure {
                value: figure.value * (factor.ln() * built_up).exp(),
                status: figure.status.max(Status::Derived),
                ..*figure
            };
        }
    }
    let (vi, en) = (Language::Vietnamese.number(factor, 4), Language::English.number(factor, 4));
    figures.report(
        "rescale_population",
        Text::new(
            format!("Dân số theo tuổi nhân {vi} từ {year}, theo tổng số thống kê; trước đó nhân dần."),
            format!("Population by age times {en} from {year} on, by the counted total; earlier years by the part built up since {first}."),
        ),
    );
    Ok(())
}

/// Part of the factor's logarithm in year `t`.
fn built_up(t: Year, first: Year, counted: Year) -> f64 {
    if t >= counted || counted <= first {
        return 1.0;
    }
    (f64::from(t.since(first)) / f64::from(counted.since(first))).max(0.0)
}

/// The total of another definition than the table's before one of the same.
fn counted_total(
    figures: &Figures<'_>,
    year: Year,
    definition: &figures::Definition,
) -> Option<f64> {
    let key = SeriesKey::total(figures.model.area.clone());
    let of = |other: bool| {
        figures
            .strands(Measure::Population, &key)
            .filter(|(d, _)| (*d != definition) == other)
            .find_map(|(_, strand)| strand.get(&year).map(|f| f.value))
    };
    of(true).or_else(|| of(false))
}

#[cfg(test)]
mod tests;
