//! The document itself, from and to [`Results`].

use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::areas::Area;
use crate::codes::CodeError;
use crate::error::Result;
use crate::language::Text;
use crate::model::{Occupation, Qualification, Sector};
use crate::report::figures::{Cell, Figures, sector_codes};
use crate::report::json::targets::{ReviewEntry, TargetEntry};
use crate::report::json::{
    FILE, FallbackEntry, OperationEntry, ProblemEntry, SCHEMA_VERSION, TextEntry, invalid, read,
};
use crate::report::manifest::MAKER;
use crate::results::{ResultRow, ResultTable, Results, ScenarioLabel, TableName};
use crate::units::Year;

#[derive(Serialize, Deserialize)]
struct AreaEntry {
    code: String,
    title: TextEntry,
}

#[derive(Serialize, Deserialize)]
struct AxisEntry {
    code: String,
    title: TextEntry,
    short: TextEntry,
}

#[derive(Serialize, Deserialize)]
struct ScenarioEntry {
    name: String,
    title: TextEntry,
}

#[derive(Serialize, Deserialize)]
struct TableEntry {
    name: String,
    csv: String,
    parquet: String,
    rows: usize,
}

#[derive(Serialize, Deserialize)]
struct LevelEntry {
    mean: f64,
    p10: Option<f64>,
    p50: Option<f64>,
    p90: Option<f64>,
}

#[derive(Serialize, Deserialize)]
struct GapEntry {
    #[serde(flatten)]
    level: LevelEntry,
    p_shortage: Option<f64>,
    class: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct FigureEntry {
    scenario: String,
    sector: String,
    year: i32,
    status: String,
    demand: Option<LevelEntry>,
    supply: Option<LevelEntry>,
    gap_before_mobility: Option<GapEntry>,
    gap_after_mobility: Option<GapEntry>,
}

#[derive(Serialize, Deserialize)]
struct Document {
    schema_version: u32,
    made_by: String,
    model: String,
    title: TextEntry,
    area: AreaEntry,
    base_year: i32,
    to: i32,
    draws: usize,
    seed: u64,
    naming_probability: f64,
    sectors: Vec<AxisEntry>,
    occupations: Vec<AxisEntry>,
    qualifications: Vec<AxisEntry>,
    scenarios: Vec<ScenarioEntry>,
    source_line: TextEntry,
    notes: Vec<TextEntry>,
    operations: Vec<OperationEntry>,
    fallbacks: Vec<FallbackEntry>,
    problems: Vec<ProblemEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    areas: Vec<PartEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    compared: Vec<String>,
    tables: Vec<TableEntry>,
    figures: Vec<FigureEntry>,
    #[serde(default)]
    targets: Vec<TargetEntry>,
    #[serde(default)]
    target_review: ReviewEntry,
}

/// An area of a run of several.
#[derive(Serialize, Deserialize)]
struct PartEntry {
    code: String,
    title: TextEntry,
    parent: Option<String>,
}

impl PartEntry {
    fn of(area: &Area) -> Self {
        let parent = area.parent.as_ref().map(ToString::to_string);
        Self { code: area.code.to_string(), title: TextEntry::of(&area.title), parent }
    }

    fn area(self) -> std::result::Result<Area, CodeError> {
        let parent = self.parent.map(|parent| parent.parse()).transpose()?;
        Ok(Area { code: self.code.parse()?, title: self.title.text(), parent })
    }
}

impl LevelEntry {
    fn of(row: &ResultRow) -> Self {
        Self { mean: row.mean, p10: row.p10, p50: row.p50, p90: row.p90 }
    }
}

impl GapEntry {
    fn of(row: &ResultRow) -> Self {
        let class = row.class.map(|class| class.name().to_owned());
        Self { level: LevelEntry::of(row), p_shortage: row.p_shortage, class }
    }
}

fn figure(figures: &Figures, cell: Cell) -> Option<FigureEntry> {
    let (demand, supply) = (figures.demand(cell), figures.supply(cell));
    let (before, after) = (figures.gap_before_mobility(cell), figures.gap(cell));
    let status = [demand, supply, before, after].into_iter().flatten().map(|row| row.status).max();
    Some(FigureEntry {
        scenario: cell.scenario.to_owned(),
        sector: cell.sector.to_owned(),
        year: cell.year.0,
        status: status?.name().to_owned(),
        demand: demand.map(LevelEntry::of),
        supply: supply.map(LevelEntry::of),
        gap_before_mobility: before.map(GapEntry::of),
        gap_after_mobility: after.map(GapEntry::of),
    })
}

fn figure_entries(results: &Results) -> Vec<FigureEntry> {
    let (figures, sectors) = (Figures::of(results), sector_codes(results));
    let mut entries = Vec::new();
    for scenario in &results.scenarios {
        for sector in &sectors {
            for year in results.base_year.to(results.to) {
                entries.extend(figure(&figures, Cell { scenario: &scenario.name, sector, year }));
            }
        }
    }
    entries
}

fn table_entry(table: &ResultTable) -> TableEntry {
    let name = table.name.name();
    TableEntry {
        name: name.to_owned(),
        csv: format!("{name}.csv"),
        parquet: format!("{name}.parquet"),
        rows: table.rows.len(),
    }
}

impl AxisEntry {
    fn of(code: &impl ToString, title: &Text, short: &Text) -> Self {
        let (title, short) = (TextEntry::of(title), TextEntry::of(short));
        Self { code: code.to_string(), title, short }
    }

