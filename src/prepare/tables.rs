//! Tables by sex and age out of single figures.

use std::collections::BTreeSet;

use crate::codes::{AgeGroup, AreaCode, Sex};
use crate::dataset::Measure;
use crate::prepare::AgeSexTable;
use crate::prepare::figures::{Definition, Figures};
use crate::series::SeriesKey;
use crate::units::Year;

/// Width of an open age group where widths are compared.
const OPEN_WIDTH: u8 = 100;

/// Age groups that follow each other without gap or overlap from `from` to an open end.
///
/// Of several starts the one nearest to five years is taken, so five-year groups go before single
/// ages and before their sums.
pub(super) fn partition(groups: &BTreeSet<AgeGroup>, from: u8) -> Option<Vec<AgeGroup>> {
    let width = |group: &AgeGroup| group.to().map_or(OPEN_WIDTH, |to| to - group.from() + 1);
    let mut starts: Vec<AgeGroup> = groups.iter().filter(|g| g.from() == from).copied().collect();
    starts.sort_by_key(|group| width(group).abs_diff(5));
    for start in starts {
        let Some(to) = start.to() else { return Some(vec![start]) };
        if let Some(rest) = partition(groups, to + 1) {
            return Some([vec![start], rest].concat());
        }
    }
    None
}

/// A key by sex and age.
pub(super) fn by_sex_and_age(area: &AreaCode, sex: Option<Sex>, age: AgeGroup) -> SeriesKey {
    SeriesKey { area: area.clone(), sector: None, sex, age: Some(age) }
}

/// The definition that a measure's table by age follows in an area, or `None` without such a table.
pub(super) fn definition(
    figures: &Figures<'_>,
    measure: Measure,
    area: &AreaCode,
) -> Option<Definition> {
    let keys = figures.keys(measure);
    let key = keys.iter().find(|key| key.area == *area && key.age.is_some())?;
    Some(figures.current_definition(measure, key))
}

/// Years with a figure of a measure by age in an area.
pub(super) fn years(figures: &Figures<'_>, measure: Measure, area: &AreaCode) -> BTreeSet<Year> {
    let keys = figures.keys(measure);
    let by_age = keys.iter().filter(|key| key.area == *area && key.age.is_some());
    by_age.flat_map(|key| figures.current(measure, key).into_keys()).collect()
}

/// The table of one year, or `None` if the ages have gaps or a sex is missing.
///
/// Where only both sexes together are known, `Halves` says that each got a half.
pub(super) fn table(
    figures: &Figures<'_>,
    measure: Measure,
    area: &AreaCode,
    year: Year,
) -> Option<(AgeSexTable, Split)> {
    let of_sex = |sex: Option<Sex>| -> BTreeSet<AgeGroup> {
        let keys = figures.keys(measure);
        let here = keys.iter().filter(|key| key.area == *area && key.sex == sex);
        here.filter(|key| figures.current(measure, key).contains_key(&year))
            .filter_map(|key| key.age)
            .collect()
    };
    let female = of_sex(Some(Sex::Female));
    let both: BTreeSet<AgeGroup> = female.intersection(&of_sex(Some(Sex::Male))).copied().collect();
    let value = |sex: Option<Sex>, age: AgeGroup| {
        figures.current(measure, &by_sex_and_age(area, sex, age))[&year].value
    };
    if let Some(ages) = partition(&both, 0) {
        let values = Sex::ALL.map(|sex| ages.iter().map(|age| value(Some(sex), *age)).collect());
        return Some((AgeSexTable { ages, values }, Split::BySource));
    }
    let ages = partition(&of_sex(None), 0)?;
    let factor = if measure.is_headcount() || measure == Measure::NetMigration { 0.5 } else { 1.0 };
    let half: Vec<f64> = ages.iter().map(|age| value(None, *age) * factor).collect();
    Some((AgeSexTable { ages, values: [half.clone(), half] }, Split::Halves))
}

/// Where the division by sex of a table comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// The source's own.
    BySource,
    /// Persons of unknown sex in equal halves, rates the same for both.
    Halves,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(texts: &[&str]) -> BTreeSet<AgeGroup> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn five_year_groups_go_before_single_ages_and_sums() {
        let all = groups(&["0", "1", "2", "3", "4", "0-4", "5-9", "10+", "5+", "0+", "10-14"]);
        assert_eq!(partition(&all, 0).unwrap(), ["0-4", "5-9", "10+"].map(|t| t.parse().unwrap()));
        let life_table = groups(&["0", "1-4", "5+"]);
        assert_eq!(partition(&life_table, 0).unwrap().len(), 3);
    }

    #[test]
    fn ages_with_a_gap_are_no_table() {
        assert_eq!(partition(&groups(&["0-4", "10+"]), 0), None);
        assert_eq!(partition(&groups(&["0-4", "5-9"]), 0), None);
    }
}
