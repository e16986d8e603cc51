//! From sectors to occupations, and from either to qualifications (method D8, D9, D10).
//!
//! ```text
//! E_so(t) = E_s(t) θ_so(t)            Σ_o θ_so = 1
//! E_oq(t) = E_o(t) κ_oq(t)            Σ_q κ_oq = 1
//! ```
//! `θ` is the staffing matrix, shares of occupations in a sector; `κ` shares of qualifications in
//! an occupation. The same steps serve both, and shares of qualifications in a sector where only
//! those are known:
//!
//! 1. `shares`: the shares as observed, checked, and the provincial ones shrunk to the nation's by
//!    their sample;
//! 2. `change`: the trend of the shares, shrunk to none and damped;
//! 3. `project`: paths of the rows become paths of the columns, draw by draw, with the uncertainty
//!    of the shares and, where totals of columns are given, fitted to them (RAS);
//! 4. `effects`: how much of a change or of a forecast error comes from the total, from the rows
//!    and from the shares.
//!
//! A share is taken to be the same for every worker of a row, and rows to err independently of
//! one another and of employment. What is left out: wages and substitution as causes of changing
//! shares, and shares that depend on age.
//!
//! Sources: Sijmons & Bakens, Research Centre for Education and the Labour Market, Maastricht
//! (regional matrices are nearly the nation's); Aitchison (1986), *The Statistical Analysis of
//! Compositional Data*; Bishop, Fienberg & Holland (1975), *Discrete Multivariate Analysis*, ch. 12
//! (shrinkage of cells).

pub mod shares;
pub mod change;
pub mod project;
pub mod effects;

use crate::error::Error;
use crate::language::Text;

/// The name of this stage in errors.
const STAGE: &str = "occupation";

/// An error of this stage.
fn cannot(vi: impl Into<String>, en: impl Into<String>) -> Error {
    Error::Method { stage: STAGE, message: Text::new(vi, en) }
}
