//! The time axis of a panel: whole numbers, such as years, or dates.
//!
//! Every moment of a panel is a whole number of steps after its first one; models see the number
//! of steps only, so moving all dates by the same number of periods changes no forecast.

use std::fmt;

use jiff::civil::Date;
use jiff::{SpanRound, ToSpan, Unit};

/// A moment as it stands in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// A whole number, most often a year.
    Number(i64),
    /// A month, written `2025-03`.
    Month(i64),
    /// A day, written `2025-03-31`.
    Day(Date),
}

impl Moment {
    /// Reads `2025`, `2025-03`, `2025Q1` (its first month) or `2025-03-31`; a time of day after
    /// `T` or a blank is left out.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(number) = text.parse::<i64>() {
            return (number.abs() < 1_000_000_000).then_some(Self::Number(number));
        }
        if let Some((year, quarter)) = text.split_once(['Q', 'q']) {
            let year: i64 = year.trim_end_matches('-').parse().ok()?;
            let quarter: i64 = quarter.parse().ok()?;
            return ((1..=4).contains(&quarter) && in_calendar(year))
                .then_some(Self::Month(year * 12 + 3 * (quarter - 1)));
        }
        let day = text.split(['T', ' ']).next()?;
        if let Ok(date) = day.parse::<Date>() {
            return Some(Self::Day(date));
        }
        let (year, month) = day.split_once('-')?;
        let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
        ((1..=12).contains(&month) && in_calendar(year))
            .then_some(Self::Month(year * 12 + month - 1))
    }

    /// Its month, counted from the year 0, and the day in it, nil at its begin; numbers are years.
    pub(crate) fn begin(self) -> (i64, i8) {
        match self {
            Self::Number(year) => (year.saturating_mul(12), 0),
            Self::Month(month) => (month, 0),
            Self::Day(date) => (month_of(date), date.day()),
        }
    }

    /// Whether it lies in the year or month `span`, or is the same.
    pub fn lies_in(self, span: Self) -> bool {
        match (self, span) {
            (Self::Month(month), Self::Number(year)) => month.div_euclid(12) == year,
            (Self::Day(date), Self::Number(year)) => i64::from(date.year()) == year,
            (Self::Day(date), Self::Month(month)) => month_of(date) == month,
            _ => self == span,
        }
    }
}

fn in_calendar(year: i64) -> bool {
    (0..10_000).contains(&year)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Month(month) => {
                write!(f, "{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
            }
            Self::Day(date) => write!(f, "{date}"),
        }
    }
}

/// How far apart the moments of a panel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// A number of units, most often one year.
    Numbers(i64),
    /// A number of months; the day of the month is that of the first moment, or the last of the
    /// month where all are the last.
    Months(i64),
    /// A number of days.
    Days(i64),
}

impl Frequency {
    /// Number of periods after which the season repeats, where the calendar tells.
    pub const fn season_length(self) -> usize {
        match self {
            Self::Months(1) => 12,
            Self::Months(3) => 4,
            Self::Months(6) => 2,
            Self::Days(1) => 7,
            _ => 1,
        }
    }
}

/// The time axis of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    origin: Moment,
    frequency: Frequency,
    month_ends: bool,
}

impl Calendar {
    /// The axis on which all `moments` lie, one after the other in ascending order.
    ///
    /// The step is the largest that reaches every moment; a single moment has a step of one.
    /// `None` where numbers and dates are mixed, or nothing is given.
    pub fn of(moments: &[Moment]) -> Option<Self> {
        let (first, rest) = moments.split_first()?;
        match first {
            Moment::Number(start) => {
                let apart = |m: &Moment| match m {
                    Moment::Number(number) => Some(number - start),
                    _ => None,
                };
                let step = common_step(rest.iter().map(apart))?;
                Some(Self::with(*first, Frequency::Numbers(step)))
            }
            Moment::Month(start) => {
                let apart = |m: &Moment| match m {
                    Moment::Month(month) => Some(month - start),
                    _ => None,
                };
                let step = common_step(rest.iter().map(apart))?;
                Some(Self::with(*first, Frequency::Months(step)))
            }
            Moment::Day(_) => Self::of_days(moments),
        }
    }

    /// One step a year, numbers being years.
    pub(crate) const fn yearly(origin: Moment) -> Self {
        Self::with(origin, Frequency::Numbers(1))
    }

    const fn with(origin: Moment, frequency: Frequency) -> Self {
        Self { origin, frequency, month_ends: false }
    }

    fn of_days(moments: &[Moment]) -> Option<Self> {
        let day = |m: &Moment| match m {
            Moment::Day(date) => Some(*date),
            _ => None,
        };
        let dates: Vec<Date> = moments.iter().map(day).collect::<Option<_>>()?;
        let first = *dates.first()?;
        let month_ends = dates.iter().all(|date| *date == date.last_of_month());
        if month_ends || dates.iter().all(|date| date.day() == first.day()) {
            let apart = dates[1..].iter().map(|date| Some(month_of(*date) - month_of(first)));
            let frequency =
                Frequency::Months(if dates.len() == 1 { 12 } else { common_step(apart)? });
            return Some(Self { origin: Moment::Day(first), frequency, month_ends });
        }
        let apart = dates[1..].iter().map(|date| Some(days_between(first, *date)));
        Some(Self::with(Moment::Day(first), Frequency::Days(common_step(apart)?)))
    }

