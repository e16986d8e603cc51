//! Sums: totals against their parts over sectors, sexes and ages.
//!
//! ```text
//! d = |T − Σ_k x_k| / T        warning for d > 0.005, error for d > 0.05
//! ```
//! A group is checked only if all its parts are there: every sector of the axis, both sexes, or
//! age groups that follow one another without overlap up to an open one, which childbearing
//! ages need not have. A figure that belongs to
//! a group already found wrong is not checked again, so one wrong cell is one finding.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::dataset::Measure;
use crate::dataset::Observation;
use crate::error::Problem;
use crate::error::Severity;
use crate::language::Text;
use crate::series::SeriesKey;
use crate::units::Year;
use crate::validate::axis::Axis;
use crate::validate::finding;
use crate::validate::series;
use crate::validate::touched::Touched;

const WARN_ABOVE: f64 = 0.005;
const STOP_ABOVE: f64 = 0.05;
/// Parts in tables are rounded; a difference of this many persons is nothing.
const ROUNDING: f64 = 5.0;

type CellId = (SeriesKey, Option<String>, Year);

/// Totals that differ from the sum of their parts.
pub(crate) fn totals(
    measure: Measure,
    observations: &[Observation],
    (axis, touched): (&Axis, &Touched),
) -> Vec<Problem> {
    let cells: BTreeMap<CellId, usize> = observations
        .iter()
        .enumerate()
        .map(|(position, o)| ((o.key.clone(), o.definition.clone(), o.year), position))
        .collect();
    let of_mothers = measure == Measure::FertilityPattern;
    let done = BTreeSet::new();
    let mut check = Check { observations, cells, axis, of_mothers, done, wrong: Vec::new() };
    if measure.is_headcount() {
        for dimension in [Dimension::Sector, Dimension::Sex, Dimension::Age] {
            check.dimension(dimension, touched);
        }
        return check.findings();
    }
    match measure {
        Measure::EmploymentShare => check.shares(Dimension::Sector, touched),
        Measure::FertilityPattern => check.shares(Dimension::Age, touched),
        _ => Vec::new(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dimension {
    Sector,
    Sex,
    Age,
}

impl Dimension {
    fn parts(self) -> Text {
        match self {
            Self::Sector => Text::new("các ngành", "the sectors"),
            Self::Sex => Text::new("hai giới", "the sexes"),
            Self::Age => Text::new("các nhóm tuổi", "the age groups"),
        }
    }

    fn without(self, key: &SeriesKey) -> SeriesKey {
        let mut key = key.clone();
        match self {
            Self::Sector => key.sector = None,
            Self::Sex => key.sex = None,
            Self::Age => key.age = None,
        }
        key
    }

    fn is_total(self, key: &SeriesKey) -> bool {
        self.without(key) == *key
    }
}

/// A total and its parts, by position, that do not agree.
struct Group {
    dimension: Dimension,
    total: usize,
    parts: Vec<usize>,
    sum: f64,
}

struct Check<'a> {
    observations: &'a [Observation],
    cells: BTreeMap<CellId, usize>,
    axis: &'a Axis,
    /// Whether the ages are those of mothers, which end before the last.
    of_mothers: bool,
    done: BTreeSet<usize>,
    wrong: Vec<Group>,
}

impl Check<'_> {
    fn dimension(&mut self, dimension: Dimension, touched: &Touched) {
        let grouped = self.parts_by_total(dimension);
        for ((key, definition, year), parts) in grouped {
            let total = self.cells.get(&(key.clone(), definition, year)).copied();
            let (Some(total), false) = (total, touched.covers(&key.area, year)) else { continue };
            let Some(parts) = self.partition(dimension, parts) else { continue };
            if self.done.contains(&total) || parts.iter().any(|p| self.done.contains(p)) {
                continue;
            }
            let sum: f64 = parts.iter().map(|p| self.observations[*p].value).sum();
            let difference = (self.observations[total].value - sum).abs();
            if difference > ROUNDING && difference > WARN_ABOVE * self.observations[total].value {
                self.done.insert(total);
                self.done.extend(&parts);
                self.wrong.push(Group { dimension, total, parts, sum });
            }
        }
    }

    fn parts_by_total(&self, dimension: Dimension) -> BTreeMap<CellId, Vec<usize>> {
        let mut parts: BTreeMap<CellId, Vec<usize>> = BTreeMap::new();
        for ((key, definition, year), position) in &self.cells {
            if !dimension.is_total(key) {
                let total = (dimension.without(key), definition.clone(), *year);
                parts.entry(total).or_default().push(*position);
            }
        }
        parts
    }

    /// The parts that make up a whole, or `None` if some are missing.
    fn partition(&self, dimension: Dimension, parts: Vec<usize>) -> Option<Vec<usize>> {
        let key = |position: &usize| &self.observations[*position].key;
        match dimension {
            Dimension::Sex => (parts.len() == Sex::ALL.len()).then_some(parts),
            Dimension::Sector => {
                let on_axis = |p: &usize| {
                    self.axis.sectors.iter().any(|(code, _)| Some(code) == key(p).sector.as_ref())
                };
                let parts: Vec<usize> = parts.into_iter().filter(on_axis).collect();
                (!parts.is_empty() && parts.len() == self.axis.sectors.len() && self.is_whole())
                    .then_some(parts)
            }
            Dimension::Age => {
                let ages: Vec<AgeGroup> = parts.iter().filter_map(|p| key(p).age).collect();
                (follow_one_another(&ages) && (self.of_mothers || ends_open(&ages)))
                    .then_some(parts)
            }
        }
    }

    /// Whether the axis covers the sections A to U; an axis read off the tables may not.
    fn is_whole(&self) -> bool {
        let letters: usize = self.axis.sectors.iter().map(|(code, _)| code.sections().len()).sum();
        letters >= 21
    }

    fn shares(&self, dimension: Dimension, touched: &Touched) -> Vec<Problem> {
        let mut wrong = Vec::new();
        for ((key, _, year), parts) in self.parts_by_total(dimension) {
            let Some(parts) = self.partition(dimension, parts) else { continue };
            let sum: f64 = parts.iter().map(|p| self.observations[*p].value).sum();
            if (sum - 1.0).abs() > WARN_ABOVE && !touched.covers(&key.area, year) {
                wrong.push((parts[0], sum));
            }
        }
        let hundredth = |(_, sum): &(usize, f64)| (0.005..=0.02).contains(sum);
        match wrong.first() {
            Some((first, sum)) if wrong.iter().all(hundredth) => {
                vec![shares_as_percent(&self.observations[*first], *sum)]
            }
            _ => wrong
                .iter()
                .map(|(part, sum)| wrong_shares(&self.observations[*part], dimension, *sum))
                .collect(),
        }
    }

    fn findings(self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut groups: BTreeMap<_, Vec<Group>> = BTreeMap::new();
        for group in self.wrong {
            let total = &self.observations[group.total];
            let id = (group.dimension, total.key.clone(), total.definition.clone());
            groups.entry(id).or_default().push(group);
        }
        for group in groups.into_values() {
            match common_slip(self.observations, &group) {
                Some(slip) => problems.push(slip),
                None => problems.extend(group.iter().map(|g| wrong_total(self.observations, g))),
            }
        }
        problems
    }
}

/// Whether age groups, in order, leave no hole and do not overlap.
fn follow_one_another(ages: &[AgeGroup]) -> bool {
    let mut ages = ages.to_vec();
    ages.sort();
    let adjacent = ages
        .windows(2)
        .all(|pair| pair[0].to().is_some_and(|to| u16::from(to) + 1 == u16::from(pair[1].from())));
    let starts = ages.first().is_some_and(|age| age.from() <= 15);
    adjacent && starts
}

fn ends_open(ages: &[AgeGroup]) -> bool {
    ages.iter().any(|age| age.to().is_none())
}

fn wrong_total(observations: &[Observation], group: &Group) -> Problem {
    let total = &observations[group.total];
    let difference = (total.value - group.sum).abs() / total.value.abs().max(1.0);
    let severity = if difference > STOP_ABOVE { Severity::Error } else { Severity::Warning };
    let parts = group.dimension.parts();
    let (sum, percent) = (round(group.sum), round(difference * 100.0));
    Problem {
        severity,
        rule: "total-differs",
        place: total.place.clone(),
        found: format!("{} ({})", round(total.value), series::label(&total.key, Some(total.year))),
        expected: Text::new(
            format!("tổng của {}: {sum}", parts.vi),
            format!("the sum over {}: {sum}", parts.en),
        ),
        repair: Text::new(
            format!("Chênh {percent} %: kiểm tra dòng tổng và từng thành phần."),
            format!("They differ by {percent} %: check the total and its parts."),
        ),
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// One finding for all the groups of a total if the same mistaken unit explains every one.
fn common_slip(observations: &[Observation], groups: &[Group]) -> Option<Problem> {
    let first = groups.first()?;
    let whole = groups
        .iter()
        .all(|group| series::is_thousandfold(observations[group.total].value / group.sum));
    if whole {
        return Some(slip(&observations[first.total]));
    }
    let explains = |group: &Group, key: &SeriesKey| {
        let part = group.parts.iter().map(|p| &observations[*p]).find(|o| o.key == *key);
        let total = observations[group.total].value;
        part.is_some_and(|part| {
            [1000.0, 0.001].iter().any(|factor| {
                let sum = group.sum + part.value * (factor - 1.0);
                (sum - total).abs() <= STOP_ABOVE * total
            })
        })
    };
    // A part of a thousandth of the total would explain any small difference.
    let large = groups.iter().all(|g| {
        (observations[g.total].value - g.sum).abs() > 2.0 * WARN_ABOVE * observations[g.total].value
    });
    let part = first
        .parts
        .iter()
        .find(|p| groups.iter().all(|group| explains(group, &observations[**p].key)))?;
    (large && groups.len() > 1).then(|| slip(&observations[*part]))
}

fn slip(o: &Observation) -> Problem {
    finding::error(
        "factor-1000",
        o.place.clone(),
        series::label(&o.key, None),
        Text::new("cùng đơn vị với tổng và các thành phần", "the unit of its total and its parts"),
        Text::new(
            "Cả chuỗi có vẻ nhầm đơn vị 1000 lần: chuyển tất cả về một đơn vị.",
            "The whole series seems off by a factor of 1000: bring all to one unit.",
        ),
    )
}

/// One finding for a percent column that holds shares of 1 throughout.
fn shares_as_percent(first: &Observation, sum: f64) -> Problem {
    finding::error(
        "wrong-unit",
        first.place.clone(),
        round(sum * 100.0).to_string(),
        Text::new("tỷ lệ phần trăm có tổng bằng 100", "percentages that sum to 100"),
        Text::new(
            "Các tỷ lệ có tổng bằng 1: đặt tên cột là share.",
            "The shares sum to 1: name the column share.",
        ),
    )
}

fn wrong_shares(first: &Observation, dimension: Dimension, sum: f64) -> Problem {
    let parts = dimension.parts();
    finding::error(
        "shares-do-not-sum",
        first.place.clone(),
        (round(sum * 1000.0) / 1000.0).to_string(),
        Text::new(
            format!("tổng tỷ lệ của {} bằng 1", parts.vi),
            format!("shares of {} that sum to 1", parts.en),
        ),
        Text::new("Kiểm tra từng tỷ lệ của năm này.", "Check each share of this year."),
    )
}
