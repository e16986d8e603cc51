//! Minimiser of smooth functions of a few variables whose gradient is known.
//!
//! The inverse of the matrix of second derivatives is built up from the gradients met on the way
//! (BFGS):
//!
//! ```text
//! d = −H g                  x⁺ = x + t d
//! s = x⁺ − x                y = g⁺ − g               ρ = 1 / s'y
//! H⁺ = (I − ρ s y') H (I − ρ y s') + ρ s s'
//! ```
//!
//! `t` satisfies the weak conditions of Wolfe, so `s'y` is positive and `H` stays positive
//! definite. All memory is in a [`QuasiNewton`], which serves any number of searches; a search
//! allocates nothing.
//!
//! # Source
//! Nocedal & Wright (2006), *Numerical Optimization*, equations 3.6, 6.17 and 6.20.

/// Share of the decrease the slope promises that a step must bring.
const SUFFICIENT_DECREASE: f64 = 1e-4;
/// Share of the slope that may be left after a step.
const SLOPE_LEFT: f64 = 0.9;
/// Most points tried along one direction.
const TRIALS: usize = 25;

/// When a search ends and how far it may go at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Most directions.
    pub iterations: usize,
    /// Decrease still to be expected, `½ g'Hg`, at which the search has converged.
    pub tolerance: f64,
    /// Largest change of a variable in one step.
    pub longest_step: f64,
    /// Second derivative assumed before any is known.
    pub curvature: f64,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The smallest value found.
    pub value: f64,
    /// Directions searched.
    pub iterations: usize,
    /// Evaluations of the function and its gradient.
    pub evaluations: usize,
    /// Whether the search converged.
    pub converged: bool,
}

/// The memory of a search.
#[derive(Clone, Debug, Default)]
pub struct QuasiNewton {
    /// The inverse of the second derivatives, by rows.
    inverse: Vec<f64>,
    gradient: Vec<f64>,
    direction: Vec<f64>,
    trial: Vec<f64>,
    trial_gradient: Vec<f64>,
    /// The best point of a line so far, and the gradient there.
    best: Vec<f64>,
    best_gradient: Vec<f64>,
    product: Vec<f64>,
}

/// A point along a direction.
#[derive(Clone, Copy)]
struct Point {
    t: f64,
    value: f64,
    slope: f64,
}

impl QuasiNewton {
    /// Memory for searches in `dimension` variables; it grows where more are asked for.
    pub fn new(dimension: usize) -> Self {
        let mut memory = Self::default();
        memory.resize(dimension);
        memory
    }

    fn resize(&mut self, n: usize) {
        self.inverse.resize(n * n, 0.0);
        for vector in [
            &mut self.gradient,
            &mut self.direction,
            &mut self.trial,
            &mut self.trial_gradient,
            &mut self.best,
            &mut self.best_gradient,
            &mut self.product,
        ] {
            vector.resize(n, 0.0);
        }
    }

    /// Moves `x` to a local minimum of `objective`, which writes the gradient and returns the
    /// value; a value that is not finite marks a point outside the domain.
    ///
    /// Where even the start is outside, nothing is searched and the outcome is not converged.
    pub fn minimise(
        &mut self,
        mut objective: impl FnMut(&[f64], &mut [f64]) -> f64,
        x: &mut [f64],
        limits: Limits,
    ) -> Outcome {
        let n = x.len();
        self.resize(n);
        let value = objective(x, &mut self.gradient);
        let mut outcome = Outcome { value, iterations: 0, evaluations: 1, converged: n == 0 };
        if n == 0 || !is_admissible(value, &self.gradient) {
            return outcome;
        }
        self.restart(limits.curvature);
        let mut fresh = true;
        while outcome.iterations < limits.iterations {
            let slope = self.aim();
            if -0.5 * slope <= limits.tolerance {
                outcome.converged = true;
                break;
            }
            outcome.iterations += 1;
            let start = Point { t: 0.0, value: outcome.value, slope };
            let found = self.search_line(&mut objective, x, start, limits, &mut outcome);
            if found.t == 0.0 {
                // Nothing better along this direction: the matrix is wrong, or rounding hides
                // what is left.
                if fresh {
                    outcome.converged = -0.5 * slope <= 1e3 * limits.tolerance;
                    break;
                }
                self.restart(limits.curvature);
                fresh = true;
                continue;
            }
            self.update(x, fresh);
            fresh = false;
            x.copy_from_slice(&self.best);
            self.gradient.copy_from_slice(&self.best_gradient);
            outcome.value = found.value;
        }
        outcome
    }

