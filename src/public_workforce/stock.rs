//! Stocks and flows by grade, with the identities that tie them.

use crate::error::Result;
use crate::public_workforce::{error, headcount, share};
use crate::units::Year;

/// How posts are filled.
#[derive(Clone, Debug, PartialEq)]
pub enum Appointments {
    /// Persons appointed from outside, year by year.
    Given(Vec<f64>),
    /// This share of the vacancies of each year, after all other movements.
    FillVacancies(f64),
}

/// Persons who retire.
#[derive(Clone, Debug, PartialEq)]
pub enum Retirements {
    /// Persons, year by year; never more than there are.
    Given(Vec<f64>),
    /// A share of the stock each year.
    Rate(f64),
}

/// One grade of a body with one qualification.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// Its name, for messages.
    pub name: String,
    /// Persons in post at the end of the base year.
    pub filled: f64,
    /// Posts at the end of each year after the base year.
    pub posts: Vec<f64>,
    /// Retirements.
    pub retirements: Retirements,
    /// Share of those who do not retire that resigns in a year.
    pub resignation_rate: f64,
    /// Share of those who stay that is promoted in a year, and the position of the grade they are
    /// promoted to.
    pub promotion: Option<(usize, f64)>,
    /// How posts are filled.
    pub appointments: Appointments,
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
        };
        (0..n_years).map(year).collect()
    }
}

/// Projects `grades` from the year after `base_year`; as many years as there are posts.
///
/// ```text
/// R = given or rate · S            Q = q (S − R)            P = p (S − R − Q)
/// S' = S − R − Q − P + promoted in + appointments
/// appointments = given, or φ · max(0, posts − S + R + Q + P − promoted in)
/// ```
/// Retirements that are given and exceed those in post are cut to them.
///
/// # Errors
/// [`crate::error::Error::Method`] if lengths differ, a headcount is negative, a rate is no share,
/// or a promotion leads to the grade itself or to no grade.
pub fn project(grades: &[Grade], base_year: Year) -> Result<Projection> {
    let n_years = grades.first().map_or(0, |grade| grade.posts.len());
    for (position, grade) in grades.iter().enumerate() {
        check(grade, (position, grades.len(), n_years))?;
    }
    let mut stocks: Vec<f64> = grades.iter().map(|grade| grade.filled).collect();
    let mut years = vec![Vec::with_capacity(n_years); grades.len()];
    for t in 0..n_years {
        let made = one_year(grades, &stocks, t);
        stocks = made.iter().map(|made| made.filled).collect();
        years.iter_mut().zip(made).for_each(|(of_grade, made)| of_grade.push(made));
    }
    Ok(Projection { first: base_year.plus(1), grades: years })
}

fn one_year(grades: &[Grade], stocks: &[f64], t: usize) -> Vec<GradeYear> {
    let mut made: Vec<GradeYear> =
        grades.iter().zip(stocks).map(|(grade, stock)| departures(grade, *stock, t)).collect();
    for (position, grade) in grades.iter().enumerate() {
        let Some((into, _)) = grade.promotion else { continue };
        let promoted = made.get(position).map_or(0.0, |made| made.promoted_out);
        if let Some(next) = made.get_mut(into) {
            next.promoted_in += promoted;
        }
    }
    for (grade, made) in grades.iter().zip(&mut made) {
        let staying = made.before - made.outflow() + made.promoted_in;
        made.appointments = match &grade.appointments {
            Appointments::Given(persons) => persons.get(t).copied().unwrap_or(0.0),
            Appointments::FillVacancies(part) => part * (made.posts - staying).max(0.0),
        };
        made.filled = staying + made.appointments;
        made.vacancies = made.posts - made.filled;
    }
    made
}

fn departures(grade: &Grade, stock: f64, t: usize) -> GradeYear {
    let retirements = match &grade.retirements {
        Retirements::Given(persons) => persons.get(t).copied().unwrap_or(0.0).min(stock),
        Retirements::Rate(rate) => rate * stock,
    };
    let resignations = grade.resignation_rate * (stock - retirements);
    let rate = grade.promotion.map_or(0.0, |(_, rate)| rate);
    GradeYear {
        posts: grade.posts.get(t).copied().unwrap_or(0.0),
        before: stock,
        retirements,
        resignations,
        promoted_out: rate * (stock - retirements - resignations),
        ..GradeYear::default()
    }
}

