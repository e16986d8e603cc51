//! Tells cargo that the embedded folders are part of the program, so that a new scenario or table
//! is embedded without a change of code.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_CLI").is_some() {
        println!("cargo::rerun-if-changed=models");
        println!("cargo::rerun-if-changed=datasets");
    }
}
