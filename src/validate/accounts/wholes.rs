//! Shares that must add up to a whole, and keys that must not repeat.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::dataset::RawTable;
use crate::error::Problem;
use crate::language::Text;
use crate::validate::finding;

/// Largest distance of a sum from 1 that rounding to a tenth of a percent explains.
const ROUNDING: f64 = 0.01;

/// Checks rows given as `((whole they belong to, share), code)`.
pub(super) fn check(
    table: &RawTable,
    rows: impl Iterator<Item = ((String, f64), String)>,
) -> Vec<Problem> {
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut repeated = BTreeSet::new();
    for ((whole, share), code) in rows {
        *sums.entry(whole.clone()).or_default() += share;
        if !seen.insert((whole.clone(), code.clone())) {
            repeated.insert((whole, code));
        }
    }
    let twice = repeated.iter().map(|(whole, code)| told_twice(table, whole, code));
    // A share that stands twice explains a wrong sum; it is told once.
    let is_sound = |whole: &String| repeated.iter().all(|(other, _)| other != whole);
    let wrong = sums
        .iter()
        .filter(|(whole, sum)| is_sound(whole) && (**sum - 1.0).abs() > ROUNDING)
        .map(|(whole, sum)| no_whole(table, whole, *sum));
    twice.chain(wrong).collect()
}

fn told_twice(table: &RawTable, whole: &str, code: &str) -> Problem {
    finding::error(
        "repeated-key",
        finding::place(&table.file, 0, "percent"),
        format!("{whole} {code}"),
        Text::new("mỗi tỷ trọng chỉ có một dòng", "one row for each share"),
        Text::new("Xóa dòng thừa.", "Delete the second row."),
    )
}

fn no_whole(table: &RawTable, whole: &str, sum: f64) -> Problem {
    let percent = (sum * 1000.0).round() / 10.0;
    finding::error(
        "no-whole",
        finding::place(&table.file, 0, "percent"),
        format!("{whole}: {percent} %"),
        Text::new("các tỷ trọng cộng lại bằng 100 %", "shares that add up to 100 %"),
        Text::new(
            "Bổ sung dòng còn thiếu hoặc sửa tỷ trọng; tỷ trọng bằng không có thể bỏ.",
            "Add the missing row or correct a share; a share of zero may be left out.",
        ),
    )
}
