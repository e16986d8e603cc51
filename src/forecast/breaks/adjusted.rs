//! A model of a series without its breaks, with the chance of further ones.

use crate::forecast::breaks::{Detection, Kind, detect};
use crate::forecast::{FitError, FitSummary, FittedModel, Future, Series};
use crate::numeric::seed::{Stream, stream};

/// An inner model fitted to the cleaned series.
///
/// The mean path is that of the inner model: a level shift of the past is in its level, and an
/// outlier or shift to come may go either way. Sample paths are those of the inner model with
///
/// - their distance from the mean multiplied by the spread after a change of variance over that
///   of all errors;
/// - the error of a declared effect on the last value, `N(0, s²)`, which is an error of the level;
/// - further outliers and level shifts: in every period with the share of periods that had a found
///   one, of the size of one of them drawn at random, up or down.
///
/// It leaves out the standard errors of effects within the series, which hardly reach its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjusted<M> {
    inner: M,
    detection: Detection,
    further_outliers: Chance,
    further_shifts: Chance,
    /// Standard error of what was taken out of the last value; 0 if nothing was.
    last_error: f64,
}

/// How often a break comes, and how large.
#[derive(Clone, Debug, PartialEq)]
struct Chance {
    per_period: f64,
    sizes: Vec<f64>,
}

impl Chance {
    fn of(detection: &Detection, kind: Kind) -> Self {
        let sizes: Vec<f64> = detection.of_kind(kind).map(|found| found.effect.abs()).collect();
        Self { per_period: sizes.len() as f64 / detection.cleaned.len().max(1) as f64, sizes }
    }

    /// The effect of a period: mostly none.
    fn draw(&self, stream: &mut Stream) -> f64 {
        let [comes, which, way] = [stream.uniform(), stream.uniform(), stream.uniform()];
        let size = self.sizes.get((which * self.sizes.len() as f64) as usize);
        match size {
            Some(size) if comes < self.per_period => size.copysign(way - 0.5),
            _ => 0.0,
        }
    }
}

impl<M: FittedModel> Adjusted<M> {
    /// Finds the breaks of a series and fits `fit` to it without them.
    ///
    /// # Errors
    /// What `fit` says.
    pub fn fit(
        series: &Series<'_>,
        declared: &[usize],
        fit: impl FnOnce(&Series<'_>) -> Result<M, FitError>,
    ) -> Result<Self, FitError> {
        let detection = detect(series, declared);
        let inner = fit(&Series { values: &detection.cleaned, ..*series })?;
        let last = detection.cleaned.len().saturating_sub(1);
        let last_error = detection
            .of_kind(Kind::Declared)
            .find(|found| found.position == last)
            .map_or(0.0, |found| found.standard_error);
        let further_outliers = Chance::of(&detection, Kind::Outlier);
        let further_shifts = Chance::of(&detection, Kind::LevelShift);
        Ok(Self { inner, detection, further_outliers, further_shifts, last_error })
    }

    /// The model of the cleaned series.
    pub const fn inner(&self) -> &M {
        &self.inner
    }

    /// The breaks and the cleaned series.
    pub const fn detection(&self) -> &Detection {
        &self.detection
    }
}

impl<M: FittedModel> FittedModel for Adjusted<M> {
    fn forecast(&self, future: &Future<'_>) -> Vec<f64> {
        self.inner.forecast(future)
    }

    /// Errors of the inner model on the cleaned series.
    fn residuals(&self) -> &[f64] {
        self.inner.residuals()
    }

    fn summary(&self) -> FitSummary {
        let mut summary = self.inner.summary();
        for found in &self.detection.breaks {
            let name = match found.kind {
                Kind::Outlier => "outlier",
                Kind::Declared => "declared",
                Kind::LevelShift => "shift",
            };
            summary.parameters.push((format!("{name} {}", found.position), found.effect));
        }
        if let Some(change) = self.detection.spread_change {
            summary.parameters.push((format!("spread {}", change.position), change.ratio));
        }
        summary
    }

    fn simulate(&self, future: &Future<'_>, stream: &mut Stream, path: &mut [f64]) {
        // Breaks have a stream of their own, so that a longer path begins as a shorter one does,
        // however much of the stream the inner model takes.
        let mut own = self::stream((stream.uniform() * (1_u64 << 53) as f64) as u64, "breaks", 0);
        self.inner.simulate(future, stream, path);
        if let Some(change) = self.detection.spread_change {
            for (value, mean) in path.iter_mut().zip(self.inner.forecast(future)) {
                *value = mean + change.of_all * (*value - mean);
            }
        }
        let mut level = self.last_error * own.normal();
        for value in path {
            level += self.further_shifts.draw(&mut own);
            *value += level + self.further_outliers.draw(&mut own);
        }
    }
}
