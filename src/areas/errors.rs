//! How forecasts of areas err: together by a part of every area above, and apart.
//!
//! Every earlier year is an origin; from there each node is forecast and compared with what came, in
//! log-odds. A node's error is split along the tree:
//!
//! ```text
//! e(a) = e(whole) + [e(region) − e(whole)] + [e(a) − e(region)]
//! σ(d,h) = exp(α_d + c ln h)          root mean square of the parts of depth d at step h
//! s(a)² = (Σ (e/σ)² + n₀)/(n + n₀)    an area's own size, near 1 where it tells little
//! q     = 80 % quantile of |e|/sd ÷ 1.2816
//! ```
//! `c` is common to all depths and held between 0.2 and 1; `q` widens or narrows everything until the 80 %
//! interval of the past holds 80 %.
//!
//! # Source
//! Method U1 and U3; Lei, G'Sell, Rinaldo, Tibshirani & Wasserman (2018), for held-back errors.

use crate::areas::figures::Figures;
use crate::areas::history::{self, View};
use crate::areas::logit;
use crate::numeric::distribution::normal_quantile;
use crate::numeric::least_squares;
use crate::numeric::seed::stream;

/// Fewest known years before an origin.
const LEAST_HISTORY: usize = 4;
/// Most steps that are looked at.
pub(super) const STEPS: usize = 6;
/// Fewest errors of areas without parts from which sizes are learnt.
const FEWEST: usize = 20;
/// Sizes of errors of the labour force, in log-odds.
const LABOUR_FORCE: StandIn = StandIn { sizes: [0.1, 0.1, 0.1], growth: 0.5 };
/// Errors that an area's own size needs to count as much as the others'.
const SIZE_PRIOR: f64 = 10.0;
/// Bounds of the growth of errors with the logarithm of the step.
const GROWTH: (f64, f64) = (0.2, 1.0);

/// Standard deviations of the parts of an error, in log-odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Errors {
    /// Depth of each node.
    pub depths: Vec<usize>,
    /// Standard deviation at step one by depth.
    pub sizes: Vec<f64>,
    /// Growth with the logarithm of the step.
    pub growth: f64,
    /// Each node's own size relative to its depth.
    pub own: Vec<f64>,
    /// Residuals of step one in persons by node, for reconciling.
    pub one_step: Vec<Vec<f64>>,
}

/// One error of a node: where and when, its part beyond the parent's, and the whole of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The node.
    pub node: usize,
    /// Years after the origin, counted from 1.
    pub step: usize,
    /// The error less that of the parent.
    pub beyond: f64,
    /// The error.
    pub whole: f64,
}

/// Parts of errors of the past, with residuals of step one in persons by node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// The parts.
    pub parts: Vec<Part>,
    /// The residuals.
    pub one_step: Vec<Vec<f64>>,
}

/// Sizes at step one, and their growth, that stand in where the past has too few errors (assumed).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandIn {
    /// Of the whole, regions, areas.
    pub sizes: [f64; 3],
    /// Growth with the logarithm of the step.
    pub growth: f64,
}

impl Errors {
    /// Errors of forecasts of the labour force made in the past.
    pub fn of(figures: &Figures) -> Self {
        Self::learn(&past(figures), &figures.parents, &LABOUR_FORCE)
    }

    /// Sizes of the errors of the past; those of `stand_in` where there are too few.
    pub fn learn(past: &Past, parents: &[Option<usize>], stand_in: &StandIn) -> Self {
        let (depths, parts) = (depths(parents), &past.parts);
        let deepest = depths.iter().copied().max().unwrap_or(0);
        let is_short = parts.iter().filter(|p| depths[p.node] == deepest).count() < FEWEST;
        let growth = if is_short { stand_in.growth } else { growth(parts, &depths) };
        let sizes: Vec<f64> = (0..=deepest)
            .map(|depth| {
                let of = parts.iter().filter(|p| depths[p.node] == depth);
                let size = root_mean_square(of.map(|p| p.beyond / (p.step as f64).powf(growth)));
                let place = if depth == deepest { 2 } else { depth.min(1) };
                if is_short { stand_in.sizes[place] } else { size }
            })
            .collect();
        let own = own_sizes(parts, (&depths, &sizes, growth));
        let one_step = past.one_step.clone();
        let mut errors = Self { depths, sizes, growth, own, one_step };
        if !is_short {
            let factor = errors.calibration(parts, parents);
            errors.sizes.iter_mut().for_each(|size| *size *= factor);
        }
        errors
    }

