//! Smoothing parameters and the region they are searched in.
//!
//! ```text
//! 0.0001 ≤ α ≤ 0.9999     0.0001 ≤ β ≤ α     0.0001 ≤ γ ≤ 1 − α     0.8 ≤ φ ≤ 0.98
//! ```
//! The search moves in a box: `α`, `u = (β − 0.0001) / (α − 0.0001)`, `φ` and
//! `v = (γ − 0.0001) / (1 − α − 0.0001)`. Seasonal forms must be admissible as well: what was
//! observed long ago must not come to count more.
//!
//! # Source
//! Hyndman, Akram & Archibald (2008), *The admissible parameter space for exponential smoothing
//! models*, equation 10.

use crate::forecast::ets::form::{Form, Season, Trend};

/// The least of a smoothing parameter; one less this is the most.
pub(super) const LEAST: f64 = 1e-4;

/// Places of the coordinates in the box.
pub(super) const ALPHA: usize = 0;
pub(super) const SLOPE: usize = 1;
pub(super) const DAMPING: usize = 2;
pub(super) const SEASON: usize = 3;

/// Borders of the box.
pub(super) const LOW: [f64; 4] = [LEAST, 0.0, 0.8, 0.0];
pub(super) const HIGH: [f64; 4] = [1.0 - LEAST, 1.0, 0.98, 1.0];

/// Smoothing parameters of the equations; those a form does not have do nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Share of an error the level takes.
    pub alpha: f64,
    /// Share of an error the slope takes; 0 without a trend.
    pub beta: f64,
    /// Share of an error the season takes; 0 without a season.
    pub gamma: f64,
    /// What is left of the slope after a period; 1 where it does not fade.
    pub phi: f64,
}

impl Parameters {
    /// The parameters at a point of the box.
    pub(super) fn at(form: Form, point: &[f64; 4]) -> Self {
        let alpha = point[ALPHA];
        Self {
            alpha,
            beta: if form.trend == Trend::None {
                0.0
            } else {
                LEAST + (alpha - LEAST) * point[SLOPE]
            },
            gamma: if form.season == Season::None {
                0.0
            } else {
                LEAST + (1.0 - alpha - LEAST) * point[SEASON]
            },
            phi: if form.trend.is_damped() { point[DAMPING] } else { 1.0 },
        }
    }

    /// Whether the effect of an old value fades in a seasonal form.
    pub(super) fn is_admissible(&self, season_length: usize) -> bool {
        let Self { alpha, beta, gamma, phi } = *self;
        let m = season_length as f64;
        let border = gamma * (1.0 - m + phi + phi * m) / (2.0 * phi * m);
        gamma >= (1.0 - 1.0 / phi - alpha).max(0.0)
            && gamma <= 1.0 + 1.0 / phi - alpha
            && alpha >= 1.0 - 1.0 / phi - border
            && beta >= -(1.0 - phi) * (gamma / m + alpha)
            && self.roots_within_circle(season_length)
    }

    /// Whether all roots of the characteristic polynomial lie within a circle a little wider than
    /// the unit circle, by the recursion of Schur and Cohn.
    fn roots_within_circle(&self, season_length: usize) -> bool {
        let Self { alpha, beta, gamma, phi } = *self;
        let mut polynomial = vec![alpha + beta - alpha * phi; season_length + 2];
        polynomial[0] = phi * (1.0 - alpha - gamma);
        polynomial[1] = alpha + beta - alpha * phi + gamma - 1.0;
        polynomial[season_length] = alpha + beta - phi;
        polynomial[season_length + 1] = 1.0;
        let mut radius = 1.0;
        for coefficient in &mut polynomial {
            *coefficient *= radius;
            radius *= 1.0 + 1e-7;
        }
        for degree in (1..=season_length + 1).rev() {
            let (last, first) = (polynomial[degree], polynomial[0]);
            if first.abs() >= last.abs() {
                return false;
            }
            // Each coefficient less a share of the one opposite, the constant one dropping out.
            let ratio = first / last;
            for i in 0..degree.div_ceil(2) {
                let (low, opposite) = (polynomial[i], polynomial[degree - i]);
                polynomial[i] = low - ratio * opposite;
                polynomial[degree - i] = opposite - ratio * low;
            }
            if degree % 2 == 0 {
                polynomial[degree / 2] *= 1.0 - ratio;
            }
            polynomial.copy_within(1..=degree, 0);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_maps_onto_the_region() {
        let form = Form::parse("AAdA").unwrap();
        let corner = Parameters::at(form, &[0.3, 1.0, 0.9, 1.0]);
        assert_eq!((corner.alpha, corner.phi), (0.3, 0.9));
        assert!((corner.beta - 0.3).abs() < 1e-12 && (corner.gamma - 0.7).abs() < 1e-12);
        let other = Parameters::at(form, &[0.3, 0.0, 0.9, 0.0]);
        assert_eq!((other.beta, other.gamma), (LEAST, LEAST));
    }

    #[test]
    fn plausible_parameters_are_admissible_and_wild_ones_are_not() {
        let plausible = Parameters { alpha: 0.4, beta: 0.1, gamma: 0.2, phi: 0.9 };
        assert!(plausible.is_admissible(12) && plausible.is_admissible(4));
        assert!(!Parameters { alpha: 1.9, ..plausible }.is_admissible(12));
        assert!(!Parameters { beta: 1.5, ..plausible }.is_admissible(12));
        assert!(!Parameters { gamma: -0.1, ..plausible }.is_admissible(12));
    }
}
