//! The choice of a form by Akaike's corrected criterion.

use crate::forecast::aicc;
use crate::forecast::ets::candidate::{
    Candidate, Followed, Start, grid_starts, plain_starts, search, sibling,
};
use crate::forecast::ets::form::{Form, Noise, Season, Trend};
use crate::forecast::ets::scaled::Scaled;

/// Longest season the automatic choice looks for, as in R.
const LONGEST_SEASON: usize = 24;

/// Forms the automatic choice looks at, in the order of their search.
///
/// # Source
/// Hyndman & Khandakar (2008), *Automatic time series forecasting*, section 3; without
/// multiplicative trends, and without the forms that are numerically unstable.
pub(super) fn forms(series: &Scaled) -> Vec<Form> {
    let n = series.values.len();
    let m = series.season_length;
    let with_season = (2..=LONGEST_SEASON).contains(&m);
    let seasons: &[Season] = if with_season {
        &[Season::None, Season::Additive, Season::Multiplicative]
    } else {
        &[Season::None]
    };
    let mut forms = Vec::with_capacity(15);
    for season in seasons {
        for noise in [Noise::Additive, Noise::Multiplicative] {
            for trend in [Trend::None, Trend::Additive, Trend::Damped] {
                let form = Form { noise, trend, season: *season };
                let stable = noise == Noise::Multiplicative || *season != Season::Multiplicative;
                let allowed = series.is_positive() || !form.needs_positive();
                if stable && allowed && n > form.n_estimated(m) + 2 {
                    forms.push(form);
                }
            }
        }
    }
    forms
}

/// The best fit of every form in `forms`, in their order.
pub(super) fn fit_all(series: &Scaled, forms: &[Form]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::with_capacity(forms.len());
    for form in forms {
        if let Some(candidate) = fit_one(series, *form, &found) {
            found.push(candidate);
        }
    }
    found
}

/// Starts followed when forms are compared: a poor optimum of one form rarely changes the choice.
const COMPARED: Followed = Followed(1);
/// Starts followed when a form is asked for.
const ASKED_FOR: Followed = Followed(6);

/// A good fit of one form, starting from what was found for others.
fn fit_one(series: &Scaled, form: Form, found: &[Candidate]) -> Option<Candidate> {
    if !form.needs_positive() {
        return search(series, form, &plain_starts(series, form), COMPARED);
    }
    let mut pilots: Vec<&Candidate> =
        found.iter().filter(|other| sibling(other.form) == sibling(form)).collect();
    let own;
    if pilots.is_empty() {
        own = fit_one(series, sibling(form), &[])?;
        pilots.push(&own);
    }
    search(series, form, &starts(series, form, &pilots), COMPARED)
}

/// Starts of a form that multiplies, from fits of forms like it.
fn starts(series: &Scaled, form: Form, pilots: &[&Candidate]) -> Vec<Start> {
    let mean = series.mean();
    let mut starts = Vec::new();
    if has_grid(form) {
        starts
            .extend(pilots.iter().take(1).flat_map(|pilot| grid_starts(series, form, Some(pilot))));
    }
    starts.extend(pilots.iter().map(|pilot| pilot.start_for(form, mean)));
    if let Some(last) = starts.last() {
        let mut flat = last.clone();
        flat.point = [0.3, 0.05, 0.95, 0.1];
        flat.states.slope = f64::from(u8::from(form.trend.is_ratio()));
        flat.states.level = mean;
        starts.push(flat);
    }
    starts
}

/// Whether the grid of parameters serves the form.
fn has_grid(form: Form) -> bool {
    form.season == Season::None && !form.trend.is_ratio()
}

/// The best fit of one form by itself, from more starts than a comparison of forms affords.
pub(super) fn fit_alone(series: &Scaled, form: Form) -> Option<Candidate> {
    if !form.needs_positive() {
        let mut starts = plain_starts(series, form);
        if form.season != Season::None {
            starts.extend(starts.clone().iter().flat_map(spread));
        }
        return search(series, form, &starts, ASKED_FOR);
    }
    let mut pilots = vec![fit_alone(series, sibling(form))?];
    let relative = Form { noise: Noise::Multiplicative, ..sibling(form) };
    if form.season == Season::Multiplicative {
        pilots.extend(fit_alone(series, relative));
    }
    let pilots: Vec<&Candidate> = pilots.iter().collect();
    let mut starts = starts(series, form, &pilots);
    starts.extend(starts.clone().iter().flat_map(spread));
    let found = search(series, form, &starts, ASKED_FOR)?;
    if !has_grid(form) {
        return Some(found);
    }
    // Now that relative errors are known better, the grid is looked at again.
    let again = search(series, form, &grid_starts(series, form, Some(&found)), ASKED_FOR);
    let better = again.filter(|again| again.value < found.value);
    Some(better.unwrap_or(found))
}

/// The same first states with parameters from all over the box.
fn spread(start: &Start) -> impl Iterator<Item = Start> + use<> {
    let states = start.states.clone();
    let points = [[0.1, 0.02, 0.9, 0.05], [0.5, 0.02, 0.9, 0.3], [0.9, 0.2, 0.85, 0.8]];
    points.into_iter().map(move |point| Start { point, states: states.clone() })
}

/// The candidate with the least criterion.
pub(super) fn best(series: &Scaled, found: Vec<Candidate>) -> Option<Candidate> {
    let n = series.values.len();
    let criterion = |candidate: &Candidate| {
        let k = candidate.form.n_estimated(series.season_length) + 1;
        aicc(-candidate.value, k, n).unwrap_or(f64::INFINITY)
    };
    found.into_iter().min_by(|a, b| criterion(a).total_cmp(&criterion(b)))
}
