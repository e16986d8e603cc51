//! Seasons taken out of a series, and put back into its forecast.
//!
//! | module | what it does |
//! |---|---|
//! | [`season`] | whether there is a season, by the autocorrelation |
//! | [`classical`] | one fixed season, by moving averages |
//! | [`stl`] | seasons that change slowly, one or several, by local regression |
//! | [`adjusted`] | any model on the adjusted series, the season repeated after it |

pub mod season;
pub mod adjusted;
pub mod classical;
pub mod stl;
