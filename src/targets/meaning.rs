//! What the words of a target's definition mean: its period, its bound, and what is left, which is
//! the definition of the indicator and part of its identity.
//!
//! ```text
//! "mean of 2025 to 2030, constant prices"            mean of the years 2025 to 2030 | constant prices
//! "urban, working age, below"                        ceiling                        | urban, working age
//! "at least; from 2020"                              base year 2020                 |
//! "26 to 30"                                         a range                        |
//! ```
//! Phrases stand between commas or semicolons. The years of a period are counted from the first to
//! the last, both included, so the growth of 2021 to 2025 starts from the level of 2020.

use std::collections::BTreeSet;

use crate::targets::indicator::Direction;
use crate::units::Year;

/// The years a target speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// One year.
    In(Year),
    /// The mean over the years from the first to the second.
    Mean(Year, Year),
    /// The sum over the years from the first to the second.
    Sum(Year, Year),
}

impl Period {
    /// Its first and last year.
    pub const fn ends(self) -> (Year, Year) {
        match self {
            Self::In(year) => (year, year),
            Self::Mean(first, last) | Self::Sum(first, last) => (first, last),
        }
    }

    /// Number of its years.
    pub fn n_years(self) -> f64 {
        let (first, last) = self.ends();
        f64::from(last.since(first)) + 1.0
    }
}

/// A definition as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// Phrases that tell the indicator from others of the same name, in lower case.
    pub identity: BTreeSet<String>,
    /// The years.
    pub period: Period,
    /// Year that a reduction starts from.
    pub base: Option<Year>,
    /// Floor or ceiling, where the words say so.
    pub direction: Option<Direction>,
    /// Lower and upper end where the plan names a range, as written.
    pub range: Option<(f64, f64)>,
    /// Whether the plan says "about".
    pub about: bool,
}

impl Meaning {
    /// The meaning of `definition` for a target of `year`.
    pub fn of(definition: Option<&str>, year: Year) -> Self {
        let mut meaning = Self {
            identity: BTreeSet::new(),
            period: Period::In(year),
            base: None,
            direction: None,
            range: None,
            about: false,
        };
        for phrase in phrases(definition) {
            if !meaning.take(&phrase) {
                meaning.identity.insert(phrase);
            }
        }
        meaning
    }

    /// Takes a phrase that is not part of the identity; `false` if it is.
    fn take(&mut self, phrase: &str) -> bool {
        match phrase {
            "more than" | "at least" | "no less than" | "not less than" | "over" => {
                self.direction = Some(Direction::AtLeast);
            }
            "below" | "at most" | "no more than" | "not more than" | "less than" | "under" => {
                self.direction = Some(Direction::AtMost);
            }
            "about" => self.about = true,
            // The ends of a range that is wanted do not turn a floor into a ceiling.
            "lower bound" | "upper bound" => {}
            _ => return self.take_numbers(phrase),
        }
        true
    }

    fn take_numbers(&mut self, phrase: &str) -> bool {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        let period = match words.as_slice() {
            ["mean", "of", first, "to", last] => {
                years(first, last).map(|(a, b)| Period::Mean(a, b))
            }
            ["sum", "of", first, "to", last] => years(first, last).map(|(a, b)| Period::Sum(a, b)),
            ["from", base] => {
                self.base = year(base);
                return self.base.is_some();
            }
            [low, "to", high] => {
                self.range = low.parse().ok().zip(high.parse().ok());
                return self.range.is_some();
            }
            [alone] => return year(alone).is_some_and(|year| self.period == Period::In(year)),
            _ => None,
        };
        if let Some(period) = period {
            self.period = period;
        }
        period.is_some()
    }
}

/// The identity of a definition as one text; empty if there is none.
pub fn identity_text(identity: &BTreeSet<String>) -> String {
    identity.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn phrases(definition: Option<&str>) -> Vec<String> {
    let parts = definition.unwrap_or("").split([',', ';']);
    parts.map(|part| part.trim().to_lowercase()).filter(|part| !part.is_empty()).collect()
}

fn year(text: &str) -> Option<Year> {
    text.parse().ok().filter(|year| (1900..=2200).contains(year)).map(Year)
}

fn years(first: &str, last: &str) -> Option<(Year, Year)> {
    year(first).zip(year(last)).filter(|(first, last)| first <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(definition: &str) -> String {
        identity_text(&Meaning::of(Some(definition), Year(2030)).identity)
    }

    #[test]
    fn periods_bounds_and_ranges_are_no_part_of_the_identity() {
        assert_eq!(identity("mean of 2025 to 2030, constant prices"), "constant prices");
        assert_eq!(identity("urban, working age, below"), "urban, working age");
        assert_eq!(identity("agriculture, forestry and fishing, more than"), {
            "agriculture, forestry and fishing"
        });
        assert_eq!(identity("Administrative"), "administrative");
        assert_eq!(identity("no less than; 50 to 55"), "");
    }

    #[test]
    fn periods_and_base_years_are_read() {
        let of = |text| Meaning::of(Some(text), Year(2030));
        assert_eq!(of("mean of 2025 to 2030").period, Period::Mean(Year(2025), Year(2030)));
        assert_eq!(of("sum of 2021 to 2025").period.n_years(), 5.0);
        assert_eq!(of("at least; from 2020").base, Some(Year(2020)));
        assert_eq!(of("26 to 30").range, Some((26.0, 30.0)));
        assert_eq!(of("2030, constant prices").period, Period::In(Year(2030)));
        // A year that is not the target's own, or a period that runs backwards, is not understood
        // and stays in the identity, so that nothing is compared by mistake.
        assert_eq!(of("2029").identity.len(), 1);
        assert_eq!(of("mean of 2030 to 2025").identity.len(), 1);
    }

    #[test]
    fn the_upper_end_of_a_wanted_range_is_no_ceiling() {
        assert_eq!(Meaning::of(Some("upper bound"), Year(2030)).direction, None);
        assert_eq!(Meaning::of(Some("below"), Year(2030)).direction, Some(Direction::AtMost));
    }
}
