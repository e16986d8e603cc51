//! The rounds of finding, estimating and dropping breaks.

use crate::forecast::breaks::{Break, Detection, Kind, Scope, critical, spread};
use crate::forecast::structural::smoother::{Score, Smoothed};
use crate::forecast::structural::{Structural, Trend};
use crate::forecast::{FittedModel, Series, season};

/// Fewest values, outliers and declared ones not counted, that are tested.
const FEWEST: usize = 10;

/// Rounds in which the sizes of several shifts settle.
const ROUNDS: usize = 4;

/// Values on either side of a shift at least.
const BESIDE_SHIFT: usize = 2;

/// A series in the course of the search.
pub(super) struct Search {
    /// Less the season, and moved by the shifts.
    values: Vec<f64>,
    is_missing: Vec<bool>,
    declared: Vec<usize>,
    outliers: Vec<usize>,
    /// Position and size.
    shifts: Vec<(usize, f64)>,
}

/// The model of a series without the breaks known so far.
struct Fitted {
    model: Structural,
    smoothed: Vec<Smoothed>,
}

/// The break that sticks out most.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    kind: Kind,
    position: usize,
    /// |t*|.
    statistic: f64,
}

impl Search {
    pub(super) fn new(series: &Series<'_>, declared: &[usize]) -> Self {
        let n = series.values.len();
        let mut is_missing = vec![false; n];
        for position in series.missing {
            if let Some(is) = is_missing.get_mut(*position) {
                *is = true;
            }
        }
        let mut declared: Vec<usize> =
            declared.iter().copied().filter(|t| *t < n && !is_missing[*t]).collect();
        declared.sort_unstable();
        declared.dedup();
        let is_usual: Vec<bool> =
            (0..n).map(|t| !is_missing[t] && !declared.contains(&t)).collect();
        let mut values = series.values.to_vec();
        if let Some(pattern) = season::pattern(&values, &is_usual, series.season_length) {
            for (t, value) in values.iter_mut().enumerate() {
                *value -= pattern[t % series.season_length];
            }
        }
        Self { values, is_missing, declared, outliers: Vec::new(), shifts: Vec::new() }
    }

    pub(super) fn run(mut self, series: &Series<'_>) -> Detection {
        let n_usual = (0..self.values.len()).filter(|t| self.is_usual(*t)).count();
        let scope = if n_usual < FEWEST { Scope::TooShort } else { Scope::Tested };
        if scope == Scope::Tested {
            self.find(n_usual);
            self.drop_weak(n_usual);
        }
        let Some(fitted) = self.fit() else {
            let cleaned = series.values.to_vec();
            return Detection { cleaned, breaks: Vec::new(), spread_change: None, scope };
        };
        let spread_change = match scope {
            Scope::Tested => spread::change(&fitted.model.standardised_errors()),
            Scope::TooShort => None,
        };
        let breaks = self.breaks(&fitted);
        let mut cleaned = series.values.to_vec();
        for found in &breaks {
            match found.kind {
                Kind::LevelShift => {
                    cleaned[..found.position].iter_mut().for_each(|v| *v += found.effect);
                }
                _ => cleaned[found.position] -= found.effect,
            }
        }
        Detection { cleaned, breaks, spread_change, scope }
    }

    /// Takes in breaks from the strongest on while they pass the test, up to an eighth of the
    /// values.
    fn find(&mut self, n_usual: usize) {
        let critical = critical::largest_score(n_usual);
        while self.outliers.len() + self.shifts.len() < (n_usual / 8).max(1) {
            let Some(candidate) = self.fit().and_then(|fitted| self.strongest(&fitted)) else {
                return;
            };
            if candidate.statistic <= critical {
                return;
            }
            if candidate.kind == Kind::LevelShift {
                self.shifts.push((candidate.position, 0.0));
            } else {
                self.outliers.push(candidate.position);
            }
            self.settle();
        }
    }