    /// The entry as `make` puts it together from code, title and short name.
    fn read<C: FromStr<Err = CodeError>, T>(
        self,
        make: impl Fn(C, Text, Text) -> T,
    ) -> std::result::Result<T, CodeError> {
        Ok(make(self.code.parse()?, self.title.text(), self.short.text()))
    }
}

impl ScenarioEntry {
    fn of(label: &ScenarioLabel) -> Self {
        Self { name: label.name.clone(), title: TextEntry::of(&label.title) }
    }

    fn label(self) -> ScenarioLabel {
        ScenarioLabel { name: self.name, title: self.title.text() }
    }
}

fn axis<T>(items: &[T], entry: impl Fn(&T) -> AxisEntry) -> Vec<AxisEntry> {
    items.iter().map(entry).collect()
}

impl Document {
    fn of(results: &Results) -> Self {
        let area_title = TextEntry::of(&results.area_title);
        Self {
            schema_version: SCHEMA_VERSION,
            made_by: MAKER.to_owned(),
            model: results.model.clone(),
            title: TextEntry::of(&results.title),
            area: AreaEntry { code: results.area.to_string(), title: area_title },
            base_year: results.base_year.0,
            to: results.to.0,
            draws: results.draws,
            seed: results.seed,
            naming_probability: results.naming_probability,
            sectors: axis(&results.sectors, |s| AxisEntry::of(&s.code, &s.title, &s.short)),
            occupations: axis(&results.occupations, |o| AxisEntry::of(&o.code, &o.title, &o.short)),
            qualifications: axis(&results.qualifications, |q| {
                AxisEntry::of(&q.code, &q.title, &q.short)
            }),
            scenarios: results.scenarios.iter().map(ScenarioEntry::of).collect(),
            source_line: TextEntry::of(&results.source_line),
            notes: results.notes.iter().map(TextEntry::of).collect(),
            operations: results.operations.iter().map(OperationEntry::of).collect(),
            fallbacks: results.fallbacks.iter().map(FallbackEntry::of).collect(),
            problems: results.problems.iter().map(ProblemEntry::of).collect(),
            areas: results.areas.iter().map(PartEntry::of).collect(),
            compared: results.compared.iter().map(ToString::to_string).collect(),
            tables: results.written_tables().map(table_entry).collect(),
            figures: figure_entries(results),
            targets: results.target_findings.iter().map(TargetEntry::of).collect(),
            target_review: ReviewEntry::of(&results.target_review),
        }
    }

    fn results(self, tables: Vec<ResultTable>) -> std::result::Result<Results, CodeError> {
        let sectors: std::result::Result<_, _> = self
            .sectors
            .into_iter()
            .map(|entry| entry.read(|code, title, short| Sector { code, title, short }))
            .collect();
        let occupations: std::result::Result<_, _> = self
            .occupations
            .into_iter()
            .map(|entry| entry.read(|code, title, short| Occupation { code, title, short }))
            .collect();
        let qualifications: std::result::Result<_, _> = self
            .qualifications
            .into_iter()
            .map(|entry| entry.read(|code, title, short| Qualification { code, title, short }))
            .collect();
        Ok(Results {
            model: self.model,
            title: self.title.text(),
            area: self.area.code.parse()?,
            area_title: self.area.title.text(),
            sectors: sectors?,
            occupations: occupations?,
            qualifications: qualifications?,
            scenarios: self.scenarios.into_iter().map(ScenarioEntry::label).collect(),
            base_year: Year(self.base_year),
            to: Year(self.to),
            draws: self.draws,
            seed: self.seed,
            naming_probability: self.naming_probability,
            tables,
            target_findings: self.targets.into_iter().map(TargetEntry::finding).collect(),
            target_review: self.target_review.review(),
            source_line: self.source_line.text(),
            notes: self.notes.into_iter().map(TextEntry::text).collect(),
            operations: self.operations.into_iter().map(OperationEntry::report).collect(),
            fallbacks: self.fallbacks.into_iter().map(FallbackEntry::fallback).collect(),
            problems: self.problems.into_iter().map(ProblemEntry::problem).collect(),
            areas: self
                .areas
                .into_iter()
                .map(PartEntry::area)
                .collect::<std::result::Result<_, _>>()?,
            compared: self
                .compared
                .iter()
                .map(|code| code.parse())
                .collect::<std::result::Result<_, _>>()?,
        })
    }
}

/// `results.json` of `results`.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) if a part cannot be written as JSON.
pub(crate) fn text(results: &Results) -> Result<String> {
    crate::report::json::text(&Document::of(results), FILE)
}

/// The results of `folder`, given what `table` reads of each table.
///
/// # Errors
/// [`Error::Read`](crate::error::Error::Read) if the document is missing, of another version, or
/// holds a code that cannot be read, and whatever `table` fails with.
pub(crate) fn results(
    folder: &Path,
    table: impl Fn(TableName) -> Result<ResultTable>,
) -> Result<Results> {
    let path = folder.join(FILE);
    let document: Document = read(&path)?;
    if document.made_by != MAKER || document.schema_version != SCHEMA_VERSION {
        let (maker, version) = (&document.made_by, document.schema_version);
        let found = format!(
            "made by '{maker}' in format {version}, not by {MAKER} in format {SCHEMA_VERSION}"
        );
        return Err(invalid(&path, found));
    }
    let tables: Result<_> = TableName::ALL.into_iter().map(table).collect();
    document.results(tables?).map_err(|error| invalid(&path, error))
}
