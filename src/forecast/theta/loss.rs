//! The sum of squared errors of a theta model for a given smoothing parameter, and its derivative.
//!
//! The errors are linear in the first level and in `ω = 1 − 1/θ`:
//!
//! ```text
//! e(t) = r(t) − λ u(t) − ω v(t)
//! r(t) = y(t) − s(t−1)                 s(t) = α y(t) + (1 − α) s(t−1)      s(0) = 0
//! u(t) = (1 − α)^{t−1}
//! v(t) = (1 − α)^{t−1} A(t−1) + B(t−1) [1 − (1 − α)^t] / α
//! ```
//! with `A` and `B` of the whole series in the static models and of the values before `t` in the
//! dynamic ones. So for each `α` the best `λ` and `ω` follow from the products of these columns,
//! which one pass sums; `0 ≤ ω ≤ 1` is `1 ≤ θ ≤ ∞`. At the best `λ` and `ω` the derivative by `α`
//! is the partial one, which the same pass sums. Only `α` is left to be searched.

use crate::forecast::theta::trend_line::TrendLine;
use crate::forecast::theta::{Dynamics, Estimation, Theta};

/// Errors of the first periods are left out, as in the published programs: the level and the
/// line through so few values say nothing yet.
const FIRST_COUNTED: usize = 3;

/// Fewest counted values at which the first level is free: with fewer, every α fits them all.
const FEWEST_FOR_LEAST_SQUARES: usize = 5;

/// The weight of the half in the mean of it and the estimate of ω, in observations.
const PRIOR_OBSERVATIONS: f64 = 1.0;

/// Everything but α that the sum of squares depends on.
#[derive(Clone, Debug)]
pub(crate) struct Loss {
    /// Values less the first one.
    pub(crate) values: Vec<f64>,
    /// A and B by which each value is forecast.
    lines: Vec<(f64, f64)>,
    pub(crate) last_line: TrendLine,
    dynamics: Dynamics,
    theta: Theta,
    estimation: Estimation,
}

/// The best λ and ω for one α.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Profile {
    pub(crate) alpha: f64,
    /// The sum of squares, with that of the prior.
    pub(crate) value: f64,
    /// Its derivative by α.
    pub(crate) derivative: f64,
    /// λ, less the first value over θ.
    pub(crate) start: f64,
    /// ω.
    pub(crate) weight: f64,
}

/// Products of the columns.
#[derive(Clone, Copy, Debug, Default)]
struct Products {
    rr: f64,
    ru: f64,
    rv: f64,
    uu: f64,
    uv: f64,
    vv: f64,
}

/// The columns at one period.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    r: f64,
    u: f64,
    v: f64,
}

impl Products {
    fn add(&mut self, x: Row, y: Row) {
        self.rr += x.r * y.r;
        self.ru += x.r * y.u;
        self.rv += x.r * y.v;
        self.uu += x.u * y.u;
        self.uv += x.u * y.v;
        self.vv += x.v * y.v;
    }

    /// Half the derivative of all products, `x` standing beside its derivative `dx`.
    fn add_derivative(&mut self, x: Row, dx: Row) {
        self.rr += x.r * dx.r;
        self.ru += 0.5 * (x.r * dx.u + dx.r * x.u);
        self.rv += 0.5 * (x.r * dx.v + dx.r * x.v);
        self.uu += x.u * dx.u;
        self.uv += 0.5 * (x.u * dx.v + dx.u * x.v);
        self.vv += x.v * dx.v;
    }

    fn squares(&self, start: f64, weight: f64) -> f64 {
        self.rr - 2.0 * (start * self.ru + weight * self.rv)
            + start * start * self.uu
            + 2.0 * start * weight * self.uv
            + weight * weight * self.vv
    }
}

impl Loss {
    pub(crate) fn new(
        series: &[f64],
        (dynamics, theta, estimation): (Dynamics, Theta, Estimation),
    ) -> Self {
        let first = series.first().copied().unwrap_or(0.0);
        let values: Vec<f64> = series.iter().map(|value| value - first).collect();
        let mut line = TrendLine::default();
        let mut lines: Vec<(f64, f64)> = values
            .iter()
            .map(|value| {
                let before = (line.intercept(), line.slope);
                line = line.with(*value);
                before
            })
            .collect();
        if dynamics == Dynamics::Static {
            lines.fill((line.intercept(), line.slope));
        }
        let n_counted = values.len() - FIRST_COUNTED.min(values.len() / 2);
        let estimation =
            if n_counted < FEWEST_FOR_LEAST_SQUARES { Estimation::Shrunk } else { estimation };
        Self { values, lines, last_line: line, dynamics, theta, estimation }
    }

