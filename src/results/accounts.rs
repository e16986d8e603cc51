//! The tables by occupation and by qualification.

use std::collections::BTreeMap;

use ndarray::Array2;

use crate::accounts::levels::levels;
use crate::accounts::prospects::Prospects;
use crate::accounts::qualifications::{QualificationAccount, QualifiedSupply, Wanted};
use crate::balance::class::GapClass;
use crate::codes::{AgeGroup, Level, Sex};
use crate::conditions::Condition;
use crate::conditions::reliability::Reliability;
use crate::paths::Paths;
use crate::replacement::openings::Replacement;
use crate::results::ResultRow;
use crate::results::assemble::{Outcome, Source};
use crate::results::grouped::{Axis, Block, letter_of};
use crate::results::rows::row;
use crate::status::Status;

/// Measures that follow from who leaves.
const FROM_EXITS: [&str; 5] =
    ["replacement", "openings", "unreplaced", "seekers_per_opening", "future_condition"];

impl Source<'_> {
    pub(super) fn occupation_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let Some(account) = &outcome.accounts.occupations else { return Vec::new() };
        let codes = self.model.occupation_codes();
        let status = account.staffed.status.max(Status::Estimated);
        let axis = Axis::Occupations(&codes);
        let block = Block { source: self, scenario: &outcome.scenario, axis, status };
        let mut rows = block.base("demand", &account.staffed.base);
        rows.extend(block.paths("demand", &account.staffed.demand));
        rows.extend(openings(&block, &account.replacement));
        if let Some(prospects) = &account.prospects {
            rows.extend(of_prospects(&block, prospects, &account.staffed.demand));
        }
        for (position, status) in &account.exit_status {
            let from_exits = |row: &&mut ResultRow| {
                row.occupation == codes.get(*position).cloned()
                    && FROM_EXITS.contains(&row.measure.as_str())
            };
            rows.iter_mut().filter(from_exits).for_each(|row| row.status = row.status.max(*status));
        }
        let effects = &account.effects;
        for (measure, parts) in [
            ("effect_scale", &effects.scale),
            ("effect_sector", &effects.sector),
            ("effect_occupation", &effects.occupation),
        ] {
            let values: Vec<Vec<f64>> = parts.iter().map(|part| vec![*part]).collect();
            rows.extend(block.plain((measure, "persons"), (self.options.to, &values)));
        }
        rows
    }

    pub(super) fn qualification_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let Some(account) = &outcome.accounts.qualifications else { return Vec::new() };
        let codes = self.model.qualification_codes();
        let mut rows = self.by_qualification(outcome, account, &codes);
        rows.extend(self.by_level(outcome, account));
        if let Some(wanted) = &account.wanted {
            rows.extend(self.by_sector_and_level(outcome, wanted));
        }
        rows
    }

    fn by_qualification(
        &self,
        outcome: &Outcome,
        account: &QualificationAccount,
        codes: &[String],
    ) -> Vec<ResultRow> {
        let block = |status: Status| Block {
            source: self,
            scenario: &outcome.scenario,
            axis: Axis::Qualifications(codes),
            status: status.max(Status::Estimated),
        };
        let mut rows = Vec::new();
        let status = account.wanted.as_ref().map_or(Status::Estimated, |wanted| wanted.status);
        if let Some(wanted) = &account.wanted {
            rows.extend(block(status).base("demand", &wanted.base));
            rows.extend(block(status).paths("demand", &wanted.demand));
        }
        if let Some(replacement) = &account.replacement {
            rows.extend(openings(&block(status), replacement));
        }
        if let (Some(prospects), Some(wanted)) = (&account.prospects, &account.wanted) {
            let both = account.supply.as_ref().map_or(status, |supply| status.max(supply.status));
            rows.extend(of_prospects(&block(both), prospects, &wanted.demand));
        }
        rows
    }

    /// The labour force by qualification and its flows: what does not depend on demand.
    pub(super) fn held_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let account = outcome.accounts.qualifications.as_ref();
        let Some(supply) = account.and_then(|account| account.supply.as_ref()) else {
            return Vec::new();
        };
        let codes = self.model.qualification_codes();
        let block = Block {
            source: self,
            scenario: &outcome.scenario,
            axis: Axis::Qualifications(&codes),
            status: supply.status.max(Status::Estimated),
        };
        let mut rows = block.base("labour_force", &supply.stock.base);
        rows.extend(by_age(&block, supply));
        let flows = &supply.stock.flows;
        for (measure, paths) in [
            ("labour_force", &supply.stock.by_draw),
            ("entrants", &flows.entrants),
            ("exits", &flows.exits),
            ("in_migration", &flows.in_migration),
            ("out_migration", &flows.out_migration),
            ("upgrading", &flows.upgrading),
            ("adjustment", &flows.adjustment),
        ] {
            rows.extend(block.paths(measure, paths));
        }
        rows
    }

    /// Demand, supply and gap by level, sums over fields draw by draw.
    fn by_level(&self, outcome: &Outcome, account: &QualificationAccount) -> Vec<ResultRow> {
        let levels = self.levels();
        if levels.len() == self.model.accounts.qualifications.len() {
            return Vec::new();
        }
        let codes: Vec<String> = levels.keys().map(|level| level.name().to_owned()).collect();
        let status = [
            account.wanted.as_ref().map(|wanted| wanted.status),
            account.supply.as_ref().map(|supply| supply.status),
        ];
        let block = Block {
            source: self,
            scenario: &outcome.scenario,
            axis: Axis::Qualifications(&codes),
            status: status.into_iter().flatten().fold(Status::Estimated, Status::max),
        };
        let demand = account.wanted.as_ref().map(|wanted| summed(&wanted.demand, &levels));
        let supply = account.supply.as_ref().map(|supply| summed(&supply.workers, &levels));
        let mut rows = Vec::new();
        rows.extend(demand.iter().flat_map(|paths| block.paths("demand", paths)));
        rows.extend(supply.iter().flat_map(|paths| block.paths("supply", paths)));
        if let (Some(demand), Some(supply)) = (&demand, &supply) {
            let gap = supply.zip_with(demand, |supply, demand| supply - demand);
            rows.extend(block.gap("gap", (&gap, demand)));
        }
        rows
    }

    /// Positions of the qualifications of each level.
    fn levels(&self) -> BTreeMap<Level, Vec<usize>> {
        let mut levels: BTreeMap<Level, Vec<usize>> = BTreeMap::new();
        for (position, qualification) in self.model.accounts.qualifications.iter().enumerate() {
            levels.entry(qualification.code.level()).or_default().push(position);
        }
        levels
    }

    /// Workers wanted by sector and level.
    fn by_sector_and_level(&self, outcome: &Outcome, wanted: &Wanted) -> Vec<ResultRow> {
        let levels = levels(self.model);
        let mut rows = Vec::new();
        let first = self.model.base_year.plus(1);
        for (position, summaries) in wanted.by_sector.iter().enumerate() {
            let (sector, level) = (position / levels.len(), position % levels.len());
            for (year, summary) in summaries.iter().enumerate() {
                rows.push(
                    row(&outcome.scenario, &self.area, "demand", "persons", summary.mean)
                        .of_sector(&self.code(sector))
                        .of_qualification(Some(levels[level].name()))
                        .in_year(first.plus(year as i32))
                        .with_quantiles(summary)
                        .relied(letter_of(summary).name())
                        .with_status(wanted.status.max(Status::Estimated)),
                );
            }
        }
        rows
    }
}

