//! Zeros of functions of one variable.

/// A zero of a continuous function between `low`, where it is negative, and `high`, where it is
/// positive, as close as `tolerance`.
///
/// A secant is drawn through both ends; when one end stays, its value is halved, so that it moves
/// the next time. The order of convergence is 1.44, and the bracket is never left. A function that
/// is so crooked that sixty secants do not end is cut at the last of them.
///
/// # Source
/// Dowell & Jarratt (1971), *A modified regula falsi method for computing the root of an equation*
/// (the Illinois method).
pub fn illinois(
    function: impl Fn(f64) -> f64,
    (mut low, mut at_low): (f64, f64),
    (mut high, mut at_high): (f64, f64),
    tolerance: f64,
) -> f64 {
    let mut before = low;
    let mut kept = 0_i8;
    for _ in 0..60 {
        let secant = low - at_low * ((high - low) / (at_high - at_low));
        let x = if secant > low && secant < high { secant } else { f64::midpoint(low, high) };
        if (x - before).abs() <= tolerance {
            return x;
        }
        before = x;
        let at_x = function(x);
        if at_x == 0.0 {
            return x;
        } else if at_x < 0.0 {
            (low, at_low) = (x, at_x);
            at_high *= if kept == 1 { 0.5 } else { 1.0 };
            kept = 1;
        } else {
            (high, at_high) = (x, at_x);
            at_low *= if kept == -1 { 0.5 } else { 1.0 };
            kept = -1;
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn the_cube_root_of_two_is_found_in_few_steps() {
        let calls = Cell::new(0);
        let cube = |x: f64| {
            calls.set(calls.get() + 1);
            x * x * x - 2.0
        };
        let found = illinois(cube, (0.0, -2.0), (3.0, 25.0), 1e-13);
        assert!((found - 2.0_f64.cbrt()).abs() < 1e-13, "{found}");
        assert!(calls.get() < 20, "{}", calls.get());
    }

    #[test]
    fn a_step_is_cornered() {
        let found = illinois(|x| if x < 0.3 { -1.0 } else { 1e6 }, (0.0, -1.0), (1.0, 1e6), 1e-9);
        assert!((0.0..=1.0).contains(&found), "{found}");
    }
}
