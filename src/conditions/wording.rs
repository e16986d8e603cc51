//! Probabilities in words, and when a shortage may be named.
//!
//! A shortage is named if it is probable enough and at least [`LEAST_SOURCES`] sources of supply
//! (graduates, migration, re-entry, unemployed and others) were given; with fewer, what lacks may
//! be the source and not the workers, and the words say so.

use crate::language::Text;
use crate::paths::Paths;

/// Number of given sources of supply from which a shortage may be named.
pub const LEAST_SOURCES: usize = 3;

/// How probable something is, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// Probability of 0.05 or less.
    AlmostExcluded,
    /// 0.2 or less.
    Unlikely,
    /// Between 0.2 and 0.8.
    Unclear,
    /// 0.8 or more.
    Likely,
    /// 0.95 or more.
    AlmostCertain,
}

impl Likelihood {
    /// The likelihood of `probability`.
    pub fn of(probability: f64) -> Self {
        match probability {
            p if p >= 0.95 => Self::AlmostCertain,
            p if p >= 0.8 => Self::Likely,
            p if p <= 0.05 => Self::AlmostExcluded,
            p if p <= 0.2 => Self::Unlikely,
            _ => Self::Unclear,
        }
    }

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AlmostExcluded => "almost_excluded",
            Self::Unlikely => "unlikely",
            Self::Unclear => "unclear",
            Self::Likely => "likely",
            Self::AlmostCertain => "almost_certain",
        }
    }

    /// The words for readers.
    pub fn label(self) -> Text {
        match self {
            Self::AlmostExcluded => Text::new("gần như không xảy ra", "almost excluded"),
            Self::Unlikely => Text::new("ít khả năng", "unlikely"),
            Self::Unclear => Text::new("chưa rõ", "unclear"),
            Self::Likely => Text::new("có khả năng", "likely"),
            Self::AlmostCertain => Text::new("gần như chắc chắn", "almost certain"),
        }
    }
}

/// Share of draws with a shortage: a gap below `-margin` times demand.
///
/// A margin of 0 asks for any shortage. `gap` and `demand` share their shape; what either lacks
/// counts as no shortage.
pub fn shortage_probability(gap: &Paths, demand: &Paths, at: (usize, usize), margin: f64) -> f64 {
    let (series, year) = at;
    let (gaps, demands) = (gap.draws(series, year), demand.draws(series, year));
    let short = gaps.iter().zip(&demands).filter(|(gap, demand)| **gap < -margin * **demand);
    short.count() as f64 / gaps.len().max(1) as f64
}

/// Whether and how a shortage is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// Not probable enough to name.
    NotNamed,
    /// Probable, but of those sources that were entered.
    OfEnteredSources,
    /// Probable, with enough sources to call it a shortage.
    Shortage,
}

impl Naming {
    /// The naming of a shortage of `probability` where `sources` sources of supply were given;
    /// `bound` is the probability from which one is named.
    pub fn of(probability: f64, bound: f64, sources: usize) -> Self {
        match (probability >= bound, sources >= LEAST_SOURCES) {
            (false, _) => Self::NotNamed,
            (true, false) => Self::OfEnteredSources,
            (true, true) => Self::Shortage,
        }
    }

    /// The words for readers.
    pub fn label(self) -> Text {
        match self {
            Self::NotNamed => {
                Text::new("chưa đủ căn cứ để nói thiếu", "not enough to name a shortage")
            }
            Self::OfEnteredSources => Text::new(
                "thiếu so với nguồn đã nhập",
                "shortage of those sources that were entered",
            ),
            Self::Shortage => Text::new("thiếu", "shortage"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Year;

    #[test]
    fn words_follow_the_probability() {
        let words = [0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0].map(|p| Likelihood::of(p).name());
        assert_eq!(
            words,
            [
                "almost_excluded",
                "almost_excluded",
                "unlikely",
                "unclear",
                "likely",
                "almost_certain",
                "almost_certain"
            ]
        );
        assert_eq!(Likelihood::of(f64::NAN), Likelihood::Unclear);
    }

    #[test]
    fn a_shortage_is_named_only_if_probable_and_from_three_sources() {
        assert_eq!(Naming::of(0.79, 0.8, 4), Naming::NotNamed);
        assert_eq!(Naming::of(0.8, 0.8, 2), Naming::OfEnteredSources);
        assert_eq!(Naming::of(0.8, 0.8, 3), Naming::Shortage);
        assert_eq!(Naming::OfEnteredSources.label().vi, "thiếu so với nguồn đã nhập");
    }

    #[test]
    fn a_margin_asks_for_more_than_any_shortage() {
        let mut gap = Paths::zeros(Year(2026), 1, 4, 1);
        let mut demand = gap.clone();
        for (draw, value) in [-20.0, -5.0, 0.0, 5.0].into_iter().enumerate() {
            gap.path_mut(0, draw)[0] = value;
            demand.path_mut(0, draw)[0] = 100.0;
        }
        assert_eq!(shortage_probability(&gap, &demand, (0, 0), 0.0), 0.5);
        assert_eq!(shortage_probability(&gap, &demand, (0, 0), 0.1), 0.25);
    }
}
