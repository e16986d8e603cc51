//! labourcast: labour-market supply and demand by sector, with its uncertainty.
//!
//! The modules stand in the order of dependency: each uses only modules above it. The first
//! group names things, the second does mathematics, the third holds what the user gives, the
//! fourth is the method in the order it runs, and the last is the world outside.

// Words.
pub mod codes;
pub mod language;
pub mod error;
pub mod status;
pub mod units;
pub mod series;
pub mod paths;

// Mathematics.
pub mod numeric;

// What the user gives.
pub mod dataset;
pub mod scenario;
pub mod options;

// The method, in the order it runs.
pub mod hierarchy;
pub mod forecast;
pub mod model;
pub mod validate;
pub mod prepare;
pub mod demand;
pub mod supply;
pub mod reconcile;
pub mod balance;
pub mod occupation;
pub mod replacement;
pub mod conditions;
pub mod training;
pub mod order;
pub mod targets;
pub mod public_workforce;
pub mod accounts;
pub mod areas;
pub mod results;
pub mod identities;
pub mod pipeline;

// The outside world.
#[cfg(feature = "cli")]
pub mod embedded;
#[cfg(feature = "cli")]
pub mod load;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod compare;
#[cfg(feature = "cli")]
pub mod cli;
