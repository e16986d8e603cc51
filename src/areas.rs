//! Several areas in one run: supply and demand of many small areas, adding up to the whole.
//!
//! First the totals of supply:
//!
//! ```text
//! E(a,t) = Σ_c P(a,c,t) r(c,t)                      labour force at the standard's rates r
//! θ(a,t) = logit(L(a,t)/P(a,t)) − logit(E(a,t)/P(a,t))      how the area differs from it
//! θ̂(a,T+h) = θ̃(a,T) + β̃(a) Σ_{k≤h} φ^k            level and slope that borrow strength
//! L̂(a,T+h) = P(a,T+h) · logit⁻¹[logit(E/P) + θ̂]
//! ```
//! `c` runs over sexes and ages, `r` are the nation's participation rates: age structure is taken
//! from the population and the rest, one number an area and year, from the area's own history. A
//! small area's level and slope lean on those of its parent by their sampling variance ([`borrow`]).
//! Draws err together by a common part of every area above ([`errors`]), and are made to add up over
//! the tree of areas in every draw and year ([`project`]).
//!
//! Then, where a model of the whole is named, its sectors and scenarios:
//!
//! 1. [`structure`]: employment of every area by sector in the base year, own figures held, the rest estimated;
//! 2. [`whole`]: the sectors of the whole under a scenario, demand by output, supply by cohorts;
//! 3. [`growth`], [`differential`]: what the area's employment does beyond its sectors, and how that errs;
//! 4. [`sectors`], [`spread`]: demand and supply by area and sector, reconciled to the areas' totals and to
//!    the sectors of the whole in every draw;
//! 5. [`replacement`]: who leaves in every area and sector, and the openings it makes;
//! 6. [`split`]: occupations and qualifications by the shares known;
//! 7. [`account`]: one area after the other, so that memory stays bounded.
//!
//! # What a gap by area means
//! For totals alone, demand is employment carried on: the gap compares two trends and says no more. With sectors,
//! demand follows from the growth of the sectors an area has (while the whole has a record, as recorded; then as the model
//! of the whole projects it), supply from its people; a gap says that the
//! area's people grow faster or slower than the work of its sectors would if these fared there as in the whole,
//! but for the area's own damped differential. It leaves out that people commute and move to where work
//! is beyond what the projection of population holds, so a gap that grows for long is a pressure, not a forecast.
//!
//! # Assumptions
//! The area's distance from the standard does not depend on age or sex. The official projection of
//! the population is followed as it is but for its level, which is that of the last count.
//!
//! # What it leaves out
//! Movement and commuting between areas beyond what the projection of population holds; training and orders by area, which
//! a model of one area has; supply by occupation.
//!
//! # Source
//! Fay & Herriot (1979), *Estimates of income for small places: an application of James–Stein
//! procedures to census data*, JASA 74; Inskip, Beral, Fraser & Haskey (1983), *Methods for
//! age-adjustment of rates*, Statistics in Medicine 2 (indirect standardisation).

pub mod grouping;
pub mod tree;
mod national;
mod population;
pub mod figures;
pub mod borrow;
pub mod history;
pub mod errors;
pub mod backtest;
pub mod project;
pub mod reliability;
pub mod whole;
pub mod structure;
pub mod growth;
pub mod differential;
pub mod spread;
pub mod replacement;
pub mod sectors;
pub mod split;
pub mod account;

use crate::areas::grouping::Grouping;
use crate::codes::AreaCode;
use crate::language::Text;
use crate::units::Year;

/// An area and the area it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub title: Text,
    /// The area it is part of; none for the whole.
    pub parent: Option<AreaCode>,
}

/// The definition of a model of several areas.
#[derive(Clone, Debug, PartialEq)]
pub struct AreasModel {
    /// Name as typed.
    pub name: String,
    /// Name as shown.
    pub title: Text,
    /// The areas; exactly one has no parent.
    pub areas: Vec<Area>,
    /// The area whose participation by sex and age is the standard.
    pub standard: AreaCode,
    /// First year of the history.
    pub first_year: Year,
    /// Last year of the history.
    pub base_year: Year,
    /// Last year of the projection.
    pub to: Year,
    /// Unemployed over labour force where supply meets demand.
    pub frictional_unemployment: f64,
    /// Who chose that, or why.
    pub frictional_source: Text,
    /// Parts of old areas that belong to these.
    pub groupings: Vec<Grouping>,
    /// Areas that are compared unless the user names others.
    pub compare: Vec<AreaCode>,
    /// Line under charts.
    pub source_line: Text,
}

impl AreasModel {
    /// The area called `code`.
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.code.to_string() == code)
    }
}

/// Labour force over population in log-odds, held away from 0 and 1.
fn logit(share: f64) -> f64 {
    let held = share.clamp(1e-6, 1.0 - 1e-6);
    (held / (1.0 - held)).ln()
}

/// The share of these log-odds.
fn share_of(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}
