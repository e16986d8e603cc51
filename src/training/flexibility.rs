//! In which occupations the holders of a qualification work (method S7).
//!
//! ```text
//! N_o  = Σ_q S_q·Φ_qo                                   supply to occupations
//! Φ_q  = w·Φ_q(area) + (1 − w)·Φ_q(nation),  w = n/(n + k)
//! ```
//! `Φ` has one row a qualification, which sums to 1; `n` is the number of persons a row of the area
//! was observed on and `k` the number at which area and nation count alike. How the shares follow
//! tightness is a matter of [`adapt`]. Since every row sums to 1, neither changes the total.
//!
//! # Source
//! Maier, Zika, Wolter, Kalinowski & Helmrich (2014), *Engpässe im mittleren Qualifikationsbereich
//! trotz erhöhter Zuwanderung* (`QuBe` of BIBB and IAB), flexibility of occupations; shrinkage of rows
//! as for the shares of occupations.

pub mod adapt;

use ndarray::Array2;

use crate::error::Result;
use crate::language::{Language, Text};
use crate::occupation::shares::spread;
use crate::paths::Paths;
use crate::training::refuse;

/// Sum of a row that counts as 1, to be divided out; published shares are rounded.
const ROUNDING: f64 = 1e-3;

/// A row-stochastic matrix from qualifications to occupations.
#[derive(Clone, Debug, PartialEq)]
pub struct Flexibility {
    qualifications: Vec<Text>,
    shares: Array2<f64>,
}

/// Shares observed in an area, with the number of persons behind each row.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    /// Qualifications × occupations; a row of zeros was not observed.
    pub shares: &'a Array2<f64>,
    /// Persons behind each row.
    pub n: &'a [f64],
}

impl Flexibility {
    /// The matrix of `shares`, one row for each of `qualifications`.
    ///
    /// Rows that sum to 1 but for rounding are divided by their sum.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] naming the qualification whose row is missing, has an
    /// impossible share, or does not sum to 1.
    pub fn new(qualifications: &[Text], mut shares: Array2<f64>) -> Result<Self> {
        check_rows(qualifications, shares.nrows())?;
        for (mut row, name) in shares.rows_mut().into_iter().zip(qualifications) {
            if row.iter().any(|share| !share.is_finite() || *share < 0.0) {
                return refuse(
                    format!("{}: tỷ lệ vào các nghề phải là số không âm", name.vi),
                    format!(
                        "{}: shares of occupations must be numbers that are not negative",
                        name.en
                    ),
                );
            }
            let sum = row.sum();
            if sum == 0.0 {
                return unmapped(name);
            }
            if (sum - 1.0).abs() > ROUNDING {
                return refuse(
                    format!(
                        "{}: tỷ lệ vào các nghề cộng lại là {}; phải bằng 1",
                        name.vi,
                        Language::Vietnamese.number(sum, 4)
                    ),
                    format!(
                        "{}: shares of occupations sum to {}; they must sum to 1",
                        name.en,
                        Language::English.number(sum, 4)
                    ),
                );
            }
            row /= sum;
        }
        Ok(Self { qualifications: qualifications.to_vec(), shares })
    }

    /// Shares of the area drawn towards those of the nation; `k` persons make both count alike.
    ///
    /// # Errors
    /// As [`Flexibility::new`], for rows neither area nor nation has, and for shapes that differ.
    pub fn shrunk(
        qualifications: &[Text],
        area: Observed<'_>,
        nation: &Array2<f64>,
        k: f64,
    ) -> Result<Self> {
        check_rows(qualifications, nation.nrows())?;
        if area.shares.dim() != nation.dim() || area.n.len() != nation.nrows() {
            return refuse(
                "ma trận trình độ × nghề của tỉnh và của cả nước phải cùng cỡ",
                "the matrices of qualifications by occupations of area and nation must be alike in size",
            );
        }
        let mut shares = nation.clone();
        for (q, mut row) in shares.rows_mut().into_iter().enumerate() {
            let own = area.shares.row(q);
            let (own_sum, national) = (own.sum(), row.sum());
            let n = area.n[q].max(0.0);
            let weight = match (own_sum > 0.0, national > 0.0) {
                (true, false) => 1.0,
                (true, true) if n + k > 0.0 => n / (n + k),
                _ => 0.0,
            };
            for (share, own) in row.iter_mut().zip(own) {
                *share = weight * own + (1.0 - weight) * *share;
            }
        }
        Self::new(qualifications, shares)
    }

    /// Qualifications × occupations; rows sum to 1.
    pub const fn shares(&self) -> &Array2<f64> {
        &self.shares
    }

    /// Names of the qualifications.
    pub fn qualifications(&self) -> &[Text] {
        &self.qualifications
    }

    /// Supply to each occupation of a stock by qualification, in persons.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if the stock is not as long as the matrix.
    pub fn supply(&self, stock: &[f64]) -> Result<Vec<f64>> {
        check_rows(&self.qualifications, stock.len())?;
        Ok(spread(&self.shares, stock))
    }

    /// Supply to each occupation, draw by draw.
    ///
    /// # Errors
    /// As [`Flexibility::supply`].
    pub fn supply_paths(&self, stock: &Paths) -> Result<Paths> {
        check_rows(&self.qualifications, stock.n_series())?;
        let (first, draws, years) = (stock.first(), stock.n_draws(), stock.n_years());
        let mut supply = Paths::zeros(first, self.shares.ncols(), draws, years);
        for (q, row) in self.shares.rows().into_iter().enumerate() {
            for (o, share) in row.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                for draw in 0..draws {
                    let from = stock.path(q, draw);
                    for (sum, persons) in supply.path_mut(o, draw).iter_mut().zip(from) {
                        *sum += persons * share;
                    }
                }
            }
        }
        Ok(supply)
    }
}

fn check_rows(qualifications: &[Text], rows: usize) -> Result<()> {
    match qualifications.get(rows) {
        Some(name) => unmapped(name),
        None if rows == qualifications.len() => Ok(()),
        None => refuse(
            format!("có {rows} dòng cho {} trình độ", qualifications.len()),
            format!("{rows} rows for {} qualifications", qualifications.len()),
        ),
    }
}

fn unmapped<T>(name: &Text) -> Result<T> {
    refuse(
        format!("{}: chưa có nghề nào; hãy cho tỷ lệ vào ít nhất một nghề", name.vi),
        format!("{}: no occupation is given; give its share of at least one", name.en),
    )
}

#[cfg(test)]
mod tests;
