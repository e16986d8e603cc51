//! The five classes of a gap.

use crate::language::Text;
use crate::model::BalanceDefinition;

/// One of five classes of a gap, from the worst shortage to the largest surplus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapClass {
    /// Demand exceeds supply by far.
    LargeShortage,
    /// Demand exceeds supply.
    Shortage,
    /// Demand and supply are close.
    Balance,
    /// Supply exceeds demand.
    Surplus,
    /// Supply exceeds demand by far.
    LargeSurplus,
}

impl GapClass {
    /// Every class, worst shortage first.
    pub const ALL: [Self; 5] =
        [Self::LargeShortage, Self::Shortage, Self::Balance, Self::Surplus, Self::LargeSurplus];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LargeShortage => "large_shortage",
            Self::Shortage => "shortage",
            Self::Balance => "balance",
            Self::Surplus => "surplus",
            Self::LargeSurplus => "large_surplus",
        }
    }

    /// The name for readers.
    pub fn label(self) -> Text {
        match self {
            Self::LargeShortage => Text::new("thiếu nhiều", "large shortage"),
            Self::Shortage => Text::new("thiếu", "shortage"),
            Self::Balance => Text::new("cân bằng", "balance"),
            Self::Surplus => Text::new("dư", "surplus"),
            Self::LargeSurplus => Text::new("dư nhiều", "large surplus"),
        }
    }
}

/// The class of a gap whose mean is `ratio` of the mean demand.
pub fn class_of(ratio: f64, definition: &BalanceDefinition) -> GapClass {
    let above = definition.class_bounds.iter().filter(|bound| ratio >= **bound).count();
    GapClass::ALL[above]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_follow_their_bounds() {
        let definition =
            BalanceDefinition { class_bounds: [-0.1, -0.03, 0.03, 0.1], naming_probability: 0.8 };
        let class = |ratio| class_of(ratio, &definition);
        assert_eq!(class(-0.2), GapClass::LargeShortage);
        assert_eq!(class(-0.05), GapClass::Shortage);
        assert_eq!(class(0.0), GapClass::Balance);
        assert_eq!(class(0.03), GapClass::Surplus);
        assert_eq!(class(0.5), GapClass::LargeSurplus);
    }
}
