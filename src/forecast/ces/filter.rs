//! The states of complex exponential smoothing and how they advance.

use crate::forecast::ces::Form;

/// A state and its potential.
type Pair = (f64, f64);

/// Values the first level is the mean of.
const FIRST_LEVEL: usize = 10;

/// The first potential: the level over this, near α₀ and the same for all.
const POTENTIAL: f64 = 1.1;

/// Times the series is run through forwards and backwards to find the first states.
const ROUNDS: usize = 2;

/// The smoothing parameters; β₀ alone in the partial form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Smoothing {
    pub(crate) alpha: Pair,
    pub(crate) beta: Pair,
}

impl Smoothing {
    /// The parameters in the order α₀, α₁, β₀, β₁.
    pub(crate) fn of(parameters: &[f64]) -> Self {
        let part =
            |position: usize, default: f64| parameters.get(position).copied().unwrap_or(default);
        Self { alpha: (part(0, 1.3), part(1, 1.0)), beta: (part(2, 0.3), part(3, 1.0)) }
    }

    /// Whether old errors die out: the level's recursion has its roots inside the unit circle, and
    /// the season takes no more than an error and no less than nothing.
    pub(crate) fn is_stable(&self) -> bool {
        let (a0, a1) = self.alpha;
        // Trace and determinant of the matrix that takes one state to the next, given the values.
        let (trace, determinant) =
            (2.0 - 2.0 * a0 + a1, (1.0 - a0 + a1) * (1.0 - a0) + (1.0 - a1) * (1.0 - a0 - a1));
        let level = determinant.abs() < 1.0 && trace.abs() < 1.0 + determinant;
        level && (0.0..=1.0).contains(&self.beta.0) && (0.0..=2.0).contains(&self.beta.1)
    }
}

/// The next pair, `error` being what the last one missed.
fn next((level, potential): Pair, (real, imaginary): Pair, error: f64) -> Pair {
    (
        level - (1.0 - imaginary) * potential + (real - imaginary) * error,
        level + (1.0 - real) * potential + (real + imaginary) * error,
    )
}

/// The states before a period.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    form: Form,
    level: Pair,
    /// One state a season; that of the period to come is at `season`.
    seasons: Vec<Pair>,
    season: usize,
}

impl Filter {
    /// States from the first values, before they are cast back.
    pub(crate) fn first(values: &[f64], form: Form, length: usize) -> Self {
        let n = if form == Form::None { FIRST_LEVEL.min(values.len()) } else { length };
        let mean = mean(&values[..n]);
        let pair = |level: f64| (level, level / POTENTIAL);
        let seasons = match form {
            Form::None => Vec::new(),
            Form::Simple => values[..n].iter().map(|value| pair(*value)).collect(),
            Form::Partial => values[..n].iter().map(|value| (value - mean, 0.0)).collect(),
            Form::Full => values[..n].iter().map(|value| pair(value - mean)).collect(),
        };
        Self { form, level: pair(mean), seasons, season: 0 }
    }

    /// The value expected next.
    pub(crate) fn expected(&self) -> f64 {
        match self.form {
            Form::None => self.level.0,
            Form::Simple => self.seasons[self.season].0,
            Form::Partial | Form::Full => self.level.0 + self.seasons[self.season].0,
        }
    }

    /// Advances by one period, whose value was missed by `error`.
    pub(crate) fn advance(&mut self, smoothing: &Smoothing, error: f64) {
        if self.form != Form::Simple {
            self.level = next(self.level, smoothing.alpha, error);
        }
        if let Some(state) = self.seasons.get_mut(self.season) {
            *state = match self.form {
                Form::Simple => next(*state, smoothing.alpha, error),
                Form::Full => next(*state, smoothing.beta, error),
                Form::None | Form::Partial => (state.0 + smoothing.beta.0 * error, 0.0),
            };
            self.season = if self.season + 1 == self.seasons.len() { 0 } else { self.season + 1 };
        }
    }

    /// Casts the first states back, and runs through the values; the sum of squared errors, each
    /// error being handed to `seen`.
    pub(crate) fn cast_back_and_run(
        &mut self,
        values: &[f64],
        smoothing: &Smoothing,
        mut seen: impl FnMut(f64),
    ) -> f64 {
        for _ in 0..ROUNDS {
            self.run(values.iter(), smoothing, &mut |_| ());
            self.turn();
            self.run(values.iter().rev(), smoothing, &mut |_| ());
            self.turn();
        }
        self.run(values.iter(), smoothing, &mut seen)
    }

    fn run<'a>(
        &mut self,
        values: impl Iterator<Item = &'a f64>,
        smoothing: &Smoothing,
        seen: &mut impl FnMut(f64),
    ) -> f64 {
        let mut squares = 0.0;
        for value in values {
            let error = value - self.expected();
            squares += error * error;
            seen(error);
            self.advance(smoothing, error);
        }
        squares
    }

    /// Puts the seasons in the order in which the series is met from the other end.
    fn turn(&mut self) {
        self.seasons.rotate_left(self.season);
        self.seasons.reverse();
        self.season = 0;
    }
}

/// The mean; exactly the value itself for a constant series.
fn mean(values: &[f64]) -> f64 {
    let first = values[0];
    first + values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_follow_a_calculation_by_hand() {
        // α = 1.5 + 0.75i, (ℓ, c) = (10, 4), ε = 2: ℓ = 10 − 1 + 1.5, c = 10 − 2 + 4.5.
        assert_eq!(next((10.0, 4.0), (1.5, 0.75), 2.0), (10.5, 12.5));
    }

    #[test]
    fn the_stability_region_ends_where_a_root_reaches_one() {
        // On the real axis α₁ = 1 the matrix is [2 − α₀, 0; −α₀, 1 − α₀]: roots 2 − α₀ and 1 − α₀.
        let stable = |a0: f64| Smoothing { alpha: (a0, 1.0), beta: (0.0, 1.0) }.is_stable();
        assert!(stable(1.01) && stable(1.99) && !stable(0.99) && !stable(2.01));
    }

    #[test]
    fn seasons_are_met_in_the_opposite_order_on_the_way_back() {
        let values = [1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0];
        let mut filter = Filter::first(&values, Form::Simple, 3);
        let smoothing = Smoothing::of(&[1.3, 1.0]);
        let mut errors = Vec::new();
        filter.cast_back_and_run(&values, &smoothing, |error| errors.push(error));
        assert_eq!(errors, [0.0; 7]);
        assert_eq!(filter.expected(), 2.0);
    }
}
