//! Where errors were found, so that one wrong cell does not set off further findings.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::codes::AreaCode;
use crate::series::SeriesKey;
use crate::units::Year;

/// Areas and years with an excluded row; a part that could not be read stands for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    places: BTreeSet<(Option<AreaCode>, Option<Year>)>,
    /// Rows of a series that repeat a year of it, and so may lack another.
    moved: BTreeMap<SeriesKey, usize>,
}

impl Touched {
    /// Records an excluded row with what could be read of its place.
    pub(crate) fn add(&mut self, area: Option<AreaCode>, year: Option<Year>) {
        self.places.insert((area, year));
    }

    /// Records a row that repeats a year of its series: its year may be mistyped.
    pub(crate) fn add_moved(&mut self, key: SeriesKey) {
        *self.moved.entry(key).or_default() += 1;
    }

    /// How many years of a series may be missing because their rows bear another's.
    pub(crate) fn n_moved(&self, key: &SeriesKey) -> usize {
        self.moved.get(key).copied().unwrap_or(0)
    }

    /// Takes over what another table recorded.
    pub(crate) fn extend(&mut self, other: Self) {
        self.places.extend(other.places);
        for (key, n) in other.moved {
            *self.moved.entry(key).or_default() += n;
        }
    }

    /// Whether an excluded row may belong to `area` and `year`.
    pub(crate) fn covers(&self, area: &AreaCode, year: Year) -> bool {
        let matches = |(a, y): &(Option<AreaCode>, Option<Year>)| {
            a.as_ref().is_none_or(|a| a == area) && y.is_none_or(|y| y == year)
        };
        self.places.iter().any(matches)
    }
}