    /// Forgets the second derivatives.
    fn restart(&mut self, curvature: f64) {
        let n = self.gradient.len();
        self.inverse.fill(0.0);
        for i in 0..n {
            self.inverse[i * n + i] = 1.0 / curvature;
        }
    }

    /// Sets the direction and returns the slope along it.
    fn aim(&mut self) -> f64 {
        let n = self.gradient.len();
        let mut slope = 0.0;
        for (i, row) in self.inverse.chunks_exact(n).enumerate() {
            self.direction[i] = -dot(row, &self.gradient);
            slope += self.direction[i] * self.gradient[i];
        }
        slope
    }

    /// Walks along the direction; the point found, `t = 0` where none was better, is in `best`.
    fn search_line(
        &mut self,
        objective: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
        x: &[f64],
        start: Point,
        limits: Limits,
        outcome: &mut Outcome,
    ) -> Point {
        let longest = self.direction.iter().fold(0.0, |most: f64, d| most.max(d.abs()));
        let limit = limits.longest_step / longest;
        let mut t = limit.min(1.0);
        let mut best = start;
        for _ in 0..TRIALS {
            let here = self.step(objective, x, t);
            outcome.evaluations += 1;
            let enough = start.value + SUFFICIENT_DECREASE * t * start.slope;
            if here.value <= enough && here.value < best.value {
                best = here;
                self.best.copy_from_slice(&self.trial);
                self.best_gradient.copy_from_slice(&self.trial_gradient);
                let done = here.slope >= SLOPE_LEFT * start.slope;
                if done || t >= limit {
                    break;
                }
                t = (t * (start.slope / (start.slope - here.slope)).clamp(2.0, 4.0)).min(limit);
            } else if best.t > 0.0 {
                break;
            } else {
                t = shorter(start, here);
            }
        }
        best
    }

    /// The function at `x + t d`.
    fn step(
        &mut self,
        objective: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
        x: &[f64],
        t: f64,
    ) -> Point {
        for ((trial, x), d) in self.trial.iter_mut().zip(x).zip(&self.direction) {
            *trial = x + t * d;
        }
        let value = objective(&self.trial, &mut self.trial_gradient);
        if !is_admissible(value, &self.trial_gradient) {
            return Point { t, value: f64::INFINITY, slope: 0.0 };
        }
        Point { t, value, slope: dot(&self.direction, &self.trial_gradient) }
    }

    /// Learns from the step from `x` to `best`.
    fn update(&mut self, x: &[f64], first: bool) {
        let n = x.len();
        let (s, y) = (&mut self.trial, &mut self.trial_gradient);
        for i in 0..n {
            s[i] = self.best[i] - x[i];
            y[i] = self.best_gradient[i] - self.gradient[i];
        }
        let (sy, yy) = (dot(s, y), dot(y, y));
        if sy <= 1e-12 * (dot(s, s) * yy).sqrt() {
            return;
        }
        if first {
            self.inverse.fill(0.0);
            for i in 0..n {
                self.inverse[i * n + i] = sy / yy;
            }
        }
        for (row, product) in self.inverse.chunks_exact(n).zip(&mut self.product) {
            *product = dot(row, y);
        }
        let factor = (1.0 + dot(y, &self.product) / sy) / sy;
        for (i, row) in self.inverse.chunks_exact_mut(n).enumerate() {
            for (j, cell) in row.iter_mut().enumerate() {
                let crossed = self.product[i] * s[j] + s[i] * self.product[j];
                *cell += factor * s[i] * s[j] - crossed / sy;
            }
        }
    }
}

