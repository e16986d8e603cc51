//! Linear programmes, solved by an interior point method.
//!
//! ```text
//! min c'x   s.t.  Ax = b,  Gx ≤ h,  l ≤ x ≤ u
//! ```
//! Variables and rows are added one by one; the solver sees bounds and costs scaled to one, so that
//! doubling all figures doubles the answer. What comes back says how exact it is: the cost of the
//! answer, the bound its prices prove, and nothing is rounded. An interior point method stops
//! inside the set of best answers, so of several it gives a middle one, the same one every time.
//!
//! # Source
//! Goulart & Chen (2024), *Clarabel: an interior-point solver for conic programs with quadratic
//! objectives*; prices: linear-programming duality.

use clarabel::algebra::CscMatrix;
use clarabel::solver::SupportedConeT::{NonnegativeConeT, ZeroConeT};
use clarabel::solver::{DefaultSettings, DefaultSolution, DefaultSolver, IPSolver, SolverStatus};

/// A coefficient and the variable it stands before.
pub type Term = (usize, f64);

/// How a row compares with its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// The terms sum to the bound.
    Equal,
    /// The terms sum to at most the bound.
    AtMost,
}

/// One row: terms, sense, bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Coefficients that are not zero.
    pub terms: Vec<Term>,
    /// How the sum compares with the bound.
    pub sense: Sense,
    /// The right side.
    pub bound: f64,
}

/// A variable: its cost and its bounds, which may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variable {
    /// Cost of one unit.
    pub cost: f64,
    /// Least value.
    pub lower: f64,
    /// Greatest value.
    pub upper: f64,
}

/// A linear programme under construction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinearProgramme {
    variables: Vec<Variable>,
    rows: Vec<Row>,
}

/// The best answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// Cost of the answer.
    pub cost: f64,
    /// The least cost possible, as the prices prove it.
    pub bound: f64,
    /// Value of every variable.
    pub values: Vec<f64>,
    /// By row: how much the least cost falls when the row's bound rises by one.
    pub prices: Vec<f64>,
}

/// Why there is no best answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No values keep every row and bound; the solver holds a certificate of it.
    Infeasible,
    /// Costs can fall without end.
    Unbounded,
    /// The solver stopped short of its accuracy.
    Inexact,
}

impl LinearProgramme {
    /// Adds a variable and gives its position.
    pub fn variable(&mut self, cost: f64, lower: f64, upper: f64) -> usize {
        self.variables.push(Variable { cost, lower, upper });
        self.variables.len() - 1
    }

    /// Adds `price` to the cost of a variable.
    pub fn charge(&mut self, variable: usize, price: f64) {
        if let Some(variable) = self.variables.get_mut(variable) {
            variable.cost += price;
        }
    }

    /// Adds the row `terms = bound` and gives its position.
    pub fn equal(&mut self, terms: Vec<Term>, bound: f64) -> usize {
        self.row(Row { terms, sense: Sense::Equal, bound })
    }

    /// Adds the row `terms ≤ bound` and gives its position.
    pub fn at_most(&mut self, terms: Vec<Term>, bound: f64) -> usize {
        self.row(Row { terms, sense: Sense::AtMost, bound })
    }

