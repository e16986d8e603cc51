//! The choice of a form by Akaike's corrected criterion.

use crate::forecast::aicc;
use crate::forecast::ets::candidate::{Candidate, grid_starts, plain_starts, search, sibling};
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
    let seasons: &[Season] =
        if with_season { &[Season::None, Season::Additive, Season::Multiplicative] } else { &[Season::None] };
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

/// The best fit of one form, starting from what was found for others.
pub(super) fn fit_one(series: &Scaled, form: Form, found: &[Candidate]) -> Option<Candidate> {
    if !form.needs_positive() {
        return search(series, form, &plain_starts(series, form));
    }
    let mean = series.mean();
    let mut starts = Vec::new();
    let mut pilots: Vec<&Candidate> =
        found.iter().filter(|other| sibling(other.form) == sibling(form)).collect();
    let own;
    if pilots.is_empty() {
        let of = sibling(form);
        own = search(series, of, &plain_starts(series, of))?;
        pilots.push(&own);
    }
    if form.season == Season::None && !form.trend.is_ratio() {
        starts.extend(grid_starts(series, form, Some(pilots[0])));
    }
    for pilot in pilots {
        starts.push(pilot.start_for(form, mean));
    }
    let mut flat = starts[starts.len() - 1].clone();
    flat.point = [0.3, 0.05, 0.95, 0.1];
    flat.states.slope = f64::from(u8::from(form.trend.is_ratio()));
    flat.states.level = mean;
    starts.push(flat);
    search(series, form, &starts)
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
