//! An area's distance from the standard in the past, and where it goes.

use crate::areas::borrow::{self, Direct};
use crate::areas::figures::Figures;
use crate::areas::{logit, share_of};
use crate::numeric::least_squares;

/// Damping of the slope a year.
pub const DAMPING: f64 = 0.8;
/// Years that the noise expected of an area of its size weighs against its own.
const NOISE_PRIOR: f64 = 5.0;
/// Years over which a blind view carries population on.
const CARRIED_YEARS: usize = 3;

/// What is taken as known of the years after an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The standard's rates and population, as they are known or projected.
    Projected,
    /// Population; the rates stay those of the origin.
    Frozen,
    /// Nothing: population goes on as in the three years before.
    Blind,
}

/// Level and slope of one node, and what they rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fitted {
    /// Distance from the standard at the origin, in log-odds.
    pub level: f64,
    /// Its change a year.
    pub slope: f64,
    /// Weight of the area's own level against its parent's.
    pub level_weight: f64,
    /// Weight of the area's own slope against its parent's.
    pub slope_weight: f64,
    /// Standard deviation of the level, in log-odds.
    pub noise: f64,
}

/// Distances from the standard up to `origin`: position of the year and log-odds.
fn distances(figures: &Figures, node: usize, origin: usize) -> (Vec<f64>, Vec<f64>) {
    let known = figures.labour_force[node].iter().take(origin + 1).enumerate();
    let at = |(year, value): (usize, &Option<f64>)| {
        let share = (*value)? / figures.persons(node, year).max(1.0);
        Some((year as f64, logit(share) - figures.expected(node, year, year)))
    };
    known.filter_map(at).unzip()
}

/// Line through the distances, noise about it, and the spread of the years.
///
/// `reversal`: minus the mean product of neighbouring changes, which is the variance of noise that
/// lasts one year.
struct Line {
    reversal: f64,
    last: f64,
    slope: f64,
    variance: f64,
    n: f64,
    spread: f64,
}

fn line(figures: &Figures, node: usize, origin: usize) -> Option<Line> {
    let (x, y) = distances(figures, node, origin);
    let fitted = least_squares::line(&x, &y)?;
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let spread = x.iter().map(|x| (x - mean).powi(2)).sum();
    let rss: f64 = x.iter().zip(&y).map(|(x, y)| (y - fitted.at(*x)).powi(2)).sum();
    let variance = rss / (n - 2.0).max(1.0);
    let reversal = reversal(&x, &y, fitted.slope);
    Some(Line { reversal, last: *y.last()?, slope: fitted.slope, variance, n, spread })
}

/// Minus the mean product of changes of neighbouring years about the mean change.
fn reversal(x: &[f64], y: &[f64], slope: f64) -> f64 {
    let changes: Vec<Option<f64>> = x
        .windows(2)
        .zip(y.windows(2))
        .map(|(x, y)| (x[1] - x[0] == 1.0).then(|| y[1] - y[0] - slope))
        .collect();
    let products: Vec<f64> =
        changes.windows(2).filter_map(|pair| Some(pair[0]? * pair[1]?)).collect();
    -products.iter().sum::<f64>() / products.len().max(1) as f64
}

/// Level and slope of every node at `origin`, borrowing from the parents.
///
/// Noise is that about a straight line, leaning on the one expected of an area of its size, which
/// is a line of its logarithm against that of the population. Of that noise only the part that
/// lasts one year, the same for every area, makes a level uncertain; the rest is where the area now is.
pub fn fit(figures: &Figures, origin: usize) -> Vec<Fitted> {
    let lines: Vec<Option<Line>> =
        (0..figures.tree.n_nodes()).map(|node| line(figures, node, origin)).collect();
    let bottoms = figures.tree.n_aggregates()..lines.len();
    let (sizes, noises): (Vec<f64>, Vec<f64>) = bottoms
        .filter_map(|node| {
            let line = lines[node].as_ref()?;
            Some((figures.persons(node, origin).max(1.0).ln(), line.variance.max(1e-8).ln()))
        })
        .unzip();
    let by_size = least_squares::line(&sizes, &noises);
    let noise = |node: usize, line: &Line| {
        let size = figures.persons(node, origin).max(1.0).ln();
        let expected = by_size.map_or(line.variance, |fitted| fitted.at(size).exp());
        let freedom = (line.n - 2.0).max(1.0);
        (freedom * line.variance + NOISE_PRIOR * expected) / (freedom + NOISE_PRIOR)
    };
    let direct = |of: &dyn Fn(&Line, f64) -> Direct| -> Vec<Direct> {
        let at = |(node, line): (usize, &Option<Line>)| {
            line.as_ref().map_or(borrow::UNKNOWN, |line| of(line, noise(node, line)))
        };
        lines.iter().enumerate().map(at).collect()
    };
    let passing = passing_share(&lines[figures.tree.n_aggregates()..]);
    let levels =
        direct(&|line, variance| Direct { value: line.last, variance: passing * variance });
    let slopes =
        direct(&|line, variance| Direct { value: line.slope, variance: variance / line.spread });
    let level = borrow::from_parents(&levels, &figures.parents, borrow::Top::Kept);
    let slope = borrow::from_parents(&slopes, &figures.parents, borrow::Top::TowardsZero);
    level
        .into_iter()
        .zip(slope)
        .zip(&levels)
        .map(|((level, slope), direct)| Fitted {
            level: level.value,
            slope: slope.value,
            level_weight: level.weight,
            slope_weight: slope.weight,
            noise: direct.variance.sqrt(),
        })
        .collect()
}

/// Share of the noise about a line that lasts one year, over all areas.
fn passing_share(lines: &[Option<Line>]) -> f64 {
    let known = || lines.iter().flatten();
    let reversals: f64 = known().map(|line| line.reversal).sum();
    let variances: f64 = known().map(|line| line.variance).sum();
    if variances > 0.0 { (reversals / variances).clamp(0.0, 1.0) } else { 0.0 }
}

/// Persons of working age and the standard's log-odds in `year`, seen from `origin`.
pub fn expected(
    figures: &Figures,
    node: usize,
    year: usize,
    (origin, view): (usize, View),
) -> (f64, f64) {
    let rates = if view == View::Projected { year } else { year.min(origin) };
    if view != View::Blind || year <= origin {
        return (figures.persons(node, year), figures.expected(node, year, rates));
    }
    let from = origin.saturating_sub(CARRIED_YEARS);
    let run = (year - origin) as f64 / (origin - from).max(1) as f64;
    let cells = figures.population[node][origin].iter().zip(&figures.population[node][from]);
    let carried: Vec<f64> =
        cells.map(|(now, then)| now * (now / then.max(1.0)).powf(run)).collect();
    let persons: f64 = carried.iter().sum();
    let labour_force: f64 = carried.iter().zip(&figures.rates[rates]).map(|(p, r)| p * r).sum();
    (persons, logit(labour_force / persons.max(1.0)))
}

/// Log-odds of participation of a node `step` years after the origin, counted from 1.
pub fn log_odds(fitted: &Fitted, expected: f64, step: usize) -> f64 {
    let run: f64 = (1..=step as i32).map(|k| DAMPING.powi(k)).sum();
    expected + fitted.level + fitted.slope * run
}

/// Labour force of a node in `year`, seen from `origin`.
pub fn labour_force(
    figures: &Figures,
    (node, fitted): (usize, &Fitted),
    year: usize,
    seen: (usize, View),
) -> f64 {
    let (persons, odds) = expected(figures, node, year, seen);
    persons * share_of(log_odds(fitted, odds, year.saturating_sub(seen.0)))
}
