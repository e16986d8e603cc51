//! The search for the variances that maximise the diffuse likelihood.
//!
//! ```text
//! f(θ, ψ, φ) = Σ v²/F · (Π F · Π F∞)^{1/(n−d)}              scale taken out
//! f(θ, ψ, φ) = exp[(Σ ln F + Σ ln F∞ + Σ v²/F)/(n−d)]       variances absolute
//! ```
//! is smallest where the likelihood is largest. In one dimension it is tried on a grid of gains,
//! `tan θ = K/√(1−K)` being the ratio at which a local level weighs a new value by K, and then
//! narrowed down by parabolas around the best of them, as it may have two minima. In two or three
//! dimensions the best point of a coarser grid starts a downhill simplex.
//!
//! # Source
//! Brent (1973), *Algorithms for Minimization without Derivatives*, chapter 5, for the parabolas.

use crate::forecast::Convergence;
use crate::forecast::structural::Trend;
use crate::forecast::structural::state_space::{
    Equations, Likelihood, Observations, State, likelihood,
};
use crate::numeric::optimise::{SimplexLimits, nelder_mead};

/// Gains on the grid in one dimension.
const GAINS: [f64; 11] = [0.0, 0.04, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.87, 0.95, 1.0];

/// Gains and angles between the variances on the grid in two.
const COARSE_GAINS: [f64; 5] = [0.05, 0.25, 0.5, 0.8, 0.97];
const ANGLES: [f64; 5] = [0.0, 0.08, 0.3, 0.8, 1.4];

/// Bounds of φ.
const DAMPING: (f64, f64) = (0.8, 0.98);

/// Mean squared error, of values near one, under which a fit counts as perfect.
const PERFECT: f64 = 1e-24;

/// How far apart in θ, relative, the ends of the last bracket are at most.
const TOLERANCE: f64 = 1e-5;

/// Where the scale of the variances comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// From so many errors.
    Estimated { n: usize },
    /// From the variances of the values.
    Given,
}

/// What is searched.
#[derive(Debug)]
pub(super) struct Problem<'a> {
    pub(super) trend: Trend,
    pub(super) start: State,
    pub(super) observations: &'a Observations<'a>,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) equations: Equations,
    pub(super) log_likelihood: Option<f64>,
    pub(super) scale: Scale,
    pub(super) convergence: Convergence,
}

/// A point of the search: θ, ψ and what φ is computed from.
type Point = [f64; 3];

