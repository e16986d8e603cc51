//! Whether targets agree with each other (method K5).
//!
//! ```text
//! parts      Σ_s X*_s = X*                          see parts
//! rest       growth that a year's targets leave to the other years of a period, see rest
//! implied    g = (1 + g_Y)/(1 + g_L) − 1            growth of Y/L that growth of Y and of L imply
//! range      m ± t_{N−1, 0.975} · s · √(1/n + 1/N)  mean growth over n years, from N past years
//! capacity   trained*(T*) · LF(T*) − trained(T) · LF(T) ≤ graduates
//! ```
//! `m` and `s` are mean and standard deviation of the yearly log growth of the history. The range
//! is that of a mean over `n` future years if growth goes on as it was, years independent of each
//! other; where they are not, the true range is wider.
//!
//! # Source
//! Range: prediction interval of a mean, Hahn & Meeker (1991), *Statistical Intervals*, 4.8.

pub mod parts;
pub mod rest;

use std::collections::BTreeMap;

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::dataset::PlanTarget;
use crate::language::{Language, Text};
use crate::model::Sector;
use crate::numeric::moments;
use crate::targets::definition_words;
use crate::targets::indicator::Indicator;
use crate::targets::meaning::{Meaning, identity_text};
use crate::targets::series::IndicatorSeries;
use crate::units::Year;
use crate::validate::finding;

/// Whether targets agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// They do.
    Consistent,
    /// They do not, or would need what history has not seen.
    Flagged,
    /// The history is too short to say.
    CannotBeSaid,
}

impl Agreement {
    /// Every outcome, in the order of declaration.
    pub const ALL: [Self; 3] = [Self::Consistent, Self::Flagged, Self::CannotBeSaid];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consistent => "consistent",
            Self::Flagged => "flagged",
            Self::CannotBeSaid => "cannot_be_said",
        }
    }

    /// The outcome with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|agreement| agreement.name() == name)
    }

    /// The outcome for readers.
    pub fn label(self) -> Text {
        let (vi, en) = match self {
            Self::Consistent => ("hợp nhau", "consistent"),
            Self::Flagged => ("cần xem lại", "look again"),
            Self::CannotBeSaid => ("không nói được", "cannot be said"),
        };
        Text::new(vi, en)
    }
}

/// A check among targets with its explanation.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Its outcome.
    pub agreement: Agreement,
    /// The value that the targets imply.
    pub implied: f64,
    /// What the implied value is held against: lower and upper end.
    pub range: Option<(f64, f64)>,
    /// The check in one line, with its numbers.
    pub text: Text,
}

/// What a check among targets is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Growth of a quotient that growth of two quantities implies.
    Quotient(Indicator),
    /// Parts beside their whole.
    Parts,
    /// Growth that is left to the other years of a period.
    RestOfPeriod,
    /// Trained workers that a target needs beside those that training supplies.
    Capacity,
}

impl Subject {
    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quotient(_) => "quotient",
            Self::Parts => "parts",
            Self::RestOfPeriod => "rest_of_period",
            Self::Capacity => "capacity",
        }
    }
}

/// A check with the targets it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetCheck {
    /// Positions of the targets.
    pub targets: Vec<usize>,
    /// What it is about.
    pub subject: Subject,
    /// The check.
    pub check: Check,
}

/// Every check that can be made among `targets`; `sectors` are the parts of their wholes.
pub fn checks(
    targets: &[PlanTarget],
    series: &[IndicatorSeries],
    sectors: &[Sector],
) -> Vec<TargetCheck> {
    let quotients = pairs(targets, series).into_iter().map(|pair| TargetCheck {
        targets: vec![pair.targets.0, pair.targets.1],
        subject: Subject::Quotient(pair.implied),
        check: pair.check,
    });
    let rests = rest::of_periods(targets, series);
    let parts = parts::of_wholes(targets, sectors);
    quotients.chain(rests).chain(parts).collect()
}

/// Whether targets of parts add up to that of the whole, within `tolerance` of it.
pub fn parts_and_whole(whole: f64, parts: &[f64], tolerance: f64) -> Check {
    let sum: f64 = parts.iter().sum();
    let slack = tolerance.abs() * whole.abs();
    let agrees = (sum - whole).abs() <= slack;
    let line = |language: Language| {
        (language.number(sum, 0), language.number(whole, 0), language.number(sum - whole, 0))
    };
    let ((a, b, c), (d, e, f)) = (line(Language::Vietnamese), line(Language::English));
    Check {
        agreement: if agrees { Agreement::Consistent } else { Agreement::Flagged },
        implied: sum,
        range: Some((whole - slack, whole + slack)),
        text: Text::new(
            format!("Chỉ tiêu các ngành cộng lại {a}, chỉ tiêu chung {b}, lệch {c}."),
            format!(
                "The targets of the parts add up to {d}, that of the whole is {e}; they differ by {f}."
            ),
        ),
    }
}