fn is_admissible(value: f64, gradient: &[f64]) -> bool {
    value.is_finite() && gradient.iter().all(|g| g.is_finite())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The next, shorter step: the minimum of the parabola through what is known, kept in bounds.
fn shorter(start: Point, here: Point) -> f64 {
    let t = here.t;
    if !here.value.is_finite() {
        return 0.25 * t;
    }
    let parabola = -start.slope * t * t / (2.0 * (here.value - start.value - start.slope * t));
    if parabola.is_finite() { parabola.clamp(0.1 * t, 0.5 * t) } else { 0.5 * t }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits =
        Limits { iterations: 200, tolerance: 1e-14, longest_step: 1.0, curvature: 1.0 };

    fn valley(x: &[f64], gradient: &mut [f64]) -> f64 {
        let (a, b) = (x[1] - x[0] * x[0], 1.0 - x[0]);
        gradient[0] = -400.0 * x[0] * a - 2.0 * b;
        gradient[1] = 200.0 * a;
        100.0 * a * a + b * b
    }

    #[test]
    fn rosenbrocks_valley_is_walked_to_its_floor() {
        // Rosenbrock (1960): the minimum is 0 at (1, 1).
        let mut x = [-1.2, 1.0];
        let found = QuasiNewton::new(2).minimise(valley, &mut x, LIMITS);
        assert!(found.converged && found.evaluations < 80, "{found:?}");
        assert!((x[0] - 1.0).abs() < 1e-6 && (x[1] - 1.0).abs() < 1e-6, "{x:?}");
    }

    #[test]
    fn woods_function_of_four_variables_has_its_minimum_at_ones() {
        // Moré, Garbow & Hillstrom (1981), problem 14, from (−3, −1, −3, −1).
        let wood = |x: &[f64], g: &mut [f64]| {
            let (a, b) = (x[1] - x[0] * x[0], x[3] - x[2] * x[2]);
            let (c, d) = (x[1] + x[3] - 2.0, x[1] - x[3]);
            g[0] = -400.0 * x[0] * a - 2.0 * (1.0 - x[0]);
            g[1] = 200.0 * a + 20.0 * c + 0.2 * d;
            g[2] = -360.0 * x[2] * b - 2.0 * (1.0 - x[2]);
            g[3] = 180.0 * b + 20.0 * c - 0.2 * d;
            100.0 * a * a
                + (1.0 - x[0]).powi(2)
                + 90.0 * b * b
                + (1.0 - x[2]).powi(2)
                + 10.0 * c * c
                + 0.1 * d * d
        };
        let mut x = [-3.0, -1.0, -3.0, -1.0];
        let found = QuasiNewton::new(4).minimise(wood, &mut x, LIMITS);
        assert!(found.converged && found.value < 1e-12, "{found:?} {x:?}");
    }

    #[test]
    fn a_quadratic_function_takes_few_steps_and_the_memory_serves_again() {
        let mut memory = QuasiNewton::default();
        for dimension in [3, 1, 6] {
            let bowl = |x: &[f64], g: &mut [f64]| {
                let mut value = 0.0;
                for (i, (x, g)) in x.iter().zip(g).enumerate() {
                    let weight = 1.0 + i as f64;
                    *g = weight * (x - 0.5);
                    value += 0.5 * weight * (x - 0.5).powi(2);
                }
                value
            };
            let mut x = vec![-1.0; dimension];
            let found = memory.minimise(bowl, &mut x, LIMITS);
            assert!(found.converged && found.iterations <= 3 * dimension + 3, "{found:?}");
            assert!(x.iter().all(|x| (x - 0.5).abs() < 1e-6), "{x:?}");
        }
    }

    #[test]
    fn the_edge_of_the_domain_is_not_crossed() {
        let barrier = |x: &[f64], g: &mut [f64]| {
            g[0] = 1.0 - 0.01 / x[0];
            if x[0] > 0.0 { x[0] - 0.01 * x[0].ln() } else { f64::NAN }
        };
        let mut x = [0.9];
        let found = QuasiNewton::new(1).minimise(barrier, &mut x, LIMITS);
        assert!(found.converged && (x[0] - 0.01).abs() < 1e-6, "{found:?} {x:?}");
    }

    #[test]
    fn a_search_cut_short_or_begun_outside_says_so() {
        let mut x = [-1.2, 1.0];
        let few = Limits { iterations: 3, ..LIMITS };
        assert!(!QuasiNewton::new(2).minimise(valley, &mut x, few).converged);
        let nowhere = QuasiNewton::new(1).minimise(|_, _| f64::NAN, &mut [0.0], LIMITS);
        assert!(!nowhere.converged && nowhere.evaluations == 1);
    }
}
