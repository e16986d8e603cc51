//! The series in the unit of the search: a power of two, so that no figure changes its digits.

use crate::forecast::ets::form::Form;

/// A series whose largest figure lies between ½ and 1, and the same less its first value.
#[derive(Clone, Debug)]
pub(super) struct Scaled {
    pub(super) values: Vec<f64>,
    pub(super) season_length: usize,
    /// What a figure is multiplied by to be in the unit of the series again.
    pub(super) unit: f64,
    shifted: Vec<f64>,
}

impl Scaled {
    pub(super) fn of(values: &[f64], season_length: usize) -> Self {
        let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        // The exponent of the largest figure; subnormal numbers stay small, which does no harm.
        let exponent = ((largest.to_bits() >> 52) as i32 - 1022).clamp(-1000, 1000);
        let unit = f64::powi(2.0, exponent);
        let values: Vec<f64> = values.iter().map(|value| value / unit).collect();
        let shifted = values.iter().map(|value| value - values[0]).collect();
        Self { values, season_length, unit, shifted }
    }

    /// The series as the form takes it: what can be shifted is, so that a large level costs no
    /// precision.
    pub(super) fn values_for(&self, form: Form) -> &[f64] {
        if form.needs_positive() { &self.values } else { &self.shifted }
    }

    /// What the values for the form are less than the series.
    pub(super) fn origin_for(&self, form: Form) -> f64 {
        if form.needs_positive() { 0.0 } else { self.values[0] }
    }

    pub(super) fn is_positive(&self) -> bool {
        self.values.iter().all(|value| *value > 0.0)
    }

    pub(super) fn is_constant(&self) -> bool {
        self.shifted.iter().all(|value| *value == 0.0)
    }

    pub(super) fn mean(&self) -> f64 {
        self.values.iter().sum::<f64>() / self.values.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_magnitude_comes_to_lie_between_a_half_and_one() {
        for value in [1.0, 3.7, 1e-300, 1e300, -5.0] {
            let scaled = Scaled::of(&[value, value / 2.0], 1);
            assert!((0.5..=1.0).contains(&scaled.values[0].abs()), "{value}");
            assert_eq!(scaled.values[0] * scaled.unit, value);
        }
        assert!(Scaled::of(&[0.0, 0.0], 1).is_constant());
    }
}