    /// Errors of one draw by node and year: a node shares those of the areas above it.
    pub fn shocks(
        &self,
        figures: &Figures,
        purpose: &str,
        (seed, draw): (u64, u64),
    ) -> Vec<Vec<f64>> {
        let horizon = figures.horizon();
        let mut shocks: Vec<Vec<f64>> = Vec::with_capacity(figures.parents.len());
        for (node, parent) in figures.parents.iter().enumerate() {
            let mut stream = stream(seed ^ name_key(&figures.tree.names()[node]), purpose, draw);
            let mut walk = 0.0;
            let mut own = |step: usize| {
                walk += stream.normal();
                self.part(node, step) * walk / (step as f64).sqrt()
            };
            let above = |step: usize| parent.map_or(0.0, |parent| shocks[parent][step - 1]);
            let of_node = (1..=horizon).map(|step| above(step) + own(step)).collect();
            shocks.push(of_node);
        }
        shocks
    }

    /// Standard deviation of a node's own part at `step`, counted from 1.
    pub fn part(&self, node: usize, step: usize) -> f64 {
        self.sizes[self.depths[node]] * self.own[node] * (step as f64).powf(self.growth)
    }

    /// Standard deviation of the whole error of a node.
    pub fn whole(&self, node: usize, step: usize, parents: &[Option<usize>]) -> f64 {
        let mut variance = 0.0;
        let mut at = Some(node);
        while let Some(place) = at {
            variance += self.part(place, step).powi(2);
            at = parents[place];
        }
        variance.sqrt()
    }

    fn calibration(&self, parts: &[Part], parents: &[Option<usize>]) -> f64 {
        let ratio = |p: &Part| p.whole.abs() / self.whole(p.node, p.step, parents).max(1e-9);
        let leaves = parts.iter().filter(|p| self.depths[p.node] + 1 == self.sizes.len());
        let mut ratios: Vec<f64> = leaves.map(ratio).collect();
        ratios.sort_unstable_by(f64::total_cmp);
        let place = (0.8 * ratios.len() as f64) as usize;
        ratios.get(place).map_or(1.0, |ratio| ratio / normal_quantile(0.9))
    }
}

fn depths(parents: &[Option<usize>]) -> Vec<usize> {
    let mut depths = vec![0; parents.len()];
    for (node, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            depths[node] = depths[*parent] + 1;
        }
    }
    depths
}

fn past(figures: &Figures) -> Past {
    let n = figures.tree.n_nodes();
    let mut past = Past { parts: Vec::new(), one_step: vec![Vec::new(); n] };
    for origin in origins(figures, &figures.labour_force) {
        let fitted = history::fit(figures, origin);
        for year in origin + 1..=figures.base.min(origin + STEPS) {
            let mut errors = vec![0.0; n];
            for node in 0..n {
                let Some(came) = figures.labour_force[node][year] else { continue };
                let seen = (origin, View::Frozen);
                let forecast = history::labour_force(figures, (node, &fitted[node]), year, seen);
                let persons = figures.persons(node, year).max(1.0);
                errors[node] = logit(came / persons) - logit(forecast / persons);
                let above = figures.parents[node].map_or(0.0, |parent| errors[parent]);
                let (beyond, whole) = (errors[node] - above, errors[node]);
                past.parts.push(Part { node, step: year - origin, beyond, whole });
                if year == origin + 1 {
                    past.one_step[node].push(came - forecast);
                }
            }
        }
    }
    past
}

/// Years from which the past can be forecast: known themselves, with enough known before.
pub(super) fn origins(figures: &Figures, known: &[Vec<Option<f64>>]) -> Vec<usize> {
    let whole = &known[0];
    let is_origin = |year: &usize| {
        whole[*year].is_some() && whole[..=*year].iter().flatten().count() >= LEAST_HISTORY
    };
    (0..figures.base).filter(is_origin).collect()
}

fn root_mean_square(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value * value, n + 1.0));
    if n > 0.0 { f64::sqrt(sum / n) } else { 0.0 }
}

fn growth(parts: &[Part], depths: &[usize]) -> f64 {
    let deepest = depths.iter().copied().max().unwrap_or(0);
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for step in 1..=STEPS {
        let at = parts.iter().filter(|p| p.step == step && depths[p.node] == deepest);
        let size = root_mean_square(at.map(|p| p.beyond));
        if size > 0.0 {
            x.push((step as f64).ln());
            y.push(size.ln());
        }
    }
    least_squares::line(&x, &y).map_or(0.5, |line| line.slope).clamp(GROWTH.0, GROWTH.1)
}

fn own_sizes(parts: &[Part], (depths, sizes, growth): (&[usize], &[f64], f64)) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); depths.len()];
    for p in parts {
        let size = sizes[depths[p.node]] * (p.step as f64).powf(growth);
        if size > 0.0 {
            sums[p.node].0 += (p.beyond / size).powi(2);
            sums[p.node].1 += 1.0;
        }
    }
    sums.iter().map(|(sum, n)| ((sum + SIZE_PRIOR) / (n + SIZE_PRIOR)).sqrt()).collect()
}

/// A number of an area that depends on nothing but its code (64-bit FNV-1a).
pub(super) fn name_key(code: &str) -> u64 {
    code.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
