//! Regressions whose coefficients are shrunk: ridge, lasso and elastic net, with AR(1) errors.
//!
//! ```text
//! y(t) = a + x(t)·b + u(t)        u(t) = ρ u(t−1) + e(t)
//! min 1/(2n) ‖y − a − X b‖² + λ [α ‖b‖₁ + (1 − α)/2 ‖b‖²]          α = 0, ½, 1
//! ŷ(T+h) = a + x(T+h)·b + ρ^h u(T)
//! ```
//! Columns are put on unit variance first, so that the penalty treats them alike, and the constant is
//! free. λ is the one of a grid with the smallest squared errors of forecasts in the order of time:
//! the second half of the series is forecast in five parts, each from all that was before it. A period
//! in which a column moves that had not moved before, such as that of a step, is left out of it:
//! nothing known then could forecast it, whatever the penalty. ρ is the first autocorrelation of the
//! residuals, taken where `n ln(1 − ρ²) + 2 < 0`, which is what Akaike's criterion asks for; the
//! coefficients are then estimated once more from quasi-differences.
//!
//! Many regressors and few years are what this is for. A column that does not vary has no
//! coefficient. Errors are drawn from the residuals. A season is not modelled; trend, steps and
//! pulses are columns, see [`term`](crate::forecast::regressors::term).
//!
//! # Source
//! Hoerl & Kennard (1970), *Ridge regression*; Tibshirani (1996), *Regression shrinkage and selection
//! via the lasso*; Zou & Hastie (2005), *Regularization and variable selection via the elastic net*;
//! Cochrane & Orcutt (1949) for quasi-differences; Hyndman & Athanasopoulos (2021), *Forecasting:
//! Principles and Practice*, section 5.10, for errors in the order of time. Coefficients by coordinate
//! descent of `linfa-elasticnet` (Friedman, Hastie & Tibshirani 2010).

use linfa::Dataset;
use linfa::traits::Fit as _;
use linfa_elasticnet::ElasticNet;
use ndarray::{Array1, Array2};

use crate::forecast::spread::unit_of;
use crate::forecast::{Convergence, FitError, FitSummary, FittedModel, Future, Series};
use crate::numeric::seed::Stream;

/// Fewest observations.
const FEWEST: usize = 6;
/// Penalties tried, in terms of the smallest that leaves no lasso coefficient, from the largest on.
const PENALTIES: [f64; 12] =
    [1.0, 0.5, 0.25, 0.12, 0.06, 0.03, 0.015, 0.007, 0.003, 0.001, 1e-4, 1e-5];
/// The share of absolute values that stands for none in the largest penalty of ridge regression,
/// where no penalty leaves coefficients nil.
const LEAST_SHARE: f64 = 0.01;
/// Parts of the second half that are forecast in the order of time.
const PARTS: usize = 5;
/// Passes of coordinate descent.
const PASSES: u32 = 1000;
/// Largest autocorrelation of errors.
const LARGEST_RHO: f64 = 0.95;
/// Deviation of a column, over its largest value, below which it does not vary.
const STILL: f64 = 1e-9;

/// The kind of the penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Penalty {
    /// On squares: all coefficients are shrunk.
    Ridge,
    /// On absolute values: small coefficients are nil.
    Lasso,
    /// Half of each.
    ElasticNet,
}