    /// Drops the weakest break until all pass the test.
    fn drop_weak(&mut self, n_usual: usize) {
        let critical = critical::largest_score(n_usual);
        while let Some(fitted) = self.fit() {
            let weakest = self
                .breaks(&fitted)
                .into_iter()
                .filter(|found| found.kind != Kind::Declared)
                .map(|found| (found.effect.abs() / found.standard_error.max(1e-300), found))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((statistic, weakest)) = weakest else { return };
            if statistic > critical {
                return;
            }
            if weakest.kind == Kind::LevelShift {
                self.move_before(weakest.position, -weakest.effect);
                self.shifts.retain(|(position, _)| *position != weakest.position);
            } else {
                self.outliers.retain(|position| *position != weakest.position);
            }
            self.settle();
        }
    }

    /// Estimates the sizes of the shifts, each given the others.
    fn settle(&mut self) {
        for _ in 0..ROUNDS {
            for index in 0..self.shifts.len() {
                let Some(fitted) = self.fit() else { return };
                let position = self.shifts[index].0;
                let step = fitted.shift(position).effect();
                self.move_before(position, step);
                self.shifts[index].1 += step;
            }
        }
    }

    fn move_before(&mut self, position: usize, step: f64) {
        self.values[..position].iter_mut().for_each(|value| *value += step);
    }

    fn is_usual(&self, t: usize) -> bool {
        !self.is_missing[t] && !self.declared.contains(&t) && !self.outliers.contains(&t)
    }

    fn fit(&self) -> Option<Fitted> {
        let missing: Vec<usize> = (0..self.values.len()).filter(|t| !self.is_usual(*t)).collect();
        let series = Series { values: &self.values, missing: &missing, season_length: 1 };
        let model = Structural::fit(Trend::Fixed, &series).ok()?;
        let smoothed = model.smoothed();
        Some(Fitted { model, smoothed })
    }

    fn strongest(&self, fitted: &Fitted) -> Option<Candidate> {
        let usual: Vec<usize> = (0..self.values.len()).filter(|t| self.is_usual(*t)).collect();
        let (first, last) = (*usual.first()?, *usual.last()?);
        let errors = fitted.model.residuals().len() as f64;
        let outliers = usual
            .iter()
            .filter(|t| **t != first && **t != last)
            .map(|t| (Kind::Outlier, *t, fitted.smoothed[*t].outlier));
        let shifts = (BESIDE_SHIFT..=usual.len().checked_sub(BESIDE_SHIFT)?)
            .filter_map(|index| usual.get(index))
            .filter(|t| self.shifts.iter().all(|(position, _)| position != *t))
            .map(|t| (Kind::LevelShift, *t, fitted.shift(*t)));
        outliers
            .chain(shifts)
            .map(|(kind, position, score)| Candidate {
                kind,
                position,
                statistic: deleted(score.statistic().abs(), errors),
            })
            .max_by(|a, b| a.statistic.total_cmp(&b.statistic))
    }

    /// All breaks with their sizes, by position.
    fn breaks(&self, fitted: &Fitted) -> Vec<Break> {
        let irregular = fitted.model.equations().irregular;
        let outlier = |position: usize, kind: Kind| {
            let without = &fitted.smoothed[position];
            let effect = self.values[position] - without.level;
            let standard_error = (without.level_variance + irregular).sqrt();
            Break { kind, position, effect, standard_error }
        };
        let shift = |(position, effect): &(usize, f64)| {
            let variance = fitted.shift(*position).variance;
            let standard_error = if variance > 0.0 { 1.0 / variance.sqrt() } else { 0.0 };
            Break { kind: Kind::LevelShift, position: *position, effect: *effect, standard_error }
        };
        let mut breaks: Vec<Break> = self
            .declared
            .iter()
            .map(|t| outlier(*t, Kind::Declared))
            .chain(self.outliers.iter().map(|t| outlier(*t, Kind::Outlier)))
            .chain(self.shifts.iter().map(shift))
            .collect();
        breaks.sort_by_key(|found| found.position);
        breaks
    }
}

impl Fitted {
    /// What speaks for a shift from `position` on.
    fn shift(&self, position: usize) -> Score {
        position
            .checked_sub(1)
            .and_then(|before| self.smoothed.get(before))
            .map_or_else(Score::default, |period| period.shift)
    }
}

/// A score in standard errors that leave its own effect out, of `errors` errors.
fn deleted(statistic: f64, errors: f64) -> f64 {
    let rest = (errors - statistic * statistic).max(1e-9 * errors);
    statistic * ((errors - 1.0).max(0.0) / rest).sqrt()
}
