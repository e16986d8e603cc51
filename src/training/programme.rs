//! A programme of training: how long it takes, who completes it, how many begin.
//!
//! Whatever is known of a programme, its graduates are a weighted sum of its intakes, and the
//! weights are its *completion profile*, the share of an intake that graduates `j` years later:
//!
//! ```text
//! whole course       κ_j = c · Σ_k π_k · [ (1 − f)·1(j = ⌊L⌋ + k) + f·1(j = ⌊L⌋ + k + 1) ],   f = L − ⌊L⌋
//! by year of study   Σ_j κ_j z^j = Π_y p_y z / (1 − r_y z)
//! ```
//! `L` duration in years, `c` completion, `π_k` share of completers who are `k` years late, `p_y`
//! and `r_y` the shares of year of study `y` who go up or repeat it a year later. A course of half
//! a year puts half of its graduates in the year they began and half in the next.
//!
//! # Source
//! By year of study: Kemeny & Snell (1960), *Finite Markov Chains*, ch. 3; the flow of pupils of
//! UNESCO's reconstructed cohort method.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::language::Text;
use crate::training::{check_amount, check_share, refuse};
use crate::units::Year;

/// Longest duration in years; what is longer is a slip of units, such as months.
const LONGEST: f64 = 15.0;

/// How those who begin a programme come through it.
#[derive(Clone, Debug, PartialEq)]
pub enum Course {
    /// Known as a whole.
    Whole {
        /// Years from entry to completion, whole or fractional.
        duration: f64,
        /// Share of those who begin who complete at last.
        completion: f64,
        /// Of those who complete, the share who are 0, 1, 2, … years late; empty if all are on
        /// time.
        late: Vec<f64>,
    },
    /// Known by year of study.
    ByYear {
        /// Share of each year of study that is in the next, or has graduated, a year later.
        promotion: Vec<f64>,
        /// Share of each year of study that repeats it a year later; empty if nobody does.
        repetition: Vec<f64>,
    },
}

/// What is assumed of intakes no figure is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FutureIntake {
    /// The last recorded intake is held.
    LastValue,
    /// The mean of as many of the last recorded intakes is held.
    MeanOfLast(usize),
}

/// One programme of training.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// A key that no other programme of any area has; it keys the programme's random numbers.
    pub key: String,
    /// Its name for readers.
    pub name: Text,
    /// How its students come through it.
    pub course: Course,
    /// Persons who began it, by year, as recorded.
    pub recorded: BTreeMap<Year, f64>,
    /// Persons who will begin it, by year, as planned; years after the last recorded one only.
    pub planned: BTreeMap<Year, f64>,
    /// What is assumed of other years.
    pub future: FutureIntake,
    /// Students by year of study in the base year, its new entrants among them; only for
    /// [`Course::ByYear`], and then used instead of recorded intakes.
    pub enrolled: Option<Vec<f64>>,
}

impl Course {
    /// Years a student needs who is never late, rounded up.
    pub fn full_years(&self) -> usize {
        match self {
            Self::Whole { duration, .. } => duration.ceil() as usize,
            Self::ByYear { promotion, .. } => promotion.len(),
        }
    }

    /// Share of those who begin who graduate at last.
    pub fn completion(&self) -> f64 {
        match self {
            Self::Whole { completion, .. } => *completion,
            Self::ByYear { promotion, .. } => {
                (0..promotion.len()).map(|y| self.passes(y)).product()
            }
        }
    }

    /// Share of year of study `y` who go up at last.
    fn passes(&self, y: usize) -> f64 {
        match self {
            Self::Whole { completion, .. } => *completion,
            Self::ByYear { promotion, .. } => match promotion.get(y) {
                Some(p) if *p > 0.0 => p / (1.0 - self.repeats(y)),
                _ => 0.0,
            },
        }
    }

    fn repeats(&self, y: usize) -> f64 {
        match self {
            Self::Whole { .. } => 0.0,
            Self::ByYear { repetition, .. } => repetition.get(y).copied().unwrap_or(0.0),
        }
    }

    /// The completion profile κ₀, κ₁, … of `n` years; what comes later is left off.
    pub fn profile(&self, n: usize) -> Vec<f64> {
        match self {
            Self::Whole { duration, completion, late } => {
                let on_time = [1.0];
                let late: &[f64] = if late.is_empty() { &on_time } else { late };
                let whole = duration.floor();
                let fraction = duration - whole;
                let mut profile = vec![0.0; n];
                for (k, share) in late.iter().enumerate() {
                    for (lag, part) in [(0, 1.0 - fraction), (1, fraction)] {
                        if let Some(weight) = profile.get_mut(whole as usize + k + lag) {
                            *weight += completion * share * part;
                        }
                    }
                }
                profile
            }
            Self::ByYear { .. } => self.profile_from(0, n),
        }
    }

