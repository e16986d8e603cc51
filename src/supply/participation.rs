//! Participation: trends of logit rates by sex and age group (method S2).
//!
//! ```text
//! logit r(T + h) = logit r(T) + β̂ · Σ_{k=1..h} φ^k
//! β̂ = w·b + (1 − w)·b̄        w = τ² / (τ² + v)        v = se²(b)·(1 + ρ)/(1 − ρ)
//! ```
//!
//! b is the least-squares slope over the last [`TREND_YEARS`] years without the masked ones, b̄ the
//! mean slope of all groups, τ² the variance of slopes beyond their errors, ρ the first
//! autocorrelation of the residuals, 0 to 0.8. Years after the base year are not used.
//!
//! Around the trend each of three broad ages (under 25, 25 to 54, 55 and over) has an error that
//! is a random walk on the logit. Its standard deviation is that of past changes over
//! [`CHANGE_SPAN`] years, over the root of their number: yearly changes are full of survey noise
//! that the next year takes back, which a random walk would keep.
//!
//! Retirement ages that rise by law after the base year are added by
//! [`crate::supply::age_rates::AgeRates::retiring_at`]. The trends of ages 55 and over may hold some of the
//! rises before it and carry it on, damped; a model whose figures show that has a smaller response.

use std::collections::BTreeMap;

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::numeric::least_squares::line;
use crate::prepare::Participation;
use crate::series::Series;
use crate::units::Year;

/// Years the trend is fitted to.
pub const TREND_YEARS: i32 = 15;

/// Years over which changes are measured for the error, all of history.
pub const CHANGE_SPAN: i32 = 5;

/// Standard deviation of the yearly change of a logit rate where no history is known: about 0.7
/// share points at a rate of 60 %.
pub const ASSUMED_DEVIATION: f64 = 0.03;

/// Rates are kept between this and one less this.
const LIMIT: f64 = 0.005;

/// The logit of a rate, held away from 0 and 1.
pub fn logit(rate: f64) -> f64 {
    let rate = rate.clamp(LIMIT, 1.0 - LIMIT);
    (rate / (1.0 - rate)).ln()
}

/// The rate of a logit.
pub fn expit(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// Position of an age among the broad ages whose errors are one: youth, prime age, older.
pub const fn broad_age(age: usize) -> usize {
    match age {
        0..25 => 0,
        25..55 => 1,
        _ => 2,
    }
}

/// The fitted participation of one sex and age group.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Sex, or `None` for both.
    pub sex: Option<Sex>,
    /// Ages.
    pub age: AgeGroup,
    /// Logit of the rate in the base year.
    pub level: f64,
    /// Change of the logit a year, before damping.
    pub slope: f64,
    /// Years from the last figure to the base year.
    gap: i32,
}

/// Fitted participation of all groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Trends {
    /// The groups; none overlaps another of its sex.
    pub bands: Vec<Band>,
    /// Damping of the slopes per year.
    pub damping: f64,
    /// Standard deviation of the yearly error of each broad age, on the logit.
    pub deviations: [f64; 3],
    /// Whether some deviation was assumed for want of history.
    pub deviation_assumed: bool,
}

impl Trends {
    /// Trends that stay at one rate for everybody of working age.
    pub fn constant(rate: f64, first_age: u8) -> Self {
        let age = AgeGroup::open(first_age);
        let band = Band { sex: None, age, level: logit(rate), slope: 0.0, gap: 0 };
        let deviations = [ASSUMED_DEVIATION; 3];
        Self { bands: vec![band], damping: 1.0, deviations, deviation_assumed: true }
    }

    /// Logit of the rate of `band`, `steps` years after the base year.
    pub fn logit(&self, band: &Band, steps: usize) -> f64 {
        let sum = |n: i32| (1..=n).map(|k| self.damping.powi(k)).sum::<f64>();
        band.level + band.slope * (sum(band.gap + steps as i32) - sum(band.gap))
    }
}

/// What a series of rates says in its unmasked years up to the base year.
struct History {
    logits: BTreeMap<Year, f64>,
    last: (Year, f64),
}

fn history(series: &Series, base: Year, masked: &[Year]) -> Option<History> {
    let years = || series.first.to(series.last_year().min(base)).zip(&series.points);
    let (last, point) = years().last()?;
    let level = logit(point.value);
    let logits = years()
        .filter(|(year, point)| !point.masked && !masked.contains(year))
        .map(|(year, point)| (year, logit(point.value)))
        .collect();
    Some(History { logits, last: (last, level) })
}

