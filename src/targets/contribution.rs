//! What each lever closes of the gap to a target (method K6).
//!
//! ```text
//! gap       = X* − X(no lever)                         in the direction of the target
//! sequence  part_k = X(levers 1…k) − X(levers 1…k−1)
//! Shapley   part_k = Σ_{S ∌ k} |S|! (n−|S|−1)! / n! · [X(S ∪ k) − X(S)]
//! ```
//! Scenarios share their draws, so a part is the difference of two runs draw by draw, and its
//! spread is that of the lever's effect alone. Parts sum to the whole change exactly, in both ways.
//! Shapley needs a run of every set of levers and is taken where they are given; otherwise the
//! runs of levers added one by one.
//!
//! # Source
//! Shapley (1953), *A value for n-person games*; Shorrocks (2013), *Decomposition procedures for
//! distributional analysis*.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::language::Text;
use crate::paths::{Paths, Summary};
use crate::targets::indicator::Direction;
use crate::units::Year;

/// Most levers that can be told apart.
const MOST_LEVERS: usize = 12;
/// Most levers of which every set is run: sixteen runs.
const MOST_OF_EVERY_SET: usize = 4;

/// Runs of the indicator with sets of levers; bit `k` of a key is set if lever `k` is.
#[derive(Clone, Copy, Debug)]
pub struct LeverRuns<'a> {
    /// The levers.
    pub levers: &'a [Text],
    /// The indicator in each run, first series; key 0 is the run without levers.
    pub runs: &'a BTreeMap<u32, &'a Paths>,
}

/// The target that the levers are to close the gap to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// Its year.
    pub year: Year,
    /// Its value, in the unit of the runs.
    pub value: f64,
    /// Floor or ceiling.
    pub direction: Direction,
}

/// How the change was divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Division {
    /// Each lever by itself beside the run without any; their parts need not add up.
    Alone,
    /// Levers added one by one, in their order.
    Sequential,
    /// Mean over all orders.
    Shapley,
}

impl Division {
    /// Every division, in the order of declaration.
    pub const ALL: [Self; 3] = [Self::Alone, Self::Sequential, Self::Shapley];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Sequential => "sequential",
            Self::Shapley => "shapley",
        }
    }

    /// The division with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|division| division.name() == name)
    }
}

/// What one lever does.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The lever.
    pub lever: Text,
    /// Its part, positive towards the target, in the unit of the runs.
    pub part: Summary,
    /// Its mean part over the gap; `None` where there is no gap.
    pub share_of_gap: Option<f64>,
}

/// What all levers do.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// How the change was divided.
    pub division: Division,
    /// Mean distance to the target without levers; negative where it is exceeded.
    pub gap: f64,
    /// Lever by lever.
    pub levers: Vec<Contribution>,
    /// Mean distance that is left with all levers.
    pub left: f64,
}

/// The sets of `n` levers to be run: every one where that is affordable, else levers added one by
/// one, in their order.
///
/// # Errors
/// [`Error::Method`] if there are more than twelve levers.
pub fn sets(n: usize) -> Result<Vec<u32>> {
    if n > MOST_LEVERS {
        return Err(too_many(n));
    }
    Ok(if n <= MOST_OF_EVERY_SET { (0..1_u32 << n).collect() } else { chain(n) })
}

/// Divides what all levers do among them.
///
/// # Errors
/// [`Error::Method`] if a run is missing or does not cover the year, shapes differ, or there are
/// more than twelve levers.
pub fn contributions(runs: &LeverRuns<'_>, aim: &Aim) -> Result<Contributions> {
    let n = runs.levers.len();
    if n > MOST_LEVERS {
        return Err(too_many(n));
    }
    let all = (1_u32 << n) - 1;
    let complete = (0..=all).all(|set| runs.runs.contains_key(&set));
    let division = if complete { Division::Shapley } else { Division::Sequential };
    let sets: Vec<u32> = if complete { (0..=all).collect() } else { chain(n) };
    let values = sets
        .iter()
        .map(|set| Ok((*set, values(runs, *set, aim)?)))
        .collect::<Result<BTreeMap<u32, Vec<f64>>>>()?;
    let n_draws = values.values().map(Vec::len).min().unwrap_or(0);
    if values.values().any(|draws| draws.len() != n_draws) || n_draws == 0 {
        return Err(wrong(
            "Các lần chạy có số mẫu khác nhau. Chạy lại với cùng số mẫu.",
            "The runs differ in their number of draws. Run them with the same number.",
        ));
    }
    let sign = aim.direction.sign();
    let mean = |set: u32| values.get(&set).map_or(0.0, |v| v.iter().sum::<f64>() / n_draws as f64);
    let gap = sign * (aim.value - mean(0));
    let lever = |(k, lever): (usize, &Text)| {
        let terms = if complete { shapley_terms(k, n) } else { vec![(step(k), step(k + 1), 1.0)] };
        let draws = (0..n_draws).map(|d| sign * part(&values, &terms, d)).collect();
        let part = Summary::of(draws);
        let share_of_gap = (gap > 0.0).then(|| part.mean / gap);
        Contribution { lever: lever.clone(), part, share_of_gap }
    };
    let levers = runs.levers.iter().enumerate().map(lever).collect();
    Ok(Contributions { division, gap, levers, left: sign * (aim.value - mean(all)) })
}

/// The set of the first `k` levers.
const fn step(k: usize) -> u32 {
    (1_u32 << k) - 1
}

