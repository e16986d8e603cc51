//! The public workforce: posts, persons and movements of officials and public employees by grade,
//! and the training their standards ask for.
//!
//! ```text
//! S_g(t+1)  = S_g(t) + appointments + promotions into g − promotions out of g − retirements − resignations
//! vacancies = posts − S_g                                    negative: more persons than posts
//! ```
//! Retirements come from an age structure and the retirement ages of the law, which rise
//! ([`retirement`]), or are given year by year. Resignations and promotions are rates on those who
//! stay. Appointments are given, or fill the vacancies ([`stock`]). Places of training follow from
//! the shares that meet a standard ([`standards`]).
//!
//! It leaves out movements between bodies, early retirement under schemes of downsizing unless
//! they are among the resignations, and deaths. Everything follows from what is put in: the result
//! is a projection and no forecast, and has no interval.
//!
//! # Source
//! Bartholomew and others (1991), *Statistical Techniques for Manpower Planning*, ch. 4
//! (stocks and flows of graded systems).

pub mod retirement;
pub mod plan;
pub mod standards;
pub mod stock;

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
