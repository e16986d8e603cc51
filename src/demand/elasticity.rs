//! Employment by its elasticity to output (method D3 and the planners' elasticity).
//!
//! ```text
//! η_s = Δ̄ln E_s / Δ̄ln Y
//! v_s = ( s²_E − 2 η_s s_EY + η_s² s²_Y ) / ( n (Δ̄ln Y)² )        delta method
//! E(T+h) = E(T) · exp( η̂_s [ln Y(T+h) − ln Y(T)] )
//! ```
//! `η̂_s` is `η_s` shrunk to the elasticity of all employment; the planners' way uses `η_s` itself.
//! Growth into and out of exceptional years is left out of the means. Nothing is divided by a
//! mean growth of output under half a per cent; elasticities under 0 or over 1 give a warning.

use crate::demand::driver::Driver;
use crate::demand::information::Information;
use crate::demand::output_driven::with_drivers;
use crate::forecast::shrinkage::{self, Estimate};
use crate::forecast::{Convergence, Fit, FitError, FitSummary, FittedModel, Future, boxed};

/// Fewest yearly growth rates.
const FEWEST: usize = 4;
/// Smallest mean growth of output that anything is divided by.
const FLATTEST: f64 = 0.005;

/// Name of the elasticity among the parameters of a fit.
pub(crate) const PARAMETER: &str = "η";

/// An elasticity and the output it applies to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Elasticity {
    last: f64,
    eta: f64,
    driver: Driver,
    residuals: Vec<f64>,
}

/// Growth of employment and output in the years that are no exception.
fn growth_pairs(
    information: &Information<'_>,
    series: usize,
    driver: &Driver,
) -> Result<Vec<(f64, f64)>, FitError> {
    let (employment, masked) = (information.employment(series), information.masked());
    if employment[driver.start..].iter().any(|value| *value <= 0.0) {
        return Err(FitError::NotPositive);
    }
    let pairs: Vec<(f64, f64)> = driver
        .growth()
        .filter(|(year, _)| !masked[*year] && !masked[year - 1])
        .map(|(year, output)| ((employment[year] / employment[year - 1]).ln(), output))
        .collect();
    if pairs.len() < FEWEST {
        return Err(FitError::TooFewObservations { needed: FEWEST, found: pairs.len() });
    }
    Ok(pairs)
}

/// The elasticity of the means with its variance.
fn measure(pairs: &[(f64, f64)]) -> Result<Estimate, FitError> {
    let n = pairs.len() as f64;
    let mean = |part: fn(&(f64, f64)) -> f64| pairs.iter().map(part).sum::<f64>() / n;
    let (mean_e, mean_y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    if mean_y.abs() < FLATTEST {
        return Err(FitError::FlatDriver);
    }
    let value = mean_e / mean_y;
    // s²_E − 2 η s_EY + η² s²_Y is the variance of Δln E − η Δln Y.
    let squares: f64 = pairs.iter().map(|(e, y)| (e - mean_e - value * (y - mean_y)).powi(2)).sum();
    Ok(Estimate { value, variance: squares / (n - 1.0) / n / mean_y.powi(2) })
}

/// Fits D3 to every series.
pub(crate) fn fit(information: &Information<'_>) -> Vec<Fit> {
    fit_with(information, |own, total| {
        let target = own[total].as_ref().ok().map(|e| e.value);
        let known: Vec<Estimate> = own[..total].iter().filter_map(|e| e.clone().ok()).collect();
        let Some(target) = target else { return own.iter().map(value_of).collect() };
        let mut shrunk = shrinkage::shrink(&known, &vec![target; known.len()]).into_iter();
        let sectors: Vec<Result<f64, FitError>> = own[..total]
            .iter()
            .map(|e| e.as_ref().map_err(Clone::clone).map(|e| shrunk.next().unwrap_or(e.value)))
            .collect();
        sectors.into_iter().chain(std::iter::once(Ok(target))).collect()
    })
}

/// Fits the planners' way to every series.
pub(crate) fn fit_plain(information: &Information<'_>) -> Vec<Fit> {
    fit_with(information, |own, _| own.iter().map(value_of).collect())
}

type Measured = Result<Estimate, FitError>;

fn value_of(measured: &Measured) -> Result<f64, FitError> {
    measured.as_ref().map(|e| e.value).map_err(Clone::clone)
}

fn fit_with(
    information: &Information<'_>,
    choose: impl FnOnce(&[Measured], usize) -> Vec<Result<f64, FitError>>,
) -> Vec<Fit> {
    with_drivers(information, |drivers| {
        let pairs: Vec<Result<Vec<(f64, f64)>, FitError>> = drivers
            .iter()
            .enumerate()
            .map(|(series, driver)| growth_pairs(information, series, driver))
            .collect();
        let own: Vec<Measured> = pairs
            .iter()
            .map(|pairs| pairs.as_ref().map_err(Clone::clone).and_then(|pairs| measure(pairs)))
            .collect();
        choose(&own, information.n_sectors())
            .into_iter()
            .zip(pairs)
            .enumerate()
            .map(|(series, (eta, pairs))| {
                let eta = eta?;
                let residuals = pairs?.iter().map(|(e, y)| e - eta * y).collect();
                let employment = information.employment(series);
                let last = employment[employment.len() - 1];
                boxed(Ok(Elasticity { last, eta, driver: drivers[series].clone(), residuals }))
            })
            .collect()
    })
}

impl FittedModel for Elasticity {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let output = self.driver.future(future);
        output.iter().map(|y| self.last * (self.eta * y).exp()).collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        FitSummary { parameters: vec![(PARAMETER, self.eta)], convergence: Convergence::ClosedForm }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_elasticity_and_its_variance_agree_with_a_calculation_by_hand() {
        // Means 0.02 and 0.05, so 0.4; deviations ±(0.01 − 0.4 · 0.02) = ±0.002 twice each;
        // sum of squares 1.6e-5, over 3, over 4, over 0.0025.
        let pairs = [(0.03, 0.07), (0.01, 0.03), (0.03, 0.07), (0.01, 0.03)];
        let found = measure(&pairs).unwrap();
        assert!((found.value - 0.4).abs() < 1e-12);
        assert!((found.variance - 1.6e-5 / 12.0 / 0.0025).abs() < 1e-12, "{}", found.variance);
    }

    #[test]
    fn nothing_is_divided_by_output_that_hardly_grows() {
        assert_eq!(measure(&[(0.01, 0.002); 5]), Err(FitError::FlatDriver));
    }
}
