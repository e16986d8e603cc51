//! What follows from the record of a programme before any draw is made.

use std::collections::BTreeMap;

use super::{Expected, Extent};
use crate::error::Result;
use crate::language::Text;
use crate::prepare::{Fallback, FallbackKind};
use crate::training::programme::Programme;
use crate::training::refuse;
use crate::training::uncertainty::{Knowledge, intake_deviation};
use crate::units::Year;

/// Years that late graduates are followed beyond the duration.
const FOLLOWED: usize = 12;

/// Profile, graduates among those enrolled, and expected intake of one programme.
pub(super) fn expected(
    programme: &Programme,
    knowledge: &Knowledge,
    extent: &Extent,
    fallbacks: &mut Vec<Fallback>,
) -> Result<Expected> {
    let reach = programme.course.full_years() + FOLLOWED + extent.years;
    let profile = programme.course.profile(reach);
    let record: BTreeMap<Year, f64> =
        programme.recorded.range(..=extent.base).map(|(year, intake)| (*year, *intake)).collect();
    let enrolled = match &programme.enrolled {
        Some(students) => from_students(programme, students, extent.years),
        None => from_record(programme, &record, (&profile, extent), fallbacks)?,
    };
    let first = extent.base.plus(1);
    let years = 0..extent.years as i32;
    let last = record.keys().next_back().copied().unwrap_or(extent.base);
    Ok(Expected {
        profile,
        enrolled,
        intake: years.map(|h| programme.expected_intake(first.plus(h))).collect(),
        first_step: first.since(last).max(1) as usize,
        deviation: intake_deviation(&record, knowledge),
        completion: programme.course.completion(),
    })
}

/// Graduates by year among students of the base year.
fn from_students(programme: &Programme, students: &[f64], years: usize) -> Vec<f64> {
    let mut graduates = vec![0.0; years];
    for (year, number) in students.iter().enumerate() {
        let profile = programme.course.profile_from(year, years + 1);
        for (sum, share) in graduates.iter_mut().zip(profile.iter().skip(1)) {
            *sum += number * share;
        }
    }
    graduates
}

/// Graduates by year among those who began by the base year.
fn from_record(
    programme: &Programme,
    record: &BTreeMap<Year, f64>,
    (profile, extent): (&[f64], &Extent),
    fallbacks: &mut Vec<Fallback>,
) -> Result<Vec<f64>> {
    let begun = |lag: usize| extent.base.plus(-(lag as i32));
    let needed = programme.course.full_years().max(1);
    let first = record.keys().next().copied().unwrap_or(extent.base);
    let known = extent.base.since(first).max(0) as usize + 1;
    let whole = (0..needed.max(known)).all(|lag| record.contains_key(&begun(lag)));
    if !whole {
        return too_short(programme, record, (begun(needed - 1), extent.base));
    }
    let mut earlier = 0.0;
    let graduates = (1..=extent.years)
        .map(|step| {
            let shares = profile.iter().skip(step).enumerate();
            shares
                .map(|(lag, share)| {
                    let intake = record.get(&begun(lag)).copied().unwrap_or_else(|| {
                        earlier += share;
                        record.get(&first).copied().unwrap_or(0.0)
                    });
                    share * intake
                })
                .sum()
        })
        .collect();
    if earlier > 0.0 {
        fallbacks.push(Fallback {
            kind: FallbackKind::Data,
            missing: Text::new(
                format!("{}: tuyển sinh trước năm {first}", programme.name.vi),
                format!("{}: intake before {first}", programme.name.en),
            ),
            used: Text::new(
                format!("số tuyển sinh năm {first}, cho những người tốt nghiệp muộn"),
                format!("the intake of {first}, for those who graduate late"),
            ),
        });
    }
    Ok(graduates)
}

fn too_short<T>(
    programme: &Programme,
    record: &BTreeMap<Year, f64>,
    (from, base): (Year, Year),
) -> Result<T> {
    let start = record.keys().next().copied().unwrap_or(from).min(from);
    let missing: Vec<String> =
        start.to(base).filter(|y| !record.contains_key(y)).map(|y| y.to_string()).collect();
    let (name, missing) = (&programme.name, missing.join(", "));
    refuse(
        format!(
            "{}: chương trình dài {} năm nên cần số tuyển sinh từng năm {from}–{base}; thiếu năm {missing}. Hãy \
             bổ sung vào bảng tuyển sinh, hoặc cho số đang học theo từng năm học của năm {base}",
            name.vi,
            programme.course.full_years()
        ),
        format!(
            "{}: the programme takes {} years, so the intake of every year {from}–{base} is needed; missing: \
             {missing}. Add it to the table of intake, or give the students of {base} by year of study",
            name.en,
            programme.course.full_years()
        ),
    )
}
