//! Rows of one area under one scenario.

use crate::areas::account::Account;
use crate::areas::reliability;
use crate::areas::replacement::Flows;
use crate::areas::split::Divided;
use crate::balance::class::class_of;
use crate::conditions::reliability::Precision;
use crate::paths::{Paths, Summary};
use crate::results::areas::AreaTables;
use crate::results::rows::row;
use crate::results::{ResultRow, TableName};
use crate::status::Status;
use crate::units::Year;

/// Rows of one node by table.
pub(super) type NodeRows = Vec<(TableName, Vec<ResultRow>)>;

/// Writes the codes of a place on the axes into a row.
type Mark<'a, T> = &'a dyn Fn(ResultRow, T) -> ResultRow;

/// One node under one scenario.
struct Node<'a> {
    tables: &'a AreaTables<'a>,
    scenario: &'a str,
    account: &'a Account,
}

impl AreaTables<'_> {
    /// Rows of `account` under `scenario`.
    pub(super) fn account_rows(&self, scenario: &str, account: &Account) -> NodeRows {
        let node = Node { tables: self, scenario, account };
        vec![
            (TableName::Balance, node.balance()),
            (TableName::Demand, node.demand()),
            (TableName::Supply, node.supply()),
            (TableName::Openings, node.openings()),
            (TableName::Occupations, node.occupations()),
            (TableName::Qualifications, node.qualifications()),
            (TableName::Population, node.population()),
            (TableName::Forecasts, self.alone(scenario, account.node)),
        ]
    }
}