/// Growth of two quantities over the same years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImpliedGrowth {
    /// Growth a year of the numerator, as output.
    pub numerator: f64,
    /// Growth a year of the denominator, as workers.
    pub denominator: f64,
    /// Number of years the growth is meant for.
    pub n_years: f64,
}

/// What a quotient and its two quantities are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuotientNames {
    /// The numerator, as output.
    pub numerator: Text,
    /// The denominator, as employment.
    pub denominator: Text,
    /// The quotient, as output per worker.
    pub quotient: Text,
}

/// Growth of the quotient that both targets imply beside the 95 % range of its history.
pub fn implied_growth(
    growth: ImpliedGrowth,
    history: &BTreeMap<Year, f64>,
    names: &QuotientNames,
) -> Check {
    let implied = (1.0 + growth.numerator) / (1.0 + growth.denominator) - 1.0;
    let range = range_of_growth(history, growth.n_years);
    let agreement = within(implied, range);
    Check { agreement, implied, range, text: implied_text(growth, implied, range, names) }
}

/// Whether an implied value lies in the range of history.
fn within(implied: f64, range: Option<(f64, f64)>) -> Agreement {
    match range {
        None => Agreement::CannotBeSaid,
        Some((low, high)) if (low..=high).contains(&implied) => Agreement::Consistent,
        Some(_) => Agreement::Flagged,
    }
}

/// The 95 % range of mean growth over `n_years` years; `None` with fewer than four yearly rates.
fn range_of_growth(history: &BTreeMap<Year, f64>, n_years: f64) -> Option<(f64, f64)> {
    let points: Vec<(&Year, &f64)> = history.iter().filter(|(_, value)| **value > 0.0).collect();
    let rate = |pair: &[(&Year, &f64)]| match pair {
        [(a, x), (b, y)] if b.since(**a) == 1 => Some((**y / **x).ln()).filter(|g| g.is_finite()),
        _ => None,
    };
    let rates: Vec<f64> = points.windows(2).filter_map(rate).collect();
    let n = rates.len() as f64;
    if rates.len() < 4 || n_years.is_nan() || n_years <= 0.0 {
        return None;
    }
    let (mean, deviation) = (moments::mean(&rates)?, moments::standard_deviation(&rates)?);
    let t = StudentsT::new(0.0, 1.0, n - 1.0).ok()?.inverse_cdf(0.975);
    let half = t * deviation * (n_years.recip() + n.recip()).sqrt();
    Some(((mean - half).exp_m1(), (mean + half).exp_m1()))
}

fn implied_text(
    growth: ImpliedGrowth,
    implied: f64,
    range: Option<(f64, f64)>,
    names: &QuotientNames,
) -> Text {
    let line = |language: Language| {
        [growth.numerator, growth.denominator, implied].map(|value| language.percent(value, 1))
    };
    let ([a, b, c], [d, e, f]) = (line(Language::Vietnamese), line(Language::English));
    let QuotientNames { numerator, denominator, quotient } = names;
    let range = range_text(range);
    Text::new(
        format!(
            "{} tăng {a} và {} tăng {b} mỗi năm hàm ý {} thay đổi {c} mỗi năm; {}.",
            numerator.vi, denominator.vi, quotient.vi, range.vi
        ),
        format!(
            "Growth of {} of {d} and of {} of {e} a year implies a change of {} of {f} a year; {}.",
            numerator.en, denominator.en, quotient.en, range.en
        ),
    )
}

/// What the range of growth in the past is, for readers.
fn range_text(range: Option<(f64, f64)>) -> Text {
    let ends = |language: Language| {
        range.map(|(low, high)| (language.percent(low, 1), language.percent(high, 1)))
    };
    let vi = ends(Language::Vietnamese).map_or_else(
        || "quá khứ quá ngắn để so sánh".to_owned(),
        |(low, high)| format!("95 % theo quá khứ: {low} đến {high}"),
    );
    let en = ends(Language::English).map_or_else(
        || "the history is too short to compare".to_owned(),
        |(low, high)| format!("95% range by history: {low} to {high}"),
    );
    Text::new(vi, en)
}

/// Trained workers that a target adds beside those whom training can supply until then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainedCapacity {
    /// Share of trained workers in the last year, and to be reached.
    pub shares: (f64, f64),
    /// Labour force of the last year, and of the target's.
    pub labour_force: (f64, f64),
    /// Trained workers who leave the labour force in between, in persons.
    pub leaving: f64,
    /// Graduates who enter the labour force of the area in between, in persons.
    pub graduates: f64,
}