    /// Position of the first value whose error counts.
    pub(crate) fn first_counted(&self) -> usize {
        FIRST_COUNTED.min(self.values.len() / 2)
    }

    fn n_counted(&self) -> f64 {
        (self.values.len() - self.first_counted()) as f64
    }

    /// The line by which values after the last are forecast, `line` being that of the dynamic
    /// models.
    pub(crate) fn next_line(&self, line: &TrendLine) -> (f64, f64) {
        let line = if self.dynamics == Dynamics::Static { &self.last_line } else { line };
        (line.intercept(), line.slope)
    }

    /// The best λ and ω for `alpha`.
    pub(crate) fn profile(&self, alpha: f64) -> Profile {
        let (products, halves) = self.products(alpha);
        let (start, weight) = self.solve(&products);
        let prior = self.prior() * (weight - 0.5).powi(2);
        Profile {
            alpha,
            value: products.squares(start, weight) + prior * products.vv,
            derivative: 2.0 * (halves.squares(start, weight) + prior * halves.vv),
            start,
            weight,
        }
    }

    /// The counted errors, the level at the last value, and `(1 − α)^n`.
    pub(crate) fn run(&self, profile: &Profile) -> (Vec<f64>, f64, f64) {
        let Profile { alpha, start, weight, .. } = *profile;
        let (mut level, mut power) = (start, 1.0);
        let mut errors = Vec::with_capacity(self.values.len());
        for (value, (intercept, slope)) in self.values.iter().zip(&self.lines) {
            let next_power = power * (1.0 - alpha);
            let lean = power * intercept + (1.0 - next_power) / alpha * slope;
            errors.push(value - level - weight * lean);
            level += alpha * (value - level);
            power = next_power;
        }
        (errors.split_off(self.first_counted()), level, power)
    }

    /// Products of the columns, and half their derivatives by α.
    fn products(&self, alpha: f64) -> (Products, Products) {
        let (keep, inverse) = (1.0 - alpha, 1.0 / alpha);
        let first_counted = self.first_counted();
        let (mut products, mut halves) = (Products::default(), Products::default());
        let (mut level, mut level_slope) = (0.0, 0.0);
        // (1 − α)^{t−1} and its derivative.
        let (mut power, mut power_slope) = (1.0, 0.0);
        for (t, (value, (intercept, slope))) in self.values.iter().zip(&self.lines).enumerate() {
            let next_power = power * keep;
            let next_power_slope = power_slope * keep - power;
            let carried = (1.0 - next_power) * inverse;
            let carried_slope = -(next_power_slope + carried) * inverse;
            if t >= first_counted {
                let row =
                    Row { r: value - level, u: power, v: power * intercept + carried * slope };
                let row_slope = Row {
                    r: -level_slope,
                    u: power_slope,
                    v: power_slope * intercept + carried_slope * slope,
                };
                products.add(row, row);
                halves.add_derivative(row, row_slope);
            }
            level_slope = keep * level_slope + (value - level);
            level += alpha * (value - level);
            (power, power_slope) = (next_power, next_power_slope);
        }
        (products, halves)
    }

    /// Weight of `(ω − ½)²` relative to the sum of squares of `v`.
    fn prior(&self) -> f64 {
        let shrunk = self.estimation == Estimation::Shrunk && self.theta == Theta::Optimised;
        if shrunk { PRIOR_OBSERVATIONS / self.n_counted() } else { 0.0 }
    }

    /// λ and ω at which the sum of squares is smallest.
    fn solve(&self, products: &Products) -> (f64, f64) {
        let p = products;
        let start_is_free = self.estimation == Estimation::LeastSquares && p.uu > 0.0;
        // λ for a given ω.
        let start = |weight: f64| {
            if start_is_free { (p.ru - weight * p.uv) / p.uu } else { 0.0 }
        };
        if self.theta == Theta::Two {
            return (start(0.5), 0.5);
        }
        let prior = self.prior() * p.vv;
        let (numerator, denominator) = if start_is_free {
            (p.rv - p.ru * (p.uv / p.uu), p.vv - p.uv * (p.uv / p.uu))
        } else {
            (p.rv + 0.5 * prior, p.vv + prior)
        };
        let determined = denominator > 1e-12 * p.vv;
        let weight = if determined { (numerator / denominator).clamp(0.0, 1.0) } else { 0.5 };
        (start(weight), weight)
    }
}
