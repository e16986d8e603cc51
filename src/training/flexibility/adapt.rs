//! How the shares of occupations follow tightness (method S7).
//!
//! ```text
//! Φ'_qo ∝ Φ_qo · (D_o / N'_o)^η ,     N'_o = Σ_q S_q Φ'_qo
//! Φ"_q  = Φ_q + min(1, cap / m_q)·(Φ'_q − Φ_q),     m_q = ½ Σ_o |Φ'_qo − Φ_qo|
//! ```
//! With `η` = 0 people stay in the occupations of their qualification; with `η` = 1 shares follow
//! tightness in full. `cap` bounds the share of the holders of a qualification who change in a
//! year.
//!
//! `N'` depends on `Φ'`, so the factors `w_o = (D_o/N'_o)^η` are a fixed point. On logarithms the
//! step `ln w ← (1 − δ) ln w + δ·η·ln(D/N'(w))` has the derivative `(1 − δ) − δη(I − M)`, where `M`
//! is a stochastic matrix with eigenvalues between 0 and 1. With `δ = 2/(2 + η)` every eigenvalue
//! lies within `±η/(2 + η)`, so near the fixed point the steps shrink to a third or less.
//!
//! *Passive substitution* is what moves holders of one qualification because others are scarce or
//! plentiful: `S_q·(Φ"_qo − Φ_qo)`. Total supply does not change.
//!
//! # Source
//! Passive substitution: Borghans & Willems (1998), *Interpreting gaps in manpower forecasting
//! models*, LABOUR 12(4), 633–641.

use ndarray::Array2;

use super::{Flexibility, check_rows};
use crate::error::Result;
use crate::language::Text;
use crate::occupation::shares::spread;
use crate::training::{check_amount, check_share, refuse};

/// Bounds of the tightness that people answer to, so that an occupation without demand keeps those
/// who can work nowhere else.
const TIGHTNESS: [f64; 2] = [0.01, 100.0];

/// How far people follow tightness, and when to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// Elasticity η between 0 and 1.
    pub elasticity: f64,
    /// Largest share of the holders of a qualification who change occupation in the year.
    pub cap: f64,
    /// Largest change of a log factor at which the steps end.
    pub tolerance: f64,
    /// Steps after which they end without convergence.
    pub max_iterations: usize,
}

impl Default for Response {
    /// Nobody moves: an elasticity is an assumption that belongs to a scenario.
    fn default() -> Self {
        Self { elasticity: 0.0, cap: 1.0, tolerance: 1e-12, max_iterations: 200 }
    }
}

/// Shares after people have answered to tightness, and how they came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Adapted {
    /// The new shares.
    pub flexibility: Flexibility,
    /// Supply to each occupation under them, in persons.
    pub supply: Vec<f64>,
    /// Persons by qualification and occupation more (or fewer) than under the old shares.
    pub moved: Array2<f64>,
    /// Whether the fixed point was reached.
    pub converged: bool,
    /// Steps taken.
    pub iterations: usize,
    /// Largest change of a log factor in the last step.
    pub last_change: f64,
    /// Positions of the qualifications whose change was cut by the cap.
    pub capped: Vec<usize>,
}

impl Adapted {
    /// Passive substitution: persons of each qualification who work in another occupation.
    pub fn substituted(&self) -> Vec<f64> {
        self.moved
            .rows()
            .into_iter()
            .map(|row| row.iter().map(|m| m.abs()).sum::<f64>() / 2.0)
            .collect()
    }
}

