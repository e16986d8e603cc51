//! Splitting totals of age groups and filling holes.
