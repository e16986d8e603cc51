//! The figures of one area after the other, and of the areas they are part of.
//!
//! Areas are made a few at a time and given to whoever needs them; what is kept of them are sums. Memory
//! grows with the number of aggregates, not with that of areas. Every aggregate is the sum of its areas, draw by
//! draw, added in the order of the tree.

use rayon::prelude::*;

use crate::accounts::knowledge::Required;
use crate::areas::figures::Figures;
use crate::areas::project::Projection;
use crate::areas::replacement::Flows;
use crate::areas::sectors::{Learnt, Sectors};
use crate::areas::split::{Divided, Splits, divide};
use crate::areas::spread::Spread;
use crate::error::Result;
use crate::paths::Paths;

/// Areas that are held at once.
const AT_ONCE: usize = 8;

/// One node of the tree in every draw and year of the projection.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The node.
    pub node: usize,
    /// Labour force, one series.
    pub labour_force: Paths,
    /// Workers after mobility: sectors, their sum last.
    pub supply: Paths,
    /// Employment wanted, in the same order; absent where nothing is known of employment.
    pub demand: Option<Paths>,
    /// Expansion, replacement and openings by sector; absent for totals alone.
    pub flows: Option<Flows>,
    /// Demand by occupation, cells by sector.
    pub occupations: Option<Divided>,
    /// Demand by qualification, cells by occupation, or by sector where occupations are not told apart.
    pub qualifications: Option<Divided>,
}

impl Account {
    fn add(&mut self, part: &Self) {
        self.labour_force.add(&part.labour_force);
        self.supply.add(&part.supply);
        both(&mut self.demand, part.demand.as_ref(), Paths::add);
        both(&mut self.flows, part.flows.as_ref(), Flows::add);
        both(&mut self.occupations, part.occupations.as_ref(), Divided::add);
        both(&mut self.qualifications, part.qualifications.as_ref(), Divided::add);
    }
}

/// Adds where both are there, and forgets the sum where a part is missing.
fn both<T>(sum: &mut Option<T>, part: Option<&T>, add: impl Fn(&mut T, &T)) {
    match (sum.as_mut(), part) {
        (Some(sum), Some(part)) => add(sum, part),
        _ => *sum = None,
    }
}

/// What accounts below the total are made of.
#[derive(Clone, Copy, Debug)]
pub struct Detail<'a> {
    /// What was learnt of the sectors.
    pub learnt: &'a Learnt,
    /// Employment of the base year by sector in every draw.
    pub base: &'a Spread,
    /// Demand, supply and replacement by sector.
    pub sectors: &'a Sectors,
    /// Shares below sectors.
    pub splits: &'a Splits,
    /// Labour force over that of the scenario without levers, one series.
    pub lever: &'a Paths,
}

/// What the accounts of one scenario are made of.
#[derive(Clone, Copy, Debug)]
pub struct Accounting<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// The projection of totals.
    pub projection: &'a Projection,
    /// Share of the labour force between jobs, by year.
    pub between_jobs: &'a [f64],
    /// What goes below totals; none for totals alone.
    pub detail: Option<Detail<'a>>,
    /// Seed of the draws of shares.
    pub seed: u64,
}

impl Accounting<'_> {
    /// What `visit` makes of every node, in the order of the tree.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if shares do not fit the sectors.
    pub fn each<T: Send>(&self, visit: impl Fn(&Account) -> T + Sync) -> Result<Vec<T>> {
        let tree = &self.figures.tree;
        let mut sums: Vec<Option<Account>> = vec![None; tree.n_aggregates()];
        let bottoms: Vec<usize> = (tree.n_aggregates()..tree.n_nodes()).collect();
        let mut made = Vec::with_capacity(bottoms.len());
        for some in bottoms.chunks(AT_ONCE) {
            let accounts: Result<Vec<Account>> =
                some.par_iter().map(|node| self.of_area(*node)).collect();
            let accounts = accounts?;
            made.par_extend(accounts.par_iter().map(&visit));
            sums.par_iter_mut().enumerate().for_each(|(aggregate, sum)| {
                for part in accounts.iter().filter(|part| self.is_within(part.node, aggregate)) {
                    match sum {
                        Some(sum) => sum.add(part),
                        None => *sum = Some(Account { node: aggregate, ..part.clone() }),
                    }
                }
            });
        }
        let above: Vec<T> = sums.par_iter().flatten().map(&visit).collect();
        Ok(above.into_iter().chain(made).collect())
    }

    /// Whether `node` is part of `aggregate`.
    fn is_within(&self, node: usize, aggregate: usize) -> bool {
        let mut above = self.figures.parents[node];
        while let Some(place) = above {
            if place == aggregate {
                return true;
            }
            above = self.figures.parents[place];
        }
        false
    }

    fn of_area(&self, node: usize) -> Result<Account> {
        let labour_force = self.labour_force(node);
        let Some(detail) = &self.detail else {
            let supply = labour_force.map_cells(|_, draw, year| {
                labour_force.path(0, draw)[year] * (1.0 - self.between_jobs[year])
            });
            let demand = self.projection.employment.as_ref().map(|all| one(all, node));
            return Ok(Account {
                node,
                labour_force,
                supply,
                demand,
                flows: None,
                occupations: None,
                qualifications: None,
            });
        };
        let area = node - self.figures.tree.n_aggregates();
        let demand = detail.sectors.demand.area(area);
        let (occupations, qualifications) = self.below(detail, area, &demand)?;
        let stocks = (&detail.base.area(area), &demand);
        Ok(Account {
            node,
            labour_force,
            supply: detail.sectors.supply.area(area).with_total(),
            demand: Some(demand.with_total()),
            flows: Some(detail.sectors.replacement.flows(area, stocks)),
            occupations,
            qualifications,
        })
    }

    fn labour_force(&self, node: usize) -> Paths {
        let own = one(&self.projection.labour_force, node);
        match &self.detail {
            Some(detail) => own.zip_with(detail.lever, |force, lever| force * lever),
            None => own,
        }
    }

    fn below(
        &self,
        detail: &Detail<'_>,
        area: usize,
        demand: &Paths,
    ) -> Result<(Option<Divided>, Option<Divided>)> {
        let shares = detail.splits.of(area);
        let base = &detail.learnt.structure.base[area];
        let of = |split, rows, purpose| divide(split, rows, (self.seed, purpose));
        let staffing = shares.staffing.as_ref();
        let occupations =
            staffing.map(|split| of(split, (demand, base), "areas-occupations")).transpose()?;
        let qualifications = match (&shares.required, &occupations) {
            (Some(Required::ByOccupation(split)), Some(by)) => {
                Some(of(split, (&by.paths, &by.base), "areas-qualifications")?)
            }
            (Some(Required::BySector(split)), _) => {
                Some(of(split, (demand, base), "areas-qualifications")?)
            }
            _ => None,
        };
        Ok((occupations, qualifications))
    }
}

/// One series of several.
fn one(paths: &Paths, series: usize) -> Paths {
    let shape = Paths::zeros(paths.first(), 1, paths.n_draws(), paths.n_years());
    shape.map_cells(|_, draw, year| paths.path(series, draw)[year])
}
