//! The expected cost of shortage and surplus as a function of the workers from new places.
//!
//! ```text
//! C(X) = E[ p (n − X)⁺ + r (X − n)⁺ ] = max_j ( slope_j X + at_zero_j )
//! ```
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
use crate::order::optimal::{Filled, Task};

/// Of so many pieces one is a row from the start.
const COARSE: usize = 8;

/// How far the curve may lie above its rows, as a share of its value: the solver's accuracy.
const ACCURACY: f64 = 1e-9;

/// The curves of every programme and year.
pub(super) struct Curves(Vec<Vec<Curve>>);

/// The curve of one programme in one year.
struct Curve {
    /// Slope and value at zero of each piece, slopes rising.
    pieces: Vec<(f64, f64)>,
    /// Whether a piece is a row.
    is_row: Vec<bool>,
}

impl Curves {
    pub(super) fn of(task: Task<'_>) -> Self {
        let (n_programmes, n_years, _) = task.needs.dim();
        let curve = |f: usize, year: usize| {
            let costs = task.inputs.programmes[f].costs;
            let mut needs = draws_of(task.needs, f, year);
            needs.sort_by(f64::total_cmp);
            Curve::of(pieces(&needs, costs.shortage, costs.surplus))
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
                    None => discount * curve.pieces.first().map_or(0.0, |piece| piece.1),
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
    fn of(pieces: Vec<(f64, f64)>) -> Self {
        let last = pieces.len().saturating_sub(1);
        let is_row = (0..pieces.len()).map(|j| j % COARSE == 0 || j == last).collect();
        Self { pieces, is_row }
    }

    /// Adds a variable above every row, at the price `discount`; gives the part that is constant.
    fn charge(&self, programme: &mut LinearProgramme, filled: usize, discount: f64) -> f64 {
        if let [(slope, at_zero)] = self.pieces.as_slice() {
            programme.charge(filled, discount * slope);
            return discount * at_zero;
        }
        let cost = programme.variable(discount, f64::NEG_INFINITY, f64::INFINITY);
        for ((slope, at_zero), _) in self.pieces.iter().zip(&self.is_row).filter(|(_, row)| **row) {
            programme.at_most(vec![(filled, *slope), (cost, -1.0)], -at_zero);
        }
        0.0
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
        if curve - by_rows <= ACCURACY * curve.abs().max(1.0) {
            return false;
        }
        let below = self.is_row[..holding].iter().rposition(|row| *row).unwrap_or(0);
        let above = self.is_row[holding..].iter().position(|row| *row).unwrap_or(0);
        self.is_row[below..=holding + above].fill(true);
        true
    }
}

/// Slopes, and values at zero, of the expected cost at and above zero, for sorted needs.
///
/// With `j` needs below `X`: slope `(r j − p (N − j)) / N`. Pieces that hold only below zero are
/// left out, as nobody fills a negative need.
fn pieces(needs: &[f64], short: f64, over: f64) -> Vec<(f64, f64)> {
    let n = needs.len() as f64;
    let total: f64 = needs.iter().sum();
    let first = needs.partition_point(|need| *need <= 0.0);
    let mut below: f64 = needs[..first].iter().sum();
    (first..=needs.len())
        .map(|j| {
            let slope = (over * j as f64 - short * (n - j as f64)) / n;
            let at_zero = (short * (total - below) - over * below) / n;
            below += needs.get(j).copied().unwrap_or_default();
            (slope, at_zero)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_refined_until_its_rows_hold_it() {
        let needs: Vec<f64> = (1..=100).map(f64::from).collect();
        let mut curve = Curve::of(pieces(&needs, 4.0, 1.0));
        assert_eq!(curve.pieces.len(), 101);
        let rows = |curve: &Curve| curve.is_row.iter().filter(|row| **row).count();
        assert_eq!(rows(&curve), 14);
        // At 20.5 twenty needs are below; rows stand at 16 and 24 of them.
        assert!(curve.refine(20.5));
        assert_eq!(rows(&curve), 21);
        assert!(!curve.refine(20.5) && !curve.refine(16.0));
        let expected: f64 = needs.iter().map(|n| (4.0 * (n - 20.5)).max(20.5 - n)).sum();
        let held = curve.pieces.iter().zip(&curve.is_row).filter(|(_, row)| **row);
        let by_rows = held.map(|((slope, at_zero), _)| slope * 20.5 + at_zero);
        assert!((by_rows.fold(f64::MIN, f64::max) - expected / 100.0).abs() < 1e-9);
    }
}
