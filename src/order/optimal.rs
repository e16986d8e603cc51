//! The order of least cost within the limits: a linear programme over programmes and years.
//!
//! ```text
//! min  Σ_f,t δ^t (v_f(t) + k_f u_f(t) + z_f w_f(t)) + λ CVaR
//! s.t. E_f(t) = (1 − x_f) E_f(t−1) + a_f u_f(t − L_f),   X_f(t) = Σ_g Φ_gf E_g(t)
//!      −w_f(t) ≤ u_f(t) − u_f(t−1) ≤ w_f(t),             every limit
//! ```
//! The expected cost of shortage and surplus depends on the draws only through a convex function of
//! `X`, linear between the net needs of neighbouring draws: `v` lies above its N + 1 pieces, which
//! is exact and spares two variables a draw (see the module `curve`). `CVaR` needs the cost of a
//! draw by itself, but only of the worst.
//!
//! # Source
//! Propoi (1978), *Models for educational and manpower planning: a dynamic linear programming
//! approach*; sample-average form: Birge & Louveaux (2011), *Introduction to Stochastic
//! Programming*, chapter 9.

use ndarray::{Array2, Array3};

use crate::numeric::linear_programme::{Failure, LinearProgramme, Optimum, Term};
use crate::order::cost;
use crate::order::curve::Curves;
use crate::order::inputs::{Inputs, Risk};
use crate::order::limit::LimitRow;
use crate::order::tail;

/// A linear programme whose first variables are places.
pub(crate) struct Places {
    pub(crate) programme: LinearProgramme,
    /// Variable of each programme in each year of its own order.
    columns: Vec<Vec<usize>>,
    /// Row of each limit.
    pub(crate) limits: Vec<usize>,
}

/// Least and most places of each order; beside the limits.
#[derive(Clone, Copy, Default)]
pub(crate) struct Bounds<'a> {
    pub(crate) least: Option<&'a Array2<f64>>,
    pub(crate) most: Option<&'a Array2<f64>>,
}

impl Places {
    /// Places within `bounds`, without limits or costs.
    pub(crate) fn new(inputs: &Inputs, bounds: Bounds<'_>) -> Self {
        let mut programme = LinearProgramme::default();
        let mut of_programme = |f: usize| {
            let mut place = |year: usize| {
                let at = |order: &Array2<f64>| order[[f, year]];
                let least = bounds.least.map_or(0.0, at);
                programme.variable(0.0, least, bounds.most.map_or(f64::INFINITY, at).max(least))
            };
            (0..=inputs.last_effective(f)).map(&mut place).collect::<Vec<_>>()
        };
        let columns = (0..inputs.n_programmes()).map(&mut of_programme).collect();
        Self { programme, columns, limits: Vec::new() }
    }

    /// The variable of a programme's intake in `year`, the last one standing for later years.
    pub(crate) fn column(&self, f: usize, year: usize) -> usize {
        let columns = &self.columns[f];
        columns[year.min(columns.len() - 1)]
    }

    pub(crate) fn terms(&self, row: &LimitRow) -> Vec<Term> {
        row.terms.iter().map(|(f, year, c)| (self.column(*f, *year), *c)).collect()
    }

    /// Adds every limit as a row.
    pub(crate) fn keep(&mut self, rows: &[LimitRow]) {
        for row in rows {
            let terms = self.terms(row);
            self.limits.push(self.programme.at_most(terms, row.bound));
        }
    }

    /// The order in a solution: values a hundred-millionth of the largest or nearer to zero or a
    /// bound are the bound. What this changes is part of the measured breach and cost.
    pub(crate) fn order(&self, inputs: &Inputs, optimum: &Optimum) -> Array2<f64> {
        let used = self.columns.iter().flatten().map(|column| optimum.values[*column]);
        let near = 1e-8 * used.fold(1.0, f64::max);
        Array2::from_shape_fn((inputs.n_programmes(), inputs.n_years), |(f, year)| {
            let column = self.column(f, year);
            let (value, v) = (optimum.values[column], self.programme.variables()[column]);
            let floor = v.lower.max(inputs.programmes[f].floor);
            match value {
                _ if value - v.lower < near => v.lower,
                _ if (value - floor).abs() < near => floor,
                _ if v.upper - value < near => v.upper,
                _ => value,
            }
        })
    }

    /// Costs of places and of changes from year to year.
    fn charge(&mut self, inputs: &Inputs) {
        for (f, programme) in inputs.programmes.iter().enumerate() {
            for year in 0..inputs.n_effective(f) {
                let discount = inputs.discount.powi(year as i32);
                self.programme
                    .charge(self.column(f, year), discount * inputs.counted_cost(f, year));
            }
            for year in 0..self.columns[f].len() {
                let price = inputs.discount.powi(year as i32) * programme.costs.change;
                if price > 0.0 {
                    self.charge_change((f, year), programme.last_intake(), price);
                }
            }
        }
    }

