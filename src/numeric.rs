//! Mathematics: slices in, numbers out; no codes, no units, no scenario.

pub mod distribution;
pub mod double_double;
pub mod interpolate;
pub mod ipf;
pub mod least_squares;
pub mod linear_programme;
pub mod moments;
pub mod optimise;
pub mod quasi_newton;
pub mod root;
pub mod seed;
pub mod gamma;
