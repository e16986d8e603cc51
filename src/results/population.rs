//! The table of population and labour force by sex and age.

use crate::codes::Sex;
use crate::prepare::AgeSexTable;
use crate::results::ResultRow;
use crate::results::assemble::Outcome;
use crate::results::assemble::Source;
use crate::results::rows::row;
use crate::supply::PopulationYear;

impl Source<'_> {
    pub(super) fn population_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let years = &outcome.supply.get().population;
        years.iter().flat_map(|year| self.population_year_rows(&outcome.scenario, year)).collect()
    }

    fn population_year_rows(&self, scenario: &str, year: &PopulationYear) -> Vec<ResultRow> {
        let mut rows = self.group_rows(scenario, ("population", year), &year.population);
        rows.extend(self.group_rows(scenario, ("labour_force", year), &year.labour_force));
        if year.year > self.model.base_year {
            for (measure, value) in [
                ("births", year.births),
                ("deaths", year.deaths),
                ("net_migration", year.net_migration),
            ] {
                rows.push(self.population_row(scenario, (measure, year), value));
            }
        }
        rows
    }

    fn group_rows(
        &self,
        scenario: &str,
        labelled: (&str, &PopulationYear),
        table: &AgeSexTable,
    ) -> Vec<ResultRow> {
        let mut rows = vec![self.population_row(scenario, labelled, table.total())];
        for sex in Sex::ALL {
            for (age, value) in table.ages.iter().zip(&table.values[sex.index()]) {
                let of_group = self.population_row(scenario, labelled, *value);
                rows.push(of_group.by_group(Some(sex.name()), Some(age.to_string())));
            }
        }
        rows
    }

    fn population_row(
        &self,
        scenario: &str,
        (measure, year): (&str, &PopulationYear),
        value: f64,
    ) -> ResultRow {
        row(scenario, &self.area, measure, "persons", value).in_year(year.year)
    }
}
