//! The expected cost of shortage and surplus as a function of the workers from new places.
//!
//! ```text
//! C(X) = E[ p (n − X)⁺ + r (X − n)⁺ ] = max_j ( slope_j X + at_zero_j )
//! ```
//! Needs that no order within the limits can outgrow, and those that every order outgrows, cost in
//! proportion to `X` ([`Range`]): only the `k` between them bend the curve,
//!
//! ```text
//! C(X) = constant + slope·X + (p + r)/N · R(X),   R(X) = max_j ( j X − n_1 − … − n_j ) ≥ 0
//! ```
//! so that all figures in rows are persons of the size an order reaches, not the cost of all that is
//! short beyond it: the solver's accuracy is a share of the largest figure it sees.
//!
//! Of 100 draws the curve has 101 pieces, and with a row for each of every programme and year the
//! rows of the linear programme would be some thirty thousand, of which a few hundred bind. So the
//! programme is solved with every [`COARSE`]th piece; wherever the curve lies above what these say
//! at the answer, the pieces between their neighbours are added, until there is no such place. That
//! is exact: rows left out make the least cost no higher, and in the end they hold.
//!
//! # Source
//! Kelley (1960), *The cutting-plane method for solving convex programs*.

use crate::numeric::linear_programme::{LinearProgramme, Optimum};
use crate::order::inputs::Inputs;
use crate::order::need::draws_of;
use crate::order::optimal::{Bounds, Filled, Task};
use crate::order::range::Range;

/// Of so many pieces one is a row from the start.
const COARSE: usize = 8;

/// How far the curve may lie above its rows, as a share of its value: the solver's accuracy.
const ACCURACY: f64 = 1e-9;

/// The curves of every programme and year.
pub(super) struct Curves(Vec<Vec<Curve>>);

/// The curve of one programme in one year.
struct Curve {
    /// Cost at no workers, and of each more, before the curve bends.
    constant: f64,
    slope: f64,
    /// Cost of one unit of `R`: a person short and one too many, by draw.
    bend: f64,
    /// Slope and value at zero of each piece of `R`, slopes rising; the first is zero.
    pieces: Vec<(f64, f64)>,
    /// Whether a piece is a row.
    is_row: Vec<bool>,
}

impl Curves {
    pub(super) fn of(task: Task<'_>, bounds: Bounds<'_>) -> Self {
        let range = Range::of(task, bounds);
        let (n_programmes, n_years, _) = task.needs.dim();
        let curve = |f: usize, year: usize| {
            let costs = task.inputs.programmes[f].costs;
            let mut needs = draws_of(task.needs, f, year);
            needs.sort_by(f64::total_cmp);
            let reached = (range.least[[f, year]], range.most[[f, year]]);
            Curve::of(&needs, reached, (costs.shortage, costs.surplus))
        };
        let of_programme = |f| (0..n_years).map(|year| curve(f, year)).collect();
        Self((0..n_programmes).map(of_programme).collect())
    }

    /// Adds the expected cost; gives the part that no order changes.
    pub(super) fn charge(
        &self,
        inputs: &Inputs,
        filled: &Filled,
        programme: &mut LinearProgramme,
    ) -> f64 {
        let mut constant = 0.0;
        for (curves, filled) in self.0.iter().zip(filled) {
            for (year, (curve, filled)) in curves.iter().zip(filled).enumerate() {
                let discount = inputs.discount.powi(year as i32);
                constant += match filled {
                    Some(filled) => curve.charge(programme, *filled, discount),
                    None => discount * curve.constant,
                };
            }
        }
        constant
    }

    /// Adds the pieces that the answer needs and that are no rows yet; says whether there were any.
    pub(super) fn refine(&mut self, filled: &Filled, optimum: &Optimum) -> bool {
        let mut refined = false;
        for (curves, filled) in self.0.iter_mut().zip(filled) {
            for (curve, filled) in curves.iter_mut().zip(filled) {
                refined |= filled.is_some_and(|filled| curve.refine(optimum.values[filled]));
            }
        }
        refined
    }
}

