//! A fitted model: its forecasts, sample paths, errors and parameters.

use crate::forecast::arima::design::Design;
use crate::forecast::arima::innovations;
use crate::forecast::arima::likelihood::Likelihood;
use crate::forecast::arima::order::Order;
use crate::forecast::{Convergence, FitSummary, FittedModel, Future};
use crate::numeric::seed::Stream;

/// A fitted ARIMA model, with its regression where it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Arima {
    order: Order,
    /// φ, θ, Φ, Θ.
    coefficients: [Vec<f64>; 4],
    /// Mean or drift and coefficients of the regressors, per scale.
    constant: f64,
    regression: Vec<f64>,
    scale: f64,
    /// Variance of the innovations, per squared scale: of maximum likelihood, and with the
    /// degrees of freedom the parameters took.
    variance: f64,
    unbiased_variance: f64,
    log_likelihood: Option<f64>,
    aicc: Option<f64>,
    convergence: Convergence,
    residuals: Vec<f64>,
    end: End,
}

/// What the future is made of, in units of the scale.
#[derive(Clone, Debug, PartialEq)]
struct End {
    /// `φ` multiplied out, in r places.
    phi: Vec<f64>,
    /// Gain times variance, its change, and the variance per that of ε.
    gain: Vec<f64>,
    change: Vec<f64>,
    variance: f64,
    history: History,
    /// The last value of each regressor.
    last_regressors: Vec<f64>,
    /// What the future owes to each gap, and the covariance factor of the gaps, by rows.
    gaps: Vec<History>,
    gap_factor: Vec<f64>,
}

/// Predictions of the differenced values to come, and the last values before differencing.
#[derive(Clone, Debug, PartialEq)]
struct History {
    state: Vec<f64>,
    tail: Vec<f64>,
}

impl Arima {
    /// The model at the point the likelihood was last taken at.
    pub(super) fn new(
        design: &Design,
        likelihood: &mut Likelihood,
        (value, convergence): (f64, Convergence),
    ) -> Self {
        let (n, n_fixed) = (design.sample.n_observed(), design.n_fixed());
        let n_parameters = design.shape.size() + n_fixed;
        let (constant, regression) = design.coefficients(&likelihood.beta);
        let observed = n as f64;
        let per_value = value + 0.5 + 0.5 * (2.0 * std::f64::consts::PI).ln();
        let log_likelihood =
            -observed * (per_value + f64::from(design.exponent) * std::f64::consts::LN_2);
        let fit =
            FitSummary::of(convergence, &[]).with_likelihood(log_likelihood, n_parameters + 1, n);
        let residuals = innovations::of(&design.sample, likelihood)
            .into_iter()
            .map(|innovation| innovation * design.scale)
            .collect();
        Self {
            order: design.order,
            coefficients: likelihood.coefficients(),
            constant,
            scale: design.scale,
            variance: likelihood.sum / observed,
            unbiased_variance: likelihood.sum / n.saturating_sub(n_parameters).max(1) as f64,
            log_likelihood: Some(log_likelihood),
            aicc: fit.aicc,
            convergence,
            residuals,
            end: End::new(design, likelihood, &regression),
            regression,
        }
    }

    /// The model of a series that its constant and regressors explain without error.
    pub(super) fn exact(design: &Design, likelihood: &mut Likelihood) -> Self {
        let mut model = Self::new(design, likelihood, (0.0, Convergence::ClosedForm));
        let [ar, ma, seasonal_ar, seasonal_ma] = &mut model.coefficients;
        let order = &design.order;
        ar.resize(order.p, 0.0);
        ma.resize(order.q, 0.0);
        seasonal_ar.resize(order.seasonal.p, 0.0);
        seasonal_ma.resize(order.seasonal.q, 0.0);
        if let Some(constant) = design.even() {
            model.constant = constant;
        }
        model.end.history.state.fill(0.0);
        model.residuals.fill(0.0);
        Self { variance: 0.0, unbiased_variance: 0.0, log_likelihood: None, aicc: None, ..model }
    }

    /// The order that was fitted.
    pub const fn order(&self) -> &Order {
        &self.order
    }

    /// Variance of the innovations, by maximum likelihood.
    pub fn innovation_variance(&self) -> f64 {
        self.variance * self.scale * self.scale
    }

    /// What the regressors explain of each period to come; where the future says less than it
    /// should, the last value holds.
    fn explained(&self, future: &Future<'_>) -> Vec<f64> {
        let mut explained = vec![0.0; future.horizon];
        for (k, (coefficient, last)) in
            self.regression.iter().zip(&self.end.last_regressors).enumerate()
        {
            let mut now = *last;
            for (h, explained) in explained.iter_mut().enumerate() {
                let given = future.regressors.get(k).and_then(|column| column.get(h));
                now = given.copied().filter(|value| value.is_finite()).unwrap_or(now);
                *explained += coefficient * now;
            }
        }
        explained
    }

    /// Undoes the differences: appends the next value to the last ones.
    fn integrate(differences: &[f64], tail: &mut Vec<f64>, differenced: f64) -> f64 {
        let known: f64 = differences.iter().zip(tail.iter().rev()).map(|(d, y)| d * y).sum();
        tail.push(differenced + known);
        differenced + known
    }

    fn drift(&self) -> f64 {
        self.constant * self.order.unit_of_drift()
    }
}

