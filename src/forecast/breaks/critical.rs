//! Critical values, from simulation.

/// The 95 % point of the largest |t*| of outliers and shifts in a series of `n` values.
pub(super) fn largest_score(n: usize) -> f64 {
    interpolated(&LARGEST_SCORE, n)
}

/// The 95 % point of Λ in `n` errors.
pub(super) fn likelihood_ratio(n: usize) -> f64 {
    interpolated(&LIKELIHOOD_RATIO, n)
}

type Table = [(f64, f64); 8];

/// Between the entries of a table on the logarithm of `n`; beyond them its first and last.
fn interpolated(table: &Table, n: usize) -> f64 {
    let n = n as f64;
    let mut from = table[0];
    for to in *table {
        if n <= to.0 {
            let span = (to.0 / from.0).ln();
            let share = if span > 0.0 { (n / from.0).ln() / span } else { 1.0 };
            return from.1 + (to.1 - from.1) * share.max(0.0);
        }
        from = to;
    }
    from.1
}

/// Simulated for gains of the local level of 0, 0.2, 0.5, 0.8 and 1, up to 4,000 series each: the
/// mean of the five 95 % points, which differ by 0.2 at most.
const LARGEST_SCORE: Table = [
    (10.0, 4.13),
    (15.0, 3.72),
    (20.0, 3.58),
    (30.0, 3.55),
    (50.0, 3.59),
    (100.0, 3.69),
    (200.0, 3.82),
    (400.0, 3.94),
];

/// From the same series, two errors fewer each; twelve errors by the F distribution of their one
/// split.
const LIKELIHOOD_RATIO: Table = [
    (12.0, 4.15),
    (13.0, 4.63),
    (18.0, 6.07),
    (28.0, 7.21),
    (48.0, 7.62),
    (98.0, 7.92),
    (198.0, 8.11),
    (398.0, 8.13),
];
