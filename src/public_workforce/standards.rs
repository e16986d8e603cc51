//! Standards: the share that meets one, and the places of training it takes.
//!
//! ```text
//! share on the way  m*(t) = m_0 + (m* − m_0) (t − T) / (T* − T)           and m* afterwards
//! carried on        C(t)  = M(t−1) (1 − loss(t)) (1 − 1/validity) + already met · inflow(t)
//! completers needed G(t)  = max(0, m*(t) · S(t) − C(t))
//! places            U(t)  = G(t + L) / completion                        L: duration, whole years up
//! ```
//! `S` persons in post, `M` those who meet the standard, `loss` the part of those in post before
//! who left in the year; the ones who meet the standard leave as often as the others. Courses that
//! would have had to begin before the first year cannot: the share then falls short, and the
//! result says from when on it is met.

use crate::dataset::public::PublicStandard;
use crate::error::Result;
use crate::public_workforce::stock::GradeYear;
use crate::public_workforce::{error, share};
use crate::units::Year;

/// A standard in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandardYear {
    /// The year.
    pub year: Year,
    /// Places of training to be begun this year.
    pub places: f64,
    /// Persons who complete a course this year.
    pub completers: f64,
    /// Persons who meet the standard at the end of the year.
    pub met: f64,
    /// Their share of those in post; 0 where nobody is.
    pub share: f64,
    /// The share on an even way to the target.
    pub path: f64,
}

/// What meeting a standard takes.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingNeed {
    /// Year by year.
    pub years: Vec<StandardYear>,
    /// First year from which the target share is met; `None` within the projection.
    pub met_from: Option<Year>,
    /// Persons short of the target in its year because courses could not begin in time; `None` if
    /// the year is beyond the projection.
    pub short: Option<f64>,
}

/// Places of training that bring the grade's share to the standard's target by its year.
///
/// `stock` are the years after `standard.year`, as the module [`crate::public_workforce::stock`]
/// gives them.
///
/// # Errors
/// [`crate::error::Error::Method`] if a share is impossible, nobody completes the course, the
/// duration is negative or the validity under a year.
pub fn training_need(standard: &PublicStandard, stock: &[GradeYear]) -> Result<TrainingNeed> {
    check(standard)?;
    let lead = standard.duration.ceil() as usize;
    let mut years: Vec<StandardYear> = Vec::with_capacity(stock.len());
    let mut met = standard.met * stock.first().map_or(0.0, |year| year.before);
    for (t, grade) in stock.iter().enumerate() {
        let year = standard.year.plus(t as i32 + 1);
        let path = share_on_the_way(standard, year);
        let carried = carried_on(standard, met, grade);
        // A course that began in the first year ends `lead` years later at the earliest.
        let completers = if t < lead { 0.0 } else { (path * grade.filled - carried).max(0.0) };
        met = (carried + completers).min(grade.filled);
        let share = if grade.filled > 0.0 { met / grade.filled } else { 0.0 };
        years.push(StandardYear { year, places: 0.0, completers, met, share, path });
    }
    let begun: Vec<f64> =
        years.iter().skip(lead).map(|year| year.completers / standard.completion).collect();
    years.iter_mut().zip(begun).for_each(|(year, places)| year.places = places);
    Ok(TrainingNeed {
        met_from: met_from(&years, standard.target),
        short: years
            .iter()
            .zip(stock)
            .find(|(year, _)| year.year == standard.target_year)
            .map(|(year, grade)| (standard.target * grade.filled - year.met).max(0.0)),
        years,
    })
}

fn share_on_the_way(standard: &PublicStandard, year: Year) -> f64 {
    let all = f64::from(standard.target_year.since(standard.year));
    let done = f64::from(year.since(standard.year));
    let part = if all > 0.0 { (done / all).min(1.0) } else { 1.0 };
    standard.met + (standard.target - standard.met) * part
}

/// Those who meet the standard at the end of the year without a new course.
fn carried_on(standard: &PublicStandard, met: f64, grade: &GradeYear) -> f64 {
    let loss = if grade.before > 0.0 { grade.outflow() / grade.before } else { 0.0 };
    let lapsed = standard.validity.map_or(0.0, f64::recip);
    met * (1.0 - loss.min(1.0)) * (1.0 - lapsed) + standard.already_met * grade.inflow()
}