/// Trends of `participation` up to the year `base`, the years `masked` left out of the fit.
pub fn fit(participation: &[Participation], base: Year, damping: f64, masked: &[Year]) -> Trends {
    let known: Vec<(&Participation, History)> = without_overlap(participation)
        .into_iter()
        .filter_map(|group| Some((group, history(&group.rates, base, masked)?)))
        .collect();
    let fits: Vec<(f64, f64)> = known.iter().map(|(_, history)| slope(history)).collect();
    let slopes = shrink(&fits);
    let sum = |n: i32| (1..=n).map(|k| damping.powi(k)).sum::<f64>();
    let bands = known
        .iter()
        .zip(slopes)
        .map(|((group, history), slope)| {
            let gap = base.since(history.last.0);
            let level = history.last.1 + slope * sum(gap);
            Band { sex: group.sex, age: group.age, level, slope, gap }
        })
        .collect();
    let changes = [0, 1, 2].map(|broad| deviation(&known, broad));
    let deviations = changes.map(|known| known.unwrap_or(ASSUMED_DEVIATION));
    let deviation_assumed = changes.contains(&None);
    Trends { bands, damping, deviations, deviation_assumed }
}

/// The groups that do not contain another group of their sex.
fn without_overlap(participation: &[Participation]) -> Vec<&Participation> {
    let contains = |outer: AgeGroup, inner: AgeGroup| {
        outer != inner
            && outer.from() <= inner.from()
            && outer.to().is_none_or(|to| inner.to().is_some_and(|inner| inner <= to))
    };
    participation
        .iter()
        .filter(|group| {
            !participation.iter().any(|o| o.sex == group.sex && contains(group.age, o.age))
        })
        .collect()
}

/// Slope and its variance, inflated for autocorrelation; 0 with fewer than four years.
fn slope(history: &History) -> (f64, f64) {
    let from = history.last.0.plus(1 - TREND_YEARS);
    let (years, logits): (Vec<f64>, Vec<f64>) =
        history.logits.range(from..).map(|(year, logit)| (f64::from(year.0), *logit)).unzip();
    let Some(fitted) = line(&years, &logits).filter(|_| years.len() > 3) else {
        return (0.0, 0.0);
    };
    let residuals: Vec<f64> = years.iter().zip(&logits).map(|(x, y)| y - fitted.at(*x)).collect();
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let correlation = if squares > 0.0 { (products / squares).clamp(0.0, 0.8) } else { 0.0 };
    let inflation = (1.0 + correlation) / (1.0 - correlation);
    (fitted.slope, fitted.slope_error.powi(2) * inflation)
}

/// Slopes drawn towards their mean as far as their errors explain their differences.
fn shrink(fits: &[(f64, f64)]) -> Vec<f64> {
    let n = fits.len() as f64;
    let mean = fits.iter().map(|(slope, _)| slope).sum::<f64>() / n;
    let spread = fits.iter().map(|(slope, _)| (slope - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let error = fits.iter().map(|(_, variance)| variance).sum::<f64>() / n;
    let between = (spread - error).max(0.0);
    let weight = |v: f64| if between + v > 0.0 { between / (between + v) } else { 1.0 };
    match fits {
        [] => Vec::new(),
        [(slope, _)] => vec![*slope],
        _ => fits.iter().map(|(slope, v)| mean + weight(*v) * (slope - mean)).collect(),
    }
}

/// Standard deviation a year of the logits of a broad age around their trends, from changes over
/// [`CHANGE_SPAN`] years where there are enough of them, else over one.
fn deviation(known: &[(&Participation, History)], broad: usize) -> Option<f64> {
    let of_age: Vec<&History> = known
        .iter()
        .filter(|(group, _)| {
            let (from, to) = (group.age.from(), group.age.to().unwrap_or(79));
            broad_age(usize::midpoint(from.into(), to.max(from).into())) == broad
        })
        .map(|(_, history)| history)
        .collect();
    changes_over(&of_age, CHANGE_SPAN, 8).or_else(|| changes_over(&of_age, 1, 3))
}

/// Standard deviation of changes over `span` years around the mean of each history, per root year;
/// `None` if no history has more than `fewest`.
fn changes_over(histories: &[&History], span: i32, fewest: usize) -> Option<f64> {
    let (mut squares, mut freedom) = (0.0, 0);
    for history in histories {
        let changes: Vec<f64> = history
            .logits
            .iter()
            .filter_map(|(year, logit)| Some(logit - history.logits.get(&year.plus(-span))?))
            .collect();
        if changes.len() > fewest {
            let mean = changes.iter().sum::<f64>() / changes.len() as f64;
            squares += changes.iter().map(|change| (change - mean).powi(2)).sum::<f64>();
            freedom += changes.len() - 1;
        }
    }
    (freedom > 0).then(|| (squares / freedom as f64 / f64::from(span)).sqrt())
}

#[cfg(test)]
mod tests;
