//! Comparing two runs: what changed, largest first, and why.
