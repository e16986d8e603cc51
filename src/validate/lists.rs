//! Lists: known projects, targets of the plan, and figures of what they are set on.

use crate::codes::AreaCode;
use crate::codes::SectorCode;
use crate::dataset::KnownProject;
use crate::dataset::PlanFigure;
use crate::dataset::PlanTarget;
use crate::dataset::RawRow;
use crate::dataset::RawTable;
use crate::error::Problem;
use crate::language::Text;
use crate::status::Status;
use crate::validate::axis::Axis;
use crate::validate::axis::Declared;
use crate::validate::cells::Cells;
use crate::validate::cells::Wrong;
use crate::validate::code;
use crate::validate::finding;
use crate::validate::header;
use crate::validate::number::Whole;
use crate::validate::slips::Slips;

/// Name of the table of known projects.
pub(crate) const PROJECTS: &str = "known_projects";
/// Name of the table of plan targets.
pub(crate) const TARGETS: &str = "plan_targets";
/// Name of the table of figures that targets are compared with.
pub(crate) const FIGURES: &str = "plan_indicators";

const PROJECT_COLUMNS: header::Expected = header::Expected {
    required: &["name", "sector", "start", "jobs", "ramp_years", "displacement", "status"],
    optional: &["source", "note"],
    units: &[],
};
const TARGET_COLUMNS: header::Expected = header::Expected {
    required: &["indicator", "area", "year", "value", "unit", "source"],
    optional: &["definition", "status", "note"],
    units: &[],
};
const FIGURE_COLUMNS: header::Expected = header::Expected {
    required: &["indicator", "area", "year", "value", "unit", "status"],
    optional: &["definition", "source", "note"],
    units: &[],
};

/// Reads the known projects of `table`.
pub(crate) fn projects(table: &RawTable, axis: &Axis) -> (Vec<KnownProject>, Vec<Problem>) {
    let numbers = [("jobs", Whole::Yes), ("ramp_years", Whole::No), ("displacement", Whole::No)];
    read(table, (&PROJECT_COLUMNS, &numbers), |list, row| project(list, row, axis))
}

/// Reads the plan targets of `table`.
pub(crate) fn targets(table: &RawTable, axis: &Axis) -> (Vec<PlanTarget>, Vec<Problem>) {
    read(table, (&TARGET_COLUMNS, &[("value", Whole::No)]), |list, row| target(list, row, axis))
}

/// Reads the figures of indicators of `table`.
pub(crate) fn figures(table: &RawTable, axis: &Axis) -> (Vec<PlanFigure>, Vec<Problem>) {
    read(table, (&FIGURE_COLUMNS, &[("value", Whole::No)]), |list, row| figure(list, row, axis))
}

/// The rows of one list while they are read.
pub(crate) struct List<'a> {
    /// Its cells.
    pub(crate) cells: Cells<'a>,
    /// Wrong codes so far.
    pub(crate) slips: Slips,
}

