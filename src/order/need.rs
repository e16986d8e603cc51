//! What is needed beyond those already there, and what an order fills of it.
//!
//! ```text
//! n_f(t) = D_f(t) − S_f(t)                                 net need, draw by draw
//! E_f(t) = (1 − x_f) E_f(t−1) + a_f u_f(t − L_f)           workers from new places
//! gap    = Σ_g Φ_gf E_g(t) − n_f(t)                        negative: shortage
//! ```
//! A year's intake is at work in the year its course ends, `L` years later; `a` is completion ×
//! (1 − further study) × entry × stay. Without Φ, new workers are counted where they match. Those
//! already there are where they work, so Φ moves none of them.

use ndarray::{Array2, Array3, Axis};

use crate::order::inputs::Inputs;
use crate::paths::Paths;

/// Positions of `wanted` of `n` draws at equal steps; all of them if there are no more.
pub(crate) fn chosen_draws(n: usize, wanted: usize) -> Vec<usize> {
    let count = wanted.min(n);
    (0..count).map(|i| i * n / count).collect()
}

/// Net need by programme, year from the first order year, and chosen draw.
pub(crate) fn net_needs(inputs: &Inputs, draws: &[usize]) -> Array3<f64> {
    let n = inputs.n_programmes();
    let offset = inputs.offset();
    Array3::from_shape_fn((n, inputs.n_evaluated(), draws.len()), |(f, year, d)| {
        let at = |paths: &Paths, series| paths.path(series, draws[d])[year + offset];
        at(&inputs.demand, f) - at(&inputs.supply, f)
    })
}

/// Net needs of one programme and year, by draw.
pub(crate) fn draws_of(needs: &Array3<f64>, f: usize, year: usize) -> Vec<f64> {
    needs.index_axis(Axis(0), f).index_axis(Axis(0), year).to_vec()
}

/// Workers from new places, by qualification and year from the first order year.
pub(crate) fn entrants(inputs: &Inputs, order: &Array2<f64>) -> Array2<f64> {
    let mut stock = Array2::zeros((inputs.n_programmes(), inputs.n_evaluated()));
    for (f, programme) in inputs.programmes.iter().enumerate() {
        let mut before = 0.0;
        for year in programme.duration..inputs.n_evaluated() {
            let intake = order[[f, (year - programme.duration).min(inputs.last_effective(f))]];
            before = (1.0 - programme.exit_rate) * before + inputs.stock_per_place(f) * intake;
            stock[[f, year]] = before;
        }
    }
    stock
}

/// Net need that an order fills: its workers in the fields they work in.
pub(crate) fn filled(inputs: &Inputs, order: &Array2<f64>) -> Array2<f64> {
    let stock = entrants(inputs, order);
    match &inputs.flexibility {
        None => stock,
        Some(matrix) => matrix.t().dot(&stock),
    }
}

/// The gap under an order, draw by draw, from the first order year to the horizon: workers there
/// less workers wanted, by field; negative is a shortage.
///
/// # Shapes
/// `order` has a row a programme and a column an order year.
pub fn gap_with(inputs: &Inputs, order: &Array2<f64>) -> Paths {
    let draws: Vec<usize> = (0..inputs.demand.n_draws()).collect();
    let (needs, filled) = (net_needs(inputs, &draws), filled(inputs, order));
    Paths::zeros(inputs.first, inputs.n_programmes(), draws.len(), inputs.n_evaluated())
        .map_cells(|f, draw, year| filled[[f, year]] - needs[[f, year, draw]])
}

/// What remains short or too many under an order, by programme and year from the first order year.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Workers from new places, in the fields they work in.
    pub new_workers: Array2<f64>,
    /// Mean of workers there less workers wanted.
    pub gap: Array2<f64>,
    /// Expected persons short.
    pub shortage: Array2<f64>,
    /// Expected persons too many.
    pub surplus: Array2<f64>,
    /// Share of draws with a shortage.
    pub probability: Array2<f64>,
}

impl Outlook {
    pub(crate) fn of(inputs: &Inputs, needs: &Array3<f64>, order: &Array2<f64>) -> Self {
        let new_workers = filled(inputs, order);
        let n = needs.dim().2.max(1) as f64;
        let mean = |measure: &dyn Fn(f64) -> f64| {
            Array2::from_shape_fn(new_workers.dim(), |(f, year)| {
                let gap = |need: f64| new_workers[[f, year]] - need;
                draws_of(needs, f, year).into_iter().map(|need| measure(gap(need))).sum::<f64>() / n
            })
        };
        Self {
            gap: mean(&|gap| gap),
            shortage: mean(&|gap| (-gap).max(0.0)),
            surplus: mean(&|gap| gap.max(0.0)),
            probability: mean(&|gap| f64::from(u8::from(gap < 0.0))),
            new_workers,
        }
    }
}
