//! Rows of the past and of the back-test.

use crate::areas::backtest::Score;
use crate::areas::project::Projection;
use crate::areas::reliability;
use crate::codes::{AgeGroup, Sex};
use crate::conditions::reliability::{Precision, Reliability};
use crate::paths::{Paths, Summary};
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
        statuses: &[Vec<Status>],
    ) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let at = |place: usize| {
            let persons = known[node][place]?;
            let row = self.figure(node, (measure, "persons"), figures.years[place]);
            let letter = self.published(node, place, persons);
            Some(row.with_mean(persons).with_status(statuses[node][place]).relied(letter.name()))
        };
        (0..=figures.base).filter_map(at).collect()
    }

    /// The letter of persons who were counted among the population of an area.
    fn published(&self, node: usize, place: usize, persons: f64) -> Reliability {
        let noise = self.source.projection.fitted.get(node).map_or(0.0, |fitted| fitted.noise);
        reliability::published(noise, persons / self.source.figures.persons(node, place).max(1.0))
    }

    fn past_employment(&self, node: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let [_, statuses] = &figures.statuses;
        let mut rows = self.series(node, ("employment", &figures.employment), statuses);
        let (Some(known), Some(drawn)) = (self.known, self.base_year(node)) else { return rows };
        let structure = &known.learnt.structure;
        let base = figures.years[figures.base];
        for (sector, persons) in structure.of_node(figures, node).iter().enumerate() {
            let code = self.sector(sector);
            let row = self.figure(node, ("employment", "persons"), base).of_sector(&code);
            let status = structure.status_of(figures, node, sector);
            let summary = Summary { mean: *persons, ..drawn.summary(sector, 0) };
            let letter = reliability::letter(&summary, 1.0);
            rows.push(row.with_quantiles(&summary).with_status(status).relied(letter.name()));
        }
        rows
    }

    /// Employment of a node by sector in the base year, in every draw.
    fn base_year(&self, node: usize) -> Option<Paths> {
        let known = self.known?;
        let areas = self.source.figures.tree.bottoms_of(node).into_iter();
        areas.map(|area| known.base.area(area)).reduce(|mut sum, area| {
            sum.add(&area);
            sum
        })
    }

    fn past_labour_force(&self, node: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let [statuses, _] = &figures.statuses;
        let known = ("labour_force", figures.labour_force.as_slice());
        let mut rows = self.series(node, known, statuses);
        let known = figures.labour_force[node].iter().enumerate().take(figures.base + 1);
        rows.extend(known.filter_map(|(place, value)| {
            let persons = (*value)?;
            let rate = persons / figures.persons(node, place).max(1.0);
            let row = self.figure(node, ("participation_rate", "share"), figures.years[place]);
            let status = statuses[node][place].max(Status::Derived);
            let letter = self.published(node, place, persons);
            Some(row.with_mean(rate).with_status(status).relied(letter.name()))
        }));
        rows
    }

    /// Population of working age by year, and by sex and age in the base year.
    fn past_population(&self, node: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let letter = self.counted();
        let persons = |place: usize| {
            let row = self.figure(node, ("population", "persons"), figures.years[place]);
            let row = row.with_mean(figures.persons(node, place)).relied(letter.name());
            row.by_group(None, Some("15+".to_owned()))
        };
        let mut rows: Vec<ResultRow> = (0..=figures.base).map(persons).collect();
        rows.extend(self.cells((HISTORY, letter), node, figures.base));
        rows
    }

    /// The letter of a count of the population: it differs from the next as a projection drifts in a year.
    fn counted(&self) -> Reliability {
        let variation = Some(self.source.figures.population_drift);
        Precision { variation, sample: None }.letter()
    }

    /// Population by sex and age in the year at `place`, whose sum has `letter`. The ages are those of the official
    /// projection as it stands.
    pub(super) fn cells(
        &self,
        (scenario, letter): (&str, Reliability),
        node: usize,
        place: usize,
    ) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let cells = figures.cells.iter().zip(&figures.population[node][place]);
        let of = |((sex, age), persons): (&(Sex, AgeGroup), &f64)| {
            let cell = row(scenario, self.name(node), "population", "persons", *persons);
            let cell = cell.in_year(figures.years[place]).relied(letter.lowered().name());
            cell.by_group(Some(&sex.to_string()), Some(age.to_string()))
        };
        cells.map(of).collect()
    }

    /// Forecast of every node by itself, before reconciling; its letter is that of the reconciled one.
    pub(super) fn alone(&self, scenario: &str, node: usize) -> Vec<ResultRow> {
        let figures = self.source.figures;
        let Projection { alone, labour_force, fitted, .. } = self.source.projection;
        let weight = fitted.get(node).map_or(1.0, |fitted| fitted.level_weight);
        let years = figures.years[figures.base + 1..].iter().zip(&alone[node]);
        let of = |((year, point), summary): ((&Year, &f64), Summary)| {
            let row = row(scenario, self.name(node), "labour_force", "persons", *point);
            let row = row.relied(reliability::letter(&summary, weight).name());
            row.in_year(*year).by_method(crate::areas::backtest::STANDARDISED)
        };
        years.zip(labour_force.summaries(node)).map(of).collect()
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
