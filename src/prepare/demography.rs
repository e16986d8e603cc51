//! Inputs of the cohort-component method and of participation.
//!
//! The area's own tables are used where it has them. Mortality, fertility, the pattern of
//! fertility and the sex ratio at birth are borrowed from the nation where it has none, as are
//! participation rates; each loan is noted. Migration is never borrowed: a nation's migrants cross
//! its border, a province's move within it.
//!
//! It leaves out a population by age that has gaps: the cohort-component method is then not used.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{AgeGroup, AreaCode, Sex};
use crate::dataset::Measure;
use crate::language::Text;
use crate::prepare::figures::{Figures, Strand};
use crate::prepare::missing;
use crate::prepare::tables::{self, Split};
use crate::prepare::{AgeSexTable, Demography, Participation};
use crate::series::{Series, SeriesKey};
use crate::status::Status;
use crate::units::Year;

/// The demographic inputs, or `None` with a fallback that names what is missing.
pub(super) fn demography(figures: &mut Figures<'_>) -> Option<Demography> {
    let area = figures.model.area.clone();
    let Some((base_year, population)) = population(figures, &area) else {
        let missing = Text::new(
            format!("dân số theo giới tính và tuổi của {area}"),
            format!("population of {area} by sex and age"),
        );
        return without(figures, missing);
    };
    let mortality = borrowed(figures, Measure::MortalityRate, by_age);
    let total_fertility = borrowed(figures, Measure::TotalFertility, values);
    let fertility_pattern = borrowed(figures, Measure::FertilityPattern, pattern);
    let sex_ratio_at_birth = borrowed(figures, Measure::SexRatioAtBirth, values);
    for (measure, is_missing) in [
        (Measure::MortalityRate, mortality.is_empty()),
        (Measure::TotalFertility, total_fertility.is_empty()),
        (Measure::FertilityPattern, fertility_pattern.is_empty()),
        (Measure::SexRatioAtBirth, sex_ratio_at_birth.is_empty()),
    ] {
        if is_missing {
            let Text { vi, en } = of_area(measure, &area);
            let missing = Text::new(vi + " hoặc của cả nước", en + " or its nation");
            return without(figures, missing);
        }
    }
    let years = tables::years(figures, Measure::Population, &area);
    let past = years
        .range(..base_year)
        .filter_map(|year| {
            tables::table(figures, Measure::Population, &area, *year).map(|(t, _)| (*year, t))
        })
        .filter(|(_, table)| table.ages == population.ages)
        .collect();
    Some(Demography {
        base_year,
        status: population_status(figures, &area, base_year),
        past,
        population,
        mortality,
        total_fertility,
        fertility_pattern,
        sex_ratio_at_birth,
        net_migration: by_age(figures, Measure::NetMigration, &area),
        net_migration_rate: net_migration_rate(figures, &area),
    })
}

fn without(figures: &mut Figures<'_>, missing: Text) -> Option<Demography> {
    let used = Text::new(
        "Không dùng phương pháp thành phần theo đoàn hệ.",
        "The cohort-component method is not used.",
    );
    figures.fall_back(missing, used);
    None
}

/// A table of an area, by its name for readers and, in Vietnamese, its file's.
fn of_area(measure: Measure, area: &AreaCode) -> Text {
    let name = measure.name();
    Text::new(format!("{} ({name}) của {area}", measure.title().vi), format!("{name} of {area}"))
}

/// Population of the base year, or of the last year before it with a whole table.
fn population(figures: &mut Figures<'_>, area: &AreaCode) -> Option<(Year, AgeSexTable)> {
    let base_year = figures.model.base_year;
    let years = tables::years(figures, Measure::Population, area);
    let (year, (table, split)) = years.range(..=base_year).rev().find_map(|year| {
        tables::table(figures, Measure::Population, area, *year).map(|table| (*year, table))
    })?;
    if year != base_year {
        figures.fall_back(
            Text::new(
                format!("dân số theo tuổi của {area} năm {base_year}"),
                format!("population of {area} by age in {base_year}"),
            ),
            Text::new(format!("Bảng năm {year}."), format!("The table of {year}.")),
        );
    }
    if split == Split::Halves {
        figures.fall_back(
            Text::new(
                format!("dân số theo giới tính của {area}"),
                format!("population of {area} by sex"),
            ),
            Text::new("Mỗi giới một nửa.", "A half of each sex."),
        );
    }
    Some((year, table))
}

