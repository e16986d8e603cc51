//! Columns of a regression by name: lags, steps and pulses made of what is given.
//!
//! | name | value at t |
//! |---|---|
//! | `x` | the regressor x at t |
//! | `x@2` | x two periods before |
//! | `step(2020)` | 0 before 2020, 1 from then on |
//! | `pulse(2020)` | 1 in 2020, else 0 |
//! | `trend` | the number of the period |
//!
//! In a panel of months or days a year stands for all of its periods.

use std::fmt;

use crate::forecast::calendar::{Calendar, Moment};

/// A column of a regression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A regressor as it is given.
    Given(String),
    /// A regressor so many periods before.
    Lag(String, usize),
    /// One from a moment on.
    Step(Moment),
    /// One in a moment.
    Pulse(Moment),
    /// The number of the period.
    Trend,
}

impl Term {
    /// The term with this name; none where it has no meaning.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let inside = |word: &str| name.strip_prefix(word)?.strip_suffix(')');
        if let Some(moment) = inside("step(") {
            return Moment::parse(moment).map(Self::Step);
        }
        if let Some(moment) = inside("pulse(") {
            return Moment::parse(moment).map(Self::Pulse);
        }
        match name.rsplit_once('@') {
            Some((given, periods)) => {
                let periods = periods.trim().parse().ok().filter(|periods| *periods > 0)?;
                (!given.trim().is_empty()).then(|| Self::Lag(given.trim().to_owned(), periods))
            }
            None if name == "trend" => Some(Self::Trend),
            None => (!name.is_empty()).then(|| Self::Given(name.to_owned())),
        }
    }

    /// The regressor it is made of, if any.
    pub fn given(&self) -> Option<&str> {
        match self {
            Self::Given(name) | Self::Lag(name, _) => Some(name),
            _ => None,
        }
    }

    /// How many periods it reaches back.
    pub const fn lag(&self) -> usize {
        match self {
            Self::Lag(_, periods) => *periods,
            _ => 0,
        }
    }

    /// The value at a position of the axis that needs no regressor; none of those that do.
    pub(super) fn made(&self, calendar: &Calendar, position: i64) -> Option<f64> {
        let lies_in = |position: i64, span: Moment| calendar.moment(position).lies_in(span);
        match self {
            Self::Given(_) | Self::Lag(..) => None,
            Self::Trend => Some(position as f64),
            Self::Pulse(moment) => Some(f64::from(u8::from(lies_in(position, *moment)))),
            Self::Step(moment) => {
                let has_begun = calendar.moment(position).begin() >= moment.begin();
                Some(f64::from(u8::from(has_begun || lies_in(position, *moment))))
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(name) => f.write_str(name),
            Self::Lag(name, periods) => write!(f, "{name}@{periods}"),
            Self::Step(moment) => write!(f, "step({moment})"),
            Self::Pulse(moment) => write!(f, "pulse({moment})"),
            Self::Trend => f.write_str("trend"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_they_are_read() {
        for name in ["gdp", "gdp@1", "step(2020)", "pulse(2020-03)", "trend", "a b@12"] {
            assert_eq!(Term::parse(name).unwrap().to_string(), name);
        }
        for name in ["", "@1", "x@0", "x@-1", "x@y", "step()", "pulse(then)", "step(2020"] {
            let found = Term::parse(name);
            assert!(matches!(found, None | Some(Term::Given(_))), "{name}: {found:?}");
        }
        assert_eq!((Term::parse("x@3").unwrap().lag(), Term::parse("x").unwrap().lag()), (3, 0));
    }

    #[test]
    fn steps_and_pulses_begin_where_they_say() {
        let calendar = |texts: &[&str]| {
            let moments: Vec<Moment> = texts.iter().filter_map(|t| Moment::parse(t)).collect();
            Calendar::of(&moments).unwrap()
        };
        let at = |name: &str, calendar: &Calendar| -> Vec<f64> {
            let term = Term::parse(name).unwrap();
            (0..5).filter_map(|position| term.made(calendar, position)).collect()
        };
        let years = calendar(&["2018", "2019"]);
        assert_eq!(at("step(2020)", &years), [0.0, 0.0, 1.0, 1.0, 1.0]);
        assert_eq!(at("pulse(2020)", &years), [0.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(at("trend", &years), [0.0, 1.0, 2.0, 3.0, 4.0]);
        let months = calendar(&["2019-11", "2019-12"]);
        assert_eq!(at("pulse(2020)", &months), [0.0, 0.0, 1.0, 1.0, 1.0]);
        assert_eq!(at("step(2020-02)", &months), [0.0, 0.0, 0.0, 1.0, 1.0]);
        let days = calendar(&["2019-12-30", "2019-12-31"]);
        assert_eq!(at("step(2020-01)", &days), [0.0, 0.0, 1.0, 1.0, 1.0]);
        assert!(at("gdp", &years).is_empty());
    }
}