impl Penalty {
    const fn share_of_absolute(self) -> f64 {
        match self {
            Self::Ridge => 0.0,
            Self::Lasso => 1.0,
            Self::ElasticNet => 0.5,
        }
    }
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Penalised {
    constant: f64,
    coefficients: Vec<f64>,
    rho: f64,
    /// The error of the last period, before its part that is new.
    last_error: f64,
    /// New errors.
    residuals: Vec<f64>,
    penalty: f64,
}

/// Fits a series on columns as long as it.
///
/// # Errors
/// [`FitError::MissingDriver`] without columns, [`FitError::TooFewObservations`] for fewer than six
/// observations, [`FitError::Unsuitable`] for values that are no numbers or columns of another
/// length.
pub fn fit(
    series: &Series<'_>,
    regressors: &[Vec<f64>],
    penalty: Penalty,
) -> Result<Penalised, FitError> {
    let n = series.values.len();
    if regressors.is_empty() {
        return Err(FitError::MissingDriver("regressor"));
    }
    if regressors.iter().any(|column| column.len() != n) {
        return Err(FitError::Unsuitable("the regressors are not as long as the series"));
    }
    let observed: Vec<usize> = (0..n).filter(|t| !series.missing.contains(t)).collect();
    if observed.len() < FEWEST {
        return Err(FitError::TooFewObservations { needed: FEWEST, found: observed.len() });
    }
    let mut all = regressors.iter().flatten().chain(series.values);
    if !all.all(|value| value.is_finite()) {
        return Err(FitError::Unsuitable("a value is not finite"));
    }
    let unit = unit_of(series.values);
    let values: Vec<f64> = series.values.iter().map(|value| value / unit).collect();
    let data = Data { values: &values, columns: regressors };
    let plain = data.rows(&observed, 0.0);
    let mut line = plain.fit(penalty);
    let rho = autocorrelation(&line.errors(&data), series.missing);
    let n_pairs = observed.len() as f64;
    let mut taken = 0.0;
    if n_pairs * (1.0 - rho * rho).ln() + 2.0 < 0.0 {
        let followed: Vec<usize> = observed
            .iter()
            .copied()
            .filter(|t| *t > 0 && !series.missing.contains(&(t - 1)))
            .collect();
        if followed.len() >= FEWEST {
            taken = rho;
            line = data.rows(&followed, rho).fit(penalty);
            line.constant /= 1.0 - rho;
        }
    }
    Ok(line.model(&data, (taken, unit)))
}

/// A series over its unit, and its columns.
struct Data<'a> {
    values: &'a [f64],
    columns: &'a [Vec<f64>],
}

/// Rows of a regression in the order of time.
struct Rows {
    values: Vec<f64>,
    columns: Vec<Vec<f64>>,
}

/// A line with its penalty.
struct Line {
    constant: f64,
    coefficients: Vec<f64>,
    penalty: f64,
}

impl Data<'_> {
    /// The periods `chosen`, each less `rho` times the one before.
    fn rows(&self, chosen: &[usize], rho: f64) -> Rows {
        let of = |column: &[f64]| -> Vec<f64> {
            let before = |t: usize| if rho == 0.0 { 0.0 } else { rho * column[t - 1] };
            chosen.iter().map(|t| column[*t] - before(*t)).collect()
        };
        Rows { values: of(self.values), columns: self.columns.iter().map(|c| of(c)).collect() }
    }
}

impl Rows {
    fn first(&self, n: usize) -> Self {
        let columns = self.columns.iter().map(|column| column[..n].to_vec()).collect();
        Self { values: self.values[..n].to_vec(), columns }
    }

    /// The line with the penalty that forecast best in the order of time.
    fn fit(&self, penalty: Penalty) -> Line {
        let n = self.values.len();
        let cuts: Vec<usize> = (0..PARTS).map(|part| n / 2 + part * (n - n / 2) / PARTS).collect();
        let mut errors = [0.0; PENALTIES.len()];
        for (part, cut) in cuts.iter().enumerate().filter(|(_, cut)| **cut >= 3) {
            let end = cuts.get(part + 1).copied().unwrap_or(n);
            let known = self.first(*cut);
            for (error, line) in errors.iter_mut().zip(known.path(penalty)) {
                *error += (*cut..end)
                    .filter(|t| self.is_told(*cut, *t))
                    .map(|t| (self.values[t] - line.at(&self.columns, t)).powi(2))
                    .sum::<f64>();
            }
        }
        let best = (0..PENALTIES.len()).min_by(|a, b| errors[*a].total_cmp(&errors[*b]));
        let mut path = self.path(penalty);
        path.swap_remove(best.unwrap_or(0))
    }

    /// Whether every column that moves in period `t` had moved in the first `n` as well.
    fn is_told(&self, n: usize, t: usize) -> bool {
        let is_still = |column: &[f64]| Standard::of(column).is_none();
        let moves_first = |column: &Vec<f64>| {
            is_still(&column[..n]) && !is_still(&[&column[..n], &column[t..=t]].concat())
        };
        !self.columns.iter().any(moves_first)
    }

