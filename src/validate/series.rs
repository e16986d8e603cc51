//! Series: repeated keys, missing years, and figures a thousand times their neighbours.

use std::collections::BTreeMap;

use crate::codes::AreaCode;
use crate::dataset::Measure;
use crate::dataset::Observation;
use crate::error::Place;
use crate::error::Problem;
use crate::language::Text;
use crate::series::SeriesKey;
use crate::units::Unit;
use crate::units::Year;
use crate::validate::axis::Axis;
use crate::validate::axis::Declared;
use crate::validate::finding;
use crate::validate::touched::Touched;

/// A series is told apart from another of the same key by its definition.
pub(crate) type SeriesId = (SeriesKey, Option<String>);

/// Removes figures whose key and year were stated before.
///
/// The same figure in two files is a warning, so that a folder may repeat a row of another.
pub(crate) fn repeated(observations: &mut Vec<Observation>, touched: &mut Touched) -> Vec<Problem> {
    let mut first: BTreeMap<(SeriesId, Year), (Place, f64)> = BTreeMap::new();
    let mut found: Vec<Repetition> = Vec::new();
    observations.retain(|o| {
        let id = ((o.key.clone(), o.definition.clone()), o.year);
        let Some((place, value)) = first.get(&id) else {
            first.insert(id, (o.place.clone(), o.value));
            return true;
        };
        let harmless = place.file != o.place.file && *value == o.value;
        if !harmless {
            touched.add(Some(o.key.area.clone()), Some(o.year));
            touched.add_moved(o.key.clone());
        }
        let next = Repetition::of(o, (place, *value), harmless);
        match found.last_mut() {
            Some(last) if last.goes_on_with(&next) => last.n_rows += 1,
            _ => found.push(next),
        }
        false
    });
    found.iter().map(Repetition::problem).collect()
}

/// A row, or rows in a block, whose keys were stated before.
struct Repetition {
    /// The first of the rows.
    place: Place,
    /// Where its key stood before.
    before: Place,
    /// The value there.
    value: f64,
    label: String,
    /// The same figure in another file.
    harmless: bool,
    n_rows: usize,
}

impl Repetition {
    fn of(o: &Observation, (before, value): (&Place, f64), harmless: bool) -> Self {
        let label = label(&o.key, Some(o.year));
        Self { place: o.place.clone(), before: before.clone(), value, label, harmless, n_rows: 1 }
    }

    /// Whether `next` follows in both places, as when a table was pasted twice.
    fn goes_on_with(&self, next: &Self) -> bool {
        let follows =
            |a: &Place, b: &Place| a.file == b.file && a.row.map(|row| row + self.n_rows) == b.row;
        self.harmless == next.harmless
            && follows(&self.place, &next.place)
            && follows(&self.before, &next.before)
    }

    fn problem(&self) -> Problem {
        let word = if self.harmless { finding::warning } else { finding::error };
        let (n, row) = (self.n_rows, self.before.row.unwrap_or(0));
        let (file, value) = (&self.before.file, self.value);
        let other = if *file == self.place.file { String::new() } else { format!("{file}, ") };
        let repair = if n == 1 {
            Text::new(
                format!("Đã có ở {other}dòng {row} (giá trị {value}): xóa một trong hai dòng."),
                format!("It stands already in {other}row {row} (value {value}): delete one."),
            )
        } else {
            let (last, end) = (row + n - 1, self.place.row.unwrap_or(0) + n - 1);
            Text::new(
                format!("{n} dòng đến dòng {end} đã có ở {other}dòng {row}–{last}: xóa một khối."),
                format!(
                    "{n} rows up to row {end} stand already in {other}rows {row}–{last}: delete \
                     one block."
                ),
            )
        };
        let expected = Text::new("mỗi khóa và năm một dòng", "one row for each key and year");
        word("duplicate-key", self.place.clone(), self.label.as_str(), expected, repair)
    }
}

