//! A first guess of the coefficients from two regressions.
//!
//! A long autoregression gives errors; the series is then regressed on its own lags and those of
//! the errors.
//!
//! # Source
//! Hannan & Rissanen (1982), *Recursive estimation of mixed autoregressive-moving average order*.
//! The long autoregression is that of Yule and Walker.

use crate::forecast::arima::likelihood::Shape;
use crate::forecast::arima::polynomial::free_of;
use crate::numeric::least_squares;

/// Factor per lag by which coefficients are drawn in until their roots are outside the circle.
const DRAW_IN: f64 = 0.9;

/// Free variables of the guess; zeros where the series is too short for one.
pub(super) fn start(series: &[f64], shape: &Shape) -> Vec<f64> {
    guess(series, shape).unwrap_or_else(|| vec![0.0; shape.size()])
}

fn guess(series: &[f64], shape: &Shape) -> Option<Vec<f64>> {
    let m = shape.season_length;
    let lags = |plain: usize, seasonal: usize| -> Vec<usize> {
        (1..=plain).chain((1..=seasonal).map(|k| k * m).filter(|lag| *lag > plain)).collect()
    };
    let (own, of_errors) = (lags(shape.ar, shape.seasonal_ar), lags(shape.ma, shape.seasonal_ma));
    let farthest = own.iter().chain(&of_errors).copied().max()?;
    let n_terms = own.len() + of_errors.len();
    let errors = errors(series, farthest + 1);
    let rows = farthest..series.len();
    if rows.len() < 2 * n_terms {
        return None;
    }
    let column = |values: &[f64], lag: usize| values[farthest - lag..series.len() - lag].to_vec();
    let mut design: Vec<Vec<f64>> = own.iter().map(|lag| column(series, *lag)).collect();
    design.extend(of_errors.iter().map(|lag| column(&errors, *lag)));
    let found = least_squares::regress(&design, &series[rows])?.coefficients;
    let pick = |lags: &[usize], from: usize, lag: usize, sign: f64| {
        let position = lags.iter().position(|own| *own == lag);
        position.and_then(|position| found.get(from + position)).map_or(0.0, |value| sign * value)
    };
    let block = |lags: &[usize], from: usize, (terms, step, sign): (usize, usize, f64)| {
        drawn_in((1..=terms).map(|k| pick(lags, from, k * step, sign)).collect())
    };
    let mut x = block(&own, 0, (shape.ar, 1, 1.0));
    x.extend(block(&of_errors, own.len(), (shape.ma, 1, -1.0)));
    x.extend(block(&own, 0, (shape.seasonal_ar, m, 1.0)));
    x.extend(block(&of_errors, own.len(), (shape.seasonal_ma, m, -1.0)));
    Some(x)
}

/// Free variables of the coefficients, drawn in as far as it takes.
fn drawn_in(mut coefficients: Vec<f64>) -> Vec<f64> {
    for _ in 0..100 {
        if let Some(x) = free_of(&coefficients) {
            return x;
        }
        let mut factor = 1.0;
        for coefficient in &mut coefficients {
            factor *= DRAW_IN;
            *coefficient *= factor;
        }
    }
    vec![0.0; coefficients.len()]
}

/// Errors of a long autoregression, the values before the first being zero.
fn errors(series: &[f64], at_least: usize) -> Vec<f64> {
    let n = series.len();
    let order = at_least.max((n as f64).sqrt() as usize).min(n / 3);
    let covariance = |lag: usize| -> f64 {
        series.iter().zip(series.iter().skip(lag)).map(|(a, b)| a * b).sum()
    };
    let gamma: Vec<f64> = (0..=order).map(covariance).collect();
    let (mut a, mut variance): (Vec<f64>, f64) = (Vec::new(), gamma[0]);
    for k in 1..=order {
        let known: f64 = a.iter().zip(gamma[1..k].iter().rev()).map(|(a, g)| a * g).sum();
        if variance.is_nan() || variance <= 0.0 {
            break;
        }
        let r = (gamma[k] - known) / variance;
        let turned: Vec<f64> = a.iter().zip(a.iter().rev()).map(|(a, b)| a - r * b).collect();
        a = turned;
        a.push(r);
        variance *= 1.0 - r * r;
    }
    (0..n)
        .map(|t| {
            let past = series[..t].iter().rev().zip(&a);
            series[t] - past.map(|(y, a)| a * y).sum::<f64>()
        })
        .collect()
}
