//! Mathematics: slices in, numbers out; no codes, no units, no scenario.

pub mod distribution;
pub mod interpolate;
pub mod ipf;
pub mod least_squares;
pub mod optimise;
pub mod seed;
