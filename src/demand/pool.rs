//! Every method on every series at one origin.

use crate::demand::information::Information;
use crate::demand::{elasticity, output_driven, pooled, regression, shift_share};
use crate::forecast::employment::{self, method::Method};
use crate::forecast::{Fit, boxed};

/// Fits `method` to the sectors and, last, to the total.
pub(crate) fn fit(method: Method, information: &Information<'_>) -> Vec<Fit> {
    match method {
        Method::ShrunkSlope => {
            let panel: Vec<&[f64]> =
                (0..information.n_series()).map(|series| information.employment(series)).collect();
            let fits = shift_share::fit_to_total(&panel, information.damping());
            fits.into_iter().map(boxed).collect()
        }
        Method::PooledGrowth => pooled::fit(information),
        Method::OutputDriven => output_driven::fit(information),
        Method::ValuePerWorker => output_driven::fit_value_per_worker(information),
        Method::Elasticity => elasticity::fit(information),
        Method::PlainElasticity => elasticity::fit_plain(information),
        Method::Regression => regression::fit(information),
        Method::ShiftShare => shift_share::fit(information),
        univariate => (0..information.n_series())
            .map(|series| {
                let values = information.employment(series);
                employment::fit(univariate, values, information.damping())
            })
            .collect(),
    }
}
