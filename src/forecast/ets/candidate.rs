//! The search for one form: where it starts, and what it found.

use crate::forecast::ets::form::{Form, Noise, Season, Trend};
use crate::forecast::ets::general::{General, first_season};
use crate::forecast::ets::parameters::{DAMPING, HIGH, LOW, Parameters, SEASON, SLOPE};
use crate::forecast::ets::plain::Plain;
use crate::forecast::ets::recursion::{Equations, States};
use crate::forecast::ets::scaled::Scaled;
use crate::forecast::ets::scan::{Valley, valleys};
use crate::forecast::ets::search::{Limits, Objective, Outcome, Workspace, minimise};

/// A form with the best parameters and first states found for it, in the unit of the search.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) form: Form,
    pub(super) point: [f64; 4],
    pub(super) states: States,
    pub(super) value: f64,
    pub(super) converged: bool,
    pub(super) evaluations: usize,
}

/// Evaluations a start has to show what it is worth.
const TRIAL: usize = 4;
const TRIAL_LIMITS: Limits = Limits { tolerance: 1e-8, evaluations: TRIAL };
const LIMITS: Limits = Limits { tolerance: 1e-8, evaluations: 100 };

/// How many of the starts of a form are followed to their end, those that were best after the trial.
#[derive(Clone, Copy, Debug)]
pub(super) struct Followed(pub(super) usize);

/// Where a search begins: a point of the box and first states.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) point: [f64; 4],
    pub(super) states: States,
}

impl Candidate {
    /// The same as a start for another form: parts it does not have are given mild values.
    pub(super) fn start_for(&self, form: Form, mean: f64) -> Start {
        let mut point = self.point;
        if self.form.trend == Trend::None {
            point[SLOPE] = 0.05;
        }
        if !self.form.trend.is_damped() {
            point[DAMPING] = 0.95;
        }
        if self.form.season == Season::None {
            point[SEASON] = 0.1;
        }
        let States { level, slope, season } = &self.states;
        let ratio = |share: f64| (1.0 + share).clamp(0.2, 5.0);
        let slope = match (self.form.trend.is_ratio(), form.trend.is_ratio()) {
            (false, true) => ratio(if *level > 0.0 { slope / level } else { 0.0 }),
            (true, false) => (slope - 1.0) * level,
            _ => *slope,
        };
        let season = match (self.form.season, form.season) {
            (Season::Additive, Season::Multiplicative) => {
                season.iter().map(|season| ratio(season / mean)).collect()
            }
            (Season::Multiplicative, Season::Additive) => {
                season.iter().map(|season| (season - 1.0) * mean).collect()
            }
            _ => season.clone(),
        };
        Start { point, states: States { level: *level, slope, season } }
    }
}

/// The unknowns of `form` at a start.
fn unknowns(form: Form, start: &Start, axes: &[usize], origin: f64) -> Vec<f64> {
    let mut x = vec![start.states.level - origin];
    if form.trend != Trend::None {
        x.push(start.states.slope);
    }
    if form.season != Season::None {
        let season = &start.states.season;
        let free = season.len() - 1;
        let mean = season.iter().sum::<f64>() / season.len() as f64;
        match form.season {
            Season::Multiplicative => x.extend(season[..free].iter().map(|s| s / mean)),
            _ => x.extend(season[..free].iter().map(|s| s - mean)),
        }
    }
    x.extend(axes.iter().map(|axis| start.point[*axis].clamp(LOW[*axis], HIGH[*axis])));
    x
}

/// The best of the searches from `starts`.
pub(super) fn search(
    series: &Scaled,
    form: Form,
    starts: &[Start],
    followed: Followed,
) -> Option<Candidate> {
    let values = series.values_for(form);
    let race = Race { series, form, starts, followed };
    if form.season == Season::None && !form.trend.is_ratio() {
        return match form.trend {
            Trend::None => race.run(&mut Plain::<2>::new(values, form)),
            Trend::Additive => race.run(&mut Plain::<4>::new(values, form)),
            _ => race.run(&mut Plain::<5>::new(values, form)),
        };
    }
    race.run(&mut General::new(values, form, series.season_length))
}

/// Searches of one form that compete.
#[derive(Clone, Copy, Debug)]
struct Race<'a> {
    series: &'a Scaled,
    form: Form,
    starts: &'a [Start],
    followed: Followed,
}