impl Flexibility {
    /// The shares after people have answered to `demand` by occupation, given the `stock` by
    /// qualification.
    ///
    /// Steps that run out are a status of the result. With several years, the shares of one year
    /// are those the next begins with.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if lengths differ or a number is impossible.
    pub fn adapted(&self, stock: &[f64], demand: &[f64], response: &Response) -> Result<Adapted> {
        self.check(stock, demand, response)?;
        let before = spread(&self.shares, stock);
        let eta = response.elasticity;
        let step = 2.0 / (2.0 + eta);
        let mut logs = vec![0.0; demand.len()];
        let (mut shares, mut supply) = (self.shares.clone(), before.clone());
        let (mut iterations, mut last_change) = (0, 0.0);
        let mut converged = eta == 0.0;
        while !converged && iterations < response.max_iterations {
            last_change = 0.0;
            for ((log, wanted), available) in logs.iter_mut().zip(demand).zip(&supply) {
                let target =
                    if *available > 0.0 { eta * tightness(*wanted, *available) } else { 0.0 };
                let change = step * (target - *log);
                last_change = f64::max(last_change, change.abs());
                *log += change;
            }
            shares = self.weighted(&logs);
            supply = spread(&shares, stock);
            iterations += 1;
            converged = last_change <= response.tolerance;
        }
        let capped = self.cap(&mut shares, response.cap);
        let mut moved = &shares - &self.shares;
        for (mut row, persons) in moved.rows_mut().into_iter().zip(stock) {
            row *= *persons;
        }
        let supply = if eta == 0.0 { before } else { spread(&shares, stock) };
        let flexibility = Self { qualifications: self.qualifications.clone(), shares };
        Ok(Adapted { flexibility, supply, moved, converged, iterations, last_change, capped })
    }

    /// The shares times the factors, each row divided by its sum.
    fn weighted(&self, logs: &[f64]) -> Array2<f64> {
        // Only ratios matter: the largest factor is made 1, so none can overflow.
        let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let factors: Vec<f64> = logs.iter().map(|log| (log - largest).exp()).collect();
        let mut shares = self.shares.clone();
        for mut row in shares.rows_mut() {
            row.iter_mut().zip(&factors).for_each(|(share, factor)| *share *= factor);
            let sum = row.sum();
            row /= sum;
        }
        shares
    }

    /// Cuts the change of each row to the cap; says which rows were cut.
    fn cap(&self, shares: &mut Array2<f64>, cap: f64) -> Vec<usize> {
        let mut capped = Vec::new();
        let rows = shares.rows_mut().into_iter().zip(self.shares.rows());
        for (q, (mut row, old)) in rows.enumerate() {
            let moved: f64 =
                row.iter().zip(old).map(|(new, old)| (new - old).abs()).sum::<f64>() / 2.0;
            if moved > cap {
                capped.push(q);
                let part = cap / moved;
                row.iter_mut().zip(old).for_each(|(new, old)| *new = old + part * (*new - old));
            }
        }
        capped
    }

    fn check(&self, stock: &[f64], demand: &[f64], response: &Response) -> Result<()> {
        check_rows(&self.qualifications, stock.len())?;
        if demand.len() != self.shares.ncols() {
            return refuse(
                format!("cầu của {} nghề; ma trận có {} nghề", demand.len(), self.shares.ncols()),
                format!(
                    "demand of {} occupations; the matrix has {}",
                    demand.len(),
                    self.shares.ncols()
                ),
            );
        }
        for (persons, name) in stock.iter().zip(&self.qualifications) {
            check_amount(*persons, name, &Text::new("số lao động", "the stock"))?;
        }
        for (o, persons) in demand.iter().enumerate() {
            let place = Text::new(format!("nghề số {o}"), format!("occupation {o}"));
            check_amount(*persons, &place, &Text::new("cầu", "demand"))?;
        }
        let place = Text::new("chuyển đổi nghề", "mobility");
        check_share(response.elasticity, &place, &Text::new("độ co giãn", "the elasticity"))?;
        check_share(response.cap, &place, &Text::new("mức trần", "the cap"))
    }
}

/// ln(D/N) within its bounds.
fn tightness(wanted: f64, available: f64) -> f64 {
    (wanted / available).clamp(TIGHTNESS[0], TIGHTNESS[1]).ln()
}
