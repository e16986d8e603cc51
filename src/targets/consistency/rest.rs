//! What a target of mean growth over a period leaves to the years that have no target of their own.
//!
//! ```text
//! (1 + g*)^n = X_T / X_{a−1} · Π_y (1 + g*_y) · (1 + r)^m
//! ```
//! `g*` mean growth wanted over the `n` years from `a` on, `T` the last known of them, `g*_y` targets
//! of single years after `T`, `r` growth of the `m` years that are left.

use std::collections::BTreeSet;

use crate::dataset::PlanTarget;
use crate::language::{Language, Text};
use crate::targets::consistency::{
    Check, Subject, TargetCheck, range_of_growth, range_text, within,
};
use crate::targets::indicator::Transform;
use crate::targets::meaning::Period;
use crate::targets::series::{IndicatorSeries, Match, find};
use crate::units::Year;

/// The checks of every mean of growth that has targets of single years.
pub(super) fn of_periods(targets: &[PlanTarget], series: &[IndicatorSeries]) -> Vec<TargetCheck> {
    let growth = |(position, target): (usize, &PlanTarget)| {
        let matched = find(target, series).ok()?;
        (matched.transform == Transform::Growth).then_some((position, matched))
    };
    let all: Vec<(usize, Match<'_>)> = targets.iter().enumerate().filter_map(growth).collect();
    all.iter().filter_map(|whole| of_period(whole, &all)).collect()
}

fn of_period(
    (position, whole): &(usize, Match<'_>),
    all: &[(usize, Match<'_>)],
) -> Option<TargetCheck> {
    let Period::Mean(first, last) = whole.meaning.period else { return None };
    let history = &whole.series.history;
    let (known, level) = history.range(..=last).next_back()?;
    let base = history.get(&first.plus(-1)).filter(|base| **base > 0.0)?;
    let single = |(_, other): &&(usize, Match<'_>)| match other.meaning.period {
        Period::In(year) if std::ptr::eq(other.series, whole.series) => {
            year > *known && (first..=last).contains(&year)
        }
        _ => false,
    };
    let singles: Vec<&(usize, Match<'_>)> = all.iter().filter(single).collect();
    let years: BTreeSet<Year> =
        singles.iter().map(|(_, one)| one.meaning.period.ends().0).collect();
    let left = f64::from(last.since(*known)) - years.len() as f64;
    if singles.is_empty() || years.len() < singles.len() || left < 1.0 {
        return None;
    }
    let done: f64 = level / base * singles.iter().map(|(_, one)| 1.0 + one.value).product::<f64>();
    let whole_growth = (1.0 + whole.value).powf(whole.meaning.period.n_years());
    let rest = (whole_growth / done).powf(left.recip()) - 1.0;
    let range = range_of_growth(history, left);
    let text = text((first, last), (whole.value, rest), (&years, *known, range));
    let check = Check { agreement: within(rest, range), implied: rest, range, text };
    let positions = [*position].into_iter().chain(singles.iter().map(|(other, _)| *other));
    Some(TargetCheck { targets: positions.collect(), subject: Subject::RestOfPeriod, check })
}

fn text(
    (first, last): (Year, Year),
    (whole, rest): (f64, f64),
    (years, known, range): (&BTreeSet<Year>, Year, Option<(f64, f64)>),
) -> Text {
    let list = years.iter().map(Year::to_string).collect::<Vec<_>>().join(", ");
    let shown = |language: Language| (language.percent(whole, 1), language.percent(rest, 1));
    let ((a, b), (c, d)) = (shown(Language::Vietnamese), shown(Language::English));
    let range = range_text(range);
    Text::new(
        format!(
            "Bình quân {first}–{last} {a} mỗi năm, với số liệu đến {known} và chỉ tiêu riêng của {list}, \
             đòi hỏi các năm còn lại tăng {b} mỗi năm; {}.",
            range.vi
        ),
        format!(
            "A mean of {c} a year over {first} to {last}, with figures to {known} and the targets of \
             {list} alone, asks for {d} a year in the years that are left; {}.",
            range.en
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;
    use crate::targets::consistency::Agreement;
    use crate::targets::indicator::Indicator;
    use crate::targets::unit::TargetUnit;

    #[test]
    fn a_slow_first_year_is_left_to_the_last() {
        // 1.11^4 = 1.5181; done 1.05 · 1.10; the two years left: √(1.5181/1.155) − 1 = 14.64 %.
        let rates = [1.04, 1.06, 1.05, 1.04, 1.06, 1.05];
        let mut level = 100.0;
        let mut history: std::collections::BTreeMap<Year, f64> = [(Year(2019), level)].into();
        for (t, rate) in (2020..).zip(rates) {
            level *= rate;
            history.insert(Year(t), level);
        }
        let series = IndicatorSeries {
            indicator: Indicator::Output,
            definition: None,
            area: "VN-56@2025".parse().unwrap(),
            unit: TargetUnit::BillionVnd,
            history,
            spans: Vec::new(),
            forecast: None,
            group: None,
            history_status: Status::Derived,
            status: Status::Derived,
        };
        let target = |definition: &str, year, value| PlanTarget {
            indicator: "output_growth".to_owned(),
            definition: Some(definition.to_owned()),
            area: "VN-56@2025".parse().unwrap(),
            year: Year(year),
            value,
            unit: "percent_per_year".to_owned(),
            source: String::new(),
        };
        let targets = [target("mean of 2025 to 2028", 2028, 11.0), target("2026", 2026, 10.0)];
        let found = of_periods(&targets, std::slice::from_ref(&series));
        assert_eq!((found.len(), &found[0].targets), (1, &vec![0, 1]));
        let rest = (1.11_f64.powi(4) / (1.05 * 1.10)).sqrt() - 1.0;
        assert!((found[0].check.implied - rest).abs() < 1e-12);
        assert_eq!(found[0].check.agreement, Agreement::Flagged);
        assert!(of_periods(&targets[..1], std::slice::from_ref(&series)).is_empty());
    }
}