    /// Share of those in year of study `year` (0 the first) who graduate 0, 1, … years later.
    ///
    /// For a course known as a whole it is the profile from the beginning.
    pub fn profile_from(&self, year: usize, n: usize) -> Vec<f64> {
        let Self::ByYear { promotion, .. } = self else { return self.profile(n) };
        let mut students = vec![0.0; promotion.len()];
        if let Some(first) = students.get_mut(year) {
            *first = 1.0;
        }
        let mut profile = Vec::with_capacity(n);
        let mut graduates = 0.0;
        for _ in 0..n {
            profile.push(graduates);
            let mut from_below = 0.0;
            for (y, (students, p)) in students.iter_mut().zip(promotion).enumerate() {
                let before = *students;
                *students = from_below + before * self.repeats(y);
                from_below = before * p;
            }
            graduates = from_below;
        }
        profile
    }

    fn check(&self, name: &Text) -> Result<()> {
        match self {
            Self::Whole { duration, completion, late } => {
                check_amount(*duration, name, &Text::new("thời gian đào tạo", "the duration"))?;
                if *duration > LONGEST {
                    return refuse(
                        format!(
                            "{}: thời gian đào tạo {duration} năm; tối đa {LONGEST} năm",
                            name.vi
                        ),
                        format!("{}: a duration of {duration} years; at most {LONGEST}", name.en),
                    );
                }
                check_share(*completion, name, &Text::new("tỷ lệ hoàn thành", "completion"))?;
                check_lateness(late, name)
            }
            Self::ByYear { promotion, repetition } => check_years(promotion, repetition, name),
        }
    }
}

fn check_lateness(late: &[f64], name: &Text) -> Result<()> {
    for share in late {
        check_share(
            *share,
            name,
            &Text::new("tỷ lệ tốt nghiệp muộn", "a share of late graduates"),
        )?;
    }
    let sum: f64 = late.iter().sum();
    if late.is_empty() || (sum - 1.0).abs() <= 1e-9 {
        return Ok(());
    }
    refuse(
        format!("{}: tỷ lệ tốt nghiệp đúng hạn và muộn cộng lại là {sum}; phải bằng 1", name.vi),
        format!("{}: shares on time and late sum to {sum}; they must sum to 1", name.en),
    )
}

fn check_years(promotion: &[f64], repetition: &[f64], name: &Text) -> Result<()> {
    if promotion.is_empty() || !(repetition.is_empty() || repetition.len() == promotion.len()) {
        return refuse(
            format!("{}: cần một tỷ lệ lên lớp và một tỷ lệ lưu ban cho mỗi năm học", name.vi),
            format!("{}: every year of study needs one promotion and one repetition rate", name.en),
        );
    }
    for (y, p) in promotion.iter().enumerate() {
        let r = repetition.get(y).copied().unwrap_or(0.0);
        let year = Text::new(
            format!("{}, năm học {}", name.vi, y + 1),
            format!("{}, year of study {}", name.en, y + 1),
        );
        check_share(*p, &year, &Text::new("tỷ lệ lên lớp", "promotion"))?;
        check_share(r, &year, &Text::new("tỷ lệ lưu ban", "repetition"))?;
        // Shares read from percentages may sum to a little more than one.
        check_share(
            ((p + r) - 1e-9).max(0.0),
            &year,
            &Text::new("tổng tỷ lệ lên lớp và lưu ban", "promotion and repetition together"),
        )?;
    }
    Ok(())
}

impl Programme {
    /// Checks everything that does not depend on the years of the run.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] with the programme, what is wrong and the remedy.
    pub fn check(&self) -> Result<()> {
        self.course.check(&self.name)?;
        let what = Text::new("số tuyển sinh", "an intake");
        for intake in self.recorded.values().chain(self.planned.values()) {
            check_amount(*intake, &self.name, &what)?;
        }
        let Some(enrolled) = &self.enrolled else { return Ok(()) };
        for students in enrolled {
            check_amount(*students, &self.name, &Text::new("số đang học", "enrolment"))?;
        }
        let years = self.course.full_years();
        if matches!(self.course, Course::ByYear { .. }) && enrolled.len() == years {
            return Ok(());
        }
        refuse(
            format!(
                "{}: số đang học có {} năm học; cần tỷ lệ lên lớp của đúng từng năm học ấy",
                self.name.vi,
                enrolled.len()
            ),
            format!(
                "{}: enrolment covers {} years of study; give promotion rates for exactly these",
                self.name.en,
                enrolled.len()
            ),
        )
    }

    /// The intake that is held where none is recorded or planned; 0 without any record.
    pub fn held_intake(&self) -> f64 {
        let n = match self.future {
            FutureIntake::LastValue => 1,
            FutureIntake::MeanOfLast(n) => n.max(1),
        };
        let last: Vec<f64> = self.recorded.values().rev().take(n).copied().collect();
        if last.is_empty() { 0.0 } else { last.iter().sum::<f64>() / last.len() as f64 }
    }

    /// The intake of a year: as planned, else as recorded, else held.
    pub fn expected_intake(&self, year: Year) -> f64 {
        let given = self.planned.get(&year).or_else(|| self.recorded.get(&year));
        given.copied().unwrap_or_else(|| self.held_intake())
    }
}
