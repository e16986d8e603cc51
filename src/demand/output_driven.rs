//! Employment as output over value per worker (method D2 and the planners' `L = GRDP / W`).
//!
//! ```text
//! ln E(T+h) = ln E(T) + [ln Y(T+h) − ln Y(T)] − [ln Ŵ(T+h) − ln W(T)]        W = Y / E
//! ```
//! D2 forecasts `ln W` by the shrunk damped slope; the planners' way lets it grow at its past
//! mean for ever. Output comes from the scenario, so a plan of 10 % growth a year enters here.
//!
//! # Source
//! Bureau of Labor Statistics, *Projections methodology*, step 5; practice of Vietnamese planners.

use crate::demand::driver::{self, Driver};
use crate::demand::information::Information;
use crate::forecast::employment::shrunk_slope::ShrunkSlope;
use crate::forecast::trend::exponential;
use crate::forecast::{Fit, FitError, FitSummary, FittedModel, Future, Series, boxed, require};

/// Fewest years of output.
const FEWEST: usize = 4;

/// Output over a forecast value per worker.
#[derive(Debug)]
pub(crate) struct OutputDriven {
    last: f64,
    last_productivity: f64,
    productivity: Box<dyn FittedModel>,
    driver: Driver,
    residuals: Vec<f64>,
}

/// Value per worker over the years in which output is known.
fn productivity(driver: &Driver, employment: &[f64]) -> Vec<f64> {
    driver.output.iter().zip(&employment[driver.start..]).map(|(y, e)| y / e).collect()
}

/// Fits D2 to every series: slopes of `ln W` of the sectors are shrunk to that of the total.
pub(crate) fn fit(information: &Information<'_>) -> Vec<Fit> {
    with_drivers(information, |drivers| {
        let by_series: Vec<Vec<f64>> = drivers
            .iter()
            .enumerate()
            .map(|(series, driver)| productivity(driver, information.employment(series)))
            .collect();
        let total = information.n_sectors();
        let alone = ShrunkSlope::fit_alone(&by_series[total], information.damping());
        let target = alone.ok().map(|fit| fit.slope());
        let targets: Vec<Option<f64>> =
            (0..=total).map(|series| target.filter(|_| series < total)).collect();
        let panel: Vec<&[f64]> = by_series.iter().map(Vec::as_slice).collect();
        let fits = ShrunkSlope::fit_panel(&panel, &targets, information.damping());
        let assemble = |(series, fit): (usize, Result<ShrunkSlope, FitError>)| {
            require(panel[series], FEWEST)?;
            let employment = information.employment(series);
            boxed(OutputDriven::new(employment, &drivers[series], panel[series], boxed(fit)?))
        };
        fits.into_iter().enumerate().map(assemble).collect()
    })
}

/// Fits the planners' way to every series.
pub(crate) fn fit_value_per_worker(information: &Information<'_>) -> Vec<Fit> {
    with_drivers(information, |drivers| {
        let fit_one = |(series, driver): (usize, &Driver)| {
            let employment = information.employment(series);
            let values = productivity(driver, employment);
            require(&values, FEWEST)?;
            let growth = exponential::growth(&Series::annual(&values))?;
            boxed(OutputDriven::new(employment, driver, &values, growth))
        };
        drivers.iter().enumerate().map(fit_one).collect()
    })
}

/// Fits every series with its driver, or says for each that there is none.
pub(crate) fn with_drivers(
    information: &Information<'_>,
    fit: impl FnOnce(&[Driver]) -> Vec<Fit>,
) -> Vec<Fit> {
    match driver::drivers(information) {
        Ok(drivers) => fit(&drivers),
        Err(error) => (0..information.n_series()).map(|_| Err(error.clone())).collect(),
    }
}

impl OutputDriven {
    fn new(
        employment: &[f64],
        driver: &Driver,
        values: &[f64],
        productivity: Box<dyn FittedModel>,
    ) -> Result<Self, FitError> {
        let last = employment.last().copied().unwrap_or(0.0);
        if last <= 0.0 {
            return Err(FitError::NotPositive);
        }
        let last_productivity = values[values.len() - 1];
        // Employment errs by as much as productivity does, the other way.
        let residuals = productivity.residuals().iter().map(|residual| -residual).collect();
        Ok(Self { last, last_productivity, productivity, driver: driver.clone(), residuals })
    }
}

impl FittedModel for OutputDriven {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let output = self.driver.future(future);
        let productivity = self.productivity.forecast(&Future::steps(output.len()));
        output
            .iter()
            .zip(productivity)
            .map(|(y, w)| self.last * y.exp() * self.last_productivity / w)
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        self.productivity.summary()
    }
}
