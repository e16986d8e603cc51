//! How much of a change comes from the total, from the rows and from the shares.
//!
//! ```text
//! scale_o      = E_o(0) ( E(T)/E(0) − 1 )
//! sector_o     = Σ_s θ_so(0) [ E_s(T) − E_s(0) E(T)/E(0) ]
//! occupation_o = Σ_s [ θ_so(T) − θ_so(0) ] E_s(T)
//! ```
//! The three sum to `E_o(T) − E_o(0)` exactly (I3). With the outcome in place of 0 and the forecast
//! in place of T they split a forecast error into the part of the total, of the shares of sectors
//! and of the shares of occupations (method V3).
//!
//! Beside them stands the static shift-share analysis of a region's sectors against its nation:
//!
//! ```text
//! national = Σ_i e_i (E'/E − 1)     mix = Σ_i e_i (E'_i/E_i − E'/E)     regional = Σ_i (e'_i − e_i E'_i/E_i)
//! ```
//! The effects depend on which end is taken as the base; the order here is the usual one.
//!
//! Sources: Dunn (1960), *A statistical and analytical technique for regional analysis*; Meagher,
//! Adams & Horridge (2000), *Applied general equilibrium modelling and labour market forecasting*
//! (MONASH).

use ndarray::Array2;

use crate::error::Result;
use crate::occupation::cannot;
use crate::occupation::change::other_shape;

/// Employment by sector and the shares of occupations in each, at one time.
#[derive(Clone, Copy, Debug)]
pub struct Structure<'a> {
    /// Employment by sector, in persons.
    pub sectors: &'a [f64],
    /// Shares of occupations, sectors × occupations.
    pub shares: &'a Array2<f64>,
}

/// Parts of a change of each occupation, in persons.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// From the total, every occupation growing as it does.
    pub scale: Vec<f64>,
    /// From sectors growing unlike the total.
    pub sector: Vec<f64>,
    /// From shares of occupations changing within sectors.
    pub occupation: Vec<f64>,
}

impl Effects {
    /// The whole change of one occupation.
    pub fn change(&self, occupation: usize) -> f64 {
        self.scale[occupation] + self.sector[occupation] + self.occupation[occupation]
    }
}

/// Splits the change of occupations from one time to another.
///
/// # Errors
/// If the shapes differ or the total before is not above zero.
pub fn effects(before: Structure<'_>, after: Structure<'_>) -> Result<Effects> {
    check(before)?;
    check(after)?;
    if before.shares.dim() != after.shares.dim() {
        return Err(other_shape(after.shares.dim(), before.shares.dim()));
    }
    let growth = growth(before.sectors, after.sectors)?;
    let n = before.shares.ncols();
    let mut parts = Effects { scale: vec![0.0; n], sector: vec![0.0; n], occupation: vec![0.0; n] };
    let ends = before.sectors.iter().zip(after.sectors);
    for (sector, (first, last)) in ends.enumerate() {
        let shares = before.shares.row(sector).into_iter().zip(after.shares.row(sector));
        for (o, (share, later)) in shares.enumerate() {
            parts.scale[o] += share * first * (growth - 1.0);
            parts.sector[o] += share * (last - first * growth);
            parts.occupation[o] += (later - share) * last;
        }
    }
    Ok(parts)
}

/// Splits the error of a forecast, forecast less outcome: `scale` comes from the total, `sector`
/// from the shares of sectors and `occupation` from the shares of occupations.
///
/// # Errors
/// As in [`effects`].
pub fn forecast_error(outcome: Structure<'_>, forecast: Structure<'_>) -> Result<Effects> {
    effects(outcome, forecast)
}

fn check(structure: Structure<'_>) -> Result<()> {
    let (rows, columns) = structure.shares.dim();
    if structure.sectors.len() == rows {
        Ok(())
    } else {
        Err(other_shape((rows, columns), (structure.sectors.len(), columns)))
    }
}

/// Growth of the total, as a factor.
fn growth(before: &[f64], after: &[f64]) -> Result<f64> {
    let (first, last): (f64, f64) = (before.iter().sum(), after.iter().sum());
    if first > 0.0 && first.is_finite() && last.is_finite() {
        return Ok(last / first);
    }
    Err(cannot(
        format!(
            "tổng việc làm đầu kỳ là {first}, cuối kỳ là {last}; không phân rã được. Cần một năm gốc có việc làm"
        ),
        format!(
            "employment is {first} before and {last} after, which cannot be split; a base with employment is needed"
        ),
    ))
}

/// Employment by sector of a region and its nation at two times.
#[derive(Clone, Copy, Debug)]
pub struct RegionAndNation<'a> {
    /// The region before and after.
    pub region: [&'a [f64]; 2],
    /// The nation before and after.
    pub nation: [&'a [f64]; 2],
}

/// Parts of a region's growth, in persons; they sum to it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ShiftShare {
    /// Growth at the rate of the nation.
    pub national: f64,
    /// From sectors that grow unlike the nation: the net proportionality shift.
    pub mix: f64,
    /// From sectors that grow unlike the same sectors of the nation: the net differential shift.
    pub regional: f64,
}

impl ShiftShare {
    /// Growth beyond that of the nation.
    pub fn net_total_shift(&self) -> f64 {
        self.mix + self.regional
    }
}

/// The static shift-share analysis.
///
/// # Errors
/// If the vectors differ in length or a sector has no employment in the nation before.
///
/// # Source
/// Dunn (1960), *A statistical and analytical technique for regional analysis*.
pub fn shift_share(employment: &RegionAndNation<'_>) -> Result<ShiftShare> {
    let RegionAndNation { region: [before, after], nation: [first, last] } = *employment;
    let n = before.len();
    if [after.len(), first.len(), last.len()] != [n; 3] {
        return Err(cannot(
            "số ngành của vùng và cả nước ở hai năm phải bằng nhau",
            "region and nation must have the same number of sectors in both years",
        ));
    }
    let nation = growth(first, last)?;
    let mut parts = ShiftShare::default();
    for i in 0..n {
        if first[i].is_nan() || first[i] <= 0.0 {
            return Err(cannot(
                format!(
                    "ngành thứ {} của cả nước không có việc làm ở năm đầu; hãy gộp ngành này với ngành khác",
                    i + 1
                ),
                format!(
                    "sector {} of the nation has no employment in the first year; merge it with another",
                    i + 1
                ),
            ));
        }
        let own = last[i] / first[i];
        parts.national += before[i] * (nation - 1.0);
        parts.mix += before[i] * (own - nation);
        parts.regional += after[i] - before[i] * own;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests;
