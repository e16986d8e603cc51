//! From the tables of the public workforce to grades that can be projected.
//!
//! ```text
//! retirement rate    R / S          resignation rate  Q / (S − R)      promotion rate  P / (S − R − Q)
//! vacancies filled   A / (posts − S + A), at most 1; all of them where no appointments are given
//! posts of a grade   as given; else its part of the body's posts; else as in the base year
//! ```
//! of the base year; `S` in post, `A` appointments, `P` promotions into the next grade, which is
//! the next of the body in the order of the table. The body's posts of a year without posts by
//! grade are divided as those of the base year are.
//!
//! A grade without persons in post in the base year is left out, and so are bodies that give no
//! grades.

use std::collections::BTreeSet;

use crate::dataset::public::{PublicMeasure, PublicTables, PublicWorkforce};
use crate::public_workforce::stock::{Appointments, Grade, Retirements};
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
    /// The least firm status of its figures.
    pub status: Status,
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
    let rows: Vec<&PublicWorkforce> = tables
        .workforce
        .iter()
        .filter(|row| row.body.as_deref() == name && row.qualification.is_none())
        .collect();
    let figures = Figures { rows, base };
    let names = figures.grades();
    let grades = names.iter().enumerate().map(|(position, grade)| {
        let next = (position + 1 < names.len()).then_some(position + 1);
        figures.grade((name, grade.as_deref()), next, to)
    });
    let used = figures.rows.iter().map(|row| row.status.of_results());
    Body {
        grades: grades.collect(),
        name: name.map(str::to_owned),
        status: used.max().unwrap_or(Status::Assumed),
        names,
    }
}

/// The figures of one body.
struct Figures<'a> {
    rows: Vec<&'a PublicWorkforce>,
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
        next: Option<usize>,
        to: Year,
    ) -> Grade {
        let of = |measure| self.of_base(name, measure);
        let filled = of(PublicMeasure::Filled);
        let retired = of(PublicMeasure::Retirements);
        let resigned = of(PublicMeasure::Resignations);
        let promoted = of(PublicMeasure::Promotions);
        let staying = filled - retired - resigned;
        Grade {
            name: title(body, name),
            filled,
            posts: self.posts(name, to),
            retirements: Retirements::Rate(rate(retired, filled)),
            resignation_rate: rate(resigned, filled - retired),
            promotion: next.map(|next| (next, rate(promoted, staying))),
            appointments: Appointments::FillVacancies(self.part_filled(name)),
        }
    }

    /// Part of the vacancies that were filled in the base year.
    fn part_filled(&self, name: Option<&str>) -> f64 {
        let Some(appointed) = self.at(name, PublicMeasure::Appointments, self.base) else {
            return 1.0;
        };
        let posts = self.of_base(name, PublicMeasure::Posts);
        rate(appointed, posts - self.of_base(name, PublicMeasure::Filled) + appointed)
    }

    fn posts(&self, name: Option<&str>, to: Year) -> Vec<f64> {
        let own = |year| self.at(name, PublicMeasure::Posts, year);
        let base = own(self.base).unwrap_or_else(|| self.of_base(name, PublicMeasure::Filled));
        let of_body = |year| self.at(None, PublicMeasure::Posts, year);
        let grades = self.grades();
        let all: f64 =
            grades.iter().map(|g| self.of_base(g.as_deref(), PublicMeasure::Posts)).sum();
        let mut last = base;
        let years = self.base.plus(1).to(to);
        years
            .map(|year| {
                let divided = of_body(year).filter(|_| all > 0.0).map(|posts| posts * base / all);
                last = own(year).or(divided).unwrap_or(last);
                last
            })
            .collect()
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
mod tests {
    use super::*;
    use crate::dataset::public::PublicStatus;
    use crate::public_workforce::stock::project;

    fn row(
        grade: Option<&str>,
        year: i32,
        measure: PublicMeasure,
        persons: f64,
    ) -> PublicWorkforce {
        PublicWorkforce {
            body: Some("civil_servants".to_owned()),
            grade: grade.map(str::to_owned),
            qualification: None,
            year: Year(year),
            measure,
            persons,
            status: PublicStatus::Known(Status::Assumed),
            source: String::new(),
        }
    }

    fn tables() -> PublicTables {
        let (low, high) = (Some("specialist"), Some("principal"));
        let workforce = vec![
            row(None, 2025, PublicMeasure::Posts, 1100.0),
            row(None, 2026, PublicMeasure::Posts, 1210.0),
            row(low, 2025, PublicMeasure::Posts, 1000.0),
            row(high, 2025, PublicMeasure::Posts, 100.0),
            row(low, 2025, PublicMeasure::Filled, 900.0),
            row(high, 2025, PublicMeasure::Filled, 100.0),
            row(low, 2025, PublicMeasure::Retirements, 90.0),
            row(low, 2025, PublicMeasure::Resignations, 81.0),
            row(low, 2025, PublicMeasure::Appointments, 100.0),
            row(low, 2025, PublicMeasure::Promotions, 72.9),
        ];
        PublicTables { workforce, standards: Vec::new() }
    }

    #[test]
    fn rates_and_posts_follow_from_the_base_year() {
        let made = bodies(&tables(), (Year(2025), Year(2027)));
        let [body] = made.as_slice() else { panic!("{made:?}") };
        let [low, high] = body.grades.as_slice() else { panic!("{body:?}") };
        assert_eq!(low.name, "civil_servants, specialist");
        // A tenth more posts for the body, a tenth more for each grade, held afterwards.
        assert_eq!((low.posts.as_slice(), high.posts.as_slice()), {
            (&[1100.0, 1100.0][..], &[110.0, 110.0][..])
        });
        assert_eq!(low.retirements, Retirements::Rate(0.1));
        assert!((low.resignation_rate - 0.1).abs() < 1e-12);
        let (into, promoted) = low.promotion.unwrap();
        assert!(into == 1 && (promoted - 0.1).abs() < 1e-12);
        // 100 vacancies were left at the end of the year and 100 had been filled.
        assert_eq!(low.appointments, Appointments::FillVacancies(0.5));
        assert_eq!((high.promotion, &high.appointments), (None, &Appointments::FillVacancies(1.0)));
        let made = project(&body.grades, Year(2025)).unwrap();
        assert!((made.grades[0][0].retirements - 90.0).abs() < 1e-12);
    }

    #[test]
    fn a_body_without_persons_in_post_is_left_out() {
        let mut tables = tables();
        tables.workforce.retain(|row| row.measure != PublicMeasure::Filled);
        assert!(bodies(&tables, (Year(2025), Year(2027))).is_empty());
    }
}