impl Node<'_> {
    fn row(&self, measure: &str, unit: &str) -> ResultRow {
        row(self.scenario, self.tables.name(self.account.node), measure, unit, 0.0)
    }

    /// Rows of one series, a year each, with the letter of their precision.
    fn series(
        &self,
        (measure, unit): (&str, &str),
        paths: &Paths,
        series: usize,
    ) -> Vec<ResultRow> {
        let projection = self.tables.source.projection;
        let weight = projection.fitted.get(self.account.node).map_or(1.0, |f| f.level_weight);
        let years = paths.years().zip(paths.summaries(series));
        let of = |(year, summary): (Year, Summary)| {
            let letter = reliability::letter(&summary, weight).name();
            self.row(measure, unit).in_year(year).with_quantiles(&summary).relied(letter)
        };
        years.map(of).collect()
    }

    /// Rows of every sector and their sum.
    fn sectors(&self, measure: &str, paths: &Paths) -> Vec<ResultRow> {
        let of = |series: usize| {
            let code = self.tables.sector(Self::series_of(paths, series));
            let rows = self.series((measure, "persons"), paths, series).into_iter();
            rows.map(move |row| row.of_sector(&code))
        };
        (0..paths.n_series()).flat_map(of).collect()
    }

    /// Position on the sector axis; the sum is beyond its end.
    const fn series_of(paths: &Paths, series: usize) -> usize {
        if series + 1 == paths.n_series() { usize::MAX } else { series }
    }

    fn demand(&self) -> Vec<ResultRow> {
        self.account.demand.iter().flat_map(|paths| self.sectors("demand", paths)).collect()
    }

    fn supply(&self) -> Vec<ResultRow> {
        let account = self.account;
        let force = &account.labour_force;
        let last = account.supply.n_series().saturating_sub(1);
        let unemployed = force.map_cells(|_, draw, year| {
            force.path(0, draw)[year] - account.supply.path(last, draw)[year]
        });
        let population = &self.tables.source.projection.population;
        let rate = force.map_cells(|_, draw, year| {
            force.path(0, draw)[year] / population.path(account.node, draw)[year].max(1.0)
        });
        let mut rows = self.series(("labour_force", "persons"), force, 0);
        rows.extend(self.series(("participation_rate", "share"), &rate, 0));
        rows.extend(self.sectors("supply_after_mobility", &account.supply));
        rows.extend(self.series(("unemployed", "persons"), &unemployed, 0));
        rows
    }

    fn openings(&self) -> Vec<ResultRow> {
        let of = |flows: &Flows| {
            let measures = [
                ("expansion", &flows.expansion),
                ("replacement", &flows.replacement),
                ("openings", &flows.openings),
                ("unreplaced", &flows.unreplaced),
            ];
            measures.map(|(measure, paths)| self.sectors(measure, paths)).concat()
        };
        self.account.flows.as_ref().map(of).unwrap_or_default()
    }

    /// Gaps of every sector and their sum; the letter is that of the gap's error over demand.
    fn balance(&self) -> Vec<ResultRow> {
        let Some(demand) = &self.account.demand else { return Vec::new() };
        let gap = self.account.supply.zip_with(demand, |supply, demand| supply - demand);
        let mut rows = Vec::with_capacity(2 * gap.n_series() * gap.n_years());
        for series in 0..gap.n_series() {
            let code = self.tables.sector(Self::series_of(&gap, series));
            for (place, summary) in gap.summaries(series).into_iter().enumerate() {
                let year = gap.first().plus(place as i32);
                let wanted = demand.mean(series, place).max(1.0);
                let ratio = summary.mean / wanted;
                let class = class_of(ratio, &self.tables.balance);
                let (low, high) = (wanted + summary.p10, wanted + summary.p90);
                let letter = Precision::of_interval(wanted, low, high).letter();
                let persons = self.row("gap_after_mobility", "persons").with_quantiles(&summary);
                let persons = persons.judged(gap.probability_below(series, place, 0.0), class);
                let share = self.row("gap_share_of_demand", "share").with_mean(ratio);
                let both = [persons, share].map(|row| row.in_year(year).relied(letter.name()));
                rows.extend(both.map(|row| row.of_sector(&code)));
            }
        }
        rows
    }

    fn population(&self) -> Vec<ResultRow> {
        let (source, node) = (&self.tables.source, self.account.node);
        let paths = &source.projection.population;
        let letter = |summary: &Summary| reliability::letter(summary, 1.0);
        let years = paths.years().zip(paths.summaries(node));
        let of = |(year, summary): (Year, Summary)| {
            let row = self.row("population", "persons").in_year(year).with_quantiles(&summary);
            row.relied(letter(&summary).name()).by_group(None, Some("15+".to_owned()))
        };
        let mut rows: Vec<ResultRow> = years.map(of).collect();
        let last = letter(&paths.summary(node, paths.n_years().saturating_sub(1)));
        rows.extend(self.tables.cells((self.scenario, last), node, source.figures.years.len() - 1));
        rows
    }

    fn occupations(&self) -> Vec<ResultRow> {
        let Some((of, known)) = self.account.occupations.as_ref().zip(self.tables.known) else {
            return Vec::new();
        };
        let codes: Vec<String> =
            known.model.accounts.occupations.iter().map(|o| o.code.to_string()).collect();
        let mark = |row: ResultRow, column: usize| {
            row.of_occupation(codes.get(column).map(String::as_str))
        };
        let rows =
            (0..known.model.sectors.len()).map(|s| self.tables.sector(s)).collect::<Vec<_>>();
        let cell = |row: ResultRow, at: (usize, usize)| mark(row, at.1).of_sector(&rows[at.0]);
        self.divided(of, (rows.len(), &mark, &cell))
    }

    fn qualifications(&self) -> Vec<ResultRow> {
        let Some((of, known)) = self.account.qualifications.as_ref().zip(self.tables.known) else {
            return Vec::new();
        };
        let accounts = &known.model.accounts;
        let codes: Vec<String> =
            accounts.qualifications.iter().map(|q| q.code.to_string()).collect();
        let mark = |row: ResultRow, column: usize| {
            row.of_qualification(codes.get(column).map(String::as_str))
        };
        if self.account.occupations.is_some() {
            let rows: Vec<String> =
                accounts.occupations.iter().map(|o| o.code.to_string()).collect();
            let cell = |row: ResultRow, at: (usize, usize)| {
                mark(row, at.1).of_occupation(rows.get(at.0).map(String::as_str))
            };
            return self.divided(of, (rows.len(), &mark, &cell));
        }
        let n_sectors = known.model.sectors.len();
        let cell = |row: ResultRow, at: (usize, usize)| {
            mark(row, at.1).of_sector(&self.tables.sector(at.0))
        };
        self.divided(of, (n_sectors, &mark, &cell))
    }

    /// Demand by the columns of an axis, every year; and every cell in the last year.
    fn divided(
        &self,
        of: &Divided,
        (n_rows, mark, cell): (usize, Mark<'_, usize>, Mark<'_, (usize, usize)>),
    ) -> Vec<ResultRow> {
        let status = of.status.max(Status::Estimated);
        let (n_columns, base) = (of.paths.n_series(), self.tables.source.model.base_year);
        let mut rows = Vec::new();
        for column in 0..n_columns {
            let later = self.series(("demand", "persons"), &of.paths, column);
            let now = self.row("demand", "persons").in_year(base).with_mean(of.base[column]);
            // The shares of the base year err as those of the year after, which has a year's growth beside.
            let letter = later.first().and_then(|row| row.reliability.clone());
            let now = ResultRow { reliability: letter, ..now };
            rows.extend(
                [now].into_iter().chain(later).map(|row| mark(row, column).with_status(status)),
            );
        }
        for at in (0..n_rows).flat_map(|row| (0..n_columns).map(move |column| (row, column))) {
            let series = at.0 * n_columns + at.1;
            let last = self.series(("demand", "persons"), &of.cells, series).into_iter();
            rows.extend(last.map(|row| cell(row, at).with_status(status)));
        }
        rows
    }
}
