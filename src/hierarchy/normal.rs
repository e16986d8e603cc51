//! The system of the aggregates where groupings cross.
//!
//! ```text
//! (W_a + A W_b A′) x = â − A b̂          b̃ = b̂ + W_b A′ x
//! ```
//! Groups of the finest grouping share no bottom series, so their block of the matrix is diagonal
//! and is eliminated; what remains is the *core*. Of all bottom series it is factorised densely
//! where it is small enough. The elimination and these factors precondition conjugate gradients:
//! two steps solve the system of all bottom series, about ten that with some of them held at zero,
//! for the elimination is made anew and the core, where groups are large, changes little. A core
//! too large for factors is preconditioned by its diagonal.

use crate::hierarchy::conjugate::{Precision, System, solve};
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
    links: Links,
    core: Option<Cholesky>,
}

/// Where the finest grouping and the core meet in the matrix.
#[derive(Debug)]
struct Links {
    /// Columns of the core in the row of each group of the finest grouping.
    columns: Incidence,
    /// For each bottom series and aggregate of the core above it, its place in `columns`.
    places: Vec<u32>,
    n_core: usize,
}

impl Links {
    fn new((members, above): (&Incidence, &Incidence), n_core: usize) -> Self {
        let mut columns = Incidence::empty();
        let mut places = vec![0; above.rows().map(|row| in_core(row, n_core).len()).sum()];
        let starts: Vec<usize> = above
            .rows()
            .scan(0, |next, row| {
                let start = *next;
                *next += in_core(row, n_core).len();
                Some(start)
            })
            .collect();
        let mut before = 0;
        for group in n_core..members.n_rows() {
            let bottoms = members.row(group);
            let reached = bottoms.iter().flat_map(|b| in_core(above.row(*b as usize), n_core));
            let mut row: Vec<u32> = reached.copied().collect();
            row.sort_unstable();
            row.dedup();
            for bottom in bottoms {
                let own = in_core(above.row(*bottom as usize), n_core);
                for (place, column) in places[starts[*bottom as usize]..].iter_mut().zip(own) {
                    *place = before + row.partition_point(|other| other < column) as u32;
                }
            }
            before += row.len() as u32;
            columns.push(row);
        }
        Self { columns, places, n_core }
    }

    /// The entries of the matrix at `columns`.
    fn values(&self, above: &Incidence, weights: &[f64]) -> Vec<f64> {
        let mut values = vec![0.0; self.columns.n_items()];
        let mut places = self.places.iter();
        for (row, weight) in above.rows().zip(weights) {
            for place in places.by_ref().take(in_core(row, self.n_core).len()) {
                values[*place as usize] += weight;
            }
        }
        values
    }

    /// Columns and entries of each group of the finest grouping.
    fn rows<'a>(&'a self, values: &'a [f64]) -> impl Iterator<Item = (&'a [u32], &'a [f64])> {
        self.columns.rows().scan(values, |rest, row| {
            let (own, after) = rest.split_at(row.len());
            *rest = after;
            Some((row, own))
        })
    }
}

/// The aggregates of the core among those above a bottom series; the finest one is the last.
fn in_core(above: &[u32], n_core: usize) -> &[u32] {
    &above[..above.partition_point(|aggregate| (*aggregate as usize) < n_core)]
}

impl<'a> Normal<'a> {
    /// `incidence`: bottom series of each aggregate, and aggregates above each bottom series.
    /// `n_core`: aggregates before those of the finest grouping, which is the last one.
    pub(crate) fn new(
        incidence: (&'a Incidence, &'a Incidence),
        variances: &[f64],
        n_core: usize,
    ) -> Self {
        let (members, above) = incidence;
        let (of_aggregates, of_bottoms) = variances.split_at(members.n_rows());
        let variances = (of_aggregates.to_vec(), of_bottoms.to_vec());
        let links = Links::new(incidence, n_core);
        let mut normal = Self { members, above, variances, links, core: None };
        if n_core <= LARGEST_CORE {
            normal.core = normal.factorise();
        }
        normal
    }

