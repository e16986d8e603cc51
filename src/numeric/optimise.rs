//! Minimisers of smooth functions of few variables.

/// The outcome of a search in one variable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimum {
    /// Where the smallest value was found.
    pub x: f64,
    /// The smallest value.
    pub value: f64,
}

/// The minimum of a unimodal function on [`low`, `high`], both ends included.
///
/// Each step keeps 0.618 of the bracket, until it is shorter than `tolerance`. The ends are tried
/// as well, so a minimum on the border is found exactly.
///
/// # Source
/// Kiefer (1953), *Sequential minimax search for a maximum*.
pub fn golden_section(
    objective: impl Fn(f64) -> f64,
    low: f64,
    high: f64,
    tolerance: f64,
) -> Minimum {
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut a, mut b) = (low, high);
    let (mut left, mut right) = (b - ratio * (b - a), a + ratio * (b - a));
    let (mut at_left, mut at_right) = (objective(left), objective(right));
    while b - a > tolerance {
        if at_left <= at_right {
            (b, right, at_right) = (right, left, at_left);
            left = b - ratio * (b - a);
            at_left = objective(left);
        } else {
            (a, left, at_left) = (left, right, at_right);
            right = a + ratio * (b - a);
            at_right = objective(right);
        }
    }
    let middle = f64::midpoint(a, b);
    [middle, low, high]
        .map(|x| Minimum { x, value: objective(x) })
        .into_iter()
        .fold(None, |best: Option<Minimum>, next| match best {
            Some(best) if best.value <= next.value => Some(best),
            _ => Some(next),
        })
        .unwrap_or(Minimum { x: middle, value: at_left })
}

/// The outcome of a simplex search.
#[derive(Clone, Debug, PartialEq)]
pub struct SimplexMinimum {
    /// Where the smallest value was found.
    pub x: Vec<f64>,
    /// The smallest value.
    pub value: f64,
    /// Whether the values at the corners came within the tolerance of each other.
    pub converged: bool,
}

/// When a simplex search ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SimplexLimits {
    /// Edge of the first simplex.
    pub step: f64,
    /// Largest difference of the corners' values, relative to the best, at which it has converged.
    pub tolerance: f64,
    /// Most iterations.
    pub iterations: usize,
}

/// The minimum of a function of few variables from `start`, by the downhill simplex.
///
/// # Source
/// Nelder & Mead (1965), *A simplex method for function minimization*, with reflection 1,
/// expansion 2, contraction ½ and shrinkage ½.
pub fn nelder_mead(
    objective: impl Fn(&[f64]) -> f64,
    start: &[f64],
    limits: SimplexLimits,
) -> SimplexMinimum {
    let corner = |x: Vec<f64>| (objective(&x), x);
    let mut simplex = vec![corner(start.to_vec())];
    for axis in 0..start.len() {
        let mut x = start.to_vec();
        x[axis] += limits.step;
        simplex.push(corner(x));
    }
    let mut converged = false;
    for _ in 0..limits.iterations {
        simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst) = (simplex[0].0, simplex[start.len()].0);
        if worst - best <= limits.tolerance * best.abs() {
            converged = true;
            break;
        }
        advance(&mut simplex, &corner);
    }
    simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (value, x) = simplex.swap_remove(0);
    SimplexMinimum { x, value, converged }
}

type Corner = (f64, Vec<f64>);

/// One iteration on a simplex sorted from best to worst.
fn advance(simplex: &mut [Corner], corner: &impl Fn(Vec<f64>) -> Corner) {
    let last = simplex.len() - 1;
    let centre: Vec<f64> = (0..last)
        .map(|axis| simplex[..last].iter().map(|(_, x)| x[axis]).sum::<f64>() / last as f64)
        .collect();
    let away = |x: &[f64], factor: f64| -> Vec<f64> {
        centre.iter().zip(x).map(|(c, x)| c + factor * (x - c)).collect()
    };
    let reflected = corner(away(&simplex[last].1, -1.0));
    let replacement = if reflected.0 < simplex[0].0 {
        let expanded = corner(away(&simplex[last].1, -2.0));
        Some(if expanded.0 < reflected.0 { expanded } else { reflected })
    } else if reflected.0 < simplex[last - 1].0 {
        Some(reflected)
    } else {
        let outside = reflected.0 < simplex[last].0;
        let contracted = corner(away(&simplex[last].1, if outside { -0.5 } else { 0.5 }));
        (contracted.0 < reflected.0.min(simplex[last].0)).then_some(contracted)
    };
    if let Some(replacement) = replacement {
        simplex[last] = replacement;
        return;
    }
    let best = simplex[0].1.clone();
    for point in &mut simplex[1..] {
        let halfway = best.iter().zip(&point.1).map(|(b, x)| f64::midpoint(*b, *x)).collect();
        *point = corner(halfway);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn golden_section_finds_inner_minima_and_borders() {
        let inner = golden_section(|x| (x - 0.3).powi(2), 0.0, 1.0, 1e-9);
        assert!((inner.x - 0.3).abs() < 1e-8);
        assert_eq!(golden_section(|x| -x, 0.0, 1.0, 1e-6).x, 1.0);
        assert_eq!(golden_section(|x| x, 0.0, 1.0, 1e-6).x, 0.0);
    }

    #[test]
    fn the_simplex_reaches_the_floor_of_rosenbrocks_valley() {
        // Rosenbrock (1960): the minimum is 0 at (1, 1).
        let valley = |x: &[f64]| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2);
        let limits = SimplexLimits { step: 0.5, tolerance: 1e-12, iterations: 1000 };
        let found = nelder_mead(|x| 1.0 + valley(x), &[-1.2, 1.0], limits);
        assert!(found.converged && found.value - 1.0 < 1e-10, "{found:?}");
    }

    #[test]
    fn a_search_cut_short_says_so() {
        let limits = SimplexLimits { step: 0.5, tolerance: 1e-12, iterations: 3 };
        assert!(!nelder_mead(|x| (x[0] - 9.0).powi(2) + 1.0, &[0.0], limits).converged);
    }
}