fn openings(block: &Block<'_>, replacement: &Replacement) -> Vec<ResultRow> {
    [
        ("expansion", &replacement.expansion),
        ("replacement", &replacement.replacement),
        ("openings", &replacement.openings),
        ("unreplaced", &replacement.unreplaced),
    ]
    .into_iter()
    .flat_map(|(measure, paths)| block.paths(measure, paths))
    .collect()
}

fn of_prospects(block: &Block<'_>, prospects: &Prospects, demand: &Paths) -> Vec<ResultRow> {
    let mut rows = block.paths("supply", &prospects.supply);
    rows.extend(block.gap("gap", (&prospects.gap, demand)));
    rows.extend(block.paths("seekers", &prospects.seekers));
    rows.extend(block.adequacy((&prospects.supply, demand)));
    rows.extend(ratios(block, prospects));
    rows.extend(conditions(block, prospects));
    rows.extend(prospects.severity.iter().enumerate().map(|(group, summary)| {
        let bare = block.bare("severity", "index", group).in_year(block.source.options.to);
        bare.with_quantiles(summary).relied(letter_of(summary).name())
    }));
    rows
}

/// Seekers over openings from the first year to each, with their class; no row without openings,
/// and the last letter where draws without openings leave the ratio without bounds.
fn ratios(block: &Block<'_>, prospects: &Prospects) -> Vec<ResultRow> {
    let first = prospects.gap.first();
    let mut rows = Vec::new();
    for (group, ratios) in prospects.ratios.iter().enumerate() {
        for (year, ita) in ratios.iter().enumerate() {
            let Some(ratio) = ita.ratio else { continue };
            let bare = block.bare("seekers_per_opening", "ratio", group);
            let bare = bare.in_year(first.plus(year as i32)).of_class(ita.class);
            let row = match &ita.band {
                Some(band) => bare.with_quantiles(band).relied(letter_of(band).name()),
                None => bare.relied(Reliability::E.name()),
            };
            rows.push(row.with_mean(ratio));
        }
    }
    rows
}

