//! Where errors were found, so that one wrong cell does not set off further findings.

use std::collections::BTreeSet;

use crate::codes::AreaCode;
use crate::units::Year;

/// Areas and years with an excluded row; a part that could not be read stands for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched(BTreeSet<(Option<AreaCode>, Option<Year>)>);

impl Touched {
    /// Records an excluded row with what could be read of its place.
    pub(crate) fn add(&mut self, area: Option<AreaCode>, year: Option<Year>) {
        self.0.insert((area, year));
    }

    /// Takes over what another table recorded.
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether an excluded row may belong to `area` and `year`.
    pub(crate) fn covers(&self, area: &AreaCode, year: Year) -> bool {
        let matches = |(a, y): &(Option<AreaCode>, Option<Year>)| {
            a.as_ref().is_none_or(|a| a == area) && y.is_none_or(|y| y == year)
        };
        self.0.iter().any(matches)
    }
}
