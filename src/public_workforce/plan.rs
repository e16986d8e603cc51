//! From the tables of the public workforce to grades that can be projected.
//!
//! ```text
//! retirement rate    R / S          resignation rate  Q / (S − R)      promotion rate  P / (S − R − Q)
//! vacancies filled   A / (posts − S + A), at most 1; all of them where no appointments are given
//! posts of a grade   as given; else its part of the body's posts; between two years in equal steps,
//!                    after the last as in it
//! ```
//! of the base year; `S` in post, `A` appointments, `P` promotions into the next grade, which is
//! the next of the body in the order of the table. The body's posts of a year without posts by
//! grade are divided as those of the base year are. Flows given for later years are planned.
//!
//! Ages take the place of the retirement rate: those of the grade, else those of the body, which
//! is told, as is a grade without either. A grade without persons in post in the base year is left
//! out, and so are bodies that give no grades.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::public::{
    PublicAge, PublicMeasure, PublicStatus, PublicTables, PublicWorkforce,
};
use crate::language::Text;
use crate::prepare::{Fallback, FallbackKind};
use crate::public_workforce::ages::AgeStructure;
use crate::public_workforce::qualified::Composition;
use crate::public_workforce::stock::{Grade, PlannedFlows, Retirement};
use crate::status::Status;
use crate::units::Year;

/// A body with the grades that can be projected.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Its name; `None` for all bodies together.
    pub name: Option<String>,
    /// Its grades, the lowest first.
    pub grades: Vec<Grade>,
    /// Name of each grade in the table; `None` for all grades together.
    pub names: Vec<Option<String>>,
    /// Qualifications of those in post, where they are known.
    pub composition: Composition,
    /// The least firm status of its figures.
    pub status: Status,
    /// What was missing, and what stood in for it.
    pub fallbacks: Vec<Fallback>,
}

/// The bodies of `tables`, projected from `base` to `to`.
pub fn bodies(tables: &PublicTables, (base, to): (Year, Year)) -> Vec<Body> {
    let mut seen = BTreeSet::new();
    let names = tables.workforce.iter().map(|row| row.body.as_deref());
    let names: Vec<Option<&str>> = names.filter(|name| seen.insert(*name)).collect();
    let bodies = names.into_iter().map(|name| body(tables, name, (base, to)));
    bodies.filter(|body| !body.grades.is_empty()).collect()
}

fn body(tables: &PublicTables, name: Option<&str>, (base, to): (Year, Year)) -> Body {
    let rows = tables.workforce.iter().filter(|row| row.body.as_deref() == name);
    let (by_qualification, rows) = rows.partition(|row| row.qualification.is_some());
    let ages = tables.ages.iter().filter(|row| row.body.as_deref() == name).collect();
    let figures = Figures { rows, by_qualification, ages, base };
    let names = figures.grades();
    let mut fallbacks = Vec::new();
    let grades = names.iter().enumerate().map(|(position, grade)| {
        let next = (position + 1 < names.len()).then_some(position + 1);
        figures.grade((name, grade.as_deref()), (next, to), &mut fallbacks)
    });
    let grades: Vec<Grade> = grades.collect();
    let counted = figures.rows.iter().chain(&figures.by_qualification).map(|row| row.status);
    let used = counted.chain(figures.ages.iter().map(|row| row.status));
    let status = used.map(PublicStatus::of_results).max().unwrap_or(Status::Assumed);
    let composition = figures.composition(&names, &grades);
    Body { grades, name: name.map(str::to_owned), status, names, composition, fallbacks }
}

/// The figures of one body.
struct Figures<'a> {
    rows: Vec<&'a PublicWorkforce>,
    by_qualification: Vec<&'a PublicWorkforce>,
    ages: Vec<&'a PublicAge>,
    base: Year,
}

