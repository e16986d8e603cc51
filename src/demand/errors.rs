//! How wrong the combination will be: pooled errors of its back-test (methods U1–U3).
//!
//! ```text
//! σ_h    root mean square of the log errors h years ahead, over sectors and origins; never falling
//! σ_h    = σ_H (h / H)^g beyond the last step H, g fitted to σ_1 … σ_H within [½, 1]
//! z      = e / σ_h of the other origins      a left-out error in units of what was expected
//! G      quantile function of |z|, made symmetric
//! error(h) = σ_h G(u_h) + √v u₀              v variance of the sector's last figure
//! u_s(h) = √ρ F(h) + √(1−ρ) S_s(h)           F, S_s random walks scaled to variance one
//! ```
//! Because `G` is made of left-out errors, an interval covers the errors of origins it has not
//! seen as often as it says; there is no further inflation. Errors of different years are
//! correlated by `√(min(h,k)/max(h,k))`, those of different sectors by `ρ`, estimated from the
//! errors and kept within [0, 0.8].
//!
//! Sectors are split at the median of employment if each half has 40 errors one year ahead. With
//! fewer than 40 errors in all the prior speaks: `σ_h = 0.085 (h/6)^0.91`, that is 0.085 six and
//! 0.135 ten years ahead, with the tails of a Student t with five degrees of freedom.
//!
//! The error of the level of all employment ([`crate::prepare::Prepared::level_variance`]) is not
//! in here: supply has the same one.
//!
//! # Source
//! Empirical intervals: Williams & Goodman (1971), *A simple method for the construction of
//! empirical confidence limits for economic forecasts*. Student quantiles: Hill (1970), *Algorithm
//! 396*, expansion. The prior is measured on sectors of the United States.

use crate::demand::backtest::{Backtest, Cell, Trial};
use crate::numeric::distribution::normal_quantile;

/// Fewest errors for an empirical distribution.
const FEWEST_ERRORS: usize = 40;
/// Prior spread six years ahead, and how it grows.
const PRIOR_SPREAD: f64 = 0.085;
const PRIOR_STEP: f64 = 6.0;
const PRIOR_GROWTH: f64 = 0.905;
/// Correlation of sectors' errors where it cannot be estimated (method U3).
const PRIOR_CORRELATION: f64 = 0.4;
/// Fewest origins for a correlation of one's own.
const FEWEST_ORIGINS: usize = 6;
/// Bounds of the growth of spreads beyond the last step.
const GROWTH: (f64, f64) = (0.5, 1.0);
/// Spread that counts as none.
const NEGLIGIBLE: f64 = 1e-9;

/// Where a spread comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpreadSource {
    /// Errors of the model's own back-test.
    Backtest,
    /// The stated prior, for want of errors.
    Prior,
}

/// Spread of log errors by years ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// By step, as far as tried.
    by_step: Vec<f64>,
    growth: f64,
}

impl Spread {
    fn prior(n_steps: usize) -> Self {
        let at = |step: usize| PRIOR_SPREAD * (step as f64 / PRIOR_STEP).powf(PRIOR_GROWTH);
        Self { by_step: (1..=n_steps.max(1)).map(at).collect(), growth: PRIOR_GROWTH }
    }

    /// The spread of errors, given by step; steps without an error take that of the step before.
    fn of(errors: &[Vec<f64>]) -> Self {
        let mut largest = NEGLIGIBLE;
        let by_step: Vec<f64> = errors
            .iter()
            .map(|errors| {
                let mean_square =
                    errors.iter().map(|e| e * e).sum::<f64>() / errors.len().max(1) as f64;
                largest = mean_square.sqrt().max(largest);
                largest
            })
            .collect();
        let growth = growth_of(&by_step);
        Self { by_step, growth }
    }

    /// Standard deviation of the log error `step` years ahead.
    pub fn at(&self, step: usize) -> f64 {
        let last = self.by_step.len();
        match self.by_step.get(step.max(1) - 1) {
            Some(spread) => *spread,
            None => self.by_step[last - 1] * (step as f64 / last as f64).powf(self.growth),
        }
    }
}

/// The power of the step by which spreads grow, by least squares in logarithms.
fn growth_of(by_step: &[f64]) -> f64 {
    let x: Vec<f64> = (1..=by_step.len()).map(|step| (step as f64).ln()).collect();
    let y: Vec<f64> = by_step.iter().map(|spread| spread.ln()).collect();
    let line = crate::numeric::least_squares::line(&x, &y);
    line.map_or(GROWTH.0, |line| line.slope.clamp(GROWTH.0, GROWTH.1))
}

/// The shape of errors: from a standard normal number to an error in units of the spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape(Vec<f64>);