    /// How far apart the moments are.
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// The number of steps from the first moment of the panel to `moment`, if it lies on the axis.
    pub fn position(&self, moment: Moment) -> Option<i64> {
        let (apart, step) = match (self.origin, moment, self.frequency) {
            (Moment::Number(a), Moment::Number(b), Frequency::Numbers(step))
            | (Moment::Month(a), Moment::Month(b), Frequency::Months(step)) => (b - a, step),
            (Moment::Day(a), Moment::Day(b), Frequency::Months(step)) => {
                (month_of(b) - month_of(a), step)
            }
            (Moment::Day(a), Moment::Day(b), Frequency::Days(step)) => (days_between(a, b), step),
            _ => return None,
        };
        let position = apart.div_euclid(step);
        (self.moment(position) == moment).then_some(position)
    }

    /// The moment so many steps after the first of the panel; the calendar ends with 9999.
    pub fn moment(&self, position: i64) -> Moment {
        match (self.origin, self.frequency) {
            (Moment::Number(start), Frequency::Numbers(step)) => {
                Moment::Number(start.saturating_add(step.saturating_mul(position)))
            }
            (Moment::Month(start), Frequency::Months(step)) => {
                Moment::Month(start.saturating_add(step.saturating_mul(position)))
            }
            (Moment::Day(start), Frequency::Months(step)) => {
                let date = start.saturating_add(
                    step.saturating_mul(position).clamp(-120_000, 120_000).months(),
                );
                Moment::Day(if self.month_ends { date.last_of_month() } else { date })
            }
            (Moment::Day(start), Frequency::Days(step)) => {
                let days = step.saturating_mul(position).clamp(-4_000_000, 4_000_000);
                Moment::Day(start.saturating_add(days.days()))
            }
            (origin, _) => origin,
        }
    }
}

/// The largest step of which every distance is a multiple; one where there is no distance.
fn common_step(distances: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    let mut step = 0_i64;
    for distance in distances {
        step = greatest_common_divisor(step, distance?.abs());
    }
    Some(step.max(1))
}

const fn greatest_common_divisor(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn month_of(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

fn days_between(from: Date, to: Date) -> i64 {
    let span = to
        .since((Unit::Day, from))
        .and_then(|span| span.round(SpanRound::new().largest(Unit::Day).days_are_24_hours()));
    span.map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(texts: &[&str]) -> Vec<Moment> {
        texts.iter().map(|text| Moment::parse(text).unwrap()).collect()
    }

    #[test]
    fn moments_are_written_as_they_were_read() {
        for text in ["2025", "2025-03", "2025-03-31", "-4"] {
            assert_eq!(Moment::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Moment::parse("2025Q2").unwrap().to_string(), "2025-04");
        assert_eq!(Moment::parse("2025-03-31T00:00:00").unwrap().to_string(), "2025-03-31");
        for text in ["", "2025-13", "2025Q5", "2025-02-30", "x", "99999999999999999999"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn months_and_days_lie_in_their_year() {
        let lies = |moment: &str, span: &str| {
            Moment::parse(moment).unwrap().lies_in(Moment::parse(span).unwrap())
        };
        assert!(lies("2020", "2020") && lies("2020-02", "2020") && lies("2020-02-29", "2020-02"));
        assert!(lies("2020-12-31", "2020") && !lies("2021-01-01", "2020"));
        assert!(!lies("2020", "2020-02") && !lies("2020-02-29", "2020-03"));
    }

    #[test]
    fn the_step_reaches_every_moment_and_holes_do_not_widen_it() {
        let years = Calendar::of(&moments(&["2000", "2002", "2003"])).unwrap();
        assert_eq!(years.frequency(), Frequency::Numbers(1));
        assert_eq!(years.position(Moment::Number(2010)), Some(10));
        let quarters = Calendar::of(&moments(&["2000-01-01", "2000-04-01", "2001-01-01"])).unwrap();
        assert_eq!(
            (quarters.frequency(), quarters.frequency().season_length()),
            (Frequency::Months(3), 4)
        );
        assert_eq!(quarters.moment(5).to_string(), "2001-04-01");
        assert_eq!(quarters.position(Moment::parse("2000-05-01").unwrap()), None);
    }

    #[test]
    fn month_ends_stay_month_ends() {
        let ends = Calendar::of(&moments(&["2024-01-31", "2024-02-29", "2024-03-31"])).unwrap();
        let text: Vec<String> = (0..5).map(|k| ends.moment(k).to_string()).collect();
        assert_eq!(text[3..], ["2024-04-30", "2024-05-31"]);
        assert_eq!(ends.position(Moment::parse("2025-02-28").unwrap()), Some(13));
    }

    #[test]
    fn days_and_weeks_are_told_apart() {
        let days = Calendar::of(&moments(&["2024-02-27", "2024-02-28", "2024-03-01"])).unwrap();
        assert_eq!(days.frequency(), Frequency::Days(1));
        assert_eq!(days.moment(3).to_string(), "2024-03-01");
        let weeks = Calendar::of(&moments(&["2024-01-01", "2024-01-08", "2024-01-29"])).unwrap();
        assert_eq!(weeks.frequency(), Frequency::Days(7));
        assert_eq!(Calendar::of(&moments(&["2024", "2024-01-08"])), None);
    }

    #[test]
    fn far_moments_stop_at_the_end_of_the_calendar() {
        let days = Calendar::of(&moments(&["9990-01-01", "9990-01-02", "9990-01-04"])).unwrap();
        assert_eq!(days.moment(1_000_000).to_string(), "9999-12-31");
    }
}