/// The key of a series as a reader would say it.
pub(crate) fn label(key: &SeriesKey, year: Option<Year>) -> String {
    let parts = [
        Some(key.area.to_string()),
        key.sector.as_ref().map(ToString::to_string),
        key.sex.map(|sex| sex.to_string()),
        key.age.map(|age| age.to_string()),
        year.map(|year| year.to_string()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Positions of the figures of each series, by year.
pub(crate) fn by_series(observations: &[Observation]) -> BTreeMap<SeriesId, Vec<usize>> {
    let mut series: BTreeMap<SeriesId, Vec<usize>> = BTreeMap::new();
    for (position, o) in observations.iter().enumerate() {
        series.entry((o.key.clone(), o.definition.clone())).or_default().push(position);
    }
    for positions in series.values_mut() {
        positions.sort_by_key(|position| observations[*position].year);
    }
    series
}

/// Whether a ratio is so near a thousand that a unit was mistaken.
pub(crate) fn is_thousandfold(ratio: f64) -> bool {
    (500.0..=2000.0).contains(&ratio) || (500.0..=2000.0).contains(&ratio.recip())
}

/// Removes figures that are about a thousand times, or a thousandth of, the rest of their series.
///
/// Each is compared with the median of its series, which one slip in three cannot move.
pub(crate) fn thousandfold(
    observations: &mut Vec<Observation>,
    touched: &mut Touched,
) -> Vec<Problem> {
    let mut slips: BTreeMap<usize, f64> = BTreeMap::new();
    for positions in by_series(observations).values().filter(|p| p.len() >= 3) {
        let usual = median(positions.iter().map(|p| observations[*p].value).collect());
        for position in positions {
            let value = observations[*position].value;
            if value > 0.0 && usual > 0.0 && is_thousandfold(value / usual) {
                slips.insert(*position, usual);
            }
        }
    }
    let problems = slips.iter().map(|(p, usual)| slip(&observations[*p], *usual)).collect();
    let mut position = 0;
    observations.retain(|o| {
        let keep = !slips.contains_key(&position);
        if !keep {
            touched.add(Some(o.key.area.clone()), Some(o.year));
        }
        position += 1;
        keep
    });
    problems
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn slip(o: &Observation, usual: f64) -> Problem {
    let (vi, en) =
        if o.value > usual { ("chia cho", "divide by") } else { ("nhân với", "multiply by") };
    // The reader sees figures in the unit of the column, not in the canonical one.
    let unit = o.place.column.as_deref().unwrap_or_default();
    let usual = usual / Unit::named(unit).map_or(1.0, |unit| unit.canonical().1);
    finding::error(
        "factor-1000",
        o.place.clone(),
        o.value.to_string(),
        Text::new(
            format!("một giá trị gần với các năm khác, khoảng {usual} {unit}"),
            format!("a value near those of other years, about {usual} {unit}"),
        ),
        Text::new(
            format!("Có vẻ nhầm đơn vị: {vi} 1000."),
            format!("The unit seems mistaken: {en} 1000."),
        ),
    )
}

/// Measures whose series are read year by year.
///
/// Labour force and population are read in the base year and investment is lagged where it is
/// known, so their holes stop nothing.
const ANNUAL: [Measure; 3] = [Measure::Employment, Measure::ParticipationRate, Measure::Output];

/// Years missing inside a series; the same hole in many series of an area is one finding.
///
/// Series that are not used and measures the model fills itself are passed over.
pub(crate) fn gaps(
    measure: Measure,
    observations: &[Observation],
    (axis, touched): (&Axis, &Touched),
) -> Vec<Problem> {
    if !ANNUAL.contains(&measure) || axis.filled.contains(&measure) {
        return Vec::new();
    }
    let mut holes: BTreeMap<(AreaCode, Vec<Year>), (usize, usize)> = BTreeMap::new();
    let used = |key: &SeriesKey| key.sector.as_ref().is_none_or(|sector| axis.has(sector));
    for (key, years) in years_by_key(observations).into_iter().filter(|(key, _)| used(key)) {
        let known: Vec<Year> = years.keys().copied().collect();
        let mut missing = missing_years(&known, axis.declared);
        missing.retain(|year| !touched.covers(&key.area, *year));
        if missing.len() <= touched.n_moved(&key) {
            continue;
        }
        if let (Some(hole), false) = (missing.first(), missing.is_empty()) {
            let after = years.range(*hole..).next().map_or(0, |(_, position)| *position);
            holes.entry((key.area, missing)).or_insert((after, 0)).1 += 1;
        }
    }
    holes
        .into_iter()
        .map(|((_, missing), (after, n))| gap(&observations[after], &missing, n))
        .collect()
}

fn years_by_key(observations: &[Observation]) -> BTreeMap<SeriesKey, BTreeMap<Year, usize>> {
    let mut years: BTreeMap<SeriesKey, BTreeMap<Year, usize>> = BTreeMap::new();
    for (position, o) in observations.iter().enumerate() {
        years.entry(o.key.clone()).or_default().insert(o.year, position);
    }
    years
}

/// Years missing between the first and the last, the usual step being the most frequent one.
///
/// Where a model asks for the table it wants every year, so that a table of every second year has
/// holes too. A past of longer steps, all alike, is a thinner source and not a hole.
fn missing_years(years: &[Year], declared: Declared) -> Vec<Year> {
    let steps: Vec<i32> = years.windows(2).map(|pair| pair[1].since(pair[0])).collect();
    let usual = match declared {
        Declared::ByModel => 1,
        Declared::ByTables => most_frequent(&steps),
    };
    let thin = steps.iter().take_while(|step| **step > usual && **step == steps[0]).count();
    let begin = if thin >= 2 && thin < steps.len() { thin } else { 0 };
    let holes = steps.iter().zip(years).skip(begin).flat_map(|(step, year)| {
        (1..*step).filter(|offset| offset % usual == 0).map(|offset| year.plus(offset))
    });
    holes.collect()
}

/// The most frequent step, the shorter of two that are as frequent; 1 for none.
fn most_frequent(steps: &[i32]) -> i32 {
    let count = |step: i32| steps.iter().filter(|s| **s == step).count();
    let most = steps.iter().copied().max_by_key(|step| (count(*step), -step));
    most.unwrap_or(1).max(1)
}

fn gap(after: &Observation, missing: &[Year], n_series: usize) -> Problem {
    let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
    let others = match n_series {
        1 => Text::default(),
        n => Text::new(format!("Có ở {n} chuỗi."), format!("It is so in {n} series.")),
    };
    finding::warning(
        "gap-years",
        after.place.clone(),
        label(&after.key, None),
        Text::new(
            format!("số liệu của các năm {}", years.join(", ")),
            format!("figures of {}", years.join(", ")),
        ),
        finding::join(
            &Text::new(
                "Bổ sung các năm thiếu, hoặc khai báo fill_missing trong mô hình.",
                "Add the missing years, or declare fill_missing in the model.",
            ),
            &others,
        ),
    )
}
