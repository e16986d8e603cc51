//! What every model of the engine promises, tried on random and on awkward series.
//!
//! A model joins with one line in its own tests:
//!
//! ```text
//! holds(ADDITIVE, 2, |series| boxed(fit(series)));
//! ```
//! `2` being the fewest observations it takes where there is no season. Promised are:
//!
//! 1. too short a series is refused with the number needed, and nothing panics;
//! 2. forecasts, residuals, parameters, likelihood and sample paths are finite, as many as asked,
//!    and the same bits each time;
//! 3. the first periods do not depend on the horizon, to the last bit;
//! 4. a change of unit by a power of two changes forecasts and paths by the same, to the last bit;
//! 5. a constant series is forecast, and drawn, as exactly itself;
//! 6. additive models: what is added to all values is added to the forecast.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::test_runner::{Config, TestRng, TestRunner};

use crate::forecast::{Fit, FitError, FittedModel, Future, Series};
use crate::numeric::seed::stream;

/// Which series a model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Values of any sign.
    AnySign,
    /// Positive values; others are refused with [`FitError::NotPositive`].
    Positive,
}

/// What becomes of a constant added to all values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shift {
    /// It is added to the forecast.
    Carried,
    /// It is added to the forecast where there is no season.
    CarriedWithoutSeason,
    /// Nothing is promised.
    Unpromised,
}

/// What a model promises beyond that which all promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Promises {
    pub(crate) takes: Takes,
    pub(crate) shift: Shift,
}

/// Models whose level is free, such as exponential smoothing with additive errors.
pub(crate) const ADDITIVE: Promises = Promises { takes: Takes::AnySign, shift: Shift::Carried };
/// The same, save that a season may multiply the level.
pub(crate) const ADDITIVE_WITHOUT_SEASON: Promises =
    Promises { takes: Takes::AnySign, shift: Shift::CarriedWithoutSeason };
/// Models of any series that change with its distance from zero.
#[allow(dead_code, reason = "models with multiplicative seasons join with it")]
pub(crate) const GENERAL: Promises = Promises { takes: Takes::AnySign, shift: Shift::Unpromised };
/// Models of logarithms.
pub(crate) const LOGARITHMIC: Promises =
    Promises { takes: Takes::Positive, shift: Shift::Unpromised };

const HORIZON: usize = 12;
const SEASON_LENGTHS: [usize; 3] = [1, 4, 12];

/// Checks a model that takes `needed` values or more where there is no season.
pub(crate) fn holds(promises: Promises, needed: usize, fit: impl Fn(&Series<'_>) -> Fit) {
    let contract = Contract { promises, needed, fit: &fit };
    contract.refuses_what_is_too_short();
    contract.carries_constants_on();
    contract.takes_awkward_series();
    let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    TestRunner::new_with_rng(config, rng)
        .run(&any_series(promises.takes), |values| {
            contract.try_series(&values);
            Ok(())
        })
        .unwrap();
}

/// Noise, walks, trends, seasons, spikes and counts with zeros, of up to 60 values.
fn any_series(takes: Takes) -> impl Strategy<Value = Vec<f64>> {
    let noise = vec(-1.0..1.0, 1..60);
    let shape = prop_oneof![Just(0_u8), Just(1), Just(2), Just(3), Just(4), Just(5)];
    (noise, shape, any::<u8>()).prop_map(move |(noise, shape, place)| {
        let values = shaped(&noise, shape, usize::from(place));
        if takes == Takes::Positive {
            values.into_iter().map(|value| value.abs() + 1.0).collect()
        } else {
            values
        }
    })
}

fn shaped(noise: &[f64], shape: u8, place: usize) -> Vec<f64> {
    let mut walk = 0.0;
    let mut values: Vec<f64> = noise
        .iter()
        .enumerate()
        .map(|(t, e)| {
            walk += e;
            match shape {
                0 => 10.0 * e,
                1 => 50.0 + 5.0 * walk,
                2 => 100.0 + 3.0 * t as f64 + e,
                3 => 40.0 + 10.0 * ((t + place) % 4) as f64 + e,
                _ => (10.0 * e).max(0.0).floor(),
            }
        })
        .collect();
    if shape == 5 {
        let n = values.len();
        values[place % n] = 1e9;
    }
    values
}

struct Contract<'a, F> {
    promises: Promises,
    needed: usize,
    fit: &'a F,
}