impl Curve {
    /// The curve of sorted needs where workers are within `(least, most)`.
    fn of(needs: &[f64], (least, most): (f64, f64), (short, over): (f64, f64)) -> Self {
        let n = needs.len() as f64;
        // Nobody fills a negative need.
        let first = needs.partition_point(|need| *need <= least.max(0.0));
        let beyond = needs.partition_point(|need| *need < most).max(first);
        let (outgrown, missed) = needs.split_at(first);
        let sum = |needs: &[f64]| needs.iter().sum::<f64>();
        let constant = (short * sum(missed) - over * sum(outgrown)) / n;
        let slope = (over * outgrown.len() as f64 - short * missed.len() as f64) / n;
        let mut pieces = vec![(0.0, 0.0)];
        let mut below = 0.0;
        for (j, need) in needs[first..beyond].iter().enumerate() {
            below += need;
            pieces.push(((j + 1) as f64, -below));
        }
        let last = pieces.len() - 1;
        let is_row = (0..pieces.len()).map(|j| j % COARSE == 0 || j == last).collect();
        Self { constant, slope, bend: (short + over) / n, pieces, is_row }
    }

    /// Adds the slope and a variable above every row; gives the part that is constant.
    fn charge(&self, programme: &mut LinearProgramme, filled: usize, discount: f64) -> f64 {
        programme.charge(filled, discount * self.slope);
        if self.pieces.len() > 1 && self.bend > 0.0 {
            let bent = programme.variable(discount * self.bend, 0.0, f64::INFINITY);
            let rows = self.pieces.iter().zip(&self.is_row).skip(1).filter(|(_, row)| **row);
            for ((slope, at_zero), _) in rows {
                let terms = vec![(filled, 1.0), (bent, -1.0 / slope)];
                programme.at_most(terms, -at_zero / slope);
            }
        }
        discount * self.constant
    }

    /// Makes rows of the pieces about the one that holds at `x`, if no row comes near the curve
    /// there; says whether it did.
    fn refine(&mut self, x: f64) -> bool {
        let value = |(slope, at_zero): &(f64, f64)| slope * x + at_zero;
        let highest = |best: (usize, f64), (j, piece): (usize, &(f64, f64))| {
            if value(piece) > best.1 { (j, value(piece)) } else { best }
        };
        let none = (0, f64::NEG_INFINITY);
        let (holding, curve) = self.pieces.iter().enumerate().fold(none, highest);
        let rows = self.pieces.iter().enumerate().filter(|(j, _)| self.is_row[*j]);
        let (_, by_rows) = rows.fold(none, highest);
        let cost = (self.constant + self.slope * x + self.bend * curve).abs();
        if self.bend * (curve - by_rows) <= ACCURACY * cost.max(1.0) {
            return false;
        }
        let below = self.is_row[..holding].iter().rposition(|row| *row).unwrap_or(0);
        let above = self.is_row[holding..].iter().position(|row| *row).unwrap_or(0);
        self.is_row[below..=holding + above].fill(true);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_refined_until_its_rows_hold_it() {
        let needs: Vec<f64> = (1..=100).map(f64::from).collect();
        let mut curve = Curve::of(&needs, (0.0, f64::INFINITY), (4.0, 1.0));
        assert_eq!(curve.pieces.len(), 101);
        let rows = |curve: &Curve| curve.is_row.iter().filter(|row| **row).count();
        assert_eq!(rows(&curve), 14);
        // At 20.5 twenty needs are below; rows stand at 16 and 24 of them.
        assert!(curve.refine(20.5));
        assert_eq!(rows(&curve), 21);
        assert!(!curve.refine(20.5) && !curve.refine(16.0));
        assert!((by_rows(&curve, 20.5) - expected(&needs, 20.5)).abs() < 1e-9);
    }

    #[test]
    fn needs_out_of_reach_are_no_pieces_and_cost_the_same() {
        let needs: Vec<f64> = (-20..80).map(f64::from).collect();
        let curve = Curve::of(&needs, (10.0, 30.5), (4.0, 1.0));
        // Those of 11 to 30 bend the curve.
        assert_eq!(curve.pieces.len(), 21);
        let mut curve = curve;
        curve.is_row.fill(true);
        for x in [10.0, 17.25, 30.5] {
            assert!((by_rows(&curve, x) - expected(&needs, x)).abs() < 1e-9, "{x}");
        }
    }

    fn expected(needs: &[f64], x: f64) -> f64 {
        let cost = needs.iter().map(|n| (4.0 * (n - x)).max(x - n)).sum::<f64>();
        cost / needs.len() as f64
    }

    fn by_rows(curve: &Curve, x: f64) -> f64 {
        let held = curve.pieces.iter().zip(&curve.is_row).filter(|(_, row)| **row);
        let bent = held.map(|((slope, at_zero), _)| slope * x + at_zero).fold(0.0, f64::max);
        curve.constant + curve.slope * x + curve.bend * bent
    }
}
