//! How reliable a cell is, and how many of its digits may be shown.
//!
//! | letter | coefficient of variation | effective sample size |
//! |---|---|---|
//! | A | ≤ 5 % | ≥ 400 |
//! | B | ≤ 10 % | ≥ 100 |
//! | C | ≤ 15 % | ≥ 45 |
//! | D | ≤ 25 % | ≥ 16 |
//! | E | more | fewer |
//!
//! The letter is the worse of the two. The bounds of the sample size are those of the coefficient
//! of variation of a count, 1/√n, rounded. A cell is suppressed if its coefficient of variation is
//! above 35 % or fewer than [`LEAST_PERSONS`] persons are behind it, and is otherwise rounded to
//! the leading digit of its standard error: the digits below it are noise.
//!
//! # Source
//! Bounds of the coefficient of variation: the quality letters of Statistics Canada's surveys, of
//! which E (25 to 35 %, use with caution) and F (too unreliable to publish) are one letter here.

/// Persons behind a cell below which it is not shown.
pub const LEAST_PERSONS: f64 = 8.0;

/// Coefficient of variation above which a cell is not shown.
pub const LARGEST_VARIATION: f64 = 0.35;

/// Reliability of a cell, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reliability {
    /// Excellent.
    A,
    /// Very good.
    B,
    /// Good.
    C,
    /// Acceptable.
    D,
    /// Use with caution.
    E,
}

const LETTERS: [Reliability; 5] =
    [Reliability::A, Reliability::B, Reliability::C, Reliability::D, Reliability::E];
const VARIATION_BOUNDS: [f64; 4] = [0.05, 0.1, 0.15, 0.25];
const SAMPLE_BOUNDS: [f64; 4] = [400.0, 100.0, 45.0, 16.0];

impl Reliability {
    /// One letter lower; E stays.
    #[must_use]
    pub const fn lowered(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::C,
            Self::C => Self::D,
            Self::D | Self::E => Self::E,
        }
    }

    /// The letter in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }
}

/// What is known of the precision of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Standard error over the size of the figure; `None` if not known.
    pub variation: Option<f64>,
    /// Persons interviewed or counted behind it, in effect; `None` if not known.
    pub sample: Option<f64>,
}

impl Precision {
    /// The precision of a set of draws with this `mean` and this 80 % interval.
    pub fn of_interval(mean: f64, p10: f64, p90: f64) -> Self {
        let error = (p90 - p10).abs() / (2.0 * 1.281_551_565_544_6);
        Self { variation: (mean != 0.0).then(|| error / mean.abs()), sample: None }
    }

    /// The letter; E if nothing is known.
    pub fn letter(&self) -> Reliability {
        let known = self.variation.is_some() || self.sample.is_some();
        let by_variation = self.variation.map_or(0, |variation| {
            VARIATION_BOUNDS.iter().filter(|bound| exceeds(variation, **bound)).count()
        });
        let by_sample = self.sample.map_or(0, |sample| {
            SAMPLE_BOUNDS.iter().filter(|bound| exceeds(**bound, sample)).count()
        });
        let worse = if known { by_variation.max(by_sample) } else { 4 };
        LETTERS.get(worse).copied().unwrap_or(Reliability::E)
    }

    /// How a figure of this precision and of size `value` is shown.
    ///
    /// Without a coefficient of variation that of a count of the sample, 1/√n, is taken; with
    /// nothing known one digit is shown.
    pub fn shown(&self, value: f64) -> Shown {
        let small = self.sample.is_some_and(|sample| exceeds(LEAST_PERSONS, sample));
        let variation = self.variation.or(self.sample.map(|sample| 1.0 / sample.sqrt()));
        if small || self.variation.is_some_and(|variation| exceeds(variation, LARGEST_VARIATION)) {
            return Shown::Suppressed;
        }
        let size = value.abs();
        if size == 0.0 || !size.is_finite() {
            return Shown::Rounded { value, unit: 0.0 };
        }
        let error = variation.unwrap_or(1.0) * size;
        if error <= 0.0 {
            return Shown::Rounded { value, unit: 0.0 };
        }
        let unit = 10_f64.powi(error.min(size).log10().floor() as i32);
        Shown::Rounded { value: (value / unit).round() * unit, unit }
    }
}

/// Whether `value` is above `bound`, or is no number at all.
const fn exceeds(value: f64, bound: f64) -> bool {
    value > bound || value.is_nan() || bound.is_nan()
}

/// A figure as it may be printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// Not at all.
    Suppressed,
    /// Rounded.
    Rounded {
        /// The figure, rounded.
        value: f64,
        /// The unit it is rounded to; zero if it is not.
        unit: f64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precision(variation: Option<f64>, sample: Option<f64>) -> Precision {
        Precision { variation, sample }
    }

    #[test]
    fn the_letter_is_the_worse_of_variation_and_sample() {
        assert_eq!(precision(Some(0.05), Some(400.0)).letter(), Reliability::A);
        assert_eq!(precision(Some(0.05), Some(399.0)).letter(), Reliability::B);
        assert_eq!(precision(Some(0.11), None).letter(), Reliability::C);
        assert_eq!(precision(None, Some(16.0)).letter(), Reliability::D);
        assert_eq!(precision(Some(0.3), Some(1e6)).letter(), Reliability::E);
        assert_eq!(precision(None, None).letter(), Reliability::E);
        assert_eq!(precision(Some(f64::NAN), None).letter(), Reliability::E);
    }

    #[test]
    fn digits_below_the_standard_error_are_not_shown() {
        let shown = precision(Some(0.1), None).shown(1234.0);
        assert_eq!(shown, Shown::Rounded { value: 1200.0, unit: 100.0 });
        let shown = precision(Some(0.02), Some(900.0)).shown(-1234.0);
        assert_eq!(shown, Shown::Rounded { value: -1230.0, unit: 10.0 });
        let shown = precision(None, None).shown(1234.0);
        assert_eq!(shown, Shown::Rounded { value: 1000.0, unit: 1000.0 });
    }

    #[test]
    fn small_and_wild_cells_are_suppressed() {
        assert_eq!(precision(Some(0.1), Some(7.0)).shown(100.0), Shown::Suppressed);
        assert_eq!(precision(Some(0.36), None).shown(100.0), Shown::Suppressed);
        assert_eq!(precision(Some(0.1), None).shown(0.0), Shown::Rounded { value: 0.0, unit: 0.0 });
    }

    #[test]
    fn an_80_percent_interval_gives_back_its_standard_error() {
        let precision =
            Precision::of_interval(100.0, 100.0 - 12.815_515_655_446, 112.815_515_655_446);
        assert!((precision.variation.unwrap() - 0.1).abs() < 1e-12);
    }
}
