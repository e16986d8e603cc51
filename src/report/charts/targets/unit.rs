//! The unit of a panel, large enough to be read.

use crate::language::Language;
use crate::report::charts::words::pick;
use crate::targets::unit::TargetUnit;

/// A unit of a target, perhaps in thousands or millions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measure {
    unit: String,
    divisor: f64,
    decimals: usize,
}

impl Measure {
    /// The unit for figures up to `largest`.
    pub(super) fn of(unit: &str, largest: f64) -> Self {
        let known = TargetUnit::named(unit);
        let counted = !matches!(
            known,
            None | Some(TargetUnit::Percent | TargetUnit::PercentPerYear | TargetUnit::Share)
        );
        let (divisor, decimals) = match largest {
            _ if known == Some(TargetUnit::Share) => (0.01, 1),
            size if counted && size >= 2e6 => (1e6, 1),
            size if counted && size >= 2e3 => (1e3, 1),
            _ => (1.0, 1),
        };
        Self { unit: unit.to_owned(), divisor, decimals }
    }

    pub(super) fn scale(&self, value: f64) -> f64 {
        value / self.divisor
    }

    pub(super) fn write(&self, scaled: f64, language: Language) -> String {
        language.number(scaled, self.decimals)
    }

    /// The name with its thousands or millions.
    pub(super) fn name(&self, language: Language) -> String {
        let (vi, en) = match TargetUnit::named(&self.unit) {
            Some(TargetUnit::Persons) => ("người", "persons"),
            Some(TargetUnit::ThousandPersons) => ("nghìn người", "thousand persons"),
            Some(TargetUnit::PersonsPerYear) => ("người mỗi năm", "persons a year"),
            Some(TargetUnit::Visits) => ("lượt", "visits"),
            Some(TargetUnit::Institutions) => ("cơ sở", "institutions"),
            Some(TargetUnit::Percent | TargetUnit::Share) => ("%", "%"),
            Some(TargetUnit::PercentPerYear) => ("% mỗi năm", "% a year"),
            Some(TargetUnit::MillionVnd) => ("triệu đồng", "million dong"),
            Some(TargetUnit::BillionVnd) => ("tỷ đồng", "billion dong"),
            None => (self.unit.as_str(), self.unit.as_str()),
        };
        let name = if language == Language::Vietnamese { vi } else { en };
        let large = match self.divisor {
            size if size >= 1e6 => pick(language, "triệu ", "million "),
            size if size >= 1e3 => pick(language, "nghìn ", "thousand "),
            _ => "",
        };
        format!("{large}{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_figures_are_in_thousands_and_shares_in_per_cent() {
        let persons = Measure::of("persons", 1_400_000.0);
        let shown = |language| persons.write(persons.scale(1_400_000.0), language);
        assert_eq!(shown(Language::Vietnamese), "1.400,0");
        assert_eq!(persons.name(Language::Vietnamese), "nghìn người");
        assert_eq!(Measure::of("visits", 2.1e7).name(Language::English), "million visits");
        assert_eq!(Measure::of("share", 0.9).scale(0.9), 0.9 / 0.01);
        assert_eq!(Measure::of("percent", 9e9).scale(3.0), 3.0);
    }
}
