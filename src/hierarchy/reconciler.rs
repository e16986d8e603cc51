//! A method made ready for a hierarchy, and applied to as many forecasts as there are.

use rayon::prelude::*;

use crate::hierarchy::diagonal::Diagonal;
use crate::hierarchy::low_rank::LowRank;
use crate::hierarchy::pivoting::{Solution, Weights};
use crate::hierarchy::shares::Division;
use crate::hierarchy::shrinkage::shrink;
use crate::hierarchy::{Fault, Figures, Hierarchy, Method, Proportions, Sign};
use crate::paths::Paths;

/// Fewest residuals a series must have for its covariance.
const FEWEST_RESIDUALS: usize = 3;
/// Columns of paths that are gathered at a time.
const COLUMNS_AT_A_TIME: usize = 128;

/// Figures of the past, as far as the method needs them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence<'a> {
    /// Residuals one step ahead of the base forecasts, for `wls_var` and `mint_shrink`.
    pub residuals: Option<&'a Figures>,
    /// Observations, for proportions that are not those of the forecasts.
    pub observations: Option<&'a Figures>,
}

/// Coherent forecasts.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// Columns one after another, each with one figure a node.
    pub values: Vec<f64>,
    /// Columns whose search for a non-negative solution ended before its conditions held; they
    /// are coherent and non-negative all the same.
    pub unconverged: usize,
}

/// A method made ready: everything that does not depend on the forecasts is computed once.
#[derive(Debug)]
pub struct Reconciler<'a> {
    hierarchy: &'a Hierarchy,
    plan: Plan<'a>,
    sign: Sign,
}

#[derive(Debug)]
enum Plan<'a> {
    BottomUp,
    Divide(Division),
    Nearest(Box<Weights<'a>>),
}

impl<'a> Reconciler<'a> {
    /// The method for this hierarchy.
    ///
    /// # Errors
    /// Every [`Fault`] at once: figures of the past that are missing or too few, a level that is
    /// not there.
    pub fn new(
        hierarchy: &'a Hierarchy,
        method: &Method,
        sign: Sign,
        evidence: Evidence<'_>,
    ) -> Result<Self, Vec<Fault>> {
        let diagonal = |variances| {
            Plan::Nearest(Box::new(Weights::Diagonal(Diagonal::new(hierarchy, variances))))
        };
        let plan = match method {
            Method::BottomUp => Plan::BottomUp,
            Method::TopDown(parts) => {
                Plan::Divide(division(hierarchy, tops(hierarchy)?, (method, *parts), evidence)?)
            }
            Method::MiddleOut { level, below } => Plan::Divide(division(
                hierarchy,
                middle(hierarchy, level)?,
                (method, *below),
                evidence,
            )?),
            Method::Ols => diagonal(vec![1.0; hierarchy.n_nodes()]),
            Method::WlsStruct => diagonal(hierarchy.sizes()),
            Method::WlsVar => diagonal(residuals(hierarchy, method, evidence, 1)?.mean_squares()),
            Method::MintShrink => {
                let shrunk = shrink(residuals(hierarchy, method, evidence, FEWEST_RESIDUALS)?);
                let diagonal = Diagonal::new(hierarchy, shrunk.diagonal);
                Plan::Nearest(Box::new(Weights::LowRank(LowRank::new(diagonal, shrunk.columns))))
            }
        };
        Ok(Self { hierarchy, plan, sign })
    }

    /// Coherent forecasts of the base forecasts in `columns`.
    ///
    /// # Shapes
    /// `columns`: one column a step or a draw, one after another, each with one figure a node in
    /// the order of [`Hierarchy::names`].
    ///
    /// # Errors
    /// [`Fault::Shape`] and [`Fault::NotFinite`].
    pub fn apply(&self, columns: &[f64]) -> Result<Reconciled, Fault> {
        let n = self.hierarchy.n_nodes();
        if !columns.len().is_multiple_of(n) {
            return Err(Fault::Shape { found: columns.len() % n, needed: n });
        }
        if let Some(cell) = columns.iter().position(|value| !value.is_finite()) {
            return Err(Fault::NotFinite { name: self.hierarchy.names[cell % n].clone() });
        }
        let mut values = columns.to_vec();
        let unconverged = values
            .par_chunks_exact_mut(n)
            .map(|column| {
                let solution = self.column(column);
                column.copy_from_slice(&solution.nodes);
                usize::from(!solution.converged)
            })
            .sum();
        Ok(Reconciled { values, unconverged })
    }

