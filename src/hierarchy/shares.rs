//! Dividing the forecast of a node among the bottom series below it.

use crate::hierarchy::{Fault, Figures, Hierarchy, NO_PARENT, Proportions, Structure};

/// A sum of forecasts smaller than this part of its terms' sizes divides nothing.
const SMALL: f64 = 1e-9;

/// Nodes that keep their forecasts, and how these are divided.
#[derive(Debug)]
pub(crate) struct Division {
    /// The node each bottom series gets its part of; itself if no such node contains it.
    tops: Vec<usize>,
    /// Part of each bottom series in its top, where it follows from observations.
    parts: Option<Vec<f64>>,
}

impl Division {
    /// The tops' forecasts are divided.
    pub(crate) fn new(
        hierarchy: &Hierarchy,
        tops: impl IntoIterator<Item = usize>,
        observed: Option<(Proportions, &Figures)>,
    ) -> Result<Self, Vec<Fault>> {
        let first_bottom = hierarchy.n_aggregates();
        let mut own: Vec<usize> = (first_bottom..hierarchy.n_nodes()).collect();
        for top in tops {
            hierarchy.bottoms_of(top).into_iter().for_each(|bottom| own[bottom] = top);
        }
        let mut division = Self { tops: own, parts: None };
        if let Some((proportions, figures)) = observed {
            division.parts = Some(division.observed(hierarchy, proportions, figures)?);
        }
        Ok(division)
    }

    /// Bottom series, given the base forecasts of every node.
    pub(crate) fn divide(&self, hierarchy: &Hierarchy, base: &[f64]) -> Vec<f64> {
        let bottoms = &base[hierarchy.n_aggregates()..];
        match (&self.parts, &hierarchy.structure) {
            (Some(parts), _) => {
                self.tops.iter().zip(parts).map(|(top, part)| base[*top] * part).collect()
            }
            (None, Structure::Tree { parents }) => self.step_by_step(parents, base),
            (None, Structure::Groups { .. }) => {
                let parts = normalise(&self.tops, bottoms);
                self.tops.iter().zip(parts).map(|(top, part)| base[*top] * part).collect()
            }
        }
    }

    /// From parent to children down the tree, by the children's forecasts.
    fn step_by_step(&self, parents: &[u32], base: &[f64]) -> Vec<f64> {
        let first_bottom = parents.len() - self.tops.len();
        let linked: Vec<usize> = parents.iter().map(|p| (*p as usize).min(parents.len())).collect();
        let parts = normalise(&linked, base);
        let mut keeps = vec![false; parents.len()];
        self.tops.iter().for_each(|top| keeps[*top] = true);
        let mut nodes = vec![0.0; parents.len()];
        for node in 0..parents.len() {
            nodes[node] = if keeps[node] || parents[node] == NO_PARENT {
                base[node]
            } else {
                nodes[parents[node] as usize] * parts[node]
            };
        }
        nodes.split_off(first_bottom)
    }

    /// Parts from observations; every top and bottom series needs at least one.
    fn observed(
        &self,
        hierarchy: &Hierarchy,
        proportions: Proportions,
        figures: &Figures,
    ) -> Result<Vec<f64>, Vec<Fault>> {
        let first_bottom = hierarchy.n_aggregates();
        let mut needed: Vec<usize> = self.tops.clone();
        needed.extend(first_bottom..hierarchy.n_nodes());
        needed.sort_unstable();
        needed.dedup();
        let short = needed.iter().filter(|node| figures.count(**node) == 0);
        let faults: Vec<Fault> = short
            .map(|node| Fault::TooFew {
                name: hierarchy.names()[*node].clone(),
                found: 0,
                needed: 1,
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let means = figures.means();
        let sizes = self.tops.iter().zip(first_bottom..).map(|(top, bottom)| match proportions {
            Proportions::Average => mean_share(figures, *top, bottom),
            _ => means[bottom],
        });
        Ok(normalise(&self.tops, &sizes.collect::<Vec<f64>>()))
    }
}

/// Mean over time of the share of `bottom` in `top`, where both are known.
fn mean_share(figures: &Figures, top: usize, bottom: usize) -> f64 {
    let shares = figures.of(bottom).filter_map(|(period, value)| {
        figures.at(top, period).filter(|whole| *whole != 0.0).map(|whole| value / whole)
    });
    shares.clone().sum::<f64>() / shares.count().max(1) as f64
}

/// Each size over the sum of the sizes of its group; equal parts where that sum is nothing.
fn normalise(groups: &[usize], sizes: &[f64]) -> Vec<f64> {
    let n_groups = groups.iter().max().map_or(0, |last| last + 1);
    let mut sums = vec![(0.0, 0.0, 0_usize); n_groups];
    for (group, size) in groups.iter().zip(sizes) {
        let (sum, gross, count) = &mut sums[*group];
        *sum += size;
        *gross += size.abs();
        *count += 1;
    }
    let part = |(group, size): (&usize, &f64)| {
        let (sum, gross, count) = sums[*group];
        if sum.abs() > SMALL * gross { size / sum } else { 1.0 / count as f64 }
    };
    groups.iter().zip(sizes).map(part).collect()
}
