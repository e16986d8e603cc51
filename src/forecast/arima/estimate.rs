//! The search for the coefficients.

use crate::forecast::arima::hannan_rissanen;
use crate::forecast::arima::likelihood::{Likelihood, Sample, Shape};
use crate::numeric::quasi_newton::{Limits, Outcome, QuasiNewton};

/// Where a start is kept away from the circle.
const FARTHEST: f64 = 0.9;
/// Free variables of further starts: of the autoregressions, of the moving averages.
const FURTHER_STARTS: [(f64, f64); 3] = [(0.05, -0.05), (0.4, 0.3), (-0.3, -0.5)];

/// Difference of maxima, in ln L per observation, that a search cannot be sure of.
const TIED: f64 = 1e-9;

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
        let mut best: Option<(Vec<f64>, Outcome)> = None;
        let own = start.into_iter().filter(|start| !start.is_empty());
        for mut x in own.chain(self.starts(sample, shape)) {
            let outcome = self.climb(sample, shape, &mut x, Precision::Final);
            // Of maxima that cannot be told apart the first one stays, or rounding would choose.
            let better = best.as_ref().is_none_or(|(_, found)| outcome.value < found.value - TIED);
            if better && outcome.value.is_finite() || best.is_none() {
                best = Some((x, outcome));
            }
        }
        best.unwrap_or_else(|| {
            let outcome = self.climb(sample, shape, &mut [], Precision::Final);
            (Vec::new(), outcome)
        })
    }

    pub(super) fn starts(&mut self, sample: &Sample, shape: &Shape) -> Vec<Vec<f64>> {
        if shape.size() == 0 {
            return Vec::new();
        }
        let mut starts = vec![self.regression_start(sample, shape)];
        for (ar, ma) in FURTHER_STARTS {
            let mut x = vec![ar; shape.ar];
            x.extend(std::iter::repeat_n(ma, shape.ma));
            x.extend(std::iter::repeat_n(ar, shape.seasonal_ar));
            x.extend(std::iter::repeat_n(ma, shape.seasonal_ma));
            starts.push(x);
        }
        starts.extend(self.nested_start(sample, shape));
        starts
    }

    /// The best autoregression without moving averages, if the model has both: what is found from
    /// there is no worse than the smaller model, whose near unit roots the other starts may miss.
    fn nested_start(&mut self, sample: &Sample, shape: &Shape) -> Option<Vec<f64>> {
        let n_moving = shape.ma + shape.seasonal_ma;
        let smaller = Shape { ma: 0, seasonal_ma: 0, ..*shape };
        if n_moving == 0 || smaller.size() == 0 {
            return None;
        }
        let mut x = self.regression_start(sample, &smaller);
        let outcome = self.climb(sample, &smaller, &mut x, Precision::Comparison);
        let (plain, seasonal) = x.split_at(shape.ar);
        let zeros = |terms| std::iter::repeat_n(0.0, terms);
        let start = plain.iter().copied().chain(zeros(shape.ma)).chain(seasonal.iter().copied());
        outcome.value.is_finite().then(|| start.chain(zeros(shape.seasonal_ma)).collect())
    }

    /// The start of Hannan and Rissanen, on what the columns leave unexplained.
    pub(super) fn regression_start(&mut self, sample: &Sample, shape: &Shape) -> Vec<f64> {
        let none = Shape { ar: 0, ma: 0, seasonal_ar: 0, seasonal_ma: 0, ..*shape };
        self.likelihood.value(sample, &none, &[]);
        let mut x = hannan_rissanen::start(&self.likelihood.error, shape);
        for x in &mut x {
            *x = x.clamp(-FARTHEST, FARTHEST);
        }
        x
    }
}
