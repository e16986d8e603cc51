//! Seasons taken out of a series, and put back into its forecast.
//!
//! | module | what it does |
//! |---|---|
//! | [`season`] | whether there is a season, by the autocorrelation |
//! | [`classical`] | one fixed season, by moving averages |
//! | [`adjusted`] | any model on the adjusted series, the season repeated after it |

pub mod season;
pub mod adjusted;
pub mod classical;
