//! Errors of a model on a panel, at periods held back inside what is known.
//!
//! The last periods of every series are taken away, the model learns and forecasts from what is
//! left, and what was taken away is what came. Of large panels every k-th series is looked at, in
//! the order of their names. The number of periods held back does not depend on the horizon.

use rayon::prelude::*;

use crate::forecast::Series;
use crate::forecast::auto::{Hidden, hide, hide_end, looked_at, sample};
use crate::forecast::definition::Definition;
use crate::forecast::growth::Independence;
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::pooled::Knowledge;
use crate::forecast::regression;
use crate::forecast::regressors::Regressors;
use crate::forecast::spread::{ErrorShape, scale};

/// Series one thread works through before it takes more.
const CHUNK: usize = 16;
/// Periods held back to see how far forecasts err.
const HELD_BACK: usize = 6;

/// The shape of the errors of `definition` on `panel`.
pub fn errors(panel: &Panel, definition: &Definition) -> ErrorShape {
    let all = sample(panel);
    let independence = Independence::of(&all);
    let hidden = hide(&all, |_| HELD_BACK);
    let longest = hidden.iter().map(|hidden| hidden.came.len()).max().unwrap_or(0);
    let known = hidden.iter().enumerate().map(|(k, h)| (format!("{k:08}"), h.known.to_vec()));
    let held_back = Panel::annual(0, known).with_season(panel.season_length());
    let knowledge = Knowledge::learn(&held_back, definition, longest);
    let paths: Vec<Vec<Vec<f64>>> = hidden
        .par_chunks(CHUNK)
        .map(|chunk| {
            let path = |hidden: &Hidden<'_>| path(hidden, &knowledge, panel.season_length());
            chunk.iter().filter_map(path).collect()
        })
        .collect();
    ErrorShape::of(&paths.concat(), independence.effective(), independence.correlation)
}

/// The shape of the errors of a regression on `panel`, its regressors being known.
pub fn errors_with(panel: &Panel, regressors: &Regressors, definition: &Definition) -> ErrorShape {
    let independence = Independence::of(&sample(panel));
    let series: Vec<&PanelSeries> = looked_at(panel).collect();
    let path = |series: &&PanelSeries| {
        let hidden = hide_end(&series.values, |_| HELD_BACK)?;
        let n = hidden.known.len();
        let n_missing = series.missing.partition_point(|position| *position < n);
        let missing = &series.missing[..n_missing];
        let known = Series { values: hidden.known, missing, season_length: panel.season_length() };
        let columns = regressors.of(series, 0)?;
        let outcome = regression::forecast(definition, &known, &columns, hidden.came.len());
        standardised(&hidden, &outcome.points)
    };
    let paths: Vec<Vec<Vec<f64>>> =
        series.par_chunks(CHUNK).map(|chunk| chunk.iter().filter_map(path).collect()).collect();
    ErrorShape::of(&paths.concat(), independence.effective(), independence.correlation)
}

fn path(hidden: &Hidden<'_>, knowledge: &Knowledge, season_length: usize) -> Option<Vec<f64>> {
    let series = Series::seasonal(hidden.known, season_length);
    standardised(hidden, &knowledge.forecast(&series, hidden.came.len()).points)
}

/// The standardised errors of one series; none where its scale is nil or an error is no number.
fn standardised(hidden: &Hidden<'_>, points: &[f64]) -> Option<Vec<f64>> {
    let scale = scale(hidden.known);
    let errors = points.iter().zip(hidden.came).map(|(point, came)| (came - point) / scale);
    let errors: Vec<f64> = errors.collect();
    (scale > 0.0 && errors.iter().all(|error| error.is_finite())).then_some(errors)
}
