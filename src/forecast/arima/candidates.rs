//! Candidate orders fitted to one differenced series, and the criterion they are compared by.

use crate::forecast::aicc;
use crate::forecast::arima::design::Design;
use crate::forecast::arima::estimate::{Memory, Precision, carried_over};
use crate::forecast::arima::likelihood::{Sample, Shape};
use crate::forecast::arima::order::Order;

/// Distance from zero that every root must exceed.
const FARTHEST_ROOT: f64 = 1.01;

/// A candidate that was fitted.
#[derive(Clone, Debug)]
struct Candidate {
    order: Order,
    x: Vec<f64>,
    /// AICc of the series over its scale; infinite where the candidate is not admissible.
    criterion: f64,
}

/// The candidates of one series, all with the same differences.
#[derive(Debug)]
pub(super) struct Candidates<'m> {
    memory: &'m mut Memory,
    with_constant: Option<Sample>,
    without_constant: Sample,
    n_regressors: usize,
    tried: Vec<Candidate>,
    best: Option<usize>,
}

impl<'m> Candidates<'m> {
    /// No candidate tried yet. The two designs differ in the constant only.
    pub(super) fn new(
        memory: &'m mut Memory,
        without_constant: &Design,
        with_constant: Option<&Design>,
    ) -> Self {
        Self {
            memory,
            n_regressors: without_constant.n_fixed(),
            with_constant: with_constant.map(|design| design.sample.clone()),
            without_constant: without_constant.sample.clone(),
            tried: Vec::new(),
            best: None,
        }
    }

    /// Candidates tried.
    pub(super) fn len(&self) -> usize {
        self.tried.len()
    }

    /// The best order so far and its free variables.
    pub(super) fn best(&self) -> Option<(Order, &[f64])> {
        let best = &self.tried[self.best?];
        Some((best.order, &best.x))
    }

    /// Fits a candidate unless it was; whether it is the best so far.
    pub(super) fn try_order(&mut self, order: Order) -> bool {
        if self.tried.iter().any(|tried| tried.order == order) {
            return false;
        }
        let candidate = self.fit(order);
        let best = self.best.map_or(f64::INFINITY, |best| self.tried[best].criterion);
        let better = candidate.criterion < best;
        if better {
            self.best = Some(self.tried.len());
        }
        self.tried.push(candidate);
        better
    }

    fn fit(&mut self, order: Order) -> Candidate {
        let with_constant = self.with_constant.as_ref().filter(|_| order.constant);
        let sample = with_constant.unwrap_or(&self.without_constant);
        let shape = Shape::of(&order);
        let n_parameters = shape.size() + self.n_regressors + usize::from(order.constant) + 1;
        let n = sample.n_observed();
        if aicc(0.0, n_parameters, n).is_none() {
            return Candidate { order, x: Vec::new(), criterion: f64::INFINITY };
        }
        let mut x = match self.nearest(&order) {
            Some(near) => carried_over(&near.x, &Shape::of(&near.order), &shape),
            None => self.memory.regression_start(sample, &shape),
        };
        let outcome = self.memory.climb(sample, &shape, &mut x, Precision::Comparison);
        let admissible = outcome.value.is_finite()
            && self.memory.likelihood.roots_exceed(&shape, &x, FARTHEST_ROOT);
        let criterion = aicc(-(n as f64) * outcome.value, n_parameters, n)
            .filter(|_| admissible)
            .unwrap_or(f64::INFINITY);
        Candidate { order, x, criterion }
    }

    /// The candidate with the fewest coefficients more or less; the better one of equals.
    fn nearest(&self, order: &Order) -> Option<&Candidate> {
        let distance = |candidate: &Candidate| {
            let (a, b) = (&candidate.order, order);
            a.p.abs_diff(b.p)
                + a.q.abs_diff(b.q)
                + a.seasonal.p.abs_diff(b.seasonal.p)
                + a.seasonal.q.abs_diff(b.seasonal.q)
        };
        self.tried
            .iter()
            .filter(|candidate| candidate.x.len() == candidate.order.n_coefficients())
            .filter(|candidate| !candidate.x.is_empty() && distance(candidate) <= 2)
            .min_by(|a, b| distance(a).cmp(&distance(b)).then(a.criterion.total_cmp(&b.criterion)))
    }
}
