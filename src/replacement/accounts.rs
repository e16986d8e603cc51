//! Published accounts whose openings must come out again from their own inputs.

use crate::balance::openings::{openings_of, unreplaced_of};
use crate::replacement::openings::separations_at_rate;

/// Rows of a table: cells without the header.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

/// The figures in the columns `columns`, or `None` if one was not published.
pub(crate) fn figures<const N: usize>(row: &[&str], columns: [usize; N]) -> Option<[f64; N]> {
    let mut found = [0.0; N];
    for (figure, column) in found.iter_mut().zip(columns) {
        *figure = row[column].parse().ok()?;
    }
    Some(found)
}

#[test]
fn separations_and_openings_of_the_united_states_come_out_within_rounding() {
    let table = include_str!("../../tests/reference/accounts/bls_separations.csv");
    let mut occupations = 0;
    for row in rows(table) {
        let [first, last, change, rate, separations, openings] =
            figures(&row, [2, 3, 4, 5, 6, 7]).unwrap();
        // Rates are published to 0.1 %, thousands to 0.1.
        let rounding = 0.0005 * f64::midpoint(first, last) + 0.05 * rate / 100.0 + 0.0501;
        let computed = separations_at_rate(rate / 100.0, first, last);
        assert!((computed - separations).abs() <= rounding, "{row:?}: {computed}");
        let expansion = change / 10.0;
        let computed = openings_of(expansion, separations) - unreplaced_of(expansion, separations);
        assert!((computed - openings).abs() <= 0.1051, "{row:?}: {computed}");
        let clamped = openings_of(expansion, separations);
        assert!((clamped - openings).abs() <= 0.1051, "{row:?}: {clamped}");
        occupations += 1;
    }
    assert_eq!(occupations, 1609);
}

#[test]
fn openings_and_seekers_of_canada_come_out_within_rounding() {
    let table = include_str!("../../tests/reference/accounts/cops_2024_2033.csv");
    let (mut all, mut published) = (0, 0);
    for row in rows(table) {
        all += 1;
        let Some(found) = figures(&row, [2, 3, 4, 5, 6, 7, 8, 9]) else { continue };
        let [growth, retirements, other, openings, leavers, immigrants, movers, seekers] = found;
        published += 1;
        // Every figure is rounded to hundreds, so three of them and their sum are 200 apart at most.
        let replacement = retirements + other;
        let computed = openings_of(growth, replacement) - unreplaced_of(growth, replacement);
        assert!((computed - openings).abs() <= 100.0, "{row:?}: {computed}");
        assert!((leavers + immigrants + movers - seekers).abs() <= 100.0, "{row:?}");
    }
    assert_eq!((all, published), (516, 485));
}