/// Knots of a shape lie this far apart, from 0 on.
const KNOT: f64 = 0.1;
const KNOTS: usize = 46;

impl Shape {
    /// A Student t with five degrees of freedom, scaled to variance one.
    fn prior() -> Self {
        let student = |i: usize| {
            let (z, nu) = (KNOT * i as f64, 5.0_f64);
            let first = (z.powi(3) + z) / (4.0 * nu);
            let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * nu * nu);
            let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z)
                / (384.0 * nu.powi(3));
            (z + first + second + third) * ((nu - 2.0) / nu).sqrt()
        };
        Self((0..KNOTS).map(student).collect())
    }

    /// The shape of left-out errors; the i-th of n sizes stands at probability i / (n + 1).
    fn of(mut sizes: Vec<f64>) -> Self {
        sizes.sort_unstable_by(f64::total_cmp);
        let n = sizes.len() as f64;
        let place = |i: usize| normal_quantile(f64::midpoint(1.0, (i + 1) as f64 / (n + 1.0)));
        let places: Vec<f64> = (0..sizes.len()).map(place).collect();
        let (last, largest) = (places[places.len() - 1], sizes[sizes.len() - 1]);
        let at = |z: f64| {
            let above = places.partition_point(|place| *place < z);
            match (above.checked_sub(1), places.get(above)) {
                (_, None) => largest * z / last,
                (None, Some(first)) => sizes[0] * z / first,
                (Some(below), Some(_)) => {
                    let part = (z - places[below]) / (places[above] - places[below]);
                    sizes[below] + part * (sizes[above] - sizes[below])
                }
            }
        };
        Self((0..KNOTS).map(|i| at(KNOT * i as f64)).collect())
    }

    /// The error, in units of the spread, for a standard normal number.
    pub fn at(&self, z: f64) -> f64 {
        let position = (z.abs() / KNOT).min((KNOTS - 1) as f64 - 1e-9);
        let below = position as usize;
        let part = position - below as f64;
        (self.0[below] + part * (self.0[below + 1] - self.0[below])).copysign(z)
    }

    /// Logarithm of the mean of `exp(spread · error)`, by the trapezoidal rule.
    fn log_mean_exponential(&self, spread: f64) -> f64 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for i in 0..=160 {
            let z = -4.0 + 0.05 * f64::from(i);
            let density = (-0.5 * z * z).exp();
            sum += density * (spread * self.at(z)).exp();
            weight += density;
        }
        f64::ln(sum / weight)
    }
}

/// The distribution of the combination's errors.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorModel {
    /// Where the spreads come from.
    pub source: SpreadSource,
    /// Number of errors behind them.
    pub n_errors: usize,
    /// Correlation of different sectors' errors.
    pub correlation: f64,
    /// Spread of each sector.
    pub by_sector: Vec<Spread>,
    /// Spread of the forecast of all employment.
    pub total: Spread,
    /// Shape of the errors.
    pub shape: Shape,
}

impl ErrorModel {
    /// Logarithm of the mean of the exponential of an error of this spread.
    pub(crate) fn log_mean(&self, spread: f64) -> f64 {
        self.shape.log_mean_exponential(spread)
    }
}

/// Weight of the sectors' errors beside those of the total, in origins.
const ORIGINS_OF_PRIOR_TOTAL: f64 = 5.0;

/// Fits the distribution of errors to the trial of the combination.
pub(crate) fn fit(backtest: &Backtest, trial: &Trial) -> ErrorModel {
    let n_sectors = backtest.n_sectors();
    let sectors: Vec<usize> = (0..n_sectors).collect();
    let n_errors = cells_of(backtest, trial, &sectors).count();
    if n_errors < FEWEST_ERRORS {
        let prior = Spread::prior(backtest.n_steps);
        return ErrorModel {
            source: SpreadSource::Prior,
            n_errors,
            correlation: PRIOR_CORRELATION,
            by_sector: vec![prior.clone(); n_sectors],
            total: total_spread(backtest, trial, &vec![prior; n_sectors], PRIOR_CORRELATION),
            shape: Shape::prior(),
        };
    }
    let mut by_sector = vec![Spread::prior(1); n_sectors];
    let mut standardised = Vec::with_capacity(n_errors);
    for class in size_classes(backtest, trial) {
        let spread = spread_without(backtest, trial, &class, None);
        for sector in &class {
            by_sector[*sector] = spread.clone();
        }
        for origin in 0..backtest.origins.len() {
            let without = spread_without(backtest, trial, &class, Some(origin));
            standardised.extend(
                cells_of(backtest, trial, &class)
                    .filter(|(cell, _)| cell.origin == origin)
                    .map(|(cell, error)| (cell, error / without.at(cell.step))),
            );
        }
    }
    let correlation = correlation(backtest, &standardised);
    let sizes = standardised.into_iter().map(|(_, z)| z.abs()).collect();
    let total = total_spread(backtest, trial, &by_sector, correlation);
    let source = SpreadSource::Backtest;
    ErrorModel { source, n_errors, correlation, by_sector, total, shape: Shape::of(sizes) }
}

