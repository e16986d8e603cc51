//! The last value of the same season: `ŷ(T+h) = y(T + h − m⌈h/m⌉)`, `m` the season length.
//!
//! Paths are drawn from the seasonal random walk, `y(t) = y(t−m) + ε(t)`. Without a season it is
//! the last value.

use crate::forecast::errors::Errors;
use crate::forecast::{Convergence, FitError, FitSummary, FittedModel, Future, Series, require};
use crate::numeric::seed::Stream;

/// A seasonal random walk.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonalNaive {
    /// The last season, oldest value first.
    last: Vec<f64>,
    errors: Errors,
}

/// Takes the last season.
///
/// # Errors
/// [`FitError::TooFewObservations`] for less than one season.
pub fn fit(series: &Series<'_>) -> Result<SeasonalNaive, FitError> {
    let (values, length) = (series.values, series.season_length.max(1));
    require(values, length)?;
    let changes = values.iter().zip(&values[length..]).map(|(before, now)| now - before).collect();
    let last = values[values.len() - length..].to_vec();
    Ok(SeasonalNaive { last, errors: Errors::new(changes, 0) })
}

impl FittedModel for SeasonalNaive {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        self.last.iter().copied().cycle().take(future.horizon).collect()
    }

    fn residuals(&self) -> &[f64] {
        self.errors.residuals()
    }

    fn summary(&self) -> FitSummary {
        self.errors.summary(Convergence::ClosedForm, &[])
    }

    fn simulate(&self, _: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let length = self.last.len();
        for h in 0..path.len() {
            let before = if h < length { self.last[h] } else { path[h - length] };
            path[h] = before + self.errors.draw(stream);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::boxed;
    use crate::forecast::contract::{ADDITIVE, holds};

    #[test]
    fn it_keeps_the_contract() {
        holds(ADDITIVE, 1, |series| boxed(fit(series)));
    }

    #[test]
    fn the_last_season_comes_again() {
        let fitted = fit(&Series::seasonal(&[1.0, 2.0, 3.0, 5.0, 8.0], 3)).unwrap();
        assert_eq!(fitted.forecast(&Future::steps(5)), [3.0, 5.0, 8.0, 3.0, 5.0]);
        assert_eq!(fitted.residuals(), [4.0, 6.0]);
    }

    #[test]
    fn less_than_one_season_is_too_little() {
        let found = fit(&Series::seasonal(&[1.0, 2.0], 4)).unwrap_err();
        assert_eq!(found, FitError::TooFewObservations { needed: 4, found: 2 });
    }
}
