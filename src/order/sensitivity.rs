//! How much the order depends on what a shortage is taken to cost.
//!
//! What a place costs stands in a budget, what a missing worker costs is an estimate at best. The
//! order is made anew with the costs of all shortages multiplied by a factor, everything else as it
//! was: where places hardly move, the estimate does not matter.

use ndarray::Array2;
use rayon::prelude::*;

use crate::error::Result;
use crate::order::inputs::{Inputs, Risk};
use crate::order::limit::limit_rows;
use crate::order::need::{Outlook, chosen_draws, net_needs};
use crate::order::optimal::{Bounds, Task, best};
use crate::order::{check, conflict};

/// The optimal order at other costs of shortage.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Factor on the cost of shortages of every programme.
    pub factor: f64,
    /// Places by programme and order year.
    pub order: Array2<f64>,
    /// Gaps under it.
    pub outlook: Outlook,
}

/// The optimal order at each of `factors` on the cost of shortages.
///
/// # Errors
/// As [`crate::order::orders`].
pub fn sensitivity(inputs: &Inputs, risk: Risk, factors: &[f64]) -> Result<Vec<Variant>> {
    check::check(inputs, risk)?;
    let rows = limit_rows(inputs);
    let needs = net_needs(inputs, &chosen_draws(inputs.demand.n_draws(), risk.draws));
    let variant = |factor: &f64| {
        let mut inputs = inputs.clone();
        for programme in &mut inputs.programmes {
            programme.costs.shortage *= factor;
        }
        let task = Task { inputs: &inputs, rows: &rows, needs: &needs, risk };
        let best = best(task, Bounds::default())
            .map_err(|failure| conflict::explain(&inputs, &rows, failure))?;
        let outlook = Outlook::of(&inputs, &needs, &best.order);
        Ok(Variant { factor: *factor, order: best.order, outlook })
    };
    factors.par_iter().map(variant).collect()
}