/// Reads every row of `table` with `item`; `numbers` are its columns of numbers.
pub(crate) fn read<T>(
    table: &RawTable,
    (expected, numbers): (&header::Expected, &[(&'static str, Whole)]),
    item: impl Fn(&mut List, &RawRow) -> Result<T, Wrong>,
) -> (Vec<T>, Vec<Problem>) {
    let (header, mut problems) = header::read(table, expected);
    let Some(header) = header else { return (Vec::new(), problems) };
    // The cells borrow the header, which lives as long as this call, and the table's rows.
    let mut list = List { cells: Cells::new(table, &header.columns), slips: Slips::default() };
    let mut present = numbers.iter().filter(|(column, _)| header.columns.contains_key(column));
    let decided = present.all(|(column, whole)| list.cells.decide(column, *whole).is_ok());
    let filled = |row: &&RawRow| row.cells.iter().any(|cell| !cell.trim().is_empty());
    let mut items = Vec::new();
    for row in table.rows.iter().filter(filled).filter(|_| decided) {
        if list.cells.is_whole(row) {
            items.extend(item(&mut list, row).ok());
        }
    }
    problems.extend(list.slips.findings(&table.file));
    problems.extend(list.cells.finish());
    (items, problems)
}

impl List<'_> {
    /// The text of `column`, which must not be empty.
    pub(crate) fn filled(&mut self, row: &RawRow, column: &'static str) -> Result<String, Wrong> {
        match self.cells.text(row, column) {
            None | Some("") => Err(self.cells.empty(row, column)),
            Some(text) => Ok(text.to_owned()),
        }
    }

    /// How the row's figures came to be known.
    pub(crate) fn status(&mut self, row: &RawRow) -> Result<Status, Wrong> {
        let text = self.filled(row, "status")?;
        text.parse().map_err(|_| {
            self.slips.add((row, "status"), &text, || code::unknown("status", &text));
            Wrong
        })
    }

    /// The number of `column` within its bounds, which may be left out.
    pub(crate) fn optional(
        &mut self,
        row: &RawRow,
        (column, bounds): (&'static str, (f64, f64)),
    ) -> Result<Option<f64>, Wrong> {
        match self.cells.text(row, column) {
            None | Some("") => Ok(None),
            Some(_) => self.between(row, column, bounds).map(Some),
        }
    }

    /// The number of `column` within its bounds.
    pub(crate) fn between(
        &mut self,
        row: &RawRow,
        column: &'static str,
        (low, high): (f64, f64),
    ) -> Result<f64, Wrong> {
        let value = self.cells.number(row, column)?;
        if (low..=high).contains(&value) {
            return Ok(value);
        }
        Err(self.cells.error(
            "out-of-range",
            (row, column),
            Text::new(
                format!("giá trị từ {low} đến {high}"),
                format!("a value from {low} to {high}"),
            ),
            Text::new("Kiểm tra lại nguồn và đơn vị.", "Check the source and the unit."),
        ))
    }
}

fn project(list: &mut List, row: &RawRow, axis: &Axis) -> Result<KnownProject, Wrong> {
    let name = list.filled(row, "name");
    let sector = model_sector(list, row, axis);
    let start = list.cells.year(row, "start");
    let jobs = list.between(row, "jobs", (0.0, 1e7));
    let ramp_years = list.between(row, "ramp_years", (0.0, 50.0));
    let displacement = list.between(row, "displacement", (0.0, 1.0));
    let status = list.status(row);
    Ok(KnownProject {
        name: name?,
        sector: sector?,
        start: start?,
        jobs: jobs?,
        ramp_years: ramp_years?.round() as u32,
        displacement: displacement?,
        status: status?,
    })
}

/// The sector of a row, one of the model's.
pub(crate) fn model_sector(
    list: &mut List,
    row: &RawRow,
    axis: &Axis,
) -> Result<SectorCode, Wrong> {
    let text = list.filled(row, "sector")?;
    let parsed = text.parse::<SectorCode>().ok();
    // Without a model any sector may be meant: a list is too short to say which are rare.
    let fits = |sector: &SectorCode| axis.declared == Declared::ByTables || axis.has(sector);
    match parsed {
        Some(sector) if fits(&sector) => Ok(sector),
        _ => {
            list.slips.add((row, "sector"), &text, || code::project_beside_axis(&text, axis));
            Err(Wrong)
        }
    }
}

fn target(list: &mut List, row: &RawRow, axis: &Axis) -> Result<PlanTarget, Wrong> {
    let indicator = list.filled(row, "indicator");
    let area = any_area(list, row, axis);
    let year = list.cells.year(row, "year");
    let value = list.cells.number(row, "value");
    let unit = list.filled(row, "unit");
    let source = list.filled(row, "source");
    let definition = definition(list, row);
    Ok(PlanTarget {
        indicator: indicator?,
        definition,
        area: area?,
        year: year?,
        value: value?,
        unit: unit?,
        source: source?,
    })
}

fn definition(list: &List, row: &RawRow) -> Option<String> {
    let text = list.cells.text(row, "definition").filter(|text| !text.is_empty());
    text.map(str::to_owned)
}

fn figure(list: &mut List, row: &RawRow, axis: &Axis) -> Result<PlanFigure, Wrong> {
    let indicator = list.filled(row, "indicator");
    let area = any_area(list, row, axis);
    let year = list.cells.year(row, "year");
    let value = list.cells.number(row, "value");
    let unit = list.filled(row, "unit");
    let status = list.status(row);
    let definition = definition(list, row);
    Ok(PlanFigure {
        indicator: indicator?,
        definition,
        area: area?,
        year: year?,
        value: value?,
        unit: unit?,
        status: status?,
        place: finding::place(&list.cells.table.file, row.row, "indicator"),
    })
}

/// The area of a row.
pub(crate) fn any_area(list: &mut List, row: &RawRow, axis: &Axis) -> Result<AreaCode, Wrong> {
    let text = list.filled(row, "area")?;
    text.parse().map_err(|_| {
        list.slips.add((row, "area"), &text, || code::unknown_area(&text, axis));
        Wrong
    })
}