impl Problem<'_> {
    pub(super) fn solve(&self) -> Found {
        let size = self.root_mean_square_change();
        if size * size <= PERFECT && !self.is_given() {
            return self.perfect();
        }
        let (point, convergence) = self.search(size);
        let equations = self.equations(&point, size);
        let Some(sums) = likelihood(&equations, self.start, self.observations) else {
            return self.perfect();
        };
        if self.is_given() {
            let log_likelihood = Some(sums.log_likelihood());
            return Found { equations, log_likelihood, scale: Scale::Given, convergence };
        }
        let variance = sums.squares / sums.n.max(1) as f64;
        if variance <= PERFECT {
            return self.perfect();
        }
        Found {
            equations: equations.times(variance),
            log_likelihood: Some(sums.scaled(variance).log_likelihood()),
            scale: Scale::Estimated { n: sums.n },
            convergence,
        }
    }

    /// A series without errors: any ratio of the variances fits it, and none has a likelihood.
    fn perfect(&self) -> Found {
        let damping = 1.0;
        let scale = if self.is_given() { Scale::Given } else { Scale::Estimated { n: 0 } };
        Found {
            equations: Equations { irregular: 0.0, level: 0.0, slope: 0.0, damping },
            log_likelihood: None,
            scale,
            convergence: Convergence::ClosedForm,
        }
    }

    fn is_given(&self) -> bool {
        !self.observations.variances.is_empty()
    }

    fn root_mean_square_change(&self) -> f64 {
        let mut last = None;
        let (mut sum, mut n) = (0.0, 0_usize);
        for value in self.observations.values.iter().flatten() {
            if let Some(last) = last.replace(*value) {
                sum += (value - last) * (value - last);
                n += 1;
            }
        }
        (sum / n.max(1) as f64).sqrt()
    }

    fn search(&self, size: f64) -> (Point, Convergence) {
        let objective = |point: &Point| self.objective(&self.equations(point, size));
        if matches!(self.trend, Trend::Linear | Trend::Damped) {
            return self.search_plane(&objective);
        }
        let along = |theta: f64| objective(&[theta, 0.0, 0.0]);
        let grid = GAINS.map(|gain| {
            let theta = angle(gain);
            (theta, along(theta))
        });
        let best = position_of_lowest(&grid.map(|(_, value)| value));
        let (low, high) = (grid[best.saturating_sub(1)].0, grid[(best + 1).min(10)].0);
        let inner = parabolas(&along, (low, high), grid[best]);
        // The ends are flat: what lies within the tolerance of them is them.
        let ends = [grid[0], grid[10]]
            .into_iter()
            .fold(inner, |lowest, end| if end.1 <= lowest.1 { end } else { lowest });
        ([ends.0, 0.0, 0.0], Convergence::Reached)
    }

    fn search_plane(&self, objective: &impl Fn(&Point) -> f64) -> (Point, Convergence) {
        let angles: &[f64] = if self.trend == Trend::Linear { &ANGLES } else { &[-1.0, 0.5, 2.0] };
        let mut best = (f64::INFINITY, [angle(0.5), 0.5]);
        for gain in COARSE_GAINS {
            for second in angles {
                let point = [angle(gain), *second];
                let value = objective(&[point[0], point[1], point[1]]);
                if value < best.0 {
                    best = (value, point);
                }
            }
        }
        let limits = SimplexLimits { step: 0.15, tolerance: 1e-9, iterations: 300 };
        let found = nelder_mead(|x| objective(&[x[0], x[1], x[1]]), &best.1, limits);
        let convergence =
            if found.converged { Convergence::Reached } else { Convergence::NotReached };
        ([found.x[0], found.x[1], found.x[1]], convergence)
    }

    /// The equations of a point, `size` being the size of the changes.
    fn equations(&self, point: &Point, size: f64) -> Equations {
        let (sine, cosine) = point[0].sin_cos();
        // A right angle is not a floating-point number.
        let cosine = if cosine.abs() < 1e-15 { 0.0 } else { cosine };
        let (irregular, change) = if self.is_given() {
            (0.0, size * size * sine * sine / (cosine * cosine).max(1e-12))
        } else {
            (cosine * cosine, sine * sine)
        };
        let (level, slope, damping) = match self.trend {
            Trend::Level | Trend::Fixed => (change, 0.0, 1.0),
            Trend::Smooth => (0.0, change, 1.0),
            Trend::Damped => {
                let (low, high) = DAMPING;
                (0.0, change, low + (high - low) / (1.0 + (-point[2]).exp()))
            }
            Trend::Linear => {
                let (sine, cosine) = point[1].sin_cos();
                (change * cosine * cosine, change * sine * sine, 1.0)
            }
        };
        Equations { irregular, level, slope, damping }
    }

    fn objective(&self, equations: &Equations) -> f64 {
        let Some(Likelihood { squares, log_variances, n }) =
            likelihood(equations, self.start, self.observations)
        else {
            return f64::INFINITY;
        };
        let n = n.max(1) as f64;
        if self.is_given() {
            ((log_variances + squares) / n).min(700.0).exp()
        } else {
            squares.max(PERFECT) * (log_variances / n).min(600.0).exp()
        }
    }
}

/// The angle at which a local level weighs a new value by `gain`.
fn angle(gain: f64) -> f64 {
    gain.atan2((1.0 - gain).max(0.0).sqrt())
}

fn position_of_lowest(values: &[f64]) -> usize {
    let mut best = 0;
    for (position, value) in values.iter().enumerate() {
        if *value < values[best] {
            best = position;
        }
    }
    best
}

/// The minimum between `low` and `high`, from a point in between with its value.
fn parabolas(
    objective: &impl Fn(f64) -> f64,
    (mut low, mut high): (f64, f64),
    start: (f64, f64),
) -> (f64, f64) {
    const GOLDEN: f64 = 0.381_966_011_250_105_1;
    let (mut best, mut second, mut third) = (start, start, start);
    let (mut step, mut before) = (0.0_f64, 0.0_f64);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        let near = TOLERANCE * best.0.abs() + 1e-7;
        if (best.0 - middle).abs() <= 2.0 * near - 0.5 * (high - low) {
            break;
        }
        let r = (best.0 - second.0) * (best.1 - third.1);
        let q = (best.0 - third.0) * (best.1 - second.1);
        let numerator = (best.0 - third.0) * q - (best.0 - second.0) * r;
        let denominator = 2.0 * (r - q);
        let leap = if denominator == 0.0 { f64::INFINITY } else { numerator / denominator };
        let inside = best.0 + leap > low && best.0 + leap < high;
        if before.abs() > near && leap.abs() < 0.5 * before.abs() && inside {
            (before, step) = (step, leap);
        } else {
            before = if best.0 < middle { high - best.0 } else { low - best.0 };
            step = GOLDEN * before;
        }
        let x = best.0 + if step.abs() < near { near.copysign(step) } else { step };
        let next = (x, objective(x));
        if next.1 <= best.1 {
            if x < best.0 {
                high = best.0;
            } else {
                low = best.0;
            }
            (third, second, best) = (second, best, next);
        } else {
            if x < best.0 {
                low = x;
            } else {
                high = x;
            }
            if next.1 <= second.1 || second.0 == best.0 {
                (third, second) = (second, next);
            } else if next.1 <= third.1 || third.0 == best.0 || third.0 == second.0 {
                third = next;
            }
        }
    }
    best
}
