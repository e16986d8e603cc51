//! Loading: files to raw tables, model and scenarios.