impl Figures<'_> {
    fn at(&self, grade: Option<&str>, measure: PublicMeasure, year: Year) -> Option<f64> {
        let found = self.rows.iter().find(|row| {
            row.grade.as_deref() == grade && row.measure == measure && row.year == year
        });
        found.map(|row| row.persons)
    }

    fn of_base(&self, grade: Option<&str>, measure: PublicMeasure) -> f64 {
        self.at(grade, measure, self.base).unwrap_or(0.0)
    }

    /// Grades with persons in post; all together only where no single grade has any.
    fn grades(&self) -> Vec<Option<String>> {
        let mut seen = BTreeSet::new();
        let filled = self
            .rows
            .iter()
            .filter(|row| row.measure == PublicMeasure::Filled && row.year == self.base);
        let all: Vec<Option<String>> = filled
            .map(|row| row.grade.clone())
            .filter(|grade| seen.insert(grade.clone()))
            .collect();
        let single: Vec<Option<String>> = all.iter().filter(|g| g.is_some()).cloned().collect();
        if single.is_empty() { all } else { single }
    }

    fn grade(
        &self,
        (body, name): (Option<&str>, Option<&str>),
        (next, to): (Option<usize>, Year),
        fallbacks: &mut Vec<Fallback>,
    ) -> Grade {
        let of = |measure| self.of_base(name, measure);
        let filled = of(PublicMeasure::Filled);
        let retired = of(PublicMeasure::Retirements);
        let resigned = of(PublicMeasure::Resignations);
        let promoted = of(PublicMeasure::Promotions);
        let staying = filled - retired - resigned;
        let title = title(body, name);
        let (retirement, fallback) = self.retirement(name, rate(retired, filled), &title);
        fallbacks.extend(fallback);
        Grade {
            name: title,
            filled,
            posts: self.posts(name, to),
            retirement,
            resignation_rate: rate(resigned, filled - retired),
            promotion: next.map(|next| (next, rate(promoted, staying))),
            part_filled: self.part_filled(name),
            planned: self.planned(name, to),
        }
    }

    /// Ages of the grade, else of the body, else the rate of the base year.
    fn retirement(
        &self,
        grade: Option<&str>,
        rate: f64,
        title: &str,
    ) -> (Retirement, Option<Fallback>) {
        if let Some(ages) = self.structure(grade) {
            return (Retirement::ByAge(ages), None);
        }
        let told = |used: Text| Fallback {
            kind: FallbackKind::Data,
            missing: Text::new(
                format!("tuổi của những người đang giữ biên chế (public_ages): {title}"),
                format!("ages of those in post (public_ages): {title}"),
            ),
            used,
        };
        if let Some(ages) = self.structure(None) {
            let used = Text::new(
                "dùng cơ cấu tuổi chung của nhóm",
                "the ages of the whole body stand for them",
            );
            return (Retirement::ByAge(ages), Some(told(used)));
        }
        let used = Text::new(
            "nghỉ hưu theo tỷ lệ của năm gốc, không theo tuổi nghỉ hưu tăng dần",
            "retirements at the rate of the base year, not by the rising retirement age",
        );
        (Retirement::Rate(rate), Some(told(used)))
    }

    /// Ages at the end of the base year, from the latest year up to it.
    fn structure(&self, grade: Option<&str>) -> Option<AgeStructure> {
        let of_grade = || {
            let rows = self.ages.iter().filter(|row| row.grade.as_deref() == grade);
            rows.filter(|row| row.year <= self.base)
        };
        let year = of_grade().map(|row| row.year).max()?;
        let older = usize::try_from(self.base.since(year)).unwrap_or(0);
        let groups = of_grade().filter(|row| row.year == year);
        let groups = groups.map(|row| (row.sex, row.age, row.persons));
        Some(AgeStructure::of_groups(groups, older)).filter(|ages| ages.total() > 0.0)
    }

    /// Part of the vacancies that were filled in the base year.
    fn part_filled(&self, name: Option<&str>) -> f64 {
        let Some(appointed) = self.at(name, PublicMeasure::Appointments, self.base) else {
            return 1.0;
        };
        let posts = self.of_base(name, PublicMeasure::Posts);
        rate(appointed, posts - self.of_base(name, PublicMeasure::Filled) + appointed)
    }

    fn planned(&self, name: Option<&str>, to: Year) -> Vec<PlannedFlows> {
        let years = self.base.plus(1).to(to);
        let of_year = |year| PlannedFlows {
            retirements: self.at(name, PublicMeasure::Retirements, year),
            resignations: self.at(name, PublicMeasure::Resignations, year),
            promotions: self.at(name, PublicMeasure::Promotions, year),
            appointments: self.at(name, PublicMeasure::Appointments, year),
        };
        years.map(of_year).collect()
    }

    fn posts(&self, name: Option<&str>, to: Year) -> Vec<f64> {
        let own = |year| self.at(name, PublicMeasure::Posts, year);
        let base = own(self.base).unwrap_or_else(|| self.of_base(name, PublicMeasure::Filled));
        let grades = self.grades();
        let all: f64 =
            grades.iter().map(|g| self.of_base(g.as_deref(), PublicMeasure::Posts)).sum();
        let of_body = |year| {
            let posts = self.at(None, PublicMeasure::Posts, year).filter(|_| all > 0.0);
            posts.map(|posts| posts * base / all)
        };
        let years = || self.base.plus(1).to(to);
        let given = years().filter_map(|year| Some((year, own(year).or(of_body(year))?)));
        let known: BTreeMap<Year, f64> = given.chain([(self.base, base)]).collect();
        years().map(|year| in_equal_steps(&known, year)).collect()
    }

    /// Qualifications of those in post and of those appointed in the base year.
    fn composition(&self, names: &[Option<String>], grades: &[Grade]) -> Composition {
        let mut seen = BTreeSet::new();
        let rows = || self.by_qualification.iter().filter(|row| row.year == self.base);
        let all = rows().filter_map(|row| row.qualification.clone());
        let qualifications: Vec<String> = all.filter(|name| seen.insert(name.clone())).collect();
        let persons = |grade: &Option<String>, measure| -> Vec<f64> {
            let of_grade = || rows().filter(|row| row.grade == *grade && row.measure == measure);
            let of = |name: &String| -> f64 {
                let rows = of_grade().filter(|row| row.qualification.as_ref() == Some(name));
                rows.map(|row| row.persons).sum()
            };
            qualifications.iter().map(of).collect()
        };
        let start = names.iter().zip(grades).map(|(name, grade)| {
            let shares = as_shares(persons(name, PublicMeasure::Filled))?;
            Some(shares.into_iter().map(|share| share * grade.filled).collect())
        });
        let start: Vec<Option<Vec<f64>>> = start.collect();
        let entry = names.iter().zip(&start).map(|(name, start)| {
            let appointed = as_shares(persons(name, PublicMeasure::Appointments));
            appointed.or_else(|| as_shares(start.clone()?)).unwrap_or_default()
        });
        Composition { entry: entry.collect(), start, qualifications: qualifications.clone() }
    }
}

/// `persons` over their sum; `None` for nobody.
fn as_shares(persons: Vec<f64>) -> Option<Vec<f64>> {
    let whole: f64 = persons.iter().sum();
    (whole > 0.0).then(|| persons.into_iter().map(|n| n / whole).collect())
}

/// The figure of `year` on straight lines between the known years; held after the last.
fn in_equal_steps(known: &BTreeMap<Year, f64>, year: Year) -> f64 {
    let before = known.range(..=year).next_back();
    let after = known.range(year..).next();
    match (before, after) {
        (Some((first, a)), Some((last, b))) if last > first => {
            let part = f64::from(year.since(*first)) / f64::from(last.since(*first));
            a + (b - a) * part
        }
        (Some((_, held)), _) | (None, Some((_, held))) => *held,
        (None, None) => 0.0,
    }
}

/// The name of a part of the workforce; empty for all of it.
pub fn title(body: Option<&str>, grade: Option<&str>) -> String {
    [body, grade].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn rate(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests;
