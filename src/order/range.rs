//! How few and how many workers any order within the limits can bring.
//!
//! Each limit bounds each of its orders once the others are at their least (or, where a coefficient
//! is negative, at their most); two passes carry growth and decline from year to year. Needs outside
//! the range are met in full or missed in full whatever is ordered, so that their cost is linear.
//!
//! # Source
//! Savelsbergh (1994), *Preprocessing and probing techniques for mixed integer programming problems*,
//! ORSA Journal on Computing 6(4), on bounds implied by rows.

use ndarray::Array2;

use crate::order::inputs::Inputs;
use crate::order::limit::LimitRow;
use crate::order::need;
use crate::order::optimal::{Bounds, Task};

/// Passes over the limits; more would tighten little.
const PASSES: usize = 2;

/// Room on both sides, as a share: far more than the solver's accuracy.
const ROOM: f64 = 1e-3;

/// Least and most workers from new places, by programme and year.
pub(super) struct Range {
    pub(super) least: Array2<f64>,
    pub(super) most: Array2<f64>,
}

impl Range {
    pub(super) fn of(task: Task<'_>, bounds: Bounds<'_>) -> Self {
        let inputs = task.inputs;
        let mut least = bounds.least.cloned().unwrap_or_else(|| inputs.constant(|_| 0.0));
        let mut most = bounds.most.cloned().unwrap_or_else(|| inputs.constant(|_| f64::INFINITY));
        for _ in 0..PASSES {
            for row in task.rows {
                tighten(row, &mut least, &mut most);
            }
        }
        // Where limits collide there is no order, and any range will do.
        most.zip_mut_with(&least, |most, least| *most = most.max(*least));
        let filled = |order: &Array2<f64>| need::filled(inputs, order);
        let most = if most.iter().all(|places| places.is_finite()) {
            filled(&most).mapv(|workers| workers * (1.0 + ROOM) + ROOM)
        } else {
            unbounded(inputs, &most)
        };
        Self { least: filled(&least).mapv(|workers| workers * (1.0 - ROOM) - ROOM), most }
    }
}

/// Most workers where some orders have no limit: infinite in every field that these reach.
fn unbounded(inputs: &Inputs, most: &Array2<f64>) -> Array2<f64> {
    let known = most.mapv(|places| if places.is_finite() { places } else { 0.0 });
    let unknown = most.mapv(|places| f64::from(u8::from(!places.is_finite())));
    let reached = need::filled(inputs, &unknown);
    let mut workers = need::filled(inputs, &known).mapv(|n| n * (1.0 + ROOM) + ROOM);
    workers.zip_mut_with(&reached, |workers, reached| {
        if *reached > 0.0 {
            *workers = f64::INFINITY;
        }
    });
    workers
}

/// Bounds that one limit implies.
fn tighten(row: &LimitRow, least: &mut Array2<f64>, most: &mut Array2<f64>) {
    for (position, (f, year, c)) in row.terms.iter().enumerate() {
        let others = row.terms.iter().enumerate().filter(|(other, _)| *other != position);
        let taken: f64 = others
            .filter(|(_, (_, _, c))| *c != 0.0)
            .map(|(_, (f, year, c))| {
                c * if *c > 0.0 { least[[*f, *year]] } else { most[[*f, *year]] }
            })
            .sum();
        let implied = (row.bound - taken) / c;
        if *c > 0.0 && implied < most[[*f, *year]] {
            most[[*f, *year]] = implied.max(0.0);
        } else if *c < 0.0 && implied > least[[*f, *year]] && implied.is_finite() {
            least[[*f, *year]] = implied;
        }
    }
}
