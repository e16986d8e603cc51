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
mod command;
#[cfg(feature = "cli")]
mod determinism;
#[cfg(feature = "cli")]
mod districts;
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
mod national;
mod national_size;
#[cfg(feature = "cli")]
mod laws;
#[cfg(feature = "cli")]
mod load;
#[cfg(feature = "cli")]
mod orders;
#[cfg(feature = "cli")]
mod own_folder;
#[cfg(feature = "cli")]
mod problems;
mod public_tables;
#[cfg(feature = "cli")]
mod public_workforce;
mod published;
mod published_accounts;
mod random_identities;
mod random_models;
mod random_orders;
mod reference_table;
#[cfg(feature = "cli")]
mod runs;
#[cfg(feature = "cli")]
mod scenarios;
mod small_tables;
mod smoothing;
mod tables;
#[cfg(feature = "cli")]
mod targets;
