//! Loading: from a model's name or folder to a checked model, its scenarios and its figures.
//!
//! The same code reads what is embedded in the program and what lies on disk, so a shipped model
//! copied to a folder loads to the same values. Reading never stops at the first problem: every
//! finding of every file is collected, and only then does an error end it.
//!
//! A missing optional table is a warning that names what is done without it. Nothing here
//! computes; what is checked about figures is in [`crate::validate`].
