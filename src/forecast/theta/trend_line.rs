//! The line through all values up to a period, updated as values come in.
//!
//! ```text
//! B(1) = 0    B(t) = [ (t − 2) B(t−1) + (6/t) (y(t) − ȳ(t−1)) ] / (t + 1)
//! ȳ(t) = [ (t − 1) ȳ(t−1) + y(t) ] / t
//! A(t) = ȳ(t) − ½ (t + 1) B(t)
//! ```
//! `A(t) + B(t) s` is the least-squares line through `y(1), …, y(t)` at period `s`.
//!
//! # Source
//! Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), *Models for optimising the theta
//! method and their relationship to state space models*, equations of the dynamic models.

/// The line through the values seen so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TrendLine {
    n: f64,
    mean: f64,
    /// Change of the line a period, B.
    pub(crate) slope: f64,
}

impl TrendLine {
    /// The line through all of `values`.
    #[cfg(test)]
    pub(crate) fn through(values: &[f64]) -> Self {
        values.iter().fold(Self::default(), |line, value| line.with(*value))
    }

    /// The line with one more value.
    pub(crate) fn with(self, value: f64) -> Self {
        let n = self.n + 1.0;
        let surprise = value - self.mean;
        let slope =
            if n < 2.0 { 0.0 } else { ((n - 2.0) * self.slope + 6.0 / n * surprise) / (n + 1.0) };
        Self { n, mean: ((n - 1.0) * self.mean + value) / n, slope }
    }

    /// Height of the line one period before the first value, A.
    pub(crate) fn intercept(&self) -> f64 {
        self.mean - 0.5 * (self.n + 1.0) * self.slope
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_updated_line_is_the_least_squares_line() {
        // Through 10, 12, 11, 16 at 1, …, 4: slope 1.7, mean 12.25 at 2.5.
        let line = TrendLine::through(&[10.0, 12.0, 11.0, 16.0]);
        assert!((line.slope - 1.7).abs() < 1e-14, "{line:?}");
        assert!((line.intercept() - 8.0).abs() < 1e-13, "{line:?}");
    }

    #[test]
    fn one_value_is_a_level() {
        let line = TrendLine::through(&[7.0]);
        assert_eq!((line.intercept(), line.slope), (7.0, 0.0));
    }
}
