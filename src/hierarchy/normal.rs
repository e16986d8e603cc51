//! The system of the aggregates where groupings cross.
//!
//! ```text
//! (W_a + A W_b A′) x = â − A b̂          b̃ = b̂ + W_b A′ x
//! ```
//! Groups of the finest grouping share no bottom series, so their block of the matrix is diagonal.
//! It is eliminated and the rest, the *core*, is factorised densely where it is small enough. The
//! factors then solve the system of all bottom series, and precondition conjugate gradients when
//! some bottom series are held at zero. A core that is too large is preconditioned by its diagonal.

use crate::hierarchy::conjugate::{System, solve};
use crate::hierarchy::dense::Cholesky;
use crate::hierarchy::incidence::Incidence;

/// Largest core that is factorised: 1,500 takes a third of a second and 18 MB.
const LARGEST_CORE: usize = 1_500;

/// The matrix and what approximates its inverse.
#[derive(Debug)]
pub(crate) struct Normal<'a> {
    members: &'a Incidence,
    above: &'a Incidence,
    /// Variances of aggregates and of bottom series.
    variances: (Vec<f64>, Vec<f64>),
    diagonal: Vec<f64>,
    factors: Option<Factors>,
}

/// Elimination of the finest grouping and factors of what remains.
#[derive(Debug)]
struct Factors {
    /// For each aggregate of the finest grouping, its entries in the columns of the core.
    links: Vec<Vec<(usize, f64)>>,
    core: Cholesky,
}

impl<'a> Normal<'a> {
    /// `incidence`: bottom series of each aggregate, and aggregates above each bottom series.
    /// `finest`: where the finest grouping begins, which is the last one.
    pub(crate) fn new(
        incidence: (&'a Incidence, &'a Incidence),
        variances: &[f64],
        finest: usize,
    ) -> Self {
        let (members, above) = incidence;
        let n_aggregates = members.n_rows();
        let (of_aggregates, of_bottoms) = variances.split_at(n_aggregates);
        let own = |row: &[u32]| row.iter().map(|b| of_bottoms[*b as usize]).sum::<f64>();
        let diagonal =
            of_aggregates.iter().zip(members.rows()).map(|(w, row)| w + own(row)).collect();
        let variances = (of_aggregates.to_vec(), of_bottoms.to_vec());
        let mut normal = Self { members, above, variances, diagonal, factors: None };
        normal.factors = normal.factorise(finest);
        normal
    }

    /// Figures of every node; those of the aggregates are left for the sums.
    pub(crate) fn solve(&self, base: &[f64], free: &[bool]) -> Vec<f64> {
        let n_aggregates = self.diagonal.len();
        let (aggregates, bottoms) = base.split_at(n_aggregates);
        let held = |(value, free): (&f64, &bool)| if *free { *value } else { 0.0 };
        let bottoms: Vec<f64> = bottoms.iter().zip(free).map(held).collect();
        let weights: Vec<f64> = self.variances.1.iter().zip(free).map(held).collect();
        let says = |row: &[u32]| row.iter().map(|b| bottoms[*b as usize]).sum::<f64>();
        let apart = aggregates.iter().zip(self.members.rows()).map(|(a, row)| a - says(row));
        let x = solve(&Restricted { normal: self, weights: &weights }, apart.collect());
        let mut nodes = aggregates.to_vec();
        nodes.extend(
            bottoms
                .iter()
                .zip(&weights)
                .zip(self.above.rows())
                .map(|((b, w), row)| b + w * row.iter().map(|a| x[*a as usize]).sum::<f64>()),
        );
        nodes
    }

    /// Entries of a row of the finest grouping in the columns of the core.
    fn links(&self, aggregate: usize, start: usize) -> Vec<(usize, f64)> {
        let mut entries = Vec::new();
        for bottom in self.members.row(aggregate) {
            let columns = self.above.row(*bottom as usize).iter().map(|column| *column as usize);
            let weight = self.variances.1[*bottom as usize];
            entries.extend(columns.filter(|column| *column < start).map(|column| (column, weight)));
        }
        entries.sort_by_key(|(column, _)| *column);
        entries.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            earlier.1 += if same { later.1 } else { 0.0 };
            same
        });
        entries
    }

    /// The block of the aggregates before `start`, its lower triangle row by row.
    fn core(&self, start: usize) -> Vec<f64> {
        let mut core = vec![0.0; start * start];
        for (row, weight) in self.above.rows().zip(&self.variances.1) {
            for (position, i) in row.iter().enumerate().filter(|(_, i)| (**i as usize) < start) {
                let line = &mut core[*i as usize * start..];
                row[..position].iter().for_each(|j| line[*j as usize] += weight);
            }
        }
        (0..start).for_each(|i| core[i * start + i] = self.diagonal[i]);
        core
    }

    /// Eliminates the finest grouping, which begins at `start`, and factorises what remains.
    fn factorise(&self, start: usize) -> Option<Factors> {
        if start > LARGEST_CORE {
            return None;
        }
        let mut core = self.core(start);
        let links: Vec<Vec<(usize, f64)>> =
            (start..self.diagonal.len()).map(|aggregate| self.links(aggregate, start)).collect();
        for (row, pivot) in links.iter().zip(&self.diagonal[start..]) {
            for (position, (i, a)) in row.iter().enumerate() {
                let line = &mut core[i * start..];
                row[..=position].iter().for_each(|(j, b)| line[*j] -= a * b / pivot);
            }
        }
        Some(Factors { links, core: Cholesky::of(start, core)? })
    }
}

/// The matrix with bottom series held at zero, whose variance then counts as zero.
struct Restricted<'a> {
    normal: &'a Normal<'a>,
    weights: &'a [f64],
}

impl System for Restricted<'_> {
    fn apply(&self, x: &[f64], out: &mut [f64]) {
        let raised: Vec<f64> = self
            .weights
            .iter()
            .zip(self.normal.above.rows())
            .map(|(w, row)| w * row.iter().map(|a| x[*a as usize]).sum::<f64>())
            .collect();
        let own = x.iter().zip(&self.normal.variances.0).map(|(x, w)| x * w);
        for ((out, own), row) in out.iter_mut().zip(own).zip(self.normal.members.rows()) {
            *out = own + row.iter().map(|bottom| raised[*bottom as usize]).sum::<f64>();
        }
    }

    fn precondition(&self, r: &mut [f64]) {
        match &self.normal.factors {
            Some(factors) => factors.apply(r, &self.normal.diagonal),
            None => r.iter_mut().zip(&self.normal.diagonal).for_each(|(r, d)| *r /= d),
        }
    }
}

impl Factors {
    /// Overwrites `r` with the inverse of the unrestricted matrix times `r`.
    fn apply(&self, r: &mut [f64], diagonal: &[f64]) {
        let start = diagonal.len() - self.links.len();
        let (core, finest) = r.split_at_mut(start);
        let pivots = &diagonal[start..];
        for ((row, r), pivot) in self.links.iter().zip(&*finest).zip(pivots) {
            for (column, value) in row {
                core[*column] -= value * r / pivot;
            }
        }
        self.core.solve(core);
        for ((row, r), pivot) in self.links.iter().zip(finest).zip(pivots) {
            let known: f64 = row.iter().map(|(column, value)| value * core[*column]).sum();
            *r = (*r - known) / pivot;
        }
    }
}