/// Whether the graduates suffice for a target on the share of trained workers; shares and
/// graduates must follow one definition.
pub fn trained_capacity(capacity: &TrainedCapacity) -> Check {
    let (now, then) = capacity.shares;
    let (force_now, force_then) = capacity.labour_force;
    let needed = then * force_then - now * force_now + capacity.leaving;
    let agrees = needed <= capacity.graduates;
    let line =
        |language: Language| (language.number(needed, 0), language.number(capacity.graduates, 0));
    let ((a, b), (c, d)) = (line(Language::Vietnamese), line(Language::English));
    Check {
        agreement: if agrees { Agreement::Consistent } else { Agreement::Flagged },
        implied: needed,
        range: Some((f64::NEG_INFINITY, capacity.graduates)),
        text: Text::new(
            format!("Chỉ tiêu cần thêm {a} lao động qua đào tạo; đào tạo cung cấp được {b}."),
            format!("The target needs {c} more trained workers; training can supply {d}."),
        ),
    }
}

/// Quotients whose growth two targets imply: numerator, denominator, quotient.
const QUOTIENTS: [(Indicator, Indicator, Indicator); 2] = [
    (Indicator::OutputGrowth, Indicator::EmploymentIncrease, Indicator::OutputPerWorker),
    (Indicator::OutputGrowth, Indicator::OutputPerPersonGrowth, Indicator::Population),
];

/// A pair of targets that imply a third quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct PairCheck {
    /// Positions of the two targets.
    pub targets: (usize, usize),
    /// The quantity they imply.
    pub implied: Indicator,
    /// The check.
    pub check: Check,
}

/// Every pair of targets of one area, last year and length of period that implies the growth of a
/// third quantity: output and employment imply output per worker, output and output per person
/// imply population.
///
/// Yearly additions of persons are made a rate by the last employment of `series`.
pub fn pairs(targets: &[PlanTarget], series: &[IndicatorSeries]) -> Vec<PairCheck> {
    let mut found = Vec::new();
    for (numerator, denominator, implied) in QUOTIENTS {
        let of = |wanted: Indicator| {
            let named = move |(_, target): &(usize, &PlanTarget)| {
                Indicator::named(&target.indicator) == Some(wanted)
            };
            targets.iter().enumerate().filter(named)
        };
        for (i, above) in of(numerator) {
            for (j, below) in of(denominator) {
                let check = pair(above, below, (denominator, implied), series);
                found.extend(check.map(|check| PairCheck { targets: (i, j), implied, check }));
            }
        }
    }
    found
}

fn pair(
    above: &PlanTarget,
    below: &PlanTarget,
    (denominator, implied): (Indicator, Indicator),
    series: &[IndicatorSeries],
) -> Option<Check> {
    let meaning = |target: &PlanTarget| Meaning::of(target.definition.as_deref(), target.year);
    let (of_above, of_below) = (meaning(above), meaning(below));
    if above.area != below.area || of_above.period != of_below.period {
        return None;
    }
    let known = |wanted: Indicator| {
        let here = series.iter().filter(|s| s.indicator == wanted && s.area == above.area);
        // The longest record says most of the range; the first of equals.
        here.rev().max_by_key(|s| s.history.len())
    };
    let (growth, base) = match denominator {
        Indicator::EmploymentIncrease => {
            let employment = known(Indicator::Employment)?;
            let (year, last) = employment.history.last_key_value()?;
            let last = last * employment.unit.factor();
            (below.value / last, Some((*year, last)))
        }
        _ => (0.01 * below.value, None),
    };
    let n_years = of_above.period.n_years();
    let growth = ImpliedGrowth { numerator: 0.01 * above.value, denominator: growth, n_years };
    let title = |named: &str| Indicator::named(named).map(|i| i.measured().title());
    let names = QuotientNames {
        numerator: title(&above.indicator).unwrap_or_default(),
        denominator: title(&below.indicator).unwrap_or_default(),
        quotient: implied.title(),
    };
    let history = known(implied).map(|s| s.history.clone()).unwrap_or_default();
    let mut check = implied_growth(growth, &history, &names);
    check.text = with_remarks(check.text, base, (&of_above, &of_below));
    Some(check)
}

/// The text of a check with the level that made persons a rate, and with the definitions of its
/// targets where they differ, as a difference of prices would be inflation.
fn with_remarks(
    text: Text,
    base: Option<(Year, f64)>,
    (above, below): (&Meaning, &Meaning),
) -> Text {
    let remark = if let Some((year, persons)) = base {
        let shown = |language: Language| language.number(persons, 0);
        let (vi, en) = (shown(Language::Vietnamese), shown(Language::English));
        Text::new(
            format!("Tính trên {vi} lao động năm {year}."),
            format!("Of {en} employed in {year}."),
        )
    } else if above.identity != below.identity {
        other_definitions(above, below)
    } else {
        return text;
    };
    finding::join(&text, &remark)
}

