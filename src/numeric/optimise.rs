//! Minimisers of smooth functions of few variables.
