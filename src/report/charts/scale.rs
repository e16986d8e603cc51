//! Linear scales and their ticks.

use crate::units::Year;

/// A straight line from values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    domain: (f64, f64),
    pixels: (f64, f64),
}

impl Scale {
    /// The scale that puts the ends of `domain` on the ends of `pixels`.
    pub(super) fn new(domain: (f64, f64), pixels: (f64, f64)) -> Self {
        let wide = if domain.1 > domain.0 { domain } else { (domain.0 - 1.0, domain.0 + 1.0) };
        Self { domain: wide, pixels }
    }

    /// Pixel of `value`.
    pub(super) fn at(self, value: f64) -> f64 {
        let share = (value - self.domain.0) / (self.domain.1 - self.domain.0);
        self.pixels.0 + share * (self.pixels.1 - self.pixels.0)
    }

    /// Pixel of a year.
    pub(super) fn year(self, year: Year) -> f64 {
        self.at(f64::from(year.0))
    }

    /// Round values inside the domain, about `n` of them.
    pub(super) fn ticks(self, n: usize) -> Ticks {
        let step = round_step((self.domain.1 - self.domain.0) / n.max(1) as f64);
        let first = (self.domain.0 / step - 1e-9).ceil() as i64;
        let last = (self.domain.1 / step + 1e-9).floor() as i64;
        let values = (first..=last).map(|i| i as f64 * step).collect();
        Ticks { values, decimals: decimals_of(step) }
    }
}

/// Round values and the decimals that write them exactly.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks {
    /// The values, ascending.
    pub(super) values: Vec<f64>,
    /// Decimals needed.
    pub(super) decimals: usize,
}

/// The smallest 1, 2 or 5 times a power of ten that is not far below `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powi(rough.log10().floor() as i32);
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.7)
        .unwrap_or(10.0 * power)
}

fn decimals_of(step: f64) -> usize {
    (-step.log10().floor()).max(0.0) as usize
}

/// The range of `values` with `margin` of its width added at both ends.
pub(super) fn domain(values: impl IntoIterator<Item = f64>, margin: f64) -> (f64, f64) {
    let (low, high) = values
        .into_iter()
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    if low > high {
        return (0.0, 1.0);
    }
    let pad = if high > low { (high - low) * margin } else { high.abs().max(1.0) * margin };
    (low - pad, high + pad)
}

/// Whole years to write below an axis from `first` to `last`: every one if there is the room,
/// otherwise round ones and `always`; none nearer to another than `apart` years.
pub(super) fn year_ticks(first: Year, last: Year, always: &[Year], apart: i32) -> Vec<Year> {
    let step = [1, 5, 10, 20, 50].into_iter().find(|step| *step >= apart).unwrap_or(100);
    let mut ticks: Vec<Year> = Vec::new();
    let clear = |ticks: &[Year], year: Year| ticks.iter().all(|t| t.since(year).abs() >= apart);
    for year in always {
        if clear(&ticks, *year) {
            ticks.push(*year);
        }
    }
    for year in first.to(last).filter(|year| year.0 % step == 0) {
        if clear(&ticks, year) {
            ticks.push(year);
        }
    }
    ticks.sort_unstable();
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let ticks = Scale::new((-13.0, 27.0), (0.0, 1.0)).ticks(5);
        assert_eq!(ticks, Ticks { values: vec![-10.0, 0.0, 10.0, 20.0], decimals: 0 });
        let fine = Scale::new((0.0, 0.9), (0.0, 1.0)).ticks(5);
        assert_eq!(fine.decimals, 1);
        assert_eq!(fine.values.len(), 5);
    }

    #[test]
    fn year_ticks_are_whole_and_never_crowd() {
        let ticks = year_ticks(Year(2005), Year(2030), &[Year(2025), Year(2030)], 2);
        assert_eq!(ticks, [2005, 2010, 2015, 2020, 2025, 2030].map(Year));
        let odd = year_ticks(Year(2003), Year(2032), &[Year(2024), Year(2032)], 2);
        assert_eq!(odd, [2005, 2010, 2015, 2020, 2024, 2030, 2032].map(Year));
        let few = year_ticks(Year(2024), Year(2028), &[Year(2025)], 1);
        assert_eq!(few.len(), 5);
    }

    #[test]
    fn a_domain_without_width_still_makes_a_scale() {
        let scale = Scale::new(domain([5.0, 5.0], 0.0), (0.0, 100.0));
        assert_eq!(scale.at(5.0), 50.0);
        assert_eq!(domain([], 0.1), (0.0, 1.0));
    }
}