impl Race<'_> {
    fn run<O: Objective>(self, objective: &mut O) -> Option<Candidate> {
        let Self { series, form, starts, followed } = self;
        let origin = series.origin_for(form);
        let axes = objective.axes().to_vec();
        let mut work = Workspace::of_size(objective.n_states() + axes.len());
        let mut evaluations = 0;
        let mut tried: Vec<(Vec<f64>, Outcome)> = Vec::with_capacity(starts.len());
        for start in starts {
            let mut x = unknowns(form, start, &axes, origin);
            let outcome = minimise(objective, &mut x, &mut work, TRIAL_LIMITS);
            evaluations += outcome.evaluations;
            if outcome.value.is_finite() {
                tried.push((x, outcome));
            }
        }
        tried.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
        tried.truncate(followed.0);
        for (x, outcome) in tried.iter_mut().filter(|(_, outcome)| !outcome.converged) {
            *outcome = minimise(objective, x, &mut work, LIMITS);
            evaluations += outcome.evaluations;
        }
        let (x, outcome) = tried.into_iter().min_by(|a, b| a.1.value.total_cmp(&b.1.value))?;
        Some(self.candidate(&x, Outcome { evaluations, ..outcome }, &axes))
    }

    /// The unknowns as a candidate.
    fn candidate(self, x: &[f64], outcome: Outcome, axes: &[usize]) -> Candidate {
        let Self { series, form, .. } = self;
        let (states, parameters) = x.split_at(x.len() - axes.len());
        let mut point = [0.0; 4];
        for (axis, value) in axes.iter().zip(parameters) {
            point[*axis] = *value;
        }
        let trend = usize::from(form.trend != Trend::None);
        let season = match form.season {
            Season::None => Vec::new(),
            _ => first_season(form, &states[1 + trend..]),
        };
        let slope = if trend == 1 { states[1] } else { 0.0 };
        let states = States { level: states[0] + series.origin_for(form), slope, season };
        let Outcome { value, converged, evaluations } = outcome;
        Candidate { form, point, states, value, converged, evaluations }
    }
}

impl Candidate {
    pub(super) fn parameters(&self) -> Parameters {
        Parameters::at(self.form, &self.point)
    }
}

/// Most valleys of the grid that are walked down.
const VALLEYS: usize = 3;

/// Starts of a form without season and without ratios, from the grid; relative errors are those
/// of `pilot`.
pub(super) fn grid_starts(series: &Scaled, form: Form, pilot: Option<&Candidate>) -> Vec<Start> {
    let weights = pilot.map(|pilot| relative_weights(series, pilot));
    let valleys = valleys(series.values_for(form), form.trend, weights.as_deref());
    let origin = series.origin_for(form);
    let start = |valley: &Valley| Start {
        point: valley.point,
        states: States { level: valley.level + origin, slope: valley.slope, season: Vec::new() },
    };
    valleys.iter().take(VALLEYS).map(start).collect()
}

/// What a squared error counts when errors are relative to the forecasts of `pilot`.
fn relative_weights(series: &Scaled, pilot: &Candidate) -> Vec<f64> {
    let equations = Equations { form: pilot.form, parameters: pilot.parameters() };
    let fitted = equations.run(&series.values, &mut pilot.states.clone());
    let weight = |(value, fitted): (&f64, f64)| fitted.max(0.25 * value).powi(-2);
    series.values.iter().zip(fitted).map(weight).collect()
}

/// Starts of a seasonal form with additive errors and neither ratios nor a multiplicative season.
pub(super) fn seasonal_starts(series: &Scaled, form: Form) -> Vec<Start> {
    let season = vec![0.0; series.season_length];
    let states = States { level: series.values[0], slope: 0.0, season };
    let slopes: &[f64] = if form.trend == Trend::None { &[0.0] } else { &[0.02, 0.5] };
    let mut starts = Vec::new();
    for alpha in [0.1, 0.5] {
        for slope in slopes {
            let point = [alpha, *slope, 0.92, 0.2];
            starts.push(Start { point, states: states.clone() });
        }
    }
    starts
}

/// Starts of a form that is linear, with additive errors.
pub(super) fn plain_starts(series: &Scaled, form: Form) -> Vec<Start> {
    match form.season {
        Season::None => grid_starts(series, form, None),
        _ => seasonal_starts(series, form),
    }
}

/// The sibling of a linear form with additive errors, from which its search starts.
pub(super) fn sibling(form: Form) -> Form {
    let trend = match form.trend {
        Trend::Multiplicative => Trend::Additive,
        Trend::DampedMultiplicative => Trend::Damped,
        trend => trend,
    };
    let season = match form.season {
        Season::Multiplicative => Season::Additive,
        season => season,
    };
    Form { noise: Noise::Additive, trend, season }
}
