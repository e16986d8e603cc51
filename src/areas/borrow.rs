//! Small areas borrow strength: an area's own estimate leans on that of its parent.
//!
//! ```text
//! ξ̃(a) = γ(a) ξ̂(a) + (1 − γ(a)) ξ̃(parent)          γ(a) = A/(A + D(a))
//! Σ [ξ̂(a) − ξ̃(parent)]² / (A + D(a)) = n
//! ```
//! `D`: variance of the area's own estimate; `A`: variance of areas about their parents, one for each
//! depth of the tree, zero where the own variances explain all of it.
//!
//! # Source
//! Fay & Herriot (1979), JASA 74, equations 1.2 and 2.5 to 2.8; Rao & Molina (2015), *Small Area Estimation*, 6.1.2
//! (moment estimator).

/// An area's own estimate and its variance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Direct {
    /// The estimate.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
}

/// The estimate of an area of which nothing is known.
pub const UNKNOWN: Direct = Direct { value: 0.0, variance: f64::INFINITY };

/// An estimate that leans on the parent's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Borrowed {
    /// The estimate.
    pub value: f64,
    /// Weight of the area's own.
    pub weight: f64,
}

/// What the whole, which has no parent, leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Top {
    /// Nothing.
    Kept,
    /// Zero, with the variance of the first depth below.
    TowardsZero,
}

/// Estimates of every node; parents stand before their children.
pub fn from_parents(direct: &[Direct], parents: &[Option<usize>], top: Top) -> Vec<Borrowed> {
    let mut borrowed = vec![Borrowed::default(); direct.len()];
    let mut depths = vec![0; direct.len()];
    for node in 0..direct.len() {
        if let Some(parent) = parents[node] {
            depths[node] = depths[parent] + 1;
        }
    }
    let deepest = depths.iter().copied().max().unwrap_or(0);
    for depth in 0..=deepest {
        let nodes: Vec<usize> = (0..direct.len()).filter(|node| depths[*node] == depth).collect();
        let towards = |node: usize, borrowed: &[Borrowed]| {
            parents[node].map_or(0.0, |parent| borrowed[parent].value)
        };
        let between = if depth == 0 {
            first_depth(direct, parents, &depths)
        } else {
            let about: Vec<Direct> = nodes
                .iter()
                .map(|node| Direct {
                    value: direct[*node].value - towards(*node, &borrowed),
                    variance: direct[*node].variance,
                })
                .collect();
            variance_between(&about)
        };
        for node in nodes {
            let (own, mean) = (direct[node], towards(node, &borrowed));
            let weight = if depth == 0 && top == Top::Kept { 1.0 } else { ratio(between, own) };
            borrowed[node] = Borrowed { value: mean + weight * (own.value - mean), weight };
        }
    }
    borrowed
}

/// Variance of the first depth about the whole's own estimate.
fn first_depth(direct: &[Direct], parents: &[Option<usize>], depths: &[usize]) -> f64 {
    let about: Vec<Direct> = (0..direct.len())
        .filter(|node| depths[*node] == 1)
        .map(|node| {
            let whole = parents[node].map_or(0.0, |parent| direct[parent].value);
            Direct { value: direct[node].value - whole, variance: direct[node].variance }
        })
        .collect();
    variance_between(&about)
}

fn ratio(between: f64, own: Direct) -> f64 {
    let sum = between + own.variance;
    if sum > 0.0 { between / sum } else { 1.0 }
}

/// `A` for which the squares, each over its variance, sum to their number; zero if none does.
///
/// An area of which nothing is known, its variance being infinite, has no say.
pub fn variance_between(about: &[Direct]) -> f64 {
    let known: Vec<&Direct> = about.iter().filter(|d| d.variance.is_finite()).collect();
    let n = known.len() as f64;
    let sum = |a: f64| -> f64 {
        known.iter().map(|d| d.value * d.value / (a + d.variance).max(f64::MIN_POSITIVE)).sum()
    };
    if known.is_empty() || sum(0.0) <= n {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, known.iter().map(|d| d.value * d.value).sum::<f64>());
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if sum(middle) > n { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_noise_the_variance_between_areas_is_the_mean_square() {
        let about = [3.0, -4.0].map(|value| Direct { value, variance: 0.0 });
        assert!((variance_between(&about) - 12.5).abs() < 1e-9);
    }

    #[test]
    fn areas_that_differ_by_noise_alone_take_their_parents_estimate() {
        let direct = [1.0, 1.1, 0.9].map(|value| Direct { value, variance: 1.0 });
        let parents = [None, Some(0), Some(0)];
        let borrowed = from_parents(&direct, &parents, Top::Kept);
        assert_eq!(borrowed.iter().map(|b| b.value).collect::<Vec<_>>(), [1.0, 1.0, 1.0]);
    }

    #[test]
    fn an_area_of_which_nothing_is_known_takes_its_parents_estimate_and_moves_nobody_else() {
        let known = [(1.0, 0.1), (3.0, 0.1), (-1.0, 0.1)];
        let known = known.map(|(value, variance)| Direct { value, variance });
        let parents = [None, Some(0), Some(0), Some(0)];
        let without = from_parents(&known, &parents[..3], Top::Kept);
        let with = from_parents(&[known[0], known[1], known[2], UNKNOWN], &parents, Top::Kept);
        assert_eq!(with[..3], without[..]);
        assert_eq!(with[3], Borrowed { value: 1.0, weight: 0.0 });
    }

    #[test]
    fn the_noisier_of_two_areas_leans_more_on_the_parent() {
        let direct = [(0.0, 0.0), (2.0, 0.1), (-2.0, 1.0), (1.0, 0.1)]
            .map(|(value, variance)| Direct { value, variance });
        let borrowed = from_parents(&direct, &[None, Some(0), Some(0), Some(0)], Top::Kept);
        assert!(borrowed[1].weight > borrowed[2].weight && borrowed[2].weight > 0.0);
        let a = borrowed[1].weight / (1.0 - borrowed[1].weight) * 0.1;
        let sum: f64 = [4.0 / (a + 0.1), 4.0 / (a + 1.0), 1.0 / (a + 0.1)].iter().sum();
        assert!((sum - 3.0).abs() < 1e-9);
    }
}