    /// One line a penalty.
    fn path(&self, penalty: Penalty) -> Vec<Line> {
        let n = self.values.len() as f64;
        let first = self.values[0];
        // Less the first value, so that the mean of equal values is exactly that value.
        let mean = first + self.values.iter().map(|value| value - first).sum::<f64>() / n;
        let centred: Vec<f64> = self.values.iter().map(|value| value - mean).collect();
        let standard: Vec<Option<Standard>> =
            self.columns.iter().map(|column| Standard::of(column)).collect();
        let x: Vec<&Standard> = standard.iter().flatten().collect();
        let along = |column: &Standard| {
            column.values.iter().zip(&centred).map(|(x, y)| x * y).sum::<f64>().abs() / n
        };
        let largest = x.iter().map(|column| along(column)).fold(0.0, f64::max);
        let line = |share: &f64| {
            let alpha = penalty.share_of_absolute();
            let w = descend(&x, &centred, (share * largest / alpha.max(LEAST_SHARE), alpha));
            let mut w = w.into_iter();
            let mut coefficients = Vec::with_capacity(standard.len());
            let mut constant = mean;
            for column in &standard {
                let coefficient = match column {
                    Some(column) => w.next().unwrap_or(0.0) / column.deviation,
                    None => 0.0,
                };
                constant -= coefficient * column.as_ref().map_or(0.0, |column| column.mean);
                coefficients.push(coefficient);
            }
            Line { constant, coefficients, penalty: *share }
        };
        PENALTIES.iter().map(line).collect()
    }
}

/// A column less its mean, over its deviation.
struct Standard {
    mean: f64,
    deviation: f64,
    values: Vec<f64>,
}

impl Standard {
    fn of(column: &[f64]) -> Option<Self> {
        let unit = unit_of(column);
        let n = column.len() as f64;
        let mean = column.iter().map(|x| x / unit).sum::<f64>() / n;
        let squares = column.iter().map(|x| (x / unit - mean).powi(2)).sum::<f64>();
        let deviation = (squares / n).sqrt();
        let values = column.iter().map(|x| (x / unit - mean) / deviation).collect();
        (deviation > STILL).then_some(Self {
            mean: mean * unit,
            deviation: deviation * unit,
            values,
        })
    }
}

/// Coefficients of standardised columns; nil where nothing is to be explained or no fit is found.
fn descend(x: &[&Standard], y: &[f64], (penalty, share): (f64, f64)) -> Vec<f64> {
    let nil = vec![0.0; x.len()];
    let size = (y.iter().map(|y| y * y).sum::<f64>() / y.len() as f64).sqrt();
    if x.is_empty() || penalty <= 0.0 || size <= 0.0 {
        return nil;
    }
    let records = Array2::from_shape_fn((y.len(), x.len()), |(row, column)| x[column].values[row]);
    let targets = Array1::from_iter(y.iter().map(|y| y / size));
    let fitted = ElasticNet::params()
        .penalty(penalty / size)
        .l1_ratio(share)
        .with_intercept(false)
        .tolerance(1e-9)
        .max_iterations(PASSES)
        .fit(&Dataset::new(records, targets));
    let found =
        fitted.map(|fitted| fitted.hyperplane().iter().map(|w| w * size).collect::<Vec<f64>>());
    found.ok().filter(|w| w.iter().all(|w| w.is_finite())).unwrap_or(nil)
}

impl Line {
    fn at(&self, columns: &[Vec<f64>], t: usize) -> f64 {
        let explained = self.coefficients.iter().zip(columns).map(|(b, column)| b * column[t]);
        self.constant + explained.sum::<f64>()
    }

    fn errors(&self, data: &Data<'_>) -> Vec<f64> {
        let error = |(t, value): (usize, &f64)| value - self.at(data.columns, t);
        data.values.iter().enumerate().map(error).collect()
    }

    /// The model in the unit of the series.
    fn model(self, data: &Data<'_>, (rho, unit): (f64, f64)) -> Penalised {
        let errors = self.errors(data);
        let new = |(t, error): (usize, &f64)| {
            let before = t.checked_sub(1).map_or(0.0, |t| errors[t]);
            (error - rho * before) * unit
        };
        Penalised {
            residuals: errors.iter().enumerate().map(new).collect(),
            last_error: errors.last().copied().unwrap_or(0.0) * unit,
            constant: self.constant * unit,
            coefficients: self.coefficients.iter().map(|b| b * unit).collect(),
            rho,
            penalty: self.penalty,
        }
    }
}

