//! Demand and supply of every area by sector under one scenario.
//!
//! ```text
//! demand   C(s,t) = Σ_a B(a,s) · g(s,t)
//!          R(a,t) ∝ Σ_s B(a,s) exp[β̃(a,s) Σφ^k] g(s,t) · exp ε(a,t)       Σ_a R = Σ_s C
//! supply   R(a,t) = L(a,t) λ(t) (1 − u(t))        C(s,t) ∝ Σ_a B(a,s) · v(s,t)       Σ_s C = Σ_a R
//!          u(t)   = u* + (u(T) − u*) 0.5^(t−T)
//! ```
//! `g`, `v`, `λ`: the whole under the scenario ([`super::whole`]); `B`: structure of the base year
//! ([`structure`](super::structure)); `β̃`: the area's own growth ([`growth`](super::growth)); `ε`: its error; `L`: labour
//! force of the area ([`project`](super::project)).
//!
//! Demand of an area so follows from the growth of the sectors it has, recorded or projected for the whole, supply from
//! its population and participation. They share the structure of the base year, whose error cancels in the gap. The
//! sectors of the whole rule demand, the areas' labour forces rule supply.
//!
//! # Assumptions
//! Sectors grow in every area as they do in the whole, but for the area's own slope. People change
//! sector in every area as they do in the whole. Levers of a scenario that act on the labour force act on every
//! area alike.

use std::sync::Arc;

use rayon::prelude::*;

use crate::areas::backtest::Score;
use crate::areas::differential;
use crate::areas::errors::{Errors, name_key};
use crate::areas::figures::Figures;
use crate::areas::growth::{Growth, Record, run};
use crate::areas::replacement::Replacement;
use crate::areas::spread::{GivesWay, Seed, Spread};
use crate::areas::structure::{Axis, Structure};
use crate::areas::whole::{self, Whole};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::numeric::seed::stream;
use crate::options::RunOptions;
use crate::paths::Paths;

/// What is learnt of the areas' sectors, the same under every scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// Employment by area and sector in the base year.
    pub structure: Structure,
    /// Growth beyond that of the whole.
    pub growth: Growth,
    /// Errors of the past.
    pub errors: Errors,
    /// Back-test on employment.
    pub scores: Vec<Score>,
}

impl Learnt {
    /// Learns from the figures of areas and the sectors of the whole.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if an area has nobody employed in the base year.
    pub fn of(
        (figures, dataset): (&Figures, &Dataset),
        axis: &Axis<'_>,
        n_origins: usize,
    ) -> Result<Self> {
        let structure = Structure::learn(figures, dataset, axis)?;
        let history = whole::history(axis.recorded, &figures.years, figures.base);
        let record = Record { figures, structure: &structure, history: &history };
        let growth = record.growth(figures.base);
        let errors = differential::errors(&record);
        let scores = differential::scores(&record, n_origins);
        Ok(Self { structure, growth, errors, scores })
    }

    /// Employment of areas by sector in a year, relative errors apart: areas first.
    fn carried(&self, step: usize) -> Vec<f64> {
        let areas = self.structure.base.iter().zip(&self.growth.cells);
        let cell = |(base, slope): (&f64, &f64)| base * (slope * run(step)).exp();
        areas.flat_map(|(base, slopes)| base.iter().zip(slopes).map(cell)).collect()
    }

    /// Employment of the sectors of all areas in the base year.
    fn sectors(&self) -> Vec<f64> {
        let n = self.structure.base.first().map_or(0, Vec::len);
        (0..n).map(|sector| self.structure.base.iter().map(|area| area[sector]).sum()).collect()
    }

    /// Employment of the base year in every draw: the structure with its errors, at the totals that are known.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if no structure has the totals.
    pub fn base(&self, figures: &Figures, errors: &Arc<Vec<Vec<f64>>>) -> Result<Spread> {
        let areas: Vec<f64> = self.structure.base.iter().map(|area| area.iter().sum()).collect();
        let sectors = self.sectors();
        let totals = |_: usize, _: usize| (areas.clone(), sectors.clone());
        let seed = Seed { central: vec![self.structure.base.concat()], errors: Arc::clone(errors) };
        let shape = (figures.years[figures.base], sectors.len());
        Spread::fit(seed, shape, (&totals, GivesWay::Areas))
    }

