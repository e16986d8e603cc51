//! The search for the coefficients.

use crate::forecast::arima::hannan_rissanen;
use crate::forecast::arima::likelihood::{Likelihood, Sample, Shape};
use crate::numeric::quasi_newton::{Limits, Outcome, QuasiNewton};

/// Where a start is kept away from the circle.
const FARTHEST: f64 = 0.9;
/// Starts spread over the admissible models, for a model with terms of both kinds.
const N_SPREAD: usize = 12;

/// How well the coefficients are to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// So that criteria of models can be compared: ln L within about 1e-4.
    Comparison,
    /// So that coefficients can be printed: ln L within about 1e-9.
    Final,
}

impl Precision {
    fn limits(self, n: usize) -> Limits {
        let (iterations, gap) = match self {
            Self::Comparison => (40, 1e-4),
            Self::Final => (200, 1e-9),
        };
        Limits { iterations, tolerance: gap / n.max(1) as f64, longest_step: 0.5, curvature: 4.0 }
    }
}

/// The memory of searches, reused from model to model.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub(super) likelihood: Likelihood,
    search: QuasiNewton,
}

impl Memory {
    /// Moves `x` to a maximum of the likelihood near it.
    pub(super) fn climb(
        &mut self,
        sample: &Sample,
        shape: &Shape,
        x: &mut [f64],
        precision: Precision,
    ) -> Outcome {
        let likelihood = &mut self.likelihood;
        let objective = |x: &[f64], gradient: &mut [f64]| {
            let value = likelihood.value(sample, shape, x);
            if value.is_finite() {
                likelihood.gradient(sample, shape, x, gradient);
            }
            value
        };
        self.search.minimise(objective, x, precision.limits(sample.n))
    }

    /// The best maximum reached from `start` and from several others.
    pub(super) fn maximise(
        &mut self,
        sample: &Sample,
        shape: &Shape,
        start: Option<Vec<f64>>,
    ) -> (Vec<f64>, Outcome) {
        let mut best: Option<(Vec<f64>, f64)> = None;
        let own = start.into_iter().filter(|start| start.len() == shape.size());
        for mut x in own.chain(self.starts(sample, shape)) {
            let value = self.climb(sample, shape, &mut x, Precision::Comparison).value;
            if value.is_finite() && best.as_ref().is_none_or(|(_, found)| value < *found) {
                best = Some((x, value));
            }
        }
        let mut x = best.map_or_else(|| vec![0.0; shape.size()], |(x, _)| x);
        let outcome = self.climb(sample, shape, &mut x, Precision::Final);
        (x, outcome)
    }

    /// The likelihood of a mixed model has many maxima, so it gets many starts.
    pub(super) fn starts(&mut self, sample: &Sample, shape: &Shape) -> Vec<Vec<f64>> {
        let size = shape.size();
        if size == 0 {
            return Vec::new();
        }
        let mut starts = vec![self.regression_start(sample, shape)];
        let mixed = shape.ar + shape.seasonal_ar > 0 && shape.ma + shape.seasonal_ma > 0;
        if mixed {
            starts.push(self.nested_start(sample, shape));
        }
        let n_spread = if size == 1 {
            2
        } else if mixed {
            N_SPREAD
        } else {
            N_SPREAD / 3
        };
        starts.extend((1..=n_spread).map(|k| spread(k, size)));
        starts
    }

    /// The maximum of the model without its moving averages, which has no others.
    fn nested_start(&mut self, sample: &Sample, shape: &Shape) -> Vec<f64> {
        let nested = Shape { ma: 0, seasonal_ma: 0, ..*shape };
        let mut x = self.regression_start(sample, &nested);
        self.climb(sample, &nested, &mut x, Precision::Comparison);
        carried_over(&x, &nested, shape)
    }

    /// The start of Hannan and Rissanen, on what the columns leave unexplained.
    pub(super) fn regression_start(&mut self, sample: &Sample, shape: &Shape) -> Vec<f64> {
        let none = Shape { ar: 0, ma: 0, seasonal_ar: 0, seasonal_ma: 0, ..*shape };
        self.likelihood.value(sample, &none, &[]);
        let mut x = hannan_rissanen::start(&self.likelihood.error, shape);
        x.iter_mut().for_each(|x| *x = inside(*x));
        x
    }
}

/// Free variables of one order made a start for another: partial autocorrelations both have stay,
/// further ones are zero.
pub(super) fn carried_over(x: &[f64], from: &Shape, to: &Shape) -> Vec<f64> {
    let mut carried = Vec::with_capacity(to.size());
    for (block, terms) in from.split(x).into_iter().zip(to.terms()) {
        let kept = block.iter().copied().map(inside);
        carried.extend(kept.chain(std::iter::repeat(0.0)).take(terms));
    }
    carried
}

/// The variable of the same model within the unit interval, off its ends.
fn inside(x: f64) -> f64 {
    let x = if x.abs() > 1.0 { 1.0 / x } else { x };
    x.clamp(-FARTHEST, FARTHEST)
}

/// Point `k` of a sequence that fills the cube evenly.
///
/// # Source
/// Weyl (1916), *Über die Gleichverteilung von Zahlen mod. Eins*; multiples of powers of the root
/// of g^(n+1) = g + 1 in n variables.
fn spread(k: usize, size: usize) -> Vec<f64> {
    let mut root = 1.5_f64;
    for _ in 0..40 {
        root = (1.0 + root).powf(1.0 / (size as f64 + 1.0));
    }
    let mut step = 1.0;
    (0..size)
        .map(|_| {
            step /= root;
            FARTHEST * (2.0 * (0.5 + step * k as f64).fract() - 1.0)
        })
        .collect()
}
