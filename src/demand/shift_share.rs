//! The nation's sector, with a damped difference of growth (method D5).
//!
//! ```text
//! ln E_s(T+h) = ln E_s(T) + (ĝ_s^N + d̂_s) (φ + … + φ^h)
//! ```
//! `ĝ_s^N` the nation's shrunk slope, `d̂_s` the slope of `ln(E_s / N_s)` shrunk to zero: a region
//! keeps its lead over the nation only as far as the past supports one.
//!
//! # Source
//! Shift-share with a shrunk competitive component; Dunn (1960), *A statistical and analytical
//! technique for regional analysis*.

use crate::demand::information::Information;
use crate::forecast::shrunk_slope::ShrunkSlope;
use crate::forecast::{
    Convergence, Fit, FitError, FitSummary, FittedModel, Future, boxed, damped_sums,
};

/// A region's sector beside the nation's.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ShiftShare {
    last: f64,
    nation_slope: f64,
    difference: f64,
    damping: f64,
    residuals: Vec<f64>,
}

/// Fits D5 to every series.
pub(crate) fn fit(information: &Information<'_>) -> Vec<Fit> {
    let n_series = information.n_series();
    let nation: Option<Vec<&[f64]>> =
        (0..n_series).map(|series| information.nation(series)).collect();
    let Some(nation) = nation else {
        let missing = FitError::MissingDriver("employment of the nation");
        return (0..n_series).map(|_| Err(missing.clone())).collect();
    };
    let damping = information.damping();
    let nation_fits = fit_to_total(&nation, damping);
    let ratios: Vec<Vec<f64>> = (0..n_series)
        .map(|series| {
            let own = information.employment(series);
            own.iter().zip(nation[series]).map(|(e, n)| e / n).collect()
        })
        .collect();
    let panel: Vec<&[f64]> = ratios.iter().map(Vec::as_slice).collect();
    let differences = ShrunkSlope::fit_panel(&panel, &vec![Some(0.0); n_series], damping);
    nation_fits
        .into_iter()
        .zip(differences)
        .enumerate()
        .map(|(series, (nation, difference))| {
            let employment = information.employment(series);
            boxed(ShiftShare::new(employment, &nation?, &difference?, damping))
        })
        .collect()
}

/// Shrunk slopes of sectors to that of their total, which stands last and keeps its own.
pub(crate) fn fit_to_total(panel: &[&[f64]], damping: f64) -> Vec<Result<ShrunkSlope, FitError>> {
    let total = panel.len() - 1;
    let target = ShrunkSlope::fit_alone(panel[total], damping).ok().map(|fit| fit.slope());
    let targets: Vec<Option<f64>> =
        (0..=total).map(|series| target.filter(|_| series < total)).collect();
    let mut fits = ShrunkSlope::fit_panel(&panel[..total], &targets[..total], damping);
    fits.push(ShrunkSlope::fit_alone(panel[total], damping));
    fits
}

impl ShiftShare {
    fn new(
        employment: &[f64],
        nation: &ShrunkSlope,
        difference: &ShrunkSlope,
        damping: f64,
    ) -> Result<Self, FitError> {
        let last = employment.last().copied().filter(|last| *last > 0.0);
        let last = last.ok_or(FitError::NotPositive)?;
        let (nation_slope, difference) = (nation.slope(), difference.slope());
        let growth = employment.windows(2).map(|pair| (pair[1] / pair[0]).ln());
        let residuals = growth.map(|growth| growth - nation_slope - difference).collect();
        Ok(Self { last, nation_slope, difference, damping, residuals })
    }
}

impl FittedModel for ShiftShare {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        let slope = self.nation_slope + self.difference;
        damped_sums(self.damping, future.horizon)
            .map(|sum| self.last * (slope * sum).exp())
            .collect()
    }

    fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn summary(&self) -> FitSummary {
        FitSummary {
            parameters: vec![("g^N", self.nation_slope), ("d", self.difference)],
            convergence: Convergence::ClosedForm,
        }
    }
}