    /// Factor on every cell of the structure by draw, areas first.
    pub fn structure_errors(&self, figures: &Figures, options: &RunOptions) -> Arc<Vec<Vec<f64>>> {
        let names = &figures.tree.names()[figures.tree.n_aggregates()..];
        let of_draw = |draw: usize| -> Vec<f64> {
            let areas = names.iter().zip(&self.structure.error);
            let of_area = |(name, sizes): (&String, &Vec<f64>)| {
                let key = options.seed ^ name_key(name);
                let mut stream = stream(key, "areas-structure", draw as u64);
                let error = |size: &f64| (size * stream.normal() - size * size / 2.0).exp();
                sizes.iter().map(error).collect::<Vec<f64>>()
            };
            areas.flat_map(of_area).collect()
        };
        Arc::new((0..options.draws).into_par_iter().map(of_draw).collect())
    }
}

/// Demand, supply and replacement of every area.
#[derive(Clone, Debug, PartialEq)]
pub struct Sectors {
    /// Employment wanted.
    pub demand: Spread,
    /// Workers after mobility.
    pub supply: Spread,
    /// Who leaves.
    pub replacement: Replacement,
}

/// What demand and supply are made of, beside what is learnt.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// Labour force of every node.
    pub labour_force: &'a Paths,
    /// The whole under the scenario.
    pub whole: &'a Whole,
    /// Share of the labour force between jobs, by year.
    pub between_jobs: &'a [f64],
    /// Errors of the structure.
    pub structure_errors: &'a Arc<Vec<Vec<f64>>>,
    /// Employment of the base year in every draw.
    pub base: &'a Spread,
    /// Options.
    pub options: &'a RunOptions,
}

/// Demand, supply and replacement under one scenario.
///
/// # Errors
/// [`crate::error::Error::Method`] if no structure has the totals.
pub fn project(learnt: &Learnt, inputs: &Inputs<'_>) -> Result<Sectors> {
    let demand = demand(learnt, inputs)?;
    let replacement = Replacement::of(inputs.figures, inputs.whole, (inputs.base, &demand));
    Ok(Sectors { demand, supply: supply(learnt, inputs)?, replacement })
}

fn demand(learnt: &Learnt, inputs: &Inputs<'_>) -> Result<Spread> {
    let (figures, growth) = (inputs.figures, &inputs.whole.demand);
    let central: Vec<Vec<f64>> = (1..=figures.horizon()).map(|step| learnt.carried(step)).collect();
    let base = learnt.sectors();
    let n_sectors = base.len();
    let shocks: Vec<Vec<Vec<f64>>> = (0..inputs.options.draws)
        .into_par_iter()
        .map(|draw| {
            let key = (inputs.options.seed, draw as u64);
            learnt.errors.shocks(figures, "areas-employment", key)
        })
        .collect();
    let bottoms = figures.tree.n_aggregates();
    let totals = |draw: usize, year: usize| {
        let g: Vec<f64> = (0..n_sectors).map(|s| growth.path(s, draw)[year]).collect();
        let areas = central[year].chunks_exact(n_sectors.max(1)).enumerate();
        let total = |(area, cells): (usize, &[f64])| {
            let mix: f64 = cells.iter().zip(&g).map(|(cell, g)| cell * g).sum();
            mix * shocks[draw][bottoms + area][year].exp()
        };
        let sectors = base.iter().zip(&g).map(|(base, g)| base * g).collect();
        (areas.map(total).collect(), sectors)
    };
    let seed = Seed { central: central.clone(), errors: Arc::clone(inputs.structure_errors) };
    Spread::fit(seed, (growth.first(), n_sectors), (&totals, GivesWay::Areas))
}

fn supply(learnt: &Learnt, inputs: &Inputs<'_>) -> Result<Spread> {
    let (figures, whole) = (inputs.figures, inputs.whole);
    let base = learnt.sectors();
    let bottoms = figures.tree.n_aggregates()..figures.tree.n_nodes();
    let totals = |draw: usize, year: usize| {
        let lever = whole.labour_force.path(0, draw)[year] * (1.0 - inputs.between_jobs[year]);
        let area = |node: usize| inputs.labour_force.path(node, draw)[year] * lever;
        let sector = |(s, base): (usize, &f64)| base * whole.supply.path(s, draw)[year];
        (bottoms.clone().map(area).collect(), base.iter().enumerate().map(sector).collect())
    };
    let central = vec![learnt.structure.base.concat(); figures.horizon()];
    let seed = Seed { central, errors: Arc::clone(inputs.structure_errors) };
    Spread::fit(seed, (whole.supply.first(), base.len()), (&totals, GivesWay::Sectors))
}

/// Share of the labour force between jobs by year: half of the way from `now` to `later` is gone each year.
pub fn between_jobs((now, later): (f64, f64), horizon: usize) -> Vec<f64> {
    (1..=horizon as i32).map(|step| later + (now - later) * 0.5_f64.powi(step)).collect()
}
