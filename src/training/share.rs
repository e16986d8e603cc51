//! The trained part of the labour force, as plans of training set it as a target.
//!
//! ```text
//! share(t) = Σ_q w_q·S_q(t) / Σ_q S_q(t)
//! ```
//! `w_q` is the part of the holders of a qualification who count: 1 for every qualification but
//! the untrained gives those *with a certificate* where the stock counts certificates. Plans also
//! set a target for the *trained*, among them people who learnt without a certificate; that is
//! another indicator, and needs the part of the untrained who are counted there as `w_0`.

use crate::error::Result;
use crate::language::Text;
use crate::paths::Paths;
use crate::training::{check_share, refuse};

/// Weights of all `n` qualifications where the untrained, the first, do not count.
pub fn trained(n: usize) -> Vec<f64> {
    (0..n).map(|q| if q == 0 { 0.0 } else { 1.0 }).collect()
}

/// The weighted share of a stock by qualification; 0 of an empty one.
pub fn of(stock: &[f64], weights: &[f64]) -> f64 {
    let whole: f64 = stock.iter().sum();
    let counted: f64 = stock.iter().zip(weights).map(|(s, w)| s * w).sum();
    if whole > 0.0 { counted / whole } else { 0.0 }
}

/// The weighted share of the stock by draw and year: one series.
///
/// # Errors
/// [`crate::error::Error::Method`] if a weight is missing or lies outside 0 to 1.
pub fn by_draw(stock: &Paths, weights: &[f64]) -> Result<Paths> {
    if weights.len() != stock.n_series() {
        return refuse(
            format!("{} trình độ nhưng {} trọng số", stock.n_series(), weights.len()),
            format!("{} qualifications but {} weights", stock.n_series(), weights.len()),
        );
    }
    for (q, weight) in weights.iter().enumerate() {
        let place = Text::new(format!("trình độ số {q}"), format!("qualification {q}"));
        check_share(*weight, &place, &Text::new("trọng số", "the weight"))?;
    }
    let mut shares = Paths::zeros(stock.first(), 1, stock.n_draws(), stock.n_years());
    let mut column = Vec::with_capacity(weights.len());
    for draw in 0..stock.n_draws() {
        for year in 0..stock.n_years() {
            column.clear();
            column.extend((0..weights.len()).map(|q| stock.path(q, draw)[year]));
            shares.path_mut(0, draw)[year] = of(&column, weights);
        }
    }
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Year;

    #[test]
    fn the_trained_share_by_hand() {
        let mut stock = Paths::zeros(Year(2026), 3, 1, 1);
        for (q, persons) in [60.0, 30.0, 10.0].into_iter().enumerate() {
            stock.path_mut(q, 0)[0] = persons;
        }
        assert_eq!(by_draw(&stock, &trained(3)).unwrap().path(0, 0), [0.4]);
        assert_eq!(by_draw(&stock, &[0.5, 1.0, 1.0]).unwrap().path(0, 0), [0.7]);
        assert!(by_draw(&stock, &[0.0]).is_err());
        assert_eq!(of(&[0.0, 0.0], &trained(2)), 0.0);
    }
}
