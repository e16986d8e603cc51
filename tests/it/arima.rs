//! ARIMA against the fits of Stata.

use labourcast::forecast::arima::{self, Arima, Order};
use labourcast::forecast::{FittedModel, Future, Series};

const SERIES: &str = include_str!("../reference/arima/series.csv");
const MODELS: &str = include_str!("../reference/arima/models.csv");
const FITTED: &str = include_str!("../reference/arima/fitted.csv");

/// How far figures may be apart, as a share of their size.
const APART: f64 = 1e-6;
/// The same where the forecasts are of gretl's optimum, near a unit root, and the coefficients
/// Stata's.
const APART_FROM_GRETL: f64 = 3e-5;

/// A fit of Stata and the series it is of.
struct Reference {
    name: String,
    values: Vec<f64>,
    /// Over the past and the horizon.
    regressor: Vec<f64>,
    order: Order,
    ar: Vec<f64>,
    ma: Vec<f64>,
    seasonal_ma: Vec<f64>,
    /// Constant and coefficient of the regressor.
    regression: Vec<f64>,
    variance: Option<f64>,
    log_likelihood: Option<f64>,
    forecast: Vec<f64>,
}

fn numbers(cell: &str) -> Vec<f64> {
    cell.split(';').filter(|number| !number.is_empty()).map(|n| n.parse().unwrap()).collect()
}

/// The numbers beside a name.
fn beside(table: &str, name: &str) -> Vec<f64> {
    let line = table.lines().filter_map(|line| line.split_once(',')).find(|line| line.0 == name);
    numbers(line.map_or("", |line| line.1))
}

/// The cells of a line; an order stands in quotation marks.
fn cells(line: &str) -> Vec<String> {
    let parts = line
        .split('"')
        .enumerate()
        .map(|(part, text)| if part % 2 == 1 { text.replace(',', "&") } else { text.to_owned() });
    parts.collect::<String>().split(',').map(|cell| cell.replace('&', ",")).collect()
}

fn references() -> Vec<Reference> {
    let read = |line: &str| {
        let cells = cells(line);
        let n: usize = cells[2].parse().unwrap();
        Reference {
            name: cells[0].clone(),
            values: beside(SERIES, &cells[1])[..n].to_vec(),
            regressor: beside(SERIES, &cells[3]),
            order: cells[4].parse().unwrap(),
            ar: numbers(&cells[5]),
            ma: numbers(&cells[6]),
            seasonal_ma: numbers(&cells[7]),
            regression: [numbers(&cells[8]), numbers(&cells[9])].concat(),
            variance: cells[10].parse().ok(),
            log_likelihood: cells[11].parse().ok(),
            forecast: numbers(&cells[12]),
        }
    };
    MODELS.lines().skip(1).map(read).collect()
}

impl Reference {
    fn past(&self) -> Vec<Vec<f64>> {
        let column = self.regressor.get(..self.values.len());
        column.into_iter().map(<[f64]>::to_vec).collect()
    }

    /// What the constant and the regressor explain, over the past and the horizon.
    fn explained(&self) -> Vec<f64> {
        let n = self.values.len() + self.forecast.len();
        let constant = |t: usize| if self.order.d == 0 { 1.0 } else { t as f64 };
        let all = (0..n).map(|t| {
            let x = self.regressor.get(t).map_or(0.0, |x| x * self.regression[1]);
            self.regression.first().map_or(0.0, |c| c * constant(t)) + x
        });
        all.collect()
    }

    /// The model at all of Stata's parameters but the variance, of the series less what is
    /// explained; none where they are on the unit circle.
    fn at_parameters(&self) -> Option<Arima> {
        let coefficients = [&self.ar[..], &self.ma, &[], &self.seasonal_ma];
        let rest: Vec<f64> =
            self.values.iter().zip(self.explained()).map(|(y, known)| y - known).collect();
        let order = self.order.without_constant();
        arima::at(&Series::annual(&rest), &[], &order, coefficients).ok()
    }

    fn agrees(&self, found: f64, expected: f64, (apart, what): (f64, &str)) {
        let error = (found - expected).abs();
        let close = error <= apart * expected.abs().max(1.0);
        assert!(close, "{}, {what}: {found}, Stata {expected}", self.name);
    }
}

#[test]
fn at_the_parameters_of_stata_the_likelihood_is_that_of_stata() {
    let mut n = 0;
    for reference in references() {
        let Some(model) = reference.at_parameters() else {
            assert_eq!(reference.name, "cpi 112");
            continue;
        };
        let Some(expected) = reference.log_likelihood else { continue };
        let (own, stata) = (model.innovation_variance(), reference.variance.unwrap());
        let n_values = model.residuals().len() as f64;
        // The variance is solved out; at another one the likelihood is that much lower.
        let lower = 0.5 * n_values * ((own / stata).ln() + 1.0 - own / stata);
        let found = model.summary().log_likelihood.unwrap() + lower;
        reference.agrees(found, expected, (APART, "log-likelihood"));
        n += 1;
    }
    assert_eq!(n, 9);
}

#[test]
fn at_the_parameters_of_stata_fitted_values_are_those_of_stata() {
    let mut n = 0;
    for reference in references() {
        let expected = beside(FITTED, &reference.name);
        let Some(model) = reference.at_parameters().filter(|_| !expected.is_empty()) else {
            continue;
        };
        let lost = reference.values.len() - expected.len();
        let fitted = reference.values[lost..].iter().zip(model.residuals()).map(|(y, e)| y - e);
        assert_eq!(model.residuals().len(), expected.len());
        for (found, expected) in fitted.zip(&expected) {
            reference.agrees(found, *expected, (APART, "one step ahead"));
        }
        n += 1;
    }
    assert_eq!(n, 6);
}

#[test]
fn at_the_parameters_of_stata_forecasts_are_those_of_stata() {
    let mut n = 0;
    for reference in references() {
        let Some(model) = reference.at_parameters() else { continue };
        let is_gretl = reference.name.ends_with("nc") || reference.name.ends_with("to 1999");
        let apart = if is_gretl { APART_FROM_GRETL } else { APART };
        let known = &reference.explained()[reference.values.len()..];
        let rest = model.forecast(&Future::steps(reference.forecast.len()));
        for ((rest, known), expected) in rest.iter().zip(known).zip(&reference.forecast) {
            reference.agrees(rest + known, *expected, (apart, "forecast"));
            n += 1;
        }
    }
    assert_eq!(n, 4 * 25 + 4 * 64 + 15);
}

#[test]
fn the_own_optimum_is_not_below_that_of_stata() {
    for reference in references() {
        let Some(expected) = reference.log_likelihood else { continue };
        let series = Series::annual(&reference.values);
        let found = arima::fit_with(&series, &reference.past(), &reference.order).unwrap();
        let found = found.summary().log_likelihood.unwrap();
        // Stata prints five decimals.
        assert!(found >= expected - 1e-5, "{}: {found}, Stata {expected}", reference.name);
    }
}

#[test]
fn coefficients_of_another_order_or_on_the_unit_circle_are_refused() {
    let values = beside(SERIES, "wpi");
    let series = Series::annual(&values);
    let order = Order::new(0, 1, 1);
    let at = |ma: &[f64]| arima::at(&series, &[], &order, [&[], ma, &[], &[]]).is_ok();
    assert!(at(&[0.5]));
    assert!(!at(&[]) && !at(&[0.5, 0.1]) && !at(&[1.0]) && !at(&[-1.5]));
}