fn population_status(figures: &Figures<'_>, area: &AreaCode, year: Year) -> Status {
    let keys = figures.keys(Measure::Population);
    let by_age = keys.iter().filter(|key| key.area == *area && key.age.is_some());
    let figures = by_age.filter_map(|key| {
        figures.current(Measure::Population, key).get(&year).map(|figure| figure.status)
    });
    figures.max().unwrap_or(Status::Observed)
}

/// A table of the area, or of the nation with a note of the loan.
fn borrowed<T>(
    figures: &mut Figures<'_>,
    measure: Measure,
    read: fn(&Figures<'_>, Measure, &AreaCode) -> BTreeMap<Year, T>,
) -> BTreeMap<Year, T> {
    let model = figures.model;
    let own = read(figures, measure, &model.area);
    let Some(nation) = model.nation.as_ref().filter(|_| own.is_empty()) else { return own };
    let loan = read(figures, measure, nation);
    if !loan.is_empty() {
        note_loan(figures, measure, nation);
    }
    loan
}

fn note_loan(figures: &mut Figures<'_>, measure: Measure, nation: &AreaCode) {
    let missing = of_area(measure, &figures.model.area);
    figures.fall_back(
        missing,
        Text::new(format!("Số liệu của {nation}."), format!("The figures of {nation}.")),
    );
}

fn by_age(figures: &Figures<'_>, measure: Measure, area: &AreaCode) -> BTreeMap<Year, AgeSexTable> {
    let years = tables::years(figures, measure, area);
    let tables = years.iter().filter_map(|year| {
        tables::table(figures, measure, area, *year).map(|(table, _)| (*year, table))
    });
    tables.collect()
}

fn values(figures: &Figures<'_>, measure: Measure, area: &AreaCode) -> BTreeMap<Year, f64> {
    let strand = figures.current(measure, &SeriesKey::total(area.clone()));
    strand.into_iter().map(|(year, figure)| (year, figure.value)).collect()
}

/// Shares of age groups of mothers, kept under women or under both sexes.
fn pattern(
    figures: &Figures<'_>,
    measure: Measure,
    area: &AreaCode,
) -> BTreeMap<Year, Vec<(AgeGroup, f64)>> {
    let mut pattern: BTreeMap<Year, Vec<(AgeGroup, f64)>> = BTreeMap::new();
    for key in figures.keys(measure).iter().filter(|k| k.area == *area && k.sex != Some(Sex::Male))
    {
        let Some(age) = key.age else { continue };
        for (year, figure) in figures.current(measure, key) {
            pattern.entry(year).or_default().push((age, figure.value));
        }
    }
    for ages in pattern.values_mut() {
        ages.sort_by_key(|(age, _)| *age);
        ages.dedup_by_key(|(age, _)| *age);
    }
    pattern
}

/// Net migration per person of the area, or of its parts weighted by population.
fn net_migration_rate(figures: &mut Figures<'_>, area: &AreaCode) -> Option<Series> {
    let key = SeriesKey::total(area.clone());
    let mut rates = figures.current(Measure::NetMigrationRate, &key);
    if rates.is_empty() {
        rates = weighted_rates(figures);
    }
    let base_year = figures.model.base_year;
    let inside: Vec<(Year, _)> = rates.range(..=base_year).map(|(y, f)| (*y, *f)).collect();
    let (first, last) = (inside.first()?.0, inside.last()?.0);
    let mut points = Vec::new();
    for year in first.to(last) {
        let after = inside.iter().position(|(known, _)| *known >= year)?;
        let (b, right) = inside[after];
        if b == year {
            points.push(right.point(figures.masked.contains(&year)));
            continue;
        }
        let (a, left) = inside[after - 1];
        let w = f64::from(year.since(a)) / f64::from(b.since(a));
        let mut point = right.point(figures.masked.contains(&year));
        point.value = left.value + w * (right.value - left.value);
        point.status = Status::Estimated;
        points.push(point);
    }
    Some(Series { key, first, points })
}

/// Rates of the parts weighted by their populations, for the years that have all of both.
fn weighted_rates(figures: &mut Figures<'_>) -> Strand {
    let parts = figures.parts();
    let of = |measure: Measure| -> Vec<Strand> {
        let keys = parts.iter().map(|part| SeriesKey::total(part.clone()));
        keys.map(|key| figures.current(measure, &key)).collect()
    };
    let (rates, populations) = (of(Measure::NetMigrationRate), of(Measure::Population));
    let mut weighted = Strand::new();
    for year in rates.first().map(|strand| strand.keys().copied()).into_iter().flatten() {
        let pairs: Option<Vec<_>> = rates
            .iter()
            .zip(&populations)
            .map(|(rate, population)| Some((*rate.get(&year)?, *population.get(&year)?)))
            .collect();
        if let Some(pairs) = pairs {
            let persons: f64 = pairs.iter().map(|(_, p)| p.value).sum();
            let moves: f64 = pairs.iter().map(|(r, p)| r.value * p.value).sum();
            let mut figure = pairs[0].0;
            figure.value = moves / persons;
            figure.status = Status::Derived;
            weighted.insert(year, figure);
        }
    }
    if !weighted.is_empty() {
        figures.fall_back(
            of_area(Measure::NetMigrationRate, &figures.model.area),
            Text::new(
                "Bình quân các phần theo dân số.",
                "Mean of its parts weighted by population.",
            ),
        );
    }
    weighted
}

/// Participation by sex and age up to the base year, from the area or else the nation.
pub(super) fn participation(figures: &mut Figures<'_>) -> Vec<Participation> {
    let model = figures.model;
    let own = rates_of(figures, &model.area);
    let Some(nation) = model.nation.as_ref().filter(|_| own.is_empty()) else { return own };
    let loan = rates_of(figures, nation);
    if !loan.is_empty() {
        note_loan(figures, Measure::ParticipationRate, nation);
    }
    loan
}

fn rates_of(figures: &Figures<'_>, area: &AreaCode) -> Vec<Participation> {
    let keys = figures.keys(Measure::ParticipationRate);
    let groups = |sex: Option<Sex>| -> BTreeSet<AgeGroup> {
        keys.iter().filter(|k| k.area == *area && k.sex == sex).filter_map(|k| k.age).collect()
    };
    let by_sex = Sex::ALL.map(|sex| partition_from_youngest(&groups(Some(sex))));
    let sexes: Vec<(Option<Sex>, Vec<AgeGroup>)> = if by_sex.iter().all(|ages| !ages.is_empty()) {
        Sex::ALL.map(Some).into_iter().zip(by_sex).collect()
    } else {
        vec![(None, partition_from_youngest(&groups(None)))]
    };
    let mut participation = Vec::new();
    for (sex, ages) in sexes {
        for age in ages {
            let key = tables::by_sex_and_age(area, sex, age);
            if let Some(rates) = series_to_base(figures, &key) {
                participation.push(Participation { sex, age, rates });
            }
        }
    }
    participation
}

fn partition_from_youngest(groups: &BTreeSet<AgeGroup>) -> Vec<AgeGroup> {
    let youngest = groups.iter().map(|group| group.from()).min();
    youngest.and_then(|from| tables::partition(groups, from)).unwrap_or_default()
}

/// Rates up to the base year without gaps.
fn series_to_base(figures: &Figures<'_>, key: &SeriesKey) -> Option<Series> {
    let strand = figures.current(Measure::ParticipationRate, key);
    let mut inside: Strand =
        strand.range(..=figures.model.base_year).map(|(year, f)| (*year, *f)).collect();
    for (year, figure) in missing::holes(&inside, None, None) {
        inside.insert(year, figure);
    }
    let last = *inside.keys().next_back()?;
    let mut first = last;
    while inside.contains_key(&first.plus(-1)) {
        first = first.plus(-1);
    }
    let point = |year: Year| inside[&year].point(figures.masked.contains(&year));
    Some(Series { key: key.clone(), first, points: first.to(last).map(point).collect() })
}

#[cfg(test)]
mod tests;
