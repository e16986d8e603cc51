//! Options of a run that are neither data nor assumptions.

use crate::units::Year;

/// How far, how many draws and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// Last year of the projection.
    pub to: Year,
    /// Number of joint sample paths.
    pub draws: usize,
    /// Seed of every random stream.
    pub seed: u64,
}
