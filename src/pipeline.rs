//! The method in one screen.