fn chain(n: usize) -> Vec<u32> {
    (0..=n).map(step).collect()
}

/// Sets without lever `k`, the same with it, and the weight of their difference.
fn shapley_terms(k: usize, n: usize) -> Vec<(u32, u32, f64)> {
    let own = 1_u32 << k;
    let factorial = |m: usize| (1..=m).map(|i| i as f64).product::<f64>();
    let weight = |set: u32| {
        let size = set.count_ones() as usize;
        factorial(size) * factorial(n - size - 1) / factorial(n)
    };
    (0..1_u32 << n).filter(|set| set & own == 0).map(|set| (set, set | own, weight(set))).collect()
}

fn part(values: &BTreeMap<u32, Vec<f64>>, terms: &[(u32, u32, f64)], draw: usize) -> f64 {
    let of = |set: &u32| values.get(set).and_then(|draws| draws.get(draw)).copied().unwrap_or(0.0);
    terms.iter().map(|(without, with, weight)| weight * (of(with) - of(without))).sum()
}

/// The draws of one run in the year of the aim.
fn values(runs: &LeverRuns<'_>, set: u32, aim: &Aim) -> Result<Vec<f64>> {
    let named = || {
        let of = |language: fn(&Text) -> &str| {
            let chosen = runs.levers.iter().enumerate().filter(|(k, _)| set >> k & 1 == 1);
            chosen.map(|(_, lever)| language(lever)).collect::<Vec<_>>().join(" + ")
        };
        (of(|text| &text.vi), of(|text| &text.en))
    };
    let paths = runs.runs.get(&set).ok_or_else(|| {
        let (vi, en) = named();
        wrong(
            format!("Thiếu lần chạy với các giải pháp: [{vi}]. Chạy thêm kịch bản đó."),
            format!("The run with these levers is missing: [{en}]. Run that scenario too."),
        )
    })?;
    let year = usize::try_from(aim.year.since(paths.first())).ok();
    match year.filter(|year| *year < paths.n_years() && paths.n_series() > 0) {
        Some(year) => Ok(paths.draws(0, year)),
        None => Err(wrong(
            format!("Dự báo không có năm {}. Kéo dài tầm dự báo.", aim.year),
            format!("The forecast has no year {}. Forecast further.", aim.year),
        )),
    }
}

fn too_many(n: usize) -> Error {
    wrong(
        format!("Có {n} giải pháp; tách được nhiều nhất {MOST_LEVERS}. Gộp bớt."),
        format!("There are {n} levers; at most {MOST_LEVERS} can be told apart. Join some."),
    )
}

fn wrong(vi: impl Into<String>, en: impl Into<String>) -> Error {
    Error::Method { stage: "targets", message: Text::new(vi, en) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(values: [f64; 2]) -> Paths {
        let mut paths = Paths::zeros(Year(2030), 1, 2, 1);
        paths.path_mut(0, 0)[0] = values[0];
        paths.path_mut(0, 1)[0] = values[1];
        paths
    }

    fn aim(value: f64) -> Aim {
        Aim { year: Year(2030), value, direction: Direction::AtLeast }
    }

    fn levers() -> [Text; 2] {
        [Text::new("giữ chân", "retention"), Text::new("nâng cao", "upgrading")]
    }

    #[test]
    fn the_value_of_shapley_shares_what_levers_do_together() {
        // Alone 10 and 20, together 40: each gets half of the 10 they make together.
        let made = [100.0, 110.0, 120.0, 140.0].map(|x| run([x, x + 2.0]));
        let runs = made.iter().enumerate().map(|(set, paths)| (set as u32, paths)).collect();
        let levers = levers();
        let found =
            contributions(&LeverRuns { levers: &levers, runs: &runs }, &aim(151.0)).unwrap();
        assert_eq!(found.division, Division::Shapley);
        assert_eq!((found.gap, found.left), (50.0, 10.0));
        assert_eq!(found.levers[0].part.mean, 15.0);
        assert_eq!(found.levers[1].share_of_gap, Some(0.5));
        // Draws are shared, so the parts have no spread although the runs do.
        assert_eq!(found.levers[0].part.p10, found.levers[0].part.p90);
    }

    #[test]
    fn without_every_run_levers_are_added_one_by_one() {
        let made = [100.0, 110.0, 140.0].map(|x| run([x, x]));
        let runs = [(0, &made[0]), (1, &made[1]), (3, &made[2])].into();
        let levers = levers();
        let ask = LeverRuns { levers: &levers, runs: &runs };
        let found = contributions(&ask, &aim(100.0)).unwrap();
        assert_eq!(found.division, Division::Sequential);
        assert_eq!([found.levers[0].part.mean, found.levers[1].part.mean], [10.0, 30.0]);
        assert_eq!(found.levers[0].share_of_gap, None);
    }

    #[test]
    fn a_missing_run_or_year_is_told() {
        let made = run([1.0, 1.0]);
        let runs = [(0, &made), (3, &made)].into();
        let levers = levers();
        let ask = LeverRuns { levers: &levers, runs: &runs };
        let told = contributions(&ask, &aim(2.0)).unwrap_err().to_string();
        assert!(told.contains("[retention]"), "{told}");
        let only = [(0, &made)].into();
        let late = Aim { year: Year(2050), ..aim(2.0) };
        assert!(contributions(&LeverRuns { levers: &[], runs: &only }, &late).is_err());
    }
}
