//! Stocks and flows by grade, with the identities that tie them.

use crate::error::Result;
use crate::numeric::gamma::gamma;
use crate::numeric::seed::{Stream, stream};
use crate::public_workforce::ages::{AgeStructure, Hazards, hazards};
use crate::public_workforce::{error, headcount, share};
use crate::supply::retirement::RetirementAges;
use crate::units::Year;

/// Who retires.
#[derive(Clone, Debug, PartialEq)]
pub enum Retirement {
    /// A share of those in post each year.
    Rate(f64),
    /// Those who pass the retirement age; the persons in post by age.
    ByAge(AgeStructure),
}

/// Flows of a year that are planned and take the place of rates, in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlannedFlows {
    /// Retirements.
    pub retirements: Option<f64>,
    /// Resignations, and those released when posts are cut.
    pub resignations: Option<f64>,
    /// Promotions into the next grade.
    pub promotions: Option<f64>,
    /// Appointments from outside.
    pub appointments: Option<f64>,
}

/// One grade of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// Its name, for messages and the key of its random streams.
    pub name: String,
    /// Persons in post at the end of the base year.
    pub filled: f64,
    /// Posts at the end of each year after the base year.
    pub posts: Vec<f64>,
    /// Retirement.
    pub retirement: Retirement,
    /// Share of those who do not retire that resigns in a year.
    pub resignation_rate: f64,
    /// Share of those who stay that is promoted in a year, and the position of the grade they are
    /// promoted to.
    pub promotion: Option<(usize, f64)>,
    /// Part of the vacancies of a year that is filled, after all other movements.
    pub part_filled: f64,
    /// Planned flows by year after the base year; empty if none are.
    pub planned: Vec<PlannedFlows>,
}

/// A grade in one year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GradeYear {
    /// Posts at the end of the year.
    pub posts: f64,
    /// Persons in post at the end of the year before.
    pub before: f64,
    /// Retirements.
    pub retirements: f64,
    /// Resignations.
    pub resignations: f64,
    /// Promotions into the next grade.
    pub promoted_out: f64,
    /// Promotions from other grades.
    pub promoted_in: f64,
    /// Appointments from outside.
    pub appointments: f64,
    /// Persons in post at the end of the year.
    pub filled: f64,
    /// Posts less persons; negative where there are more persons than posts.
    pub vacancies: f64,
    /// Appointments that would fill every post.
    pub needed: f64,
    /// Persons above the posts before anybody is appointed: those a cut of posts asks to move.
    pub above_posts: f64,
}

impl GradeYear {
    /// All who left the grade.
    pub fn outflow(&self) -> f64 {
        self.retirements + self.resignations + self.promoted_out
    }

    /// All who came into it.
    pub fn inflow(&self) -> f64 {
        self.appointments + self.promoted_in
    }
}

/// The public workforce, grades by years.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// First year: the year after the base year.
    pub first: Year,
    /// By grade, in the order given, and year.
    pub grades: Vec<Vec<GradeYear>>,
}

impl Projection {
    /// All grades together, year by year; promotions stay within and are left out.
    pub fn total(&self) -> Vec<GradeYear> {
        let n_years = self.grades.first().map_or(0, Vec::len);
        let sum = |t: usize, of: fn(&GradeYear) -> f64| -> f64 {
            self.grades.iter().filter_map(|years| years.get(t)).map(of).sum()
        };
        let year = |t| GradeYear {
            posts: sum(t, |g| g.posts),
            before: sum(t, |g| g.before),
            retirements: sum(t, |g| g.retirements),
            resignations: sum(t, |g| g.resignations),
            promoted_out: 0.0,
            promoted_in: 0.0,
            appointments: sum(t, |g| g.appointments),
            filled: sum(t, |g| g.filled),
            vacancies: sum(t, |g| g.vacancies),
            needed: sum(t, |g| g.needed),
            above_posts: sum(t, |g| g.above_posts),
        };
        (0..n_years).map(year).collect()
    }
}

/// Grades that have been checked, ready to be projected once or by draws.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    grades: &'a [Grade],
    base_year: Year,
    /// By year after the base year.
    hazards: Vec<Hazards>,
}

impl<'a> Plan<'a> {
    /// The plan of `grades`: as many years after `base_year` as there are posts.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if lengths differ, a headcount is negative, a rate is no
    /// share, or a promotion leads to the grade itself or to no grade.
    pub fn new(grades: &'a [Grade], base_year: Year, law: &RetirementAges) -> Result<Self> {
        let n_years = grades.first().map_or(0, |grade| grade.posts.len());
        for (position, grade) in grades.iter().enumerate() {
            check(grade, (position, grades.len(), n_years))?;
        }
        let years = 1..=n_years as i32;
        let hazards = years.map(|year| hazards(law, base_year.plus(year))).collect();
        Ok(Self { grades, base_year, hazards })
    }

