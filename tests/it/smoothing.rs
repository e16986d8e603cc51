//! Exponential smoothing against the fits of R's forecast package.

use labourcast::forecast::ets;
use labourcast::forecast::ets::Ets;
use labourcast::forecast::ets::form::{Form, Season, Trend};
use labourcast::forecast::ets::parameters::Parameters;
use labourcast::forecast::ets::recursion::States;
use labourcast::forecast::{FittedModel, Future, Series};

const SERIES: &str = include_str!("../reference/ets/series.csv");
const FITS: &str = include_str!("../reference/ets/fits.csv");
const PATHS: &str = include_str!("../reference/ets/paths.csv");

/// How far figures may be apart, as a share of their size; the tables have eight decimals.
const APART: f64 = 1e-6;

/// A fit of R and the series it is of.
struct Fit {
    series: String,
    values: Vec<f64>,
    season_length: usize,
    form: Form,
    parameters: Parameters,
    first: States,
    log_likelihood: f64,
    forecast: Vec<f64>,
}

fn numbers(cell: &str) -> Vec<f64> {
    cell.split(';').filter(|number| !number.is_empty()).map(|n| n.parse().unwrap()).collect()
}

fn values_of(name: &str) -> Vec<f64> {
    let mut lines = SERIES.lines().filter_map(|line| line.split_once(','));
    numbers(lines.find(|(own, _)| *own == name).unwrap().1)
}

fn fits() -> Vec<Fit> {
    let read = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let or = |cell: &str, otherwise: f64| cell.parse().unwrap_or(otherwise);
        let form = Form::parse(cells[1]).unwrap();
        let (beta, gamma) = (or(cells[4], 0.0), or(cells[5], 0.0));
        let parameters =
            Parameters { alpha: cells[3].parse().unwrap(), beta, gamma, phi: or(cells[6], 1.0) };
        let no_slope = f64::from(u8::from(form.trend.is_ratio()));
        Fit {
            series: cells[0].to_owned(),
            values: values_of(cells[0]),
            season_length: cells[2].parse().unwrap(),
            form,
            parameters,
            first: States {
                level: cells[8].parse().unwrap(),
                slope: or(cells[9], no_slope),
                season: numbers(cells[10]),
            },
            log_likelihood: cells[7].parse().unwrap(),
            forecast: numbers(cells[11]),
        }
    };
    FITS.lines().skip(1).map(read).collect()
}

impl Fit {
    fn series(&self) -> Series<'_> {
        Series::seasonal(&self.values, self.season_length)
    }

    fn name(&self) -> String {
        format!("{} {}", self.series, self.form)
    }

    /// How many of R's forecasts follow from its last states by the equations, as its fitted
    /// values do. It multiplies the slope or ratio by other sums than φ + φ² + φ³ + …: where a
    /// ratio fades by φ, φ + φ, φ + φ + φ², …, and for `MAdM` by 1, 1 + φ, 1 + φ + φ², ….
    fn steps_by_the_equations(&self) -> usize {
        match (self.form.trend, self.form.season) {
            (Trend::DampedMultiplicative, _) => 1,
            (Trend::Damped, Season::Multiplicative) => 0,
            _ => self.forecast.len(),
        }
    }

    /// The form at the parameters and first states of R.
    fn at_parameters(&self) -> Ets {
        Ets::at(&self.series(), self.form, self.parameters, self.first.clone())
    }

    /// One step ahead, level and slope of each period.
    fn path(&self) -> Vec<[Option<f64>; 3]> {
        let form = self.form.to_string();
        let lines = PATHS.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let own = lines.filter(|cells| cells[0] == self.series && cells[1] == form);
        own.map(|cells| [3, 4, 5].map(|column| cells[column].parse().ok())).collect()
    }
}

fn agree(found: f64, expected: f64, what: &str) {
    let apart = (found - expected).abs();
    assert!(apart <= APART * expected.abs().max(1.0), "{what}: {found}, R {expected}");
}

#[test]
fn at_the_parameters_of_r_likelihood_fitted_values_and_forecasts_are_those_of_r() {
    let fits = fits();
    assert_eq!(fits.len(), 24);
    for fit in fits {
        let own = fit.at_parameters();
        agree(own.summary().log_likelihood.unwrap(), fit.log_likelihood, &fit.name());
        let path = fit.path();
        assert_eq!(path.len(), fit.values.len(), "{}", fit.name());
        for (found, expected) in own.fitted().iter().zip(&path) {
            agree(*found, expected[0].unwrap(), &fit.name());
        }
        let forecast = own.forecast(&Future::steps(fit.forecast.len()));
        let steps = fit.steps_by_the_equations();
        for (found, expected) in forecast.iter().zip(&fit.forecast).take(steps) {
            agree(*found, *expected, &fit.name());
        }
    }
}

#[test]
fn at_the_parameters_of_r_the_states_are_those_of_r() {
    for fit in fits() {
        let own = fit.at_parameters();
        let states = own.last_states();
        let [_, level, slope] = *fit.path().last().unwrap();
        agree(states.level, level.unwrap(), &fit.name());
        if fit.form.trend != Trend::None {
            agree(states.slope, slope.unwrap(), &fit.name());
        }
    }
}

#[test]
fn the_own_optimum_is_not_below_that_of_r() {
    for fit in fits() {
        let own = ets::fit(&fit.series(), fit.form).unwrap();
        let found = own.summary().log_likelihood.unwrap();
        assert!(
            found > fit.log_likelihood - 1e-3,
            "{}: {found}, R {}",
            fit.name(),
            fit.log_likelihood
        );
    }
}
