//! Likelihood of the forms without season and without ratios, with its derivatives.
//!
//! One pass over the series carries the derivatives of level and slope by each unknown and adds
//! up the normal equations; nothing is stored.
//!
//! ```text
//! additive error        −ln L = n/2 ln Σ e²
//! multiplicative error  −ln L = n/2 ln Σ (e/f)² + Σ ln f = n/2 ln Σ ρ²     ρ = (e/f) (Π f)^{1/n}
//! ```

use crate::forecast::ets::form::{Form, Noise, Trend};
use crate::forecast::ets::likelihood::{Product, Sums};
use crate::forecast::ets::parameters::{ALPHA, DAMPING, LEAST, SLOPE};
use crate::forecast::ets::search::{Normal, Objective};

/// The likelihood of one form on one series; `K` is 2, 4 or 5 unknowns, 6 for 5.
#[derive(Debug)]
pub(super) struct Plain<'a, const K: usize> {
    values: &'a [f64],
    form: Form,
}

const AXES: [usize; 3] = [ALPHA, SLOPE, DAMPING];

impl<'a, const K: usize> Plain<'a, K> {
    pub(super) fn new(values: &'a [f64], form: Form) -> Self {
        Self { values, form }
    }
}

impl<const K: usize> Objective for Plain<'_, K> {
    #[inline]
    fn n_states(&self) -> usize {
        if K == 2 { 1 } else { 2 }
    }

    #[inline]
    fn axes(&self) -> &[usize] {
        match K {
            2 => &AXES[..1],
            4 => &AXES[..2],
            _ => &AXES,
        }
    }

    fn is_quadratic_in_states(&self) -> bool {
        self.form.noise == Noise::Additive
    }

    fn evaluate(&mut self, x: &[f64], normal: &mut Normal) -> f64 {
        let sums = match self.form.noise {
            Noise::Additive => self.additive(x),
            Noise::Multiplicative => match self.multiplicative(x) {
                Some(sums) => sums,
                None => return f64::INFINITY,
            },
        };
        sums.write(self.values.len(), normal)
    }
}

/// Level and slope with their derivatives by every unknown.
#[derive(Clone, Copy)]
struct Tangent<const K: usize> {
    alpha: f64,
    beta: f64,
    phi: f64,
    level: f64,
    slope: f64,
    by_level: [f64; K],
    by_slope: [f64; K],
    /// Effect of a unit of error on level and slope through the parameters.
    pull_level: [f64; K],
    pull_slope: [f64; K],
    fade: [f64; K],
}

impl<const K: usize> Tangent<K> {
    #[inline]
    fn start(x: &[f64], trend: Trend) -> Self {
        let mut tangent = Self {
            alpha: x[1],
            beta: 0.0,
            phi: 1.0,
            level: x[0],
            slope: 0.0,
            by_level: [0.0; K],
            by_slope: [0.0; K],
            pull_level: [0.0; K],
            pull_slope: [0.0; K],
            fade: [0.0; K],
        };
        tangent.by_level[0] = 1.0;
        if K == 2 {
            tangent.pull_level[1] = 1.0;
            return tangent;
        }
        let (alpha, share) = (x[2], x[3]);
        tangent.slope = x[1];
        tangent.alpha = alpha;
        tangent.beta = LEAST + (alpha - LEAST) * share;
        tangent.by_slope[1] = 1.0;
        tangent.pull_level[2] = 1.0;
        tangent.pull_slope[2] = share;
        tangent.pull_slope[3] = alpha - LEAST;
        if trend.is_damped() {
            tangent.phi = x[4];
            tangent.fade[4] = 1.0;
        }
        tangent
    }

    /// Takes in one value; gives its forecast and the derivatives of that.
    #[inline]
    fn advance(&mut self, value: f64) -> (f64, [f64; K]) {
        let moved = self.phi * self.slope;
        let forecast = self.level + moved;
        let error = value - forecast;
        let mut by = [0.0; K];
        for (i, by) in by.iter_mut().enumerate() {
            let slope = self.phi * self.by_slope[i] + self.fade[i] * self.slope;
            *by = self.by_level[i] + slope;
            self.by_level[i] = *by - self.alpha * *by + error * self.pull_level[i];
            self.by_slope[i] = slope - self.beta * *by + error * self.pull_slope[i];
        }
        self.level = forecast + self.alpha * error;
        self.slope = moved + self.beta * error;
        (forecast, by)
    }
}

impl<const K: usize> Plain<'_, K> {
    fn additive(&self, x: &[f64]) -> Sums<K> {
        let mut tangent = Tangent::<K>::start(x, self.form.trend);
        let mut sums = Sums::new();
        for value in self.values {
            let (forecast, by) = tangent.advance(*value);
            sums.add(value - forecast, &by.map(|by| -by));
        }
        sums
    }

    fn multiplicative(&self, x: &[f64]) -> Option<Sums<K>> {
        let mut tangent = Tangent::<K>::start(x, self.form.trend);
        let mut sums = Sums::new();
        let mut product = Product::new();
        for value in self.values {
            let (forecast, by) = tangent.advance(*value);
            if forecast <= 0.0 {
                return None;
            }
            let inverse = 1.0 / forecast;
            let relative = value * inverse;
            product.multiply(forecast);
            let scaled = by.map(|by| by * inverse);
            for (sum, by) in sums.logarithms.iter_mut().zip(&scaled) {
                *sum += by;
            }
            sums.add(relative - 1.0, &scaled.map(|by| -relative * by));
        }
        sums.logarithm = product.logarithm();
        Some(sums)
    }
}