    /// What is expected.
    ///
    /// ```text
    /// R = planned, or Σ h(x) N(x), or rate · S      Q = planned, or q (S − R)
    /// P = planned, or p (S − R − Q)
    /// S' = S − R − Q − P + promoted in + appointments
    /// appointments = planned, or φ · max(0, posts − S + R + Q + P − promoted in)
    /// ```
    /// Planned flows that exceed those who are there are cut to them.
    pub fn expected(&self) -> Projection {
        let rates = self.grades.iter().map(Rates::of).collect();
        self.run(rates, &mut |_, _, rate| rate)
    }

    /// One draw, the same for a seed and number whatever else is drawn.
    ///
    /// ```text
    /// rate        λ ~ Beta(r S + ½, (1 − r) S + ½)       the rate r was seen on S persons
    /// in a year   share ~ Beta(λ n, (1 − λ) n)            variance λ (1 − λ) / (n + 1)
    /// ```
    /// The second line is the spread of a number of leavers among `n` who decide on their own,
    /// without whole numbers. Posts, planned flows and the part of vacancies that is filled are
    /// choices and not drawn.
    pub fn draw(&self, seed: u64, draw: usize) -> Projection {
        let of_grade =
            |grade: &Grade| stream(seed, &format!("public workforce {}", grade.name), draw as u64);
        let mut streams: Vec<Stream> = self.grades.iter().map(of_grade).collect();
        let grades = self.grades.iter().zip(&mut streams);
        let rates = grades.map(|(grade, stream)| Rates::of(grade).drawn(grade.filled, stream));
        let rates = rates.collect();
        self.run(rates, &mut |grade, persons, rate| {
            if rate <= 0.0 || rate >= 1.0 {
                return rate;
            }
            beta(&mut streams[grade], rate * persons, (1.0 - rate) * persons).unwrap_or(rate)
        })
    }

    fn run(&self, rates: Vec<Rates>, share: &mut dyn FnMut(usize, f64, f64) -> f64) -> Projection {
        let people = self.grades.iter().map(People::of).collect();
        let mut run = Run { plan: self, rates, people, share };
        let mut years = vec![Vec::with_capacity(self.hazards.len()); self.grades.len()];
        for t in 0..self.hazards.len() {
            let made = run.one_year(t);
            years.iter_mut().zip(made).for_each(|(of_grade, made)| of_grade.push(made));
        }
        Projection { first: self.base_year.plus(1), grades: years }
    }
}

/// A beta number; `None` if both shapes are too small to draw from.
fn beta(stream: &mut Stream, a: f64, b: f64) -> Option<f64> {
    let (x, y) = (gamma(stream, a), gamma(stream, b));
    (x + y > 0.0).then(|| x / (x + y))
}

/// The yearly rates of a grade.
#[derive(Clone, Copy, Debug)]
struct Rates {
    retirement: f64,
    resignation: f64,
    promotion: f64,
}

impl Rates {
    fn of(grade: &Grade) -> Self {
        let retirement = match grade.retirement {
            Retirement::Rate(rate) => rate,
            Retirement::ByAge(_) => 0.0,
        };
        let promotion = grade.promotion.map_or(0.0, |(_, rate)| rate);
        Self { retirement, resignation: grade.resignation_rate, promotion }
    }

    /// Rates that could have been behind those seen on `persons`.
    fn drawn(self, persons: f64, stream: &mut Stream) -> Self {
        let mut one = |rate: f64| {
            beta(stream, rate * persons + 0.5, (1.0 - rate) * persons + 0.5).unwrap_or(rate)
        };
        Self {
            retirement: one(self.retirement),
            resignation: one(self.resignation),
            promotion: one(self.promotion),
        }
    }
}

/// Those in post, by age where that is known.
#[derive(Clone, Debug)]
struct People {
    number: f64,
    ages: Option<AgeStructure>,
}

impl People {
    fn of(grade: &Grade) -> Self {
        let ages = match &grade.retirement {
            Retirement::Rate(_) => None,
            Retirement::ByAge(ages) => {
                let mut ages = ages.clone();
                ages.scale_to(grade.filled);
                Some(ages)
            }
        };
        Self { number: grade.filled, ages }
    }

    /// Leaves `number` of them, of the same ages.
    fn shrink_to(&mut self, number: f64) {
        self.number = number;
        if let Some(ages) = &mut self.ages {
            ages.scale_to(number);
        }
    }

    /// Those who are promoted, of the same ages as the others.
    fn part(&self, persons: f64) -> Self {
        let factor = if self.number > 0.0 { persons / self.number } else { 0.0 };
        Self { number: persons, ages: self.ages.as_ref().map(|ages| ages.times(factor)) }
    }

    fn grow_older(&mut self) {
        if let Some(ages) = &mut self.ages {
            ages.grow_older();
        }
    }

    /// Takes in others; those whose ages are not known are as old as those who are there.
    fn take_in(&mut self, others: &Self) {
        self.number += others.number;
        match (&mut self.ages, &others.ages) {
            (Some(ages), Some(theirs)) => ages.add(theirs),
            (Some(ages), None) if ages.total() > 0.0 => ages.scale_to(self.number),
            (Some(ages), None) => ages.appoint(others.number),
            (None, _) => {}
        }
    }

