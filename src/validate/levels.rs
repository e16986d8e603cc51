//! Levels: whether employment, labour force and population of an area fit each other.
//!
//! ```text
//! employment ≤ labour force ≤ population          of the same area and year
//! ```
//! Totals are compared, or sums over every sector of the axis where there is no total. Figures of
//! several definitions contradict each other only if all of them do. A whole table in another
//! unit, which no comparison within the table can find, shows here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::codes::AreaCode;
use crate::dataset::Dataset;
use crate::dataset::Measure;
use crate::dataset::Observation;
use crate::error::Place;
use crate::error::Problem;
use crate::language::Text;
use crate::units::Year;
use crate::validate::axis::Axis;
use crate::validate::finding;

/// Rounded figures of two sources differ by a little.
const ROUNDING: f64 = 1.005;
/// No labour market has so few of its people at work: a unit is mistaken.
const LEAST: f64 = 0.02;

const PAIRS: [(Measure, Measure); 3] = [
    (Measure::Employment, Measure::LabourForce),
    (Measure::LabourForce, Measure::Population),
    (Measure::Employment, Measure::Population),
];

/// The figures of one area and year under each definition.
#[derive(Clone, Debug, Default)]
struct Level {
    values: Vec<f64>,
    place: Place,
}

impl Level {
    fn least(&self) -> f64 {
        self.values.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn most(&self) -> f64 {
        self.values.iter().copied().fold(0.0, f64::max)
    }
}

type Levels = BTreeMap<(AreaCode, Year), Level>;

/// Figures that cannot belong together, one finding for an area and two measures.
pub(crate) fn check(dataset: &Dataset, axis: &Axis) -> Vec<Problem> {
    let mut told: BTreeSet<AreaCode> = BTreeSet::new();
    let mut problems = Vec::new();
    for (part, whole) in PAIRS {
        let (parts, wholes) = (levels(dataset, part, axis), levels(dataset, whole, axis));
        let mut wrong: BTreeMap<&AreaCode, Vec<(Year, &Level, &Level)>> = BTreeMap::new();
        for ((area, year), level) in &parts {
            let Some(of) = wholes.get(&(area.clone(), *year)) else { continue };
            let too_many = level.least() > of.most() * ROUNDING;
            if too_many || level.most() < of.least() * LEAST {
                wrong.entry(area).or_default().push((*year, level, of));
            }
        }
        for (area, years) in wrong {
            if told.insert(area.clone()) {
                problems.extend(misfit((part, whole), area, &years));
            }
        }
    }
    problems
}

/// An area and a year by one definition.
type Defined<'a> = (&'a AreaCode, Year, Option<&'a str>);

fn levels(dataset: &Dataset, measure: Measure, axis: &Axis) -> Levels {
    let table = dataset.table(measure);
    let mut levels = Levels::new();
    for o in table.iter().filter(|o| is_total(o)) {
        add(&mut levels, o, o.value);
    }
    if measure != Measure::Employment {
        return levels;
    }
    let mut sums: BTreeMap<Defined<'_>, (f64, usize, &Observation)> = BTreeMap::new();
    for o in table.iter().filter(|o| o.key.sex.is_none() && o.key.age.is_none()) {
        if o.key.sector.as_ref().is_some_and(|sector| axis.has(sector)) {
            let key = (&o.key.area, o.year, o.definition.as_deref());
            let sum = sums.entry(key).or_insert((0.0, 0, o));
            (sum.0, sum.1) = (sum.0 + o.value, sum.1 + 1);
        }
    }
    let complete = sums.into_values().filter(|(_, n, _)| *n == axis.sectors.len());
    let without_total: Vec<_> =
        complete.filter(|(_, _, o)| !levels.contains_key(&(o.key.area.clone(), o.year))).collect();
    for (sum, _, o) in without_total {
        add(&mut levels, o, sum);
    }
    levels
}

fn is_total(o: &Observation) -> bool {
    o.key.sector.is_none() && o.key.sex.is_none() && o.key.age.is_none()
}

fn add(levels: &mut Levels, o: &Observation, value: f64) {
    let level = levels.entry((o.key.area.clone(), o.year)).or_default();
    level.values.push(value);
    level.place = o.place.clone();
}

fn misfit(
    (part, whole): (Measure, Measure),
    area: &AreaCode,
    years: &[(Year, &Level, &Level)],
) -> Option<Problem> {
    let (year, level, of) = years.first()?;
    let (part_title, whole_title) = (part.title(), whole.title());
    let ratio = level.most() / of.least();
    let (value, limit) = (level.least(), of.most());
    let place = Place { column: None, ..level.place.clone() };
    let expected = Text::new(
        format!("{} không quá {}, {limit:.0} người", part_title.vi, whole_title.vi),
        format!("{} within the {}, {limit:.0} persons", part_title.en, whole_title.en),
    );
    let unit = !(LEAST..1.0 / LEAST).contains(&ratio);
    let (rule, repair) = if unit {
        let tables = format!("{}, {}", part.name(), whole.name());
        let repair = Text::new(
            format!("Một bảng nhầm đơn vị 1.000 lần: so tên cột đơn vị của hai bảng {tables}."),
            format!("A unit is off by 1,000: compare the unit columns of the tables {tables}."),
        );
        ("factor-1000", repair)
    } else {
        let repair = Text::new(
            "Kiểm tra nguồn, địa bàn và định nghĩa của hai bảng.",
            "Check source, area and definition of both tables.",
        );
        ("level-misfit", repair)
    };
    let others = match years.len() {
        1 => Text::default(),
        n => Text::new(format!("Có ở {n} năm."), format!("It is so in {n} years.")),
    };
    let found = format!("{area}, {year}: {value:.0}");
    Some(finding::error(rule, place, found, expected, finding::join(&repair, &others)))
}