impl<F: Fn(&Series<'_>) -> Fit> Contract<'_, F> {
    fn refuses_what_is_too_short(&self) {
        let values: Vec<f64> = (0..20).map(|t| f64::from(10 + t % 3 + t / 2)).collect();
        for found in 0..values.len() {
            let fitted = (self.fit)(&Series::annual(&values[..found]));
            let refused = FitError::TooFewObservations { needed: self.needed, found };
            match fitted {
                Err(error) => assert!(found < self.needed && error == refused, "{found}: {error}"),
                Ok(_) => assert!(found >= self.needed, "{found} are too few, and are taken"),
            }
        }
    }

    fn carries_constants_on(&self) {
        let mut constants = vec![1.0, 0.1, 1.0 / 3.0, 123_456.7, 1e-9];
        if self.promises.takes == Takes::AnySign {
            constants.extend([0.0, -0.7]);
        }
        for (constant, n) in constants.iter().flat_map(|c| [1, 2, 3, 7, 13, 40].map(|n| (*c, n))) {
            let values = vec![constant; n];
            for fitted in SEASON_LENGTHS.iter().filter_map(|m| self.fitted(&values, *m)) {
                let expected = vec![constant; HORIZON];
                assert_eq!(fitted.forecast(&Future::steps(HORIZON)), expected, "{n} values");
                assert_eq!(draw(fitted.as_ref(), HORIZON), expected, "{n} values");
            }
        }
    }

    fn takes_awkward_series(&self) {
        let huge = [1e100, 3e100, 2e100, 5e100, 4e100, 6e100, 1e100, 9e100, 8e100];
        let tiny = huge.map(|value| value * 1e-200);
        let step = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1e6, 1e6, 1e6, 1e6, 1e6];
        let alternating = [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0];
        let line: Vec<f64> = (1..30).map(f64::from).collect();
        let doubling: Vec<f64> = (0..30).map(|t| f64::from(t).exp2()).collect();
        for values in [&huge[..], &tiny, &step, &alternating, &line, &doubling] {
            for n in 1..=values.len() {
                self.try_series(&values[..n]);
                let reversed: Vec<f64> = values[..n].iter().rev().copied().collect();
                self.try_series(&reversed);
            }
        }
        if self.promises.takes == Takes::AnySign {
            let mut late = [0.0; 15];
            late[14] = 5.0;
            let mut early = [0.0; 15];
            early[0] = -5.0;
            self.try_series(&late);
            self.try_series(&early);
        }
    }

    fn try_series(&self, values: &[f64]) {
        for season_length in SEASON_LENGTHS {
            let Some(fitted) = self.fitted(values, season_length) else { continue };
            let forecast = fitted.forecast(&Future::steps(HORIZON));
            self.is_finite_and_repeats(fitted.as_ref(), values);
            Self::prefixes_agree(fitted.as_ref(), &forecast);
            self.follows_the_unit(values, season_length, fitted.as_ref());
            self.follows_the_shift(values, season_length, &forecast);
        }
    }

    /// The fitted model; none where the series is refused for a reason the contract allows.
    fn fitted(&self, values: &[f64], season_length: usize) -> Option<Box<dyn FittedModel>> {
        match (self.fit)(&Series::seasonal(values, season_length)) {
            Ok(fitted) => Some(fitted),
            Err(error) => {
                let short = values.len() < self.needed || season_length > 1;
                let allowed = match error {
                    FitError::TooFewObservations { .. } => short,
                    FitError::NotPositive | FitError::Unsuitable(_) => true,
                    _ => false,
                };
                assert!(allowed, "{error}: {values:?}");
                None
            }
        }
    }

    fn is_finite_and_repeats(&self, fitted: &dyn FittedModel, values: &[f64]) {
        let forecast = fitted.forecast(&Future::steps(HORIZON));
        let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
        assert!(forecast.len() == HORIZON && finite(&forecast), "{forecast:?} of {values:?}");
        assert_eq!(forecast, fitted.forecast(&Future::steps(HORIZON)));
        let residuals = fitted.residuals();
        assert!(residuals.len() <= values.len() && finite(residuals), "{residuals:?}");
        let path = draw(fitted, HORIZON);
        assert!(finite(&path), "{path:?} of {values:?}");
        assert_eq!(path, draw(fitted, HORIZON));
        let summary = fitted.summary();
        let figures = summary.parameters.iter().map(|(_, value)| *value);
        let mut figures = figures.chain(summary.log_likelihood).chain(summary.aicc);
        assert!(figures.all(f64::is_finite), "{summary:?} of {values:?}");
        if self.promises.takes == Takes::Positive {
            assert!(forecast.iter().chain(&path).all(|value| *value >= 0.0), "{path:?}");
        }
    }

    fn prefixes_agree(fitted: &dyn FittedModel, forecast: &[f64]) {
        for horizon in [0, 1, 5] {
            let shorter = fitted.forecast(&Future::steps(horizon));
            assert_eq!(shorter, forecast[..horizon]);
        }
    }

    fn follows_the_unit(&self, values: &[f64], season_length: usize, fitted: &dyn FittedModel) {
        for unit in [0.125, 1024.0] {
            let scaled: Vec<f64> = values.iter().map(|value| value * unit).collect();
            let Some(other) = self.fitted(&scaled, season_length) else {
                panic!("{values:?} are taken, and refused in another unit")
            };
            let expected = |values: Vec<f64>| -> Vec<f64> {
                values.into_iter().map(|value| value * unit).collect()
            };
            let future = Future::steps(HORIZON);
            assert_eq!(other.forecast(&future), expected(fitted.forecast(&future)), "{values:?}");
            assert_eq!(draw(other.as_ref(), HORIZON), expected(draw(fitted, HORIZON)));
        }
    }

    fn follows_the_shift(&self, values: &[f64], season_length: usize, forecast: &[f64]) {
        match self.promises.shift {
            Shift::Carried => {}
            Shift::CarriedWithoutSeason if season_length == 1 => {}
            _ => return,
        }
        let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        for shift in [largest, -3.0 * largest] {
            let shifted: Vec<f64> = values.iter().map(|value| value + shift).collect();
            let Some(other) = self.fitted(&shifted, season_length) else { continue };
            for (found, before) in other.forecast(&Future::steps(HORIZON)).iter().zip(forecast) {
                let difference = (found - shift - before).abs();
                assert!(difference <= 1e-8 * shift.abs(), "{difference} at {shift}: {values:?}");
            }
        }
    }
}

/// One sample path.
fn draw(fitted: &dyn FittedModel, horizon: usize) -> Vec<f64> {
    let mut path = vec![f64::NAN; horizon];
    fitted.simulate(&Future::steps(horizon), &mut stream(3, "contract", 0), &mut path);
    path
}