/// The first autocorrelation of errors about nil, pairs with a missing value left out.
fn autocorrelation(errors: &[f64], missing: &[usize]) -> f64 {
    let squares: f64 = errors.iter().map(|e| e * e).sum();
    let is_whole = |t: &usize| !missing.contains(t) && !missing.contains(&(t + 1));
    let products = (0..errors.len().saturating_sub(1)).filter(is_whole);
    let product: f64 = products.map(|t| errors[t] * errors[t + 1]).sum();
    if squares > 0.0 { (product / squares).clamp(-LARGEST_RHO, LARGEST_RHO) } else { 0.0 }
}

impl Penalised {
    fn explained(&self, future: &Future<'_>, step: usize) -> f64 {
        let at = |column: &Vec<f64>| column.get(step).copied().unwrap_or(0.0);
        let parts =
            self.coefficients.iter().zip(future.regressors).map(|(b, column)| b * at(column));
        self.constant + parts.sum::<f64>()
    }
}

impl FittedModel for Penalised {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let mut error = self.last_error;
        (0..future.horizon)
            .map(|step| {
                error *= self.rho;
                self.explained(future, step) + error
            })
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// The coefficients `x1`, `x2`, …, the constant, ρ and the penalty in terms of the largest.
    fn summary(&self) -> FitSummary {
        let mut summary = FitSummary::of(Convergence::Reached, &[("constant", self.constant)]);
        let numbered = self.coefficients.iter().enumerate();
        summary.parameters.extend(numbered.map(|(k, b)| (format!("x{}", k + 1), *b)));
        let rest = [("rho", self.rho), ("penalty", self.penalty)];
        summary.parameters.extend(rest.map(|(name, value)| (name.to_owned(), value)));
        summary
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        let n = self.residuals.len();
        let centre = self.residuals.iter().sum::<f64>() / n.max(1) as f64;
        let mut error = self.last_error;
        for (step, value) in path.iter_mut().enumerate() {
            let drawn = self.residuals.get((stream.uniform() * n as f64) as usize);
            error = self.rho * error + drawn.map_or(0.0, |drawn| drawn - centre);
            *value = self.explained(future, step) + error;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::seed::stream;

    const KINDS: [Penalty; 3] = [Penalty::Ridge, Penalty::Lasso, Penalty::ElasticNet];

    /// Columns of independent noise.
    fn noise(n_columns: usize, n: usize) -> Vec<Vec<f64>> {
        let column = |k: usize| {
            let mut stream = stream(9, "columns", k as u64);
            (0..n).map(|_| stream.normal()).collect()
        };
        (0..n_columns).map(column).collect()
    }

    #[test]
    fn what_explains_is_found_among_what_does_not() {
        let columns = noise(12, 40);
        let mut errors = stream(9, "errors", 0);
        let y: Vec<f64> = (0..36)
            .map(|t| 50.0 + 4.0 * columns[2][t] - 3.0 * columns[7][t] + 0.3 * errors.normal())
            .collect();
        let past: Vec<Vec<f64>> = columns.iter().map(|column| column[..36].to_vec()).collect();
        let ahead: Vec<Vec<f64>> = columns.iter().map(|column| column[36..].to_vec()).collect();
        for kind in KINDS {
            let model = fit(&Series::annual(&y), &past, kind).unwrap();
            assert!((model.coefficients[2] - 4.0).abs() < 0.4, "{kind:?} {model:?}");
            assert!((model.coefficients[7] + 3.0).abs() < 0.4, "{kind:?} {model:?}");
            let future = Future { regressors: &ahead, ..Future::steps(4) };
            for (step, point) in model.forecast(&future).iter().enumerate() {
                let expected = 50.0 + 4.0 * ahead[2][step] - 3.0 * ahead[7][step];
                assert!((point - expected).abs() < 1.2, "{kind:?} {step}: {point} {expected}");
            }
        }
        let lasso = fit(&Series::annual(&y), &past, Penalty::Lasso).unwrap();
        let n_nil = lasso.coefficients.iter().filter(|b| **b == 0.0).count();
        assert!(n_nil >= 1, "{lasso:?}");
    }

    #[test]
    fn ridge_solves_its_normal_equations() {
        let columns = noise(2, 30);
        let values: Vec<f64> =
            (0..30).map(|t| 5.0 + 2.0 * columns[0][t] - columns[1][t] + (t % 3) as f64).collect();
        let rows = Rows { values: values.clone(), columns: columns.clone() };
        let x: Vec<Standard> = columns.iter().filter_map(|column| Standard::of(column)).collect();
        let mean = values.iter().sum::<f64>() / 30.0;
        let product = |a: &[f64], b: &[f64]| {
            a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / a.len() as f64
        };
        let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
        let size = product(&centred, &centred).sqrt();
        let along = [product(&x[0].values, &centred), product(&x[1].values, &centred)];
        let between = product(&x[0].values, &x[1].values);
        for (line, share) in rows.path(Penalty::Ridge).iter().zip(PENALTIES) {
            let largest = along[0].abs().max(along[1].abs());
            let diagonal = 1.0 + share * largest / LEAST_SHARE / size;
            let determinant = diagonal * diagonal - between * between;
            for (k, other) in [(0, 1), (1, 0)] {
                let w = (diagonal * along[k] - between * along[other]) / determinant;
                let found = line.coefficients[k] * x[k].deviation;
                assert!((found - w).abs() < 1e-6 * size, "{share} {k}: {found} {w}");
            }
        }
    }

    #[test]
    fn a_step_nothing_told_of_before_does_not_choose_the_penalty() {
        let columns = [noise(1, 20).remove(0), (0..20).map(|t| f64::from(t >= 9)).collect()];
        let y: Vec<f64> =
            (0..13).map(|t| 80.0 + 2.0 * columns[0][t] - 30.0 * columns[1][t]).collect();
        let past: Vec<Vec<f64>> = columns.iter().map(|column| column[..13].to_vec()).collect();
        for kind in KINDS {
            let model = fit(&Series::annual(&y), &past, kind).unwrap();
            assert!((model.coefficients[0] - 2.0).abs() < 0.05, "{kind:?} {model:?}");
            assert!((model.coefficients[1] + 30.0).abs() < 0.1, "{kind:?} {model:?}");
        }
    }

    #[test]
    fn errors_that_follow_each_other_are_carried_on() {
        let columns = noise(2, 80);
        let mut errors = stream(9, "errors", 1);
        let mut error = 0.0;
        let y: Vec<f64> = (0..80)
            .map(|t| {
                error = 0.8 * error + errors.normal();
                10.0 + 2.0 * columns[0][t] + error
            })
            .collect();
        let model = fit(&Series::annual(&y), &columns, Penalty::Ridge).unwrap();
        assert!((model.rho - 0.8).abs() < 0.2, "{model:?}");
        let nil = [vec![0.0; 30], vec![0.0; 30]];
        let path = model.forecast(&Future { regressors: &nil, ..Future::steps(30) });
        assert!((path[0] - model.constant - model.rho * model.last_error).abs() < 1e-9);
        assert!((path[29] - model.constant).abs() < 0.05 * model.last_error.abs().max(1.0));
    }

    #[test]
    fn constants_units_short_series_and_columns_that_do_not_vary_follow_their_rule() {
        let columns = noise(2, 20);
        let nil = [vec![1.0; 3], vec![5.0; 3]];
        let future = Future { regressors: &nil, ..Future::steps(3) };
        for kind in KINDS {
            for constant in [0.1, -7.3, 0.0, 1e300] {
                let still = fit(&Series::annual(&[constant; 20]), &columns, kind).unwrap();
                assert_eq!(still.forecast(&future), [constant; 3]);
            }
            let y: Vec<f64> = (0..20).map(|t| 3.0 + columns[1][t] + (t % 3) as f64).collect();
            let plain = fit(&Series::annual(&y), &columns, kind).unwrap().forecast(&future);
            let scaled: Vec<f64> = y.iter().map(|y| y * 64.0).collect();
            let scaled = fit(&Series::annual(&scaled), &columns, kind).unwrap().forecast(&future);
            assert_eq!(scaled, plain.iter().map(|y| y * 64.0).collect::<Vec<f64>>());
            let with_still = [columns[0].clone(), vec![4.0; 20]];
            let model = fit(&Series::annual(&y), &with_still, kind).unwrap();
            assert_eq!(model.coefficients[1], 0.0);
            let short: Vec<Vec<f64>> = columns.iter().map(|column| column[..5].to_vec()).collect();
            let refused = fit(&Series::annual(&y[..5]), &short, kind).unwrap_err();
            assert_eq!(refused, FitError::TooFewObservations { needed: 6, found: 5 });
        }
        let none = fit(&Series::annual(&[1.0; 9]), &[], Penalty::Ridge).unwrap_err();
        assert_eq!(none, FitError::MissingDriver("regressor"));
    }
}
