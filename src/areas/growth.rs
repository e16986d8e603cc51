//! How much faster the employment of an area grows than its sectors do in the whole.
//!
//! ```text
//! M(a,t) = Σ_s B(a,s) g(s,t)                       the area if its sectors grew as in the whole
//! x(a,t) = ln[E(a,t)/M(a,t)] − the same of all areas together
//! x(a,s,t) = ln[E(a,s,t)/(B(a,s) g(s,t))] − the same
//! Ê(a,T+h) = M(a,T+h) E(a,T)/M(a,T) exp[β̃(a) Σ_{k≤h} φ^k]
//! ```
//! `β` is the slope of `x`: a sector's leans on that of its area, an area's on that of its region, the region's on
//! zero, by their sampling variance ([`borrow`]). A sector without a record of its own in the area takes the
//! area's slope: that is its constant share (shift-share with a constant local share).
//!
//! # Source
//! Method D5; Fay & Herriot (1979) for the leaning, as in [`borrow`].

use crate::areas::borrow::{self, Borrowed, Direct, Top};
use crate::areas::figures::Figures;
use crate::areas::structure::Structure;
use crate::numeric::least_squares;

/// Damping of a slope a year, the φ of method D5.
pub const DAMPING: f64 = 0.9;
/// Years that the noise of all areas weighs against a series' own.
const NOISE_PRIOR: f64 = 5.0;

/// Slopes in logarithms a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// By node of the tree, beyond the whole's.
    pub nodes: Vec<Borrowed>,
    /// By area without parts and sector.
    pub cells: Vec<Vec<f64>>,
}

/// What slopes are learnt from: figures, structure, and `g` of the past by sector and year.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// The structure of the base year.
    pub structure: &'a Structure,
    /// Growth of the whole's sectors in the past.
    pub history: &'a [Vec<Option<f64>>],
}

impl Record<'_> {
    /// The area if its sectors grew as in the whole; none where that is not known.
    pub fn mix(&self, area: usize, year: usize) -> Option<f64> {
        let sectors = self.structure.base[area].iter().zip(self.history);
        sectors.map(|(base, g)| Some(base * (*g.get(year)?)?)).sum()
    }

    /// Logarithm of employment over the mix in `year`, of every node, over the areas that are known.
    fn ratios(&self, year: usize) -> Vec<Option<f64>> {
        let tree = &self.figures.tree;
        let known = |area: usize| {
            let own = self.figures.employment[tree.n_aggregates() + area][year];
            own.filter(|persons| *persons > 0.0).zip(self.mix(area, year).filter(|mix| *mix > 0.0))
        };
        let pairs: Vec<Option<(f64, f64)>> = (0..tree.n_bottom()).map(known).collect();
        let ratio = |node: usize| {
            let of_node = tree.bottoms_of(node).into_iter().filter_map(|area| pairs[area]);
            let (own, mix) = of_node.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            (mix > 0.0).then(|| (own / mix).ln())
        };
        (0..tree.n_nodes()).map(ratio).collect()
    }

    /// `x` of every node in `year`.
    pub fn distances(&self, year: usize) -> Vec<Option<f64>> {
        let ratios = self.ratios(year);
        ratios.iter().map(|ratio| Some((*ratio)? - ratios[0]?)).collect()
    }

    /// Slopes as seen from the year at `origin`.
    pub fn growth(&self, origin: usize) -> Growth {
        let tree = &self.figures.tree;
        let ratios: Vec<Vec<Option<f64>>> = (0..=origin).map(|year| self.ratios(year)).collect();
        let of_node = |node: usize| {
            let distance = |ratios: &Vec<Option<f64>>| Some(ratios[node]? - ratios[0]?);
            Line::through(ratios.iter().map(distance))
        };
        let mut lines: Vec<Option<Line>> = (0..tree.n_nodes()).map(of_node).collect();
        let mut parents = self.figures.parents.clone();
        let n_sectors = self.history.len();
        for area in 0..tree.n_bottom() {
            for sector in 0..n_sectors {
                let cell = (area, sector);
                let distance = |(year, ratios): (usize, &Vec<Option<f64>>)| {
                    Some(self.of_cell(cell, year)? - ratios[0]?)
                };
                lines.push(Line::through(ratios.iter().enumerate().map(distance)));
                parents.push(Some(tree.n_aggregates() + area));
            }
        }
        let slopes = borrow::from_parents(&directs(&lines), &parents, Top::TowardsZero);
        let (nodes, cells) = slopes.split_at(tree.n_nodes());
        let values = |area: &[Borrowed]| area.iter().map(|slope| slope.value).collect();
        Growth {
            nodes: nodes.to_vec(),
            cells: cells.chunks(n_sectors.max(1)).map(values).collect(),
        }
    }

    /// Logarithm of an area's own figure of a sector over what the whole makes it.
    fn of_cell(&self, (area, sector): (usize, usize), year: usize) -> Option<f64> {
        let own = self.structure.known[area][sector][year].filter(|persons| *persons > 0.0)?;
        let mix = self.structure.base[area][sector] * self.history[sector][year]?;
        (mix > 0.0).then(|| (own / mix).ln())
    }
}

/// `φ + … + φ^step`.
pub fn run(step: usize) -> f64 {
    (1..=step as i32).map(|k| DAMPING.powi(k)).sum()
}

/// A straight line through a series of logarithms.
struct Line {
    slope: f64,
    variance: f64,
    freedom: f64,
    spread: f64,
}

impl Line {
    fn through(values: impl Iterator<Item = Option<f64>>) -> Option<Self> {
        let known = values.enumerate().filter_map(|(year, value)| Some((year as f64, value?)));
        let (x, y): (Vec<f64>, Vec<f64>) = known.unzip();
        if x.len() < 3 {
            return None;
        }
        let fitted = least_squares::line(&x, &y)?;
        let freedom = x.len() as f64 - 2.0;
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        let squares: f64 = x.iter().zip(&y).map(|(x, y)| (y - fitted.at(*x)).powi(2)).sum();
        let spread = x.iter().map(|x| (x - mean).powi(2)).sum();
        Some(Self { slope: fitted.slope, variance: squares / freedom, freedom, spread })
    }
}

/// Slopes with their sampling variance; the noise of a short series leans on that of all.
fn directs(lines: &[Option<Line>]) -> Vec<Direct> {
    let known = || lines.iter().flatten();
    let noise = known().map(|line| line.variance).sum::<f64>() / known().count().max(1) as f64;
    let of = |line: &Line| {
        let weighed = line.freedom * line.variance + NOISE_PRIOR * noise;
        let variance = weighed / (line.freedom + NOISE_PRIOR);
        Direct { value: line.slope, variance: variance / line.spread }
    };
    lines.iter().map(|line| line.as_ref().map_or(borrow::UNKNOWN, of)).collect()
}