fn cells_of<'a>(
    backtest: &'a Backtest,
    trial: &'a Trial,
    sectors: &'a [usize],
) -> impl Iterator<Item = (Cell, f64)> + 'a {
    sectors
        .iter()
        .flat_map(|sector| backtest.cells(*sector))
        .filter_map(|cell| Some((cell, backtest.log_error(trial, cell)?)))
}

/// The spread by step over some sectors, one origin left out.
fn spread_without(
    backtest: &Backtest,
    trial: &Trial,
    sectors: &[usize],
    left_out: Option<usize>,
) -> Spread {
    let mut errors = vec![Vec::new(); backtest.n_steps];
    for (cell, error) in cells_of(backtest, trial, sectors) {
        if Some(cell.origin) != left_out {
            errors[cell.step - 1].push(error);
        }
    }
    Spread::of(&errors)
}

/// Small and large sectors if both have errors enough, else all in one class.
fn size_classes(backtest: &Backtest, trial: &Trial) -> Vec<Vec<usize>> {
    let mut by_size: Vec<usize> = (0..backtest.n_sectors()).collect();
    let size = |sector: usize| backtest.actual[sector].last().copied().unwrap_or(0.0);
    by_size.sort_by(|a, b| size(*a).total_cmp(&size(*b)));
    let (small, large) = by_size.split_at(by_size.len() / 2);
    let next_year = |sectors: &[usize]| {
        cells_of(backtest, trial, sectors).filter(|(cell, _)| cell.step == 1).count()
    };
    if [small, large].iter().all(|class| next_year(class) >= FEWEST_ERRORS) {
        vec![small.to_vec(), large.to_vec()]
    } else {
        vec![by_size]
    }
}

/// Mean product of different sectors' errors over their mean square, within [0, 0.8].
fn correlation(backtest: &Backtest, standardised: &[(Cell, f64)]) -> f64 {
    if backtest.origins.len() < FEWEST_ORIGINS || backtest.n_sectors() < 2 {
        return PRIOR_CORRELATION;
    }
    let (mut products, mut pairs, mut squares) = (0.0, 0.0, 0.0);
    for origin in 0..backtest.origins.len() {
        for step in 1..=backtest.n_steps {
            let together = standardised
                .iter()
                .filter(|(cell, _)| cell.origin == origin && cell.step == step)
                .map(|(_, z)| *z);
            let (n, sum, square) = together
                .fold((0.0, 0.0, 0.0), |(n, sum, square), z| (n + 1.0, sum + z, square + z * z));
            products += sum * sum - square;
            pairs += n * (n - 1.0);
            squares += square;
        }
    }
    let mean_square = squares / standardised.len().max(1) as f64;
    if pairs == 0.0 || mean_square <= 0.0 {
        return PRIOR_CORRELATION;
    }
    (products / pairs / mean_square).clamp(0.0, 0.8)
}

/// The total's spread: its own squared errors, and the sectors' as if they were five origins more.
fn total_spread(
    backtest: &Backtest,
    trial: &Trial,
    by_sector: &[Spread],
    correlation: f64,
) -> Spread {
    let total = backtest.n_sectors();
    let sizes: Vec<f64> =
        backtest.actual[..total].iter().map(|v| v.last().copied().unwrap_or(0.0)).collect();
    let sum: f64 = sizes.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let by_step: Vec<f64> = (1..=backtest.n_steps)
        .map(|step| {
            let parts: Vec<f64> =
                sizes.iter().zip(by_sector).map(|(size, s)| size / sum * s.at(step)).collect();
            let together = parts.iter().sum::<f64>().powi(2);
            let apart: f64 = parts.iter().map(|part| part * part).sum();
            let prior = correlation * together + (1.0 - correlation) * apart;
            let own: Vec<f64> = cells_of(backtest, trial, &[total])
                .filter(|(cell, _)| cell.step == step)
                .map(|(_, error)| error * error)
                .collect();
            let squares = own.iter().sum::<f64>() + ORIGINS_OF_PRIOR_TOTAL * prior;
            (squares / (own.len() as f64 + ORIGINS_OF_PRIOR_TOTAL)).sqrt().max(NEGLIGIBLE)
        })
        .scan(0.0_f64, |largest, spread| {
            *largest = largest.max(spread);
            Some(*largest)
        })
        .collect();
    let growth = growth_of(&by_step);
    Spread { by_step, growth }
}
