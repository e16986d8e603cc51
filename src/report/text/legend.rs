//! What a scenario does that the last year alone does not show.

use crate::language::Language;
use crate::report::figures::{Cell, Figures, sector_lines};
use crate::report::text::Rounding;
use crate::results::{ALL_SECTORS, Results, ScenarioLabel};
use crate::units::Year;

/// A gap over all sectors in the year in which a scenario differs most from the first one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Departure {
    year: Year,
    gap: f64,
    first: f64,
}

impl Departure {
    fn size(self) -> f64 {
        (self.gap - self.first).abs()
    }
}

/// Smallest departure worth a word, as a share of demand.
const WORTH_A_WORD: f64 = 0.002;

/// Where `scenario` departs from the first scenario at least twice as far as in the last year.
fn departure(results: &Results, figures: &Figures, scenario: &str) -> Option<Departure> {
    let first = &results.scenarios.first()?.name;
    let of = |year| {
        let cell = |scenario| Cell { scenario, sector: ALL_SECTORS, year };
        let (gap, first) = (figures.gap(cell(scenario))?, figures.gap(cell(first))?);
        Some(Departure { year, gap: gap.mean, first: first.mean })
    };
    let years = results.base_year.plus(1).to(results.to);
    let most = years.filter_map(of).max_by(|a, b| a.size().total_cmp(&b.size()))?;
    let cell = Cell { scenario, sector: ALL_SECTORS, year: most.year };
    let small = WORTH_A_WORD * figures.demand(cell)?.mean;
    (most.size() > small && most.size() > 2.0 * of(results.to)?.size()).then_some(most)
}

/// A sentence for each scenario that departs where the last year hides it.
pub(crate) fn departures(results: &Results, language: Language) -> Vec<String> {
    let figures = Figures::of(results);
    let first = results.first_scenario();
    let rounding = Rounding::of(&sector_lines(results, &figures, first));
    let sentence = |label: &ScenarioLabel| {
        let Departure { year, gap, first } = departure(results, &figures, &label.name)?;
        let title = label.title.get(language);
        let (gap, first) = (rounding.change(gap, language), rounding.change(first, language));
        let unit = rounding.bare_unit(language);
        Some(match language {
            Language::Vietnamese => format!(
                "«{title}» khác nhiều nhất vào năm {year}: chênh lệch chung {gap} {unit} thay vì {first}."
            ),
            Language::English => format!(
                "«{title}» differs most in {year}: overall gap {gap} {unit} instead of {first}."
            ),
        })
    };
    results.scenarios.iter().filter_map(sentence).collect()
}

/// A line a scenario: its name, its title, and where it departs if the last year hides that.
pub(crate) fn lines(results: &Results, figures: &Figures, language: Language) -> Vec<String> {
    let first = results.first_scenario();
    let rounding = Rounding::of(&sector_lines(results, figures, first));
    let line = |label: &ScenarioLabel| {
        let named = format!("{}: {}", label.name, label.title.get(language));
        let Some(Departure { year, gap, first }) = departure(results, figures, &label.name) else {
            return named;
        };
        let (gap, first) = (rounding.change(gap, language), rounding.change(first, language));
        match language {
            Language::Vietnamese => {
                format!(
                    "{named}; khác nhiều nhất vào năm {year}: chênh lệch chung {gap} thay vì {first}"
                )
            }
            Language::English => {
                format!("{named}; differs most in {year}: overall gap {gap} instead of {first}")
            }
        }
    };
    results.scenarios.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::results::TableName;

    /// Makes the second scenario the first, but for a gap of `gap` in 2027.
    fn shocked(gap: f64) -> Results {
        let mut results = fixture::results();
        let balance = results.tables.iter_mut().find(|t| t.name == TableName::Balance);
        let rows = &mut balance.unwrap().rows;
        rows.retain(|row| row.scenario == "baseline");
        let mut copies = rows.clone();
        for row in &mut copies {
            row.scenario = "plan-growth".to_owned();
            let is_gap = row.measure == "gap_after_mobility" && row.sector == ALL_SECTORS;
            if is_gap && row.year == Some(Year(2027)) {
                row.mean = gap;
            }
        }
        rows.extend(copies);
        results
    }

    #[test]
    fn a_shock_that_has_faded_by_the_last_year_is_told() {
        let results = shocked(40_000.0);
        let sentences = departures(&results, Language::English);
        let said = "differs most in 2027: overall gap +40,000 persons instead of +500.";
        assert!(matches!(&sentences[..], [one] if one.ends_with(said)), "{sentences:?}");
        let figures = Figures::of(&results);
        let lines = super::lines(&results, &figures, Language::English);
        assert_eq!(lines[0], "baseline: Baseline");
        let told = "differs most in 2027: overall gap +40,000 instead of +500";
        assert!(lines[1].contains(told), "{}", lines[1]);
    }

    #[test]
    fn a_difference_that_grows_to_the_last_year_needs_no_word() {
        let results = fixture::results();
        let figures = Figures::of(&results);
        let lines = super::lines(&results, &figures, Language::Vietnamese);
        assert_eq!(lines[1], "plan-growth: Tăng trưởng theo kế hoạch");
    }

    #[test]
    fn a_difference_too_small_to_matter_needs_no_word() {
        let results = shocked(600.0);
        let figures = Figures::of(&results);
        let lines = super::lines(&results, &figures, Language::English);
        assert_eq!(lines[1], "plan-growth: Planned growth");
    }
}