    fn charge_change(&mut self, (f, year): (usize, usize), before: f64, price: f64) {
        let change = self.programme.variable(price, 0.0, f64::INFINITY);
        for sign in [1.0, -1.0] {
            let mut terms = vec![(self.column(f, year), sign), (change, -1.0)];
            let bound = if year == 0 { sign * before } else { 0.0 };
            if year > 0 {
                terms.push((self.column(f, year - 1), -sign));
            }
            self.programme.at_most(terms, bound);
        }
    }
}

/// The variables `X` of workers from new places by field and year; none where no order reaches.
pub(crate) type Filled = Vec<Vec<Option<usize>>>;

/// Adds workers from new places and the fields they work in.
fn states(inputs: &Inputs, places: &mut Places) -> Filled {
    let n = inputs.n_programmes();
    let stocks: Vec<Vec<Option<usize>>> = (0..n).map(|f| stock(inputs, places, f)).collect();
    if inputs.flexibility.is_none() {
        return stocks;
    }
    let mut field = |f: usize, year: usize| {
        let share = |g: usize| Some((stocks[g][year]?, -inputs.transfer(g, f)));
        let mut terms: Vec<Term> = (0..n).filter_map(share).filter(|(_, c)| *c != 0.0).collect();
        if terms.is_empty() {
            return None;
        }
        let filled = places.programme.variable(0.0, 0.0, f64::INFINITY);
        terms.push((filled, 1.0));
        places.programme.equal(terms, 0.0);
        Some(filled)
    };
    (0..n).map(|f| (0..inputs.n_evaluated()).map(|year| field(f, year)).collect()).collect()
}

fn stock(inputs: &Inputs, places: &mut Places, f: usize) -> Vec<Option<usize>> {
    let (programme, per_place) = (&inputs.programmes[f], inputs.stock_per_place(f));
    let mut before = None;
    (0..inputs.n_evaluated())
        .map(|year| {
            let intake = places.column(f, year.checked_sub(programme.duration)?);
            let now = places.programme.variable(0.0, 0.0, f64::INFINITY);
            let mut terms = vec![(now, 1.0), (intake, -per_place)];
            terms.extend(before.map(|before| (before, programme.exit_rate - 1.0)));
            places.programme.equal(terms, 0.0);
            before = Some(now);
            before
        })
        .collect()
}

/// An order of least cost, what its limits are worth, and the proven least cost.
pub(crate) struct Best {
    pub(crate) order: Array2<f64>,
    /// By limit row.
    pub(crate) prices: Vec<f64>,
    pub(crate) bound: f64,
}

/// What an order is made for: inputs, their limits, net needs by draw, and the weight of risk.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) rows: &'a [LimitRow],
    pub(crate) needs: &'a Array3<f64>,
    pub(crate) risk: Risk,
}

/// The order of least cost for `task` within `bounds`.
pub(crate) fn best(task: Task<'_>, bounds: Bounds<'_>) -> Result<Best, Failure> {
    let mut curves = Curves::of(task, bounds);
    let (mut best, _) = best_counting(task, (bounds, &mut curves), &[])?;
    if task.risk.aversion == 0.0 {
        return Ok(best);
    }
    let by_draw = |order: &Array2<f64>| cost::draw_costs(task.inputs, task.needs, order);
    let mut counted = tail::worst(&by_draw(&best.order), task.risk);
    loop {
        let threshold;
        (best, threshold) = best_counting(task, (bounds, &mut curves), &counted)?;
        let edge = threshold + 1e-9 * threshold.abs();
        let costs = by_draw(&best.order);
        let beyond = |draw: &usize| costs[*draw] > edge && !counted.contains(draw);
        let missing: Vec<usize> = (0..costs.len()).filter(beyond).collect();
        if missing.is_empty() {
            return Ok(best);
        }
        counted.extend(missing);
    }
}

/// The best order, and the cost from which on draws are worst, if those `counted` may be worst;
/// with none counted, expected cost alone. What `curves` are made finer by stays for the next.
fn best_counting(
    task: Task<'_>,
    (bounds, curves): (Bounds<'_>, &mut Curves),
    counted: &[usize],
) -> Result<(Best, f64), Failure> {
    loop {
        let mut places = Places::new(task.inputs, bounds);
        places.keep(task.rows);
        places.charge(task.inputs);
        let filled = states(task.inputs, &mut places);
        let mut constant = curves.charge(task.inputs, &filled, &mut places.programme);
        let threshold = (!counted.is_empty()).then(|| {
            let (threshold, fixed) = tail::charge(task, &filled, &mut places.programme, counted);
            constant += fixed;
            threshold
        });
        let optimum = places.programme.solve()?;
        if curves.refine(&filled, &optimum) {
            continue;
        }
        let prices = places.limits.iter().map(|row| optimum.prices[*row]).collect();
        let order = places.order(task.inputs, &optimum);
        let threshold = threshold.map_or(0.0, |threshold| threshold.of(&optimum));
        return Ok((Best { order, prices, bound: optimum.bound + constant }, threshold));
    }
}