    fn appoint(&mut self, persons: f64) {
        self.number += persons;
        if let Some(ages) = &mut self.ages {
            ages.appoint(persons);
        }
    }
}

struct Run<'a> {
    plan: &'a Plan<'a>,
    rates: Vec<Rates>,
    people: Vec<People>,
    /// Share of some persons of a grade that leaves at a rate.
    share: &'a mut dyn FnMut(usize, f64, f64) -> f64,
}

impl Run<'_> {
    fn one_year(&mut self, t: usize) -> Vec<GradeYear> {
        let grades = self.plan.grades;
        let mut promoted: Vec<(usize, People)> = Vec::new();
        let mut made: Vec<GradeYear> = Vec::with_capacity(grades.len());
        for (position, grade) in grades.iter().enumerate() {
            let (year, leaving) = self.departures(position, t);
            made.push(year);
            promoted.extend(grade.promotion.map(|(into, _)| (into, leaving)));
        }
        for (into, people) in promoted {
            if let (Some(made), Some(there)) = (made.get_mut(into), self.people.get_mut(into)) {
                made.promoted_in += people.number;
                there.take_in(&people);
            }
        }
        for ((grade, made), people) in grades.iter().zip(&mut made).zip(&mut self.people) {
            let staying = people.number;
            made.needed = (made.posts - staying).max(0.0);
            made.above_posts = (staying - made.posts).max(0.0);
            let planned = grade.planned.get(t).and_then(|planned| planned.appointments);
            made.appointments = planned.unwrap_or(grade.part_filled * made.needed);
            people.appoint(made.appointments);
            made.filled = people.number;
            made.vacancies = made.posts - made.filled;
        }
        made
    }

    /// Those who leave the grade, and of them those who are promoted; all a year older.
    fn departures(&mut self, position: usize, t: usize) -> (GradeYear, People) {
        let (grade, rates) = (&self.plan.grades[position], self.rates[position]);
        let planned = grade.planned.get(t).copied().unwrap_or_default();
        let (people, share) = (&mut self.people[position], &mut self.share);
        let before = people.number;
        let expected = match &mut people.ages {
            Some(ages) => ages.retire(&self.plan.hazards[t], |n, h| share(position, n, h)),
            None => before * share(position, before, rates.retirement),
        };
        let retirements = planned.retirements.unwrap_or(expected).min(before);
        people.shrink_to(before - retirements);
        let mut leave = |people: &mut People, planned: Option<f64>, rate: f64| {
            let there = people.number;
            let leaving = planned.unwrap_or_else(|| there * share(position, there, rate));
            let leaving = people.part(leaving.min(there));
            people.shrink_to(there - leaving.number);
            leaving
        };
        let resigned = leave(people, planned.resignations, rates.resignation).number;
        // Without a grade above nobody is promoted.
        let (promotions, rate) = match grade.promotion {
            Some(_) => (planned.promotions, rates.promotion),
            None => (Some(0.0), 0.0),
        };
        let mut promoted = leave(people, promotions, rate);
        people.grow_older();
        promoted.grow_older();
        let made = GradeYear {
            posts: grade.posts[t],
            before,
            retirements,
            resignations: resigned,
            promoted_out: promoted.number,
            ..GradeYear::default()
        };
        (made, promoted)
    }
}

fn check(grade: &Grade, (own, n_grades, n_years): (usize, usize, usize)) -> Result<()> {
    headcount(grade.filled, ("Số người hiện có", "The number in post"))?;
    same_length(&grade.name, grade.posts.len(), n_years)?;
    for posts in &grade.posts {
        headcount(*posts, ("Biên chế", "The number of posts"))?;
    }
    for flows in &grade.planned {
        let flows = [flows.retirements, flows.resignations, flows.promotions, flows.appointments];
        for persons in flows.into_iter().flatten() {
            headcount(persons, ("Số người theo kế hoạch", "A planned number of persons"))?;
        }
    }
    if let Retirement::Rate(rate) = grade.retirement {
        share(rate, ("Tỷ lệ nghỉ hưu", "The rate of retirement"))?;
    }
    share(grade.part_filled, ("Tỷ lệ lấp chỗ trống", "The share of vacancies filled"))?;
    share(grade.resignation_rate, ("Tỷ lệ thôi việc", "The rate of resignations"))?;
    let Some((into, rate)) = grade.promotion else { return Ok(()) };
    share(rate, ("Tỷ lệ nâng ngạch", "The rate of promotion"))?;
    if into == own || into >= n_grades {
        let name = &grade.name;
        return Err(error(
            format!("Ngạch «{name}» được nâng vào một ngạch không có. Sửa bảng."),
            format!("The grade «{name}» is promoted into no other grade. Correct the table."),
        ));
    }
    Ok(())
}

fn same_length(name: &str, found: usize, expected: usize) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(error(
        format!(
            "Ngạch «{name}» có {found} năm số liệu; ngạch đầu có {expected}. Bổ sung các năm thiếu."
        ),
        format!(
            "The grade «{name}» has figures of {found} years, the first grade of {expected}. Add the missing years."
        ),
    ))
}

#[cfg(test)]
mod tests;
