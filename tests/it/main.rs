//! Integration tests: one binary, a module a concern.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed test may panic")]
#![allow(missing_docs, reason = "test names are sentences")]

mod account_tables;
#[cfg(feature = "cli")]
mod accounts;
mod architecture;
#[cfg(feature = "cli")]
mod areas;
mod arima;
mod certified;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod cohort;
#[cfg(feature = "cli")]
mod determinism;
mod engine_laws;
#[cfg(feature = "cli")]
mod forecast_definitions;
#[cfg(feature = "cli")]
mod forecast_files;
#[cfg(feature = "cli")]
mod golden;
#[cfg(feature = "cli")]
mod identities;
mod kalman;
#[cfg(feature = "cli")]
mod laws;
#[cfg(feature = "cli")]
mod load;
#[cfg(feature = "cli")]
mod own_folder;
#[cfg(feature = "cli")]
mod problems;
mod public_tables;
#[cfg(feature = "cli")]
mod runs;
#[cfg(feature = "cli")]
mod scenarios;
mod smoothing;
mod tables;
#[cfg(feature = "cli")]
mod targets;
