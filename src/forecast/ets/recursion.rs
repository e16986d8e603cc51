//! The equations of the states, run over a series.
//!
//! With `q` the level moved on by the trend and `e = y − f`, both kinds of error give the same
//! states, since `f ε = e`:
//!
//! ```text
//! trend   none  q = ℓ          additive  q = ℓ + φ b           ratio  q = ℓ b^φ
//! season  none  f = q          additive  f = q + s             ratio  f = q s
//!         a = e                a = e                           a = e / s
//! ℓ' = q + α a
//! b' = φ b + β a      (ratio: b^φ + β a / ℓ)
//! s' = s + γ e        (ratio: s + γ e / q)
//! ```

use crate::forecast::ets::form::{Form, Season, Trend};
use crate::forecast::ets::parameters::Parameters;

/// Level, slope and season at the end of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct States {
    /// The level.
    pub level: f64,
    /// The slope, or the ratio of a multiplicative trend; 0 or 1 without a trend.
    pub slope: f64,
    /// The season, that of the first period of the series first; empty without a season.
    pub season: Vec<f64>,
}

/// Form and parameters: the equations themselves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Equations {
    pub(super) form: Form,
    pub(super) parameters: Parameters,
}

/// The forecast of one period and what it was made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    moved: f64,
    slope: f64,
    season: f64,
    /// The forecast.
    pub(super) value: f64,
}

impl States {
    /// The states when the unit of the series is `unit` times smaller.
    pub(super) fn rescaled(&self, form: Form, unit: f64) -> Self {
        let slope = if form.trend.is_ratio() { self.slope } else { self.slope * unit };
        let season = match form.season {
            Season::Additive => self.season.iter().map(|season| season * unit).collect(),
            Season::None | Season::Multiplicative => self.season.clone(),
        };
        Self { level: self.level * unit, slope, season }
    }
}

impl Equations {
    /// The forecast of the period at `position` in the season.
    pub(super) fn step(&self, states: &States, position: usize) -> Step {
        let phi = self.parameters.phi;
        let (slope, moved) = match self.form.trend {
            Trend::None => (states.slope, states.level),
            Trend::Additive | Trend::Damped => {
                let slope = phi * states.slope;
                (slope, states.level + slope)
            }
            Trend::Multiplicative => (states.slope, states.level * states.slope),
            Trend::DampedMultiplicative => {
                let ratio = states.slope.powf(phi);
                (ratio, states.level * ratio)
            }
        };
        let season = states.season.get(position).copied().unwrap_or_default();
        let value = match self.form.season {
            Season::None => moved,
            Season::Additive => moved + season,
            Season::Multiplicative => moved * season,
        };
        Step { moved, slope, season, value }
    }

    /// The states after a period whose value was off its forecast by `error`.
    pub(super) fn advance(&self, states: &mut States, position: usize, step: Step, error: f64) {
        let Parameters { alpha, beta, gamma, .. } = self.parameters;
        let multiplicative = self.form.season == Season::Multiplicative;
        let pull = if multiplicative { error / step.season } else { error };
        states.slope = match self.form.trend {
            Trend::None => step.slope,
            Trend::Additive | Trend::Damped => step.slope + beta * pull,
            Trend::Multiplicative | Trend::DampedMultiplicative => {
                step.slope + beta * pull / states.level
            }
        };
        states.level = step.moved + alpha * pull;
        if let Some(season) = states.season.get_mut(position) {
            let pull = if multiplicative { error / step.moved } else { error };
            *season = step.season + gamma * pull;
        }
    }

    /// Runs over `values` and returns the forecasts one step ahead; `states` ends as the last.
    pub(super) fn run(&self, values: &[f64], states: &mut States) -> Vec<f64> {
        let m = states.season.len().max(1);
        let take = |(t, value): (usize, &f64)| {
            let step = self.step(states, t % m);
            self.advance(states, t % m, step, value - step.value);
            step.value
        };
        values.iter().enumerate().map(take).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equations(name: &str) -> Equations {
        let parameters = Parameters { alpha: 0.5, beta: 0.2, gamma: 0.1, phi: 0.8 };
        Equations { form: Form::parse(name).unwrap(), parameters }
    }

    #[test]
    fn damped_holt_follows_a_calculation_by_hand() {
        let mut states = States { level: 10.0, slope: 2.0, season: Vec::new() };
        // Forecast 11.6, error 1; level 11.6 + 0.5, slope 1.6 + 0.2.
        assert_eq!(equations("AAdN").run(&[12.6], &mut states), [11.6]);
        assert!((states.level - 12.1).abs() < 1e-12 && (states.slope - 1.8).abs() < 1e-12);
    }

    #[test]
    fn ratios_follow_a_calculation_by_hand() {
        let form = equations("MMM");
        let parameters = Parameters { phi: 1.0, ..form.parameters };
        let mut states = States { level: 10.0, slope: 1.2, season: vec![0.5, 1.5] };
        // q = 12, f = 6, e = 3, a = 6: level 12 + 3, ratio 1.2 + 0.2 · 6 / 10, season 0.5 + 0.1 / 4.
        let fitted = Equations { parameters, ..form }.run(&[9.0], &mut states);
        assert!((fitted[0] - 6.0).abs() < 1e-12 && (states.level - 15.0).abs() < 1e-12);
        assert!((states.slope - 1.32).abs() < 1e-12 && (states.season[0] - 0.525).abs() < 1e-12);
        assert_eq!(states.season[1], 1.5);
    }
}
