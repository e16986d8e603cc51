//! The tables of demand, supply and balance: one set of rows a scenario.

use crate::balance::class::class_of;
use crate::paths::Paths;
use crate::results::ALL_SECTORS;
use crate::results::HISTORY;
use crate::results::ResultRow;
use crate::results::assemble::Outcome;
use crate::results::assemble::Source;
use crate::results::rows::row;
use crate::series::Panel;
use crate::status::Status;

impl Source<'_> {
    /// Code of a series of paths: a sector, or the total for the last one.
    pub(super) fn code(&self, series: usize) -> String {
        self.model
            .sectors
            .get(series)
            .map_or_else(|| ALL_SECTORS.to_owned(), |s| s.code.to_string())
    }

    /// Rows of the paths of every sector and their total.
    pub(super) fn path_rows(
        &self,
        scenario: &str,
        (measure, unit): (&str, &str),
        paths: &Paths,
    ) -> Vec<ResultRow> {
        let mut rows = Vec::with_capacity(paths.n_series() * paths.n_years());
        for series in 0..paths.n_series() {
            let code = self.code(series);
            for (index, year) in paths.years().enumerate() {
                let summary = paths.summary(series, index);
                rows.push(
                    row(scenario, &self.area, measure, unit, summary.mean)
                        .of_sector(&code)
                        .in_year(year)
                        .with_quantiles(&summary),
                );
            }
        }
        rows
    }

    /// Rows of the base year, sectors and total; without quantiles, the level being stated apart.
    fn base_rows(&self, outcome: &Outcome, measure: &str, stocks: &[f64]) -> Vec<ResultRow> {
        let status = self.prepared.employment_as_recorded.series.iter().map(last_status).max();
        let total = stocks.iter().sum();
        (0..=stocks.len())
            .map(|series| {
                row(&outcome.scenario, &self.area, measure, "persons", 0.0)
                    .of_sector(&self.code(series))
                    .in_year(self.model.base_year)
                    .with_status(status.unwrap_or(Status::Estimated))
                    .with_mean(stocks.get(series).copied().unwrap_or(total))
            })
            .collect()
    }

    pub(super) fn history_rows(&self, panel: &Panel) -> Vec<ResultRow> {
        let mut rows = Vec::new();
        for (position, series) in panel.series.iter().enumerate() {
            for (offset, point) in series.points.iter().enumerate() {
                rows.push(
                    row(HISTORY, &self.area, "employment", "persons", point.value)
                        .of_sector(&self.code(position))
                        .in_year(series.first.plus(offset as i32))
                        .with_status(point.status),
                );
            }
        }
        for (offset, total) in panel.totals().into_iter().enumerate() {
            let status = panel.series.iter().map(|series| series.points[offset].status).max();
            rows.push(
                row(HISTORY, &self.area, "employment", "persons", total)
                    .in_year(panel.first().plus(offset as i32))
                    .with_status(status.unwrap_or(Status::Estimated)),
            );
        }
        rows
    }

    pub(super) fn demand_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let mut rows = self.base_rows(outcome, "demand", &self.base_demand);
        rows.extend(self.path_rows(
            &outcome.scenario,
            ("demand", "persons"),
            &outcome.balance.demand,
        ));
        let demand = outcome.demand.get();
        for (sector, jobs) in demand.known_projects.iter().enumerate() {
            let projects = jobs.iter().enumerate().filter(|(_, jobs)| **jobs != 0.0);
            rows.extend(projects.map(|(index, jobs)| {
                row(&outcome.scenario, &self.area, "known_projects", "persons", *jobs)
                    .of_sector(&self.code(sector))
                    .in_year(demand.first.plus(index as i32))
                    .with_status(Status::Assumed)
            }));
        }
        rows
    }

    pub(super) fn supply_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let (supply, scenario) = (outcome.supply.get(), &outcome.scenario);
        let mut rows = Vec::new();
        for (measure, paths) in [
            ("supply_before_mobility", &outcome.balance.supply_before_mobility),
            ("supply_after_mobility", &outcome.balance.supply_after_mobility),
        ] {
            rows.extend(self.base_rows(outcome, measure, &supply.base));
            rows.extend(self.path_rows(scenario, (measure, "persons"), paths));
        }
        for (measure, paths) in [
            ("withdrawals", &supply.flows.withdrawals),
            ("deaths", &supply.flows.deaths),
            ("entrants", &supply.flows.entrants),
            ("migration", &supply.flows.migration),
            ("mobility", &supply.flows.mobility),
        ] {
            rows.extend(self.path_rows(scenario, (measure, "persons"), &paths.with_total()));
        }
        let employed = supply.after_mobility.sum_over_series();
        let unemployed =
            supply.labour_force.zip_with(&employed, |force, employed| force - employed);
        for (measure, paths) in
            [("labour_force", &supply.labour_force), ("unemployed", &unemployed)]
        {
            rows.extend(self.total_rows(scenario, measure, paths));
        }
        rows
    }

    fn total_rows(&self, scenario: &str, measure: &str, paths: &Paths) -> Vec<ResultRow> {
        let rows = self.path_rows(scenario, (measure, "persons"), paths);
        rows.into_iter().map(|row| row.of_sector(ALL_SECTORS)).collect()
    }

    pub(super) fn balance_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let (balance, scenario) = (&outcome.balance, &outcome.scenario);
        let share = |gap: &Paths| gap.zip_with(&balance.demand, |gap, demand| gap / demand);
        let share_rows =
            |gap: &Paths| self.path_rows(scenario, ("gap_share_of_demand", "share"), &share(gap));
        let (before, after) = (&balance.gap_before_mobility, &balance.gap_after_mobility);
        let after_shares = share_rows(after);
        let mut rows =
            self.gap_rows((scenario, "gap_before_mobility"), before, &share_rows(before));
        rows.extend(self.gap_rows((scenario, "gap_after_mobility"), after, &after_shares));
        for (measure, supply) in [
            ("adequacy_before_mobility", &balance.supply_before_mobility),
            ("adequacy_after_mobility", &balance.supply_after_mobility),
        ] {
            let adequacy = supply.zip_with(&balance.demand, |s, d| 100.0 * s / d);
            rows.extend(self.path_rows(scenario, (measure, "percent"), &adequacy));
        }
        rows.extend(after_shares);
        for (measure, paths) in balance.attribution.parts() {
            rows.extend(self.path_rows(scenario, (measure, "persons"), paths));
        }
        rows
    }

    /// Rows of a gap with probability of shortage and class; `shares` are its rows as a share of
    /// demand, in the same order.
    fn gap_rows(
        &self,
        (scenario, measure): (&str, &str),
        gap: &Paths,
        shares: &[ResultRow],
    ) -> Vec<ResultRow> {
        let n_years = gap.n_years();
        let rows = self.path_rows(scenario, (measure, "persons"), gap);
        rows.into_iter()
            .zip(shares)
            .enumerate()
            .map(|(position, (row, share))| {
                let (series, year) = (position / n_years, position % n_years);
                let class = class_of(share.p50.unwrap_or(share.mean), &self.model.balance);
                row.judged(gap.probability_below(series, year, 0.0), class)
            })
            .collect()
    }
}

fn last_status(series: &crate::series::Series) -> Status {
    series.points.last().map_or(Status::Estimated, |point| point.status)
}
