//! Rows of the past and of the back-test.

use crate::areas::backtest::Score;
use crate::areas::project::Projection;
use crate::results::areas::AreaTables;
use crate::results::rows::row;
use crate::results::{HISTORY, ResultRow, TableName};
use crate::status::Status;
use crate::units::Year;

impl AreaTables<'_> {
    /// Rows that no scenario changes.
    pub(super) fn past(&self) -> Vec<(TableName, Vec<ResultRow>)> {
        let nodes = || 0..self.source.figures.tree.n_nodes();
        vec![
            (TableName::Demand, nodes().flat_map(|node| self.past_employment(node)).collect()),
            (TableName::Supply, nodes().flat_map(|node| self.past_labour_force(node)).collect()),
            (TableName::Population, nodes().flat_map(|node| self.past_population(node)).collect()),
            (TableName::Backtest, self.backtest()),
        ]
    }

    /// A figure of the past.
    fn figure(&self, node: usize, (measure, unit): (&str, &str), year: Year) -> ResultRow {
        row(HISTORY, self.name(node), measure, unit, 0.0).in_year(year)
    }

    fn series(
        &self,
        node: usize,
        (measure, known): (&str, &[Vec<Option<f64>>]),
        own: Status,
    ) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let status = if node < figures.tree.n_aggregates() { Status::Derived } else { own };
        let years = figures.years.iter().zip(&known[node]).take(figures.base + 1);
        let at = |(year, value): (&Year, &Option<f64>)| {
            let row = self.figure(node, (measure, "persons"), *year).with_mean((*value)?);
            Some(row.with_status(status))
        };
        years.filter_map(at).collect()
    }

    fn past_employment(&self, node: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let mut rows = self.series(node, ("employment", &figures.employment), Status::Derived);
        let Some(known) = self.known else { return rows };
        let structure = &known.learnt.structure;
        let base = figures.years[figures.base];
        for (sector, persons) in structure.of_node(figures, node).iter().enumerate() {
            let code = self.sector(sector);
            let row = self.figure(node, ("employment", "persons"), base).of_sector(&code);
            let status = structure.status_of(figures, node, sector);
            rows.push(row.with_mean(*persons).with_status(status));
        }
        rows
    }

    fn past_labour_force(&self, node: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let known = ("labour_force", figures.labour_force.as_slice());
        let mut rows = self.series(node, known, Status::Observed);
        let known = figures.labour_force[node].iter().enumerate().take(figures.base + 1);
        rows.extend(known.filter_map(|(place, value)| {
            let rate = (*value)? / figures.persons(node, place).max(1.0);
            let row = self.figure(node, ("participation_rate", "share"), figures.years[place]);
            Some(row.with_mean(rate).with_status(Status::Derived))
        }));
        rows
    }

    /// Population of working age by year, and by sex and age in the base year.
    fn past_population(&self, node: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let persons = |place: usize| {
            let row = self.figure(node, ("population", "persons"), figures.years[place]);
            row.with_mean(figures.persons(node, place)).by_group(None, Some("15+".to_owned()))
        };
        let mut rows: Vec<ResultRow> = (0..=figures.base).map(persons).collect();
        rows.extend(self.cells(HISTORY, node, figures.base));
        rows
    }

    /// Population by sex and age in the year at `place`.
    pub(super) fn cells(&self, scenario: &str, node: usize, place: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let cells = figures.cells.iter().zip(&figures.population[node][place]);
        let of = |((sex, age), persons): (&(String, String), &f64)| {
            let cell = row(scenario, self.name(node), "population", "persons", *persons);
            cell.in_year(figures.years[place]).by_group(Some(sex), Some(age.clone()))
        };
        cells.map(of).collect()
    }

    /// Forecast of every node by itself, before reconciling.
    pub(super) fn alone(&self, scenario: &str, node: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let Projection { alone, .. } = self.source.projection;
        let years = figures.years[figures.base + 1..].iter().zip(&alone[node]);
        let of = |(year, point): (&Year, &f64)| {
            let row = row(scenario, self.name(node), "labour_force", "persons", *point);
            row.in_year(*year).by_method(crate::areas::backtest::STANDARDISED)
        };
        years.map(of).collect()
    }

    fn backtest(&self) -> Vec<ResultRow> {
        let of = |scores: &[Score], measure: &str| -> Vec<ResultRow> {
            let of = |score: &Score| {
                let row = row("baseline", self.name(0), measure, "share", score.wape);
                row.by_method(&score.method).at_step(score.step.map(|step| step as u32))
            };
            scores.iter().map(of).collect()
        };
        let [labour_force, employment] = self.source.scores;
        let mut rows = of(labour_force, "labour_force_wape");
        rows.extend(of(employment, "employment_wape"));
        if let Some(known) = self.known {
            rows.extend(of(&known.learnt.scores, "employment_wape"));
        }
        rows
    }
}