fn other_definitions(above: &Meaning, below: &Meaning) -> Text {
    let quoted = |meaning: &Meaning| {
        let text = definition_words::words(&identity_text(&meaning.identity));
        if text.en.is_empty() {
            return Text::new("không nêu", "none named");
        }
        Text::new(format!("«{}»", text.vi), format!("«{}»", text.en))
    };
    let (above, below) = (quoted(above), quoted(below));
    let (vi, en) = (format!("{}; {}", above.vi, below.vi), format!("{}; {}", above.en, below.en));
    Text::new(
        format!(
            "Định nghĩa hai chỉ tiêu khác nhau ({vi}); nếu khác giá so sánh thì chênh lệch là lạm phát."
        ),
        format!(
            "Their definitions differ ({en}); if their prices do, the difference is inflation."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(rates: &[f64]) -> BTreeMap<Year, f64> {
        let mut level = 100.0;
        let mut history: BTreeMap<Year, f64> = [(Year(2015), level)].into();
        for (t, rate) in rates.iter().enumerate() {
            level *= rate.exp();
            history.insert(Year(2016 + t as i32), level);
        }
        history
    }

    #[test]
    fn sectors_that_exceed_the_total_are_flagged() {
        assert_eq!(parts_and_whole(100.0, &[60.0, 40.0], 0.0).agreement, Agreement::Consistent);
        let off = parts_and_whole(100_000.0, &[60_000.0, 45_000.0], 0.01);
        assert_eq!((off.agreement, off.implied), (Agreement::Flagged, 105_000.0));
        assert!(off.text.en.contains("105,000") && off.text.vi.contains("105.000"));
    }

    #[test]
    fn implied_productivity_is_held_against_the_range_of_history() {
        // Log rates 0.04, 0.05, 0.06, 0.05, 0.05: mean 0.05, s = √(0.0002/4) = 0.0070711; N = n = 5,
        // t = 2.776445: half = 2.776445 · 0.0070711 · √0.4 = 0.0124166.
        let known = history(&[0.04, 0.05, 0.06, 0.05, 0.05]);
        let growth = ImpliedGrowth { numerator: 0.11, denominator: 0.02, n_years: 5.0 };
        let check = implied_growth(growth, &known, &QuotientNames::default());
        let (low, high) = check.range.unwrap();
        assert!((low - (0.05_f64 - 0.012_416_6).exp_m1()).abs() < 1e-6, "{low}");
        assert!((high - (0.05_f64 + 0.012_416_6).exp_m1()).abs() < 1e-6, "{high}");
        assert!((check.implied - (1.11 / 1.02 - 1.0)).abs() < 1e-12);
        assert_eq!(check.agreement, Agreement::Flagged);
        let modest = ImpliedGrowth { numerator: 0.07, ..growth };
        let check = implied_growth(modest, &known, &QuotientNames::default());
        assert_eq!(check.agreement, Agreement::Consistent);
    }

    #[test]
    fn a_short_history_says_nothing() {
        let growth = ImpliedGrowth { numerator: 0.1, denominator: 0.0, n_years: 5.0 };
        let check = implied_growth(growth, &history(&[0.1, 0.1, 0.1]), &QuotientNames::default());
        assert_eq!(check.agreement, Agreement::CannotBeSaid);
    }

    #[test]
    fn graduates_are_held_against_what_the_share_needs() {
        // 0.4 · 700,000 − 0.3 · 690,000 + 20,000 = 93,000.
        let capacity = TrainedCapacity {
            shares: (0.3, 0.4),
            labour_force: (690_000.0, 700_000.0),
            leaving: 20_000.0,
            graduates: 60_000.0,
        };
        let check = trained_capacity(&capacity);
        assert!((check.implied - 93_000.0).abs() < 1e-6);
        assert_eq!(check.agreement, Agreement::Flagged);
    }

    #[test]
    fn eleven_percent_of_output_and_fourteen_a_person_imply_a_shrinking_population() {
        let plan = |indicator: &str, definition: &str, value| PlanTarget {
            indicator: indicator.to_owned(),
            definition: Some(definition.to_owned()),
            area: "VN-56@2025".parse().unwrap(),
            year: Year(2030),
            value,
            unit: "percent_per_year".to_owned(),
            source: String::new(),
        };
        let targets = [
            plan("output_growth", "mean of 2025 to 2030, constant prices", 11.0),
            plan("output_per_person_growth", "mean of 2025 to 2030", 14.0),
        ];
        let found = pairs(&targets, &[]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].targets, found[0].implied), ((0, 1), Indicator::Population));
        assert!((found[0].check.implied - (1.11 / 1.14 - 1.0)).abs() < 1e-12);
    }
}
