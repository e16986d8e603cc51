//! The public workforce: posts, persons and movements of officials and public employees by grade,
//! and the training their standards ask for.
//!
//! ```text
//! S_g(t+1)  = S_g(t) + appointments + promotions into g − promotions out of g − retirements − resignations
//! vacancies = posts − S_g                                    negative: more persons than posts
//! ```
//! Retirements come from an age structure and the retirement ages of the law, which rise
//! ([`ages`]), or from a rate where ages are not known. Resignations and promotions are rates on
//! those who stay; what is planned for a year takes the place of its rate. Appointments are planned
//! or fill the vacancies, and what would fill every post, or is above the posts after a cut, is
//! shown beside ([`stock`]). Qualifications follow who comes and who goes ([`qualified`]). Places
//! of training follow from the shares that meet a standard ([`standards`]).
//!
//! It leaves out movements between bodies, deaths, early retirement and service beyond the age,
//! unless they are among the resignations. The result is a projection and no forecast: its draws
//! ([`draws`]) hold how well a rate is known from one year and who happens to leave, and no change
//! of policy.
//!
//! # Source
//! Bartholomew and others (1991), *Statistical Techniques for Manpower Planning*, ch. 4
//! (stocks and flows of graded systems).

pub mod ages;
pub mod stock;
pub mod standards;
pub mod qualified;
pub mod plan;
pub mod draws;

use crate::error::Error;
use crate::language::Text;

/// An error of this module.
fn error(vi: impl Into<String>, en: impl Into<String>) -> Error {
    Error::Method { stage: "public_workforce", message: Text::new(vi, en) }
}

/// Checks that `value` is a share.
fn share(value: f64, name: (&str, &str)) -> Result<(), Error> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    let (vi, en) = name;
    Err(error(
        format!("{vi} là {value}; cần một tỷ lệ từ 0 đến 1. Sửa bảng."),
        format!("{en} is {value}; a share from 0 to 1 is needed. Correct the table."),
    ))
}

/// Checks that `value` is a headcount.
fn headcount(value: f64, name: (&str, &str)) -> Result<(), Error> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    let (vi, en) = name;
    Err(error(
        format!("{vi} là {value}; số người hoặc biên chế không thể âm. Sửa bảng."),
        format!("{en} is {value}; a headcount cannot be negative. Correct the table."),
    ))
}