fn check(grade: &Grade, (own, n_grades, n_years): (usize, usize, usize)) -> Result<()> {
    let given = |persons: &[f64], name: (&str, &str)| {
        same_length(&grade.name, persons.len(), n_years)?;
        persons.iter().try_for_each(|value| headcount(*value, name))
    };
    headcount(grade.filled, ("Số người hiện có", "The number in post"))?;
    given(&grade.posts, ("Biên chế", "The number of posts"))?;
    match &grade.retirements {
        Retirements::Given(persons) => {
            given(persons, ("Số nghỉ hưu", "The number of retirements"))?;
        }
        Retirements::Rate(rate) => share(*rate, ("Tỷ lệ nghỉ hưu", "The rate of retirement"))?,
    }
    match &grade.appointments {
        Appointments::Given(persons) => {
            given(persons, ("Số tuyển dụng", "The number of appointments"))?;
        }
        Appointments::FillVacancies(part) => {
            share(*part, ("Tỷ lệ lấp chỗ trống", "The share of vacancies filled"))?;
        }
    }
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grade(name: &str, filled: f64, posts: &[f64]) -> Grade {
        Grade {
            name: name.to_owned(),
            filled,
            posts: posts.to_vec(),
            retirements: Retirements::Rate(0.0),
            resignation_rate: 0.0,
            promotion: None,
            appointments: Appointments::FillVacancies(0.0),
        }
    }

    #[test]
    fn two_grades_agree_with_a_calculation_by_hand() {
        let mut lower = grade("specialist", 1000.0, &[1000.0]);
        lower.retirements = Retirements::Rate(0.1);
        lower.resignation_rate = 0.1;
        lower.promotion = Some((1, 0.1));
        lower.appointments = Appointments::FillVacancies(0.5);
        let mut higher = grade("principal", 100.0, &[150.0]);
        higher.retirements = Retirements::Given(vec![20.0]);
        higher.appointments = Appointments::Given(vec![3.0]);
        let made = project(&[lower, higher], Year(2025)).unwrap();
        let (lower, higher) = (made.grades[0][0], made.grades[1][0]);
        // 100 retire, 90 resign, 81 are promoted, 729 stay; half of 271 vacancies are filled.
        assert_eq!(
            (lower.retirements, lower.resignations, lower.promoted_out),
            (100.0, 90.0, 81.0)
        );
        assert_eq!((lower.appointments, lower.filled, lower.vacancies), (135.5, 864.5, 135.5));
        assert_eq!((higher.filled, higher.vacancies, higher.promoted_in), (164.0, -14.0, 81.0));
        let total = made.total()[0];
        assert_eq!((total.filled, total.posts), (1028.5, 1150.0));
        assert_eq!(total.filled, total.before + total.inflow() - total.outflow());
    }

    #[test]
    fn the_posts_of_khanh_hoa_are_filled_from_one_year_to_the_next() {
        // 5,018 civil servants at 31 July 2025; 5,158 proposed for 2026.
        let mut all = grade("civil servants", 5018.0, &[5158.0]);
        all.retirements = Retirements::Given(vec![120.0]);
        all.appointments = Appointments::FillVacancies(1.0);
        let made = project(&[all], Year(2025)).unwrap().grades[0][0];
        assert_eq!((made.appointments, made.vacancies), (260.0, 0.0));
    }

    #[test]
    fn impossible_inputs_are_told() {
        let told = |change: fn(&mut Grade)| {
            let mut wrong = grade("g", 1.0, &[1.0]);
            change(&mut wrong);
            project(&[wrong], Year(2025)).is_err()
        };
        assert!(told(|g| g.filled = -1.0) && told(|g| g.posts[0] = f64::NAN));
        assert!(told(|g| g.promotion = Some((0, 0.1))) && told(|g| g.promotion = Some((7, 0.1))));
        assert!(told(|g| g.resignation_rate = 1.2));
        assert!(told(|g| g.retirements = Retirements::Given(vec![])));
        assert!(project(&[], Year(2025)).unwrap().total().is_empty());
    }

    proptest! {
        #[test]
        fn stocks_and_flows_meet_in_every_grade_and_year(
            start in proptest::collection::vec(0.0..5000.0_f64, 3),
            posts in proptest::collection::vec(0.0..6000.0_f64, 4),
            rates in proptest::collection::vec(0.0..0.3_f64, 9),
        ) {
            let grades: Vec<Grade> = (0..3).map(|k| Grade {
                retirements: Retirements::Rate(rates[k]),
                resignation_rate: rates[3 + k],
                promotion: (k < 2).then(|| (k + 1, rates[6 + k])),
                appointments: Appointments::FillVacancies(rates[k]),
                ..grade("g", start[k], &posts)
            }).collect();
            let made = project(&grades, Year(2025)).unwrap();
            for years in &made.grades {
                for year in years {
                    let stock = year.before + year.inflow() - year.outflow();
                    prop_assert!((year.filled - stock).abs() < 1e-9 * stock.max(1.0));
                    prop_assert_eq!(year.vacancies, year.posts - year.filled);
                    prop_assert!(year.filled >= 0.0);
                }
                for pair in years.windows(2) {
                    prop_assert_eq!(pair[0].filled, pair[1].before);
                }
            }
            for t in 0..posts.len() {
                let out: f64 = made.grades.iter().map(|g| g[t].promoted_out).sum();
                let into: f64 = made.grades.iter().map(|g| g[t].promoted_in).sum();
                prop_assert!((out - into).abs() < 1e-9 * out.max(1.0));
            }
        }
    }
}
