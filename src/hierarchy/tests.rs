//! Reconciliation against values of other programs, by hand, and by its laws.

mod fixture;
mod laws;
mod reference;
mod shapes;
mod solutions;