impl End {
    fn new(design: &Design, likelihood: &mut Likelihood, regression: &[f64]) -> Self {
        let n_lost = design.order.n_lost();
        let mut values = design.values.clone();
        for (column, coefficient) in design.regressors.iter().zip(regression) {
            for (value, x) in values.iter_mut().zip(column) {
                *value -= coefficient * x;
            }
        }
        let first_gap = likelihood.beta.len() - design.gaps.len().min(likelihood.beta.len());
        for (gap, beta) in design.gaps.iter().zip(&likelihood.beta[first_gap..]) {
            values[*gap] -= beta;
        }
        let tail = |values: &[f64]| values[values.len() - n_lost.min(values.len())..].to_vec();
        let (n, mut scratch) = (design.sample.n, vec![0.0; design.sample.n]);
        let error = likelihood.error.clone();
        let filter = &mut likelihood.filter;
        let mut history = |differenced: &[f64], values: &[f64]| {
            filter.innovations(differenced, &mut scratch);
            History { state: filter.state().to_vec(), tail: tail(values) }
        };
        let gaps = design.gaps.iter().enumerate().map(|(i, gap)| {
            let column = 1 + first_gap + i;
            let differenced = &design.sample.columns[column * n..][..n];
            history(differenced, &design.gap_column(*gap))
        });
        let gaps = gaps.collect();
        let history = history(&error, &values);
        let (gain, change, variance) = likelihood.filter.end();
        let (gain, change) = (gain.to_vec(), change.to_vec());
        let mut phi = likelihood.products().0.to_vec();
        phi.resize(gain.len(), 0.0);
        let last = |column: &Vec<f64>| column.last().copied().unwrap_or(0.0);
        let last_regressors = design.regressors.iter().map(last).collect();
        let gap_factor = innovations::lower_factor(likelihood.gap_inverse(), design.gaps.len());
        Self { phi, gain, change, variance, history, last_regressors, gaps, gap_factor }
    }

    /// The predictions one period on, given this period's innovation over its variance.
    fn advance(phi: &[f64], state: &mut [f64], gain: &[f64], innovation: f64) {
        let first = state.first().copied().unwrap_or(0.0);
        for i in 0..state.len() {
            let carried = state.get(i + 1).copied().unwrap_or(0.0);
            state[i] = phi[i] * first + carried + gain[i] * innovation;
        }
    }

    /// The gain and variance one period on.
    fn advance_gain(phi: &[f64], gain: &mut [f64], change: &mut [f64], variance: &mut f64) {
        let first = change.first().copied().unwrap_or(0.0);
        let rho = first / *variance;
        for i in 0..gain.len() {
            let turned = phi[i] * first + change.get(i + 1).copied().unwrap_or(0.0);
            change[i] = turned - rho * gain[i];
            gain[i] -= rho * turned;
        }
        *variance *= 1.0 - rho * rho;
    }

    /// The history with the gaps filled by one draw of what may have been there.
    fn draw_history(&self, deviation: f64, stream: &mut Stream) -> History {
        let mut history = self.history.clone();
        let m = self.gaps.len();
        let normals: Vec<f64> = (0..m).map(|_| stream.normal()).collect();
        for (gap, row) in self.gaps.iter().zip(self.gap_factor.chunks_exact(m.max(1))) {
            let shift: f64 = row.iter().zip(&normals).map(|(l, z)| l * z).sum::<f64>() * deviation;
            let cells = history.state.iter_mut().chain(&mut history.tail);
            for (cell, effect) in cells.zip(gap.state.iter().chain(&gap.tail)) {
                *cell += shift * effect;
            }
        }
        history
    }
}

impl FittedModel for Arima {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let differences = self.order.difference_coefficients();
        let History { mut state, mut tail } = self.end.history.clone();
        let nothing = vec![0.0; state.len()];
        let explained = self.explained(future);
        let next = |explained: f64| {
            let differenced = state.first().copied().unwrap_or(0.0) + self.drift();
            End::advance(&self.end.phi, &mut state, &nothing, 0.0);
            (Self::integrate(&differences, &mut tail, differenced) + explained) * self.scale
        };
        explained.into_iter().map(next).collect()
    }

    /// The innovations of the differenced series, first period first; zero where no value was
    /// observed.
    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        let names = ["ar", "ma", "sar", "sma"];
        let mut parameters: Vec<(String, f64)> = Vec::new();
        for (name, coefficients) in names.iter().zip(&self.coefficients) {
            let named = coefficients.iter().enumerate();
            parameters.extend(named.map(|(i, value)| (format!("{name}{}", i + 1), *value)));
        }
        if self.order.constant {
            let differences = self.order.d + self.order.seasonal.d;
            let name = if differences == 0 { "intercept" } else { "drift" };
            parameters.push((name.to_owned(), self.constant * self.scale));
        }
        let regression = self.regression.iter().enumerate();
        parameters.extend(regression.map(|(i, b)| (format!("x{}", i + 1), b * self.scale)));
        parameters.push(("sigma2".to_owned(), self.innovation_variance()));
        FitSummary {
            parameters,
            log_likelihood: self.log_likelihood,
            aicc: self.aicc,
            convergence: self.convergence,
        }
    }

    /// Draws the innovations as normal, with the variance that allows for the parameters
    /// estimated, and what was in the gaps; the parameters themselves are taken as known.
    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let differences = self.order.difference_coefficients();
        let deviation = self.unbiased_variance.sqrt();
        let End { phi, gain, change, .. } = &self.end;
        let (mut gain, mut change) = (gain.clone(), change.clone());
        let mut variance = self.end.variance;
        let History { mut state, mut tail } = self.end.draw_history(deviation, stream);
        for (value, explained) in path.iter_mut().zip(self.explained(future)) {
            let innovation = deviation * variance.sqrt() * stream.normal();
            let differenced = state.first().copied().unwrap_or(0.0) + innovation + self.drift();
            End::advance(phi, &mut state, &gain, innovation / variance);
            End::advance_gain(phi, &mut gain, &mut change, &mut variance);
            *value =
                (Self::integrate(&differences, &mut tail, differenced) + explained) * self.scale;
        }
    }
}