fn met_from(years: &[StandardYear], target: f64) -> Option<Year> {
    let held = years.iter().rev().take_while(|year| year.share >= target - 1e-9);
    held.last().map(|year| year.year)
}

fn check(standard: &PublicStandard) -> Result<()> {
    let name = &standard.standard;
    share(standard.met, ("Tỷ lệ đạt chuẩn", "The share that meets the standard"))?;
    share(standard.target, ("Tỷ lệ phải đạt", "The share to be reached"))?;
    share(standard.already_met, ("Tỷ lệ đã đạt khi tuyển", "The share met on appointment"))?;
    share(standard.completion, ("Tỷ lệ hoàn thành khóa học", "The rate of completion"))?;
    let possible = standard.completion > 0.0
        && (0.0..=20.0).contains(&standard.duration)
        && standard.validity.is_none_or(|years| years >= 1.0 && years.is_finite());
    if possible {
        return Ok(());
    }
    Err(error(
        format!(
            "Chuẩn «{name}»: tỷ lệ hoàn thành phải trên 0, thời gian học từ 0 đến 20 năm, thời hạn ít nhất 1 năm. Sửa bảng public_standards."
        ),
        format!(
            "The standard «{name}»: completion must be above 0, the duration 0 to 20 years, the validity at least a year. Correct the table public_standards."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::public::PublicStatus;
    use crate::status::Status;

    fn standard() -> PublicStandard {
        PublicStandard {
            standard: "postgraduate".to_owned(),
            body: None,
            grade: None,
            year: Year(2025),
            met: 0.2,
            target_year: Year(2029),
            target: 0.4,
            duration: 0.0,
            completion: 0.8,
            already_met: 0.5,
            validity: None,
            status: PublicStatus::Known(Status::Assumed),
            source: "sample".to_owned(),
        }
    }

    /// 1,000 persons, of whom 100 are replaced each year.
    fn steady(n_years: usize) -> Vec<GradeYear> {
        let year = GradeYear {
            posts: 1000.0,
            before: 1000.0,
            retirements: 100.0,
            appointments: 100.0,
            filled: 1000.0,
            ..GradeYear::default()
        };
        vec![year; n_years]
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn places_make_up_for_losses_and_for_those_who_do_not_complete() {
        let need = training_need(&standard(), &steady(5)).unwrap();
        // 250 wanted; 200 · 0.9 + 0.5 · 100 = 230 carried on; 20 completers, 25 places.
        near(need.years[0].completers, 20.0);
        near(need.years[0].places, 25.0);
        // 300 − (250 · 0.9 + 50) = 25, and so on; at the target 400 − 410 asks for none.
        near(need.years[1].completers, 25.0);
        assert_eq!(need.years[4].completers, 0.0);
        assert_eq!((need.met_from, need.short), (Some(Year(2029)), Some(0.0)));
    }

    #[test]
    fn courses_that_are_too_long_leave_the_target_short() {
        let long = PublicStandard { duration: 5.0, ..standard() };
        let need = training_need(&long, &steady(6)).unwrap();
        assert!(need.years[..5].iter().all(|year| year.completers == 0.0));
        // 200 → 230, 257, 281.3, 303.17 carried on by 2029.
        near(need.short.unwrap(), 400.0 - 303.17);
        near(need.years[0].places, need.years[5].completers / 0.8);
        assert_eq!(need.met_from, Some(Year(2031)));
    }

    #[test]
    fn refresher_courses_that_lapse_are_repeated() {
        let refresher =
            PublicStandard { met: 0.4, already_met: 0.0, validity: Some(4.0), ..standard() };
        let need = training_need(&refresher, &steady(1)).unwrap();
        // 400 · 0.9 · 0.75 = 270 carried on, 130 to be trained.
        near(need.years[0].completers, 130.0);
    }

    #[test]
    fn a_course_that_nobody_completes_is_told() {
        assert!(training_need(&PublicStandard { completion: 0.0, ..standard() }, &[]).is_err());
        assert!(training_need(&PublicStandard { met: 1.5, ..standard() }, &[]).is_err());
        assert!(training_need(&standard(), &[]).unwrap().years.is_empty());
    }
}