    /// Coherent paths: every draw of every period is reconciled by itself, so that sums hold in
    /// each of them; also how many did not converge.
    ///
    /// # Shapes
    /// `paths`: one series a node, in the order of [`Hierarchy::names`].
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn apply_to_paths(&self, paths: &Paths) -> Result<(Paths, usize), Fault> {
        let n = self.hierarchy.n_nodes();
        if paths.n_series() != n {
            return Err(Fault::Shape { found: paths.n_series(), needed: n });
        }
        let (mut coherent, mut unconverged) = (paths.clone(), 0);
        let cells: Vec<(usize, usize)> = (0..paths.n_draws())
            .flat_map(|draw| (0..paths.n_years()).map(move |year| (draw, year)))
            .collect();
        for chunk in cells.chunks(COLUMNS_AT_A_TIME) {
            let columns: Vec<f64> = chunk
                .iter()
                .flat_map(|(draw, year)| (0..n).map(move |node| paths.path(node, *draw)[*year]))
                .collect();
            let solved = self.apply(&columns)?;
            unconverged += solved.unconverged;
            for ((draw, year), column) in chunk.iter().zip(solved.values.chunks_exact(n)) {
                for (node, value) in column.iter().enumerate() {
                    coherent.path_mut(node, *draw)[*year] = *value;
                }
            }
        }
        Ok((coherent, unconverged))
    }

    fn column(&self, base: &[f64]) -> Solution {
        match (&self.plan, self.sign) {
            (Plan::Nearest(weights), Sign::Any) => weights.nearest(base),
            (Plan::Nearest(weights), Sign::NonNegative) => weights.nearest_non_negative(base),
            (_, Sign::Any) => self.by_parts(base),
            (_, Sign::NonNegative) => {
                let raised: Vec<f64> = base.iter().map(|value| value.max(0.0)).collect();
                self.by_parts(&raised)
            }
        }
    }

    /// Methods that use some base forecasts only.
    fn by_parts(&self, base: &[f64]) -> Solution {
        let nodes = match &self.plan {
            Plan::Divide(division) => self.hierarchy.sums(&division.divide(self.hierarchy, base)),
            _ => self.hierarchy.sums(&base[self.hierarchy.n_aggregates()..]),
        };
        Solution { nodes, converged: true }
    }
}

fn residuals<'a>(
    hierarchy: &Hierarchy,
    method: &Method,
    evidence: Evidence<'a>,
    needed: usize,
) -> Result<&'a Figures, Vec<Fault>> {
    let missing = Fault::Missing { method: method.name(), needed: "residuals" };
    let figures = evidence.residuals.ok_or_else(|| vec![missing])?;
    check_shape(hierarchy, figures)?;
    let faults: Vec<Fault> = hierarchy
        .names()
        .iter()
        .enumerate()
        .map(|(node, name)| (name, figures.count(node)))
        .filter(|(_, found)| *found < needed)
        .map(|(name, found)| Fault::TooFew { name: name.clone(), found, needed })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    if figures.mean_squares().iter().all(|square| *square <= 0.0) {
        return Err(vec![Fault::NoVariance]);
    }
    Ok(figures)
}

fn check_shape(hierarchy: &Hierarchy, figures: &Figures) -> Result<(), Vec<Fault>> {
    let (found, needed) = (figures.n_nodes(), hierarchy.n_nodes());
    if found == needed { Ok(()) } else { Err(vec![Fault::Shape { found, needed }]) }
}

fn division(
    hierarchy: &Hierarchy,
    tops: Vec<usize>,
    (method, proportions): (&Method, Proportions),
    evidence: Evidence<'_>,
) -> Result<Division, Vec<Fault>> {
    if proportions == Proportions::Forecast {
        return Division::new(hierarchy, tops, None);
    }
    let missing = Fault::Missing { method: method.name(), needed: "observations" };
    let figures = evidence.observations.ok_or_else(|| vec![missing])?;
    check_shape(hierarchy, figures)?;
    Division::new(hierarchy, tops, Some((proportions, figures)))
}

/// The tops of every tree; a hierarchy without aggregates has nothing to divide.
fn tops(hierarchy: &Hierarchy) -> Result<Vec<usize>, Vec<Fault>> {
    let level = hierarchy.levels().first().ok_or_else(|| vec![Fault::NoTop])?;
    Ok(level.nodes.clone().collect())
}

fn middle(hierarchy: &Hierarchy, name: &str) -> Result<Vec<usize>, Vec<Fault>> {
    let found = hierarchy.levels().iter().find(|level| level.name == name);
    let nodes = found.map(|level| level.nodes.clone().collect());
    nodes.ok_or_else(|| {
        let levels = hierarchy.levels().iter().map(|level| level.name.clone()).collect();
        vec![Fault::UnknownLevel { name: name.to_owned(), levels }]
    })
}
