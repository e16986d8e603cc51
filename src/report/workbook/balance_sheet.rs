//! The balance of the last year, a block a scenario, and the scenarios side by side.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::report::figures::{Cell, SectorLine, sector_codes, sector_lines};
use crate::report::text::reading_note;
use crate::report::words;
use crate::report::workbook::Context;
use crate::report::workbook::page::{figure, headed_page, header_row, text};
use crate::report::workbook::styles::{Body, ClassCells, colour_classes};
use crate::results::{ALL_SECTORS, ResultRow, ScenarioLabel, TableName};

const CLASS_COLUMN: u16 = 10;
const STATUS_COLUMN: u16 = 12;

/// The name of the sheet.
pub(super) fn name<'t>(context: &Context) -> &'t str {
    crate::report::text::pick(context.language, "Tổng hợp", "Overview")
}

fn headers(context: &Context) -> Vec<String> {
    let (base, to) = (context.results.base_year, context.results.to);
    let years = |vi: &str, en: &str, year| format!("{} {year}", context.pick(vi, en));
    let words = |vi: &str, en: &str| context.pick(vi, en).to_owned();
    vec![
        words("Ngành", "Sector"),
        years("Cầu", "Demand", base),
        years("Cầu", "Demand", to),
        words("Thay đổi cầu", "Change of demand"),
        years("Cung", "Supply", to),
        words("Chênh lệch", "Gap"),
        words("Chênh lệch P10", "Gap P10"),
        words("Chênh lệch P90", "Gap P90"),
        words("Chênh lệch / cầu", "Gap / demand"),
        words("Xác suất thiếu", "P(shortage)"),
        words("Phân loại", "Class"),
        words("Chênh lệch nếu không ai đổi ngành", "Gap if nobody changes sector"),
        format!("{} {base}", context.pick("Nguồn gốc số liệu", "Status of")),
    ]
}

fn write_line(
    context: &Context,
    sheet: &mut Worksheet,
    row: u32,
    (scenario, line): (&str, &SectorLine),
) -> Result<(), XlsxError> {
    let body = if line.is_total() { &context.styles.total } else { &context.styles.body };
    let mean = |row: Option<&ResultRow>| row.map(|row| row.mean);
    let (base, demand) = (mean(line.base), mean(line.demand));
    let cell = Cell { scenario, sector: &line.sector, year: context.results.to };
    let share = context.figures.row(TableName::Balance, "gap_share_of_demand", cell);
    let gap = line.gap;
    let figures = [
        (base, &body.count),
        (demand, &body.count),
        (demand.zip(base).map(|(demand, base)| demand - base), &body.change),
        (mean(line.supply), &body.count),
        (mean(gap), &body.change),
        (gap.and_then(|row| row.p10), &body.change),
        (gap.and_then(|row| row.p90), &body.change),
        (mean(share), &body.share),
        (line.p_shortage(), &body.probability),
    ];
    text(sheet, (row, 0), line.name.get(context.language), &body.text)?;
    for (column, (value, format)) in (1..).zip(figures) {
        figure(sheet, (row, column), value, format)?;
    }
    let class = line.class().unwrap_or_default();
    text(sheet, (row, CLASS_COLUMN), class.get(context.language), &body.centred)?;
    let before = mean(line.gap_before_mobility);
    figure(sheet, (row, CLASS_COLUMN + 1), before, &body.change)?;
    let status = line.base.map(|row| words::status(row.status)).unwrap_or_default();
    text(sheet, (row, STATUS_COLUMN), status.get(context.language), &body.centred)
}

/// Writes a scenario's block from `row` on and gives the row after it.
fn block(
    context: &Context,
    sheet: &mut Worksheet,
    row: u32,
    label: &ScenarioLabel,
) -> Result<u32, XlsxError> {
    let title = label.title.get(context.language);
    let heading = format!("{}: {title}", context.pick("Kịch bản", "Scenario"));
    text(sheet, (row, 0), &heading, &context.styles.section)?;
    let headers = headers(context);
    header_row(context, sheet, row + 1, &headers)?;
    for column in [CLASS_COLUMN, STATUS_COLUMN] {
        let (header, format) = (&headers[usize::from(column)], &context.styles.header_centred);
        text(sheet, (row + 1, column), header, format)?;
    }
    let lines = sector_lines(context.results, &context.figures, &label.name);
    let first_row = row + 2;
    for (row, line) in (first_row..).zip(&lines) {
        write_line(context, sheet, row, (&label.name, line))?;
    }
    let last_row = first_row + lines.len().max(1) as u32 - 1;
    let cells = ClassCells { first_row, last_row, column: CLASS_COLUMN };
    colour_classes(sheet, cells, context.language)?;
    Ok(last_row + 3)
}

/// Writes the gap of the last year by sector and scenario and gives the row after it.
fn comparison(context: &Context, sheet: &mut Worksheet, row: u32) -> Result<u32, XlsxError> {
    let scenarios = &context.results.scenarios;
    let to = context.results.to;
    let heading = context.pick("Chênh lệch theo kịch bản, năm", "Gap by scenario in");
    text(sheet, (row, 0), &format!("{heading} {to}"), &context.styles.section)?;
    let mut headers = vec![context.pick("Ngành", "Sector").to_owned()];
    headers.extend(scenarios.iter().map(|label| label.title.get(context.language).to_owned()));
    header_row(context, sheet, row + 1, &headers)?;
    let codes = sector_codes(context.results);
    for (row, sector) in (row + 2..).zip(&codes) {
        let is_total = sector == ALL_SECTORS;
        let body: &Body = if is_total { &context.styles.total } else { &context.styles.body };
        let name = words::sector(context.results, sector);
        text(sheet, (row, 0), name.get(context.language), &body.text)?;
        for (column, label) in (1..).zip(scenarios) {
            let cell = Cell { scenario: &label.name, sector, year: to };
            let gap = context.figures.gap(cell).map(|row| row.mean);
            figure(sheet, (row, column), gap, &body.change)?;
        }
    }
    Ok(row + 2 + codes.len() as u32 + 2)
}

/// The sheet.
pub(super) fn sheet(context: &Context) -> Result<Worksheet, XlsxError> {
    let results = context.results;
    let (area, to) = (results.area_title.get(context.language), results.to);
    let heading = context.pick("cung – cầu lao động theo ngành đến", "labour balance by sector to");
    let subtitle = context.pick(
        "Người. Chênh lệch = cung − cầu; số âm là thiếu so với nguồn cung đã nhập. Khoảng 80 %: từ \
         P10 đến P90.",
        "Persons. Gap = supply − demand; negative: short of the supply that was entered. 80% \
         interval: P10 to P90.",
    );
    let mut sheet =
        headed_page(context, name(context), &format!("{area}: {heading} {to}"), subtitle)?;
    sheet.set_column_width(0, 26)?;
    for column in 1..=STATUS_COLUMN {
        sheet.set_column_width(column, if column < CLASS_COLUMN { 12.5 } else { 17.0 })?;
    }
    sheet.set_freeze_panes(0, 1)?;
    let mut row = 3;
    for (position, label) in results.scenarios.iter().enumerate() {
        row = block(context, &mut sheet, row, label)?;
        if position == 0 && results.scenarios.len() > 1 {
            row = comparison(context, &mut sheet, row)?;
        }
    }
    for (row, note) in (row..).zip(reading_note(results, context.language).lines()) {
        text(&mut sheet, (row, 0), note, &context.styles.subtitle)?;
    }
    Ok(sheet)
}
