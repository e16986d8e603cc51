//! Iterative proportional fitting.
