//! How far a figure of an area can be relied on.
//!
//! | letter | coefficient of variation |
//! |---|---|
//! | A | under 5 % |
//! | B | under 10 % |
//! | C | under 16.6 % |
//! | D | under 33.3 % |
//! | E | more: a hint at most |
//!
//! One letter lower where the area's own history carries less than half of its level.
//!
//! # Source
//! Statistics Canada, *Labour Force Survey data quality*: estimates above 16.5 % to be used with caution, above 33.3 %
//! not to be published; the two upper bounds are chosen.

/// Upper bounds of the letters A to D.
const BOUNDS: [f64; 4] = [0.05, 0.10, 0.166, 0.333];
const LETTERS: [&str; 5] = ["A", "B", "C", "D", "E"];

/// The letter of a figure whose area's own history has weight `own_weight`.
pub fn letter(coefficient_of_variation: f64, own_weight: f64) -> &'static str {
    let place = BOUNDS.iter().take_while(|bound| coefficient_of_variation >= **bound).count();
    let lower = usize::from(own_weight < 0.5);
    LETTERS[(place + lower).min(LETTERS.len() - 1)]
}

/// The unit a figure with this standard deviation is shown in: the power of ten below it.
pub fn rounding(standard_deviation: f64) -> f64 {
    if standard_deviation >= 1.0 && standard_deviation.is_finite() {
        10_f64.powf(standard_deviation.log10().floor())
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fall_with_the_coefficient_of_variation_and_with_borrowed_levels() {
        let letters = [0.01, 0.07, 0.12, 0.2, 0.5].map(|cv| letter(cv, 0.9));
        assert_eq!(letters, ["A", "B", "C", "D", "E"]);
        assert_eq!((letter(0.01, 0.2), letter(0.5, 0.2)), ("B", "E"));
    }

    #[test]
    fn figures_are_shown_to_the_power_of_ten_below_their_error() {
        assert_eq!((rounding(31_500.0), rounding(999.0), rounding(0.2)), (10_000.0, 100.0, 1.0));
    }
}
