//! Figures of the balance looked up by scenario, sector and year.

use std::collections::BTreeMap;

use crate::language::Text;
use crate::report::words;
use crate::results::{ALL_SECTORS, GapClass, HISTORY, ResultRow, Results, TableName};
use crate::units::Year;

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell<'a> {
    /// Scenario.
    pub(crate) scenario: &'a str,
    /// Sector code.
    pub(crate) sector: &'a str,
    /// Year.
    pub(crate) year: Year,
}

/// Rows of balance, demand and supply by what they are about.
#[derive(Debug)]
pub(crate) struct Figures<'a> {
    rows: BTreeMap<(TableName, Cell<'a>, &'a str), &'a ResultRow>,
}

impl<'a> Figures<'a> {
    /// The rows of `results` that are not split by sex or age.
    pub(crate) fn of(results: &'a Results) -> Self {
        let area = results.area.to_string();
        let area = area.as_str();
        let names = [TableName::Balance, TableName::Demand, TableName::Supply];
        let rows = names.into_iter().flat_map(|name| {
            results.table(name).rows.iter().filter_map(move |row| {
                let (scenario, sector) = (row.scenario.as_str(), row.sector.as_str());
                let cell = Cell { scenario, sector, year: row.year? };
                let whole = row.sex.is_none() && row.age.is_none() && row.area == area;
                whole.then_some(((name, cell, row.measure.as_str()), row))
            })
        });
        Self { rows: rows.collect() }
    }

    /// The row of `measure` in `table` for `cell`.
    pub(crate) fn row(&self, table: TableName, measure: &str, cell: Cell) -> Option<&'a ResultRow> {
        self.rows.get(&(table, cell, measure)).copied()
    }

    /// Demand of `cell`; recorded employment where the scenario has no row of its own.
    pub(crate) fn demand(&self, cell: Cell) -> Option<&'a ResultRow> {
        let past = Cell { scenario: HISTORY, ..cell };
        self.row(TableName::Demand, "demand", cell)
            .or_else(|| self.row(TableName::Demand, "employment", past))
    }

    /// Supply of `cell` if people keep changing sector as they do.
    pub(crate) fn supply(&self, cell: Cell) -> Option<&'a ResultRow> {
        self.row(TableName::Supply, "supply_after_mobility", cell)
    }

    /// Gap of `cell` if people keep changing sector as they do.
    pub(crate) fn gap(&self, cell: Cell) -> Option<&'a ResultRow> {
        self.row(TableName::Balance, "gap_after_mobility", cell)
    }

    /// Gap of `cell` if nobody changes sector.
    pub(crate) fn gap_before_mobility(&self, cell: Cell) -> Option<&'a ResultRow> {
        self.row(TableName::Balance, "gap_before_mobility", cell)
    }
}

/// What the compact table says of one sector, or of all of them.
#[derive(Debug)]
pub(crate) struct SectorLine<'a> {
    /// Sector code.
    pub(crate) sector: String,
    /// Name for readers.
    pub(crate) name: Text,
    /// Demand of the base year.
    pub(crate) base: Option<&'a ResultRow>,
    /// Demand of the last year.
    pub(crate) demand: Option<&'a ResultRow>,
    /// Supply of the last year.
    pub(crate) supply: Option<&'a ResultRow>,
    /// Gap of the last year if nobody changes sector.
    pub(crate) gap_before_mobility: Option<&'a ResultRow>,
    /// Gap of the last year.
    pub(crate) gap: Option<&'a ResultRow>,
    /// Probability from which a sign is sure.
    naming_probability: f64,
}

impl SectorLine<'_> {
    /// Whether the line is about all sectors.
    pub(crate) fn is_total(&self) -> bool {
        self.sector == ALL_SECTORS
    }

    /// Whether the sign of the gap is sure.
    pub(crate) fn has_sure_sign(&self) -> bool {
        let sure = |p: f64| p.max(1.0 - p) >= self.naming_probability;
        self.p_shortage().is_none_or(sure)
    }

    /// Probability of a shortage in the last year.
    pub(crate) fn p_shortage(&self) -> Option<f64> {
        self.gap.and_then(|gap| gap.p_shortage)
    }

    /// The class of the gap (see [`class_label`]).
    pub(crate) fn class(&self) -> Option<Text> {
        self.gap.and_then(|gap| class_label(gap, self.naming_probability))
    }
}

/// The class of a gap for readers; with a question mark where its sign is less probable than
/// `naming_probability`.
pub(crate) fn class_label(gap: &ResultRow, naming_probability: f64) -> Option<Text> {
    let class = gap.class?;
    let p = gap.p_shortage.unwrap_or(0.5);
    let sure = match class {
        GapClass::LargeShortage | GapClass::Shortage => p >= naming_probability,
        GapClass::Balance => true,
        GapClass::Surplus | GapClass::LargeSurplus => 1.0 - p >= naming_probability,
    };
    let Text { vi, en } = class.label();
    Some(if sure { Text { vi, en } } else { Text::new(vi + "?", en + "?") })
}

/// Codes of the sectors in the order of the axis, and of all of them together at the end.
pub(crate) fn sector_codes(results: &Results) -> Vec<String> {
    let codes = results.sectors.iter().map(|sector| sector.code.to_string());
    codes.chain([ALL_SECTORS.to_owned()]).collect()
}

/// A line a sector under `scenario`, the total last.
pub(crate) fn sector_lines<'a>(
    results: &'a Results,
    figures: &Figures<'a>,
    scenario: &str,
) -> Vec<SectorLine<'a>> {
    let line = |code: String| {
        let cell = |year| Cell { scenario, sector: &code, year };
        let (base, last) = (cell(results.base_year), cell(results.to));
        SectorLine {
            name: words::sector(results, &code),
            base: figures.demand(base),
            demand: figures.demand(last),
            supply: figures.supply(last),
            gap_before_mobility: figures.gap_before_mobility(last),
            gap: figures.gap(last),
            naming_probability: results.naming_probability,
            sector: code,
        }
    };
    sector_codes(results).into_iter().map(line).collect()
}
