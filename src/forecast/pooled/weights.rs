//! Weights of the members of a combination, from their errors on the panel.
//!
//! ```text
//! e(m)   = mean over series of mean |y − ŷ_m| / s,  not over 20        six periods hidden
//! w(m)   = (1 − κ) / M + κ e(m)⁻¹ / Σ e⁻¹           κ = N_eff / (N_eff + 5)
//! ```
//! with `s` the mean change of what is left of the series and `N_eff` the number of independent
//! series the panel is worth. Only series all members can be fitted to are compared; fewer than
//! five leave the weights equal. An error counts as a twentieth of the mean one at least, so that
//! no member is alone by luck. What is hidden does not depend on the horizon.
//!
//! The `5` is that of the calibration of intervals and was not tuned.
//!
//! # Source
//! Bates & Granger (1969), *The combination of forecasts*, for weights by the inverse of past
//! errors, those between members left out; Diebold & Pauly (1990), *The use of prior information
//! in forecast combination*, for shrinking them to equal ones.

use rayon::prelude::*;

use crate::forecast::Series;
use crate::forecast::auto::{FEWEST_SERIES, HIDDEN, Hidden, hide, sample};
use crate::forecast::definition::Definition;
use crate::forecast::growth::{Independence, mean_change};
use crate::forecast::panel::Panel;
use crate::forecast::pooled::Knowledge;

/// Series one thread works through before it takes more.
const CHUNK: usize = 16;
/// Independent series that weigh as much as equal weights.
const PRIOR_SERIES: f64 = 5.0;
/// The largest error of a series, in mean changes.
const LARGEST: f64 = 20.0;
/// The smallest error of a member, as a share of the mean over members.
const SMALLEST: f64 = 0.05;

/// One weight a member; they add up to 1.
pub(super) fn of(panel: &Panel, members: &[Definition]) -> Vec<f64> {
    let all = sample(panel);
    let hidden = hide(&all, |_| HIDDEN);
    let named = hidden.iter().enumerate().map(|(k, h)| (format!("{k:08}"), h.known.to_vec()));
    let known = Panel::annual(0, named).with_season(panel.season_length());
    let learn = |member: &Definition| Knowledge::learn(&known, member, HIDDEN);
    let learnt: Vec<Knowledge> = members.iter().map(learn).collect();
    let compared: Vec<Vec<(usize, Vec<f64>)>> = (0..hidden.len())
        .collect::<Vec<usize>>()
        .par_chunks(CHUNK)
        .map(|chunk| {
            let one =
                |k: &usize| Some((*k, errors(hidden.get(*k)?, &learnt, panel.season_length())?));
            chunk.iter().filter_map(one).collect()
        })
        .collect();
    let compared = compared.concat();
    if compared.len() < FEWEST_SERIES {
        return equal(members.len());
    }
    let series: Vec<&[f64]> =
        compared.iter().filter_map(|(k, _)| hidden.get(*k)).map(|hidden| hidden.known).collect();
    let mean = |m: usize| compared.iter().map(|(_, e)| e[m]).sum::<f64>() / compared.len() as f64;
    let means: Vec<f64> = (0..members.len()).map(mean).collect();
    shrunk(&means, Independence::of(&series).effective())
}

/// The scaled errors of all members on one series; none where one of them cannot be fitted.
fn errors(hidden: &Hidden<'_>, learnt: &[Knowledge], season_length: usize) -> Option<Vec<f64>> {
    let series = Series::seasonal(hidden.known, season_length);
    let scale = mean_change(hidden.known);
    let error = |knowledge: &Knowledge| {
        let outcome = knowledge.forecast(&series, hidden.came.len());
        let apart = outcome
            .points
            .iter()
            .zip(hidden.came)
            .map(|(point, came)| (point - came).abs() / scale);
        let mean = apart.sum::<f64>() / hidden.came.len() as f64;
        (outcome.fallback.is_none() && mean.is_finite()).then_some(mean.min(LARGEST))
    };
    learnt.iter().map(error).collect()
}

fn equal(n: usize) -> Vec<f64> {
    vec![1.0 / n.max(1) as f64; n]
}

/// The weights of members with these mean errors.
fn shrunk(errors: &[f64], n_effective: f64) -> Vec<f64> {
    let n = errors.len();
    let mean = errors.iter().sum::<f64>() / n.max(1) as f64;
    if mean == 0.0 {
        return equal(n);
    }
    let inverse: Vec<f64> = errors.iter().map(|e| mean / e.max(SMALLEST * mean)).collect();
    let total: f64 = inverse.iter().sum();
    let kappa = n_effective / (n_effective + PRIOR_SERIES);
    inverse.iter().map(|w| (1.0 - kappa) / n as f64 + kappa * w / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_the_inverse_errors_shrunk_by_the_number_of_independent_series() {
        // κ = ½; inverse errors 1, ½, ¼ are shares 4/7, 2/7, 1/7.
        let weights = shrunk(&[1.0, 2.0, 4.0], 5.0);
        for (weight, share) in weights.iter().zip([4.0, 2.0, 1.0]) {
            assert!((weight - (1.0 / 6.0 + share / 14.0)).abs() < 1e-15);
        }
        assert_eq!(shrunk(&[0.0, 0.0], 9.0), [0.5, 0.5]);
        let lucky = shrunk(&[0.0, 1.0], 1e12);
        assert!((lucky[0] - 40.0 / 41.0).abs() < 1e-9, "{lucky:?}");
    }

    fn lines(n: usize) -> Panel {
        let line = |k: usize| {
            let own = |t: usize| 100.0 + ((t * (k + 3)) % (5 + k)) as f64 / 9.0;
            (format!("{k:02}"), (0..20).map(|t| own(t) + 3.0 * t as f64).collect())
        };
        Panel::annual(2000, (0..n).map(line))
    }

    #[test]
    fn a_panel_of_trends_weighs_the_drift_above_the_last_value() {
        let members = [Definition::Naive, Definition::Drift];
        let weights = of(&lines(12), &members);
        assert!(weights[1] > 0.6, "{weights:?}");
        assert!((weights[0] + weights[1] - 1.0).abs() < 1e-15);
        assert_eq!(of(&lines(4), &members), [0.5, 0.5]);
    }
}