    /// Figures of every node; those of the aggregates are left for the sums.
    pub(crate) fn solve(&self, base: &[f64], free: &[bool], precision: Precision) -> Vec<f64> {
        let (aggregates, bottoms) = base.split_at(self.members.n_rows());
        let held = |(value, free): (&f64, &bool)| if *free { *value } else { 0.0 };
        let bottoms: Vec<f64> = bottoms.iter().zip(free).map(held).collect();
        let weights: Vec<f64> = self.variances.1.iter().zip(free).map(held).collect();
        let says = |row: &[u32]| row.iter().map(|b| bottoms[*b as usize]).sum::<f64>();
        let apart = aggregates.iter().zip(self.members.rows()).map(|(a, row)| a - says(row));
        let x = solve(&Restricted::new(self, &weights), apart.collect(), precision);
        let mut nodes = aggregates.to_vec();
        let raised = |row: &[u32]| row.iter().map(|a| x[*a as usize]).sum::<f64>();
        let moved = bottoms.iter().zip(&weights).zip(self.above.rows());
        nodes.extend(moved.map(|((bottom, weight), row)| bottom + weight * raised(row)));
        nodes
    }

    /// Diagonal of the matrix with these variances of the bottom series.
    fn diagonal(&self, weights: &[f64]) -> Vec<f64> {
        let own = |row: &[u32]| row.iter().map(|bottom| weights[*bottom as usize]).sum::<f64>();
        self.variances.0.iter().zip(self.members.rows()).map(|(w, row)| w + own(row)).collect()
    }

    /// Factors of the core of all bottom series after the finest grouping is eliminated.
    fn factorise(&self) -> Option<Cholesky> {
        let (n, weights) = (self.links.n_core, &self.variances.1);
        let diagonal = self.diagonal(weights);
        let mut core = vec![0.0; n * n];
        for (row, weight) in self.above.rows().zip(weights) {
            let row = in_core(row, n);
            for (position, i) in row.iter().enumerate() {
                let line = &mut core[*i as usize * n..];
                row[..position].iter().for_each(|j| line[*j as usize] += weight);
            }
        }
        (0..n).for_each(|i| core[i * n + i] = diagonal[i]);
        let values = self.links.values(self.above, weights);
        for ((columns, values), pivot) in self.links.rows(&values).zip(&diagonal[n..]) {
            for (position, (i, a)) in columns.iter().zip(values).enumerate() {
                let line = &mut core[*i as usize * n..];
                for (j, b) in columns.iter().zip(values).take(position + 1) {
                    line[*j as usize] -= a * b / pivot;
                }
            }
        }
        Cholesky::of(n, core)
    }
}

/// The matrix with bottom series held at zero, whose variance then counts as zero.
struct Restricted<'a> {
    normal: &'a Normal<'a>,
    weights: &'a [f64],
    /// Diagonal of the matrix; of the core after the elimination.
    pivots: Vec<f64>,
    values: Vec<f64>,
}

impl<'a> Restricted<'a> {
    fn new(normal: &'a Normal<'a>, weights: &'a [f64]) -> Self {
        let links = &normal.links;
        let mut pivots = normal.diagonal(weights);
        let values = links.values(normal.above, weights);
        let (core, finest) = pivots.split_at_mut(links.n_core);
        for ((columns, values), pivot) in links.rows(&values).zip(finest) {
            for (column, value) in columns.iter().zip(values) {
                core[*column as usize] -= value * value / *pivot;
            }
        }
        Self { normal, weights, pivots, values }
    }
}

impl System for Restricted<'_> {
    fn apply(&self, x: &[f64], out: &mut [f64]) {
        let Normal { above, members, variances, .. } = self.normal;
        let raised = |row: &[u32]| row.iter().map(|a| x[*a as usize]).sum::<f64>();
        let weighted = self.weights.iter().zip(above.rows());
        let bottoms: Vec<f64> = weighted.map(|(weight, row)| weight * raised(row)).collect();
        for (((out, x), w), row) in out.iter_mut().zip(x).zip(&variances.0).zip(members.rows()) {
            *out = w * x + row.iter().map(|bottom| bottoms[*bottom as usize]).sum::<f64>();
        }
    }

    fn precondition(&self, r: &mut [f64]) {
        let links = &self.normal.links;
        let (core, finest) = r.split_at_mut(links.n_core);
        let (core_pivots, pivots) = self.pivots.split_at(links.n_core);
        for (((columns, values), r), pivot) in links.rows(&self.values).zip(&*finest).zip(pivots) {
            let part = r / pivot;
            for (column, value) in columns.iter().zip(values) {
                core[*column as usize] -= value * part;
            }
        }
        match &self.normal.core {
            Some(factors) => factors.solve(core),
            None => core.iter_mut().zip(core_pivots).for_each(|(r, pivot)| *r /= pivot),
        }
        for (((columns, values), r), pivot) in links.rows(&self.values).zip(finest).zip(pivots) {
            let products = columns.iter().zip(values).map(|(c, value)| value * core[*c as usize]);
            *r = (*r - products.sum::<f64>()) / pivot;
        }
    }
}
