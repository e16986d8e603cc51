//! Whether targets agree with each other (method K5).
//!
//! ```text
//! parts      Σ_s X*_s = X*
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

use std::collections::BTreeMap;

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::dataset::PlanTarget;
use crate::language::{Language, Text};
use crate::numeric::moments;
use crate::targets::indicator::Indicator;
use crate::targets::meaning::Meaning;
use crate::targets::series::IndicatorSeries;
use crate::units::Year;

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

/// Growth of the quotient that both targets imply beside the 95 % range of its history; `quotient`
/// names it.
pub fn implied_growth(
    growth: ImpliedGrowth,
    history: &BTreeMap<Year, f64>,
    quotient: &Text,
) -> Check {
    let implied = (1.0 + growth.numerator) / (1.0 + growth.denominator) - 1.0;
    let range = range_of_growth(history, growth.n_years);
    let agreement = match range {
        None => Agreement::CannotBeSaid,
        Some((low, high)) if (low..=high).contains(&implied) => Agreement::Consistent,
        Some(_) => Agreement::Flagged,
    };
    Check { agreement, implied, range, text: implied_text(growth, implied, range, quotient) }
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
    quotient: &Text,
) -> Text {
    let line = |language: Language| {
        let percent = |value: f64| language.percent(value, 1);
        let ends = range.map(|(low, high)| (percent(low), percent(high)));
        ([growth.numerator, growth.denominator, implied].map(percent), ends)
    };
    let ([a, b, c], vi) = line(Language::Vietnamese);
    let ([d, e, f], en) = line(Language::English);
    let vi = vi.map_or_else(
        || "quá khứ quá ngắn để so sánh".to_owned(),
        |(low, high)| format!("95 % theo quá khứ: {low} đến {high}"),
    );
    let en = en.map_or_else(
        || "the history is too short to compare".to_owned(),
        |(low, high)| format!("95 % range by history: {low} to {high}"),
    );
    Text::new(
        format!("Chỉ tiêu {a} và {b} mỗi năm hàm ý {} tăng {c} mỗi năm; {vi}.", quotient.vi),
        format!(
            "Targets of {d} and {e} a year imply growth of {} of {f} a year; {en}.",
            quotient.en
        ),
    )
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
    let meaning =
        |target: &PlanTarget| Meaning::of(target.definition.as_deref(), target.year).period;
    let (period, other) = (meaning(above), meaning(below));
    if above.area != below.area || period != other {
        return None;
    }
    let history = |wanted: Indicator| {
        let here = |s: &&IndicatorSeries| s.indicator == wanted && s.area == above.area;
        series.iter().find(here)
    };
    let denominator = match denominator {
        Indicator::EmploymentIncrease => {
            let employment = history(Indicator::Employment)?;
            let (_, last) = employment.history.last_key_value()?;
            below.value / (last * employment.unit.factor())
        }
        _ => 0.01 * below.value,
    };
    let growth =
        ImpliedGrowth { numerator: 0.01 * above.value, denominator, n_years: period.n_years() };
    let known = history(implied).map(|s| s.history.clone()).unwrap_or_default();
    Some(implied_growth(growth, &known, &implied.title()))
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
        let check = implied_growth(growth, &known, &Text::new("năng suất", "productivity"));
        let (low, high) = check.range.unwrap();
        assert!((low - (0.05_f64 - 0.012_416_6).exp_m1()).abs() < 1e-6, "{low}");
        assert!((high - (0.05_f64 + 0.012_416_6).exp_m1()).abs() < 1e-6, "{high}");
        assert!((check.implied - (1.11 / 1.02 - 1.0)).abs() < 1e-12);
        assert_eq!(check.agreement, Agreement::Flagged);
        let modest = ImpliedGrowth { numerator: 0.07, ..growth };
        let check = implied_growth(modest, &known, &Text::default());
        assert_eq!(check.agreement, Agreement::Consistent);
    }

    #[test]
    fn a_short_history_says_nothing() {
        let growth = ImpliedGrowth { numerator: 0.1, denominator: 0.0, n_years: 5.0 };
        let check = implied_growth(growth, &history(&[0.1, 0.1, 0.1]), &Text::default());
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