/// Probability of the likeliest statement: shortage, balance or surplus after the flows to a year.
fn conditions(block: &Block<'_>, prospects: &Prospects) -> Vec<ResultRow> {
    let first = prospects.gap.first();
    let mut rows = Vec::new();
    for (group, outlooks) in prospects.outlooks.iter().enumerate() {
        for (year, outlook) in outlooks.iter().enumerate() {
            let class = match outlook.condition {
                Condition::Shortage => GapClass::Shortage,
                Condition::Balance => GapClass::Balance,
                Condition::Surplus => GapClass::Surplus,
            };
            let position = Condition::ALL.iter().position(|c| *c == outlook.condition);
            let probability = position.map_or(0.0, |index| outlook.probabilities[index]);
            let bare = block.bare("future_condition", "share", group);
            let year = first.plus(year as i32);
            rows.push(bare.with_mean(probability).in_year(year).of_class(class));
        }
    }
    rows
}

/// Sums over the series of each group of positions.
fn summed(paths: &Paths, groups: &BTreeMap<Level, Vec<usize>>) -> Paths {
    let mut sums = Paths::zeros(paths.first(), groups.len(), paths.n_draws(), paths.n_years());
    for (to, positions) in groups.values().enumerate() {
        for from in positions {
            for draw in 0..paths.n_draws() {
                for (sum, value) in sums.path_mut(to, draw).iter_mut().zip(paths.path(*from, draw))
                {
                    *sum += value;
                }
            }
        }
    }
    sums
}

/// The rows of a matrix as lists, for figures without quantiles.
pub(super) fn lists(matrix: &Array2<f64>) -> Vec<Vec<f64>> {
    matrix.rows().into_iter().map(|row| row.to_vec()).collect()
}

/// The labour force by qualification, sex and age: the mean of each qualification, divided as on the
/// expected path, along which alone ages are carried.
fn by_age(block: &Block<'_>, supply: &QualifiedSupply) -> Vec<ResultRow> {
    let (stock, base) = (&supply.stock, block.source.model.base_year);
    let groups: Vec<(Sex, AgeGroup)> = Sex::ALL
        .into_iter()
        .flat_map(|sex| supply.ages.iter().map(move |age| (sex, *age)))
        .collect();
    let mut rows = Vec::new();
    for (step, expected) in stock.expected.iter().enumerate() {
        for (qualification, cells) in expected.rows().into_iter().enumerate() {
            let mean = match step.checked_sub(1) {
                None => stock.base[qualification],
                Some(year) => stock.by_draw.mean(qualification, year),
            };
            let sum = cells.sum();
            rows.extend(cells.iter().zip(&groups).map(|(cell, (sex, age))| {
                let persons = if sum > 0.0 { mean * cell / sum } else { 0.0 };
                block
                    .bare("labour_force_by_age", "persons", qualification)
                    .in_year(base.plus(step as i32))
                    .with_mean(persons)
                    .by_group(Some(sex.name()), Some(age.to_string()))
            }));
        }
    }
    rows
}