    fn row(&mut self, row: Row) -> usize {
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// The variables, in order.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The answer of least cost.
    ///
    /// # Errors
    /// When no answer keeps the rows, when costs have no floor, or when the solver does not reach
    /// its accuracy.
    pub fn solve(&self) -> Result<Optimum, Failure> {
        let scales = self.scales();
        let form = Form::of(self, scales);
        // A programme with hardly any room inside may stall at the finer accuracy.
        let mut solution = form.solve(1e-10);
        let reached = |s: &DefaultSolution<f64>| {
            matches!(s.status, SolverStatus::Solved | SolverStatus::AlmostSolved)
        };
        if !solution.as_ref().is_some_and(reached) {
            solution = form.solve(1e-8);
        }
        self.read(solution.as_ref(), &form.places, scales)
    }

    /// Powers of two near the largest bound and the largest cost.
    fn scales(&self) -> (f64, f64) {
        let finite = |value: f64| if value.is_finite() { value.abs() } else { 0.0 };
        let bounds = self.rows.iter().map(|row| finite(row.bound));
        let limits = self.variables.iter().flat_map(|v| [finite(v.lower), finite(v.upper)]);
        let costs = self.variables.iter().map(|v| finite(v.cost));
        (power_of_two(bounds.chain(limits)), power_of_two(costs))
    }

    fn read(
        &self,
        solution: Option<&DefaultSolution<f64>>,
        places: &[usize],
        (size, price): (f64, f64),
    ) -> Result<Optimum, Failure> {
        let Some(solution) = solution else { return Err(Failure::Inexact) };
        match solution.status {
            SolverStatus::Solved | SolverStatus::AlmostSolved => {}
            SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => {
                return Err(Failure::Infeasible);
            }
            SolverStatus::DualInfeasible | SolverStatus::AlmostDualInfeasible => {
                return Err(Failure::Unbounded);
            }
            _ => return Err(Failure::Inexact),
        }
        let values: Vec<f64> = solution.x.iter().map(|x| x * size).collect();
        let cost = self.variables.iter().zip(&values).map(|(v, x)| v.cost * x).sum();
        let bound = solution.obj_val_dual * size * price;
        let prices = places.iter().map(|place| solution.z[*place] * price).collect();
        Ok(Optimum { cost, bound, values, prices })
    }
}

/// The power of two at or below the largest of `values`, one if there is none.
fn power_of_two(values: impl Iterator<Item = f64>) -> f64 {
    let largest = values.fold(0.0, f64::max);
    if largest > 0.0 { largest.log2().floor().exp2() } else { 1.0 }
}

/// The programme as the solver takes it: equalities first, then everything that is at most.
struct Form {
    costs: Vec<f64>,
    matrix: CscMatrix<f64>,
    bounds: Vec<f64>,
    n_equal: usize,
    /// Where each row of the programme stands.
    places: Vec<usize>,
}

/// Coefficients of a matrix as they are collected, and right sides.
#[derive(Default)]
struct Collected {
    rows: Vec<usize>,
    columns: Vec<usize>,
    values: Vec<f64>,
    bounds: Vec<f64>,
}

impl Collected {
    fn push(&mut self, terms: &[Term], bound: f64) -> usize {
        let row = self.bounds.len();
        for (column, value) in terms {
            self.rows.push(row);
            self.columns.push(*column);
            self.values.push(*value);
        }
        self.bounds.push(bound);
        row
    }
}

impl Form {
    fn of(programme: &LinearProgramme, (size, price): (f64, f64)) -> Self {
        let mut collected = Collected::default();
        let mut places = vec![0; programme.rows.len()];
        let mut rows = |collected: &mut Collected, sense: Sense| {
            for (place, row) in places.iter_mut().zip(&programme.rows) {
                if row.sense == sense {
                    *place = collected.push(&row.terms, row.bound / size);
                }
            }
        };
        rows(&mut collected, Sense::Equal);
        let fixed = |v: &Variable| v.lower == v.upper;
        for (column, v) in programme.variables.iter().enumerate().filter(|(_, v)| fixed(v)) {
            collected.push(&[(column, 1.0)], v.lower / size);
        }
        let n_equal = collected.bounds.len();
        rows(&mut collected, Sense::AtMost);
        for (column, v) in programme.variables.iter().enumerate().filter(|(_, v)| !fixed(v)) {
            if v.lower.is_finite() {
                collected.push(&[(column, -1.0)], -v.lower / size);
            }
            if v.upper.is_finite() {
                collected.push(&[(column, 1.0)], v.upper / size);
            }
        }
        let (m, n) = (collected.bounds.len(), programme.variables.len());
        let Collected { rows, columns, values, bounds } = collected;
        let matrix = CscMatrix::new_from_triplets(m, n, rows, columns, values);
        let costs = programme.variables.iter().map(|v| v.cost / price).collect();
        Self { costs, matrix, bounds, n_equal, places }
    }

    /// The solver's answer at this accuracy; None where it cannot take the form.
    fn solve(&self, accuracy: f64) -> Option<DefaultSolution<f64>> {
        let settings = DefaultSettings {
            verbose: false,
            max_threads: 1,
            direct_solve_method: "qdldl".to_owned(),
            tol_gap_abs: accuracy,
            tol_gap_rel: accuracy,
            tol_feas: accuracy,
            reduced_tol_gap_abs: 1e-8,
            reduced_tol_gap_rel: 1e-8,
            reduced_tol_feas: 1e-8,
            ..DefaultSettings::default()
        };
        let quadratic = CscMatrix::zeros((self.costs.len(), self.costs.len()));
        let cones = [ZeroConeT(self.n_equal), NonnegativeConeT(self.bounds.len() - self.n_equal)];
        let (matrix, bounds) = (&self.matrix, &self.bounds);
        let mut solver =
            DefaultSolver::new(&quadratic, &self.costs, matrix, bounds, &cones, settings).ok()?;
        solver.solve();
        Some(solver.solution)
    }
}

#[cfg(test)]
mod tests;
