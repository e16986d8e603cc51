//! What falling employment leaves of replacement: the rule of openings, written once.
//!
//! ```text
//! openings   = max(ED, 0) + max(RD + min(ED, 0), 0)        ED: expansion, RD: replacement
//! unreplaced = openings − (ED + RD)                        ≥ 0
//! ```
//! With RD ≥ 0 this is `max(ED + RD, 0)`, said so that both parts can be read. Separations that
//! falling employment does not let anybody fill are `unreplaced`.
//!
//! # Source
//! Openings: ROA (Research Centre for Education and the Labour Market), rule of the Dutch
//! labour-market forecasts.

/// Openings of a year from its expansion and its replacement, in persons.
pub const fn openings_of(expansion: f64, replacement: f64) -> f64 {
    expansion.max(0.0) + (replacement + expansion.min(0.0)).max(0.0)
}

/// Separations of a year that falling employment leaves without replacement, in persons.
pub const fn unreplaced_of(expansion: f64, replacement: f64) -> f64 {
    openings_of(expansion, replacement) - (expansion + replacement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falling_employment_eats_replacement_first() {
        assert_eq!((openings_of(5.0, 3.0), unreplaced_of(5.0, 3.0)), (8.0, 0.0));
        assert_eq!((openings_of(-2.0, 3.0), unreplaced_of(-2.0, 3.0)), (1.0, 0.0));
        assert_eq!((openings_of(-5.0, 3.0), unreplaced_of(-5.0, 3.0)), (0.0, 2.0));
        assert_eq!((openings_of(0.0, 0.0), unreplaced_of(0.0, 0.0)), (0.0, 0.0));
    }
}
